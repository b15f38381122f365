"""The first wall, model by model and role by role: own rows, and none of anybody else's."""

import datetime as dt

import pytest
from django.utils import timezone

from companies.models import Company, Hearing, Issue, IssueBrief
from events.disclosing import disclose_entries
from events.models import Attendance, Entry, Event, Participation, TimeSlot, Unavailability
from matching.actions.publication import tell_publication
from matching.models import Answer, Interview, Occupancy, Result, SecondInterview, Timetable
from office.models import Document, Job
from talent.models import Career, Consent, Disclosure, Qualification, Senior, SeniorContact, Speciality
from tests import factories

pytestmark = pytest.mark.django_db

BANK_ROWS = (Company, Hearing, Issue, IssueBrief, Participation, Entry, Interview, Result, Answer)
SENIOR_ROWS = (Senior, SeniorContact, Career, Speciality, Qualification, Consent, Attendance, Entry, Interview, Result)
FACE_ROWS = (Senior, Career, Speciality, Qualification, Attendance)  # what a bank may see of who is disclosed to it


@pytest.fixture
def two_banks(coordinator, branch_of_a, branch_of_b, senior_a, senior_b):
    """One event today; firm of bank A meets senior A, firm of bank B meets senior B."""
    today = timezone.localdate()
    event = factories.event(starts_on=today, ends_on=today)
    slot = factories.slots(factories.day(event))[0]
    plan = factories.timetable(event, coordinator, published=True)
    for at, account in ((branch_of_a, senior_a), (branch_of_b, senior_b)):
        company = factories.company(at)
        subject = factories.issue(company)
        factories.issue_brief(subject)
        person = Senior.objects.get(user=account)
        for part in (factories.career, factories.speciality, factories.qualification):
            part(person)
        for part in (factories.consent, factories.senior_contact):
            part(person)
        entry = factories.entry(
            factories.participation(event, company), factories.attendance(event, person), issue=subject
        )
        factories.interview(plan, entry, slot)
        factories.result(entry, coordinator)
        factories.answer(entry, coordinator)
        factories.answer(entry, coordinator, side="senior")
    disclose_entries([event])
    tell_publication([event])
    return event


@pytest.mark.parametrize("model", BANK_ROWS)
@pytest.mark.parametrize("actor", ["head_office_a", "branch_a"])
def test_a_bank_sees_its_own_rows_only(two_banks, model, actor, request, bank_a):
    user = request.getfixturevalue(actor)
    rows = list(model.objects.visible_to(user))
    assert rows and {row.institution_id for row in rows} == {bank_a.pk}
    assert model.objects.count() > len(rows)


@pytest.mark.parametrize("model", BANK_ROWS)
def test_another_branch_of_the_same_bank_sees_nothing(two_banks, model, bank_a):
    other = factories.branch(bank_a)
    user = factories.user("branch", institution=bank_a, branch=other)
    assert not model.objects.visible_to(user).exists()


@pytest.mark.parametrize("model", FACE_ROWS)
@pytest.mark.parametrize("actor", ["head_office_a", "branch_a"])
def test_a_bank_sees_the_face_of_whom_its_firms_meet(two_banks, model, actor, request, senior_a):
    rows = list(model.objects.visible_to(request.getfixturevalue(actor)))
    assert [getattr(row, "senior", row).user for row in rows] == [senior_a]
    assert model.objects.count() == 2


@pytest.mark.parametrize("model", [SeniorContact, Consent, Unavailability, Timetable, Job])
@pytest.mark.parametrize("actor", ["head_office_a", "branch_a"])
def test_what_no_bank_sees(two_banks, model, actor, request):
    for firm in Participation.objects.all():
        factories.unavailability(two_banks, TimeSlot.objects.last(), participation=firm)
    assert not model.objects.visible_to(request.getfixturevalue(actor)).exists()


@pytest.mark.parametrize("model", FACE_ROWS)
def test_another_branch_sees_none_of_whom_this_branch_meets(two_banks, model, bank_a):
    user = factories.user("branch", institution=bank_a, branch=factories.branch(bank_a))
    assert not model.objects.visible_to(user).exists()


def test_before_publication_the_head_office_sees_who_entered_and_no_branch_does(
    two_banks, senior_b, head_office_a, branch_a
):
    firm = Participation.objects.visible_to(head_office_a).get()
    late = Attendance.objects.get(senior__user=senior_b)
    entry = factories.entry(firm, late)
    disclose_entries([two_banks])
    assert late.senior in Senior.objects.visible_to(head_office_a)
    assert late.senior not in Senior.objects.visible_to(branch_a)
    Entry.objects.filter(pk=entry.pk).update(state="withdrawn")
    disclose_entries([two_banks])
    assert late.senior not in Senior.objects.visible_to(head_office_a)
    assert late not in Attendance.objects.visible_to(head_office_a)


def test_a_disclosure_ends(two_banks, head_office_a, branch_a):
    Disclosure.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    for model in FACE_ROWS:
        assert not model.objects.visible_to(head_office_a).exists()
        assert not model.objects.visible_to(branch_a).exists()


