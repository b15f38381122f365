"""The first wall, model by model and role by role: own rows, and none of anybody else's."""

import pytest

from companies.models import Company, Hearing, Issue, IssueBrief
from events.models import Attendance, Entry, Event, Participation
from matching.models import Answer, Interview, Result, Timetable
from office.models import Job
from talent.models import Career, Senior
from tests import factories

pytestmark = pytest.mark.django_db

BANK_ROWS = (Company, Hearing, Issue, IssueBrief, Participation, Entry, Interview, Result, Answer)
SENIOR_ROWS = (Senior, Career, Attendance, Entry, Interview, Result, Answer)


@pytest.fixture
def two_banks(coordinator, branch_of_a, branch_of_b, senior_a, senior_b):
    """One event; firm of bank A meets senior A, firm of bank B meets senior B."""
    event = factories.event()
    slot = factories.slots(factories.day(event))[0]
    plan = factories.timetable(event, coordinator, published=True)
    for at, account in ((branch_of_a, senior_a), (branch_of_b, senior_b)):
        company = factories.company(at)
        subject = factories.issue(company)
        factories.issue_brief(subject)
        person = Senior.objects.get(user=account)
        factories.career(person)
        entry = factories.entry(
            factories.participation(event, company), factories.attendance(event, person), issue=subject
        )
        factories.interview(plan, entry, slot)
        factories.result(entry, coordinator)
        factories.answer(entry, coordinator)
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


@pytest.mark.parametrize("model", SENIOR_ROWS)
def test_a_senior_sees_only_herself(two_banks, model, senior_a):
    assert model.objects.visible_to(senior_a).count() == 1
    assert model.objects.count() == 2


@pytest.mark.parametrize("model", {*BANK_ROWS, *SENIOR_ROWS, Timetable, Event, Job})
def test_reception_and_the_disabled_see_nothing(two_banks, model, reception, coordinator):
    assert not model.objects.visible_to(reception).exists()
    coordinator.is_active = False
    assert not model.objects.visible_to(coordinator).exists()


@pytest.mark.parametrize("model", {*BANK_ROWS, *SENIOR_ROWS})
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
