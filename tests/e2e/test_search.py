"""The search in a real browser: wide and narrow, enlarged, without JavaScript, by keyboard."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from talent.models import Standing
from talent.search import indexing
from tests import factories
from tests.e2e.browsing import through

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
SIZES = [(1366, 768), (820, 1180), (390, 844), (320, 640)]
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def people(coordinator):
    made = []
    for n, (name, headline) in enumerate(
        [
            ("髙橋", "元 食品商社 物流センター長"),
            ("齋藤", "元 百貨店 仕入れ部長"),
            ("村上", "元 部品メーカー 品質保証部長"),
        ]
    ):
        person = factories.senior(
            family_name=name, headline=headline, regions=["東京都", "埼玉県"], weekdays=["mon", "wed"], topics=["DELIVERY"],
            industries=["FOOD", "WHOLESALE"], strengths="在庫を減らし、配送の回数を見直す。物流の費用を三割下げた。取引先40社との商談も担当。",
        )  # fmt: skip
        factories.speciality(person, category="LOGISTICS", years=30 - n)
        factories.career(
            person, company_name="大手食品商社", industry="食品卸売業", department="物流部", summary="物流の立て直し。"
        )
        factories.qualification(person, name="運行管理者")
        Standing.objects.create(senior=person, events=n, interviews=n)
        made.append(person)
    factories.saved_search(coordinator, name="物流・東京")
    while indexing.take_some():
        pass
    return made


def picture(page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_search_and_comparison_at_every_width(size, new_page, sign_in, violations, coordinator, people):
    page = new_page(*size)
    sign_in(page, coordinator)
    found = []
    addresses = {
        "search": reverse("talent:senior_list") + "?q=物流 改善&category=LOGISTICS&region=東京都",
        "all": reverse("talent:senior_list"),
        "nobody": reverse("talent:senior_list") + "?q=物流&category=HR",
        "compare": reverse("talent:senior_compare") + "?" + "&".join(f"id={one.pk}" for one in people),
    }
    addresses["search"] = addresses["search"].replace(" 改善", "")
    for name, address in addresses.items():
        page.goto(address)
        found += [f"{name}: {one}" for one in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{name}: wider than the screen")
        picture(page, f"{name}-{size[0]}")
    assert found == []


def test_enlarged_to_four_times_nothing_is_cut(new_page, sign_in, coordinator, people):
    page = new_page(1280 // 4, 1024 // 4)
    sign_in(page, coordinator)
    page.goto(reverse("talent:senior_list") + "?q=物流")
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    expect(page.get_by_role("button", name="さがす").first).to_be_visible()


def test_without_javascript_and_by_keyboard_alone(new_page, sign_in, coordinator, people):
    page = new_page(java_script_enabled=False)
    sign_in(page, coordinator)
    page.goto(reverse("talent:senior_list"))
    page.get_by_label("さがす言葉").focus()
    page.keyboard.type("物流")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="3人", exact=True).wait_for()
    expect(page.locator("mark").first).to_have_text("物流")
    page.get_by_role("checkbox", name="物流管理").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="この条件で絞る").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**category=LOGISTICS**")
    expect(page.get_by_role("checkbox", name="物流管理")).to_be_checked()
    for box in page.get_by_role("checkbox", name="くらべる").all()[:2]:
        box.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="選んだ人をくらべる(3人まで)").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="新現役をくらべる").wait_for()
    through(page.get_by_role("link", name="新現役をさがす"))
    page.wait_for_url("**category=LOGISTICS**")
    page.get_by_label("いまの検索に付ける名前").fill("倉庫")
    through(page.get_by_role("button", name="検索を保存"))
    page.get_by_role("link", name="倉庫", exact=True).wait_for()
