"""The advice months ahead against the real planner: what it calls the most is the proven optimum, a bottleneck is one, a remedy works."""

import random
from dataclasses import replace

import pytest

from matching.solver import Attendant as PlannedAttendant
from matching.solver import Company, Entry, Problem, Senior, Slot, solve
from matching.solver.capacity import Attendant, Firm, Setting, advise


def optimum(setting: Setting) -> int:
    """The proven most interviews of the planner, with complete wishes."""
    slots = tuple(Slot(n, 0, f"{n:02}:00", f"{n:02}:20") for n in range(setting.slots))
    every = tuple(range(setting.slots))
    seniors = tuple(Senior(f"S{n}", every, setting.per_senior) for n in range(setting.people))

    def free(row: Firm | Attendant) -> tuple[int, ...]:
        return tuple(t for t in every if t not in row.away)

    problem = Problem(
        "capacity",
        slots,
        setting.tables,
        tuple(Company(row.id, row.attendant, free(row), 1, setting.wish(row)) for row in setting.firms),
        seniors,
        tuple(PlannedAttendant(row.id, free(row)) for row in setting.attendants),
        tuple(Entry(f"E{firm.id}{senior.id}", firm.id, senior.id, 1) for firm in setting.firms for senior in seniors),
    )
    score = next(row for row in solve(problem, seconds=20).objectives if row.name == "score")
    assert score.value == score.bound
    return score.value


def random_setting(seed: int) -> Setting:
    rng = random.Random(seed)
    slots = rng.randint(2, 4)
    absences = rng.random() < 0.6

    def away() -> frozenset[int]:
        return frozenset(t for t in range(slots) if absences and rng.random() < 0.2)

    attendants = tuple(Attendant(f"A{n}", away(), house="x") for n in range(rng.randint(1, 3)))
    firms = tuple(
        Firm(f"C{n}", rng.randint(1, slots), rng.choice([*(row.id for row in attendants), None]), away(), house="x")
        for n in range(rng.randint(2, 5))
    )
    tables = tuple(rng.randint(1, len(firms)) for _ in range(slots)) if rng.random() < 0.5 else (len(firms),) * slots
    return Setting(slots, tables, firms, attendants, rng.choice([8, rng.randint(2, 5)]), rng.randint(1, 3), slots)


@pytest.mark.parametrize("block", range(10))
def test_the_advice_agrees_with_the_planner_on_random_settings(block: int) -> None:
    """200 in all: the most, and for every attendant, whether she is a bottleneck, both ways."""
    for seed in range(block * 20, block * 20 + 20):
        setting = random_setting(seed)
        advice = advise(setting)
        most = optimum(setting)
        assert advice.most == most == sum(advice.placed.values()), seed
        named = {row.id for row in advice.bottlenecks if row.kind == "attendant"}
        for attendant in setting.attendants:
            firms = tuple(
                replace(firm, attendant=None) if firm.attendant == attendant.id else firm for firm in setting.firms
            )
            gain = optimum(replace(setting, firms=firms)) - most
            assert (gain > 0) == (attendant.id in named), (seed, attendant.id, gain)
        for row in advice.bottlenecks:
            assert 0 < row.proof.missing <= advice.missing, seed
        assert advice.proof is None or advice.proof.missing == advice.missing, seed


def test_random_settings_hold_both_kinds() -> None:
    """So that agreement above is not agreement on nothing."""
    advices = [advise(random_setting(seed)) for seed in range(200)]
    kinds = [row.kind for advice in advices for row in advice.bottlenecks]
    assert {"attendant", "firm", "booths", "seniors", "slots"} == set(kinds)
    assert kinds.count("attendant") > 40
    assert sum(advice.fits for advice in advices) > 20
    assert sum(bool(advice.together) for advice in advices) > 3


