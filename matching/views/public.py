"""The front page for who has not signed in, and the figures of the programme with how each is counted."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import public
from events.views.public import READER
from institutions.actors import acting
from matching import statistics

COMING_AT_FRONT = 3
# From so few firms on the figures of this system are shown to everybody: with fewer, one bank could be read out of them.
FEWEST_FIRMS = 10


def front(request: HttpRequest) -> HttpResponse:
    """What a stranger finds at the front door; the page of the home view for who is not signed in."""
    with acting(READER):
        coming = public.coming(timezone.localdate(), COMING_AT_FRONT)
    return render(request, "matching/home_public.html", {"coming": coming, "totals": statistics.programme_totals()})


@require_safe
@login_not_required
def figures(request: HttpRequest) -> HttpResponse:
    """What the foundation has stated, the rate that follows from it, and what this system itself has counted."""
    today = timezone.localdate()
    with acting(READER):
        period = statistics.Period(today)
        own = statistics.programme_figures(period)
        history = statistics.stated_history(period)
        years = statistics.by_year(today)
    context = {
        "totals": statistics.programme_totals(),
        "own": own if own.firms_with_interview >= FEWEST_FIRMS else None,
        "fewest": FEWEST_FIRMS,
        "history": history,
        "year_parts": ["この仕組みに登録", "過去の記録"],
        "year_chart": [(year.label, [year.own, year.history]) for year in reversed(years)],
    }
    return render(request, "matching/figures.html", context)
