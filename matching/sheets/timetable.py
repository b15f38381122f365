"""The whole timetable on A3: rows are firms, columns are slots. One table per page and day, its head repeated."""

from dataclasses import dataclass

from kouryukai.lib.fitting import cut
from matching.sheets.paper import MM_PER_POINT, Line, Paper, line
from matching.sheets.rows import GridCell, GridFacts, GridRow, SlotFacts

PAPER = Paper("event_timetable.html", ("print/base.css", "print/timetable.css"))

# Millimetres of an A3 page across, as print/timetable.css draws them.
PAGE_WIDTH, ROWS_HEIGHT, FIRM, PAUSE, RANK = 398.0, 232.0, 62.0, 5.0, 6.5
MOST_ROWS, HIGHEST, LOWEST = 30, 15.0, 7.6
ROOMY = 9.6  # a row this high has a second line


@dataclass(frozen=True)
class Column:
    slot: SlotFacts | None  # None is a break
    width_mm: float
    rank_mm: float = RANK

    @property
    def name_mm(self) -> float:
        return round(self.width_mm - self.rank_mm, 2)


@dataclass(frozen=True)
class Place:
    """What stands where a firm's row meets a column: a cell, closed, a break or nothing."""

    cell: GridCell | None = None
    family: Line | None = None
    given: str = ""
    is_closed: bool = False
    is_break: bool = False


@dataclass(frozen=True)
class Row:
    facts: GridRow
    name: Line
    bank: Line
    count: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Page:
    slot: SlotFacts
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    row_height: float
    part: int
    parts: int

    @property
    def is_roomy(self) -> bool:
        """Whether a second line fits into a row."""
        return self.row_height >= ROOMY

    @property
    def is_wide(self) -> bool:
        """Whether start and end of a slot fit into the head of its column."""
        return all(column.width_mm >= 24 for column in self.columns if column.slot)


def fingerprint(facts: GridFacts) -> str:
    return PAPER.fingerprint(facts)


def render(facts: GridFacts) -> bytes:
    return PAPER.render(context(facts))


def context(facts: GridFacts) -> dict:
    return {
        "event": facts.event,
        "event_name": line(facts.event.name, width_mm=250, points=(18, 15, 12), bold=True),
        "footer": line(facts.event.name, width_mm=200, points=(9,)).text,
        "pages": pages(facts),
        "companies": len(facts.rows),
        "interviews": sum(len(row.cells) for row in facts.rows),
        "seniors": len({cell.badge for row in facts.rows for cell in row.cells}),
    }


def pages(facts: GridFacts) -> list[Page]:
    """A page for every day and every 30 firms; the firms are dealt out evenly."""
    parts = max(1, -(-len(facts.rows) // MOST_ROWS))
    per_page = max(1, -(-len(facts.rows) // parts))
    row_height = min(HIGHEST, max(LOWEST, ROWS_HEIGHT / per_page))
    found = []
    for day in sorted({slot.day for slot in facts.slots}):
        slots = [slot for slot in facts.slots if slot.day == day]
        columns = _columns(slots)
        for part in range(parts):
            firms = facts.rows[part * per_page : (part + 1) * per_page]
            rows = tuple(_row(firm, columns, row_height >= ROOMY) for firm in firms)
            found.append(Page(slots[0], columns, rows, round(row_height, 2), part + 1, parts))
    return found


def _columns(slots: list[SlotFacts]) -> tuple[Column, ...]:
    pauses = sum(slot.break_from is not None for slot in slots)
    width = (PAGE_WIDTH - FIRM - PAUSE * pauses) / len(slots)
    columns: list[Column] = []
    for slot in slots:
        if slot.break_from is not None:
            columns.append(Column(None, PAUSE))
        columns.append(Column(slot, round(width, 2)))
    return tuple(columns)


def _row(firm: GridRow, columns: tuple[Column, ...], roomy: bool) -> Row:
    cells = {cell.slot: cell for cell in firm.cells}
    places = []
    for column in columns:
        if column.slot is None:
            places.append(Place(is_break=True))
        elif cell := cells.get(column.slot.number):
            places.append(_place(cell, column.width_mm))
        else:
            places.append(Place(is_closed=column.slot.number in firm.closed))
    here = sum(place.cell is not None for place in places)
    name = line(firm.company.short_name, width_mm=40, points=(11, 9.5, 8), bold=True)
    taken = 0 if roomy else len(name.text) * name.points * MM_PER_POINT
    bank = (
        line(firm.company.bank, width_mm=39 - taken, points=(7.5,))
        if taken < 30
        else line("", width_mm=9, points=(7.5,))
    )
    return Row(firm, name, bank, here, tuple(places))


def _place(cell: GridCell, width_mm: float) -> Place:
    """The family name keeps its width; of the given name stands what fits beside it."""
    room = width_mm - RANK - 2  # padding
    family = line(cell.family_name, width_mm=room, points=(10.5, 9, 7.5), bold=True)
    taken = len(family.text) * family.points * MM_PER_POINT
    left = room - taken - 1
    given = cut(cell.given_name, width_mm=left, lines=1, points=8.5).text if left > 6 else ""
    return Place(cell=cell, family=family, given=given)
