"""Who read whose data: one row per answer that gave persons or firms out, written in the transaction of the request.

Nothing calls it: a middleware collects what the ORM loads (institutions.reading), so that no page can forget.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from institutions import reading
from institutions.actors import Actor, DatabaseRole, current_actor
from office.models import ReadKind, ReadLog

View = Callable[[HttpRequest], HttpResponse]
ROLE_PREFIX = "kouryukai_"
# Rows that hold many persons: an address that names only these is a list, any other row is looked at by itself.
OF_MANY = frozenset({"event_pk", "timetable_pk", "job_pk", "upload_pk", "import_pk", "export_pk"})


def log_reading(get_response: View) -> View:
    """Stands right inside the middleware that opens the actor and its transaction: what was given out and the row are one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with reading.collecting() as read:
            response = get_response(request)
        if (read.seniors or read.companies) and _is_given_out(response):
            actor = current_actor()
            if actor is not None and actor.role != DatabaseRole.SYSTEM:
                write(request, response, read, actor)
        return response

    return middleware


def _is_given_out(response: HttpResponse) -> bool:
    """A redirection and an error carry nobody's data; a board that refuses a stale move (409) does."""
    return response.status_code < 300 or response.status_code in (400, 409, 422)


def write(request: HttpRequest, response: HttpResponse, read: reading.Reading, actor: Actor) -> None:
    """One row. A page that opens an actor by itself, without anybody signed in, calls it inside."""
    match = request.resolver_match
    ReadLog.objects.bulk_create(
        [
            ReadLog(
                at=timezone.now(),
                user_id=actor.user_id,
                role=actor.role.value.removeprefix(ROLE_PREFIX),
                institution_id=actor.institution_id,
                kind=_kind(response, read, match.kwargs if match else {}),
                page=(match.view_name if match else "")[:100],
                seniors=sorted(read.seniors),
                companies=sorted(read.companies),
            )
        ]
    )


def _kind(response: HttpResponse, read: reading.Reading, kwargs: dict) -> ReadKind:
    if read.is_document:
        return ReadKind.DOCUMENT
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        return ReadKind.EXPORT
    return ReadKind.DETAIL if set(kwargs) - OF_MANY - {"set_name"} else ReadKind.LIST
