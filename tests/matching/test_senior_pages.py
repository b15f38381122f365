"""A senior's own pages: home, events and wishes, timetable, and the firm's sheet only through a published interview of hers."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.models import Timetable
from talent.models import Senior
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of, same_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    day = timezone.localdate() + dt.timedelta(days=10)
    made = factories.event(name="秋の交流会", starts_on=day, ends_on=day, stage="day", venue="千代田会館")
    factories.slots(factories.day(made, opening_at=dt.time(13)))
    return made


@pytest.fixture
def published(event, coordinator) -> Timetable:
    return factories.timetable(event, coordinator, published=True)


@pytest.fixture
def meet(event, branch_of_a):
    """`meet(account, timetable, slot, firm)`: an interview of that senior with a firm of bank A."""

    def made(account, timetable=None, slot=0, **firm):
        company = factories.company(branch_of_a, **{"name": f"株式会社 ひみつ{slot}", "business": "鍋を作る"} | firm)
        hearing = factories.hearing(company, background="ヒアリングの背景", heard_by="支店の人")
        factories.hearing_note(hearing, "口頭のメモ")
        subject = factories.issue(company, hearing=hearing, title="課題の題名", wanted_profile="求める経験の文")
        senior = Senior.objects.get(user=account)
        person = event.attendances.filter(senior=senior).first() or factories.attendance(event, senior)
        entry = factories.entry(
            factories.participation(event, company),
            person,
            issue=subject,
            public_title="公開の題名",
            score=777_123,
            selection_reason="選定の理由の文",
            state="selected",
        )
        if timetable:
            return factories.interview(timetable, entry, event.slots.get(number=slot))
        return entry

    return made


def page(user, name, *args):
    return client_of(user).get(reverse(name, args=args))


def test_home_shows_the_next_interview_what_to_do_and_the_telephone(senior_a, meet, published, settings):
    settings.SECRETARIAT_PHONE = "03-1111-2222"
    meet(senior_a, published, slot=1)
    meet(senior_a, published, slot=4)
    home = page(senior_a, "home").text
    assert "13:50" in home and "千代田会館" in home and "2社と" in home
    assert "守秘の約束をお願いします" in home
    assert "03-1111-2222" in home


def test_home_after_the_pledge_counts_the_open_issues(senior_a, meet):
    factories.consent(Senior.objects.get(user=senior_a), kind="confidentiality")
    assert "いまはありません" in page(senior_a, "home").text
    entry, now = meet(senior_a), timezone.now()
    hour = dt.timedelta(hours=1)
    factories.issue_brief(entry.issue, event_id=entry.event_id, open_from=now - hour, open_until=now + hour)
    home = page(senior_a, "home").text
    assert "受付中の課題が1件あります" in home and "決まった面談はありません" in home


@pytest.mark.parametrize("state", ["dormant", "paused"])
def test_home_of_a_senior_who_is_not_active(senior_a, state):
    Senior.objects.filter(user=senior_a).update(state=state)
    home = page(senior_a, "home").text
    assert "いまの登録の状態は" in home and "守秘の約束をお願い" not in home


def test_home_of_an_account_without_a_senior():
    assert page(factories.user("senior"), "home").status_code == 200


def test_wishes_are_shown_without_how_they_were_judged(senior_a, meet, event):
    for stage in ("timetable", "selection"):  # step by step, as the table allows
        event.stage = stage
        event.save()
    meet(senior_a)
    shown = page(senior_a, "matching:my_events").text
    assert "秋の交流会" in shown and "公開の題名" in shown and "希望を受け付けました" in shown
    for secret in ("選定の理由の文", "777123", "777,123", "選定", "ひみつ", "課題の題名"):
        assert secret not in shown


def test_wishes_after_publication(senior_a, meet, published):
    meet(senior_a, published)
    meet(senior_a, name="株式会社 ほか")
    shown = page(senior_a, "matching:my_events").text
    assert shown.count("面談が決まりました") == shown.count("今回は面談の予定がありません") == 1


def test_my_timetable_says_when_where_and_with_whom(senior_a, senior_b, meet, published, event):
    mine, theirs = meet(senior_a, published, slot=0), meet(senior_b, published, slot=3)
    shown = page(senior_a, "matching:my_timetable", event.pk).text
    assert "13:30" in shown and "株式会社 ひみつ0" in shown and f"<b>{mine.booth.number}</b>卓" in shown
    assert "ひみつ3" not in shown and str(theirs.pk) not in shown


def test_before_publication_the_timetable_says_so(senior_a, meet, event, coordinator):
    draft = factories.timetable(event, coordinator)
    interview = meet(senior_a, draft)
    shown = page(senior_a, "matching:my_timetable", event.pk)
    assert shown.status_code == 200 and "まだ決まっていません" in shown.text and "ひみつ" not in shown.text
    assert "決まった面談はありません" in page(senior_a, "home").text
    assert page(senior_a, "matching:interview_company", interview.pk).status_code == 404


def test_a_superseded_timetable_is_no_longer_hers(senior_a, meet, published, event, coordinator):
    interview = meet(senior_a, published)
    Timetable.objects.filter(pk=published.pk).update(state="superseded", is_published=False)
    assert page(senior_a, "matching:interview_company", interview.pk).status_code == 404
    assert "ひみつ" not in page(senior_a, "matching:my_timetable", event.pk).text


def test_the_firms_sheet_has_no_word_of_the_hearing(senior_a, meet, published):
    interview = meet(senior_a, published)
    shown = page(senior_a, "matching:interview_company", interview.pk).text
    for word in ("株式会社 ひみつ0", "鍋を作る", "課題の題名", "不良率が3年で", "検査の記録の取り方"):
        assert word in shown
    for secret in ("ヒアリングの背景", "支店の人", "口頭のメモ", "選定の理由の文", "求める経験の文"):
        assert secret not in shown


def test_the_sheet_of_another_seniors_interview_is_not_there(senior_a, senior_b, meet, published):
    theirs = meet(senior_b, published)
    stranger = page(senior_a, "matching:interview_company", theirs.pk)
    missing = page(senior_a, "matching:interview_company", theirs.entry_id)
    assert stranger.status_code == 404 and same_page(stranger, missing)


def test_an_event_that_is_not_hers_is_not_there(senior_b, event):
    assert page(senior_b, "matching:my_timetable", event.pk).status_code == 404


@pytest.mark.parametrize("name", ["my_events", "my_timetable", "interview_company"])
@pytest.mark.parametrize("actor", ["coordinator", "head_office_a", "branch_a", "reception"])
def test_these_pages_are_for_seniors(actor, name, request, event):
    args = [] if name == "my_events" else [event.pk]
    assert page(request.getfixturevalue(actor), f"matching:{name}", *args).status_code == 403


QUERIES = {"home": (False, 8), "matching:my_events": (False, 5), "matching:my_timetable": (True, 6)}


@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_costs_the_same_with_one_row_and_with_three(
    name, how_many, senior_a, meet, published, event, django_assert_num_queries
):
    for slot in range(how_many):
        meet(senior_a, published, slot=slot)
    of_event, queries = QUERIES[name]
    client = client_of(senior_a)
    with django_assert_num_queries(queries + WHO_ASKS):
        assert client.get(reverse(name, args=[event.pk] if of_event else [])).status_code == 200


def test_without_rows_the_pages_say_why(senior_a):
    assert "参加する交流会はまだありません" in page(senior_a, "matching:my_events").text
    assert "決まった面談はありません" in page(senior_a, "home").text
