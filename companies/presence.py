"""Who has a sheet open at this moment: names that fade after a minute. Kept where sign-in counts, since it is nobody's record."""

import datetime as dt
from uuid import UUID

from django.core.cache import cache

from institutions.actors import acting
from institutions.models import User

FADES_AFTER = 75  # seconds: the page says every 25 that it is still open


def note_open(hearing_pk: UUID, user: User, now: dt.datetime) -> list[str]:
    """This person has it open: the names of the others who have. A bank reads of the office, not of its people."""
    moment, name = now.timestamp(), "事務局" if user.is_coordinator else user.display_name
    key, own = f"hearing-open-{hearing_pk}", str(user.pk)
    with acting(None):
        known = cache.get(key) or {}
        fresh = {who: row for who, row in known.items() if moment - row[1] < FADES_AFTER}
        cache.set(key, fresh | {own: [name, moment]}, FADES_AFTER)
    return sorted(row[0] for who, row in fresh.items() if who != own)
