"""Writes about firms: the link by which a president looks at her own firm's sheet."""

import datetime as dt

from django.db import transaction

from companies.models import Company, PresidentLink
from institutions.models import User
from kouryukai.lib.secret_links import hash_of, new_token

GOOD_FOR = dt.timedelta(days=30)


class PresidentLinkError(ValueError):
    """What stood in the way, in words for people."""


@transaction.atomic
def make_president_link(*, company: Company, by: User, now: dt.datetime) -> tuple[PresidentLink, str]:
    """A new link and its token, which nobody can be told again. The link before it is good no more."""
    company = Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    PresidentLink.objects.filter(company=company, revoked_at=None).update(revoked_at=now)
    token, token_hash = new_token()
    link = PresidentLink.objects.create(
        company=company,
        institution_id=company.institution_id,
        token_hash=token_hash,
        expires_at=now + GOOD_FOR,
        created_at=now,
        created_by=by,
    )
    return link, token


def revoke_president_link(*, company: Company, by: User, now: dt.datetime) -> None:
    """The paper is lost or the president is another one: from now on the link opens nothing."""
    if not PresidentLink.objects.filter(company=company, revoked_at=None).update(revoked_at=now):
        raise PresidentLinkError("使えるリンクはありません。すでに取り消されています。")


def open_president_link(*, token: str, now: dt.datetime) -> PresidentLink:
    """The good link of that token, stamped as used. PresidentLinkError for every other token, whatever is wrong with it."""
    link = PresidentLink.objects.filter(token_hash=hash_of(token), revoked_at=None, expires_at__gt=now).first()
    if link is None:
        raise PresidentLinkError("このリンクは使えません。")
    PresidentLink.objects.filter(pk=link.pk).update(last_used_at=now)
    return link
