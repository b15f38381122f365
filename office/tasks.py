"""What workers do: a shift at the rows that wait, sweeps, a look at unusual reading, the nightly retention, reminders in the morning. Each may run any number of times."""

import logging
import time
from typing import Any
from uuid import UUID

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from institutions.actors import acting, system
from kouryukai.lib.workdays import is_workday
from office import leases, posting, retention, watching
from office.actions import ask_for_retention
from office.actions_inquiries import remind
from office.erasing import as_eraser
from office.importing.undoing import UNDO, UndoError, undo
from office.leases import TABLES
from office.models import ImportBatch, Job
from office.nudge import nudge
from office.registry import Progress, WorkError, job_handler
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
    if table == "mail":
        posting.deliver(UUID(pk))
    else:
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
    nudge(swept.again + posting.sweep())


@job_handler(UNDO, label="取り込みを元に戻す処理", errors=(UndoError,))
def undo_import(job: Job, progress: Progress) -> dict[str, Any]:
    """Subject: an import. Doing it twice changes nothing more."""
    batch = ImportBatch.objects.filter(pk=job.subject_id).first()
    if batch is None:
        raise WorkError("この取り込みの記録は、もうありません。")
    done = undo(batch=batch, by=job.requested_by, now=timezone.now(), said=progress)
    kept = f"そのまま残したものが{done.kept:,}件あります。" if done.kept else ""
    return {
        "message": f"取り込みを元に戻しました。{kept}",
        "next_url": reverse("office:import_list"),
        "next_label": "取り込みの記録を見る",
    }


@shared_task(name="office.watch_reading")
def watch_reading() -> None:
    with acting(system("task office.watch_reading")):
        for alert in watching.watch(now=timezone.now()):
            logger.warning("account %s read %s persons: %s", alert.user_id, alert.people_read, alert.rule)


@shared_task(name="office.retention")
def nightly_retention() -> None:
    """Asks for the job; one that is still open is enough."""
    try:
        with acting(system("task office.retention")):
            ask_for_retention(by=None, now=timezone.now(), people_allowed=retention.PEOPLE_A_NIGHT)
    except WorkError:
        pass


@shared_task(name="office.inquiries")
def remind_of_inquiries() -> None:
    """Every morning of a workday: what is late goes to its owner, what nobody has taken to all."""
    now = timezone.now()
    if is_workday(timezone.localdate(now)):
        with acting(system("task office.inquiries")):
            remind(now=now)


@job_handler("retention", label="保存期間の処理")
def do_retention(job: Job, progress: Progress) -> dict[str, Any]:
    with as_eraser(job.requested_by, "保存期間"):
        done = retention.run(
            now=timezone.now(), by=job.requested_by, people_allowed=job.payload["people_allowed"], progress=progress
        )
    return {
        "count": retention.total(done.lines),
        "message": retention.STOPPED.format(due=done.people_due) if done.is_stopped else "",
        "next_url": reverse("office:retention"),
        "next_label": "保存期間のページを見る",
    }
