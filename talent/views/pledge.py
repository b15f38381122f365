"""The pledge of confidentiality that a senior gives."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from institutions.roles import Ability
from institutions.rules import able
from talent import actions
from talent.forms import PledgeForm
from talent.models import Consent, ConsentKind, Senior
from talent.pledge import current


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.ENTER)
def pledge(request: HttpRequest) -> HttpResponse:
    """The wording in force, to be accepted once; afterwards it can be read again with the day on which it was."""
    senior = get_object_or_404(Senior.objects.visible_to(request.user))
    now, status = timezone.now(), 200
    wording = current(timezone.localdate(now))
    accepted = Consent.objects.filter(senior=senior, kind=ConsentKind.CONFIDENTIALITY, version=wording.version).first()
    form = PledgeForm(request.POST or None, initial={"version": wording.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_pledge(senior=senior, version=form.cleaned_data["version"], by=request.user, now=now)
        except actions.PledgeError as refused:
            messages.error(request, str(refused))
            form, status = PledgeForm(initial={"version": wording.version}), 409
        else:
            messages.success(request, "守秘の約束を受け付けました。受付中の課題をお読みいただけます。")
            return redirect("events:brief_list")
    context = {"pledge": wording, "accepted": accepted, "form": form}
    return render(request, "talent/pledge.html", context, status=status)
