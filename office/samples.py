"""What the page of components shows: invented figures, names long and short, a form with mistakes, a full board."""

import datetime as dt
import itertools

from django import forms

from office.fields import ClockField, JapaneseDateField, NumberField, PostalCodeField, TelephoneField

STAGES = [
    {"name": "準備", "state": "done", "fact": "6/20 開始"},
    {"name": "ヒアリング", "state": "late", "fact": "14 / 18社・4社遅れ"},
    {"name": "希望登録", "state": "now", "fact": "希望 87件・あと5日"},
    {"name": "選定", "state": "todo", "fact": "8/28(金)まで"},
    {"name": "時間割", "state": "todo", "fact": "9/4(金)に通知"},
    {"name": "当日", "state": "todo", "fact": "9/18(金)"},
]
COMPANIES = [
    ("矢口金属", "青葉 大森", ("wait", "承認待ち"), 0, "公開前"),
    ("武蔵台フーズ", "武蔵台 本店", ("ok", "公開"), 1, "少ない"),
    ("特定非営利活動法人しののめ地域医療福祉共同事業推進機構", "青葉 大森駅前東口出張所", ("ok", "公開"), 6, ""),
    ("オリオン樹脂", "汐見 港町", ("ok", "公開"), 19, "集中"),
]
FUNNEL = [
    ("参加した", 168, 172),
    ("面談をした", 166, 169),
    ("二次面談に合意した", 117, 108),
    ("支援が成立した", 91, 86),
    ("支援が終わった", 74, 70),
    ("自分たちで契約を続けた", 31, 27),
]
CATEGORIES = [
    ("販路開拓・営業", 42),
    ("生産管理・品質", 31),
    ("人事・労務", 18),
    ("情報化・IT活用", 12),
    ("海外展開", 3),
]
WISHES = [("第1回", [20, 11, 6]), ("第2回", [18, 14, 2]), ("第3回", [9, 10, 12])]
WISH_PARTS = ["第1希望", "第2希望", "第3希望"]
YEARS = ["令和2", "令和3", "令和4", "令和5", "令和6", "令和7"]
BY_YEAR = [("参加企業", [92, None, 141, 160, 155, 168]), ("支援成立", [40, None, 70, 84, 86, 91])]

_FAMILY = "佐藤 鈴木 髙橋 田中 伊藤 渡邊 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水 長谷川 勅使河原".split()
_GIVEN = "健一 清 幸子 実 茂 洋子 浩二 進 恵子 勝利 昭夫 俊彦 博 義明".split()
_SHORT = (
    "東和製作所 みなと食品 川口精密 大和建設 さくら印刷 北栄運輸 ミヤマ機工 ひだまり会 共進電子 山喜木工 "
    "アイネット 割烹一善 遠州繊維 富士見鋳造所 三和化成工業 ほしの農園 丸善冷凍 タカノ鋼業 城南メッキ しののめ医療福祉"
).split()


class SampleForm(forms.Form):
    """One field of every kind that the pages use."""

    name = forms.CharField(label="企業名", help_text="登記のとおりに。例:株式会社東和製作所")
    email = forms.EmailField(label="メールアドレス", help_text="例:kobayashi@example.jp")
    postal_code = PostalCodeField(label="郵便番号", help_text="例:101-0041。ハイフンはなくても構いません")
    telephone = TelephoneField(label="電話番号", help_text="例:03-0000-1234。全角でも構いません", required=False)
    day = JapaneseDateField(label="開催日", help_text="年は令和8でも2026でも構いません")
    start = ClockField(label="開始時刻", help_text="例:13:30", required=False)
    years = NumberField(label="その仕事の年数", help_text="全角でも半角でも構いません", unit_shown="年")
    prefecture = forms.ChoiceField(
        label="都道府県", choices=[("", "選んでください"), ("11", "埼玉県"), ("13", "東京都"), ("14", "神奈川県")]
    )
    fields_of_work = forms.MultipleChoiceField(
        label="課題の分野",
        help_text="近いものを3つまで",
        choices=[("1", "生産管理"), ("2", "人事・労務管理"), ("3", "技術・製品開発"), ("4", "販売・マーケティング")],
        widget=forms.CheckboxSelectMultiple(attrs={"inline": True}),
    )
    answer = forms.ChoiceField(
        label="次の面談",
        choices=[("yes", "希望する"), ("no", "希望しない"), ("later", "あとで決める")],
        widget=forms.RadioSelect,
    )
    trouble = forms.CharField(
        label="困っていること",
        help_text="社長の言葉のままで構いません。例:「ベテラン2人が再来年に辞める。段取りを知る人がいなくなる」",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    workbook = forms.FileField(label="ワークブック", help_text="Excelの.xlsxファイル。20MBまで", required=False)
    agreed = forms.BooleanField(label="読みました", help_text="取扱いの注意を読んでから、しるしを付けてください")


def filled_form() -> SampleForm:
    return SampleForm(
        initial={
            "name": "特定非営利活動法人しののめ地域医療福祉共同事業推進機構",
            "day": dt.date(2026, 9, 18),
            "start": dt.time(13, 0),
            "years": 28,
            "answer": "yes",
            "fields_of_work": ["1", "2"],
        },
        prefix="filled",
    )


def form_with_mistakes() -> SampleForm:
    return SampleForm(
        {
            "bad-name": "",
            "bad-email": "kobayashi.example.jp",
            "bad-postal_code": "101-00",
            "bad-day_0": "令和8",
            "bad-day_1": "13",
            "bad-day_2": "41",
            "bad-years": "二十八",
        },
        prefix="bad",
    )


def board() -> dict:
    """20 companies in 9 slots with a break after the fourth: every kind of cell."""
    times = ["13:00", "13:25", "13:50", "14:15", None, "14:50", "15:15", "15:40", "16:05", "16:30"]
    names = itertools.cycle([(f, _GIVEN[(3 * i) % len(_GIVEN)]) for i, f in enumerate(_FAMILY)])
    columns, number = [], 0
    for time in times:
        number += time is not None
        columns.append({"number": number, "time": time} if time else None)
    rows = []
    for index, company in enumerate(_SHORT):
        cells = [_cell(index, column, names) if time else None for column, time in enumerate(times)]
        count = sum(1 for cell in cells if cell and cell["kind"] == "meet")
        rows.append({"number": index + 1, "company": company, "cells": cells, "count": count})
    return {"columns": columns, "rows": rows}


def _cell(row: int, column: int, names) -> dict:
    if (row, column) in {(4, 0), (4, 1), (11, 8), (11, 9), (15, 9)}:
        return {"kind": "away"}
    if (row * 7 + column * 5) % 9 > 3:
        return {"kind": "legal" if row == 3 else "free"}
    family, given = next(names)
    return {
        "kind": "meet",
        "family": family,
        "given": given,
        "rank": (row + column) % 3 + 1,
        "mark": "①②③"[(row + column) % 3],
        "locked": (row + 2 * column) % 11 == 0,
        "conflict": (row, column) in {(2, 0), (2, 1), (6, 0), (6, 1)},
        "picked": (row, column) == (3, 3),
    }
