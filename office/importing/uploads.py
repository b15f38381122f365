"""Files on their way in or out: private ones below MEDIA_ROOT, one folder per person, gone after a day."""

import os
import time
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from institutions.models import User

KEPT_SECONDS = 24 * 3600


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT, "imports")


def _path(upload_id: UUID, by: User) -> Path:
    return _folder() / str(by.pk) / f"{upload_id}.xlsx"


def keep(data: bytes, by: User, upload_id: UUID | None = None) -> UUID:
    """Keep a file for this person alone. Its id cannot be guessed; the file appears whole or not at all."""
    _drop_expired()
    upload_id = upload_id or uuid4()
    path = _path(upload_id, by)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return upload_id


def load(upload_id: UUID, by: User) -> bytes | None:
    """The workbook, or None where this person has none of that id (any more)."""
    path = _path(upload_id, by)
    try:
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            return None
        return path.read_bytes()
    except FileNotFoundError:
        return None


def drop(upload_id: UUID, by: User) -> None:
    _path(upload_id, by).unlink(missing_ok=True)


def waiting(before: float | None = None) -> list[Path]:
    """All that are kept, or those that were kept before that moment (seconds since 1970)."""
    found = []
    for path in sorted(_folder().glob("*/*")):
        try:
            if before is None or path.stat().st_mtime < before:
                found.append(path)
        except FileNotFoundError:  # another request was quicker
            continue
    return found


def _drop_expired() -> None:
    for path in waiting(before=time.time() - KEPT_SECONDS):
        path.unlink(missing_ok=True)
