"""The register as a file: what goes out comes back unchanged, formulas are only text, and the log names everybody in it."""

import csv
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from benchmarks.importing import state_of_register
from institutions.roles import Role
from office.actions import run_now
from office.importing import uploads
from office.models import Job, ReadKind, ReadLog
from talent.actions import erase_senior
from talent.exporting import actions
from talent.exporting.table import GROUPS
from talent.importing import actions as importing
from talent.models import ImportRow, Senior
from tests import factories
from tests.conftest import client_of, prove

pytestmark = pytest.mark.django_db
EXPORT = "/seniors/export/"


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people():
    full = factories.senior(
        number="M00001", strengths="現場改善〜原価管理\n2行目", languages="英語", overseas="米国 5年", regions=["東京都", "大阪府"],
        online_ok=False, days_per_week=3, weekdays=["mon", "wed"], transport="電車", fee_wish="talk", fee_note="−",
        industries=["FOOD", "METAL"], topics=["MERGERS", "QUALITY"], retirement="retired", retired_on="2015-03-31",
        interviews_per_year=12, headline="=HYPERLINK(\"x\")",
    )  # fmt: skip
    factories.senior_contact(full, postal_code="0010002", address="札幌市中央区1-1")
    for n in range(1, 5):
        factories.career(
            full, position_in_list=n, company_name=f"会社{n}", summary="仕事\n内容", size_band="101〜300人"
        )
    factories.speciality(full)
    factories.speciality(full, category="FINANCE", years=None)
    factories.qualification(full, year=1999)
    factories.qualification(full, name="簿記2級")
    bare = factories.senior(number="M00002", family_name="𠮷田", given_name="茂", family_kana="", given_kana="")
    return [full, bare]


@pytest.fixture
def export(coordinator):
    def made(people, file_format="utf8", groups=tuple(GROUPS)):
        job = actions.ask_for_export(
            seniors=[one.pk for one in people],
            groups=groups,
            file_format=file_format,
            by=coordinator,
            now=timezone.now(),
        )
        return run_now(job)

    return made


@pytest.mark.parametrize("file_format", ["utf8", "xlsx"])
@pytest.mark.parametrize("empty_deletes", [False, True])
def test_what_went_out_and_comes_back_changes_nothing(file_format, empty_deletes, people, export, coordinator):
    before = state_of_register()
    job = export(people, file_format)
    data = uploads.load(job.pk, coordinator)
    now = timezone.now()
    import_ = importing.begin(
        source_name="読み戻し", data=data, file_name="a", enters_as="active", empty_deletes=empty_deletes,
        by=coordinator, now=now,
    )  # fmt: skip
    assert [title for title, field in zip(import_.headings, import_.fields, strict=True) if not field] == ["状態"]
    run_now(importing.choose_columns(import_=import_, fields=import_.fields, by=coordinator, now=now))
    rows = ImportRow.objects.filter(register_import=import_)
    assert [(row.kind, row.keys, row.faults) for row in rows] == [("same", [], []), ("same", [], [])]
    assert state_of_register() == before


def test_formulas_are_text(people, export, coordinator):
    rows = list(csv.DictReader(io.StringIO(uploads.load(export(people).pk, coordinator).decode("utf-8-sig"))))
    assert rows[0]["経歴のひとこと"] == '\'=HYPERLINK("x")'
    sheet = load_workbook(io.BytesIO(uploads.load(export(people, "xlsx").pk, coordinator))).active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_sign_that_cp932_has_not_is_replaced_and_named(people, export, coordinator):
    job = export(people, "cp932")
    assert "文字(𠮷)を「〓」に" in job.result["message"]
    assert "〓田" in uploads.load(job.pk, coordinator).decode("cp932")


def test_a_lost_sign_does_not_come_back(people, export, coordinator):
    data = uploads.load(export(people, "cp932").pk, coordinator)
    now = timezone.now()
    import_ = importing.begin(
        source_name="x", data=data, file_name="a", enters_as="active", empty_deletes=False, by=coordinator, now=now
    )
    run_now(importing.choose_columns(import_=import_, fields=import_.fields, by=coordinator, now=now))
    kinds = dict(ImportRow.objects.filter(register_import=import_).values_list("number", "kind"))
    assert kinds == {2: "same", 3: "faulty"}


def test_columns_of_contact_only_where_they_were_chosen(people, export, coordinator):
    head = uploads.load(export(people, groups=["names", "parts"]).pk, coordinator).decode("utf-8-sig").splitlines()[0]
    assert "電話番号" not in head and "職歴4 勤務先" in head and "職歴5 勤務先" not in head


def test_who_was_erased_meanwhile_is_not_in_it(people, coordinator):
    job = actions.ask_for_export(
        seniors=[one.pk for one in people], groups=["names"], file_format="utf8", by=coordinator, now=timezone.now()
    )
    erase_senior(senior=people[1], by=coordinator, now=timezone.now())
    assert run_now(job).result["people"] == [str(people[0].pk)]


# --- Pages ----------------------------------------------------------------------------------------------------------------
def ask(client, **fields):
    return client.post(EXPORT, {"whom": "present", "groups": ["names", "contact"], "file_format": "utf8"} | fields)


def test_it_is_asked_for_made_and_fetched_and_the_log_says_whom(people, coordinator):
    client = prove(client_of(coordinator), coordinator)
    assert ask(client).status_code == 302
    job = run_now(Job.objects.get(kind=actions.KIND))
    answer = client.get(job.result["next_url"])
    assert answer["Content-Disposition"].startswith("attachment") and "髙橋" in answer.content.decode("utf-8-sig")
    row = ReadLog.objects.get(kind=ReadKind.EXPORT)
    assert set(row.seniors) == {one.pk for one in people} and row.user_id == coordinator.pk


def test_it_asks_for_a_fresh_proof_and_for_the_right_to(people, coordinator):
    assert "/account/proof/" in ask(client_of(coordinator)).url
    adviser = factories.user(Role.ADVISER)
    assert ask(prove(client_of(adviser), adviser)).status_code == 403
    assert not Job.objects.exists()


def test_a_file_is_whose_who_asked(people, export, coordinator):
    job = export(people)
    other = factories.user(Role.COORDINATOR)
    assert prove(client_of(other), other).get(job.result["next_url"]).status_code == 404
    assert "/account/proof/" in client_of(coordinator).get(job.result["next_url"]).url


def test_a_file_that_is_gone_is_said_to_be(people, export, coordinator):
    job = export(people)
    uploads.drop(job.pk, coordinator)
    answer = prove(client_of(coordinator), coordinator).get(job.result["next_url"])
    assert (answer.status_code, answer.url) == (302, EXPORT)


def test_an_empty_choice_is_told(people, coordinator):
    answer = ask(prove(client_of(coordinator), coordinator), groups=[])
    assert "項目を1つ以上選んでください" in answer.content.decode()
    assert Senior.objects.count() == 2
