"""All seniors for one issue, best first. The score is the sum of the parts that are shown; nothing else enters.

What a person's texts share with the issue is counted three times: as it stands (`words`), as far as her part there was
the one that is needed (what that takes away is `role`), and as far as her trade is near (what that takes away is in `industry`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from talent.ranking import affinity
from talent.ranking.query import Query, prepare
from talent.ranking.records import CATEGORIES, History, Issue, Senior
from talent.ranking.register import HEAD, MODIFIER, Register

PARTS = ("speciality", "industry", "words", "role", "size", "region", "availability", "outcomes", "waiting")
PLACES = 4
WORDS, SPECIALITY, INDUSTRY, SIZE, REGION = 10.0, 5.0, 0.5, 0.25, 0.15
AVAILABILITY, OUTCOMES, WAITING = 0.1, 0.15, 0.15
SERVED = 0.45  # what counts of a match where she sold to firms like this one, or judged them
OWN_PART = 0.8
POWER, GIANT, DENIED, DEEDS = 0.6, 0.3, 0.5, 0.5
TYPICAL = 0.3  # the share of an issue's weight that a good person's texts hold


@dataclass(frozen=True, slots=True)
class Ranked:
    id: str
    score: float
    parts: dict[str, float]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the records, by senior id. What is missing is unknown and counts nothing."""

    history: Mapping[str, History] | None = None
    waiting_days: Mapping[str, float] | None = None
    available: Mapping[str, bool] | None = None


def rank(issue: Issue | Query, register: Register, beside: Beside | None = None) -> list[Ranked]:
    query = issue if isinstance(issue, Query) else prepare(issue, register)
    columns = parts_of(query, register, beside or Beside())
    rounded = np.round(np.stack([columns[part] for part in PARTS]), PLACES) + 0.0  # no -0.0
    scores = np.round(rounded.sum(axis=0), PLACES)
    order = sorted(range(register.size), key=lambda n: (-scores[n], register.ids[n]))
    rows, totals = rounded.T.tolist(), scores.tolist()
    return [Ranked(register.ids[n], totals[n], dict(zip(PARTS, rows[n], strict=True))) for n in order]


def rank_issues(senior: Senior, queries: Sequence[Query], beside: Beside | None = None) -> list[Ranked]:
    """The mirror: issues for one senior, best first. The queries were prepared against what says how rare a word is."""
    alone = Register([senior])
    rows = [replace(rank(query, alone, beside)[0], id=query.issue.id) for query in queries]
    return sorted(rows, key=lambda row: (-row.score, row.id))


def parts_of(query: Query, register: Register, beside: Beside) -> dict[str, np.ndarray]:
    """One column of numbers for each part, in the order of the register."""
    role = role_factor(query, register)
    trade, nearness = trade_factor(query, register)
    scale = 1 - GIANT * np.maximum(-register.scale, 0)[register.person] * (not query.is_large)
    plain, played, near, fit = matched(query, register, (np.ones_like(role), role, role * trade, role * trade * scale))
    words = WORDS * saturated(plain / (query.total * TYPICAL)) if query.total > 0 else np.zeros(register.size)
    unit = words / np.maximum(plain, 1e-9)
    return {
        "speciality": SPECIALITY * speciality(query.issue, register),
        "industry": INDUSTRY * nearness + unit * (near - played),
        "words": words,
        "role": unit * (played - plain),
        "size": SIZE * np.maximum(register.scale, 0) * (not query.is_large) + unit * (fit - near),
        "region": REGION * region(query.issue, register),
        "availability": AVAILABILITY * _by_id(register, beside.available, lambda free: 0.0 if free else -1.0),
        "outcomes": OUTCOMES * _by_id(register, beside.history, outcome),
        "waiting": WAITING * _by_id(register, beside.waiting_days, lambda days: min(max(days, 0.0), 365.0) / 365.0),
    }


def saturated(amount: np.ndarray) -> np.ndarray:
    """More words in common help less and less: a text that repeats the whole issue is not three times as good a person."""
    return amount**POWER


