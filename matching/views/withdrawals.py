"""A firm that does not come after all: what hangs on it is shown before it is withdrawn."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from events.actions_firms import WAITS, ParticipationError, why_over, withdraw_firm
from events.forms_firms import WithdrawForm
from events.models import Entry, Participation
from institutions.roles import Ability
from institutions.rules import able
from matching.models import Interview


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def participation_withdraw(request: HttpRequest, participation_pk) -> HttpResponse:
    rows = Participation.objects.editable_by(request.user).select_related("event", "company", "attendant")
    row = get_object_or_404(rows, pk=participation_pk)
    form = WithdrawForm(request.POST or None)
    interviews = Interview.objects.visible_to(request.user).filter(participation=row)
    published = list(interviews.filter(is_published=True).select_related("slot__day").order_by("slot__number"))
    if request.method == "POST" and form.is_valid():
        try:
            told = withdraw_firm(
                participation=row, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
            )
        except ParticipationError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _done(row, told, len(published), request.user.is_bank))
            return redirect("events:participation_list", row.event_id)
    context = {
        "row": row,
        "over": why_over(row.event, timezone.localdate()),
        "event": row.event,
        "form": form,
        "waiting": Entry.objects.visible_to(request.user).filter(participation=row, state__in=WAITS).count(),
        "published": published,
    }
    return render(request, "matching/participation_withdraw.html", context)


def _done(row: Participation, told: int, published: int, by_bank: bool) -> str:
    """What was done, and what is left for whom."""
    words = f"{row.company.name}を辞退にしました。"
    if told and by_bank:
        words += f"希望していた新現役{told}人には、事務局がお知らせします。"
    elif told:
        words += f"希望していた新現役{told}人へのお知らせの下書きが、送信箱にあります。"
    if published and by_bank:
        words += f"公開中の時間割の面談{published}件は、事務局が直します。"
    elif published:
        words += f"公開中の時間割に面談が{published}件残っています。時間割を直して、公開し直してください。"
    return words
