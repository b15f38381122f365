"""What workers do: a shift at the rows that wait, a sweep over all of them, a look at unusual reading. Each may run any number of times."""

import logging
import time
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from institutions.actors import acting, system
from office import leases, watching
from office.leases import TABLES
from office.nudge import nudge
from office.running import perform

logger = logging.getLogger(__name__)

SHIFT = 5.0  # seconds after which a worker process takes no further row: its limits are looked at, or it may stop


@shared_task(name="office.work")
def work(table: str, pk: str) -> None:
    """Do that row if it is still free, then whatever else waits.

    So a message only says "there is work": a lost one costs nothing while any other comes, and the pace of a hundred
    documents does not hang on the broker.
    """
    until = time.monotonic() + SHIFT
    perform(TABLES[table], UUID(pk))
    while time.monotonic() < until and take_one():
        pass


def take_one() -> bool:
    """Do one row of those that wait. False when there is none; others may be faster, so look at several."""
    with acting(system("task office.work")):
        waiting = leases.waiting(limit=8)
    return any(perform(TABLES[table], pk) for table, pk in waiting)


@shared_task(name="office.sweep")
def sweep() -> None:
    with acting(system("task office.sweep")):
        swept = leases.sweep()
    nudge(swept.again)


@shared_task(name="office.watch_reading")
def watch_reading() -> None:
    with acting(system("task office.watch_reading")):
        for alert in watching.watch(now=timezone.now()):
            logger.warning("account %s read %s persons: %s", alert.user_id, alert.people_read, alert.rule)
