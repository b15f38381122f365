"""The import in the browser, without a browser: every step by its form, every refusal in words, and how many queries it takes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from benchmarks.importing import planted_list, state_of_register
from office.actions import run_now
from office.models import Job
from talent.models import ImportRow, ImportSource, ImportStage, RegisterImport, Senior
from tests import factories
from tests.conftest import client_of
from tests.talent.lists import TAKAHASHI, lines

pytestmark = pytest.mark.django_db
NEW = "/seniors/import/"


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def client(coordinator):
    return client_of(coordinator)


def upload(client, data: str | bytes, **fields):
    file = SimpleUploadedFile("名簿.csv", data if isinstance(data, bytes) else data.encode())
    return client.post(NEW, {"new_source": "人材センター", "file": file, "enters_as": "active"} | fields)


def to_preview(client, data: str | bytes) -> str:
    """Upload, take the columns as guessed, run the check; the address of the preview."""
    upload(client, data)
    import_ = RegisterImport.objects.latest("made_at")
    client.post(columns_of(import_), {f"column-{n}": field for n, field in enumerate(import_.fields)})
    job = run_now(Job.objects.latest("requested_at"))
    return job.result["next_url"]


def columns_of(import_) -> str:
    return reverse("talent:import_columns", args=[import_.pk])


def test_a_list_goes_in_step_by_step(client):
    answer = upload(client, lines(TAKAHASHI))
    import_ = RegisterImport.objects.get()
    assert answer.url == columns_of(import_)
    page = client.get(answer.url).content.decode()
    assert "髙橋 誠一" in page and '<option value="full_name" selected>氏名</option>' in page
    address = to_preview(client, lines(TAKAHASHI))
    page = client.get(address).content.decode()
    assert "登録は、まだ何も変わっていません" in page and "登録中(すぐに使える)" in page
    answer = client.post(f"{address}confirm/")
    assert answer.url == reverse("office:job_page", args=[Job.objects.latest("requested_at").pk])
    job = run_now(Job.objects.latest("requested_at"))
    page = client.get(job.result["next_url"]).content.decode()
    assert "取り込みました" in page and Senior.objects.count() == 1
    again = client.get(to_preview(client, lines(TAKAHASHI))).content.decode()
    assert "変わるところはありません" in again and "この内容で取り込む" not in again


def test_while_it_is_checked_the_page_of_the_import_leads_to_the_bar(client):
    upload(client, lines(TAKAHASHI))
    import_ = RegisterImport.objects.get()
    client.post(columns_of(import_), {f"column-{n}": field for n, field in enumerate(import_.fields)})
    job = Job.objects.get()
    assert client.get(reverse("talent:import_page", args=[import_.pk])).url == reverse("office:job_page", args=[job.pk])
    again = client.post(columns_of(import_), {f"column-{n}": field for n, field in enumerate(import_.fields)})
    assert again.status_code == 409 and "すでに進んでいます" in again.content.decode()


@pytest.mark.parametrize(
    ("data", "fields", "message"),
    [
        (b"", {}, "ファイルが空です"),
        ("氏名\n".encode(), {}, "見出しの下に行がありません"),
        (b"\xff\xfe\x00", {}, "文字コード"),
        (lines(TAKAHASHI).encode(), {"new_source": ""}, "名簿の名前を入れるか"),
    ],
)
def test_what_cannot_be_taken_is_said_on_the_first_page(data, fields, message, client):
    answer = upload(client, data, **fields)
    assert answer.status_code == 200 and message in answer.content.decode()
    assert not RegisterImport.objects.exists()


def test_a_known_list_is_chosen(client):
    upload(client, lines(TAKAHASHI))
    source = ImportSource.objects.get()
    upload(client, lines(TAKAHASHI), new_source="", source=source.pk)
    assert ImportSource.objects.count() == 1 and RegisterImport.objects.count() == 2


def test_columns_that_cannot_be_are_refused_in_words(client):
    upload(client, lines(TAKAHASHI))
    answer = client.post(columns_of(RegisterImport.objects.get()), {"column-0": "phone", "column-1": "phone"})
    assert answer.status_code == 409 and "2つの列を選んでいます" in answer.content.decode()
    answer = client.post(columns_of(RegisterImport.objects.get()), {"column-0": "nonsense"})
    assert "どなたの行かが分かりません" in answer.content.decode()


def test_faults_are_shown_and_can_be_carried_away(client):
    address = to_preview(
        client, lines(TAKAHASHI.replace("1955-04-01", "=cmd"), "山本 茂,ヤマモト シゲル,1950-01-01,,生産管理,,")
    )
    page = client.get(address).content.decode()
    assert "C列「生年月日」" in page and "誤りのある行が1行あります" in page
    sheet = client.get(f"{address}faults/").content.decode("utf-8-sig")
    assert "2,C,生年月日,'=cmd,日付として読めません" in sheet
    refused = client.post(f"{address}confirm/", follow=True).content.decode()
    assert "誤りのある行が1行あります。直したファイルを選び直すか" in refused
    client.post(f"{address}confirm/", {"leave_faulty": "on"})
    run_now(Job.objects.latest("requested_at"))
    assert [one.name for one in Senior.objects.all()] == ["山本 茂"]
    assert "誤りのため除いた行" in client.get(address).content.decode()


def test_who_is_who_is_decided_row_by_row(client):
    senior = factories.senior(family_name="髙橋", given_name="誠一", family_kana="", given_kana="")
    address = to_preview(client, lines(TAKAHASHI, "山本 茂,ヤマモト シゲル,1950-01-01,,生産管理,,"))
    page = client.get(address).content.decode()
    assert f"これは同じ方です: {senior.number}" in page and "一致: 氏名" in page
    assert "項目が変わります" in page
    answer = client.post(f"{address}decide/", {"choice-2": f"same:{senior.pk}", "choice-99": "new", "choice-x": "new"})
    assert answer.url == f"{address}?show=possible"
    assert ImportRow.objects.get(number=2).senior == senior
    assert "この区分の行はありません" in client.get(f"{address}?show=possible&open=1").content.decode()
    refused = client.post(f"{address}decide/", {"choice-2": "same:nobody"}, follow=True).content.decode()
    assert "どなたと同じ方かを選んでください" in refused
    client.post(f"{address}confirm/")
    run_now(Job.objects.latest("requested_at"))
    assert Senior.objects.count() == 2


def test_all_open_rows_are_decided_at_once(client):
    for family, given in (("髙橋", "誠一"), ("山本", "茂")):
        factories.senior(family_name=family, given_name=given, family_kana="", given_kana="")
    address = to_preview(client, lines(TAKAHASHI, "山本 茂,ヤマモト シゲル,1950-01-01,,生産管理,,"))
    assert "まだ決めていない2行をまとめて" in client.get(address).content.decode()
    page = client.post(f"{address}decide/", {"all": "new"}, follow=True).content.decode()
    assert "2行の判断を保存しました" in page and "すべて決めました" in page


def test_giving_up_leaves_nothing(client):
    before = state_of_register()
    address = to_preview(client, lines(TAKAHASHI))
    client.post(f"{address}drop/")
    assert RegisterImport.objects.get().stage == ImportStage.DROPPED and not ImportRow.objects.exists()
    assert "何も変えずに終わりました" in client.get(address).content.decode()
    assert "もう終わっています" in client.post(f"{address}drop/", follow=True).content.decode()
    assert state_of_register() == before


@pytest.mark.parametrize("show", ["new", "changed", "same", "possible", "faulty"])
def test_a_page_of_rows_takes_the_same_number_of_queries_whatever_their_number(
    show, client, django_assert_max_num_queries
):
    planted = planted_list(60, 33)
    address = to_preview(client, planted.csv())
    with django_assert_max_num_queries(45):
        assert client.get(f"{address}?show={show}").status_code == 200
