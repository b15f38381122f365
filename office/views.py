"""Pages of the back office itself."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from office import samples


def components(request: HttpRequest) -> HttpResponse:
    """All parts that pages are put together from, to look at."""
    if not request.user.is_coordinator:
        raise PermissionDenied
    context = {
        "samples": samples,
        "board": samples.board(),
        "filled_form": samples.filled_form(),
        "form": samples.form_with_mistakes(),
        "day": dt.date(2026, 9, 18),
        "moment": dt.time(13, 42),
        "page": Paginator(range(400), 20).get_page(request.GET.get("page", 3)),
    }
    return render(request, "office/components.html", context)
