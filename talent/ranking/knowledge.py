"""The written knowledge of the field, read from `data/` once: concepts with their wordings, trades, roles, words that say nothing."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from talent.ranking.records import CATEGORIES
from talent.ranking.texts import fold

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing in all its wordings. `group` are the concepts about the same trouble."""

    name: str
    category: str
    group: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    name: str
    branch: str
    field: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Wordings that say which part a person played. `where`: i industry, d department and position, t texts."""

    where: str
    role: str
    weight: float
    wordings: tuple[str, ...]


def _lines(name: str) -> list[str]:
    return [line.strip() for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def _wordings(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(word) for word in text.split()))


@cache
def concepts() -> tuple[Concept, ...]:
    """Lines are `name: wordings` under a `# group`; `+name: wordings` adds to a concept of the same file."""
    found: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    for category in CATEGORIES:
        group = ""
        for line in _lines(f"thesaurus/{category.lower()}.txt"):
            if line.startswith("#"):
                group = f"{category}/{line[1:].strip()}"
                continue
            name, _, wordings = line.partition(":")
            if name.startswith("+"):
                group_of, before = found[category, name[1:]]
                found[category, name[1:]] = (group_of, tuple(dict.fromkeys(before + _wordings(wordings))))
            else:
                found[category, name] = (group, _wordings(wordings))
    return tuple(Concept(name, category, group, wordings) for (category, name), (group, wordings) in found.items())


@cache
def trades() -> tuple[Trade, ...]:
    found: list[Trade] = []
    field = branch = ""
    for line in _lines("trades.txt"):
        if line.startswith("#"):
            field, branch = line[1:].split()
            continue
        name, _, wordings = line.partition(":")
        found.append(Trade(name, branch, field, _wordings(wordings)))
    return tuple(found)


@cache
def cues() -> tuple[Cue, ...]:
    found = []
    for line in _lines("roles.txt"):
        if line.startswith("#"):
            continue
        head, _, wordings = line.partition(":")
        where, role, weight = head.split("|")
        found.append(Cue(where, role, float(weight), _wordings(wordings)))
    return tuple(found)


@cache
def stop_words() -> frozenset[str]:
    return frozenset(fold(word) for line in _lines("stop.txt") for word in line.split())
