"""Recommendation over real rows: who is asked for, what is read, that a change is seen at once, and that the reasons stand on the page."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from events import recommendation
from institutions.reading import collecting
from institutions.roles import Role
from talent.models import Career, Qualification, Senior, SeniorState, Speciality, Standing, UnavailablePeriod
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(branch_of_a):
    return factories.issue(
        factories.company(branch_of_a, industry="プラスチック射出成形", prefecture="愛知県"),
        title="成形不良を減らしたい",
        body="樹脂成形品の不良が多く、歩留まりが下がっています。条件出しがベテランの勘に頼っています。",
        wanted_profile="射出成形の現場で不良率を下げた経験のある方",
    )


def person(industry, position, summary, category="PRODUCTION", **more) -> Senior:
    senior = factories.senior(state=SeniorState.ACTIVE, **more)
    Speciality.objects.create(senior=senior, category=category, years=30)
    Career.objects.create(
        senior=senior,
        company_name="ある会社",
        industry=industry,
        position=position,
        from_year=1985,
        to_year=2015,
        summary=summary,
    )
    return senior


@pytest.fixture
def moulder():
    return person("プラスチック", "成形課長", "射出成形の条件表を作り、成形不良を9%から2%に下げ、良品率を上げた。")


@pytest.fixture
def clerk():
    return person("銀行", "支店長", "融資の審査と、取引先の資金繰りの相談を担当した。", "FINANCE")


def names(issue) -> list[str]:
    return [one.id for one in recommendation.rank_seniors(issue)]


def test_the_right_person_comes_first_and_the_parts_add_up(issue, moulder, clerk):
    ranked = recommendation.rank_seniors(issue)
    assert [one.id for one in ranked] == [str(moulder.pk), str(clerk.pk)]
    for one in ranked:
        assert round(sum(one.parts.values()), 4) == one.score
    first = recommendation.suggest_seniors(issue, ranked, 1)[0]
    assert first.subject == moulder
    assert any("成形" in part.of_senior and part.of_issue for part in first.parts)


@pytest.mark.parametrize("field", ["strengths", "introduction", "achievements", "headline", "overseas", "languages"])
def test_whatever_she_wrote_of_herself_is_read(issue, field):
    """Of two equals, who has what the issue asks for in any field of hers comes first."""
    bare = dict.fromkeys(("strengths", "achievements", "headline", "introduction"), "")
    _, second = (person("プラスチック", "係長", "総務の仕事をした。", **bare) for _ in range(2))
    before = {one.id: one.parts["words"] for one in recommendation.rank_seniors(issue)}
    Senior.objects.filter(pk=second.pk).update(**{field: "タイの工場で、樹脂成形品の歩留まりを上げました"})
    after = {one.id: one.parts["words"] for one in recommendation.rank_seniors(issue)}
    assert after[str(second.pk)] > max(before.values())
    assert names(issue)[0] == str(second.pk)


@pytest.mark.parametrize(
    "change",
    [
        lambda senior: Career.objects.create(
            senior=senior, company_name="別の会社", summary="射出成形の不良を減らした。"
        ),
        lambda senior: Career.objects.filter(senior=senior).update(summary="射出成形の不良を減らした。"),
        lambda senior: Career.objects.filter(senior=senior).delete(),
        lambda senior: Speciality.objects.create(senior=senior, category="IT", years=3),
        lambda senior: Qualification.objects.create(senior=senior, name="プラスチック成形技能士"),
        lambda senior: Senior.objects.filter(pk=senior.pk).update(strengths="成形の条件出し"),
        lambda senior: _by_hand(senior),
    ],
)
def test_every_change_is_seen_at_once(issue, moulder, clerk, change):
    before = recommendation.register()
    assert recommendation.register() is before
    change(clerk)
    assert recommendation.register() is not before


def _by_hand(senior):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE talent_career SET summary = 'x' WHERE senior_id = %s", [senior.pk])


def test_only_who_is_active_is_proposed(issue, moulder, clerk):
    Senior.objects.filter(pk=moulder.pk).update(state=SeniorState.PAUSED)
    assert names(issue) == [str(clerk.pk)]


def test_who_wished_in_vain_is_a_little_ahead_of_her_equal(issue):
    two = [person("プラスチック", "成形課長", "射出成形の不良を減らした。") for _ in range(2)]
    first, second = names(issue)
    Standing.objects.create(senior_id=second, entries=3, waiting=3)
    assert names(issue) == [second, first]
    assert len(two) == 2


def test_who_cannot_come_that_day_is_behind_her_equal(issue):
    for _ in range(2):
        person("プラスチック", "成形課長", "射出成形の不良を減らした。")
    first, second = names(issue)
    day = timezone.localdate() + dt.timedelta(days=30)
    UnavailablePeriod.objects.create(senior_id=first, from_on=day, to_on=day)
    ranked = recommendation.rank_seniors(issue, day)
    assert [one.id for one in ranked] == [second, first]
    against = [one.against for one in recommendation.suggest_seniors(issue, ranked, 1)]
    assert ["その日は参加できません。" in one for one in against] == [False, True]
    assert names(issue) == [first, second]


def test_the_office_reads_reasons_on_the_page(issue, moulder, clerk, coordinator):
    page = client_of(coordinator).get(reverse("events:issue_seniors", args=[issue.pk])).content.decode()
    assert page.index(moulder.name) < page.index(clerk.name)
    assert "専門分野" in page and "成形不良を9%から2%に下げ" in page


def test_preparing_shows_nobody_and_a_page_shows_its_ten(issue, moulder, coordinator):
    for _ in range(12):
        person("銀行", "課長", "融資を担当した。", "FINANCE")
    with collecting() as reading:
        ranked = recommendation.rank_seniors(issue)
        assert not reading.seniors
        recommendation.suggest_seniors(issue, ranked[:10], 1)
    assert len(reading.seniors) == 10


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_as_often_for_one_as_for_three(issue, coordinator, people, django_assert_num_queries):
    for _ in range(people):
        person("プラスチック", "成形課長", "射出成形の不良を減らした。")
    client = client_of(coordinator)
    address = reverse("events:issue_seniors", args=[issue.pk])
    client.get(address)
    with django_assert_num_queries(WHO_ASKS + 18):
        client.get(address)


def test_without_anybody_the_page_says_so(issue, coordinator):
    page = client_of(coordinator).get(reverse("events:issue_seniors", args=[issue.pk])).content.decode()
    assert "登録中の新現役がいません" in page


def test_open_issues_for_a_senior(issue, moulder, clerk, coordinator, branch_of_a):
    now = timezone.now()
    times = {"open_from": now - dt.timedelta(days=1), "open_until": now + dt.timedelta(days=1)}
    other = factories.issue(factories.company(branch_of_a), categories=["FINANCE"], title="資金繰り")
    texts = (
        ("成形不良を半分に", "射出成形の不良が多い。"),
        ("資金繰りを整えたい", "銀行との融資の相談の進め方を知りたい。"),
    )
    for one, (title, summary) in zip((issue, other), texts, strict=True):
        event = factories.event()
        factories.issue_brief(
            one, event_id=event.pk, public_title=title, public_summary=summary, categories=one.categories, **times
        )
    for senior, first, second in ((moulder, 0, 1), (clerk, 1, 0)):
        page = client_of(coordinator).get(reverse("events:senior_issues", args=[senior.pk])).content.decode()
        assert page.index(texts[first][0]) < page.index(texts[second][0])


def test_others_than_the_office_do_not_see_it(issue, moulder, head_office_a, senior_a):
    assert Role.HEAD_OFFICE == head_office_a.role
    for user in (head_office_a, senior_a):
        assert client_of(user).get(reverse("events:issue_seniors", args=[issue.pk])).status_code == 403
