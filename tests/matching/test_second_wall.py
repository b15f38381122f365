"""What PostgreSQL itself gives to a senior, a president, the reception and to whoever shows a link, when nothing asks whose a row is."""

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from companies.actions import make_president_link
from companies.models import Company, Hearing, HearingNote, Issue, IssueBrief, PresidentLink
from events.actions import make_desk
from events.models import Attendance, Entry, Event, Participation, ReceptionDesk, ReceptionName
from institutions.actors import Actor, DatabaseRole, acting, actor_of, showing
from institutions.models import StaffMember, User
from kouryukai.lib.secret_links import hash_of
from matching.actions.reception import write_names
from matching.models import Interview, Timetable
from talent.models import Career, Consent, Senior
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(coordinator, branch_of_a, branch_of_b, senior_a, senior_b):
    """Senior A meets a firm of bank A, senior B one of bank B, both today; each pair meets again in a draft."""
    today, hour = timezone.localdate(), dt.timedelta(hours=1)
    event = factories.event(starts_on=today, ends_on=today, stage="day")
    times = factories.slots(factories.day(event))
    plan = factories.timetable(event, coordinator, published=True)
    draft = factories.timetable(event, coordinator)
    for at, account in ((branch_of_a, senior_a), (branch_of_b, senior_b)):
        company, senior = factories.company(at), Senior.objects.get(user=account)
        factories.career(senior)
        subject = factories.issue(company)
        factories.issue(company, hearing=subject.hearing, title="もうひとつの課題")
        factories.hearing_note(subject.hearing, "口頭のメモ")
        now = timezone.now()
        factories.issue_brief(subject, event_id=event.pk, open_from=now - hour, open_until=now + hour)
        entry = factories.entry(
            factories.participation(event, company), factories.attendance(event, senior), issue=subject
        )
        factories.interview(plan, entry, times[0])
        factories.interview(draft, entry, times[1])
    write_names(plan)
    return event


def is_refused(*models) -> bool:
    """Whether asking for any of them is an error."""
    for model in models:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            list(model.objects.order_by("pk"))
    return True


def test_a_senior_without_the_pledge_is_given_no_issue(world, senior_a):
    with acting(actor_of(senior_a)):
        assert not IssueBrief.objects.exists()
    factories.consent(Senior.objects.get(user=senior_a), kind="confidentiality")
    closed = IssueBrief.objects.first()
    IssueBrief.objects.filter(pk=closed.pk).update(open_until=timezone.now() - dt.timedelta(minutes=1))
    with acting(actor_of(senior_a)):
        assert IssueBrief.objects.count() == 1 and closed not in IssueBrief.objects.all()
    Senior.objects.update(state="paused")
    with acting(actor_of(senior_a)):
        assert not IssueBrief.objects.exists()


def test_the_pledge_of_another_opens_nothing(world, senior_a, senior_b):
    factories.consent(Senior.objects.get(user=senior_b), kind="confidentiality")
    with acting(actor_of(senior_a)):
        assert not IssueBrief.objects.exists() and not Consent.objects.exists()


def test_a_senior_is_given_what_she_meets_and_nothing_of_others(world, senior_a, bank_a):
    with acting(actor_of(senior_a)):
        assert [row.institution_id for row in Company.objects.all()] == [bank_a.pk]
        assert [row.title for row in Issue.objects.all()] == ["不良率を下げたい"]
        assert Interview.objects.order_by().count() == Entry.objects.count() == Attendance.objects.count() == 1
        assert [row.institution_id for row in StaffMember.objects.all()] == [bank_a.pk]
        assert is_refused(Hearing, HearingNote, Timetable, Participation, ReceptionName, PresidentLink)


def test_before_publication_she_is_given_no_firm(world, senior_a):
    Timetable.objects.filter(is_published=True).update(state="superseded", is_published=False)
    with acting(actor_of(senior_a)):
        assert not Company.objects.exists() and not Issue.objects.exists() and not StaffMember.objects.exists()


def test_a_senior_takes_no_consent_back(world, senior_a):
    factories.consent(Senior.objects.get(user=senior_a), kind="confidentiality")
    with acting(actor_of(senior_a)):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Consent.objects.update(version="0")


def test_a_president_is_given_her_firm_and_whom_it_meets(world, bank_a, senior_a):
    company = Company.objects.get(institution=bank_a)
    with acting(Actor(DatabaseRole.PRESIDENT, institution_id=bank_a.pk, company_id=company.pk, why="test")):
        assert list(Company.objects.all()) == [company]
        assert [row.company_id for row in Hearing.objects.all()] == [company.pk]
        assert Issue.objects.count() == 2
        assert [row.user_id for row in Senior.objects.all()] == [senior_a.pk]
        assert Career.objects.count() == Entry.objects.count() == Interview.objects.order_by().count() == 1
        assert Event.objects.count() == 1
        assert is_refused(HearingNote, Timetable, Participation, Attendance, Consent, User, StaffMember, PresidentLink)


def test_the_reception_is_given_todays_names_alone(world, reception, coordinator):
    with acting(actor_of(reception)):
        assert not Event.objects.exists() and not ReceptionName.objects.exists()
    factories.reception_desk(world, coordinator, user=reception, created_at=timezone.now())
    factories.reception_desk(factories.event(), coordinator)
    with acting(actor_of(reception)):
        assert ReceptionName.objects.count() == 4
        assert list(Event.objects.all()) == [world] and ReceptionDesk.objects.count() == 1
        assert is_refused(Senior, Company, Interview, Entry, Attendance, Participation, Issue, IssueBrief)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    ReceptionName.objects.update(date=tomorrow)
    ReceptionDesk.objects.update(date=tomorrow)
    with acting(actor_of(reception)):
        assert not ReceptionName.objects.exists(), "not on another day"
    ReceptionName.objects.update(date=timezone.localdate())
    ReceptionDesk.objects.update(date=timezone.localdate(), closed_at=timezone.now())
    with acting(actor_of(reception)):
        assert not ReceptionName.objects.exists(), "not at a closed desk"


def test_a_link_is_found_by_its_hash_and_by_nothing_else(world, coordinator, bank_a, bank_b):
    now = timezone.now()
    link, token = make_president_link(company=Company.objects.get(institution=bank_a), by=coordinator, now=now)
    make_president_link(company=Company.objects.get(institution=bank_b), by=coordinator, now=now)
    desk, key = make_desk(event=world, date=timezone.localdate(), by=coordinator, now=now)
    make_desk(event=world, date=timezone.localdate(), by=coordinator, now=now)
    with acting(None):
        assert not PresidentLink.objects.exists() and not ReceptionDesk.objects.exists()
    with showing(hash_of(token)):
        assert list(PresidentLink.objects.all()) == [link]
        assert PresidentLink.objects.update(last_used_at=now) == 1
    with showing(hash_of(key)):
        assert list(ReceptionDesk.objects.all()) == [desk] and not PresidentLink.objects.exists()
    with acting(None):
        assert not PresidentLink.objects.exists(), "a hash that was shown is forgotten"


def test_a_note_is_given_to_the_branch_and_not_to_the_head_office(world, branch_a, branch_b, head_office_a, bank_a):
    for user, found in ((branch_a, 1), (branch_b, 1), (head_office_a, 0)):
        with acting(actor_of(user)):
            assert HearingNote.objects.count() == found
    with acting(actor_of(branch_a)):
        assert HearingNote.objects.get().institution_id == bank_a.pk
