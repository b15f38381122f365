"""One hearing: how it stands and whose turn it is, the look before it is handed in, every step, its versions, the president's check, its papers."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies import hearings, printing, rules
from companies.comparing import folded, marked
from companies.forms_hearing import PaperCheckForm, ReasonForm, sections
from companies.hearing_quality import hints, missing
from companies.hearing_questions import QUESTIONS
from companies.hearing_words import writer_of
from companies.hearings import HearingError
from companies.models import Hearing, HearingNote, HearingState
from companies.rules import HEARING_STEPS
from companies.sheet import differences, sheet_of
from companies.views.hearing_writing import editable_hearing
from institutions.roles import Ability
from institutions.rules import OFFICE_AND_BANKS, able, open_to
from office import registry
from office.models import Document


def hearing_for(request: HttpRequest, hearing_pk) -> Hearing:
    notes = Prefetch("note", HearingNote.objects.visible_to(request.user))
    rows = Hearing.objects.visible_to(request.user).select_related(
        "company__branch", "institution", "copied_from", "bank_checked_by__staff_member"
    )
    return get_object_or_404(rows.prefetch_related("issues__brief", notes), pk=hearing_pk)


def event_name(hearing: Hearing) -> str:
    """Events are an app above: what a group of papers is called is an event's name."""
    return registry.names_of_groups({hearing.event_id}).get(hearing.event_id, "") if hearing.event_id else ""


@require_safe
@open_to(*OFFICE_AND_BANKS)
def hearing_detail(request: HttpRequest, hearing_pk) -> HttpResponse:
    hearing = hearing_for(request, hearing_pk)
    sheet = sheet_of(hearing)
    last = hearing.versions.select_related("made_by__staff_member").order_by("-revision").first()
    documents = Document.objects.visible_to(request.user).filter(subject_kind="hearing", subject_id=hearing.pk)
    context = {
        "hearing": hearing,
        "company": hearing.company,
        "event_name": event_name(hearing),
        "turn": rules.turn_of(hearing),
        "steps": rules.steps_for(hearing, request.user),
        "may_write": not rules.write_refusal(hearing, request.user),
        "may_submit": not rules.refusal(hearing, HEARING_STEPS["submit"], request.user),
        "missing": missing(sheet),
        "sections": sections(sheet),
        "answers": [(QUESTIONS[code].text if code in QUESTIONS else "前の質問", text) for code, text in hearing.answers.items()],
        "last": last,
        "last_by": writer_of(last) if last else "",
        "changed_since_check": hearings.changed_since(hearing, hearing.president_checked_revision),
        "changed_since_bank": hearings.changed_since_bank_check(hearing),
        "may_ask_president": hearing.state != HearingState.WITHDRAWN,
        "reads_note": rules.reads_note(request.user),
        "documents": printing.with_state(documents),
    }  # fmt: skip
    return render(request, "companies/hearing_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def hearing_check(request: HttpRequest, hearing_pk) -> HttpResponse:
    """Everything once more before it is handed in: what is missing, what would help. POST hands it in."""
    hearing, step = editable_hearing(request, hearing_pk), HEARING_STEPS["submit"]
    if request.method == "POST":
        try:
            hearings.take_step(hearing=hearing, step="submit", by=request.user, now=timezone.now())
        except HearingError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, step.done)
            return redirect("companies:hearing_detail", hearing.pk)
        hearing = editable_hearing(request, hearing_pk)
    sheet = sheet_of(hearing)
    context = {
        "hearing": hearing,
        "company": hearing.company,
        "refused": rules.refusal(hearing, step, request.user),
        "missing": missing(sheet),
        "hints": hints(sheet),
        "lines": differences({}, sheet),
        "sections": sections(sheet),
        "step": step,
    }
    return render(request, "companies/hearing_check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def hearing_step(request: HttpRequest, hearing_pk, step_name: str) -> HttpResponse:
    """One step, with what it will do and, where one is asked for, the reason."""
    step = HEARING_STEPS.get(step_name)
    if step and not rules.may_ever(request.user, step):
        raise PermissionDenied
    hearing = editable_hearing(request, hearing_pk)
    if step is None or step.key == "submit":
        raise Http404
    remark = hearing.president_remark if step.key == "approve" else ""
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data, label=step.reason, has_remark=bool(remark))
    if request.method == "POST" and form.is_valid():
        try:
            hearings.take_step(
                hearing=hearing,
                step=step.key,
                by=request.user,
                now=timezone.now(),
                reason=form.cleaned_data.get("reason", ""),
                remark_read=form.cleaned_data.get("remark_read", False),
            )
        except HearingError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, step.done)
            return redirect("companies:hearing_detail", hearing.pk)
    context = {
        "hearing": hearing,
        "company": hearing.company,
        "step": step,
        "form": form,
        "refused": rules.refusal(hearing, step, request.user),
        "missing": missing(sheet_of(hearing)) if step.key == "approve" else [],
        "remark": remark,
        "changed_since_check": hearings.changed_since(hearing, hearing.president_checked_revision) if remark else [],
    }
    return render(request, "companies/hearing_step.html", context)


