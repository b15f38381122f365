"""What a senior reads before being chosen: open issues only, only after the pledge, and nothing of whose they are."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import IssueBrief
from events.actions_firms import withdraw_firm
from events.models import Event
from talent.models import Career, Senior, Speciality
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of, same_page

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
SECRETS = ("ひみつ製作所", "青葉信用組合", "大森支店", "不良率を下げたい", "不良率が3年で", "担当 太郎")


@pytest.fixture
def reader(senior_a):
    """A senior who has given the pledge."""
    factories.consent(Senior.objects.get(user=senior_a), kind="confidentiality")
    return senior_a


def brief_of(branch, event=None, *, opens=-HOUR, closes=HOUR, **fields) -> IssueBrief:
    """The face of a firm's issue, open around now."""
    event = event or factories.event()
    company = factories.company(branch, name="株式会社 ひみつ製作所", short_name="ひみつ", city=f"{event.pk}"[:30])
    factories.participation(event, company, attendant=factories.staff_member(branch.institution, name="担当 太郎"))
    now = timezone.now()
    values = {"event_id": event.pk, "open_from": now + opens, "open_until": now + closes}
    return factories.issue_brief(factories.issue(company), **values | fields)


def read(user, **query):
    return client_of(user).get(reverse("events:brief_list"), query)


def test_open_issues_are_listed_without_whose_they_are(reader, branch_of_a):
    brief = brief_of(branch_of_a)
    pages = [read(reader), client_of(reader).get(reverse("events:brief_detail", args=[brief.pk]))]
    for page in pages:
        assert page.status_code == 200 and "製造の歩留まり" in page.text
        keys = (brief.issue_id, brief.institution_id, brief.issue.company_id, branch_of_a.pk)
        assert [word for word in (*SECRETS, *map(str, keys)) if word in page.text] == []


@pytest.mark.parametrize("name", ["brief_list", "brief_detail"])
def test_before_the_pledge_the_pledge_is_shown(senior_a, branch_of_a, name):
    brief = brief_of(branch_of_a)
    address = reverse(f"events:{name}", args=[brief.pk] if name == "brief_detail" else [])
    answer = client_of(senior_a).get(address)
    assert answer.status_code == 302 and answer.url == reverse("talent:pledge")


@pytest.mark.parametrize("state", ["dormant", "paused", "withdrawn"])
def test_who_is_not_active_reads_nothing(reader, branch_of_a, state):
    brief_of(branch_of_a)
    Senior.objects.filter(user=reader).update(state=state)
    answer = read(reader)
    assert answer.status_code == 302 and answer.url == reverse("home")
    assert "課題を読めるのは" in client_of(reader).get(reverse("home")).text


@pytest.mark.parametrize(
    "times",
    [
        {"opens": HOUR, "closes": 2 * HOUR},
        {"opens": -2 * HOUR, "closes": -HOUR},
        {"open_from": None, "open_until": None},
        {"event_id": None},
    ],
)
def test_what_is_not_open_is_not_there(reader, branch_of_a, times):
    brief = brief_of(branch_of_a, **times)
    assert "製造の歩留まり" not in read(reader).text
    answer = client_of(reader).get(reverse("events:brief_detail", args=[brief.pk]))
    missing = client_of(reader).get(reverse("events:brief_detail", args=[brief.issue_id]))
    assert answer.status_code == 404 and same_page(answer, missing)


def test_a_firm_that_withdraws_is_no_longer_found(reader, branch_of_a, coordinator):
    event = factories.event(starts_on=timezone.localdate(), ends_on=timezone.localdate())
    brief = brief_of(branch_of_a, event)
    other = brief_of(branch_of_a, public_title="別の課題")
    withdraw_firm(participation=event.participations.get(), by=coordinator, now=timezone.now())
    assert list(IssueBrief.objects.visible_to(reader)) == [other]
    brief.refresh_from_db()
    assert (brief.open_from, brief.open_until) == (None, None)
    assert event.participations.get().state == "withdrawn"


