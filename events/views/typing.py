"""The office writes down what a senior has sent on paper or said on the telephone, and changes or takes back a wish for her."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from companies.models import IssueBrief
from events import papers
from events.entering import writing
from events.entering.standing import EntryError, cap_words, counted_against_cap, standing_entries
from events.forms_entry import FindSeniorForm, OfficeEntryForm, OfficeTakeBackForm, TypeEntryForm
from events.models import Entry, Event, Participation, ParticipationState
from events.reserves import AFTER_SELECTION
from institutions.rules import coordinator_only
from office.form_keys import already
from talent.models import Senior, SeniorState

FOUND = 20


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def entry_type(request: HttpRequest, event_pk) -> HttpResponse:
    """Two steps on one address: find the senior, then write down what she wishes."""
    event = get_object_or_404(Event.objects.editable_by(request.user), pk=event_pk)
    return _type_page(request, event, "events/entry_type.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def walk_in(request: HttpRequest, event_pk) -> HttpResponse:
    """Who comes on the day without a wish gets a badge with her first one."""
    event = get_object_or_404(Event.objects.editable_by(request.user), pk=event_pk)
    if closed := why_no_walk_in(event, timezone.localdate()):
        return render(request, "events/walk_in.html", {"event": event, "find": FindSeniorForm(), "closed": closed})
    return _type_page(request, event, "events/walk_in.html", {"reason": "当日の参加"})


def why_no_walk_in(event: Event, today: dt.date) -> str:
    """Only on the days of the event, while it takes place."""
    if event.is_history or event.halt:
        return f"この交流会は{event.get_halt_display() or '過去の記録'}のため、加えられません。"
    if not event.starts_on <= today <= event.ends_on:
        return "飛び入りを加えられるのは、交流会の当日だけです。前もって届いた希望は「紙・電話の希望を入力」から入れてください。"
    if event.stage not in AFTER_SELECTION:
        return f"いまの段階は「{event.get_stage_display()}」です。飛び入りを加えられるのは、選定から当日までです。"
    return ""


def _type_page(request: HttpRequest, event: Event, template: str, initial: dict[str, str]) -> HttpResponse:
    find = FindSeniorForm(request.GET)
    senior = _picked(request)
    if senior is None:
        found = _found(request, find.words()) if find.words() else []
        return render(request, template, {"event": event, "find": find, "found": found})
    sent = request.POST if request.method == "POST" else None
    form = TypeEntryForm(sent, briefs=_briefs(request, event), initial=initial)
    if request.method == "POST" and form.is_valid():
        if done := already(Entry.objects.visible_to(request.user).filter(senior=senior), form):
            return redirect("events:entry_detail", done.pk)
        if (entry := _typed(request, senior, form)) is not None:
            return redirect("events:entry_detail", entry.pk)
    context = {
        "event": event,
        "find": find,
        "senior": senior,
        "form": form,
        "entries": standing_entries(event.pk, senior.pk),
        "doubts": writing.doubts(event, senior, None, timezone.now()),
        "cap": cap_words(event, counted_against_cap(event.pk, senior.pk)),
    }
    return render(request, template, context)


def _picked(request: HttpRequest) -> Senior | None:
    try:
        key = UUID(request.GET.get("senior", ""))
    except ValueError:
        return None
    rows = Senior.objects.visible_to(request.user).select_related("standing").prefetch_related("unavailable_periods")
    return rows.filter(pk=key, erased_at=None).first()


def _found(request: HttpRequest, words: str) -> list[Senior]:
    """By her number, else by her name, however it is written."""
    rows = Senior.objects.visible_to(request.user).filter(erased_at=None).exclude(state=SeniorState.WITHDRAWN)
    by_number = list(rows.filter(number__iexact=words.replace(" ", ""))[:1])
    return by_number or list(rows.named(words)[:FOUND])


def _briefs(request: HttpRequest, event: Event) -> QuerySet[IssueBrief]:
    """The issues of the firms that come, in the order of the firms' numbers."""
    comes = Participation.objects.filter(event=event, state=ParticipationState.REGISTERED)
    rows = IssueBrief.objects.visible_to(request.user).filter(event_id=event.pk)
    rows = rows.filter(issue__company__in=comes.values("company"))
    return rows.annotate(firm=Concat(F("issue__company__short_name"), Value(":"))).order_by("firm", "public_title")


