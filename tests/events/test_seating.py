"""Where a firm sits and when it cannot come: said by the office, kept where an interview needs it, given up by who does not come."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from events.actions_firms import withdraw_firm
from events.models import Unavailability
from matching.floor import floor_of
from matching.timetable import seat
from tests import factories
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    day = timezone.localdate() + dt.timedelta(days=30)
    made = factories.event(stage="timetable", starts_on=day, ends_on=day)
    factories.slots(factories.day(made), 3)
    return made


@pytest.fixture
def firm(event, branch_of_a):
    row = factories.participation(event, factories.company(branch_of_a))
    row.attendant = factories.staff_member(branch_of_a.institution, branch=branch_of_a)
    row.save()
    return row


def page_of(firm) -> str:
    return reverse("events:participation_edit", args=[firm.pk])


def sent(firm, **changes) -> dict:
    values = {"attendant": firm.attendant_id, "booth": firm.booth_id or "", "shown": firm.attendant_id}
    return values | changes


def test_the_office_chooses_the_table(event, firm, coordinator, branch_a):
    other = factories.participation(event, factories.company(firm.company.branch))
    online = factories.booth(event, mode="online", place="部屋2")
    client = client_of(coordinator)
    page = client.get(page_of(firm)).text
    assert f"卓{online.number}(オンライン・部屋2)" in page and f"卓{other.booth.number}(" not in page
    assert client.post(page_of(firm), sent(firm, booth=online.pk)).status_code == 302
    firm.refresh_from_db()
    assert firm.booth == online
    assert client.post(page_of(firm), sent(firm, booth=other.booth_id)).status_code == 200
    assert client.post(page_of(firm), sent(firm, booth="")).status_code == 302
    firm.refresh_from_db()
    assert firm.booth is None
    assert "オンライン" not in client_of(branch_a).get(page_of(firm)).text
    client_of(branch_a).post(page_of(firm), sent(firm, booth=online.pk))
    firm.refresh_from_db()
    assert firm.booth is None  # a bank does not say


@pytest.mark.parametrize(("published", "word"), [(True, "知らせた卓"), (False, "下書きを取り消して")])
def test_a_table_with_interviews_is_kept(published, word, event, firm, coordinator):
    entry = factories.entry(firm, factories.attendance(event, factories.senior()))
    plan = factories.timetable(event, coordinator, published=published)
    factories.interview(plan, entry, event.slots.order_by("number").first())
    free, client = factories.booth(event), client_of(coordinator)
    assert word in client.post(page_of(firm), sent(firm, booth=free.pk)).text
    before = firm.booth
    withdraw_firm(participation=firm, by=coordinator, now=timezone.now())
    firm.refresh_from_db()
    assert firm.booth == before


def test_who_does_not_come_gives_the_table_up(event, firm, branch_a):
    withdraw_firm(participation=firm, by=branch_a, now=timezone.now())
    firm.refresh_from_db()
    assert firm.booth is None


def test_turns_at_which_the_firm_or_its_attendant_cannot_come(event, firm, coordinator):
    first, second, third = event.slots.order_by("number")
    client = client_of(coordinator)
    assert f"{firm.attendant.name}さん(いまの同席者)" in client.get(page_of(firm)).text
    given = sent(firm, firm_away=[first.pk, second.pk], attendant_away=[third.pk])
    for _ in range(2):
        assert client.post(page_of(firm), given).status_code == 302
    rows = Unavailability.objects.filter(event=event)
    assert set(rows.filter(participation=firm).values_list("slot", flat=True)) == {first.pk, second.pk}
    assert set(rows.filter(attendant=firm.attendant).values_list("slot", flat=True)) == {third.pk}
    client.post(page_of(firm), {"attendant": firm.attendant_id, "booth": firm.booth_id})
    assert rows.count() == 3  # nothing was shown, nothing is changed
    programme = client.get(reverse("events:event_programme", args=[event.pk])).text
    assert f"{page_of(firm)}#div_id_firm_away" in programme
    client.post(page_of(firm), sent(firm, firm_away=[second.pk]))
    assert [row.slot for row in rows] == [second]


def test_boxes_of_one_attendant_are_not_taken_for_anothers(event, firm, coordinator):
    slot = event.slots.order_by("number").first()
    before = firm.attendant
    factories.unavailability(event, slot, attendant=before)
    firm.attendant = factories.staff_member(before.institution, branch=before.branch)
    firm.save()
    client_of(coordinator).post(page_of(firm), sent(firm, shown=before.pk, attendant_away=[slot.pk]))
    assert not Unavailability.objects.filter(attendant=firm.attendant).exists()
    assert Unavailability.objects.filter(attendant=before).exists()


def test_the_page_of_tables_leads_to_the_firm_that_sits_there(event, firm, coordinator):
    data = {f"{name}-{kind}_FORMS": "0" for name in ("venue", "booth") for kind in ("TOTAL", "INITIAL")}
    page = client_of(coordinator).post(reverse("events:event_places", args=[event.pk]), data).text
    assert "先に企業の卓を替えてください" in page and page_of(firm) in page


def test_the_planner_gives_tables_in_the_room_before_online_ones(event, firm, branch_of_a):
    event.booths.exclude(pk=firm.booth_id).delete()
    online = factories.booth(event, number=20, mode="online")
    room = factories.booth(event, number=30)
    waiting = factories.participation(event, factories.company(branch_of_a), booth=None)
    assert seat(floor_of(event))[waiting.pk] == room
    last = factories.participation(event, factories.company(branch_of_a), booth=None)
    assert seat(floor_of(event))[last.pk] == online
