"""The parts of pages in a real browser: no axe violation, no sideways scrolling, the keyboard, paper and life without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browsing import resize, through

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SIZES = {"pc": (1366, 768), "tablet": (820, 1180), "phone": (390, 844), "narrow": (320, 640), "zoomed": (683, 384)}
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_all_parts_at_every_size(new_page, sign_in, coordinator, violations):
    page = new_page()
    sign_in(page, coordinator)
    for name, (width, height) in SIZES.items():
        resize(page, width, height)
        page.goto("/components/")
        assert violations(page) == [], name
        assert not page.evaluate(SCROLLS_SIDEWAYS), name


def test_the_policy_lets_nothing_of_others_in(new_page, sign_in, coordinator):
    page = new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, coordinator)
    answer = page.goto("/components/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    own = page.url.removesuffix("/components/")
    assert [url for url in asked if not url.startswith((own, "data:"))] == []
    assert page.evaluate("htmx.config.includeIndicatorStyles === false && htmx.config.allowEval === false")
    assert page.locator("style, [style]").count() == 0
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.btn-primary')).backgroundColor") == "rgb(0, 23, 193)"
    )


def test_mistakes_take_the_focus_and_lead_to_their_fields(new_page, sign_in, coordinator):
    page = new_page()
    sign_in(page, coordinator)
    page.goto("/components/")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^エラー:"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_bad-name")).to_be_focused()
    page.get_by_role("link", name="次の面談を選んでください").click()
    expect(page.locator("#id_bad-answer_0")).to_be_focused()


def test_every_control_shows_its_focus(new_page, sign_in, coordinator):
    page = new_page()
    sign_in(page, coordinator)
    page.goto("/components/")
    page.evaluate("document.body.focus(); document.activeElement.blur()")
    for _ in range(40):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineWidth, s.outlineColor]; })()"
        )
        assert outline == ["4px", "rgb(0, 0, 0)"]


def test_controls_are_large_enough_to_hit(new_page, sign_in, coordinator):
    page = new_page()
    sign_in(page, coordinator)
    page.goto("/components/")
    heights = page.eval_on_selector_all(
        ".btn:not(.btn-sm), .form-control, .form-select, .choice", "all => all.map(e => Math.round(e.offsetHeight))"
    )
    assert min(heights) >= 44


def test_the_sign_in_form_says_what_is_wrong(new_page, violations, db):
    page = new_page(320, 640)
    page.goto("/sign-in/")
    through(page.get_by_role("button", name="ログイン"))
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.get_by_role("link", name="パスワードを入力してください")).to_be_visible()
    assert violations(page) == []
    assert not page.evaluate(SCROLLS_SIDEWAYS)


def test_pages_work_without_script(new_page, sign_in_by_form, coordinator):
    page = new_page(java_script_enabled=False)
    sign_in_by_form(page, coordinator)
    page.goto("/components/")
    expect(page.get_by_role("heading", name="入力を確かめてください")).to_be_visible()
    through(page.get_by_role("button", name="ログアウト"))
    page.get_by_role("heading", name="職員の入口").wait_for()


def test_paper_carries_no_menu(new_page, sign_in, coordinator):
    page = new_page()
    sign_in(page, coordinator)
    page.goto("/components/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="主なメニュー")).to_be_hidden()
    expect(page.locator(".btn:visible")).to_have_count(0)
    expect(page.get_by_role("heading", name="企業と希望")).to_be_visible()


def test_the_board_keeps_its_heads_in_sight_and_family_names_whole(new_page, sign_in, coordinator):
    page = new_page()
    sign_in(page, coordinator)
    page.goto("/components/")
    for width, height in (SIZES["pc"], SIZES["tablet"]):
        resize(page, width, height)
        cut = page.eval_on_selector_all(
            ".meet b",
            "all => all.filter(e => e.getBoundingClientRect().right > e.parentElement.getBoundingClientRect().right + 1"
            " || e.getBoundingClientRect().bottom > e.closest('.meet').getBoundingClientRect().bottom + 1)"
            ".map(e => e.textContent)",
        )
        assert cut == []
    resize(page, 1366, 500)
    distance = page.locator(".board-scroll").evaluate(
        "async place => { place.scrollTo(0, 200); await new Promise(requestAnimationFrame);"
        " const top = e => e.getBoundingClientRect().top;"
        " return [place.scrollTop, top(place.querySelector('thead th')) - top(place)]; }"
    )
    assert distance[0] == 200 and abs(distance[1]) < 2
