"""Broken workbooks: no traceback, not one row changed, each fault named in Japanese with sheet, row and column."""

import datetime as dt
import io
import re
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from events.importing.example import example_rows, example_workbook
from events.importing.layout import AWAY, EVENT, FIRMS, SENIORS, STAFF, WISHES
from events.importing.template import build
from events.importing.writing import ImportRefused, import_event, preview_event
from tests import factories
from tests.events.workbooks import changed, edited, everything, places_of_the_example, repacked

NOW = factories.NOW


@pytest.fixture
def places(db):
    places_of_the_example()


def repeated(sheet: str, row: int, **values: object) -> bytes:
    """The example with a row typed in twice, the second time with `values`."""
    rows = example_rows()
    rows[sheet].append(rows[sheet][row] | values)
    return build(rows)


def cell(sheet: str, place: str, value: object, number_format: str = "") -> bytes:
    def edit(book: Workbook) -> None:
        book[sheet][place] = value
        if number_format:
            book[sheet][place].number_format = number_format

    return edited(edit)


def merge(sheet: str, cells: str) -> bytes:
    return edited(lambda book: book[sheet].merge_cells(cells))


def two_at_a_table() -> bytes:
    rows = example_rows()
    rows[FIRMS][0]["booth"] = 2
    rows[FIRMS][1]["booth"] = "２"
    return build(rows)


def no_sheet(name: str) -> bytes:
    return edited(lambda book: book.remove(book[name]))


def no_column(sheet: str, number: int) -> bytes:
    return edited(lambda book: book[sheet].delete_cols(number))


def no_item(row: int) -> bytes:
    return edited(lambda book: book[EVENT].delete_rows(row))


def of_1904(book: Workbook) -> None:
    """The dates of a Mac of old: without their system, they would be four years early."""
    book.epoch = CALENDAR_MAC_1904
    book[EVENT]["B4"] = 60_000_000  # a number that is a date in neither system


def bomb() -> bytes:
    return repacked(lambda name, content: content, **{"xl/media/blank.xml": b" " * 50_000_000})


def entities(name: str, content: bytes) -> bytes:
    if not name.endswith("sheet2.xml"):
        return content
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return head + re.sub(rb"^<\?xml[^>]*\?>", b"", content)


def beyond_all_numbers(name: str, content: bytes) -> bytes:
    """G3 of the bank's people holds 1e999, which Excel would not write."""
    if not name.endswith("sheet4.xml"):
        return content
    swollen, times = re.subn(rb'(r="G3"[^>]*><v>)1(</v>)', rb"\g<1>1e999\2", content)
    assert times == 1
    return swollen


def other_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("photo.txt", "x")
    return target.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000)
LONG = "長" * 1201

