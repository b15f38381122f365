"""A piece of work as a lease on its row, held by compare-and-set on (state, holder, attempt).

All times of leases are the database's: workers on several machines then share one clock.
"""

import os
import secrets
import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from office.models import MAX_ATTEMPTS, Document, Job, Work, WorkState
from office.registry import Cancelled, LeaseLost

NOTE_LENGTH = 200
STOPPED_TOO_OFTEN = f"作業が途中で止まることが{MAX_ATTEMPTS}回続きました。時間をおいて、もう一度お試しください。"
TABLES: dict[str, type[Work]] = {"job": Job, "document": Document}


def lease_time() -> timedelta:
    return timedelta(seconds=settings.WORK_LEASE_SECONDS)


def again_time() -> timedelta:
    """How long waiting work is left alone before a worker hears of it again."""
    return timedelta(seconds=settings.WORK_NUDGE_AGAIN_SECONDS)


def table_of(work: Work) -> str:
    return work._meta.model_name


@dataclass(frozen=True)
class Lease:
    model: type[Work]
    pk: UUID
    holder: str
    attempt: int

    def rows(self) -> models.QuerySet:
        """The row while it is ours, else nothing."""
        return self.model.objects.filter(pk=self.pk, state=WorkState.RUNNING, holder=self.holder, attempts=self.attempt)

    def renew(self, **progress: Any) -> None:
        """Hold the row for another lease time. Raises Cancelled or LeaseLost."""
        self._set(lease_until=Now() + lease_time(), **progress)

    def close(self, state: WorkState, **fields: Any) -> None:
        """The work is over. Raises Cancelled or LeaseLost, and nothing is changed then."""
        self._set(state=state, lease_until=None, holder="", finished_at=Now(), **fields)

    def give_back(self) -> None:
        """Let somebody try again, a little later."""
        self._set(state=WorkState.QUEUED, lease_until=None, holder="", nudged_at=Now())

    def _set(self, **fields: Any) -> None:
        if not self.rows().update(**fields):
            self.refuse()

    def refuse(self) -> None:
        state = self.model.objects.filter(pk=self.pk).values_list("state", flat=True).first()
        raise Cancelled if state == WorkState.CANCELLED else LeaseLost(f"{self.model.__name__} {self.pk}")


def claim(model: type[Work], pk: UUID) -> tuple[Lease, Work] | None:
    """Take a row that waits, or whose holder went silent. None when there is nothing to take: of many exactly one gets it."""
    holder = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(8)}"
    free = Q(state=WorkState.QUEUED) | Q(state=WorkState.RUNNING, lease_until__lt=Now())
    taken = model.objects.filter(free, pk=pk, attempts__lt=MAX_ATTEMPTS).update(
        state=WorkState.RUNNING,
        attempts=F("attempts") + 1,
        holder=holder,
        lease_until=Now() + lease_time(),
        started_at=Now(),
        progress_done=0,
        progress_total=0,
        progress_note="",
        error="",
    )
    if not taken:
        return None
    work = model.objects.select_related("institution", "requested_by").filter(pk=pk, holder=holder).first()
    return (Lease(model, pk, holder, work.attempts), work) if work else None


def waiting(limit: int) -> list[tuple[str, UUID]]:
    """(table, id) of rows that a worker may take now: jobs first, in the order of asking; what has just failed rests a while."""
    rested = Q(attempts=0) | Q(nudged_at__lt=Now() - again_time())
    found: list[tuple[str, UUID]] = []
    for name, model in TABLES.items():
        rows = model.objects.filter(rested, state=WorkState.QUEUED).order_by("requested_at", "nudged_at", "pk")
        found += [(name, pk) for pk in rows.values_list("pk", flat=True)[: limit - len(found)]]
    return found


@dataclass(frozen=True)
class Swept:
    """What one sweep has found: (table, id) of rows that a worker must hear of, and how many were given up."""

    again: list[tuple[str, UUID]]
    given_up: int


def sweep(*, batch: int = 200) -> Swept:
    """Free rows whose holder went silent, give up those tried too often, and find waiting rows that no worker came for.

    Any number of sweeps may run beside each other: each skips the rows that another one has in hand.
    """
    again: list[tuple[str, UUID]] = []
    given_up = 0
    for name, model in TABLES.items():
        with transaction.atomic():
            silent = model.objects.filter(state=WorkState.RUNNING, lease_until__lt=Now())
            spent = _lock(silent.filter(attempts__gte=MAX_ATTEMPTS), batch)
            given_up += model.objects.filter(pk__in=spent).update(
                state=WorkState.FAILED, lease_until=None, holder="", finished_at=Now(), error=STOPPED_TOO_OFTEN
            )
            freed = _lock(silent.filter(attempts__lt=MAX_ATTEMPTS), batch)
            model.objects.filter(pk__in=freed).update(
                state=WorkState.QUEUED, lease_until=None, holder="", nudged_at=Now()
            )
            unheard = Q(nudged_at__lt=Now() - again_time()) | Q(nudged_at=None)
            forgotten = _lock(model.objects.filter(unheard, state=WorkState.QUEUED), batch)
            model.objects.filter(pk__in=forgotten).update(nudged_at=Now())
        again += [(name, pk) for pk in freed + forgotten]
    return Swept(again, given_up)


def _lock(rows: models.QuerySet, batch: int) -> list[UUID]:
    locked = rows.order_by("requested_at", "pk").select_for_update(skip_locked=True)
    return list(locked.values_list("pk", flat=True)[:batch])
