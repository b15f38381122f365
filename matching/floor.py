"""One event as the planner, the board and the check of a move all see it: its people, wishes and slots, read in six queries.

Everybody has a short name for programs that follows the event's own numbering (C00003, S00012, A00001, E00003-00012), so that
the same event is planned the same way whatever its database keys are; `in_words` turns such names back into people's.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from events.models import (
    PLANNABLE_STATES,
    Attendance,
    Avoidance,
    Entry,
    Event,
    Participation,
    ParticipationState,
    TimeSlot,
)
from events.models import Unavailability as Away
from institutions.models import StaffMember
from matching.models import Interview

NAMES = re.compile(r"(?<![A-Za-z0-9])(?:E\d{5}-\d{5}|[CSA]\d{5})(?!\d)")
SLOTS = re.compile(r"面談枠（([\d、]+)）|面談枠(\d+)(?:と(\d+))?")
# The planner's words and brackets, and those of the pages.
WORDS = ((r"枠で面談中", "回"), (r"(?<=\d)枠", "回"), ("面談枠", "回"), ("担当者", "同席者"), ("エントリー", "希望"))
NARROW = str.maketrans("（）", "()")
REGISTERED = ParticipationState.REGISTERED


@dataclass
class Floor:
    """All rows of one event, the withdrawn ones too: a timetable made before may still hold them."""

    event: Event
    slots: list[TimeSlot]
    participations: dict[UUID, Participation]
    attendances: dict[UUID, Attendance]
    entries: dict[UUID, Entry]
    away: dict[UUID, dict[int, str]] = field(default_factory=dict)  # party -> slot number -> why, in words

    def __post_init__(self) -> None:
        self.firms = [row for row in self.participations.values() if row.state == REGISTERED]
        self.people = [row for row in self.attendances.values() if row.state == REGISTERED]
        self.attendants: dict[UUID, StaffMember] = {
            row.attendant_id: row.attendant for row in self.firms if row.attendant_id
        }
        self.slot_by_pk = {slot.pk: slot for slot in self.slots}
        self._names: dict[str, str] = {}

    # --- Names for programs, and back -------------------------------------------------------------------------------
    def firm_key(self, participation_id: UUID) -> str:
        return f"C{self.participations[participation_id].number:05}"

    def senior_key(self, attendance_id: UUID) -> str:
        return f"S{self.attendances[attendance_id].number:05}"

    def attendant_keys(self) -> dict[UUID, str]:
        return {pk: f"A{n:05}" for n, pk in enumerate(self.attendants, start=1)}

    def entry_key(self, entry: Entry) -> str:
        return f"E{self.firm_key(entry.participation_id)[1:]}-{self.senior_key(entry.attendance_id)[1:]}"

    def in_words(self, text: str) -> str:
        """A sentence of the planner or the validator with people's names and 第N回 in it."""
        if not self._names:
            self._names |= {self.firm_key(pk): row.company.name for pk, row in self.participations.items()}
            self._names |= {self.senior_key(pk): f"{row.senior.name}さん" for pk, row in self.attendances.items()}
            self._names |= {key: f"{self.attendants[pk].name}さん" for pk, key in self.attendant_keys().items()}
            self._names |= {self.entry_key(row): self.pair(row) for row in self.entries.values()}
        text = NAMES.sub(lambda found: self._names.get(found.group(), found.group()), text)
        text = SLOTS.sub(_turns, text).translate(NARROW)
        for theirs, ours in WORDS:
            text = re.sub(theirs, ours, text)
        return text

    def pair(self, entry: Entry) -> str:
        return f"{self.senior_name(entry)}さんと{self.firm_name(entry)}"

    def senior_name(self, entry: Entry) -> str:
        return self.attendances[entry.attendance_id].senior.name

    def firm_name(self, entry: Entry) -> str:
        return self.participations[entry.participation_id].company.name

    # --- Limits -----------------------------------------------------------------------------------------------------
    def firm_max(self, row: Participation) -> int:
        return self.event.max_per_company if row.max_interviews is None else row.max_interviews

    def firm_min(self, row: Participation) -> int:
        return self.event.min_per_company if row.min_interviews is None else row.min_interviews

    def senior_max(self, row: Attendance) -> int:
        return self.event.max_per_senior if row.max_interviews is None else row.max_interviews

    def tables(self, slot: TimeSlot) -> int:
        """Without a number of its own a slot has a table for every firm."""
        return len(self.firms) if slot.tables is None else slot.tables

    def free(self, party: UUID) -> tuple[int, ...]:
        """The numbers of the slots at which this firm, senior or attendant can take part."""
        away = self.away.get(party, {})
        return tuple(slot.number for slot in self.slots if slot.number not in away)

    def is_plannable(self, entry: Entry) -> bool:
        return (
            entry.state in PLANNABLE_STATES
            and not self.is_avoided(entry)
            and self.participations[entry.participation_id].state == REGISTERED
            and self.attendances[entry.attendance_id].state == REGISTERED
        )

    @staticmethod
    def is_avoided(entry: Entry) -> bool:
        """The office keeps the two apart: secret, so no sentence says why."""
        return getattr(entry, "is_avoided", False)

    def kept_apart(self) -> list[Entry]:
        """Wishes that are in no plan because the office keeps the two apart."""
        rows = [
            row
            for row in self.entries.values()
            if self.is_avoided(row)
            and row.state in PLANNABLE_STATES
            and self.participations[row.participation_id].state == REGISTERED
            and self.attendances[row.attendance_id].state == REGISTERED
        ]
        return sorted(rows, key=self.entry_key)

    def plannable(self) -> list[Entry]:
        """In the order of firms, then badges."""
        rows = [row for row in self.entries.values() if self.is_plannable(row)]
        return sorted(rows, key=self.entry_key)


