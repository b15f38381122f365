"""Rows -> a file: a workbook, or CSV in UTF-8 or cp932. Formulas are defused; a sign that cp932 has not stands as 〓 and is named."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from kouryukai.lib.table import safe_cell

FORMATS = {"xlsx": "Excel ブック(.xlsx)", "utf8": "CSV(UTF-8)", "cp932": "CSV(Shift_JIS、古い表計算ソフト用)"}
GETA = "〓"  # what printers set where a type was missing


def workbook(titles: list[str], rows: Iterable[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("新現役")
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, value=title) for title in titles]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([safe_cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_text(titles: list[str], rows: Iterable[list[Any]]) -> str:
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow(titles)
    sheet.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()


def in_cp932(text: str) -> tuple[bytes, list[str]]:
    """The text, and the signs that had to be replaced."""
    missing = sorted(sign for sign in set(text) if not _fits(sign))
    return text.translate({ord(sign): GETA for sign in missing}).encode("cp932"), missing


def _fits(sign: str) -> bool:
    try:
        sign.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
