"""Scans of signed papers: what is taken and what is refused, kept below MEDIA_ROOT/scans, and handed out as attachments alone.

A file is looked at before it is kept: its first bytes must be those of a PDF, JPEG or PNG, and a library must be able to open it
within limits. It is kept as it came, so that its SHA-256 stays that of the paper's scan.
"""

import datetime as dt
import hashlib
import io
import unicodedata
import warnings
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from uuid import UUID

import pikepdf
from django.conf import settings
from django.db import transaction
from PIL import Image

from institutions.models import Branch, Institution, User
from office.filing import write_whole
from office.models import Scan

MAX_BYTES = 15_000_000
MAX_PAGES = 100
MAX_PIXELS = 60_000_000
MEGABYTES = MAX_BYTES // 1_000_000
KINDS = "PDF、JPEG、PNG のどれかで入れてください。"
BROKEN = "ファイルが壊れているか、途中で切れています。開けることを確かめて、もう一度入れてください。"
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis", b"avif")


class ScanError(ValueError):
    """What is wrong with a file, in words for people."""


@dataclass(frozen=True, slots=True)
class Checked:
    content_type: str
    suffix: str
    pages: int


def check(data: bytes) -> Checked:
    """What kind of file it is by its bytes, whatever it is called. ScanError for what is not taken."""
    if not data:
        raise ScanError("ファイルが空です。")
    if len(data) > MAX_BYTES:
        raise ScanError(
            f"ファイルが大きすぎます({len(data) / 1e6:.1f} MB)。{MEGABYTES} MBまでです。画質を下げるか、分けてください。"
        )
    if data.startswith(b"%PDF-"):
        return Checked("application/pdf", ".pdf", _pages_of(data))
    if data.startswith(b"\xff\xd8\xff"):
        _look_at(data, "JPEG")
        return Checked("image/jpeg", ".jpg", 1)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        _look_at(data, "PNG")
        return Checked("image/png", ".png", 1)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise ScanError(
            "iPhone の HEIC 形式は読めません。「設定」→「カメラ」→「フォーマット」を「互換性優先」にして撮り直すか、JPEG にしてください。"
        )
    raise ScanError(f"この形式のファイルは入れられません。{KINDS}")


def _pages_of(data: bytes) -> int:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise ScanError("パスワードで保護された PDF です。保護を外して、もう一度入れてください。") from None
    except pikepdf.PdfError:
        raise ScanError(BROKEN) from None
    if not 1 <= pages <= MAX_PAGES:
        raise ScanError(f"ページ数は{MAX_PAGES}までです(いまは{pages})。")
    return pages


def _look_at(data: bytes, kind: str) -> None:
    """Its size is read from the head first: no picture is unpacked that is larger than any scan."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    raise ScanError("画像が大きすぎます。解像度を下げて、もう一度入れてください。")
                picture.load()
    except ScanError:
        raise
    except (
        Exception
    ):  # what the library raises on a broken picture is anything at all: whatever it is, the file is to blame
        raise ScanError(BROKEN) from None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose papers they are. `institution` and `branch`: whose client the firm is; a senior has none."""

    name: str
    address: str
    senior_key: UUID | None = None
    company_key: UUID | None = None
    institution: Institution | None = None
    branch: Branch | None = None

    @property
    def keys(self) -> dict[str, UUID | None]:
        return {"senior_key": self.senior_key, "company_key": self.company_key}


@transaction.atomic
def add(
    *, key: UUID, owner: Owner, kind: str, note: str, data: bytes, file_name: str, by: User, now: dt.datetime
) -> Scan:
    """Keep a file under its owner. The same form sent again finds what is there."""
    found = check(data)
    if known := Scan.objects.filter(pk=key, **owner.keys).first():
        return known
    digest = hashlib.sha256(data).hexdigest()
    name = PurePosixPath("scans", str(key), f"{digest}{found.suffix}")
    write_whole(Path(settings.MEDIA_ROOT, name), data)
    return Scan.objects.create(
        pk=key,
        kind=kind,
        note=note,
        **owner.keys,
        institution=owner.institution,
        branch=owner.branch,
        file=str(name),
        file_name=_plain_name(file_name, found.suffix),
        content_type=found.content_type,
        size=len(data),
        pages=found.pages,
        sha256=digest,
        added_at=now,
        added_by=by,
    )


def _plain_name(name: str, suffix: str) -> str:
    """What the person's computer called it, with the suffix of what it is."""
    stem = PurePath(name.replace("\\", "/")).stem
    stem = "".join(sign for sign in stem if unicodedata.category(sign)[0] != "C").strip(" .")
    return f"{stem[:120] or '書類'}{suffix}"


def path_of(scan: Scan) -> Path:
    return Path(settings.MEDIA_ROOT, scan.file.name)


@transaction.atomic
def remove(*, scan: Scan, by: User, now: dt.datetime) -> None:
    """It lay at the wrong person: row and file go."""
    path = path_of(scan)
    scan.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True), robust=True)


def strays(older_than: float) -> list[Path]:
    """Files of scans that no row names, last written before that moment (seconds since 1970)."""
    known = set(Scan.objects.values_list("file", flat=True))
    root = Path(settings.MEDIA_ROOT)
    return [
        path
        for path in sorted(root.glob("scans/*/*"))
        if str(path.relative_to(root)) not in known and path.stat().st_mtime < older_than
    ]
