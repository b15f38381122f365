"""A walk over the board in a real browser: by mouse, by keyboard, by hand, without script, on a tablet, at 200 per cent."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from institutions.roles import Role
from matching import actions
from matching.models import Interview, Timetable
from tests import factories
from tests.e2e.browsing import through
from tests.factories import NOW

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(db):
    return factories.user(Role.COORDINATOR)


@pytest.fixture
def draft(office) -> Timetable:
    event = factories.small_event(companies=4, seniors=6)
    return actions.plan_event(event=event, by=office, now=NOW)


@pytest.fixture
def board(new_page, sign_in, office, draft):
    """The board of a draft, opened by a coordinator."""

    def opened(**options):
        page = new_page(**options)
        sign_in(page, office)
        page.goto(reverse("matching:timetable_board", args=[draft.event_id]))
        return page

    return opened


def first(draft) -> Interview:
    rows = draft.interviews.select_related("slot", "senior").filter(participation__number=1)
    return rows.order_by("slot__number").first()


def slot_of(interview) -> int:
    return Interview.objects.select_related("slot").get(pk=interview.pk).slot.number


def cell(page, interview):
    return page.locator(f"#i-{interview.pk}")


def settled(page) -> None:
    """The answer to the last step is on the board; before that it takes no other step."""
    page.locator("#board:not([aria-busy])").wait_for()


def pick(page, interview) -> None:
    cell(page, interview).click()
    settled(page)
    expect(page.get_by_role("heading", name="選択中の面談")).to_be_visible()


def test_by_mouse_pick_up_drop_lock_undo(board, draft, violations):
    page, row = board(), first(draft)
    before = slot_of(row)
    expect(page.get_by_role("heading", name="最適(証明済み)")).to_be_visible()
    pick(page, row)
    expect(page).to_have_url(re.compile(f"interview={row.pk}"))
    assert violations(page) == []
    target = page.locator("button.slot.legal").last
    wanted = target.inner_text()
    target.click()
    page.get_by_text("へ移しました。").first.wait_for()
    assert slot_of(row) != before, wanted
    expect(page.get_by_role("heading", name="手で変更")).to_be_visible()
    pick(page, row)
    page.get_by_role("button", name="固定", exact=True).click()
    page.get_by_text("に固定しました。").first.wait_for()
    expect(cell(page, row)).to_contain_text("固定")
    for _ in range(2):
        page.get_by_role("button", name="元に戻す").click()
        settled(page)
    expect(page.get_by_role("heading", name="最適(証明済み)")).to_be_visible()
    assert slot_of(row) == before


def test_by_keyboard_alone(board, draft):
    page, row = board(), first(draft)
    before = slot_of(row)
    cell(page, row).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="選択中の面談").wait_for()
    settled(page)
    expect(page.locator(f"#i-{row.pk}")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        if page.evaluate("document.activeElement.matches('button.slot.legal')"):
            break
    page.keyboard.press("Enter")
    page.get_by_text("へ移しました。").first.wait_for()
    settled(page)
    assert slot_of(row) != before
    expect(page.locator(f"#i-{row.pk}")).to_be_focused()
    page.keyboard.press("Control+z")
    page.get_by_text("元に戻しました").first.wait_for()
    settled(page)
    assert slot_of(row) == before
    cell(page, row).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="選択中の面談").wait_for()
    settled(page)
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="選択中の面談").wait_for(state="detached")
    expect(page.locator("button.slot.legal")).to_have_count(0)
    settled(page)
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.activeElement.closest('tr')?.rowIndex === 2")


def test_by_hand(board, draft):
    page, row = board(), first(draft)
    before = slot_of(row)
    cell(page, row).hover()
    page.mouse.down()
    page.mouse.move(640, 400)
    page.locator("button.slot.legal").first.wait_for()
    box = page.locator("button.slot.legal").last.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 10, steps=4)
    page.mouse.up()
    page.get_by_text("へ移しました。").first.wait_for()
    assert slot_of(row) != before


def test_a_stale_board_says_what_changed(board, draft, office):
    page, row = board(), first(draft)
    pick(page, row)
    other = draft.interviews.exclude(participation__number=1).first()
    now = actions.remove_interview(interview=other, revision=draft.revision, by=office, now=NOW)
    page.locator("button.slot.legal").first.click()
    page.get_by_text("ほかの人が先に時間割を変更しました").wait_for()
    expect(page.get_by_text(now.changes[-1]["text"])).to_be_visible()
    expect(cell(page, other)).to_have_count(0)
    pick(page, row)
    page.locator("button.slot.legal").first.click()
    page.get_by_text("へ移しました。").first.wait_for()


def test_without_script(board, draft):
    page, row = board(java_script_enabled=False), first(draft)
    before = slot_of(row)
    through(cell(page, row))
    page.get_by_label("移動先").select_option(index=8)
    through(page.get_by_role("button", name="移動する"))
    page.get_by_text("へ移しました。").first.wait_for()
    assert before != 8 == slot_of(row)
    page.get_by_role("button", name="元に戻す").click()
    page.get_by_text("元に戻しました").first.wait_for()
    assert slot_of(row) == before


def test_twenty_firms_fit_a_small_screen(new_page, sign_in, office, violations):
    event = factories.small_event(companies=20, seniors=39)
    actions.plan_event(event=event, by=office, now=NOW)
    page = new_page()
    sign_in(page, office)
    page.goto(reverse("matching:timetable_board", args=[event.pk]))
    size = page.evaluate(
        "() => { const s = document.querySelector('.board-scroll'); const d = document.documentElement;"
        " return [s.scrollHeight - s.clientHeight, s.scrollWidth - s.clientWidth, d.scrollHeight - d.clientHeight] }"
    )
    assert size[1:] == [0, 0]
    assert size[0] <= 4
    assert violations(page) == []


@pytest.mark.parametrize(
    "screen",
    [
        {"width": 820, "height": 1180, "has_touch": True, "is_mobile": True},
        {"width": 320, "height": 640},
        {"width": 683, "height": 384},
    ],
)
def test_small_screens_hold_the_page(board, draft, screen, violations):
    page = board(**screen)
    pick(page, first(draft))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []
    if screen.get("has_touch"):
        low = page.evaluate(
            "[...document.querySelectorAll('#board :is(button, select, .btn)')].filter(e => e.offsetHeight && e.offsetHeight < 39).map(e => e.outerHTML)"
        )
        assert low == []


def test_published_the_board_only_shows(board, draft, office, violations):
    page = board()
    through(page.get_by_role("link", name="公開へ進む"))
    page.get_by_role("heading", name="時間割の公開").wait_for()
    assert violations(page) == []
    through(page.get_by_role("button", name="公開する"))
    page.get_by_text("第1版の時間割を公開しました。").wait_for()
    page.goto(reverse("matching:timetable_board", args=[draft.event_id]))
    expect(page.locator("#board a.meet")).to_have_count(0)
    through(page.get_by_role("button", name="変更を始める"))
    page.get_by_text("第2版の下書きを作りました。").wait_for()
    expect(page.locator("#board a.meet")).to_have_count(draft.interviews.count())
    assert violations(page) == []
