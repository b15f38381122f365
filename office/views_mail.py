"""The outbox, where the office reads notices before they go out; and in the demo the letters themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from institutions.roles import Ability
from institutions.rules import able, acts_as_nobody
from office import actions_mail
from office.actions_mail import MailError
from office.demo_mail import app_codes, letters, seconds_left
from office.forms_mail import OutboxFilter, PickedMails
from office.models import MailState, OutboxMail

MAILS_PER_PAGE = 50


@require_safe
@able(Ability.POST)
def outbox(request: HttpRequest) -> HttpResponse:
    form = OutboxFilter(request.GET)
    visible = OutboxMail.objects.visible_to(request.user)
    found = dict(visible.order_by().values_list("state").annotate(Count("pk")))
    page = Paginator(form.narrow(visible), MAILS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "counts": [(state, found.get(state.value, 0)) for state in MailState],
        "has_drafts": any(mail.state == MailState.DRAFT for mail in page),
        "filtered": any(form.cleaned_data.values()),
    }
    return render(request, "office/outbox.html", context)


@require_POST
@able(Ability.POST)
def outbox_send(request: HttpRequest) -> HttpResponse:
    """Send the notices that were ticked, or the one that was read."""
    form = PickedMails(request.POST, rows=OutboxMail.objects.editable_by(request.user))
    if not form.is_valid():
        messages.warning(request, "送る通知を選んでください。")
        return redirect("office:outbox")
    count = actions_mail.approve(mails=form.cleaned_data["mail"], by=request.user, now=timezone.now())
    messages.success(request, f"{count}通を送ります。送り終わると「送信済み」になります。")
    return redirect("office:outbox")


@require_safe
@able(Ability.POST)
def outbox_mail(request: HttpRequest, mail_pk) -> HttpResponse:
    """The letter as the recipient will read it."""
    rows = OutboxMail.objects.visible_to(request.user).select_related("created_by", "approved_by")
    mail = get_object_or_404(rows, pk=mail_pk)
    again = mail.is_notice and mail.state in (MailState.SENT, MailState.FAILED, MailState.CANCELLED)
    stop = mail.is_notice and mail.state in (MailState.DRAFT, MailState.APPROVED)
    return render(request, "office/outbox_mail.html", {"mail": mail, "may_again": again, "may_stop": stop})


@require_POST
@able(Ability.POST)
def outbox_cancel(request: HttpRequest, mail_pk) -> HttpResponse:
    return _change(request, mail_pk, actions_mail.cancel, "取りやめました。この通知は送られません。")


@require_POST
@able(Ability.POST)
def outbox_again(request: HttpRequest, mail_pk) -> HttpResponse:
    return _change(request, mail_pk, actions_mail.send_again, "もう一度送ります。")


def _change(request: HttpRequest, mail_pk, action, done: str) -> HttpResponse:
    mail = get_object_or_404(OutboxMail.objects.visible_to(request.user), pk=mail_pk)
    try:
        action(mail=mail, by=request.user, now=timezone.now())
    except MailError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, done)
    return redirect("office:outbox_mail", mail.pk)


# --- The demo -------------------------------------------------------------------------------------------------------------
@acts_as_nobody
@login_not_required
@never_cache
@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """What the demo would have sent, newest first. Open to everybody, since codes of sign-in are read here; not in production."""
    found = letters()
    if found is None:
        raise Http404
    codes = {"app_codes": app_codes(), "seconds_left": seconds_left()}
    return render(request, "office/demo_mail.html", {"letters": found} | codes)
