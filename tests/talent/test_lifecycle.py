"""Every step of a senior's state, allowed and refused: through the code and past it, by raw SQL."""

import datetime as dt
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from kouryukai.lib.era import format_date
from talent import lifecycle
from talent.actions import erase_senior
from talent.leaving import kept_until
from talent.models import ALLOWED, Application, Senior, SeniorState
from talent.retaining import UNTIL_ERASED, to_erase
from talent.tasks import resume
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
EXPECTED = {  # written out a second time: the table itself is what is tested
    ("submitted", "active"), ("submitted", "returned"), ("submitted", "withdrawn"),
    ("returned", "submitted"), ("returned", "withdrawn"),
    ("active", "paused"), ("active", "dormant"), ("active", "withdrawn"),
    ("paused", "active"), ("paused", "dormant"), ("paused", "withdrawn"),
    ("dormant", "active"), ("dormant", "withdrawn"),
    ("withdrawn", "submitted"),
}  # fmt: skip
PAIRS = [pair for pair in product(SeniorState.values, repeat=2) if pair[0] != pair[1]]


def test_the_table_says_what_was_agreed():
    assert {(str(a), str(b)) for a, row in ALLOWED.items() for b in row} == EXPECTED
    assert set(ALLOWED) == set(SeniorState)


def test_every_pair_through_the_code():
    for before, after in PAIRS:
        senior = factories.senior(state=before)
        if (before, after) in EXPECTED:
            lifecycle.move(senior, SeniorState(after))
            senior.refresh_from_db()
            assert senior.state == after
        else:
            with pytest.raises(lifecycle.LifecycleError, match="画面を読み直して"):
                lifecycle.move(senior, SeniorState(after))


