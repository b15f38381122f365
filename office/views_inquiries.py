"""Inquiries as the office works on them: the list, one inquiry with all that was done, and the steps."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.roles import Ability
from institutions.rules import coordinator_only
from office import actions_inquiries as actions
from office import subjects
from office.actions_inquiries import InquiryError
from office.form_keys import already
from office.forms_inquiries import CloseForm, InquiryFilter, NoteForm, OwnerForm, WriteForm
from office.inquiries import is_late, reply_due, waiting_for
from office.models import Inquiry, InquiryState

INQUIRIES_PER_PAGE = 50


@require_safe
@coordinator_only
def inquiry_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = InquiryFilter(request.GET)
    rows = form.narrow(Inquiry.objects.visible_to(request.user), timezone.localdate(now))
    page = Paginator(rows.select_related("owner__staff_member"), INQUIRIES_PER_PAGE).get_page(request.GET.get("page"))
    for inquiry in page:
        inquiry.is_late, inquiry.due = inquiry.place_in_line == 0, _due(inquiry)
    context = {
        "form": form,
        "page": page,
        "waiting": waiting_for(request.user, now),
        "filtered": any(form.cleaned_data.values()),
    }
    return render(request, "office/inquiry_list.html", context)


def _due(inquiry: Inquiry):
    """Until when something is to be done: the promised answer, or the next step."""
    return reply_due(timezone.localdate(inquiry.received_at)) if inquiry.state == InquiryState.NEW else inquiry.next_on


@require_safe
@coordinator_only
def inquiry_detail(request: HttpRequest, inquiry_pk) -> HttpResponse:
    return _page(request, _inquiry(request, inquiry_pk))


def _inquiry(request: HttpRequest, pk) -> Inquiry:
    rows = Inquiry.objects.visible_to(request.user).select_related("owner__staff_member", "written_by__staff_member")
    return get_object_or_404(rows, pk=pk)


def _page(request: HttpRequest, inquiry: Inquiry, **bound) -> HttpResponse:
    """The page with its forms; `bound`: the one that was sent and holds a mistake."""
    event = subjects.find("event") if inquiry.event_id else None
    event_name = event.name_of(inquiry.event_id) if event else ""
    forms = {
        "note_form": NoteForm(initial={"next_step": inquiry.next_step, "next_on": inquiry.next_on}),
        "close_form": CloseForm(initial={"result": inquiry.result, "event": str(inquiry.event_id or "")}),
        "owner_form": OwnerForm(initial={"was": inquiry.owner_id}),
    } | bound
    context = forms | {
        "inquiry": inquiry,
        "notes": inquiry.notes.select_related("by__staff_member"),
        "due": _due(inquiry),
        "is_late": Inquiry.objects.filter(is_late(timezone.localdate()), pk=inquiry.pk).exists(),
        "event_name": event_name,
        "event_url": event.address_of(inquiry.event_id) if event_name else "",
        "form": next(iter(bound.values()), None),
        "may_erase": request.user.can(Ability.ERASE) and inquiry.erased_at is None,
    }
    return render(request, "office/inquiry_detail.html", context)


# --- Steps ----------------------------------------------------------------------------------------------------------------
@require_POST
@coordinator_only
def inquiry_take(request: HttpRequest, inquiry_pk) -> HttpResponse:
    """Take it on oneself, or give it to the one who was chosen."""
    inquiry = _inquiry(request, inquiry_pk)
    form = OwnerForm(request.POST)
    if not form.is_valid():
        return _page(request, inquiry, owner_form=form)
    owner = form.cleaned_data["owner"] or request.user
    who = {"owner": owner, "was": form.cleaned_data["was"], "by": request.user, "now": timezone.now()}
    return _done(request, inquiry, lambda: actions.take(inquiry=inquiry, **who), "担当を決めました。")


@require_POST
@coordinator_only
def inquiry_give_back(request: HttpRequest, inquiry_pk) -> HttpResponse:
    inquiry = _inquiry(request, inquiry_pk)
    return _done(
        request,
        inquiry,
        lambda: actions.give_back(inquiry=inquiry, by=request.user, now=timezone.now()),
        "新着に戻しました。",
    )


@require_POST
@coordinator_only
def inquiry_note(request: HttpRequest, inquiry_pk) -> HttpResponse:
    inquiry = _inquiry(request, inquiry_pk)
    form = NoteForm(request.POST, initial={"next_step": inquiry.next_step, "next_on": inquiry.next_on})
    if not form.is_valid():
        return _page(request, inquiry, note_form=form)
    words = {name: form.cleaned_data[name] for name in ("text", "next_step", "next_on")}
    words |= {"key": form.cleaned_data["new_key"], "by": request.user, "now": timezone.now()}
    return _done(request, inquiry, lambda: actions.note(inquiry=inquiry, **words), "記録しました。", note_form=form)


@require_POST
@coordinator_only
def inquiry_close(request: HttpRequest, inquiry_pk) -> HttpResponse:
    inquiry = _inquiry(request, inquiry_pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, inquiry, close_form=form)
    event = form.cleaned_data["event"]
    how = {"state": form.cleaned_data["state"], "result": form.cleaned_data["result"]}
    how |= {"event_id": UUID(event) if event else None, "by": request.user, "now": timezone.now()}
    return _done(request, inquiry, lambda: actions.close(inquiry=inquiry, **how), "終わりにしました。", close_form=form)


def _done(request: HttpRequest, inquiry: Inquiry, action, words: str, **bound) -> HttpResponse:
    """Run the action and go back to the page. A refusal shows the page as it is now, with what was typed still in its form."""
    try:
        action()
    except InquiryError as error:
        if not bound:
            messages.warning(request, str(error))
            return redirect("office:inquiry_detail", inquiry.pk)
        next(iter(bound.values())).add_error(None, str(error))
        return _page(request, _inquiry(request, inquiry.pk), **bound)
    messages.success(request, words)
    return redirect("office:inquiry_detail", inquiry.pk)


# --- What did not come by the page ------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def inquiry_write(request: HttpRequest) -> HttpResponse:
    """Write down an inquiry that came by telephone, by mail or in talk."""
    form = WriteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        known = already(Inquiry.objects.visible_to(request.user), form)
        made = known or actions.receive(
            key=form.cleaned_data["new_key"],
            values=form.values(),
            source=form.cleaned_data["source"],
            owner=request.user if form.cleaned_data["mine"] else None,
            by=request.user,
            now=timezone.now(),
        )
        if not known:
            messages.success(request, f"お問い合わせを記録しました(受付番号 {made.number})。")
        return redirect("office:inquiry_detail", made.pk)
    return render(request, "office/inquiry_write.html", {"form": form})
