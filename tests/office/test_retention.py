"""Retention: what is due on which day, what the nightly run does, and what it never does without a person."""

import datetime as dt
import os
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from companies.models import Company, HearingVersion
from institutions.models import Invitation
from office import filing, retention
from office.actions import ask_for_retention, run_now
from office.actions_mail import mark_told
from office.erasing import as_eraser
from office.models import (
    Document,
    ErasureReceipt,
    Job,
    MailState,
    OutboxMail,
    ReadLog,
    RetentionRun,
    ToldHow,
    WorkState,
)
from office.naming import ERASED
from office.tasks import nightly_retention
from talent import reconfirmation
from talent.models import Application, Senior, SeniorState
from tests import factories
from tests.conftest import client_of, prove
from tests.factories import NOW, TOKYO
from tests.matching import papers

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def at(years: float = 0, days: int = 0) -> dt.datetime:
    """The clock, moved."""
    return NOW + dt.timedelta(days=round(years * 365.25) + days)


@pytest.fixture(autouse=True)
def own_disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def run(now: dt.datetime, **options) -> RetentionRun:
    with as_eraser(None, "test"):
        return retention.run(now=now, **options)


def count(done: RetentionRun, key: str) -> int:
    return next(line["count"] for line in done.lines if line["key"] == key)


def counts(done: RetentionRun) -> dict[str, int]:
    return {line["key"]: line["count"] for line in done.lines if line["count"]}


def old_senior(years: float, **fields) -> Senior:
    """Without a word for so long, asked in vain, dormant."""
    registered = TODAY - dt.timedelta(days=round(years * 365.25))
    asked = {"state": SeniorState.DORMANT, "reminded_on": TODAY - dt.timedelta(days=200)}
    return reachable(**asked | {"registered_on": registered} | fields)


def reachable(**fields) -> Senior:
    senior = factories.senior(**fields)
    factories.senior_contact(senior, email=f"{senior.number.lower()}@example.jp")
    return senior


def send_all(by) -> int:
    """The office reads what waits in the outbox, and it arrives."""
    waiting = OutboxMail.objects.filter(state=MailState.DRAFT)
    return factories.sent(waiting, by)


# --- A senior who is not heard of ------------------------------------------------------------------------------------------
def test_a_senior_is_asked_after_a_year_dormant_after_two_and_erased_after_three(coordinator):
    senior = reachable(registered_on=TODAY)
    senior_mail = senior.contact.email
    seen = []
    for month in range(1, 40):
        done = run(at(days=month * 31))
        send_all(coordinator)
        senior.refresh_from_db()
        seen += [(month, key) for key in counts(done) if key.startswith("senior")]
    assert seen == [(12, "senior_asked"), (24, "senior_dormant"), (36, "senior_erased")]
    assert senior.name == ERASED
    assert len(set(OutboxMail.objects.values_list("recipient", flat=True)) & {senior_mail}) == 0
    assert ErasureReceipt.objects.get().reason == "period"


def test_who_says_that_she_stays_is_left_alone_for_a_year():
    senior = reachable(registered_on=TODAY)
    assert count(run(at(1, 1)), "senior_asked") == 1
    reconfirmation.confirm_registration(senior=senior, by=None, now=at(1, 20))
    for days in (0, 100, 300):
        assert counts(run(at(1, 20 + days))) == {}
    assert count(run(at(2, 25)), "senior_asked") == 1


def test_who_was_never_asked_or_only_now_loses_nothing(coordinator):
    """Periods are counted from old dates on the first night too: nobody is taken by surprise."""
    senior = reachable(registered_on=TODAY - dt.timedelta(days=4000))
    assert counts(run(NOW)) == {"senior_asked": 1}
    assert counts(run(at(days=1))) == counts(run(at(days=61))) == {}  # the question still waits to be sent
    assert send_all(coordinator) == 1
    senior.refresh_from_db()
    assert senior.state == SeniorState.ACTIVE
    assert counts(run(at(days=61))) == {"senior_dormant": 1}
    assert send_all(coordinator) == 1
    assert counts(run(at(days=100))) == {}
    assert counts(run(at(days=122))) == {"senior_erased": 1}


def test_who_has_left_is_erased_without_being_asked():
    factories.senior(state=SeniorState.WITHDRAWN, registered_on=TODAY, withdrawn_on=TODAY)
    assert counts(run(at(2.9))) == {}
    assert counts(run(at(3.1))) == {"senior_erased": 1}


