"""Who is meant: the register as an index of names, days of birth and telephones, and how alike two people look. Proposes, never decides."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kouryukai.lib.japanese import digits, name_key
from talent.models import MergedNumber, Senior, SeniorState

NAME, READING, BIRTH, PHONE, EMAIL = "氏名", "フリガナ", "生年月日", "電話番号", "メールアドレス"
WEIGHTS = {NAME: 40, READING: 30, BIRTH: 40, PHONE: 30, EMAIL: 30}


@dataclass(frozen=True, slots=True)
class Face:
    """What tells people apart; "" is not known. Names as keys, the telephone as digits, the day as an ISO text."""

    name: str = ""
    reading: str = ""
    birth: str = ""
    phone: str = ""
    email: str = ""

    def facts(self) -> dict[str, str]:
        return {NAME: self.name, READING: self.reading, BIRTH: self.birth, PHONE: self.phone, EMAIL: self.email}

    def mark(self) -> str:
        """The same row of the same list has the same one."""
        return hashlib.sha256("\0".join(self.facts().values()).encode()).hexdigest()


def face_of(values: Mapping[str, object]) -> Face:
    """Of a row, or of a sheet."""

    def text(*names: str) -> str:
        return name_key("".join(str(values.get(name) or "") for name in names))

    return Face(
        text("family_name", "given_name"),
        text("family_kana", "given_kana"),
        str(values.get("birth_date") or ""),
        digits_of(str(values.get("phone") or "")),
        str(values.get("email") or "").casefold(),
    )


def digits_of(phone: str) -> str:
    try:
        return digits(phone)
    except ValueError:
        return ""


def alike(one: Face, other: Face) -> list[str]:
    """The facts that agree, if they suffice to ask whether the two are one person; else nothing.

    Two facts, or the name alone where a day of birth is missing. Namesakes born on different days are asked about only if they share
    a telephone or an address; a couple with one telephone has only that one fact.
    """
    left, right = one.facts(), other.facts()
    same = [fact for fact, value in left.items() if value and value == right[fact]]
    named = NAME in same or READING in same
    if one.birth and other.birth and BIRTH not in same:
        return same if named and (PHONE in same or EMAIL in same) else []
    if len(same) >= 2 and (named or BIRTH in same):
        return same
    return same if named and NAME in same else []


def score(facts: Iterable[str]) -> int:
    return sum(WEIGHTS[fact] for fact in facts)


@dataclass(slots=True)
class Known:
    pk: UUID
    number: str
    name: str
    face: Face
    is_erased: bool
    has_left: bool


class Register:
    """Everybody in the register, read in one query."""

    def __init__(self) -> None:
        self.people: dict[UUID, Known] = {}
        self.by_number: dict[str, Known] = {}
        self._by: dict[str, dict[str, list[UUID]]] = {fact: defaultdict(list) for fact in WEIGHTS}
        columns = "pk number state erased_at family_name given_name name_key contact__birth_date contact__phone contact__email"
        for pk, number, state, erased, family, given, key, born, phone, email in Senior.objects.values_list(
            *columns.split()
        ):
            name, _, reading = key.partition(" ")
            face = Face(
                name, reading, born.isoformat() if born else "", digits_of(phone or ""), (email or "").casefold()
            )
            one = Known(
                pk, number, f"{family} {given}".strip(), face, erased is not None, state == SeniorState.WITHDRAWN
            )
            self.people[pk] = self.by_number[number] = one
            if not one.is_erased:
                for fact, value in face.facts().items():
                    if value:
                        self._by[fact][value].append(pk)
        for number, pk in MergedNumber.objects.values_list("number", "senior_id"):
            self.by_number[number] = self.people[pk]

    def exactly(self, face: Face) -> list[UUID]:
        """Those of the same name and day of birth."""
        if not face.name or not face.birth:
            return []
        return [pk for pk in self._by[NAME].get(face.name, ()) if self.people[pk].face.birth == face.birth]

    def like(self, face: Face, *, but: UUID | None = None) -> list[tuple[Known, list[str]]]:
        """Those who may be the same, most alike first."""
        near = {pk for fact, value in face.facts().items() if value for pk in self._by[fact].get(value, ())} - {but}
        found = [(self.people[pk], facts) for pk in near if (facts := alike(face, self.people[pk].face))]
        return sorted(found, key=lambda one: (-score(one[1]), one[0].number))

    def pairs(self) -> list[tuple[Known, Known, list[str]]]:
        """All who may be registered twice, most alike first; each pair once."""
        found = {}
        for pk, one in self.people.items():
            if not one.is_erased:
                for other, facts in self.like(one.face, but=pk):
                    pair = (one, other) if one.number < other.number else (other, one)
                    found[pair[0].pk, pair[1].pk] = (*pair, facts)
        return sorted(found.values(), key=lambda pair: (-score(pair[2]), pair[0].number, pair[1].number))
