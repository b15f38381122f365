"""保存期間: every purpose with what is due now and soon, the rows behind a figure, and the run by hand."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from institutions.roles import Ability
from institutions.rules import able, coordinator_only, fresh_proof
from office import actions
from office import retention as periods
from office.erasing import as_eraser
from office.forms import PeopleForm
from office.models import RetentionRun

ROWS_PER_PAGE = 50
RUNS_SHOWN = 5


@require_safe
@coordinator_only
def retention(request: HttpRequest) -> HttpResponse:
    with as_eraser(request.user, "保存期間の確認"):  # it counts sessions too, which no other actor may
        rows = periods.outlook(timezone.now())
    people = sum(row.now for row in rows if row.purpose.person)
    context = {
        "rows": rows,
        "people": people,
        "most": periods.PEOPLE_A_NIGHT,
        "is_stopped": people > periods.PEOPLE_A_NIGHT,
        "may_run": request.user.can(Ability.ERASE),
        "due": sum(row.now for row in rows),
        "runs": RetentionRun.objects.visible_to(request.user).select_related("by__staff_member")[:RUNS_SHOWN],
    }
    return render(request, "office/retention.html", context)


@require_safe
@coordinator_only
def retention_purpose(request: HttpRequest, purpose_key: str) -> HttpResponse:
    """The rows that are due, by what tells them apart without naming anybody."""
    entry = periods.find(purpose_key)
    if entry is None:
        raise Http404
    with as_eraser(request.user, "保存期間の確認"):
        page = Paginator(entry.due_at(timezone.now()), ROWS_PER_PAGE).get_page(request.GET.get("page"))
        lines = [entry.describe(row) for row in page]
    return render(request, "office/retention_purpose.html", {"purpose": entry, "page": page, "lines": lines})


@require_POST
@able(Ability.ERASE)
@fresh_proof
def retention_run(request: HttpRequest) -> HttpResponse:
    """By hand, with as many people as the coordinator has seen: if more are due by then, the run stops at them."""
    form = PeopleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "人数を確かめてから、もう一度押してください。")
        return redirect("office:retention")
    allowed = max(form.cleaned_data["people"], periods.PEOPLE_A_NIGHT)
    try:
        job = actions.ask_for_retention(by=request.user, now=timezone.now(), people_allowed=allowed)
    except actions.WorkError as refused:
        messages.error(request, str(refused))
        return redirect("office:retention")
    return redirect("office:job_page", job.pk)
