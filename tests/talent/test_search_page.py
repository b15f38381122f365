"""The search as its page: counts against counting by hand, orders, passages, kept searches, comparison, and both walls."""

import re

import pytest
from django.db import Error, transaction
from django.http import QueryDict
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from institutions.actors import DatabaseRole, acting, actor_of
from talent.models import SavedSearch, SearchRow, Senior, Standing
from talent.search.asking import read
from talent.search.cards import cards_of
from talent.search.facets import FACETS
from talent.search.finding import ROWS_PER_PAGE, SORTS, find
from talent.search.state import Search
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of
from tests.talent.finding import found, index, someone

pytestmark = pytest.mark.django_db


# --- Facets -------------------------------------------------------------------------------------------------------------
CATEGORIES, REGIONS, DAYS = ["FINANCE", "SALES", "HR"], ["東京都", "大阪府"], ["mon", "tue", "wed"]
PEOPLE = st.lists(
    st.tuples(
        st.sets(st.sampled_from(CATEGORIES)), st.sets(st.sampled_from(REGIONS)), st.sets(st.sampled_from(DAYS)),
        st.sampled_from(["active", "paused", "withdrawn"]), st.sets(st.sampled_from(["簿記", "技術士"])), st.booleans(),
    ),
    max_size=6,
)  # fmt: skip
CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "category": st.lists(st.sampled_from(CATEGORIES), min_size=1),
        "region": st.lists(st.sampled_from(REGIONS), min_size=1),
        "weekday": st.lists(st.sampled_from(DAYS), min_size=1),
        "state": st.lists(st.sampled_from(["active", "paused", "withdrawn"]), min_size=1),
        "qualification": st.lists(st.sampled_from(["簿記", "技術士"]), min_size=1),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=PEOPLE, chosen=CHOICES, word=st.booleans())
def test_counts_are_what_counting_gives(db, people, chosen, word):
    Senior.objects.all().delete()
    of = []
    for categories, regions, days, state, names, told in people:
        person = someone(
            prefecture="",
            online_ok=False,
            regions=sorted(regions),
            weekdays=sorted(days),
            state=state,
            strengths="鋳造" if told else "",
        )
        for category in categories:
            factories.speciality(person, category=category)
        for name in names:
            factories.qualification(person, name=name)
        of.append(
            {
                "category": categories,
                "region": regions,
                "weekday": days,
                "state": {state},
                "qualification": names,
                "told": told,
            }
        )
    index()
    result = find(read("鋳造" if word else ""), chosen, sort="fit", page=1)
    limits = {"state": ["active", "paused"]} | chosen

    def fits(one, but=""):
        return (one["told"] or not word) and all(key == but or one[key] & set(values) for key, values in limits.items())

    assert result.total == len(result.seniors) == sum(map(fits, of))
    for key in ("category", "region", "weekday", "state", "qualification"):
        counted = {value: sum(value in one[key] and fits(one, key) for one in of) for value in result.counts[key]}
        assert result.counts[key] == counted, key


def test_pages_and_orders():
    people = [someone(given_kana=f"{n:03}") for n in range(ROWS_PER_PAGE + 1)]
    assert [len(found(page=n)) for n in (1, 2, 3, 10**9)] == [ROWS_PER_PAGE, 1, 1, 1]
    Standing.objects.create(senior=people[3], interviews=2, waiting=2)
    assert found(sort="waiting")[0] == people[3] == found(sort="few", page=2)[0]
    assert found(sort="name")[0] == people[0]
    for sort in SORTS:
        assert len(found(sort=sort)) == ROWS_PER_PAGE


def test_every_vocabulary_fits_into_its_bits():
    taken: dict[str, int] = {}
    for facet in FACETS:
        bits = facet.bits(value for value, _ in facet.values)
        assert bits < 1 << 63 and not taken.get(facet.column, 0) & bits
        taken[facet.column] = taken.get(facet.column, 0) | bits


# --- The page -----------------------------------------------------------------------------------------------------------
QUERIES = 18


@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.parametrize(
    "query", ["", "?q=物流", "?q=物流+高橋+-営業&category=PRODUCTION&region=オンライン&sort=name", "?q=物流&page=9"]
)
def test_a_search_costs_the_same_whatever_is_asked(how_many, query, coordinator, django_assert_num_queries):
    for _ in range(how_many):
        factories.speciality(factories.senior(strengths="物流"))
    index()
    client = client_of(coordinator)
    with django_assert_num_queries(QUERIES + WHO_ASKS):
        page = client.get(reverse("talent:senior_list") + query).text
    assert page.count('<li class="panel found">') == how_many


