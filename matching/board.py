"""The board as it is read: rows are firms, columns are slots, and beside it what a coordinator must know to change it.

Built from a Floor and the interviews of one timetable: a constant number of queries, whatever the size of the event.
"""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from events.avoiding import OFFICE_DECIDED
from events.models import Entry, EventDay, Participation, TimeSlot
from matching.floor import Floor
from matching.goals import Goal, goals_of
from matching.legality import Placement
from matching.models import Interview, PlanStatus, Timetable, TimetableState
from matching.timetable import figures_on, fingerprint, problem_on, violations_on
from talent.models import Senior

RANKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
UNPLACED_SHOWN = 30


@dataclass(frozen=True)
class Column:
    """A slot, or the break before one (`slot` is None)."""

    slot: TimeSlot | None = None


@dataclass
class Cell:
    """kind: meet, free, away, break, legal (an interview picked up may go there), swap (with the one that stands there)."""

    kind: str
    slot: TimeSlot | None = None
    interview: Interview | None = None
    entry: Entry | None = None
    senior: Senior | None = None
    rank: str = ""
    conflict: bool = False
    picked: bool = False
    namesake: bool = False  # somebody else on this board has the same family name


@dataclass
class Row:
    firm: Participation
    cells: list[Cell]
    count: int
    few: bool
    withdrawn: bool


@dataclass(frozen=True)
class Target:
    """One slot in the list 移動先: `why_not` is empty where the interview may go."""

    slot: TimeSlot
    why_not: str
    swap: str = ""
    current: bool = False


@dataclass(frozen=True)
class Waiting:
    """An entry without an interview."""

    entry: Entry
    senior: str
    firm: str
    rank: str
    reason: str
    detail: str


@dataclass
class Board:
    timetable: Timetable
    floor: Floor
    placement: Placement
    days: list[EventDay]
    day: EventDay | None
    columns: list[Column]
    rows: list[Row]
    faults: list[str]
    goals: list[Goal]
    is_stale: bool
    waiting: list[Waiting]
    waiting_count: int
    picked: Interview | None = None
    picked_entry: Entry | None = None
    targets: list[Target] = field(default_factory=list)

    @property
    def conflicts(self) -> int:
        return sum(1 for row in self.rows for cell in row.cells if cell.conflict)

    @property
    def version_words(self) -> str:
        return f"{self.timetable.get_state_display()} 第{self.timetable.version}版"

    @property
    def conflict_words(self) -> str:
        return f"要確認 {self.conflicts}件"

    @property
    def picked_cell(self) -> Cell | None:
        """The picked interview with its senior and slot; not from the rows, which may show another day."""
        if self.picked is None:
            return None
        entry = self.floor.entries[self.picked.entry_id]
        senior = self.floor.attendances[entry.attendance_id].senior
        return Cell("meet", self.placement.slot_of(self.picked), self.picked, entry, senior)

    @property
    def picked_firm(self) -> Participation | None:
        entry = self.floor.entries[self.picked.entry_id] if self.picked else self.picked_entry
        return self.floor.participations[entry.participation_id] if entry else None

    @property
    def picked_senior(self) -> Senior | None:
        return self.floor.attendances[self.picked_entry.attendance_id].senior if self.picked_entry else None

    @property
    def more_waiting(self) -> int:
        return self.waiting_count - len(self.waiting)

    @property
    def interview_count(self) -> int:
        return len(self.placement.interviews)

    @property
    def entry_count(self) -> int:
        return len(self.floor.plannable())

    @property
    def is_proven(self) -> bool:
        return self.timetable.status == PlanStatus.OPTIMAL and not self.is_stale

    @property
    def can_undo(self) -> bool:
        return any("before" in change and not change.get("undone") for change in self.timetable.changes)


def rank_mark(preference: int) -> str:
    return RANKS[preference - 1] if 0 < preference <= len(RANKS) else f"({preference})"


