"""A file in CSV or as a workbook -> its headings and its rows of cells. Where the headings stand is found, not asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kouryukai.lib.sheet_xml import Cell, Sheet
from kouryukai.lib.table import TableError, column_letter, read_csv, shown, undefused
from kouryukai.lib.workbook import MAX_COLUMNS, read_workbook
from talent.importing.mapping import guess

MOST_ROWS = 20_000
MAX_BYTES = 20_000_000
MAX_UNPACKED = 200_000_000
HEADER_WITHIN = 10
SAMPLES = 3

type Cells = dict[int, Cell]  # column number -> a cell that is not empty


@dataclass(slots=True)
class Listing:
    """`headings`: of every column up to the last, "" for one without; `rows`: row number -> its cells, below the headings.

    `last`: the last row of the file, read or not.
    """

    headings: dict[int, str]
    rows: dict[int, Cells]
    last: int = 0
    epoch_1904: bool = False
    notes: list[str] = field(default_factory=list)

    def samples(self) -> list[list[str]]:
        """The first rows as text, a cell for each heading."""
        first = [self.rows[number] for number in sorted(self.rows)[:SAMPLES]]
        return [[text_of(row.get(at)) for at in self.headings] for row in first]


def text_of(cell: Cell | None) -> str:
    return "" if cell is None else shown(str(cell.value).removesuffix(" 00:00:00"))


def read_list(data: bytes, *, head_only: bool = False) -> Listing:
    """TableError in Japanese where the file cannot be read as a list. `head_only`: no more rows than a sample needs."""
    most = HEADER_WITHIN + SAMPLES if head_only else MOST_ROWS + HEADER_WITHIN
    if len(data) > MAX_BYTES:
        raise TableError(f"ファイルが大きすぎます({len(data) / 1e6:.1f} MB、上限 {MAX_BYTES // 1_000_000} MB)。")
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _of_workbook(data, most)
    rows, last = _rows_of_csv(data, most)
    return _listing(rows, last, [])


def _rows_of_csv(data: bytes, most: int) -> tuple[dict[int, Cells], int]:
    if not data.strip():
        raise TableError("ファイルが空です。")
    lines = read_csv(data)
    if max(map(len, lines), default=0) > MAX_COLUMNS:
        raise TableError(f"列が多すぎます(上限 {MAX_COLUMNS}列)。")
    rows = {}
    for number, line in enumerate(lines[:most], start=1):
        cells = {
            at: Cell(undefused(text), "text") for at, text in enumerate(line, start=1) if text and not text.isspace()
        }
        if cells:
            rows[number] = cells
    return rows, len(lines)


def _of_workbook(data: bytes, most: int) -> Listing:
    book = read_workbook(data, max_rows=most, max_bytes=MAX_BYTES, max_unpacked=MAX_UNPACKED)
    filled = [sheet for sheet in book.sheets.values() if sheet.rows and not sheet.hidden]
    if not filled:
        raise TableError("値の入ったシートがありません。")
    sheet, *others = filled
    notes = [f"シート「{shown(one.name)}」は読み込みません。最初のシートだけを読みます。" for one in others]
    notes += _notes_on(sheet)
    for row in sheet.rows.values():
        for at, cell in row.items():
            if cell.kind == "text" and str(cell.value).startswith("'"):
                row[at] = Cell(undefused(cell.value), "text")
    listing = _listing(sheet.rows, sheet.last_row, notes)
    listing.epoch_1904 = book.epoch_1904
    return listing


def _notes_on(sheet: Sheet) -> Iterator[str]:
    hidden = sorted(sheet.hidden_rows & sheet.rows.keys())
    if hidden:
        yield f"非表示の行({'、'.join(map(str, hidden[:10]))}{'…' if len(hidden) > 10 else ''}行目)も読み込みます。"
    if sheet.merged:
        yield f"結合されたセル({shown('、'.join(sheet.merged[:10]))})は、左上のセルだけに値があるものとして読みます。"


def _listing(rows: dict[int, Cells], last: int, notes: list[str]) -> Listing:
    if last > MOST_ROWS + HEADER_WITHIN:
        raise TableError(f"行が多すぎます({last:,}行、上限 {MOST_ROWS:,}行)。ファイルを分けてください。")
    header = _header_row(rows)
    if header is None:
        raise TableError(
            "見出しの行が見つかりません。最初の10行のどこかに、氏名・生年月日などの見出しを入れてください。"
        )
    named = {at: shown(str(cell.value).strip()) for at, cell in rows[header].items()}
    headings = {at: named.get(at, "") for at in range(1, max(named) + 1)}
    below = {number: cells for number, cells in rows.items() if number > header}
    if not below:
        raise TableError("見出しの下に行がありません。")
    unnamed = sorted({at for cells in below.values() for at in cells} - named.keys())
    if unnamed:
        letters = "、".join(f"{column_letter(at)}列" for at in unnamed[:10])
        notes.append(f"見出しのない列({letters})は読み込みません。")
    return Listing(headings, below, last, notes=notes)


def _header_row(rows: dict[int, Cells]) -> int | None:
    """The row among the first ones with the most headings that mean something, at least one; else none."""
    best, most = None, 0
    for number in range(1, HEADER_WITHIN + 1):
        known = len({guess(str(c.value)) for c in rows.get(number, {}).values() if c.kind == "text"} - {""})
        if known > most:
            best, most = number, known
    return best
