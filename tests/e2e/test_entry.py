"""A senior enters, with a telephone and at a desk: leaving in the middle, the keyboard alone, without JavaScript; axe finds nothing."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Entry, EntryDraft
from tests import factories
from tests.e2e.test_other_pages import check
from tests.events.entering import TEXT, able_senior, brief_of, enter, open_event

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    event = open_event(name="冬の交流会")
    branch = factories.branch(factories.institution())
    titles = ("新しい取引先を、東京でふやしたい", "段取りの時間を半分にしたい")
    briefs = [brief_of(event, branch, public_title=title) for title in titles]
    senior = able_senior(strengths="現場の改善。段取りの時間を見直す。")
    factories.career(senior, summary="金型の段取りを10年見て、時間を半分にした。")
    return event, briefs, senior


def test_from_a_telephone_leaving_in_the_middle_and_entering_later(world, new_page, sign_in, violations):
    event, briefs, senior = world
    page = new_page(390, 844)
    sign_in(page, senior.user)
    page.goto(reverse("events:brief_list"))
    page.get_by_role("link", name=f"くわしく読む {briefs[1].public_title}").click()
    page.get_by_role("button", name="気になる").click()
    expect(page.get_by_role("button", name="「気になる」を外す")).to_be_visible()
    page.get_by_role("link", name="希望を書く").click()
    page.get_by_label("私ができること").fill(TEXT[:42])
    expect(page.locator("#saved")).to_contain_text("に保存しました")  # by itself
    expect(page.locator("#saved")).to_contain_text("42字")
    page.goto("/")  # away, without a button
    page.goto(reverse("events:brief_marks"))
    page.get_by_role("link", name=re.compile("続きを書く")).click()
    expect(page.get_by_label("私ができること")).to_have_value(TEXT[:42])
    found = check(page, page.url, violations, "telephone")
    page.get_by_text("書き出しに困ったとき").click()
    page.get_by_role("button", name="登録の内容から下書きを作る").click()
    expect(page.get_by_label("私ができること")).to_have_value(re.compile("金型の段取りを10年見て"))
    page.get_by_role("button", name="確認へ進む").last.click()
    expect(page.get_by_role("heading", name="内容を確かめてください")).to_be_visible()
    found += check(page, page.url, violations, "telephone")
    page.get_by_label("入れた文を自分で読み").check()
    page.get_by_role("button", name="この内容で希望を出す").click()
    expect(page.locator("main")).to_contain_text("第1希望として受け付けました")
    found += check(page, page.url, violations, "telephone")
    assert found == []
    assert Entry.objects.get().proposal_text.startswith(TEXT[:42]) and not EntryDraft.objects.exists()


def test_at_a_desk_with_the_keyboard_alone(world, new_page, sign_in, violations):
    event, briefs, senior = world
    enter(senior, briefs[0])
    page = new_page(1366, 768)
    sign_in(page, senior.user)
    page.goto(reverse("events:entry_write", args=[briefs[1].pk]))
    page.get_by_label("私ができること").focus()
    page.keyboard.insert_text(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="確認へ進む").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(f"「{briefs[0].public_title}」は第2希望になります")
    page.get_by_role("button", name="この内容で希望を出す").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("第1希望として受け付けました")
    page.goto(reverse("events:entry_order", args=[event.pk]))
    found = check(page, page.url, violations, "desk")
    page.get_by_role("button", name=f"下へ {briefs[1].public_title}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("第2希望にしました")
    for name in ("events:brief_marks", "matching:my_events"):
        found += check(page, reverse(name), violations, "desk")
    assert found == []


def test_without_javascript(world, new_page, sign_in):
    event, briefs, senior = world
    page = new_page(820, 1180, java_script_enabled=False)
    sign_in(page, senior.user)
    page.goto(reverse("events:entry_write", args=[briefs[0].pk]))
    page.get_by_label("私ができること").fill("短い文")
    page.get_by_role("button", name="確認へ進む").last.click()
    expect(page.locator("main")).to_contain_text("字ほど書いてください")
    page.get_by_label("私ができること").fill(TEXT)
    page.get_by_role("button", name="確認へ進む").last.click()
    page.get_by_role("button", name="この内容で希望を出す").click()
    expect(page.locator("main")).to_contain_text("第1希望として受け付けました")
    page.get_by_role("link", name="取り下げる").click()
    page.get_by_role("button", name="取り下げる").click()
    expect(page.locator("main")).to_contain_text("取り下げました")
    page.get_by_role("link", name="もう一度書く").click()
    expect(page.get_by_role("heading", name="希望を書く")).to_be_visible()
