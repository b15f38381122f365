"""Keeping a lease while the work goes on: how far it is and that it lives, written beside the work's own transaction.

The work runs in one long transaction, so its own connection could show nobody how far it is. A thread with a connection
of its own writes the newest figures at most twice a second, and renews the lease also while a solver says nothing.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import Error, connection

from institutions.actors import acting, system
from office.leases import NOTE_LENGTH, Lease, lease_time
from office.registry import Interrupted, LeaseLost

logger = logging.getLogger(__name__)

PAUSE = 0.5  # seconds between two writes


@contextmanager
def keeping(lease: Lease) -> Iterator["Keeper | InlineKeeper"]:
    """Keep the lease until the block ends. Inside an open transaction no other connection sees the row: then it is kept here."""
    keeper = InlineKeeper(lease) if connection.in_atomic_block else Keeper(lease)
    try:
        yield keeper
    finally:
        keeper.stop()


class InlineKeeper:
    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self.newest: dict[str, Any] = {}
        self.written_at = 0.0

    def __call__(self, done: int, total: int, note: str = "") -> None:
        self.newest = figures(done, total, note)
        if time.monotonic() - self.written_at >= PAUSE or done >= total:
            self.lease.renew(**self.newest)
            self.written_at = time.monotonic()

    def stop(self) -> dict[str, Any]:
        return self.newest


class Keeper:
    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self.newest: dict[str, Any] = {}
        self.unwritten = False
        self.interrupted: Interrupted | None = None
        self.stopping = False
        self.news = threading.Condition()
        self.thread = threading.Thread(target=self._keep, name=f"keeper-{lease.pk}", daemon=True)
        self.thread.start()

    def __call__(self, done: int, total: int, note: str = "") -> None:
        with self.news:
            if self.interrupted:
                raise self.interrupted
            self.newest = figures(done, total, note)
            self.unwritten = True
            self.news.notify()

    def stop(self) -> dict[str, Any]:
        """End the thread; the newest figures, which the last write takes along."""
        with self.news:
            self.stopping = True
            self.news.notify()
        self.thread.join(PAUSE * 4)
        return self.newest

    def _keep(self) -> None:
        beat = lease_time().total_seconds() / 3
        until = time.monotonic() + 3 * beat
        wait = beat
        try:
            while (figures := self._wait(wait)) is not None:
                try:
                    with acting(system("task office.lease")):
                        self.lease.renew(**figures)
                    until, wait = time.monotonic() + 3 * beat, beat
                except Error:  # the database is away: it may be back before the lease runs out
                    logger.warning("lease of %s could not be renewed", self.lease.pk, exc_info=True)
                    connection.close()
                    wait = PAUSE
                    if time.monotonic() > until:
                        raise LeaseLost(str(self.lease.pk)) from None
                self._pause(min(PAUSE, beat))
        except Interrupted as reason:
            with self.news:
                self.interrupted = reason
        finally:
            connection.close()

    def _wait(self, seconds: float) -> dict[str, Any] | None:
        """Until there is news or the time is over; None when the work has ended."""
        with self.news:
            self.news.wait_for(lambda: self.unwritten or self.stopping, timeout=seconds)
            if self.stopping:
                return None
            self.unwritten = False
            return dict(self.newest)

    def _pause(self, seconds: float) -> None:
        with self.news:
            self.news.wait_for(lambda: self.stopping, timeout=seconds)


def figures(done: int, total: int, note: str) -> dict[str, Any]:
    return {"progress_done": done, "progress_total": total, "progress_note": note[:NOTE_LENGTH]}
