"""Two sides of one foundation, each with one row for every argument that an address may have: for the tests of who may do what.

Side a: bank A, its branch, its firm, senior A, and an event of their own; side b the same. Of every row one is somebody's own, the
other a foreign one.
"""

import datetime as dt
import uuid

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import get_resolver
from django.utils import timezone

from events.disclosing import disclose_entries
from institutions.models import Invitation
from institutions.roles import Role
from kouryukai.lib.secret_links import hash_of
from matching.actions.publication import tell_publication
from office import filing
from office.importing import uploads
from office.models import Document, Job, OutboxMail
from talent.actions import erase_senior
from talent.models import Application, ImportRow, ImportSource, RegisterImport, RowKind, Senior
from talent.reconfirmation import token_for
from talent.sheet import sheet_of
from tests import factories
from tests.factories import NOW


def patterns(resolver=None, prefix: str = ""):
    """(full name, names of its arguments) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        else:
            yield prefix + (pattern.name or str(pattern.pattern)), list(pattern.pattern.converters)


def side(name: str, *, branch, senior_user, branch_user, receptionist, coordinator, workbook) -> dict:
    """One row for every argument, all of one bank, one senior and one event that takes place today."""
    now, today = timezone.now(), timezone.localdate()
    event = factories.event(starts_on=today, ends_on=today)
    slots = factories.slots(factories.day(event))
    factories.event_host(event, branch.institution)
    firm = factories.participation(event, factories.company(branch))
    senior = Senior.objects.get(user=senior_user)
    factories.consent(senior, kind="confidentiality")
    entry = factories.entry(firm, factories.attendance(event, senior))
    times = {"open_from": now - dt.timedelta(hours=1), "open_until": now + dt.timedelta(hours=1)}
    hearing = factories.hearing(firm.company, state="draft", event_id=event.pk)
    brief = factories.issue_brief(entry.issue, event_id=event.pk, **times)
    tomorrow = now + dt.timedelta(days=1)
    factories.president_link(firm.company, coordinator, token_hash=hash_of(f"key-{name}"), expires_at=tomorrow)
    factories.reception_desk(event, coordinator, user=receptionist)
    desk = factories.reception_desk(event, coordinator, token_hash=hash_of(f"key-{name}"), expires_at=tomorrow)
    disclose_entries([event])
    published = factories.timetable(event, coordinator, published=True)
    interview = factories.interview(published, entry, slots[0])
    tell_publication([event])
    draft = factories.timetable(event, coordinator)
    drafted = factories.interview(draft, entry, slots[1])
    work = {"subject_kind": "event", "subject_id": event.pk, "institution": branch.institution, "requested_at": NOW}
    paper = Document.objects.create(
        kind="event_report", title="報告書", state="failed", finished_at=NOW, branch=branch, **work
    )
    paper.file = filing.store(paper, b"%PDF-", ".pdf")
    paper.save()
    mail = OutboxMail.objects.create(
        kind="test", subject_kind="event", subject_id=event.pk, recipient=branch_user.email, title="題", body="文", created_at=NOW
    )  # fmt: skip
    invitation = Invitation.objects.create(
        email=f"invited-{name}@example.jp", role=Role.HEAD_OFFICE, institution=branch.institution, invited_by=coordinator,
        token_hash=hash_of(f"key-{name}"), created_at=now, sent_at=now, expires_at=tomorrow,
    )  # fmt: skip
    other = factories.senior()
    source = ImportSource.objects.create(name=f"名簿{name}")
    import_ = RegisterImport.objects.create(
        source=source, file_name="名簿.csv", stage="preview", headings=["氏名"], fields=["full_name"],
        counts={kind: 0 for kind in RowKind.values} | {"rows": 1, "same": 1}, made_by=coordinator, made_at=NOW,
    )  # fmt: skip
    ImportRow.objects.create(register_import=import_, number=2, kind=RowKind.SAME, senior=other)
    export = Job.objects.create(
        kind="register_export", title="書き出し", subject_kind="register", subject_id=uuid.uuid4(), state="done",
        requested_by=coordinator, requested_at=NOW, finished_at=NOW, payload={"format": "utf8"},
        result={"people": [str(other.pk)]},
    )  # fmt: skip
    uploads.keep(b"", coordinator, export.pk)
    session = Session.objects.create(session_key=uuid.uuid4().hex, session_data="", expire_date=tomorrow)
    kept = UserSession.objects.create(
        user=branch_user, ip="127.0.0.1", user_agent="", session_key=session.session_key, data={}
    )
    return {
        "event_pk": event.pk,
        "entry_pk": entry.pk,
        "attendance_pk": entry.attendance_id,
        "timetable_pk": draft.pk,
        "interview_pk": drafted.pk,
        "brief_pk": brief.pk,
        "issue_pk": entry.issue_id,
        "desk_pk": desk.pk,
        "milestone_pk": factories.milestone(event, owner="institution", institution=branch.institution).pk,
        "key": f"key-{name}",
        "company_pk": firm.company_id,
        "hearing_pk": hearing.pk,
        "step_name": "withdraw",
        "paper": "blank",
        "participation_pk": firm.pk,
        "subject_kind": "company",
        "subject_pk": firm.company_id,
        "scan_pk": factories.scan(firm.company, coordinator).pk,
        "avoidance_pk": factories.avoidance(coordinator, company=firm.company).pk,
        "senior_pk": senior.pk,
        "application_pk": Application.objects.create(
            kind="change", applicant=senior_user, senior=senior, sheet=sheet_of(senior)
        ).pk,
        "step": 1,
        "number": 0,
        "job_pk": Job.objects.create(kind="plan", title="計画", state="failed", finished_at=NOW, **work).pk,
        "document_pk": paper.pk,
        "upload_pk": uploads.keep(workbook, coordinator),
        "batch_pk": factories.import_batch(branch, branch_user).pk,
        "import_pk": import_.pk,
        "export_pk": export.pk,
        "other_pk": other.pk,
        "set_name": "report",
        "search_pk": factories.saved_search(coordinator if name == "a" else branch_user).pk,
        "user_pk": branch_user.pk,
        "senior_user_pk": senior_user.pk,
        "member_pk": factories.staff_member(branch.institution, branch=branch).pk,
        "alert_pk": factories.read_alert(branch_user).pk,
        "receipt_pk": erase_senior(senior=factories.senior(), by=coordinator, now=NOW).pk,
        "mail_pk": mail.pk,
        "letter_kind": "announce",
        "invitation_pk": invitation.pk,
        "person_kind": "senior",
        "person_pk": senior.pk,
        "purpose_key": "jobs",
        "token": token_for(senior, now),
        "inquiry_pk": factories.inquiry().pk,
        "inquiry_kind": "host",
        "submitted_application_pk": factories.application(other).pk,  # what the office decides on
        "period_pk": factories.unavailable_period(senior).pk,
        "pk": 1,
        "session_pk": kept.pk,
        "published_interview_pk": interview.pk,  # what a senior asks for where an address takes interview_pk
    }


MISSING = {
    **dict.fromkeys(
        " ".join(
            (
                "event_pk entry_pk timetable_pk interview_pk brief_pk issue_pk desk_pk milestone_pk company_pk",
                "senior_pk job_pk document_pk upload_pk user_pk alert_pk receipt_pk mail_pk invitation_pk person_pk",
                "published_interview_pk application_pk submitted_application_pk period_pk import_pk export_pk",
                "other_pk search_pk participation_pk attendance_pk member_pk subject_pk scan_pk avoidance_pk batch_pk",
                "inquiry_pk hearing_pk senior_user_pk",
            )
        ).split(),
        uuid.UUID("00000000-0000-4000-8000-00000000abcd"),
    ),
    "subject_kind": "company",
    "key": "nobody",
    "token": "nobody",
    "set_name": "nothing",
    "inquiry_kind": "nothing",
    "step_name": "withdraw",
    "paper": "blank",
    "person_kind": "senior",
    "purpose_key": "nothing",
    "letter_kind": "nothing",
    "pk": 99_999_999,
    "step": 99,
    "number": 99,
    "session_pk": 99_999_999,
}


def ask(client, method: str, address: str):
    """The answer; what the request has written is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(address)
        list(response)  # a file is closed when it has been read
        transaction.set_rollback(True)
    return response
