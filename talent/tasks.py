"""Every night: pauses that are over end."""

from celery import shared_task
from django.utils import timezone

from institutions.actors import acting, system
from talent import lifecycle


@shared_task(name="talent.resume")
def resume() -> None:
    with acting(system("task talent.resume")):
        lifecycle.resume_all_due(now=timezone.now())
