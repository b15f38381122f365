"""How words sound, in Latin letters: two spellings of one sound, or nearly one, share most of their trigrams."""

import unicodedata
from functools import lru_cache

from talent.ranking.words import reading

_PLAIN = str.maketrans({"ー": "", "・": "", "ッ": "", "っ": "", "ヂ": "ジ", "ヅ": "ズ", "ヲ": "オ", "ヴ": "ブ"})


@lru_cache(maxsize=512)
def _letter(character: str) -> str:
    name = unicodedata.name(character, "")
    if name.startswith(("KATAKANA LETTER", "HIRAGANA LETTER")):
        return name.rpartition(" ")[2].lower()
    if character.isascii() and character.isalnum():
        return character.lower()
    return f"{ord(character):x}" if character.isalnum() else " "


def latin(kana: str) -> str:
    """タカハシ is takahasi: a letter for a letter, without long and double sounds; a kanji is its number."""
    return "".join(map(_letter, kana.translate(_PLAIN)))


def sound(word: str) -> str:
    """How a word is read: 品室 sounds as 品質 does."""
    return latin(reading(word))[:400]
