"""Room that has come free after the selection: for each firm who waits, in which order, and what keeps her from it; and taking her in.

Also the senior who does not come to the event after all, and who comes back.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from events.avoiding import OFFICE_DECIDED, Warned, warnings_of
from events.entering.counting import settle
from events.entering.writing import hold
from events.letters.audiences import SENIOR, SUBJECT, Recipient
from events.letters.telling import written
from events.letters.values import reply_address
from events.meetings import meetings_of
from events.models import (
    Attendance,
    Entry,
    EntryState,
    Event,
    Participation,
    ParticipationState,
    Stage,
    TimeSlot,
    Unavailability,
)
from events.recommendation import fits_among
from institutions.models import User
from office.models import OutboxMail
from office.notices import Notice, take_back_drafts, tell
from talent.availability import reasons_against
from talent.models import Senior, SeniorContact, SeniorState

AFTER_SELECTION = (Stage.SELECTION, Stage.TIMETABLE, Stage.DAY)
WAITING = (EntryState.RESERVED, EntryState.SUBMITTED, EntryState.DECLINED)  # in the order in which they are asked
REGISTERED = ParticipationState.REGISTERED
CHANGED = "開いているあいだに、この希望か空きが変わりました。いまの一覧から選び直してください。"


class ReserveError(ValueError):
    """Why nobody is taken in, in words for people."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who waits for a firm. `why_not`: in words, empty where she can be asked. `warned`: what the office should look at."""

    entry: Entry
    senior: Senior
    fit: float
    why_not: tuple[str, ...]
    warned: tuple[Warned, ...]


@dataclass(slots=True)
class Room:
    """A firm with its places: at most, taken, and who waits."""

    firm: Participation
    most: int
    taken: int
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def free(self) -> int:
        return max(0, self.most - self.taken)


def why_closed(event: Event) -> str:
    return why_not_now(event, "控えから選べません", "控えから選べる")


def why_not_now(event: Event, refused: str, done: str) -> str:
    """For what is `done` from the selection to the day; "" in between."""
    if event.is_history or event.halt:
        return f"この交流会は{event.get_halt_display() or '過去の記録'}のため、{refused}。"
    if event.stage not in AFTER_SELECTION:
        return f"いまの段階は「{event.get_stage_display()}」です。{done}のは、選定から当日までです。"
    return ""


def rooms_of(event: Event) -> list[Room]:
    """Firms in the order of their numbers; who waits, in the order of state, of her own rank and of the fit."""
    return _Board(event).rooms()


