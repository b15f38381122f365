"""The written demo texts: enough of them, consistent with each other, anonymous where seniors read, the same for the same seed."""

import datetime as dt
from collections import Counter
from random import Random

import pytest

from events.demo.careers import BY_KEY as CAREER
from events.demo.careers import CAREERS
from events.demo.generate import demo_people, is_rest_day
from events.demo.issues import BY_KEY as ISSUE
from events.demo.issues import ISSUES
from events.demo.names import FAMILY, NameBook
from events.demo.places import BANK_OF_REGION, BANKS, REGIONS
from events.demo.proposals import compose, proposal
from events.demo.proposals.strong import STRONG
from events.demo.rows import SIZE_BANDS
from events.demo.texts import CATEGORIES
from events.demo.wishes import fit_of
from institutions.categories import Category
from institutions.directory import kind_of

TODAY = dt.date(2026, 9, 1)
UNWANTED = ("求人", "採用", "応募")


def test_enough_texts_over_all_ten_categories():
    assert set(CATEGORIES) == set(Category.values)
    assert len(ISSUES) >= 64 and min(Counter(one.categories[0] for one in ISSUES).values()) >= 6
    assert len(CAREERS) >= 84 and min(Counter(one.specialities[0][0] for one in CAREERS).values()) >= 8
    assert set(Counter(one.categories[0] for one in ISSUES)) == set(CATEGORIES)
    assert len(STRONG) >= 40
    assert len(FAMILY) >= 220


def test_nothing_stands_twice():
    assert len(ISSUE) == len(ISSUES) and len(CAREER) == len(CAREERS)
    for texts in (
        [one.body for one in ISSUES],
        [one.public_summary for one in ISSUES],
        [one.firm.short for one in ISSUES],
        [one.headline for one in CAREERS],
        [job.summary for one in CAREERS for job in one.jobs],
        list(STRONG.values()),
    ):
        assert [text for text, n in Counter(texts).items() if n > 1] == []


@pytest.mark.parametrize("issue", ISSUES, ids=lambda one: one.key)
def test_an_issue_is_whole(issue):
    assert 80 <= len(issue.body) <= 200
    assert 2 <= len(issue.firm.short) <= 8
    assert 60 <= len(issue.public_summary) <= 160 and len(issue.public_title) <= 32 and len(issue.title) <= 30
    assert len(issue.questions) == 3 and all(0 < len(question) <= 20 for question in issue.questions)
    assert set(issue.categories) <= set(CATEGORIES) and 1 <= len(issue.categories) <= 2
    assert issue.region in REGIONS and issue.employees > 0 and issue.capital > 0 and issue.sales > 0
    assert issue.confidential_note.count("。") == 1
    for text in (issue.business, issue.background, issue.expected_support, issue.wanted_profile, issue.goal):
        assert text
    assert not [word for word in UNWANTED if word in repr(issue)]


@pytest.mark.parametrize("issue", ISSUES, ids=lambda one: one.key)
def test_the_public_face_names_nobody(issue):
    told = issue.public_title + issue.public_summary
    firm = issue.firm
    assert [word for word in (firm.name, firm.short, firm.core, firm.core_kana, *issue.reveals) if word in told] == []
    inside = issue.business + issue.background + issue.body + issue.confidential_note
    assert [word for word in issue.reveals if word not in inside] == []


@pytest.mark.parametrize("career", CAREERS, ids=lambda one: one.key)
def test_a_career_is_whole(career):
    years = sum(job.years for job in career.jobs)
    assert career.headline.startswith("元 ") and len(career.headline) <= 30
    assert all(job.size in SIZE_BANDS and 30 <= len(job.summary) <= 160 for job in career.jobs)
    assert all(category in CATEGORIES and 1 <= n <= years for category, n in career.specialities)
    assert len({category for category, _ in career.specialities}) == len(career.specialities)
    assert career.born[1] + 22 + years <= TODAY.year, "still at work"
    assert career.fits and set(career.fits) <= set(ISSUE) and set(career.near_misses) <= set(ISSUE)
    assert not set(career.fits) & set(career.near_misses)
    assert not [word for word in UNWANTED if word in repr(career)]


