"""What a column of an agency's list may fill: all of the sheet, the registration number, and the list's own key.

A column of a list in the sheet is named `careers.2.position`: the second career's position.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from django.db.models import Model

from office.importing.columns import Column, Kind
from talent.models import Career, Qualification, Senior, SeniorContact

MOST_PARTS = 10  # careers, specialities and qualifications that stand in columns of their own
NUMBER, OWN_KEY, FULL_NAME, FULL_KANA, REGISTERED_ON = "number", "own_key", "full_name", "full_kana", "registered_on"


def _of(model: type[Model], name: str, kind: Kind = Kind.LINE, **options) -> Column:
    stored = model._meta.get_field(name)
    defaults = {"field": name, "title": str(stored.verbose_name), "limit": getattr(stored, "max_length", None) or 300}
    return Column(**defaults | {"kind": kind} | options)


PLAIN = (
    _of(Senior, NUMBER, Kind.CODE, help="すでに登録している方は、この番号で見つけます"),
    Column(OWN_KEY, "名簿の番号", limit=40, help="取り込む名簿が、一人ずつに付けている番号"),
    Column(FULL_NAME, "氏名", limit=60, help="姓と名の間に空白を入れてください。例: 髙橋 誠一"),
    _of(Senior, "family_name"),
    _of(Senior, "given_name"),
    Column(FULL_KANA, "フリガナ", Kind.KANA, limit=120, help="例: タカハシ セイイチ"),
    _of(Senior, "family_kana", Kind.KANA),
    _of(Senior, "given_kana", Kind.KANA),
    _of(SeniorContact, "birth_date", Kind.DATE, help="例: 昭和30年4月1日"),
    _of(SeniorContact, "email", Kind.EMAIL),
    _of(SeniorContact, "phone", Kind.PHONE),
    _of(SeniorContact, "postal_code", Kind.DIGITS, limit=7),
    _of(Senior, "prefecture", Kind.PREFECTURE),
    _of(SeniorContact, "address"),
    _of(Senior, REGISTERED_ON, Kind.DATE),
    _of(Senior, "headline"),
    _of(Senior, "strengths", Kind.LINES),
    _of(Senior, "achievements", Kind.LINES),
    _of(Senior, "introduction", Kind.LINES),
    _of(Senior, "languages"),
    _of(Senior, "overseas"),
    _of(Senior, "industries", Kind.NAMES, limit=400),
    _of(Senior, "topics", Kind.NAMES, limit=600),
    _of(Senior, "regions", Kind.PREFECTURES, limit=400),
    _of(Senior, "online_ok", Kind.CHOICE),
    _of(Senior, "transport"),
    _of(Senior, "days_per_week", Kind.NUMBER, lowest=1, highest=7),
    _of(Senior, "weekdays", Kind.NAMES, limit=60),
    _of(Senior, "fee_wish", Kind.CHOICE),
    _of(Senior, "fee_note"),
    _of(Senior, "interviews_per_year", Kind.NUMBER, lowest=1, highest=99),
    _of(Senior, "retirement", Kind.CHOICE),
    _of(Senior, "retired_on", Kind.DATE),
    Column("careers", "職歴", Kind.LINES, limit=4000, help="1行に1つ。例: ○○食品 営業部長(1980〜2015)"),
    Column("specialities", "専門分野", Kind.NAMED_YEARS, limit=400, help="例: 生産管理(31年)、海外展開・国際化"),
    Column("qualifications", "資格", Kind.NAMED_YEARS, limit=800, help="例: 中小企業診断士(1998年)、簿記2級"),
)
CAREER_PARTS = (
    _of(Career, "company_name"),
    _of(Career, "industry"),
    _of(Career, "size_band", Kind.CHOICE),
    _of(Career, "department"),
    _of(Career, "position"),
    _of(Career, "from_year", Kind.YEAR),
    _of(Career, "to_year", Kind.YEAR),
    _of(Career, "summary", Kind.LINES),
)
PARTS = {
    "careers": ("職歴", CAREER_PARTS),
    "specialities": (
        "専門分野",
        (
            Column("category", "", Kind.CATEGORIES, limit=30),
            Column("years", "経験年数", Kind.NUMBER, lowest=0, highest=80),
        ),
    ),
    "qualifications": (
        "資格",
        (
            replace(_of(Qualification, "name"), title=""),
            Column("year", "取得年", Kind.YEAR),
        ),
    ),
}


def numbered(most: int) -> Iterator[Column]:
    """The columns of the first `most` careers, specialities and qualifications."""
    for key, (label, parts) in PARTS.items():
        for n in range(1, most + 1):
            for part in parts:
                title = f"{label}{n} {part.title}".strip()
                yield replace(part, field=f"{key}.{n}.{part.field}", title=title)


@cache
def targets() -> dict[str, Column]:
    """Every column that can be filled, by its field."""
    return {column.field: column for column in (*PLAIN, *numbered(MOST_PARTS))}


def choices(most: int = 3) -> list[tuple[str, str]]:
    """What is offered for a column: (field, title)."""
    return [(column.field, column.title) for column in (*PLAIN, *numbered(most))]


def number_of(field: str) -> int:
    """Which of several a column fills: 2 for `careers.2.position`, 0 for what is there once."""
    parts = field.split(".")
    return int(parts[1]) if len(parts) == 3 else 0
