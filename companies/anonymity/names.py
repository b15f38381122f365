"""Where a text says a name that is known: of the firm, its president, its bank, its goods. Every spelling, and the name's own part alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from companies.anonymity.folding import Folded, level_key, script
from companies.anonymity.romaji import kana_to_romaji, romaji_key, skeleton
from companies.anonymity.spelling import (
    APART,
    JOINT,
    LEGAL_KEY,
    Rarity,
    bare,
    kana_pattern,
    katakana,
    masked,
    part_pattern,
    parts_of,
    rarity,
    trade_words,
    written_pattern,
)
from companies.anonymity.words import reading

TITLES = (
    "代表取締役社長|代表取締役|取締役|代表理事|代表社員|代表|社長|副社長|会長|専務|常務|部長|課長|係長|工場長|店長|所長|支店長|次長|主任|"
    "理事長|理事|先生|顧問|女将|大将|親方|棟梁|杜氏|番頭|師匠|オーナー|シェフ"
)
HONORIFICS = f"(?:さん|様|さま|氏|殿|くん|ちゃん|君|夫妻|夫婦|親子|父子|兄弟|一族|家の|家が|{TITLES})"
HONORIFIC = re.compile(rf"\s?{HONORIFICS}")
TITLE_BEFORE = re.compile(rf"(?:{TITLES}|創業者|先代|当主|後継者|担当者?|経営者)(?:の|である|:|・|\s|\(|「)?$")
_FIRM_AFTER = re.compile(
    rf"\s?(?:さん|様|{LEGAL_KEY}|グループ|ホールディングス|ブランド|(?:の|は|が)?(?:社長|会長|社員|従業員|本社|創業者))"
)
_FIRM_BEFORE = re.compile(rf"(?:{LEGAL_KEY}|社名|屋号|会社名|商号)(?:は|の|が|を|である|:|「|『|\"|\s){{0,2}}$")
_NAMING_AFTER = re.compile(r"[」』\"]?(?:という|と申|と称|の名前|の名で|の商標|のブランド|ブランド|シリーズ|印の|印\b)")
_SHORT_AFTER = re.compile(r"さん|社長|\(株\)|株式会社|と呼ばれ|の愛称|の名で|グループ")
_OPEN, _CLOSE = '「『"“‘<《【', '」』"”’>》】'
_ALLOWED_NEXT = re.compile(
    r"(?:さん|様|氏|社(?![会員内外])|製(?!造|作|品)|側|家(?!具|電|族|庭)|本社|本店|支社|工場|直営|自社|店(?!舗)|グループ|ブランド|シリーズ|印|産の|流の|式の|から|まで|など|等|"
    rf"{TITLES}|{LEGAL_KEY})"
)
LATIN_RUN = re.compile(r"[a-z\u00c0-\u024f][a-z\u00c0-\u024f'’_.\-& ]*")
LATIN_WORD = re.compile(r"[a-z\u00c0-\u024f]+(?:['’][a-z]+)?")
SHORTEST_ROMAJI = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """Places in the layers of the folded text. `sure` is what makes it a give-away; `whole` tells a whole name from a part of one."""

    start: int
    end: int
    sure: bool
    whole: bool


class Name:
    """A name that is known, ready to be looked for. What it is the name of is the caller's matter."""

    def __init__(self, name: str, kana: str = "", *, is_firm: bool = True) -> None:
        self.is_firm = is_firm
        self.parts = parts_of(name, kana)
        self.bare = bare(name)
        self.kana = katakana(kana) or katakana(reading(self.bare))
        self.own = self.parts[0]
        self.own_rarity = rarity(self.own.written)
        self.is_latin = re.fullmatch(r"[a-z0-9&.'\-]+", self.own.written) is not None
        self.whole_patterns = [re.compile(pattern) for pattern in self._whole_patterns()]
        self.kana_regex = re.compile(kana_pattern(self.kana)) if re.fullmatch("[ァ-ヴー]{2,}", self.kana) else None
        own_kana = [one for one in self.own.readings if len(one) >= 3]
        ways = [written_pattern(self.own.written, r"\s?"), *map(kana_pattern, own_kana)]
        self.own_regex = re.compile("|".join(ways)) if self.own.written else None
        self.short_regex = self._short()
        self.romaji = self._romaji()
        self.skeletons = self._skeletons()

    def _whole_patterns(self) -> Iterator[str]:
        alone = len(self.parts) == 1 and (len(self.bare) < 3 or self.own_rarity == Rarity.ORDINARY)
        if len(self.bare) < 2 or alone:
            return
        between = APART if len(self.bare) > 2 else r"\s?"
        yield JOINT.join(part_pattern(part, between) for part in self.parts)

    def _short(self) -> re.Pattern | None:
        """What people make of a long name: 高鉄 and タカテツ of 高橋鉄工所, 日製 and ニッセイ of 日本製作所."""
        if len(self.parts) < 2 or not self.is_firm or self.is_latin:
            return None
        own, trade = self.parts[0], self.parts[1]
        ways = (
            [level_key(own.written[0] + trade.written[0])]
            if {script(p.written[0]) for p in (own, trade)} == {"j"}
            else []
        )
        for said in own.readings[:1]:
            ways += [
                kana_pattern(said[:2] + other[:2]) for other in trade.readings[:1] if len(said) > 2 and len(other) > 2
            ]
        return re.compile("|".join(ways)) if ways else None

    def _romaji(self) -> dict[str, bool]:
        """Keys in Latin letters -> whether the whole name is said."""
        whole = kana_to_romaji(self.kana)
        found = {whole: True} if len(whole) >= SHORTEST_ROMAJI else {}
        if not self.is_latin and self.own_rarity > Rarity.ORDINARY:
            for one in self.own.readings:
                own = kana_to_romaji(one)
                if len(own) >= SHORTEST_ROMAJI:
                    found.setdefault(own, False)
        elif not self.is_latin:
            for one in self.own.readings:
                if len(kana_to_romaji(one)) > 4 and script(self.own.written[0]) != "k":
                    found.setdefault(kana_to_romaji(one), False)
        return found

    def _skeletons(self) -> frozenset[str]:
        """Of a name in katakana that may be written as the English word: サンライズ, Sunrise."""
        if not re.fullmatch("[ァ-ヴー]{4,}", self.own.written) or self.own.written in trade_words():
            return frozenset()
        made = skeleton(kana_to_romaji(self.own.written))
        whole = skeleton(kana_to_romaji(self.bare)) if re.fullmatch("[ァ-ヴー]+", self.bare) else ""
        return frozenset(one for one, least in ((made, 3), (whole, 5)) if len(one) >= least)

    def find(self, text: Folded) -> Iterator[Hit]:
        yield from self._find_whole(text)
        yield from self._find_kana(text)
        yield from self._find_latin(text)
        yield from self._find_own(text)
        yield from self._find_said_letters(text)
        for found in self.short_regex.finditer(text.key) if self.short_regex else ():
            start, end = found.span()
            if text.begins(start) and (self._is_quoted(text, start, end) or _SHORT_AFTER.match(text.plain, end)):
                yield Hit(start, end, True, False)

    def _find_whole(self, text: Folded) -> Iterator[Hit]:
        for pattern in self.whole_patterns:
            for found in pattern.finditer(text.key):
                if self._goes_on(text, found.start(), found.end()):
                    continue
                yield self._with_legal_form(text, found.start(), found.end())

        if len(self.bare) > 2 and self.whole_patterns and not self.is_latin:
            for start, end in masked(self.bare, len(self.own.written), text.key):
                yield self._with_legal_form(text, start, end)

    def _goes_on(self, text: Folded, start: int, end: int) -> bool:
        """Whether a name of ordinary words is only the beginning of a longer word: 中央産業 in 中央産業道路; or the end of one."""
        if script(text.plain[start]) == "a" and not text.begins(start):
            return True
        if script(text.plain[end - 1]) == "a" and end < len(text.plain) and script(text.plain[end]) == "a":
            return True
        if self.own_rarity > Rarity.ORDINARY and len(self.bare) > 3:
            return False
        if not text.begins(start) and script(text.plain[start - 1]) == script(text.plain[start]):
            return True
        if end == len(text.plain) or script(text.plain[end]) != script(text.plain[end - 1]):
            return False
        if script(text.plain[end]) == "h":
            return not text.finishes(end) and len(self.bare) < 5
        return not _ALLOWED_NEXT.match(text.plain, end)

    def _with_legal_form(self, text: Folded, start: int, end: int) -> Hit:
        before = re.search(rf"(?:{LEGAL_KEY})[\s・]?$", text.key[:start])
        after = re.match(rf"[\s・]?(?:{LEGAL_KEY})", text.key[end:])
        return Hit(before.start() if before else start, end + (after.end() if after else 0), True, True)

    def _find_kana(self, text: Folded) -> Iterator[Hit]:
        if not self.kana_regex:
            return
        for found in self.kana_regex.finditer(text.key):
            start, end = found.span()
            seen = re.sub(r"[\s・]", "", text.plain[start:end])
            if not all(script(c) in "hk" for c in seen):
                continue
            called = self._is_called(text, start, end)
            common = len(self.parts) == 1 and self.own_rarity == Rarity.ORDINARY
            if (
                called
                or (len(seen) > 5 and not common)
                or (len(seen) > 3 and not common and text.stands(start, end) and self._alone(text, start, end))
            ):
                yield self._with_legal_form(text, start, end)

    def _is_called(self, text: Folded, start: int, end: int) -> bool:
        """Whether the words around say that this is a firm's (or a person's) name."""
        if not text.begins(start):
            return False
        after, before = HONORIFIC if not self.is_firm else _FIRM_AFTER, text.plain[max(0, start - 14) : start]
        if after.match(text.plain, end):
            return True
        return bool((_FIRM_BEFORE if self.is_firm else TITLE_BEFORE).search(before)) and text.finishes(end)

    def _find_latin(self, text: Folded) -> Iterator[Hit]:
        for run in LATIN_RUN.finditer(text.key):
            words = [word for word in LATIN_WORD.finditer(text.key, run.start(), run.end())]
            for first in range(len(words)):
                letters = ""
                for last in range(first, min(first + 6, len(words))):
                    letters += words[last].group()
                    hit = self._latin_hit(letters, words[first].start(), words[last].end())
                    if hit:
                        yield hit

    def _latin_hit(self, letters: str, start: int, end: int) -> Hit | None:
        if len(letters) < SHORTEST_ROMAJI:
            return None
        said = romaji_key(letters)
        for known, whole in self.romaji.items():
            if said == known or (len(known) > 4 and said.startswith(known)) or (len(known) > 5 and known in said):
                return Hit(start, end, True, whole)
        if self.skeletons and skeleton(letters) in self.skeletons and self._sounds_like(letters):
            return Hit(start, end, self.own_rarity == Rarity.NAME or len(skeleton(letters)) > 4, False)
        return None

    def _sounds_like(self, letters: str) -> bool:
        """Whether the vowels agree roughly too, which the skeleton leaves out."""
        mine = kana_to_romaji(self.own.written)
        if (letters[0] in "aiueo") != (mine[0] in "aiueo"):
            return False
        return len(skeleton(letters)) > 3 or SequenceMatcher(None, romaji_key(letters), mine).ratio() > 0.72

    def _find_said_letters(self, text: Folded) -> Iterator[Hit]:
        """A name in Latin letters written in kana: COCOCHI as ココチ."""
        known = romaji_key(self.bare) if re.fullmatch("[a-z-]{4,}", self.bare) else ""
        for run in re.finditer("[ァ-ヴー]{3,}|[ぁ-ん]{3,}", text.plain) if known else ():
            for start in range(run.start(), run.end() - 2):
                for end in range(start + 3, min(start + 12, run.end()) + 1):
                    if text.stands(start, end) and kana_to_romaji(katakana(text.plain[start:end])) == known:
                        yield Hit(start, end, True, True)

    def _find_own(self, text: Folded) -> Iterator[Hit]:
        """The name's own part: 山田 of 山田精機."""
        if not self.own_regex:
            return
        for found in self.own_regex.finditer(text.key):
            start, end = found.span()
            if not text.stands(start, end) and not (self.own_rarity == Rarity.NAME and end - start > 3):
                continue
            if self._is_called(text, start, end):
                yield Hit(start, end, True, False)
            elif trade := self._trade_behind(text, end):
                sure = any(c in part.written for part in self.parts[1:] for c in trade)
                yield Hit(start, end + len(trade), sure, False)
            elif self._is_quoted(text, start, end):
                naming = _NAMING_AFTER.match(text.plain, end) is not None
                if self.own_rarity > Rarity.ORDINARY or naming:
                    yield Hit(start, end, self.own_rarity == Rarity.NAME or naming, False)
            elif self.own_rarity > Rarity.ORDINARY and not self._is_short_latin() and self._alone(text, start, end):
                yield Hit(start, end, self.own_rarity == Rarity.NAME, False)

    def _is_short_latin(self) -> bool:
        """ABC of ABC精密 is said of many things."""
        return self.is_latin and len(self.own.written) < 4 and len(self.parts) > 1

    def _is_quoted(self, text: Folded, start: int, end: int) -> bool:
        return start > 0 and end < len(text.plain) and text.plain[start - 1] in _OPEN and text.plain[end] in _CLOSE

    def _trade_behind(self, text: Folded, end: int) -> str:
        """The word of a trade behind the name's own part: 山田精工 for 山田精機."""
        if self.own_rarity == Rarity.ORDINARY or not self.is_firm or len(self.parts) < 2:
            return ""
        token = text.token_from(end)
        return token.surface if token and len(token.surface) > 1 and token.surface in trade_words() else ""

    def _alone(self, text: Folded, start: int, end: int) -> bool:
        """Whether the word is a noun by itself here: not 山田 in 山田錦, 小松 in 小松菜, nor 大成 in 大成する."""
        inside = text.tokens_between(start, end)
        if len(inside) == 1 and inside[0].known and not inside[0].is_noun:
            return False
        if start and script(text.plain[start - 1]) == script(text.plain[start]) and script(text.plain[start]) in "jka":
            before = next((token for token in text.tokens if token.end == start), None)
            if before and before.is_noun and not re.search(f"(?:{TITLES}|{LEGAL_KEY})$", text.plain[:start]):
                return False
        token = text.token_from(end)
        if token is None or _ALLOWED_NEXT.match(text.plain, end):
            return True
        if token.pos[0] == "動詞" and text.plain[end] in "すしさせ":
            return False
        return not token.is_noun


@lru_cache(maxsize=2000)
def name_of(name: str, kana: str = "", is_firm: bool = True) -> Name:
    return Name(name, kana, is_firm=is_firm)
