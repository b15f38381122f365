"""Work in the background for events: letters to a great many."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from events.letters import LetterError
from events.letters.audiences import AUDIENCES
from events.letters.choosing import choose
from events.letters.kinds import KINDS
from events.letters.preparing import prepare
from events.models import Event
from office.models import Job
from office.registry import Progress, job_handler


@job_handler("letters", label="手紙の用意", errors=(LetterError,))
def prepare_letters(job: Job, progress: Progress) -> dict[str, Any]:
    """Subject: an event. Doing it twice makes no letter twice."""
    event, kind = Event.objects.get(pk=job.subject_id), KINDS[job.payload["kind"]]
    progress(0, job.payload["count"], "宛先を集めています")
    chosen = choose(event, kind, AUDIENCES[job.payload["audience"]], job.payload["skip"])
    done = prepare(
        event=event,
        kind=kind,
        people=chosen.people,
        by=job.requested_by,
        now=timezone.now(),
        progress=lambda made, total: progress(made, total, kind.label),
    )
    address = f"{reverse('office:outbox')}?group={event.pk}&kind={kind.key}"
    return {"message": done.words, "next_url": address, "next_label": "送信箱で確かめる"}
