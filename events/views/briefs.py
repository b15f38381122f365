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
from events.entering.place import Place
from events.forms import BriefFilter
from events.models import BriefMark, Entry, EntryState, Event
from talent.rules import pledge_first, senior_of

BRIEFS_PER_PAGE = 20


@require_safe
@pledge_first
def brief_list(request: HttpRequest) -> HttpResponse:
    every = IssueBrief.objects.visible_to(request.user).order_by("open_until", "public_title", "id")
    form = BriefFilter(request.GET, regions=every.order_by("region").values_list("region", flat=True).distinct())
    rows = _filtered(every, form)
    by_fit = form.value("order") != "closing"
    events = {event.pk: event for event in Event.objects.visible_to(request.user)}
    fits = recommendation.rank_briefs(senior_of(request.user), rows, among=every) if by_fit else None
    if fits:  # where many wish already, fewer can be met: those come after the others
        fits.ranked.sort(key=lambda one: is_crowded(fits.briefs[one.id], events))
    page = Paginator(fits.ranked if fits else rows, BRIEFS_PER_PAGE).get_page(request.GET.get("page"))
    shown = fits.lines(page) if fits else [(brief, "") for brief in page]
    marked = set(BriefMark.objects.visible_to(request.user).values_list("brief", flat=True))
    entries = Entry.objects.visible_to(request.user).exclude(state=EntryState.WITHDRAWN)
    entered = dict(entries.order_by().values_list("issue", "preference"))
    context = {
        "form": form,
        "page": page,
        "briefs": [
            {
                "brief": brief,
                "event": events.get(brief.event_id),
                "why": why,
                "is_crowded": is_crowded(brief, events),
                "is_marked": brief.pk in marked,
                "rank_words": f"第{entered[brief.issue_id]}希望で出しました" if brief.issue_id in entered else "",
            }
            for brief, why in shown
        ],
        "marks": len(marked),
        "filtered": any(form.value(name) for name in ("q", "category", "region")),
        "by_fit": by_fit,
    }
    return render(request, "events/brief_list.html", context)


def is_crowded(brief: IssueBrief, events: dict) -> bool:
    event = events.get(brief.event_id)
    return event is not None and brief.entry_count >= event.many_entries


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
    place = Place.of(request.user, brief)
    return render(request, "events/brief_detail.html", {"brief": brief, "event": place.event, "place": place})
