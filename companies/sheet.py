"""The hearing sheet: everything that is heard at a firm, as one flat JSON-able dict. Drafts, versions, comparisons and the form all use its keys.

Keys are fields of `Hearing`, `issue1_title` … for the up to three issues, and `answer_…` for the questions that fit. What is empty
is left out; dates are ISO texts. The confidential note is no part of it: others than the branch read versions.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError

from companies.hearing_questions import QUESTIONS
from companies.models import Hearing, Issue
from institutions.categories import Category
from kouryukai.lib.era import format_date

type Sheet = dict[str, Any]

WHO = ("heard_on", "heard_by", "attendees")
BACKGROUND = ("background", "current_state", "tried_so_far", "organisation")
VISIT = ("visited_on", "visited_by")
FACTS = (*WHO, *BACKGROUND, *VISIT)
ISSUES = 3
ISSUE = (
    "categories",
    "title",
    "body",
    "expected_support",
    "goal",
    "wanted_profile",
    "frequency",
    "budget",
    "deadline",
    "questions",
)


def issue_key(number: int, name: str) -> str:
    return f"issue{number}_{name}"


def answer_key(code: str) -> str:
    return f"answer_{code}"


ISSUE_KEYS = {issue_key(n, name): (n, name) for n in range(1, ISSUES + 1) for name in ISSUE}
ANSWER_KEYS = {answer_key(code): code for code in QUESTIONS}
KEYS = (*WHO, *BACKGROUND, *ISSUE_KEYS, *ANSWER_KEYS, *VISIT)
EMPTY = (None, "", [], ())


# --- Rows to sheet and back -------------------------------------------------------------------------------------------
def sheet_of(hearing: Hearing) -> Sheet:
    """The sheet that the rows hold. Asks for the issues: prefetch them for many."""
    found = {key: _plain(getattr(hearing, key)) for key in FACTS}
    for number, issue in slots(hearing).items():
        found |= {issue_key(number, name): _plain(getattr(issue, name)) for name in ISSUE}
    found |= {answer_key(code): text for code, text in hearing.answers.items()}
    return {key: value for key, value in found.items() if value not in EMPTY}


def slots(hearing: Hearing) -> dict[int, Issue]:
    """The issues by their place on the sheet: where they say to stand, and what claims a taken place, in the next free one."""
    placed: dict[int, Issue] = {}
    late = []
    for issue in hearing.issues.all():
        if 1 <= issue.position <= ISSUES and issue.position not in placed:
            placed[issue.position] = issue
        else:
            late.append(issue)
    free = [n for n in range(1, ISSUES + 1) if n not in placed]
    return dict(sorted((placed | dict(zip(free, late, strict=False))).items()))


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


@transaction.atomic
def write_sheet(hearing: Hearing, sheet: Mapping[str, Any], keys: Iterable[str] = KEYS) -> Hearing:
    """Write those keys of a clean sheet into the rows. The hearing must be locked by the caller, who saves what else he changes with it.

    An issue of which nothing is left goes; but one with a public face stays as an empty row, since that face hangs on it.
    """
    chosen = [key for key in keys if key in FACTS or key in ISSUE_KEYS or key in ANSWER_KEYS]
    for key in chosen:
        if key in FACTS:
            setattr(hearing, key, _typed(Hearing, key, sheet.get(key)))
    answers = {key: sheet.get(key) for key in chosen if key in ANSWER_KEYS}
    if answers:
        kept = hearing.answers | {ANSWER_KEYS[key]: text for key, text in answers.items()}
        hearing.answers = {code: text for code, text in kept.items() if text not in EMPTY}
    hearing.save()
    for number in sorted({ISSUE_KEYS[key][0] for key in chosen if key in ISSUE_KEYS}):
        names = [name for key in chosen if key in ISSUE_KEYS for n, name in [ISSUE_KEYS[key]] if n == number]
        _write_issue(hearing, number, {name: sheet.get(issue_key(number, name)) for name in names})
    getattr(hearing, "_prefetched_objects_cache", {}).pop("issues", None)
    return hearing


def _write_issue(hearing: Hearing, number: int, values: dict[str, Any]) -> None:
    issue = slots(hearing).get(number) or Issue(hearing=hearing, company_id=hearing.company_id)
    issue.institution_id, issue.position = hearing.institution_id, number
    for name, value in values.items():
        setattr(issue, name, _typed(Issue, name, value))
    if any(getattr(issue, name) not in EMPTY for name in ISSUE):
        issue.save()
    elif not issue._state.adding and not _let_go(issue):
        issue.save()


def _let_go(issue: Issue) -> bool:
    """Whether nothing hangs on it, so that it is gone."""
    if hasattr(issue, "brief"):
        return False
    try:
        with transaction.atomic():
            issue.delete()
    except ProtectedError:
        return False
    return True


def _typed(model: type[models.Model], key: str, value: Any) -> Any:
    column = model._meta.get_field(key)
    if isinstance(column, models.DateField):
        return dt.date.fromisoformat(value) if value else None
    return column.get_default() if value in EMPTY else value


# --- Two who write at once --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that two people have written since `base`: what is stored, and what is to be stored."""

    key: str
    base: Any
    theirs: Any
    mine: Any


