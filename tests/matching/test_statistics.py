"""Figures are counted once, in one unit, with numerator and denominator; what is stated of the past never mixes with them."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from events.models import Entry
from matching import statistics
from matching.sheets import report
from matching.statistics import Period, Rate
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of
from tests.matching import papers

pytestmark = pytest.mark.django_db
AFTER = dt.date(2027, 1, 1)


@pytest.fixture
def event(coordinator, bank_a, bank_b, branch_of_a, branch_of_b):
    """Two firms of two banks, 6 entries, 5 planned, 4 held, 2 wished by both, 1 second interview, 1 support, 1 support aside."""
    event = factories.event(planned_companies=3)
    slots = factories.slots(factories.day(event))
    factories.event_host(event, bank_a)
    firms = [factories.participation(event, factories.company(branch)) for branch in (branch_of_a, branch_of_b)]
    factories.participation(event, factories.company(branch_of_b), state="withdrawn")
    issues = [
        factories.issue(firms[0].company, categories=["SALES", "IT"]),
        factories.issue(firms[1].company, categories=["HR"]),
    ]
    people = [factories.attendance(event, factories.senior()) for _ in range(3)]
    pairs = [
        factories.entry(firm, person, issue=issue, preference=n + 1)
        for person in people
        for n, (firm, issue) in enumerate(zip(firms, issues, strict=True))
    ]
    withdrawn = factories.attendance(event, factories.senior())
    factories.entry(firms[0], withdrawn, state="withdrawn", issue=issues[0])
    plan = factories.timetable(event, coordinator, published=True)
    for n, pair in enumerate(pairs[:5]):
        factories.interview(plan, pair, slots[n])
    for pair, state in zip(pairs, ["held", "held", "held", "held", "senior_absent"], strict=False):
        factories.result(pair, coordinator, state=state)
    wishes = [("yes", "if_possible"), ("yes", "yes"), ("no", "yes"), ("undecided", "no")]
    for pair, (firm, person) in zip(pairs, wishes, strict=False):
        factories.answer(pair, coordinator, side="company", wish=firm)
        factories.answer(pair, coordinator, side="senior", wish=person)
    factories.second_interview(pairs[0], coordinator)
    factories.second_interview(pairs[1], coordinator, state="called_off", held_on=None)
    factories.support(pairs[0], coordinator, state="continued")
    factories.support(pairs[2], coordinator)  # without a recorded wish of the firm
    return event


def test_the_funnel_counts_pairs_and_each_step_lies_within_the_one_before(event):
    funnel = statistics.event_funnel(event)
    assert funnel.unit == "組"
    assert funnel.counts == [
        ("希望", 6),
        ("面談の予定", 5),
        ("面談の実施", 4),
        ("双方が再会を希望", 2),
        ("二次面談の実施", 1),
        ("支援成立", 1),
    ]
    assert (funnel.supports, funnel.outside) == (2, 1)
    assert [(rate.numerator, rate.denominator) for rate in funnel.rates] == [(5, 6), (4, 5), (2, 4), (1, 2), (1, 1)]
    assert all(step.definition for step in funnel.steps)


def test_an_interview_outside_the_timetable_is_no_step_of_the_funnel(event, coordinator):
    unplanned = Entry.objects.filter(event=event, state="submitted").exclude(
        pk__in=papers.interviews(event).values("entry")
    )
    factories.result(unplanned.get(), coordinator)
    assert dict(statistics.event_funnel(event).counts)["面談の実施"] == 4
    assert statistics.event_figures(event).held == 5


def test_the_funnel_is_one_query(event, django_assert_num_queries):
    with django_assert_num_queries(1):
        statistics.event_funnel(event)


def test_the_figures_of_an_event(event):
    found = statistics.event_figures(event)
    firms, seniors = found.firms, found.seniors
    assert (firms.planned, firms.registered, firms.withdrawn, firms.invited, firms.came) == (3, 2, 1, 2, 2)
    assert (seniors.planned, seniors.registered, seniors.invited, seniors.came) == (None, 4, 3, 2)
    assert (found.entries, found.seniors_with_entry, found.planned_interviews, found.held) == (6, 3, 5, 4)
    assert found.results == {"held": 4, "senior_absent": 1}
    assert found.unrecorded == 0
    assert (found.seconds_agreed, found.supports, found.finished, found.continued, found.firms_with_support) == (
        1,
        2,
        1,
        1,
        1,
    )
    told = {rate.name: (rate.numerator, rate.denominator, rate.text) for rate in found.rates}
    assert told == {
        "面談の実施率": (4, 5, "80.0 %"),
        "欠席の割合": (1, 5, "20.0 %"),
        "支援成立の率(組)": (2, 4, "50.0 %"),
        "支援成立の率(社)": (1, 2, "50.0 %"),
        "支援の完了率": (1, 2, "50.0 %"),
        "契約継続の率": (1, 2, "50.0 %"),
    }
    assert all(rate.definition for rate in found.rates)


def test_a_rate_without_denominator_is_no_zero():
    assert (Rate("率", 0, 0, "").percent, Rate("率", 0, 0, "").text) == (None, "—")
    assert Rate("率", 0, 3, "").text == "0.0 %"


def test_an_empty_event_has_figures_and_no_rates(coordinator):
    event = factories.event()
    assert statistics.event_funnel(event).counts[0] == ("希望", 0)
    assert all(rate.percent is None for rate in statistics.event_figures(event).rates)


def test_figures_by_institution_and_by_category(event, bank_a, bank_b):
    by_bank = {group.name: group for group in statistics.by_institution(event)}
    assert {name: (g.firms, g.entries, g.planned, g.held, g.supports) for name, g in by_bank.items()} == {
        bank_a.name: (1, 3, 3, 2, 2),
        bank_b.name: (1, 3, 2, 2, 0),
    }
    by_category = statistics.by_category(event)
    assert [(g.name, g.entries) for g in by_category] == [
        ("情報化・IT活用", 3),
        ("販売・マーケティング", 3),
        ("人事・労務管理", 3),
    ]


def test_answers_are_summed_up_and_few_ones_stay_sealed(event, coordinator):
    company, senior = statistics.answers(event)
    assert company.counts == {"はい": 2, "できれば": 0, "いいえ": 1, "まだ決められない": 1}
    assert senior.counts == {"はい": 2, "できれば": 1, "いいえ": 1, "まだ決められない": 0}
    small = papers.published_event(coordinator, companies=1, seniors=2)
    for interview in papers.interviews(small):
        factories.answer(interview.entry, coordinator, side="company", wish="no")
    company, _ = statistics.answers(small)
    assert (company.total, company.counts) == (2, None)


def test_results_that_are_not_there_yet_are_told(event, coordinator):
    other = papers.published_event(coordinator, companies=1, seniors=2)
    assert statistics.event_figures(other).unrecorded == 2


# --- The programme ------------------------------------------------------------------------------------------------------------
def test_the_stated_rate_is_shown_beside_the_computed_one():
    totals = statistics.programme_totals()
    assert (totals.rate.numerator, totals.rate.denominator, totals.rate.text) == (2253, 4175, "54.0 %")
    assert (totals.stated.stated_match_rate_percent, totals.gap, totals.firms_for_stated_rate) == (57, 3.0, 3950)
    assert "令和4年6月27日までの233回" in totals.rate.definition


def test_running_totals_and_heads_are_told_apart(event, coordinator):
    again = factories.event(starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 10, 1))
    for row in event.participations.filter(state="registered"):
        factories.participation(again, row.company)
    for row in event.attendances.all()[:2]:
        factories.attendance(again, row.senior)
    found = statistics.programme_figures(Period(AFTER))
    assert (found.events, found.firms, found.firms_distinct) == (2, 4, 2)
    assert (found.seniors, found.seniors_distinct) == (6, 4)
    assert (found.rate.numerator, found.rate.denominator) == (1, 2)


def test_a_period_holds_only_events_that_are_over(event):
    assert statistics.programme_figures(Period(event.ends_on)).events == 0
    assert statistics.programme_figures(Period(event.ends_on + dt.timedelta(days=1))).events == 1


def test_fiscal_years_begin_in_april(event, bank_b):
    assert statistics.fiscal_year(dt.date(2026, 3, 31)) == 2025
    assert statistics.fiscal_year(dt.date(2026, 4, 1)) == 2026
    assert statistics.programme_funnel(Period(AFTER, 2026)).counts[0] == ("希望", 6)
    assert statistics.programme_funnel(Period(AFTER, 2025)).counts[0] == ("希望", 0)
    assert statistics.programme_figures(Period(AFTER, host=bank_b)).events == 0
    assert Period(AFTER, 2026).before == Period(AFTER, 2025)


def test_history_is_never_counted_and_a_blank_is_no_zero(event, bank_a):
    day = {"starts_on": dt.date(2019, 5, 10), "ends_on": dt.date(2019, 5, 10), "is_history": True}
    factories.event_host(factories.event(**day, stated_companies=20, stated_seniors=39), bank_a)
    factories.event(**day)
    assert statistics.programme_figures(Period(AFTER)).events == 1
    history = statistics.stated_history(Period(AFTER))
    assert history.events == 2
    assert [(figure.name, figure.value, by) for figure, by in history.figures] == [
        ("企業", 20, 1),
        ("新現役", 39, 1),
        ("面談", None, 0),
    ]
    newest, oldest = statistics.by_year(AFTER)
    assert (newest.label, newest.own, newest.firms, newest.held, newest.supports) == ("令和8年度", 1, 2, 4, 2)
    assert (newest.stated_companies, newest.stated_by) == (None, 0)
    assert (oldest.label, oldest.own, oldest.history, oldest.firms) == ("令和元年度", 0, 2, 0)
    assert (oldest.stated_companies, oldest.stated_by) == (20, 1)


@pytest.mark.parametrize(
    ("year", "label"), [(2016, "平成28年度"), (2018, "平成30年度"), (2019, "令和元年度"), (2020, "令和2年度")]
)
def test_years_are_named_in_their_era(year, label):
    assert statistics.Year(year, 0, 0, 0, 0, 0, 0, None, 0).label == label


# --- The report -----------------------------------------------------------------------------------------------------------------
def test_the_report_holds_every_rate_with_its_parts(event, bank_a):
    facts = report.read(event)
    pdf = report.render(facts)
    assert pdf == report.render(report.read(event))
    text = papers.text_of(pdf)
    for rate in (*facts.figures.rates, *facts.funnel.rates):
        for part in (rate.name, rate.text, f"{rate.numerator}/{rate.denominator}", rate.definition):
            assert papers.squeezed(part) in text
    for part in (
        "令和8年9月18日(金)/2026-09-18",
        bank_a.name,
        "途中の記録がないまま支援が成立した組が1組",
        "情報化・IT活用",
    ):
        assert papers.squeezed(part) in text


def test_the_figures_lie_in_the_report_as_csv(event):
    facts = report.read(event)
    attached = papers.attachments_of(report.render(facts))
    assert list(attached) == [report.CSV_NAME]
    rows = list(csv.reader(io.StringIO(attached[report.CSV_NAME].decode("utf-8-sig"))))
    assert rows[0] == ["区分", "項目", "値", "単位", "分子", "分母", "定義"]
    assert ["率", "面談の実施率", "80.0", "%", "4", "5", "実施した面談 ÷ 公開した時間割の面談。"] in rows
    assert ["段階", "双方が再会を希望", "2", "組", "", ""] in [row[:6] for row in rows]
    assert len({len(row) for row in rows}) == 1


def test_a_name_in_the_csv_is_no_formula(event, bank_a):
    bank_a.name = "=HYPERLINK(1)"
    bank_a.save()
    told = report.csv_of(report.read(event)).decode("utf-8-sig")
    assert ",=HYPERLINK" not in told
    assert "'=HYPERLINK(1) 企業" in told


def test_the_report_seals_few_answers(coordinator):
    small = papers.published_event(coordinator, companies=1, seniors=2)
    for interview in papers.interviews(small):
        factories.answer(interview.entry, coordinator, side="company", wish="no", reason="ひみつの理由")
    facts = report.read(small)
    text = papers.text_of(report.render(facts))
    assert "企業の回答は2件です。3件に満たないため、内訳は載せません。" in text
    assert "ひみつ" not in text
    assert "いいえ" not in report.csv_of(facts).decode("utf-8-sig")


def test_an_event_of_history_has_no_report():
    with pytest.raises(report.PrintingError, match="過去の記録"):
        report.read(factories.event(is_history=True))


# --- The page ---------------------------------------------------------------------------------------------------------------------
URL = "matching:statistics"


def test_the_page_shows_both_rates_and_the_funnel(coordinator, event):
    event.starts_on = event.ends_on = dt.date(2025, 9, 18)
    event.save()
    page = client_of(coordinator).get(reverse(URL)).content.decode()
    for text in ("54.0 %", "57 %", "2,253", "4,175", "3.0ポイントの差", "双方が再会を希望", "令和7年度"):
        assert text in page
    assert client_of(coordinator).get(reverse(URL), {"year": "2025"}).status_code == 200


@pytest.mark.parametrize("query", [{}, {"year": "1900"}, {"year": "x"}, {"host": "x"}, {"year": "2026"}])
def test_the_page_stands_strange_addresses_and_no_rows(coordinator, query):
    assert client_of(coordinator).get(reverse(URL), query).status_code == 200


def test_the_page_costs_the_same_with_one_event_and_with_three(coordinator, django_assert_num_queries):
    client = client_of(coordinator)
    client.get(reverse(URL))
    for how_many in (1, 2):
        for n in range(how_many):
            past = dt.date(2020 + n, 5, 1)
            event = papers.published_event(coordinator, companies=1, seniors=1, starts_on=past, ends_on=past)
            factories.event_host(event, factories.institution())
        with django_assert_num_queries(18 + WHO_ASKS):
            client.get(reverse(URL))


def test_the_page_is_the_coordinators(head_office_a, branch_a, senior_a, reception):
    for user in (head_office_a, branch_a, senior_a, reception):
        assert client_of(user).get(reverse(URL)).status_code == 403
    assert client_of(None).get(reverse(URL)).status_code == 302
