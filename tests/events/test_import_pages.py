"""The import in the browser: what is seen before anything is made, and that a confirmation sent twice makes one event."""

import io
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from events.importing.example import example_workbook
from events.importing.layout import FIRMS
from events.models import Event
from institutions.roles import Role
from office.importing import uploads
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of
from tests.events.workbooks import changed, everything, places_of_the_example

IMPORT = "/events/import/"


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def places(db):
    places_of_the_example()


def upload(client, data: bytes, name: str = "交流会.xlsx"):
    return client.post(IMPORT, {"workbook": SimpleUploadedFile(name, data)})


def test_a_workbook_is_previewed_and_then_made(places, coordinator):
    client = client_of(coordinator)
    before = everything()
    answer = upload(client, example_workbook())
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "取り込めます" in page and "この内容で登録する" in page
    assert "見本 合同新現役交流会" in page and "令和9年2月18日(木)" in page
    after = everything()
    assert {label for label in before if before[label] != after[label]} <= {"sessions.Session"}
    confirmed = client.post(answer.url)
    event = Event.objects.get()
    assert (confirmed.status_code, confirmed.url) == (302, reverse("matching:event_page", args=[event.pk]))
    assert list(uploads._folder().glob("*/*")) == []


def test_a_confirmation_sent_twice_makes_one_event(places, coordinator):
    client = client_of(coordinator)
    where = upload(client, example_workbook()).url
    first, second, again = client.post(where), client.post(where), client.get(where)
    assert first.url == second.url == again.url == reverse("matching:event_page", args=[Event.objects.get().pk])


def test_the_same_workbook_uploaded_again_is_told_that_the_event_is_there(places, coordinator):
    client = client_of(coordinator)
    client.post(upload(client, example_workbook()).url)
    again = upload(client, example_workbook()).url
    assert "同じ名称・開催日の交流会が登録済みです" in client.get(again).content.decode()
    assert client.post(again).url == again
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_the_same_moment_make_one_event(coordinator):
    places_of_the_example()
    where = upload(client_of(coordinator), example_workbook()).url
    clients = [client_of(coordinator) for _ in range(4)]

    def confirm(client) -> int:
        try:
            return client.post(where).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(confirm, clients)) == [302] * 4
    event = Event.objects.get()
    assert (event.participations.count(), event.entries.count()) == (8, 30)


def test_faults_are_shown_with_sheet_row_column_and_value(places, coordinator):
    client = client_of(coordinator)
    where = upload(client, changed(FIRMS, 0, employees="約<b>二十</b>人")).url
    page = client.get(where).content.decode()
    assert "<title>エラー: " in page
    assert "直すところが 1 件あります" in page
    for text in (FIRMS, "R列 従業員数", "約&lt;b&gt;二十&lt;/b&gt;人", "数として読めません"):
        assert text in page
    assert "この内容で登録する" not in page
    client.post(where)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "data, message",
    [
        (b"PK\x03\x04 no workbook", "ファイルが壊れているか、途中で切れています。"),
        ("企業番号,企業名\n".encode(), "Excel ブック(.xlsx)ではありません。"),
    ],
)
def test_a_file_that_is_no_workbook_is_one_fault(places, coordinator, data, message):
    client = client_of(coordinator)
    page = client.get(upload(client, data).url).content.decode()
    assert message in page and "ファイル全体" in page


def test_a_file_too_large_or_empty_or_missing_is_refused_on_the_form(places, coordinator):
    client = client_of(coordinator)
    assert "5 MBまでです" in upload(client, b"PK" + bytes(5_000_000)).content.decode()
    assert "ファイルが空です" in upload(client, b"").content.decode()
    assert "取り込むブックを選んでください" in client.post(IMPORT).content.decode()
    assert list(uploads._folder().glob("*/*")) == []


def test_an_upload_is_its_owners_alone(places, coordinator):
    where = upload(client_of(coordinator), example_workbook()).url
    other = client_of(factories.user(Role.COORDINATOR))
    assert (other.get(where).status_code, other.post(where).status_code) == (404, 404)
    path = next(uploads._folder().glob("*/*"))
    assert path.stat().st_mode & 0o077 == 0


def test_an_upload_is_gone_after_a_day(places, coordinator):
    client = client_of(coordinator)
    where = upload(client, example_workbook()).url
    path: Path = next(uploads._folder().glob("*/*"))
    old = time.time() - uploads.KEPT_SECONDS - 10
    os.utime(path, (old, old))
    assert client.get(where).status_code == 404
    upload(client, example_workbook())
    assert not path.exists()


@pytest.mark.parametrize("name", ["event_import", "event_import_template", "event_import_example"])
def test_only_coordinators_import(coordinator, head_office_a, branch_a, senior_a, reception, name):
    address = reverse(f"events:{name}")
    assert client_of(coordinator).get(address).status_code == 200
    for user in (head_office_a, branch_a, senior_a, reception):
        assert client_of(user).get(address).status_code == 403


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get(IMPORT).url.startswith(reverse("institutions:sign_in"))


@pytest.mark.parametrize("name", ["event_import_template", "event_import_example"])
def test_the_downloads_are_workbooks(coordinator, name):
    answer = client_of(coordinator).get(reverse(f"events:{name}"))
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    sheets = load_workbook(io.BytesIO(answer.content)).sheetnames
    assert sheets == ["説明", "交流会", "企業と課題", "同席者", "新現役", "希望", "参加できない回", "選択肢"]


def test_the_preview_needs_few_queries(places, coordinator, django_assert_max_num_queries):
    client = client_of(coordinator)
    where = upload(client, example_workbook(companies=30, seniors=60, wishes=160)).url
    with django_assert_max_num_queries(11 + WHO_ASKS):
        client.get(where)
