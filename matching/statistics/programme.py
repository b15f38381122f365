"""The figures of all events of a period, and those that sources state of the past: side by side, never added up."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet

from events.history import Totals, totals
from events.models import Attendance, Entry, Event, Participation, ParticipationState
from events.queries import in_fiscal_year
from kouryukai.lib.era import format_date
from matching.models import Interview, Result, ResultState, Support
from matching.statistics.funnel import Funnel, funnel
from matching.statistics.rate import Figure, Rate


@dataclass(frozen=True)
class Period:
    """What the page is about: the events over by `until`, of one fiscal year (from April) or all, of one host or all."""

    until: dt.date
    year: int | None = None
    host: object = None

    def events(self, *, history: bool) -> QuerySet[Event]:
        events = in_fiscal_year(Event.objects.filter(is_history=history, ends_on__lt=self.until), self.year)
        return events.filter(hosts__institution=self.host).distinct() if self.host else events

    @property
    def before(self) -> "Period | None":
        return None if self.year is None else Period(self.until, self.year - 1, self.host)


@dataclass(frozen=True)
class ProgrammeFigures:
    """Counted from rows over the events of a period. 延べ counts a firm or a senior once per event, 実 once."""

    events: int
    firms: int
    firms_distinct: int
    seniors: int
    seniors_distinct: int
    planned: int
    held: int
    supports: int
    firms_with_support: int
    firms_with_interview: int

    @property
    def rate(self) -> Rate:
        return Rate(
            "支援成立の率(社)",
            self.firms_with_support,
            self.firms_with_interview,
            "支援が1組でも成立した企業 ÷ 面談を実施した企業。どちらも実数で、同じ企業は1社と数えます。",
        )


def programme_figures(period: Period) -> ProgrammeFigures:
    """Everything counted over the events of a period, in six queries, whatever their number."""
    events = period.events(history=False).values("pk")
    registered = {"event__in": events, "state": ParticipationState.REGISTERED}
    firms = Participation.objects.filter(**registered).aggregate(n=Count("pk"), who=Count("company", distinct=True))
    seniors = Attendance.objects.filter(**registered).aggregate(n=Count("pk"), who=Count("senior", distinct=True))
    held = Result.objects.filter(entry__event__in=events, state=ResultState.HELD).aggregate(
        n=Count("pk"), firms=Count("entry__company", distinct=True)
    )
    supports = Support.objects.filter(entry__event__in=events).aggregate(
        n=Count("pk"), firms=Count("entry__company", distinct=True)
    )
    return ProgrammeFigures(
        events=period.events(history=False).count(),
        firms=firms["n"],
        firms_distinct=firms["who"],
        seniors=seniors["n"],
        seniors_distinct=seniors["who"],
        planned=Interview.objects.filter(event__in=events, is_published=True).count(),
        held=held["n"],
        supports=supports["n"],
        firms_with_support=supports["firms"],
        firms_with_interview=held["firms"],
    )


def programme_funnel(period: Period) -> Funnel:
    """The funnel of all pairs of a period, in one query."""
    return funnel(Entry.objects.filter(event__in=period.events(history=False).values("pk")))


@dataclass(frozen=True)
class Year:
    """One fiscal year. `stated_...` are sums of what sources state, with how many of the events state it at all."""

    year: int
    own: int
    history: int
    firms: int
    seniors: int
    held: int
    supports: int
    stated_companies: int | None
    stated_by: int

    @property
    def label(self) -> str:
        era = f"令和{self.year - 2018}" if self.year > 2018 else f"平成{self.year - 1988}"
        return f"{era}年度" if self.year != 2019 else "令和元年度"


def by_year(until: dt.date) -> list[Year]:
    """Every fiscal year with an event that is over, newest first; a fixed number of queries."""
    past = list(Event.objects.filter(ends_on__lt=until).values("pk", "starts_on", "is_history", "stated_companies"))
    year_of = {row["pk"]: fiscal_year(row["starts_on"]) for row in past}
    registered = Q(state=ParticipationState.REGISTERED)
    sums = {
        "firms": _per_year(Participation.objects.filter(registered), "event", year_of),
        "seniors": _per_year(Attendance.objects.filter(registered), "event", year_of),
        "held": _per_year(Result.objects.filter(state=ResultState.HELD), "entry__event", year_of),
        "supports": _per_year(Support.objects.all(), "entry__event", year_of),
    }
    found = []
    for year in sorted(set(year_of.values()), reverse=True):
        mine = [row for row in past if year_of[row["pk"]] == year]
        stated = [row["stated_companies"] for row in mine if row["stated_companies"] is not None]
        found.append(
            Year(
                year=year,
                own=sum(not row["is_history"] for row in mine),
                history=sum(row["is_history"] for row in mine),
                stated_companies=sum(stated) if stated else None,
                stated_by=len(stated),
                **{name: counts[year] for name, counts in sums.items()},
            )
        )
    return found


def _per_year(rows: QuerySet, key: str, year_of: dict) -> Counter:
    counts: Counter = Counter()
    for event, n in rows.filter(**{f"{key}__is_history": False}).order_by().values_list(key).annotate(Count("pk")):
        if event in year_of:
            counts[year_of[event]] += n
    return counts


def fiscal_year(day: dt.date) -> int:
    """The year in whose April the fiscal year of that day began."""
    return day.year if day.month >= 4 else day.year - 1


@dataclass(frozen=True)
class StatedHistory:
    """What sources state of past events, over those that state it: never a sum over all of them."""

    events: int
    figures: tuple[tuple[Figure, int], ...]  # with how many of the events state it
    first: dt.date | None
    last: dt.date | None


def stated_history(period: Period) -> StatedHistory:
    """Firms, seniors and interviews as sources state them of past events, in two queries."""
    events = period.events(history=True)
    names = (
        ("stated_companies", "企業", "社"),
        ("stated_seniors", "新現役", "人"),
        ("stated_interviews", "面談", "件"),
    )
    rows: Iterable[dict] = list(events.values("pk", "starts_on", *(name for name, _, _ in names)))
    ends = events.aggregate(first=Min("starts_on"), last=Max("starts_on"))
    figures = []
    for name, label, unit in names:
        stated = [row[name] for row in rows if row[name] is not None]
        figures.append(
            (Figure(label, sum(stated) if stated else None, unit, "資料に記載された数の合計。"), len(stated))
        )
    return StatedHistory(len(list(rows)), tuple(figures), ends["first"], ends["last"])


@dataclass(frozen=True)
class ProgrammeTotals:
    """The foundation's stated totals, and the rate computed from them beside the rate that it states."""

    stated: Totals
    rate: Rate

    @property
    def gap(self) -> float:
        """Stated minus computed rate, in points."""
        return round(self.stated.stated_match_rate_percent - (self.rate.percent or 0), 1)

    @property
    def firms_for_stated_rate(self) -> int:
        """How many firms would have to have taken part for the stated rate to follow from the stated matches."""
        return int(round(self.stated.matched_companies * 100 / self.stated.stated_match_rate_percent, -1))


def programme_totals() -> ProgrammeTotals:
    """The totals that come with the application; no query."""
    stated = totals()
    definition = (
        f"{format_date(stated.as_of, weekday=False)}までの{stated.events}回について、公表された2つの数を割った値です。"
        "支援成立が社数か組数かは、公表の資料では確かめられません。"
    )
    return ProgrammeTotals(
        stated, Rate("支援成立の率(公表の数から計算)", stated.matched_companies, stated.companies, definition)
    )
