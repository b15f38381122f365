"""What a search is: box, choices, order, page. It stands in the address as a whole, so that it can be kept, sent and taken back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from talent.search.asking import LONGEST
from talent.search.facets import BY_KEY, FACETS, QUALIFICATION
from talent.search.finding import SORTS, Found

MOST_CHOICES = 60
SHOWN = 6  # values of a long facet that are seen at once
WHOLE = ("category", "weekday", "history", "state")  # facets whose values are all shown, in their own order


@dataclass(frozen=True, slots=True)
class Search:
    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "fit"
    page: int = 1

    @classmethod
    def of(cls, data: QueryDict) -> "Search":
        """What cannot be understood is left out."""
        chosen = {}
        for facet in FACETS:
            known = {value for value, _ in facet.values}
            if values := tuple(value for value in dict.fromkeys(data.getlist(facet.key)) if value in known):
                chosen[facet.key] = values
        if names := tuple(dict.fromkeys(name for name in data.getlist(QUALIFICATION) if name))[:MOST_CHOICES]:
            chosen[QUALIFICATION] = names
        sort, page = data.get("sort", ""), data.get("page", "")
        return cls(
            data.get("q", "").strip()[:LONGEST],
            chosen,
            sort if sort in SORTS else "fit",
            int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,
        )

    def query(self, **instead) -> str:
        """The address of this search, or of one that differs in some parts, at its first page."""
        q, chosen, sort = (instead.get(name, getattr(self, name)) for name in ("q", "chosen", "sort"))
        pairs = [("q", q)] if q else []
        pairs += [(key, value) for key, values in chosen.items() for value in values]
        pairs += [("sort", sort)] if sort != "fit" else []
        return urlencode(pairs)

    def without(self, key: str, value: str | None = None) -> str:
        left = {k: tuple(v for v in vs if k != key or value not in (None, v)) for k, vs in self.chosen.items()}
        return self.query(chosen={k: vs for k, vs in left.items() if vs and not (k == key and value is None)})

    @property
    def is_empty(self) -> bool:
        return not (self.q or self.chosen)


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    query: str


def chips(search: Search) -> Iterator[Chip]:
    if search.q:
        yield Chip(f"「{search.q}」", search.query(q=""))
    for key, values in search.chosen.items():
        words = dict(BY_KEY[key].values) if key in BY_KEY else {}
        for value in values:
            yield Chip(words.get(value, value), search.without(key, value))


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetShown:
    key: str
    label: str
    most: int
    first: list[Option]
    more: list[Option]


def facets_shown(search: Search, found: Found) -> list[FacetShown]:
    """Every facet with its counts. Of a long one the most frequent first; what nobody has is left out unless it is chosen."""
    shown = []
    for key, label, words in (*((one.key, one.label, dict(one.values)) for one in FACETS), (QUALIFICATION, "資格", {})):
        counts, chosen = found.counts.get(key, {}), search.chosen.get(key, ())
        values = [*counts, *(value for value in chosen if value not in counts)]
        options = [Option(v, words.get(v, v), counts.get(v, 0), v in chosen) for v in values]
        if key not in WHOLE:
            options = [one for one in options if one.count or one.is_chosen]
            options.sort(key=lambda one: (not one.is_chosen, -one.count))
        cut = len(options) if key in WHOLE else max(SHOWN, len(chosen))
        most = max([1, *(one.count for one in options)])
        shown.append(FacetShown(key, label, most, options[:cut], options[cut : cut + MOST_CHOICES]))
    return shown


def ways_out(search: Search, found: Found) -> list[tuple[Chip, int]]:
    """Which single condition stands in the way, and how many there are without it."""
    return [
        (Chip((BY_KEY[key].label if key in BY_KEY else "資格"), search.without(key)), people)
        for key, people in found.without.items()
        if people and key in search.chosen
    ]
