"""The registration, page by page: of a senior herself, and of the office for somebody who comes with paper."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.roles import OFFICE_ROLES, Role
from institutions.rules import coordinator_only, open_to
from office.fields import narrow
from office.postal_codes import place_of
from talent import drafts, joining, registering
from talent.consents import KINDS, missing, missing_of
from talent.drafts import RegistrationConflict, RegistrationError
from talent.forms_register import CONSENT, STEPS, WORK, Step, StepForm
from talent.models import (
    WRITABLE,
    Application,
    ApplicationKind,
    ApplicationState,
    ConsentKind,
    Senior,
    SeniorState,
)
from talent.rules import senior_of
from talent.writing_samples import GUIDE, SAMPLES, TAKEN_INTO, with_sample

WRITERS = open_to(Role.SENIOR, *OFFICE_ROLES)
UNKNOWN_CODE = "この郵便番号は見つかりませんでした。番号を確かめるか、住所をそのまま書いてください。"


def application_of(request: HttpRequest, application_pk) -> Application:
    rows = Application.objects.editable_by(request.user).select_related("senior", "applicant", "written_by")
    return get_object_or_404(rows, pk=application_pk)


def name_of(application: Application) -> str:
    return " ".join(filter(None, (application.sheet.get(key) for key in ("family_name", "given_name"))))


def window_of(request: HttpRequest) -> str:
    """A name for the window in which this page is shown, kept while it shows the page again."""
    return request.POST.get("window", "")[:20] or secrets.token_hex(8)


def home_of(application: Application) -> str:
    """Where who stops goes back to."""
    return "talent:proxy_list" if application.is_by_proxy else "talent:registration"


# --- Beginning and seeing where it stands -----------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Role.SENIOR)
def registration(request: HttpRequest) -> HttpResponse:
    """Where her registration stands, and the one button that leads on; POST begins."""
    now = timezone.now()
    if joining.join_by_proof(account=request.user, now=now):
        messages.success(request, "ご登録が見つかりました。このメールアドレスで、登録の内容を見たり直したりできます。")
        return redirect("talent:my_registration")
    if request.method == "POST":
        try:
            row = registering.begin(by=request.user, now=now)
        except RegistrationError as refused:
            messages.error(request, str(refused))
            return redirect("talent:registration")
        if request.POST.get("to") == "consent" and CONSENT in registering.steps_of(row, timezone.localdate(now)):
            return redirect("talent:registration_step", row.pk, CONSENT.number)
        if row.kind == ApplicationKind.CHANGE:
            return redirect("talent:registration_check", row.pk)
        return redirect("talent:registration_step", row.pk, min(row.step + 1, len(STEPS)))
    row, senior = registering.open_application(request.user), senior_of(request.user)
    context = {
        "application": row,
        "senior": senior,
        "steps": STEPS,
        "may_change": senior is not None and senior.state in registering.MAY_CHANGE,
        "must_consent": senior is not None and bool(missing_of(senior, timezone.localdate(now))),
        "next_step": min(row.step + 1, len(STEPS)) if row else 1,
    }
    return render(request, "talent/register/registration.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def proxy_list(request: HttpRequest) -> HttpResponse:
    """The registrations that the office is writing for others; POST begins one more."""
    if request.method == "POST":
        row = registering.begin_for_another(by=request.user, now=timezone.now())
        return redirect("talent:registration_step", row.pk, 1)
    rows = Application.objects.visible_to(request.user).filter(state__in=WRITABLE, applicant=None)
    rows = rows.select_related("written_by__staff_member").order_by("-saved_at")
    context = {"rows": [(row, name_of(row), row.written_by_id == request.user.pk) for row in rows], "total": len(STEPS)}
    return render(request, "talent/register/proxy_list.html", context)


@require_POST
@coordinator_only
def senior_change(request: HttpRequest, senior_pk) -> HttpResponse:
    """The office corrects the register for her: the same pages, and the same look at what changes before it counts."""
    senior = get_object_or_404(Senior.objects.editable_by(request.user), pk=senior_pk)
    try:
        row = registering.begin_change_for(senior=senior, by=request.user, now=timezone.now())
    except registering.RegistrationError as refused:
        messages.error(request, str(refused))
        return redirect("talent:senior_detail", senior.pk)
    return redirect("talent:registration_check", row.pk)


# --- A page -----------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@WRITERS
def registration_step(request: HttpRequest, application_pk, step: int) -> HttpResponse:
    row = application_of(request, application_pk)
    steps = registering.steps_of(row, timezone.localdate())
    page = next((one for one in steps if one.number == step), None)
    if page is None:
        raise Http404
    if row.state not in WRITABLE:
        return redirect("talent:registration_done", row.pk)
    if request.method == "POST":
        return _posted(request, row, page)
    return _page(request, row, page, drafts.form_of(row, page, judged="check" in request.GET))


def _posted(request: HttpRequest, row: Application, page: Step) -> HttpResponse:
    """Everything that is posted is kept, whatever button was pressed."""
    pressed, data = request.POST.get("action", ""), request.POST.copy()
    notes = {}
    if pressed == "lookup":
        notes = _look_up(data)
    elif pressed.startswith("sample:"):
        _take_sample(data, pressed)
    try:
        saved = drafts.save_step(
            application=row,
            step=page,
            data=data,
            seen=data.get("seen", ""),
            by=request.user,
            now=timezone.now(),
            by_itself=pressed == "auto",
        )
    except RegistrationConflict as conflict:
        return _page(request, row, page, conflict.form, status=409, conflict=conflict)
    except RegistrationError as refused:
        messages.error(request, str(refused))
        return redirect("talent:registration_done", row.pk)
    if pressed in ("auto", "lookup") or pressed.startswith("sample:"):
        return _page(request, saved.row, page, drafts.form_of(saved.row, page), **notes)
    if pressed == "next" and not saved.is_clean:
        return _page(request, saved.row, page, saved.form)
    return _onward(request, saved.row, page, pressed)


def _onward(request: HttpRequest, row: Application, page: Step, pressed: str) -> HttpResponse:
    if pressed == "leave":
        messages.success(request, "ここまでの内容を保存しました。続きは、いつでも書けます。")
        return redirect(home_of(row))
    if pressed == "back":
        return (
            redirect("talent:registration_step", row.pk, page.number - 1) if page.number > 1 else redirect(home_of(row))
        )
    if pressed.startswith("career:"):
        return redirect("talent:registration_career", row.pk, int(pressed[7:]) if pressed[7:].isdecimal() else 0)
    last = registering.steps_of(row, timezone.localdate())[-1]
    if page is last or request.POST.get("to") == "check":
        return redirect("talent:registration_check", row.pk)
    return redirect("talent:registration_step", row.pk, page.number + 1)


def _look_up(data) -> dict:
    """Fill the address in from the postal code; what she has written there already stays behind the town."""
    place = place_of("".join(sign for sign in narrow(data.get("postal_code", "")) if sign.isdigit()))
    if place is None:
        return {"looked_up": UNKNOWN_CODE}
    written = data.get("address", "").strip()
    data["prefecture"] = place.prefecture
    data["address"] = written if written.startswith(place.rest) else place.rest + written
    return {"looked_up": "住所を入れました。番地と建物の名前を書き足してください。", "is_found": True}


def _take_sample(data, pressed: str) -> None:
    _, category, field = (pressed.split(":") + ["", ""])[:3]
    if category in SAMPLES and field in TAKEN_INTO:
        sample = getattr(SAMPLES[category], field)
        data[field] = sample if field == "headline" else with_sample(data.get(field, ""), sample)


def _page(request: HttpRequest, row: Application, page: Step, form: StepForm, *, status=200, **more) -> HttpResponse:
    steps = registering.steps_of(row, timezone.localdate())
    context = {
        "application": row,
        "person": name_of(row),
        "page": page,
        "total": len(steps),
        "is_last": page is steps[-1],
        "form": form,
        "seen": drafts.mark(row, page),
        "window": window_of(request),
        "is_half": drafts.part_of(page) in row.typed and not form.is_bound,
        "is_change": row.kind == ApplicationKind.CHANGE,
        "to_check": "check" in request.GET or request.POST.get("to") == "check",
        "samples": [(code, code.label, one) for code, one in _samples_first(row)] if page.number == 6 else [],
    }
    if page is WORK:
        context |= {"careers": _careers(row), "careers_mark": drafts.careers_mark(row)}
        context["new_career"] = drafts.career_part(None) in row.typed
    return render(request, f"talent/register/step_{page.number}.html", context | more, status=status)


def _samples_first(row: Application):
    """Samples of her own fields; of all where she has named none."""
    own = [one["category"] for one in row.sheet.get("specialities") or []]
    return [(code, one) for code, one in SAMPLES.items() if not own or code in own]


def _careers(row: Application):
    """(number from 1, the career, whether it is half written)."""
    return [
        (number, one, drafts.career_part(number - 1) in row.typed)
        for number, one in enumerate(drafts.careers_of(row), start=1)
    ]


# --- Checking, seeing, handing in -------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@WRITERS
def registration_check(request: HttpRequest, application_pk) -> HttpResponse:
    """Everything on one page, each part with its way back; POST hands it in."""
    row, today = application_of(request, application_pk), timezone.localdate()
    if request.method == "POST":
        try:
            registering.submit(application=row, by=request.user, now=timezone.now())
            return redirect("talent:registration_done", row.pk)
        except RegistrationError as refused:
            messages.error(request, str(refused))
            row.refresh_from_db()

    if row.state not in WRITABLE:
        return redirect("talent:registration_done", row.pk)
    found = registering.open_faults(row, today)
    steps, still = registering.steps_of(row, today), missing(row.consents, today)
    if drafts.is_on_paper_later(row):
        still = [kind for kind in still if kind in missing_of(row.senior, today)]
    context = {
        "application": row,
        "person": name_of(row),
        "faults": found,
        "hints": registering.hints(row.sheet, today) if row.kind == ApplicationKind.NEW else [],
        "is_change": row.kind == ApplicationKind.CHANGE,
        "consent_alone": registering.is_consent_alone(row),
        "agreed": [ConsentKind(kind).label for kind in KINDS if kind in row.consents and kind not in still],
        "not_agreed": [ConsentKind(kind).label for kind in still],
        "parts": [
            (step, drafts.shown_lines(row, step), [one for one in found if one.step == step.number]) for step in steps
        ],
    }
    return render(request, "talent/register/check.html", context)


@require_safe
@WRITERS
def registration_preview(request: HttpRequest, application_pk) -> HttpResponse:
    """The one page as a firm will read it: never the day of birth, the age or how to reach her."""
    row = application_of(request, application_pk)
    context = {
        "application": row,
        "senior": drafts.unsaved_senior(row),
        "lines": drafts.face_lines(row),
        "careers": drafts.careers_of(row),
    }
    return render(request, "talent/register/preview.html", context)


@require_safe
@WRITERS
def registration_done(request: HttpRequest, application_pk) -> HttpResponse:
    """The number, and what happens next."""
    row = application_of(request, application_pk)
    if row.state in WRITABLE:
        return redirect("talent:registration_check", row.pk)
    context = {
        "application": row,
        "person": name_of(row),
        "at_once": row.state == ApplicationState.APPROVED,
        "is_change": row.kind == ApplicationKind.CHANGE,
        "consent_alone": registering.is_consent_alone(row),
        "doors": joining.doors_of(row.senior) if row.senior and row.state != ApplicationState.CANCELLED else None,
        "may_read": row.senior is not None and row.senior.state == SeniorState.ACTIVE and not row.is_by_proxy,
    }
    return render(request, "talent/register/done.html", context)


@require_POST
@WRITERS
def registration_discard(request: HttpRequest, application_pk) -> HttpResponse:
    row = application_of(request, application_pk)
    try:
        registering.discard(application=row, by=request.user, now=timezone.now())
    except RegistrationError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "書きかけの内容を消しました。")
    return redirect(home_of(row))


@require_safe
@WRITERS
def registration_guide(request: HttpRequest) -> HttpResponse:
    """How to put a long working life into few words, with samples."""
    samples = [(code.label, one) for code, one in SAMPLES.items()]
    return render(request, "talent/register/guide.html", {"guide": GUIDE, "samples": samples})
