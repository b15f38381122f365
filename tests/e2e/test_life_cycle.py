"""A registration's life on the screen: applied, sent back, approved, paused, left; by the senior on her tablet and by the office at its desk."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from matching.standings import count_standings
from talent.models import Application, Senior
from talent.reconfirmation import token_for
from talent.sheet import sheet_of
from tests import factories
from tests.e2e.browsing import through

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SIZES = {"desk": (1366, 768), "tablet": (820, 1180), "telephone": (390, 844), "small": (320, 640)}


@pytest.fixture
def world(senior_a, coordinator, branch_of_a):
    """A senior with three years behind her who asks for a change, and two newcomers: one waits for nine days, one has no mail."""
    now, today = timezone.now(), timezone.localdate()
    senior = Senior.objects.get(user=senior_a)
    factories.senior_contact(senior, address="神奈川県川崎市中原区3-2-1", postal_code="2110063")
    factories.career(senior, summary="検査の流れを組み直し、不良を半分にした。")
    factories.speciality(senior)
    factories.consent(senior, kind="confidentiality")
    firms = [factories.company(branch_of_a, name=name) for name in ("株式会社 武蔵台フーズ", "有限会社 大谷塗装")]
    for n in range(3):
        day = today - dt.timedelta(days=300 * n + 30)
        event = factories.event(name=f"第{9 - n}回 新現役交流会", starts_on=day, ends_on=day, stage="day")
        slots = factories.slots(factories.day(event))
        plan = factories.timetable(event, coordinator, published=True)
        person = factories.attendance(event, senior)
        entries = [
            factories.entry(factories.participation(event, firm), person, public_title="取引先をふやしたい")
            for firm in firms
        ]
        factories.interview(plan, entries[0], slots[0])
        factories.result(entries[0], coordinator)
        factories.answer(entries[0], coordinator)
        factories.answer(entries[0], coordinator, side="senior")
        if n:
            factories.second_interview(entries[0], coordinator)
            factories.support(entries[0], coordinator)
    count_standings()
    sheet = sheet_of(senior) | {"headline": "元 食品商社 物流部長", "languages": "英語、中国語"}
    change = factories.application(senior, kind="change", applicant=senior_a, sheet=sheet, submitted_at=now)
    newcomer = factories.senior(state="submitted", family_name="小野寺", given_name="清", number="S00001")
    factories.senior_contact(newcomer, email="onodera@example.jp", phone="090-1111-2222")
    old = factories.application(newcomer, submitted_at=now - dt.timedelta(days=9))
    silent = factories.senior(state="submitted", family_name="立花", given_name="実", number="S00002")
    factories.senior_contact(silent, email="", phone="03-9999-0000")
    factories.application(silent, submitted_at=now - dt.timedelta(days=2))
    return {"senior": senior, "change": change, "old": old}


def check(page, address, violations, size) -> list[str]:
    page.goto(address)
    assert page.locator("h1").count() == 1, address
    found = [f"{address}: {line}" for line in violations(page)]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{address}: scrolls sideways at {size}")
    return found


def pages_of_a_senior(world) -> list[str]:
    key = [world["senior"].pk]
    return [
        reverse("talent:my_registration"),
        reverse("matching:my_history"),
        *(reverse(f"talent:senior_{name}", args=key) for name in ("availability", "pause", "consent", "withdraw")),
        reverse("talent:reconfirm", args=[token_for(world["senior"], timezone.now())]),
    ]


def pages_of_the_office(world) -> list[str]:
    key = [world["senior"].pk]
    return [
        reverse("home"),
        reverse("talent:application_list"),
        reverse("talent:application_detail", args=[world["change"].pk]),
        reverse("talent:application_detail", args=[world["old"].pk]),
        *(
            reverse(f"talent:senior_{name}", args=key)
            for name in ("detail", "availability", "pause", "consent", "withdraw")
        ),
        reverse("matching:senior_history", args=key),
    ]


@pytest.mark.parametrize(
    "size", ["tablet", "small", *(pytest.param(s, marks=pytest.mark.full) for s in ("desk", "telephone"))]
)
def test_the_pages_of_a_senior_are_clean(size, world, new_page, sign_in, violations, senior_a):
    page = new_page(*SIZES[size])
    sign_in(page, senior_a)
    assert [line for address in pages_of_a_senior(world) for line in check(page, address, violations, size)] == []


@pytest.mark.parametrize(
    "size", ["desk", "small", *(pytest.param(s, marks=pytest.mark.full) for s in ("tablet", "telephone"))]
)
def test_the_pages_of_the_office_are_clean(size, world, new_page, sign_in, violations, coordinator):
    page = new_page(*SIZES[size])
    sign_in(page, coordinator)
    assert [line for address in pages_of_the_office(world) for line in check(page, address, violations, size)] == []


def test_a_life(world, new_page, sign_in, senior_a, coordinator):
    senior, desk = world["senior"], new_page(*SIZES["desk"])
    sign_in(desk, coordinator)
    desk.goto("/")
    through(desk.get_by_role("link", name="3件が返事を待っています"))
    desk.get_by_text("1週間を過ぎました").wait_for()
    through(desk.get_by_role("link", name=senior.name).first)
    desk.get_by_text("2か所").wait_for()
    desk.get_by_text("よくある理由から選ぶ").click()
    through(desk.get_by_role("link", name="勤めた年と、した仕事"))
    field = desk.get_by_label("差し戻す理由")
    expect(field).to_have_value(re.compile("勤めた年"))
    field.fill("語学の欄に、資格の名前を書き足してください。")
    through(desk.get_by_role("button", name="差し戻す"))
    desk.get_by_text("差し戻しました。お知らせのメールを送信箱に用意しました").wait_for()

    tablet = new_page(*SIZES["tablet"])
    sign_in(tablet, senior_a)
    tablet.goto("/")
    through(tablet.get_by_role("link", name="私の登録"))
    tablet.get_by_text("語学の欄に、資格の名前を").wait_for()
    Application.objects.filter(pk=world["change"].pk).update(state="submitted", submitted_at=timezone.now())

    desk.goto(reverse("talent:application_detail", args=[world["change"].pk]))
    through(desk.get_by_role("button", name="承認する"))
    desk.get_by_text("変更を登録に書き込みました").wait_for()

    tablet.reload()
    tablet.get_by_text("英語、中国語").wait_for()
    through(tablet.get_by_role("link", name="上限と期間を書き換える"))
    day = timezone.localdate() + dt.timedelta(days=40)
    first = tablet.get_by_role("group", name="いつから")
    for unit, text in (("年", f"{day.year}"), ("月", f"{day.month}"), ("日", f"{day.day}")):
        first.get_by_label(unit).fill(text)
    tablet.get_by_label("メモ").fill("旅行")
    through(tablet.get_by_role("button", name="この期間を足す"))
    tablet.get_by_text("参加できない期間を記録しました").wait_for()
    through(tablet.get_by_role("link", name="私の登録").first)
    through(tablet.get_by_role("link", name="休止する"))
    tablet.get_by_label("理由").fill("手術のため")
    through(tablet.get_by_role("button", name="休止する"))
    through(tablet.get_by_role("button", name="再開する"))
    tablet.get_by_text("再開しました").wait_for()
    through(tablet.get_by_role("link", name="退会する"))
    through(tablet.get_by_role("button", name="退会する"))
    tablet.get_by_text("チェックを入れてください").first.wait_for()
    tablet.get_by_label("上の説明を読みました").check()
    through(tablet.get_by_role("button", name="退会する"))
    tablet.get_by_text("退会の手続きが終わりました").wait_for()

    desk.goto(reverse("talent:senior_detail", args=[senior.pk]))
    through(desk.get_by_role("button", name="もう一度の登録を受け付ける"))
    through(desk.get_by_role("link", name="申込みを見て決める"))
    through(desk.get_by_role("button", name="承認する"))
    desk.get_by_text("登録しました").wait_for()
    senior.refresh_from_db()
    assert (senior.state, senior.confirmed_on) == ("active", timezone.localdate())
