"""Registration in a real browser: by the keyboard alone, at 200 % zoom, at 320 px and by touch; leaving loses nothing; axe finds nothing."""

import re

import pytest
from django.core import mail
from playwright.sync_api import TimeoutError as TimedOut
from playwright.sync_api import expect

from institutions.roles import Role
from kouryukai.embedded.processes import wait_until
from talent.models import Application, Senior
from tests import factories
from tests.e2e.browsing import through

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ADDRESS = "tanaka@example.jp"
ZOOM, SMALL, TELEPHONE = {"width": 683, "height": 384}, {"width": 320, "height": 640}, {"width": 390, "height": 844}
TABS = 200  # more than any page has


class Hand:
    """Fills a page in with the mouse or a finger."""

    def __init__(self, page):
        self.page = page

    def write(self, name: str, text: str) -> None:
        self.page.locator(f"[name={name}]").fill(text)

    def choose(self, name: str, text: str) -> None:
        self.page.locator(f"select[name={name}]").select_option(text)

    def tick(self, id_: str) -> None:
        self.page.locator(f"label[for={id_}]").click()

    def press(self, text: str) -> None:
        self.page.get_by_role("button", name=text, exact=True).last.click()


class Finger(Hand):
    def tick(self, id_: str) -> None:
        self.page.locator(f"label[for={id_}]").tap()

    def press(self, text: str) -> None:
        self.page.get_by_role("button", name=text, exact=True).last.tap()


