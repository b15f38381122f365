"""What the papers of an event say, read from the published timetable into plain values with a handful of queries.

The values are all that a paper depends on: their hash tells whether a paper made earlier still holds. So nothing stands in them
that changes without a reason, such as the key of an interview row or the version of the timetable.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from companies.models import Company
from events.models import Attendance, BoothMode, Event, Participation, ParticipationState, TimeSlot, Unavailability
from matching.models import Interview, Timetable, TimetableState
from office.registry import WorkError
from talent.models import Senior

NO_LONGER_SHOWN = "新現役の経歴を見られる期間が終わったため、この書類は作り直せません。"
RANKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class PrintingError(WorkError):
    """The papers have nothing to say yet; the text tells people what to do first."""


type Pause = tuple[dt.time, dt.time]  # a break between this interview and the one before on the same day


@dataclass(frozen=True)
class EventFacts:
    name: str
    dates: tuple[dt.date, ...]
    venue: str
    slot_minutes: int
    max_second_picks: int
    secretariat: str
    telephone: str


@dataclass(frozen=True)
class SlotFacts:
    number: int  # 1.. over all days, as people count
    day: int
    date: dt.date
    starts_at: dt.time
    ends_at: dt.time
    break_from: dt.time | None  # where a break of the same day ends with this slot: its start
    opening_at: dt.time | None


@dataclass(frozen=True)
class CompanyFacts:
    table: int
    name: str
    short_name: str
    representative: str
    outline: str  # trade, prefecture, staff
    bank: str
    bank_name: str  # in full, for the cover


@dataclass(frozen=True)
class SheetFacts:
    """One interview as the firm's booklet tells it."""

    number: str  # slot and table: 0412 is the 4th slot at table 12
    slot: SlotFacts
    pauses: tuple[Pause, ...]
    table: int
    place: str
    attendant: str
    senior_name: str
    senior_kana: str
    speciality: str
    headline: str
    extras: str
    body: str
    expected_support: str
    proposal: str
    questions: tuple[str, ...]
    address: str  # what the QR code leads to


@dataclass(frozen=True)
class BookletFacts:
    key: uuid.UUID  # of the participation
    company_key: uuid.UUID
    institution: uuid.UUID
    event: EventFacts
    company: CompanyFacts
    sheets: tuple[SheetFacts, ...]


@dataclass(frozen=True)
class MeetingFacts:
    """One interview as the senior's own timetable tells it."""

    slot: SlotFacts
    pauses: tuple[Pause, ...]
    table: int
    place: str
    company: str
    issue: str


@dataclass(frozen=True)
class SeniorFacts:
    key: uuid.UUID  # of the attendance
    senior_key: uuid.UUID
    event: EventFacts
    number: int
    name: str
    meetings: tuple[MeetingFacts, ...]
    address: str


@dataclass(frozen=True)
class GridCell:
    slot: int
    table: int
    family_name: str
    given_name: str
    badge: int
    rank: str


@dataclass(frozen=True)
class GridRow:
    company: CompanyFacts
    number: int
    cells: tuple[GridCell, ...]
    closed: tuple[int, ...]  # numbers of the slots at which the firm or the one beside it cannot


@dataclass(frozen=True)
class GridFacts:
    event: EventFacts
    slots: tuple[SlotFacts, ...]
    rows: tuple[GridRow, ...]


def published_timetable(event: Event) -> Timetable:
    timetable = Timetable.objects.filter(event=event, state=TimetableState.PUBLISHED).first()
    if timetable is None:
        raise PrintingError("公開中の時間割がありません。時間割を公開してから、書類を作ってください。")
    return timetable


def booklets(event: Event, only: Iterable[uuid.UUID] | None = None) -> list[BookletFacts]:
    """A booklet for every firm with an interview, in the order of tables. `only`: keys of participations.

    A booklet is made under the eyes of the firm's bank: it reads rows of its own firm, of those whom that meets, and of the event.
    """
    if only is None:
        published_timetable(event)
    facts, slots = _event(event), _slots(event)
    interviews = _interviews(event)
    if only is not None:
        interviews = interviews.filter(participation__in=list(only))
    of_company = defaultdict(list)
    for interview in _with_seniors(interviews):
        of_company[interview.participation_id].append(interview)
    made = [
        BookletFacts(
            key=key,
            company_key=found[0].company_id,
            institution=found[0].institution_id,
            event=facts,
            company=_company(found[0].company, found[0].booth.number),
            sheets=tuple(_sheet(interview, slot, pauses) for interview, slot, pauses in _with_pauses(found, slots)),
        )
        for key, found in of_company.items()
    ]
    return sorted(made, key=lambda booklet: (booklet.company.table, booklet.company.name))


