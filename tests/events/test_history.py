"""Past events come in as stated: nothing made up, nothing lost, all or nothing."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from events import history
from events.models import DatePrecision, Event, EventHost, Stage
from institutions.models import Institution
from tests import factories
from tests.directory import named_institutions

HEADER = ",".join(history.COLUMNS)


@pytest.fixture(autouse=True)
def institutions(db):
    named_institutions()


def file(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


def refusal(*rows: str) -> list[str]:
    with pytest.raises(history.HistoryRefused) as refused:
        history.import_history(data=file(*rows))
    assert not Event.objects.exists()
    return [str(fault) for fault in refused.value.faults]


def test_the_shipped_file_comes_in_whole():
    call_command("import_history")
    assert Event.objects.count() == 36
    assert set(Event.objects.values_list("is_history", "stage")) == {(True, Stage.CLOSED)}
    iwaki = Event.objects.get(starts_on=dt.date(2019, 11, 18))
    assert (iwaki.stated_companies, iwaki.stated_seniors, iwaki.stated_interviews) == (20, 39, 87)
    assert [host.institution.code for host in iwaki.hosts.all()] == ["2092"]


def test_what_is_not_stated_is_null_and_never_zero():
    call_command("import_history")
    aoki = Event.objects.get(starts_on=dt.date(2017, 8, 24))
    assert (aoki.stated_companies, aoki.stated_seniors, aoki.stated_interviews) == (30, None, None)
    assert not Event.objects.filter(stated_companies=0).exists()
    assert Event.objects.filter(stated_seniors=None).count() == 33
    assert Event.objects.filter(stated_interviews=None).count() == 34


def test_a_month_is_a_month_and_the_row_without_a_name_is_marked():
    call_command("import_history")
    month = Event.objects.get(date_precision=DatePrecision.MONTH)
    assert month.starts_on == dt.date(2016, 11, 1)
    unnamed = Event.objects.get(is_named=False)
    assert (unnamed.name, unnamed.starts_on) == (history.UNNAMED, dt.date(2023, 10, 23))
    assert unnamed.remarks == "日付のみ資料に記載"


def test_hosts_are_institutions_in_the_order_of_the_file():
    call_command("import_history")
    joint = Event.objects.get(starts_on=dt.date(2020, 10, 16))
    assert [host.institution.name for host in joint.hosts.all()] == [
        "しずおか焼津信用金庫",
        "静清信用金庫",
        "静岡銀行",
        "静岡市",
        "焼津市",
    ]
    federation = Event.objects.get(starts_on=dt.date(2022, 9, 7))
    assert federation.hosts.count() == 13
    assert EventHost.objects.values("institution").distinct().count() == 31


def test_two_days_are_two_days():
    call_command("import_history")
    kyushu = Event.objects.get(name__startswith="北部九州")
    assert (kyushu.starts_on, kyushu.ends_on) == (dt.date(2016, 11, 24), dt.date(2016, 11, 25))


def test_the_same_file_twice_changes_nothing(capsys):
    call_command("import_history")
    before = list(Event.objects.order_by("pk").values()), set(EventHost.objects.values_list("pk"))
    call_command("import_history")
    assert (list(Event.objects.order_by("pk").values()), set(EventHost.objects.values_list("pk"))) == before
    assert "新しく登録 0 件、更新 0 件" in capsys.readouterr().out.splitlines()[-1]


def test_a_corrected_file_corrects_the_event():
    row = "2019-11-18,,いわき信用組合 新現役交流会,いわき信用組合,,20,39,{},初開催"
    history.import_history(data=file(row.format(87)))
    event = Event.objects.get()
    counts = history.import_history(data=file(row.format(88)))
    assert (counts.made, counts.changed) == (0, 1)
    event.refresh_from_db()
    assert event.stated_interviews == 88


@pytest.mark.parametrize(
    "row, first",
    [
        (",,無題,,,,,,", "2行目 A列「start_date」: 開催日を入れてください。"),
        ("2016-13,,無題,,,,,,", "2行目 A列「start_date」: 日付として読めません。"),
        ("2016-02-30,,無題,,,,,,", "2行目 A列「start_date」: 日付として読めません。"),
        ("2016-11-25,2016-11-24,無題,,,,,,", "2行目 B列「end_date」: 最終日が開催日より前です。"),
        ("2016-11-25,,無題,謎信用組合,,,,,", "2行目 D列「hosts」: この機関が見つかりません。"),
        ("2016-11-25,,無題,静岡市,,,,,", "2行目 D列「hosts」: この機関が見つかりません。"),
        ("2016-11-25,,無題,静清信金;静清信用金庫,,,,,", "2行目 D列「hosts」: 同じ機関が2回入っています。"),
        ("2016-11-25,,無題,,横浜信用金庫,,,,", "2行目 E列「municipalities」: この機関が見つかりません。"),
        ("2016-11-25,,無題,,,約30,,,", "2行目 F列「companies」: 数として読めません。"),
        ("2016-11-25,,無題,,,,-3,,", "2行目 G列「seniors」: 数として読めません。"),
        ("2016-11-25,,無題,,,,,1000000,", "2行目 H列「interviews」: 数が大きすぎます"),
        (f"2016-11-25,,{'長' * 101},,,,,,", "2行目 C列「event_name」: 長すぎます"),
        ("2016-11-25,,無題\x07,,,,,,", "2行目 C列「event_name」: 使えない文字(U+0007)"),
        ("2016-11-25,,無題,,,,", "2行目: 列の数が7です"),
        ("2016-11-25,,無題,,,,,,,余り", "2行目: 列の数が10です"),
    ],
)
def test_a_fault_names_its_row_and_column_and_nothing_changes(row, first):
    assert refusal(row, "2017-01-01,,良い行,,,,,,")[0].startswith(first)


def test_every_fault_is_named_at_once():
    assert (
        len(refusal("2016-13,,無題,謎信用組合,横浜市,三,,-1,", "2017-01-01,,同じ,,,,,,", "2017-01-01,,同じ,,,,,,")) == 6
    )


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "ファイルが空です。"),
        ("日付,名称\n".encode(), "1行目 「start_date」: 見出しがありません"),
        ((HEADER + ",memo\n").encode(), "1行目 J列「memo」: この見出しは読み取れません。"),
        ((HEADER + ",remarks\n").encode(), "1行目 J列「remarks」: 同じ見出しが2回あります。"),
        (b"\xff\xfe\x00\x81", "文字コードを読み取れません。"),
        (f'{HEADER}\n"2016'.encode(), "CSV として読めません"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(data, message):
    with pytest.raises(history.HistoryRefused, match=message):
        history.import_history(data=data)


def test_a_file_from_windows_is_read():
    row = "2019-12-05,,髙﨑 新現役交流会,新潟縣信用組合,,２３,,,"
    history.import_history(data=file(row).decode().encode("cp932"))
    event = Event.objects.get()
    assert (event.name, event.stated_companies) == ("髙﨑 新現役交流会", 23)


def test_an_event_of_today_is_not_overwritten():
    factories.event(name="無題", starts_on=dt.date(2016, 11, 25), ends_on=dt.date(2016, 11, 25))
    with pytest.raises(history.HistoryRefused, match="記録としてではなく"):
        history.import_history(data=file("2016-11-25,,無題,,,,,,"))
    assert Event.objects.count() == 1


def test_without_institutions_the_report_says_what_to_do():
    Institution.objects.all().delete()
    with pytest.raises(history.HistoryRefused, match="load_institutions"):
        history.import_history(data=history.SHIPPED.read_bytes())


def test_the_command_reports_and_fails(tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_bytes(file("2016-13,,無題,,,,,,"))
    with pytest.raises(CommandError, match="誤りが 1 件"):
        call_command("import_history", str(path))
    assert "A列「start_date」" in capsys.readouterr().err
    with pytest.raises(CommandError, match="読めません"):
        call_command("import_history", str(tmp_path / "none.csv"))


def test_the_totals_show_what_their_rate_is_made_of():
    totals = history.totals()
    assert (totals.as_of, totals.events, totals.companies) == (dt.date(2022, 6, 27), 233, 4175)
    assert (totals.matched_companies, totals.companies) == (2253, 4175)
    assert round(100 * totals.matched_companies / totals.companies) != totals.stated_match_rate_percent
