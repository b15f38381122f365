"""Telling a worker that a row waits for it. Only a hint: when it gets lost, the sweep finds the row.

A thread sends the hints, so that a page never waits for a broker that is gone. It never raises.
"""

import atexit
import logging
import os
import queue
import threading
from collections.abc import Iterable
from uuid import UUID

from celery import current_app

logger = logging.getLogger(__name__)

TASK = "office.work"
ROOM = 2000  # hints that may wait; more are left to the sweep
LAST_WAIT = 1.0  # seconds that a process about to end gives its last hints


class Messenger:
    def __init__(self) -> None:
        self.waiting: queue.Queue[tuple[str, str]] = queue.Queue(ROOM)
        self.sent = threading.Event()
        self.sent.set()
        self.start = threading.Lock()
        self.thread: threading.Thread | None = None

    def tell(self, table: str, pk: UUID) -> None:
        self.sent.clear()
        try:
            self.waiting.put_nowait((table, str(pk)))
        except queue.Full:
            return
        with self.start:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._send_all, name="nudge", daemon=True)
                self.thread.start()

    def _send_all(self) -> None:
        while True:
            hint = self.waiting.get()
            try:
                current_app.send_task(TASK, args=hint, retry=False, ignore_result=True)
            except Exception as error:
                left = self._forget()
                logger.warning("broker out of reach, %s hints left to the sweep: %s", left + 1, type(error).__name__)
            if self.waiting.empty():
                self.sent.set()

    def _forget(self) -> int:
        """The other hints would only wait for the same broker."""
        count = 0
        try:
            while True:
                self.waiting.get_nowait()
                count += 1
        except queue.Empty:
            return count


_messenger = Messenger()


def nudge(rows: Iterable[tuple[str, UUID]]) -> None:
    """Send a hint for each (table, id). Returns at once."""
    for table, pk in rows:
        _messenger.tell(table, pk)


def flush(seconds: float) -> bool:
    """Wait until every hint is sent or given up. Whether that was so in time."""
    return _messenger.sent.wait(seconds)


def _after_fork() -> None:
    global _messenger
    _messenger = Messenger()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(flush, LAST_WAIT)
