"""Figures about work in the background, for the pages that watch it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from office.models import Work, WorkState

OPEN = (WorkState.QUEUED, WorkState.RUNNING)


@dataclass(frozen=True)
class KindRow:
    """One kind of document: how many are in which state, in the order of WorkState."""

    kind: str
    label: str
    counts: list[tuple[WorkState, int]]
    total: int

    @property
    def failed(self) -> int:
        return dict(self.counts)[WorkState.FAILED]


def matrix(documents: QuerySet, labels: dict[str, str]) -> list[KindRow]:
    """Kinds x states, one query. Kinds without rows are left out."""
    found: dict[str, dict[str, int]] = {}
    for kind, state, count in documents.order_by().values_list("kind", "state").annotate(Count("pk")):
        found.setdefault(kind, {})[state] = count
    return [
        KindRow(
            kind,
            labels.get(kind, kind),
            [(state, states.get(state, 0)) for state in WorkState],
            sum(states.values()),
        )
        for kind, states in sorted(found.items(), key=lambda item: labels.get(item[0], item[0]))
    ]


@dataclass(frozen=True)
class Batch:
    """What is being made at present: `total` are the open ones and those finished since the oldest of them was asked for."""

    done: int
    total: int
    running: bool
    since: dt.datetime | None

    @property
    def left(self) -> int:
        return self.total - self.done


def batch(documents: QuerySet) -> Batch:
    """Two queries, whatever the number of rows; done == total when nothing is open."""
    rows = documents.order_by().filter(state__in=OPEN)
    found = rows.aggregate(
        left=Count("pk"), running=Count("pk", filter=Q(state=WorkState.RUNNING)), since=Min("requested_at")
    )
    since = found["since"]
    done = documents.filter(finished_at__gte=since).count() if since else 0
    return Batch(done, done + found["left"], found["running"] > 0, since)


def seconds_left(done: int, total: int, since: dt.datetime | None, now: dt.datetime) -> int | None:
    """At the pace so far; None while nothing can be told (under one in twenty done)."""
    if since is None or total == 0 or done * 20 < total or done >= total:
        return None
    return round((now - since).total_seconds() * (total - done) / done)


def elapsed(work: Work, now: dt.datetime) -> int | None:
    """Seconds from the start to the end, or until now."""
    if work.started_at is None:
        return None
    return max(0, round(((work.finished_at or now) - work.started_at).total_seconds()))
