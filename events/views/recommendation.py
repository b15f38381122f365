"""Who could help with an issue, and which open issues suit a senior: ranked lists with their reasons, for the office."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from companies.models import Issue, IssueBrief
from events import recommendation
from events.avoiding import warnings_of
from events.models import Avoidance, Entry, EntryState, Event
from institutions.rules import coordinator_only
from talent.models import Senior

AT_ONCE = 10


@require_safe
@coordinator_only
def issue_seniors(request: HttpRequest, issue_pk) -> HttpResponse:
    issue = get_object_or_404(Issue.objects.visible_to(request.user).select_related("company"), pk=issue_pk)
    brief = IssueBrief.objects.visible_to(request.user).filter(issue=issue).first()
    event = Event.objects.visible_to(request.user).filter(pk=brief.event_id).first() if brief else None
    among = recommendation.register()
    ranked = recommendation.rank_seniors(issue, event.starts_on if event else None, among)
    kept = Avoidance.objects.visible_to(request.user).in_force().filter(company=issue.company).select_related("senior")
    apart = {str(row.senior_id) for row in kept}
    ranked = [one for one in ranked if one.id not in apart]
    page = Paginator(ranked, AT_ONCE).get_page(request.GET.get("page"))
    entered = Entry.objects.visible_to(request.user).filter(issue=issue).exclude(state=EntryState.WITHDRAWN)
    suggestions = recommendation.suggest_seniors(issue, page, page.start_index(), among)
    warned = warnings_of([(one.subject.pk, issue.company) for one in suggestions])
    for one in suggestions:
        one.subject.warned = warned.get((one.subject.pk, issue.company_id), [])
    context = {
        "issue": issue,
        "event": event,
        "page": page,
        "suggestions": suggestions,
        "kept_apart": kept,
        "entered": set(entered.order_by().values_list("senior_id", flat=True)),
    }
    return render(request, "events/issue_seniors.html", context)


@require_safe
@coordinator_only
def senior_issues(request: HttpRequest, senior_pk) -> HttpResponse:
    senior = get_object_or_404(Senior.objects.visible_to(request.user), pk=senior_pk)
    briefs = IssueBrief.objects.visible_to(request.user).open_now()
    fits = recommendation.rank_briefs(senior, briefs)
    page = Paginator(fits.ranked, AT_ONCE).get_page(request.GET.get("page"))
    context = {"senior": senior, "page": page, "suggestions": fits.suggest(page, page.start_index())}
    return render(request, "events/senior_issues.html", context)
