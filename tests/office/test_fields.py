"""What people write, and what becomes of it."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError

from office.fields import ClockField, JapaneseDateField, NumberField, PostalCodeField, TelephoneField


class DayForm(forms.Form):
    day = JapaneseDateField(label="開催日")


@pytest.mark.parametrize(
    "parts",
    [
        ("令和8", "9", "18"),
        ("令和８年", "９月", "１８日"),
        ("R8", "09", "18"),
        ("2026", "9", "18"),
        (" ２０２６年 ", "9", "18"),
    ],
)
def test_a_day_in_three_parts(parts):
    form = DayForm({f"day_{i}": part for i, part in enumerate(parts)})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == dt.date(2026, 9, 18)
    assert "令和8年9月18日(金) / 2026-09-18" in str(form["day"])


@pytest.mark.parametrize("text", ["2026-09-18", "令和8年9月18日", "２０２６／９／１８"])
def test_a_day_in_one_text(text):
    assert DayForm({"day": text}).is_valid()


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("令和8", "13", "41"), "という日付はありません"),
        (("令和8", "", "18"), "月を入力してください"),
        (("", "", "18"), "年と月を入力してください"),
        (("昨年", "9", "18"), "という日付はありません"),
        (("", "", ""), "必須"),
    ],
)
def test_a_day_that_is_none(parts, message):
    form = DayForm({f"day_{i}": part for i, part in enumerate(parts)})
    assert message in form.errors["day"][0]


@pytest.mark.timeout(5)
def test_a_text_far_too_long_for_a_day_is_refused_at_once():
    with pytest.raises(ValidationError, match="日付として読めません"):
        JapaneseDateField().clean("8" + " " * 1_000_000 + "x")


def test_a_stored_day_is_shown_in_its_era():
    shown = str(DayForm(initial={"day": dt.date(2019, 5, 1)})["day"])
    assert 'value="令和元"' in shown and "令和元年5月1日(水) / 2019-05-01" in shown


def test_an_unchanged_day_is_no_change():
    data = {"day_0": "2026", "day_1": "9", "day_2": "18"}
    assert not DayForm(data, initial={"day": dt.date(2026, 9, 18)}).has_changed()


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("13:30", dt.time(13, 30)),
        ("１３：３０", dt.time(13, 30)),
        ("13時30分", dt.time(13, 30)),
        ("13時5分", dt.time(13, 5)),
        ("午後1時半", dt.time(13, 30)),
        ("1330", dt.time(13, 30)),
        ("930", dt.time(9, 30)),
        ("午前12時", dt.time(0, 0)),
        ("9時", dt.time(9, 0)),
        ("0:00", dt.time(0, 0)),
    ],
)
def test_times(text, time):
    assert ClockField().clean(text) == time


@pytest.mark.parametrize("text", ["25:00", "13:75", "午後", "昼", "13:3"])
def test_no_times(text):
    with pytest.raises(forms.ValidationError, match="時刻として読めません"):
        ClockField().clean(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("２０社", 20), ("1,200円", 1200), ("１，２００", 1200), ("-3", -3), ("3万円", None), ("二十", None)],
)
def test_numbers(text, number):
    if number is None:
        with pytest.raises(forms.ValidationError, match="整数として読めません"):
            NumberField().clean(text)
    else:
        assert NumberField().clean(text) == number


def test_a_number_keeps_its_bounds():
    with pytest.raises(forms.ValidationError):
        NumberField(max_value=10).clean("１１")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("０３ー１２３４ー５６７８", "03-1234-5678"),
        ("03(1234)5678", "03-1234-5678"),
        ("0312345678", "0312345678"),
        ("+81-90-1234-5678", "090-1234-5678"),
        ("090 1234 5678", "090-1234-5678"),
    ],
)
def test_telephones(text, number):
    assert TelephoneField().clean(text) == number


@pytest.mark.parametrize("text", ["12345", "１２３４ー５６７８", "03-1234-56789-00", "電話なし"])
def test_no_telephones(text):
    with pytest.raises(forms.ValidationError, match="10桁か11桁"):
        TelephoneField().clean(text)


@pytest.mark.parametrize("text", ["101-0041", "1010041", "〒１０１－００４１", "101 0041", "１０１ー００４１"])
def test_postal_codes(text):
    assert PostalCodeField().clean(text) == "101-0041"


@pytest.mark.parametrize("text", ["101-00", "10100411", "千代田"])
def test_no_postal_codes(text):
    with pytest.raises(forms.ValidationError, match="数字7つ"):
        PostalCodeField().clean(text)
