"""Workbooks are looked at before they are opened, and what is in them is told by kind."""

import datetime as dt
import io
import time
import tracemalloc
import zipfile
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kouryukai.lib.workbook import WorkbookError, excel_date, read_workbook


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@cache
def small() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "表"
    sheet.append(["髙", 3, 3.5, True, dt.date(2026, 9, 18), dt.time(13, 30), "=A1", "#N/A", "　", "x_x0007_y"])
    sheet["A5"] = "五"
    sheet.row_dimensions[5].hidden = True
    sheet.merge_cells("A7:B8")
    return saved(book)


def test_cells_are_told_by_kind():
    sheet = read_workbook(small()).sheets["表"]
    row = {column: (cell.kind, cell.value) for column, cell in sheet.rows[1].items()}
    assert row == {
        1: ("text", "髙"),
        2: ("number", 3),
        3: ("number", 3.5),
        4: ("flag", True),
        5: ("date", dt.datetime(2026, 9, 18)),
        6: ("time", dt.time(13, 30)),
        7: ("formula", "=A1"),
        8: ("error", "#N/A"),
        10: ("text", "x\x07y"),
    }
    assert (sheet.merged, sheet.hidden_rows, sheet.last_row) == (["A7:B8"], {5}, 5)


def test_a_stray_cell_far_below_costs_nothing():
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    data = saved(book)
    began = time.process_time()
    sheet = read_workbook(data, max_rows=100).sheets["Sheet"]
    assert time.process_time() - began < 2
    assert (sheet.last_row, list(sheet.rows)) == (1_048_576, [1])


def test_a_bomb_is_refused_without_unpacking_it():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    data = target.getvalue()
    assert len(data) < 400_000
    tracemalloc.start()
    with pytest.raises(WorkbookError, match="展開すると"):
        read_workbook(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_and_never_breaks(data):
    content = bytearray(small())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_workbook(bytes(content))
    except WorkbookError as refused:
        assert str(refused)


@pytest.mark.parametrize(
    "serial, epoch_1904, moment",
    [
        (1, False, dt.datetime(1900, 1, 1)),
        (59, False, dt.datetime(1900, 2, 28)),
        (61, False, dt.datetime(1900, 3, 1)),
        (46283, False, dt.datetime(2026, 9, 18)),
        (46283.5625, False, dt.datetime(2026, 9, 18, 13, 30)),
        (0, True, dt.datetime(1904, 1, 1)),
        (44821, True, dt.datetime(2026, 9, 18)),
    ],
)
def test_serial_numbers_are_days(serial, epoch_1904, moment):
    assert excel_date(serial, epoch_1904=epoch_1904) == moment


@pytest.mark.parametrize("serial", [60, 60.5, -1, 3_000_000, float("nan"), float("inf")])
def test_what_is_no_day_is_refused(serial):
    with pytest.raises(ValueError, match="日"):
        excel_date(serial)
