"""The reception: a device let in once for one day, and a list of names that says nothing else."""

import datetime as dt
import re
import threading

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from events.actions import ReceptionError, close_desk, end_of, make_desk, open_desk
from events.models import Event, ReceptionDesk, ReceptionName
from institutions.models import User
from kouryukai.lib.secret_links import hash_of
from matching import actions
from tests import factories
from tests.acting import WHO_ASKS, as_system
from tests.conftest import client_of, same_page
from tests.factories import EVENT_DATE, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def event(today):
    made = factories.event(starts_on=today, ends_on=today, stage="day")
    factories.day(made)
    return made


@pytest.fixture
def token(event, coordinator, today):
    return make_desk(event=event, date=today, by=coordinator, now=timezone.now())[1]


def open_link(token, client=None):
    client = client or client_of(None)
    return client, client.post(reverse("events:desk_open", args=[token]))


def reception_of(client, event, **query):
    return client.get(reverse("events:reception", args=[event.pk]), query)


# --- The link -----------------------------------------------------------------------------------------------------------
def test_a_coordinator_prepares_a_device_and_is_shown_its_link_once(event, coordinator, today):
    client = client_of(coordinator)
    page = client.get(reverse("matching:event_page", args=[event.pk])).text
    assert "受付の端末を用意する" in page
    made = client.post(reverse("events:desk_make", args=[event.pk]), {"date": today.isoformat()})
    token = re.search(r"/desks/open/([\w-]+)/", made.text).group(1)
    assert made.status_code == 200 and "data:image/png" in made.text
    desk = ReceptionDesk.objects.get()
    assert (desk.token_hash, desk.date, desk.created_by, desk.user) == (hash_of(token), today, coordinator, None)
    assert timezone.localtime(desk.expires_at) == timezone.localtime(end_of(today))
    page = client.get(reverse("matching:event_page", args=[event.pk])).text
    assert token not in page and "まだ開いていない" in page and "この端末を閉じる" in page


def test_looking_at_the_link_uses_nothing_up(event, token, today):
    client = client_of(None)
    for _ in range(2):
        page = client.get(reverse("events:desk_open", args=[token]))
        assert page.status_code == 200 and "この端末で受付を始める" in page.text
        assert "no-store" in page.headers["Cache-Control"] and page.headers["X-Robots-Tag"] == "noindex"
    assert ReceptionDesk.objects.get().opened_at is None and not User.objects.filter(role="reception").exists()


def test_the_button_lets_the_device_in_until_the_day_is_over(event, token, today):
    client, answer = open_link(token)
    assert answer.status_code == 302 and answer.url == reverse("events:reception", args=[event.pk])
    assert client.get(answer.url).status_code == 200
    account = User.objects.get(role="reception")
    assert not account.has_usable_password() and ReceptionDesk.objects.get().user == account
    assert abs(Session.objects.get().expire_date - end_of(today)) < dt.timedelta(seconds=5)


def test_a_link_is_used_once(event, token):
    open_link(token)
    unknown = client_of(None).get(reverse("events:desk_open", args=["x" * 32]))
    _, again = open_link(token)
    assert again.status_code == 404 and User.objects.filter(role="reception").count() == 1
    assert same_page(again, unknown)
    assert same_page(client_of(None).get(reverse("events:desk_open", args=[token])), unknown)


def test_after_its_day_and_when_it_is_closed_a_link_opens_nothing(event, token, coordinator):
    desk = ReceptionDesk.objects.get()
    with pytest.raises(ReceptionError):
        open_desk(token=token, now=desk.expires_at)
    close_desk(desk=desk, by=coordinator, now=timezone.now())
    _, answer = open_link(token)
    assert answer.status_code == 404 and not User.objects.filter(role="reception").exists()


def test_a_device_that_somebody_is_signed_in_on_is_not_taken_over(event, token, coordinator):
    client, answer = open_link(token, client_of(coordinator))
    assert answer.status_code == 200 and "ほかの人がログイン" in answer.text
    assert ReceptionDesk.objects.get().opened_at is None
    assert client.get(reverse("matching:event_page", args=[event.pk])).status_code == 200


