"""One workbook makes one event: names as typed, values as meant, people and firms found again, nothing twice."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from companies.models import Company, Hearing, Issue, IssueBrief
from events.importing.example import example_rows, example_workbook
from events.importing.layout import AWAY, EVENT, FIRMS, SENIORS, WISHES
from events.importing.template import build, empty_workbook
from events.importing.writing import ImportRefused, import_event, preview_event
from events.models import Event, Stage, Unavailability
from institutions.actions import load_directory
from institutions.models import StaffMember
from institutions.owning import owning
from talent.models import Career, Senior
from tests import factories
from tests.events.workbooks import everything, places_of_the_example

NOW = factories.NOW
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def places(db):
    places_of_the_example()


@pytest.fixture
def made(places, coordinator):
    return import_event(workbook=example_workbook(), by=coordinator, now=NOW)


def test_the_example_makes_the_event_with_all_its_rows(made):
    assert made.name == "見本 合同新現役交流会"
    assert (made.starts_on, made.ends_on, made.stage) == (dt.date(2027, 2, 18), dt.date(2027, 2, 18), Stage.SELECTION)
    assert made.venue == "千代田会館 3階"
    assert (made.slot_minutes, made.max_per_company, made.max_per_senior) == (20, 9, 3)
    assert made.entry_close_at == dt.datetime(2027, 1, 19, 17, 0, tzinfo=TOKYO)
    assert made.participations.count() == made.booths.count() == 8
    assert (made.attendances.count(), made.entries.count(), made.unavailabilities.count()) == (16, 30, 6)
    assert [(host.role, host.institution.code) for host in made.hosts.all()] == [
        ("host", "2248"),
        ("host", "2254"),
        ("patron", None),
    ]
    assert IssueBrief.objects.count() == Issue.objects.count() == Hearing.objects.filter(state="approved").count() == 8


def test_turns_and_breaks_stand_where_the_settings_put_them(made):
    slots = list(made.slots.all())
    assert [f"{slot.starts_at:%H:%M}" for slot in slots] == (
        "13:30 13:50 14:10 14:40 15:00 15:20 15:50 16:10 16:30".split()
    )
    assert [slot.number for slot in slots if slot.after_break] == [3, 6]
    assert made.days.get().opening_at == dt.time(13, 0)


def test_names_are_stored_as_typed_and_values_as_meant(made):
    firm = Company.objects.get(name="㈱髙島製作所")
    assert (firm.short_name, firm.institution.code, firm.branch.name) == ("髙島製作所", "2248", "目黒支店")
    assert (firm.prefecture, firm.capital_man_yen, firm.sales_man_yen, firm.employees) == ("東京都", 1000, 25000, 24)
    assert (firm.established_year, firm.phone) == (1968, "03-1234-5678")
    assert Company.objects.named("高島製作所").get() == firm
    assert firm.hearings.get().issues.get().categories == ["PRODUCTION"]
    assert firm.issues.get().questions == ["最初の1か月に何をするか", "月に何度来られるか"]
    senior = Senior.objects.get(number="S0002")
    assert (senior.family_name, senior.name_kana) == ("山﨑", "ヤマザキ ユミコ")
    assert (senior.contact.birth_date, senior.contact.email) == (dt.date(1955, 4, 1), "senior2@example.jp")
    assert senior.regions == ["東京都", "神奈川県", "埼玉県"]


def test_a_profile_comes_in_with_careers_fields_and_qualifications(made):
    senior = Senior.objects.get(number="S0008")
    assert list(senior.specialities.values_list("category", "years")) == [("FINANCE", 27), ("STRATEGY", 10)]
    assert list(senior.qualifications.values_list("name", "year")) == [("中小企業診断士", 2003), ("簿記1級", None)]
    career = senior.careers.get()
    assert (career.company_name, career.position, career.from_year, career.to_year) == (
        "地方銀行",
        "調査役",
        1978,
        2017,
    )


def test_the_brief_names_no_firm_and_its_region_is_wide(made):
    brief = IssueBrief.objects.get(public_title="切削加工の不良を減らす")
    assert (brief.trade, brief.region, brief.size_band) == ("金属加工", "関東", "21-50")
    assert (brief.open_from, brief.open_until) == (made.entry_open_at, made.entry_close_at)
    assert brief.issue.hearing.approved_at == NOW


def test_people_at_the_table_and_absences(made):
    second = made.participations.get(number=2)
    assert second.attendant.name == "鈴木 健"
    assert second.attendant.branch.code == "001"
    away = Unavailability.objects.filter(event=made).values_list(
        "slot__number", "attendant__name", "attendance__senior__number"
    )
    assert sorted(away, key=str) == sorted(
        [
            (0, None, None),
            (6, None, "S0002"),
            (7, None, "S0002"),
            (8, None, "S0002"),
            (3, "鈴木 健", None),
            (4, "鈴木 健", None),
        ],
        key=str,
    )


@pytest.mark.parametrize("name", ["髙﨑", "𠮷田", "\ufa19田", "\ufa1b島", "葛\U000e0100城", "渡邉", "=SUM", "'引用"])
def test_hard_names_come_through_the_workbook_unchanged(places, coordinator, name):
    rows = example_rows()
    rows[SENIORS][0]["family_name"] = f"　{name} "
    rows[FIRMS][0] |= {"name": f"㈱{name}", "short_name": name, "representative_name": name}
    event = import_event(workbook=build(rows), by=coordinator, now=NOW)
    firm = event.participations.get(number=1).company
    assert (firm.name, firm.short_name, firm.representative_name) == (f"㈱{name}", name, name)
    assert Senior.objects.get(number="S0001").family_name == name


def test_points_follow_the_order_and_the_fit_unless_they_are_given(places, coordinator):
    rows = example_rows()
    rows[WISHES][1]["score"] = "７７"
    event = import_event(workbook=build(rows), by=coordinator, now=NOW)
    first = event.entries.get(attendance__senior__number="S0001", preference=1)
    assert first.participation.company.name == "㈱髙島製作所"
    assert first.score == 100 + 50 + 15  # first wish, the only category fits, 31 years
    assert event.entries.get(attendance__senior__number="S0002", preference=1).score == 77


def test_a_firm_with_two_issues_has_two_rows(places, coordinator):
    rows = example_rows()
    more = {"number": 1, "categories": "人事・労務管理", "issue_title": "後を継ぐ人", "body": "社長が70歳。"}
    rows[FIRMS].append(more | {"public_title": "事業の引き継ぎ", "public_summary": "継ぐ人を育てたい。"})
    for wish in rows[WISHES]:
        if wish["firm"] == 1:
            wish["issue"] = "後を継ぐ人"
    event = import_event(workbook=build(rows), by=coordinator, now=NOW)
    firm = Company.objects.get(name="㈱髙島製作所")
    assert (firm.issues.count(), firm.hearings.count(), event.participations.count()) == (2, 1, 8)
    assert set(event.entries.filter(company=firm).values_list("issue__title", flat=True)) == {"後を継ぐ人"}


def test_days_and_turns_may_be_given_one_by_one(places, coordinator):
    rows = example_rows()
    rows[EVENT][0] |= {"day2": "令和9年2月19日", "clock_times": "10:00-10:20、10時20分〜10時40分、午後1時-午後1時20分"}
    rows[AWAY] = [{"who": "企業", "key": "２", "day": 2, "turns": "全部"}, {"who": "企業", "key": "1", "turns": "3"}]
    event = import_event(workbook=build(rows), by=coordinator, now=NOW)
    assert (event.ends_on, event.slots.count(), event.days.count()) == (dt.date(2027, 2, 19), 6, 2)
    assert [slot.number for slot in event.slots.filter(after_break=True)] == [2, 5]
    assert list(event.unavailabilities.order_by("slot__number", "participation__number").values_list("participation__number", "slot__number")) == [
        (1, 2), (2, 3), (2, 4), (1, 5), (2, 5),
    ]  # fmt: skip


def test_what_is_registered_is_found_again_and_stays_as_it_is(made, coordinator):
    rows = example_rows(name="翌年の交流会", date=dt.date(2028, 2, 17))
    rows[SENIORS][0] |= {"headline": "書き換え", "family_name": "高橋"}
    rows[FIRMS][0] |= {"name": "株式会社高島製作所", "employees": 999}
    event = import_event(workbook=build(rows), by=coordinator, now=NOW)
    assert (Company.objects.count(), Senior.objects.count(), Career.objects.count()) == (8, 16, 16)
    assert StaffMember.objects.exclude(user=coordinator).count() == 8
    assert Senior.objects.get(number="S0001").family_name == "髙橋"
    assert Senior.objects.get(number="S0001").headline == "元 部品メーカー 品質保証部長"
    assert Company.objects.get(name="㈱髙島製作所").employees == 24
    assert event.participations.get(number=1).company.issues.count() == 2


def test_the_same_file_twice_says_that_the_event_is_there(made, coordinator):
    before = everything()
    with pytest.raises(ImportRefused) as refused:
        import_event(workbook=example_workbook(), by=coordinator, now=NOW)
    assert [str(fault) for fault in refused.value.faults if not fault.is_warning] == [
        "シート「交流会」の3行目 B列「名称」: 同じ名称・開催日の交流会が登録済みです。"
        "同じファイルを2度取り込む必要はありません。(入っている値: 見本 合同新現役交流会)"
    ]
    assert everything() == before


def test_the_example_fits_the_real_directory(coordinator):
    load_directory()
    assert preview_event(workbook=example_workbook(companies=12), now=NOW).faults == []


def test_a_preview_writes_nothing(places, coordinator):
    before = everything()
    preview = preview_event(workbook=example_workbook(), now=NOW)
    assert everything() == before
    assert preview.is_good
    assert [str(count) for count in preview.counts] == [
        "8社(うち新しく登録 8社)", "8件", "16人(うち新しく登録 16人)", "8人", "30件", "9回", "6回",
    ]  # fmt: skip


@pytest.fixture
def refusing_entries(transactional_db):
    """A database that refuses the last rows of an import, after all the others were written."""
    with owning(connection), connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE unique_violation USING MESSAGE = 'refused'; END $$"
        )
        cursor.execute("CREATE TRIGGER refuse BEFORE INSERT ON events_entry EXECUTE FUNCTION refuse()")
    yield
    with owning(connection), connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION refuse() CASCADE")


def test_what_the_database_refuses_at_the_end_undoes_the_beginning(refusing_entries, coordinator):
    places_of_the_example()
    before = everything()
    with pytest.raises(ImportRefused) as refused:
        import_event(workbook=example_workbook(), by=coordinator, now=NOW)
    assert "もう一度取り込んでください" in str(refused.value.faults[0])
    assert everything() == before


@pytest.mark.parametrize("companies, seniors, wishes", [(2, 3, 4), (30, 60, 160)])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    places, coordinator, django_assert_num_queries, companies, seniors, wishes
):
    workbook = example_workbook(companies=companies, seniors=seniors, wishes=wishes)
    with django_assert_num_queries(65):
        import_event(workbook=workbook, by=coordinator, now=NOW)


def test_the_empty_workbook_asks_for_what_is_needed(places):
    preview = preview_event(workbook=empty_workbook(), now=NOW)
    assert [fault.place for fault in preview.faults] == [
        "シート「交流会」の3行目 B列「名称」",
        "シート「交流会」の4行目 B列「開催日」",
        "シート「交流会」の11行目 B列「最初の面談の時刻」",
        "シート「交流会」の25行目 B列「主催」",
        "シート「企業と課題」",
        "シート「新現役」",
    ]


def test_columns_may_stand_in_any_order(places, coordinator):
    rows = example_rows()
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(build(rows)))
    sheet = book[WISHES]
    sheet.insert_cols(1)
    for row in range(2, 33):
        sheet.cell(row, 1).value = sheet.cell(row, 5).value
    sheet.delete_cols(5)
    sheet.delete_rows(1)
    target = io.BytesIO()
    book.save(target)
    assert import_event(workbook=target.getvalue(), by=coordinator, now=NOW).entries.count() == 30


def test_the_command_imports_once(places, coordinator, tmp_path, capsys):
    path = tmp_path / "event.xlsx"
    call_command("import_event", str(path), example=True)
    call_command("import_event", str(path), dry_run=True)
    assert "取り込めます" in capsys.readouterr().out
    assert not Event.objects.exists()
    call_command("import_event", str(path))
    assert "登録しました" in capsys.readouterr().out
    with pytest.raises(CommandError, match="誤りが 1 件あります"):
        call_command("import_event", str(path), by=coordinator.email)
    assert "同じ名称・開催日" in capsys.readouterr().err
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    "by, message", [("nobody@example.jp", "という事務局の利用者はいません"), ("", "事務局の利用者がまだいません")]
)
def test_the_command_needs_somebody_who_imports(places, tmp_path, by, message):
    path = tmp_path / "event.xlsx"
    path.write_bytes(example_workbook())
    with pytest.raises(CommandError, match=message):
        call_command("import_event", str(path), by=by)