def test_contact_only_where_the_contact_is_disclosed(two_banks, bank_a, head_office_a, head_office_b, senior_a):
    person = Senior.objects.get(user=senior_a)
    factories.disclosure(person, bank_a, level="contact")
    assert SeniorContact.objects.visible_to(head_office_a).get().senior == person
    assert not SeniorContact.objects.visible_to(head_office_b).exists()
    disclose_entries([two_banks])  # is another cause: the contact stays
    assert SeniorContact.objects.visible_to(head_office_a).exists()


def test_telling_twice_changes_no_row(two_banks):
    def rows():
        return set(Disclosure.objects.values_list("pk", "senior", "institution", "branch", "until"))

    before, taken = rows(), set(Occupancy.objects.values_list("slot", "booth"))
    disclose_entries([two_banks])
    tell_publication([two_banks])
    assert rows() == before and len(before) == 4
    assert set(Occupancy.objects.values_list("slot", "booth")) == taken and len(taken) == 2


def test_a_later_event_day_lengthens_the_disclosure(two_banks):
    two_banks.ends_on += dt.timedelta(days=1)
    before = Disclosure.objects.first().until
    disclose_entries([two_banks])
    tell_publication([two_banks])
    assert {row.until for row in Disclosure.objects.all()} == {before + dt.timedelta(days=1)}


def test_taken_tables_are_seen_by_the_banks_of_the_event(two_banks, head_office_a, branch_b, coordinator, senior_a):
    for user in (head_office_a, branch_b, coordinator):
        assert Occupancy.objects.visible_to(user).count() == 2
    elsewhere = factories.user("head_office", institution=factories.institution())
    for user in (elsewhere, senior_a):
        assert not Occupancy.objects.visible_to(user).exists()


def test_an_answer_is_seen_by_its_own_side_only(two_banks, coordinator, head_office_a, branch_a, senior_a):
    assert Answer.objects.visible_to(coordinator).count() == 4
    for user in (head_office_a, branch_a):
        assert [row.side for row in Answer.objects.visible_to(user)] == ["company"]
    assert [row.side for row in Answer.objects.visible_to(senior_a)] == ["senior"]
    factories.second_interview(Entry.objects.visible_to(head_office_a).get(), coordinator)
    assert SecondInterview.objects.visible_to(head_office_a).count() == 1
    assert SecondInterview.objects.visible_to(senior_a).count() == 1


def test_papers_of_a_bank_and_of_a_branch(two_banks, bank_a, branch_of_a, head_office_a, head_office_b, branch_a):
    made = {"kind": "company_booklet", "subject_kind": "participation", "requested_at": timezone.now()}
    for n, branch in enumerate((branch_of_a, factories.branch(bank_a), None)):
        Document.objects.create(
            title=str(n), subject_id=factories.event().pk, institution=bank_a, branch=branch, **made
        )
    assert Document.objects.visible_to(head_office_a).count() == 3
    assert [row.title for row in Document.objects.visible_to(branch_a)] == ["0"]
    assert not Document.objects.visible_to(head_office_b).exists()


@pytest.mark.parametrize("model", SENIOR_ROWS)
def test_a_senior_sees_only_herself(two_banks, model, senior_a):
    assert model.objects.visible_to(senior_a).count() == 1
    assert model.objects.count() == 2


@pytest.mark.parametrize("model", {*BANK_ROWS, *SENIOR_ROWS, Timetable, Event, Job, Disclosure, Occupancy, Document})
def test_reception_and_the_disabled_see_nothing(two_banks, model, reception, coordinator):
    assert not model.objects.visible_to(reception).exists()
    coordinator.is_active = False
    assert not model.objects.visible_to(coordinator).exists()


@pytest.mark.parametrize("model", {*BANK_ROWS, *SENIOR_ROWS, Disclosure, Occupancy})
def test_a_coordinator_sees_all(two_banks, model, coordinator):
    assert model.objects.visible_to(coordinator).count() == model.objects.count() > 0


def test_a_draft_is_nobodys_but_the_offices(two_banks, coordinator, head_office_a, senior_a):
    draft = factories.timetable(two_banks, coordinator)
    entry = two_banks.entries.first()
    factories.interview(draft, entry, two_banks.slots.last())
    assert Interview.objects.visible_to(coordinator).count() == 3
    assert Interview.objects.visible_to(head_office_a).count() == 1
    assert Interview.objects.visible_to(senior_a).count() == 1
    assert draft not in Timetable.objects.visible_to(head_office_a)


def test_an_event_is_seen_by_hosts_and_by_those_who_bring_firms(two_banks, head_office_a, bank_b, head_office_b):
    hosted = factories.event()
    factories.event_host(hosted, bank_b)
    assert set(Event.objects.visible_to(head_office_b)) == {two_banks, hosted}
    assert set(Event.objects.visible_to(head_office_a)) == {two_banks}
