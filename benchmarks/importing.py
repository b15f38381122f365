"""The import of a list of the national size: 15,000 rows of 44 columns with 200 planted faults, checked and written for real.

    python -m benchmarks.importing            # a PostgreSQL of its own, gone afterwards; the list as CSV and as a workbook

Asserts that exactly the planted faults are named, cell by cell; that the register is the same, byte for byte, until somebody confirms;
that the same list a second time changes nothing; and, when both forms are in, that undoing one after the other leaves the register as
it was before each. Prints seconds. Exit code 1 when checking and writing take more than 60 s.
"""

import csv
import datetime as dt
import io
import os
import random
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

LIMIT = 60.0
SEED = 20260918
HEADINGS = (
    "管理番号 登録番号 氏名 フリガナ 生年月日 〒 都道府県 住所 TEL メール 登録日 経歴のひとこと 得意な支援 実績 自己紹介 語学 海外勤務 業種 "
    "支援テーマ 支援地域 オンライン 週に動ける日数 動ける曜日 報酬の希望 面談上限 退職状況 退職日 専門分野1 専門分野1_経験年数 専門分野2 "
    "専門分野2_経験年数 資格1 資格1_取得年 職歴1_勤務先 職歴1_業種 職歴1_規模 職歴1_部署 職歴1_役職 職歴1_開始年 職歴1_終了年 "
    "職歴1_仕事の内容 職歴2_勤務先 職歴2_開始年 職歴2_終了年"
).split()
FAMILIES = (
    "髙橋:タカハシ 佐藤:サトウ 鈴木:スズキ 田中:タナカ 伊藤:イトウ 渡邉:ワタナベ 山本:ヤマモト 中村:ナカムラ 小林:コバヤシ 加藤:カトウ "
    "吉田:ヨシダ 山田:ヤマダ 佐々木:ササキ 山口:ヤマグチ 松本:マツモト 井上:イノウエ 木村:キムラ 林:ハヤシ 斎藤:サイトウ 清水:シミズ "
    "山﨑:ヤマザキ 森:モリ 池田:イケダ 橋本:ハシモト 阿部:アベ 石川:イシカワ 前田:マエダ 藤田:フジタ 小川:オガワ 岡田:オカダ"
).split()
GIVENS = (
    "誠一:セイイチ 和夫:カズオ 正:タダシ 幸子:サチコ 隆:タカシ 洋子:ヨウコ 茂:シゲル 博:ヒロシ 京子:キョウコ 勝:マサル 清:キヨシ "
    "恵子:ケイコ 進:ススム 勇:イサム 節子:セツコ 豊:ユタカ 実:ミノル 久美子:クミコ 稔:ミノル 昭:アキラ 修:オサム 文子:フミコ 功:イサオ"
).split()
PREFECTURES = "東京都 神奈川県 埼玉県 千葉県 大阪府 愛知県 兵庫県 福岡県 北海道 新潟県".split()
CATEGORIES = "経営企画・戦略立案 海外展開・国際化 販売・マーケティング 技術・製品開発 生産管理 物流管理 経理・財務管理 人事・労務管理".split()
FIRMS = "日本精機 東洋食品 大和電機 関東鋼業 みなと物流 中央化学 三光商事 北陸紡績".split()