def board_of(
    timetable: Timetable,
    floor: Floor,
    interviews: list[Interview],
    *,
    picked: UUID | None = None,
    picked_entry: UUID | None = None,
    day_number: int | None = None,
) -> Board:
    """`picked`: an interview that is to move; `picked_entry`: an entry that is to become one. Unknown ids pick nothing."""
    placement = Placement(floor, interviews)
    chosen = next((row for row in interviews if row.pk == picked), None)
    entry = floor.entries.get(picked_entry) if picked_entry and picked_entry not in placement.of_entry else None
    days = list({slot.day_id: slot.day for slot in floor.slots}.values())
    if chosen and day_number is None:
        day_number = placement.slot_of(chosen).day.number
    day = next((row for row in days if row.number == day_number), days[0] if days else None)
    targets = _targets(placement, chosen, entry)
    problem = problem_on(floor, [row for row in interviews if row.is_locked])
    waiting = _waiting(timetable, placement)
    columns = _columns(floor, day)
    return Board(
        timetable=timetable,
        floor=floor,
        placement=placement,
        days=days,
        day=day,
        columns=columns,
        rows=_rows(placement, columns, chosen, entry, targets),
        faults=[*dict.fromkeys(floor.in_words(fault.detail) for fault in violations_on(floor, interviews, problem))],
        goals=goals_of(timetable, figures_on(floor, interviews)),
        is_stale=bool(timetable.problem_hash) and timetable.problem_hash != fingerprint(problem),
        waiting=waiting[:UNPLACED_SHOWN],
        waiting_count=len(waiting),
        picked=chosen,
        picked_entry=entry,
        targets=list(targets.values()),
    )


def _columns(floor: Floor, day: EventDay | None) -> list[Column]:
    columns: list[Column] = []
    for slot in floor.slots:
        if day and slot.day_id == day.pk:
            if slot.after_break and columns:
                columns.append(Column())
            columns.append(Column(slot))
    return columns


def _targets(placement: Placement, chosen: Interview | None, entry: Entry | None) -> dict[int, Target]:
    """By slot number, for what is picked up."""
    targets: dict[int, Target] = {}
    for slot in placement.floor.slots if chosen or entry else []:
        swap = ""
        if chosen:
            why = placement.why_move_not(chosen, slot)
            partner = placement.swap_partner(chosen, slot) if why else None
            if partner:
                why, swap = "", placement.floor.senior_name(placement.floor.entries[partner.entry_id])
        else:
            why = placement.why_place_not(entry) or placement.why_not(entry, slot)
        targets[slot.number] = Target(slot, why, swap, current=bool(chosen and chosen.slot_id == slot.pk))
    return targets


def _rows(
    placement: Placement,
    columns: list[Column],
    chosen: Interview | None,
    entry: Entry | None,
    targets: dict[int, Target],
) -> list[Row]:
    floor = placement.floor
    at: dict[tuple[UUID, int], Interview] = {}
    for interview in placement.interviews:
        at[floor.entries[interview.entry_id].participation_id, placement.slot_of(interview).number] = interview
    clashing, namesakes = _clashing(placement), _namesakes(placement)
    picked_firm = (floor.entries[chosen.entry_id] if chosen else entry).participation_id if chosen or entry else None
    rows = []
    for firm in floor.participations.values():
        count = placement.per_party[firm.pk]
        withdrawn = firm not in floor.firms
        if withdrawn and not count:
            continue
        cells = []
        for column in columns:
            if column.slot is None:
                cells.append(Cell("break"))
                continue
            target = targets.get(column.slot.number) if firm.pk == picked_firm else None
            interview = at.get((firm.pk, column.slot.number))
            if interview:
                cell = _meeting(placement, interview, column.slot, chosen, target)
                cell.conflict = interview.pk in clashing
                cell.namesake = cell.senior.family_name in namesakes
                cells.append(cell)
            else:
                cells.append(_empty(floor, firm, column.slot, target))
        rows.append(Row(firm, cells, count, few=not withdrawn and count < floor.firm_min(firm), withdrawn=withdrawn))
    return rows


def _meeting(
    placement: Placement,
    interview: Interview,
    slot: TimeSlot,
    chosen: Interview | None,
    target: Target | None,
) -> Cell:
    entry = placement.floor.entries[interview.entry_id]
    return Cell(
        "swap" if target and target.swap else "meet",
        slot,
        interview,
        entry,
        placement.floor.attendances[entry.attendance_id].senior,
        rank_mark(entry.preference),
        picked=bool(chosen and chosen.pk == interview.pk),
    )


