"""Names in Latin letters: one key for every way of writing a Japanese sound, and a skeleton for English words borrowed as katakana."""

import re
import unicodedata
from functools import lru_cache

_VOWELS = "aiueo"
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ", "m": "マミムメモ",
    "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
}  # fmt: skip
_SOUNDS = {kana: row + _VOWELS[place] for row, letters in _ROWS.items() for place, kana in enumerate(letters)}
_SOUNDS |= {"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ヴ": "bu", "ヰ": "i", "ヱ": "e"}
_SMALL = dict(zip("ャュョァィゥェォヮ", ("ya", "yu", "yo", "a", "i", "u", "e", "o", "wa"), strict=True))
# Applied in this order to either way of writing, so that both meet.
_LEVELS = (
    (r"[^a-z]", ""),
    (r"cch", "tch"),
    (r"sh(?=[aueo])", "sy"), (r"shi", "si"), (r"t?ch(?=[aueo])", "ty"), (r"t?chi", "ti"), (r"ts", "t"), (r"f", "h"),
    (r"j(?=y)", "z"), (r"ji", "zi"), (r"j(?=[aueo])", "zy"), (r"di", "zi"), (r"dz?u", "zu"), (r"dy", "zy"), (r"l", "r"), (r"v", "b"),
    (r"c(?=[aou])", "k"), (r"m(?=[bp])", "n"), (r"wo", "o"), (r"oh(?![aiueoy])", "o"), (r"[ou]u|oo", lambda m: m.group()[0]),
    (r"([a-z])\1+", r"\1"),
)  # fmt: skip


@lru_cache(maxsize=2000)
def romaji_key(letters: str) -> str:
    """Yamada, YAMADA, yamada; Shimizu and Simizu; Ōno, Ohno, Oono and Ono: each has one key."""
    made = "".join(c for c in unicodedata.normalize("NFD", letters.lower()) if not unicodedata.combining(c))
    for pattern, replacement in _LEVELS:
        made = re.sub(pattern, replacement, made)
    return made


@lru_cache(maxsize=2000)
def kana_to_romaji(kana: str) -> str:
    """The key of a reading in full-width katakana, its small kana kept."""
    made = ""
    double = False
    for character in kana:
        if character == "ッ":
            double = True
            continue
        if character in _SMALL:
            sound = _SMALL[character]
            made = made[:-1] + sound if made and (sound[0] == "y" or len(made) > 1) else made + sound
            continue
        sound = _SOUNDS.get(character, character.lower() if character.isascii() and character.isalpha() else "")
        made += (sound[:1] if double else "") + sound
        double = False
    return romaji_key(made)


def skeleton(letters: str) -> str:
    """The consonants of a word by class: サンライズ (sanraizu) and sunrise are both snrs."""
    word = "".join(c for c in unicodedata.normalize("NFD", letters.lower()) if "a" <= c <= "z")
    for pattern, replacement in (
        (r"ti(?=on)|c(?=[eiy])|sch|sh|th", "s"), (r"ch(?=[nrlo])", "k"), (r"ch|dg", "s"), (r"ph|wh", "h"), (r"ck|qu|q|c", "k"), (r"x", "ks"), (r"gh", ""),
        (r"r(?![aeiouy])", ""), (r"ng\b", "ng"), (r"g(?=[eiy])|[zj]", "s"), (r"ts", "t"), (r"l", "r"), (r"v", "b"), (r"f", "h"), (r"m(?=[bp])", "n"), (r"y|w", ""),
        (r"[aeiou]", "."), (r"([a-z])\1+", r"\1"), (r"\.", ""),
    ):  # fmt: skip
        word = re.sub(pattern, replacement, word)
    return word