@dataclass
class Planted:
    """A list, and where its faults are: (row, heading)."""

    rows: list[list[str]]
    faults: set[tuple[int, str]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)

    def csv(self, encoding: str = "utf-8-sig") -> bytes:
        out = io.StringIO(newline="")
        csv.writer(out).writerows(self.rows)
        return out.getvalue().encode(encoding)

    def workbook(self) -> bytes:
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("名簿")
        for row in self.rows:
            sheet.append(
                ["=A1" if "\x07" in cell else cell for cell in row]
            )  # a workbook cannot hold the sign: a formula
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def person(n: int, dice: random.Random, taken: set) -> dict[str, str]:
    """Row n's person: a name and a day of birth that nobody else has together."""
    while True:
        family, given = dice.choice(FAMILIES).split(":"), dice.choice(GIVENS).split(":")
        born = dt.date(1940, 1, 1) + dt.timedelta(days=dice.randrange(10_000))
        names = {(family[0], given[0], born), (family[1], given[1], born)}
        if not names & taken:
            taken |= names
            break
    start = born.year + dice.randrange(18, 25)
    category, second = dice.sample(CATEGORIES, 2)
    firm = dice.choice(FIRMS)
    values = {
        "管理番号": f"A-{n:06}",
        "氏名": f"{family[0]} {given[0]}",
        "フリガナ": f"{family[1]} {given[1]}",
        "生年月日": dice.choice([born.isoformat(), f"{born.year}年{born.month}月{born.day}日", f"{born:%Y/%m/%d}"]),
        "〒": f"{dice.randrange(100, 999)}-{dice.randrange(10_000):04}",
        "都道府県": dice.choice(PREFECTURES),
        "住所": f"見本市中央{dice.randrange(1, 9)}-{dice.randrange(1, 30)}-{dice.randrange(1, 20)}",
        "TEL": f"090-{n // 10_000:04}-{n % 10_000:04}",
        "メール": f"senior{n}@example.jp",
        "登録日": f"2025-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
        "経歴のひとこと": f"元 {firm} {dice.choice(['生産部長', '営業部長', '経理部長', '品質保証部長'])}",
        "得意な支援": f"{category}の立て直しと、現場で使える手順づくりをお手伝いします。",
        "実績": f"{firm}で{dice.randrange(3, 30)}年にわたり、{category}と{second}を担当しました。",
        "自己紹介": "中小企業の現場に入り、社長や社員の皆さまと一緒に考えることを大切にしています。",
        "語学": dice.choice(["英語", "英語、中国語", "", ""]),
        "海外勤務": dice.choice(["", "", "米国 5年", "タイ 3年"]),
        "業種": dice.choice(["食料品・飲料の製造", "機械の製造", "卸売・商社", "小売、運輸・倉庫"]),
        "支援テーマ": dice.choice(
            ["事業承継", "販路開拓、新商品開発", "品質管理・ISO", "原価管理、資金繰り・資金調達"]
        ),
        "支援地域": dice.choice(["東京都、神奈川県", "大阪府", "北海道", "愛知県、岐阜県"]),
        "オンライン": dice.choice(["可", "不可", "○", "×"]),
        "週に動ける日数": str(dice.randrange(1, 6)),
        "動ける曜日": dice.choice(["月、水、金", "火木", "平日", "月曜日、火曜日"]),
        "報酬の希望": dice.choice(["規定どおり", "交通費のみ", "要相談"]),
        "面談上限": str(dice.randrange(1, 20)),
        "退職状況": "退職済み",
        "退職日": f"{start + 38}-03-31" if start + 38 < 2026 else "2025-03-31",
        "専門分野1": category,
        "専門分野1_経験年数": str(dice.randrange(5, 40)),
        "専門分野2": second,
        "専門分野2_経験年数": f"{dice.randrange(1, 20)}年",
        "資格1": dice.choice(["中小企業診断士", "日商簿記2級", "社会保険労務士"]),
        "資格1_取得年": str(dice.randrange(1970, 2020)),
        "職歴1_勤務先": f"{firm}株式会社",
        "職歴1_業種": dice.choice(["機械の製造", "食品の製造", "卸売"]),
        "職歴1_規模": dice.choice(["101〜300人", "1,200人", "45"]),
        "職歴1_部署": "本社",
        "職歴1_役職": "部長",
        "職歴1_開始年": str(start),
        "職歴1_終了年": str(start + 30),
        "職歴1_仕事の内容": f"{category}の責任者として、工場と営業の間をつなぐ仕事をしました。",
        "職歴2_勤務先": f"{dice.choice(FIRMS)}サービス株式会社",
        "職歴2_開始年": str(start + 30),
        "職歴2_終了年": str(start + 36),
    }
    return values


def _set(heading: str, value: str) -> Callable:
    return lambda row, before: (row.update({heading: value}), heading)[1]


def _same_as_before(heading: str) -> Callable:
    return lambda row, before: (row.update({heading: before[heading]}), heading)[1]


def _years_turned(row: dict, before: dict) -> str:
    row["職歴1_終了年"] = str(int(row["職歴1_開始年"]) - 2)
    return "職歴1_終了年"


def _twice(row: dict, before: dict) -> str:
    row["専門分野2"] = row["専門分野1"]
    return "専門分野2"


