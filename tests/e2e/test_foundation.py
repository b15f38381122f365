"""One event from end to end as a coordinator does it: sign in, import a workbook, plan, move one, publish, print, results, report.

The worker is a real one; it is killed in the middle of the documents once and everything is made all the same.
"""

import io
import re
import signal
import subprocess
import time

import pikepdf
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.importing.example import example_workbook
from events.models import Event
from institutions.actions import load_directory
from kouryukai.embedded.processes import wait_until
from matching.models import Answer, Interview, Result, SecondInterview, Support, Timetable
from office.models import Document, WorkState
from office.tasks import sweep
from tests.e2e.browsing import through

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

NAME = "見本 合同新現役交流会"
LONG = 180  # seconds for what a worker does


@pytest.fixture
def desk(new_page, sign_in_by_form, coordinator):
    """A coordinator's browser, signed in; the directory of banks is loaded."""
    load_directory()
    page = new_page()
    sign_in_by_form(page, coordinator)
    return page


def button(page, name: str):
    return page.get_by_role("button", name=name, exact=True).first


def import_the_workbook(page) -> Event:
    through(page.get_by_role("link", name="交流会", exact=True))
    through(page.get_by_role("link", name="表計算ファイルから取り込む").first)
    file = {"name": "交流会.xlsx", "mimeType": "application/octet-stream", "buffer": example_workbook()}
    page.locator("input[type=file]").set_input_files(file)
    through(button(page, "中身を確かめる"))
    page.wait_for_url("**/events/import/*/?name=*")
    assert not Event.objects.filter(name=NAME).exists()
    through(button(page, "この内容で登録する"))
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    return Event.objects.get(name=NAME)


def plan(page) -> None:
    through(button(page, "時間割を作成"))
    ready = page.get_by_role("link", name="時間割を見る")
    expect(ready).to_be_visible(timeout=LONG * 1000)
    through(ready)
    expect(page.get_by_role("heading", name="最適(証明済み)")).to_be_visible()


def move_one(page, event: Event) -> None:
    """By the panel: choose an interview, choose a place, 移動する."""
    draft = Timetable.objects.get(event=event)
    before = dict(draft.interviews.values_list("pk", "slot"))
    for interview in draft.interviews.order_by("slot__number"):
        page.locator(f"#i-{interview.pk}").click()
        expect(page).to_have_url(re.compile(f"interview={interview.pk}"))
        expect(page.locator("#board:not([aria-busy])")).to_be_visible()
        expect(page.get_by_role("heading", name="選択中の面談")).to_be_visible()
        legal = page.locator("button.slot.legal")
        if legal.count():
            legal.first.click()
            break
    expect(page.get_by_text("へ移しました。").first).to_be_visible()
    after = dict(draft.interviews.values_list("pk", "slot"))
    assert sum(before[pk] != after[pk] for pk in before) == 1


def publish(page, event: Event) -> None:
    through(page.get_by_role("link", name="公開").first)
    through(button(page, "公開する"))
    expect(page.get_by_text("第1版の時間割を公開しました。")).to_be_visible()
    page.goto(reverse("matching:event_page", args=[event.pk]))
    expect(page.get_by_text("公開中の第1版")).to_be_visible()


def print_sheets(page, event: Event, worker, start_anew) -> None:
    """「面談シートを作成」; the worker dies in the middle, a new one finishes; download."""
    page.goto(reverse("matching:document_set", args=[event.pk]))
    through(button(page, "面談シートを作成"))
    made = Document.objects.filter(group_id=event.pk)
    assert wait_until(lambda: holds_still_in_the_middle(worker, made), seconds=LONG)
    worker.kill()
    assert made.exclude(state=WorkState.DONE).exists()
    start_anew()
    assert wait_until(lambda: sweep() is None and not made.exclude(state=WorkState.DONE).exists(), seconds=LONG), (
        made.values()
    )
    expect(page.locator("#sheets .panel-head").get_by_text("できました")).to_be_visible()
    assert made.filter(attempts=2).count() == 1
    text = pdf_text(download(page, "#sheets"))
    for interview in Interview.objects.filter(event=event, is_published=True).select_related("senior", "company"):
        assert interview.senior.family_name in text


def holds_still_in_the_middle(worker, made) -> bool:
    """Stop the worker; if that was between two documents, let it go on."""
    worker.signal(signal.SIGSTOP)
    if made.filter(state=WorkState.RUNNING, attempts=1).exists():
        time.sleep(0.5)  # what it had sent to the database before it stopped takes effect
        if made.filter(state=WorkState.RUNNING, attempts=1).exists():
            return True
    worker.signal(signal.SIGCONT)
    return False


def download(page, part: str) -> bytes:
    with page.expect_download() as waiting:
        page.locator(part).get_by_role("link", name="をダウンロード").first.click()
    with open(waiting.value.path(), "rb") as file:
        return file.read()


def pdf_text(content: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def record_results(page, event: Event) -> None:
    """All held; one pair wants to meet again, meets again, and support follows."""
    page.goto(reverse("matching:outcome_list", args=[event.pk]))
    through(button(page, "まだの面談をすべて「実施」にする"))
    expect(page.get_by_text("を「実施」で記録しました").first).to_be_visible()
    through(page.get_by_role("link", name="入力する").first)
    for part in ("company", "senior"):
        page.locator(f"#{part}").get_by_label("はい", exact=True).check()
        through(page.locator(f"#{part}").get_by_role("button"))
    expect(page.get_by_text("双方が、もう一度会いたいと答えました。")).to_be_visible()
    second = page.locator("#second")
    second.get_by_label("実施", exact=True).check()
    for name, value in (("0", "令和9"), ("1", "３"), ("2", "10")):
        second.locator(f"[name=second-held_on_{name}]").fill(value)
    through(second.get_by_role("button"))
    support = page.locator("#support")
    support.get_by_label("支援成立", exact=True).check()
    for name, value in (("0", "2027"), ("1", "4"), ("2", "1")):
        support.locator(f"[name=support-agreed_on_{name}]").fill(value)
    support.get_by_label("支援の内容").fill("検査記録の付け方")
    through(support.get_by_role("button"))
    expect(page.get_by_text("支援を記録しました。")).to_be_visible()


def make_report(page, event: Event) -> str:
    page.goto(reverse("matching:document_set", args=[event.pk]))
    through(button(page, "開催結果報告書を作成"))
    expect(page.locator("#report .panel-head").get_by_text("できました")).to_be_visible(timeout=LONG * 1000)
    content = download(page, "#report")
    with pikepdf.open(io.BytesIO(content)) as report:
        assert len(report.attachments) == 1
    return pdf_text(content)


def test_from_the_workbook_to_the_report(desk, celery_worker_process):
    worker = celery_worker_process("pgmq")
    event = import_the_workbook(desk)
    plan(desk)
    move_one(desk, event)
    publish(desk, event)
    print_sheets(desk, event, worker, lambda: celery_worker_process("pgmq"))
    record_results(desk, event)
    report = make_report(desk, event)
    interviews = Interview.objects.filter(event=event, is_published=True).count()
    assert Result.objects.count() == interviews
    assert (Answer.objects.count(), SecondInterview.objects.count(), Support.objects.count()) == (2, 1, 1)
    assert NAME in report and str(interviews) in report
    assert not Document.objects.exclude(state=WorkState.DONE).exists()
