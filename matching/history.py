"""What one senior took part in, event by event, and what came of it: the same for the office and for herself, but for what is not hers to know.

She never learns how others judged her: neither a firm's answer nor the selection. The office sees answers once both sides have given theirs.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from companies.models import Company
from events.models import Attendance, Entry, EntryState, Event, Halt, ParticipationState, Stage
from institutions.models import User
from matching.models import Answer, Interview, Result, ResultState, SecondInterview, Side, Support
from matching.rules_outcomes import are_open
from talent.models import Senior


@dataclass
class Wish:
    """One entry and all that followed. `firm` is empty where its name is not hers to know."""

    entry: Entry
    firm: str
    title: str
    standing: str
    has_interview: bool
    facts: list[str] = field(default_factory=list)


@dataclass
class Visit:
    event: Event
    is_withdrawn: bool
    wishes: list[Wish] = field(default_factory=list)


@dataclass
class Year:
    """Wishes of a calendar year of events, and how many of them became interviews."""

    year: int
    interviews: int = 0
    others: int = 0
    second_interviews: int = 0
    supports: int = 0

    @property
    def wishes(self) -> int:
        return self.interviews + self.others


@dataclass
class History:
    visits: list[Visit]
    years: list[Year]

    @property
    def totals(self) -> Year:
        total = Year(0)
        for year in self.years:
            for name in ("interviews", "others", "second_interviews", "supports"):
                setattr(total, name, getattr(total, name) + getattr(year, name))
        return total


class Found:
    """The rows behind a history, each kind in one query."""

    def __init__(self, senior: Senior, user: User) -> None:
        self.herself = not user.is_coordinator
        self.attendances = list(
            Attendance.objects.visible_to(user)
            .filter(senior=senior)
            .select_related("event")
            .order_by("-event__starts_on", "event_id")
        )
        entries = Entry.objects.visible_to(user).filter(senior=senior).order_by("preference", "submitted_at", "pk")
        self.entries: dict = defaultdict(list)
        for entry in entries.defer("score", "selection_reason"):
            self.entries[entry.attendance_id].append(entry)
        own = {"entry__senior": senior}
        self.met = {row.entry_id: row for row in self._interviews(senior, user)}
        self.results = {row.entry_id: row for row in Result.objects.visible_to(user).filter(**own)}
        self.second = {row.entry_id: row for row in SecondInterview.objects.visible_to(user).filter(**own)}
        self.supports = {row.entry_id: row for row in Support.objects.visible_to(user).filter(**own)}
        self.answers: dict = defaultdict(list)
        for answer in Answer.objects.visible_to(user).filter(**own):
            self.answers[answer.entry_id].append(answer)
        keys = {entry.company_id for some in self.entries.values() for entry in some}
        # A senior knows the firms that she meets; what else she wished for is a title to her.
        firms = {row.company_id: row.company for row in self.met.values()}
        if not self.herself:
            firms = Company.objects.visible_to(user).in_bulk(keys)
        self.firms = {key: firm.name for key, firm in firms.items()}

    @staticmethod
    def _interviews(senior: Senior, user: User):
        rows = Interview.objects.visible_to(user).filter(senior=senior, is_published=True)
        return rows.select_related("slot__day", "company")


def history_of(senior: Senior, user: User) -> History:
    """A constant number of queries."""
    found = Found(senior, user)
    visits, years = [], {}
    for row in found.attendances:
        visit = Visit(row.event, row.state == ParticipationState.WITHDRAWN)
        visit.wishes = [_wish(entry, row.event, found) for entry in found.entries[row.pk]]
        visits.append(visit)
        if visit.wishes:
            year = years.setdefault(row.event.starts_on.year, Year(row.event.starts_on.year))
            _count(year, visit, found)
    return History(visits, [years[key] for key in sorted(years)])


def _count(year: Year, visit: Visit, found: Found) -> None:
    for wish in visit.wishes:
        if wish.has_interview:
            year.interviews += 1
        elif wish.entry.state != EntryState.WITHDRAWN:
            year.others += 1
        year.second_interviews += wish.entry.pk in found.second
        year.supports += wish.entry.pk in found.supports


def _wish(entry: Entry, event: Event, found: Found) -> Wish:
    return Wish(
        entry=entry,
        firm=found.firms.get(entry.company_id, ""),
        title=entry.public_title or "課題",
        standing=standing_of(entry, event, has_interview=entry.pk in found.met),
        has_interview=entry.pk in found.met,
        facts=[*_facts(entry, found)],
    )


def standing_of(entry: Entry, event: Event, *, has_interview: bool) -> str:
    """What a senior may know of her wish: nothing of the selection before the timetable is out."""
    if entry.state == EntryState.WITHDRAWN:
        return "取り下げました"
    if has_interview:
        return "面談が決まりました"
    if event.halt == Halt.CANCELLED:
        return "交流会が中止になりました"
    if Stage(event.stage).position >= Stage.DAY.position:
        return "今回は面談の予定がありません"
    return "希望を受け付けました"


def _facts(entry: Entry, found: Found):
    """What followed, in words, in its order."""
    if interview := found.met.get(entry.pk):
        yield f"面談 {_day(interview.slot.day.date)}"
    if result := found.results.get(entry.pk):
        yield f"結果: {ResultState(result.state).label}"
    yield from _answer_words(found.answers[entry.pk], herself=found.herself)
    if second := found.second.get(entry.pk):
        yield f"二次面談: {second.get_state_display()}{f'({_day(second.held_on)})' if second.held_on else ''}"
    if support := found.supports.get(entry.pk):
        yield f"支援: {support.get_state_display()}({_day(support.agreed_on)}から、{support.theme})"


def _answer_words(answers: list[Answer], *, herself: bool):
    own = [answer for answer in answers if answer.side == Side.SENIOR]
    if herself:
        yield from (f"私の回答「もう一度会いたいですか」: {answer.get_wish_display()}" for answer in own)
    elif are_open(answers):
        yield from (f"{answer.get_side_display()}の回答: {answer.get_wish_display()}" for answer in answers)
    elif answers:
        yield "回答: 双方がそろうまで見せません"


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
