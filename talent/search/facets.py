"""By what the register can be narrowed. Each facet with a vocabulary is a set of bits in the index: one pass counts them all."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from institutions.categories import Category
from institutions.directory import PREFECTURES
from institutions.industries import Industry
from institutions.topics import Topic
from talent.models import SeniorState, Standing, Weekday

ONLINE = "オンライン"
HISTORIES = (
    ("new", "まだ参加なし"),
    ("came", "参加あり・面談なし"),
    ("met", "面談あり"),
    ("second", "二次面談あり"),
    ("supports", "支援あり"),
    ("waits", "希望が通らず待っている"),
)
INDEX_VERSION = 2  # raise it when a row of the index is made in another way


@dataclass(frozen=True, slots=True)
class Facet:
    """`key` is its name in the address, `column` in the index; `values` are (value in the address, words for people) in the order of bits.

    Small vocabularies share the column `marks`, each from its own bit on: fewer columns are counted faster.
    """

    key: str
    label: str
    column: str
    values: tuple[tuple[str, str], ...]
    first: int = 0

    def bits(self, chosen: Iterable[str]) -> int:
        """Unknown values are left out."""
        chosen = set(chosen)
        return sum(1 << self.first + place for place, (value, _) in enumerate(self.values) if value in chosen)


FACETS = (
    Facet("category", "専門分野", "categories", tuple(Category.choices)),
    Facet("industry", "業種", "industries", tuple(Industry.choices)),
    Facet("topic", "支援できるテーマ", "topics", tuple(Topic.choices)),
    Facet("region", "来られる地域", "regions", ((ONLINE, ONLINE), *((one, one) for one in PREFECTURES))),
    Facet("weekday", "動ける曜日", "marks", tuple((value, f"{label}曜") for value, label in Weekday.choices)),
    Facet("history", "これまでの参加", "marks", HISTORIES, first=8),
    Facet("state", "状態", "marks", tuple(SeniorState.choices), first=24),
)
COLUMNS = tuple(dict.fromkeys(facet.column for facet in FACETS))
BY_KEY = {facet.key: facet for facet in FACETS}
QUALIFICATION = "qualification"  # a facet too, but its words are the seniors' own
KEYS = (*BY_KEY, QUALIFICATION)
PRESENT = BY_KEY["state"].bits(value for value in SeniorState.values if value != SeniorState.WITHDRAWN)
# Rows of another version are made anew by the sweep: bits follow the vocabularies, so a new word in one of them is a new version.
VERSION = zlib.crc32(repr((INDEX_VERSION, FACETS)).encode())


def histories_of(standing: Standing) -> set[str]:
    """What she has come to so far, and whether she waits."""
    steps = (("supports", standing.supports), ("second", standing.second_interviews), ("met", standing.interviews))
    found = {value for value, count in steps if count}
    if standing.interviews or standing.second_interviews:
        found.add("met")
    if not found:
        found = {"came" if standing.events else "new"}
    return found | ({"waits"} if standing.waiting else set())


def counts_of_bits(facet: Facet, sums: Mapping[int, int]) -> dict[str, int]:
    """How many have each value, from how many have each set of bits."""
    return {
        value: sum(count for bits, count in sums.items() if bits >> facet.first + place & 1)
        for place, (value, _) in enumerate(facet.values)
    }
