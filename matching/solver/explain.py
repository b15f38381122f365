"""Why each entry without an interview was left out, said for a coordinator and true of the timetable at hand."""

from .grid import Grid, Plan
from .problem import LeftOut


def left_out(grid: Grid, plan: Plan) -> tuple[LeftOut, ...]:
    """One row per entry without an interview, by entry id."""
    state = _State(grid, plan)
    return tuple(state.reason(e) for e in range(len(grid.entries)) if e not in plan)


class _State:
    """The timetable as lookups."""

    def __init__(self, grid: Grid, plan: Plan) -> None:
        self.grid = grid
        self.seniors: dict[int, dict[int, int]] = {}
        self.companies: dict[int, dict[int, int]] = {}
        self.attendants: dict[int, dict[int, int]] = {}
        self.tables = [0] * grid.slots
        for e, slot in sorted(plan.items()):
            self.tables[slot] += 1
            self.seniors.setdefault(grid.senior_of[e], {})[slot] = e
            self.companies.setdefault(grid.company_of[e], {})[slot] = e
            if grid.attendant_of[e] >= 0:
                self.attendants.setdefault(grid.attendant_of[e], {})[slot] = e

    def reason(self, e: int) -> LeftOut:
        grid = self.grid
        company, senior = grid.companies[grid.company_of[e]], grid.seniors[grid.senior_of[e]]
        name = grid.entries[e]
        if not grid.shared[e]:
            people = f"{company}と{senior}" if grid.attendant_of[e] < 0 else f"{company}・{senior}・担当者"
            return LeftOut(name, "no_common_slot", f"{people}がそろって参加できる面談枠がありません。")
        meets = self.seniors.get(grid.senior_of[e], {})
        if len(meets) >= grid.senior_max[grid.senior_of[e]]:
            return LeftOut(name, "senior_cap", self._cap(senior, meets.values(), grid.company_of, grid.companies))
        hosts = self.companies.get(grid.company_of[e], {})
        if len(hosts) >= grid.company_max[grid.company_of[e]]:
            return LeftOut(name, "company_cap", self._cap(company, hosts.values(), grid.senior_of, grid.seniors))
        return self._place(e)

    def _cap(self, who: str, rows, owner: tuple[int, ...], names: tuple[str, ...]) -> str:
        partners = "、".join(names[owner[e]] for e in sorted(rows, key=lambda e: (-self.grid.score[e], e)))
        if not partners:
            return f"{who}の面談の上限が0件です。"
        return f"{who}の面談が上限の{len(rows)}件（{partners}）に達しています。"

    def _place(self, e: int) -> LeftOut:
        grid, busy = self.grid, dict[str, int]()
        tables = []
        for slot in grid.shared[e]:
            people = self._busy(e, slot)
            for person in people:
                busy[person] = busy.get(person, 0) + 1
            if not people:
                tables.append(slot)
        name = grid.entries[e]
        if not tables:
            who = "、".join(f"{person}は{count}枠で面談中" for person, count in busy.items())
            text = f"全員がそろう{len(grid.shared[e])}枠のどれでも、だれかがほかの面談に出ています（{who}）。"
            return LeftOut(name, "clash", text)
        free = [slot for slot in tables if self.tables[slot] < grid.tables[slot]]
        if not free:
            where = "、".join(str(slot) for slot in tables)
            return LeftOut(name, "tables", f"全員が空いている面談枠（{where}）は、席がすべて埋まっています。")
        return LeftOut(name, "score", f"面談枠{free[0]}に入れられますが、この時間割より良くはなりません。")

    def _busy(self, e: int, slot: int) -> list[str]:
        grid = self.grid
        sides = (
            (self.companies, grid.company_of[e], grid.companies),
            (self.seniors, grid.senior_of[e], grid.seniors),
            (self.attendants, grid.attendant_of[e], grid.attendants),
        )
        return [names[number] for busy, number, names in sides if slot in busy.get(number, {})]
