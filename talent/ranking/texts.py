"""Many texts as one, in which any string is found at once: 15,000 careers are searched for hundreds of strings in a fraction of a second.

Every pair of neighbouring characters is kept, sorted, with its places; a string is looked up by its rarest pair and compared there.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

SEPARATOR = "\x1f"  # between texts; never inside one
GAP = 14  # characters that may stand between the two halves of `帳簿~現物`
REACH = 18  # characters from a firm's kind to the へ behind it
NOTHING = np.zeros(0, dtype=np.int64)


def fold(text: str) -> str:
    """Compared without regard to width and case."""
    return unicodedata.normalize("NFKC", text).casefold()


def clean(text: str) -> str:
    return text.replace(SEPARATOR, " ") if SEPARATOR in text else text


@lru_cache(maxsize=50_000)
def _script(text: str) -> tuple[str, str]:
    """The kinds of the first and the last character where a word must not go on: k katakana, a Latin or digits, or nothing."""
    return _kind(text[0]), _kind(text[-1])


def _kind(character: str) -> str:
    if "ァ" <= character <= "ヺ" or character == "ー":
        return "k"
    return "a" if character.isascii() and character.isalnum() else ""


class Texts:
    """Folded texts end to end. Places are positions in the whole; `text_of` says to which text a place belongs."""

    def __init__(self, texts: Sequence[str]) -> None:
        whole = SEPARATOR.join([fold(clean(text)) for text in texts]) + SEPARATOR
        self.codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
        ends = np.flatnonzero(self.codes == ord(SEPARATOR))
        self.starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else NOTHING
        known = np.zeros(0x110000, dtype=bool)
        known[self.codes] = True
        self._number = np.cumsum(known) - 1
        self._known = known
        self._size = int(known.sum())
        self._letters = self._number[self.codes]
        places = np.arange(len(self.codes) - 1, dtype=np.uint64)
        pairs = (self._letters[:-1] * self._size + self._letters[1:]).astype(np.uint64)
        self._sorted = np.sort((pairs << np.uint64(32)) | places)
        self._sentences: np.ndarray | None = None

    @property
    def sentences(self) -> np.ndarray:
        """The number of the sentence each place is in."""
        if self._sentences is None:
            stop = (self.codes == ord("。")) | (self.codes == ord(SEPARATOR)) | (self.codes == ord("\n"))
            self._sentences = np.cumsum(stop)
        return self._sentences

    def text_of(self, places: np.ndarray) -> np.ndarray:
        return np.searchsorted(self.starts, places, side="right") - 1

    def find(self, pattern: str) -> np.ndarray:
        """Places of a folded string, or of `A~B`: A, then B at most GAP characters later in the same sentence."""
        first, _, second = pattern.partition("~")
        places = self._find(first)
        if not second or not len(places):
            return places
        others = self._find(second)
        if not len(others):
            return NOTHING
        ends = places + len(first)
        after = np.searchsorted(others, ends)
        near = after < len(others)
        places, ends, after = places[near], ends[near], after[near]
        near = (others[after] - ends <= GAP) & (self.sentences[others[after]] == self.sentences[places])
        return places[near]

    def towards(self, places: np.ndarray) -> np.ndarray:
        """Of these places those whose phrase goes on to へ or 向け before any を: 旅館と料理店へ器を売った goes to 旅館."""

        def following(string: str) -> np.ndarray:
            others = np.append(self._find(string), len(self.codes))
            return others[np.searchsorted(others, places)] if len(places) else NOTHING

        stop = following("を")
        goal = np.minimum(following("へ"), following("向け"))
        for noun in (
            "会社に",
            "工場に",
            "店に",
            "業者に",
            "医院に",
            "各社に",
            "社に",
            "所に",
            "業に",
            "各社を",
            "社を回",
            "店を回",
            "を回り",
        ):
            goal = np.minimum(goal, following(noun) + len(noun) - 1)
        goal = np.minimum(goal, len(self.codes) - 1)
        near = (goal - places <= REACH) & (goal <= stop) & (self.sentences[goal] == self.sentences[places])
        return places[near]

    def changes(self) -> np.ndarray:
        """Places of a から between two numbers of one sentence: 不良を8%から3%に."""
        places = self._find("から")
        digit = np.concatenate(([0], np.cumsum((self.codes >= ord("0")) & (self.codes <= ord("9")))))
        before = digit[places] - digit[np.maximum(places - 6, 0)]
        ends = np.minimum(places + 12, len(self.codes) - 1)
        after = digit[ends] - digit[places]
        return places[(before > 0) & (after > 0) & (self.sentences[ends] == self.sentences[places])]

    def _find(self, string: str) -> np.ndarray:
        codes = [ord(character) for character in string]
        if not codes or not all(self._known[code] for code in codes):
            return NOTHING
        letters = [int(self._number[code]) for code in codes]
        if len(letters) == 1:
            places = np.flatnonzero(self._letters == letters[0])
        else:
            places = self._by_rarest_pair(letters)
        return self._whole_words(string, places)

    def _by_rarest_pair(self, letters: list[int]) -> np.ndarray:
        best = None
        for offset in range(len(letters) - 1):
            pair = (letters[offset] * self._size + letters[offset + 1]) << 32
            low, high = np.searchsorted(self._sorted, np.array([pair, pair + (1 << 32)], dtype=np.uint64))
            if best is None or high - low < best[1] - best[0]:
                best = (int(low), int(high), offset)
            if low == high:
                return NOTHING
        low, high, anchor = best  # type: ignore[misc]
        places = (self._sorted[low:high] & np.uint64(0xFFFFFFFF)).astype(np.int64) - anchor
        places = places[(places >= 0) & (places + len(letters) <= len(self._letters))]
        for offset, letter in enumerate(letters):
            if offset not in (anchor, anchor + 1):
                places = places[self._letters[places + offset] == letter]
        return places

    def _whole_words(self, string: str, places: np.ndarray) -> np.ndarray:
        """ロット is not found in パイロット, nor ec in tech: short words of katakana and all Latin ones stand alone."""
        first, last = _script(string)
        if first == "a" or (first == "k" and len(string) <= 4):
            before = np.where(places > 0, self.codes[places - 1], 32)
            places = places[~_of_kind(before, first)]
        if last == "a" or (last == "k" and len(string) <= 3):
            after = self.codes[places + len(string)]
            places = places[~(_of_kind(after, last) & (after != ord("ー")))]
        return places


def _of_kind(codes: np.ndarray, kind: str) -> np.ndarray:
    if kind == "k":
        return ((codes >= ord("ァ")) & (codes <= ord("ヺ"))) | (codes == ord("ー"))
    return (codes >= ord("a")) & (codes <= ord("z"))


def sentences(text: str) -> list[str]:
    """A text cut after every 。 and line break, for people to read."""
    return [part.strip() for part in re.findall(r"[^。\n]+。?", text) if part.strip()]
