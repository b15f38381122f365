"""Where a text says the name of a person: of one that is known, and of anybody who is called by name."""

import re
from collections.abc import Iterator
from functools import lru_cache

from companies.anonymity.folding import Folded, script
from companies.anonymity.names import HONORIFIC, LATIN_RUN, LATIN_WORD, SHORTEST_ROMAJI, TITLE_BEFORE, Hit
from companies.anonymity.romaji import kana_to_romaji, romaji_key
from companies.anonymity.spelling import (
    APART,
    Part,
    Rarity,
    kana_pattern,
    part_pattern,
    rarity,
    surname_and_given,
    written_pattern,
)


class Person:
    """A person whose name is known."""

    def __init__(self, name: str, kana: str = "") -> None:
        self.surname, self.given = surname_and_given(name, kana)
        self.rarity = rarity(self.surname.written) if self.surname.written else Rarity.ORDINARY
        self.whole = self._whole()
        self.alone = self._part(self.surname)
        self.given_alone = self._part(self.given)
        latin = [kana_to_romaji(_first(part)) for part in (self.surname, self.given)]
        self.latin_whole = {latin[0] + latin[1], latin[1] + latin[0]} if all(latin) else set()
        self.latin_surname = latin[0] if len(latin[0]) >= SHORTEST_ROMAJI else ""

    def _whole(self) -> re.Pattern | None:
        if not (self.surname.written and self.given.written):
            return None
        return re.compile(f"{part_pattern(self.surname)}{APART}{part_pattern(self.given)}")

    def _part(self, part: Part) -> re.Pattern | None:
        if not part.written:
            return None
        ways = [written_pattern(part.written, r"[\s]?"), *(kana_pattern(one) for one in part.readings if len(one) > 1)]
        return re.compile("|".join(ways))

    def find(self, text: Folded) -> Iterator[Hit]:
        if self.whole:
            for found in self.whole.finditer(text.key):
                if len(re.sub(r"\W", "", found.group())) > 3 or text.stands(*found.span()):
                    yield Hit(found.start(), found.end(), True, True)
        yield from self._find_part(text, self.alone, self.rarity)
        yield from self._find_part(text, self.given_alone, Rarity.ORDINARY)
        yield from self._find_latin(text)

    def _find_part(self, text: Folded, pattern: re.Pattern | None, how_rare: Rarity) -> Iterator[Hit]:
        for found in pattern.finditer(text.key) if pattern else ():
            start, end = found.span()
            kana = all(script(c) in "hk" for c in text.plain[start:end])
            if not text.begins(start) or (
                start
                and script(text.plain[start - 1]) == script(text.plain[start]) == "j"
                and not self._title_before(text, start)
            ):
                continue
            honoured = HONORIFIC.match(text.plain, end)
            if honoured and not (kana and end - start < 3 and honoured.group() == "様"):
                yield Hit(start, honoured.end(), True, False)
            elif not text.finishes(end):
                continue
            elif self._title_before(text, start) and self._particle(text, end) and (how_rare > 0 or end - start == 1):
                yield Hit(start, end, True, False)
            elif how_rare > Rarity.ORDINARY and end - start > (3 if kana else 1) and self._named(text, start, end):
                yield Hit(start, end, how_rare == Rarity.NAME and end - start > 2, False)

    def _title_before(self, text: Folded, start: int) -> bool:
        return TITLE_BEFORE.search(text.plain[max(0, start - 12) : start]) is not None

    def _particle(self, text: Folded, end: int) -> bool:
        return end == len(text.plain) or re.match(r"[はがのをにもと、。,.)」』\s]", text.plain[end:]) is not None

    def _named(self, text: Folded, start: int, end: int) -> bool:
        inside = text.tokens_between(start, end)
        token = text.token_from(end)
        free = token is None or not token.is_noun
        return free and any(one.is_proper or not one.known for one in inside)

    def _find_latin(self, text: Folded) -> Iterator[Hit]:
        for run in LATIN_RUN.finditer(text.key):
            words = list(LATIN_WORD.finditer(text.key, run.start(), run.end()))
            for first, word in enumerate(words):
                letters = ""
                for last in words[first : first + 3]:
                    letters += last.group()
                    said = romaji_key(letters)
                    if said in self.latin_whole or (said == self.latin_surname and self.rarity > 0):
                        yield Hit(word.start(), last.end(), True, said in self.latin_whole)


def _first(part: Part) -> str:
    return part.readings[0] if part.readings else ""


@lru_cache(maxsize=2000)
def person_of(name: str, kana: str = "") -> Person:
    return Person(name, kana)


_NO_PEOPLE = (
    "山田錦",
    "五百万石",
    "小松菜",
    "千枚漬",
    "桃太郎",
    "金太郎",
    "キン",
    "小町",
    "花子",
    "太郎",
)  # rice, greens, tales


def somebody(text: Folded) -> Iterator[Hit]:
    """Anybody called by name: a surname with an honorific, or surname and given name."""
    found = text.tokens
    for number, token in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        if not token.is_person or following is None or text.plain.startswith(_NO_PEOPLE, token.start):
            continue
        if (
            following.is_person
            and token.is_surname
            and following.pos[3] == "名"
            and len(token.surface + following.surface) > 2
        ):
            yield Hit(token.start, following.end, False, False)
        elif (honoured := HONORIFIC.match(text.plain, token.end)) and _is_called_so(text, token.start):
            yield Hit(token.start, honoured.end(), False, False)


def _is_called_so(text: Folded, start: int) -> bool:
    return (
        start == 0
        or script(text.plain[start - 1]) != "j"
        or TITLE_BEFORE.search(text.plain[max(0, start - 12) : start]) is not None
    )
