"""Who is not to meet: told by anybody, read by the office alone, kept out of plans without a word about why."""

import uuid

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from events import avoiding
from events.models import Avoidance, Entry
from institutions.actors import acting, actor_of
from matching.floor import floor_of
from matching.legality import Placement
from matching.models import Timetable
from matching.timetable import problem_of, store_solution
from tests import factories
from tests.conftest import client_of, same_page
from tests.factories import NOW

pytestmark = pytest.mark.django_db
NEW, LIST = reverse("events:avoidance_new"), reverse("events:avoidance_list")


@pytest.fixture
def event(branch_of_a):
    return factories.small_event(companies=2, seniors=2, at=branch_of_a, stage="selection")


def keep_apart(entry: Entry, by, **fields) -> Avoidance:
    return factories.avoidance(by, senior=entry.senior, company=entry.company, **fields)


# --- Telling --------------------------------------------------------------------------------------------------------------
def test_a_bank_tells_and_reads_nothing_back(branch_a, branch_of_a, coordinator):
    company = factories.company(branch_of_a)
    address, sent = (
        reverse("events:avoidance_tell", args=[company.pk]),
        {"new_key": str(uuid.uuid4()), "kind": "competitor", "note": "港南工業の方"},
    )
    client = client_of(branch_a)
    assert "会わせたくない相手を入力してください" in client.post(address, sent | {"note": " "}).text
    for _ in range(2):  # a second click
        assert client.post(address, sent).status_code == 302
    [row] = Avoidance.objects.all()
    assert (row.company, row.senior, row.kind, row.note) == (company, None, "competitor", "港南工業の方")
    assert "大森支店" in row.told_by and row.created_by == branch_a
    assert not Avoidance.objects.visible_to(branch_a).exists()
    with acting(actor_of(branch_a)), pytest.raises(ProgrammingError), transaction.atomic():
        Avoidance.objects.count()
    for page in (address, reverse("companies:company_detail", args=[company.pk])):
        assert "港南工業" not in client.get(page).text
    assert "港南工業の方" in client_of(coordinator).get(LIST).text


def test_a_bank_tells_of_its_own_firms_only(branch_a, branch_of_b):
    address = reverse("events:avoidance_tell", args=[factories.company(branch_of_b).pk])
    assert (
        client_of(branch_a).post(address, {"new_key": str(uuid.uuid4()), "kind": "other", "note": "だれか"}).status_code
        == 404
    )
    assert not Avoidance.objects.exists()


def test_a_senior_tells_and_the_office_says_whom_she_means(senior_a, coordinator, branch_of_a):
    client_of(senior_a).post(reverse("events:avoidance_say"), {"new_key": str(uuid.uuid4()), "note": "前の勤め先"})
    row, firm = Avoidance.objects.get(), factories.company(branch_of_a, name="㈱髙島製作所")
    factories.company(branch_of_a, name="㈱髙島製作所 第二", city="品川区")
    client, address = client_of(coordinator), reverse("events:avoidance_tie", args=[row.pk])
    page = client.post(address, {"company": "高島製作所", "kind": "senior_declines"})
    assert "いくつか見つかりました" in page.text and "品川区" in page.text
    client.post(address, {"company": "高島製作所", "company_pick": str(firm.pk), "kind": "senior_declines"})
    assert list(Avoidance.objects.in_force().values_list("senior__user", "company")) == [(senior_a.pk, firm.pk)]
    assert (
        "すでに扱われています"
        in client.post(address, {"company": "高島製作所", "company_pick": str(firm.pk), "kind": "other"}).text
    )


def test_the_office_writes_a_pair_once_and_ends_it(coordinator, event):
    entry = event.entries.first()
    client = client_of(coordinator)
    sent = {"senior": entry.senior.number, "company": entry.company.name, "kind": "client", "note": "元の取引先"}
    for _ in range(2):
        answer = client.post(NEW, sent | {"new_key": str(uuid.uuid4())})
    assert "すでに記録されています" in answer.text
    row = Avoidance.objects.get()
    assert client.post(reverse("events:avoidance_end", args=[row.pk])).status_code == 302
    assert not Avoidance.objects.in_force().exists()
    assert client.post(NEW, sent | {"new_key": str(uuid.uuid4())}).status_code == 302
    assert "見つかりません" in client.post(NEW, sent | {"new_key": str(uuid.uuid4()), "senior": "M99999"}).text


def test_the_database_takes_no_words_about_nobody(coordinator):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.avoidance(coordinator)


