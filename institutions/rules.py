"""Who may come in at all: the gate of pages that belong to one role."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def coordinator_only(view: View) -> View:
    """403 for everybody but coordinators, before any row is looked up: the answer tells nothing about rows."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_coordinator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def office_or_bank(view: View) -> View:
    """403 for everybody but coordinators and the people of banks, before any row is looked up."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not (request.user.is_coordinator or request.user.is_bank):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
