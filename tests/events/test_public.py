"""The pages for everybody: what is public of events and nothing else, every rate with what it is made of, and no account needed."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from events import public
from events.models import Figure, Tally
from matching import statistics
from matching.views.public import FEWEST_FIRMS
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
PAGES = ("home", "events:about", "events:calendar", "events:questions", "matching:figures", "office:contact")


def days(n: int) -> dict:
    day = TODAY + dt.timedelta(days=n)
    return {"starts_on": day, "ends_on": day}


def get(name: str, client=None, **query) -> str:
    answer = (client or client_of(None)).get(reverse(name), query)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", [None, "coordinator", "head_office_a", "branch_a", "senior_a", "reception"])
def test_everybody_finds_them(name, who, request):
    page = get(name, client_of(who and request.getfixturevalue(who)))
    assert page.count("<h1") == 1


def test_a_bank_sees_there_the_public_events_of_others(head_office_a):
    """Its own wall would hide them: the page reads for everybody, not for who is signed in."""
    event = factories.event(**days(30))
    assert event.name in get("events:calendar", client_of(head_office_a))


@pytest.mark.parametrize(
    ("fields", "is_shown"),
    [
        ({"stage": "preparation"}, False),
        ({"stage": "hearing"}, True),
        ({"stage": "day"}, True),
        ({"stage": "closed", **days(-30)}, True),
        ({"stage": "preparation", **days(-30)}, False),
    ],
)
def test_which_events_are_public(fields, is_shown):
    event = factories.event(**days(30) | fields)
    assert (event.name in get("events:calendar")) is is_shown


@pytest.mark.parametrize(("halt", "word"), [("postponed", "延期"), ("cancelled", "中止")])
def test_an_event_that_is_put_off_says_so_and_is_no_past_event(halt, word, coordinator):
    halted = {"halt": halt, "halted_at": timezone.now(), "halted_by": coordinator, "halt_reason": "社内の事情の文"}
    coming, over = factories.event(**days(30), **halted), factories.event(**days(-30), **halted)
    page = get("events:calendar")
    assert coming.name in page and word in page and over.name not in page and "社内の事情の文" not in page


def test_coming_ones_show_name_day_place_and_hosts_by_their_part(bank_a, bank_b):
    event = factories.event(venue="潮見会館", **days(30))
    factories.event_host(event, bank_b, role="patron", order=0)
    factories.event_host(event, bank_a, role="host", order=1)
    for page in (get("home"), get("events:calendar")):
        assert event.name in page and "潮見会館" in page
        assert "主催 青葉信用組合" in page and "後援 汐見信用金庫" in page


def test_past_ones_by_fiscal_year_with_what_is_stated_or_counted_and_never_a_zero_for_unknown():
    factories.event(
        name="資料の会", is_history=True, stage="closed", starts_on=dt.date(2020, 3, 31), ends_on=dt.date(2020, 3, 31),
        stated_companies=30,
    )  # fmt: skip
    own = factories.event(name="数えた会", starts_on=dt.date(2020, 4, 1), ends_on=dt.date(2020, 4, 2), stage="closed")
    for figure, count in ((Figure.COMPANIES, 21), (Figure.SENIORS, 40), (Figure.HELD, 77), (Figure.ENTRIES, 999)):
        Tally.objects.update_or_create(event=own, figure=figure, defaults={"count": count})
    older, newer = get("events:calendar", year=2019), get("events:calendar")
    assert "令和元年度" in older and "30社" in older and older.count("記載なし</span>") == 2 and "数えた会" not in older
    assert "21社" in newer and "40人" in newer and "77件" in newer and "999" not in newer and "資料の会" not in newer
    assert "数えた会" in get("events:calendar", year="九")


@pytest.mark.parametrize("how_many", [1, 4])
@pytest.mark.parametrize(("name", "queries"), [("events:calendar", 7), ("home", 3), ("matching:figures", 13)])
def test_a_page_costs_the_same_however_many_there_are(name, queries, how_many, bank_a, django_assert_num_queries):
    for n in range(how_many):
        factories.event_host(factories.event(**days(30 + n)), bank_a)
        factories.event_host(factories.event(stage="closed", **days(-1)), bank_a)
    with django_assert_num_queries(queries + WHO_ASKS):
        get(name)


def test_every_rate_shows_numerator_denominator_and_definition():
    for name in ("home", "matching:figures"):
        page = get(name)
        for number in ("233", "4,175", "15,095", "2,253", "54.0 %", "令和4年6月27日"):
            assert number in page, (name, number)
    assert statistics.programme_totals().rate.definition in page
    assert "57 %" in page  # what was stated is named, and why it is not used


def test_own_figures_are_shown_only_from_so_many_firms_on(coordinator, branch_of_a):
    event = factories.event(stage="closed", **days(-30))

    def interviewed() -> None:
        firm = factories.participation(event, factories.company(branch_of_a))
        entry = factories.entry(firm, factories.attendance(event, factories.senior()))
        factories.result(entry, coordinator)

    for _ in range(FEWEST_FIRMS - 1):
        interviewed()
    assert "まだお見せできる数がありません" in get("matching:figures")
    interviewed()
    page = get("matching:figures")
    rate = statistics.programme_figures(statistics.Period(TODAY)).rate
    assert f"{FEWEST_FIRMS} 社" in page and rate.definition in page and rate.text in page


def test_public_columns_hold_no_person_and_no_contact_of_a_host(bank_a):
    event = factories.event(remarks="内部の備考", **days(30))
    factories.event_host(
        event, bank_a, contact_name="佐久間 担当", phone="03-9999-8888", reply_email="secret@example.jp"
    )
    pages = "".join(get(name) for name in PAGES)
    assert event.name in pages
    assert not [word for word in ("内部の備考", "佐久間", "9999-8888", "secret@") if word in pages]


def test_who_is_signed_out_by_time_is_told_so_at_the_front_door(coordinator):
    client = client_of(coordinator)
    session = client.session
    session["seen_at"] = 0
    session.save()
    assert "しばらく操作がなかったため" in get("home", client)


def test_labels_of_fiscal_years():
    assert [public.year_label(year) for year in (2018, 2019, 2026)] == ["平成30年度", "令和元年度", "令和8年度"]
