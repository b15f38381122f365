"""Work in the background of events: every night the reminders of dates that come near; the letters of the call."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from events import milestones
from events.calling import sending
from events.models import Event
from institutions.actors import acting, system
from office.models import Job
from office.registry import Progress, WorkError, job_handler


@shared_task(name="events.remind")
def remind() -> None:
    """May run any number of times: of a date and a person there is one draft."""
    with acting(system("task events.remind")):
        milestones.remind_all(now=timezone.now())


@job_handler(sending.KIND, label="希望登録のご案内")
def prepare_call(job: Job, progress: Progress) -> dict[str, Any]:
    """Subject: an event. Doing it twice makes no second letter."""
    event = Event.objects.filter(pk=job.subject_id).first()
    if event is None:
        raise WorkError("この交流会は、もうありません。")
    call = sending.Call(job.payload["call"])
    return sending.prepare(event=event, call=call, by=job.requested_by, now=timezone.now(), progress=progress)
