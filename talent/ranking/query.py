"""An issue as weighted terms: its concepts, its words and compounds, its trades."""

import math
import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from talent.ranking import knowledge
from talent.ranking.records import Issue
from talent.ranking.register import HEAD, INDUSTRY, MODIFIER, SUMMARY, Background, Register, trades_of
from talent.ranking.texts import Texts, fold, sentences
from talent.ranking.words import words

TITLE, WANTED, ASK, BODY = 1.3, 1.4, 1.1, 0.7
ASKS = ("ほしい", "欲しい", "たい", "教え", "指導", "助言", "知りたい", "求め", "どう", "望む", "できないか")
HEADS, LARGE = re.compile(r"(?:従業員|社員|職員)(?:数)?[はが約、 ]*([0-9]{1,6})[名人]"), 300
CONCEPT, COMPOUND, NEIGHBOUR = 2.2, 0.7, 0.15


@dataclass(frozen=True, slots=True)
class Term:
    """`name` for people; found where one of the wordings stands."""

    name: str
    wordings: tuple[str, ...]
    weight: float
    is_concept: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    issue: Issue
    terms: tuple[Term, ...]
    total: float
    trades: np.ndarray
    concepts: frozenset[str]
    main: frozenset[str]  # of these the ones of the title or the wanted profile
    is_large: bool = False  # by a head-count in its texts
    own_parts: frozenset[str] = frozenset()  # the roles its own trade has: a software house sells software
    own_kind: tuple[
        str, ...
    ] = ()  # wordings for firms like this one: who sold to them, or judged them, was not one of them


def passages(issue: Issue) -> list[tuple[str, float]]:
    """The issue's sentences with what each weighs."""
    found = [(issue.title, TITLE)] if issue.title else []
    found += [(part, WANTED) for part in sentences(issue.wanted_profile)]
    found += [(part, ASK if any(ask in part for ask in ASKS) else BODY) for part in sentences(issue.body)]
    return found


def prepare(issue: Issue, register: Register | Background) -> Query:
    """The issue against this register (or background), which says how rare each word is."""
    parts = passages(issue)
    amounts: dict[str, float] = defaultdict(float)
    wordings: dict[str, tuple[str, ...]] = {}
    is_concept: set[str] = set()
    covered: list[str] = []
    own = Texts([text for text, _ in parts] or [""])
    whole = fold("\n".join(text for text, _ in parts))
    found_concepts, main = set(), set()
    for concept in knowledge.concepts():
        likely = [w for w in concept.wordings if all(half in whole for half in w.split("~"))]
        touched = {int(n) for w in likely for n in own.text_of(own.find(w))}
        if not touched:
            continue
        weights = sorted((parts[n][1] for n in touched), reverse=True)
        name = f"{concept.category}:{concept.name}"
        in_category = 1.0 if not issue.categories or concept.category in issue.categories else 0.55
        amounts[name] = CONCEPT * in_category * (weights[0] + 0.3 * sum(weights[1:]))
        wordings[name] = concept.wordings
        is_concept.add(name)
        found_concepts.add(name)
        if weights[0] > ASK:
            main.add(name)
        covered += [w for w in concept.wordings if "~" not in w]
    _add_groups(amounts, wordings)
    _add_words(parts, amounts, wordings, set(covered))
    terms = []
    for name, amount in amounts.items():
        people = register.people_with(wordings[name])
        if not people:
            continue
        rarity = math.log(1 + (register.size - people + 0.5) / (people + 0.5))
        terms.append(Term(name, wordings[name], amount * rarity, name in is_concept))
    terms.sort(key=lambda term: (-term.weight, term.name))
    total = sum(term.weight for term in terms)
    trades = _trades(issue)
    return Query(
        issue,
        tuple(terms),
        total,
        trades,
        frozenset(found_concepts),
        frozenset(main),
        heads(issue) >= LARGE,
        _own_parts(issue),
        _own_kind(issue, trades),
    )


