"""What the generator hands to the loader: institutions, firms, seniors and three events as plain data."""

import datetime as dt
from dataclasses import dataclass, field

from events.demo.names import PersonName
from events.demo.places import Bank
from events.demo.texts import CareerText, IssueText


@dataclass(frozen=True, slots=True)
class DemoOfficer:
    """A person of a bank who sits at the table; `branch` counts the bank's branches from 0."""

    key: str
    bank: str
    branch: int
    name: PersonName
    title: str
    phone: str


@dataclass(frozen=True, slots=True)
class DemoFirm:
    key: str
    issue: IssueText
    bank: str
    branch: int
    officer: str
    president: PersonName
    president_title: str
    prefecture: str
    city: str
    address: str
    phone: str
    established: int


@dataclass(frozen=True, slots=True)
class DemoSenior:
    key: str
    number: str
    career: CareerText
    name: PersonName
    birth_date: dt.date
    email: str
    phone: str
    prefecture: str
    address: str
    regions: tuple[str, ...]
    online_ok: bool
    days_per_week: int
    registered_on: dt.date


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """A wish; `fit` is "fit", "near" or "field" (a speciality matches a category), as the texts say."""

    firm: str
    senior: str
    preference: int
    proposal: str
    score: int
    fit: str
    submitted_at: dt.datetime
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class DemoAway:
    """Somebody who cannot take part in some slots; kind is "firm", "senior" or "officer"."""

    kind: str
    key: str
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DemoSlot:
    number: int
    start: dt.datetime
    end: dt.datetime
    after_break: bool


@dataclass(frozen=True, slots=True)
class DemoEvent:
    key: str
    name: str
    date: dt.date
    venue: str
    hosts: tuple[str, ...]
    entry_open: dt.datetime
    entry_close: dt.datetime
    slots: tuple[DemoSlot, ...]
    firms: tuple[DemoFirm, ...]
    seniors: tuple[DemoSenior, ...]
    entries: tuple[DemoEntry, ...]
    away: tuple[DemoAway, ...]


@dataclass(frozen=True, slots=True)
class DemoWorld:
    seed: int
    today: dt.date
    banks: tuple[Bank, ...]
    officers: tuple[DemoOfficer, ...]
    seniors: tuple[DemoSenior, ...]
    coming: DemoEvent
    soon: DemoEvent
    held: DemoEvent
    coordinator: PersonName
    receptionist: PersonName
    events: tuple[DemoEvent, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "events", (self.coming, self.soon, self.held))
