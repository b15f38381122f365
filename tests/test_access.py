"""Every address x every role x GET and POST, from the resolver: an address that is not in the table fails."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from events.disclosing import disclose_entries
from events.importing import uploads
from events.importing.example import example_workbook
from kouryukai.lib.secret_links import hash_of
from office import filing
from office.models import Document, Job
from talent.actions import erase_senior
from talent.models import Senior
from talent.reconfirmation import token_for
from tests import factories
from tests.conftest import client_of, prove
from tests.factories import NOW

pytestmark = pytest.mark.django_db

ROLES = ("stranger", "disabled", "senior_a", "reception", "branch_a", "head_office_a", "head_office_b", "coordinator")

# name: (who is let in, answer to GET, answer to POST). Everybody: also who is not signed in. Signed in: whatever the role.
# Coordinator: 403 for other roles, whether the row exists or not. Banks: and the roles of a bank, whose own rows are bank A's.
# Owner: the row is bank A's; other roles get 404.
# Senior, reception: these; reception also coordinators. Bank: coordinators and the bank whose firm it is, 404 for other banks.
# Token: for nobody who is signed in; they are told so.
ACCESS = {
    "home": ("signed in", 200, 405),
    "institutions:sign_in": ("everybody", 200, 200),
    "institutions:sign_out": ("signed in", 405, 302),
    "companies:company_list": ("banks", 200, 405),
    "companies:company_detail": ("banks", 200, 405),
    "talent:senior_list": ("banks", 200, 405),
    "talent:senior_detail": ("banks", 200, 405),
    "companies:president_link": ("bank", 200, 200),
    "companies:president_link_revoke": ("bank", 405, 302),
    "talent:pledge": ("senior", 200, 200),
    "events:brief_list": ("senior", 200, 405),
    "events:brief_detail": ("senior", 200, 405),
    "events:reception": ("reception", 200, 405),
    "events:desk_make": ("coordinator", 405, 302),
    "events:desk_close": ("coordinator", 405, 302),
    "events:desk_open": ("token", 200, 302),
    "talent:senior_confirm": ("coordinator", 405, 302),
    "talent:reconfirm": ("everybody", 200, 302),
    "events:event_import": ("coordinator", 200, 200),
    "events:event_import_template": ("coordinator", 200, 405),
    "events:event_import_example": ("coordinator", 200, 405),
    "events:event_import_preview": ("coordinator", 200, 302),
    "events:participation_list": ("banks", 200, 405),
    "events:attendance_list": ("banks", 200, 405),
    "events:entry_list": ("banks", 200, 405),
    "events:entry_detail": ("banks", 200, 405),
    "matching:statistics": ("coordinator", 200, 405),
    "matching:trace": ("coordinator", 200, 405),
    "matching:trace_senior": ("coordinator", 200, 405),
    "matching:trace_company": ("coordinator", 200, 405),
    "matching:trace_account": ("coordinator", 200, 405),
    "matching:trace_senior_changes": ("coordinator", 200, 405),
    "matching:trace_company_changes": ("coordinator", 200, 405),
    "matching:trace_entry_changes": ("coordinator", 200, 405),
    "matching:trace_alert_seen": ("coordinator", 405, 302),
    "matching:event_list": ("banks", 200, 405),
    "matching:event_page": ("banks", 200, 405),
    "matching:outcome_list": ("banks", 200, 405),
    "matching:my_events": ("senior", 200, 405),
    "matching:my_timetable": ("senior", 200, 405),
    "matching:interview_company": ("senior", 404, 405),  # the interview stands in a draft
    "matching:president_page": ("everybody", 200, 405),
    "matching:outcome_all_held": ("coordinator", 405, 302),
    "matching:outcome_edit": ("coordinator", 200, 200),
    "matching:document_set": ("coordinator", 200, 405),
    "matching:document_set_make": ("coordinator", 405, 302),
    "matching:timetable_board": ("banks", 200, 405),
    "matching:plan_start": ("coordinator", 405, 302),
    "matching:timetable_revise": ("coordinator", 405, 302),
    "matching:timetable_publish": ("coordinator", 200, 200),
    "matching:timetable_discard": ("coordinator", 405, 302),
    "matching:timetable_undo": ("coordinator", 405, 302),
    "matching:interview_move": ("coordinator", 405, 302),
    "matching:interview_lock": ("coordinator", 405, 302),
    "matching:interview_remove": ("coordinator", 405, 302),
    "matching:entry_place": ("coordinator", 405, 302),
    "office:components": ("coordinator", 200, 405),
    "office:erasure_list": ("coordinator", 200, 405),
    "office:erasure_receipt": ("coordinator", 200, 405),
    "office:erasure_new": ("coordinator", 200, 200),
    "office:retention": ("coordinator", 200, 405),
    "office:retention_purpose": ("coordinator", 200, 405),
    "office:retention_run": ("coordinator", 405, 302),
    "office:document_list": ("signed in", 200, 405),
    "office:document_retry_failed": ("signed in", 405, 302),
    "office:job_page": ("owner", 200, 405),
    "office:job_cancel": ("owner", 405, 302),
    "office:job_retry": ("owner", 405, 302),
    "office:document_download": ("owner", 200, 405),
    "office:document_retry": ("owner", 405, 302),
}
WITHOUT_A_ROW = ("companies:company_list", "talent:senior_list", "matching:event_list")


LET_IN = {"senior": ["senior_a"], "reception": ["reception"], "bank": ["head_office_a", "branch_a"]}


def patterns(resolver=None, prefix=""):
    """(full name, names of its arguments) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        else:
            yield prefix + (pattern.name or str(pattern.pattern)), list(pattern.pattern.converters)


