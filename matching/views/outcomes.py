"""After the day: one line per interview, one page per pair."""

from collections import defaultdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.models import Entry, Event
from institutions.rules import OFFICE_AND_BANKS, coordinator_only, open_to
from matching.actions import outcomes
from matching.forms_outcomes import AnswerForm, ResultForm, SecondInterviewForm, SupportForm
from matching.models import Answer, Interview, Result, SecondInterview, Side, Support
from matching.rules_outcomes import agreed_by_both, are_open
from matching.views import banks


@require_safe
@open_to(*OFFICE_AND_BANKS)
def outcome_list(request: HttpRequest, event_pk) -> HttpResponse:
    if request.user.is_bank:
        return banks.outcome_list(request, event_pk)
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    interviews = (
        Interview.objects.visible_to(request.user)
        .filter(event=event, is_published=True)
        .select_related("slot__day", "company", "senior", "participation", "booth")
        .order_by("participation__number", "slot__number")
    )
    rows = [
        {"interview": interview, **_outcome(interview.entry_id, found)}
        for found in [_outcomes_of(request, event)]
        for interview in interviews
    ]
    counts = {
        "interviews": len(rows),
        "results": sum(row["result"] is not None for row in rows),
        "both": sum(row["is_open"] for row in rows),
        "agreed": sum(row["agreed"] for row in rows),
        "supports": sum(row["support"] is not None for row in rows),
    }
    is_early = event.starts_on > timezone.localdate()
    context = {"event": event, "rows": rows, "counts": counts, "is_early": is_early}
    return render(request, "matching/outcome_list.html", context)


def _outcomes_of(request: HttpRequest, event: Event) -> dict:
    """All outcomes of an event by entry, in one query per kind."""
    found: dict = {"answers": defaultdict(list)}
    for name, model in (("results", Result), ("seconds", SecondInterview), ("supports", Support)):
        found[name] = {row.entry_id: row for row in model.objects.visible_to(request.user).filter(entry__event=event)}
    for answer in Answer.objects.visible_to(request.user).filter(entry__event=event):
        found["answers"][answer.entry_id].append(answer)
    return found


def _outcome(entry_pk, found: dict) -> dict:
    answers = found["answers"].get(entry_pk, [])
    return {
        "result": found["results"].get(entry_pk),
        "answered": {answer.side for answer in answers},
        "is_open": are_open(answers),
        "agreed": agreed_by_both(answers),
        "second": found["seconds"].get(entry_pk),
        "support": found["supports"].get(entry_pk),
    }


@require_POST
@coordinator_only
def outcome_all_held(request: HttpRequest, event_pk) -> HttpResponse:
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    try:
        number = outcomes.record_all_held(event=event, by=request.user, now=timezone.now())
    except outcomes.OutcomeError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{number}件を「実施」で記録しました。欠席した面談は1件ずつ直してください。")
    return redirect("matching:outcome_list", event.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def outcome_edit(request: HttpRequest, entry_pk) -> HttpResponse:
    rows = Entry.objects.visible_to(request.user).select_related("event", "company", "senior", "issue", "participation")
    entry = get_object_or_404(rows, pk=entry_pk)
    parts = _parts(entry)
    if request.method == "POST":
        name = request.POST.get("part", "")
        if name in parts:
            parts[name].form = parts[name].form_class(request.POST, prefix=name)
            if parts[name].save(entry, request.user, request.POST.get("seen")):
                messages.success(request, f"{parts[name].heading}を記録しました。")
                return redirect("matching:outcome_edit", entry.pk)
    answers = list(Answer.objects.filter(entry=entry).select_related("recorded_by__staff_member"))
    faulty = next((part.form for part in parts.values() if part.form.errors), None)
    context = {
        "entry": entry,
        "event": entry.event,
        "interview": Interview.objects.filter(entry=entry, is_published=True).select_related("slot", "booth").first(),
        "parts": [part for part in parts.values() if part.is_due or part.form.is_bound],
        "later": [part.heading for part in parts.values() if not (part.is_due or part.form.is_bound)],
        "form": faulty,
        "is_open": are_open(answers),
        "agreed": agreed_by_both(answers),
        "answers": answers,
    }
    return render(request, "matching/outcome_edit.html", context)


class Part:
    """One form of the page: what it records, whether its turn has come, what stands there already."""

    def __init__(self, name: str, heading: str, form_class, row, is_due: bool, sealed: bool = False, **fixed) -> None:
        self.name, self.heading, self.form_class, self.row, self.is_due = name, heading, form_class, row, is_due
        self.sealed, self.fixed = sealed, fixed
        self.form = form_class(prefix=name, initial={} if row is None or sealed else form_class.initial_of(row))

    @property
    def seen(self) -> str:
        return outcomes.stamp_of(self.row)

    def save(self, entry: Entry, user, seen: str | None) -> bool:
        if not self.form.is_valid():
            return False
        try:
            self.form.record(entry=entry, seen=seen, by=user, now=timezone.now(), **self.fixed)
        except outcomes.OutcomeError as error:
            self.form.add_error(None, str(error))
            return False
        return True


def _parts(entry: Entry) -> dict[str, Part]:
    who = "recorded_by__staff_member"
    result = Result.objects.filter(entry=entry).select_related(who).first()
    answers = {answer.side: answer for answer in Answer.objects.filter(entry=entry).select_related(who)}
    second = SecondInterview.objects.filter(entry=entry).select_related(who).first()
    support = Support.objects.filter(entry=entry).select_related(who).first()
    held = result is not None and result.state == "held"
    sealed = not are_open(answers.values())
    agreed = agreed_by_both(answers.values())
    second_held = second is not None and second.state == "held"
    parts = [
        Part("result", "面談の結果", ResultForm, result, True),
        Part("company", "企業の回答", AnswerForm, answers.get(Side.COMPANY), held, sealed, side=Side.COMPANY),
        Part("senior", "新現役の回答", AnswerForm, answers.get(Side.SENIOR), held, sealed, side=Side.SENIOR),
        Part("second", "二次面談", SecondInterviewForm, second, agreed),
        Part("support", "支援", SupportForm, support, second_held),
    ]
    return {part.name: part for part in parts}
