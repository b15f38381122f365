"""What was typed into the one box, as terms: words, "phrases", -words that must not stand there, names, telephone numbers, addresses."""

import re
import unicodedata
from dataclasses import dataclass, field

from kouryukai.lib.japanese import name_key
from talent.ranking.words import words
from talent.search.lexemes import CONTACT, TOP, all_of, begins, pair, quoted

LONGEST, MOST_TERMS = 200, 8
FEWEST_DIGITS = 9
_TERM = re.compile(r'(?P<no>-)?(?:"(?P<a>[^"]+)"|「(?P<b>[^」]+)」|『(?P<c>[^』]+)』|(?P<d>[^\s"「」『』、,]+))')
_MARKS = str.maketrans({"“": '"', "”": '"', "〝": '"', "〟": '"', "−": "-", "‐": "-"})


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for. `keys` are its words as the index has them, `must` the neighbours that belong together, `may` those that are better so."""

    text: str
    keys: tuple[str, ...]
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    name: str = ""
    contact: str = ""
    is_out: bool = False

    @property
    def words(self) -> str:
        """Each way to mean it, as a tsquery; "" where it cannot be meant so."""
        return all_of((*self.keys, *self.must))

    @property
    def on_top(self) -> str:
        return all_of((*self.keys, *self.must), TOP)

    @property
    def phrase(self) -> str:
        return all_of((*self.keys, *self.must, *self.may)) if self.may else ""

    @property
    def phrase_on_top(self) -> str:
        return all_of((*self.keys, *self.must, *self.may), TOP) if self.may else ""

    @property
    def called(self) -> str:
        return begins(self.name)

    @property
    def is_number(self) -> bool:
        """A piece of a registration number: thousands begin alike, and none is a misspelt other."""
        return bool(re.fullmatch(r"[a-z]?\d+", self.name))

    @property
    def reached(self) -> str:
        return quoted(CONTACT + self.contact) if self.contact else ""

    @property
    def tsquery(self) -> str:
        return " | ".join(f"({one})" for one in (self.words, self.called, self.reached) if one)


@dataclass(frozen=True, slots=True)
class Asked:
    terms: tuple[Term, ...] = ()
    out: tuple[Term, ...] = field(default=())

    @property
    def keys(self) -> set[str]:
        return {key for term in self.terms for key in term.keys}


def read(text: str) -> Asked:
    """Never raises; what holds neither a word nor a name is left out."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST].translate(_MARKS)).translate(_MARKS)
    found = [term for match in _TERM.finditer(plain) if (term := _term(match))][:MOST_TERMS]
    return Asked(tuple(one for one in found if not one.is_out), tuple(one for one in found if one.is_out))


def _term(match: re.Match) -> Term | None:
    is_phrase, text = not match["d"], match["a"] or match["b"] or match["c"] or match["d"]
    term = term_of(text, is_phrase=is_phrase, is_out=bool(match["no"]))
    return term if term.keys or term.name or term.contact else None


def term_of(text: str, *, is_phrase: bool = False, is_out: bool = False) -> Term:
    found = list(words(text))
    keys = tuple(dict.fromkeys(word.key for word in found))
    must, may = [], []
    for one, other in zip(found, found[1:], strict=False):
        # 部 and 長 say little apart: a short piece belongs to its neighbour.
        close = is_phrase or is_out or min(len(one.key), len(other.key)) == 1
        (must if close else may).append(pair(one.key, other.key))
    name = name_key(text)
    return Term(
        text,
        keys,
        tuple(must),
        tuple(may),
        "" if is_phrase or is_out or not _may_be_a_name(name) else name,
        "" if is_out else _contact(text),
        is_out,
    )


def _may_be_a_name(key: str) -> bool:
    """A single kana or letter stands in half of all names."""
    return len(key) > 1 or bool(re.fullmatch(r"[㐀-鿿豈-﫿𠀀-𲎯]", key))


def _contact(text: str) -> str:
    """A whole telephone number in digits, or an address of e-mail; "" for anything else."""
    if "@" in text:
        return text.casefold()
    digits = re.sub(r"[-()]", "", text)
    return digits if digits.isdecimal() and digits.isascii() and len(digits) >= FEWEST_DIGITS else ""
