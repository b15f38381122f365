"""The workbook -> typed rows, and every fault that shows without knowing other rows or the database."""

from dataclasses import dataclass, field

from events.importing.layout import CHOICES, HELP, MOST_ROWS, TABLES, Table
from kouryukai.lib.japanese import name_key, tidy
from kouryukai.lib.sheet_xml import Cell, Sheet
from kouryukai.lib.table import Fault, column_letter, shown
from kouryukai.lib.workbook import Book, WorkbookError, read_workbook
from office.importing.cells import convert
from office.importing.columns import Column

HEADER_WITHIN = 10  # the header stands in one of the first rows, below what explains it
MOST_FAULTS = 500
VALUE_COLUMN = 2  # of an upright sheet: 項目 | 値


@dataclass(frozen=True, slots=True)
class Place:
    row: int
    letter: str
    title: str
    value: str


@dataclass(slots=True)
class Row:
    """A row's values by field. An empty cell has no value; a cell with a fault is in `bad` and has none either."""

    sheet: str
    number: int
    values: dict[str, object] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)

    def get(self, name: str, default=None):
        return self.values.get(name, default)

    def fault(self, name: str, message: str, *, value: str | None = None, is_warning: bool = False) -> Fault:
        place = self.places.get(name) or Place(self.number, "", "", "")
        quoted = place.value if value is None else shown(value)
        return Fault(self.sheet, place.row, place.letter, place.title, quoted, message, is_warning)


@dataclass(slots=True)
class Content:
    """What was read: rows by the name of their sheet."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_content(data: bytes) -> Content:
    """Every sheet's rows and every fault of a cell. A file that is no workbook is one fault without a place."""
    content = Content(rows={table.name: [] for table in TABLES})
    try:
        book = read_workbook(data, max_rows=MOST_ROWS)
    except WorkbookError as error:
        content.faults.append(Fault("", 0, "", "", "", str(error)))
        return content
    sheets = {name_key(name): sheet for name, sheet in book.sheets.items()}
    for table in TABLES:
        sheet = sheets.pop(name_key(table.name), None)
        if sheet is None:
            content.faults.append(
                Fault(table.name, 0, "", "", "", "シートがありません。ひな形のシートを消さないでください。")
            )
            continue
        _SheetReader(table, sheet, book, content).read()
    for sheet in sheets.values():
        if name_key(sheet.name) not in (name_key(HELP), name_key(CHOICES)) and sheet.rows:
            content.faults.append(_warning(shown(sheet.name), "このシートは読み込みません。"))
    return content


def _warning(sheet: str, message: str, row: int = 0) -> Fault:
    return Fault(sheet, row, "", "", "", message, is_warning=True)


def title_key(text: object) -> str:
    """A heading without its marks: 企業名（必須） and 企業名* are 企業名."""
    key = name_key(tidy(str(text)))
    for mark in ("(必須)", "(任意)", "*", "※"):
        key = key.replace(mark, "")
    return key


