"""Firms from a spreadsheet: what is seen before anything is written, whose firms they become, and that a second time changes nothing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from companies.importing.actions import CompanyImportError, import_firms, preview_firms
from companies.importing.layout import FIRM, columns_for
from companies.importing.template import empty_sheet
from companies.models import Company
from office.models import ImportBatch
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db
NUMBER = "7000012050002"
TAKAJIMA = {
    "name": "㈱髙島製作所", "representative_name": "髙島 誠", "industry": "金属加工", "prefecture": "東京", "city": "大田区",
    "corporate_number": "７０００-０１２０-５０００２", "trade_code": "E24", "capital_man_yen": "1,000万円", "established_year": "昭和43",
    "postal_code": 640001,
}  # fmt: skip


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def book(user, *rows) -> bytes:
    return empty_sheet(columns_for(user), rows)


def csv_of(*rows: dict, encoding: str = "utf-8-sig") -> bytes:
    titles = {column.field: column.title for column in FIRM} | {"branch": "取引店", "institution": "金融機関"}
    fields = list(rows[0])
    lines = [[titles[name] for name in fields], *([str(row.get(name, "")) for name in fields] for row in rows)]
    return "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode(encoding)


def take(user, data: bytes, *, key=None):
    import uuid

    preview = preview_firms(data=data, by=user, now=NOW)
    return import_firms(key=key or uuid.uuid4(), data=data, file_name="表.xlsx", seen=preview.seen, by=user, now=NOW)


def faults(user, data: bytes) -> list[str]:
    return [str(fault) for fault in preview_firms(data=data, by=user, now=NOW).faults]


def send(client, data: bytes, name: str = "企業.xlsx"):
    return client.post(reverse("companies:company_import"), {"list": SimpleUploadedFile(name, data)})


def confirm(client, where: str):
    page = client.get(where)
    return client.post(where, {"seen": page.context["preview"].seen})


def test_a_branch_sees_and_then_registers_its_own_firms(branch_a, branch_of_a):
    client = client_of(branch_a)
    where = send(client, book(branch_a, TAKAJIMA)).url
    page = client.get(where)
    assert "取り込めます" in page.text and "㈱髙島製作所" in page.text and "まだ何も登録していません" in page.text
    assert not Company.objects.exists()
    assert confirm(client, where).url == reverse("companies:company_list")
    firm = Company.objects.get()
    assert (firm.branch, firm.name, firm.short_name, firm.prefecture) == (
        branch_of_a,
        "㈱髙島製作所",
        "髙島製作所",
        "東京都",
    )
    assert (firm.corporate_number, firm.trade_code, firm.capital_man_yen) == (NUMBER, "24", 1000)
    assert (firm.established_year, firm.postal_code, firm.representative_title) == (1968, "0640001", "代表取締役")
    assert Company.objects.named("高島").get() == firm
    batch = ImportBatch.objects.get()
    assert (batch.file_name, batch.institution, batch.branch, batch.made) == (
        "企業.xlsx",
        firm.institution,
        branch_of_a,
        1,
    )


def test_a_second_click_and_a_second_time_change_nothing(branch_a):
    client = client_of(branch_a)
    where = send(client, book(branch_a, TAKAJIMA)).url
    seen = client.get(where).context["preview"].seen
    assert client.post(where, {"seen": seen}).url == client.post(where, {"seen": seen}).url
    again = client.get(send(client, book(branch_a, TAKAJIMA)).url)
    assert "すべて同じ内容で登録されています" in again.text
    assert (Company.objects.count(), ImportBatch.objects.count()) == (1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_csv_is_read_in_either_code(branch_a, encoding):
    given = TAKAJIMA | {"postal_code": "064-0001"}  # a CSV does not say what was a number
    take(branch_a, csv_of(given if encoding == "cp932" else given | {"city": "大田区〜蒲田"}, encoding=encoding))
    assert Company.objects.get().name == "㈱髙島製作所"


def test_a_firm_that_is_there_is_found_by_its_number_and_else_by_name_and_place(branch_a, branch_of_a):
    numbered = factories.company(branch_of_a, name="別の名前", corporate_number=NUMBER, phone="03-1111-1111")
    named = factories.company(branch_of_a, name="株式会社 山本工業", phone="03-2222-2222", employees=10)
    rows = [TAKAJIMA | {"phone": ""}, {"name": "山本工業㈱", "prefecture": "東京都", "city": "大田区", "employees": 12}]
    preview = preview_firms(data=book(branch_a, *rows), by=branch_a, now=NOW)
    assert (len(preview.new), len(preview.changed), preview.faults) == (0, 2, [])
    told = {one.title: (one.before, one.after) for one in preview.changed[1][1]}
    assert told == {"企業名": ("株式会社 山本工業", "山本工業㈱"), "従業員数": ("10", "12")}
    take(branch_a, book(branch_a, *rows))
    numbered.refresh_from_db()
    named.refresh_from_db()
    assert (numbered.name, numbered.phone) == ("㈱髙島製作所", "03-1111-1111")  # an empty cell leaves what is there
    assert (named.employees, named.phone, named.name) == (12, "03-2222-2222", "山本工業㈱")
    assert Company.objects.count() == 2


def test_faults_stand_at_their_place_and_nothing_is_written(branch_a):
    wrong = TAKAJIMA | {"corporate_number": "1000012050002", "trade_code": "500", "employees": "約二十"}
    data = book(branch_a, TAKAJIMA, wrong, {"name": "足りない会社"})
    said = "\n".join(faults(branch_a, data))
    assert "4行目 D列「法人番号」: 法人番号のどこかが違います" in said and "(入っている値: 1000012050002)" in said
    assert "「産業分類」: 日本標準産業分類の中分類" in said and "「従業員数」: 数として読めません" in said
    assert "5行目 F列「代表者の氏名」: 新しい企業では" in said
    assert "3行目と同じ企業です" in said
    with pytest.raises(CompanyImportError):
        take(branch_a, data)
    assert not Company.objects.exists() and not ImportBatch.objects.exists()


def test_two_firms_of_one_name_with_numbers_of_their_own_are_two(branch_a):
    take(branch_a, book(branch_a, TAKAJIMA, TAKAJIMA | {"name": "㈲髙島製作所", "corporate_number": "1000012160153"}))
    assert Company.objects.count() == 2


def test_a_firm_of_another_branch_is_not_taken_over(branch_a, branch_of_a):
    factories.company(factories.branch(branch_of_a.institution, name="蒲田支店"), corporate_number=NUMBER)
    assert "蒲田支店の取引先として登録されています" in faults(branch_a, book(branch_a, TAKAJIMA))[0]


def test_a_head_office_says_the_branch_and_the_office_the_bank_too(
    head_office_a, coordinator, branch_of_a, branch_of_b
):
    assert "取引店" in faults(head_office_a, book(head_office_a, TAKAJIMA))[0]
    take(head_office_a, book(head_office_a, TAKAJIMA | {"branch": "大森"}))
    assert Company.objects.get().branch == branch_of_a
    both = [
        TAKAJIMA | {"institution": "青葉信組", "branch": "大森支店"},
        TAKAJIMA | {"institution": "汐見信用金庫", "branch": branch_of_b.code},
    ]
    batch = take(coordinator, book(coordinator, *both))
    assert (batch.made, batch.changed, batch.institution) == (1, 0, None)  # one firm at two banks is two rows
    assert Company.objects.get(institution=branch_of_b.institution).branch == branch_of_b
    unknown = TAKAJIMA | {"institution": "ない銀行", "branch": "大森支店"}
    assert "この金融機関は一覧にありません" in faults(coordinator, book(coordinator, unknown))[0]
    assert "この支店はありません" in faults(head_office_a, book(head_office_a, TAKAJIMA | {"branch": "港町支店"}))[0]


def test_what_changed_since_it_was_seen_is_looked_at_again(branch_a, branch_of_a):
    client = client_of(branch_a)
    where = send(client, book(branch_a, TAKAJIMA)).url
    seen = client.get(where).context["preview"].seen
    factories.company(branch_of_a, name="㈱髙島製作所")
    page = client.post(where, {"seen": seen}, follow=True)
    assert "確かめたあとに、企業の登録が変わりました" in page.text
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    "data, said",
    [
        (b"PK\x03\x04 no workbook", "ファイルが壊れているか"),
        (b"\xff\xfe\x00 ", "文字コードを読み取れません"),
        (b"a,b\r\n1,2", "見出しの行が見つかりません"),
        ("企業名,都道府県\r\n".encode(), "見出しの下に行がありません"),
        ("企業名,都道府県\r\n".encode() + "㈱見本,東京都\r\n".encode() * 2001, "行が多すぎます"),
        ("都道府県,業種\r\n東京都,金属加工".encode(), "「企業名」の列がありません"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(branch_a, data, said):
    client = client_of(branch_a)
    assert said in client.get(send(client, data, "企業.csv").url).text


def test_an_empty_file_and_a_large_one_are_refused_on_the_form(branch_a):
    client = client_of(branch_a)
    assert "ファイルが空です" in send(client, b"").text
    assert "5 MBまでです" in send(client, b"PK" + bytes(5_000_000)).text


def test_the_template_has_the_columns_of_who_asks(branch_a, coordinator):
    titles = {}
    for user in (branch_a, coordinator):
        answer = client_of(user).get(reverse("companies:company_import_template"))
        titles[user.role] = [cell.value for cell in load_workbook(io.BytesIO(answer.content))["企業"][2]]
    assert titles["branch"][0] == "企業名(必須)" and titles["coordinator"][:2] == ["金融機関(必須)", "取引店(必須)"]


def test_many_firms_cost_no_more_queries(branch_a, django_assert_max_num_queries):
    rows = [TAKAJIMA | {"name": f"会社{n}", "corporate_number": ""} for n in range(60)]
    data = book(branch_a, *rows)
    with django_assert_max_num_queries(12):
        assert len(preview_firms(data=data, by=branch_a, now=NOW).new) == 60
