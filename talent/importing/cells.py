"""Cells of an agency's list, read more generously than those of our own workbook: 月水金, 要相談, ○, 300人."""

import re
from collections.abc import Callable
from dataclasses import replace

from institutions.industries import Industry, industry_of
from institutions.topics import Topic
from kouryukai.lib.era import parse_year_alone
from kouryukai.lib.japanese import name_key, parse_number, tidy, tidy_lines
from kouryukai.lib.sheet_xml import Cell
from office.importing.cells import category_of, convert, parts, refuse_unsound
from office.importing.columns import Column, Kind
from talent.models import CAREER_SIZES, FeeWish, Retirement, Weekday

_WORDS: dict[str, dict[object, str]] = {
    "online_ok": {
        True: "可 はい ○ 〇 ◯ 有 あり 可能 対応可 1 ok yes する",
        False: "不可 いいえ × ✕ 無 なし 不可能 対応不可 0 no しない",
    },
    "retirement": {
        Retirement.RETIRED: "退職した 退職済 退職済み 退職 retired 無職 OB",
        Retirement.LEAVING: "これから退職する 退職予定 leaving",
        Retirement.WORKING: "いまも働いている 在職 在職中 現役 勤務中 working",
    },
    "fee_wish": {
        FeeWish.STANDARD: "支援制度の基準でよい 基準 規定 規定どおり 規定通り standard 制度の基準",
        FeeWish.TRAVEL_ONLY: "交通費だけでよい 交通費のみ 交通費 無償 travel_only 実費のみ",
        FeeWish.TALK: "企業と相談して決めたい 相談 要相談 応相談 talk",
    },
}
_CHOICES = {
    field: {name_key(word): value for value, words in found.items() for word in words.split()}
    for field, found in _WORDS.items()
}
_TITLES = {
    "online_ok": "可、不可",
    "retirement": "、".join(Retirement.labels),
    "fee_wish": "、".join(FeeWish.labels),
    "size_band": "、".join(CAREER_SIZES),
}
_WEEKDAYS = {label: value for value, label in Weekday.choices}
_TOPICS = {name_key(label): value for value, label in Topic.choices} | {name_key(v): v for v in Topic.values}


def _key(text: str) -> str:
    """cp932 knows one wave dash alone, and it is not the one that keyboards write."""
    return name_key(text).replace("〜", "~")


_SIZES = {_key(size): size for size in CAREER_SIZES}
_UPPER = (20, 100, 300, 2000)
_PERIOD = re.compile(
    r"^(?P<head>.*?)[\s(（]*(?P<from>[^\s(（〜~～]{2,8}?)年?\s*[〜~～\-－–]\s*(?P<to>[^\s)）]{0,8}?)年?[)）\s]*$"
)


def read_cell(column: Column, cell: Cell, *, epoch_1904: bool = False) -> object:
    """The value for the register, as the sheet holds it (dates as ISO texts). ValueError in Japanese."""
    name = column.field.rpartition(".")[2]
    reader = _READERS.get(name) if column.kind in _OWN_KINDS else None
    if reader is not None:
        refuse_unsound(cell)
        return reader(column, cell)
    if column.kind == Kind.PHONE and cell.kind == "text" and re.fullmatch(r"[1-9][0-9]{8,9}", str(cell.value)):
        cell = Cell(int(str(cell.value)), "number")  # a spreadsheet had dropped the zero before it wrote the CSV
    value = convert(column, cell, epoch_1904=epoch_1904)
    return value.isoformat() if column.kind == Kind.DATE else value


def _text(column: Column, cell: Cell) -> str:
    return convert(replace(column, kind=Kind.LINES), cell)  # type: ignore[return-value]


def _choice(column: Column, cell: Cell) -> object:
    name = column.field.rpartition(".")[2]
    value = _CHOICES[name].get(name_key(_text(column, cell)))
    if value is None:
        raise ValueError(f"次のどれかを入れてください: {_TITLES[name]}")
    return value if isinstance(value, bool) else str(value)


def _size(column: Column, cell: Cell) -> str:
    """One of the bands, or a number of people."""
    text = _text(replace(column, limit=40), cell)
    if _key(text) in _SIZES:
        return _SIZES[_key(text)]
    try:
        number = parse_number(text)
    except ValueError:
        raise ValueError(f"次のどれか、または人数を入れてください: {_TITLES['size_band']}") from None
    return next((size for size, most in zip(CAREER_SIZES, _UPPER, strict=False) if number <= most), CAREER_SIZES[-1])


