"""The three public forms: fill in, look once more, send, and a number. No account, no session, no script."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from institutions.actors import acting, system
from office.actions_inquiries import receive
from office.brakes import may_send
from office.form_keys import already
from office.forms_contact import AGAIN, PUBLIC_FORMS, PublicForm
from office.inquiries import REPLY_DAYS
from office.models import Inquiry

SENDER = system("公開のお問い合わせ")
TOO_MANY = "短い時間に続けて届いたため、受け付けを止めています。書いた内容は残っています。1時間ほどおいて、もう一度押してください。"


@require_safe
@login_not_required
def contact(request: HttpRequest) -> HttpResponse:
    """Which of the three forms, and the telephone."""
    return render(request, "office/contact.html", {"forms": PUBLIC_FORMS.values(), "reply_days": REPLY_DAYS})


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def inquiry_new(request: HttpRequest, inquiry_kind: str) -> HttpResponse:
    """GET: the form. POST `step`: "check" shows what was written, "send" keeps it, "edit" shows the form again."""
    if inquiry_kind not in PUBLIC_FORMS:
        raise Http404
    form = PUBLIC_FORMS[inquiry_kind](request.POST if request.method == "POST" else None)
    step = request.POST.get("step", "check")
    page = "office/inquiry_new.html"
    if request.method == "POST" and form.is_valid() and step != "edit":
        page = "office/inquiry_check.html"
        if step == "send" and (sent := _sent(request, form)):
            return redirect("office:inquiry_received", sent.pk)
    return render(request, page, {"form": form, "reply_days": REPLY_DAYS})


def _sent(request: HttpRequest, form: PublicForm) -> Inquiry | None:
    """What is kept of the form now, or was by its first sending; None with the reason in the form."""
    with acting(SENDER):
        if known := already(Inquiry.objects.all(), form):
            return known
    values = form.values()
    if form.is_too_fast():
        form.add_error(None, AGAIN)
    elif not may_send(request, "inquiry", values["email"] or values["phone"]):
        form.add_error(None, TOO_MANY)
    else:
        with acting(SENDER):
            return receive(key=form.cleaned_data["new_key"], values=values, now=timezone.now())
    return None


@require_safe
@login_not_required
@never_cache
def inquiry_received(request: HttpRequest, inquiry_pk) -> HttpResponse:
    """The number and what happens next; the key is the sender's own, and nothing that was written is shown."""
    with acting(SENDER):
        shown = Inquiry.objects.only("number", "kind", "reply_by", "received_at", "email").exclude(
            written_by__isnull=False
        )
        inquiry = get_object_or_404(shown, pk=inquiry_pk)
        context = {"number": inquiry.number, "kind": inquiry.get_kind_display(), "received_at": inquiry.received_at}
        context |= {"has_email": bool(inquiry.email), "reply_days": REPLY_DAYS}
    return render(request, "office/inquiry_received.html", context)
