"""The yearly question whether a senior wishes to stay: a signed link that names her alone, and what her answer changes."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone

from institutions.actors import acting, system
from institutions.models import User
from kouryukai.lib.era import format_date
from office.notices import Notice, take_back_drafts, tell, unsent
from talent.lifecycle import locked, move
from talent.models import Senior, SeniorContact, SeniorState

LINK_DAYS = 60
KIND = "reconfirm"
_SIGNER = Signer(salt="talent.reconfirm")


class ReconfirmationError(Exception):
    """Why a registration cannot be confirmed, in words for people."""


# --- The link ---------------------------------------------------------------------------------------------------------
def token_for(senior: Senior, now: dt.datetime) -> str:
    return _SIGNER.sign_object([senior.pk.hex, last_day(now).toordinal()])


def last_day(now: dt.datetime) -> dt.date:
    """The last day on which a link made now is good."""
    return timezone.localdate(now) + dt.timedelta(days=LINK_DAYS)


def senior_of(token: str, now: dt.datetime) -> Senior | None:
    """Whom the link names; None where it is forged, over, or she is gone."""
    try:
        key, last = _SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    if timezone.localdate(now).toordinal() > last:
        return None
    return Senior.objects.filter(pk=UUID(key), erased_at=None).exclude(state=SeniorState.WITHDRAWN).first()


def link_for(senior: Senior, now: dt.datetime) -> str:
    return settings.BASE_URL + reverse("talent:reconfirm", args=[token_for(senior, now)])


# --- The answer -------------------------------------------------------------------------------------------------------
def with_last_word(seniors: QuerySet[Senior]) -> QuerySet[Senior]:
    """Adds `last_word`: the day on which she last said that she stays; in the beginning the day of her registration."""
    return seniors.annotate(last_word=Coalesce("confirmed_on", "registered_on", TruncDate("created_at")))


@transaction.atomic
def confirm_registration(*, senior: Senior, by: User | None, now: dt.datetime) -> Senior:
    """She stays for another year; who was away is back. `by` is the coordinator who asked her, None where she used her link."""
    row = locked(senior)
    if row.erased_at is not None or row.state == SeniorState.WITHDRAWN:
        raise ReconfirmationError("退会した人の登録は、確認できません。")
    if row.state == SeniorState.DORMANT:
        move(row, SeniorState.ACTIVE)
    row.confirmed_on = timezone.localdate(now)
    row.save(update_fields=["confirmed_on", "updated_at"])
    with acting(system("登録の確認")):  # the outbox is not hers to write in
        take_back_drafts(unsent(KIND, "senior").filter(subject_id=row.pk))
    return row


def is_confirmed_lately(senior: Senior, now: dt.datetime) -> bool:
    """Whether the question asked last is answered."""
    if senior.confirmed_on is None:
        return False
    return senior.confirmed_on >= (senior.reminded_on or timezone.localdate(now))


# --- The question -----------------------------------------------------------------------------------------------------
BODY = """{name} 様

新現役交流会の登録を、これからも続けられますか。
{how}

ご返事がないときは、お知らせをお送りするのを止め、その後、登録を消去します。
退会をご希望のとき、ご不明なときは、事務局へお電話ください。

{office} {phone}
"""
BY_LINK = """{last}までに、下のリンクを開き、「登録を続ける」を押してください。
住所や経歴に変わったところがある方も、同じページからお進みいただけます。

{link}"""
# The letter may lie for a while before it is posted: its days count from when it is told (see talent/retaining.py).
BY_CALL = """このお知らせから{days}日のうちに、続けるかどうかを、事務局へお電話でお知らせください。
住所や経歴に変わったところがある方も、そのときにお聞かせください。"""


def ask(senior: Senior, now: dt.datetime) -> bool:
    """Prepare the question. False where there is no address: then it waits to be told by letter or telephone."""
    today = timezone.localdate(now)
    Senior.objects.filter(pk=senior.pk).update(reminded_on=today)
    contact = SeniorContact.objects.filter(senior=senior).first() or SeniorContact()
    if contact.email:
        how = BY_LINK.format(last=format_date(last_day(now)), link=link_for(senior, now))
    else:
        how = BY_CALL.format(days=LINK_DAYS)
    office = {"office": settings.SECRETARIAT_NAME, "phone": settings.SECRETARIAT_PHONE}
    tell(
        Notice(
            kind=f"{KIND}_{today:%Y%m}",  # asked again another year, it is another letter
            subject_kind="senior",
            subject_id=senior.pk,
            to=contact.email,
            title="登録の確認のお願い(新現役交流会)",
            body=BODY.format(name=senior.name, how=how, **office),
            named_senior_id=senior.pk,
            to_name=senior.name,
            to_phone=contact.phone,
        ),
        now=now,
    )
    return bool(contact.email)
