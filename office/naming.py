"""A person's name inside texts: taken out of sentences that the application wrote, looked for in what people typed."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from kouryukai.lib.japanese import name_key

ERASED = "(消去済み)"
BLANKS = (" ", "", "\u3000")


@dataclass(frozen=True)
class Names:
    """`written`: as our own sentences write the name. `longer`: names of others that hold it (森 健 in 大森 健一): they stay.

    `spellings`: more ways in which people may have typed it, and how she is reached (e-mail, telephone). `shared`: what of all this
    somebody who stays has too; it goes only where a row is known to be about her. `instead`: what our own sentences say from now on.
    """

    written: tuple[str, ...]
    longer: tuple[str, ...] = ()
    spellings: tuple[str, ...] = field(default=())
    shared: tuple[str, ...] = ()
    instead: str = ERASED

    def become(self, stays: "Names") -> "Names":
        """She turns out to be who stays: what is that one's stays everywhere, and sentences call her so."""
        return replace(self, longer=(*self.longer, *stays.written, *stays.spellings), instead=stays.written[0])

    def alone(self, *words: str) -> list[str]:
        """Those that nobody who stays has too; in small letters, as addresses are compared."""
        others = {word.lower() for word in (*self.longer, *self.shared)}
        return [found for word in words if (found := word.strip().lower()) and found not in others]

    @cached_property
    def _sentence(self) -> re.Pattern[str]:
        return _any_of([*self.written, *self.longer])

    @cached_property
    def _typed(self) -> re.Pattern[str]:
        return _any_of([*self.written, *self.spellings, *self.longer])

    def taken_out(self, value: Any, *, about_her: bool = False) -> Any:
        """The same text, list or dict with the name replaced wherever it stands; all else is left alone."""
        spared = {*self.longer, *(() if about_her else self.shared)}
        return _replaced(value, self._sentence, spared, self.instead)

    def spelt_out(self, value: Any) -> Any:
        """The same with every spelling of it replaced, and what else is hers alone."""
        return _replaced(value, self._typed, {*self.longer, *self.shared}, ERASED)

    def stand_in(self, text: str) -> bool:
        """Whether a typed text names the person, or somebody who is called the same."""
        return any(found.group() not in self.longer for found in self._typed.finditer(text))

    @property
    def then(self) -> str:
        """What a receipt says of sentences that lost the name: never the name itself."""
        return f"氏名を「{ERASED}」に替えます" if self.instead == ERASED else "氏名を、残す登録の氏名に替えます"

    @property
    def searched(self) -> list[str]:
        return list(dict.fromkeys([*self.written, *self.spellings]))


def _replaced(value: Any, pattern: re.Pattern[str], spared: Collection[str], instead: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda found: found.group() if found.group() in spared else instead, value)
    if isinstance(value, list):
        return [_replaced(part, pattern, spared, instead) for part in value]
    if isinstance(value, dict):
        return {key: _replaced(part, pattern, spared, instead) for key, part in value.items()}
    return value


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """The longest first, so that a name inside another's is never taken for it."""
    known = sorted({name for name in names if name}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known)) or r"(?!)")


def spellings(family: str, given: str) -> list[str]:
    """A full name with and without a blank, as stored and with the common forms of its kanji; [] for half a name."""
    if not (family and given):
        return []
    return list(
        dict.fromkeys(
            f"{first}{blank}{last}"
            for first in (family, name_key(family))
            for last in (given, name_key(given))
            for blank in BLANKS
        )
    )
