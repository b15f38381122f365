"""Meetings as sets of parties: both engines against enumeration, and the published format."""

import random
from itertools import product

import pytest

from benchmarks.b2b import read_dzn
from matching.solver.party_cnf import solve_parties_by_both, solve_parties_by_maxsat
from matching.solver.party_sets import Meeting, PartyEvent, count_breaks, solve_parties


def any_event(seed: int) -> PartyEvent:
    dice = random.Random(seed)
    slots, parties = dice.randint(3, 5), dice.randint(3, 5)
    size = dice.choice([2, 2, 3])
    meetings = tuple(
        Meeting(
            tuple(sorted(dice.sample(range(parties), size))),
            tuple(t for t in range(slots) if dice.random() < 0.9),
        )
        for _ in range(dice.randint(2, 5))
    )
    order = ((0, 1),) if dice.random() < 0.3 else ()
    return PartyEvent(slots, dice.randint(1, 3), parties, meetings, order)


def fewest(event: PartyEvent) -> int | None:
    best = None
    for placed in product(*(meeting.slots for meeting in event.meetings)):
        try:
            breaks = count_breaks(event, placed)
        except ValueError:
            continue
        best = breaks if best is None else min(best, breaks)
    return best


@pytest.mark.parametrize("engine", [solve_parties, solve_parties_by_maxsat, solve_parties_by_both])
def test_engines_agree_with_enumeration(engine) -> None:
    solved = 0
    for seed in range(30):
        event = any_event(seed)
        plan, best = engine(event), fewest(event)
        if best is None:
            assert plan.status == "infeasible"
        else:
            assert (plan.status, plan.breaks, plan.bound) == ("optimal", best, best)
            assert count_breaks(event, plan.placed) == best
            solved += 1
    assert 10 < solved < 30


@pytest.mark.parametrize(
    ("placed", "fault"),
    [((0, 0), "two places"), ((1, 0), "precede"), ((3, 2), "not allowed"), ((0, 2), None)],
)
def test_breaks_are_counted_for_sound_plans_only(placed: tuple[int, int], fault: str | None) -> None:
    event = PartyEvent(4, 2, 3, (Meeting((0, 1), (0, 1, 2)), Meeting((0, 2), (0, 1, 2))), ((0, 1),))
    if fault is None:
        assert count_breaks(event, placed) == 1
    else:
        with pytest.raises(ValueError, match=fault):
            count_breaks(event, placed)


def test_the_published_format_is_read() -> None:
    text = """nBusiness = 3; nMeetings = 3; nTables = 2; nTotalSlots = 4; nMorningSlots = 2;
requested = [|1, 2,1, |1, 3,2, |2, 3,3, |];
forbidden = [{1}, {}, {4}];
fixed = [0,0,3];
precedences = [{}, {1}, {}];"""
    assert read_dzn(text) == PartyEvent(
        4, 2, 3, (Meeting((0, 1), (1,)), Meeting((0, 2), (2,)), Meeting((1, 2), (2,))), ((0, 1),)
    )
