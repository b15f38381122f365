"""What the pages of a bank show of an event: its own firms, its own counts, and of others only which tables are taken.

Nothing here reads a whole event, as floor, board and statistics do: rows of other banks stand behind the wall.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from companies.models import Hearing, HearingState
from events.models import (
    Booth,
    Entry,
    EntryState,
    Event,
    EventDay,
    Figure,
    Participation,
    ParticipationState,
    Stage,
    Tally,
    TimeSlot,
)
from events.queries import counted, of_firms_that_come, with_people
from institutions.models import User
from institutions.roles import Role
from matching.models import Interview, Occupancy, Result
from matching.stages import NextStep

OTHERS = "他機関"
OTHERS_OF_A_BRANCH = "他店・他機関"
UNITS = {Figure.COMPANIES: "社", Figure.SENIORS: "人"}


# --- Counts and what comes next -------------------------------------------------------------------------------------------
def with_own_figures(events: QuerySet[Event], user: User) -> QuerySet[Event]:
    """Adds own_companies, own_entries, own_interviews, own_results and own hearings by state: of the firms that this account sees."""
    published = Interview.objects.visible_to(user).filter(is_published=True)
    results = Result.objects.visible_to(user).filter(entry__in=published.values("entry"))
    hearings = of_firms_that_come(Hearing.objects.visible_to(user))
    coming = Participation.objects.visible_to(user).filter(state=ParticipationState.REGISTERED)
    heard = hearings.filter(event_id=OuterRef("event_id"), company=OuterRef("company_id"))
    return events.annotate(
        own_companies=counted(coming, "event"),
        own_unheard=counted(coming.filter(~Exists(heard)), "event"),
        own_entries=counted(Entry.objects.visible_to(user).exclude(state=EntryState.WITHDRAWN), "event"),
        own_interviews=counted(published, "event"),
        own_results=counted(results, "entry__event"),
        own_hearings_open=counted(hearings.filter(state=HearingState.DRAFT), "event_id"),
        own_hearings_returned=counted(hearings.filter(state=HearingState.RETURNED), "event_id"),
        own_hearings_submitted=counted(hearings.filter(state=HearingState.SUBMITTED), "event_id"),
        own_hearings_approved=counted(hearings.filter(state=HearingState.APPROVED), "event_id"),
    )


def with_told_figures(events: QuerySet[Event], user: User) -> QuerySet[Event]:
    """Adds company_count and senior_count of the whole event, as everybody is told them."""
    told = Tally.objects.visible_to(user).filter(event=OuterRef("pk"))
    return events.annotate(
        company_count=Subquery(told.filter(figure=Figure.COMPANIES).values("count")),
        senior_count=Subquery(told.filter(figure=Figure.SENIORS).values("count")),
    )


def figures_of(event: Event, user: User) -> list[Tally]:
    """The figures of the whole event that this account may know, in the order in which they come about."""
    found = {row.figure: row for row in Tally.objects.visible_to(user).filter(event=event)}
    for figure, row in found.items():
        row.unit = UNITS.get(figure, "件")
    return [found[figure] for figure in Figure.values if figure in found]


def next_step(event: Event, user: User) -> NextStep | None:
    """For an event of `with_own_figures` of this account; None where its bank has nothing to look at."""
    if event.is_history:
        return None
    if event.halt:
        text = f"{event.get_halt_display()}のお知らせは、事務局からお届けします。ほかの期日も確かめられます。"
        return _step(event, text, "events:milestone_list", "日程を見る")
    if not event.own_companies:
        return _before_firms(event, user)
    if event.own_interviews:
        return _after_publication(event)
    if event.own_entries:
        text = f"お取引先への希望が{event.own_entries}件届いています。時間割ができるまで、内容を確かめられます。"
        return _step(event, text, "events:entry_list", "希望を見る")
    if event.stage == Stage.HEARING and (hearing := _hearings(event)):
        return hearing
    text = f"お取引先{event.own_companies}社が参加します。課題の内容を確かめます。"
    return _step(event, text, "events:participation_list", "参加するお取引先を見る")


def _before_firms(event: Event, user: User) -> NextStep | None:
    """Hosts without clients of their own, and banks whose branches have not proposed anybody yet."""
    if event.stage not in (Stage.PREPARATION, Stage.HEARING):
        return None
    if user.institution.brings_firms:
        text = "課題を抱えるお取引先を選んで、参加を申し込みます。"
        return _step(event, text, "events:participation_new", "企業の参加を申し込む")
    return _step(event, "交流会の準備が進んでいます。期日と担当を確かめます。", "events:milestone_list", "日程を見る")


def _hearings(event: Event) -> NextStep | None:
    """What the bank's own people owe first, then what the office has before it; None where all are approved."""
    if event.own_hearings_returned:
        text = f"ヒアリングシートが{event.own_hearings_returned}件差し戻されています。理由を読んで直します。"
    elif event.own_hearings_open:
        text = f"書きかけのヒアリングシートが{event.own_hearings_open}件あります。書き終えて提出します。"
    elif event.own_unheard:
        text = f"ヒアリングを始めていないお取引先が{event.own_unheard}社あります。訪ねて、課題をうかがいます。"
    elif event.own_hearings_submitted:
        text = f"ヒアリングシート{event.own_hearings_submitted}件を、事務局が確かめています。"
    else:
        return None
    return _step(event, text, "events:hearing_board", "ヒアリングを見る")


