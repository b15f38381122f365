"""The files of documents: a file appears under its final name whole and synced, or not at all.

They lie in MEDIA_ROOT/documents/KIND/ID/HASH.SUFFIX, which no web server serves; the hash is the content's SHA-256.
"""

import hashlib
import os
import secrets
from pathlib import Path, PurePosixPath

from django.conf import settings

from office.models import Document

CHUNK = 1 << 20


def folder_of(document: Document) -> PurePosixPath:
    return PurePosixPath("documents", document.kind, str(document.pk))


def store(document: Document, content: bytes, suffix: str) -> str:
    """Write the content beside what is there; its name below MEDIA_ROOT. Raises OSError and leaves no part of a file."""
    name = folder_of(document) / f"{hashlib.sha256(content).hexdigest()}{suffix}"
    write_whole(Path(settings.MEDIA_ROOT, name), content)
    return str(name)


def write_whole(final: Path, content: bytes) -> None:
    """The file under its final name, whole and synced, or nothing."""
    final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = final.with_name(f".{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            for start in range(0, len(content), CHUNK):
                file.write(content[start : start + CHUNK])
            file.flush()
            os.fsync(file.fileno())
        draft.rename(final)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(final.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_whole(document: Document) -> bool:
    """Whether the document's file lies on the disk in its right size."""
    if not document.file:
        return False
    try:
        return Path(settings.MEDIA_ROOT, document.file.name).stat().st_size == document.size
    except OSError:
        return False


def remove_others(document: Document) -> None:
    """Delete what earlier makings left in the document's folder, also drafts of killed workers."""
    keep = Path(settings.MEDIA_ROOT, document.file.name)
    for path in keep.parent.iterdir():
        if path != keep:
            path.unlink(missing_ok=True)


def strays(older_than: float) -> list[Path]:
    """Files in the folder of documents that no row names, last written before that moment (seconds since 1970)."""
    known = set(Document.objects.exclude(file="").values_list("file", flat=True))
    root = Path(settings.MEDIA_ROOT)
    return [
        path
        for path in sorted(root.glob("documents/*/*/*"))
        if str(path.relative_to(root)) not in known and path.stat().st_mtime < older_than
    ]
