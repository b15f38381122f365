"""What hands tables in and out: places said in words, no character guessed, no cell that runs as a formula."""

import pytest

from kouryukai.lib.table import Fault, TableError, column_letter, decode, read_csv, report, safe_cell, shown


def test_a_fault_says_where_and_what():
    fault = Fault("希望", 7, "D", "希望順位", "零", "数として読めません。")
    assert str(fault) == "シート「希望」の7行目 D列「希望順位」: 数として読めません。(入っている値: 零)"
    assert str(Fault("", 0, "", "", "", "ファイルが空です。")) == "ファイルが空です。"
    assert str(Fault("", 3, "A", "", "", "空です。", is_warning=True)) == "注意: 3行目 A列: 空です。"


def test_warnings_come_last():
    warning, error = Fault("", 1, "", "", "", "注", True), Fault("", 2, "", "", "", "誤")
    assert report([warning, error]) == "2行目: 誤\n注意: 1行目: 注"


@pytest.mark.parametrize("number, letters", [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")])
def test_columns_have_letters(number, letters):
    assert column_letter(number) == letters


def test_a_quoted_value_is_one_short_line():
    assert shown("一\n二\x00") == "一□二□"
    assert shown("あ" * 50) == "あ" * 39 + "…"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_text_keeps_its_characters(encoding):
    assert decode("髙﨑㈱".encode(encoding)) == "髙﨑㈱"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a\x00b", b"\x81"])
def test_text_that_cannot_be_read_is_refused_rather_than_guessed(data):
    with pytest.raises(TableError, match="文字コード"):
        decode(data)


def test_rows_of_a_csv_keep_line_breaks_in_quotes():
    assert read_csv(b'a,b\r\n"1\n2",3\r\n') == [["a", "b"], ["1\n2", "3"]]
    with pytest.raises(TableError, match="CSV として読めません"):
        read_csv(b'a\n"b')


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "＝1", "＋1", "\tx"])
def test_no_cell_begins_like_a_formula(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("value", ["髙橋", 12, None, "a=b"])
def test_other_cells_stay_as_they_are(value):
    assert safe_cell(value) == value