def seniors(event: Event, only: Iterable[uuid.UUID] | None = None) -> list[SeniorFacts]:
    """A timetable for every senior with an interview, in the order of badges. `only`: keys of attendances."""
    published_timetable(event)
    facts, slots = _event(event), _slots(event)
    interviews = _interviews(event).select_related("entry__issue__brief", "entry__attendance")
    if only is not None:
        interviews = interviews.filter(entry__attendance__in=list(only))
    of_senior: dict[Attendance, list[Interview]] = defaultdict(list)
    for interview in _with_seniors(interviews):
        of_senior[interview.entry.attendance].append(interview)
    made = [
        SeniorFacts(
            key=attendance.pk,
            senior_key=attendance.senior_id,
            event=facts,
            number=attendance.number,
            name=found[0].senior.name,
            meetings=tuple(_meeting(interview, slot, pauses) for interview, slot, pauses in _with_pauses(found, slots)),
            address=f"{settings.BASE_URL}/?attendance={attendance.pk}",
        )
        for attendance, found in of_senior.items()
    ]
    return sorted(made, key=lambda senior: senior.number)


def grid(event: Event) -> GridFacts:
    """The whole timetable: every firm that takes part, also one without an interview."""
    published_timetable(event)
    slots = _slots(event)
    cells = defaultdict(list)
    for interview in _with_seniors(_interviews(event).select_related("entry__attendance")):
        cells[interview.participation_id].append(_cell(interview, slots[interview.slot_id]))
    closed = defaultdict(list)
    for row in Unavailability.objects.filter(event=event, attendance__isnull=True):
        closed[row.participation_id or row.attendant_id].append(slots[row.slot_id].number)
    firms = (
        Participation.objects.filter(event=event)
        .select_related("company__institution", "booth")
        .order_by("booth__number", "number")
    )
    rows = tuple(
        GridRow(
            company=_company(firm.company, firm.booth.number if firm.booth else 0),
            number=firm.number,
            cells=tuple(cells.get(firm.pk, ())),
            closed=tuple(sorted({*closed.get(firm.pk, ()), *closed.get(firm.attendant_id, ())})),
        )
        for firm in firms
        if firm.state == ParticipationState.REGISTERED or firm.pk in cells
    )
    return GridFacts(_event(event), tuple(slots.values()), rows)


def _interviews(event: Event):
    return (
        Interview.objects.filter(event=event, is_published=True)
        .select_related(
            "slot",
            "booth",
            "company__institution",
            "attendant__institution",
            "attendant__branch",
            "entry__issue",
        )
        .order_by("slot__number", "participation__number")
    )


def _with_seniors(interviews: Iterable[Interview]) -> list[Interview]:
    """Read beside the interviews, not joined: whose disclosure has ended would take the interview along, unnoticed."""
    found = list(interviews)
    people = Senior.objects.prefetch_related("specialities", "qualifications").in_bulk({row.senior_id for row in found})
    for interview in found:
        if interview.senior_id not in people:
            raise PrintingError(NO_LONGER_SHOWN)
        interview.senior = people[interview.senior_id]
    return found


def _event(event: Event) -> EventFacts:
    dates = tuple(event.days.order_by("number").values_list("date", flat=True)) or (event.starts_on,)
    return EventFacts(
        name=event.name,
        dates=dates,
        venue=event.venue,
        slot_minutes=event.slot_minutes,
        max_second_picks=event.max_second_picks,
        secretariat=settings.SECRETARIAT_NAME,
        telephone=settings.SECRETARIAT_PHONE,
    )