def test_every_issue_has_somebody_who_fits_and_a_written_offer():
    assert {key for one in CAREERS for key in one.fits} == set(ISSUE)
    assert {issue for issue, _ in STRONG} == set(ISSUE)
    assert [pair for pair in STRONG if pair[0] not in CAREER[pair[1]].fits] == []


def test_offers_are_natural_sentences_of_a_sheets_length():
    for issue in ISSUES:
        for career in CAREERS:
            text = proposal(issue, career)
            assert 50 <= len(text) <= 200 and text.endswith("。") and "{" not in text
    for issue in ISSUES:
        composed = [compose(issue, career) for career in CAREERS if fit_of(issue, career)]
        assert len(set(composed)) == len(composed)


def test_names_are_drawn_once_and_the_same_from_the_same_seed():
    def draw(seed):
        book = NameBook(Random(seed))
        return [book.senior() for _ in range(300)]

    assert draw(7) == draw(7) != draw(8)
    assert len({one.name for one in draw(7)}) == 300
    assert any(family in dict(FAMILY) for family in ("髙橋", "﨑山", "𠮷田"))


def test_invented_institutions_bear_no_code_of_a_real_one():
    assert {bank.region for bank in BANKS} == set(REGIONS) == set(BANK_OF_REGION)
    assert [bank.code for bank in BANKS if kind_of(bank.code) is not None] == []


def test_no_event_on_a_day_of_rest():
    assert (
        is_rest_day(dt.date(2026, 9, 23))
        and is_rest_day(dt.date(2027, 3, 21))
        and not is_rest_day(dt.date(2026, 9, 24))
    )
    for n in range(0, 400, 3):
        today = TODAY + dt.timedelta(days=n)
        world = demo_people(1, today)
        assert [event.date for event in world.events if is_rest_day(event.date) or event.date.weekday() > 4] == []
        assert 50 < (today - world.held.date).days < 80


@pytest.mark.parametrize("seed", [1, 2, 3, 11, 2026])
def test_the_world_is_whole_and_the_same_for_the_same_seed(seed):
    world = demo_people(seed, TODAY)
    assert world == demo_people(seed, TODAY)
    assert world.seniors != demo_people(seed + 1, TODAY).seniors
    assert world.held.date < TODAY - dt.timedelta(days=50) and TODAY < world.soon.date < world.coming.date
    assert world.coming.entry_close.date() < TODAY
    officers = {officer.key: officer for officer in world.officers}
    used = Counter(firm.key for event in world.events for firm in event.firms)
    assert set(used.values()) == {1} and set(used) <= set(ISSUE)
    for event in world.events:
        firms, seniors = {one.key for one in event.firms}, {one.key for one in event.seniors}
        assert event.date.weekday() < 5
        assert all(
            officers[one.officer].bank == one.bank and officers[one.officer].branch == one.branch for one in event.firms
        )
        assert {entry.firm for entry in event.entries} == firms and {entry.senior for entry in event.entries} == seniors
        assert min(Counter(entry.firm for entry in event.entries).values()) >= 2
        pairs = Counter((entry.firm, entry.senior) for entry in event.entries)
        assert set(pairs.values()) == {1}
        for senior in seniors:
            ranks = sorted(entry.preference for entry in event.entries if entry.senior == senior)
            assert ranks == list(range(1, len(ranks) + 1))
        assert all(event.entry_open <= entry.submitted_at < event.entry_close for entry in event.entries)
        assert all(
            away.key in {"firm": firms, "senior": seniors, "officer": officers}[away.kind] for away in event.away
        )
    assert (len(world.coming.firms), len(world.coming.seniors)) == (20, 45)
    assert 105 <= len(world.coming.entries) <= 116
    assert len({one.officer for one in world.coming.firms}) < 20, "some officers bring two firms"
