"""The search itself: one statement gives the people of the page, how many there are, and the counts of every facet.

A facet's counts leave out its own choice: a person who fails nothing but facet 2 counts in facet 2 alone (`missed` = 2).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from talent.search.asking import Asked
from talent.search.facets import COLUMNS as SETS_OF_BITS
from talent.search.facets import FACETS, PRESENT, QUALIFICATION, counts_of_bits

ROWS_PER_PAGE = 20
# What the planner cannot know: words are kept out of the row and cost far more to look at than it reckons, so even a word that
# everybody has is asked of the index (where there is none to ask, all rows are read all the same); compiling costs more than running.
PLANNING = {
    "jit": "off",
    "enable_seqscan": "off",
    "work_mem": "32MB",
    "random_page_cost": "1.1",
    "cpu_operator_cost": "0.03",
    "max_parallel_workers_per_gather": "0",
}
SORTS = {
    "fit": ("合っている順", "points DESC, kana, senior_id"),
    "name": ("名前の順", "kana, senior_id"),
    "new": ("登録が新しい順", "registered_on DESC NULLS LAST, kana, senior_id"),
    "few": ("面談が少ない順", "interviews, kana, senior_id"),
    "waiting": ("長く待っている順", "waiting DESC, interviews, kana, senior_id"),
}
POINTS = {"reached": 80, "called": 40, "phrase_on_top": 8, "phrase": 4, "on_top": 2}  # for each way of a term
GROUPED = (*SETS_OF_BITS, "qualifications")
COLUMNS, SETS = ", ".join(GROUPED), ", ".join(f"(missed, {column})" for column in GROUPED)
HOLDS = "words @@ %s::tsquery"


@dataclass(slots=True)
class Found:
    """`seniors` are the keys of the page in order, `counts` people by facet and value, `without` those who fail that facet alone."""

    total: int = 0
    page: int = 1
    seniors: list[UUID] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    without: dict[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ROWS_PER_PAGE))


def find(asked: Asked, chosen: Mapping[str, list[str]], *, sort: str, page: int) -> Found:
    """Three queries, whatever is asked. A page beyond the last is the last."""
    parts, values = _statement(asked, chosen, sort, max(1, page))
    with connection.cursor() as cursor, planning(cursor):
        cursor.execute("".join(parts), values)
        rows = cursor.fetchall()
    grouped = [row[1:] for row in rows if row[0]]
    conditions = list(_conditions(chosen))
    people = [(row[1], row[-2]) for row in grouped if row[0] == _group("qualifications")]
    found = Found(sum(count for missed, count in people if missed == 0), counts=_counts(grouped, conditions))
    found.seniors = [row[-1] for row in rows if not row[0]]
    found.without = {
        key: sum(count for missed, count in people if missed == place) for place, key in enumerate(conditions, start=1)
    }
    found.page = min(max(1, page), found.pages)
    return found


@contextmanager
def planning(cursor) -> Iterator[None]:
    """Settings for the one statement. What was set before comes back; after an error the rollback brings it back."""
    sets = ", ".join("set_config(%s, %s, true)" for _ in PLANNING)
    olds = ", ".join(f"current_setting('{name}')" for name in PLANNING)
    cursor.execute(f"SELECT {olds}, {sets}", [part for pair in PLANNING.items() for part in pair])
    before = cursor.fetchone()[: len(PLANNING)]
    yield
    cursor.execute(f"SELECT {sets}", [part for pair in zip(PLANNING, before, strict=True) for part in pair])


def _statement(asked: Asked, chosen: Mapping[str, list[str]], sort: str, page: int) -> tuple[list[str], list]:
    """Counts, page and where the last page begins read the index each for themselves: that costs less than to keep what was found."""
    conditions = _conditions(chosen)
    meant, asked_for = _meant(asked)
    points, weighed = _points(asked) if sort == "fit" else ("0", [])
    fits = " AND ".join([meant, *(clause for clause, _ in conditions.values())])
    fitting = [*asked_for, *(value for _, value in conditions.values())]
    begin = (min(page, 10**6) - 1) * ROWS_PER_PAGE
    nothing = ", ".join(f"NULL::{'varchar[]' if name == 'qualifications' else 'bigint'}" for name in GROUPED)
    parts = [
        f"SELECT true, GROUPING({COLUMNS}), missed, {COLUMNS}, count(*), NULL::uuid FROM (SELECT {COLUMNS},"
        f" {_missed(conditions)} AS missed FROM talent_searchrow WHERE {meant}) AS asked WHERE missed IS NOT NULL"
        f" GROUP BY GROUPING SETS ({SETS}) UNION ALL (SELECT false, NULL, NULL, {nothing}, NULL, senior_id FROM (SELECT senior_id,"
        f" kana, registered_on, interviews, waiting, {points} AS points FROM talent_searchrow WHERE {fits}) AS fitting"
        f" ORDER BY {SORTS[sort][1]} LIMIT {ROWS_PER_PAGE} OFFSET "
    ]
    values = [*_values_of_missed(conditions), *asked_for, *weighed, *fitting, begin]
    if begin:
        last = (
            f"SELECT greatest(count(*) - 1, 0) / {ROWS_PER_PAGE} * {ROWS_PER_PAGE} FROM talent_searchrow WHERE {fits}"
        )
        return [*parts, f"least(%s, ({last})))"], [*values, *fitting]
    return [*parts, "%s)"], values


def _meant(asked: Asked) -> tuple[str, list[str]]:
    """Who is meant by what was typed, facets aside."""
    clauses, values = ["true"], []
    if terms := " & ".join(f"({term.tsquery})" for term in asked.terms):
        clauses.append(HOLDS)
        values.append(terms)
    if out := " | ".join(f"({term.words})" for term in asked.out if term.keys):
        clauses.append(f"senior_id NOT IN (SELECT senior_id FROM talent_searchrow WHERE {HOLDS})")
        values.append(out)
    return " AND ".join(clauses), values


def _points(asked: Asked) -> tuple[str, list[str]]:
    """Each way is looked up in the index once; no vector is fetched."""
    ways = [
        (worth, query)
        for term in asked.terms
        for way, worth in POINTS.items()
        if (query := getattr(term, way)) and not (way == "called" and term.is_number)
    ]
    held = f"(senior_id IN (SELECT senior_id FROM talent_searchrow WHERE {HOLDS}))::int"
    return " + ".join(f"{held} * {worth}" for worth, _ in ways) or "0", [query for _, query in ways]


def _conditions(chosen: Mapping[str, list[str]]) -> dict[str, tuple[str, object]]:
    """Facet -> condition and its value. Those who have left are there only for who asks for them."""
    found: dict[str, tuple[str, object]] = {}
    for facet in FACETS:
        if bits := facet.bits(chosen.get(facet.key, ())):
            found[facet.key] = (f"{facet.column} & %s <> 0", bits)
    found.setdefault("state", ("marks & %s <> 0", PRESENT))
    if names := chosen.get(QUALIFICATION):
        found[QUALIFICATION] = ("qualifications::text[] && %s::text[]", list(names))
    return found


def _missed(conditions: Mapping[str, tuple[str, object]]) -> str:
    """0 for who fulfils all, n for who fails the nth alone, NULL for the others."""
    clauses = [clause for clause, _ in conditions.values()]
    whens = [f"WHEN {' AND '.join(clauses)} THEN 0"]
    for place in range(len(clauses)):
        others = clauses[:place] + clauses[place + 1 :]
        whens.append(f"WHEN {' AND '.join(others) or 'true'} THEN {place + 1}")
    return f"CASE {' '.join(whens)} END"


def _values_of_missed(conditions: Mapping[str, tuple[str, object]]) -> list:
    values = [value for _, value in conditions.values()]
    return values + [one for place in range(len(values)) for one in values[:place] + values[place + 1 :]]


def _group(column: str) -> int:
    """What GROUPING() says of the rows that are grouped by this column."""
    last = len(GROUPED) - 1
    return (1 << len(GROUPED)) - 1 & ~(1 << last - GROUPED.index(column))


def _counts(rows: list[tuple], conditions: list[str]) -> dict[str, dict[str, int]]:
    """`rows`: by which column they are grouped, missed, the columns, how many, nothing."""
    counts = {facet.key: counts_of_bits(facet, _sums(rows, facet.column, facet.key, conditions)) for facet in FACETS}
    counts[QUALIFICATION] = _of_words(_sums(rows, "qualifications", QUALIFICATION, conditions))
    return counts


def _sums(rows: list[tuple], column: str, key: str, conditions: list[str]) -> dict:
    """How many have each value of a column, the facet's own choice left aside."""
    group, place = _group(column), 2 + GROUPED.index(column)
    own = conditions.index(key) + 1 if key in conditions else 0
    sums: dict = defaultdict(int)
    for row in rows:
        if row[0] == group and row[1] in (0, own):
            sums[tuple(row[place]) if column == "qualifications" else row[place]] += row[-2]
    return sums


def _of_words(sums: Mapping[tuple[str, ...], int]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for names, people in sums.items():
        for name in names:
            counts[name] += people
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