def test_filters(reader, branch_of_a):
    brief_of(branch_of_a, public_title="輸出を始めたい", categories=["OVERSEAS", "SALES"], region="東海", trade="茶")
    brief_of(branch_of_a, public_title="段取りの時間", categories=["PRODUCTION"], region="関東", trade="金属加工")

    def found(**query):
        page = read(reader, **query).text
        return [title for title in ("輸出を始めたい", "段取りの時間") if f"<h2>{title}" in page]

    assert found() == ["輸出を始めたい", "段取りの時間"]
    assert (
        found(category="SALES") == found(region="東海") == found(q="茶") == found(q="輸出 始め") == ["輸出を始めたい"]
    )
    assert found(q="輸出 段取り") == []
    assert found(category="NO", region="月", page="x") == ["輸出を始めたい", "段取りの時間"]


def test_a_senior_sees_events_she_attends_and_those_that_are_open(reader, branch_of_a, senior_b):
    opened, attended, other = factories.event(), factories.event(), factories.event()
    brief_of(branch_of_a, opened)
    brief_of(branch_of_a, other, opens=-2 * HOUR, closes=-HOUR)
    factories.attendance(attended, Senior.objects.get(user=reader))
    assert set(Event.objects.visible_to(reader)) == {opened, attended}
    factories.attendance(other, Senior.objects.get(user=senior_b))
    assert set(Event.objects.visible_to(senior_b)) == {opened, other}


def test_banks_still_see_their_own_briefs_only(branch_of_a, branch_of_b, head_office_a, branch_a, reader):
    own, _ = brief_of(branch_of_a), brief_of(branch_of_b)
    assert list(IssueBrief.objects.visible_to(head_office_a)) == list(IssueBrief.objects.visible_to(branch_a)) == [own]
    assert list(IssueBrief.objects.editable_by(branch_a)) == [own]
    assert not IssueBrief.objects.editable_by(reader).exists()


@pytest.mark.parametrize("actor", ["coordinator", "head_office_a", "branch_a", "reception"])
def test_these_pages_are_for_seniors(actor, request):
    assert read(request.getfixturevalue(actor)).status_code == 403


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_costs_the_same_with_one_and_with_three(how_many, reader, branch_of_a, django_assert_num_queries):
    for _ in range(how_many):
        brief_of(branch_of_a)
    client = client_of(reader)
    with django_assert_num_queries(15 + WHO_ASKS):
        page = client.get(reverse("events:brief_list"))
    assert page.text.count("製造の歩留まり</h2>") == how_many


def test_what_suits_her_comes_first_with_a_line_why_or_what_closes_first(reader, branch_of_a):
    senior = Senior.objects.get(user=reader)
    Speciality.objects.create(senior=senior, category="FINANCE", years=20)
    Career.objects.create(senior=senior, company_name="ある会社", summary="資金繰り表を作り、銀行と交渉した。")
    brief_of(
        branch_of_a, public_title="倉庫の在庫が合わない", public_summary="棚卸の差異が多い。", categories=["LOGISTICS"]
    )
    money = {
        "public_title": "資金繰りが苦しい",
        "public_summary": "資金繰りの見通しを立てたい。",
        "categories": ["FINANCE"],
    }
    brief_of(branch_of_a, closes=2 * HOUR, **money)
    fit, closing = read(reader).text, read(reader, order="closing").text
    assert fit.index("資金繰りが苦しい") < fit.index("倉庫の在庫が合わない")
    assert closing.index("資金繰りが苦しい") > closing.index("倉庫の在庫が合わない")
    assert "あなたの専門分野です。あなたの経歴と共通: 資金繰り" in fit and "あなたの経歴と共通" not in closing
    assert "締め切りの早い順にする" in fit and "あなたの経歴に合いそうな順にする" in closing


def test_without_any_the_list_says_why(reader):
    assert "いま受け付けている課題はありません" in read(reader).text
    assert "条件に合う課題はありません" in read(reader, q="なにか").text


def test_the_database_knows_the_event_of_a_brief(branch_of_a):
    event = factories.event()
    brief = brief_of(branch_of_a, event)
    event.participations.all().delete()
    event.booths.all().delete()
    event.delete()
    brief.refresh_from_db()
    assert brief.event_id is None
