"""A list into the register: planted faults are named cell by cell, nothing changes before it is confirmed, twice is once."""

import datetime as dt

import pytest
from django.utils import timezone

from benchmarks.importing import FAULTS, named_faults, planted_list, state_of_register
from kouryukai.lib.table import TableError
from office.actions import run_now
from talent.importing import actions
from talent.importing.actions import RegisterImportError
from talent.models import (
    Application,
    Consent,
    ImportRow,
    ImportStage,
    RowKind,
    Senior,
    SeniorState,
)
from talent.sheet import sheet_of
from tests import factories
from tests.talent.lists import TAKAHASHI, kinds, lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]


@pytest.mark.parametrize("form", ["utf-8-sig", "cp932", "xlsx"])
def test_planted_faults_are_named_and_nothing_else(form, bring, confirm):
    planted = planted_list(300, len(FAULTS))
    data = planted.workbook() if form == "xlsx" else planted.csv(form)
    before = state_of_register()
    import_ = bring(data)
    assert named_faults(import_) == planted.faults
    assert len(planted.kinds) >= 20
    assert state_of_register() == before
    with pytest.raises(RegisterImportError, match="誤りのある行が"):
        confirm(import_)
    confirm(import_, leave_faulty=True)
    assert import_.stage == ImportStage.DONE
    assert Senior.objects.count() == 300 - len(FAULTS)
    after = state_of_register()
    again = bring(data)
    assert again.counts | {"rows": 0, "faulty": 0} == {
        "rows": 0, "faulty": 0, "possible": 0, "new": 0, "changed": 0, "same": 300 - len(FAULTS), "left": 0,
    }  # fmt: skip
    assert state_of_register() == after


def test_a_new_one_is_written_with_all_that_the_row_says(bring, confirm, coordinator):
    import_ = bring(lines(TAKAHASHI))
    assert kinds(import_) == {2: RowKind.NEW}
    confirm(import_)
    senior = Senior.objects.get()
    assert (senior.family_name, senior.given_name, senior.family_kana) == ("髙橋", "誠一", "タカハシ")
    assert senior.state == SeniorState.ACTIVE and senior.approved_at and senior.registered_on == timezone.localdate()
    assert senior.number == "M00001" and senior.name_key
    sheet = sheet_of(senior)
    assert sheet["birth_date"] == "1955-04-01" and sheet["phone"] == "090-1111-2222"
    assert sheet["specialities"] == [{"category": "PRODUCTION", "years": 31}]
    assert sheet["careers"][0] | {"company_name": "東洋精機", "position": "工場長"} == sheet["careers"][0]
    assert not Consent.objects.exists()
    assert not ImportRow.objects.exists() and import_.samples == []


def test_new_ones_may_wait_to_be_looked_at(bring, confirm, coordinator):
    confirm(bring(lines(TAKAHASHI), enters_as="submitted"))
    senior = Senior.objects.get()
    application = Application.objects.get()
    assert senior.state == SeniorState.SUBMITTED and senior.approved_at is None
    assert application.senior == senior and application.sheet == sheet_of(senior)


def test_differences_are_shown_and_an_empty_cell_leaves_what_is_there(bring, confirm):
    confirm(bring(lines(TAKAHASHI)))
    senior = Senior.objects.get()
    changed = TAKAHASHI.replace("090-1111-2222", "").replace("工場長", "取締役")
    import_ = bring(lines(changed))
    row = ImportRow.objects.get(register_import=import_)
    assert (row.kind, row.senior, row.keys) == (RowKind.CHANGED, senior, ["careers"])
    confirm(import_)
    sheet = sheet_of(senior)
    assert sheet["phone"] == "090-1111-2222"
    assert [one["position"] for one in sheet["careers"]] == ["取締役"]


def test_empty_cells_delete_where_the_office_says_so(bring, confirm):
    confirm(bring(lines(TAKAHASHI)))
    confirm(bring(lines(TAKAHASHI.replace("090-1111-2222", "").replace("東洋精機,工場長", ",")), empty_deletes=True))
    sheet = sheet_of(Senior.objects.get())
    assert sheet["phone"] == "" and sheet["careers"] == []
    assert sheet["specialities"]


def test_what_a_list_does_not_know_of_stays(bring, confirm):
    senior = factories.senior(number="M00009", family_name="髙橋", given_name="誠一")
    factories.senior_contact(senior, birth_date=dt.date(1955, 4, 1))
    factories.career(senior, company_name="東洋精機", position="課長", from_year=1980, to_year=2000, summary="仕事")
    factories.career(senior, company_name="別の会社", position_in_list=2)
    confirm(bring(lines(TAKAHASHI)))
    careers = sheet_of(senior)["careers"]
    assert [(one["company_name"], one["position"]) for one in careers] == [("東洋精機", "工場長"), ("別の会社", "部長")]
    assert careers[0]["from_year"] == 1980 and careers[0]["summary"] == "仕事"