class Keys(Hand):
    """The keyboard alone: Tab until the control has the focus, and it must be on the screen then."""

    def to(self, script: str, what: str) -> None:
        for _ in range(TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(f"(() => {{ const e = document.activeElement; return {script}; }})()"):
                self.is_on_screen(what)
                return
        raise AssertionError(f"the keyboard does not reach {what}")

    def is_on_screen(self, what: str) -> None:
        try:
            self.page.wait_for_function(VISIBLE)  # the page scrolls there with one of its next frames
        except TimedOut as late:
            raise AssertionError(f"{what} has the focus outside of the screen") from late

    def write(self, name: str, text: str) -> None:
        self.to(f"e.name === '{name}'", name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, name: str, text: str) -> None:
        self.to(f"e.name === '{name}'", name)
        for _ in range(60):
            if self.page.evaluate("document.activeElement.value") == text:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{text} cannot be chosen")

    def tick(self, id_: str) -> None:
        self.to(f"e.id === '{id_}'", id_)
        self.page.keyboard.press("Space")

    def press(self, text: str) -> None:
        self.to(f"e.matches('button') && e.innerText.trim() === '{text}'", text)
        self.page.keyboard.press("Enter")


VISIBLE = """() => { const r = document.activeElement.getBoundingClientRect();
  return r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth; }"""


class Walk:
    """A person going through the registration; every page is looked at on the way."""

    def __init__(self, page, hand, violations):
        self.page, self.hand, self.violations, self.found = page, hand(page), violations, []

    def look(self, heading: str) -> None:
        self.page.get_by_role("heading", level=1, name=heading).wait_for()
        where = f"{heading} at {self.page.viewport_size}"
        self.found += [f"{where}: {line}" for line in self.violations(self.page)]
        if self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            self.found.append(f"{where} scrolls sideways")

    def come_in(self) -> None:
        self.page.goto("/register/")
        self.look("新現役の登録")
        self.hand.write("email", ADDRESS)
        self.hand.press("番号を送る")
        self.look("メールに届いた6けたの番号を入れてください")
        self.hand.write("code", re.search(r"^\s+(\d{6})$", mail.outbox[-1].body, re.M)[1])
        self.hand.press("入る")

    def next(self) -> None:
        self.hand.press("保存して次へ")

    def first_half(self) -> None:
        hand = self.hand
        self.look("お名前と生年月日を教えてください")
        hand.write("family_name", "田中")
        hand.write("given_name", "花子")
        hand.write("family_kana", "たなか")
        hand.write("given_kana", "ハナコ")
        hand.write("birth_date_0", "昭和32")
        hand.write("birth_date_1", "10")
        hand.write("birth_date_2", "3")
        self.next()
        self.look("ご連絡先を教えてください")
        hand.write("phone", "03-1234")
        self.next()
        self.page.locator("#error-summary").wait_for()
        expect(self.page.locator("#error-summary")).to_be_focused()
        self.look("ご連絡先を教えてください")
        hand.write("phone", "０３－１２３４－５６７８")
        hand.write("postal_code", "101-0041")
        hand.press("郵便番号から住所を入れる")
        self.page.get_by_text("住所を入れました").wait_for()
        expect(self.page.locator("[name=prefecture]")).to_have_value("東京都")
        hand.write("address", "千代田区神田須田町1-2-3")
        self.next()
        self.look("これまでのお仕事を教えてください")
        hand.press("職歴を書き足す")
        self.look("お仕事を1つ、教えてください")
        hand.write("company_name", "見本食品株式会社")
        hand.write("from_year", "昭和55")
        hand.write("to_year", "2017")
        hand.write("summary", "惣菜工場で、不良を減らす活動をまとめた。")
        hand.press("この職歴を保存する")
        self.look("これまでのお仕事を教えてください")
        self.page.get_by_text("見本食品株式会社", exact=True).wait_for()
        hand.tick("id_retirement_0")
        self.next()
        self.look("どんな分野で支援できますか")

    def second_half(self) -> None:
        hand = self.hand
        hand.tick("id_has_PRODUCTION")
        hand.write("years_PRODUCTION", "31")
        hand.tick("id_topics_11")
        self.next()
        self.look("資格、語学、海外でのお仕事を教えてください")
        hand.write("qualifications", "品質管理検定1級 2011年")
        self.next()
        self.look("得意な支援と実績を書いてください")
        hand.write("headline", "元 食品メーカー 品質保証部長")
        hand.write("strengths", "不良の記録の付け方から、ご一緒します。")
        self.next()
        self.look("支援に動ける場所と日を教えてください")
        hand.tick("id_online_ok_0")
        hand.choose("days_per_week", "2")
        self.next()
        self.look("文をお読みになり、同意してください")
        hand.tick("id_personal_data")
        hand.tick("id_profile")
        hand.press("保存して確認へ")
        self.look("内容を確かめてください")
        hand.press("登録を申し込む")
        self.look("申込みを受け付けました")

    def is_registered(self) -> None:
        assert self.found == []
        senior = Senior.objects.get(user__email=ADDRESS)
        expect(self.page.get_by_text(senior.number)).to_have_count(1)
        assert (senior.name, senior.name_kana, senior.contact.phone) == ("田中 花子", "タナカ ハナコ", "03-1234-5678")
        assert senior.contact.address == "千代田区神田須田町1-2-3" and senior.careers.count() == 1
        assert senior.consents.count() == 2


@pytest.mark.parametrize("size", [pytest.param(ZOOM, marks=pytest.mark.full), SMALL], ids=["zoom", "320px"])
def test_a_person_registers_by_the_keyboard_alone(size, new_page, violations):
    walk = Walk(new_page(**size), Keys, violations)
    walk.come_in()
    walk.look("新現役の登録")
    walk.hand.press("登録を始める")
    walk.first_half()
    walk.second_half()
    walk.is_registered()
    walk.page.goto("/")
    walk.page.get_by_text("審査中です").wait_for()


def test_from_a_telephone_leaving_in_the_middle_and_coming_back_another_day(new_page, violations):
    walk = Walk(new_page(**TELEPHONE, has_touch=True, is_mobile=True), Finger, violations)
    walk.come_in()
    walk.hand.press("登録を始める")
    walk.first_half()
    walk.hand.tick("id_has_HR")  # half a line, and away by the brand's link without any button
    walk.hand.write("years_HR", "たくさん")
    walk.page.locator(".brand").tap()
    walk.page.get_by_text("登録の続きを書いてください").wait_for()
    assert wait_until(lambda: "たくさん" in f"{Application.objects.get().typed}", seconds=60)
    walk.page.context.clear_cookies()

    again = Walk(new_page(**TELEPHONE, has_touch=True, is_mobile=True), Finger, violations)
    again.come_in()
    again.page.get_by_role("link", name="続きを書く").tap()
    again.look("どんな分野で支援できますか")
    expect(again.page.locator("[name=years_HR]")).to_have_value("たくさん")
    expect(again.page.locator("#id_has_HR")).to_be_checked()
    again.hand.tick("id_has_HR")
    again.hand.write("years_HR", "")
    again.second_half()
    again.is_registered()
    assert walk.found == []


def test_without_scripts_every_button_still_keeps_what_was_typed(new_page, sign_in):
    user = factories.user(Role.SENIOR, email=ADDRESS)
    page = new_page(**TELEPHONE, java_script_enabled=False)
    sign_in(page, user)
    page.goto("/registration/")
    through(page.get_by_role("button", name="登録を始める"))
    page.locator("[name=family_name]").fill("田中")
    through(page.get_by_role("button", name="保存して、途中でやめる"))
    page.get_by_text("ここまでの内容を保存しました").wait_for()
    page.goto(f"/registration/{Application.objects.get().pk}/2/")
    page.locator("[name=postal_code]").fill("1010041")
    through(page.get_by_role("button", name="郵便番号から住所を入れる"))
    expect(page.locator("[name=address]")).to_have_value("千代田区神田須田町")
    through(page.get_by_role("button", name="前にもどる"))
    expect(page.locator("[name=family_name]")).to_have_value("田中")
    sheet = Application.objects.get().sheet
    assert sheet["address"] == "千代田区神田須田町"


@pytest.mark.parametrize("size", [SMALL, pytest.param(TELEPHONE, marks=pytest.mark.full)], ids=["320px", "telephone"])
def test_help_preview_and_what_the_office_writes_are_clean(size, new_page, sign_in, violations, coordinator):
    page = new_page(**size)
    sign_in(page, coordinator)
    walk = Walk(page, Hand, violations)
    page.goto("/seniors/register/")
    walk.look("代わりに登録する")
    through(page.get_by_role("button", name="新しく書き始める"))
    walk.look("お名前と生年月日を教えてください")
    page.locator("[name=family_name]").fill("小林")
    through(page.get_by_role("button", name="保存して、途中でやめる"))
    through(page.get_by_role("link", name="小林"))
    walk.look("内容を確かめてください")
    row = Application.objects.get()
    for part, heading in (
        ("preview", "企業が読む一枚"),
        ("8", "文をお読みになり、同意してください"),
        ("6", "得意な支援と実績を書いてください"),
    ):
        page.goto(f"/registration/{row.pk}/{part}/")
        walk.look(heading)
    page.get_by_text("ひとことの見本を見る").click()
    walk.look("得意な支援と実績を書いてください")
    page.get_by_role("button", name=re.compile("この見本を欄に入れる.*人事")).first.click()
    expect(page.locator("[name=headline]")).to_have_value(re.compile("人事課長"))
    page.goto("/registration/guide/")
    walk.look("長い職歴のまとめ方")
    assert walk.found == []