@pytest.mark.parametrize("seed", range(0, 200, 8))
def test_every_remedy_works_by_the_planner_and_no_part_of_it_is_idle(seed: int) -> None:
    setting = random_setting(seed)
    advice = advise(setting)
    assert bool(advice.remedies) == (not advice.fits)
    for remedy in advice.remedies:
        assert advise(remedy.after).fits, remedy.text
    if advice.remedies:
        assert optimum(advice.remedies[0].after) == setting.wanted
    if advice.fits:
        return
    needs = advice.needs
    if needs.seniors:
        assert optimum(replace(setting, seniors=needs.seniors)) == setting.wanted
        assert optimum(replace(setting, seniors=needs.seniors - 1)) < setting.wanted


def shared(**changes) -> Setting:
    firms = tuple(
        Firm(f"C{n}", 9, "A1" if n in (3, 7) else f"B{n}", name=f"企業{n}", house="bank") for n in range(1, 9)
    )
    officers = tuple(
        Attendant(key, name=f"{key}さん", house="bank") for key in sorted({row.attendant for row in firms})
    )
    return replace(Setting(9, (8,) * 9, firms, officers, 40, 3, 9), **changes)


def test_one_officer_with_two_firms_is_named_with_the_count_and_what_helps() -> None:
    advice = advise(shared())
    assert (advice.wanted, advice.most, advice.missing) == (72, 63, 9)
    officer = advice.bottlenecks[0]
    assert (officer.kind, officer.id, officer.gain, officer.proof.firms) == ("attendant", "A1", 9, ("C3", "C7"))
    assert "A1さんが同席する企業3、企業7は合わせて9 + 9 = 18件" in officer.proof.text
    assert "少なくとも9件は組めません" in officer.proof.text
    first = advice.remedies[0]
    assert [(row.kind, len(row.ids)) for row in first.changes] == [("officer", 1)]
    assert (advice.needs.slots, advice.needs.attendants, advice.needs.attendants_exact) == (18, 8, True)
    assert (advice.needs.booths, advice.everyone) == (None, 4)


def test_a_colleague_with_room_comes_before_a_new_officer_but_not_from_another_bank() -> None:
    idle = Attendant("A2", name="A2さん", house="bank")
    base = shared()
    first = advise(replace(base, attendants=(*base.attendants, idle))).remedies[0]
    assert [(row.kind, row.text) for row in first.changes] == [("colleague", "企業3の同席をA2さんに替える")]
    elsewhere = replace(idle, house="other")
    first = advise(replace(base, attendants=(*base.attendants, elsewhere))).remedies[0]
    assert [row.kind for row in first.changes] == ["officer"]


def test_seniors_can_be_what_is_scarce() -> None:
    """North Kyushu 2016: 65 seniors with three interviews each for 55 firms."""
    firms = tuple(Firm(f"C{n:02}", 9) for n in range(55))
    advice = advise(Setting(18, (55,) * 18, firms, (), 65, 3, 9))
    assert (advice.wanted, advice.most, advice.everyone) == (495, 195, 3)
    assert [(row.kind, row.gain) for row in advice.bottlenecks] == [("seniors", 300)]
    assert advice.needs.seniors == 165 and advice.needs.slots is None
    assert advice.remedies[0].text == "新現役を100人増やして165人にする"


def test_two_limits_of_the_same_height_stand_in_the_way_together() -> None:
    firms = tuple(Firm(f"C{n}", 2) for n in range(4))
    advice = advise(Setting(2, (3, 3), firms, (), 6, 1, 9))
    assert (advice.wanted, advice.most, advice.bottlenecks) == (8, 6, ())
    assert {row.kind for row in advice.together} <= {"booths", "seniors", "slots"} and len(advice.together) == 2
    assert advice.remedies[0].most == 8


def test_nothing_at_all_is_answered() -> None:
    advice = advise(Setting(0, (), (), ()))
    assert (advice.wanted, advice.most, advice.remedies, advice.everyone) == (0, 0, (), 0)
    advice = advise(Setting(0, (), (Firm("C1", 3),), ()))
    assert advice.most == 0 and advice.missing == 3 and advice.remedies
