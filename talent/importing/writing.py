"""Rows that were seen and confirmed -> the register, set by set, inside the transaction of whoever calls."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from institutions.models import User
from talent.importing.people import face_of
from talent.importing.planning import link_key
from talent.importing.sheets import changes, in_order, mark_of, merged_list, sheets_of
from talent.models import (
    Application,
    ApplicationKind,
    ApplicationState,
    Career,
    Decision,
    EntersAs,
    ImportLink,
    ImportRow,
    RegisterImport,
    Senior,
    SeniorContact,
    SeniorState,
)
from talent.numbering import next_numbers
from talent.sheet import CONTACT, KEYS, LISTS, Sheet

BATCH = 1000
_LOCK = 0x6B6F7573
type Report = Callable[[int, str], None]  # how many rows more are done, and with what


def one_at_a_time() -> None:
    """Until the transaction ends: two of the same list would both find nobody there, and who is undone would be found and lost."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@dataclass(frozen=True, slots=True)
class Change:
    """Those keys of a sheet that the import has changed."""

    before: Sheet
    after: Sheet


@dataclass(frozen=True, slots=True)
class Relinked:
    """A link of the list that leads to somebody who was there, or to nobody. `was`: whom it led to, where it was there."""

    pk: UUID
    is_new: bool
    was: UUID | None
    leads_to: UUID | None


@dataclass(slots=True)
class Written:
    """What a writing has made and changed. Links to those who were made are not told: they are hers."""

    marks: dict[UUID, str] = field(default_factory=dict)  # of the sheet of each who was made
    changed: dict[UUID, Change] = field(default_factory=dict)
    relinked: list[Relinked] = field(default_factory=list)
    skipped: int = 0


class Writer:
    """Writes the rows of one import. `said(n, what)` is called after every batch."""

    def __init__(self, import_: RegisterImport, by: User, now: dt.datetime, said: Report) -> None:
        self.import_, self.by, self.now, self.said = import_, by, now, said
        self.written = Written()

    def write(self, rows: list[ImportRow]) -> Written:
        """Rows are NEW, CHANGED, or POSSIBLE with a decision."""
        skipped = [row for row in rows if row.decision == Decision.SKIP]
        changed = [row for row in rows if row.senior_id and row.decision != Decision.SKIP]
        new = [row for row in rows if not row.senior_id and row.decision != Decision.SKIP]
        made = self._write_new(new)
        self._write_changed(changed)
        owners = made | {row.pk: row.senior_id for row in changed} | {row.pk: None for row in skipped}
        self._link(rows, owners)
        self.written.skipped = len(skipped)
        return self.written

    # --- New ones ---------------------------------------------------------------------------------------------------------
    def _write_new(self, rows: list[ImportRow]) -> dict[UUID, UUID]:
        given = {row.values["number"] for row in rows if row.values.get("number")}
        free = iter(next_numbers(sum(not row.values.get("number") for row in rows), given))
        made = {}
        for some in batched(rows, BATCH, strict=False):
            people = [self._senior(row, row.values.get("number") or next(free)) for row in some]
            Senior.objects.bulk_create(people)
            SeniorContact.objects.bulk_create(
                SeniorContact(senior=senior, **_fields(SeniorContact, row.values, CONTACT))
                for senior, row in zip(people, some, strict=True)
            )
            lists = {senior.pk: new_lists(row.values) for senior, row in zip(people, some, strict=True)}
            _write_lists((pk, key, sheet[key]) for pk, sheet in lists.items() for key in sheet)
            sheets = sheets_of(lists)
            self.written.marks |= {pk: mark_of(sheet) for pk, sheet in sheets.items()}
            if self.import_.enters_as == EntersAs.SUBMITTED:
                self._apply(people, sheets)
            made |= {row.pk: senior.pk for row, senior in zip(some, people, strict=True)}
            self.said(len(some), "新しい方を登録しています")
        return made

    def _senior(self, row: ImportRow, number: str) -> Senior:
        active = self.import_.enters_as == EntersAs.ACTIVE
        entered = row.values.get("registered_on")
        senior = Senior(
            number=number,
            state=SeniorState.ACTIVE if active else SeniorState.SUBMITTED,
            approved_at=self.now if active else None,
            registered_on=dt.date.fromisoformat(entered) if entered else timezone.localdate(self.now),
            **_fields(Senior, row.values, [key for key in KEYS if key not in CONTACT and key not in LISTS]),
        )
        senior.set_name_key()
        return senior

    def _apply(self, people: list[Senior], sheets: dict[UUID, Sheet]) -> None:
        """Who is to be looked at stands in the queue of applications like everybody."""
        Application.objects.bulk_create(
            Application(
                kind=ApplicationKind.NEW,
                state=ApplicationState.SUBMITTED,
                senior=senior,
                sheet=sheets[senior.pk],
                written_by=self.by,
                submitted_at=self.now,
            )
            for senior in people
        )

    # --- Those who are there ----------------------------------------------------------------------------------------------
    def _write_changed(self, rows: list[ImportRow]) -> None:
        for some in batched(rows, BATCH, strict=False):
            sheets = sheets_of([row.senior_id for row in some])
            new = {
                row.senior_id: changes(sheets[row.senior_id], row.values, row.values.get("emptied", ())) for row in some
            }
            new = {pk: sheet for pk, sheet in new.items() if sheet}
            write_changes(new, sheets)
            for pk, sheet in new.items():
                self.written.changed[pk] = Change({key: sheets[pk][key] for key in sheet}, sheet)
            self.said(len(some), "登録の内容を変えています")

    # --- Both -------------------------------------------------------------------------------------------------------------
    def _link(self, rows: list[ImportRow], owners: dict[UUID, UUID | None]) -> None:
        links = {link_key(row.values, face_of(row.values)): owners[row.pk] for row in rows}
        for some in batched(links.items(), BATCH * 2, strict=False):
            there = ImportLink.objects.filter(source=self.import_.source, key__in=[key for key, _ in some])
            known = {key: (pk, senior) for key, pk, senior in there.values_list("key", "pk", "senior_id")}
            made = [ImportLink(source=self.import_.source, key=key, senior_id=pk) for key, pk in some]
            ImportLink.objects.bulk_create(
                made, update_conflicts=True, unique_fields=["source", "key"], update_fields=["senior"]
            )
            for link in made:
                pk, was = known.get(link.key, (None, None))
                if pk and was != link.senior_id:
                    self.written.relinked.append(Relinked(pk, False, was, link.senior_id))
                elif pk is None and link.senior_id not in self.written.marks:
                    self.written.relinked.append(Relinked(link.pk, True, None, link.senior_id))


