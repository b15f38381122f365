"""What a workbook without faults asks for: everything looked up, nothing written yet."""

import datetime as dt
from dataclasses import dataclass, field

from companies.models import Company
from events.importing.reading import Row
from institutions.models import Branch, Institution, StaffMember
from talent.models import Senior


@dataclass(frozen=True, slots=True)
class SlotPlan:
    day: int  # 0-based
    starts_at: dt.datetime
    ends_at: dt.datetime
    after_break: bool


@dataclass(slots=True)
class EventPlan:
    row: Row
    days: list[dt.date] = field(default_factory=list)
    slots: list[SlotPlan] = field(default_factory=list)
    hosts: list[tuple[Institution, str]] = field(default_factory=list)

    def turn(self, day: int, number: int) -> int | None:
        """The slot of turn `number` (from 1) of a day (from 0); None where there is none."""
        of_day = [n for n, slot in enumerate(self.slots) if slot.day == day]
        return of_day[number - 1] if 1 <= number <= len(of_day) else None


@dataclass(slots=True)
class StaffPlan:
    """A person of an institution; `row` is None for one who is only named as a firm's officer."""

    institution: Institution
    branch: Branch | None
    name: str
    existing: StaffMember | None
    row: Row | None = None


@dataclass(slots=True)
class FirmPlan:
    """A firm with its issues: the first row holds the firm's columns, every row one issue."""

    number: int
    rows: list[Row]
    institution: Institution | None = None
    branch: Branch | None = None
    existing: Company | None = None
    officer: StaffPlan | None = None
    attendant: StaffPlan | None = None
    booth: int = 0

    @property
    def row(self) -> Row:
        return self.rows[0]


@dataclass(slots=True)
class SeniorPlan:
    number: str
    row: Row
    existing: Senior | None = None
    badge: int = 0
    specialities: dict[str, int | None] = field(default_factory=dict)


@dataclass(slots=True)
class WishPlan:
    row: Row
    senior: SeniorPlan
    firm: FirmPlan
    issue: Row
    score: int


@dataclass(frozen=True, slots=True)
class AwayPlan:
    """Exactly one of firm, senior and staff is set."""

    slot: int
    firm: FirmPlan | None = None
    senior: SeniorPlan | None = None
    staff: StaffPlan | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of the preview; `new` of them are registered for the first time (None: all are)."""

    label: str
    number: int
    unit: str
    new: int | None = None

    def __str__(self) -> str:
        new = "" if self.new is None else f"(うち新しく登録 {self.new:,}{self.unit})"
        return f"{self.number:,}{self.unit}{new}"


@dataclass(slots=True)
class Plan:
    event: EventPlan
    firms: dict[int, FirmPlan]
    staff: list[StaffPlan]
    seniors: dict[str, SeniorPlan]
    wishes: list[WishPlan]
    away: list[AwayPlan]

    def counts(self) -> list[Count]:
        """What will be made, for the preview."""
        firms, seniors = self.firms.values(), self.seniors.values()
        return [
            Count("企業", len(firms), "社", sum(firm.existing is None for firm in firms)),
            Count("課題", sum(len(firm.rows) for firm in firms), "件"),
            Count("新現役", len(seniors), "人", sum(senior.existing is None for senior in seniors)),
            Count("同席者", sum(person.row is not None for person in self.staff), "人"),
            Count("希望", len(self.wishes), "件"),
            Count("面談の回", len(self.event.slots), "回"),
            Count("参加できない回", len(self.away), "回"),
        ]