def test_a_senior_without_mail_waits_to_be_told_by_letter_or_telephone():
    senior = factories.senior(registered_on=TODAY)
    factories.senior_contact(senior, email="", phone="045-111-2222")
    done = run(at(1.1))
    left = next(line["left"] for line in done.lines if line["key"] == "senior_asked")
    assert len(left) == 1 and left[0].startswith(f"登録番号 {senior.number}: ") and "「届いていない人」" in left[0]
    letter = OutboxMail.objects.get()
    assert (letter.state, letter.recipient, letter.named_senior_id) == (MailState.BY_HAND, "", senior.pk)
    assert (letter.to_name, letter.to_phone) == (senior.name, "045-111-2222")
    assert "お電話でお知らせください" in letter.body and "reconfirm" not in letter.body


def test_a_senior_without_mail_loses_nothing_before_somebody_has_told_her(coordinator):
    senior = factories.senior(registered_on=TODAY)
    run(at(1, 1))
    assert counts(run(at(2.5))) == counts(run(at(5))) == {}
    mark_told(mail=OutboxMail.objects.get(), on=at(5).date(), how=ToldHow.PHONE, by=coordinator, now=at(5))
    assert counts(run(at(5, 60))) == {}
    assert counts(run(at(5, 61)))["senior_dormant"] == 1
    assert OutboxMail.objects.get(state=MailState.BY_HAND).subject_id == senior.pk
    assert "senior_erased" not in counts(run(at(5, 200)))


def test_who_has_said_that_she_stays_is_not_asked_by_what_still_waits(coordinator):
    senior = factories.senior(registered_on=TODAY)
    run(at(1, 1))
    assert OutboxMail.objects.get().state == MailState.BY_HAND
    reconfirmation.confirm_registration(senior=senior, by=coordinator, now=at(1, 5))
    assert not OutboxMail.objects.exists()


def test_the_question_waits_in_the_outbox_with_its_link(client):
    senior = reachable(registered_on=TODAY)
    run(at(1, 1))
    letter = OutboxMail.objects.get()
    assert (letter.state, letter.recipient) == (MailState.DRAFT, senior.contact.email)
    assert senior.name in letter.body and "令和9年11月1日(月)までに" in letter.body
    token = letter.body.split("/reconfirm/")[1].split("/")[0]
    assert reconfirmation.senior_of(token, at(1, 61)) == senior


def test_who_has_an_interview_to_come_waits(coordinator):
    senior = old_senior(4)
    event = factories.event()
    firm = factories.participation(event, factories.company(factories.branch(factories.institution())))
    entry = factories.entry(firm, factories.attendance(event, senior))
    plan = factories.timetable(event, coordinator, published=True)
    factories.interview(plan, entry, factories.slots(factories.day(event))[0])
    done = run(NOW)
    assert counts(done) == {}
    left = next(line["left"] for line in done.lines if line["key"] == "senior_erased")
    assert len(left) == 1 and f"登録番号 {senior.number}" in left[0] and "まだ終わっていない面談" in left[0]
    assert counts(run(at(days=30))) == {"senior_erased": 1}


# --- Never too many -----------------------------------------------------------------------------------------------------------
def test_never_more_people_than_the_limit_without_a_person(coordinator, monkeypatch):
    monkeypatch.setattr(retention, "PEOPLE_A_NIGHT", 2)
    for _ in range(3):
        old_senior(4)
    Session.objects.create(session_key="x", session_data="", expire_date=NOW - dt.timedelta(days=1))
    done = run(NOW, people_allowed=2)
    assert done.is_stopped and done.people_due == 3
    assert counts(done) == {"sessions": 1}
    assert Senior.objects.filter(erased_at=None).count() == 3
    page = client_of(coordinator).get(reverse("office:retention")).text
    assert "消去を止めています" in page and "うち個人の消去 3人" in page
    prove(client_of(coordinator), coordinator).post(reverse("office:retention_run"), {"people": 3})
    run_now(Job.objects.get(kind="retention"))
    assert Senior.objects.filter(erased_at=None).count() == 0
    assert RetentionRun.objects.filter(is_stopped=False, by=coordinator).count() == 1


def test_more_people_than_the_page_showed_stop_the_run_again(coordinator, monkeypatch):
    monkeypatch.setattr(retention, "PEOPLE_A_NIGHT", 1)
    for _ in range(3):
        old_senior(4)
    prove(client_of(coordinator), coordinator).post(reverse("office:retention_run"), {"people": 2})
    job = run_now(Job.objects.get(kind="retention"))
    assert "3人の消去の時期が来ています" in job.result["message"]
    assert Senior.objects.filter(erased_at=None).count() == 3


