"""What Django has no setting for: requests that no page can use are refused, signed-in pages stay out of every cache,
and PostgreSQL is told who asks.
"""

import re
from collections.abc import Callable, Iterator

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import Resolver404, resolve

from institutions.actors import acting, actor_of

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


class ActAsVisitor:
    """Around each page of a signed-in person: one transaction in which PostgreSQL knows who asks, so that it gives out no row of another's.

    The innermost middleware: the page and its template are made inside. Whatever fails takes back what it wrote. Pages of
    coming in and going out (`acts_as_nobody` on the view) touch the tables of sign-in, which no actor may.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or _acts_as_nobody(request):
            return self.get_response(request)
        with acting(actor_of(request.user, why=f"{request.method} {request.path}")):
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "has_failed", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """An error page is made inside, so the transaction hears of the error only from here."""
        request.has_failed = True


def _acts_as_nobody(request: HttpRequest) -> bool:
    try:
        return getattr(resolve(request.path_info).func, "acts_as_nobody", False)
    except Resolver404:
        return False