def matched(query: Query, register: Register, factors: tuple[np.ndarray, ...]) -> list[np.ndarray]:
    """The weight of the terms each person's texts hold; of several units the one that counts most."""
    sums = [np.zeros(register.size) for _ in factors]
    for term in query.terms:
        units, amount = register.hits(term.wordings)
        people = register.person[units]
        for total, factor in zip(sums, factors, strict=True):
            best = np.zeros(register.size)
            np.maximum.at(best, people, amount * factor[units])
            total += term.weight * best
    return sums


def denied(query: Query, register: Register) -> np.ndarray:
    """Who says of one of the issue's main concepts that it was not hers."""
    concepts = [term for term in query.terms if term.name in query.concepts]
    most = max((term.weight for term in concepts), default=0.0)
    found = np.zeros(register.size, dtype=bool)
    for term in concepts:
        if term.weight >= 0.3 * most:
            found[register.denying(term.wordings)] = True
    return found


def role_factor(query: Query, register: Register) -> np.ndarray:
    counts = affinity.role_counts(register.role_names, query.issue.categories, query.main)
    share = np.tile(counts, (len(register.person), 1))
    if query.own_parts:  # a guard among guards is no outsider
        own = [name in query.own_parts for name in register.role_names]
        share = np.where(np.outer(_same_trade(query, register), own), np.maximum(share, OWN_PART), share)
    factor = np.prod(1 - register.roles * (1 - share), axis=1) * (1 - DEEDS * (1 - register.deeds))[register.person]
    if query.own_kind:
        factor[register.serving(query.own_kind)] *= SERVED
    return factor * np.where(denied(query, register), DENIED, 1.0)[register.person]


def _same_trade(query: Query, register: Register) -> np.ndarray:
    return (register.trades * (query.trades >= HEAD)).max(axis=1) >= MODIFIER


def trade_factor(query: Query, register: Register) -> tuple[np.ndarray, np.ndarray]:
    """Per unit what share of a match counts, per person how near her trades are to the issue's."""
    if not query.trades.any():
        return np.ones(len(register.person)), np.zeros(register.size)
    near = affinity.trade_nearness() @ np.diag(query.trades / query.trades.max())
    wanted = near.max(axis=1)
    seen = register.trades
    strongest = seen.max(axis=1)
    clear = seen >= np.maximum(strongest, 0.01)[:, None] * 0.99
    close = np.where(strongest > 0, (clear * wanted).max(axis=1), 0.6)
    best = np.zeros(register.size)
    np.maximum.at(best, register.person, (seen * wanted).max(axis=1))
    matters = max((affinity.TRADE_MATTERS[c] for c in query.issue.categories), default=0.4)
    own = register.is_own
    mean = _mean_of_careers(register, close)
    close = np.where(own, mean[register.person], close)
    return 1 - matters * (1 - close) * min(1.0, float(query.trades.max())), best


def _mean_of_careers(register: Register, values: np.ndarray) -> np.ndarray:
    careers = ~register.is_own
    people, years = register.person[careers], register.years[careers]
    total = np.bincount(people, years, minlength=register.size)
    sums = np.bincount(people, years * values[careers], minlength=register.size)
    return np.where(total > 0, sums / np.maximum(total, 0.5), 0.8)


def speciality(issue: Issue, register: Register) -> np.ndarray:
    """The best of her specialities for the best of the issue's categories; a near category is worth part of it."""
    if not issue.categories:
        return np.zeros(register.size)
    near = [
        max(
            affinity.category_nearness(own, wanted) * (1.0 if n == 0 else 0.8)
            for n, wanted in enumerate(issue.categories)
        )
        for own in CATEGORIES
    ]
    return (register.specialities * np.array(near)).max(axis=1, initial=0.0)


def region(issue: Issue, register: Register) -> np.ndarray:
    if not issue.region:
        return np.zeros(register.size)
    return np.array([1.0 if issue.region in senior.regions else 0.0 for senior in register.seniors])


def outcome(history: History) -> float:
    """From -0.5 to 1: shares of interviews that led on, drawn towards the middle while they are few."""
    if history.interviews <= 0:
        return 0.0
    led_on = history.second_interviews + 2 * history.supports
    return float(min(1.0, max(-0.5, (led_on - 0.4 * history.interviews) / (history.interviews + 3))))


def _by_id(register: Register, values: Mapping | None, measure) -> np.ndarray:
    if not values:
        return np.zeros(register.size)
    return np.array([measure(values[i]) if i in values else 0.0 for i in register.ids])
