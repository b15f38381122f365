"""The cells of a workbook's sheets, straight from their XML, in one pass.

openpyxl opens the workbook, knows its sheets, styles and date formats; for 660,000 cells it needs five times as long as this, since it makes
a tree of every one. What a cell means is as there (`tests/lib/test_sheet_xml.py` compares), and merged cells, hidden rows and the last
used row come with it.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel, from_ISO8601

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how a workbook writes characters that XML may not hold
_KINDS = ((dt.date, "date"), (dt.time, "time"), (dt.timedelta, "span"))


class SheetXMLError(ValueError):
    """This is no sound XML of a workbook."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty. `kind` is one of text, number, date, time, span, flag, formula, error."""

    value: object
    kind: str


@dataclass(slots=True)
class Sheet:
    """`rows` holds the rows with content only: row number -> column number -> cell. `last_row` is the last one with any content."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    last_row: int = 0


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the cells of a workbook refer to: texts by number, and which styles show a number as a date or a span of time."""

    texts: Sequence[str] = ()
    date_styles: Collection[int] = ()
    span_styles: Collection[int] = ()
    epoch: dt.datetime = WINDOWS_EPOCH


def read_sheet(xml: bytes, sheet: Sheet, meanings: Meanings, *, max_rows: int, max_columns: int) -> None:
    """Fill `sheet` with the cells of its first `max_rows` rows and `max_columns` columns; `last_row` looks at all.

    SheetXMLError for XML that is broken or declares a document type; ValueError, IndexError for a cell that means nothing.
    """
    _Cells(sheet, meanings, max_rows, max_columns).read(xml)


def read_texts(xml: bytes) -> list[str]:
    """The table of shared texts, with the readings of words left out."""
    reader = _Texts()
    reader.read(xml)
    return reader.texts


class _Local(dict[str, str]):
    """A tag with or without the prefix of its namespace -> its name."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = tag.rpartition(":")[2]
        return name


class _Runs:
    """Text that stands in `<t>`, possibly in several runs; `<rPh>` holds the reading of a word and is none of it."""

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None]

    def __init__(self) -> None:
        self.names = _Local()
        self.parts: list[str] = []  # of the element being read
        self.text = ""
        self.in_reading = False

    def read(self, xml: bytes) -> None:
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.parts.append
        parser.StartDoctypeDeclHandler = _refuse
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise SheetXMLError(str(error)) from None

    def run(self) -> None:
        if not self.in_reading:
            self.text += "".join(self.parts)


def _refuse(*_: object) -> None:
    raise SheetXMLError("a document type")


class _Texts(_Runs):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names[tag]
        if name == "t":
            self.parts.clear()
        elif name == "si":
            self.text = ""
        elif name == "rPh":
            self.in_reading = True

    def end(self, tag: str) -> None:
        name = self.names[tag]
        if name == "t":
            self.run()
        elif name == "si":
            self.texts.append(self.text)
        elif name == "rPh":
            self.in_reading = False


class _Cells(_Runs):
    def __init__(self, sheet: Sheet, meanings: Meanings, max_rows: int, max_columns: int) -> None:
        super().__init__()
        self.sheet, self.meanings, self.max_rows, self.max_columns = sheet, meanings, max_rows, max_columns
        self.row, self.row_digits, self.column = 0, "0", 0
        self.columns: dict[str, int] = {}  # letters -> number, of those met
        self.cell: dict[str, str] | None = None  # its attributes
        self.value: str | None = None
        self.formula: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names[tag]
        if name == "c":
            self.cell, self.value, self.formula, self.text = attributes, None, None, ""
        elif name in ("v", "f", "is"):
            self.parts.clear()
            self._note_content()
        elif name == "t":
            self.parts.clear()
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self.in_reading = True
        elif name == "mergeCell":
            self.sheet.merged.append(attributes.get("ref", ""))

    def _note_content(self) -> None:
        if self.cell is not None and self.row > self.sheet.last_row:
            self.sheet.last_row = self.row

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes.get("r", self.row + 1))
        self.row_digits, self.column = str(self.row), 0
        if attributes.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.add(self.row)
        if self.row > self.max_rows:  # from here on only the last row is asked for
            self.parser.EndElementHandler = self.parser.CharacterDataHandler = None

    def end(self, tag: str) -> None:
        name = self.names[tag]
        if name == "t":
            self.run()
        elif name == "v":
            self.value = "".join(self.parts)
        elif name == "f":
            self.formula = "".join(self.parts)
        elif name == "c":
            self._take()
            self.cell = None
        elif name == "rPh":
            self.in_reading = False

    def _take(self) -> None:
        if self.cell is None:
            return
        row, column = self._place()
        found = self._meant()
        if found is not None and column <= self.max_columns and row <= self.max_rows:
            self.sheet.rows.setdefault(row, {})[column] = found

    def _place(self) -> tuple[int, int]:
        reference = self.cell.get("r")
        if reference is None:
            self.column += 1
            return self.row, self.column
        letters = reference.removesuffix(self.row_digits)
        row, column = self.row, self.columns.get(letters)
        if column is None:
            row, column = coordinate_to_tuple(reference)
            if row == self.row:
                self.columns[letters] = column
        self.column = column
        return row, column

    def _meant(self) -> Cell | None:
        """The cell as it is to be understood; None for an empty one."""
        kind, value = self.cell.get("t", "n"), self.value
        if self.formula is not None:
            return Cell(f"={self.formula}", "formula")
        if kind == "inlineStr":
            return _text(self.text)
        if not value:
            return None
        if kind == "s":
            return _text(self.meanings.texts[int(value)])
        if kind == "n":
            return self._number(value)
        if kind == "b":
            return Cell(bool(int(value)), "flag")
        if kind == "e":
            return Cell(value, "error")
        if kind == "d":
            return _moment(from_ISO8601(value))
        return _text(value)

    def _number(self, value: str) -> Cell:
        number = float(value) if "." in value or "E" in value or "e" in value else int(value)
        style = int(self.cell.get("s", 0))
        if style not in self.meanings.date_styles:
            return Cell(number, "number")
        try:
            return _moment(from_excel(number, self.meanings.epoch, timedelta=style in self.meanings.span_styles))
        except (OverflowError, ValueError):
            return Cell("#VALUE!", "error")


def _text(text: str) -> Cell | None:
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return Cell(text, "text") if text and not text.isspace() else None


def _moment(moment: object) -> Cell | None:
    if moment is None:
        return None
    return Cell(moment, next((kind for types, kind in _KINDS if isinstance(moment, types)), "number"))
