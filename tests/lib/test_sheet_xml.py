"""A cell means what it means to openpyxl, however its XML is written."""

import datetime as dt
import io
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.text import Text
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from kouryukai.lib.sheet_xml import Meanings, Sheet, SheetXMLError, read_sheet, read_texts

TEXTS = ["髙橋", "経理 ", " ", "a<b"]
DATES, SPANS = {1, 2}, {2}  # the third style shows a span
WORDS = st.sampled_from(["", " ", "髙橋", " 経理\n部 ", "a<b&c", "_y0041_"])
NUMBERS = st.one_of(
    st.integers(-3, 60_000).map(str),
    st.floats(0, 60_000, width=32).map(repr),
    st.sampled_from(["1E3", "2.5e-3", "3000000", "60"]),
)


def runs(words: list[str]) -> str:
    return "".join(f"<r><rPr><b/></rPr><t>{escape(word)}</t></r>" for word in words)


READING = '<rPh sb="0" eb="1"><t>タカハシ</t></rPh><phoneticPr fontId="1"/>'
INLINE = st.one_of(
    WORDS.map(lambda word: f'<is><t xml:space="preserve">{escape(word)}</t></is>'),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: f"<is>{runs(words)}{READING}</is>"),
    st.just(""),
)
CELLS = st.one_of(
    st.tuples(st.just("inlineStr"), INLINE),
    st.tuples(st.just("s"), st.integers(0, len(TEXTS) - 1).map(lambda at: f"<v>{at}</v>")),
    st.tuples(st.sampled_from(["", "n"]), NUMBERS.map(lambda number: f"<v>{number}</v>")),
    st.tuples(st.sampled_from(["", "n", "s"]), st.sampled_from(["", "<v/>", "<v></v>"])),
    st.tuples(st.just("b"), st.sampled_from(["<v>0</v>", "<v>1</v>"])),
    st.tuples(st.just("e"), st.just("<v>#N/A</v>")),
    st.tuples(st.just("str"), WORDS.map(lambda word: f"<v>{escape(word)}</v>")),
    st.tuples(st.just("d"), st.sampled_from(["<v>2026-09-18</v>", "<v>2026-09-18T13:30:00Z</v>"])),
    st.tuples(st.sampled_from(["", "str", "n"]), st.just("<f>A1+1</f><v>2</v>")),
)


@st.composite
def sheets(draw) -> str:
    rows, number = [], 0
    for _ in range(draw(st.integers(0, 4))):
        number += draw(st.integers(1, 9))
        cells, at = [], 0
        named = draw(st.booleans())  # a file may leave the addresses out
        for kind, content in draw(st.lists(CELLS, max_size=5)):
            at += draw(st.integers(1, 20)) if named else 1
            address = f' r="{get_column_letter(at)}{number}"' if named else ""
            said = f' t="{kind}"' if kind else ""
            cells.append(f'<c{address} s="{draw(st.integers(0, 3))}"{said}>{content}</c>')
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f'<worksheet xmlns="{SHEET_MAIN_NS}"><sheetData>{"\n".join(rows)}</sheetData></worksheet>'


def as_openpyxl_reads(xml: str, epoch: dt.datetime) -> dict[tuple[int, int], tuple[str, object]]:
    parser = WorkSheetParser(io.BytesIO(xml.encode()), TEXTS, False, epoch, DATES, SPANS)
    found = {}
    for _, cells in parser.parse():
        for cell in cells:
            value, kind = cell["value"], cell["data_type"]
            if value is None or (isinstance(value, str) and kind not in "fe" and not value.strip()):
                continue
            found[cell["row"], cell["column"]] = (kind, value)
    return found


@pytest.mark.filterwarnings("ignore:Cell .* is marked as a date")
@settings(max_examples=400, deadline=None)
@given(sheets(), st.sampled_from([WINDOWS_EPOCH, MAC_EPOCH]))
def test_every_cell_is_what_openpyxl_takes_it_for(xml, epoch):
    expected = as_openpyxl_reads(xml, epoch)
    for text in (xml, xml.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")):
        sheet = Sheet("表")
        read_sheet(text.encode(), sheet, Meanings(TEXTS, DATES, SPANS, epoch), max_rows=100, max_columns=100)
        found = {(row, column): cell for row, cells in sheet.rows.items() for column, cell in cells.items()}
        assert {place: cell.value for place, cell in found.items()} == {place: v for place, (_, v) in expected.items()}
        kinds = {"f": "formula", "e": "error", "b": "flag", "s": "text", "inlineStr": "text"}
        for place, (kind, value) in expected.items():
            by_type = {
                dt.datetime: "date",
                dt.date: "date",
                dt.time: "time",
                dt.timedelta: "span",
                int: "number",
                float: "number",
            }
            assert found[place].kind == (kinds.get(kind) or by_type[type(value)])


@pytest.mark.parametrize(
    "inside", ["<t>髙橋</t>", f"<t>髙橋</t>{READING}", runs(["髙", "橋 ", ""]), f"{runs(['経'])}{READING}", "<t/>", ""]
)
def test_shared_texts_are_read_without_their_readings(inside):
    xml = f'<sst xmlns="{SHEET_MAIN_NS}"><si>{inside}</si><si><t>次</t></si></sst>'
    [first, _] = fromstring(xml)
    assert read_texts(xml.encode()) == [Text.from_tree(first).content, "次"]


def test_beyond_the_rows_asked_for_only_the_last_one_is_noted():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="C{n}"><v>1</v></c></row>' for n in (1, 2, 3, 900))
    xml = f"<worksheet><sheetData>{rows}</sheetData><mergeCells><mergeCell ref='A2:B2'/></mergeCells></worksheet>"
    sheet = Sheet("表")
    read_sheet(xml.encode(), sheet, Meanings(), max_rows=2, max_columns=2)
    assert {row: list(cells) for row, cells in sheet.rows.items()} == {1: [1], 2: [1]}
    assert (sheet.last_row, sheet.merged) == (900, ["A2:B2"])


@pytest.mark.parametrize("xml", ["", "<worksheet>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_what_is_no_sound_xml_is_refused(xml):
    with pytest.raises(SheetXMLError):
        read_sheet(xml.encode(), Sheet("表"), Meanings(), max_rows=1, max_columns=1)
    with pytest.raises(SheetXMLError):
        read_texts(xml.encode())
