"""A person's name inside texts: taken out of sentences that the application wrote, looked for in what people typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kouryukai.lib.japanese import name_key

ERASED = "(消去済み)"
BLANKS = (" ", "", "\u3000")


@dataclass(frozen=True)
class Names:
    """`written`: as our own sentences write the name. `longer`: names of others that hold it (森 健 in 大森 健一): they stay.

    `spellings`: more ways in which people may have typed it, and what else is hers alone (e-mail, telephone).
    """

    written: tuple[str, ...]
    longer: tuple[str, ...] = ()
    spellings: tuple[str, ...] = field(default=())

    @cached_property
    def _sentence(self) -> re.Pattern[str]:
        return _any_of([*self.written, *self.longer])

    @cached_property
    def _typed(self) -> re.Pattern[str]:
        return _any_of([*self.written, *self.spellings, *self.longer])

    def taken_out(self, value: Any) -> Any:
        """The same text, list or dict with the name replaced wherever it stands; all else is left alone."""
        return self._replaced(value, self._sentence)

    def spelt_out(self, value: Any) -> Any:
        """The same with every spelling of it replaced, and what else is hers alone."""
        return self._replaced(value, self._typed)

    def _replaced(self, value: Any, pattern: re.Pattern[str]) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda found: found.group() if found.group() in self.longer else ERASED, value)
        if isinstance(value, list):
            return [self._replaced(part, pattern) for part in value]
        if isinstance(value, dict):
            return {key: self._replaced(part, pattern) for key, part in value.items()}
        return value

    def stand_in(self, text: str) -> bool:
        """Whether a typed text names the person."""
        return any(found.group() not in self.longer for found in self._typed.finditer(text))

    @property
    def searched(self) -> list[str]:
        return list(dict.fromkeys([*self.written, *self.spellings]))


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
