"""How many letters wait in the outbox for somebody of the office, as the home page says it."""

from dataclasses import dataclass

from django.db.models import Count, Q

from institutions.models import User
from office.models import UNREACHED, MailState, OutboxMail


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """`drafts`: to be read and sent; `unreached`: to be told by letter or telephone."""

    drafts: int
    unreached: int


def waiting_mail(user: User) -> WaitingMail:
    """One query."""
    notices = OutboxMail.objects.visible_to(user).filter(is_notice=True)
    counts = {"drafts": Q(state=MailState.DRAFT), "unreached": Q(state__in=UNREACHED)}
    return WaitingMail(
        **notices.order_by().aggregate(**{name: Count("pk", filter=only) for name, only in counts.items()})
    )
