"""Who may come in at all: the gates of pages, and what may be granted to whom."""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from institutions.models import Invitation, User
from institutions.roles import BANK_ROLES, OFFICE_ROLES, Ability, Role

View = Callable[..., HttpResponse]
INVITED_ROLES = (Role.COORDINATOR, Role.ADVISER, *BANK_ROLES, Role.RECEPTION, Role.SENIOR)
OFFICE_AND_BANKS = (*OFFICE_ROLES, *BANK_ROLES)


# --- Gates of views ---------------------------------------------------------------------------------------------------
def open_to(*roles: Role) -> Callable[[View], View]:
    """403 for every other role, before any row is looked up: the answer tells nothing about rows."""

    def gate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated or not request.user.is_active or request.user.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return gate


def coordinator_only(view: View) -> View:
    """403 for everybody but the office, before any row is looked up: the answer tells nothing about rows."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_coordinator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def able(*abilities: Ability) -> Callable[[View], View]:
    """403 for who has none of these abilities, before any row is looked up."""

    def gate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not any(request.user.can(ability) for ability in abilities):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return gate


def acts_as_nobody(view: View) -> View:
    """For the pages of coming in and going out: they use the tables of sign-in, which are closed to whoever acts."""
    view.acts_as_nobody = True
    return view


def fresh_proof(view: View) -> View:
    """Ask who it is once more unless that was proved within the last minutes: before roles change, people are exported or erased.

    Put it below the gates of ability, so that nobody proves himself in vain. What was posted is kept and done afterwards.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not proved_lately(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded


def proved_lately(request: HttpRequest) -> bool:
    """Whether this session's person has signed in or proved herself within the last minutes."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


# --- Sign-in ------------------------------------------------------------------------------------------------------------
def signs_in_by_code(user: User) -> bool:
    """Seniors alone: staff have a passkey, or a password and a second factor."""
    return user.is_active and user.role == Role.SENIOR


def signs_in_by_password(user: User) -> bool:
    return user.role != Role.SENIOR


# --- Accounts -----------------------------------------------------------------------------------------------------------
def roles_granted_by(user: User) -> tuple[Role, ...]:
    """The roles that this person may invite somebody to, or change an account to."""
    if user.can(Ability.ACCOUNTS):
        return INVITED_ROLES
    return BANK_ROLES if user.can(Ability.ACCOUNTS_OF_INSTITUTION) else ()


def may_grant(user: User, *, role: str, institution_id) -> bool:
    """A head office grants the bank's roles in its own institution and nothing else."""
    if role not in roles_granted_by(user):
        return False
    return user.can(Ability.ACCOUNTS) or institution_id == user.institution_id


def still_stands(invitation: Invitation) -> bool:
    """An invitation is worth as much as who sent it: it falls with her account or her role. Nobody is who runs the server."""
    if invitation.invited_by is None:
        return True
    return may_grant(invitation.invited_by, role=invitation.role, institution_id=invitation.institution_id)
