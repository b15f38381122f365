"""What Django has no setting for: requests that no page can use are refused, signed-in pages stay out of every cache."""

import re
from collections.abc import Callable, Iterator

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError

View = Callable[[HttpRequest], HttpResponse]
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # all but tab and line ends


def refuse_control_characters(get_response: View) -> View:
    """400, before anything is looked up: PostgreSQL takes no NUL, papers and spreadsheets take none of the others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            if any(CONTROL.search(text) for text in _texts(request)):
                raise BadRequest("a control character")
        except UnreadablePostError:
            raise BadRequest("the connection broke off") from None
        return get_response(request)

    return middleware


def _texts(request: HttpRequest) -> Iterator[str]:
    """Every text of a request that may reach a query. A cookie too: quoted, it may write NUL as \\000."""
    yield request.path
    yield from request.COOKIES.values()
    for data in (request.GET, request.POST):
        for name, values in data.lists():
            yield name
            yield from values


def keep_out_of_caches(get_response: View) -> View:
    """Who signs out on a shared computer leaves nothing that the back button would show."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return middleware
