"""Small problems for the planner's tests, and the plain enumeration that says what is best."""

from functools import cache
from itertools import product
from random import Random
from typing import Any

from hypothesis import strategies as st


def small_problem(**changes: Any) -> dict[str, Any]:
    """Two companies with one attendant, three seniors, four slots on two days, five entries."""
    slots = [{"id": n, "day": n // 2, "start": f"1{n}:00", "end": f"1{n}:20"} for n in range(4)]
    every = [0, 1, 2, 3]
    pairs = [("C1", "S1", 50), ("C1", "S2", 40), ("C2", "S1", 70), ("C2", "S2", 30), ("C2", "S3", 20)]
    problem = {
        "format": "kouryukai-problem/1",
        "name": "small",
        "slots": slots,
        "breaks": [[0, 1]],
        "tables_per_slot": [2, 2, 2, 2],
        "companies": [
            {"id": "C1", "attendant": "A1", "available": list(every), "min": 1, "max": 3},
            {"id": "C2", "attendant": "A1", "available": [0, 1, 2], "min": 1, "max": 3},
        ],
        "seniors": [{"id": f"S{n}", "available": list(every), "max": 2} for n in (1, 2, 3)],
        "attendants": [{"id": "A1", "available": list(every)}],
        "entries": [
            {"id": f"E{n}", "company": company, "senior": senior, "score": score}
            for n, (company, senior, score) in enumerate(pairs)
        ],
        "locked": [],
    }
    return problem | changes


def key(values: tuple[int, ...]) -> tuple[int, ...]:
    """Objective values as a key to sort by, best first."""
    return (values[0], values[1], -values[2], *values[3:])


def brute_force(problem: dict[str, Any]) -> tuple[int, ...] | None:
    """The best five values over every timetable there is; None where no timetable keeps the locks."""
    people = {row["id"]: row for kind in ("companies", "seniors", "attendants") for row in problem[kind]}
    choices = []
    for entry in problem["entries"]:
        parties = [entry["company"], entry["senior"]]
        if people[entry["company"]]["attendant"]:
            parties.append(people[entry["company"]]["attendant"])
        slots = set.intersection(*(set(people[party]["available"]) for party in parties))
        locks = [
            lock
            for lock in problem["locked"]
            if (lock["company"], lock["senior"]) == (entry["company"], entry["senior"])
        ]
        options = sorted(slots) if locks else [None, *sorted(slots)]
        for lock in locks:
            options = [slot for slot in options if lock["slot"] in (None, slot)]
        choices.append([(parties, slot) for slot in options])
    best = None
    for plan in product(*choices):
        held = [(entry, parties, slot) for entry, (parties, slot) in zip(problem["entries"], plan, strict=True)]
        values = judge(problem, [row for row in held if row[2] is not None], people)
        if values is not None and (best is None or key(values) < key(best)):
            best = values
    return best


def judge(problem: dict[str, Any], held: list[tuple], people: dict[str, Any]) -> tuple[int, ...] | None:
    """The five values of a timetable, None where it breaks a rule."""
    seen: set[tuple[str, int]] = set()
    at: dict[str, list[int]] = {name: [] for name in people}
    tables = list(problem["tables_per_slot"])
    for _, parties, slot in held:
        tables[slot] -= 1
        for party in parties:
            if (party, slot) in seen:
                return None
            seen.add((party, slot))
            at[party].append(slot)
    capped = [*problem["companies"], *problem["seniors"]]
    if min(tables, default=0) < 0 or any(len(at[row["id"]]) > row["max"] for row in capped):
        return None
    day = [slot["day"] for slot in problem["slots"]]
    return (
        sum(1 for row in problem["seniors"] if not at[row["id"]]),
        sum(max(0, row["min"] - len(at[row["id"]])) for row in problem["companies"]),
        sum(entry["score"] for entry, _, _ in held),
        sum(_idle(at[row["id"]], day) for row in problem["seniors"]),
        sum(_idle(at[row["id"]], day) for row in problem["companies"]),
    )


def _idle(slots: list[int], day: list[int]) -> int:
    total = 0
    for today in set(day):
        inside = [slot for slot in slots if day[slot] == today]
        total += sum(1 for slot in range(min(inside), max(inside)) if slot not in inside) if inside else 0
    return total


@cache
def _subsets(count: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, count - 1), unique=True, max_size=count).map(sorted) if count else st.just([])


def _hours(count: int) -> st.SearchStrategy[list[int]]:
    return st.one_of(st.just(list(range(count))), st.just(list(range(count))), _subsets(count))


@st.composite
def problems(draw: st.DrawFn, slots: int = 4, companies: int = 3, seniors: int = 4, entries: int = 6) -> dict[str, Any]:
    """Any small problem: windows, scarce tables, shared or missing attendants, minimums above maximums, locks, ties."""
    count = draw(st.integers(0, slots))
    split = draw(st.integers(0, count))
    firms = [f"C{n}" for n in range(draw(st.integers(0, companies)))]
    people = [f"S{n}" for n in range(draw(st.integers(0, seniors)))]
    helpers = [f"A{n}" for n in range(draw(st.integers(0, 2)))]
    pairs = [(firm, person) for firm in firms for person in people]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=entries)) if pairs else []
    locked = draw(st.lists(st.sampled_from(chosen), max_size=2)) if chosen and draw(st.integers(0, 2)) == 0 else []
    slot = st.one_of(st.none(), st.integers(0, count - 1)) if count else st.none()
    small = st.integers(0, 3)
    return {
        "format": "kouryukai-problem/1",
        "name": "any",
        "slots": [{"id": n, "day": int(n >= split), "start": str(n), "end": str(n)} for n in range(count)],
        "breaks": [],
        "tables_per_slot": [draw(st.integers(0, 3)) for _ in range(count)],
        "companies": [
            {
                "id": firm,
                "attendant": draw(st.sampled_from([None, *helpers])),
                "available": draw(_hours(count)),
                "min": draw(small),
                "max": draw(small),
            }
            for firm in firms
        ],
        "seniors": [{"id": person, "available": draw(_hours(count)), "max": draw(small)} for person in people],
        "attendants": [{"id": helper, "available": draw(_hours(count))} for helper in helpers],
        "entries": [
            {"id": f"E{n}", "company": firm, "senior": person, "score": draw(st.integers(1, 3))}
            for n, (firm, person) in enumerate(chosen)
        ],
        "locked": [{"company": firm, "senior": person, "slot": draw(slot)} for firm, person in locked],
    }


