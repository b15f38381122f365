"""One cell -> one typed value. What cannot be one raises ValueError with a sentence in Japanese that says what would be right."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

from institutions.categories import Category
from institutions.directory import PREFECTURES
from kouryukai.lib.era import parse_date, parse_year_alone
from kouryukai.lib.japanese import (
    digits,
    invisible,
    is_kana,
    kana,
    name_key,
    parse_man_yen,
    parse_number,
    tidy,
    tidy_lines,
)
from kouryukai.lib.sheet_xml import Cell
from kouryukai.lib.workbook import excel_date
from office.importing.columns import Column, Kind

TOKYO = ZoneInfo("Asia/Tokyo")
EARLIEST, LATEST = dt.date(1900, 3, 1), dt.date(2100, 12, 31)
DATE_EXAMPLE = "例: 2026-09-18 または 令和8年9月18日"
CLOCK_EXAMPLE = "例: 13:30"
_SEPARATOR = re.compile(r"[、,，;；\n]+")
_CATEGORY_BY_KEY = {name_key(c.label): c.value for c in Category} | {name_key(c.value): c.value for c in Category}
_PREFECTURE_BY_KEY = {name_key(p): p for p in PREFECTURES} | {name_key(p[:-1]): p for p in PREFECTURES if p != "北海道"}
_CLOCK = re.compile(r"^(午前|午後|AM|PM)?(\d{1,2})(?::|時)(?:(\d{1,2})分?|(半))?(?::00)?(AM|PM)?$", re.IGNORECASE)
_PLAIN = re.compile(r"[0-9A-Z][0-9A-Z\-]*")


def convert(column: Column, cell: Cell, *, epoch_1904: bool = False) -> object:
    """The cell's value as the column's kind asks."""
    refuse_unsound(cell)
    return _READERS[column.kind](column, cell, epoch_1904)


def refuse_unsound(cell: Cell) -> None:
    """What no column can take: formulas, errors, control characters."""
    if cell.kind == "formula":
        raise ValueError("数式が入っています。計算の結果を「値として貼り付け」てください。")
    if cell.kind == "error":
        raise ValueError("エラーの値です。正しい値を入れるか、空欄にしてください。")
    if cell.kind == "flag":
        raise ValueError("TRUE・FALSE は読めません。文字か数で入れてください。")
    if isinstance(cell.value, float) and not math.isfinite(cell.value):
        raise ValueError("数が大きすぎて読めません。正しい値を入れてください。")
    if cell.kind == "text":
        found = invisible(str(cell.value).strip())
        bad = [code for code in found if code not in HARMLESS]
        if bad:
            raise ValueError(f"使えない文字({'、'.join(bad)})が入っています。消して入れ直してください。")


# Invisible characters that come along when text is copied: dropped without a word.
HARMLESS = frozenset({"U+00AD", "U+200B", "U+200C", "U+200D", "U+200E", "U+200F", "U+2060", "U+FEFF"})


def _text(cell: Cell) -> str:
    """What stands in the cell as text; a whole number has no decimal point."""
    if cell.kind in ("date", "time", "span"):
        raise ValueError("日付や時刻になっています。セルの書式を「文字列」にして入れ直してください。")
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return str(cell.value)


def _limited(text: str, column: Column) -> str:
    if len(text) > column.limit:
        raise ValueError(f"長すぎます({len(text)}文字、上限 {column.limit}文字)。")
    return text


def _line(column: Column, cell: Cell, _: bool) -> str:
    return _limited(tidy(_text(cell)), column)


def _lines(column: Column, cell: Cell, _: bool) -> str:
    return _limited(tidy_lines(_text(cell)), column)


def _kana(column: Column, cell: Cell, _: bool) -> str:
    reading = kana(_text(cell))
    if not is_kana(reading):
        raise ValueError("フリガナはカタカナで入れてください。例: タカハシ セイイチ")
    return _limited(reading, column)


def _code(column: Column, cell: Cell, _: bool) -> str:
    text = "".join(unicodedata.normalize("NFKC", tidy(_text(cell))).upper().split())
    text = re.sub("[‐‑‒–—−ー]", "-", text)
    if not _PLAIN.fullmatch(text):
        raise ValueError("番号は半角の英数字とハイフンで入れてください。例: M00123")
    return _limited(text, column)


def _number(column: Column, cell: Cell, _: bool) -> int:
    if isinstance(cell.value, float) and not cell.value.is_integer():
        raise ValueError("整数で入れてください。例: 20")
    return _in_range(_read_number(cell, parse_number), column)


def _man_yen(column: Column, cell: Cell, _: bool) -> int:
    return _in_range(_read_number(cell, parse_man_yen), column)


def _read_number(cell: Cell, parse: Callable[[str], int]) -> int:
    if cell.kind == "number":
        return round(cell.value)
    try:
        return parse(_text(cell))
    except ValueError as error:
        raise ValueError(_without_value(str(error))) from None


def _in_range(number: int, column: Column) -> int:
    if not column.lowest <= number <= column.highest:
        raise ValueError(f"{column.lowest:,} から {column.highest:,} までの数を入れてください。")
    return number


def _year(column: Column, cell: Cell, _: bool) -> int:
    if cell.kind == "date":
        raise ValueError("年だけを入れてください。例: 1968 または 昭和43")
    try:
        year = parse_year_alone(tidy(_text(cell)))
    except ValueError:
        raise ValueError("年として読めません。例: 1968 または 昭和43") from None
    if not 1800 <= year <= 2100:
        raise ValueError("年は1800から2100までです。例: 1968")
    return year


def _moment(cell: Cell, epoch_1904: bool) -> dt.datetime | dt.date | None:
    """A date cell, or a number that is a date's serial (5 digits: 1927 to 2119); None for text."""
    if cell.kind == "date":
        return cell.value
    if cell.kind == "number" and 10_000 <= cell.value < 80_500:
        return excel_date(float(cell.value), epoch_1904=epoch_1904)
    return None


