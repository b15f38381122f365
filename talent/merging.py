"""Two registrations of one person become one: what hangs on the second goes to the first, and the second is erased.

Upper apps say in their own `merging.py` what they hang on a senior (`merges`) and what forbids it (`forbids`).
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.module_loading import autodiscover_modules

from institutions.models import User
from office.erasing import ErasureError
from office.handing_over import hand_over
from office.models import ErasureReason
from office.notices import take_back_drafts, unsent
from talent.actions import erase_senior
from talent.changing import drop_untouched, is_untouched
from talent.importing.sheets import sheets_of
from talent.models import (
    OPEN,
    Application,
    ApplicationKind,
    Consent,
    Disclosure,
    ImportLink,
    ImportRow,
    MergedNumber,
    NotTheSame,
    Senior,
    SeniorContact,
    Standing,
    UnavailablePeriod,
)
from talent.reconfirmation import KIND as QUESTION
from talent.sheet import KEYS, write_sheet

HOME = "merging"
# What it says was written over the other registration, and would be written over the whole of this one.
OPEN_CHANGE = (
    "なくなるほうの登録に、終わっていない変更の申込みがあります。先に決めるか、取りやめてから、まとめてください。"
)
_COUNTS = ("events", "entries", "interviews", "second_interviews", "supports", "interviews_this_year")


class MergeError(Exception):
    """Why two registrations cannot become one, in words for people."""


@dataclass(frozen=True, slots=True)
class Merge:
    """`gone` becomes part of `keep`."""

    keep: Senior
    gone: Senior
    by: User
    now: dt.datetime


_parts: list[Callable[[Merge], None]] = []
_blocks: list[Callable[[Merge], list[str]]] = []


def merges(function: Callable[[Merge], None]) -> Callable[[Merge], None]:
    """Register a function that hands over what one app hangs on a senior."""
    if function not in _parts:
        _parts.append(function)
    return function


def forbids(function: Callable[[Merge], list[str]]) -> Callable[[Merge], list[str]]:
    """Register a function that says, a sentence each, what stands in the way."""
    if function not in _blocks:
        _blocks.append(function)
    return function


def obstacles(merge: Merge) -> list[str]:
    autodiscover_modules(HOME)
    return [sentence for block in _blocks for sentence in block(merge)]


@transaction.atomic
def merge_seniors(*, keep: Senior, gone: Senior, take: Collection[str], by: User, now: dt.datetime) -> Senior:
    """`take`: keys of the sheet that come from the one who goes. Raises MergeError, and nothing has changed."""
    if keep.pk == gone.pk:
        raise MergeError("同じ登録です。")
    rows = {row.pk: row for row in Senior.objects.select_for_update(of=("self",)).filter(pk__in=[keep.pk, gone.pk])}
    merge = Merge(rows[keep.pk], rows[gone.pk], by, now)
    if stands := obstacles(merge):
        raise MergeError(" ".join(stands))
    sheet = sheets_of([gone.pk])[gone.pk]
    write_sheet(merge.keep, {key: sheet[key] for key in KEYS if key in take})
    for part in _parts:
        part(merge)
    number = merge.gone.number
    MergedNumber.objects.create(number=number, senior=merge.keep, merged_by=by, merged_at=now)
    try:
        erase_senior(senior=merge.gone, by=by, now=now, reason=ErasureReason.MISTAKE, stays=merge.keep)
    except ErasureError as refused:
        raise MergeError(str(refused)) from None
    Senior.objects.filter(pk=gone.pk).update(state_reason=f"{merge.keep.number}番と統合")
    return merge.keep


@transaction.atomic
def tell_apart(*, one: Senior, other: Senior, by: User, now: dt.datetime) -> NotTheSame:
    """They are two people: not proposed again."""
    first, second = sorted([one.pk, other.pk])
    row, _ = NotTheSame.objects.get_or_create(
        one_id=first, other_id=second, defaults={"decided_by": by, "decided_at": now}
    )
    return row


# --- What the register itself hangs on a senior ---------------------------------------------------------------------------
@forbids
def own_obstacles(merge: Merge) -> list[str]:
    found = []
    if merge.keep.erased_at or merge.gone.erased_at:
        found.append("消去した方の登録は、まとめられません。")
    accounts = [one.user for one in (merge.keep, merge.gone) if one.user]
    if len([user for user in accounts if user.is_active]) > 1:
        found.append("お二人分の利用者(ログイン)があります。使わないほうを停止してから、まとめてください。")
    rows = Application.objects.filter(senior__in=[merge.keep, merge.gone], state__in=OPEN)
    waiting = [row for row in rows if not is_untouched(row)]
    if any(row.senior_id == merge.gone.pk and row.kind == ApplicationKind.CHANGE for row in waiting):
        found.append(OPEN_CHANGE)
    elif len(waiting) > 1:
        found.append("両方に、終わっていない登録の申込みがあります。どちらかを決めてから、まとめてください。")
    return found


@merges
def own_rows(merge: Merge) -> None:
    gone, keep = merge.gone, merge.keep
    for one in (gone, keep):
        drop_untouched(one)
    if Application.objects.filter(senior=gone, kind=ApplicationKind.CHANGE, state__in=OPEN).exists():
        raise MergeError(OPEN_CHANGE)  # written into since it was looked at
    for model in (Application, UnavailablePeriod, ImportLink):
        model.objects.filter(senior=gone).update(senior=keep)
    _move_new(Consent.objects.filter(senior=gone), keep, ("kind", "version"))
    _move_new(Disclosure.objects.filter(senior=gone), keep, ("institution_id", "branch_id", "source"))
    MergedNumber.objects.filter(senior=gone).update(senior=keep)
    _add_up(merge)
    _hand_over_account(merge)


def _move_new(rows: QuerySet, keep: Senior, names: tuple[str, ...]) -> None:
    """What the one who stays has not yet; the rest goes with the other."""
    has = set(rows.model.objects.filter(senior=keep).values_list(*names))
    new = [row.pk for row in rows if tuple(getattr(row, name) for name in names) not in has]
    rows.model.objects.filter(pk__in=new).update(senior=keep)


def _add_up(merge: Merge) -> None:
    old = Standing.objects.filter(senior=merge.gone).first()
    if old is None:
        return
    Standing.objects.get_or_create(senior=merge.keep)
    Standing.objects.filter(senior=merge.keep).update(**{name: F(name) + getattr(old, name) for name in _COUNTS})
    newest = max(
        filter(
            None, Standing.objects.filter(senior__in=[merge.keep, merge.gone]).values_list("last_event_on", flat=True)
        ),
        default=None,
    )
    Standing.objects.filter(senior=merge.keep).update(last_event_on=newest)
    old.delete()


def _hand_over_account(merge: Merge) -> None:
    """The account in use is kept, whoever's it was."""
    user = merge.gone.user
    if user is None:
        return
    taken = merge.keep.user is None or (user.is_active and not merge.keep.user.is_active)
    merge.gone.user = None
    Senior.objects.filter(pk=merge.gone.pk).update(user=None)
    if taken:
        merge.keep.user = user
        Senior.objects.filter(pk=merge.keep.pk).update(user=user)


@merges
def papers_and_letters(merge: Merge) -> None:
    gone, keep = merge.gone.pk, merge.keep.pk
    # Its link opens a registration that is not there any more; who stays is asked for herself.
    take_back_drafts(unsent(QUESTION, "senior").filter(subject_id=gone))
    mail = dict(SeniorContact.objects.filter(senior__in=[gone, keep]).values_list("senior", "email"))
    hand_over(gone=gone, keep=keep, old_address=mail.get(gone, ""), address=mail.get(keep, ""))


@merges
def lists_in_waiting(merge: Merge) -> None:
    """Their rows are judged once more before anything is written."""
    gone, keep = str(merge.gone.pk), str(merge.keep.pk)
    ImportRow.objects.filter(senior=merge.gone).update(senior=merge.keep)
    for row in ImportRow.objects.filter(candidates__contains=[{"senior": gone}]):
        others = [one for one in row.candidates if one.get("senior") not in (gone, keep)]
        hers = next(one for one in row.candidates if one.get("senior") in (gone, keep))
        row.candidates = [hers | {"senior": keep}, *others]
        row.save(update_fields=["candidates"])
