"""Names stay as typed; keys find them however they were typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kouryukai.lib import japanese as ja

HARD_NAMES = [
    "髙橋",
    "山﨑",
    "𠮷田",
    "\ufa19田",
    "\ufa1b島",
    "渡邉",
    "渡邊",
    "齋藤",
    "齊藤",
    "濵田",
    "德永",
    "葛\U000e0100城",
]


@pytest.mark.parametrize("name", HARD_NAMES)
def test_a_stored_name_keeps_its_characters(name):
    assert ja.tidy(f"　{name} \u200b\t") == name
    assert ja.tidy_lines(f"{name}\r\n") == name


def test_normalising_would_have_changed_some():
    assert [name for name in HARD_NAMES if unicodedata.normalize("NFC", name) != name] == ["\ufa19田", "\ufa1b島"]


@pytest.mark.parametrize(
    "one, other",
    [
        ("高橋", "髙橋"),
        ("ﾀｶﾊｼ", "タカハシ"),
        ("たかはし", "タカハシ"),
        ("山崎", "山﨑"),
        ("山崎", "山嵜"),
        ("渡辺", "渡邊"),
        ("渡辺", "渡邉"),
        ("斎藤", "齋藤"),
        ("斎藤", "齊藤"),
        ("斎藤", "斉藤"),
        ("浜田", "濵田"),
        ("浜田", "濱田"),
        ("徳永", "德永"),
        ("沢田", "澤田"),
        ("広瀬", "廣瀨"),
        ("吉田", "𠮷田"),
        ("福島", "\ufa1b嶋"),
        ("神田", "\ufa19田"),
        ("葛城", "葛\U000e0100城"),
        ("佐藤　一郎", "佐藤一郎"),
        ("ＡＢＣ商事", "abc商事"),
        ("新潟縣信用組合", "新潟県信用組合"),
        ("茅ヶ崎", "茅ケ崎"),
        ("ガス", "ｶﾞｽ"),
        ("か\u3099す", "ガス"),
    ],
)
def test_both_writings_have_one_key(one, other):
    assert ja.name_key(one) == ja.name_key(other)


def test_different_names_have_different_keys():
    names = ["高橋", "高梨", "中田", "田中", "オオノ", "オノ", "シヨウワ", "ショウワ"]
    assert len({ja.name_key(name) for name in names}) == len(names)


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(text):
    assert ja.name_key(ja.name_key(text)) == ja.name_key(text)


@given(st.text(max_size=30))
def test_tidying_twice_changes_nothing_more(text):
    assert ja.tidy(ja.tidy(text)) == ja.tidy(text)
    assert ja.tidy_lines(ja.tidy_lines(text)) == ja.tidy_lines(text)


@given(st.text(max_size=30))
def test_what_is_stored_has_nothing_invisible(text):
    assert ja.invisible(ja.tidy(text)) == [] == ja.invisible(ja.tidy_lines(text))


@pytest.mark.parametrize(
    "name",
    [
        "㈱髙島製作所",
        "（株）高島製作所",
        "株式会社　髙島製作所",
        "高島製作所㈱",
        "株式會社高島製作所",
        "㍿高島製作所",
        "有限会社高島製作所",
    ],
)
def test_a_legal_form_is_no_part_of_the_key(name):
    assert ja.company_key(name) == "高島製作所"


def test_a_legal_form_in_the_middle_belongs_to_the_name():
    assert ja.company_key("東株式会社西") == "東株式会社西"
    assert ja.company_key("株式会社") == "株式会社"


@pytest.mark.parametrize(
    "typed, reading",
    [
        ("ﾀｶﾊｼ ﾊﾅｺ", "タカハシ ハナコ"),
        ("たかはし　はなこ", "タカハシ ハナコ"),
        ("サ－ビス", "サービス"),
        ("ｳﾞｧﾚ", "ヴァレ"),
    ],
)
def test_readings_become_full_width_katakana(typed, reading):
    assert ja.kana(typed) == reading
    assert ja.is_kana(ja.kana(typed))


def test_kanji_is_no_reading():
    assert not ja.is_kana(ja.kana("高橋"))


@pytest.mark.parametrize(
    "typed", ["０３－１２３４－５６７８", "03(1234)5678", "03 1234 5678", "03ー1234ー5678", "03‐1234−5678"]
)
def test_digits_are_taken_in_every_writing(typed):
    assert ja.digits(typed) == "0312345678"


def test_letters_are_no_digits():
    with pytest.raises(ValueError, match="数字でない文字"):
        ja.digits("03-12a4")


@pytest.mark.parametrize(
    "typed, number",
    [
        ("１，２３４", 1234),
        ("1,234", 1234),
        ("3,000万", 30_000_000),
        ("1億5000万", 150_000_000),
        ("1.5億", 150_000_000),
        ("20分", 20),
        ("3.0", 3),
        ("0", 0),
    ],
)
def test_numbers(typed, number):
    assert ja.parse_number(typed) == number


@pytest.mark.parametrize("typed", ["", "3.5", "-3", "三", "1e5", "約30", "万"])
def test_what_is_no_whole_number_is_refused_in_japanese(typed):
    with pytest.raises(ValueError, match="数として読めません"):
        ja.parse_number(typed)


@pytest.mark.parametrize(
    "typed, amount", [("3000", 3000), ("3,000万円", 3000), ("30,000,000円", 3000), ("1.5億", 15000)]
)
def test_money_in_ten_thousands_of_yen(typed, amount):
    assert ja.parse_man_yen(typed) == amount


def test_no_character_is_folded_two_ways():
    members = [c for group in ja.VARIANTS.split() for c in dict.fromkeys(group)]
    assert len(members) == len(set(members))
