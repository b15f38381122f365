"""Work in the background for events: every night, reminders of dates that come near."""

from celery import shared_task
from django.utils import timezone

from events import milestones
from institutions.actors import acting, system


@shared_task(name="events.remind")
def remind() -> None:
    """May run any number of times: of a date and a person there is one draft."""
    with acting(system("task events.remind")):
        milestones.remind_all(now=timezone.now())
