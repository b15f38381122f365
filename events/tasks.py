"""Work in the background of events: every night the reminders of dates that come near; the letters of the call and others to many."""

from typing import Any

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from events import milestones
from events.calling import sending
from events.letters import LetterError
from events.letters.audiences import AUDIENCES
from events.letters.choosing import choose
from events.letters.kinds import KINDS
from events.letters.preparing import prepare as prepare_drafts
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


@job_handler("letters", label="手紙の用意", errors=(LetterError,))
def prepare_letters(job: Job, progress: Progress) -> dict[str, Any]:
    """Subject: an event. Doing it twice makes no letter twice."""
    event, kind = Event.objects.get(pk=job.subject_id), KINDS[job.payload["kind"]]
    progress(0, job.payload["count"], "宛先を集めています")
    chosen = choose(event, kind, AUDIENCES[job.payload["audience"]], job.payload["skip"])
    done = prepare_drafts(
        event=event,
        kind=kind,
        people=chosen.people,
        by=job.requested_by,
        now=timezone.now(),
        progress=lambda made, total: progress(made, total, kind.label),
    )
    address = f"{reverse('office:outbox')}?group={event.pk}&kind={kind.key}"
    return {"message": done.words, "next_url": address, "next_label": "送信箱で確かめる"}