# --- What the register gives away -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("career", "firm", "same"),
    [
        ("株式会社高島製作所", "㈱髙島製作所", True),
        ("㈱髙島製作所 大阪工場", "髙島製作所株式会社", True),
        ("髙島製作所大阪工場", "㈱髙島製作所", True),
        ("新髙島製作所", "㈱髙島製作所", False),
        ("大手部品メーカー", "㈱髙島製作所", False),
        ("東海銀行", "㈱東", False),
        ("", "㈱髙島製作所", False),
    ],
)
def test_a_former_employer_is_known_however_it_is_written(career, firm, same):
    assert avoiding.is_same_firm(career, firm) is same


def test_the_office_is_warned_of_a_former_employer_with_the_source(coordinator, head_office_a, event):
    entry = event.entries.first()
    factories.career(entry.senior, company_name=f"{entry.company.name} 大阪工場", from_year=1980, to_year=2015)
    for name, pk in (("events:entry_list", event.pk), ("events:entry_detail", entry.pk)):
        assert "元の勤務先" in client_of(coordinator).get(reverse(name, args=[pk])).text
        assert "元の勤務先" not in client_of(head_office_a).get(reverse(name, args=[pk])).text
    page = client_of(coordinator).get(reverse("events:entry_detail", args=[entry.pk])).text
    assert "大阪工場」(1980〜2015)" in page


# --- What follows -----------------------------------------------------------------------------------------------------------
def test_the_planner_does_not_know_the_pair_and_the_board_says_no_cause(coordinator, event):
    entry = event.entries.first()
    before = {one.id for one in problem_of(event).entries}
    keep_apart(entry, coordinator, kind="former_employer")
    floor = floor_of(event)
    assert before - {one.id for one in problem_of(event).entries} == {floor.entry_key(entry)}
    said = Placement(floor, []).why_not(floor.entries[entry.pk], floor.slots[0])
    assert "事務局の判断" in said and "勤務先" not in said
    assert "事務局の判断" in Placement(floor, []).why_place_not(floor.entries[entry.pk])


def test_the_plan_lists_the_pair_as_the_offices_decision(coordinator, event):
    from matching import solver

    entry = event.entries.first()
    keep_apart(entry, coordinator, note="元部下がいる")
    problem = problem_of(event)
    draft = store_solution(
        event=event, problem=problem, solution=solver.solve(problem, seconds=20), by=coordinator, now=NOW
    )
    assert {
        "entry": str(entry.pk),
        "reason": "事務局の判断",
        "detail": "事務局の判断により、面談にしません。",
    } in draft.left_out
    assert "元部下" not in str(draft.left_out)
    board = client_of(coordinator).get(reverse("matching:timetable_board", args=[event.pk])).text
    assert "事務局の判断" in board and "元部下" not in board
    assert Timetable.objects.count() == 1


def test_a_pair_that_is_ended_is_planned_again(coordinator, event):
    entry = event.entries.first()
    row = keep_apart(entry, coordinator)
    avoiding.end(avoidance=row, by=coordinator, now=NOW)
    assert len(problem_of(event).entries) == event.entries.count()


def test_the_list_of_who_fits_puts_her_aside_for_the_office(coordinator, event):
    entry = event.entries.first()
    address = reverse("events:issue_seniors", args=[entry.issue_id])
    assert str(entry.senior_id) in {
        str(one.subject.pk) for one in client_of(coordinator).get(address).context["suggestions"]
    }
    keep_apart(entry, coordinator, note="競合にいた")
    page = client_of(coordinator).get(address)
    assert entry.senior_id not in {one.subject.pk for one in page.context["suggestions"]}
    assert "競合にいた" in page.text


# --- Nobody else can find out -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("actor", ["head_office_a", "branch_a", "senior_a"])
def test_no_page_of_a_bank_or_a_senior_changes(actor, request, coordinator, branch_of_a, senior_a):
    from talent.models import Senior

    event = factories.small_event(companies=1, seniors=1, at=branch_of_a, stage="selection")
    her = factories.attendance(event, Senior.objects.get(user=senior_a))
    entry = factories.entry(event.participations.get(), her)
    client = client_of(request.getfixturevalue(actor))
    names = [
        ("home", []),
        ("matching:event_list", []),
        ("matching:my_events", []),
        ("talent:my_registration", []),
        ("talent:senior_list", []),
    ]
    names += [
        (name, [event.pk])
        for name in (
            "matching:event_page",
            "events:entry_list",
            "events:participation_list",
            "matching:timetable_board",
        )
    ]
    names += [
        ("events:entry_detail", [entry.pk]),
        ("companies:company_detail", [entry.company_id]),
        ("talent:senior_detail", [entry.senior_id]),
    ]
    before = [client.get(reverse(name, args=args)) for name, args in names]
    factories.career(factories.senior(), company_name="別の会社")
    keep_apart(entry, coordinator)
    after = [client.get(reverse(name, args=args)) for name, args in names]
    assert all(same_page(one, other) for one, other in zip(before, after, strict=True))
    assert [one.status_code for one in after].count(200) >= 3