def _empty(floor: Floor, firm: Participation, slot: TimeSlot, target: Target | None) -> Cell:
    away = slot.number in floor.away.get(firm.pk, {}) or slot.number in floor.away.get(firm.attendant_id, {})
    if away:
        return Cell("away", slot)
    return Cell("legal" if target and not target.why_not else "free", slot)


def _namesakes(placement: Placement) -> set[str]:
    """Family names that more than one senior on the board bears."""
    met = {placement.floor.entries[pk].attendance_id for pk in placement.of_entry}
    names = Counter(placement.floor.attendances[pk].senior.family_name for pk in met)
    return {name for name, count in names.items() if count > 1}


def _clashing(placement: Placement) -> set[UUID]:
    """Interviews that stand where they may not, on the event as it is now."""
    floor, here = placement.floor, {}
    for row in placement.interviews:
        entry = floor.entries[row.entry_id]
        firm = floor.participations[entry.participation_id]
        here[row.pk] = (placement.slot_of(row).number, placement.parties(entry, firm.attendant_id), entry)
    busy = Counter((number, party) for number, parties, _ in here.values() for party in parties)
    return {
        pk
        for pk, (number, parties, entry) in here.items()
        if not floor.is_plannable(entry)
        or any(busy[number, party] > 1 or number in floor.away.get(party, {}) for party in parties)
    }


def _waiting(timetable: Timetable, placement: Placement) -> list[Waiting]:
    """Entries without an interview, those first that could still get one; the planner's reasons while nothing was changed."""
    floor = placement.floor
    told = {row["entry"]: row["detail"] for row in timetable.left_out} if timetable.status != PlanStatus.EDITED else {}
    found = []
    for entry in floor.plannable():
        if entry.pk in placement.of_entry:
            continue
        reason, detail = placement.why_unplaced(entry)
        found.append(
            Waiting(
                entry,
                floor.senior_name(entry),
                floor.participations[entry.participation_id].company.short_name,
                rank_mark(entry.preference),
                reason,
                told.get(str(entry.pk), detail),
            )
        )
    for entry in floor.kept_apart():
        if entry.pk not in placement.of_entry:
            found.append(
                Waiting(
                    entry,
                    floor.senior_name(entry),
                    floor.participations[entry.participation_id].company.short_name,
                    rank_mark(entry.preference),
                    OFFICE_DECIDED,
                    f"{OFFICE_DECIDED}により、面談にしません。",
                )
            )
    unmet = {row.pk for row in floor.people if not placement.per_party[row.pk]}
    return sorted(
        found,
        key=lambda row: (
            row.reason == OFFICE_DECIDED,
            row.entry.attendance_id not in unmet,
            row.reason == "上限",
            row.entry.preference,
        ),
    )


@dataclass(frozen=True)
class Changes:
    """From the published timetable to the draft: lines in words, and who must be told of them."""

    lines: list[str]
    seniors: list[str]
    firms: list[str]


def changes_between(floor: Floor, old: list[Interview], new: list[Interview]) -> Changes:
    before = {row.entry_id: floor.slot_by_pk[row.slot_id] for row in old}
    after = {row.entry_id: floor.slot_by_pk[row.slot_id] for row in new}
    lines, seniors, firms = [], {}, {}
    for entry in sorted(floor.entries.values(), key=floor.entry_key):
        was, now = before.get(entry.pk), after.get(entry.pk)
        if was == now:
            continue
        pair = f"{floor.senior_name(entry)}さん × {floor.firm_name(entry)}"
        if was and now:
            lines.append(f"{pair}: {was}({was.starts_at:%H:%M})から{now}({now.starts_at:%H:%M})へ")
        elif now:
            lines.append(f"{pair}: {now}({now.starts_at:%H:%M})に追加")
        else:
            lines.append(f"{pair}: {was}({was.starts_at:%H:%M})を取りやめ")
        seniors[entry.attendance_id] = f"{floor.senior_name(entry)}さん"
        firms[entry.participation_id] = floor.firm_name(entry)
    return Changes(lines, list(seniors.values()), list(firms.values()))


def versions_of(timetables: list[Timetable]) -> tuple[Timetable | None, Timetable | None]:
    """(draft, published)."""
    by_state = {row.state: row for row in timetables}
    return by_state.get(TimetableState.DRAFT), by_state.get(TimetableState.PUBLISHED)
