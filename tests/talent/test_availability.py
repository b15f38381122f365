"""Who can be asked for a day: the query and the words must say the same, and periods that touch become one."""

import datetime as dt
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from talent import availability
from talent.models import Senior, SeniorState, UnavailablePeriod
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 10)


def days(first: int, last: int | None = None) -> tuple[dt.date, dt.date]:
    return DAY + dt.timedelta(days=first), DAY + dt.timedelta(days=first if last is None else last)


def test_the_query_and_the_words_agree():
    """Every state x pause x period x cap."""
    states = [(state, None) for state in SeniorState if state != SeniorState.PAUSED]
    states += [("paused", until) for until in (None, days(-1)[0], DAY, days(1)[0])]
    periods = (None, days(-3, -1), days(-3, 0), days(0), days(0, 3), days(1, 3))
    caps = ((None, 9), (6, 5), (6, 6), (6, 7), (6, None))
    for (state, until), period, (cap, met) in product(states, periods, caps):
        senior = factories.senior(state=state, paused_until=until, interviews_per_year=cap)
        if period:
            factories.unavailable_period(senior, from_on=period[0], to_on=period[1])
        if met is not None:
            factories.standing(senior, interviews_this_year=met)
    able = set(availability.available_on(DAY))
    for senior in Senior.objects.all():
        assert (senior in able) == availability.is_available(senior, DAY), availability.reasons_against(senior, DAY)
    assert 0 < len(able) < Senior.objects.count()


def test_reasons_in_words():
    senior = factories.senior(state="paused", paused_until=DAY, interviews_per_year=6)
    factories.unavailable_period(senior, from_on=days(-1)[0], to_on=days(1)[0], note="旅行")
    factories.standing(senior, interviews_this_year=6)
    senior.refresh_from_db()
    assert availability.reasons_against(senior, DAY) == [
        "休止中です(令和8年12月10日(木)まで)",
        "この期間は参加できません(令和8年12月9日(水)〜令和8年12月11日(金) 旅行)",
        "1年間の上限6回に達しています(この1年の面談 6回)",
    ]
    assert availability.reasons_against(factories.senior(), DAY) == []
    assert availability.reasons_against(factories.senior(state="dormant"), DAY) == ["登録の状態が「長期不在」です"]


@pytest.mark.parametrize(
    ("known", "added", "expected"),
    [
        ([(0, 3)], (10, 12), [(0, 3), (10, 12)]),
        ([(0, 3)], (2, 5), [(0, 5)]),
        ([(0, 3)], (4, 5), [(0, 5)]),
        ([(0, 3)], (5, 6), [(0, 3), (5, 6)]),
        ([(0, 9)], (2, 3), [(0, 9)]),
        ([(2, 3), (6, 7)], (0, 9), [(0, 9)]),
        ([(0, 2), (6, 8)], (3, 5), [(0, 8)]),
        ([], (0, 0), [(0, 0)]),
    ],
)
def test_periods_that_touch_become_one(coordinator, known, added, expected):
    senior = factories.senior()
    for first, last in [*known, added]:
        from_on, to_on = days(first, last)
        _, joined = availability.add_period(senior=senior, from_on=from_on, to_on=to_on, by=coordinator, now=NOW)
    found = UnavailablePeriod.objects.filter(senior=senior).values_list("from_on", "to_on")
    assert list(found) == [days(*one) for one in expected]
    assert joined == (len(expected) <= len(known) and bool(known))


def test_notes_are_kept_when_periods_join(coordinator):
    senior = factories.senior()
    for first, note in ((0, "旅行"), (1, "通院"), (2, "旅行"), (3, "長" * 60)):
        day = days(first)[0]
        made, _ = availability.add_period(senior=senior, from_on=day, to_on=day, note=note, by=coordinator, now=NOW)
    assert made.note.startswith("旅行、通院、長長") and len(made.note) == 60


