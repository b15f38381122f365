"""The sheet as data: rows to sheet and back, two who write at once, what is missing, and the questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.hearing_quality import hints, missing
from companies.hearing_questions import QUESTIONS, of_category, of_trade
from companies.models import Hearing, Issue
from companies.sheet import KEYS, UNKNOWN, differences, label_of, merge, sheet_of, write_sheet
from institutions.categories import Category
from institutions.industries import Industry
from tests import factories

FULL = {
    "heard_on": "2026-06-12",
    "heard_by": "大森支店 山田",
    "attendees": "社長、専務",
    "background": "創業50年の金属加工。売上の7割が1社。",
    "current_state": "不良率が5%。",
    "tried_so_far": "検査員を1人増やした。",
    "organisation": "製造18人、事務3人",
    "issue1_categories": ["PRODUCTION", "HR"],
    "issue1_title": "不良率を下げたい",
    "issue1_body": "この3年で不良率が2%から5%に上がり、手直しに月80時間かかっている。" * 3,
    "issue1_expected_support": "原因の調べ方から一緒に見てほしい。",
    "issue1_goal": "半年後に3%以下",
    "issue1_wanted_profile": "同業の品質保証の責任者を10年以上",
    "issue1_questions": ["検査の記録の取り方", "月に来られる日数"],
    "issue2_categories": ["SALES"],
    "issue2_title": "売り先を増やしたい",
    "issue2_body": "1社に頼っている。",
    "issue2_frequency": "月2回",
    "issue2_budget": "月5万円",
    "issue2_deadline": "来年3月",
    "answer_PRODUCTION_DEFECT": "月40件",
    "visited_on": "2026-06-20",
    "visited_by": "佐伯",
}


@pytest.fixture
def hearing(branch_of_a):
    return factories.hearing(factories.company(branch_of_a), state="draft")


@pytest.mark.django_db
def test_a_sheet_comes_back_as_it_was_written(hearing):
    write_sheet(hearing, FULL)
    again = Hearing.objects.get(pk=hearing.pk)
    assert sheet_of(again) == FULL
    assert [issue.position for issue in again.issues.all()] == [1, 2]
    assert differences({}, sheet_of(again))[0].after == "令和8年6月12日(金)"
    write_sheet(again, sheet_of(again))
    assert Issue.objects.count() == 2


@pytest.mark.django_db
def test_an_emptied_issue_goes_but_never_one_with_a_public_face(hearing):
    write_sheet(hearing, FULL)
    first, second = hearing.issues.all()
    factories.issue_brief(first)
    write_sheet(hearing, {}, [key for key in KEYS if key.startswith("issue")])
    assert list(Issue.objects.values_list("pk", "title")) == [(first.pk, "")]
    write_sheet(hearing, {"issue2_title": "新しい題"}, ["issue2_title"])
    assert sheet_of(Hearing.objects.get(pk=hearing.pk))["issue2_title"] == "新しい題"


@pytest.mark.django_db
def test_issues_of_an_import_that_share_a_place_are_all_shown(hearing):
    for title in ("甲", "乙", "丙"):
        factories.issue(hearing.company, hearing=hearing, title=title)
    found = sheet_of(hearing)
    assert {found[f"issue{n}_title"] for n in (1, 2, 3)} == {"甲", "乙", "丙"}


# --- Two who write at once --------------------------------------------------------------------------------------------
keys = st.sampled_from(["background", "current_state", "issue1_title", "issue1_categories", "answer_IT_PAPER"])
sheets = st.dictionaries(keys, st.sampled_from(["", "甲", "乙", "丙"]))


@given(base=sheets, mine=sheets, theirs=sheets)
def test_no_text_is_lost_whatever_two_people_write(base, mine, theirs):
    """Every text that either has written stands in the result or in a conflict; what one alone has changed stands as she wrote it."""
    found = merge(mine, theirs, base.get)
    result, fought = theirs | found.changed, {one.key: one for one in found.conflicts}
    for key, text in mine.items():
        if text and text != base.get(key):
            assert result.get(key) == text or fought[key].mine == text
    for key, text in theirs.items():
        if text and text != base.get(key):
            assert result.get(key) == text
    for key, one in fought.items():
        assert (result.get(key) or "") == (theirs.get(key) or "") and one.base == base.get(key)


def test_whoever_began_from_nothing_known_overwrites_nothing():
    found = merge({"background": "私の文", "organisation": "体制"}, {"background": "前からの文"}, lambda key: UNKNOWN)
    assert [one.key for one in found.conflicts] == ["background"] and found.changed == {"organisation": "体制"}


# --- Missing things, hints and questions --------------------------------------------------------------------------------
def test_what_is_missing_is_said_with_its_field():
    assert missing(FULL | {"issue2_expected_support": "助言", "issue2_wanted_profile": "営業の経験"}) == []
    assert [one.key for one in missing({})][:3] == ["heard_on", "heard_by", "background"]
    assert "issue1_categories" in [one.key for one in missing({})]
    second = [one.key for one in missing(FULL)]
    assert second == ["issue2_expected_support", "issue2_wanted_profile"]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("売れない。", "5字"),
        ("この数年、売り先が減ってきて、とても困っている。" * 4, "数字がありません"),
        ("いろいろあって売上が3割下がっている。" * 5, "受け取り方が違います"),
        (
            "新しい生産管理の仕組みを導入したい。予算は300万円で、来年の4月までに動かしたいと考えている。" * 2,
            "元の困りごと",
        ),
        ("不良が月40件ある。さらに、後継者が決まっておらず社長は72歳。" * 3, "別の課題に分ける"),
        ("佐藤さんだけが段取りを知っていて、月に20時間も機械が止まり困っている。" * 3, "人の名前"),
    ],
)
def test_hints_see_what_they_are_for(body, word):
    assert any(word in one.text for one in hints(FULL | {"issue1_body": body}))


def test_a_good_sheet_gets_no_hint():
    good = {key: value for key, value in FULL.items() if not key.startswith("issue2")}
    assert hints(good) == []
    assert not any("名前" in one.text for one in hints(good | {"background": "お客さんと取引先の部長、職人さんの話。"}))


def test_there_are_questions_for_every_category_and_every_trade():
    for category in Category:
        assert 4 <= len(of_category(category)) <= 6, category
    for trade in Industry:
        assert 2 <= len(of_trade(trade.label)) <= 3, trade
    assert of_trade("宇宙の何か") == () and of_category("NO") == ()
    assert len({one.text for one in QUESTIONS.values()}) == len(QUESTIONS)
    assert all(code == one.code and code.isascii() for code, one in QUESTIONS.items())
    assert all(label_of(key) for key in KEYS)
