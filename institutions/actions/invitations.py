"""Letting people in: an invitation is sent, sent again, called back, accepted once."""

import datetime as dt
import hashlib
import secrets

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from institutions.actions.accounts import forget_unproved, forget_ways_in
from institutions.actors import acting, system
from institutions.models import Branch, Institution, InstitutionType, Invitation, StaffMember, User
from institutions.roles import BANK_ROLES, Role
from institutions.rules import may_grant, still_stands

VALID_FOR = dt.timedelta(hours=72)
TAKEN = "このメールアドレスは使えません。利用者の一覧と招待の一覧を確かめてください。見つからないときは事務局へご連絡ください。"
NOT_GRANTED = "この役割では招待できません。"
OVER = "この招待は使えません。期限が切れたか、もう使われたか、取り消されました。"


class InvitationError(Exception):
    """Why nobody is invited or let in, in words for people."""


def invite(
    *, email: str, role: Role, institution: Institution | None, branch: Branch | None, by: User, now: dt.datetime
) -> Invitation:
    """Invite an address that has no account yet. Raises InvitationError."""
    institution = institution if role in BANK_ROLES else None
    branch = branch if role == Role.BRANCH else None
    if not may_grant(by, role=role, institution_id=institution and institution.pk):
        raise InvitationError(NOT_GRANTED)
    if branch is not None and branch.institution_id != institution.pk:
        raise InvitationError("支店は、選んだ金融機関のものにしてください。")
    row = Invitation(email=email.strip().lower(), role=role, institution=institution, branch=branch)
    with acting(system("招待")):
        forget_unproved(row.email)
        if User.objects.filter(email=row.email).exists():
            raise InvitationError(TAKEN)
        return _send_first(row, by, now)


def renew(*, account: User, by: User, now: dt.datetime) -> Invitation:
    """A new way in for an account whose owner has lost hers: accepting it forgets the old password and second factor."""
    if not User.objects.editable_by(by).filter(pk=account.pk, is_active=True).exclude(role=Role.SENIOR).exists():
        raise InvitationError("この利用者には送れません。")
    row = Invitation(
        email=account.email,
        role=account.role,
        institution=account.institution,
        branch=account.branch,
        account=account,
    )
    with acting(system("入り方の再登録")):
        return _send_first(row, by, now)


def invite_from_the_server(*, email: str, now: dt.datetime) -> str:
    """The link for a coordinator whom nobody has invited: the first one, asked for by who runs the server. No mail is sent."""
    row = Invitation(email=email.strip().lower(), role=Role.COORDINATOR, created_at=now)
    if User.objects.filter(email=row.email).exists():
        raise InvitationError(TAKEN)
    try:
        with transaction.atomic():
            Invitation.objects.waiting().filter(email=row.email, invited_by=None).update(revoked_at=now)
            return _new_link(row, now)
    except (ValidationError, IntegrityError):
        raise InvitationError(TAKEN) from None


def resend(*, invitation: Invitation, by: User, now: dt.datetime) -> None:
    """A new link for 72 hours; the one before opens nothing any more."""
    with acting(system("招待の再送")):
        row = Invitation.objects.waiting().select_for_update(of=["self"]).filter(pk=invitation.pk).first()
        if row is None:
            raise InvitationError(OVER)
        row.invited_by = by
        _send(row, now)


def revoke(*, invitation: Invitation, by: User, now: dt.datetime) -> None:
    with acting(system("招待の取り消し")):
        if not Invitation.objects.waiting().filter(pk=invitation.pk).update(revoked_at=now):
            raise InvitationError(OVER)


def find(*, token: str, now: dt.datetime) -> Invitation | None:
    """The invitation that this link opens, as long as it may be accepted. Needs an actor who may see invitations."""
    rows = Invitation.objects.waiting().filter(token_hash=_hash(token), expires_at__gt=now)
    row = rows.select_related("institution", "branch", "invited_by", "account").first()
    return row if row and still_stands(row) and (row.account is None or row.account.is_active) else None


def accept(*, token: str, name: str, name_kana: str, password: str, now: dt.datetime) -> User:
    """Open the account that the row describes, once. Nothing of what it may do comes from the person. Raises InvitationError."""
    with acting(system("招待の登録")):
        # Of many at once the first locks the row, and the others then find it used.
        if Invitation.objects.waiting().select_for_update().filter(token_hash=_hash(token)).first() is None:
            raise InvitationError(OVER)
        row = find(token=token, now=now)
        if row is None:
            raise InvitationError(OVER)
        account = row.account or _open_account(row)
        forget_ways_in(account)
        if row.role != Role.SENIOR:
            if password:
                account.set_password(password)
                account.save(update_fields=["password"])
            _name(row, account, name, name_kana)
        Invitation.objects.filter(pk=row.pk).update(accepted_at=now, account=account)
        return account


# --- Sending --------------------------------------------------------------------------------------------------------------
def _send_first(row: Invitation, by: User, now: dt.datetime) -> Invitation:
    row.invited_by, row.created_at = by, now
    try:
        with transaction.atomic():
            _send(row, now)
    except (ValidationError, IntegrityError):
        raise InvitationError(TAKEN) from None
    return row


def _new_link(row: Invitation, now: dt.datetime) -> str:
    token = secrets.token_urlsafe(32)
    row.token_hash, row.sent_at, row.expires_at = _hash(token), now, now + VALID_FOR
    row.full_clean()
    row.save()
    return settings.BASE_URL + reverse("institutions:invitation_accept", args=[token])


def _send(row: Invitation, now: dt.datetime) -> None:
    link = _new_link(row, now)
    words = {"invitation": row, "link": link, "office": settings.SECRETARIAT_NAME, "phone": settings.SECRETARIAT_PHONE}
    get_adapter().send_mail("account/email/invitation", row.email, words)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- Accepting ------------------------------------------------------------------------------------------------------------
def _open_account(row: Invitation) -> User:
    forget_unproved(row.email)
    try:
        with transaction.atomic():
            account = User.objects.create_user(row.email, role=row.role, institution=row.institution, branch=row.branch)
    except (ValidationError, IntegrityError):
        raise InvitationError(OVER) from None
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def _name(row: Invitation, account: User, name: str, name_kana: str) -> None:
    """The person's name stands with the staff: an officer who is in the list already, and has no account, is the same person."""
    institution = row.institution or _house_of(row.invited_by)
    if institution is None or not name:
        return
    known = StaffMember.objects.filter(institution=institution)
    member = known.filter(user=account).first() or known.filter(user=None, name=name, branch=row.branch).first()
    member = member or StaffMember(institution=institution, branch=row.branch)
    member.user, member.name, member.name_kana, member.is_active = account, name, name_kana, True
    member.save()


def _house_of(inviter: User | None) -> Institution | None:
    """Where the office's own people belong: where the inviting coordinator does."""
    member = StaffMember.objects.filter(user=inviter).select_related("institution").first() if inviter else None
    return member.institution if member else Institution.objects.filter(type=InstitutionType.FOUNDATION).first()
