"""Who may come in at all: the gate of pages that belong to some roles."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from institutions.roles import BANK_ROLES, Role

View = Callable[..., HttpResponse]
OFFICE_AND_BANKS = (Role.COORDINATOR, *BANK_ROLES)


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
    """403 for everybody but coordinators, before any row is looked up: the answer tells nothing about rows."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_coordinator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def acts_as_nobody(view: View) -> View:
    """For the pages of coming in and going out: they use the tables of sign-in, which are closed to whoever acts."""
    view.acts_as_nobody = True
    return view
