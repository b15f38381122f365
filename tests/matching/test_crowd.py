"""Data for load tests: every constraint holds, the same for the same seed, and a second run changes nothing."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from companies.models import Company
from events.demo import crowd
from events.models import Attendance, Entry, Event
from institutions.models import Institution
from matching.models import Interview, Result, Support
from talent.models import Senior

TODAY = dt.date(2026, 9, 1)
FULL = crowd.SCALES["full"]


def make(seed: int = 1) -> str:
    out = StringIO()
    call_command("make_data", scale="small", seed=seed, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_small_size_has_the_whole_chain_and_is_made_once():
    make()
    counts = [model.objects.count() for model in (Institution, Senior, Company, Event, Attendance)]
    assert counts == [6, 150, 42, 3, 120]
    assert Entry.objects.count() > 150
    assert Result.objects.count() == Interview.objects.count() > 100
    assert 0 < Support.objects.count() < Interview.objects.count() / 4
    assert set(Institution.objects.values_list("is_demo", flat=True)) == {True}
    assert "作成済み" in make()
    assert Senior.objects.count() == 150
    with pytest.raises(CommandError, match="別の --seed"):
        make(seed=2)


def test_the_national_size_counts_as_stated():
    assert (FULL.seniors, FULL.companies, FULL.events) == (15_000, 4_175, 233)
    assert sum(FULL.firms_of(n) for n in range(FULL.events)) == 4_175
    days = crowd.days(1, FULL, TODAY)
    assert len(set(days)) == 233 and max(days) < TODAY and all(day.weekday() < 5 for day in days)


def test_firms_of_one_bank_never_share_a_name_and_stay_short():
    banks = crowd.banks(1, FULL)
    supply = crowd.firms(1, FULL, banks)
    firms = [next(supply) for _ in range(FULL.companies)]
    assert len({(one.bank, one.issue.firm.name) for one in firms}) == FULL.companies
    assert max(len(one.issue.firm.short) for one in firms) <= 8
    assert [one for one in firms if one.issue.firm.core in one.issue.public_title + one.issue.public_summary][:3] == []


def test_the_same_seed_gives_the_same_people():
    size = crowd.SCALES["small"]
    assert crowd.seniors(4, size, TODAY) == crowd.seniors(4, size, TODAY) != crowd.seniors(5, size, TODAY)
