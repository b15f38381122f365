"""The five objectives of a timetable in plain words: what was reached, what is proven, what hands have cost."""

from dataclasses import dataclass

from matching.models import Timetable
from matching.timetable import OBJECTIVE_NAMES


@dataclass(frozen=True)
class Goal:
    """One objective in words: value, what is proven of it, and what changes by hand have cost."""

    label: str
    value: str
    proof: str
    cost: str
    worse: bool


def goals_of(timetable: Timetable, figures: dict[str, int] | None = None) -> list[Goal]:
    """The five objectives in order, in plain words; without `figures` as they were written down last, [] if never."""
    known = {row["name"]: row for row in timetable.objectives}
    if figures is None:
        figures = {name: row["value"] for name, row in known.items()}
    goals = []
    for name, (label, unit) in OBJECTIVE_NAMES.items() if figures else ():
        value, row = figures[name], known.get(name, {})
        bound, planned = row.get("bound"), row.get("planned")
        more = name == "score"
        change = 0 if planned is None else value - planned
        worse = change < 0 if more else change > 0
        goals.append(
            Goal(
                label,
                f"{value:,}{unit}",
                _proof(value, bound, unit, more),
                f"計算した時間割より{change:+,}{unit}" if change else "",
                worse,
            )
        )
    return goals


def _proof(value: int, bound: int | None, unit: str, more: bool) -> str:
    if bound is None:
        return "限界は分かっていません"
    if value == bound:
        return "最多と証明済み" if more else "最少と証明済み"
    return f"{bound:,}{unit}より{'多く' if more else '少なく'}できないことは証明済み"