def test_before_its_day_a_link_says_so_and_stays_good(coordinator, today):
    tomorrow = today + dt.timedelta(days=1)
    event = factories.event(starts_on=tomorrow, ends_on=tomorrow)
    factories.day(event)
    token = make_desk(event=event, date=tomorrow, by=coordinator, now=timezone.now())[1]
    for answer in (client_of(None).get(reverse("events:desk_open", args=[token])), open_link(token)[1]):
        assert answer.status_code == 200 and "になったら使えます" in answer.text
        assert "この端末で受付を始める" not in answer.text
    assert ReceptionDesk.objects.get().opened_at is None
    assert open_desk(token=token, now=timezone.now() + dt.timedelta(days=1)).user is not None


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_at_once_one_gets_in(event, token):
    ready, let_in = threading.Barrier(2), []

    def run():
        try:
            ready.wait(60)
            let_in.append(open_link(token)[1].status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=as_system(run)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(let_in) == [302, 404]
    assert User.objects.filter(role="reception").count() == 1


def test_a_desk_is_made_for_a_day_of_the_event_that_is_not_over(event, coordinator, today):
    client = client_of(coordinator)
    address = reverse("events:desk_make", args=[event.pk])
    for date in ("", "x", "2026-13-01", (today + dt.timedelta(days=1)).isoformat()):
        assert client.post(address, {"date": date}).status_code == 302
    past = factories.event()
    factories.day(past)
    with pytest.raises(ReceptionError, match="終わっています"):
        make_desk(event=past, date=EVENT_DATE, by=coordinator, now=end_of(EVENT_DATE))
    assert not ReceptionDesk.objects.exists()


def test_closing_a_desk_lets_its_device_out_at_once(event, token, coordinator, today):
    device, _ = open_link(token)
    assert reception_of(device, event).status_code == 200
    desk = ReceptionDesk.objects.get()
    office = client_of(coordinator)
    answer = office.post(reverse("events:desk_close", args=[desk.pk]), follow=True)
    assert "閉じました" in answer.text
    assert reception_of(device, event).status_code == 302
    desk.user.refresh_from_db()
    assert not desk.user.is_active
    desk.user.is_active = True
    desk.user.save()
    assert reception_of(device, event).status_code == 302, "the old session stays ended"
    assert not Session.objects.filter(expire_date=desk.expires_at).exists()
    assert "すでに閉じています" in office.post(reverse("events:desk_close", args=[desk.pk]), follow=True).text


@pytest.mark.parametrize("actor", ["head_office_a", "branch_a", "senior_a", "reception"])
def test_desks_are_the_offices(actor, event, token, request):
    client, desk = client_of(request.getfixturevalue(actor)), ReceptionDesk.objects.get()
    assert client.post(reverse("events:desk_make", args=[event.pk])).status_code == 403
    assert client.post(reverse("events:desk_close", args=[desk.pk])).status_code == 403
    assert not ReceptionDesk.objects.visible_to(request.getfixturevalue(actor)).exists()


def test_the_database_wants_somebody_at_an_open_desk(event, coordinator):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.reception_desk(event, coordinator, opened_at=NOW)


# --- The list -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def device(event, reception, coordinator):
    factories.reception_desk(event, coordinator, user=reception, created_at=timezone.now())
    return client_of(reception)


def test_the_list_says_who_comes_and_where_to_first(device, event, today, branch_of_a):
    factories.reception_name(event, today)
    factories.reception_name(
        event,
        today,
        7,
        company=factories.company(branch_of_a),
        name="㈱髙島製作所",
        kana="タカシマセイサクショ",
        table=4,
    )
    factories.reception_name(factories.event(), today, 9, name="ほかの交流会の人")
    factories.reception_name(event, today + dt.timedelta(days=1), 8, name="あすの人")
    page = reception_of(device, event).text
    assert "髙橋 誠一" in page and "タカハシ セイイチ" in page and "第3回" in page and "<b>12卓</b>" in page
    assert "㈱髙島製作所" in page and "ほかの交流会の人" not in page and "あすの人" not in page


@pytest.mark.parametrize("words", ["高橋", "髙橋", "たかはし", "ﾀｶﾊｼ", "1", "１"])
def test_a_name_is_found_however_it_is_typed(device, event, today, words):
    factories.reception_name(event, today)
    factories.reception_name(event, today, 2, name="山本 花", kana="ヤマモト ハナ", name_key="山本花 ヤマモトハナ")
    page = reception_of(device, event, q=words).text
    assert "髙橋 誠一" in page and "山本 花" not in page


def test_words_that_find_nobody(device, event, today):
    factories.reception_name(event, today)
    for words in ("斎藤", "99999999999", "²", "%"):
        page = reception_of(device, event, q=words)
        assert page.status_code == 200 and "髙橋" not in page.text


def test_on_another_day_the_page_says_when(reception, coordinator, today):
    tomorrow = today + dt.timedelta(days=1)
    event = factories.event(starts_on=tomorrow, ends_on=tomorrow)
    factories.day(event)
    factories.reception_desk(event, coordinator, user=reception)
    factories.reception_name(event, tomorrow)
    for user in (reception, coordinator):
        page = reception_of(client_of(user), event)
        assert page.status_code == 200 and "きょうは受付の日ではありません" in page.text and "髙橋" not in page.text


def test_another_events_list_is_not_there(device, reception, coordinator, today):
    other = factories.event(starts_on=today, ends_on=today)
    factories.reception_name(other, today)
    missing = device.get(reverse("events:reception", args=[factories.event().pk]))
    assert reception_of(device, other).status_code == 404 and same_page(reception_of(device, other), missing)
    assert set(ReceptionName.objects.visible_to(reception)) == set()


def test_a_closed_desk_sees_nothing(device, event, reception, today):
    factories.reception_name(event, today)
    ReceptionDesk.objects.update(closed_at=timezone.now())
    assert reception_of(device, event).status_code == 404
    assert not ReceptionName.objects.visible_to(reception).exists()
    assert not Event.objects.visible_to(reception).exists()


@pytest.mark.parametrize("actor", ["head_office_a", "branch_a", "senior_a"])
def test_the_list_is_not_for_others(actor, event, today, request):
    user = request.getfixturevalue(actor)
    factories.reception_name(event, today)
    assert reception_of(client_of(user), event).status_code == 403
    assert not ReceptionName.objects.visible_to(user).exists()


def test_home_of_the_reception_leads_to_its_list(device, event, reception):
    assert reverse("events:reception", args=[event.pk]) in device.get(reverse("home")).text
    ReceptionDesk.objects.all().delete()
    assert "受付する交流会がありません" in device.get(reverse("home")).text


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_costs_the_same_with_one_name_and_with_three(
    how_many, device, event, today, django_assert_num_queries
):
    for n in range(how_many):
        factories.reception_name(event, today, n + 1)
    with django_assert_num_queries(6 + WHO_ASKS):
        assert reception_of(device, event).text.count("髙橋 誠一") == how_many


# --- Who writes it ------------------------------------------------------------------------------------------------------
def test_publishing_writes_the_list_and_publishing_again_replaces_it(coordinator):
    event = factories.small_event(companies=2, seniors=3)
    assert not ReceptionName.objects.exists()
    plan = actions.plan_event(event=event, by=coordinator, now=NOW)
    assert not ReceptionName.objects.exists(), "a draft tells the reception nothing"
    actions.publish(timetable=plan, by=coordinator, now=NOW)
    names = {(row.kind, row.number): row for row in ReceptionName.objects.filter(event=event, date=EVENT_DATE)}
    first = {}
    for one in plan.interviews.select_related("slot", "booth", "entry__attendance", "participation", "senior"):
        for key in (("senior", one.entry.attendance.number), ("firm", one.participation.number)):
            if key not in first or one.slot.number < first[key].slot.number:
                first[key] = one
    assert names.keys() == first.keys()
    for key, one in first.items():
        row = names[key]
        assert (row.slot_number, row.table, row.starts_at) == (one.slot.number + 1, one.booth.number, one.during.lower)
        party = one.senior if key[0] == "senior" else one.participation.company
        assert (row.name, row.senior_id or row.company_id) == (party.name, party.pk)
    event.refresh_from_db()
    draft = actions.begin_revision(event=event, by=coordinator, now=NOW)
    gone = draft.interviews.filter(senior=draft.interviews.first().senior_id).values_list("entry__attendance__number")
    badge = gone.first()[0]
    draft.interviews.filter(entry__attendance__number=badge).delete()
    actions.publish(timetable=draft, by=coordinator, now=NOW)
    assert ("senior", badge) not in set(ReceptionName.objects.values_list("kind", "number"))
