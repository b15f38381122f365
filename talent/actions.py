"""Writes about seniors: the pledge, and the erasure that the whole house takes part in."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from institutions.actors import acting, system
from institutions.models import User
from kouryukai.lib.japanese import tidy
from office.erasing import as_eraser, erase
from office.models import ErasureReason, ErasureReceipt
from talent.models import Consent, ConsentKind, SavedSearch, Senior
from talent.pledge import current


def erase_senior(
    *,
    senior: Senior,
    by: User | None,
    now: dt.datetime,
    reason: str = ErasureReason.WISH,
    stays: Senior | None = None,
) -> ErasureReceipt:
    """Make her anonymous everywhere; counts of past events stay as they were. Raises ErasureError with what stands in the way.

    `stays`: the registration that hers has become part of, see talent/merging.py.
    """
    with as_eraser(by, "消去"):
        return erase(kind="senior", subject_id=senior.pk, by=by, now=now, reason=reason, stays=stays)


def revoke_consent(*, senior: Senior, by: User, now: dt.datetime) -> int:
    """Of showing her face; that she had consented stays on record. How many were in force: twice is once."""
    given = Consent.objects.visible_to(by).in_force().filter(senior=senior, kind=ConsentKind.PROFILE)
    if by.pk != senior.user_id:
        return given.update(revoked_at=now)
    keys = list(given.values_list("pk", flat=True))
    with acting(system("ご本人による同意の取り消し")):  # she herself may write nothing else into what she consented to
        return Consent.objects.in_force().filter(pk__in=keys).update(revoked_at=now)


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


class SavedSearchError(ValueError):
    """What stood in the way, in words for people."""


MOST_SEARCHES = 50


@transaction.atomic
def save_search(*, owner: User, name: str, query: str) -> SavedSearch:
    """Keep a search under a name, for its owner alone."""
    name = tidy(name)
    if not name:
        raise SavedSearchError("保存する検索に、名前を付けてください。例: 物流・東京")
    if len(name) > SavedSearch._meta.get_field("name").max_length:
        raise SavedSearchError(f"名前は40文字までです。いまは{len(name)}文字です。「{name}」")
    if not query:
        raise SavedSearchError("条件がありません。言葉を入れるか、条件を選んでから保存してください。")
    if len(query) > SavedSearch._meta.get_field("query").max_length:
        raise SavedSearchError("条件が多すぎて保存できません。条件を減らしてから保存してください。")
    if SavedSearch.objects.filter(owner=owner).count() >= MOST_SEARCHES:
        raise SavedSearchError(f"保存できる検索は{MOST_SEARCHES}件までです。使わないものを消してから保存してください。")
    saved, is_new = SavedSearch.objects.get_or_create(owner=owner, name=name, defaults={"query": query})
    if not is_new:
        raise SavedSearchError(f"「{name}」という名前の検索は、すでにあります。別の名前を付けてください。")
    return saved
