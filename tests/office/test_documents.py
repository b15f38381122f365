"""Documents: made again only where something changed, whole or not at all, and downloaded only by who may."""

import datetime as dt
import errno
import hashlib
import os
import threading
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from institutions.actors import acting
from institutions.models import Institution
from office import actions, filing, running
from office.models import Document, WorkState
from tests.acting import TESTS, WHO_ASKS, as_system
from tests.conftest import client_of
from tests.factories import NOW
from tests.office import handlers
from tests.office.handlers import TestPaper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def renders(monkeypatch):
    """What has been rendered during the test."""
    monkeypatch.setattr(TestPaper, "renders", [])
    return TestPaper.renders


def ask(institution, by=None, **fields) -> Document:
    return actions.request_document(
        kind="test_paper",
        subject_kind="institution",
        subject_id=institution.pk,
        title=f"面談シート {institution.name}",
        by=by,
        now=NOW,
        institution=institution,
        **fields,
    )


def made(institution, **fields) -> Document:
    return actions.run_now(ask(institution, **fields))


def folder(document: Document) -> Path:
    return Path(settings.MEDIA_ROOT, filing.folder_of(document))


def rename(institution, name: str) -> None:
    with acting(TESTS):  # by somebody else: the paper is made with its institution's eyes, which may not
        Institution.objects.filter(pk=institution.pk).update(name=name)


def age(document: Document) -> dt.datetime:
    Document.objects.filter(pk=document.pk).update(made_at=timezone.now() - dt.timedelta(days=1))
    return Document.objects.get(pk=document.pk).made_at


def test_a_document_lies_under_the_hash_of_its_content(bank_a):
    document = made(bank_a)
    content = "%PDF 青葉信用組合".encode()
    path = folder(document) / f"{hashlib.sha256(content).hexdigest()}.pdf"
    assert path.read_bytes() == content
    assert [document.state, document.size, document.pages, document.content_hash] == [
        "done",
        len(content),
        2,
        bank_a.name,
    ]
    assert list(folder(document).iterdir()) == [path]


def test_nothing_is_made_again_while_nothing_changed(bank_a, renders):
    document = made(bank_a)
    made_at = age(document)
    again = ask(bank_a)
    assert (again.pk, again.state, again.made_at) == (document.pk, "done", made_at)
    Document.objects.filter(pk=document.pk).update(state="queued", finished_at=None)
    running.perform(Document, document.pk)
    document.refresh_from_db()
    assert (document.state, document.made_at) == ("done", made_at)
    assert renders == [document.pk]


def test_a_change_makes_it_again(bank_a, renders):
    document = made(bank_a)
    rename(bank_a, "青葉信用組合 改")
    assert ask(bank_a).state == WorkState.QUEUED
    running.perform(Document, document.pk)
    document.refresh_from_db()
    assert document.content_hash == "青葉信用組合 改"
    assert Path(settings.MEDIA_ROOT, document.file.name).read_bytes() == "%PDF 青葉信用組合 改".encode()
    assert renders == [document.pk] * 2


@pytest.mark.django_db(transaction=True)
def test_old_files_and_drafts_of_the_dead_go_after_success(bank_a):
    document = made(bank_a)
    (folder(document) / ".0123456789abcdef").write_bytes(b"half")
    rename(bank_a, "青葉信用組合 改")
    made(bank_a)
    document.refresh_from_db()
    assert [path.name for path in folder(document).iterdir()] == [Path(document.file.name).name]


@pytest.mark.parametrize("damage", ["missing", "short"])
def test_a_lost_or_damaged_file_is_made_again(bank_a, renders, damage):
    document = made(bank_a)
    path = Path(settings.MEDIA_ROOT, document.file.name)
    path.unlink() if damage == "missing" else path.write_bytes(b"%PDF")
    made(bank_a)
    assert path.read_bytes() == "%PDF 青葉信用組合".encode()
    assert len(renders) == 2


def test_data_changed_while_it_was_made_is_never_missed(bank_a, renders, monkeypatch):
    changes = ["一度目", "二度目"]
    monkeypatch.setattr(TestPaper, "during", lambda self, _: changes and rename(bank_a, changes.pop(0)))
    document = made(bank_a)
    assert len(renders) == 3
    assert document.content_hash == "二度目"
    assert Path(settings.MEDIA_ROOT, document.file.name).read_bytes() == "%PDF 二度目".encode()


