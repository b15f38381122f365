"""Marker strings of bank B in every text column and file: none comes out anywhere for bank A or a senior who was not selected.

Neither with both walls, nor with either of them gone; with both gone the test must find them, which proves that it can see.
"""

import pytest
from django.utils import timezone

from companies.models import Company, IssueBrief
from events.disclosing import disclose_entries
from events.models import Avoidance, Entry, Milestone
from institutions.models import StaffMember, User
from matching.actions.publication import tell_publication
from matching.models import Timetable
from matching.printing import request_event_documents
from office.actions import run_now
from office.models import Document, ImportBatch, Inquiry, OutboxMail
from talent.models import Application, Senior, UnavailablePeriod
from tests import canary, factories
from tests.conftest import client_of
from tests.factories import NOW
from tests.matching.joint import joint

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]

# Columns that are no text of bank B's: machinery, what is said in public, and logs that name nobody.
LEAVE = {
    "institutions_branch": ("*",),
    "institutions_user": ("password",),
    "institutions_invitation": ("token_hash",),
    "companies_company": ("name_key",),
    "companies_presidentlink": ("token_hash",),
    "office_importbatch": ("kind",),
    "office_job": ("kind", "subject_kind", "holder", "payload"),
    "office_document": ("kind", "subject_kind", "holder", "content_hash"),
    "office_readlog": ("*",),
    "events_eventhost": ("*",),
    "events_receptiondesk": ("token_hash",),
    "talent_disclosure": ("*",),
    "talent_senior": ("name_key",),
    "talent_consent": ("version",),
}
PAPERS = ("company_booklet", "event_sheets", "event_timetable", "senior_timetable", "senior_timetables", "event_report")


@pytest.fixture
def markers(coordinator, branch_of_a, branch_of_b, bank_b, branch_b, head_office_b, senior_a):
    """A joint event with all that belongs to bank B marked, and every paper made for real.

    Senior A has wished to meet both banks' firms and was not selected by either.
    """
    event = joint((branch_of_a, branch_of_b), coordinator)
    hopeful = factories.attendance(event, Senior.objects.get(user=senior_a))
    for firm in event.participations.all():
        factories.entry(firm, hopeful)
    factories.staff_member(bank_b, branch=branch_of_b, user=branch_b)
    factories.import_batch(branch_of_b, branch_b)
    marked = canary.Markers()
    meeting_b = Entry.objects.filter(institution=bank_b).exclude(senior=hopeful.senior)
    for senior in Senior.objects.filter(pk__in=meeting_b.values("senior")):
        canary.of_person(marked, senior, leave=LEAVE)
    canary.of_bank(marked, bank_b, leave=LEAVE)
    OutboxMail.objects.create(
        kind="test", subject_kind="company", subject_id=event.pk, recipient=head_office_b.email,
        title="お知らせ", body="本文", created_at=NOW,
    )  # fmt: skip
    marked.mark(OutboxMail.objects.filter(recipient=head_office_b.email), leave=("kind", "subject_kind", "recipient"))
    marked.mark(Timetable.objects.all(), leave=("problem_hash",))
    for firm in event.participations.all():  # secret, also where bank A's own firm or senior A herself is meant
        factories.avoidance(coordinator, company=firm.company, senior=hopeful.senior)
        factories.avoidance(coordinator, company=firm.company)
    marked.mark(Avoidance.objects.all())
    asked = Inquiry.objects.filter(pk=factories.inquiry(organisation=bank_b.name).pk)
    marked.mark(asked, leave=("number",))  # the sender's own
    disclose_entries([event])
    tell_publication([event])
    for document in request_event_documents(event=event, by=coordinator, now=timezone.now(), kinds=PAPERS):
        run_now(document)
    # Her own wish to meet bank B's firm is her own: what she wrote, and the public title that she wrote it for.
    Entry.objects.filter(senior=hopeful.senior).update(proposal_text="私ができること", public_title="公開の題")
    return marked


