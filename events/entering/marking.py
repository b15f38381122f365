"""気になる: a senior's own mark on an open issue."""

import datetime as dt

from django.db import transaction

from companies.models import IssueBrief
from events.models import BriefMark
from institutions.models import User
from talent.rules import senior_of


@transaction.atomic
def mark(*, brief: IssueBrief, on: bool, by: User, now: dt.datetime) -> None:
    """Put it on or take it away; doing it twice changes nothing."""
    senior = senior_of(by)
    if on:
        row = BriefMark(senior=senior, brief=brief, event_id=brief.event_id, marked_at=now)
        BriefMark.objects.bulk_create([row], ignore_conflicts=True)
    else:
        BriefMark.objects.filter(senior=senior, brief=brief).delete()
