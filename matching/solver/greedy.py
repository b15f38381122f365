"""The way of the spreadsheet: best score first, first free slot. A start in milliseconds, and the yardstick."""

from .grid import Grid, Plan
from .measure import measure, rank


class Board:
    """Who is busy when, kept while interviews are put down one by one."""

    def __init__(self, grid: Grid, fixed: Plan) -> None:
        self.grid = grid
        self.plan: Plan = {}
        self.tables = list(grid.tables)
        self.seniors = [set[int]() for _ in grid.seniors]
        self.companies = [set[int]() for _ in grid.companies]
        self.attendants = [set[int]() for _ in grid.attendants]
        for e, slot in sorted(fixed.items()):
            self.put(e, slot)

    def put(self, e: int, slot: int) -> None:
        self.plan[e] = slot
        self.tables[slot] -= 1
        for busy in self._parties(e):
            busy.add(slot)

    def full(self, e: int) -> bool:
        """Has the senior or the company as many interviews as allowed?"""
        senior, company = self.grid.senior_of[e], self.grid.company_of[e]
        return (
            len(self.seniors[senior]) >= self.grid.senior_max[senior]
            or len(self.companies[company]) >= self.grid.company_max[company]
        )

    def free(self, e: int) -> list[int]:
        """The slots in which the entry could be put now."""
        parties = self._parties(e)
        return [
            slot for slot in self.grid.common[e] if self.tables[slot] > 0 and not any(slot in busy for busy in parties)
        ]

    def fill(self, order: list[int]) -> None:
        """Put down every entry of the order that still fits, in the first free slot."""
        for e in order:
            if e in self.plan or self.full(e):
                continue
            slots = self.free(e)
            if slots:
                self.put(e, slots[0])

    def _parties(self, e: int) -> list[set[int]]:
        grid = self.grid
        parties = [self.seniors[grid.senior_of[e]], self.companies[grid.company_of[e]]]
        if grid.attendant_of[e] >= 0:
            parties.append(self.attendants[grid.attendant_of[e]])
        return parties


def by_score(grid: Grid) -> list[int]:
    """Entries, best score first, ties by id."""
    return sorted(range(len(grid.entries)), key=lambda e: (-grid.score[e], e))


def spreadsheet(grid: Grid, fixed: Plan) -> Plan:
    """What a coordinator does by hand: down the list by score, each into the first free slot."""
    board = Board(grid, fixed)
    board.fill(by_score(grid))
    return board.plan


def everybody_first(grid: Grid, fixed: Plan) -> Plan:
    """As the spreadsheet, but each senior's best entry comes first, those with the fewest entries before all."""
    board = Board(grid, fixed)
    _meet_everybody(board)
    board.fill(by_score(grid))
    return board.plan


def companies_first(grid: Grid, fixed: Plan) -> Plan:
    """Everybody first, then every company up to its minimum, then the rest by score."""
    board = Board(grid, fixed)
    _meet_everybody(board)
    for company in sorted(range(len(grid.companies)), key=lambda c: (len(grid.by_company[c]), c)):
        for e in sorted(grid.by_company[company], key=lambda e: (-grid.score[e], e)):
            if len(board.companies[company]) >= grid.company_min[company]:
                break
            board.fill([e])
    board.fill(by_score(grid))
    return board.plan


def _meet_everybody(board: Board) -> None:
    grid = board.grid
    for senior in sorted(range(len(grid.seniors)), key=lambda s: (len(grid.by_senior[s]), s)):
        for e in sorted(grid.by_senior[senior], key=lambda e: (-grid.score[e], e)):
            if board.seniors[senior]:
                break
            board.fill([e])


def best_start(grid: Grid, fixed: Plan) -> Plan:
    """The best of the quick plans; never worse than the spreadsheet's."""
    plans = [way(grid, fixed) for way in (spreadsheet, everybody_first, companies_first)]
    return min(plans, key=lambda plan: rank(measure(grid, plan)))


def fill_up(grid: Grid, plan: Plan) -> Plan:
    """The plan with every entry added that still fits: an unproven plan leaves nothing lying about."""
    board = Board(grid, plan)
    board.fill(by_score(grid))
    return board.plan