# --- Sheets of many who are there -----------------------------------------------------------------------------------------
def write_changes(new: Mapping[UUID, Sheet], sheets: Mapping[UUID, Sheet]) -> None:
    """As `talent.sheet.write_sheet`, for many. `new`: what becomes different, by key; `sheets`: whole, as they are. The rows must be locked."""
    _update_seniors(new)
    _update_contacts(new, sheets)
    lists = [(pk, key, sheet[key]) for pk, sheet in new.items() for key in LISTS if key in sheet]
    for key, (model, _) in LISTS.items():
        model.objects.filter(senior__in=[pk for pk, name, _ in lists if name == key]).delete()
    _write_lists(lists)


def _update_seniors(new: Mapping[UUID, Sheet]) -> None:
    """One statement: an insert that meets the row there is and becomes its update."""
    plain = {pk: {k: v for k, v in sheet.items() if k not in CONTACT and k not in LISTS} for pk, sheet in new.items()}
    touched = [pk for pk, sheet in plain.items() if sheet]
    people = list(Senior.objects.filter(pk__in=touched))
    for senior in people:
        for key, value in _fields(Senior, plain[senior.pk], plain[senior.pk]).items():
            setattr(senior, key, value)
        senior.set_name_key()
    fields = sorted({key for sheet in plain.values() for key in sheet})
    if people:
        Senior.objects.bulk_create(
            people,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[*fields, "name_key", "updated_at"],
        )


def _update_contacts(new: Mapping[UUID, Sheet], sheets: Mapping[UUID, Sheet]) -> None:
    touched = [pk for pk, sheet in new.items() if any(key in CONTACT for key in sheet)]
    rows = [SeniorContact(senior_id=pk, **_fields(SeniorContact, sheets[pk] | new[pk], CONTACT)) for pk in touched]
    if rows:
        SeniorContact.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["senior"], update_fields=list(CONTACT)
        )


def _write_lists(lists: Iterable[tuple[UUID, str, list[dict]]]) -> None:
    made: dict[str, list[models.Model]] = {key: [] for key in LISTS}
    for pk, key, rows in lists:
        made[key] += _parts(pk, key, rows)
    for key, (model, _) in LISTS.items():
        model.objects.bulk_create(made[key], batch_size=BATCH * 2)


def new_lists(values: dict[str, Any]) -> dict[str, list[dict]]:
    return {key: in_order(key, merged_list(key, [], values.get(key) or [], keep=False)) for key in LISTS}


def _parts(pk: UUID, key: str, rows: list[dict]) -> Iterator[models.Model]:
    model = LISTS[key][0]
    for place, row in enumerate(rows, start=1):
        yield model(senior_id=pk, **row, **({"position_in_list": place} if model is Career else {}))


def _fields(model: type[models.Model], values: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """The values of those keys that are there, dates as dates."""
    found = {}
    for key in keys:
        if key in values:
            value = values[key]
            is_day = isinstance(model._meta.get_field(key), models.DateField)
            found[key] = dt.date.fromisoformat(value) if is_day and value else value
    return found
