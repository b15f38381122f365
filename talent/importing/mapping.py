"""Which column of a list fills what: guessed from its heading, remembered per source once somebody has said so."""

import re
from collections.abc import Iterable

from kouryukai.lib.japanese import name_key
from talent.importing.targets import CAREER_PARTS, targets

# Headings as agencies write them, beside the titles of our own; compared by `heading_key`.
USUAL = {
    "number": "登録NO 登録No. 登録者番号 会員番号 新現役番号 登録ID",
    "own_key": "番号 No. NO 名簿番号 管理番号 ID 整理番号 人材番号 人材ID",
    "full_name": "氏名 名前 お名前 姓名 氏 名 登録者名 氏名(漢字) 漢字氏名",
    "family_name": "姓 苗字 名字 姓(漢字)",
    "given_name": "名 名(漢字)",
    "full_kana": "フリガナ ふりがな カナ 氏名カナ カナ氏名 氏名(カナ) 氏名フリガナ よみがな ヨミ 読み",
    "family_kana": "セイ 姓カナ 姓(カナ) カナ姓 姓フリガナ",
    "given_kana": "メイ 名カナ 名(カナ) カナ名 名フリガナ",
    "birth_date": "生年月日 誕生日 生年月 生まれ",
    "email": "メールアドレス メール Eメール E-mail email mail Mail アドレス 電子メール",
    "phone": "電話番号 電話 TEL Tel 連絡先 連絡先電話番号 携帯 携帯電話 携帯番号 自宅電話 電話(携帯)",
    "postal_code": "郵便番号 〒 郵便",
    "prefecture": "都道府県 県 居住地 お住まい 都道府県名",
    "address": "住所 現住所 ご住所 自宅住所",
    "registered_on": "登録日 登録年月日 受付日 入会日",
    "headline": "経歴のひとこと 経歴概要 肩書 キャッチフレーズ 最終経歴 経歴",
    "strengths": "得意な支援 得意分野 強み 支援できること 支援可能内容 支援内容",
    "achievements": "実績 支援実績 主な実績",
    "introduction": "自己紹介 自己PR PR",
    "languages": "語学 語学力 外国語 言語",
    "overseas": "海外勤務 海外経験 海外駐在 駐在経験",
    "industries": "くわしい業種 業種 得意業種 経験業種",
    "topics": "支援できるテーマ 支援テーマ テーマ",
    "regions": "支援できる地域 支援地域 活動地域 希望地域 対応地域 支援可能地域",
    "online_ok": "オンラインでの支援 オンライン オンライン可否 Web面談 リモート",
    "transport": "交通手段",
    "days_per_week": "週に動ける日数 週日数 稼働日数 週の日数 活動日数",
    "weekdays": "動ける曜日 曜日 稼働曜日 活動曜日",
    "fee_wish": "報酬の希望 報酬 希望報酬 謝金",
    "fee_note": "報酬についてのご希望 報酬備考 謝金備考",
    "interviews_per_year": "1年間の面談の上限 面談上限 年間面談数",
    "retirement": "いまのお仕事 就業状況 退職状況 現況 在職状況",
    "retired_on": "退職した(する)日 退職日 退職年月日 退職予定日",
    "careers": "職歴 職務経歴 主な職歴 略歴 職務経歴一覧",
    "specialities": "専門分野 専門 分野 専門領域",
    "qualifications": "資格 保有資格 免許・資格 資格・免許",
}
_CAREER_WORDS = {
    "company_name": "勤務先 会社 会社名 企業名 勤務先名 社名",
    "industry": "業種 業界",
    "size_band": "規模 会社規模 従業員規模",
    "department": "部署 所属 部門",
    "position": "役職 職位 役職名",
    "from_year": "開始年 入社年 開始 から 自",
    "to_year": "終了年 退社年 退職年 終了 まで 至",
    "summary": "仕事の内容 職務内容 業務内容 内容 担当業務 職務",
}
_MARKS = re.compile(r"[*※★]|[(（\[【](必須|任意|半角|全角)[)）\]】]")


