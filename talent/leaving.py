"""Until when the register keeps what it knows of somebody who has left."""

import datetime as dt

from django.utils import timezone

from talent.models import Senior
from talent.retaining import UNTIL_ERASED


def erased_on(senior: Senior) -> dt.date:
    """The day from which the nightly run makes her anonymous, counted from her last word to the office."""
    last_word = senior.confirmed_on or senior.registered_on or timezone.localdate(senior.created_at)
    try:
        return last_word.replace(year=last_word.year + UNTIL_ERASED.years)
    except ValueError:  # 29 February
        return last_word.replace(year=last_word.year + UNTIL_ERASED.years, month=3, day=1)
