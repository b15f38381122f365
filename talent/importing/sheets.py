"""The sheets of many seniors in a handful of queries, and what a row makes of one."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from institutions import reading
from kouryukai.lib.japanese import name_key
from talent.models import Career, Senior, SeniorContact
from talent.sheet import CONTACT, KEYS, LISTS, NAME, Sheet, entry_of

_CHUNK = 5000
_MAIN = {"careers": "company_name", "specialities": "category", "qualifications": "name"}
_PLAIN = [key for key in KEYS if key not in LISTS and key not in CONTACT]


def sheets_of(pks: Collection[UUID]) -> dict[UUID, Sheet]:
    """As `talent.sheet.sheet_of`, for many."""
    found: dict[UUID, Sheet] = {}
    wanted = list(pks)
    for start in range(0, len(wanted), _CHUNK):
        found |= _sheets(wanted[start : start + _CHUNK])
    reading.note(seniors=found)
    return found


def sheets_where(keys: QuerySet) -> dict[UUID, Sheet]:
    """As `sheets_of`, of those whose keys a query gives: thousands of keys are not sent to the database, which is what takes long."""
    found = _sheets(keys)
    reading.note(seniors=found)
    return found


def _sheets(pks: list[UUID] | QuerySet) -> dict[UUID, Sheet]:
    empty = {key: _plain(SeniorContact._meta.get_field(key).get_default()) for key in CONTACT}
    found = {
        pk: dict(zip(_PLAIN, map(_plain, values), strict=True)) | empty | {key: [] for key in LISTS}
        for pk, *values in Senior.objects.filter(pk__in=pks).order_by().values_list("pk", *_PLAIN)
    }
    for pk, *values in SeniorContact.objects.filter(pk__in=pks).order_by().values_list("pk", *CONTACT):
        found[pk] |= zip(CONTACT, map(_plain, values), strict=True)
    for key, (model, names) in LISTS.items():
        rows = model.objects.filter(senior__in=pks).order_by(
            *(("senior", "position_in_list", "id") if model is Career else ())
        )
        for pk, *values in rows.values_list("senior_id", *names):
            found[pk][key].append(dict(zip(names, values, strict=True)))
    for sheet in found.values():
        for key in ("specialities", "qualifications"):
            sheet[key] = in_order(key, sheet[key])
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def mark_of(sheet: Mapping[str, Any]) -> str:
    """Sixteen letters that change when the sheet does."""
    text = json.dumps(sheet, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def changes(before: Sheet, values: Mapping[str, Any], emptied: Collection[str] = ()) -> Sheet:
    """What a row makes different, by key. `emptied`: keys whose empty cells delete."""
    new: Sheet = {}
    for key in KEYS:
        if key in LISTS:
            if values.get(key) or key in emptied:
                new[key] = merged_list(key, before[key], values.get(key) or [], keep=key not in emptied)
        elif key in values:
            new[key] = values[key]
        elif key in emptied and key != "family_name":
            new[key] = _blank(key)
    if values.get("unsplit") and _same_whole_name(before, values):
        new = {key: value for key, value in new.items() if key not in NAME[:2]}
    return {key: value for key, value in new.items() if not _says_the_same(value, before[key])}


# cp932 has one of each pair: a list that went through it says the same.
_PAIRS = str.maketrans("〜−‖—¢£¬", "～－∥―￠￡￢")


def _says_the_same(one: Any, other: Any) -> bool:
    one, other = entry_of(one), entry_of(other)
    if one == other:
        return True
    if one is None or other is None or isinstance(one, bool | int):
        return False
    if isinstance(one, list) and all(isinstance(item, str) for item in [*one, *other]):
        return set(one) == set(other)  # days, regions, trades: the order says nothing
    left, right = (json.dumps(value, sort_keys=True, ensure_ascii=False).translate(_PAIRS) for value in (one, other))
    return left == right


def _blank(key: str) -> Any:
    field = (SeniorContact if key in CONTACT else Senior)._meta.get_field(key)
    return None if field.null else field.get_default()


def _same_whole_name(before: Sheet, values: Mapping[str, Any]) -> bool:
    """山田太郎 in one piece says nothing against 山田 and 太郎."""
    return name_key(f"{before['family_name']}{before['given_name']}") == name_key(
        f"{values.get('family_name', '')}{values.get('given_name', '')}"
    )


def merged_list(key: str, before: list[dict], given: list[dict], *, keep: bool) -> list[dict]:
    """The list as the row would have it. What an entry leaves out is as before; entries that the row does not name stay if `keep`."""
    names, main = LISTS[key][1], _MAIN[key]
    left = list(before)
    made: list[tuple[int, dict]] = []
    for n, one in enumerate(given):
        old = next((row for row in left if _names_the_same(key, row, one, main)), None)
        if old is not None:
            left.remove(old)
        base = old or {name: _default(key, name) for name in names}
        place = before.index(old) if old is not None else len(before) + n
        made.append((place, base | one))
    if keep:
        made += [(before.index(row), row) for row in left]
        made.sort(key=lambda one: one[0])
    return in_order(key, [row for _, row in made])


def _names_the_same(key: str, row: Mapping, one: Mapping, main: str) -> bool:
    same = name_key(str(row[main])) == name_key(str(one[main]))
    if key != "careers" or not same:
        return same
    return not (row.get("from_year") and one.get("from_year")) or row["from_year"] == one["from_year"]


def _default(key: str, name: str) -> Any:
    field = LISTS[key][0]._meta.get_field(name)
    return None if field.null else ""


def in_order(key: str, rows: list[dict]) -> list[dict]:
    """One order for both sides of a comparison, whatever the database sorts by."""
    if key == "specialities":
        return sorted(rows, key=lambda one: (one["years"] is None, -(one["years"] or 0), one["category"]))
    return sorted(rows, key=lambda one: one["name"]) if key == "qualifications" else rows
