"""What was checked about whom, and who has promised: written down by the office, or by oneself on the page."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from institutions.models import StaffMember, User
from office.models import BackgroundCheck, StaffPledge
from office.staff_pledge import current


class CheckError(ValueError):
    """What stood in the way, in words for people."""


@transaction.atomic
def record_checks(
    *,
    seniors: Iterable[UUID] = (),
    companies: Iterable[UUID] = (),
    checked_on: dt.date,
    result: str,
    source: str,
    note: str = "",
    by: User,
    now: dt.datetime,
) -> int:
    """The same words for many. One that is there with the same day, result and source is not written again."""
    keys = [{"senior_key": key, "company_key": None} for key in seniors]
    keys += [{"senior_key": None, "company_key": key} for key in companies]
    if not keys:
        raise CheckError("確認した企業か新現役を選んでください。")
    words = {"checked_on": checked_on, "result": result, "source": source}
    there = set(BackgroundCheck.objects.filter(**words).values_list("senior_key", "company_key"))
    made = [
        BackgroundCheck(**key, **words, note=note, recorded_at=now, recorded_by=by)
        for key in keys
        if (key["senior_key"], key["company_key"]) not in there
    ]
    BackgroundCheck.objects.bulk_create(made)
    return len(made)


@transaction.atomic
def record_pledges(
    *, members: Iterable[StaffMember], accepted_on: dt.date, on_paper: bool, by: User, now: dt.datetime
) -> int:
    """The wording in force on that day. Who has accepted it already stays as he is."""
    version = current(accepted_on).version
    rows = [
        StaffPledge(
            institution_id=member.institution_id,
            member=member,
            version=version,
            accepted_on=accepted_on,
            on_paper=on_paper,
            recorded_at=now,
            recorded_by=by,
        )
        for member in members
    ]
    if not rows:
        raise CheckError("約束した人を選んでください。")
    before = StaffPledge.objects.filter(version=version).count()
    StaffPledge.objects.bulk_create(rows, ignore_conflicts=True)
    return StaffPledge.objects.filter(version=version).count() - before
