"""What becomes of a wish that gets no interview, decided by the office: on the reserve, declined, or open again."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, QuerySet

from events.entering.writing import hold
from events.letters.audiences import SENIOR, SUBJECT, Recipient
from events.letters.kinds import RESULTS
from events.meetings import meetings_of
from events.models import Entry, EntryState, Event, Participation, ParticipationState
from events.models.moves import ENTRY_MOVES
from events.reserves import why_not_now
from institutions.models import User
from office.models import OutboxMail
from office.notices import take_back_drafts
from talent.models import Senior

LABELS = {
    EntryState.RESERVED: "控えにする",
    EntryState.DECLINED: "見送りにする",
    EntryState.SUBMITTED: "希望に戻す",
}
UNDECIDED = (EntryState.SUBMITTED, EntryState.SELECTED)
REGISTERED = ParticipationState.REGISTERED


class DecisionError(ValueError):
    """Why it stays undecided, in words for people."""


def why_closed(event: Event) -> str:
    return why_not_now(event, "希望の扱いは変えられません", "控えや見送りを決める")


def _why_not(event: Event, entry: Entry, met: Iterable) -> str:
    if refused := why_closed(event):
        return refused
    if entry.pk in met:
        return "公開中の時間割に、この希望の面談があります。先に時間割から外して、公開し直してください。"
    return ""


def choices_for(entry: Entry) -> list[tuple[str, str]]:
    """(state, what the button says) of what this wish may become now."""
    if not entry.is_standing or _why_not(entry.event, entry, meetings_of(entry.event) or ()):
        return []
    return [(state.value, label) for state, label in LABELS.items() if ENTRY_MOVES.may(entry.state, state)]


@transaction.atomic
def decide(*, entry: Entry, state: str, seen: str, by: User, now: dt.datetime) -> Entry:
    """`seen`: the state that the page showed. Letters to her that wait and say something else are taken back. DecisionError."""
    event, senior = hold(entry.event_id, entry.senior)
    row = Entry.objects.select_related("company").get(pk=entry.pk)
    if refused := _why_not(event, row, meetings_of(event) or ()):
        raise DecisionError(refused)
    if row.state != seen:
        raise DecisionError("開いているあいだに、この希望の状態が変わりました。いまの状態を見て、選び直してください。")
    if state not in LABELS or not row.is_standing or not ENTRY_MOVES.may(row.state, state):
        raise DecisionError(f"「{row.get_state_display()}」の希望を、そのようには変えられません。")
    row.state, row.selection_reason = EntryState(state), ""
    row.save(update_fields=["state", "selection_reason"])
    _take_back(event, [senior], [row])
    return row


# --- Whoever is left when the timetable is out ----------------------------------------------------------------------------
@dataclass(slots=True)
class Undecided:
    """A firm with wishes on which nobody has decided, of people who have no interview at all."""

    firm: Participation
    entries: list[Entry] = field(default_factory=list)

    @property
    def open(self) -> int:
        """How many of them become reserves at one stroke; who was chosen and waits for a turn is looked at one by one."""
        return sum(entry.state == EntryState.SUBMITTED for entry in self.entries)


def undecided_of(event: Event) -> list[Undecided]:
    """By the firms' numbers, in the order of the wishes' ranks."""
    found: dict[object, list[Entry]] = defaultdict(list)
    for entry in _left(event, meetings_of(event) or ()).select_related("senior").order_by("preference", "submitted_at"):
        found[entry.participation_id].append(entry)
    firms = Participation.objects.filter(pk__in=found).select_related("company").order_by("number")
    return [Undecided(firm, found[firm.pk]) for firm in firms]


def _left(event: Event, met: Iterable) -> QuerySet[Entry]:
    rows = Entry.objects.filter(
        event=event, state__in=UNDECIDED, participation__state=REGISTERED, attendance__state=REGISTERED
    )
    return rows.exclude(senior__in=Entry.objects.filter(event=event, pk__in=list(met)).values("senior"))


@transaction.atomic
def reserve_undecided(*, firm: Participation, by: User, now: dt.datetime) -> int:
    """All who have wished for this firm, are undecided and meet nobody go on its reserve. How many. DecisionError."""
    event = Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=firm.event_id)
    if refused := why_closed(event):
        raise DecisionError(refused)
    made = meetings_of(event)
    if made is None:  # the planner makes no interview of a reserve
        raise DecisionError("時間割がまだ公開されていません。公開すると、面談のない人をまとめて控えにできます。")
    rows = _left(event, made).filter(participation=firm, state=EntryState.SUBMITTED)
    waiting = rows.values_list("senior", flat=True)
    seniors = list(Senior.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=waiting).order_by("pk"))
    entries = list(rows.filter(senior__in=seniors).select_for_update(of=("self",)).order_by("pk"))
    Entry.objects.filter(pk__in=[entry.pk for entry in entries]).update(state=EntryState.RESERVED)
    _take_back(event, seniors, entries)
    return len(entries)


def _take_back(event: Event, seniors: Iterable[Senior], entries: Iterable[Entry]) -> None:
    """Results that wait in the outbox and name the wish as what it was, and the word of moving up."""
    subjects = [Recipient(SENIOR, one.pk, one.name, "").subject_at(event) for one in seniors]
    result = Q()
    for kind in RESULTS:
        result |= Q(kind=kind) | Q(kind__startswith=f"{kind}_")
    rows = OutboxMail.objects.filter(group_id=event.pk)
    take_back_drafts(rows.filter(result, subject_kind=SUBJECT, subject_id__in=subjects))
    promoted = rows.filter(kind__startswith="promoted", subject_kind="entry")
    take_back_drafts(promoted.filter(subject_id__in=[entry.pk for entry in entries]))
