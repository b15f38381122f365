"""「参加の記録」: everything for the office; for herself nothing of how others judged her; for banks nothing; the same cost for one event and for many."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Company
from talent.models import Senior
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def senior(senior_a):
    return Senior.objects.get(user=senior_a)


def take_part(senior, coordinator, branch, day: dt.date, *, met: bool = True, **fields):
    event = factories.event(name=f"{day.year}年の交流会", starts_on=day, ends_on=day, stage="day")
    slots = factories.slots(factories.day(event))
    plan = factories.timetable(event, coordinator, published=True)
    firms = [
        Company.objects.filter(name=name).first() or factories.company(branch, name=name)
        for name in ("株式会社 武蔵台フーズ", "有限会社 見えない工業")
    ]
    firm, other = (factories.participation(event, one) for one in firms)
    person = factories.attendance(event, senior)
    entry = factories.entry(firm, person, public_title="取引先をふやしたい", **fields)
    factories.entry(
        other, person, public_title="段取りを短くしたい", state="declined", selection_reason="秘密の選定理由"
    )
    if met:
        factories.interview(plan, entry, slots[0])
        factories.result(entry, coordinator)
        factories.answer(entry, coordinator, wish="no", reason="合わないと感じた")
        factories.answer(entry, coordinator, side="senior", wish="yes", reason="ぜひ")
    return entry


def test_the_office_sees_all_that_came_of_it(senior, coordinator, branch_of_a):
    entry = take_part(senior, coordinator, branch_of_a, dt.date(2025, 9, 18))
    factories.second_interview(entry, coordinator, held_on=dt.date(2025, 10, 2), note="内々のメモ")
    factories.support(entry, coordinator, theme="海外の販路")
    page = client_of(coordinator).get(reverse("matching:senior_history", args=[senior.pk])).text
    for words in (
        "2025年の交流会", "株式会社 武蔵台フーズ", "有限会社 見えない工業", "面談 2025年9月18日", "結果: 実施",
        "企業の回答: いいえ", "新現役の回答: はい", "二次面談: 実施(2025年10月2日)", "海外の販路",
    ):  # fmt: skip
        assert words in page, words
    assert "内々のメモ" not in page
    assert (
        reverse("matching:senior_history", args=[senior.pk])
        in client_of(coordinator).get(reverse("talent:senior_detail", args=[senior.pk])).text
    )


def test_a_sealed_answer_stays_sealed(senior, coordinator, branch_of_a):
    entry = take_part(senior, coordinator, branch_of_a, dt.date(2025, 9, 18), met=False)
    factories.answer(entry, coordinator, wish="no")
    page = client_of(coordinator).get(reverse("matching:senior_history", args=[senior.pk])).text
    assert "双方がそろうまで見せません" in page and "いいえ" not in page


def test_she_sees_her_own_side_alone(senior, senior_a, coordinator, branch_of_a):
    take_part(senior, coordinator, branch_of_a, dt.date(2025, 9, 18))
    page = client_of(senior_a).get(reverse("matching:my_history")).text
    for words in (
        "2025年の交流会",
        "株式会社 武蔵台フーズ",
        "段取りを短くしたい",
        "今回は面談の予定がありません",
        "会いたいですか」: はい",
    ):
        assert words in page, words
    for words in ("見えない工業", "企業の回答", "いいえ", "合わないと感じた", "秘密の選定理由", "見送り"):
        assert words not in page, words


def test_before_the_timetable_is_out_she_learns_nothing_of_the_selection(senior, senior_a, coordinator, branch_of_a):
    entry = take_part(senior, coordinator, branch_of_a, dt.date(2026, 12, 1), met=False, state="declined")
    for stage in ("timetable", "selection"):  # step by step, as the table allows
        type(entry.event).objects.filter(pk=entry.event_id).update(stage=stage)
    page = client_of(senior_a).get(reverse("matching:my_history")).text
    assert "希望を受け付けました" in page and "予定がありません" not in page and "武蔵台" not in page


def test_another_seniors_history_is_not_hers(senior, senior_b, coordinator, branch_of_a):
    take_part(senior, coordinator, branch_of_a, dt.date(2025, 9, 18))
    assert "参加した交流会はまだありません" in client_of(senior_b).get(reverse("matching:my_history")).text


def test_years_add_up(senior, coordinator, branch_of_a):
    from matching.history import history_of

    for day, met in ((dt.date(2024, 3, 1), True), (dt.date(2024, 9, 1), False), (dt.date(2025, 9, 1), True)):
        take_part(senior, coordinator, branch_of_a, day, met=met)
    history = history_of(senior, coordinator)
    assert [(y.year, y.interviews, y.others) for y in history.years] == [(2024, 1, 3), (2025, 1, 1)]
    assert (history.totals.interviews, history.totals.others) == (2, 4)
    assert [visit.event.starts_on.year for visit in history.visits] == [2025, 2024, 2024]


@pytest.mark.parametrize("how_many", [1, 5])
@pytest.mark.parametrize("who", ["coordinator", "senior_a"])
def test_it_costs_the_same_with_one_event_and_with_five(
    who, how_many, request, senior, coordinator, branch_of_a, django_assert_num_queries
):
    for n in range(how_many):
        entry = take_part(senior, coordinator, branch_of_a, dt.date(2020 + n, 9, 18))
        factories.second_interview(entry, coordinator)
        factories.support(entry, coordinator)
    client = client_of(request.getfixturevalue(who))
    address = (
        reverse("matching:my_history") if who == "senior_a" else reverse("matching:senior_history", args=[senior.pk])
    )
    with django_assert_num_queries({"coordinator": 14, "senior_a": 11}[who] + WHO_ASKS):
        assert client.get(address).status_code == 200


def test_reading_a_history_is_noted(senior, coordinator, branch_of_a):
    from office.models import ReadLog

    entry = take_part(senior, coordinator, branch_of_a, timezone.localdate())
    client_of(coordinator).get(reverse("matching:senior_history", args=[senior.pk]))
    row = ReadLog.objects.get(page="matching:senior_history")
    assert row.seniors == [senior.pk] and entry.company_id in row.companies
