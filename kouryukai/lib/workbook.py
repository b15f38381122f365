"""Workbooks from outside: looked at before they are opened, then read cell by cell within limits.

A workbook is a zip of XML files: 139 kB can unpack to what takes half a minute and 300 MB. So the sizes are checked first; then openpyxl
reads what the workbook says of itself, and `sheet_xml` its cells.
"""

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.constants import SHARED_STRINGS

from kouryukai.lib.sheet_xml import Meanings, Sheet, read_sheet, read_texts
from kouryukai.lib.table import TableError

MAX_BYTES = 5_000_000
MAX_UNPACKED = 40_000_000
MAX_RATIO = 150
MAX_PARTS = 300
MAX_COLUMNS = 200
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OTHER_FORMS = (
    ("xl/workbook.bin", "バイナリ形式(.xlsb)のブックは読めません。「Excel ブック (*.xlsx)」で保存してください。"),
    ("word/document.xml", "Word の文書です。Excel ブック(.xlsx)を選んでください。"),
    ("content.xml", "OpenDocument 形式です。「Excel ブック (*.xlsx)」で保存してください。"),
)
BROKEN = "ファイルが壊れているか、途中で切れています。Excel で開けることを確かめ、保存し直してください。"
NOT_A_WORKBOOK = "Excel ブック(.xlsx)ではありません。ひな形に入れて保存したファイルを選んでください。"


class WorkbookError(TableError):
    """The file is no workbook that can be read; its text may be shown."""


@dataclass(frozen=True, slots=True)
class Book:
    """Sheets by name in the order of the file; `epoch_1904`: serial numbers count from 1904."""

    sheets: dict[str, Sheet]
    epoch_1904: bool


def read_workbook(
    data: bytes, *, max_rows: int = 2000, max_bytes: int = MAX_BYTES, max_unpacked: int = MAX_UNPACKED
) -> Book:
    """Every sheet's cells, of each sheet at most `max_rows` rows (`Sheet.last_row` tells that there were more).

    WorkbookError with a sentence in Japanese for whatever is not a sound workbook.
    """
    archive = _checked_archive(data, max_bytes, max_unpacked)
    try:
        with archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions that are of no concern to us
            return _read(data, archive, max_rows)
    except WorkbookError:
        raise
    except Exception:  # what is raised on a broken part is anything at all: whatever it is, the file is to blame
        raise WorkbookError(BROKEN) from None


def _checked_archive(data: bytes, max_bytes: int, max_unpacked: int) -> zipfile.ZipFile:
    if not data:
        raise WorkbookError("ファイルが空です。")
    if len(data) > max_bytes:
        raise WorkbookError(f"ファイルが大きすぎます({len(data) / 1e6:.1f} MB、上限 {max_bytes // 1_000_000} MB)。")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise WorkbookError("パスワードで保護されたブックです。保護を外して保存し直してください。")
        raise WorkbookError("古い形式(.xls)のブックです。「Excel ブック (*.xlsx)」で保存し直してください。")
    if not data.startswith(b"PK"):
        raise WorkbookError(NOT_A_WORKBOOK)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, OverflowError):
        raise WorkbookError(BROKEN) from None
    _check_parts(archive, len(data), max_unpacked)
    return archive


def _check_parts(archive: zipfile.ZipFile, packed: int, max_unpacked: int) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    if any(part.flag_bits & 1 for part in parts):
        raise WorkbookError("パスワードで保護されたファイルです。保護を外して保存し直してください。")
    for name, message in _OTHER_FORMS:
        if name in names:
            raise WorkbookError(message)
    if "xl/workbook.xml" not in names:
        raise WorkbookError(NOT_A_WORKBOOK)
    if len(parts) > MAX_PARTS or len(names) != len(parts):
        raise WorkbookError(BROKEN)
    if unpacked > max_unpacked or unpacked > max(packed, 10_000) * MAX_RATIO:
        raise WorkbookError(
            "展開すると大きくなりすぎるファイルです。使っていないシート、画像、書式を消して保存し直してください。"
        )


def _read(data: bytes, archive: zipfile.ZipFile, max_rows: int) -> Book:
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            _refuse_declarations(archive, part)
    front = _Front(io.BytesIO(data), read_only=True, keep_links=False)
    front.read()
    if not front.parts:
        raise WorkbookError("シートがありません。ひな形に入れて保存したファイルを選んでください。")
    book = front.wb
    meanings = Meanings(front.texts, book._date_formats, book._timedelta_formats, book.epoch)
    sheets = {}
    for name, state, path in front.parts:
        sheet = sheets[name] = Sheet(name, hidden=state != "visible")
        read_sheet(archive.read(path), sheet, meanings, max_rows=max_rows, max_columns=MAX_COLUMNS)
    return Book(sheets, epoch_1904=book.epoch == CALENDAR_MAC_1904)


class _Front(ExcelReader):
    """What openpyxl reads of a workbook before its cells: `parts` are its sheets, `texts` the shared ones."""

    texts: Sequence[str] = ()

    def read_strings(self) -> None:
        if part := self.package.find(SHARED_STRINGS):
            self.texts = read_texts(self.archive.read(part.PartName[1:]))

    def read_worksheets(self) -> None:
        self.parts = [
            (sheet.name, sheet.state, rel.target)
            for sheet, rel in self.parser.find_sheets()
            if rel.target in self.valid_files and "chartsheet" not in rel.Type
        ]


def _refuse_declarations(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No workbook has a document type; entities in one could grow without end or name files of ours."""
    with archive.open(part) as source:
        head = source.read(4096)
    if not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise WorkbookError(BROKEN)


_DAYS = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}


def excel_date(serial: float, *, epoch_1904: bool = False) -> dt.datetime:
    """The moment that a serial number of a spreadsheet means. ValueError in Japanese for none.

    Day 60 of the 1900 system is a 29 February 1900, which never was; the days before it are counted from 1 January 1900.
    """
    if not 0 <= serial < 2_958_466:
        raise ValueError(f"{serial:g} は日付の番号ではありません。")
    if not epoch_1904:
        if 60 <= serial < 61:
            raise ValueError("1900年2月29日という日はありません。")
        if serial < 60:
            serial += 1
    seconds = round(serial % 1 * 86_400)
    return _DAYS[epoch_1904] + dt.timedelta(days=int(serial), seconds=seconds)
