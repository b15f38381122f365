"""Every list page: works with 0, 1 and 3 rows and costs the same number of queries. Who may see it stands in test_access.py."""

import pytest
from django.urls import reverse

from talent.search import indexing
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


def fill(how_many: int, coordinator):
    """An event with `how_many` firms, seniors and entries, all interviewed, with outcomes."""
    event = factories.event()
    bank = factories.branch(factories.institution())
    for _ in range(how_many):
        factories.import_batch(bank, coordinator)
    times = factories.slots(factories.day(event))
    plan = factories.timetable(event, coordinator, published=True)
    for n in range(how_many):
        firm = factories.participation(event, factories.company(factories.branch(factories.institution())))
        person = factories.attendance(event, factories.senior())
        factories.speciality(person.senior)
        entry = factories.entry(firm, person)
        factories.interview(plan, entry, times[n])
        factories.result(entry, coordinator)
        factories.answer(entry, coordinator)
        factories.answer(entry, coordinator, side="senior")
        factories.second_interview(entry, coordinator)
        factories.support(entry, coordinator)
        factories.event_host(event, firm.institution)
        factories.milestone(event, owner="institution", institution=firm.institution)
    while indexing.take_some():
        pass
    return event


LISTS = {
    "matching:event_list": (False, 8),
    "matching:event_page": (True, 14),
    "events:hearing_board": (True, 8),
    "events:milestone_list": (True, 6),
    "events:event_hosts": (True, 6),
    "events:event_places": (True, 7),
    "events:event_advice": (True, 10),
    "matching:event_stage": (True, 6),
    "matching:outcome_list": (True, 10),
    "events:participation_list": (True, 6),
    "events:attendance_list": (True, 8),
    "events:entry_list": (True, 10),
    "events:reserve_list": (True, 13),
    "events:entry_board": (True, 11),
    "companies:company_list": (False, 8),
    "companies:company_twins": (False, 4),
    "events:staff_list": (False, 8),
    "office:import_list": (False, 7),
    "events:avoidance_list": (False, 5),
    "events:participation_new": (True, 5),
    "talent:senior_list": (False, 18),
    "matching:document_set": (True, 6),
    "home": (False, 11),
    "matching:trace": (False, 5),
}


@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_three(name, how_many, coordinator, django_assert_num_queries):
    event = fill(how_many, coordinator)
    of_event, queries = LISTS[name]
    client = client_of(coordinator)
    with django_assert_num_queries(queries + WHO_ASKS):
        response = client.get(reverse(name, args=[event.pk] if of_event else []))
    assert response.status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_list_without_rows_says_why(name, coordinator):
    of_event, _ = LISTS[name]
    args = [factories.event().pk] if of_event else []
    response = client_of(coordinator).get(reverse(name, args=args))
    assert response.status_code == 200
    assert "<h1>" in response.text


@pytest.mark.parametrize("actor", ["head_office_a", "branch_a", "senior_a", "reception"])
def test_home_of_other_roles_shows_no_event(actor, request):
    event = factories.event(name="秘密の交流会")
    response = client_of(request.getfixturevalue(actor)).get(reverse("home"))
    assert response.status_code == 200
    assert event.name not in response.text


@pytest.mark.parametrize(
    "query",
    ["?q=" + "あ" * 300, "?page=x", "?page=99999", "?year=abc", "?year=99999999", "?bank=x", "?category=NO"],
)
@pytest.mark.parametrize("name", ["matching:event_list", "companies:company_list", "talent:senior_list"])
def test_strange_filters_break_nothing(name, query, coordinator):
    fill(1, coordinator)
    assert client_of(coordinator).get(reverse(name) + query).status_code == 200


def test_names_are_found_whatever_kanji_is_typed(coordinator):
    factories.senior(family_name="髙橋", family_kana="タカハシ")
    factories.senior(family_name="山本", family_kana="ヤマモト")
    client = client_of(coordinator)
    for words in ("高橋", "髙橋", "ﾀｶﾊｼ", "たかはし"):
        page = client.get(reverse("talent:senior_list"), {"q": words}).text
        assert "髙橋" in page and "山本" not in page


def test_firms_are_found_without_their_legal_form(coordinator, branch_of_a):
    factories.company(branch_of_a, name="㈱髙島工業", short_name="髙島工業")
    factories.company(branch_of_a, name="有限会社 別の店", short_name="別の店")
    page = client_of(coordinator).get(reverse("companies:company_list"), {"q": "株式会社高島"}).text
    assert "髙島工業" in page and "別の店" not in page


def test_a_name_whose_key_grows_long_is_stored_and_found(coordinator, branch_of_a):
    """U+FDFA becomes eighteen signs in a key."""
    factories.senior(family_name="\ufdfa" * 30)
    factories.company(branch_of_a, name="\ufdfa" * 100)
    client = client_of(coordinator)
    for name in ("talent:senior_list", "companies:company_list"):
        assert "\ufdfa" * 30 in client.get(reverse(name), {"q": "\ufdfa"}).text


def test_details_of_a_firm_a_senior_and_an_entry(coordinator, branch_of_a):
    company = factories.company(branch_of_a)
    subject = factories.issue(company)
    factories.hearing_note(subject.hearing, "社長の体調")
    event = factories.event()
    person = factories.attendance(event, factories.senior())
    factories.career(person.senior)
    entry = factories.entry(factories.participation(event, company), person, issue=subject)
    client = client_of(coordinator)
    assert "社長の体調" in client.get(reverse("companies:company_detail", args=[company.pk])).text
    assert "大手部品メーカー" in client.get(reverse("talent:senior_detail", args=[person.senior_id])).text
    assert entry.proposal_text in client.get(reverse("events:entry_detail", args=[entry.pk])).text


def test_a_past_event_keeps_what_is_not_stated_apart_from_zero(coordinator):
    event = factories.event(is_history=True, stage="closed", stated_companies=30)
    page = client_of(coordinator).get(reverse("matching:event_page", args=[event.pk])).text
    assert "30社" in page and page.count("記載なし") >= 2
