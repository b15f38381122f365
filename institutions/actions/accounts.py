"""Changing what an account may do. Whoever loses something loses the sessions that go with it, at once.

Rights are asked here too; what follows is written as the system, because sessions and second factors are shown to their owner alone.
"""

import datetime as dt
import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from institutions import sessions
from institutions.actors import Actor, DatabaseRole, acting, system
from institutions.models import Branch, Invitation, StaffMember, User
from institutions.roles import BANK_ROLES, OFFICE_ROLES, Role
from institutions.rules import may_grant

logger = logging.getLogger(__name__)

NOT_YOURS = "この利用者は変えられません。"
OTHER_KIND = "事務局、金融機関、新現役のあいだでは役割を変えられません。この利用者を停止して、新しく招待してください。"
LAST_COORDINATOR = "事務局の利用者がいなくなるため、停止できません。"
ADDRESS_TAKEN = (
    "このメールアドレスは、ほかの利用者か招待で使われています。ご本人に、別のメールアドレスをお聞きください。"
)
NOT_GRANTED = "この役割は付けられません。"
KINDS = (frozenset({*OFFICE_ROLES, Role.RECEPTION}), frozenset(BANK_ROLES))


class AccountError(Exception):
    """Why an account stays as it is, in words for people."""


def change_role(*, account: User, role: Role, branch: Branch | None, by: User, now: dt.datetime) -> None:
    """Another role or branch inside the same institution. Raises AccountError."""
    branch = branch if role == Role.BRANCH else None
    _check_right(account, by)
    if not any({account.role, role} <= kind for kind in KINDS):
        raise AccountError(OTHER_KIND)
    if not may_grant(by, role=role, institution_id=account.institution_id):
        raise AccountError(NOT_GRANTED)
    if role == Role.BRANCH and (branch is None or branch.institution_id != account.institution_id):
        raise AccountError("支店を選んでください。")
    with acting(system("役割の変更")):
        if role != Role.COORDINATOR:
            _keep_a_coordinator(account)
        _set(account, role=role, branch=branch)
        StaffMember.objects.filter(user=account).update(branch=branch)
        sessions.end_all_of(account.pk)
    logger.info("account %s is now %s, by %s", account.pk, role, by.pk)


def disable(*, account: User, by: User, now: dt.datetime) -> None:
    """Shut an account and end its sessions. Raises AccountError."""
    _check_right(account, by)
    with acting(system("利用の停止")):
        _keep_a_coordinator(account)
        _set(account, is_active=False)
        sessions.end_all_of(account.pk)
    logger.info("account %s disabled by %s", account.pk, by.pk)


def enable(*, account: User, by: User, now: dt.datetime) -> None:
    _check_right(account, by)
    with acting(system("利用の再開")):
        _set(account, is_active=True)
    logger.info("account %s enabled by %s", account.pk, by.pk)


def change_address(*, account: User, email: str, by: User, now: dt.datetime) -> None:
    """A senior's codes go to another address from now on. The one before is told, and who is in has to come in anew. Raises AccountError."""
    email, before = email.strip().lower(), account.email
    _check_right(account, by)
    if account.role != Role.SENIOR:
        raise AccountError(NOT_YOURS)
    if email == before:
        raise AccountError("いまと同じメールアドレスです。変えるところはありません。")
    with acting(system("ログインのメールアドレスの変更")):
        waiting = Invitation.objects.waiting().filter(email=email, expires_at__gt=now)
        if User.objects.filter(email=email).exists() or waiting.exists():
            raise AccountError(ADDRESS_TAKEN)
        try:
            with transaction.atomic():
                _set(account, email=email)
        except (ValidationError, IntegrityError):
            raise AccountError(ADDRESS_TAKEN) from None
        EmailAddress.objects.filter(user_id=account.pk).delete()
        EmailAddress.objects.create(user_id=account.pk, email=email, verified=False, primary=True)  # the code proves it
        sessions.end_all_of(account.pk)
        words = {"what": "ログインに使うメールアドレスが、ほかのアドレスに変わりました。", "at": now}
        get_adapter().send_mail("account/email/changed", before, words)
    logger.info("address of account %s changed by %s", account.pk, by.pk)


def forget_ways_in(account: User) -> None:
    """No password, no second factor, no session: what a new invitation begins with. Needs an actor who may see them."""
    account.set_unusable_password()
    account.save(update_fields=["password"])
    Authenticator.objects.filter(user_id=account.pk).delete()
    sessions.end_all_of(account.pk)


def _check_right(account: User, by: User) -> None:
    if not User.objects.editable_by(by).filter(pk=account.pk).exists():
        raise AccountError(NOT_YOURS)


def _keep_a_coordinator(account: User) -> None:
    """Somebody must remain who can let people in. The rows are locked: two who disable each other at once cannot both succeed."""
    coordinators = User.objects.select_for_update(of=["self"]).filter(role=Role.COORDINATOR, is_active=True)
    if not [one for one in coordinators.order_by("pk") if one.pk != account.pk]:
        raise AccountError(LAST_COORDINATOR)


def _set(account: User, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(account, name, value)
    account.full_clean(exclude=["password"])
    account.save(update_fields=fields.keys())


# --- Accounts that people open themselves --------------------------------------------------------------------------------
def open_for_senior(*, email: str, now: dt.datetime) -> User | None:
    """An account for who wishes to register; its address is unproved until the code has come in.

    None where the address is somebody's already, or waits for an invitation: that decides what the account will be.
    """
    with acting(system("登録の始まり")):
        waiting = Invitation.objects.waiting().filter(email=email, expires_at__gt=now)
        if User.objects.filter(email=email).exists() or waiting.exists():
            return None
        try:
            with transaction.atomic():
                account = User.objects.create_user(email, role=Role.SENIOR)
                EmailAddress.objects.create(user=account, email=email, verified=False, primary=True)
        except (ValidationError, IntegrityError):
            return None
        return account


def never_came_in() -> QuerySet[User]:
    """Accounts opened at the public page whose address nobody has proved."""
    unproved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=False)
    return User.objects.filter(Exists(unproved), role=Role.SENIOR, last_login=None)


def forget_unproved(email: str) -> None:
    """Whoever has typed an address of another at the public page does not keep her from being invited."""
    forget(never_came_in().filter(email=email))


def forget(accounts: QuerySet[User]) -> int:
    """Delete accounts that no record names, with every note of them; how many."""
    keys = list(accounts.values_list("pk", flat=True))
    if keys:
        with acting(Actor(DatabaseRole.ERASER, why="利用者を消す")):
            User.objects.filter(pk__in=keys).delete()
            apps.get_model("institutions", "UserChange").objects.filter(pgh_obj_id__in=keys).delete()
    return len(keys)