def _weekdays(column: Column, cell: Cell) -> list[str]:
    text = re.sub(r"曜日?|[\s、,，・/／;；]", "", _text(column, cell))
    if text in ("平日", "月-金") or _key(text) == "月~金":
        return list(Weekday.values[:5])
    if text in ("毎日", "いつでも", "全日"):
        return list(Weekday.values)
    if unknown := [one for one in text if one not in _WEEKDAYS]:
        raise ValueError(f"「{unknown[0]}」は曜日ではありません。例: 月、水、金")
    return [value for value in Weekday.values if value in {_WEEKDAYS[one] for one in text}]


def _industries(column: Column, cell: Cell) -> list[str]:
    """In the order of the list of industries, as the form keeps them."""
    found = set()
    for part in _items(_text(column, cell), Industry.labels):
        group = industry_of(part)
        if group is None:
            raise ValueError(f"「{part[:20]}」の業種が分かりません。例: 食料品・飲料の製造、卸売・商社")
        found.add(group.value)
    return [value for value in Industry.values if value in found]


def _topics(column: Column, cell: Cell) -> list[str]:
    found = set()
    for part in _items(_text(column, cell), Topic.labels):
        if name_key(part) not in _TOPICS:
            raise ValueError(f"「{part[:20]}」は支援できるテーマにありません。例: 事業承継、販路開拓、品質管理・ISO")
        found.add(_TOPICS[name_key(part)])
    return [value for value in Topic.values if value in found]


def _items(text: str, labels: list[str]) -> list[str]:
    """The items of a cell; 、 that stands inside a label is no separator."""
    whole = [label for label in labels if "、" in label and label in text]
    for label in whole:
        text = text.replace(label, "")
    return whole + parts(text)


def _category(column: Column, cell: Cell) -> str:
    return category_of(_text(column, cell))


def _specialities(column: Column, cell: Cell) -> list[dict]:
    found = [
        {"category": category_of(name), "years": years}
        for name, years in convert(column, cell)  # type: ignore[union-attr]
    ]
    if any(one["years"] is not None and one["years"] > 80 for one in found):
        raise ValueError("経験年数は0から80までです。例: 生産管理(31年)")
    if len({one["category"] for one in found}) != len(found):
        raise ValueError("同じ専門分野が2回入っています。")
    return found


def _qualifications(column: Column, cell: Cell) -> list[dict]:
    found = [{"name": name, "year": year} for name, year in convert(column, cell)]  # type: ignore[union-attr]
    if long := next((one for one in found if len(one["name"]) > 80), None):
        raise ValueError(f"資格の名前が長すぎます({len(long['name'])}文字、上限 80文字)。「、」で区切ってください。")
    if any(one["year"] is not None and not 1900 <= one["year"] <= 2100 for one in found):
        raise ValueError("取得年は西暦の4桁で入れてください。例: 簿記2級(1998年)")
    return found


def _careers(column: Column, cell: Cell) -> list[dict]:
    """One a line: what stands in front, and the years where the end of the line gives them."""
    found = []
    for line in tidy_lines(_text(column, cell)).splitlines():
        if not (line := tidy(line)):
            continue
        career: dict = {"company_name": line}
        match = _PERIOD.match(line)
        if match and match["head"].strip():
            try:
                years = [parse_year_alone(match[end]) if match[end] else None for end in ("from", "to")]
            except ValueError:
                years = []
            if years:
                career = {"company_name": tidy(match["head"]), "from_year": years[0], "to_year": years[1]}
        if len(career["company_name"]) > 100:
            raise ValueError("1つの職歴が長すぎます(100文字まで)。1行に1つずつ、改行で区切ってください。")
        found.append(career)
    return found


_OWN_KINDS = {Kind.CHOICE, Kind.NAMES, Kind.NAMED_YEARS, Kind.CATEGORIES, Kind.LINES}
_READERS: dict[str, Callable[[Column, Cell], object]] = {
    "online_ok": _choice,
    "retirement": _choice,
    "fee_wish": _choice,
    "size_band": _size,
    "weekdays": _weekdays,
    "industries": _industries,
    "topics": _topics,
    "category": _category,
    "specialities": _specialities,
    "qualifications": _qualifications,
    "careers": _careers,
}
