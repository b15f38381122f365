"""The pledge: read before it is given, given once per wording, asked again when the wording is new, never changed afterwards."""

import datetime as dt

import pytest
from django.urls import reverse

from talent import pledge
from talent.actions import PledgeError, accept_pledge
from talent.models import Consent, Senior
from talent.rules import has_pledged, may_read_briefs
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 1)
# Whoever accepted a wording accepted these very words: add a version, never change one.
HASHES = {"1": "182a7760fbf1452df99557d76b87324b4718b0cb5efdbcfe6c1cfab1cd45d466"}


@pytest.fixture
def senior(senior_a):
    return Senior.objects.get(user=senior_a)


@pytest.fixture
def new_wording(monkeypatch):
    newer = pledge.Pledge("2", dt.date(2026, 10, 1), "新しい文面です。", ("守ります。",), "おわり。")
    monkeypatch.setattr(pledge, "PLEDGES", (*pledge.PLEDGES, newer))
    return newer


def test_wordings_never_change():
    assert {one.version: one.hash for one in pledge.PLEDGES} == HASHES
    days = [one.valid_from for one in pledge.PLEDGES]
    assert days == sorted(days)


def test_a_senior_reads_and_accepts(senior_a, senior):
    client, address = client_of(senior_a), reverse("talent:pledge")
    page = client.get(address)
    assert page.status_code == 200 and "当てようとしたりしません" in page.text
    assert not has_pledged(senior, TODAY) and not Consent.objects.exists()
    answer = client.post(address, {"version": "1", "agreed": "on"})
    assert answer.status_code == 302 and answer.url == reverse("events:brief_list")
    assert "約束していただきました" in client.get(address).text
    given = Consent.objects.get()
    assert (given.senior, given.kind, given.version, given.text_hash) == (senior, "confidentiality", "1", HASHES["1"])


def test_without_the_tick_nothing_is_recorded(senior_a):
    answer = client_of(senior_a).post(reverse("talent:pledge"), {"version": "1"})
    assert answer.status_code == 200 and "チェックを入れてください" in answer.text
    assert not Consent.objects.exists()


def test_accepting_twice_is_accepting_once(senior_a, senior):
    first = accept_pledge(senior=senior, version="1", by=senior_a, now=NOW)
    again = accept_pledge(senior=senior, version="1", by=senior_a, now=NOW + dt.timedelta(days=1))
    assert again == first and again.accepted_at == NOW


def test_a_new_wording_asks_again(senior_a, senior, new_wording):
    accept_pledge(senior=senior, version="1", by=senior_a, now=NOW)
    assert has_pledged(senior, dt.date(2026, 9, 30))
    assert not has_pledged(senior, dt.date(2026, 10, 1))
    with pytest.raises(PledgeError, match="新しくなりました"):
        accept_pledge(senior=senior, version="1", by=senior_a, now=NOW + dt.timedelta(days=40))
    accept_pledge(senior=senior, version="2", by=senior_a, now=NOW + dt.timedelta(days=40))
    assert has_pledged(senior, dt.date(2026, 10, 1))


def test_an_old_wording_on_the_screen_is_not_taken_for_the_new_one(senior_a):
    answer = client_of(senior_a).post(reverse("talent:pledge"), {"version": "0", "agreed": "on"})
    assert answer.status_code == 409 and "もう一度お読みください" in answer.text
    assert not Consent.objects.exists()


def test_nobody_pledges_for_somebody_else(senior, senior_b, coordinator):
    for by in (senior_b, coordinator):
        with pytest.raises(PledgeError, match="ご本人"):
            accept_pledge(senior=senior, version="1", by=by, now=NOW)


@pytest.mark.parametrize("kind", ["personal_data", "profile"])
def test_another_consent_is_no_pledge(senior, kind):
    factories.consent(senior, kind=kind)
    assert not has_pledged(senior, TODAY)


def test_only_who_is_active_may_read(senior):
    factories.consent(senior, kind="confidentiality")
    assert may_read_briefs(senior, TODAY)
    for state in ("submitted", "paused", "dormant", "withdrawn"):
        senior.state = state
        assert not may_read_briefs(senior, TODAY)