def _date(column: Column, cell: Cell, epoch_1904: bool) -> dt.date:
    moment = _moment(cell, epoch_1904)
    if isinstance(moment, dt.datetime):
        if moment.time() != dt.time():
            raise ValueError(f"時刻が付いています。日付だけを入れてください。{DATE_EXAMPLE}")
        moment = moment.date()
    if moment is None:
        if cell.kind in ("time", "span"):
            raise ValueError(f"時刻だけが入っています。日付を入れてください。{DATE_EXAMPLE}")
        try:
            moment = parse_date(_text(cell))
        except ValueError as error:
            hint = "" if "例:" in str(error) else DATE_EXAMPLE
            raise ValueError(f"{_without_value(str(error))}{hint}") from None
    if not EARLIEST <= moment <= LATEST:
        raise ValueError(f"日付が範囲の外です({moment:%Y-%m-%d})。年を確かめてください。{DATE_EXAMPLE}")
    return moment


def _without_value(message: str) -> str:
    """The report quotes the value itself: 「…」は日付として読めません -> 日付として読めません."""
    plain = re.sub("^「.*?」(は|という)", "", message, flags=re.DOTALL)
    return "そのような日付はありません。" if plain == "日付はありません。" else plain


def _date_and_clock(column: Column, cell: Cell, epoch_1904: bool) -> dt.datetime:
    moment = _moment(cell, epoch_1904)
    if moment is None:
        plain = unicodedata.normalize("NFKC", tidy(_text(cell))).replace("T", " ")
        day, _, rest = plain.rpartition(" ")
        if not day:
            day, rest = plain, ""
        date = _date(column, Cell(day, "text"), epoch_1904)
        clock = _parse_clock(rest) if rest else dt.time()
        moment = dt.datetime.combine(date, clock)
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time())
    if not EARLIEST <= moment.date() <= LATEST:
        raise ValueError("日付が範囲の外です。例: 2026-07-31 17:00")
    return moment.replace(tzinfo=TOKYO)


