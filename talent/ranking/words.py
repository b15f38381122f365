"""Japanese texts as words: what the search of the register and the ranking both read.

Morphology by SudachiPy with its smallest units and normalised forms, so that 引越, 引越し and 引っ越し are one word, サーバ is サーバー,
and 品質 is found inside 品質管理.
"""

import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from sudachipy import Dictionary, SplitMode

CONTENT = {"名詞", "動詞", "形容詞", "形状詞", "接尾辞", "接頭辞", "副詞"}
AT_ONCE = 10_000  # characters; the analyser takes at most 49,149 bytes
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """One content word. `begin` and `end` are positions in the text as it was given; `key` is what is compared; `kind` its part of speech."""

    surface: str
    key: str
    begin: int
    end: int
    kind: str


def _analyser():
    """One a thread: an analyser is not to be shared."""
    if not hasattr(_local, "analyser"):
        _local.analyser = Dictionary(dict="small").create(mode=SplitMode.A)
    return _local.analyser


def words(text: str) -> Iterator[Word]:
    """The content words of a text in their order; particles, endings, numbers' units and signs are left out. Never raises."""
    for start in range(0, len(text), AT_ONCE):
        for found in _analyser().tokenize(text[start : start + AT_ONCE]):
            kind = found.part_of_speech()[0]
            if kind not in CONTENT:
                continue
            key = unicodedata.normalize("NFKC", found.normalized_form()).casefold().strip()
            if key:
                yield Word(found.surface(), key, start + found.begin(), start + found.end(), kind)


def keys(text: str) -> list[str]:
    """The keys of `words(text)`."""
    return [word.key for word in words(text)]