# --- Every purpose --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def everything_old(coordinator):
    """One row that is due for every purpose, and one beside it that is not."""
    event = papers.published_event(coordinator, companies=1, seniors=1)
    firm = event.participations.get().company
    factories.hearing_note(factories.hearing(firm), "社長の体調")
    fresh = factories.company(factories.branch(factories.institution()))
    factories.hearing_note(factories.hearing(fresh, heard_on=at(6).date()), "まだ要る")
    heard = factories.hearing(firm, state="approved", approved_at=NOW, approved_by=coordinator)
    for revision, moment in ((1, NOW), (2, at(6))):
        HearingVersion.objects.create(
            hearing=heard, institution=heard.institution, revision=revision, sheet={}, made_at=moment
        )
    factories.reception_name(event, TODAY)
    factories.reception_name(event, at(6).date())
    for group, name in ((event.pk, "old"), (factories.event(starts_on=at(6).date(), ends_on=at(6).date()).pk, "new")):
        paper = Document.objects.create(
            kind="company_booklet",
            subject_kind="participation",
            subject_id=group,
            group_id=group,
            title=name,
            state=WorkState.DONE,
            requested_at=NOW,
            finished_at=NOW,
            made_at=NOW,
        )
        paper.file = filing.store(paper, b"%PDF-", ".pdf")
        paper.save()
    for moment, key in ((NOW, "old"), (at(6), "new")):
        Invitation.objects.create(
            email=f"{key}@example.jp",
            role="reception",
            token_hash=key,
            invited_by=coordinator,
            created_at=moment,
            sent_at=moment,
            expires_at=moment,
        )
        OutboxMail.objects.create(
            is_notice=False,
            kind="code",
            recipient="x@example.jp",
            title="番号",
            state="sent",
            created_at=moment,
            sent_at=moment,
        )
        ReadLog.objects.create(at=moment, role="staff", kind="list", page="x")
        factories.president_link(
            Company.objects.order_by("pk").first(),
            coordinator,
            token_hash=key,
            created_at=moment - dt.timedelta(days=30),
            expires_at=moment,
            revoked_at=moment,
        )
        Job.objects.create(
            kind="plan",
            subject_kind="event",
            subject_id=event.pk,
            title=key,
            state=WorkState.DONE,
            requested_at=moment,
            finished_at=moment,
        )
        Session.objects.create(session_key=key, session_data="", expire_date=moment + dt.timedelta(days=14))
        settled = factories.application(Senior.objects.first(), state="approved", decided_at=moment)
        Application.objects.filter(pk=settled.pk).update(saved_at=moment)
    Senior.objects.update(registered_on=at(5.9).date())
    old_senior(0, registered_on=TODAY, reminded_on=at(2).date())
    old_senior(
        0, registered_on=at(4).date() - dt.timedelta(days=40), state=SeniorState.ACTIVE, reminded_on=at(5).date()
    )
    old_senior(0, registered_on=at(5).date() - dt.timedelta(days=40), state=SeniorState.ACTIVE, reminded_on=None)
    stray = django_settings.MEDIA_ROOT / "documents" / "plan" / "x"
    stray.mkdir(parents=True)
    for name, moment in (("old.pdf", NOW), ("new.pdf", at(6))):
        (stray / name).write_bytes(b"%PDF-")
        os.utime(stray / name, (moment.timestamp(), moment.timestamp()))
    kept = django_settings.MEDIA_ROOT / "imports" / str(coordinator.pk)
    kept.mkdir(parents=True)
    for name, moment in (("old.xlsx", NOW), ("new.xlsx", at(6))):
        (kept / name).write_bytes(b"PK")
        os.utime(kept / name, (moment.timestamp(), moment.timestamp()))
    return at(6)


DUE = {
    "sessions": 1,
    "jobs": 1,
    "stray_files": 1,
    "senior_asked": 1,
    "senior_dormant": 1,
    "senior_erased": 1,
    "application_settled": 1,
    "hearing_notes": 1,
    "hearing_savings": 1,
    "reception_names": 1,  # the firm and the senior of the published event
    "uploads": 1,
    "papers": 1,
    "invitations": 1,
    "mail": 1,
    "reads": 1,
    "president_links": 1,
}


def test_every_purpose_takes_what_is_due_and_leaves_the_rest(everything_old, django_capture_on_commit_callbacks):
    now = everything_old
    assert {row.purpose.key: row.now for row in retention.outlook(now) if row.now} == DUE
    with django_capture_on_commit_callbacks(execute=True):
        done = run(now)
    assert counts(done) == DUE
    assert [row.now for row in retention.outlook(now) if row.now] == []
    assert not list(django_settings.MEDIA_ROOT.rglob("old.*"))
    # A workbook in waiting may hold whom the night has erased: it goes whatever its age.
    assert [path.name for path in django_settings.MEDIA_ROOT.rglob("new.*")] == ["new.pdf"]


def test_a_second_run_changes_nothing(everything_old, django_capture_on_commit_callbacks):
    now = everything_old
    with django_capture_on_commit_callbacks(execute=True):
        run(now)
    seniors = list(Senior.objects.order_by("pk").values())
    assert counts(run(now)) == {}
    assert counts(run(now + dt.timedelta(hours=1))) == {}
    assert list(Senior.objects.order_by("pk").values()) == seniors


