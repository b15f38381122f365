"""Writes about seniors."""

from datetime import datetime

from django.utils import timezone

from institutions.models import User
from talent.models import Consent, ConsentKind, Senior
from talent.pledge import current


class PledgeError(ValueError):
    """What stood in the way, in words for people."""


def accept_pledge(*, senior: Senior, version: str, by: User, now: datetime) -> Consent:
    """The senior gives the pledge in the wording that was on the screen; accepting it twice is accepting it once."""
    if senior.user_id != by.pk:
        raise PledgeError("約束は、ご本人だけができます。")
    pledge = current(timezone.localdate(now))
    if pledge.version != version:
        raise PledgeError("約束の文面が新しくなりました。もう一度お読みください。")
    consent, _ = Consent.objects.get_or_create(
        senior=senior,
        kind=ConsentKind.CONFIDENTIALITY,
        version=version,
        defaults={"text_hash": pledge.hash, "accepted_at": now},
    )
    return consent
