"""The empty list to fill in, with the columns of whoever asks for it."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from companies.importing.layout import CHOICES, HELP, MOST_ROWS, SHEET
from companies.trades import TRADES
from institutions.directory import PREFECTURES
from kouryukai.lib.table import column_letter
from office.importing.columns import Column

HEADER_ROW = 2
_FONT = "BIZ UDPGothic"
_TOP = Alignment(vertical="top", wrap_text=True)
_NEEDED, _FREE = PatternFill("solid", fgColor="C5D7FB"), PatternFill("solid", fgColor="E8F1FE")
_EXPLANATION = (
    "シート「企業」に、1社を1行で入れます。",
    f"1つのファイルは {MOST_ROWS:,}行までです。",
    "見出しの文字は変えないでください。列の順番は変えても、要らない列は消してもかまいません。",
    "「(必須)」の列は、新しく登録する企業では必ず入れます。",
    "登録済みの企業は、法人番号で、番号がなければ企業名と所在地で見つけ、違うところだけを書き替えます。空欄は、登録の内容を残します。",
    "登録済みの企業の取引店は、取り込みでは変わりません。",
    "数字は全角でも半角でも、金額は 1,000万円 や 3.5億円 でも、年は 昭和43 でも読めます。",
    "計算式、結合したセルは読めません。「値として貼り付け」てください。",
)


def empty_sheet(columns: Sequence[Column], rows: Sequence[Mapping[str, object]] = ()) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for at, column in enumerate(columns, start=1):
        _put(sheet, 1, at, column.help, size=9)
        head = _put(sheet, HEADER_ROW, at, f"{column.title}(必須)" if column.required else column.title, bold=True)
        head.fill = _NEEDED if column.required else _FREE
        sheet.column_dimensions[column_letter(at)].width = column.width
        for number, row in enumerate(rows, start=HEADER_ROW + 1):
            if row.get(column.field) is not None:
                _put(sheet, number, at, row[column.field])
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 2)
    _write_lists(book.create_sheet(HELP), [_EXPLANATION], 100)
    trades = [f"{code} {name}" for code, (_, name) in TRADES.items()]
    _write_lists(book.create_sheet(CHOICES), [PREFECTURES, trades], 40)
    for letter, field, length in (("A", "prefecture", len(PREFECTURES)), ("B", "trade_code", len(trades))):
        _offer(sheet, columns, field, f"{CHOICES}!${letter}$1:${letter}${length}")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _put(sheet: Worksheet, row: int, at: int, value: object, *, bold: bool = False, size: int = 11):
    """Text is never taken for a formula."""
    cell = sheet.cell(row, at)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font, cell.alignment = Font(name=_FONT, bold=bold, size=size), _TOP
    return cell


def _write_lists(sheet: Worksheet, lists: Sequence[Sequence[str]], width: int) -> None:
    for at, texts in enumerate(lists, start=1):
        sheet.column_dimensions[column_letter(at)].width = width
        for number, text in enumerate(texts, start=1):
            _put(sheet, number, at, text)


def _offer(sheet: Worksheet, columns: Sequence[Column], field: str, source: str) -> None:
    letter = next(column_letter(at) for at, column in enumerate(columns, start=1) if column.field == field)
    offer = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
    offer.add(f"{letter}{HEADER_ROW + 1}:{letter}{HEADER_ROW + MOST_ROWS}")
    sheet.add_data_validation(offer)
