"""Writes about seniors: the pledge, and the erasure that the whole house takes part in."""

import datetime as dt

from django.utils import timezone

from institutions.models import User
from office.erasing import as_eraser, erase
from office.models import ErasureReason, ErasureReceipt
from talent.models import Consent, ConsentKind, Senior
from talent.pledge import current


def erase_senior(
    *, senior: Senior, by: User | None, now: dt.datetime, reason: str = ErasureReason.WISH
) -> ErasureReceipt:
    """Make her anonymous everywhere; counts of past events stay as they were. Raises ErasureError with what stands in the way."""
    with as_eraser(by, "消去"):
        return erase(kind="senior", subject_id=senior.pk, by=by, now=now, reason=reason)


class PledgeError(ValueError):
    """What stood in the way, in words for people."""


def accept_pledge(*, senior: Senior, version: str, by: User, now: dt.datetime) -> Consent:
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
