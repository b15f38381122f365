"""What seniors read before they wish to meet a firm: the anonymised issues of the events that are open, after the pledge.

Nothing here names a firm, a bank or a branch, not in the address either: a brief is found by its own key.
"""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from companies.models import IssueBrief
from events.forms import BriefFilter
from events.models import Event
from talent.rules import pledge_first

BRIEFS_PER_PAGE = 20


@require_safe
@pledge_first
def brief_list(request: HttpRequest) -> HttpResponse:
    every = IssueBrief.objects.visible_to(request.user)
    form = BriefFilter(request.GET, regions=every.order_by("region").values_list("region", flat=True).distinct())
    rows = every.order_by("open_until", "public_title", "id")
    if category := form.value("category"):
        rows = rows.filter(categories__contains=[category])
    if region := form.value("region"):
        rows = rows.filter(region=region)
    for word in form.value("q").split():
        found = Q(public_title__icontains=word) | Q(public_summary__icontains=word) | Q(trade__icontains=word)
        rows = rows.filter(found)
    page = Paginator(rows, BRIEFS_PER_PAGE).get_page(request.GET.get("page"))
    events = Event.objects.visible_to(request.user).in_bulk({brief.event_id for brief in page})
    context = {
        "form": form,
        "page": page,
        "briefs": [(brief, events.get(brief.event_id)) for brief in page],
        "filtered": any(form.value(name) for name in form.fields),
    }
    return render(request, "events/brief_list.html", context)


@require_safe
@pledge_first
def brief_detail(request: HttpRequest, brief_pk) -> HttpResponse:
    brief = get_object_or_404(IssueBrief.objects.visible_to(request.user), pk=brief_pk)
    event = Event.objects.visible_to(request.user).filter(pk=brief.event_id).first()
    return render(request, "events/brief_detail.html", {"brief": brief, "event": event})