def expected(name: str, role: str, method: str) -> int:
    gate, get, post = ACCESS[name]
    answer = get if method == "get" else post
    if gate == "everybody":
        return answer
    if gate == "token":
        return 200 if answer == 302 and role not in ("stranger", "disabled") else answer
    if role in ("stranger", "disabled"):
        return 302
    if answer == 405 or gate == "signed in" or (role == "coordinator" and gate != "senior"):
        return answer
    if gate in LET_IN:
        return answer if role in LET_IN[gate] else 404 if gate == "bank" and role == "head_office_b" else 403
    if gate == "coordinator":
        return 403
    if gate == "banks":
        if role in ("senior_a", "reception"):
            return 403
        if name == "talent:senior_detail" and role == "branch_a":
            return 404  # nobody has been selected yet
        return answer if role != "head_office_b" or name in WITHOUT_A_ROW else 404
    if role != "head_office_a":
        return 404
    return 200 if method == "get" else 403  # the bank looks at its own, the office steers


@pytest.fixture(scope="module")
def workbook():
    return example_workbook()


@pytest.fixture
def rows(workbook, coordinator, bank_a, branch_of_a, senior_a, reception):
    """One row for every argument that an address may have; what a bank may own is bank A's, what a senior may, senior A's."""
    today = timezone.localdate()
    event = factories.event(starts_on=today, ends_on=today)
    slot = factories.slots(factories.day(event))[0]
    firm = factories.participation(event, factories.company(branch_of_a))
    senior = Senior.objects.get(user=senior_a)
    factories.consent(senior, kind="confidentiality")
    entry = factories.entry(firm, factories.attendance(event, senior))
    now = timezone.now()
    times = {"open_from": now - timedelta(hours=1), "open_until": now + timedelta(hours=1)}
    brief = factories.issue_brief(entry.issue, event_id=event.pk, **times)
    factories.president_link(firm.company, coordinator, token_hash=hash_of("token"), expires_at=now + timedelta(days=1))
    factories.reception_desk(event, coordinator, user=reception)
    desk = factories.reception_desk(event, coordinator, token_hash=hash_of("token"), expires_at=now + timedelta(days=1))
    disclose_entries([event])
    draft = factories.timetable(event, coordinator)
    work = {"subject_kind": "event", "subject_id": event.pk, "institution": bank_a, "requested_at": NOW}
    paper = Document.objects.create(kind="event_report", title="報告書", state="failed", finished_at=NOW, **work)
    paper.file = filing.store(paper, b"%PDF-", ".pdf")
    paper.save()
    return {
        "event_pk": event.pk,
        "entry_pk": entry.pk,
        "timetable_pk": draft.pk,
        "interview_pk": factories.interview(draft, entry, slot).pk,
        "brief_pk": brief.pk,
        "desk_pk": desk.pk,
        "key": "token",
        "company_pk": firm.company_id,
        "senior_pk": entry.senior_id,
        "job_pk": Job.objects.create(kind="plan", title="計画", **work).pk,
        "document_pk": paper.pk,
        "upload_pk": uploads.keep(workbook, coordinator),
        "set_name": "report",
        "user_pk": coordinator.pk,
        "alert_pk": factories.read_alert(coordinator).pk,
        "receipt_pk": erase_senior(senior=factories.senior(), by=coordinator, now=NOW).pk,
        "person_kind": "senior",
        "person_pk": entry.senior_id,
        "purpose_key": "jobs",
        "token": token_for(entry.senior, timezone.now()),
    }


@pytest.fixture
def client_for(request):
    def client(role):
        if role == "stranger":
            return client_of(None)
        user = request.getfixturevalue("coordinator" if role == "disabled" else role)
        made = client_of(user)
        if role == "coordinator":
            prove(made, user)
        if role == "disabled":
            user.is_active = False
            user.save()
        return made

    return client


def ask(client, method: str, address: str) -> int:
    """The answer's status; what the request has written is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(address)
        list(response)  # a file is closed when it has been read
        transaction.set_rollback(True)
    return response.status_code


def test_the_table_names_every_address():
    assert sorted(name for name, _ in patterns()) == sorted(ACCESS)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ROLES)
def test_who_gets_what(role, method, rows, client_for):
    client, wrong = client_for(role), []
    for name, arguments in patterns():
        status = ask(client, method, reverse(name, kwargs={key: rows[key] for key in arguments}))
        if status != expected(name, role, method):
            wrong.append((name, status, expected(name, role, method)))
    assert wrong == []


@pytest.mark.parametrize("role", ["coordinator", "head_office_a"])
def test_rows_that_do_not_exist(role, client_for):
    """404 for who may look; for others the same 403 as for rows that exist."""
    client, wrong = client_for(role), []
    for name, arguments in patterns():
        keys = [key for key in arguments if key.endswith("_pk")]
        gate, get, _ = ACCESS[name]
        if keys:
            kwargs = {key: uuid.uuid4() if key in keys else "report" for key in arguments}
            status = ask(client, "post" if get == 405 else "get", reverse(name, kwargs=kwargs))
            barred = gate == "senior" or (role != "coordinator" and gate in ("coordinator", "reception"))
            if status != (403 if barred else 404):
                wrong.append((name, status))
    assert wrong == []
