"""An account and a registration that were made apart become one: who was imported or registered by the office gets her way in.

Either the office opens it, or she proves at the sign-in that the mail address in the register is hers.
"""

import datetime as dt
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower, Trim
from django.urls import reverse
from django.utils import timezone

from institutions.actions.accounts import AccountError, change_address, forget_unproved, open_for_senior
from institutions.actors import acting, system
from institutions.models import User
from institutions.roles import Role
from office.notices import Notice, tell
from talent.lifecycle import locked
from talent.models import OPEN, Application, ApplicationState, Senior, SeniorContact, SeniorState

BODY = """{name} 様

新現役交流会のページに、このメールアドレスで入れるようになりました。
次のページを開き、このメールアドレスを入れてください。6けたの番号が届きます。

{link}

登録の内容を見たり直したり、課題を読んで面談の希望を出したりできます。
ご不明なときは、事務局へお電話ください。

{office} {phone}
"""


class JoiningError(Exception):
    """Why a way in cannot be opened, in words for people."""


@transaction.atomic
def open_way_in(*, senior: Senior, by: User, now: dt.datetime) -> User:
    """The office opens an account for the mail address in the register; a notice waits in the outbox. Raises JoiningError."""
    row = locked(senior)
    address = SeniorContact.objects.filter(senior=row).values_list("email", flat=True).first()
    if row.user_id or row.erased_at or row.state == SeniorState.WITHDRAWN:
        raise JoiningError("この方は、もうご自分で入れるか、退会しています。")
    if not address:
        raise JoiningError(
            "メールアドレスの登録がありません。先に「登録の内容を直す」からメールアドレスを入れてください。"
        )
    account = open_for_senior(email=address.lower(), now=now)
    if account is None:
        raise JoiningError(
            "このメールアドレスは、ほかの利用者か招待で使われています。ご本人に、別のメールアドレスをお聞きください。"
        )
    _join(row, account)
    _tell(row, address, BODY, "way_in", now)
    return account


def join_by_proof(*, account: User, now: dt.datetime) -> Senior | None:
    """Hers is the registration whose mail address she has proved, where it is one person's alone and nobody's account yet."""
    with acting(system("登録とのつながり")):
        if account.role != Role.SENIOR or Senior.objects.filter(user=account).exists():
            return None
        if not EmailAddress.objects.filter(user=account, email__iexact=account.email, verified=True).exists():
            return None
        begun = Application.objects.filter(applicant=account, state__in=OPEN)
        found = Senior.objects.select_for_update(of=("self",)).filter(
            contact__email__iexact=account.email, erased_at=None
        )
        found = list(found.exclude(state=SeniorState.WITHDRAWN)[:2])
        if len(found) != 1 or found[0].user_id or begun.exists():
            return None
        return _join(found[0], account)


# --- Another address --------------------------------------------------------------------------------------------------
MOVED = """{name} 様

新現役交流会に入るためのメールアドレスを、このアドレスに変えました。
次のページを開き、このメールアドレスを入れてください。6けたの番号が届きます。

{link}

前のメールアドレスでは、もう入れません。
ご不明なときは、事務局へお電話ください。

{office} {phone}
"""


@dataclass(frozen=True, slots=True)
class Doors:
    """The codes go to `opens`, and the register has `registered`."""

    opens: str
    registered: str


def doors_of(senior: Senior) -> Doors | None:
    """Where the register has another address than the account; None where there is nothing to do."""
    address = SeniorContact.objects.filter(senior=senior).values_list("email", flat=True).first()
    if not senior.user_id or not address or address.strip().lower() == senior.user.email:
        return None
    return Doors(senior.user.email, address.strip().lower())


def with_two_doors(user: User) -> QuerySet[Senior]:
    """Who will be locked out when the old address is gone."""
    rows = Senior.objects.visible_to(user).filter(erased_at=None, user__isnull=False, contact__email__gt="")
    return rows.exclude(user__email=Lower(Trim("contact__email"))).select_related("user", "contact").order_by("number")


@transaction.atomic
def move_way_in(*, senior: Senior, by: User, now: dt.datetime) -> Doors:
    """Her codes go to the address in the register from now on. Raises JoiningError."""
    row = locked(senior)
    doors = doors_of(row)
    if doors is None:
        raise JoiningError("登録のメールアドレスは、ログインのメールアドレスと同じです。変えるところはありません。")
    with acting(system("ログインのメールアドレスの変更")):
        if not Senior.objects.filter(user__email=doors.registered).exists():
            forget_unproved(doors.registered)  # she may have tried to register anew
    try:
        change_address(account=row.user, email=doors.registered, by=by, now=now)
    except AccountError as refused:
        raise JoiningError(str(refused)) from None
    _tell(row, doors.registered, MOVED, f"way_in_{timezone.localtime(now):%y%m%d%H%M%S}", now)
    return doors


def _join(senior: Senior, account: User) -> Senior:
    """What was handed in for her is hers from now on. A draft that the office is writing stays with the office."""
    senior.user = account
    senior.save(update_fields=["user", "updated_at"])
    handed_in = (ApplicationState.SUBMITTED, ApplicationState.RETURNED)
    Application.objects.filter(senior=senior, applicant=None, state__in=handed_in).update(applicant=account)
    return senior


def _tell(senior: Senior, to: str, body: str, kind: str, now: dt.datetime) -> None:
    tell(
        Notice(
            kind=kind,
            subject_kind="senior",
            subject_id=senior.pk,
            to=to,
            title="登録のページに入れるようになりました(新現役交流会)",
            body=body.format(
                name=senior.name,
                link=settings.BASE_URL + reverse("account_request_login_code"),
                office=settings.SECRETARIAT_NAME,
                phone=settings.SECRETARIAT_PHONE,
            ),
        ),
        now=now,
    )
