"""A workbook or a CSV file -> rows of typed values, and every fault that shows without the register."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from companies.importing.layout import MOST_ROWS
from companies.trades import trade_code
from kouryukai.lib.corporate_number import parse_corporate_number
from kouryukai.lib.japanese import name_key, tidy
from kouryukai.lib.sheet_xml import Cell, Sheet
from kouryukai.lib.table import Fault, TableError, column_letter, read_csv, shown, undefused
from kouryukai.lib.workbook import MAX_BYTES, MAX_COLUMNS, read_workbook
from office.importing.cells import convert
from office.importing.columns import Column, Kind

HEADER_WITHIN = 10
LEAST_HEADINGS = 2
_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")

type Cells = dict[int, Cell]


@dataclass(slots=True)
class Row:
    """One firm as it was written down. An empty cell has no value; a cell with a fault is in `bad`."""

    number: int
    values: dict[str, object] = field(default_factory=dict)
    cells: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # field -> letter, title, what stands there
    bad: set[str] = field(default_factory=set)

    def get(self, name: str, default=None):
        return self.values.get(name, default)

    def fault(self, name: str, message: str, *, is_warning: bool = False) -> Fault:
        letter, title, value = self.cells.get(name, ("", "", ""))
        return Fault("", self.number, letter, title, value, message, is_warning)


@dataclass(slots=True)
class Listing:
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_firms(data: bytes, columns: Sequence[Column]) -> Listing:
    """A file that cannot be read at all is one fault without a place."""
    try:
        sheet, epoch_1904 = _sheet_of(data, columns)
    except TableError as error:
        return Listing(faults=[Fault("", 0, "", "", "", str(error))])
    return _Reader(sheet, columns, epoch_1904).read()


def _sheet_of(data: bytes, columns: Sequence[Column]) -> tuple[Sheet, bool]:
    if len(data) > MAX_BYTES:
        raise TableError(
            f"ファイルが大きすぎます({len(data) / 1e6:.1f} MB、上限 {MAX_BYTES // 1_000_000} MB)。"
            "画像や使っていないシートを消してください。"
        )
    if not data.strip():
        raise TableError("ファイルが空です。")
    if not data.startswith(_WORKBOOKS):
        return _of_csv(data), False
    book = read_workbook(data, max_rows=MOST_ROWS + HEADER_WITHIN + 1)
    sheets = [sheet for sheet in book.sheets.values() if sheet.rows and not sheet.hidden]
    if not sheets:
        raise TableError("値の入ったシートがありません。")
    best = max(sheets, key=lambda sheet: max(_known(sheet.rows.get(n, {}), columns) for n in _head()))
    return best, book.epoch_1904


def _of_csv(data: bytes) -> Sheet:
    lines = read_csv(data)
    if max(map(len, lines), default=0) > MAX_COLUMNS:
        raise TableError(f"列が多すぎます(上限 {MAX_COLUMNS}列)。")
    sheet = Sheet("", last_row=len(lines))
    for number, line in enumerate(lines[: MOST_ROWS + HEADER_WITHIN + 1], start=1):
        cells = {at: Cell(undefused(text), "text") for at, text in enumerate(line, start=1) if text.strip()}
        if cells:
            sheet.rows[number] = cells
    return sheet


def _head() -> range:
    return range(1, HEADER_WITHIN + 1)


def title_key(text: object) -> str:
    """企業名(必須) and 企業名* are 企業名; 資本金 is 資本金(万円)."""
    key = name_key(tidy(str(text)))
    for mark in ("(必須)", "(任意)", "(万円)", "*", "※"):
        key = key.replace(mark, "")
    return key


# What lists of banks call the same.
OTHER_TITLES = {
    "会社名": "name", "法人名": "name", "商号": "name", "企業名カナ": "name_kana", "フリガナ": "name_kana", "代表者": "representative_name",
    "代表者名": "representative_name", "代表者役職": "representative_title", "役職": "representative_title", "支店": "branch",
    "支店名": "branch", "従業員": "employees", "売上高": "sales_man_yen", "電話": "phone", "tel": "phone", "メール": "email",
    "url": "url", "ホームページ": "url", "住所": "address", "設立年": "established_year", "代表者フリガナ": "representative_kana",
}  # fmt: skip


def _by_title(columns: Sequence[Column]) -> dict[str, Column]:
    by_field = {column.field: column for column in columns}
    others = {title_key(title): by_field[name] for title, name in OTHER_TITLES.items() if name in by_field}
    return others | {title_key(column.title): column for column in columns}


def _known(cells: Cells, columns: Sequence[Column]) -> int:
    return len({title_key(cell.value) for cell in cells.values() if cell.kind == "text"} & _by_title(columns).keys())


class _Reader:
    def __init__(self, sheet: Sheet, columns: Sequence[Column], epoch_1904: bool) -> None:
        self.sheet, self.columns, self.epoch_1904 = sheet, columns, epoch_1904
        self.listing = Listing()

    def read(self) -> Listing:
        header = max(_head(), key=lambda number: (_known(self.sheet.rows.get(number, {}), self.columns), -number))
        if _known(self.sheet.rows.get(header, {}), self.columns) < LEAST_HEADINGS:
            self.fault(
                "見出しの行が見つかりません。最初の10行のどこかに、企業名・都道府県などの見出しを入れてください。"
            )
            return self.listing
        if self.sheet.last_row - header > MOST_ROWS:
            self.fault(
                f"行が多すぎます({self.sheet.last_row - header:,}行、上限 {MOST_ROWS:,}行)。ファイルを分けてください。"
            )
            return self.listing
        self._look_at_form(header)
        columns = self._columns(header)
        for number in sorted(self.sheet.rows):
            if number > header:
                self._read_row(number, columns)
        if not self.listing.rows and not self.listing.faults:
            self.fault("見出しの下に行がありません。1社を1行に入れてください。", row=header)
        return self.listing

    def fault(self, message: str, *, row: int = 0, at: int = 0, value: object = "", is_warning: bool = False) -> None:
        letter = column_letter(at) if at else ""
        self.listing.faults.append(Fault("", row, letter, "", shown(value), message, is_warning))

    def _look_at_form(self, header: int) -> None:
        for reference in self.sheet.merged[:20]:
            self.fault(f"セルが結合されています({shown(reference)})。結合を解いてください。")
        hidden = [number for number in sorted(self.sheet.hidden_rows & self.sheet.rows.keys()) if number > header]
        if hidden:
            numbers = "、".join(map(str, hidden[:10])) + ("…" if len(hidden) > 10 else "")
            self.fault(f"非表示の行({numbers}行目)も読み込みます。", row=hidden[0], is_warning=True)

    def _columns(self, header: int) -> dict[int, Column]:
        by_title, found = _by_title(self.columns), {}
        for at, cell in sorted(self.sheet.rows[header].items()):
            column = by_title.get(title_key(cell.value))
            if column is None:
                self.fault("この列は読み込みません。", row=header, at=at, value=cell.value, is_warning=True)
            elif column in found.values():
                self.fault(f"「{column.title}」の列が2つあります。", row=header, at=at, value=cell.value)
            else:
                found[at] = column
        if "name" not in {column.field for column in found.values()}:
            self.fault("「企業名」の列がありません。", row=header)
        return found

    def _read_row(self, number: int, columns: dict[int, Column]) -> None:
        cells = self.sheet.rows[number]
        if not any(at in cells for at in columns):
            return
        row = Row(number)
        for at, column in columns.items():
            cell = cells.get(at)
            quoted = shown(str(cell.value).removesuffix(" 00:00:00")) if cell else ""
            row.cells[column.field] = (column_letter(at), column.title, quoted)
            if cell is not None:
                self._fill(row, column, cell)
        self.listing.rows.append(row)

    def _fill(self, row: Row, column: Column, cell: Cell) -> None:
        try:
            value = _read(column, cell, self.epoch_1904)
        except ValueError as error:
            row.bad.add(column.field)
            self.listing.faults.append(row.fault(column.field, str(error)))
            return
        if value not in ("", None):
            row.values[column.field] = value


def _read(column: Column, cell: Cell, epoch_1904: bool) -> object:
    """As the form of one firm takes it: a number with its check digit, a trade by name or number, an address without https."""
    if column.kind == Kind.URL and cell.kind == "text" and "://" not in str(cell.value):
        cell = replace(cell, value=f"https://{tidy(str(cell.value))}")
    value = convert(column, cell, epoch_1904=epoch_1904)
    if column.field == "corporate_number" and value:
        return parse_corporate_number(str(value))
    if column.field == "trade_code" and value:
        return trade_code(str(value))
    return value