FAULTS: dict[str, Callable] = {
    "no such day": _set("生年月日", "昭和35年2月30日"),
    "no day": _set("生年月日", "不明"),
    "outside of its era": _set("生年月日", "平成40年1月1日"),
    "not born yet": _set("生年月日", "2093-04-01"),
    "a child": _set("生年月日", "2019-04-01"),
    "no name": _set("氏名", ""),
    "kanji for a reading": _set("フリガナ", "髙橋 誠一"),
    "short postal code": _set("〒", "12-3456"),
    "unknown prefecture": _set("都道府県", "東京市"),
    "letters for a telephone": _set("TEL", "携帯のみ"),
    "mail without @": _set("メール", "senior.example.jp"),
    "entered in the future": _set("登録日", "2094-01-01"),
    "headline too long": _set("経歴のひとこと", "元 部長 " * 20),
    "unknown trade": _set("業種", "謎の業界"),
    "unknown topic": _set("支援テーマ", "なんでも"),
    "unknown region": _set("支援地域", "東京都、江戸"),
    "neither yes nor no": _set("オンライン", "たぶん"),
    "nine days a week": _set("週に動ける日数", "9"),
    "no weekday": _set("動ける曜日", "月、祝"),
    "unknown fee": _set("報酬の希望", "たくさん"),
    "no interview a year": _set("面談上限", "0"),
    "unknown retirement": _set("退職状況", "ひみつ"),
    "unknown field": _set("専門分野1", "占い"),
    "years in words": _set("専門分野1_経験年数", "長年"),
    "the same field twice": _twice,
    "a career without its firm": _set("職歴2_勤務先", ""),
    "years in the wrong order": _years_turned,
    "no year": _set("職歴1_開始年", "むかし"),
    "a size in words": _set("職歴1_規模", "大きい"),
    "control character": _set("住所", "見本市\x07中央1-1"),
    "number too long": _set("登録番号", "M0000000000001"),
    "number in kana": _set("登録番号", "カナ"),
    "own key twice": _same_as_before("管理番号"),
}


def planted_list(rows: int, faults: int, *, seed: int = SEED, start: int = 1, taken: set | None = None) -> Planted:
    """A list of so many rows; of every kind of fault about as many. The heading is row 1."""
    dice, taken = random.Random(seed), taken if taken is not None else set()
    people = [person(start + n, dice, taken) for n in range(rows)]
    made = Planted([HEADINGS])
    at_rows = sorted(dice.sample(range(10, rows), faults))
    kinds = [list(FAULTS)[n % len(FAULTS)] for n in range(faults)]
    wrong = dict(zip(at_rows, kinds, strict=True))
    for n, row in enumerate(people):
        if n in wrong:
            good = next(people[m] for m in range(n - 1, -1, -1) if m not in wrong)
            made.faults.add((n + 2, FAULTS[wrong[n]](row, good)))
            made.kinds.add(wrong[n])
        made.rows.append([row.get(heading, "") for heading in HEADINGS])
    return made


def named_faults(import_) -> set[tuple[int, str]]:
    """What the check says is wrong: (row, heading)."""
    from talent.models import ImportRow

    rows = ImportRow.objects.filter(register_import=import_).values_list("number", "faults")
    return {(number, title) for number, faults in rows for _, title, _, _, warning in faults if not warning}


def state_of_register() -> dict[str, str]:
    """A digest of every table that tells of seniors, and of their history."""
    from django.apps import apps
    from django.db import connection

    waiting = {"ImportSource", "RegisterImport", "ImportRow", "ImportLink"}
    tables = [m._meta.db_table for m in apps.get_app_config("talent").get_models() if m.__name__ not in waiting]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"SELECT count(*)::text || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM {table} t"
            )
            found[table] = cursor.fetchone()[0]
    return found


def main() -> int:
    from benchmarks.wall import own_server

    with own_server():
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kouryukai.settings")
        django.setup()
        from django.core.management import call_command

        from kouryukai.celery import app

        call_command("migrate", verbosity=0)
        app.loader.import_default_modules()  # a worker has its code loaded before any list comes
        return measure()


