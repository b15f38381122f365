"""The office's queue of applications, and one application with what to decide."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.rules import coordinator_only
from talent import changing, deciding, joining
from talent.duplicates import lookalikes
from talent.forms_life import CancelForm, SendBackForm
from talent.models import (
    OPEN,
    Application,
    ApplicationKind,
    ApplicationState,
    Consent,
    SeniorContact,
)
from talent.sheet import FACTS, KEYS, label_of, sheet_of, wording
from talent.waiting import TARGET_DAYS, days_waiting, waiting

ROWS_PER_PAGE = 50
LATELY = dt.timedelta(days=30)


@require_safe
@coordinator_only
def application_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    rows = Application.objects.visible_to(request.user).select_related("senior", "decided_by__staff_member")
    page = Paginator(waiting(request.user).select_related("senior", "written_by__staff_member"), ROWS_PER_PAGE)
    page = page.get_page(request.GET.get("page"))
    decided = rows.filter(state__in=[ApplicationState.APPROVED, ApplicationState.RETURNED], decided_at__gt=now - LATELY)
    decided = list(decided.order_by("-decided_at", "pk")[:ROWS_PER_PAGE])
    context = {
        "page": page,
        "rows": [(row, days := days_waiting(row, now), days > TARGET_DAYS) for row in page],
        "target": TARGET_DAYS,
        "returned": rows.filter(state=ApplicationState.RETURNED).order_by("decided_at", "pk")[:ROWS_PER_PAGE],
        "decided": [row for row in decided if row.state == ApplicationState.APPROVED],
        "by_hand": _without_mail(request, decided),
        "two_doors": joining.with_two_doors(request.user)[:ROWS_PER_PAGE],
    }
    return render(request, "talent/application_list.html", context)


def _without_mail(request: HttpRequest, decided: list[Application]) -> list[tuple]:
    """Whom a letter or a call has to tell, with how to reach them."""
    keys = [row.senior_id for row in decided]
    contacts = SeniorContact.objects.visible_to(request.user).in_bulk(keys)
    alone = [row for row in decided if row.applicant_id is None and row.state == ApplicationState.APPROVED]
    return [
        (row, contacts.get(row.senior_id)) for row in alone if not getattr(contacts.get(row.senior_id), "email", "")
    ]


@dataclass(frozen=True)
class Line:
    """One thing of the sheet, as the register holds it and as it is asked for."""

    label: str
    before: str
    after: str
    is_changed: bool


@require_safe
@coordinator_only
def application_detail(request: HttpRequest, application_pk) -> HttpResponse:
    """`reason`: numbers of ready-made reasons, which then stand in the field to be edited."""
    application = _application(request, application_pk)
    chosen = [deciding.REASONS[n] for n in range(len(deciding.REASONS)) if str(n) in request.GET.getlist("reason")]
    return _page(request, application, SendBackForm(initial={"reason": "\n".join(chosen)}), status=200)


@require_POST
@coordinator_only
def application_approve(request: HttpRequest, application_pk) -> HttpResponse:
    application = _application(request, application_pk)
    try:
        deciding.approve(
            application=application, by=request.user, now=timezone.now(), seen=request.POST.get("seen", "")
        )
    except deciding.ApplicationError as refused:
        return _refused(request, application_pk, str(refused), SendBackForm())
    what = "登録しました" if application.kind == ApplicationKind.NEW else "変更を登録に書き込みました"
    return _done(request, application, f"{application.senior.name}さんの申込みを承認し、{what}。")


@require_POST
@coordinator_only
def application_return(request: HttpRequest, application_pk) -> HttpResponse:
    application = _application(request, application_pk)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _page(request, application, form, status=200)
    reason, seen = form.cleaned_data["reason"], request.POST.get("seen", "")
    try:
        deciding.send_back(application=application, reason=reason, by=request.user, now=timezone.now(), seen=seen)
    except deciding.ApplicationError as refused:
        return _refused(request, application_pk, str(refused), form)
    return _done(request, application, f"{application.senior.name}さんの申込みを差し戻しました。")


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def application_cancel(request: HttpRequest, application_pk) -> HttpResponse:
    """Also of a draft of hers, of which nothing is shown but that it is there: it keeps the office from correcting anything."""
    rows = Application.objects.visible_to(request.user).filter(kind=ApplicationKind.CHANGE)
    application = get_object_or_404(rows.select_related("senior", "applicant"), pk=application_pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason, seen = form.cleaned_data["reason"], request.POST.get("seen", "")
        try:
            deciding.cancel(application=application, reason=reason, by=request.user, now=timezone.now(), seen=seen)
        except deciding.ApplicationError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _cancelled(application))
        return redirect("talent:senior_detail", application.senior_id)
    context = {
        "application": application,
        "senior": application.senior,
        "form": form,
        "seen": deciding.stamp_of(application),
        "is_open": application.state in OPEN,
        "is_known": bool(application.applicant_id or application.submitted_at),
        "address": deciding.address_of(application, application.senior),
    }
    return render(request, "talent/application_cancel.html", context)


def _cancelled(application: Application) -> str:
    said = f"{application.senior.name}さんの変更の申込みを取りやめました。"
    if not (application.applicant_id or application.submitted_at):
        return said
    if deciding.address_of(application, application.senior):
        return f"{said}お知らせのメールを送信箱に用意しました。確かめてから送ってください。"
    return f"{said}メールアドレスがないため、手紙か電話でお知らせください。送信箱の「手紙・電話」に載せました。"


def _application(request: HttpRequest, application_pk) -> Application:
    """Drafts are their writers' own; what was never sent is nobody's to decide."""
    rows = Application.objects.visible_to(request.user).exclude(submitted_at=None).exclude(senior=None)
    rows = rows.select_related("senior", "applicant", "written_by__staff_member", "decided_by__staff_member")
    return get_object_or_404(rows, pk=application_pk)


def _refused(request: HttpRequest, application_pk, message: str, form: SendBackForm) -> HttpResponse:
    """The application as it is now, and why nothing was done; what was typed stays in its field."""
    messages.error(request, message)
    return _page(request, _application(request, application_pk), form, status=409)


def _done(request: HttpRequest, application: Application, message: str) -> HttpResponse:
    application.refresh_from_db(fields=["state"])
    if application.state == ApplicationState.RETURNED and deciding.is_told_inside(application):
        messages.success(request, f"{message}「代わりに登録する」の一覧から、書き直してください。")
    elif deciding.address_of(application, application.senior):
        messages.success(request, f"{message}お知らせのメールを送信箱に用意しました。確かめてから送ってください。")
    else:
        messages.warning(request, f"{message}メールアドレスがないため、手紙か電話でお知らせください。")
    return redirect("talent:application_list")


def _page(request: HttpRequest, application: Application, form: SendBackForm, *, status: int) -> HttpResponse:
    senior, is_open = application.senior, application.state == ApplicationState.SUBMITTED
    is_change = application.kind == ApplicationKind.CHANGE
    register = sheet_of(senior) if is_change and is_open else {}
    lines = _lines(application, register)
    context = {
        "application": application,
        "senior": senior,
        "form": form,
        "seen": deciding.stamp_of(application),
        "reasons": list(enumerate(deciding.REASONS)),
        "is_open": is_open,
        "is_change": is_change and is_open,
        "may_cancel": is_change and application.state in OPEN,
        "changed": [line for line in lines if line.is_changed],
        "overtaken": _overtaken(application, register) if register else [],
        "lines": [line for line in lines if not (is_change and is_open and line.is_changed)],
        "lookalikes": lookalikes(senior, request.user) if is_open else [],
        "consents": Consent.objects.visible_to(request.user).filter(senior=senior),
        "days": days_waiting(application, timezone.now()),
        "target": TARGET_DAYS,
    }
    return render(request, "talent/application_detail.html", context, status=status)


def _lines(application: Application, before: dict) -> list[Line]:
    """A change touches the facts that were asked for; the rest is shown as it stands."""
    sheet, found = application.sheet, []
    if before:
        wanted = changing.asked(application)
        sheet = {key: value for key, value in sheet.items() if key in wanted}
    for key in KEYS:
        if key in sheet or key in before:
            old = _words(key, before.get(key))
            new = _words(key, sheet[key]) if key in sheet else old
            found.append(Line(label_of(key), old, new, bool(before) and key in FACTS and old != new))
    return found


def _overtaken(application: Application, register: dict) -> list[tuple]:
    """(what, then, now, whether the approval changes it again)."""
    wanted = changing.asked(application)
    return [
        (one.label, one.before, one.after, one.key in wanted and one.key in FACTS)
        for one in changing.overtaken(application, register)
    ]


def _words(key: str, value) -> str:
    """In words, and as it stands where somebody has written nonsense: the office must be able to read it to send it back."""
    try:
        return wording(key, value)
    except (ValueError, TypeError, KeyError, AttributeError):
        return str(value)