@dataclass(slots=True)
class Merge:
    """`changed`: what is to be written. `from_others`: what others have written since, in fields that this writer has left alone."""

    changed: Sheet = field(default_factory=dict)
    from_others: Sheet = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)


UNKNOWN = object()  # nobody knows what the writer began from


def merge(mine: Mapping[str, Any], theirs: Mapping[str, Any], base_of: Callable[[str], Any]) -> Merge:
    """Three-way, field by field. `base_of(key)`: what stood in the field when the writer began, or UNKNOWN.

    No text is ever dropped: where both have changed one field differently it is a conflict and what is stored stays.
    """
    found = Merge()
    for key, wanted in mine.items():
        base, stored = base_of(key), theirs.get(key)
        if same(wanted, stored):
            continue
        if base is not UNKNOWN and same(wanted, base):
            found.from_others[key] = stored
        elif base is not UNKNOWN and same(stored, base):
            found.changed[key] = wanted
        elif stored in EMPTY and base is UNKNOWN:
            found.changed[key] = wanted
        else:
            found.conflicts.append(Conflict(key, None if base is UNKNOWN else base, stored, wanted))
    return found


def same(one: Any, other: Any) -> bool:
    return (None if one in EMPTY else one) == (None if other in EMPTY else other)


# --- Words for people -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two sheets say differently, in words; "" is no entry."""

    key: str
    label: str
    before: str
    after: str


LABELS = {  # what the form calls them, where the column has a shorter name
    "heard_on": "ヒアリングした日",
    "attendees": "同席した方",
    "background": "会社の背景・これまでの経緯",
    "expected_support": "望む支援",
    "questions": "面談の日に聞くこと",
}


def label_of(key: str) -> str:
    if key in ISSUE_KEYS:
        number, name = ISSUE_KEYS[key]
        return f"課題{number} {LABELS.get(name) or Issue._meta.get_field(name).verbose_name}"
    if key in LABELS:
        return LABELS[key]
    if key in ANSWER_KEYS:
        return QUESTIONS[ANSWER_KEYS[key]].text
    if key == "note":
        return "口頭メモ(非公開)"
    if key in FACTS:
        return str(Hearing._meta.get_field(key).verbose_name)
    return "前の質問への答え"  # a question that is asked no more


def wording(key: str, value: Any) -> str:
    """A value as a person reads it; a list of several lines."""
    if value in EMPTY:
        return ""
    if key in ("heard_on", "visited_on"):
        return format_date(dt.date.fromisoformat(value))
    if key.endswith("_categories"):
        return "、".join(Category(code).label if code in Category.values else code for code in value)
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    return str(value)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What `after` says differently, in the order of the sheet."""
    order = [*KEYS, *sorted((before.keys() | after.keys()) - set(KEYS))]
    return [
        Difference(key, label_of(key), wording(key, before.get(key)), wording(key, after.get(key)))
        for key in order
        if not same(before.get(key), after.get(key))
    ]


def issue_numbers(sheet: Mapping[str, Any]) -> list[int]:
    """The places of the sheet where an issue has been begun."""
    return [n for n in range(1, ISSUES + 1) if any(sheet.get(issue_key(n, name)) not in EMPTY for name in ISSUE)]
