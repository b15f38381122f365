"""The figures of the whole programme: what was counted, and beside it what the foundation states."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from institutions.rules import coordinator_only
from matching import statistics
from matching.forms_statistics import PeriodForm


@require_safe
@coordinator_only
def statistics_page(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    years = statistics.by_year(today)
    form = PeriodForm(request.GET, years=years)
    period = form.period(today)
    funnel = statistics.programme_funnel(period)
    before = statistics.programme_funnel(period.before).steps if period.before else ()
    context = {
        "form": form,
        "period": period,
        "years": years,
        "year_parts": ["この仕組みに登録", "過去の記録"],
        "year_chart": [(year.label, [year.own, year.history]) for year in reversed(years)],
        "funnel": funnel,
        "funnel_rows": _funnel_rows(funnel, before),
        "figures": statistics.programme_figures(period),
        "history": statistics.stated_history(period),
        "totals": statistics.programme_totals(),
    }
    return render(request, "matching/statistics.html", context)


def _funnel_rows(funnel: statistics.Funnel, before: tuple[statistics.Step, ...]) -> list[tuple]:
    """Rows for the chart; with a year chosen each also has the figure of the year before."""
    if not before:
        return funnel.counts
    return [(step.name, step.count, last.count) for step, last in zip(funnel.steps, before, strict=True)]
