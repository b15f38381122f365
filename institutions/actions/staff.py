"""Members of staff: written down, changed, sent to another branch, gone, come back. What their accounts may do follows.

What hangs on them elsewhere (firms, places at tables) is settled by the apps above, in the same transaction.
"""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from institutions.actions.accounts import AccountError, change_role, disable
from institutions.models import Branch, Institution, StaffMember, User
from institutions.roles import BANK_ROLES, Role

NOT_YOURS = "この職員の情報は変えられません。"
OWN_ACCOUNT = "ご自分の異動や退職は、ほかの本部の方か事務局が記録します。"
HAS_ACCOUNT = "この方はログインの登録を持っています。登録を変えられる事務局の利用者か、その機関の本部が行ってください。"


class StaffError(ValueError):
    """Why a member of staff stays as written down, in words for people."""


@transaction.atomic
def add_member(
    *, key: UUID, institution: Institution, branch: Branch | None, values: Mapping[str, str], by: User, now: dt.datetime
) -> StaffMember:
    member = StaffMember(pk=key, institution=institution, branch=branch, **values)
    _check_branch(member, branch)
    if by.is_bank and by.institution_id != institution.pk:
        raise StaffError(NOT_YOURS)
    return _save(member, force_insert=True)


@transaction.atomic
def change_member(*, member: StaffMember, values: Mapping[str, str], by: User, now: dt.datetime) -> StaffMember:
    """Name, reading, title and telephone; the branch changes by `relocate`, for more hangs on it."""
    row = held(member, by)
    for name, value in values.items():
        setattr(row, name, value)
    return _save(row)


@transaction.atomic
def relocate(*, member: StaffMember, branch: Branch | None, by: User, now: dt.datetime) -> StaffMember:
    """To another branch of the same institution, None for its head office. A bank's account gets the rights of that place."""
    row = held(member, by)
    _check_branch(row, branch)
    if not row.is_active:
        raise StaffError("在籍していない方です。先に「在籍に戻す」を押してください。")
    if row.branch_id == (branch.pk if branch else None):
        raise StaffError("いまと同じ所属です。移る先を選んでください。")
    if (account := _account(row)) is not None and account.role in BANK_ROLES:
        role = Role.BRANCH if branch else Role.HEAD_OFFICE
        _refuse_unless_may(account, by)
        try:
            change_role(account=account, role=role, branch=branch, by=by, now=now)
        except AccountError as refused:
            raise StaffError(str(refused)) from None
    row.branch = branch
    return _save(row)


@transaction.atomic
def depart(*, member: StaffMember, by: User, now: dt.datetime) -> StaffMember:
    """She has left: her account is shut and her sessions end at once. The row stays, for records name her."""
    row = held(member, by)
    if not row.is_active:
        raise StaffError("この方は、すでに「在籍していない」になっています。")
    if (account := _account(row)) is not None and account.is_active:
        _refuse_unless_may(account, by)
        try:
            disable(account=account, by=by, now=now)
        except AccountError as refused:
            raise StaffError(str(refused)) from None
    row.is_active = False
    return _save(row)


@transaction.atomic
def take_back(*, member: StaffMember, by: User, now: dt.datetime) -> StaffMember:
    """She is there after all. Her account stays shut until somebody opens it."""
    row = held(member, by)
    row.is_active = True
    return _save(row)


def why_not_account(member: StaffMember, by: User) -> str:
    """Why this person may not do to her account what a move or a farewell asks for; "" where she may, or where there is none."""
    account = _account(member)
    if account is None or not (account.is_active or account.role in BANK_ROLES):
        return ""
    if account.pk == by.pk:
        return OWN_ACCOUNT
    return "" if User.objects.editable_by(by).filter(pk=account.pk).exists() else HAS_ACCOUNT


def _refuse_unless_may(account: User, by: User) -> None:
    if account.pk == by.pk:
        raise StaffError(OWN_ACCOUNT)
    if not User.objects.editable_by(by).filter(pk=account.pk).exists():
        raise StaffError(HAS_ACCOUNT)


def held(member: StaffMember, by: User) -> StaffMember:
    """The row as it is now, kept so until the transaction ends."""
    rows = StaffMember.objects.editable_by(by).select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=member.pk).first()
    if row is None:
        raise StaffError(NOT_YOURS)
    return row


def _account(member: StaffMember) -> User | None:
    return User.objects.filter(pk=member.user_id).first() if member.user_id else None


def _check_branch(member: StaffMember, branch: Branch | None) -> None:
    if branch is not None and branch.institution_id != member.institution_id:
        raise StaffError("この機関の支店を選んでください。")


def _save(member: StaffMember, **options: bool) -> StaffMember:
    try:
        member.full_clean(exclude=["id", "user"], validate_unique=False)
    except ValidationError as wrong:
        raise StaffError("".join(wrong.messages)) from None
    member.save(**options)
    return member
