"""A joint event of two banks behind the second wall alone: no filter of ours, only what PostgreSQL gives out."""

import datetime as dt

import pytest
from django.db import ProgrammingError
from django.utils import timezone

from companies.models import Company, Hearing, Issue, IssueBrief
from events.models import (
    Attendance,
    Booth,
    Entry,
    Event,
    EventDay,
    Figure,
    Participation,
    Tally,
    TimeSlot,
    Unavailability,
)
from institutions.actors import acting, bank
from matching.models import Answer, Interview, Occupancy, Result, SecondInterview, Support, Timetable
from matching.sheets import makers, rows
from office.models import Document
from talent.models import Career, Consent, Disclosure, Qualification, Senior, SeniorContact, Speciality
from tests import factories
from tests.matching.joint import SIDES, joint

pytestmark = pytest.mark.django_db

OPEN_TO_BANKS = (
    Company,
    Hearing,
    Issue,
    IssueBrief,
    Participation,
    Attendance,
    Entry,
    Tally,
    Senior,
    SeniorContact,
    Career,
    Speciality,
    Qualification,
    Disclosure,
    Interview,
    Occupancy,
    Result,
    Answer,
    SecondInterview,
    Support,
    Document,
    Event,
    EventDay,
    TimeSlot,
    Booth,
)


@pytest.fixture
def event(coordinator, branch_of_a, branch_of_b):
    return joint((branch_of_a, branch_of_b), coordinator)


@pytest.mark.parametrize("model", OPEN_TO_BANKS)
def test_both_walls_let_the_same_rows_through(event, model, bank_a, head_office_a, coordinator, branch_of_b):
    factories.disclosure(Senior.objects.visible_to(head_office_a).get(), bank_a, level="contact")
    factories.disclosure(factories.senior_contact(factories.senior()).senior, bank_a)  # the profile alone
    joint_elsewhere = factories.event()
    factories.participation(joint_elsewhere, factories.company(branch_of_b))
    factories.booth(joint_elsewhere)
    first = set(model.objects.visible_to(head_office_a).values_list("pk", flat=True))
    with acting(bank(bank_a.pk, "test")):
        second = set(model.objects.values_list("pk", flat=True))
    assert second == first
    assert first
    assert model.objects.count() > len(first) or model in (Attendance, Occupancy, EventDay, TimeSlot)


@pytest.mark.parametrize("model", [Timetable, Unavailability, Consent])
def test_what_a_bank_has_no_business_with_is_refused(event, model, bank_a):
    with pytest.raises(ProgrammingError, match="permission denied"), acting(bank(bank_a.pk, "test")):
        model.objects.exists()


def test_an_association_sees_all_figures_behind_the_wall_too(event):
    association = factories.institution(name="見本協会", type="association")
    factories.event_host(event, association, role="cohost")
    with acting(bank(association.pk, "test")):
        assert Tally.objects.filter(event=event).count() == len(Figure)
        assert not Entry.objects.exists() and not Participation.objects.exists()


@pytest.mark.parametrize("side", [0, 1])
def test_a_booklet_is_made_from_what_its_own_bank_may_see(event, side, bank_a, bank_b):
    own, other = ((bank_a, bank_b), (bank_b, bank_a))[side]
    paper, foreign = (Document.objects.get(institution=institution) for institution in (own, other))
    whole = makers.BOOKLETS.fingerprint(paper)
    with acting(bank(own.pk, "test")):
        assert makers.BOOKLETS.fingerprint(paper) == whole
        assert makers.BOOKLETS.fingerprints([paper]) == {paper.pk: whole}
        [facts] = rows.booklets(event, only=[paper.subject_id])
        with pytest.raises(rows.PrintingError):
            makers.BOOKLETS.fingerprint(foreign)
    assert f"{SIDES[side]}の" in repr(facts) and f"{SIDES[1 - side]}の" not in repr(facts)


def test_a_booklet_is_refused_rather_than_short_of_a_sheet(event, bank_a):
    paper = Document.objects.get(institution=bank_a)
    Disclosure.objects.filter(institution=bank_a).update(until=timezone.now() - dt.timedelta(days=1))
    with acting(bank(bank_a.pk, "test")), pytest.raises(rows.PrintingError, match="期間が終わった"):
        makers.BOOKLETS.fingerprint(paper)
