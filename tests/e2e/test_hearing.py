"""A branch officer on a telephone at the firm: the network goes and comes back; and two people on one sheet. Nothing typed is lost."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from companies import hearings
from companies.sheet import sheet_of
from tests import factories
from tests.companies.test_hearings import complete
from tests.e2e.test_every_page import SIZES

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hearing(branch_of_a, branch_a, bank_a):
    today = timezone.localdate()
    event = factories.event(starts_on=today, ends_on=today)
    factories.event_host(event, bank_a)
    firm = factories.participation(event, factories.company(branch_of_a)).company
    return hearings.begin(company=firm, event_id=event.pk, key=uuid.uuid4(), by=branch_a, now=timezone.now())[0]


def stored(hearing):
    return sheet_of(type(hearing).objects.get(pk=hearing.pk))


def test_on_a_telephone_without_network_nothing_is_lost(new_page, sign_in, hearing, branch_a):
    page = new_page(**SIZES["telephone"])
    sign_in(page, branch_a)
    page.goto(reverse("companies:hearing_edit", args=[hearing.pk]))
    bar = page.locator("#saving")
    page.get_by_label("会社の背景").fill("創業50年の切削加工")
    expect(bar).to_contain_text("に保存しました")
    expect(bar).to_have_attribute("data-kind", "saved")
    page.context.set_offline(True)
    page.get_by_label("現在の状況").fill("電波のない応接室で書いた文")
    page.get_by_label("生産管理").first.check()
    expect(bar).to_contain_text("電波がありません。入力はこの端末に残しています")
    expect(page.get_by_text("生産管理の質問")).to_be_visible()
    page.context.set_offline(False)
    expect(bar).to_contain_text("に保存しました")
    expect(page.locator("[data-part=firm]")).to_have_text("1/1")
    assert stored(hearing) == {
        "background": "創業50年の切削加工",
        "current_state": "電波のない応接室で書いた文",
        "issue1_categories": ["PRODUCTION"],
    }
    assert page.evaluate("localStorage.length") == 0


def test_what_was_typed_before_the_page_was_lost_comes_back(new_page, sign_in, hearing, branch_a):
    page = new_page(**SIZES["telephone"])
    sign_in(page, branch_a)
    page.goto(reverse("companies:hearing_edit", args=[hearing.pk]))
    expect(page.locator("#saving")).to_contain_text("に保存しました")
    page.context.set_offline(True)
    page.get_by_label("現在の状況").fill("閉じてしまった文")
    expect(page.locator("#saving")).to_contain_text("電波がありません")
    page.context.clear_cookies()  # the session has ended meanwhile, too
    page.context.set_offline(False)
    expect(page.locator("#saving")).to_contain_text("ログインの時間が切れました")
    sign_in(page, branch_a)
    page.goto(reverse("companies:hearing_edit", args=[hearing.pk]))
    expect(page.locator("#others")).to_contain_text("残っていた入力(1か所)を戻しました")
    expect(page.locator("#saving")).to_contain_text("に保存しました")
    expect(page.get_by_label("現在の状況")).to_have_value("閉じてしまった文")
    expect(page.locator("#saving")).to_have_attribute("data-kind", "saved")
    assert stored(hearing) == {"current_state": "閉じてしまった文"}


def test_two_browsers_on_one_sheet(new_page, sign_in, hearing, branch_a, head_office_a):
    mine, theirs = new_page(), new_page()
    for page, user in ((mine, branch_a), (theirs, head_office_a)):
        sign_in(page, user)
        page.goto(reverse("companies:hearing_edit", args=[hearing.pk]))
        expect(page.locator("#saving")).to_contain_text("に保存しました")
    expect(theirs.locator("#open-by")).to_contain_text("も開いています")
    mine.get_by_label("会社の背景").fill("支店の文")
    expect(mine.locator("[data-part=firm]")).to_have_text("1/1")
    theirs.get_by_label("社内の体制").fill("本部の体制")
    expect(theirs.locator("#others")).to_contain_text("次のところを書きました")
    expect(theirs.get_by_label("会社の背景")).to_have_value("支店の文")
    mine.context.set_offline(True)  # so that neither hears of the other while both write
    mine.get_by_label("現在の状況").fill("支店の見た状況")
    expect(mine.locator("#saving")).to_contain_text("電波がありません")
    theirs.get_by_label("現在の状況").fill("本部の見た状況")
    expect(theirs.locator("#saving")).to_have_attribute("data-kind", "saved")
    mine.context.set_offline(False)
    expect(mine.locator(".conflict")).to_contain_text("本部の見た状況")
    expect(mine.locator("#saving")).to_contain_text("確かめてほしい欄が1か所")
    mine.get_by_role("button", name="両方を続けて入れる").click()
    expect(mine.locator(".conflict")).to_have_count(0)
    expect(mine.locator("#saving")).to_have_attribute("data-kind", "saved")
    assert stored(hearing) == {
        "background": "支店の文",
        "organisation": "本部の体制",
        "current_state": "本部の見た状況\n支店の見た状況",
    }


@pytest.mark.parametrize("size", ["desk", "telephone"])
def test_every_page_of_a_hearing_is_clean(size, new_page, sign_in, violations, hearing, branch_a):
    complete(hearing)
    page = new_page(**SIZES[size])
    sign_in(page, branch_a)
    addresses = [
        reverse(f"companies:hearing_{name}", args=[hearing.pk]) for name in ("detail", "edit", "check", "versions", "president")
    ] + [
        reverse("companies:hearing_step", args=[hearing.pk, "withdraw"]),
        reverse("events:hearing_begin", args=[hearing.company_id]),
        reverse("events:hearing_board", args=[hearing.event_id]),
    ]  # fmt: skip
    found = []
    for address in addresses:
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)
        found += [f"{address}: {line}" for line in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{address}: scrolls sideways at {size}")
    assert found == []
