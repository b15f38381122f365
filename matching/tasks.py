"""Planning in the background: the event's timetable is computed while a page shows how far it is."""

import time
from typing import Any

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from institutions.actors import acting, system
from matching.actions import TimetableError, plan_event
from matching.models import PlanStatus
from matching.solver import Undecided
from matching.solver.measure import Values
from matching.standings import count_standings
from matching.timetable import OBJECTIVE_NAMES
from office.models import Job
from office.registry import Progress, job_handler

SECONDS_BETWEEN_REPORTS = 0.5


@shared_task(name="matching.standings")
def standings() -> None:
    """Every night: an interview of last year no longer counts, and what was changed by hand is found."""
    with acting(system("task matching.standings")):
        count_standings()


@job_handler("plan", label="時間割の作成", errors=(TimetableError, Undecided))
def plan(job: Job, progress: Progress) -> dict[str, Any]:
    """Subject: an event. Doing it twice replaces the draft by the same plan."""
    event = Event.objects.get(pk=job.subject_id)
    timetable = plan_event(event=event, by=job.requested_by, now=timezone.now(), on_progress=Reporter(progress))
    return {
        "next_url": reverse("matching:timetable_board", args=[event.pk]),
        "next_label": "時間割を見る",
        "status": timetable.status,
        "message": _message(timetable.status, timetable.cause),
    }


def _message(status: str, cause: dict | None) -> str:
    if status == PlanStatus.INFEASIBLE:
        return f"{PlanStatus.INFEASIBLE.label}。{cause['detail'] if cause else ''}"
    return PlanStatus(status).label


class Reporter:
    """The planner's voice on the job's page: twice a second at most, and at every new stage."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.stage = ""
        self.at = 0.0

    def __call__(self, stage: str, done: int, total: int, values: Values | None) -> None:
        now = time.monotonic()
        if stage == self.stage and now - self.at < SECONDS_BETWEEN_REPORTS:
            return
        self.stage, self.at = stage, now
        self.progress(done, total, f"{stage}{best_so_far(values)}")


def best_so_far(values: Values | None) -> str:
    """(いまのところ: 面談のない新現役0人、...)"""
    if values is None:
        return ""
    figures = "、".join(
        f"{label}{value}{unit}" for (label, unit), value in zip(OBJECTIVE_NAMES.values(), values, strict=True)
    )
    return f"(いまのところ: {figures})"
