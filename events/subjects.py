"""Events, as the pages of the office below name them."""

from uuid import UUID

from django.urls import reverse

from events.models import Event
from kouryukai.lib.era import format_date
from office.subjects import Subject, subject

MOST = 60  # what came of an inquiry of the last years


def choices() -> list[tuple[UUID, str]]:
    rows = Event.objects.filter(is_history=False).order_by("-starts_on", "name", "pk")
    return [(pk, f"{name}({format_date(day)})") for pk, name, day in rows.values_list("pk", "name", "starts_on")[:MOST]]


def name_of(pk: UUID) -> str:
    return Event.objects.filter(pk=pk).values_list("name", flat=True).first() or ""


subject("event", Subject(choices, name_of, lambda pk: reverse("matching:event_page", args=[pk])))