def _add_groups(amounts, wordings) -> None:
    """Concepts about the same trouble: who speaks of a neighbour of what is asked for is near it."""
    by_group: dict[str, list] = defaultdict(list)
    for concept in knowledge.concepts():
        by_group[concept.group].append(concept)
    for group, members in by_group.items():
        if group.endswith("/その他"):
            continue
        here = [f"{one.category}:{one.name}" for one in members]
        asked = max((amounts[name] for name in here if name in amounts), default=0.0)
        others = [w for one, name in zip(members, here, strict=True) if name not in amounts for w in one.wordings]
        if asked and others:
            amounts[group] = NEIGHBOUR * asked
            wordings[group] = tuple(dict.fromkeys(others))


def _add_words(parts, amounts, wordings, covered) -> None:
    seen: dict[str, list[float]] = defaultdict(list)
    stop = knowledge.stop_words()
    for text, weight in parts:
        run: list[tuple[str, int]] = []
        for word in words(text):
            surface = fold(word.surface)
            if word.kind in ("接尾辞", "接頭辞", "副詞") or any(c.isdigit() for c in surface):
                run = []
                continue
            if word.kind == "名詞":
                if run and run[-1][1] == word.begin:
                    compound = run[-1][0] + surface
                    if len(compound) <= 10:
                        seen[compound].append(weight * COMPOUND)
                        wordings[compound] = (compound,)
                run = [(surface, word.end)]
                share = 0.35 if len(surface) == 1 else 1.0
            else:
                run = []
                share = 0.4
            if word.key in stop or surface in stop:
                continue
            forms = {surface, word.key} if word.kind == "名詞" else {_stem(word.key), _stem(surface)}
            forms = {form for form in forms if len(form) >= 2 or (word.kind == "名詞" and _is_kanji(form))}
            if not forms or (len(surface) == 2 and _is_hiragana(surface)):
                continue
            if any(form in covered for form in forms):
                share *= 0.5
            seen[word.key].append(weight * share)
            wordings[word.key] = tuple(sorted(forms | set(wordings.get(word.key, ()))))
    for name, weights in seen.items():
        weights.sort(reverse=True)
        amounts[name] = weights[0] + 0.3 * sum(weights[1:3])


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 2 and _is_hiragana(word[-1]) else word


def _is_hiragana(text: str) -> bool:
    return all("ぁ" <= c <= "ん" for c in text)


def _is_kanji(text: str) -> bool:
    return all("一" <= c <= "鿿" for c in text)


def _trades(issue: Issue) -> np.ndarray:
    """How much each trade is the issue's own: by its industry, else by its texts."""
    texts = Texts([issue.industry, issue.title + "。" + issue.wanted_profile + "。" + issue.body])
    kind = np.array([INDUSTRY, SUMMARY])
    found = trades_of(texts, np.zeros(2, dtype=np.int64), kind, 1, np.array([1.0, 0, 0.45, 0, 0, 0, 0]))[0]
    if found.max() == HEAD:
        found[found < MODIFIER] *= 0.5
    return found.astype(float)


def heads(issue: Issue) -> int:
    """従業員45名 in its texts; 0 where none is named."""
    found = HEADS.search(fold(issue.body + issue.title).replace(",", ""))
    return int(found[1]) if found else 0


def _own_parts(issue: Issue) -> frozenset[str]:
    own = Texts([issue.industry])
    return frozenset(c.role for c in knowledge.cues() if c.where == "i" and any(len(own.find(w)) for w in c.wordings))


NO_KIND = set(
    "業 製造 製造業 卸売 卸売業 小売 小売業 販売 販売業 製品 運営 加工 加工業 サービス 業者 会社 その他 一般 工業 産業 機械 部品 事業".split()
)


def _own_kind(issue: Issue, trades: np.ndarray) -> tuple[str, ...]:
    """What firms of this kind are called: the wordings of the trade, the words of the industry, the industry itself."""
    found = {w for n in np.flatnonzero(trades >= HEAD) for w in knowledge.trades()[n].wordings if len(w) > 1}
    industry = fold(issue.industry)
    found |= {fold(word.surface) for word in words(issue.industry) if word.kind == "名詞"}
    if len(industry) > 2:
        found |= {industry, industry.removesuffix("業")}
    return tuple(sorted(word for word in found if len(word) > 1 and word not in NO_KIND))
