"""Japanese dates: era and western years, read tolerantly, written one way."""

import datetime as dt
import re
import unicodedata

# (name, letter, first day): newest first. Source: the calendar law's era changes.
ERAS = (
    ("令和", "R", dt.date(2019, 5, 1)),
    ("平成", "H", dt.date(1989, 1, 8)),
    ("昭和", "S", dt.date(1926, 12, 25)),
    ("大正", "T", dt.date(1912, 7, 30)),
    ("明治", "M", dt.date(1868, 1, 25)),
)
WEEKDAYS = "月火水木金土日"
LONGEST = 40  # signs of a date; the patterns would take minutes over a long text
_ERA_YEAR = re.compile(r"^(令和|平成|昭和|大正|明治|[RHSTM])\s*(元|\d{1,2})年?$", re.IGNORECASE)
_DATE = re.compile(r"^(.+?)[年/.\-](\d{1,2})[月/.\-](\d{1,2})日?$")
_WEEKDAY = re.compile(r"\s*\([月火水木金土日](曜日?)?\)$")


def era_year(date: dt.date) -> str:
    """The year in the era of that day: 令和8年, 令和元年. Before 1868 the western year."""
    for name, _, first in ERAS:
        if date >= first:
            year = date.year - first.year + 1
            return f"{name}{'元' if year == 1 else year}年"
    return f"{date.year}年"


def format_date(date: dt.date | None, *, weekday: bool = True) -> str:
    """令和8年9月18日(金); "" for None."""
    if date is None:
        return ""
    day = f"({WEEKDAYS[date.weekday()]})" if weekday else ""
    return f"{era_year(date)}{date.month}月{date.day}日{day}"


def format_month(date: dt.date) -> str:
    """令和8年9月, for dates of which only the month is known."""
    return f"{era_year(date)}{date.month}月"


def parse_year(text: str) -> int:
    """A year from 令和8, R8, 令和元年, 2026, ２０２６年. ValueError with a sentence in Japanese where it is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _ERA_YEAR.match(plain)
    if found:
        mark, number = found.groups()
        first = ERAS[_era(mark)][2]
        year = 1 if number == "元" else int(number)
        if year == 0:
            raise ValueError(f"「{text}」は年として読めません。例: 令和8 または 2026")
        return first.year + year - 1
    found = re.fullmatch(r"(\d{4})年?", plain)
    if not found:
        raise ValueError(f"「{text}」は年として読めません。例: 令和8 または 2026")
    return int(found.group(1))


def parse_year_alone(text: str) -> int:
    """As `parse_year`, for a year that no day follows: 昭和99 lies outside its era and is refused rather than guessed."""
    year = parse_year(text)
    found = _ERA_YEAR.match(unicodedata.normalize("NFKC", text).strip())
    index = _era(found.group(1)) if found else 0
    if index and year > ERAS[index - 1][2].year:
        raise ValueError(f"「{text}」は{ERAS[index][0]}の期間の外です。")
    return year


def parse_date(text: str) -> dt.date:
    """A day from 令和8年9月18日, R8.9.18, 2026/9/18, 2026-09-18, ２０２６年９月１８日(金). ValueError with a sentence in Japanese."""
    if len(text) > LONGEST:
        raise ValueError(f"「{text[:LONGEST]}…」は日付として読めません。例: 令和8年9月18日 または 2026-09-18")
    plain = _WEEKDAY.sub("", unicodedata.normalize("NFKC", text).strip())
    plain = re.sub(r"\s+", "", plain)
    if re.fullmatch(r"\d{8}", plain):
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    found = _DATE.match(plain)
    if not found:
        raise ValueError(f"「{text}」は日付として読めません。例: 令和8年9月18日 または 2026-09-18")
    year, month, day = found.groups()
    try:
        date = dt.date(parse_year(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"「{text}」という日付はありません。") from None
    _check_era(year, date, text)
    return date


def _era(mark: str) -> int:
    """The place in ERAS of 令和 or R."""
    return next(i for i, (name, letter, _) in enumerate(ERAS) if mark.upper() in (name, letter))


def _check_era(year: str, date: dt.date, text: str) -> None:
    """平成40年 or 令和元年1月 name a day outside their era: refused rather than guessed."""
    found = _ERA_YEAR.match(year)
    if not found:
        return
    index = _era(found.group(1))
    last = ERAS[index - 1][2] if index else dt.date.max
    if not ERAS[index][2] <= date <= last:
        raise ValueError(f"「{text}」は{ERAS[index][0]}の期間の外です。")
