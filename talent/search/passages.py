"""Why somebody was found: the piece of her texts where the words stand, cut into marked and unmarked parts. Plain text: the page escapes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from talent.ranking.words import Word, words
from talent.search.asking import Asked
from talent.search.texts import Text

LONG, BEFORE = 110, 24  # characters of a passage, and of what stands before its first hit
MOST = 2
_ENDS = "。\n"


@dataclass(frozen=True, slots=True)
class Passage:
    """`parts` are (text, whether it is a hit)."""

    place: str
    parts: tuple[tuple[str, bool], ...]


def passages(texts: Iterable[Text], asked: Asked) -> list[Passage]:
    """The best pieces: those with most different words first."""
    keys = asked.keys
    found = []
    for order, text in enumerate(texts):
        hits = [word for word in words(text.text) if word.key in keys] if keys and text.text else []
        if hits:
            window = _best(hits)
            found.append((-len({word.key for word in window}), order, _cut(text, window)))
    return [passage for *_, passage in sorted(found, key=lambda one: one[:2])[:MOST]]


def _best(hits: list[Word]) -> list[Word]:
    """The hits that fit into one passage, with the most different words."""
    windows = [
        [word for word in hits[place:] if word.end - first.begin <= LONG - BEFORE] for place, first in enumerate(hits)
    ]
    return max(windows, key=lambda window: len({word.key for word in window})) or hits[:1]


def _cut(text: Text, window: list[Word]) -> Passage:
    whole, first = text.text, window[0].begin
    begin = max(0, first - BEFORE)
    begin = max([begin, *(at + 1 for end in _ENDS if (at := whole.rfind(end, begin, first)) >= 0)])
    end = min(len(whole), max(begin + LONG, window[-1].end))
    parts, at = [("…", False)] if begin and whole[begin - 1] not in _ENDS else [], begin
    for word in window:
        if word.begin > at:
            parts.append((whole[at : word.begin], False))
        if parts and parts[-1][1] and word.begin == at:
            parts[-1] = (parts[-1][0] + whole[at : word.end], True)
        else:
            parts.append((whole[word.begin : word.end], True))
        at = word.end
    if at < end:
        parts.append((whole[at:end], False))
    if end < len(whole):
        parts.append(("…", False))
    return Passage(text.place, tuple(parts))