def test_data_that_never_rests_fails_in_words(bank_a, monkeypatch):
    monkeypatch.setattr(TestPaper, "during", lambda self, _: rename(bank_a, f"名前 {uuid.uuid4()}"))
    document = ask(bank_a)
    running.perform(Document, document.pk)
    document.refresh_from_db()
    assert (document.state, document.error) == ("failed", running.RESTLESS)
    assert not folder(document).exists()


@pytest.mark.django_db(transaction=True)
def test_who_asks_at_the_very_end_waits_and_gets_the_new_content(bank_a, monkeypatch):
    """The request comes after the last look at the data, before the commit."""
    document = ask(bank_a)
    store, asked = filing.store, []

    def late(*arguments):
        def change_and_ask():
            rename(bank_a, "遅れて変更")
            asked.append(ask(bank_a).state)
            connection.close()

        thread = threading.Thread(target=as_system(change_and_ask))
        thread.start()
        thread.join(0.5)
        asked.append("waits" if thread.is_alive() else "does not wait")
        asked.append(thread)
        return store(*arguments)

    monkeypatch.setattr(filing, "store", late)
    running.perform(Document, document.pk)
    asked[1].join(60)
    assert [asked[0], asked[2]] == ["waits", "queued"]


def test_a_full_disk_leaves_no_part_of_a_file_and_the_old_one_stays(bank_a, monkeypatch):
    document = made(bank_a)
    old = Path(settings.MEDIA_ROOT, document.file.name)
    rename(bank_a, "青葉信用組合 改")
    ask(bank_a)

    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    running.perform(Document, document.pk)
    document.refresh_from_db()
    assert (document.state, document.error) == ("failed", running.DISK_FULL)
    assert list(folder(document).iterdir()) == [old]
    assert document.file.name.endswith(old.name) and filing.is_whole(document)


def test_a_disk_that_fills_while_writing_leaves_nothing(bank_a, tmp_path, settings, monkeypatch):
    """A real full device: /dev/full refuses every byte."""
    document = ask(bank_a)
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(Path, "open", lambda path, mode: open("/dev/full", "wb"))
    running.perform(Document, document.pk)
    document.refresh_from_db()
    assert (document.state, document.error) == ("failed", running.DISK_FULL)
    assert list(folder(document).iterdir()) == []


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_the_download_has_a_japanese_name_and_stays_out_of_caches(bank_a, head_office_a):
    document = made(bank_a)
    response = client_of(head_office_a).get(reverse("office:document_download", args=[document.pk]))
    assert b"".join(response) == "%PDF 青葉信用組合".encode()
    assert response["Content-Length"] == str(document.size)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E9%9D%A2%E8%AB%87")
    assert "%E9%AB%99%E6%A9%8B" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_files_of_another_bank_look_like_none(bank_a, head_office_b, branch_a, senior_a, reception):
    document = made(bank_a)
    for name in ("document_download", "document_retry"):
        url, missing = (reverse(f"office:{name}", args=[pk]) for pk in (document.pk, uuid.uuid4()))
        for user in (head_office_b, branch_a, senior_a, reception):
            client = client_of(user)
            call = client.get if name == "document_download" else client.post
            assert call(url).status_code == call(missing).status_code == 404
    assert bank_a.name not in client_of(head_office_b).get(reverse("office:document_list")).content.decode()
    assert client_of(None).get(reverse("office:document_download", args=[document.pk])).status_code == 302


def test_a_file_that_is_gone_is_said_in_words(bank_a, coordinator):
    document = made(bank_a)
    Path(settings.MEDIA_ROOT, document.file.name).unlink()
    response = client_of(coordinator).get(reverse("office:document_download", args=[document.pk]), follow=True)
    assert "ファイルが見つかりません" in response.content.decode()


