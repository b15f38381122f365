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
# Keys that the dictionary does not join: each group's first is the key of all.
VARIANTS = (
    "ウェブ web|エクセル excel|ワード word|パワーポイント powerpoint|パソコン pc|メガネ 眼鏡|メール eメール email|コンサルタント コンサル|"
    "エンジニア エンジニヤ|スケジュール スケデュール|レイアウト レーアウト|蕎麦 そば|包装 包裝|ホームページ hp|積み立て 積立て|買い取り 買取り|"
    "立ち上げ 立上|マネジメント マネージメント|アフターサービス アフタサービス|ファックス fax ファクス ファクシミリ|"
    "プラスチック プラスティック|バッテリー バッテリ|ボランティア ボランティヤ|シリンダー シリンダ|キャビネット キャビネ"
)
_SAME = {other: group[0] for group in (one.split() for one in VARIANTS.split("|")) for other in group[1:]}
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
                yield Word(found.surface(), _SAME.get(key, key), start + found.begin(), start + found.end(), kind)


def reading(text: str) -> str:
    """How a short text is read, in katakana; what has no reading stays as it is written."""
    return "".join(found.reading_form() or found.surface() for found in _analyser().tokenize(text[:AT_ONCE]))


def keys(text: str) -> list[str]:
    """The keys of `words(text)`."""
    return [word.key for word in words(text)]
