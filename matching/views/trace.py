"""The trace, for coordinators: who saw this person or firm, what this account saw, how this record came to be."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from companies.models import Company
from events.models import Entry
from institutions.models import User
from institutions.roles import Ability
from institutions.rules import able
from matching import trace
from matching.forms_trace import PeriodFilter, TraceSearch
from matching.page_names import page_words
from office import reads, watching
from office.models import ReadAlert, ReadKind
from talent.models import Senior

ROWS_PER_PAGE = 50
ALERTS = 50
DAYS_IN_CHART = 14
THREE_YEARS = 3 * 366
GROWN = "画面を開いたあとに、見た新現役が{:,}人になりました。内容を見てから、もう一度「確認しました」を押してください。"
SEEN_OR_GROWN = "この知らせは、ほかの人が先に確認しました。下に残っているときは、もう一度確かめてください。"
OWN_ALERT = "ご自分についての知らせは、ほかの方が確認してください。"


@require_safe
@able(Ability.TRACE)
def trace_page(request: HttpRequest) -> HttpResponse:
    """Whom or what to ask about, and the alerts."""
    form = TraceSearch(request.GET)
    alerts = ReadAlert.objects.select_related("user__staff_member", "user__institution", "seen_by__staff_member")
    context = {
        "form": form,
        "words": form.words(),
        "hits": trace.hits(form.words()),
        "most_hits": trace.HITS,
        "alerts": alerts.filter(seen_at=None)[:ALERTS],
        "seen_alerts": alerts.exclude(seen_at=None)[:10],
    }
    return render(request, "matching/trace.html", context)


@require_safe
@able(Ability.TRACE)
def trace_senior(request: HttpRequest, senior_pk) -> HttpResponse:
    senior = get_object_or_404(Senior.objects.visible_to(request.user), pk=senior_pk)
    return _readers(request, senior, senior.name, f"登録番号 {senior.number}", senior=senior.pk)


@require_safe
@able(Ability.TRACE)
def trace_company(request: HttpRequest, company_pk) -> HttpResponse:
    company = _company(request, company_pk)
    return _readers(request, company, company.name, company.institution.name, company=company.pk)


def _company(request: HttpRequest, company_pk) -> Company:
    return get_object_or_404(Company.objects.visible_to(request.user).select_related("institution"), pk=company_pk)


def _readers(request: HttpRequest, subject: Model, name: str, note: str, **key) -> HttpResponse:
    form = PeriodFilter(request.GET, days=90, most=THREE_YEARS, today=timezone.localdate())
    since, until = form.period()
    rows = reads.reads_of(since=since, until=until, **key)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.page_name = page_words(row.page)
        row.is_own = row.user_id is not None and row.user_id == getattr(subject, "user_id", None)
    days = reads.per_day(rows, DAYS_IN_CHART)
    context = {
        "subject": subject,
        "kind": subject._meta.model_name,
        "name": name,
        "note": note,
        "form": form,
        "page": page,
        "tab": "readers",
        "days": days,
        "most": max((times for _, times in days), default=0),
    }
    return render(request, "matching/trace_readers.html", context)


@require_safe
@able(Ability.TRACE)
def trace_account(request: HttpRequest, user_pk) -> HttpResponse:
    account = get_object_or_404(User.objects.select_related("institution", "staff_member"), pk=user_pk)
    form = PeriodFilter(request.GET, days=7, most=92, today=timezone.localdate())
    since, until = form.period()
    people, firms = reads.seen_seniors(account, since, until), reads.seen_companies(account, since, until)
    page = Paginator(people, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    firm_page = Paginator(firms, ROWS_PER_PAGE).get_page(request.GET.get("firms"))
    seniors = Senior.objects.in_bulk([row.key for row in page])
    companies = Company.objects.in_bulk([row.key for row in firm_page])
    pages = reads.pages_of(account, since, until)
    context = {
        "account": account,
        "form": form,
        "page": page,
        "people": [(row, seniors.get(row.key)) for row in page],
        "firm_page": firm_page,
        "firms": [(row, companies.get(row.key)) for row in firm_page],
        "pages": [(page_words(name), ReadKind(kind).label, n) for name, kind, n in pages],
        "total": sum(n for _, _, n in pages),
    }
    return render(request, "matching/trace_account.html", context)


# --- Changes ------------------------------------------------------------------------------------------------------------
@require_safe
@able(Ability.TRACE)
def trace_senior_changes(request: HttpRequest, senior_pk) -> HttpResponse:
    senior = get_object_or_404(Senior.objects.visible_to(request.user), pk=senior_pk)
    return _changes(request, senior, senior.name, f"登録番号 {senior.number}")


@require_safe
@able(Ability.TRACE)
def trace_company_changes(request: HttpRequest, company_pk) -> HttpResponse:
    company = _company(request, company_pk)
    return _changes(request, company, company.name, company.institution.name)


@require_safe
@able(Ability.TRACE)
def trace_entry_changes(request: HttpRequest, entry_pk) -> HttpResponse:
    rows = Entry.objects.visible_to(request.user).select_related("senior", "company", "event")
    entry = get_object_or_404(rows, pk=entry_pk)
    return _changes(request, entry, f"{entry.senior.name}さんと{entry.company.name}", entry.event.name)


def _changes(request: HttpRequest, subject: Model, name: str, note: str) -> HttpResponse:
    page = Paginator(trace.changes_of(subject), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"subject": subject, "kind": subject._meta.model_name, "name": name, "note": note, "page": page}
    return render(request, "matching/trace_changes.html", context | {"tab": "changes"})


# --- Alerts -------------------------------------------------------------------------------------------------------------
@require_POST
@able(Ability.TRACE)
def trace_alert_seen(request: HttpRequest, alert_pk) -> HttpResponse:
    alert = get_object_or_404(ReadAlert, pk=alert_pk)
    if alert.user_id == request.user.pk:
        messages.error(request, OWN_ALERT)
    elif request.POST.get("people", str(alert.people_read)) != str(alert.people_read):
        messages.warning(request, GROWN.format(alert.people_read))
    elif watching.see(alert=alert, by=request.user, now=timezone.now()):
        messages.success(request, "確認したことを記録しました。")
    else:
        messages.info(request, SEEN_OR_GROWN)
    return redirect("matching:trace")
