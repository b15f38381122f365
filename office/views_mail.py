"""The outbox, where the office reads notices before they go out; and in the demo the letters themselves."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.roles import Ability
from institutions.rules import able, acts_as_nobody
from office import actions_mail
from office.actions_mail import MailError
from office.demo_mail import app_codes, letters, seconds_left
from office.forms_mail import OutboxFilter, PickedMails, SendAllForm
from office.mail_kinds import kind_name, reach_of
from office.models import MAIL_MOVES, UNREACHED, MailState, OutboxMail

MAILS_PER_PAGE = 50
SAMPLES = 5  # letters that are read before all are sent
CHANGED_DRAFTS = "画面を開いたあとに、下書きが変わりました。もう一度、文面と通数を確かめてください。"


@require_safe
@able(Ability.POST)
def outbox(request: HttpRequest) -> HttpResponse:
    visible = OutboxMail.objects.visible_to(request.user)
    form = OutboxFilter(request.GET, rows=visible)
    rows = form.narrow(visible)
    found = dict(visible.order_by().values_list("state").annotate(Count("pk")))
    page = Paginator(rows, MAILS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "counts": [(state, found.get(state.value, 0)) for state in MailState],
        "unreached": sum(found.get(state.value, 0) for state in UNREACHED),
        "has_drafts": any(mail.state == MailState.DRAFT for mail in page),
        "filtered": any(form.cleaned_data.values()),
        "all_of_them": f"?{urlencode({'group': form.cleaned_data['group'], 'kind': form.cleaned_data['kind']})}"
        if form.is_one_letter
        else "",
        "rows": [(mail, kind_name(mail.kind)) for mail in page],
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


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.POST)
def outbox_send_all(request: HttpRequest) -> HttpResponse:
    """All drafts of one letter of one event: after some of them were read, and with their number typed."""
    visible = OutboxMail.objects.editable_by(request.user)
    chosen = OutboxFilter(request.GET, rows=visible)
    rows = chosen.narrow(visible).filter(state=MailState.DRAFT).order_by("pk")
    if not chosen.is_one_letter:
        messages.info(request, "送信箱で、交流会と種類を選んでから、まとめて送れます。")
        return redirect("office:outbox")
    keys, seal = actions_mail.drafts_of(rows)
    form = SendAllForm(request.POST or None, expected=len(keys), initial={"seen": seal})
    if form.is_bound and form.is_valid():
        if form.cleaned_data["seen"] == seal:
            count = actions_mail.approve_all(pks=keys, by=request.user, now=timezone.now())
            messages.success(request, f"{count}通を送ります。送り終わると「送信済み」になります。")
            return redirect(f"{reverse('office:outbox')}?{request.GET.urlencode()}")
        form.add_error(None, CHANGED_DRAFTS)
        form.data = form.data | {"seen": seal}
    shown = [keys[n * len(keys) // SAMPLES] for n in range(SAMPLES)] if len(keys) > SAMPLES else keys
    context = {
        "form": form,
        "count": len(keys),
        "samples": rows.filter(pk__in=shown),
        "what": kind_name(chosen.cleaned_data["kind"]),
        "group": dict(chosen.fields["group"].choices)[chosen.cleaned_data["group"]],
        "back": f"{reverse('office:outbox')}?{request.GET.urlencode()}",
    }
    return render(request, "office/outbox_send_all.html", context)


@require_safe
@able(Ability.POST)
def outbox_mail(request: HttpRequest, mail_pk) -> HttpResponse:
    """The letter as the recipient will read it."""
    rows = OutboxMail.objects.visible_to(request.user).select_related(
        "created_by__staff_member", "approved_by__staff_member", "told_by__staff_member"
    )
    mail = get_object_or_404(rows, pk=mail_pk)
    may = MAIL_MOVES.after(mail.state)
    context = {
        "mail": mail,
        "kind": kind_name(mail.kind),
        "may_again": mail.is_notice and mail.recipient and mail.state != MailState.DRAFT and MailState.APPROVED in may,
        "may_stop": mail.is_notice and mail.state in (MailState.DRAFT, MailState.APPROVED, MailState.BY_HAND),
        "may_by_hand": mail.is_notice
        and MailState.BY_HAND in may
        and mail.state not in (MailState.DRAFT, MailState.TOLD),
        "reach": reach_of([mail])[mail.pk] if mail.state in UNREACHED else None,
    }
    return render(request, "office/outbox_mail.html", context)


@require_POST
@able(Ability.POST)
def outbox_cancel(request: HttpRequest, mail_pk) -> HttpResponse:
    return _change(request, mail_pk, actions_mail.cancel, "取りやめました。この通知は送られません。")


@require_POST
@able(Ability.POST)
def outbox_again(request: HttpRequest, mail_pk) -> HttpResponse:
    return _change(request, mail_pk, actions_mail.send_again, "もう一度送ります。")


@require_POST
@able(Ability.POST)
def mail_bounced(request: HttpRequest, mail_pk) -> HttpResponse:
    return _change(
        request, mail_pk, actions_mail.mark_bounced, "届かなかったと記録しました。次にすることを選んでください。"
    )


@require_POST
@able(Ability.POST)
def mail_arrived(request: HttpRequest, mail_pk) -> HttpResponse:
    return _change(request, mail_pk, actions_mail.mark_arrived, "届いていたと記録しました。")


@require_POST
@able(Ability.POST)
def mail_by_hand(request: HttpRequest, mail_pk) -> HttpResponse:
    return _change(request, mail_pk, actions_mail.to_be_told, "手紙か電話で知らせる一覧に入れました。")


@require_POST
@able(Ability.POST)
def mail_told_undo(request: HttpRequest, mail_pk) -> HttpResponse:
    return _change(request, mail_pk, actions_mail.take_back_told, "「お知らせ済み」を取り消しました。")


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
