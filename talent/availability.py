"""Whether a senior can be asked for a day: her state, the days on which she cannot come, and how many interviews she wishes in a year.

The same rules twice: in words for one person, and as a query for many. A test holds the two against each other.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from institutions.models import User
from kouryukai.lib.era import format_date
from talent.lifecycle import locked
from talent.models import Senior, SeniorState, Standing, UnavailablePeriod

PERIODS_AT_MOST = 20


def reasons_against(senior: Senior, on: dt.date) -> list[str]:
    """Why she cannot be asked for that day, in words; [] where she can. Asks for `standing` and `unavailable_periods`."""
    found = []
    if why := _state_against(senior, on):
        found.append(why)
    for period in senior.unavailable_periods.all():
        if period.from_on <= on <= period.to_on:
            found.append(f"この期間は参加できません({period_words(period)})")
    met, cap = interviews_this_year(senior), senior.interviews_per_year
    if cap is not None and met >= cap:
        found.append(f"1年間の上限{cap}回に達しています(この1年の面談 {met}回)")
    return found


def is_available(senior: Senior, on: dt.date) -> bool:
    return not reasons_against(senior, on)


def available_on(day: dt.date, seniors: QuerySet[Senior] | None = None) -> QuerySet[Senior]:
    """Those of `seniors` who can be asked for that day."""
    rows = Senior.objects.all() if seniors is None else seniors
    away = UnavailablePeriod.objects.filter(senior=OuterRef("pk"), from_on__lte=day, to_on__gte=day)
    full = Standing.objects.filter(senior=OuterRef("pk"), interviews_this_year__gte=OuterRef("interviews_per_year"))
    present = Q(state=SeniorState.ACTIVE) | Q(state=SeniorState.PAUSED, paused_until__lt=day)
    return rows.filter(present, ~Exists(away), ~Exists(full))


def interviews_this_year(senior: Senior) -> int:
    standing = getattr(senior, "standing", None)
    return standing.interviews_this_year if standing else 0


def _state_against(senior: Senior, on: dt.date) -> str:
    if senior.state == SeniorState.ACTIVE:
        return ""
    if senior.state == SeniorState.PAUSED and senior.paused_until:
        return f"休止中です({format_date(senior.paused_until)}まで)" if on <= senior.paused_until else ""
    if senior.state == SeniorState.PAUSED:
        return "休止中です(終わりの日は決まっていません)"
    return f"登録の状態が「{senior.get_state_display()}」です"


def period_words(period: UnavailablePeriod) -> str:
    days = format_date(period.from_on)
    if period.to_on != period.from_on:
        days += f"〜{format_date(period.to_on)}"
    return f"{days} {period.note}" if period.note else days


# --- Writing -----------------------------------------------------------------------------------------------------------
class PeriodError(Exception):
    """Why a period cannot be written down, in words for people."""


@transaction.atomic
def add_period(
    *, senior: Senior, from_on: dt.date, to_on: dt.date, note: str = "", by: User, now: dt.datetime
) -> tuple[UnavailablePeriod, bool]:
    """Periods that touch become one. Returns it, and whether others went into it."""
    senior = locked(senior)
    if to_on < from_on:
        raise PeriodError("終わりの日は、始まりの日か、それより後の日にしてください。")
    one_day = dt.timedelta(days=1)
    # What a longer one takes in may touch yet another: those kept never touch each other, so one look is enough.
    touching = list(
        UnavailablePeriod.objects.filter(senior=senior, from_on__lte=to_on + one_day, to_on__gte=from_on - one_day)
    )
    others = UnavailablePeriod.objects.filter(senior=senior).exclude(pk__in=[one.pk for one in touching])
    if others.count() >= PERIODS_AT_MOST:
        raise PeriodError(f"参加できない期間は{PERIODS_AT_MOST}個までです。終わった期間を消してから、足してください。")
    words = [word for one in touching for word in one.note.split("、")] + [note.strip()]
    notes = dict.fromkeys(filter(None, words))
    limit = UnavailablePeriod._meta.get_field("note").max_length
    UnavailablePeriod.objects.filter(pk__in=[one.pk for one in touching]).delete()
    made = UnavailablePeriod.objects.create(
        senior=senior,
        from_on=min([from_on, *(one.from_on for one in touching)]),
        to_on=max([to_on, *(one.to_on for one in touching)]),
        note="、".join(notes)[:limit],
    )
    return made, bool(touching)


@transaction.atomic
def set_cap(*, senior: Senior, interviews_per_year: int | None, by: User, now: dt.datetime) -> Senior:
    """How many interviews in a year at most; None is as many as there are."""
    row = locked(senior)
    row.interviews_per_year = interviews_per_year
    row.save(update_fields=["interviews_per_year", "updated_at"])
    return row