# --- Columns --------------------------------------------------------------------------------------------------------------
def test_columns_are_guessed_and_remembered_by_source(bring, coordinator):
    data = "お名前,謎の列,ふりがな,〒,TEL\n髙橋 誠一,090-1111-2222,たかはし せいいち,1000001,03-1111-2222\n"
    import_ = bring(data)
    assert import_.fields == ["full_name", "", "full_kana", "postal_code", "phone"]
    bring(data, fields=["full_name", "phone", "full_kana", "postal_code", ""])
    assert bring(data).fields == ["full_name", "phone", "full_kana", "postal_code", ""]
    assert bring(data, source="別の名簿").fields == ["full_name", "", "full_kana", "postal_code", "phone"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [(["phone", "phone"], "2つの列を選んでいます(電話番号)"), (["phone", ""], "どなたの行かが分かりません")],
)
def test_a_choice_that_cannot_be_is_refused(fields, message, coordinator):
    import_ = actions.begin(
        source_name="名簿", data="氏名,電話\n髙橋 誠一,03-1111-2222\n".encode(), file_name="a.csv",
        enters_as="active", empty_deletes=False, by=coordinator, now=timezone.now(),
    )  # fmt: skip
    with pytest.raises(RegisterImportError) as refused:
        actions.choose_columns(import_=import_, fields=fields, by=coordinator, now=timezone.now())
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "空です"),
        (b"\xff\xfe\x00\x01", "文字コード"),
        ("氏名\n".encode(), "見出しの下に行がありません"),
        (b"1,2\n3,4\n", "見出しの行が見つかりません"),
        (b"PK\x03\x04broken", "壊れている"),
    ],
)
def test_a_file_that_is_no_list_says_why(data, message, coordinator):
    with pytest.raises(TableError, match=message):
        actions.begin(
            source_name="名簿", data=data, file_name="a", enters_as="active", empty_deletes=False,
            by=coordinator, now=timezone.now(),
        )  # fmt: skip


def test_a_column_without_a_heading_moves_no_letter(bring):
    import_ = bring("氏名,,生年月日\n髙橋 誠一,x,きのう\n")
    assert ImportRow.objects.get(register_import=import_).faults[0][:2] == ["C", "生年月日"]
    assert import_.notes == ["見出しのない列(B列)は読み込みません。"]


def test_of_two_columns_with_one_heading_one_is_used(bring):
    data = "氏名,電話,電話\n髙橋 誠一,03-1111-2222,090-1111-2222\n"
    assert bring(data).fields == ["full_name", "phone", ""]
    assert bring(data).fields == ["full_name", "phone", ""]


def test_a_list_whose_columns_are_chosen_anew_is_not_written_as_it_was_seen(bring, coordinator):
    import_ = bring(lines(TAKAHASHI))
    job = actions.ask_to_write(import_=import_, leave_faulty=False, by=coordinator, now=timezone.now())
    actions.choose_columns(import_=import_, fields=import_.fields, by=coordinator, now=timezone.now())
    with pytest.raises(RegisterImportError, match="先に、名簿の内容を調べて"):
        run_now(job)
    assert not Senior.objects.exists()


def test_who_has_left_stays_away(bring, confirm):
    senior = factories.senior(number="M00077", family_name="髙橋", given_name="誠一", state="withdrawn")
    import_ = bring("登録番号," + lines("M00077," + TAKAHASHI))
    assert "退会のまま" in ImportRow.objects.get(register_import=import_).faults[0][3]
    confirm(import_)
    senior.refresh_from_db()
    assert senior.state == SeniorState.WITHDRAWN and senior.contact.phone


@pytest.mark.parametrize(
    ("heading", "value", "key", "read"),
    [
        ("動ける曜日", "月水金", "weekdays", ["mon", "wed", "fri"]),
        ("曜日", "平日", "weekdays", ["mon", "tue", "wed", "thu", "fri"]),
        ("業種", "食品卸、プラスチック射出成形", "industries", ["PLASTIC", "WHOLESALE"]),
        ("テーマ", "品質管理・ISO、事業承継", "topics", ["SUCCESSION", "QUALITY"]),
        ("オンライン", "○", "online_ok", True),
        ("報酬", "要相談", "fee_wish", "talk"),
        ("退職状況", "退職済み", "retirement", "retired"),
        ("TEL", "9011112222", "phone", "09011112222"),
        ("支援地域", "東京、神奈川", "regions", ["東京都", "神奈川県"]),
        ("専門分野", "生産管理(31年)、物流管理", "specialities",
         [{"category": "PRODUCTION", "years": 31}, {"category": "LOGISTICS", "years": None}]),
        ("生年月日", "昭和30年4月1日", "birth_date", "1955-04-01"),
    ],
)  # fmt: skip
def test_cells_are_read_as_agencies_write_them(heading, value, key, read, bring, confirm):
    confirm(bring(f'氏名,{heading}\n髙橋 誠一,"{value}"\n'))
    assert sheet_of(Senior.objects.get())[key] == read


def test_careers_in_one_cell(bring, confirm):
    confirm(bring('氏名,職歴\n髙橋 誠一,"東洋精機 工場長(昭和55〜2015)\n見本商事 顧問(2016年〜)\n個人事業"\n'))
    careers = sheet_of(Senior.objects.get())["careers"]
    assert [(one["company_name"], one["from_year"], one["to_year"]) for one in careers] == [
        ("東洋精機 工場長", 1980, 2015), ("見本商事 顧問", 2016, None), ("個人事業", None, None),
    ]  # fmt: skip


def test_a_heading_below_a_title_is_found(bring):
    import_ = bring("人材センター登録者一覧\n\n" + lines(TAKAHASHI))
    assert kinds(import_) == {4: RowKind.NEW}
