"""The trace: who saw a person or a firm, what an account saw, and how a record became what it is."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from companies.models import Company
from institutions.history import Change, change_models
from institutions.models import Branch, Institution, StaffMember, User
from matching.models import Answer
from matching.page_names import why_words
from matching.rules_outcomes import are_open
from matching.wording import words_of
from talent.models import Senior

HITS = 20
MOST_NOTES = 1000  # of one kind about one subject: the newest
LABELS = {"insert": "登録", "update": "変更", "delete": "削除"}
# Keys of these are shown as the names of what they lead to.
NAMED = (Institution, Branch, StaffMember, User, Company, Senior)


# --- Finding whom to ask about ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Hits:
    seniors: list[Senior]
    companies: list[Company]
    accounts: list[User]

    def __bool__(self) -> bool:
        return bool(self.seniors or self.companies or self.accounts)


def hits(words: str) -> Hits:
    """Up to twenty of each: persons by name or number, firms by name, accounts by address or name."""
    if not words.strip():
        return Hits([], [], [])
    seniors = Senior.objects.filter(Q(pk__in=Senior.objects.named(words).values("pk")) | Q(number__iexact=words))
    companies = Company.objects.named(words).select_related("institution")
    accounts = User.objects.filter(Q(email__icontains=words) | Q(staff_member__name__icontains=words))
    return Hits(
        list(seniors[:HITS]),
        list(companies[:HITS]),
        list(accounts.select_related("institution", "staff_member").order_by("email")[:HITS]),
    )


# --- How a record became what it is -------------------------------------------------------------------------------------
@dataclass
class Line:
    """One change: of what kind of record, by whom, when, why, and the values before and after."""

    at: dt.datetime
    order: int
    record: str
    what: str
    who: str
    why: str
    values: list[tuple[str, str, str]] = field(default_factory=list)
    is_sealed: bool = False


@dataclass
class Noted:
    """The notes of one kind about one subject, oldest first, and the rows as they are now."""

    model: type[models.Model]
    notes: list[Change]
    rows: dict[UUID, models.Model]

    def state_after(self, place: int) -> models.Model | None:
        """The record after a note was taken: how the next note found it, else as it is now."""
        note = self.notes[place]
        later = self.notes[place + 1 :]
        return next((n for n in later if n.pgh_obj_id == note.pgh_obj_id), self.rows.get(note.pgh_obj_id))


def changes_of(subject: models.Model) -> list[Line]:
    """What was noted about the subject and its parts in its own room, newest first. A few queries per kind of record."""
    noted = [_noted(model, rows) for model, rows in _parts(type(subject), subject.pk).items()]
    differences = {id(note): _differences(kind, place) for kind in noted for place, note in enumerate(kind.notes)}
    names = _names(values for values in differences.values())
    people = _people(note for kind in noted for note in kind.notes)
    sealed = not are_open(Answer.objects.filter(entry=subject.pk))
    lines = [
        _line(kind, note, differences[id(note)], names, people, sealed and kind.model is Answer)
        for kind in noted
        for note in kind.notes
    ]
    return sorted(lines, key=lambda line: (line.at, line.order), reverse=True)


def _parts(subject: type[models.Model], pk: UUID) -> dict[type[models.Model], models.QuerySet]:
    """The notes about a subject itself, and about rows that hang on it or on its parts (the briefs of its issues)."""
    labels = {"events": ("events", "matching")}.get(subject._meta.app_label, (subject._meta.app_label,))
    kinds = {kind.pgh_tracked_model: kind for kind in change_models() if kind._meta.app_label in labels}
    found = {subject: kinds[subject].objects.filter(pgh_obj_id=pk)}
    for model, kind in kinds.items():
        if name := _key_to(model, subject):
            found.setdefault(model, kind.objects.filter(**{name: pk}))
    for model, kind in kinds.items():
        for part in [part for part in found if part is not subject]:
            if model not in found and (name := _key_to(model, part)):
                found[model] = kind.objects.filter(**{f"{name}__in": found[part].values("pgh_obj_id")})
    return found


def _key_to(model: type[models.Model], target: type[models.Model]) -> str:
    keys = [f.attname for f in model._meta.fields if f.is_relation and f.related_model is target]
    return keys[0] if keys else ""


def _noted(model: type[models.Model], notes: models.QuerySet) -> Noted:
    newest = list(notes.order_by("-pgh_id")[:MOST_NOTES])[::-1]
    changed = {note.pgh_obj_id for note in newest if note.pgh_label == "update"}
    return Noted(model, newest, model._default_manager.in_bulk(changed))


def _differences(kind: Noted, place: int) -> list[tuple[models.Field, Any, Any]]:
    """(column, before, after) of a change; what a deleted record held."""
    note = kind.notes[place]
    if note.pgh_label == "insert":
        return []
    after = kind.state_after(place) if note.pgh_label == "update" else None
    found = []
    for column in note._meta.fields:
        if column.name.startswith("pgh_"):
            continue
        was, now = getattr(note, column.attname), getattr(after, column.attname, None)
        if was != now and (after is not None or was not in (None, "", [])):
            found.append((column, was, now))
    return found


def _names(every: Iterable[list[tuple[models.Field, Any, Any]]]) -> dict[UUID, str]:
    """The names behind the keys that changed: one query per kind of record that they lead to."""
    wanted: dict[type[models.Model], set] = {}
    for column, was, now in (value for values in every for value in values):
        if column.is_relation and column.related_model in NAMED:
            wanted.setdefault(column.related_model, set()).update({was, now} - {None})
    return {pk: str(row) for model, keys in wanted.items() for pk, row in model._default_manager.in_bulk(keys).items()}


def _people(notes: Iterable[Change]) -> dict[str, str]:
    keys = {note.pgh_context["user_id"] for note in notes if note.pgh_context and "user_id" in note.pgh_context}
    accounts = User.objects.filter(pk__in=keys).select_related("staff_member")
    return {str(account.pk): account.display_name for account in accounts}


def _line(
    kind: Noted, note: Change, values: list, names: dict[UUID, str], people: dict[str, str], is_sealed: bool
) -> Line:
    return Line(
        at=note.pgh_created_at,
        order=note.pgh_id,
        record=str(kind.model._meta.verbose_name),
        what=LABELS.get(note.pgh_label, note.pgh_label),
        who=_who(note.pgh_context, people),
        why=why_words((note.pgh_context or {}).get("why", "")),
        values=[]
        if is_sealed
        else [
            (str(column.verbose_name), words_of(column, was, names), words_of(column, now, names))
            for column, was, now in values
        ],
        is_sealed=is_sealed,
    )


def _who(context: dict | None, people: dict[str, str]) -> str:
    context = context or {}
    if "user_id" in context:
        return people.get(context["user_id"], "削除された利用者")
    return {"kouryukai_president": "企業の代表者", "kouryukai_reception": "受付"}.get(context.get("role"), "自動処理")
