"""The empty workbook: explanations, headings, lists to choose from. The same function draws filled ones for examples and tests."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from events.importing.layout import CHOICES, HELP, TABLES, Table
from institutions.categories import Category
from institutions.directory import PREFECTURES
from kouryukai.lib.table import column_letter
from office.importing.columns import Column, Kind

FILE_NAME, EXAMPLE_NAME = "交流会_取り込みひな形.xlsx", "交流会_取り込み記入例.xlsx"
HEADER_ROW = 2
_FONT = "BIZ UDPGothic"
_HEAD = PatternFill("solid", fgColor="E8F1FE")
_NEEDED = PatternFill("solid", fgColor="C5D7FB")
_QUIET = Font(name=_FONT, size=9, color="666666")
_TOP = Alignment(vertical="top", wrap_text=True)
_LISTS = {Kind.PREFECTURE: ("A", len(PREFECTURES)), Kind.CATEGORIES: ("B", len(Category))}
_EXPLANATION = (
    "このブックで、交流会を1つ、まとめて登録できます。",
    "",
    "入れ方",
    "1. シート「交流会」のB列に、名称・日時・会場・主催などを入れます。",
    "2. シート「企業と課題」に、企業とその課題を1行に1つずつ入れます。課題が2つある企業は、同じ企業番号の行を2つ作ります（2つ目の行の企業名などは空欄でかまいません）。",
    "3. シート「同席者」に、面談に同席する金融機関の人を入れ、企業番号で企業と結びます。",
    "4. シート「新現役」に、参加する人を入れます。すでに登録のある人は、同じ登録番号なら登録の内容がそのまま使われます。",
    "5. シート「希望」に、どの人がどの企業との面談を望むかを入れます。",
    "6. シート「参加できない回」に、遅刻・早退などで面談に出られない回を入れます（なければ空のまま）。",
    "7. 画面の「表計算ファイルから取り込む」で選ぶと、何が登録されるかと、直すところが示されます。1か所でも誤りがあれば、何も登録されません。",
    "",
    "決まり",
    "・見出しの行とシートの名前は変えないでください。列の順番は変えてもかまいません。「（必須）」の列は必ず入れます。",
    "・日付は 2026-09-18、2026/9/18、令和8年9月18日、R8.9.18 のどれでも読めます。時刻は 13:30 または 13時30分。",
    "・数字は全角でも半角でも読めます。1,000万円 や 3億円 も読めます（資本金と年商の単位は万円です）。",
    "・氏名・企業名は、髙や﨑、㈱も、入れたとおりに登録します。前後の空白は取り除きます。",
    "・計算式、結合したセル、#N/A などのエラーは読めません。「値として貼り付け」てください。",
    "・複数の値は「、」で区切ります。",
    "・「公開する」で始まる列は、選ばれる前の新現役が読みます。企業名・住所・商品名を書かないでください。",
    "",
    "シートと列",
)

type Rows = Mapping[str, Sequence[Mapping[str, object]]]


def empty_workbook() -> bytes:
    """The workbook to fill in."""
    return build({})


def build(rows: Rows) -> bytes:
    """A workbook with `rows`: sheet name -> rows as field -> value; the event's own sheet has one."""
    book = Workbook()
    _write_help(book.active)
    for table in TABLES:
        sheet = book.create_sheet(table.name)
        given = rows.get(table.name, ())
        if table.upright:
            _write_upright(sheet, table, given[0] if given else {})
        else:
            _write_table(sheet, table, given)
    _write_choices(book.create_sheet(CHOICES))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def put(cell: Cell, value: object) -> None:
    """A value as what it is; text is never taken for a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, dt.datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, dt.time):
        cell.number_format = "hh:mm"


def heading(column: Column) -> str:
    return f"{column.title}（必須）" if column.required else column.title


def _head(cell: Cell, text: str, *, needed: bool = False) -> None:
    put(cell, text)
    cell.font = Font(name=_FONT, bold=True)
    cell.fill = _NEEDED if needed else _HEAD
    cell.alignment = _TOP


def _quiet(cell: Cell, text: str) -> None:
    put(cell, text)
    cell.font = _QUIET
    cell.alignment = _TOP


def _write_help(sheet: Worksheet) -> None:
    sheet.title = HELP
    for text in _EXPLANATION:
        sheet.append([text])
    for table in TABLES:
        for line in (f"■ {table.name}", table.purpose):
            sheet.append([line])
        for column in table.columns:
            sheet.append([f"　{heading(column)}", column.help])
        sheet.append([""])
    sheet.column_dimensions["A"].width = 90
    sheet.column_dimensions["B"].width = 60
    for row in sheet.iter_rows():
        for cell in row:
            title = str(cell.value or "") in ("入れ方", "決まり", "シートと列") or str(cell.value or "").startswith("■")
            cell.font = Font(name=_FONT, bold=title)
            cell.alignment = _TOP


def _write_upright(sheet: Worksheet, table: Table, values: Mapping[str, object]) -> None:
    _quiet(sheet["A1"], table.purpose)
    for at, text in enumerate(("項目", "値", "説明"), start=1):
        _head(sheet.cell(HEADER_ROW, at), text)
    for number, column in enumerate(table.columns, start=HEADER_ROW + 1):
        _head(sheet.cell(number, 1), heading(column), needed=column.required)
        if column.field in values:
            put(sheet.cell(number, 2), values[column.field])
        sheet.cell(number, 2).alignment = _TOP
        _quiet(sheet.cell(number, 3), column.help)
    for letter, width in (("A", 26), ("B", 48), ("C", 60)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 2)


def _write_table(sheet: Worksheet, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    for at, column in enumerate(table.columns, start=1):
        _quiet(sheet.cell(1, at), column.help)
        _head(sheet.cell(HEADER_ROW, at), heading(column), needed=column.required)
        sheet.column_dimensions[column_letter(at)].width = column.width
        _offer(sheet, table, column, column_letter(at))
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        for at, column in enumerate(table.columns, start=1):
            if row.get(column.field) is not None:
                put(sheet.cell(number, at), row[column.field])
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 3)


def _offer(sheet: Worksheet, table: Table, column: Column, letter: str) -> None:
    """A list to choose from. It only helps: several categories in one cell stay possible."""
    if column.choices:
        formula = f'"{",".join(column.choices)}"'
    elif column.kind in _LISTS:
        source, length = _LISTS[column.kind]
        formula = f"{CHOICES}!${source}$2:${source}${length + 1}"
    else:
        return
    offer = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=False)
    offer.add(f"{letter}{HEADER_ROW + 1}:{letter}{HEADER_ROW + table.most_rows}")
    sheet.add_data_validation(offer)


def _write_choices(sheet: Worksheet) -> None:
    for at, (title, names) in enumerate((("都道府県", PREFECTURES), ("課題の分類", Category.labels)), start=1):
        _head(sheet.cell(1, at), title)
        for number, name in enumerate(names, start=2):
            put(sheet.cell(number, at), name)
        sheet.column_dimensions[column_letter(at)].width = 24
