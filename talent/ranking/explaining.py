"""Why a senior stands where she stands: for every part a sentence of both records, and what speaks against. Made only for those shown."""

from dataclasses import dataclass

import numpy as np

from talent.ranking import affinity
from talent.ranking.query import Query, passages
from talent.ranking.ranking import PARTS, Ranked, denied
from talent.ranking.records import Issue, Senior
from talent.ranking.register import Register
from talent.ranking.texts import Texts, sentences

LABELS = {
    "speciality": "専門分野", "industry": "業種の近さ", "words": "共通する内容", "role": "その人の立場", "size": "会社の規模",
    "region": "地域", "availability": "日程", "outcomes": "これまでの面談", "waiting": "面談を待った方",
}  # fmt: skip
ROLE_SAYS = {
    "seller": "売る側・納める側の経験が中心です", "tool": "道具やサービスを提供する側の経験が中心です", "writer": "取材や執筆をした立場です",
    "teacher": "教える・研究する立場が中心です", "auditor": "審査・検査をする立場が中心です", "insurer": "保険の立場での経験です",
    "buyer": "買う側・発注する側の経験が中心です", "broker": "仲介・投資の立場での経験です", "banker": "金融機関の立場での経験です",
    "official": "行政や団体の立場での経験です", "agency": "人を紹介する立場での経験です", "consult": "助言する立場が中心です",
    "scholar": "研究・資料の立場が中心です", "client": "利用する立場での経験です",
}  # fmt: skip
LABEL_OF = {
    "STRATEGY": "経営企画・戦略立案", "OVERSEAS": "海外展開・国際化", "IT": "情報化・IT活用", "SALES": "販売・マーケティング",
    "DEVELOPMENT": "技術・製品開発", "PRODUCTION": "生産管理", "LOGISTICS": "物流管理", "FINANCE": "経理・財務管理",
    "HR": "人事・労務管理", "LEGAL": "法務・特許",
}  # fmt: skip
NAMES = 4
AGAINST, SHARE = -0.3, 0.1  # a part speaks against where it takes away so much, and so much of what is shared


@dataclass(frozen=True, slots=True)
class Reason:
    """`ours` and `theirs` are sentences as they stand in the two records; empty where a part has none."""

    part: str
    label: str
    points: float
    says: str
    issue_says: str = ""
    senior_says: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    reasons: tuple[Reason, ...]
    against: tuple[str, ...]


def explain(query: Query, senior: Senior, ranked: Ranked) -> Explanation:
    """`query` prepared against the register in which `ranked` was found."""
    alone = Register([senior])
    issue_says, senior_says, names = _passages(query, senior)
    against = _against(query, alone, ranked)
    reasons = []
    for part in PARTS:
        points = ranked.parts[part]
        if points == 0:
            continue
        if part == "words":
            says = "、".join(names)
            reasons.append(Reason(part, LABELS[part], points, says, issue_says, senior_says))
        elif part == "role":
            reasons.append(Reason(part, LABELS[part], points, _role(query, alone)))
        else:
            reasons.append(Reason(part, LABELS[part], points, *_plain(part, query, senior, ranked)))
    return Explanation(tuple(reasons), tuple(against))


def _speaks_against(part: str, ranked: Ranked) -> bool:
    return ranked.parts[part] <= min(AGAINST, -SHARE * ranked.parts["words"])


def _plain(part: str, query: Query, senior: Senior, ranked: Ranked) -> tuple[str, str, str]:
    issue, good = query.issue, ranked.parts[part] > 0
    if part == "speciality":
        return _speciality(issue, senior)
    if part == "industry":
        industries = list(dict.fromkeys(career.industry for career in senior.careers if career.industry))
        far = (
            "経験した業種が、この会社から離れています"
            if _speaks_against(part, ranked)
            else "業種の違いの分を、少し引いています"
        )
        says = "この会社に近い業種の経験があります" if good else far
        return says, issue.industry, "、".join(industries[:4]) + (" ほか" if len(industries) > 4 else "")
    if part == "region":
        return "支援できる地域に入っています", issue.region, "、".join(senior.regions[:6])
    if part == "size":
        return ("小さな会社での経験があります" if good else "大きな規模での経験が中心です"), "", ""
    says = {
        "availability": "その日は参加できません",
        "outcomes": "これまでの面談が、次につながっています"
        if good
        else "これまでの面談は、まだ次につながっていません",
        "waiting": "希望しても面談に至らず、待っています",
    }[part]
    return says, "", ""