def _after_publication(event: Event) -> NextStep:
    if not event.own_results and event.starts_on >= timezone.localdate():
        text = f"時間割が公開されました。{event.own_interviews}件の面談の相手と時刻を確かめます。"
        return _step(event, text, "matching:timetable_board", "時間割を見る")
    if event.own_results < event.own_interviews:
        text = f"面談の結果は、事務局が入力しています(いま {event.own_results} / {event.own_interviews}件)。"
    else:
        text = f"面談{event.own_interviews}件の結果がそろいました。二次面談の予定を確かめます。"
    return _step(event, text, "matching:outcome_list", "面談の結果を見る")


def _step(event: Event, sentence: str, name: str, label: str) -> NextStep:
    return NextStep(sentence, reverse(name, args=[event.pk]), label)


# --- The timetable ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Cell:
    """kind: own (with its interview), others, free or break."""

    kind: str
    interview: Interview | None = None


@dataclass(frozen=True)
class Row:
    """A table; `firm` is the own firm that sits there."""

    booth: Booth | None
    firm: Participation | None
    cells: list[Cell]

    @property
    def count(self) -> int:
        return sum(cell.kind == "own" for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    days: list[EventDay]
    day: EventDay | None
    columns: list[TimeSlot | None]  # None is a break
    rows: list[Row]
    interviews: list[Interview]  # own ones of all days, in order of time
    others: str  # what stands in a cell of somebody else
    published_at: dt.datetime | None


def grid_of(event: Event, user: User, day_number: int | None = None) -> Grid:
    """The published timetable as a bank sees it; without one there are no rows. Six queries, whatever the size."""
    slots = list(TimeSlot.objects.filter(event=event).select_related("day").order_by("number"))
    days = list({slot.day_id: slot.day for slot in slots}.values())
    day = next((row for row in days if row.number == day_number), days[0] if days else None)
    columns = _columns([slot for slot in slots if slot.day_id == day.pk]) if day else []
    taken = list(Occupancy.objects.visible_to(user).filter(event=event))
    interviews = with_people(
        Interview.objects.visible_to(user)
        .filter(event=event, is_published=True)
        .select_related("company", "slot", "booth")
        .order_by("slot__number", "booth__number"),
        user,
    )
    own = {(row.booth_id, row.slot_id): row for row in interviews}
    places = {(row.booth_id, row.slot_id) for row in taken}
    firms = Participation.objects.visible_to(user).filter(event=event, state="registered").select_related("company")
    by_booth = {firm.booth_id: firm for firm in firms}
    booths = Booth.objects.filter(event=event).order_by("number") if taken else []
    rows = [
        Row(booth, by_booth.get(booth.pk), [_cell(booth, column, own, places) for column in columns])
        for booth in booths
        if booth.pk in by_booth or any(place[0] == booth.pk for place in places)
    ]
    return Grid(
        days=days,
        day=day,
        columns=columns,
        rows=rows,
        interviews=interviews,
        others=OTHERS_OF_A_BRANCH if user.role == Role.BRANCH else OTHERS,
        published_at=taken[0].published_at if taken else None,
    )


def _columns(slots: list[TimeSlot]) -> list[TimeSlot | None]:
    found: list[TimeSlot | None] = []
    for slot in slots:
        found += [None, slot] if slot.after_break and found else [slot]
    return found


def _cell(booth: Booth, slot: TimeSlot | None, own: dict, places: set) -> Cell:
    if slot is None:
        return Cell("break")
    if interview := own.get((booth.pk, slot.pk)):
        return Cell("own", interview)
    return Cell("others" if (booth.pk, slot.pk) in places else "free")