def floor_of(event: Event) -> Floor:
    """Six queries, whatever the size of the event. For the office: it knows who is kept apart."""
    avoided = Avoidance.objects.in_force().filter(senior=OuterRef("senior"), company=OuterRef("company"))
    floor = Floor(
        event=event,
        slots=list(event.slots.select_related("day").order_by("number")),
        participations={
            row.pk: row
            for row in event.participations.select_related("company", "attendant", "booth").order_by("number")
        },
        attendances={row.pk: row for row in event.attendances.select_related("senior").order_by("number")},
        entries={
            row.pk: row
            for row in event.entries.defer("proposal_text")
            .annotate(is_avoided=Exists(avoided))
            .order_by("preference", "pk")
        },
    )
    away: dict[UUID, dict[int, str]] = defaultdict(dict)
    for row in Away.objects.filter(event=event):
        party = row.participation_id or row.attendance_id or row.attendant_id
        away[party][floor.slot_by_pk[row.slot_id].number] = "参加できない回です"
    _elsewhere(floor, away)
    floor.away = dict(away)
    return floor


def _elsewhere(floor: Floor, away: dict[UUID, dict[int, str]]) -> None:
    """Published interviews of other events at the same time: who sits there cannot sit here."""
    if not floor.slots:
        return
    parties: dict[UUID, UUID] = {row.company_id: row.pk for row in floor.firms}
    parties |= {row.senior_id: row.pk for row in floor.people}
    parties |= {pk: pk for pk in floor.attendants}
    whole = (floor.slots[0].during.lower, max(slot.during.upper for slot in floor.slots))
    others = (
        Interview.objects.filter(is_published=True, during__overlap=whole)
        .exclude(event=floor.event)
        .filter(
            Q(company__in=[row.company_id for row in floor.firms])
            | Q(senior__in=[row.senior_id for row in floor.people])
            | Q(attendant__in=list(floor.attendants))
        )
        .select_related("event")
    )
    for row in others:
        for slot in floor.slots:
            if row.during.lower < slot.during.upper and slot.during.lower < row.during.upper:
                for party in (row.company_id, row.senior_id, row.attendant_id):
                    if party in parties:
                        away[parties[party]][slot.number] = f"同じ時間に「{row.event.name}」の面談があります"


def _turns(found: re.Match) -> str:
    several, one, other = found.groups()
    if several:
        return "、".join(f"第{int(number) + 1}回" for number in several.split("、"))
    return f"第{int(one) + 1}回" + (f"と第{int(other) + 1}回" if other else "")
