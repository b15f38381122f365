"""What workers do: one row, or a sweep over all of them. Each may run any number of times."""

from uuid import UUID

from celery import shared_task

from office import leases
from office.leases import TABLES
from office.nudge import nudge
from office.running import perform


@shared_task(name="office.work")
def work(table: str, pk: str) -> None:
    perform(TABLES[table], UUID(pk))


@shared_task(name="office.sweep")
def sweep() -> None:
    nudge(leases.sweep().again)
