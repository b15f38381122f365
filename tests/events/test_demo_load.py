"""The demo world as rows: accepted by every constraint, complete, and found again by its keys."""

import datetime as dt

import pytest
from django.contrib.auth import authenticate

from companies.models import Company, Issue, IssueBrief
from events.demo.accounts import ACCOUNTS
from events.demo.generate import demo_people
from events.demo.load import is_loaded, load_people
from events.models import Attendance, Entry, Event, Participation, TimeSlot
from institutions.models import Institution, StaffMember, User
from talent.models import Application, Career, Consent, Senior, Standing, UnavailablePeriod
from talent.sheet import differences, sheet_of

TODAY = dt.date(2026, 9, 1)


@pytest.fixture
def world(db):
    world = demo_people(5, TODAY)
    load_people(world)
    return world


def test_everybody_is_there(world):
    firms = sum(len(event.firms) for event in world.events)
    entries = sum(len(event.entries) for event in world.events)
    assert Event.objects.filter(is_demo=True, stage="selection").count() == 3
    assert (
        Company.objects.count()
        == Participation.objects.count()
        == Issue.objects.count()
        == IssueBrief.objects.count()
        == firms
    )
    known = Senior.objects.filter(state="active")
    assert known.count() == len(world.seniors) and Consent.objects.filter(senior__in=known).count() == 3 * known.count()
    assert Career.objects.filter(senior__in=known).count() == sum(len(one.career.jobs) for one in world.seniors)
    assert Entry.objects.count() == entries and TimeSlot.objects.count() == 36
    assert Attendance.objects.count() == sum(len(event.seniors) for event in world.events)
    assert Institution.objects.filter(is_demo=True).count() == 7


def test_the_register_is_in_motion(world):
    """Two who wish to come in, two changes that wait, one that was sent back; people who cannot come, and caps."""
    states = sorted(Application.objects.values_list("kind", "state"))
    assert states == [("change", "returned"), *[("change", "submitted")] * 2, *[("new", "submitted")] * 2]
    for application in Application.objects.exclude(kind="new"):
        assert differences(sheet_of(application.senior), application.sheet)
    assert UnavailablePeriod.objects.count() == Senior.objects.exclude(interviews_per_year=None).count() == 3
    assert Standing.objects.filter(entries__gt=0).count() > 50


def test_every_row_is_valid_in_itself(world):
    for model in (Event, Company, Senior, Career, Issue, IssueBrief, StaffMember, User):
        for row in model.objects.all():
            row.full_clean(validate_unique=False, validate_constraints=False)


def test_rows_in_bulk_can_be_searched(world):
    one = Senior.objects.order_by("number").first()
    assert Senior.objects.named(one.family_kana).filter(pk=one.pk).exists()
    firm = Company.objects.order_by("name").first()
    assert Company.objects.named(firm.short_name).filter(pk=firm.pk).exists()


def test_loaded_is_known_by_the_seed(world):
    assert is_loaded(5) and not is_loaded(6)


def test_the_accounts_sign_in_and_see_their_own(world):
    for account in ACCOUNTS:
        if account.role == "senior":
            continue
        assert len(account.password) >= 15 and len(account.totp_secret) == 32
        user = authenticate(email=account.email, password=account.password)
        assert user is not None and user.role == account.role and user.is_demo
    shiomi = User.objects.get(email="shiomi.honbu@example.jp")
    seen = set(Company.objects.visible_to(shiomi).values_list("institution__name", flat=True))
    assert seen == {"汐見信用金庫"}
    senior = User.objects.get(email="senior@example.jp")
    assert Entry.objects.visible_to(senior).values("event").distinct().count() >= 2