def measure() -> int:
    from institutions.actors import acting, system
    from institutions.models import User

    rows, faults = 15_000, 200
    with acting(system("benchmark")):
        by = User.objects.create_user(email="coordinator@example.jp", role="coordinator")
    worst, taken, walked = 0.0, set(), []
    for n, form in enumerate(("CSV", "XLSX")):
        planted = planted_list(rows, faults, seed=SEED + n, start=1 + n * rows, taken=taken)
        print(
            f"{rows:,} rows x {len(HEADINGS)} columns, {len(planted.faults)} faults of {len(planted.kinds)} kinds",
            flush=True,
        )
        data = planted.csv() if form == "CSV" else planted.workbook()
        seconds, pk, before = walk(form, data, planted, by)
        worst = max(worst, seconds)
        walked.append((form, pk, before))
    for form, pk, before in reversed(walked):
        take_back(form, pk, before, by)
    return 0 if worst <= LIMIT else 1


def walk(form: str, data: bytes, planted: Planted, by) -> tuple[float, uuid.UUID, dict[str, str]]:
    """Check, confirm, and check once more; a source of its own for each form.

    Seconds of checking and writing, the import, and the register before it.
    """
    from django.utils import timezone

    from institutions.actors import acting, system
    from office.actions import run_now
    from talent.importing import actions

    def checked() -> tuple:
        began = time.perf_counter()
        with acting(system("benchmark")):
            import_ = actions.begin(
                source_name=f"名簿 {form}", data=data, file_name=f"名簿.{form.lower()}", enters_as="active",
                empty_deletes=False, by=by, now=timezone.now(),
            )  # fmt: skip
            job = actions.choose_columns(import_=import_, fields=import_.fields, by=by, now=timezone.now())
        begun = time.perf_counter()
        run_now(job)
        with acting(system("benchmark")):
            import_.refresh_from_db()
        return import_, begun - began, time.perf_counter() - begun

    with acting(system("benchmark")):
        before = state_of_register()
    import_, looked, checking = checked()
    with acting(system("benchmark")):
        assert state_of_register() == before, "the register changed before anybody confirmed"
        named = named_faults(import_)
        assert named == planted.faults, (sorted(named - planted.faults)[:5], sorted(planted.faults - named)[:5])
        job = actions.ask_to_write(import_=import_, leave_faulty=True, by=by, now=timezone.now())
    counts = dict(import_.counts)
    began = time.perf_counter()
    run_now(job)
    writing = time.perf_counter() - began
    with acting(system("benchmark")):
        import_.refresh_from_db()
        written, after = dict(import_.counts), state_of_register()
    again, _, second = checked()
    with acting(system("benchmark")):
        assert state_of_register() == after, "the second time changed something"
        assert again.counts["same"] == counts["new"] + counts["changed"] + counts["same"], again.counts
        assert not again.counts["new"] + again.counts["changed"] + again.counts["possible"], again.counts
        actions.drop(import_=again, by=by, now=timezone.now())
    print(
        f"{form:<5} headings {looked:5.1f} s, check {checking:5.1f} s, write {writing:5.1f} s"
        f" ({written['written_new']:,} new, {written['written_changed']:,} changed), the second time {second:5.1f} s",
        flush=True,
    )
    return looked + checking + writing, import_.pk, before


def take_back(form: str, pk: uuid.UUID, before: dict[str, str], by) -> None:
    """Undo that import and compare the register; the log of changes and the queue of the search have grown."""
    from django.utils import timezone

    from institutions.actors import acting, system
    from office.actions import run_now
    from office.importing.undoing import ask_to_undo, outlook_of
    from office.models import ImportBatch

    began = time.perf_counter()
    with acting(system("benchmark")):
        batch = ImportBatch.objects.get(pk=pk)
        told = outlook_of(batch=batch, by=by)
        assert not told.stays_number and not told.blocks, told
    seen = time.perf_counter()
    with acting(system("benchmark")):
        job = ask_to_undo(batch=batch, by=by, now=timezone.now())
    run_now(job)
    undone = time.perf_counter()
    with acting(system("benchmark")):
        after = state_of_register()
    differing = {table for table in before if after[table] != before[table]}
    assert not {table for table in differing if "change" not in table} - {"talent_searchwaiting"}, differing
    print(f"{form:<5} undoing shown {seen - began:5.1f} s, done {undone - seen:5.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