def test_every_pair_by_raw_sql():
    """PostgreSQL refuses whoever goes past the code, and lets a state be written that stays as it is."""
    for before, after in [*PAIRS, *((state, state) for state in SeniorState.values)]:
        senior = factories.senior(state=before)
        statement = ("UPDATE talent_senior SET state = %s WHERE id = %s", [after, senior.pk])
        if before == after or (before, after) in EXPECTED:
            with connection.cursor() as cursor:
                cursor.execute(*statement)
        else:
            with (
                pytest.raises(IntegrityError, match="talent.senior.state does not go from"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(*statement)


@pytest.mark.parametrize("state", SeniorState.values)
def test_whoever_she_is_she_can_be_erased_and_stays_so(state, coordinator):
    senior = factories.senior(state=state)
    erase_senior(senior=senior, by=coordinator, now=NOW)
    senior.refresh_from_db()
    assert senior.state == SeniorState.WITHDRAWN
    with pytest.raises(lifecycle.LifecycleError, match="消去した人"):
        lifecycle.take_back(senior=senior, by=coordinator, now=NOW)
    with pytest.raises(IntegrityError, match="senior_erased_has_left"), transaction.atomic():
        Senior.objects.filter(pk=senior.pk).update(state=SeniorState.SUBMITTED)


# --- Pausing ------------------------------------------------------------------------------------------------------------
def test_a_pause_ends_by_itself_the_day_after_its_last(coordinator):
    senior, other = factories.senior(), factories.senior()
    until = TODAY + dt.timedelta(days=10)
    lifecycle.pause(senior=senior, until=until, reason="手術のため", by=coordinator, now=NOW)
    lifecycle.pause(senior=other, until=None, by=coordinator, now=NOW)
    senior.refresh_from_db()
    assert (senior.state, senior.paused_until, senior.state_reason) == ("paused", until, "手術のため")
    assert lifecycle.resume_all_due(now=NOW + dt.timedelta(days=10)) == 0
    assert lifecycle.resume_all_due(now=NOW + dt.timedelta(days=11)) == 1
    assert lifecycle.resume_all_due(now=NOW + dt.timedelta(days=11)) == 0
    senior.refresh_from_db(), other.refresh_from_db()
    assert (senior.state, senior.paused_until, senior.state_reason) == ("active", None, "")
    assert other.state == "paused"


def test_the_nightly_task_resumes():
    senior = factories.senior(state="paused", paused_until=timezone.localdate() - dt.timedelta(days=1))
    resume()
    senior.refresh_from_db()
    assert senior.state == "active"


@pytest.mark.parametrize(("days", "message"), [(-1, "今日より後の日"), (800, "までにしてください")])
def test_a_pause_that_makes_no_sense_is_refused(coordinator, days, message):
    senior = factories.senior()
    with pytest.raises(lifecycle.LifecycleError, match=message):
        lifecycle.pause(senior=senior, until=TODAY + dt.timedelta(days=days), by=coordinator, now=NOW)


def test_a_pause_to_its_end_goes_with_it_into_dormancy(coordinator):
    senior = factories.senior(state="paused", paused_until=TODAY + dt.timedelta(days=99))
    lifecycle.put_to_rest(senior=senior, by=None, now=NOW)
    senior.refresh_from_db()
    assert (senior.state, senior.paused_until) == ("dormant", None)


# --- Leaving and coming back --------------------------------------------------------------------------------------------
def test_leaving_takes_back_what_was_not_decided(coordinator):
    user = factories.user("senior")
    senior = factories.senior(user=user)
    hers = factories.application(senior, kind="change", applicant=user)
    done = factories.application(factories.senior(), kind="change")
    lifecycle.withdraw(senior=senior, reason="引っ越し", by=user, now=NOW)
    hers.refresh_from_db(), done.refresh_from_db()
    assert (hers.state, done.state) == ("cancelled", "submitted")


def test_coming_back_is_an_application(coordinator):
    senior = factories.senior(state="withdrawn", user=factories.user("senior"))
    factories.senior_contact(senior)
    made = lifecycle.take_back(senior=senior, by=coordinator, now=NOW)
    senior.refresh_from_db()
    assert senior.state == "submitted"
    assert (made.kind, made.state, made.applicant, made.written_by) == ("new", "submitted", senior.user, coordinator)
    assert made.sheet["family_name"] == senior.family_name and made.sheet["birth_date"] == "1955-04-01"


def test_who_left_with_a_draft_is_led_to_it(coordinator):
    user = factories.user("senior")
    senior = factories.senior(state="withdrawn", user=user)
    Application.objects.create(applicant=user)
    with pytest.raises(lifecycle.LifecycleError, match="書きかけ"):
        lifecycle.take_back(senior=senior, by=coordinator, now=NOW)


# --- Until when she is kept ---------------------------------------------------------------------------------------------
LONG_AGO = TODAY - dt.timedelta(days=4000)


def due(on: dt.date) -> list[Senior]:
    """Whom the night of that day makes anonymous."""
    night = timezone.make_aware(dt.datetime.combine(on, dt.time(3, 30)))
    return list(to_erase(UNTIL_ERASED.before(night), night))


@pytest.mark.parametrize(
    ("leaves", "last"),
    [(dt.date(2026, 9, 1), dt.date(2029, 8, 31)), (dt.date(2028, 2, 29), dt.date(2031, 2, 28))],
)
def test_who_leaves_is_kept_as_long_as_the_page_says(leaves, last, coordinator):
    """However old the day of her registration is: a list may have brought it."""
    senior = factories.senior(registered_on=LONG_AGO)
    assert kept_until(senior, leaves) == last
    lifecycle.withdraw(senior=senior, by=coordinator, now=dt.datetime.combine(leaves, dt.time(9), NOW.tzinfo))
    senior.refresh_from_db()
    assert kept_until(senior, leaves + dt.timedelta(days=99)) == last
    assert due(last) == [] and due(last + dt.timedelta(days=1)) == [senior]


def test_who_left_before_the_day_was_written_down_is_kept_from_the_last_change_of_her_row():
    senior = factories.senior(state="withdrawn", registered_on=LONG_AGO)
    Senior.objects.filter(pk=senior.pk).update(updated_at=NOW)
    assert due(TODAY) == [] and due(kept_until(senior, TODAY)) == []
    assert due(TODAY.replace(year=TODAY.year + 3)) == [senior]


def test_the_withdraw_page_never_promises_a_day_that_is_over(senior_a):
    Senior.objects.filter(user=senior_a).update(registered_on=LONG_AGO)
    page = client_of(senior_a).get(reverse("talent:senior_withdraw", args=[Senior.objects.get(user=senior_a).pk]))
    assert f"{format_date(kept_until(Senior.objects.get(user=senior_a), timezone.localdate()))}まで残り" in page.text


def test_nobody_is_erased_while_her_application_waits():
    """As a list brings them: an old day of registration, and an application that the office has not looked at."""
    senior = factories.senior(state="submitted", registered_on=LONG_AGO)
    waiting = factories.application(senior)
    assert due(TODAY) == due(TODAY + dt.timedelta(days=4000)) == []
    sent_back = TODAY + dt.timedelta(days=10)
    Senior.objects.filter(pk=senior.pk).update(state="returned")
    decided = {"reason": "職歴", "decided_at": NOW + dt.timedelta(days=10)}
    Application.objects.filter(pk=waiting.pk).update(state="returned", **decided)
    assert due(sent_back.replace(year=sent_back.year + 3) - dt.timedelta(days=1)) == []
    assert due(sent_back.replace(year=sent_back.year + 3)) == [senior]


def test_who_applies_again_past_her_third_year_is_not_erased_meanwhile(coordinator):
    senior = factories.senior(state="withdrawn", registered_on=LONG_AGO, withdrawn_on=LONG_AGO)
    factories.senior_contact(senior)
    assert due(TODAY) == [senior]
    lifecycle.take_back(senior=senior, by=coordinator, now=NOW)
    assert due(TODAY) == due(TODAY + dt.timedelta(days=4000)) == []


# --- On the screen ------------------------------------------------------------------------------------------------------
def press(user, senior, what: str, **data):
    return client_of(user).post(reverse(f"talent:senior_{what}", args=[senior.pk]), data)


@pytest.mark.parametrize("who", ["senior_a", "coordinator"])
def test_pausing_resuming_leaving_and_coming_back_by_hand(who, request, senior_a, coordinator):
    user, senior = request.getfixturevalue(who), Senior.objects.get(user=senior_a)
    back = reverse("talent:my_registration") if who == "senior_a" else reverse("talent:senior_detail", args=[senior.pk])
    year, client = timezone.localdate().year + 1, client_of(user)
    until = {"until_0": f"{year}年", "until_1": "3", "until_2": "31"}
    steps = (
        ("pause", until | {"reason": "手術"}, "paused", "休止しました"),
        ("resume", {}, "active", "再開しました"),
        ("withdraw", {"sure": "on"}, "withdrawn", "退会の手続きが終わりました"),
        ("take_back", {}, "submitted", "もう一度の登録を申し込みました"),
    )
    for what, data, state, words in steps:
        answer = client.post(reverse(f"talent:senior_{what}", args=[senior.pk]), data)
        assert (answer.status_code, answer.url) == (302, back), what
        assert words in client.get(back).text
        senior.refresh_from_db()
        assert senior.state == state
    assert Application.objects.get(senior=senior).applicant == senior_a


def test_what_was_typed_wrong_stays_and_says_why(senior_a):
    senior = Senior.objects.get(user=senior_a)
    page = press(senior_a, senior, "pause", until_0="令和2年", until_1="4", until_2="1", reason="旅行です")
    assert page.status_code == 200 and "今日より後の日" in page.text and "旅行です" in page.text
    page = press(senior_a, senior, "withdraw", reason="ひっこし")
    assert page.status_code == 200 and "チェックを入れて" in page.text and "ひっこし" in page.text
    senior.refresh_from_db()
    assert senior.state == "active"


def test_a_step_that_is_not_open_any_more_says_so(senior_a):
    senior = factories.senior(state="paused", user=factories.user("senior"))
    page = press(senior.user, senior, "pause", reason="")
    assert page.status_code == 200 and "休止にはできません" in page.text
    client = client_of(senior_a)
    client.post(reverse("talent:senior_resume", args=[Senior.objects.get(user=senior_a).pk]))
    assert "休止中の登録だけを再開できます" in client.get(reverse("talent:my_registration")).text


@pytest.mark.parametrize("state", SeniorState.values)
def test_her_own_page_says_what_her_state_means(state):
    from talent.views.mine import MEANINGS

    senior = factories.senior(state=state, user=factories.user("senior"), strengths="工程の見直し")
    factories.senior_contact(senior, phone="090-1234-5678")
    factories.unavailable_period(senior)
    if state == SeniorState.RETURNED:
        sent_back = {"state": "returned", "reason": "年を書いてください。", "decided_at": NOW}
        factories.application(senior, applicant=senior.user, **sent_back)
    page = client_of(senior.user).get(reverse("talent:my_registration"))
    assert page.status_code == 200
    assert MEANINGS[SeniorState(state)] in page.text
    assert "工程の見直し" in page.text and "090-1234-5678" in page.text


def test_a_dormant_senior_comes_back_by_one_press():
    senior = factories.senior(state="dormant", user=factories.user("senior"))
    client_of(senior.user).post(reverse("talent:senior_confirm", args=[senior.pk]))
    senior.refresh_from_db()
    assert (senior.state, senior.confirmed_on) == ("active", timezone.localdate())


def test_an_account_without_a_registration_is_told_so():
    page = client_of(factories.user("senior")).get(reverse("talent:my_registration"))
    assert page.status_code == 200 and "登録はまだありません" in page.text


def test_the_page_of_the_office_offers_what_the_state_allows(coordinator):
    buttons = {
        "active": ("休止する", "長期不在にする", "退会の手続き", "登録を続けると確認した"),
        "paused": ("再開する", "長期不在にする", "退会の手続き"),
        "withdrawn": ("もう一度の登録を受け付ける",),
        "submitted": ("退会の手続き",),
    }
    every = {word for words in buttons.values() for word in words}
    for state, words in buttons.items():
        page = client_of(coordinator).get(reverse("talent:senior_detail", args=[factories.senior(state=state).pk])).text
        assert all(word in page for word in words), state
        absent = every - set(words) - {"登録を続けると確認した"}
        assert not [word for word in absent if f">{word}<" in page], state