def heading_key(text: str) -> str:
    """A heading without its marks and blanks: 氏　名（必須） and 氏名* are the same."""
    return name_key(_MARKS.sub("", str(text)))


def _keys(words: str) -> list[str]:
    return [heading_key(word) for word in words.split()]


_BY_KEY = {key: field for field, words in USUAL.items() for key in _keys(words)}
_BY_KEY |= {heading_key("氏 名"): "full_name"}
_BY_KEY |= {heading_key(column.title): field for field, column in targets().items()}
_CAREER = {key: part for part, words in _CAREER_WORDS.items() for key in _keys(words)}
_CAREER |= {heading_key(part.title): part.field for part in CAREER_PARTS}
_NUMBERED = (
    (re.compile(r"^(?:職歴|職務経歴|経歴)(\d+)[-_・.]?(.*)$"), "careers"),
    (re.compile(r"^専門(?:分野)?(\d+)[-_・.]?(.*)$"), "specialities"),
    (re.compile(r"^(?:保有)?資格(\d+)[-_・.]?(.*)$"), "qualifications"),
)
_YEARS = {heading_key(word) for word in "経験年数 年数 年 経験 取得年 取得年度".split()}


def guess(heading: str) -> str:
    """The field that a heading most likely means; "" where nothing comes to mind."""
    key = heading_key(heading)
    if key in _BY_KEY:
        return _BY_KEY[key]
    for pattern, part in _NUMBERED:
        if (found := pattern.match(key)) and f"{part}.{int(found[1])}.{_rest(part, found[2])}" in targets():
            return f"{part}.{int(found[1])}.{_rest(part, found[2])}"
    found = re.match(r"^(\D+)(\d+)$", key)  # 会社名2, 役職2
    if found and found[1] in _CAREER and f"careers.{int(found[2])}.{_CAREER[found[1]]}" in targets():
        return f"careers.{int(found[2])}.{_CAREER[found[1]]}"
    return ""


def _rest(part: str, rest: str) -> str:
    if part == "careers":
        return _CAREER.get(rest, "" if rest else "company_name")
    if not rest:
        return "category" if part == "specialities" else "name"
    if rest in _YEARS:
        return "years" if part == "specialities" else "year"
    return ""


def propose(headings: Iterable[str], remembered: dict[str, str]) -> list[str]:
    """A field for each heading, each field once: what was said last time, else a guess. "" leaves the column out."""
    headings = list(headings)
    kept = {field for one in headings if (field := remembered.get(heading_key(one)))}
    used: set[str] = set()
    fields = []
    for heading in headings:
        field = remembered.get(heading_key(heading))
        if field is None:
            field = "" if (found := guess(heading)) in kept else found
        fields.append("" if field in used else field)
        used.add(field)
    return fields


def remember(headings: Iterable[str], fields: Iterable[str], remembered: dict[str, str]) -> dict[str, str]:
    """What is kept for the next list of this source, columns left out too."""
    said: dict[str, str] = {}
    for one, field in zip(headings, fields, strict=True):
        said[heading_key(one)] = (
            said.get(heading_key(one)) or field
        )  # of two columns with one heading, the one that is used
    return remembered | said


def wrong_choice(fields: list[str]) -> str:
    """What stands against this choice of columns, in words; "" if nothing does."""
    chosen = [field for field in fields if field]
    twice = {field for field in chosen if chosen.count(field) > 1}
    if twice:
        titles = "、".join(targets()[field].title for field in sorted(twice))
        return f"同じ項目に2つの列を選んでいます({titles})。どちらかを「使わない」にしてください。"
    if not {"full_name", "family_name", "number", "own_key"} & set(chosen):
        return "どなたの行かが分かりません。氏名(または姓)、登録番号、名簿の番号のどれかの列を選んでください。"
    return ""