class _Board:
    """All that the rooms of one event follow from, in a constant number of queries."""

    def __init__(self, event: Event) -> None:
        self.event = event
        firms = Participation.objects.filter(event=event, state=REGISTERED)
        self.firms = list(firms.select_related("company", "institution").order_by("number"))
        rows = Entry.objects.filter(event=event, participation__in=firms, attendance__state=REGISTERED)
        rows = rows.exclude(state=EntryState.WITHDRAWN).select_related(
            "attendance", "company", "issue__company", "senior__standing"
        )
        self.entries = list(rows.prefetch_related("senior__unavailable_periods").order_by("preference", "submitted_at"))
        made = meetings_of(event)
        self.is_published = made is not None
        known = {entry.pk for entry in self.entries}
        self.slot_of = {entry: slot for entry, slot in (made or {}).items() if entry in known}
        # Who has an interview, and who has been chosen and waits for a turn.
        self.placed = set(self.slot_of) | {one.pk for one in self.entries if one.state == EntryState.SELECTED}
        self.slots = set(TimeSlot.objects.filter(event=event).values_list("pk", flat=True))
        self.away: dict[UUID, set[UUID]] = defaultdict(set)
        columns = ("slot_id", "participation_id", "attendance_id", "attendant_id")
        for slot, *parties in Unavailability.objects.filter(event=event).values_list(*columns):
            for party in filter(None, parties):
                self.away[party].add(slot)
        for entry in self.entries:
            if slot := self.slot_of.get(entry.pk):
                self.away[entry.participation_id].add(slot)
                self.away[entry.attendance_id].add(slot)
        attendants = {firm.pk: firm.attendant_id for firm in self.firms if firm.attendant_id}
        for entry in self.entries:
            if (slot := self.slot_of.get(entry.pk)) and entry.participation_id in attendants:
                self.away[attendants[entry.participation_id]].add(slot)
        self.of_firm = Counter(one.participation_id for one in self.entries if one.pk in self.placed)
        self.of_senior = Counter(one.attendance_id for one in self.entries if one.pk in self.placed)

    def rooms(self) -> list[Room]:
        rooms = {firm.pk: Room(firm, self._most(firm), self.of_firm[firm.pk]) for firm in self.firms}
        waiting = [
            one
            for one in self.entries
            if one.pk not in self.placed and one.state in WAITING and rooms[one.participation_id].free
        ]
        fits = fits_among({one.issue_id: one.issue for one in waiting}.values(), {one.senior_id for one in waiting})
        warned = warnings_of([(one.senior_id, one.company) for one in waiting])
        for entry in waiting:
            room, said = rooms[entry.participation_id], warned.get((entry.senior_id, entry.company_id), [])
            why_not = self._why_not(entry, room.firm, said)
            fit = fits.get((entry.issue_id, entry.senior_id), 0.0)
            room.candidates.append(Candidate(entry, entry.senior, fit, tuple(why_not), tuple(said)))
        for room in rooms.values():
            room.candidates.sort(key=_order)
        return list(rooms.values())

    def _most(self, firm: Participation) -> int:
        return self.event.max_per_company if firm.max_interviews is None else firm.max_interviews

    def _why_not(self, entry: Entry, firm: Participation, said: list[Warned]) -> list[str]:
        found = [f"会わせない組み合わせです({OFFICE_DECIDED})"] if any(one.decided for one in said) else []
        cap = entry.attendance.max_interviews
        cap = self.event.max_per_senior if cap is None else cap
        if self.of_senior[entry.attendance_id] >= cap:
            found.append(f"この交流会の上限{cap}件に達しています")
        taken = self.away[entry.attendance_id] | self.away[firm.pk]
        taken = taken | (self.away[firm.attendant_id] if firm.attendant_id else set())
        if self.slots and not self.slots - taken:
            found.append("企業と新現役の、両方が空いている回がありません")
        return found + reasons_against(entry.senior, self.event.starts_on)


def _order(one: Candidate) -> tuple:
    return WAITING.index(one.entry.state), one.entry.preference, -one.fit, one.entry.submitted_at, str(one.entry.pk)


@transaction.atomic
def promote(*, entry: Entry, seen: str, reason: str, by: User, now: dt.datetime) -> bool:
    """She gets the free place: chosen from now on. All is looked at once more with the event held.

    True where a draft tells her: who was a reserve, or learns of it after the timetable. Before it, a choice is no moving up.
    """
    event, senior = hold(entry.event_id, entry.senior)
    if refused := why_closed(event):
        raise ReserveError(refused)
    room = next((one for one in rooms_of(event) if one.firm.pk == entry.participation_id), None)
    if room is None or not room.free:
        raise ReserveError("この企業には、もう空きがありません。")
    found = next((one for one in room.candidates if one.entry.pk == entry.pk), None)
    if found is None or found.entry.state != seen:
        raise ReserveError(CHANGED)
    if found.why_not:
        raise ReserveError(f"選べません。{'。'.join(found.why_not)}。")
    row = found.entry
    row.state, row.selection_reason = EntryState.SELECTED, reason
    row.save(update_fields=["state", "selection_reason"])
    settle(event, senior, [row.issue_id])
    _take_back(event, senior, Q(kind__startswith="reserve") | Q(kind__startswith="declined"))
    moves_up = seen == EntryState.RESERVED or meetings_of(event) is not None
    if moves_up:
        found_words = {"課題名": row.public_title, "受付番号": row.receipt_number}
        _tell(event, senior, "promoted", found_words, subject=("entry", row.pk), now=now)
    return moves_up