def _clock(column: Column, cell: Cell, _: bool) -> dt.time:
    value = cell.value
    if isinstance(value, dt.datetime):
        raise ValueError(f"日付が付いています。時刻だけを入れてください。{CLOCK_EXAMPLE}")
    if isinstance(value, dt.time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = dt.timedelta(days=value) if 0 <= value < 1 else None
    if isinstance(value, dt.timedelta):
        if dt.timedelta() <= value < dt.timedelta(days=1):
            return (dt.datetime.min + dt.timedelta(minutes=round(value.total_seconds() / 60))).time()
        value = None
    if value is None:
        raise ValueError(f"時刻として読めません。{CLOCK_EXAMPLE}")
    return _parse_clock(str(value))


def _parse_clock(text: str) -> dt.time:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    found = _CLOCK.match(plain)
    if found:
        before, hour, minute, half, after = found.groups()
        mark = (before or after or "").upper()
        hours = int(hour) + (12 if mark in ("午後", "PM") and int(hour) < 12 else 0)
        minutes = 30 if half else int(minute or 0)
        if hours < 24 and minutes < 60:
            return dt.time(hours, minutes)
    raise ValueError(f"時刻として読めません。{CLOCK_EXAMPLE}")


def parse_range(text: str) -> tuple[dt.time, dt.time]:
    """13:30-13:50, 13時30分〜13時50分 -> two times."""
    ends = re.split("[-~‐–—−〜ー]", unicodedata.normalize("NFKC", text).replace("から", "-"))
    if len(ends) != 2:
        raise ValueError(f"「{text}」は時刻の範囲として読めません。例: 13:30-13:50")
    first, last = _parse_clock(ends[0]), _parse_clock(ends[1])
    if first >= last:
        raise ValueError(f"「{text}」は終わりが始まりより前です。")
    return first, last


def _digits(column: Column, cell: Cell, _: bool) -> str:
    """A number of a fixed length; a postal code that a spreadsheet took for a number gets its leading zeros back."""
    number = digits(_text(cell))
    if cell.kind == "number":
        number = number.zfill(column.limit)
    if len(number) != column.limit:
        raise ValueError(f"{column.limit}桁の数字で入れてください(いまは{len(number)}桁)。")
    return number


def _phone(column: Column, cell: Cell, _: bool) -> str:
    """As typed, in half-width; a leading zero that a spreadsheet dropped comes back."""
    text = _text(cell)
    number = digits(text)
    if cell.kind == "number" and not number.startswith("0"):
        number = text = "0" + number
    if not 9 <= len(number) <= 15:
        raise ValueError("電話番号は数字とハイフンで入れてください。例: 03-1234-5678")
    plain = re.sub("[‐‑‒–—−ー]", "-", unicodedata.normalize("NFKC", tidy(text)))
    return _limited(plain, column)


def _email(column: Column, cell: Cell, _: bool) -> str:
    text = unicodedata.normalize("NFKC", tidy(_text(cell)))
    return _validated(text, EmailValidator(), column, "メールアドレスの形ではありません。例: name@example.jp")


def _url(column: Column, cell: Cell, _: bool) -> str:
    text = tidy(_text(cell))
    return _validated(
        text, URLValidator(["http", "https"]), column, "アドレスの形ではありません。例: https://example.jp/"
    )


def _validated(text: str, validator: Callable[[str], None], column: Column, message: str) -> str:
    try:
        validator(text)
    except ValidationError:
        raise ValueError(message) from None
    return _limited(text, column)


def parts(text: str) -> list[str]:
    """The items of a cell: separated by 、 or , or ; or a new line."""
    return [tidy(part) for part in _SEPARATOR.split(text) if tidy(part)]


def _names(column: Column, cell: Cell, _: bool) -> list[str]:
    return parts(_limited(tidy_lines(_text(cell)), column))


def _prefecture(column: Column, cell: Cell, _: bool) -> str:
    text = tidy(_text(cell))
    if name_key(text) not in _PREFECTURE_BY_KEY:
        raise ValueError("都道府県の名前ではありません。例: 東京都")
    return _PREFECTURE_BY_KEY[name_key(text)]


def _prefectures(column: Column, cell: Cell, _: bool) -> list[str]:
    return list(dict.fromkeys(_prefecture(column, Cell(part, "text"), False) for part in parts(_text(cell))))


def _category(text: str) -> str:
    code = _CATEGORY_BY_KEY.get(name_key(text))
    if not code:
        raise ValueError(f"「{text[:20]}」は10分類にありません。次のどれかです: {'、'.join(Category.labels)}")
    return code


def _categories(column: Column, cell: Cell, _: bool) -> list[str]:
    return list(dict.fromkeys(_category(part) for part in parts(_limited(_text(cell), column))))


_YEARS = re.compile(r"^(.*?)\s*[(（]\s*([^()（）]*?)\s*年?\s*[)）]$")


def _named_years(column: Column, cell: Cell, _: bool) -> list[tuple[str, int | None]]:
    """生産管理（31年）、簿記2級 -> [("生産管理", 31), ("簿記2級", None)]; which names are right is for `checking` to say."""
    found: list[tuple[str, int | None]] = []
    for part in parts(_limited(_text(cell), column)):
        match = _YEARS.match(part)
        number = unicodedata.normalize("NFKC", match.group(2)) if match else ""
        if match and number.isascii() and number.isdigit() and len(number) <= 4:
            found.append((match.group(1), int(number)))
        else:
            found.append((part, None))
    if len({name_key(name) for name, _ in found}) != len(found):
        raise ValueError("同じものが2回入っています。")
    return found


def category_of(text: str) -> str:
    """The code of a category's name; ValueError with the list of the ten."""
    return _category(text)


def _numbers(column: Column, cell: Cell, _: bool) -> list[int]:
    if isinstance(cell.value, float) and not cell.value.is_integer():
        raise ValueError("番号を「、」で区切って入れてください。例: 1、4")
    try:
        numbers = [parse_number(part) for part in parts(_text(cell))]
    except ValueError:
        raise ValueError("番号を「、」で区切って入れてください。例: 1、4") from None
    if len(set(numbers)) != len(numbers):
        raise ValueError("同じ番号が2回入っています。")
    return numbers


def _turns(column: Column, cell: Cell, _: bool) -> list[tuple[int, int]] | None:
    """1-3、5 -> [(1, 3), (5, 5)]; None means every turn."""
    text = unicodedata.normalize("NFKC", tidy(_text(cell)))
    if text in ("全部", "すべて", "全て", "終日"):
        return None
    spans = []
    for part in parts(text):
        found = re.fullmatch(r"第?(\d{1,3})回?(?:[-~‐–—−〜ー]第?(\d{1,3})回?)?", part)
        if not found or int(found.group(2) or found.group(1)) < int(found.group(1)):
            raise ValueError("回として読めません。例: 1、2 または 1-3 または 全部")
        spans.append((int(found.group(1)), int(found.group(2) or found.group(1))))
    return spans


def _choice(column: Column, cell: Cell, _: bool) -> object:
    text = tidy(_text(cell))
    by_key = {name_key(name): value for name, value in column.choices.items()}
    if name_key(text) not in by_key:
        raise ValueError(f"次のどれかを入れてください: {'、'.join(column.choices)}")
    return by_key[name_key(text)]


_READERS: dict[Kind, Callable[[Column, Cell, bool], object]] = {
    Kind.LINE: _line,
    Kind.LINES: _lines,
    Kind.KANA: _kana,
    Kind.CODE: _code,
    Kind.NUMBER: _number,
    Kind.MAN_YEN: _man_yen,
    Kind.YEAR: _year,
    Kind.DATE: _date,
    Kind.MOMENT: _date_and_clock,
    Kind.CLOCK: _clock,
    Kind.DIGITS: _digits,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.URL: _url,
    Kind.PREFECTURE: _prefecture,
    Kind.PREFECTURES: _prefectures,
    Kind.CATEGORIES: _categories,
    Kind.NAMED_YEARS: _named_years,
    Kind.NAMES: _names,
    Kind.NUMBERS: _numbers,
    Kind.TURNS: _turns,
    Kind.CHOICE: _choice,
}
