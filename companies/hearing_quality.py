"""What is missing on a sheet, and what would make it better: said in words, each with the field that it is about. Pure: sheet in, remarks out.

Missing things stop a sheet from being handed in. Hints do not: whoever has heard the firm knows better.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from companies.sheet import EMPTY, ISSUE_KEYS, issue_key, issue_numbers, label_of


@dataclass(frozen=True, slots=True)
class Remark:
    key: str
    text: str


MUST = ("heard_on", "heard_by", "background")
MUST_OF_ISSUE = ("categories", "title", "body", "expected_support", "wanted_profile")
SHORTEST_BODY = 80
VAGUE = re.compile(r"いろいろ|色々|様々|さまざま|などなど|なんとか|うまく|全般|とにかく|なんでも|何でも|もろもろ|諸々")
FIGURE = re.compile(r"[0-9０-９]|[一二三四五六七八九十百千万]+[割人社件回年月日円個台%％]")
SOLUTION = re.compile(
    r"(を導入したい|を入れたい|を作りたい|を採用したい|をやめたい|を買いたい|に出店したい|が欲しい|がほしい|を開設したい)"
)
TROUBLE = re.compile(
    r"困|不足|足り|下が|減|増え|遅|できな|できて|不良|赤字|高齢|属人|ミス|漏|かかる|続か|辞め|分から|わから|難し|課題|悩"
)
SEVERAL = re.compile(r"(また、|さらに、|加えて、|もう一つ|もうひとつ|そのほか|その他に|②|２[.．)]|2[.)]|・.*\n.*・)")
PERSON = re.compile(r"[一-龠々]{1,4}(?:さん|氏|様|部長|課長|専務|常務|工場長|君)")
NO_PERSON = re.compile(
    r"(お客|客|皆|奥|取引先|得意先|担当|各|両|職人|社員|相手|みな|株主|後継|何)(さん|様|氏)$|^(前|現|元|各|新)?(部長|課長|専務|常務|工場長)$"
)


def missing(sheet: Mapping[str, Any]) -> list[Remark]:
    """What must stand on a sheet before it is handed in, in the order of the page."""
    return list(_missing(sheet))


def _missing(sheet: Mapping[str, Any]) -> Iterator[Remark]:
    for key in MUST:
        if sheet.get(key) in EMPTY:
            yield Remark(key, f"{label_of(key)}が書かれていません。")
    for number in issue_numbers(sheet) or [1]:
        for name in MUST_OF_ISSUE:
            key = issue_key(number, name)
            if sheet.get(key) in EMPTY:
                word = "選ばれていません" if name == "categories" else "書かれていません"
                yield Remark(key, f"{label_of(key)}が{word}。")


def hints(sheet: Mapping[str, Any]) -> list[Remark]:
    """What experience says of sheets that find nobody."""
    found = [remark for number in issue_numbers(sheet) for remark in _hints_of_issue(sheet, number)]
    if sheet.get("current_state") in EMPTY:
        found.append(
            Remark("current_state", "「現在の状況」がありません。いまの売上・人・設備の数字を1つ足せませんか。")
        )
    return [*found, *_names(sheet)]


def _hints_of_issue(sheet: Mapping[str, Any], number: int) -> Iterator[Remark]:
    def text(name: str) -> str:
        return str(sheet.get(issue_key(number, name)) or "")

    def remark(name: str, words: str) -> Remark:
        return Remark(issue_key(number, name), f"課題{number}: {words}")

    body = text("body")
    if body and len(body) < SHORTEST_BODY:
        yield remark(
            "body",
            f"「困っていること」が{len(body)}字です。いつから、どこで、どのくらい困っているかを足すと、合う人が手を挙げやすくなります({SHORTEST_BODY}字が目安)。",
        )
    if body and not FIGURE.search(body):
        yield remark("body", "「困っていること」に数字がありません。件数・割合・金額・年数のどれか1つを足せませんか。")
    if found := VAGUE.search(body + text("expected_support")):
        yield remark(
            "body", f"「{found.group()}」は読む人によって受け取り方が違います。具体的な例を1つ書いてください。"
        )
    if body and SOLUTION.search(body + text("title")) and not TROUBLE.search(body):
        yield remark(
            "body", "やりたいこと(手段)だけが書かれています。それで何に困らなくなるのか、元の困りごとを書いてください。"
        )
    if SEVERAL.search(body) and len(body) > SHORTEST_BODY:
        yield remark(
            "body",
            "1つの課題に、いくつかの困りごとが入っているようです。別の課題に分けると、それぞれに合う人が見つかります。",
        )
    if len(sheet.get(issue_key(number, "categories")) or []) > 3:
        yield remark("categories", "分類が4つ以上選ばれています。いちばん困っているものを3つまでにしぼってください。")
    if text("wanted_profile") and len(text("wanted_profile")) < 15:
        yield remark(
            "wanted_profile",
            "「求める経験」が短いです。業種・仕事・立場(例: 同業の工場長)を書くと、選びやすくなります。",
        )
    if not text("goal"):
        yield remark("goal", "「ゴール」がありません。半年後にどうなっていたら良いかを1行で書いてください。")
    if not sheet.get(issue_key(number, "questions")):
        yield remark("questions", "面談の日に聞くことがありません。2つか3つあると、20分がむだになりません。")


def _names(sheet: Mapping[str, Any]) -> Iterator[Remark]:
    """Names of people in texts that many read; who was present stands in its own field."""
    for key, value in sheet.items():
        if key in ISSUE_KEYS or key in ("background", "current_state", "tried_so_far", "organisation"):
            texts = value if isinstance(value, list) else [str(value)]
            for found in (hit.group() for text in texts for hit in PERSON.finditer(text)):
                if not NO_PERSON.search(found):
                    yield Remark(
                        key, f"{label_of(key)}: 「{found}」は人の名前のようです。役職や立場に書き替えられませんか。"
                    )
                    break
