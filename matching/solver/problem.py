"""The planning problem as plain data: what goes in, what comes out. Frozen, hashable, free of any framework.

Slots are numbered 0..T-1 in time. Availability is a tuple of slot numbers; an empty tuple means "never".
"""

from dataclasses import dataclass, field

OBJECTIVES = ("seniors_unmet", "company_shortfall", "score", "senior_idle", "company_idle")
REASONS = ("senior_cap", "company_cap", "no_common_slot", "clash", "tables", "absent", "score")
STATUSES = ("optimal", "feasible", "infeasible")


class ProblemError(ValueError):
    """The problem is broken; the text is one line, ``field: message``, with the field spelt as a path."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place
        self.message = message


class NotSupported(Exception):
    """The problem is sound but asks for something this planner does not do."""


class Undecided(NotSupported):
    """The time given is too short to tell whether the locks can be kept, so that there is neither a plan nor a cause."""


class Cancelled(Exception):
    """The caller asked to stop; nothing is returned."""


@dataclass(frozen=True, slots=True)
class Slot:
    id: int
    day: int
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Company:
    id: str
    attendant: str | None
    available: tuple[int, ...]
    min: int
    max: int


@dataclass(frozen=True, slots=True)
class Senior:
    id: str
    available: tuple[int, ...]
    max: int


@dataclass(frozen=True, slots=True)
class Attendant:
    id: str
    available: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A senior's application to one company; ``score`` is a positive whole number."""

    id: str
    company: str
    senior: str
    score: int


@dataclass(frozen=True, slots=True)
class Lock:
    """This pair must meet; at this slot where one is given."""

    company: str
    senior: str
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    company: str
    senior: str
    slot: int


@dataclass(frozen=True, slots=True)
class Absence:
    """A company, senior or attendant is away from slot ``since`` up to but not including ``until`` (None: the end)."""

    id: str
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Repair:
    previous: tuple[Interview, ...]
    now: int
    absent: tuple[Absence, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    name: str
    slots: tuple[Slot, ...]
    tables_per_slot: tuple[int, ...]
    companies: tuple[Company, ...]
    seniors: tuple[Senior, ...]
    attendants: tuple[Attendant, ...]
    entries: tuple[Entry, ...]
    locked: tuple[Lock, ...] = ()
    breaks: tuple[tuple[int, int], ...] = ()
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """``bound`` is from above for ``score``, from below for the others; None where nothing is known."""

    name: str
    value: int
    bound: int | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why an entry got no interview: ``reason`` is one of REASONS, ``detail`` a Japanese sentence."""

    entry: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Cause:
    """The smallest set of rows that cannot hold together; ``detail`` is a Japanese sentence."""

    kind: str
    ids: tuple[str, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class Solution:
    """``objectives`` in lexicographic order; empty, like ``interviews``, when ``status`` is "infeasible"."""

    problem: str
    status: str
    interviews: tuple[Interview, ...] = ()
    objectives: tuple[Objective, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    cause: Cause | None = None
    seconds: float = field(default=0.0, compare=False)

    def value(self, name: str) -> int:
        """The value of one objective; KeyError for an unknown name or an infeasible problem."""
        for objective in self.objectives:
            if objective.name == name:
                return objective.value
        raise KeyError(name)
