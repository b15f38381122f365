"""From application to leaving: every change of a senior's state goes through `move`, by the one table of allowed steps."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from institutions.actors import acting, system
from institutions.models import User
from kouryukai.lib.era import format_date
from talent.models import (
    OPEN,
    Application,
    ApplicationKind,
    ApplicationState,
    Senior,
    SeniorState,
    may_move,
)
from talent.sheet import sheet_of

LONGEST_PAUSE = dt.timedelta(days=731)


class LifecycleError(Exception):
    """Why a senior's state does not change so, in words for people."""


def locked(senior: Senior) -> Senior:
    """The row as it is now, kept so until the end of the transaction."""
    return Senior.objects.select_for_update(of=("self",)).get(pk=senior.pk)


def move(senior: Senior, to: SeniorState, *, reason: str = "", until: dt.date | None = None, **more: object) -> Senior:
    """One step of a locked row. `more`: columns that change with it."""
    if senior.erased_at is not None:
        raise LifecycleError("個人の情報を消去した人の登録は、動かせません。")
    if not may_move(senior.state, to):
        raise LifecycleError(
            f"いまの状態は「{senior.get_state_display()}」なので、「{to.label}」にできません。画面を読み直してください。"
        )
    for name, value in {"state": to, "state_reason": reason, "paused_until": until, **more}.items():
        setattr(senior, name, value)
    senior.save(update_fields=["state", "state_reason", "paused_until", *more, "updated_at"])
    return senior


@transaction.atomic
def pause(*, senior: Senior, until: dt.date | None, reason: str = "", by: User, now: dt.datetime) -> Senior:
    """She is not asked for anything until that day is over; without a day until she says so."""
    today = timezone.localdate(now)
    if until is not None and until < today:
        raise LifecycleError("休止の終わりの日は、今日より後の日にしてください。")
    if until is not None and until > today + LONGEST_PAUSE:
        raise LifecycleError(
            f"休止は{format_date(today + LONGEST_PAUSE)}までにしてください。それより長いときは、日を空けてください。"
        )
    return move(locked(senior), SeniorState.PAUSED, reason=reason, until=until)


@transaction.atomic
def resume(*, senior: Senior, by: User | None, now: dt.datetime) -> Senior:
    """Back among those who are asked. By nobody where the pause was over."""
    row = locked(senior)
    if row.state != SeniorState.PAUSED:
        raise LifecycleError(f"いまの状態は「{row.get_state_display()}」です。休止中の登録だけを再開できます。")
    return move(row, SeniorState.ACTIVE)


def resume_all_due(*, now: dt.datetime) -> int:
    """Those whose last day of pause is over; how many. A second run finds nothing."""
    today = timezone.localdate(now)
    with transaction.atomic():
        rows = Senior.objects.select_for_update(of=("self",)).filter(state=SeniorState.PAUSED, paused_until__lt=today)
        due = list(rows)
        for senior in due:
            move(senior, SeniorState.ACTIVE)
    return len(due)


@transaction.atomic
def put_to_rest(*, senior: Senior, reason: str = "", by: User | None, now: dt.datetime) -> Senior:
    """Nobody reaches her: no more is sent until she says that she stays."""
    return move(locked(senior), SeniorState.DORMANT, reason=reason)


@transaction.atomic
def withdraw(*, senior: Senior, reason: str = "", by: User, now: dt.datetime) -> Senior:
    """She leaves; what she had asked for and was not decided goes with it. What was agreed with firms is for hands to settle."""
    row = move(locked(senior), SeniorState.WITHDRAWN, reason=reason, withdrawn_on=timezone.localdate(now))
    with acting(
        system("退会にともなう申込みの取りやめ")
    ):  # also what the office wrote for her, which is not hers to see
        open_ones(row).update(state=ApplicationState.CANCELLED)
    return row


def open_ones(senior: Senior) -> QuerySet[Application]:
    """Her applications that are not decided yet."""
    hers = Q(senior=senior) if senior.user_id is None else Q(senior=senior) | Q(applicant=senior.user_id)
    return Application.objects.filter(hers, state__in=OPEN)


@transaction.atomic
def take_back(*, senior: Senior, by: User, now: dt.datetime) -> Application:
    """Who had left wishes to come in again: as an application, which the office looks at like any other."""
    row = move(locked(senior), SeniorState.SUBMITTED)
    if open_ones(row).exists():
        raise LifecycleError("書きかけの申込みがあります。そちらを続けて、お送りください。")
    return Application.objects.create(
        kind=ApplicationKind.NEW,
        state=ApplicationState.SUBMITTED,
        applicant_id=row.user_id,
        written_by=None if by.pk == row.user_id else by,
        senior=row,
        sheet=sheet_of(row),
        submitted_at=now,
    )
