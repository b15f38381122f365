"""The pages of seniors, of a president and of the reception, on a tablet and on a telephone: axe finds nothing, nothing scrolls sideways."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.actions import make_president_link
from events.actions import make_desk
from matching.actions.reception import write_names
from talent.models import Senior
from tests import factories
from tests.e2e.browsing import through

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SIZES = {
    "desk": {"width": 1366, "height": 768},
    "tablet": {"width": 820, "height": 1180},
    "zoom": {"width": 683, "height": 384},
    "telephone": {"width": 390, "height": 844},
    "small": {"width": 320, "height": 700},
}


@pytest.fixture
def world(senior_a, reception, coordinator, branch_of_a):
    """A senior who meets three firms today, with issues open in another event, a reception with its desk, and links."""
    today, now = timezone.localdate(), timezone.now()
    senior = Senior.objects.get(user=senior_a)
    event = factories.event(name="秋の合同 新現役交流会", starts_on=today, ends_on=today, stage="day")
    slots = factories.slots(factories.day(event, opening_at=dt.time(13)))
    plan = factories.timetable(event, coordinator, published=True)
    person = factories.attendance(event, senior)
    factories.career(senior)
    factories.speciality(senior)
    for n, name in enumerate(("株式会社 武蔵台フーズ", "有限会社 大谷塗装", "みのり農産 株式会社")):
        company = factories.company(
            branch_of_a, name=name, name_kana="ムサシダイ", business="味噌と漬物を作り、都内の店へ卸す。"
        )
        entry = factories.entry(factories.participation(event, company), person, public_title="取引先をふやしたい")
        factories.interview(plan, entry, slots[(0, 2, 4)[n]])
    write_names(plan)
    coming = factories.event(
        name="冬の交流会", starts_on=today + dt.timedelta(days=40), ends_on=today + dt.timedelta(days=40)
    )
    for title, trade in (
        ("新しい取引先を、東京でふやしたい", "食品の製造"),
        ("段取りの時間を半分にしたい", "金属加工"),
    ):
        factories.issue_brief(
            factories.issue(factories.company(branch_of_a)),
            event_id=coming.pk,
            public_title=title,
            trade=trade,
            size_band="21-50",
            open_from=now - dt.timedelta(days=1),
            open_until=now + dt.timedelta(days=12),
        )
    factories.reception_desk(event, coordinator, user=reception, created_at=now)
    return {
        "event": event,
        "interview": plan.interviews.order_by("slot__number").first(),
        "brief": coming,
        "president": make_president_link(company=company, by=coordinator, now=now)[1],
        "desk": make_desk(event=event, date=today, by=coordinator, now=now)[1],
        "company": company,
    }


def check(page, address, violations, size) -> list[str]:
    page.goto(address)
    assert page.locator("h1").count() == 1, address
    found = [f"{address}: {line}" for line in violations(page)]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{address}: scrolls sideways at {size}")
    return found


@pytest.mark.parametrize(
    "size", ["small", *(pytest.param(s, marks=pytest.mark.full) for s in ("tablet", "desk", "zoom", "telephone"))]
)
def test_pages_of_seniors_presidents_and_the_reception_are_clean(
    size, world, new_page, sign_in, violations, senior_a, reception
):
    from companies.models import IssueBrief

    page = new_page(**SIZES[size])
    sign_in(page, senior_a)
    found = check(page, "/", violations, size) + check(page, reverse("talent:pledge"), violations, size)
    page.get_by_label("上の文を読みました").check()
    through(page.get_by_role("button", name="約束して進む"))
    page.wait_for_url("**/briefs/")
    brief = IssueBrief.objects.order_by("pk").first()
    for name, key in (
        ("home", None),
        ("events:brief_list", None),
        ("events:brief_detail", brief.pk),
        ("matching:my_events", None),
        ("matching:my_timetable", world["event"].pk),
        ("matching:interview_company", world["interview"].pk),
        ("talent:pledge", None),
    ):
        found += check(page, reverse(name, args=[key] if key else []), violations, size)
    page.context.clear_cookies()
    found += check(page, reverse("matching:president_page", args=[world["president"]]), violations, size)
    found += check(page, reverse("events:desk_open", args=[world["desk"]]), violations, size)
    through(page.get_by_role("button", name="この端末で受付を始める"))
    page.wait_for_url("**/reception/")
    found += check(page, page.url, violations, size)
    page.get_by_label("さがす").fill("むさし")
    through(page.get_by_role("button", name="さがす"))
    page.get_by_text("3件").wait_for()
    assert found == []