# Each case: what is broken -> what the report says of it: place, message.
CASES = {
    # the file as a whole
    "empty file": (b"", ["ファイルが空です。"]),
    "garbage": (b"\x00\x01garbage" * 50, ["Excel ブック(.xlsx)ではありません。"]),
    "a CSV": ("企業番号,企業名\n1,髙島\n".encode("cp932"), ["Excel ブック(.xlsx)ではありません。"]),
    "an old .xls": (OLE, ["古い形式(.xls)のブックです。"]),
    "with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), ["パスワードで保護されたブックです。"]),
    "another zip": (other_zip(), ["Excel ブック(.xlsx)ではありません。"]),
    "cut off": (lambda: example_workbook()[:-3000], ["ファイルが壊れているか、途中で切れています。"]),
    "cut off early": (lambda: example_workbook()[:500], ["ファイルが壊れているか、途中で切れています。"]),
    "a sheet's part is missing": (lambda: repacked(lambda n, c: None if "sheet3" in n else c), ["シート「企業と課題」: シートがありません。"]),
    "a part is no XML": (lambda: repacked(lambda n, c: b"<x" if "sheet4" in n else c), ["ファイルが壊れているか"]),
    "a zip bomb": (bomb, ["展開すると大きくなりすぎるファイルです。"]),
    "entities": (lambda: repacked(entities), ["ファイルが壊れているか"]),
    "too large": (b"PK" + bytes(6_000_000), ["ファイルが大きすぎます(6.0 MB、上限 5 MB)。"]),
    # sheets and columns
    "no sheet of wishes": (lambda: no_sheet(WISHES), ["シート「希望」: シートがありません。"]),
    "no sheet of the event": (lambda: no_sheet(EVENT), ["シート「交流会」: シートがありません。"]),
    "a column is gone": (lambda: no_column(SENIORS, 3), ["シート「新現役」の2行目 「姓」: 列がありません。"]),
    "an item is gone": (lambda: no_item(25), ["シート「交流会」 「主催」: 項目がありません。"]),
    "no headings": (lambda: edited(lambda book: book[WISHES].delete_rows(1, 2)), ["シート「希望」の1行目: 見出しの行がありません。"]),
    "a heading twice": (lambda: cell(STAFF, "H2", "氏名"), ["シート「同席者」の2行目 H列「氏名」: 同じ見出しの列が2つあります。"]),
    "an item twice": (lambda: cell(EVENT, "A40", "会場"), ["シート「交流会」の40行目 A列「会場」: 同じ項目が2回あります。"]),
    "merged cells": (lambda: merge(FIRMS, "E3:E5"), ["シート「企業と課題」の3行目: セルが結合されています(E3:E5)。", "シート「企業と課題」の4行目 E列「金融機関」: 必須の項目です。"]),
    "too many rows": (lambda: cell(AWAY, "A1048576", "企業"), ["シート「参加できない回」の1048576行目: 行が多すぎます(上限 2,000 行)。"]),
    # the event
    "no name": (lambda: changed(EVENT, 0, name="　"), ["シート「交流会」の3行目 B列「名称」: 必須の項目です。"]),
    "no such day": (lambda: changed(EVENT, 0, day1="令和9年2月30日"), ["シート「交流会」の4行目 B列「開催日」: そのような日付はありません。例: 2026-09-18", "令和9年2月30日"]),
    "an era that had ended": (lambda: changed(EVENT, 0, day1="平成40年2月18日"), ["シート「交流会」の4行目 B列「開催日」: 平成の期間の外です。"]),
    "a day in words": (lambda: changed(EVENT, 0, day1="来週の金曜"), ["シート「交流会」の4行目 B列「開催日」: 日付として読めません。"]),
    "day 60 of a spreadsheet": (lambda: cell(EVENT, "B4", 60, "yyyy-mm-dd"), ["シート「交流会」の4行目 B列「開催日」: 日付が範囲の外です(1900-02-28)。"]),
    "a time instead of a day": (lambda: changed(EVENT, 0, day1=dt.time(13, 30)), ["シート「交流会」の4行目 B列「開催日」: 時刻だけが入っています。"]),
    "a day with a time": (lambda: changed(EVENT, 0, day1=dt.datetime(2027, 2, 18, 13)), ["シート「交流会」の4行目 B列「開催日」: 時刻が付いています。"]),
    "neither system's date": (lambda: edited(of_1904), ["シート「交流会」の4行目 B列「開催日」: エラーの値です。"]),
    "days in disorder": (lambda: changed(EVENT, 0, day2="2027-02-17"), ["シート「交流会」の5行目 B列「2日目の開催日」: 前の開催日より後の日付にしてください。"]),
    "a day left out": (lambda: changed(EVENT, 0, day3="2027-02-20"), ["シート「交流会」の5行目 B列「2日目の開催日」: 日付がありません。"]),
    "25 o'clock": (lambda: changed(EVENT, 0, first_at="25:30"), ["シート「交流会」の11行目 B列「最初の面談の時刻」: 時刻として読めません。例: 13:30"]),
    "past midnight": (lambda: changed(EVENT, 0, first_at="22:00"), ["シート「交流会」の13行目 B列「1日の面談の回数」: 第6回が夜の12時を過ぎます。"]),
    "no times at all": (lambda: changed(EVENT, 0, first_at=None), ["「最初の面談の時刻」か「面談の時刻」のどちらかを入れてください。"]),
    "turns that overlap": (lambda: changed(EVENT, 0, clock_times="13:30-13:50、13:45-14:05"), ["B列「面談の時刻」: 前の回と時刻が重なっています。(入っている値: 13:45-14:05)"]),
    "a range backwards": (lambda: changed(EVENT, 0, clock_times="13:50-13:30"), ["B列「面談の時刻」: 「13:50-13:30」は終わりが始まりより前です。"]),
    "a break after the last turn": (lambda: changed(EVENT, 0, break_after="3、9"), ["B列「休憩の前の回」: 休憩は第1回から第8回の後に置けます。"]),
    "limits crossed": (lambda: changed(EVENT, 0, min_per_company=6, max_per_company=4), ["B列「1社の面談の上限」: 1社の面談の上限が、下限より小さくなっています。"]),
    "an interview of three hours": (lambda: changed(EVENT, 0, slot_minutes=180), ["B列「面談の長さ(分)」: 5 から 120 までの数を入れてください。(入っている値: 180)"]),
    "entries close before they open": (lambda: changed(EVENT, 0, entry_close_at="2026-12-01 09:00"), ["B列「希望登録の締め切り」: 希望登録の締め切りは、開始より後にしてください。"]),
    "an unknown host": (lambda: changed(EVENT, 0, hosts="大東京信用金庫"), ["B列「主催」: この機関は一覧にありません。近い名前: 大東京信用組合(入っている値: 大東京信用金庫)"]),
    "a host twice": (lambda: changed(EVENT, 0, cohosts="大東京信組"), ["B列「共催」: 同じ機関が2回入っています。(入っている値: 大東京信組)"]),
    # firms and issues
    "an unknown bank code": (lambda: changed(FIRMS, 2, institution="9999"), ["シート「企業と課題」の5行目 E列「金融機関」: この金融機関は一覧にありません。", "(入っている値: 9999)"]),
    "an unknown branch": (lambda: changed(FIRMS, 0, branch="目黒東支店"), ["シート「企業と課題」の3行目 F列「支店」: 大東京信用組合にこの支店はありません。近い名前: 目黒支店"]),
    "a firm typed in twice": (lambda: repeated(FIRMS, 0), ["シート「企業と課題」の11行目 AG列「課題名」: 3行目と同じ企業・課題です。"]),
    "a firm under two numbers": (lambda: repeated(FIRMS, 0, number=9, name="株式会社高島製作所"), ["シート「企業と課題」の11行目 B列「企業名」: 3行目と同じ企業です。"]),
    "a number for two firms": (lambda: changed(FIRMS, 1, number="１"), ["シート「企業と課題」の4行目 B列「企業名」: 3行目と同じ企業番号ですが、値が違います。"]),
    "an unknown category": (lambda: changed(FIRMS, 1, categories="生産管理、営業"), ["シート「企業と課題」の4行目 AF列「課題の分類」: 「営業」は10分類にありません。"]),
    "an error value": (lambda: cell(FIRMS, "R4", "#N/A"), ["シート「企業と課題」の4行目 R列「従業員数」: エラーの値です。", "(入っている値: #N/A)"]),
    "a formula": (lambda: cell(FIRMS, "A5", "=A4+1"), ["シート「企業と課題」の5行目 A列「企業番号」: 数式が入っています。", "(入っている値: =A4+1)"]),
    "yes for a number": (lambda: cell(FIRMS, "R4", True), ["R列「従業員数」: TRUE・FALSE は読めません。"]),
    "the year 99 of an era": (lambda: changed(FIRMS, 0, established_year="昭和99"), ["シート「企業と課題」の3行目 S列「創業年」: 年として読めません。例: 1968 または 昭和43(入っている値: 昭和99)"]),
    "a number beyond all numbers": (lambda: repacked(beyond_all_numbers), ["シート「同席者」の3行目 G列「企業番号」: 数が大きすぎて読めません。"]),
    "a number in words": (lambda: changed(FIRMS, 0, employees="約二十人"), ["シート「企業と課題」の3行目 R列「従業員数」: 数として読めません。例: 1200(入っている値: 約二十人)"]),
    "half an employee": (lambda: changed(FIRMS, 0, employees=12.5), ["R列「従業員数」: 整数で入れてください。"]),
    "a negative number": (lambda: changed(FIRMS, 0, employees=-3), ["R列「従業員数」: 0 から 1,000,000 までの数を入れてください。(入っている値: -3)"]),
    "a text too long": (lambda: changed(FIRMS, 0, public_summary=LONG), ["シート「企業と課題」の3行目 AN列「公開する要約」: 長すぎます(1201文字、上限 1200文字)。"]),
    "control characters": (lambda: changed(FIRMS, 0, city="大田_x0000_区"), ["シート「企業と課題」の3行目 N列「市区町村」: 使えない文字(U+0000)が入っています。"]),
    "the firm's name in the brief": (lambda: changed(FIRMS, 0, public_summary="高島製作所の課題"), ["AN列「公開する要約」: 企業名が書かれています。"]),
    "no such prefecture": (lambda: changed(FIRMS, 0, prefecture="武蔵"), ["M列「都道府県」: 都道府県の名前ではありません。例: 東京都(入っている値: 武蔵)"]),
    "12 digits": (lambda: changed(FIRMS, 0, corporate_number="123456789012"), ["T列「法人番号」: 13桁の数字で入れてください(いまは12桁)。"]),
    "an address that is none": (lambda: changed(FIRMS, 0, url="javascript:alert(1)"), ["W列「ウェブサイト」: アドレスの形ではありません。"]),
    "two firms at a table": (two_at_a_table, ["X列「卓番号」: 3行目と同じ卓番号です。"]),
    "a firm's limits crossed": (lambda: changed(FIRMS, 0, min_interviews=5, max_interviews=2), ["Z列「面談の上限」: 面談の上限が、下限より小さくなっています。"]),
    # the bank's people
    "an unknown firm for an officer": (lambda: changed(STAFF, 0, firms="1、99"), ["シート「同席者」の3行目 G列「企業番号」: 企業番号 99 は、シート「企業と課題」にありません。"]),
    "half a firm": (lambda: changed(STAFF, 0, firms=1.5), ["シート「同席者」の3行目 G列「企業番号」: 番号を「、」で区切って入れてください。"]),
    "another bank's firm": (lambda: changed(STAFF, 0, firms="2"), ["シート「同席者」の3行目 G列「企業番号」: 企業番号 2 は第一勧業信用組合の企業です。"]),
    "two officers at one table": (lambda: changed(STAFF, 2, firms="1"), ["シート「同席者」の5行目 G列「企業番号」: 企業番号 1 には、佐藤 健 さんが同席します。"]),
    "an officer twice": (lambda: repeated(STAFF, 0, name="佐藤　健"), ["シート「同席者」の11行目 C列「氏名」: 3行目と同じ人です。"]),
    # seniors
    "a senior twice": (lambda: repeated(SENIORS, 0, number="ｓ０００１"), ["シート「新現役」の19行目 A列「登録番号」: 3行目と同じ登録番号です。"]),
    "a number with other characters": (lambda: changed(SENIORS, 0, number="会員1"), ["シート「新現役」の3行目 A列「登録番号」: 番号は半角の英数字とハイフンで入れてください。"]),
    "a birthday to come": (lambda: changed(SENIORS, 0, birth_date="令和120年1月1日"), ["シート「新現役」の3行目 G列「生年月日」"]),
    "a birthday after today": (lambda: changed(SENIORS, 0, birth_date="2099-01-01"), ["シート「新現役」の3行目 G列「生年月日」: 生年月日が今日より後になっています。(入っている値: 2099-01-01)"]),
    "a qualification of the year 9999": (lambda: changed(SENIORS, 0, qualifications="簿記2級（9999年）"), ["シート「新現役」の3行目 O列「資格」: 資格の取得年は1900から2026までです。"]),
    "a career that is to come": (lambda: changed(SENIORS, 0, from_year_1=2027, to_year_1=2030), ["シート「新現役」の3行目 T列「職歴1 開始年」: 開始年が今年より後です。"]),
    "kanji for a reading": (lambda: changed(SENIORS, 0, family_kana="高橋"), ["シート「新現役」の3行目 E列「セイ」: フリガナはカタカナで入れてください。"]),
    "no address of mail": (lambda: changed(SENIORS, 0, email="taro＠example"), ["H列「メールアドレス」: メールアドレスの形ではありません。"]),
    "an unknown field": (lambda: changed(SENIORS, 0, specialities="生産管理（31年）、占い（3年）"), ["N列「専門分野」: 「占い」は10分類にありません。"]),
    "years in disorder": (lambda: changed(SENIORS, 0, from_year_1=2020, to_year_1="平成10年"), ["U列「職歴1 終了年」: 終了年が開始年より前です。"]),
    "eight days a week": (lambda: changed(SENIORS, 0, days_per_week=8), ["「週に動ける日数」: 1 から 7 までの数を入れてください。(入っている値: 8)"]),
    "maybe online": (lambda: changed(SENIORS, 0, online_ok="たぶん"), ["「オンライン」: 次のどれかを入れてください: 可、不可(入っている値: たぶん)"]),
    # wishes
    "a wish of nobody": (lambda: changed(WISHES, 0, senior="S9999"), ["シート「希望」の3行目 A列「登録番号」: シート「新現役」にない登録番号です。(入っている値: S9999)"]),
    "a wish for no firm": (lambda: changed(WISHES, 0, firm=77), ["シート「希望」の3行目 B列「企業番号」: シート「企業と課題」にない企業番号です。(入っている値: 77)"]),
    "a wish twice": (lambda: repeated(WISHES, 0, preference=9), ["シート「希望」の33行目 B列「企業番号」: 3行目と同じ人・同じ企業です。"]),
    "a rank twice": (lambda: changed(WISHES, 16, preference=1), ["シート「希望」の19行目 D列「希望順位」: 3行目と同じ順位です。"]),
    "rank nought": (lambda: changed(WISHES, 0, preference=0), ["D列「希望順位」: 1 から 99 までの数を入れてください。(入っている値: 0)"]),
    "nothing to offer": (lambda: changed(WISHES, 0, proposal_text=" \n　"), ["シート「希望」の3行目 E列「私ができること」: 必須の項目です。"]),
    "an issue of another firm": (lambda: changed(WISHES, 0, issue="和菓子を海外に出したい"), ["C列「課題名」: この企業の課題にありません。どれかを入れてください: 不良率を下げたい"]),
    # absences
    "the tenth of nine turns": (lambda: changed(AWAY, 0, turns="8-10"), ["シート「参加できない回」の3行目 D列「回」: 第10回はありません(1日9回)。"]),
    "the second of one day": (lambda: changed(AWAY, 0, day=2), ["C列「何日目」: 開催日は1日です。"]),
    "an absence of nobody": (lambda: changed(AWAY, 2, key="佐々木 誰"), ["シート「参加できない回」の5行目 B列「番号・氏名」: シート「同席者」にない氏名です。"]),
    "an absence twice": (lambda: repeated(AWAY, 0), ["シート「参加できない回」の6行目 D列「回」: 3行目と同じ回が入っています。"]),
    "turns in words": (lambda: changed(AWAY, 0, turns="午後"), ["D列「回」: 回として読めません。例: 1、2 または 1-3 または 全部"]),
}  # fmt: skip


