"""Seniors -> rows of a table, a column for each field of the sheet, as many for careers as somebody has."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import models

from talent.importing.sheets import sheets_of
from talent.importing.targets import MOST_PARTS, numbered, targets
from talent.models import Senior, SeniorContact, SeniorState
from talent.sheet import CONTACT, LISTS, Sheet

CHUNK = 1000
STATE = "状態"
GROUPS = {
    "names": (
        "氏名・登録番号・状態",
        "number state family_name given_name family_kana given_kana prefecture registered_on",
    ),
    "contact": ("生年月日と連絡先", "birth_date email phone postal_code address"),
    "profile": (
        "経歴と支援の内容",
        "headline strengths achievements introduction languages overseas industries topics retirement retired_on",
    ),
    "parts": ("職歴・専門分野・資格", "careers specialities qualifications"),
    "practical": (
        "活動できる条件",
        "regions online_ok transport days_per_week weekdays fee_wish fee_note interviews_per_year",
    ),
}
type Report = Callable[[int, int, str], None]


def headings(groups: Sequence[str], most: dict[str, int]) -> list[tuple[str, str]]:
    """(field, title) of each column. `most`: how many careers, specialities and qualifications anybody has."""
    found = []
    for group in [name for name in GROUPS if name in groups]:
        for name in GROUPS[group][1].split():
            if name == "state":
                found.append((name, STATE))
            elif name in LISTS:
                found += [
                    (column.field, column.title)
                    for column in numbered(most[name])
                    if column.field.partition(".")[0] == name
                ]
            else:
                found.append((name, targets()[name].title))
    return found


def most_parts(seniors: Sequence[UUID]) -> dict[str, int]:
    """Of each list the longest that anybody has, at least one column and at most ten."""
    found = {}
    for key, (model, _) in LISTS.items():
        counted = model.objects.filter(senior__in=seniors).order_by().values("senior").annotate(n=models.Count("pk"))
        longest = counted.aggregate(most=models.Max("n"))["most"] or 0
        found[key] = min(max(longest, 1), MOST_PARTS)
    return found


def rows(seniors: Sequence[UUID], columns: list[tuple[str, str]], said: Report) -> Iterator[list[Any]]:
    for start in range(0, len(seniors), CHUNK):
        some = seniors[start : start + CHUNK]
        sheets = sheets_of(some)
        beside = {
            pk: {"number": number, "state": SeniorState(state).label, "registered_on": day.isoformat() if day else ""}
            for pk, number, state, day in Senior.objects.filter(pk__in=some).values_list(
                "pk", "number", "state", "registered_on"
            )
        }
        said(start, len(seniors), "書き出しています")
        for pk in some:
            if pk in sheets:
                yield [cell(sheets[pk] | beside[pk], field) for field, _ in columns]


def cell(sheet: Sheet, field: str) -> Any:
    """The value as an import reads it back."""
    if "." in field:
        key, n, part = field.split(".")
        entries = sheet[key]
        value = entries[int(n) - 1][part] if len(entries) >= int(n) else None
        return "" if value is None else _label(LISTS[key][0], part, value)
    value = sheet[field]
    if value is None or value == [] or field in ("number", "state", "registered_on"):
        return value or ""
    if isinstance(value, bool):
        return "可" if value else "不可"
    model = SeniorContact if field in CONTACT else Senior
    if isinstance(value, list):
        labels = dict(model._meta.get_field(field).base_field.choices or ())
        return "、".join(str(labels.get(one, one)) for one in value)
    return _label(model, field, value)


def _label(model: type[models.Model], field: str, value: Any) -> Any:
    return dict(model._meta.get_field(field).choices or ()).get(value, value)
