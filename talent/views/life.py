"""What a senior does with her registration, and the office for her: pause, resume, leave, come back, and when she can be asked."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from institutions.roles import OFFICE_ROLES, Role
from institutions.rules import coordinator_only, open_to
from talent import availability, lifecycle
from talent.actions import revoke_consent
from talent.consents import is_given
from talent.forms_life import CapForm, LeaveForm, PauseForm, PeriodForm, RevokeForm
from talent.leaving import kept_until
from talent.models import Senior, SeniorState, UnavailablePeriod, may_move

HERSELF_AND_OFFICE = (*OFFICE_ROLES, Role.SENIOR)


def senior_for(request: HttpRequest, senior_pk) -> Senior:
    rows = Senior.objects.editable_by(request.user).filter(erased_at=None).select_related("standing")
    periods = UnavailablePeriod.objects.visible_to(request.user).order_by("from_on", "pk")
    return get_object_or_404(rows.prefetch_related(Prefetch("unavailable_periods", periods)), pk=senior_pk)


def page_of(request: HttpRequest, senior: Senior) -> HttpResponse:
    if request.user.role == Role.SENIOR:
        return redirect("talent:my_registration")
    return redirect("talent:senior_detail", senior.pk)


def frame_of(request: HttpRequest) -> str:
    return "senior_base.html" if request.user.role == Role.SENIOR else "base.html"


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*HERSELF_AND_OFFICE)
def senior_pause(request: HttpRequest, senior_pk) -> HttpResponse:
    senior = senior_for(request, senior_pk)
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _do(request, form, "休止しました。", lifecycle.pause, senior=senior, **form.cleaned_data)
        if done:
            return done
    return _ask(request, senior, form, "pause", SeniorState.PAUSED)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*HERSELF_AND_OFFICE)
def senior_withdraw(request: HttpRequest, senior_pk) -> HttpResponse:
    """Leaving is asked twice, with what is kept and until when."""
    senior = senior_for(request, senior_pk)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = _do(request, form, "退会の手続きが終わりました。", lifecycle.withdraw, senior=senior, reason=reason)
        if done:
            return done
    return _ask(request, senior, form, "withdraw", SeniorState.WITHDRAWN)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*HERSELF_AND_OFFICE)
def senior_consent(request: HttpRequest, senior_pk) -> HttpResponse:
    """Taking back the consent that her face is shown: what follows, and what does not."""
    senior = senior_for(request, senior_pk)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        revoke_consent(senior=senior, by=request.user, now=timezone.now())
        messages.success(request, "同意を取り消しました。新しい交流会には、もう一度同意するまで希望を出せません。")
        return page_of(request, senior)
    context = {
        "senior": senior,
        "form": form,
        "frame": frame_of(request),
        "possible": is_given(senior),
        "herself": request.user.role == Role.SENIOR,
    }
    return render(request, "talent/senior_consent.html", context)


def _do(request: HttpRequest, form, message: str, action: Callable, **values) -> HttpResponse | None:
    """None where it was refused: the reason then stands in the form."""
    try:
        action(by=request.user, now=timezone.now(), **values)
    except lifecycle.LifecycleError as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, message)
    return page_of(request, values["senior"])


def _ask(request: HttpRequest, senior: Senior, form, what: str, to: SeniorState) -> HttpResponse:
    context = {
        "senior": senior,
        "form": form,
        "frame": frame_of(request),
        "possible": may_move(senior.state, to),
        "kept_until": kept_until(senior, timezone.localdate()),
        "herself": request.user.role == Role.SENIOR,
    }
    return render(request, f"talent/senior_{what}.html", context)


# --- One press ---------------------------------------------------------------------------------------------------------
@require_POST
@open_to(*HERSELF_AND_OFFICE)
def senior_resume(request: HttpRequest, senior_pk) -> HttpResponse:
    return _press(request, senior_pk, "再開しました。次の交流会からご案内します。", lifecycle.resume)


@require_POST
@open_to(*HERSELF_AND_OFFICE)
def senior_take_back(request: HttpRequest, senior_pk) -> HttpResponse:
    message = "もう一度の登録を申し込みました。事務局が確かめて、1週間以内にお知らせします。"
    return _press(request, senior_pk, message, lifecycle.take_back)


@require_POST
@coordinator_only
def senior_rest(request: HttpRequest, senior_pk) -> HttpResponse:
    """No letter and no call reaches her."""
    return _press(
        request, senior_pk, "「長期不在」にしました。ご本人が登録を続けると答えると戻ります。", lifecycle.put_to_rest
    )


def _press(request: HttpRequest, senior_pk, message: str, action: Callable) -> HttpResponse:
    senior = senior_for(request, senior_pk)
    try:
        action(senior=senior, by=request.user, now=timezone.now())
    except lifecycle.LifecycleError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, message)
    return page_of(request, senior)


# --- When she can be asked ----------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*HERSELF_AND_OFFICE)
def senior_availability(request: HttpRequest, senior_pk) -> HttpResponse:
    """Two forms: how many interviews in a year, and one more period. What was wrong stays in its form."""
    senior = senior_for(request, senior_pk)
    what = request.POST.get("what", "")
    cap = CapForm(request.POST if what == "cap" else None, initial={"interviews_per_year": senior.interviews_per_year})
    period = PeriodForm(request.POST if what == "period" else None)
    if cap.is_bound and cap.is_valid():
        availability.set_cap(senior=senior, by=request.user, now=timezone.now(), **cap.cleaned_data)
        messages.success(request, "1年間の面談の上限を記録しました。")
        return redirect("talent:senior_availability", senior.pk)
    if period.is_bound and period.is_valid() and _add(request, senior, period):
        return redirect("talent:senior_availability", senior.pk)
    context = {
        "senior": senior,
        "frame": frame_of(request),
        "cap": cap,
        "period": period,
        "form": cap if cap.is_bound else period,
        "periods": [(one, availability.period_words(one)) for one in senior.unavailable_periods.all()],
        "met": availability.interviews_this_year(senior),
        "herself": request.user.role == Role.SENIOR,
    }
    return render(request, "talent/senior_availability.html", context)


def _add(request: HttpRequest, senior: Senior, form: PeriodForm) -> bool:
    try:
        made, joined = availability.add_period(senior=senior, by=request.user, now=timezone.now(), **form.cleaned_data)
    except availability.PeriodError as refused:
        form.add_error(None, str(refused))
        return False
    words = availability.period_words(made)
    more = "続いている期間と1つにまとめました。" if joined else ""
    messages.success(request, f"参加できない期間を記録しました: {words}。{more}")
    return True


@require_POST
@open_to(*HERSELF_AND_OFFICE)
def period_delete(request: HttpRequest, period_pk) -> HttpResponse:
    rows = UnavailablePeriod.objects.editable_by(request.user).filter(senior__erased_at=None)
    period = get_object_or_404(rows, pk=period_pk)
    senior_pk, words = period.senior_id, availability.period_words(period)
    period.delete()
    messages.success(request, f"参加できない期間を消しました: {words}。")
    return redirect("talent:senior_availability", senior_pk)
