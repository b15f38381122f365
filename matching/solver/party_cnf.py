"""The party-set problem for MaxSAT: PySAT's RC2 on CaDiCaL. PySAT is no requirement of the application, so it is imported
only when asked for."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .party_sets import PartyEvent, PartyPlan, encode, proven, solve_parties

PAIRWISE = 5  # at most one of so few: every pair
FIRST_TRY = 0.4  # deterministic seconds of CP-SAT; it proves the easy half of the published events in less


class CnfClauses:
    """The operations as clauses over numbered variables; cardinalities by totalizers."""

    def __init__(self) -> None:
        from pysat.card import CardEnc, EncType
        from pysat.formula import WCNF

        self._encode, self._kind = CardEnc, EncType
        self.formula: Any = WCNF()
        self._top = 0

    def new(self) -> int:
        self._top += 1
        return self._top

    def negated(self, literal: int) -> int:
        return -literal

    def clause(self, literals: Sequence[int]) -> None:
        if not literals:  # nothing can hold it: a contradiction that every engine understands
            never = self.new()
            self.formula.append([never])
            literals = [-never]
        self.formula.append(list(literals))

    def at_most_one(self, literals: Sequence[int]) -> None:
        if len(literals) > 1:
            kind = self._kind.pairwise if len(literals) <= PAIRWISE else self._kind.seqcounter
            self._add(self._encode.atmost(list(literals), 1, top_id=self._top, encoding=kind))

    def exactly(self, literals: Sequence[int], count: int) -> None:
        if count > len(literals):
            self.clause([])
        elif count == 1:
            self.clause(literals)
            self.at_most_one(literals)
        else:
            self._add(self._encode.equals(list(literals), count, top_id=self._top, encoding=self._kind.totalizer))

    def at_most(self, literals: Sequence[int], count: int) -> None:
        if count < len(literals):
            self._add(self._encode.atmost(list(literals), count, top_id=self._top, encoding=self._kind.totalizer))

    def _add(self, encoded: Any) -> None:
        self.formula.extend(encoded.clauses)
        self._top = max(self._top, encoded.nv)


def solve_parties_by_maxsat(event: PartyEvent) -> PartyPlan:
    """Fewest breaks by RC2; without a time limit: run it in a process of its own and end that."""
    from pysat.examples.rc2 import RC2

    began = time.monotonic()
    engine = CnfClauses()
    encoding = encode(event, engine)
    for cost in encoding.costs:
        engine.formula.append([-cost], weight=1)
    with RC2(engine.formula, solver="cadical195", exhaust=True) as search:
        model = search.compute()
        if model is None:
            return PartyPlan("infeasible", (), None, 0, time.monotonic() - began)
        true = {literal for literal in model if literal > 0}
        placed = tuple(next(t for t, x in row.items() if x in true) for row in encoding.place)
        return proven(event, placed, search.cost, time.monotonic() - began)


def solve_parties_by_both(event: PartyEvent) -> PartyPlan:
    """A short CP-SAT search, and RC2 where that has no proof: each is quick where the other is slow."""
    began = time.monotonic()
    quick = solve_parties(event, effort=FIRST_TRY)
    plan = quick if quick.status in ("optimal", "infeasible") else solve_parties_by_maxsat(event)
    return replace(plan, seconds=time.monotonic() - began)
