"""What seniors read before they wish to meet a firm: the anonymised issues of the events that are open, after the pledge.

Nothing here names a firm, a bank or a branch, not in the address either: a brief is found by its own key.
"""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from companies.models import IssueBrief
from events import recommendation
from events.forms import BriefFilter
from events.models import Event
from talent.rules import pledge_first, senior_of

BRIEFS_PER_PAGE = 20


@require_safe
@pledge_first
def brief_list(request: HttpRequest) -> HttpResponse:
    every = IssueBrief.objects.visible_to(request.user).order_by("open_until", "public_title", "id")
    form = BriefFilter(request.GET, regions=every.order_by("region").values_list("region", flat=True).distinct())
    rows = _filtered(every, form)
    by_fit = form.value("order") != "closing"
    fits = recommendation.rank_briefs(senior_of(request.user), rows, among=every) if by_fit else None
    page = Paginator(fits.ranked if fits else rows, BRIEFS_PER_PAGE).get_page(request.GET.get("page"))
    shown = fits.lines(page) if fits else [(brief, "") for brief in page]
    events = Event.objects.visible_to(request.user).in_bulk({brief.event_id for brief, _ in shown})
    context = {
        "form": form,
        "page": page,
        "briefs": [(brief, events.get(brief.event_id), why) for brief, why in shown],
        "filtered": any(form.value(name) for name in ("q", "category", "region")),
        "by_fit": by_fit,
    }
    return render(request, "events/brief_list.html", context)


def _filtered(rows, form: BriefFilter):
    if category := form.value("category"):
        rows = rows.filter(categories__contains=[category])
    if region := form.value("region"):
        rows = rows.filter(region=region)
    for word in form.value("q").split():
        found = Q(public_title__icontains=word) | Q(public_summary__icontains=word) | Q(trade__icontains=word)
        rows = rows.filter(found)
    return rows


@require_safe
@pledge_first
def brief_detail(request: HttpRequest, brief_pk) -> HttpResponse:
    brief = get_object_or_404(IssueBrief.objects.visible_to(request.user), pk=brief_pk)
    event = Event.objects.visible_to(request.user).filter(pk=brief.event_id).first()
    return render(request, "events/brief_detail.html", {"brief": brief, "event": event})
