"""A list walked into the register as a person does it: file, columns, the bar, a decision, the result; at four sizes, without a complaint."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from benchmarks.importing import planted_list
from office.actions import run_now
from office.models import Job
from talent.models import RegisterImport, Senior
from tests import factories
from tests.e2e.browsing import resize, through

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SIZES = ((1366, 768), (820, 1180), (390, 844), (320, 640))
PICTURES = os.environ.get("PICTURES")


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def look(violations):
    """`look(page, name)`: nothing against the rules and nothing that is wider than the window, at four sizes."""

    def at_all_sizes(page, name: str) -> None:
        for width, height in SIZES:
            resize(page, width, height)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} {width}"
            if width in (1366, 320):
                assert violations(page) == [], f"{name} {width}"
            if PICTURES:
                page.screenshot(path=Path(PICTURES, f"{name}-{width}.png"), full_page=True)
        resize(page, 1366, 768)

    return at_all_sizes


def test_a_list_is_walked_into_the_register(new_page, sign_in, coordinator, look, tmp_path):
    planted = planted_list(60, 33)
    known = next(row for n, row in enumerate(planted.rows[1:], 2) if n not in {at for at, _ in planted.faults})
    family, given = known[2].split()
    factories.senior(family_name=family, given_name=given, family_kana="", given_kana="")
    file = tmp_path / "登録者名簿.csv"
    file.write_bytes(planted.csv("cp932"))
    page = new_page()
    sign_in(page, coordinator)
    page.goto("/seniors/")
    through(page.get_by_role("link", name="名簿を取り込む"))
    page.get_by_label("新しい名簿の名前").fill("見本人材センター")
    page.get_by_label("ファイル").set_input_files(file)
    look(page, "1-new")
    through(page.get_by_role("button", name="次へ: 列を確かめる"))
    page.get_by_role("heading", name="列を確かめる").wait_for()
    expect(page.get_by_label("C列「氏名」の登録の項目")).to_have_value("full_name")
    look(page, "2-columns")
    through(page.get_by_role("button", name="次へ: 中身を調べる"))
    page.get_by_role("progressbar", name="進み具合").wait_for()
    run_now(Job.objects.latest("requested_at"))
    through(page.get_by_role("link", name="結果を見る"))
    page.get_by_role("heading", name="取り込みの確認").wait_for()
    look(page, "3-faults")
    through(page.get_by_role("link", name="同じ方かもしれない行 1"))
    page.get_by_text("これは同じ方です").first.wait_for()
    look(page, "4-possible")
    page.get_by_label("これは同じ方です").first.check()
    through(page.get_by_role("button", name="このページの判断を保存する"))
    page.get_by_text("1行の判断を保存しました").wait_for()
    through(page.get_by_role("link", name="新しい方 26"))
    look(page, "5-people")
    page.get_by_label("誤りのある33行を除いて取り込む").check()
    through(page.get_by_role("button", name="この内容で取り込む"))
    page.get_by_role("progressbar", name="進み具合").wait_for()
    run_now(Job.objects.latest("requested_at"))
    through(page.get_by_role("link", name="結果を見る"))
    page.get_by_text("取り込みました。").wait_for()
    look(page, "6-done")
    assert Senior.objects.count() == 27
    assert RegisterImport.objects.get().counts["written_changed"] == 1


def test_two_registrations_are_compared(new_page, sign_in, coordinator, look):
    one = factories.senior(family_name="髙橋", given_name="誠一", introduction="現場の改善をお手伝いします。")
    other = factories.senior(family_name="高橋", given_name="誠一", introduction="工場長として20年勤めました。")
    for senior in (one, other):
        factories.senior_contact(senior)
        factories.career(senior)
    page = new_page()
    sign_in(page, coordinator)
    page.goto("/seniors/duplicates/")
    look(page, "7-duplicates")
    through(page.get_by_role("link", name="並べて確かめる"))
    page.get_by_role("heading", name="2つの登録を比べる").wait_for()
    look(page, "8-pair")
    page.get_by_role("button", name="別の方です").click()
    page.get_by_text("別の方として記録しました").wait_for()


def test_the_export_is_asked_for(new_page, sign_in, coordinator, look):
    factories.senior()
    page = new_page()
    sign_in(page, coordinator)
    page.goto("/seniors/")
    page.get_by_role("link", name="書き出す").wait_for()
    look(page, "9-list")
