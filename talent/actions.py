"""Writes about seniors that the whole house takes part in."""

import datetime as dt

from institutions.models import User
from office.erasing import as_eraser, erase
from office.models import ErasureReason, ErasureReceipt
from talent.models import Senior


def erase_senior(
    *, senior: Senior, by: User | None, now: dt.datetime, reason: str = ErasureReason.WISH
) -> ErasureReceipt:
    """Make her anonymous everywhere; counts of past events stay as they were. Raises ErasureError with what stands in the way."""
    with as_eraser(by, "消去"):
        return erase(kind="senior", subject_id=senior.pk, by=by, now=now, reason=reason)