def test_the_list_shows_states_and_marks_what_is_stale(bank_a, bank_b, coordinator):
    group = uuid.uuid4()
    made(bank_a, group_id=group)
    made(bank_b, group_id=group)
    rename(bank_b, "汐見信用金庫 改")
    url = reverse("office:document_list", query={"group": group})
    page = client_of(coordinator).get(url).content.decode()
    assert page.count("内容が古い") == 1
    assert page.count("ダウンロード") == 2
    assert "見本の紙" in page
    assert 'hx-trigger="every 2s"' not in page


def test_the_list_counts_as_people_do(coordinator):
    for number in (10, 2, 1):
        made(Institution.objects.create(name=f"卓{number} 見本", short_name="見本", type="shinkin"))
    page = client_of(coordinator).get(reverse("office:document_list")).content.decode()
    assert page.index("卓1 見本") < page.index("卓2 見本") < page.index("卓10 見本")


def test_a_stale_document_is_made_again_from_the_list(bank_a, coordinator):
    document = made(bank_a)
    rename(bank_a, "青葉信用組合 改")
    client_of(coordinator).post(reverse("office:document_retry", args=[document.pk]))
    document.refresh_from_db()
    assert (document.state, document.requested_by) == ("queued", coordinator)


def test_a_paper_whose_data_are_gone_is_queued_and_fails_in_words(bank_a, coordinator, monkeypatch):
    def gone(self, document):
        raise actions.WorkError("もとになる面談がありません。")

    document = made(bank_a)
    monkeypatch.setattr(TestPaper, "fingerprint", gone)
    client_of(coordinator).post(reverse("office:document_retry", args=[document.pk]))
    document.refresh_from_db()
    assert document.state == "queued"
    with pytest.raises(actions.WorkError):
        actions.run_now(document)
    document.refresh_from_db()
    assert (document.state, document.error) == ("failed", "もとになる面談がありません。")


def test_all_that_failed_is_tried_again_within_the_group_only(bank_a, bank_b, coordinator):
    group = uuid.uuid4()
    documents = [ask(bank_a, group_id=group), ask(bank_b, group_id=uuid.uuid4())]
    Document.objects.update(state="failed", finished_at=NOW, error="だめでした。")
    client = client_of(coordinator)
    url = reverse("office:document_list", query={"group": group})
    page = client.get(url).content.decode()
    assert "1件が作れませんでした" in page and "だめでした。" in page
    response = client.post(reverse("office:document_retry_failed"), {"group": group})
    assert response["Location"] == url
    assert [Document.objects.get(pk=d.pk).state for d in documents] == ["queued", "failed"]


def test_the_list_asks_again_while_something_is_being_made(bank_a, coordinator):
    ask(bank_a)
    client, url = client_of(coordinator), reverse("office:document_list")
    page = client.get(url).content.decode()
    assert 'hx-trigger="every 2s"' in page and '<meta http-equiv="refresh"' in page
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "順番待ち" in part and "<html" not in part


@pytest.mark.parametrize(
    "query", ["kind=test_paper", "state=done", "group=x", "kind=no", "state=zzz", "page=-1", "page=x", "group=0"]
)
def test_every_filter_answers(bank_a, coordinator, query):
    made(bank_a)
    response = client_of(coordinator).get(f"{reverse('office:document_list')}?{query}")
    assert response.status_code == 200


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_needs_the_same_number_of_queries(coordinator, django_assert_num_queries, how_many):
    group = uuid.uuid4()
    for n in range(how_many):
        made(Institution.objects.create(name=f"機関{n}", short_name=f"機関{n}", type="shinkin"), group_id=group)
    client, url = client_of(coordinator), reverse("office:document_list", query={"group": group})
    client.get(url)
    with django_assert_num_queries(9 + WHO_ASKS):
        client.get(url)


@pytest.mark.full
def test_a_hundred_documents_and_the_second_time_none(django_assert_max_num_queries, renders):
    institutions = [
        Institution.objects.create(name=f"機関{n}", short_name=f"機関{n}", type="shinkin") for n in range(100)
    ]
    for institution in institutions:
        made(institution)
    assert len(renders) == 100
    with django_assert_max_num_queries(600):
        assert {ask(institution).state for institution in institutions} == {"done"}
    assert len(renders) == 100
    assert handlers.TestPaper.renders is renders
