"""What of events everybody may know: name, days, place, hosts and how many came. Explicit columns, no firm and no person.

Read as the system, since who asks is nobody: call inside `acting(...)`.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from events.models import DatePrecision, Event, EventHost, Figure, Halt, HostRole, Stage, Tally
from kouryukai.lib.era import era_year

COLUMNS = (
    "pk name is_named is_history halt starts_on ends_on date_precision venue stated_companies stated_seniors stated_interviews"
).split()
COUNTED = {Figure.COMPANIES: "firms", Figure.SENIORS: "seniors", Figure.HELD: "interviews"}


@dataclass(frozen=True)
class PublicEvent:
    """`hosts`: (主催, names) for each role that there is; `halt`: 延期 or 中止. A figure is None where nobody states or counted it."""

    name: str
    starts_on: dt.date
    ends_on: dt.date
    is_month: bool
    venue: str
    hosts: tuple[tuple[str, tuple[str, ...]], ...]
    is_history: bool
    halt: str
    firms: int | None
    seniors: int | None
    interviews: int | None


def settled() -> QuerySet[Event]:
    """Events that are past the first station: before it neither the day nor the hosts are settled."""
    return Event.objects.filter(Q(is_history=True) | ~Q(stage=Stage.PREPARATION))


def coming(today: dt.date, most: int | None = None) -> list[PublicEvent]:
    """What is still to come, the next one first; two queries and one for the figures."""
    rows = settled().filter(is_history=False, ends_on__gte=today).order_by("starts_on", "name", "pk")
    return _shown(rows[:most])


def past(today: dt.date) -> QuerySet[Event]:
    """What took place: not what was put off or called off."""
    return settled().filter(ends_on__lt=today, halt=Halt.NONE)


def past_years(today: dt.date) -> list[tuple[int, int]]:
    """(fiscal year, how many events), newest first."""
    days = past(today).order_by().values_list("starts_on", flat=True)
    return sorted(Counter(day.year - (day.month < 4) for day in days).items(), reverse=True)


def past_of(today: dt.date, year: int) -> list[PublicEvent]:
    """The events of one fiscal year that are over, newest first."""
    within = (dt.date(year, 4, 1), dt.date(year + 1, 3, 31))
    return _shown(past(today).filter(starts_on__range=within).order_by("-starts_on", "name", "pk"))


def _shown(rows: QuerySet[Event]) -> list[PublicEvent]:
    found = list(rows.values(*COLUMNS))
    keys = [row["pk"] for row in found]
    hosts, figures = _hosts(keys), _figures(keys)
    return [_one(row, hosts.get(row["pk"], {}), figures.get(row["pk"], {})) for row in found]


def _one(row: dict, hosts: dict[str, list[str]], counted: dict[str, int]) -> PublicEvent:
    stated = {
        "firms": row["stated_companies"],
        "seniors": row["stated_seniors"],
        "interviews": row["stated_interviews"],
    }
    figures = stated if row["is_history"] else {name: counted.get(name) for name in stated}
    return PublicEvent(
        name=row["name"] if row["is_named"] else "名称の記載なし",
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        is_month=row["date_precision"] == DatePrecision.MONTH,
        venue=row["venue"],
        hosts=tuple((role.label, tuple(hosts[role])) for role in HostRole if role in hosts),
        is_history=row["is_history"],
        halt=Halt(row["halt"]).label if row["halt"] else "",
        **figures,
    )


def _hosts(keys: Iterable[UUID]) -> dict[UUID, dict[str, list[str]]]:
    found: dict[UUID, dict[str, list[str]]] = {}
    rows = EventHost.objects.filter(event__in=keys).order_by("event", "order", "pk")
    for event, role, name in rows.values_list("event", "role", "institution__name"):
        found.setdefault(event, {}).setdefault(role, []).append(name)
    return found


def _figures(keys: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    found: dict[UUID, dict[str, int]] = {}
    rows = Tally.objects.filter(event__in=keys, figure__in=COUNTED)
    for event, figure, count in rows.values_list("event", "figure", "count"):
        found.setdefault(event, {})[COUNTED[Figure(figure)]] = count
    return found


def year_label(year: int) -> str:
    """令和8年度; of 2019, which began in 平成, 令和元年度 as offices say."""
    return f"{era_year(dt.date(year, 5, 1))}度"
