"""The careers of a registration: one on a page of its own; the list moves them and takes them out."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from talent import drafts
from talent.drafts import RegistrationConflict, RegistrationError
from talent.forms_register import WORK, CareerForm
from talent.models import WRITABLE, Application
from talent.views.register import WRITERS, application_of, home_of, name_of, window_of


@require_http_methods(["GET", "HEAD", "POST"])
@WRITERS
def registration_career(request: HttpRequest, application_pk, number: int) -> HttpResponse:
    """`number` counts from 1 in the list; 0 is a new one."""
    row = application_of(request, application_pk)
    if row.state not in WRITABLE:
        return redirect("talent:registration_done", row.pk)
    if number > len(drafts.careers_of(row)):
        raise Http404
    index = number - 1 if number else None
    if request.method == "POST":
        return _posted(request, row, index)
    return _page(request, row, index, drafts.career_form(row, index, judged="check" in request.GET))


def _posted(request: HttpRequest, row: Application, index: int | None) -> HttpResponse:
    pressed = request.POST.get("action", "")
    try:
        saved = drafts.save_career(
            application=row,
            index=index,
            data=request.POST,
            seen=request.POST.get("seen", ""),
            by=request.user,
            now=timezone.now(),
            by_itself=pressed == "auto",
        )
    except RegistrationConflict as conflict:
        return _page(request, row, index, conflict.form, status=409, conflict=conflict)
    except RegistrationError as refused:
        messages.error(request, str(refused))
        return redirect("talent:registration_step", row.pk, WORK.number)
    if pressed == "auto":
        return _page(request, saved.row, index, drafts.career_form(saved.row, index))
    if pressed == "next" and not saved.is_clean:
        return _page(request, saved.row, index, saved.form)
    if pressed == "leave":
        messages.success(request, "ここまでの内容を保存しました。続きは、いつでも書けます。")
        return redirect(home_of(row))
    return redirect("talent:registration_step", row.pk, WORK.number)


def _page(
    request: HttpRequest, row: Application, index: int | None, form: CareerForm, *, status=200, **more
) -> HttpResponse:
    context = {
        "application": row,
        "person": name_of(row),
        "page": WORK,
        "number": 0 if index is None else index + 1,
        "form": form,
        "seen": drafts.career_mark(row, index),
        "window": window_of(request),
        "is_half": drafts.career_part(index) in row.typed and not form.is_bound,
    }
    return render(request, "talent/register/career.html", context | more, status=status)


@require_POST
@WRITERS
def registration_careers(request: HttpRequest, application_pk) -> HttpResponse:
    """up:2, down:2, out:2 and out:0 (the half-written new one)."""
    row = application_of(request, application_pk)
    verb, _, digits = request.POST.get("arrange", "").partition(":")
    number = int(digits) if digits.isdecimal() and len(digits) < 3 else -1
    common = {"application": row, "by": request.user, "now": timezone.now()}
    _keep_page(request, row)
    to = {"up": number - 2, "down": number, "out": None}.get(verb, number - 1)
    try:
        if verb == "out" and number == 0:
            drafts.forget_new_career(**common)
        else:
            drafts.arrange_careers(index=number - 1, to=to, seen=request.POST.get("careers_mark", ""), **common)
    except RegistrationError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "職歴を消しました。" if verb == "out" else "職歴の順番を変えました。")
    return redirect("talent:registration_step", row.pk, WORK.number)


def _keep_page(request: HttpRequest, row: Application) -> None:
    """The buttons stand on a page with a form of its own: what was typed there is kept as well."""
    try:
        drafts.save_step(
            application=row,
            step=WORK,
            data=request.POST,
            seen=request.POST.get("seen", ""),
            by=request.user,
            now=timezone.now(),
        )
    except RegistrationError as refused:
        messages.error(request, str(refused))
