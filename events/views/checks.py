"""Before an event: which firms and seniors have been looked up, and which attendants have promised. Many are recorded at once."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from events.models import Attendance, Event, Participation, ParticipationState
from institutions.models import StaffMember
from institutions.rules import coordinator_only
from office.actions_checks import CheckError, record_checks, record_pledges
from office.forms_papers import CheckForm, PledgedForm
from office.models import BackgroundCheck, StaffPledge
from office.staff_pledge import current

GOOD_FOR = dt.timedelta(days=365)
REGISTERED = ParticipationState.REGISTERED


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def check_list(request: HttpRequest, event_pk) -> HttpResponse:
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    firms = Participation.objects.filter(event=event, state=REGISTERED).select_related("company", "institution")
    people = Attendance.objects.filter(event=event, state=REGISTERED).select_related("senior")
    members = StaffMember.objects.filter(pk__in=firms.values("attendant")).select_related("institution", "branch")
    what = request.POST.get("what", "")
    check = CheckForm(request.POST if what == "check" else None)
    pledge = PledgedForm(request.POST if what == "pledge" else None)
    chosen = set(request.POST.getlist("chosen"))
    if check.is_bound and check.is_valid():
        companies = [row.company_id for row in firms if str(row.company_id) in chosen]
        seniors = [row.senior_id for row in people if str(row.senior_id) in chosen]
        if _record(request, check, record_checks, companies=companies, seniors=seniors, **check.cleaned_data):
            return redirect("events:check_list", event.pk)
    if pledge.is_bound and pledge.is_valid():
        some = [one for one in members if str(one.pk) in chosen]
        if _record(request, pledge, record_pledges, members=some, on_paper=True, **pledge.cleaned_data):
            return redirect("events:check_list", event.pk)
    context = {
        "event": event,
        "check": check,
        "pledge": pledge,
        "form": pledge if pledge.is_bound else check,
        "chosen": chosen,
        "firms": _with_checks(firms, "company_id", "company_key"),
        "people": _with_checks(people, "senior_id", "senior_key"),
        "members": _with_pledges(members),
    }
    return render(request, "events/check_list.html", context)


def _record(request: HttpRequest, form, action, **values) -> bool:
    try:
        count = action(by=request.user, now=timezone.now(), **values)
    except CheckError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"{count}件を記録しました。")
    return True


def _with_checks(rows, key: str, column: str) -> list:
    """(row, its last check, whether it must be looked up), those to be looked up first."""
    found = list(rows)
    checks = BackgroundCheck.objects.filter(**{f"{column}__in": [getattr(row, key) for row in found]})
    last: dict = {}
    for check in checks.order_by("checked_on", "recorded_at"):
        last[getattr(check, column)] = check
    limit = timezone.localdate() - GOOD_FOR
    made = [(row, last.get(getattr(row, key))) for row in found]
    made = [(row, check, check is None or check.result != "clear" or check.checked_on < limit) for row, check in made]
    return sorted(made, key=lambda one: not one[2])


def _with_pledges(members) -> list:
    """(member, his promise to the wording in force or None), those without first."""
    found = list(members)
    given = StaffPledge.objects.filter(member__in=found, version=current(timezone.localdate()).version)
    by_member = {pledge.member_id: pledge for pledge in given}
    return sorted(((one, by_member.get(one.pk)) for one in found), key=lambda one: one[1] is not None)