def data_of(case: str) -> bytes:
    data = CASES[case][0]
    return data if isinstance(data, bytes) else data()


@pytest.mark.parametrize("case", CASES)
def test_a_broken_workbook_is_reported_and_changes_nothing(places, coordinator, case):
    data, expected = data_of(case), CASES[case][1]
    before = everything()
    with pytest.raises(ImportRefused) as refused:
        import_event(workbook=data, by=coordinator, now=NOW)
    said = "\n".join(str(fault) for fault in refused.value.faults if not fault.is_warning)
    assert [text for text in expected if text not in said] == [], said
    preview = preview_event(workbook=data, now=NOW)
    assert "\n".join(map(str, preview.faults)) == said
    assert everything() == before


def test_there_are_enough_ways_of_breaking_one():
    assert len(CASES) >= 30


def test_every_fault_is_named_at_once(places, coordinator):
    rows = example_rows()
    rows[EVENT][0] |= {"day1": "いつか", "hosts": "謎の会"}
    rows[FIRMS][0] |= {"employees": "たくさん", "branch": "なし"}
    rows[SENIORS][3] |= {"number": "S0001", "specialities": "占い"}
    rows[WISHES][5] |= {"firm": 99, "preference": "一"}
    preview = preview_event(workbook=build(rows), now=NOW)
    places_named = {(fault.sheet, fault.row, fault.column) for fault in preview.faults}
    assert {(EVENT, 4, "B"), (EVENT, 25, "B"), (FIRMS, 3, "R"), (FIRMS, 3, "F")} <= places_named
    assert {(SENIORS, 6, "A"), (WISHES, 8, "B"), (WISHES, 8, "D")} <= places_named


