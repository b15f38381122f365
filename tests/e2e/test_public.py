"""A stranger reads the public pages and sends an inquiry, by the keyboard and by touch; the office takes it. axe finds nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from office import forms_contact
from office.models import Inquiry
from tests import factories
from tests.e2e.browsing import through
from tests.e2e.test_register import Keys

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

DESK, TELEPHONE, SMALL = {"width": 1366, "height": 768}, {"width": 390, "height": 844}, {"width": 320, "height": 700}
PAGES = ("home", "events:about", "events:calendar", "matching:figures", "events:questions", "office:contact")


@pytest.fixture
def events(bank_a):
    day = timezone.localdate()
    coming = factories.event(name="冬の新現役交流会", starts_on=day, ends_on=day)
    factories.event_host(coming, bank_a)
    past = day.replace(year=day.year - 1, day=1)
    factories.event(name="昨年の新現役交流会", starts_on=past, ends_on=past, stage="closed")


def look(page, violations, where: str) -> list[str]:
    found = [f"{where}: {line}" for line in violations(page)]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{where}: scrolls sideways at {page.viewport_size}")
    return found


@pytest.mark.parametrize("size", [DESK, TELEPHONE, SMALL], ids=["desk", "telephone", "small"])
def test_the_pages_are_clean_also_without_scripts(size, events, new_page, violations):
    page = new_page(**size)
    found = []
    for name in PAGES:
        page.goto(reverse(name))
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        found += look(page, violations, name)
    assert found == []
    plain = new_page(**size, java_script_enabled=False)
    plain.goto(reverse("home"))
    for link, heading in (("交流会とは", "新現役交流会とは"), ("予定と記録", "予定と記録"), ("ご相談", "ご相談")):
        through(plain.get_by_role("navigation", name="主なメニュー").get_by_role("link", name=link))
        expect(plain.get_by_role("heading", level=1, name=heading)).to_be_visible()


@pytest.mark.parametrize("size", [pytest.param(DESK, marks=pytest.mark.full), TELEPHONE], ids=["desk", "telephone"])
def test_a_stranger_asks_by_keyboard_and_the_office_takes_it(
    size, events, new_page, sign_in, violations, coordinator, monkeypatch
):
    monkeypatch.setattr(forms_contact, "FASTEST", -1)
    page = new_page(**size)
    keys, found = Keys(page), []
    page.goto(reverse("home"))
    keys.to("e.getAttribute('href') === '/contact/host/'", "the way to the form")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="開催のご相談").wait_for()
    keys.press("確かめる画面へ進む")  # nothing is filled in
    page.get_by_role("link", name="お名前を入れてください").wait_for()
    found += look(page, violations, "with mistakes")
    for name, text in (
        ("name", "堤 一郎"),
        ("organisation", "潮見信用組合"),
        ("email", "tsutsumi@example.jp"),
        ("body", "取引先20社ほどで開きたい。"),
    ):
        keys.write(name, text)
    expect(page.locator("[name=body]")).to_be_focused()
    keys.press("確かめる画面へ進む")
    page.get_by_role("heading", level=1, name="この内容で送りますか").wait_for()
    found += look(page, violations, "the second look")
    keys.press("修正する")
    page.get_by_role("heading", level=1, name="開催のご相談").wait_for()
    expect(page.locator("[name=body]")).to_have_value("取引先20社ほどで開きたい。")
    keys.write("wished_when", "来年の秋")
    keys.press("確かめる画面へ進む")
    page.get_by_text("来年の秋").wait_for()
    keys.press("送る")
    page.get_by_role("heading", level=1, name="受け付けました").wait_for()
    row = Inquiry.objects.get()
    expect(page.get_by_text(row.number)).to_be_visible()
    found += look(page, violations, "the number")

    desk = new_page(**size)
    sign_in(desk, coordinator)
    desk.goto(reverse("home"))
    through(desk.get_by_role("link", name="新着1件・対応中0件"))
    desk.get_by_role("link", name="堤 一郎").wait_for()
    found += look(desk, violations, "the list")
    through(desk.get_by_role("link", name="堤 一郎"))
    through(desk.get_by_role("button", name="自分が引き受ける"))
    desk.get_by_text("引き受けました。").wait_for()
    desk.get_by_label("したこと").fill("電話で話した。")
    through(desk.get_by_role("button", name="記録する"))
    desk.get_by_text("記録しました。").wait_for()
    found += look(desk, violations, "the inquiry")
    desk.get_by_label("完了(お応えできた)").check()
    desk.get_by_label("結果").fill("秋に開くことになった。")
    through(desk.get_by_role("button", name="終わりにする"))
    desk.get_by_role("button", name="もう一度対応する").wait_for()
    found += look(desk, violations, "what was closed")
    desk.goto(reverse("office:inquiry_write"))
    desk.get_by_role("heading", level=1, name="電話などで受けたお問い合わせ").wait_for()
    found += look(desk, violations, "writing one down")
    assert found == []