def _typed(request: HttpRequest, senior: Senior, form: TypeEntryForm) -> Entry | None:
    given, now = form.cleaned_data, timezone.now()
    day = given["received_on"]
    today = timezone.localdate(now)
    received = now if day == today else timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    try:
        entry, _ = writing.type_in(
            brief=given["brief"],
            senior=senior,
            text=given["proposal_text"],
            preference=given["preference"],
            channel=given["channel"],
            received_at=received,
            reason=given["reason"],
            key=given["new_key"],
            by=request.user,
            now=now,
        )
    except EntryError as refused:
        form.add_error("reason" if "事情" in str(refused) else None, str(refused))
        return None
    messages.success(
        request,
        f"{senior.name}さんの希望を登録しました(受付番号 {entry.receipt_number}、"
        f"第{entry.preference}希望、名札{entry.attendance.number}番)。",
    )
    return entry


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def entry_edit(request: HttpRequest, entry_pk) -> HttpResponse:
    entry = _entry(request, entry_pk)
    shown = {"proposal_text": entry.proposal_text, "preference": entry.preference}
    form = OfficeEntryForm(request.POST if request.method == "POST" else None, initial=shown)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            writing.change_for_her(
                entry=entry,
                text=given["proposal_text"],
                preference=given["preference"],
                reason=given["reason"],
                by=request.user,
                now=timezone.now(),
            )
            messages.success(request, "希望を書き直しました。控えを送信箱に用意しました。")
            return redirect("events:entry_detail", entry.pk)
        except EntryError as refused:
            form.add_error("reason" if "事情" in str(refused) else None, str(refused))
    return render(request, "events/entry_edit.html", {"entry": entry, "event": entry.event, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def entry_withdraw(request: HttpRequest, entry_pk) -> HttpResponse:
    entry = _entry(request, entry_pk)
    form = OfficeTakeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            writing.take_back_for_her(
                entry=entry, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
            )
            messages.success(request, f"{entry.senior.name}さんの希望を取り下げました。")
        except EntryError as refused:
            messages.error(request, str(refused))
        return redirect("events:entry_detail", entry.pk)
    if not entry.is_standing:
        return redirect("events:entry_detail", entry.pk)
    return render(request, "events/entry_withdraw.html", {"entry": entry, "event": entry.event, "form": form})


def _entry(request: HttpRequest, entry_pk) -> Entry:
    rows = Entry.objects.editable_by(request.user).select_related("event", "senior", "company", "issue")
    return get_object_or_404(rows, pk=entry_pk)


# --- Papers -------------------------------------------------------------------------------------------------------------
@require_POST
@coordinator_only
def entry_form_make(request: HttpRequest, entry_pk) -> HttpResponse:
    """出席希望登録票 of one entry, as a PDF."""
    entry = _entry(request, entry_pk)
    papers.request_entry_form(entry=entry, by=request.user, now=timezone.now())
    messages.success(request, "出席希望登録票を作っています。できると、書類の一覧からダウンロードできます。")
    return redirect(f"{reverse('office:document_list')}?group={entry.event_id}")


@require_POST
@coordinator_only
def entry_blank_make(request: HttpRequest, event_pk) -> HttpResponse:
    """The form to be filled in by hand."""
    event = get_object_or_404(Event.objects.editable_by(request.user), pk=event_pk)
    papers.request_blank_form(event=event, by=request.user, now=timezone.now())
    messages.success(request, "紙の出席希望登録票を作っています。できると、書類の一覧からダウンロードできます。")
    return redirect(f"{reverse('office:document_list')}?group={event.pk}")