def test_a_registration_number_of_somebody_else_is_refused(places, coordinator):
    factories.senior(number="S0001", family_name="別人", given_name="太郎")
    preview = preview_event(workbook=example_workbook(), now=NOW)
    assert [str(fault) for fault in preview.faults] == [
        "シート「新現役」の3行目 C列「姓」: 登録番号 S0001 は 別人 太郎 さんの登録です。"
        "番号か氏名を確かめてください。(入っている値: 髙橋誠一)"
    ]


def test_a_withdrawn_senior_is_not_brought_back(places, coordinator):
    factories.senior(number="S0001", family_name="髙橋", given_name="誠一", state="withdrawn")
    preview = preview_event(workbook=example_workbook(), now=NOW)
    assert "この人は「退会」です。" in str(preview.faults[0])


@pytest.mark.parametrize(
    "data, expected",
    [
        (lambda: cell(WISHES, "J2", "メモ"), "シート「希望」の2行目 J列: この列は読み込みません。(入っている値: メモ)"),
        (lambda: edited(lambda book: book.create_sheet("控え").append(["x"])), "シート「控え」: このシートは読み込みません。"),
        (lambda: edited(lambda book: setattr(book[WISHES].row_dimensions[7], "hidden", True)), "シート「希望」の7行目: 非表示の行(7行目)も読み込みます。"),
        (lambda: changed(EVENT, 0, day1="2020-02-18", entry_open_at=None), "「開催日」: 過去の日付です。"),
    ],
)  # fmt: skip
def test_a_warning_does_not_stop_the_import(places, coordinator, data, expected):
    preview = preview_event(workbook=data(), now=NOW)
    assert preview.faults == []
    assert expected in "\n".join(map(str, preview.warnings))
    assert import_event(workbook=data(), by=coordinator, now=NOW).entries.count() == 30


@pytest.mark.parametrize(
    "value, form",
    [
        (46071, "General"),
        (dt.datetime(2026, 2, 18), "yyyy-mm-dd"),
        ("2026/2/18", ""),
        ("２０２６年２月１８日（水）", ""),
        ("令和8年2月18日", ""),
        ("R8.2.18", ""),
        ("20260218", ""),
        (" 2026-02-18　", ""),
    ],
)
def test_a_day_is_read_however_it_is_written(places, value, form):
    assert preview_event(workbook=cell(EVENT, "B4", value, form), now=NOW).days == [dt.date(2026, 2, 18)]


def test_days_of_the_1904_system_are_the_days_they_show(places):
    def edit(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book[EVENT]["B4"] = dt.datetime(2026, 2, 18)
        book[EVENT]["B5"] = 46071 - 1462 + 1  # the next day as a bare number

    days = preview_event(workbook=edited(edit), now=NOW).days
    assert days == [dt.date(2026, 2, 18), dt.date(2026, 2, 19)]