def ids() -> dict[str, list]:
    """Every id of everything; papers of all kinds; and words where an address takes a word."""
    return canary.all_ids(
        brief_pk=list(IssueBrief.objects.values_list("pk", flat=True)),
        subject_kind=["company", "senior"],
        subject_pk=list(Company.objects.values_list("pk", flat=True))
        + list(Senior.objects.values_list("pk", flat=True)),
        member_pk=list(StaffMember.objects.values_list("pk", flat=True)),
        step=[1],
        number=[0],
        milestone_pk=list(Milestone.objects.values_list("pk", flat=True)),
        desk_pk=["00000000-0000-4000-8000-000000000000"],
        set_name=["report"],
        step_name=["take_back"],
        paper=["filled"],
        upload_pk=["00000000-0000-4000-8000-000000000000"],
        batch_pk=list(ImportBatch.objects.values_list("pk", flat=True)),
        import_pk=["00000000-0000-4000-8000-000000000000"],
        export_pk=["00000000-0000-4000-8000-000000000000"],
        other_pk=["00000000-0000-4000-8000-000000000000"],
        session_pk=[1],
        search_pk=["00000000-0000-4000-8000-000000000000"],
        pk=[1],
        alert_pk=["00000000-0000-4000-8000-000000000000"],
        receipt_pk=["00000000-0000-4000-8000-000000000000"],
        mail_pk=list(OutboxMail.objects.values_list("pk", flat=True)),
        person_kind=["senior", "staff"],
        person_pk=list(Senior.objects.values_list("pk", flat=True))
        + list(StaffMember.objects.values_list("pk", flat=True)),
        purpose_key=["jobs"],
        letter_kind=["announce"],
        token=["nobody"],
        application_pk=list(Application.objects.values_list("pk", flat=True)),
        period_pk=list(UnavailablePeriod.objects.values_list("pk", flat=True)),
        key=["nobody"],
        inquiry_kind=["host", "lecture", "register"],
    )


ACTORS = ["head_office_a", "branch_a", "senior_a", "reception"]


def test_what_is_planted(markers):
    """Nearly every column of text that bank B has; what takes no marker is a key, a number in letters or a derived value."""
    columns = {where for where in markers.planted.values()}
    assert len(columns) >= 60, sorted(columns)
    assert {
        "companies_company.name", "companies_company.phone", "companies_hearing.background", "companies_issue.questions",
        "events_entry.proposal_text", "institutions_staffmember.name", "matching_answer.reason",
        "matching_support.theme", "matching_timetable.changes", "office_document.title", "talent_senior.family_name",
        "talent_seniorcontact.address", "talent_career.company_name", "institutions_user.email",
    } <= columns  # fmt: skip
    assert markers.skipped <= SKIPPED, markers.skipped - SKIPPED
    assert all(Document.objects.exclude(title__contains="報告書").values_list("file", flat=True))


SKIPPED = {
    "companies_company.corporate_number",  # thirteen digits, by a constraint
    "companies_issue.categories",
    "matching_timetable.objectives",
    "matching_timetable.cause",
}


@pytest.mark.parametrize("actor", ["head_office_a", "senior_a"])
def test_nothing_comes_out(markers, actor, request):
    found, statuses = canary.walk(client_of(request.getfixturevalue(actor)), ids())
    assert [(line, markers.planted.get(line.rpartition(": ")[2])) for line in found] == []
    assert statuses[200] >= 10
    assert not [status for status in statuses if status >= 500]


def test_nothing_comes_out_for_a_stranger(markers):
    """The public pages read as the system: what they show is public by its columns."""
    found, statuses = canary.walk(client_of(None), ids())
    assert [(line, markers.planted.get(line.rpartition(": ")[2])) for line in found] == []
    assert statuses[200] >= 12
    assert not [status for status in statuses if status >= 500]


def test_the_second_wall_alone_holds(markers, head_office_a, monkeypatch):
    canary.first_wall_down(monkeypatch)
    assert canary.walk(client_of(head_office_a), ids())[0] == []


def test_the_first_wall_alone_holds(markers, head_office_a):
    with canary.second_wall_down():
        assert canary.walk(client_of(head_office_a), ids())[0] == []


def test_with_both_gone_the_markers_come_out(markers, head_office_a, monkeypatch):
    """In pages and in files: otherwise the three tests above would prove nothing."""
    canary.first_wall_down(monkeypatch)
    with canary.second_wall_down():
        found = canary.walk(client_of(head_office_a), ids())[0]
    pages = {line.split()[0] for line in found}
    columns = {
        markers.planted[line.rpartition(": ")[2]] for line in found if line.rpartition(": ")[2] in markers.planted
    }
    assert {
        "companies:company_detail",
        "events:entry_detail",
        "talent:senior_detail",
        "office:document_download",
    } <= pages
    assert len(columns) >= 30, sorted(columns)


# --- Everybody, everywhere ------------------------------------------------------------------------------------------------
@pytest.mark.full
@pytest.mark.parametrize("walls", ["both", "second alone", "first alone"])
@pytest.mark.parametrize("actor", ACTORS)
def test_nothing_comes_out_for_anybody(markers, actor, walls, request, monkeypatch):
    client = client_of(request.getfixturevalue(actor))
    if walls == "second alone":
        canary.first_wall_down(monkeypatch)
    if walls == "first alone":
        with canary.second_wall_down():
            found, _ = canary.walk(client, ids())
    else:
        found, _ = canary.walk(client, ids())
    assert found == []


@pytest.mark.full
def test_no_mail_to_bank_a_holds_a_marker(markers, bank_a):
    own = User.objects.filter(institution=bank_a).values_list("email", flat=True)
    text = " ".join(f"{mail.title} {mail.body}" for mail in OutboxMail.objects.filter(recipient__in=own))
    assert canary.MARK not in text
