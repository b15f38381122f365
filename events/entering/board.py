"""How the entries of an event come in: per issue, over time, and whose entries need a look. A constant number of queries."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from companies.models import IssueBrief
from events.entering.standing import why_closed
from events.models import BriefMark, Entry, EntryState, Event, Participation, ParticipationState
from institutions.models import User
from talent.models import Senior, SeniorState

LONGEST_LINE = 60  # days


@dataclass(frozen=True, slots=True)
class Row:
    brief: IssueBrief
    firm: Participation
    count: int
    marks: int
    word: str
    is_open: bool

    @property
    def may_invite(self) -> bool:
        return self.is_open and self.word == "少ない"


@dataclass(frozen=True, slots=True)
class Board:
    rows: list[Row]
    total: int
    seniors: int
    few: int
    many: int
    top: int
    line: tuple[list[str], list[int]]
    counted_at: dt.datetime

    @property
    def series(self) -> list[tuple[str, list[int]]]:
        """As the chart takes it."""
        return [("希望", self.line[1])]

    @property
    def is_open(self) -> bool:
        return any(row.is_open for row in self.rows)


def board(event: Event, user: User) -> Board:
    """For the office all of the event, for a bank its own firms."""
    entries = Entry.objects.visible_to(user).filter(event=event).exclude(state=EntryState.WITHDRAWN).order_by()
    per_issue = dict(entries.values_list("issue").annotate(Count("pk")))
    firms = Participation.objects.visible_to(user).filter(event=event).select_related("company")
    by_company = {firm.company_id: firm for firm in firms}
    briefs = IssueBrief.objects.visible_to(user).filter(event_id=event.pk).select_related("issue")
    marks: dict = {}
    if user.is_coordinator:
        marked = BriefMark.objects.filter(event=event).order_by()
        marks = dict(marked.values_list("brief").annotate(Count("pk")))
    rows, now = [], timezone.now()
    for brief in briefs:
        if (firm := by_company.get(brief.issue.company_id)) is not None:
            count = per_issue.get(brief.issue_id, 0)
            is_open = not why_closed(event, now, brief)
            rows.append(Row(brief, firm, count, marks.get(brief.pk, 0), _word(event, firm, count), is_open))
    rows.sort(key=lambda row: (row.firm.state == ParticipationState.WITHDRAWN, row.count, row.firm.number))
    return Board(
        rows=rows,
        total=sum(per_issue.values()),
        seniors=entries.values("senior").distinct().count(),
        few=sum(row.word == "少ない" for row in rows),
        many=sum(row.word == "多い" for row in rows),
        top=max([*per_issue.values(), event.few_entries + 3, event.max_per_company]),
        line=_over_time(entries, event),
        counted_at=now,
    )


def _word(event: Event, firm: Participation, count: int) -> str:
    if firm.state == ParticipationState.WITHDRAWN:
        return "辞退"
    return "少ない" if count < event.few_entries else "多い" if count >= event.many_entries else ""


def _over_time(entries, event: Event) -> tuple[list[str], list[int]]:
    """How many there were at the end of each day, from the first day to today or the last one."""
    per_day = Counter(dict(entries.values_list(TruncDate("submitted_at")).annotate(Count("pk"))))
    if not per_day:
        return [], []
    first = min(per_day)
    if event.entry_open_at:
        first = min(first, timezone.localdate(event.entry_open_at))
    last = max(max(per_day), min(timezone.localdate(), timezone.localdate(event.entry_close_at or timezone.now())))
    first = max(first, last - dt.timedelta(days=LONGEST_LINE))
    so_far = sum(n for day, n in per_day.items() if day < first)
    labels, values = [], []
    for n in range((last - first).days + 1):
        day = first + dt.timedelta(days=n)
        so_far += per_day[day]
        labels.append(f"{day.month}/{day.day}")
        values.append(so_far)
    return labels, values


def of_who_left(event: Event) -> list[tuple[Senior, list[Entry]]]:
    """Entries that stand although the senior is paused, has left or cannot be reached: for the office to settle."""
    rows = Entry.objects.filter(event=event).exclude(state=EntryState.WITHDRAWN)
    rows = rows.exclude(senior__state=SeniorState.ACTIVE).select_related("senior", "company", "issue")
    found: dict = {}
    for entry in rows.order_by("senior__family_kana", "senior_id", "preference"):
        found.setdefault(entry.senior_id, (entry.senior, []))[1].append(entry)
    return list(found.values())