def _speciality(issue: Issue, senior: Senior) -> tuple[str, str, str]:
    own = [LABEL_OF[one.category] + (f" {one.years:g}年" if one.years else "") for one in senior.specialities]
    asked = "、".join(LABEL_OF[category] for category in issue.categories)
    if {one.category for one in senior.specialities} & set(issue.categories):
        return "課題の分類が専門分野です", asked, "、".join(own)
    return "課題の分類に近い専門分野です", asked, "、".join(own)


def own_texts(senior: Senior) -> list[str]:
    found = [part for career in senior.careers for part in sentences(career.summary)]
    found += [*sentences(senior.strengths), *sentences(senior.achievements)]
    return found or [text for text in senior.qualifications if text]


def _passages(query: Query, senior: Senior) -> tuple[str, str, list[str]]:
    """The sentence of either side that holds most of what both share, and the names of what they share."""
    ours, theirs = [text for text, _ in passages(query.issue)], own_texts(senior)
    left, right = Texts(ours or [""]), Texts(theirs or [""])
    weights = np.zeros(max(1, len(ours))), np.zeros(max(1, len(theirs)))
    shared = []
    for term in query.terms:
        found = [
            np.unique(np.concatenate([side.text_of(side.find(w)) for w in term.wordings])) for side in (left, right)
        ]
        if len(found[1]):
            shared.append(term)
            for weight, numbers in zip(weights, found, strict=True):
                weight[numbers] += term.weight
    if not shared:
        return "", "", []
    shared.sort(key=lambda term: not term.is_concept)  # stable: the heavier first among either
    named = (term.name.rpartition(":")[2] for term in shared if "/" not in term.name)  # a group has no name for people
    names = [name for name in dict.fromkeys(named) if len(name) > 1][:NAMES]
    return ours[int(weights[0].argmax())], theirs[int(weights[1].argmax())], names


def _other_part(query: Query, alone: Register) -> str:
    """The part that takes most away, in words; "" where none is sure."""
    counts = affinity.role_counts(alone.role_names, query.issue.categories, query.main)
    taken = alone.roles.max(axis=0, initial=0.0) * (1 - counts)
    best = int(taken.argmax())
    return ROLE_SAYS[alone.role_names[best]] if taken[best] >= 0.25 else ""


def _role(query: Query, alone: Register) -> str:
    if denied(query, alone).any():
        return "担当していないと書かれている内容です"
    return _other_part(query, alone) or "自分で変えたことの記載が少ない分を引いています"


def _against(query: Query, alone: Register, ranked: Ranked) -> list[str]:
    found = []
    if _speaks_against("role", ranked):
        if says := _other_part(query, alone):
            found.append(f"{says}。")
        if denied(query, alone).any():
            found.append("この課題の中心となることは担当していない、と書かれています。")
        if alone.deeds[0] < 0.5:
            found.append("自分で変えたこと・作ったことの記載が少ないです。")
    if _speaks_against("industry", ranked):
        found.append("経験した業種が、この会社の業種から離れています。")
    if _speaks_against("size", ranked):
        found.append("大きな会社・大きな規模での経験が中心です。")
    if ranked.parts["availability"] < 0:
        found.append("その日は参加できません。")
    if query.issue.categories and not ranked.parts["speciality"]:
        found.append("課題の分類は、登録された専門分野とは別の分野です。")
    return found