# --- Versions -----------------------------------------------------------------------------------------------------------
@require_safe
@open_to(*OFFICE_AND_BANKS)
def hearing_versions(request: HttpRequest, hearing_pk) -> HttpResponse:
    """Every version, newest first, savings of one person in a row folded into one line; two that were picked are laid beside each other."""
    hearing = hearing_for(request, hearing_pk)
    rows = list(hearing.versions.select_related("made_by__staff_member").defer("sheet").order_by("-revision"))
    lines = [(group, writer_of(group.last)) for group in folded(rows)]
    older, newer = _picked(request, [group.last.revision for group, _ in lines])
    sheets = dict(hearing.versions.filter(revision__in=[older, newer]).values_list("revision", "sheet"))
    shown = differences(sheets.get(older) or {}, sheets.get(newer) or {}) if older != newer else []
    context = {
        "hearing": hearing,
        "company": hearing.company,
        "lines": lines,
        "older": older,
        "newer": newer,
        "differences": [(one, *marked(one.before, one.after)) for one in shown],
        "compares": older != newer,
    }
    return render(request, "companies/hearing_versions.html", context)


def _picked(request: HttpRequest, revisions: list[int]) -> tuple[int, int]:
    """(older, newer) as asked for, else the last two; one and the same where there is nothing to compare."""
    asked = []
    for name in ("older", "newer"):
        text = request.GET.get(name, "")
        asked.append(int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None)
    if len(revisions) < 2:
        only = revisions[0] if revisions else 0
        return only, only
    older, newer = asked
    newer = newer if newer in revisions else revisions[0]
    before = [one for one in revisions if one < newer]
    older = older if older in revisions and older != newer else (before or [newer])[0]
    return min(older, newer), max(older, newer)


# --- The president's check and papers ---------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def hearing_president(request: HttpRequest, hearing_pk) -> HttpResponse:
    """What the president has said of the printed sheet is written down by who was told."""
    hearing = editable_hearing(request, hearing_pk)
    form = PaperCheckForm(request.POST or None, initial={"revision": hearing.revision})
    if request.method == "POST" and form.is_valid():
        try:
            hearings.check_by_president(
                hearing=hearing,
                seen=form.cleaned_data["revision"],
                how=form.cleaned_data["how"],
                now=timezone.now(),
                remark=form.cleaned_data["remark"],
                checked_at=_noon(form.cleaned_data["checked_on"]),
                by=request.user,
            )
        except HearingError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "社長の確認を記録しました。")
            return redirect("companies:hearing_detail", hearing.pk)
    return render(request, "companies/hearing_president.html", {"hearing": hearing, "company": hearing.company, "form": form})  # fmt: skip


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


@require_POST
@able(Ability.HEAR)
def hearing_print(request: HttpRequest, hearing_pk, paper: str) -> HttpResponse:
    """Ask for the sheet as a paper, filled in or blank."""
    hearing = editable_hearing(request, hearing_pk)
    if paper not in printing.PAPERS:
        raise Http404
    try:
        printing.request_sheet(hearing=hearing, paper=paper, by=request.user, now=timezone.now())
        messages.success(request, "書類を作っています。1分ほどで、このページからダウンロードできます。")
    except registry.WorkError as refused:
        messages.error(request, str(refused))
    return redirect("companies:hearing_detail", hearing.pk)
