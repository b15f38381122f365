"""Pages for everybody: what an exchange event is, which there are and were, questions and answers. No account, no script."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import public
from events.forms import EventFilter
from institutions.actors import acting, system

READER = system("公開ページ")


@require_safe
@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    """What an exchange event is for each of the three, how one comes about, and how its day runs."""
    return render(request, "events/about.html")


@require_safe
@login_not_required
def questions(request: HttpRequest) -> HttpResponse:
    return render(request, "events/questions.html")


@require_safe
@login_not_required
def calendar(request: HttpRequest) -> HttpResponse:
    """What is to come, and what there was in one fiscal year."""
    today = timezone.localdate()
    with acting(READER):
        coming, years = public.coming(today), public.past_years(today)
        newest = years[0][0] if years else None
        asked = EventFilter(request.GET).fiscal_year()
        year = asked if asked in dict(years) else newest
        past = public.past_of(today, year) if year else []
    context = {
        "coming": coming,
        "years": [(number, public.year_label(number), count) for number, count in years],
        "year": year,
        "year_label": public.year_label(year) if year else "",
        "past": past,
        "total": sum(count for _, count in years),
    }
    return render(request, "events/calendar.html", context)