def _slots(event: Event) -> dict[uuid.UUID, SlotFacts]:
    found, before = {}, None
    for slot in TimeSlot.objects.filter(event=event).select_related("day").order_by("number"):
        same_day = before is not None and before.day_id == slot.day_id
        found[slot.pk] = SlotFacts(
            number=slot.number + 1,
            day=slot.day.number,
            date=slot.day.date,
            starts_at=slot.starts_at.time(),
            ends_at=slot.ends_at.time(),
            break_from=before.ends_at.time() if slot.after_break and same_day else None,
            opening_at=slot.day.opening_at,
        )
        before = slot
    return found


def _with_pauses(
    interviews: Iterable[Interview], slots: dict[uuid.UUID, SlotFacts]
) -> Iterator[tuple[Interview, SlotFacts, tuple[Pause, ...]]]:
    """Each interview of one party with its slot and the breaks since the interview before it on that day."""
    before = None
    for interview in interviews:
        slot = slots[interview.slot_id]
        between = [
            (other.break_from, other.starts_at)
            for other in slots.values()
            if before is not None
            and other.day == before.day == slot.day
            and before.number < other.number <= slot.number
            and other.break_from is not None
        ]
        yield interview, slot, tuple(between)
        before = slot


def _company(company: Company, table: int) -> CompanyFacts:
    staff = "" if company.employees is None else f"従業員 {company.employees:,}名"
    return CompanyFacts(
        table=table,
        name=company.name,
        short_name=company.short_name,
        representative=f"{company.representative_title} {company.representative_name} 様".strip(),
        outline="・".join(part for part in (company.industry, company.prefecture, staff) if part),
        bank=company.institution.short_name,
        bank_name=company.institution.name,
    )


def _sheet(interview: Interview, slot: SlotFacts, pauses: tuple[Pause, ...]) -> SheetFacts:
    senior, issue = interview.senior, interview.entry.issue
    return SheetFacts(
        number=f"{slot.number:02}{interview.booth.number:02}",
        slot=slot,
        pauses=pauses,
        table=interview.booth.number,
        place=_place(interview),
        attendant=_attendant(interview),
        senior_name=senior.name,
        senior_kana=senior.name_kana,
        speciality=_speciality(senior),
        headline=senior.headline,
        extras="・".join(filter(None, [senior.languages, *(q.name for q in senior.qualifications.all())])),
        body=issue.body,
        expected_support=issue.expected_support,
        proposal=interview.entry.proposal_text,
        questions=tuple(issue.questions),
        address=interview_address(interview.entry_id),
    )


def interview_address(entry_id: uuid.UUID) -> str:
    """Where the QR code of a sheet leads: the page of the pair, which outlives every version of the timetable."""
    return settings.BASE_URL + reverse("matching:outcome_edit", args=[entry_id])


def _place(interview: Interview) -> str:
    online = "オンライン" if interview.booth.mode == BoothMode.ONLINE else ""
    return " ".join(filter(None, [online, interview.booth.place]))


def _attendant(interview: Interview) -> str:
    person = interview.attendant
    if person is None:
        return ""
    return " ".join(filter(None, [person.institution.name, person.branch.name if person.branch else "", person.name]))


def _speciality(senior: Senior) -> str:
    first = next(iter(senior.specialities.all()), None)
    if first is None:
        return ""
    years = f" 経験 {first.years}年" if first.years else ""
    return f"{first.get_category_display()}{years}"


def _meeting(interview: Interview, slot: SlotFacts, pauses: tuple[Pause, ...]) -> MeetingFacts:
    issue = interview.entry.issue
    brief = getattr(issue, "brief", None)
    return MeetingFacts(
        slot=slot,
        pauses=pauses,
        table=interview.booth.number,
        place=_place(interview),
        company=interview.company.name,
        issue=brief.public_title if brief else "・".join(issue.category_labels),
    )


def _cell(interview: Interview, slot: SlotFacts) -> GridCell:
    rank = interview.entry.preference
    return GridCell(
        slot=slot.number,
        table=interview.booth.number,
        family_name=interview.senior.family_name,
        given_name=interview.senior.given_name,
        badge=interview.entry.attendance.number,
        rank=RANKS[rank - 1] if rank <= len(RANKS) else str(rank),
    )
