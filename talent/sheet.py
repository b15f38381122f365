"""The registration sheet: everything a senior is asked, as one JSON-able dict. Drafts, changes, imports and comparisons all use it.

Keys are the fields of `Senior` and `SeniorContact`, and three lists of dicts: careers, specialities, qualifications. A missing key is not
asked, an empty value is "no entry". Dates are ISO texts.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from kouryukai.lib.era import format_date
from talent.models import Career, Qualification, Senior, SeniorContact, Speciality

Sheet = dict[str, Any]

NAME = ("family_name", "given_name", "family_kana", "given_kana")
CONTACT = ("birth_date", "email", "phone", "postal_code", "address")
LISTS = {
    "careers": (
        Career,
        ("company_name", "industry", "size_band", "department", "position", "from_year", "to_year", "summary"),
    ),
    "specialities": (Speciality, ("category", "years")),
    "qualifications": (Qualification, ("name", "year")),
}
PROFILE = ("headline", "strengths", "achievements", "introduction", "languages", "overseas", "industries", "topics")
# Facts that the office has approved: a change of theirs is looked at again. The rest is the senior's own to change at once.
FACTS = (*NAME, "birth_date", "retirement", "retired_on", *PROFILE, *LISTS)
PRACTICAL = (
    "email",
    "phone",
    "postal_code",
    "address",
    "prefecture",
    "regions",
    "online_ok",
    "transport",
    "days_per_week",
    "weekdays",
    "fee_wish",
    "fee_note",
    "interviews_per_year",
)
KEYS = (*FACTS, *PRACTICAL)


def sheet_of(senior: Senior) -> Sheet:
    """The sheet that the register holds. Asks for contact, careers, specialities and qualifications: prefetch them for many."""
    contact = SeniorContact.objects.filter(senior=senior).first() or SeniorContact()
    plain = {key: _plain(getattr(contact if key in CONTACT else senior, key)) for key in KEYS if key not in LISTS}
    lists = {
        key: [{name: getattr(row, name) for name in names} for row in getattr(senior, key).all()]
        for key, (_, names) in LISTS.items()
    }
    return plain | lists


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


@transaction.atomic
def write_sheet(senior: Senior, sheet: Mapping[str, Any], keys: Iterable[str] = KEYS) -> Senior:
    """Write those keys of a clean sheet into the register: lists are replaced where they differ. The senior's row must be locked by the caller."""
    known = [key for key in keys if key in sheet]
    before = sheet_of(senior) if not senior._state.adding else {}
    for key in known:
        if key not in LISTS and key not in CONTACT:
            setattr(senior, key, _typed(Senior, key, sheet[key]))
    senior.save()
    contact = {key: _typed(SeniorContact, key, sheet[key]) for key in known if key in CONTACT}
    if contact:
        SeniorContact.objects.update_or_create(senior=senior, defaults=contact)
    for key in known:
        if key in LISTS and sheet[key] != before.get(key, []):
            _replace(senior, key, sheet[key])
    return senior


def _typed(model: type[models.Model], key: str, value: Any) -> Any:
    """An ISO date becomes a date; an empty number or date None."""
    field = model._meta.get_field(key)
    if isinstance(field, models.DateField):
        return dt.date.fromisoformat(value) if value else None
    if value is None and not field.null:
        return field.get_default()
    return None if value == "" and field.null else value


def _replace(senior: Senior, key: str, rows: list[dict[str, Any]]) -> None:
    model, names = LISTS[key]
    getattr(senior, key).all().delete()
    made = [model(senior=senior, **{name: _typed(model, name, row.get(name)) for name in names}) for row in rows]
    if model is Career:
        for number, career in enumerate(made, start=1):
            career.position_in_list = number
    model.objects.bulk_create(made)


# --- Words for people -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two sheets say differently, in words; "" is no entry."""

    key: str
    label: str
    before: str
    after: str


LIST_LABELS = {"careers": "職歴", "specialities": "専門分野", "qualifications": "資格"}


def label_of(key: str) -> str:
    if key in LISTS:
        return LIST_LABELS[key]
    return str(_field(key).verbose_name)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What `after` says differently, in the order of the sheet; keys that `after` has not are as before."""
    keys = different(before, after)
    return [
        Difference(key, label_of(key), wording(key, before.get(key)), wording(key, after[key]))
        for key in KEYS
        if key in keys
    ]


def different(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The same as keys alone, also of a sheet that nobody could put into words."""
    return {key for key in KEYS if key in after and entry_of(after[key]) != entry_of(before.get(key))}


def entry_of(value: Any) -> Any:
    """The value as comparisons take it: every way of no entry is None."""
    return None if value in ("", [], None) else value


def wording(key: str, value: Any) -> str:
    """A value as a person reads it; a list of several lines."""
    if value in (None, "", []):
        return ""
    if key == "careers":
        return "\n".join(career_words(one) for one in value)
    if key == "specialities":
        labels = dict(Speciality._meta.get_field("category").choices)
        return "\n".join(
            labels.get(o["category"], o["category"]) + (f" {o['years']}年" if o.get("years") else "") for o in value
        )
    if key == "qualifications":
        return "\n".join(o["name"] + (f"({o['year']}年)" if o.get("year") else "") for o in value)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    field = _field(key)
    if isinstance(field, models.DateField):
        return format_date(dt.date.fromisoformat(value))
    if isinstance(value, list):
        labels = dict(field.base_field.choices or ())
        return "、".join(labels.get(one, one) for one in value)
    return str(dict(field.choices or ()).get(value, value))


def career_words(career: Mapping[str, Any]) -> str:
    years = f"{career.get('from_year') or ''}〜{career.get('to_year') or ''}年" if career.get("from_year") else ""
    head = " ".join(
        str(career[name])
        for name in ("company_name", "industry", "size_band", "department", "position")
        if career.get(name)
    )
    return " ".join(part for part in (head, years, career.get("summary", "")) if part)


def _field(key: str) -> models.Field:
    return (SeniorContact if key in CONTACT else Senior)._meta.get_field(key)