class _SheetReader:
    def __init__(self, table: Table, sheet: Sheet, book: Book, content: Content) -> None:
        self.table, self.sheet, self.book, self.content = table, sheet, book, content
        self.by_key = {title_key(column.title): column for column in table.columns}
        self.groups: set[object] = set()  # values of `repeated_by` seen so far

    def fault(self, message: str, *, row: int = 0, column: int = 0, title: str = "", value: object = "") -> None:
        letter = column_letter(column) if column else ""
        self.content.faults.append(Fault(self.table.name, row, letter, title, shown(value), message))

    def read(self) -> None:
        if self.sheet.last_row > self.table.most_rows + HEADER_WITHIN:
            self.fault(
                f"行が多すぎます(上限 {self.table.most_rows:,} 行)。下のほうの不要な行を消してください。",
                row=self.sheet.last_row,
            )
            return
        for reference in self.sheet.merged[:20]:
            self.fault(f"セルが結合されています({shown(reference)})。結合を解いてください。", row=_first_row(reference))
        hidden = sorted(self.sheet.hidden_rows & self.sheet.rows.keys())
        if hidden:
            shown_rows = "、".join(map(str, hidden[:10])) + ("…" if len(hidden) > 10 else "")
            message = f"非表示の行({shown_rows}行目)も読み込みます。"
            self.content.faults.append(_warning(self.table.name, message, hidden[0]))
        if self.table.upright:
            self._read_upright()
        else:
            self._read_rows()

    def _read_rows(self) -> None:
        header_row = self._header_row()
        if header_row is None:
            titles = "、".join(column.title for column in self.table.columns if column.required)
            self.fault(f"見出しの行がありません。ひな形の見出し({titles} など)を残してください。", row=1)
            return
        columns = self._columns(header_row)
        for number in sorted(self.sheet.rows):
            if number > header_row:
                row = self._row(number, {at: (number, at) for at in columns}, columns)
                if row.values or row.bad:
                    self.content.rows[self.table.name].append(row)

    def _header_row(self) -> int | None:
        """The row with the most known headings among the first ones, at least two."""
        best, most = None, 1
        for number in range(1, HEADER_WITHIN + 1):
            cells = self.sheet.rows.get(number, {}).values()
            known = len({title_key(cell.value) for cell in cells if cell.kind == "text"} & self.by_key.keys())
            if known > most:
                best, most = number, known
        return best

    def _columns(self, header_row: int) -> dict[int, Column]:
        columns: dict[int, Column] = {}
        for at, cell in sorted(self.sheet.rows[header_row].items()):
            column = self.by_key.get(title_key(cell.value))
            if column is None:
                fault = Fault(
                    self.table.name,
                    header_row,
                    column_letter(at),
                    "",
                    shown(cell.value),
                    "この列は読み込みません。",
                    True,
                )
                self.content.faults.append(fault)
            elif column in columns.values():
                self.fault("同じ見出しの列が2つあります。", row=header_row, column=at, title=column.title)
            else:
                columns[at] = column
        for column in self.table.columns:
            if column.required and column not in columns.values():
                self.fault("列がありません。ひな形の列を消さないでください。", row=header_row, title=column.title)
        return columns

    def _read_upright(self) -> None:
        items: dict[int, Column] = {}
        cells: dict[int, tuple[int, int]] = {}
        for number, row in sorted(self.sheet.rows.items()):
            name = row.get(1)
            column = self.by_key.get(title_key(name.value)) if name else None
            if column is None:
                known = name is None or title_key(name.value) == title_key("項目")
                if VALUE_COLUMN in row and not known:
                    self.content.faults.append(
                        _warning(self.table.name, f"項目「{shown(name.value)}」は読み込みません。", number)
                    )
                continue
            if column in items.values():
                self.fault("同じ項目が2回あります。", row=number, column=1, title=column.title)
                continue
            items[number], cells[number] = column, (number, VALUE_COLUMN)
        for column in self.table.columns:
            if column.required and column not in items.values():
                self.fault("項目がありません。ひな形の項目を消さないでください。", title=column.title)
        self.content.rows[self.table.name].append(self._row(0, cells, items))

    def _row(self, number: int, cells: dict[int, tuple[int, int]], columns: dict[int, Column]) -> Row:
        """`cells` says for each of `columns` where its cell is: (row, column)."""
        row = Row(self.table.name, number)
        given = {key: self.sheet.rows.get(at[0], {}).get(at[1]) for key, at in cells.items()}
        if not self.table.upright and not any(given.values()):
            return row
        later: frozenset[str] = frozenset()
        for key in sorted(cells, key=lambda key: columns[key].field != self.table.repeated_by):
            column, cell = columns[key], given[key]
            quoted = shown(_plain(cell)) if cell else ""
            row.places[column.field] = Place(cells[key][0], column_letter(cells[key][1]), column.title, quoted)
            self._fill(row, column, cell, required=column.required and column.field not in later)
            if column.field == self.table.repeated_by and column.field in row.values:
                later = self.table.once if row.values[column.field] in self.groups else later
                self.groups.add(row.values[column.field])
        return row

    def _fill(self, row: Row, column: Column, cell: Cell | None, *, required: bool) -> None:
        if cell is None:
            if required:
                row.bad.add(column.field)
                self.content.faults.append(row.fault(column.field, f"必須の項目です。{_example(column)}"))
            return
        try:
            value = convert(column, cell, epoch_1904=self.book.epoch_1904)
        except ValueError as error:
            row.bad.add(column.field)
            self.content.faults.append(row.fault(column.field, str(error)))
            return
        if value not in ("", []):
            row.values[column.field] = value
        elif required:
            row.bad.add(column.field)
            self.content.faults.append(row.fault(column.field, f"必須の項目です。{_example(column)}"))


def _example(column: Column) -> str:
    return column.help if "例:" in column.help else "値を入れてください。"


def _plain(cell: Cell) -> object:
    """How a report quotes a cell: dates without an empty time."""
    text = str(cell.value)
    return text.removesuffix(" 00:00:00") if cell.kind == "date" else text


def _first_row(reference: str) -> int:
    number = "".join(c for c in reference.partition(":")[0] if c.isdigit())
    return int(number[:7]) if number else 0
