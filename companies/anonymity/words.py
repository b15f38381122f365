"""Texts as words, by SudachiPy: where a word begins and ends, and whether it is a person's or a place's name."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from sudachipy import Dictionary, SplitMode

AT_ONCE = 10_000  # characters; the analyser takes at most 49,149 bytes
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Token:
    """One word at its longest; `starts` and `ends` are also those of its parts. Places are of the text that was analysed."""

    surface: str
    start: int
    end: int
    pos: tuple[str, ...]
    reading: str
    known: bool
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def is_person(self) -> bool:
        return self.pos[2] == "人名"

    @property
    def is_surname(self) -> bool:
        return self.pos[2] == "人名" and self.pos[3] != "名"

    @property
    def is_place(self) -> bool:
        return self.pos[2] == "地名"

    @property
    def is_proper(self) -> bool:
        return self.pos[1] == "固有名詞"

    @property
    def is_noun(self) -> bool:
        return self.pos[0] in ("名詞", "接尾辞", "代名詞", "接頭辞", "形状詞")


def _analyser():
    """One a thread: an analyser is not to be shared."""
    if not hasattr(_local, "analyser"):
        _local.analyser = Dictionary(dict="small").create(mode=SplitMode.C)
    return _local.analyser


def tokens(text: str) -> Iterator[Token]:
    for offset in range(0, len(text), AT_ONCE):
        for found in _analyser().tokenize(text[offset : offset + AT_ONCE]):
            parts = found.split(SplitMode.A, add_single=True)
            yield Token(
                found.surface(),
                offset + found.begin(),
                offset + found.end(),
                found.part_of_speech(),
                found.reading_form(),
                not found.is_oov(),
                tuple(offset + part.begin() for part in parts),
                tuple(offset + part.end() for part in parts),
            )


def reading(text: str) -> str:
    """How a short text is read, in katakana; what has no reading stays as it is written."""
    return "".join(found.reading_form() or found.surface() for found in _analyser().tokenize(text[:AT_ONCE]))
