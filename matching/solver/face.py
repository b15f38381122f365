"""The optimal face: what every plan of at least a given score has in common, read off a certificate.

With z the certificate's bound and S the score aimed at, every plan of at least S has x = 0 where the reduced cost is below
-(z - S), x = 1 where it is above z - S, and no slack in a row whose price is above z - S (complementary slackness). What
remains of the prices is one row: all deviations together may cost at most z - S. Where z = S that row is empty, and every
plan inside the face has score S.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .grid import Grid
from .relax import GRAIN, Certificate, Relaxation


@dataclass(frozen=True)
class Face:
    """``options[e]``: slots left to entry e. ``chosen``: entries that must be placed. ``tight``: keys of the relaxation's
    rows without slack. ``full`` and ``none``: parties that count in full, or not at all, towards "met" or "low". ``classes``:
    the relaxation's. ``exact``: every plan on the face has exactly the score aimed at."""

    options: tuple[tuple[int, ...], ...]
    chosen: frozenset[int]
    tight: frozenset[tuple] = frozenset()
    full: frozenset[tuple[str, int]] = frozenset()
    none: frozenset[tuple[str, int]] = frozenset()
    classes: tuple[tuple[int, ...], ...] = ()
    exact: bool = False


def whole_face(grid: Grid, options: Sequence[tuple[int, ...]]) -> Face:
    """No knowledge: every plan that keeps the locks."""
    return Face(tuple(options), frozenset(grid.locked_slots))


def optimal_face(
    grid: Grid, options: Sequence[tuple[int, ...]], relaxation: Relaxation, certificate: Certificate, score: int
) -> Face:
    """What all plans of at least ``score`` (with the relaxation's goals kept) have in common."""
    gap = certificate.bound - score * GRAIN
    reduced = certificate.reduced.tolist()
    gone, chosen, within = set(), set(grid.locked_slots), dict[int, int]()
    for (e, k), column in relaxation.at.items():
        if reduced[column] < -gap:
            gone.add((e, k))
        elif reduced[column] > gap:
            chosen.add(e)
            within[e] = k
    tight = {key for key, price in zip(relaxation.rows.keys, certificate.price.tolist(), strict=True) if price > gap}
    chosen |= {key[1] for key in tight if key[0] == "entry"}
    class_of = relaxation.class_of
    left = tuple(
        tuple(
            slot
            for slot in slots
            if (e, class_of[slot]) not in gone and within.get(e, class_of[slot]) == class_of[slot]
        )
        for e, slots in enumerate(options)
    )
    return Face(
        options=left,
        chosen=frozenset(chosen),
        tight=frozenset(tight),
        full=frozenset(key for column, key in relaxation.count.items() if reduced[column] > gap),
        none=frozenset(key for column, key in relaxation.count.items() if reduced[column] < -gap),
        classes=tuple(relaxation.classes),
        exact=gap == 0,
    )