def dense_problem(seed: int, entries: int = 6) -> dict[str, Any]:
    """A small problem of a random kind with much to decide: few seats, windows, equal scores, minimums of two and more."""
    dice = Random(seed)
    count, days = dice.choice([(3, 1), (4, 1), (5, 1), (5, 2), (6, 2)])
    firms, people = ([f"{letter}{n}" for n in range(dice.randint(2, 4))] for letter in "CS")
    helpers = [f"A{n}" for n in range(dice.randint(1, 3))]
    windows, highest = dice.choice([0.0, 0.4, 0.8]), dice.choice([1, 2, 5])

    def hours() -> list[int]:
        return (
            [n for n in range(count) if dice.random() >= windows / 2] if dice.random() < windows else list(range(count))
        )

    pairs = sorted(
        dice.sample([(firm, person) for firm in firms for person in people], min(entries, len(firms) * len(people)))
    )
    return {
        "format": "kouryukai-problem/1",
        "name": f"dense-{seed}",
        "slots": [{"id": n, "day": n * days // count, "start": str(n), "end": str(n)} for n in range(count)],
        "breaks": [],
        "tables_per_slot": [dice.choice([1, 2, 3, 3]) for _ in range(count)],
        "companies": [
            {
                "id": firm,
                "attendant": dice.choice([None, *helpers]),
                "available": hours(),
                "min": dice.randint(0, 3),
                "max": dice.randint(1, 3),
            }
            for firm in firms
        ],
        "seniors": [{"id": person, "available": hours(), "max": dice.randint(1, 3)} for person in people],
        "attendants": [{"id": helper, "available": hours()} for helper in helpers],
        "entries": [
            {"id": f"E{n}", "company": firm, "senior": person, "score": dice.randint(1, highest)}
            for n, (firm, person) in enumerate(pairs)
        ],
        "locked": [{"company": pairs[0][0], "senior": pairs[0][1], "slot": None}] if dice.random() < 0.2 else [],
    }
