"""Who may look at the reception's list."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from institutions.roles import Role

View = Callable[..., HttpResponse]


def reception_or_office(view: View) -> View:
    """403 for everybody but the devices at the reception and the coordinators, before any row is looked up."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        user = request.user
        if not (user.is_coordinator or (user.is_active and user.role == Role.RECEPTION)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