# --- Not coming, and coming back ------------------------------------------------------------------------------------------
@transaction.atomic
def withdraw_senior(*, attendance: Attendance, reason: str, by: User, now: dt.datetime) -> int:
    """She does not come to the event: all her wishes are withdrawn in the same moment, and she is told. How many wishes."""
    event, senior = hold(attendance.event_id, attendance.senior)
    row = Attendance.objects.get(pk=attendance.pk)
    if event.is_history or event.stage == Stage.CLOSED:
        raise ReserveError("この交流会は終わっているので、参加は変えられません。")
    if row.state == ParticipationState.WITHDRAWN:
        raise ReserveError("この方は、すでに辞退になっています。")
    row.state = ParticipationState.WITHDRAWN
    row.save(update_fields=["state"])
    entries = list(Entry.objects.filter(attendance=row).exclude(state=EntryState.WITHDRAWN))
    for entry in entries:
        entry.state, entry.withdrawn_at, entry.withdrawn_reason = EntryState.WITHDRAWN, now, reason
        entry.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    settle(event, senior, [entry.issue_id for entry in entries])
    _take_back(event, senior, Q(), [entry.pk for entry in entries])
    subject = (SUBJECT, _recipient(senior).subject_at(event))
    _tell(event, senior, "attendance_withdrawn", {}, subject=subject, now=now)
    return len(entries)


@transaction.atomic
def bring_back_senior(*, attendance: Attendance, by: User, now: dt.datetime) -> int:
    """She comes after all, with the wishes that were withdrawn last, all at once; they are to be decided on anew."""
    event, senior = hold(attendance.event_id, attendance.senior)
    row = Attendance.objects.get(pk=attendance.pk)
    if row.state != ParticipationState.WITHDRAWN:
        raise ReserveError("この方は、参加になっています。")
    if senior.erased_at or senior.state == SeniorState.WITHDRAWN:
        raise ReserveError("この方は登録をやめているので、参加に戻せません。")
    if event.is_history or event.halt or event.stage == Stage.CLOSED or event.ends_on < timezone.localdate(now):
        raise ReserveError("この交流会は終わったか、止まっているので、参加に戻せません。")
    row.state = ParticipationState.REGISTERED
    row.save(update_fields=["state"])
    gone = Entry.objects.filter(attendance=row, state=EntryState.WITHDRAWN)
    last = gone.aggregate(last=Max("withdrawn_at"))["last"]
    entries = list(gone.filter(withdrawn_at=last)) if last else []
    for entry in entries:
        entry.state, entry.withdrawn_at, entry.withdrawn_reason = EntryState.SUBMITTED, None, ""
        entry.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    settle(event, senior, [entry.issue_id for entry in entries])
    _take_back(event, senior, Q(kind__startswith="attendance_withdrawn"))
    return len(entries)


def to_settle(attendance: Attendance) -> list[tuple[Entry, TimeSlot]]:
    """Her interviews of the published timetable, which hands take out of a new version."""
    made = meetings_of(attendance.event) or {}
    entries = Entry.objects.filter(attendance=attendance, pk__in=made).select_related("company")
    slots = TimeSlot.objects.select_related("day").in_bulk(made[entry.pk] for entry in entries)
    return sorted(((entry, slots[made[entry.pk]]) for entry in entries), key=lambda pair: pair[1].number)


# --- Letters --------------------------------------------------------------------------------------------------------------
def _recipient(senior: Senior) -> Recipient:
    return Recipient(SENIOR, senior.pk, senior.name, "")


def _take_back(event: Event, senior: Senior, kinds: Q, entries: Sequence[UUID] = ()) -> None:
    """What waits for her about this event, and about these wishes of hers, and is no longer true."""
    about = Q(subject_kind=SUBJECT, subject_id=_recipient(senior).subject_at(event))
    about |= Q(subject_kind="entry", subject_id__in=entries)
    take_back_drafts(OutboxMail.objects.filter(kinds, about, group_id=event.pk))


def _tell(
    event: Event, senior: Senior, key: str, found: dict[str, str], *, subject: tuple[str, UUID], now: dt.datetime
) -> None:
    address = SeniorContact.objects.filter(senior=senior).values_list("email", flat=True).first()
    title, body = written(event, key, senior.name, found)
    tell(
        Notice(
            kind=f"{key}_{timezone.localdate(now):%Y%m%d}",
            subject_kind=subject[0],
            subject_id=subject[1],
            to=address or "",
            title=title,
            body=body,
            group_id=event.pk,
            named_senior_id=senior.pk,
            to_name=senior.name,
            reply_to=reply_address(event),
        ),
        now=now,
    )
