"""Published business-to-business meeting events with the planner's party-set model, beside the published results.

    B2B_DIR=folder python -m benchmarks.b2b

The folder holds the instances of M. Bofill et al., "Constraint Solving Approaches to the Business-to-Business Meeting
Scheduling Problem", Journal of Artificial Intelligence Research 74 (2022), as ``*.dzn``, and ``paper_results.csv``.
Ours is one process on one core: a short CP-SAT search, then RC2 where that has no proof; the two engines alone stand
beside it. Seconds are CPU seconds of the process (a busy machine does not stretch them), the encoding included.
"""

import argparse
import csv
import multiprocessing
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from matching.solver.party_cnf import solve_parties_by_both, solve_parties_by_maxsat
from matching.solver.party_sets import Meeting, PartyEvent, PartyPlan, solve_parties


def read_dzn(text: str) -> PartyEvent:
    """An instance file (numbers from 1) as an event (numbers from 0)."""
    parties, _, tables, slots, morning = (
        int(re.search(rf"\b{key}\s*=\s*(\d+)", text).group(1))  # type: ignore[union-attr]
        for key in ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots")
    )
    rows = [[int(word) for word in row.split(",") if word.strip()] for row in _body(text, "requested").split("|")]
    rows = [row for row in rows if row]
    forbidden = [{int(n) - 1 for n in re.findall(r"\d+", group)} for group in _sets(text, "forbidden")]
    fixed = [int(n) - 1 for n in re.findall(r"\d+", _body(text, "fixed"))]
    halves = {1: range(morning), 2: range(morning, slots), 3: range(slots)}
    meetings = []
    for number, (first, second, session) in enumerate(rows):
        pair = (first - 1, second - 1)
        allowed = [t for t in halves[session] if not any(forbidden and t in forbidden[party] for party in pair)]
        if fixed and fixed[number] >= 0:
            allowed = [fixed[number]]
        meetings.append(Meeting(pair, tuple(allowed)))
    precedences = tuple(
        (int(earlier) - 1, later)
        for later, group in enumerate(_sets(text, "precedences"))
        for earlier in re.findall(r"\d+", group)
    )
    return PartyEvent(slots, tables, parties, tuple(meetings), precedences)


def _body(text: str, key: str) -> str:
    found = re.search(rf"\b{key}\s*=\s*\[(.*?)\]\s*;", text, re.DOTALL)
    return found.group(1) if found else ""


def _sets(text: str, key: str) -> list[str]:
    return re.findall(r"\{(.*?)\}", _body(text, key), re.DOTALL)


def by_cpsat(event: PartyEvent) -> PartyPlan:
    return solve_parties(event, seconds=600)


def _work(engine: Callable[[PartyEvent], PartyPlan], event: PartyEvent, pipe) -> None:
    started = time.process_time()
    plan = engine(event)
    pipe.send((plan, time.process_time() - started))


def measured(
    engine: Callable[[PartyEvent], PartyPlan], event: PartyEvent, limit: float
) -> tuple[PartyPlan, float] | None:
    """The plan and its CPU seconds, or None where the limit (wall clock) was reached."""
    here, there = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(engine, event, there))
    process.start()
    there.close()
    try:
        return here.recv() if here.poll(limit) else None
    except EOFError:
        return None
    finally:
        process.terminate()
        process.join()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="names of instances, by comma")
    parser.add_argument("--limit", type=float, default=120.0, help="wall clock seconds for one engine and instance")
    parser.add_argument("--ours", action="store_true", help="leave out the two engines alone")
    options = parser.parse_args()
    folder = Path(os.environ.get("B2B_DIR", "") or "none")
    if not (folder / "paper_results.csv").exists():
        print(
            "B2B_DIR does not name a folder with the published instances (*.dzn, paper_results.csv): nothing to measure."
        )
        return 0
    with (folder / "paper_results.csv").open(encoding="utf-8") as file:
        published = {row["instance"]: row for row in csv.DictReader(file)}
    wanted = options.only.split(",") if options.only else sorted(published)
    engines = [solve_parties_by_both, *([] if options.ours else [solve_parties_by_maxsat, by_cpsat])]
    total = paper = 0.0
    unproven = []
    print(f"{'instance':14} {'breaks':>6} {'paper':>6}  {'ours s':>7} {'paper s':>8}  {'RC2 s':>7} {'CP-SAT s':>8}")
    for name in wanted:
        event = read_dzn((folder / f"{name}.dzn").read_text(encoding="latin-1"))
        runs = [measured(engine, event, options.limit) for engine in engines]
        proven = [run if run and run[0].status == "optimal" else None for run in runs]
        row = published[name]
        best = min(float(row[key]) for key in row if key.endswith("_seconds") and row[key])
        paper += best
        if proven[0]:
            total += proven[0][1]
        else:
            unproven.append(name)
        shown = [f"{run[1]:.2f}" if run else "-" for run in proven] + ["", ""]
        breaks = proven[0][0].breaks if proven[0] else "-"
        print(
            f"{name:14} {breaks:>6} {row['optimal_breaks']:>6}  {shown[0]:>7} {best:8.2f}  {shown[1]:>7} {shown[2]:>8}",
            flush=True,
        )
    print(
        f"sum: ours {total:.1f} s{', without proof: ' + ', '.join(unproven) if unproven else ''}; paper {paper:.1f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