def test_there_is_an_end_to_periods(coordinator):
    senior = factories.senior()
    for n in range(availability.PERIODS_AT_MOST):
        factories.unavailable_period(senior, from_on=days(n * 10)[0], to_on=days(n * 10)[0])
    with pytest.raises(availability.PeriodError, match="20個まで"):
        availability.add_period(senior=senior, from_on=days(900)[0], to_on=days(901)[0], by=coordinator, now=NOW)


# --- On the screen ------------------------------------------------------------------------------------------------------
def typed(what: str, day: dt.date) -> dict:
    return {f"{what}_0": f"{day.year}年", f"{what}_1": str(day.month), f"{what}_2": str(day.day)}


@pytest.mark.parametrize("who", ["senior_a", "coordinator"])
def test_adding_and_deleting_by_hand(who, request, senior_a, coordinator):
    client, senior = client_of(request.getfixturevalue(who)), Senior.objects.get(user=senior_a)
    address, soon = reverse("talent:senior_availability", args=[senior.pk]), timezone.localdate() + dt.timedelta(days=9)
    answer = client.post(address, {"what": "period", "note": "通院"} | typed("from_on", soon))
    assert answer.status_code == 302
    period = UnavailablePeriod.objects.get()
    assert (period.from_on, period.to_on, period.note) == (soon, soon, "通院")
    assert "通院" in client.get(address).text
    client.post(address, {"what": "cap", "interviews_per_year": "６回"})
    senior.refresh_from_db()
    assert senior.interviews_per_year == 6
    client.post(address, {"what": "cap", "interviews_per_year": ""})
    senior.refresh_from_db()
    assert senior.interviews_per_year is None
    assert client.post(reverse("talent:period_delete", args=[period.pk])).status_code == 302
    assert not UnavailablePeriod.objects.exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"what": "cap", "interviews_per_year": "100"}, "99回まで"),
        ({"what": "cap", "interviews_per_year": "0"}, "1回以上"),
        ({"what": "cap", "interviews_per_year": "たくさん"}, "整数として読めません"),
        ({"what": "period"}, "エラー"),
        ({"what": "period", "from_on_0": "令和2年", "from_on_1": "1", "from_on_2": "1"}, "終わった期間"),
        ({"what": "period", "from_on_0": "令和9年", "from_on_1": "2", "from_on_2": "30"}, "エラー"),
    ],
)
def test_what_is_wrong_is_said_and_stays(senior_a, data, message):
    address = reverse("talent:senior_availability", args=[Senior.objects.get(user=senior_a).pk])
    page = client_of(senior_a).post(address, data)
    assert page.status_code == 200 and message in page.text
    assert all(value in page.text for value in data.values())
    assert not UnavailablePeriod.objects.exists()


def test_an_end_before_its_beginning(senior_a):
    soon = timezone.localdate() + dt.timedelta(days=20)
    data = {"what": "period"} | typed("from_on", soon) | typed("to_on", soon - dt.timedelta(days=3))
    page = client_of(senior_a).post(
        reverse("talent:senior_availability", args=[Senior.objects.get(user=senior_a).pk]), data
    )
    assert "終わりの日は、始まりの日か" in page.text


def test_the_office_is_warned_where_it_looks_at_a_wish(coordinator, branch_of_a):
    day = timezone.localdate() + dt.timedelta(days=30)
    event = factories.event(starts_on=day, ends_on=day)
    senior = factories.senior(interviews_per_year=1)
    entry = factories.entry(
        factories.participation(event, factories.company(branch_of_a)), factories.attendance(event, senior)
    )
    address = reverse("events:entry_detail", args=[entry.pk])
    assert "確かめることがあります" not in client_of(coordinator).get(address).text
    factories.unavailable_period(senior, from_on=day, to_on=day, note="法事")
    factories.standing(senior, interviews_this_year=1)
    page = client_of(coordinator).get(address).text
    assert "確かめることがあります" in page and "法事" in page and "上限1回に達しています" in page