def test_the_passage_marks_the_words_and_nothing_of_hers_is_markup(coordinator):
    someone(strengths="<script>x</script>サーバの引越しを指導した。")
    page = client_of(coordinator).get(reverse("talent:senior_list"), {"q": "サーバー 引っ越し"}).text
    assert "<mark>サーバ</mark>の<mark>引越し</mark>を指導" in page
    assert "<script>x" not in page and "&lt;script&gt;x&lt;/script&gt;" in page


def test_a_long_text_is_cut_around_the_hit(coordinator):
    person = someone(introduction="前。" * 300 + "鋳造の現場を三十年。" + "後。" * 300)
    index()
    (passage,) = cards_of(coordinator, [person.pk], read("鋳造"))[0].passages
    text = "".join(part for part, _ in passage.parts)
    assert "鋳造の現場" in text and len(text) < 150


def test_state_stands_in_the_address_and_each_chip_takes_one_condition_away(coordinator):
    someone(strengths="物流")
    page = (
        client_of(coordinator)
        .get(reverse("talent:senior_list"), {"q": "物流", "category": ["SALES", "HR"], "sort": "new"})
        .text
    )
    chips = re.findall(r'class="chip" href="\?([^"]*)"', page)
    assert "category=SALES&amp;category=HR&amp;sort=new" in chips
    assert any("category=HR" in chip and "SALES" not in chip for chip in chips)


def test_nobody_found_says_which_condition_stands_in_the_way(coordinator):
    factories.speciality(someone(strengths="物流"), category="HR")
    page = client_of(coordinator).get(reverse("talent:senior_list"), {"q": "物流", "category": "SALES"}).text
    assert "この条件に合う人はいません" in page and "「専門分野」の条件を外すと 1人" in page


def test_who_left_is_found_only_when_asked_for():
    left = someone(state="withdrawn")
    assert found() == [] and found(state=["withdrawn"]) == [left]


# --- Kept searches, comparison ------------------------------------------------------------------------------------------
def test_a_search_is_kept_opened_and_taken_away(coordinator):
    client = client_of(coordinator)
    kept = client.post(
        reverse("talent:search_save"), {"name": "物流・東京", "query": "q=物流&region=東京都&evil=1"}, follow=True
    )
    saved = SavedSearch.objects.get()
    assert "を保存しました" in kept.text and "evil" not in saved.query and Search.of(QueryDict(saved.query)).q == "物流"
    again = client.post(reverse("talent:search_save"), {"name": "物流・東京", "query": "q=物流"}, follow=True)
    assert "すでにあります" in again.text and SavedSearch.objects.count() == 1
    for name, query in (("", "q=a"), ("あ" * 41, "q=a"), ("空", "")):
        assert (
            'class="notice err"'
            in client.post(reverse("talent:search_save"), {"name": name, "query": query}, follow=True).text
        )
    client.post(reverse("talent:search_delete", args=[saved.pk]))
    assert not SavedSearch.objects.exists()


def test_a_kept_search_is_its_owners_alone_by_both_walls(coordinator):
    other = factories.user("coordinator")
    saved = factories.saved_search(other, name="ほかの人の検索")
    assert "ほかの人の検索" not in client_of(coordinator).get(reverse("talent:senior_list")).text
    with acting(actor_of(coordinator)):
        assert not SavedSearch.objects.exists()
        assert SavedSearch.objects.filter(pk=saved.pk).delete()[0] == 0
    with acting(actor_of(other)):
        assert SavedSearch.objects.get() == saved


def test_neither_bank_nor_senior_sees_the_index(head_office_a, senior_a):
    index()
    for user in (head_office_a, senior_a):
        assert actor_of(user).role in (DatabaseRole.BANK, DatabaseRole.SENIOR)
        with pytest.raises(Error), transaction.atomic(), acting(actor_of(user)):
            SearchRow.objects.exists()


def test_a_senior_who_writes_waits_for_the_index(senior_a):
    index()
    with acting(actor_of(senior_a)):
        Senior.objects.filter(user=senior_a).update(strengths="鋳造")
    assert [person.user for person in found("鋳造")] == [senior_a]


def test_up_to_three_stand_side_by_side(coordinator):
    people = [someone(given_name=f"第{n}") for n in range(4)]
    client = client_of(coordinator)
    page = client.get(reverse("talent:senior_compare"), {"id": [person.pk for person in people], "q": "物流"}).text
    assert [person.name in page for person in people] == [True, True, True, False]
    assert "3人までです" in page and "?q=%E7%89%A9%E6%B5%81" in page
    for ids in ([], ["x"], ["00000000-0000-4000-8000-00000000abcd"]):
        assert "くらべる人が選ばれていません" in client.get(reverse("talent:senior_compare"), {"id": ids}).text
