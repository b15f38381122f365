"""The next dates of an event, as its page shows them: when, what, and who must act."""

from dataclasses import dataclass

from django.utils import timezone

from events.milestones import SHOWN_NEXT, in_order, owner_words, state_of
from events.models import Event, Milestone
from institutions.models import User


@dataclass(frozen=True)
class NextDate:
    milestone: Milestone
    state: str  # late, now or todo
    owner: str


def dates_of(event: Event, user: User) -> list[NextDate]:
    """One query; what is late comes first, since it lies furthest back."""
    rows = Milestone.objects.visible_to(user).filter(event=event, done_at=None)
    rows = in_order(rows.select_related("institution", "person__staff_member"))
    today = timezone.localdate()
    return [NextDate(row, state_of(row, today), owner_words(row)) for row in rows[:SHOWN_NEXT]]
