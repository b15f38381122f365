"""The yearly question: a link that names one senior for sixty days and opens nothing else."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from talent import reconfirmation
from talent.actions import erase_senior
from talent.models import Senior, SeniorState
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def senior(db):
    now = timezone.localdate()
    made = factories.senior(
        registered_on=now - dt.timedelta(days=800),
        reminded_on=now,
        state=SeniorState.DORMANT,
    )
    factories.senior_contact(made, email="a@example.jp", phone="090-1111-2222")
    return made


def link(senior: Senior, now: dt.datetime | None = None) -> str:
    return reverse("talent:reconfirm", args=[reconfirmation.token_for(senior, now or timezone.now())])


def test_the_link_shows_first_and_confirms_by_post(senior):
    client = client_of(None)
    page = client.get(link(senior))
    assert page.status_code == 200 and senior.name in page.text and "登録を続ける" in page.text
    assert "変わったところがある方はこちら" in page.text and reverse("talent:my_registration") in page.text
    assert "a@example.jp" not in page.text and "090-1111" not in page.text
    assert "no-store" in page["Cache-Control"]
    senior.refresh_from_db()
    assert senior.confirmed_on is None
    assert client.post(link(senior)).status_code == 302
    senior.refresh_from_db()
    assert (senior.confirmed_on, senior.state) == (timezone.localdate(), SeniorState.ACTIVE)
    assert "確認しました" in client.get(link(senior)).text


def test_the_link_lasts_sixty_days(senior):
    token = reconfirmation.token_for(senior, NOW)
    assert reconfirmation.senior_of(token, NOW + dt.timedelta(days=60)) == senior
    assert reconfirmation.senior_of(token, NOW + dt.timedelta(days=61)) is None


@pytest.mark.parametrize("way", ["changed", "cut", "other salt", "nonsense"])
def test_a_forged_link_says_no_more_than_an_old_one(senior, way):
    from django.core.signing import Signer

    token = reconfirmation.token_for(senior, timezone.now())
    forged = {
        "changed": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "cut": token[:20],
        "other salt": Signer(salt="else").sign_object([senior.pk.hex, 999999]),
        "nonsense": "x" * 200,
    }[way]
    answer = client_of(None).get(reverse("talent:reconfirm", args=[forged]))
    old = client_of(None).get(link(senior, NOW - dt.timedelta(days=900)))
    assert answer.status_code == old.status_code == 404
    assert answer.content == old.content
    assert client_of(None).post(reverse("talent:reconfirm", args=[forged])).status_code == 404


@pytest.mark.parametrize("state", [SeniorState.WITHDRAWN, "erased"])
def test_who_is_gone_is_not_brought_back(senior, coordinator, state):
    where = link(senior)
    if state == "erased":
        erase_senior(senior=senior, by=coordinator, now=NOW)
    else:
        Senior.objects.filter(pk=senior.pk).update(state=state)
    assert client_of(None).get(where).status_code == client_of(None).post(where).status_code == 404
    with pytest.raises(reconfirmation.ReconfirmationError, match="退会した人"):
        reconfirmation.confirm_registration(senior=senior, by=coordinator, now=NOW)


def test_a_paused_senior_stays_paused(db):
    senior = factories.senior(state=SeniorState.PAUSED)
    client_of(None).post(link(senior))
    senior.refresh_from_db()
    assert senior.state == SeniorState.PAUSED and senior.confirmed_on


def test_the_coordinator_confirms_by_hand(senior, coordinator):
    client = client_of(coordinator)
    answer = client.post(reverse("talent:senior_confirm", args=[senior.pk]))
    assert answer.url == reverse("talent:senior_detail", args=[senior.pk])
    assert "登録の確認を記録しました" in client.get(answer.url).text
    senior.refresh_from_db()
    assert senior.confirmed_on == timezone.localdate()


def test_the_link_works_for_whoever_is_signed_in(senior, senior_a):
    assert client_of(senior_a).get(link(senior)).status_code == 200
