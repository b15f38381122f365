"""How far the briefs of an event are, and opening the list to seniors."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from companies import briefs
from companies.forms_briefs import StepForm
from companies.models import BriefState, Issue
from events import publishing
from events.models import Event
from events.publishing import PublishingError
from events.sheets.issue_list import ISSUE_LIST
from institutions.rules import coordinator_only
from office import registry
from office.actions import request_document
from office.models import Document, WorkState


@require_safe
@coordinator_only
def brief_board(request: HttpRequest, event_pk) -> HttpResponse:
    event = _event(request, event_pk)
    firms = publishing.firms_of(event, request.user)
    lines = [line for firm in firms for line in firm.lines]
    states = [line.brief.state if line.brief else "none" for line in lines]
    reason = _refusal(event)
    opened = sum(bool(line.brief and line.brief.open_from) for line in lines)
    context = {
        "event": event,
        "firms": firms,
        "figures": [
            ("企業", len(firms), "社"),
            ("まだ", states.count("none"), "件"),
            ("下書き", states.count(BriefState.DRAFT), "件"),
            ("確認待ち", states.count(BriefState.SUBMITTED), "件"),
            ("承認済み", states.count(BriefState.APPROVED), "件"),
        ],
        "approved": states.count(BriefState.APPROVED),
        "total": sum(state != BriefState.WITHDRAWN for state in states),
        "open": opened,
        "shut": publishing.SHUT_TO_WISHES if opened and publishing.is_read_but_shut(event, timezone.now()) else "",
        "waiting": [
            line
            for line in lines
            if line.brief and line.brief.state == BriefState.APPROVED and not line.brief.open_from
        ],
        "refusal": reason,
        "paper": _paper(request, event),
    }
    return render(request, "events/brief_board.html", context)


def _refusal(event: Event) -> str:
    try:
        publishing.refuse_publishing(event, timezone.now())
    except PublishingError as refused:
        return str(refused)
    return ""


def _paper(request: HttpRequest, event: Event) -> Document | None:
    rows = Document.objects.visible_to(request.user).filter(kind=ISSUE_LIST, subject_id=event.pk)
    paper = rows.first()
    if paper is not None and paper.state == WorkState.DONE:
        paper.is_stale = registry.fingerprints([paper]).get(paper.pk) != paper.content_hash
    return paper


@require_POST
@coordinator_only
def brief_publish(request: HttpRequest, event_pk) -> HttpResponse:
    """Open what is approved; `stop` closes the list."""
    event = _event(request, event_pk)
    try:
        if request.POST.get("stop"):
            closed = publishing.stop(event=event, by=request.user, now=timezone.now())
            messages.success(request, f"{closed}件の公開を止めました。出された希望は残っています。")
        else:
            done = publishing.publish(event=event, by=request.user, now=timezone.now())
            messages.success(request, _told(event, done))
            if done.left_out:
                messages.error(
                    request, f"企業がわかる言葉が残っているため、公開していません: {'、'.join(done.left_out)}"
                )
    except PublishingError as refused:
        messages.error(request, str(refused))
    return redirect("events:brief_board", event.pk)


def _told(event: Event, done: publishing.Published) -> str:
    opens = timezone.localtime(event.entry_open_at)
    closes = timezone.localtime(event.entry_close_at)
    when = "いまから" if opens <= timezone.localtime() else f"{opens:%-m月%-d日 %-H:%M}から"
    return f"{done.opened}件を、{when}{closes:%-m月%-d日 %-H:%M}まで、新現役に公開します。"


@require_POST
@coordinator_only
def brief_approve(request: HttpRequest, event_pk, issue_pk) -> HttpResponse:
    """One brief, straight from the board; refused where a give-away stands."""
    event = _event(request, event_pk)
    issue = get_object_or_404(Issue.objects.editable_by(request.user), pk=issue_pk)
    form = StepForm({"step": "approve", "revision": request.POST.get("revision")})
    try:
        if not form.is_valid():
            raise briefs.BriefError("押したボタンがわかりませんでした。もう一度押してください。")
        brief = briefs.approve(issue=issue, revision=form.cleaned_data["revision"], by=request.user, now=timezone.now())
        messages.success(request, f"「{brief.public_title}」を承認しました。")
    except briefs.BriefError as refused:
        messages.error(request, str(refused))
    return redirect("events:brief_board", event.pk)


@require_POST
@coordinator_only
def brief_paper(request: HttpRequest, event_pk) -> HttpResponse:
    """Have the anonymised list made as a PDF, to print and to post."""
    event = _event(request, event_pk)
    request_document(
        kind=ISSUE_LIST,
        subject_kind="event",
        subject_id=event.pk,
        title=f"企業課題一覧(匿名) {event.name}",
        by=request.user,
        now=timezone.now(),
        group_id=event.pk,
    )
    messages.success(request, "企業課題一覧(匿名)を作っています。できると、このページからダウンロードできます。")
    return redirect("events:brief_board", event.pk)


def _event(request: HttpRequest, event_pk) -> Event:
    return get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
