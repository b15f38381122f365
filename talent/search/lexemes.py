"""What stands in the index of a senior, as tsvector and tsquery write it: everything that can be asked for is one kind of lexeme in one GIN index.

Words and pairs of neighbours stand as they are. The others begin with a blank, which no word does, and a sign that says what they are.
"""

from collections.abc import Iterable, Iterator

from talent.ranking.words import Word

LONGEST = 100  # characters of a word
NEAR = 2  # characters between two neighbours: 品質の管理 is 品質 管理 too
TOP, NAME, CONTACT = " *", " =", " @"


def lexemes(found: list[Word]) -> Iterator[str]:
    """Each word, and each two that stand side by side as one: so that a phrase is found without positions."""
    for word in found:
        yield word.key[:LONGEST]
    for one, other in zip(found, found[1:], strict=False):
        if other.begin - one.end < NEAR:
            yield pair(one.key, other.key)


def pair(one: str, other: str) -> str:
    return f"{one[:LONGEST]} {other[:LONGEST]}"


def endings(name: str) -> Iterator[str]:
    """橋本 and 本: a piece of a name is the beginning of one of its endings, and beginnings can be looked up."""
    for place in range(len(name)):
        yield NAME + name[place : place + LONGEST]


def quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def all_of(keys: Iterable[str], sign: str = "") -> str:
    return " & ".join(quoted(sign + key) for key in keys)


def begins(name: str) -> str:
    return f"{quoted(NAME + name[:LONGEST])}:*" if name else ""
