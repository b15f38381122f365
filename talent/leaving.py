"""Until when the register keeps what it knows of somebody who has left: reckoned by the query that the nightly run asks."""

import datetime as dt

from django.db.models import DateField, Value

from talent.models import Senior, SeniorState
from talent.retaining import LEFT_ON, UNTIL_ERASED, with_gone_since


def kept_until(senior: Senior, today: dt.date) -> dt.date:
    """The last day on which she can be read; of who has not left, if she leaves today. The night after it makes her anonymous."""
    left_on = LEFT_ON if senior.state == SeniorState.WITHDRAWN else Value(today, DateField())
    rows = with_gone_since(Senior.objects.filter(pk=senior.pk), left_on)
    since = rows.values_list("gone_since", flat=True).get()
    try:
        erased_on = since.replace(year=since.year + UNTIL_ERASED.years)
    except ValueError:  # 29 February
        erased_on = since.replace(year=since.year + UNTIL_ERASED.years, month=3, day=1)
    return erased_on - dt.timedelta(days=1)
