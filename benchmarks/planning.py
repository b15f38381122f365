"""The planner against the spreadsheet's way on problems shaped like real events. Run: python -m benchmarks.planning

For every shape and seed: status, seconds (wall clock and this process's own CPU time, which a busy machine does not
stretch), the five objectives ours and by hand (best score first, first free slot), and our score over theirs.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.instances import SHAPES, shape
from matching.solver import Problem, dump_solution, parse_problem, solve, spreadsheet_plan
from matching.validator import validate

VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {"partial": 0.0, "shared": 0.0},
    "mixed": {},
    "ties": {"levels": 5},
    "windows": {"partial": 0.5},
    "tables": {},
    "both": {"partial": 0.5},
}
HEAD = (
    f"{'instance':28} {'status':9} {'wall':>6} {'cpu':>6}  {'unmet/short/score/idle/idle':>30}  {'by hand':>30}  score"
)


def instances(names: list[str], variants: list[str], seeds: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Named problem documents; in "tables" and "both" the tables are what the interviews of the event just need."""
    for variant in variants:
        for name in names:
            changes = dict(VARIANTS[variant])
            if variant in ("tables", "both"):
                size = SHAPES[name]
                changes["tables"] = max(1, round(size["interviews"] / (9 * size.get("days", 1)) * 0.8))
            for seed in range(seeds):
                yield f"{name}/{variant}/{seed}", shape(name, seed, **changes)


def by_hand(document: dict[str, Any], problem: Problem) -> dict[str, int]:
    """The spreadsheet's timetable, judged by the validator alone."""
    rows = [{"company": row.company, "senior": row.senior, "slot": row.slot} for row in spreadsheet_plan(problem)]
    claim = {"format": "kouryukai-solution/1", "problem": problem.name, "status": "feasible", "interviews": rows}
    return validate(document, claim | {"objectives": [], "left_out": [], "seconds": 0}).objectives


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shapes", default=",".join(SHAPES))
    parser.add_argument("--variants", default="plain,mixed,ties,windows")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    times, unproven = [], 0
    print(HEAD)
    for name, document in instances(options.shapes.split(","), options.variants.split(","), options.seeds):
        problem = parse_problem(document)
        hand = by_hand(document, problem)
        start = time.process_time()
        solution = solve(problem, options.seconds)
        cpu = time.process_time() - start
        report = validate(document, dump_solution(solution))
        if not report.sound:
            print(f"{name}: {report.violations[0].detail}")
            return 1
        times.append(cpu)
        unproven += solution.status != "optimal"
        ours, theirs = ("/".join(str(value) for value in row.values()) for row in (report.objectives, hand))
        ratio = f"{report.objectives['score'] / hand['score']:.3f}" if hand["score"] else "-"
        print(
            f"{name:28} {solution.status:9} {solution.seconds:6.2f} {cpu:6.2f}  {ours:>30}  {theirs:>30}  {ratio}",
            flush=True,
        )
    if times:
        print(
            f"{len(times)} instances, {unproven} unproven, CPU median {statistics.median(times):.2f} s, longest {max(times):.2f} s"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
