"""Who has not been reached by mail: what came back, and whom to tell by letter or telephone, with a list to print and to tick off."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from institutions.roles import Ability
from institutions.rules import able
from office import actions_mail
from office.actions_mail import MailError
from office.forms_mail import OutboxFilter, PickedMails, ToldForm
from office.mail_kinds import kind_name, reach_of
from office.models import Bounce, MailState, OutboxMail, ToldHow

ROWS_PER_PAGE = 100
LETTERS_AT_ONCE = 100  # what a browser prints in one go

# What to do next, by how it failed.
NEXT = {
    Bounce.HARD: "電話などで正しいメールアドレスを聞き、登録を直してから、もう一度用意してください。急ぐときは手紙か電話で。",
    Bounce.SOFT: "時間をおいて、もう一度送ってください。続くときは手紙か電話で。",
    "": "宛先を確かめて、もう一度送ってください。続くときは手紙か電話で。",
}
AT_ONCE_AGAIN = "番号や招待のメールです。宛先を確かめて、ご本人にもう一度お試しいただいてください。"


def next_words(mail: OutboxMail) -> str:
    return NEXT[mail.bounce] if mail.is_notice else AT_ONCE_AGAIN


@require_safe
@able(Ability.POST)
def mail_unreached(request: HttpRequest) -> HttpResponse:
    visible = OutboxMail.objects.visible_to(request.user)
    form = OutboxFilter(request.GET, rows=visible)
    rows = form.narrow(visible).order_by("group_id", "kind", "to_name", "pk")
    failed = Paginator(rows.filter(state__in=[MailState.FAILED, MailState.BOUNCED]), ROWS_PER_PAGE)
    waiting = Paginator(rows.filter(state=MailState.BY_HAND), ROWS_PER_PAGE)
    failed_page = failed.get_page(request.GET.get("failed"))
    waiting_page = waiting.get_page(request.GET.get("page"))
    reach = reach_of([*failed_page, *waiting_page])
    told = rows.filter(state=MailState.TOLD).select_related("told_by__staff_member").order_by("-told_on", "pk")[:20]
    context = {
        "form": form,
        "failed": failed_page,
        "failed_rows": [(one, kind_name(one.kind), reach[one.pk], next_words(one)) for one in failed_page],
        "waiting": waiting_page,
        "waiting_rows": [(one, kind_name(one.kind), reach[one.pk]) for one in waiting_page],
        "told": told,
        "told_form": ToldForm(initial={"told_on": timezone.localdate()}),
        "filtered": any(form.cleaned_data.values()),
        "query": request.GET.urlencode(),
    }
    return render(request, "office/mail_unreached.html", context)


@require_safe
@able(Ability.POST)
def mail_letters(request: HttpRequest) -> HttpResponse:
    """The letters to those who have no mail, each on a page of its own, for the printer."""
    visible = OutboxMail.objects.visible_to(request.user)
    rows = OutboxFilter(request.GET, rows=visible).narrow(visible).filter(state=MailState.BY_HAND)
    page = Paginator(rows.order_by("to_name", "pk"), LETTERS_AT_ONCE).get_page(request.GET.get("page"))
    reach = reach_of(page)
    letters = [(one, reach[one.pk]) for one in page]
    return render(request, "office/mail_letters.html", {"page": page, "letters": letters})


@require_POST
@able(Ability.POST)
def mail_told(request: HttpRequest) -> HttpResponse:
    """Tick off those who were told, with the day and the way."""
    picked = PickedMails(request.POST, rows=OutboxMail.objects.editable_by(request.user))
    form = ToldForm(request.POST)
    if not picked.is_valid():
        messages.warning(request, "知らせた人に印をつけてください。")
    elif not form.is_valid():
        messages.warning(request, " ".join(fault for some in form.errors.values() for fault in some))
    else:
        on, how = form.cleaned_data["told_on"], ToldHow(form.cleaned_data["told_how"])
        count = 0
        for mail in picked.cleaned_data["mail"]:
            try:
                actions_mail.mark_told(mail=mail, on=on, how=how, by=request.user, now=timezone.now())
                count += 1
            except MailError:
                continue  # somebody else has ticked it off
        messages.success(request, f"{count}人を「お知らせ済み」にしました。")
    return redirect("office:mail_unreached")
