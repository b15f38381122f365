"""Counting before searching: more interviews than the slots open to them have room for, by Hall's theorem.

A search over placements can take minutes to see that 414 do not go into 413; augmenting paths see it at once.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crowd:
    """Rows that can only be in ``slots``, one more than these have room for; without any one of them the rest fit."""

    rows: tuple[int, ...]
    slots: tuple[int, ...]


def crowd(options: Mapping[int, Sequence[int]], room: Sequence[int]) -> Crowd | None:
    """The smallest of the crowds met when the rows are seated one after the other; None where all have a seat."""
    seated: dict[int, list[int]] = {}
    crowds = [found for row in sorted(options) if (found := _seat(row, options, room, seated)) is not None]
    return min(crowds, key=lambda found: (len(found.rows), found.rows), default=None)


def _seat(
    row: int, options: Mapping[int, Sequence[int]], room: Sequence[int], seated: dict[int, list[int]]
) -> Crowd | None:
    """Seat one more row, moving others where that helps; where nothing helps, all rows that were asked to move."""
    came_from: dict[int, int] = {}  # slot -> the row that could go there
    held: dict[int, int] = {}  # row -> the slot it sits in now
    waiting = deque([row])
    while waiting:
        asked = waiting.popleft()
        for slot in options[asked]:
            if slot in came_from:
                continue
            came_from[slot] = asked
            here = seated.setdefault(slot, [])
            if len(here) < room[slot]:
                _move(slot, came_from, held, seated)
                return None
            held.update((other, slot) for other in here)
            waiting.extend(here)
    return Crowd(tuple(sorted({row, *held})), tuple(sorted(came_from)))


def _move(slot: int, came_from: dict[int, int], held: dict[int, int], seated: dict[int, list[int]]) -> None:
    """Everybody on the path to the free seat moves on by one."""
    while True:
        mover = came_from[slot]
        seated[slot].append(mover)
        if mover not in held:
            return
        slot = held[mover]
        seated[slot].remove(mover)