def test_a_dry_run_tells_what_the_run_then_does_and_changes_nothing(everything_old, django_capture_on_commit_callbacks):
    now = everything_old
    before = {model: list(model.objects.order_by("pk").values()) for model in (Senior, Job, Document, Session)}
    files = sorted(django_settings.MEDIA_ROOT.rglob("*"))
    with django_capture_on_commit_callbacks(execute=True), as_eraser(None, "test"):
        told = retention.rehearse(now=now)
    assert {model: list(model.objects.order_by("pk").values()) for model in before} == before
    assert sorted(django_settings.MEDIA_ROOT.rglob("*")) == files
    assert not RetentionRun.objects.exists() and not ErasureReceipt.objects.exists()
    done = run(now)
    assert (told.lines, told.people_due, told.is_stopped) == (done.lines, done.people_due, done.is_stopped)


def test_the_soon_column_counts_the_next_thirty_days():
    Session.objects.create(session_key="soon", session_data="", expire_date=NOW + dt.timedelta(days=20))
    Session.objects.create(session_key="later", session_data="", expire_date=NOW + dt.timedelta(days=40))
    told = next(row for row in retention.outlook(NOW) if row.purpose.key == "sessions")
    assert (told.now, told.soon) == (0, 1)


def test_periods_are_said_once_and_in_words():
    told = retention.purposes()
    assert len({purpose.key for purpose in told}) == len(told) >= 10
    for purpose in told:
        assert purpose.what and purpose.since and purpose.then and purpose.why.endswith("。")
    leap = dt.datetime(2028, 2, 29, 12, tzinfo=TOKYO)
    assert retention.Period(years=1).before(leap).date() == dt.date(2027, 2, 28)
    assert [str(period) for period in (retention.Period(3), retention.Period(days=1), retention.Period())] == [
        "3年",
        "1日",
        "すぐ",
    ]


# --- The night ------------------------------------------------------------------------------------------------------------------
def test_the_night_asks_for_one_job_and_leaves_a_record():
    nightly_retention()
    nightly_retention()
    job = Job.objects.get()
    assert run_now(job).state == WorkState.DONE
    record = RetentionRun.objects.get()
    assert record.by is None and record.is_empty and not record.is_stopped
    nightly_retention()
    assert Job.objects.count() == 2


def test_the_beat_knows_the_hour(settings):
    entry = settings.CELERY_BEAT_SCHEDULE["retention"]
    assert entry["task"] == nightly_retention.name
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({3}, {30})
    assert settings.CELERY_TIMEZONE == "Asia/Tokyo"


def test_the_command(coordinator):
    Session.objects.create(session_key="x", session_data="", expire_date=NOW - dt.timedelta(days=1000))
    said = StringIO()
    call_command("retention", "--dry-run", stdout=said)
    assert "ログインの記録(セッション): 1件" in said.getvalue() and "何も変えていません" in said.getvalue()
    assert Session.objects.filter(session_key="x").exists()
    call_command("retention", stdout=said)
    assert not Session.objects.filter(session_key="x").exists()


# --- Pages ------------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["office:retention", "office:erasure_list"])
def test_a_page_costs_the_same_with_one_row_and_with_three(name, coordinator):
    client, costs = client_of(coordinator), []
    for _ in range(2):
        old_senior(4)
        with as_eraser(coordinator, "test"):
            retention.run(now=NOW, by=coordinator)
            for _ in costs:
                ErasureReceipt.objects.create(
                    number=f"x{ErasureReceipt.objects.count()}",
                    kind="senior",
                    subject_id=old_senior(4).pk,
                    erased_at=NOW,
                    reason="wish",
                    erased_by=coordinator,
                )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_pages_without_rows_say_so(coordinator):
    client = client_of(coordinator)
    assert "まだ一度も処理していません" in client.get(reverse("office:retention")).text
    assert "消去した人はまだいません" in client.get(reverse("office:erasure_list")).text
    assert "いま対象になっているものはありません" in client.get(reverse("office:retention_purpose", args=["jobs"])).text
    assert client.get(reverse("office:retention_purpose", args=["nothing"])).status_code == 404


def test_rows_behind_a_figure_name_nobody(coordinator):
    senior = old_senior(4)
    page = client_of(coordinator).get(reverse("office:retention_purpose", args=["senior_erased"])).text
    assert senior.number in page and senior.family_name not in page


def test_a_run_by_hand_refuses_nonsense_and_a_second_one(coordinator):
    client = prove(client_of(coordinator), coordinator)
    for people in ("", "x", "-1", "99999999999"):
        assert client.post(reverse("office:retention_run"), {"people": people}).url == reverse("office:retention")
    assert not Job.objects.exists()
    ask_for_retention(by=coordinator, now=NOW, people_allowed=1)
    client.post(reverse("office:retention_run"), {"people": 0})
    assert Job.objects.count() == 1
