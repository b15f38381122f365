"""Tables that people hand in: where a fault stands and how it is said, text files read without losing a character, cells safe to hand out."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 40


class TableError(ValueError):
    """The file as a whole cannot be read; its text may be shown."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, at its place. An empty sheet, column or value and row 0 mean "none in particular"."""

    sheet: str
    row: int
    column: str
    title: str
    value: str
    message: str
    is_warning: bool = False

    @property
    def place(self) -> str:
        """シート「希望」の7行目 D列「順位」"""
        sheet = f"シート「{self.sheet}」" if self.sheet else ""
        row = f"{self.row}行目" if self.row else ""
        column = f"{self.column}列" if self.column else ""
        title = f"「{self.title}」" if self.title else ""
        where = "の".join(part for part in (sheet, row) if part)
        return " ".join(part for part in (where, column + title) if part)

    def __str__(self) -> str:
        kind = "注意: " if self.is_warning else ""
        value = f"(入っている値: {self.value})" if self.value else ""
        return f"{kind}{self.place + ': ' if self.place else ''}{self.message}{value}"


def shown(value: object) -> str:
    """What a report quotes of a cell: one line, at most 40 characters, invisible ones replaced."""
    text = "".join(c if c.isprintable() or c == "\u3000" else "□" for c in str(value))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def column_letter(number: int) -> str:
    """The letters over a spreadsheet's column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def decode(data: bytes) -> str:
    """The text of a file in UTF-8 (with or without BOM) or cp932. TableError where it is neither: no character is guessed or dropped."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise TableError("文字コードを読み取れません。UTF-8 か Shift_JIS(Windows)の CSV で保存してください。")


def read_csv(data: bytes) -> list[list[str]]:
    """All rows of a CSV file, the header first. TableError in Japanese where it is none."""
    try:
        return list(csv.reader(io.StringIO(decode(data), newline=""), strict=True))
    except csv.Error as error:
        raise TableError(f"CSV として読めません({error})。") from None


_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(_DANGEROUS):
        return "'" + value
    return value


def undefused(text: str) -> str:
    """What `safe_cell` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_DANGEROUS) else text


def report(faults: Iterable[Fault]) -> str:
    """Errors first, then warnings, each on its own line."""
    return "\n".join(str(fault) for fault in sorted(faults, key=lambda fault: fault.is_warning))
