"""The order of one senior's wishes at one event: dense, from 1, each number once, whatever is put in, moved or taken out.

To be called with the event and the senior held (`writing.hold`).
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from companies.models import Issue
from events.models import Entry
from events.scoring import score
from talent.models import Speciality

HIGHEST = 99


def with_place_for(entries: Sequence[Entry], place: int) -> dict[UUID, int]:
    """The ranks of those there when another comes to `place` (1 is first; too high a number means last)."""
    place = max(1, min(place, len(entries) + 1))
    return {entry.pk: n + (n >= place) for n, entry in enumerate(entries, start=1)}


def moved(entries: Sequence[Entry], entry: Entry, place: int) -> dict[UUID, int]:
    """The ranks when that one of them goes to `place`."""
    others = [one for one in entries if one.pk != entry.pk]
    place = max(1, min(place, len(entries)))
    others.insert(place - 1, entry)
    return dense(others)


def dense(entries: Sequence[Entry]) -> dict[UUID, int]:
    return {entry.pk: n for n, entry in enumerate(entries, start=1)}


def write(entries: Sequence[Entry], ranks: Mapping[UUID, int]) -> None:
    """Write the ranks of those that move, and what their new rank is worth.

    PostgreSQL looks at the unique key row by row, so those that move step aside first. A score that somebody has set by hand stays.
    """
    moving = [entry for entry in entries if entry.preference != ranks[entry.pk]]
    if not moving:
        return
    taken = {entry.preference for entry in entries} | set(ranks.values())
    aside = (n for n in range(HIGHEST, 0, -1) if n not in taken)
    worth = Worth(entries[0].senior_id, {entry.issue_id for entry in moving})
    for entry, place in zip(moving, aside, strict=False):
        Entry.objects.filter(pk=entry.pk).update(preference=place)
    for entry in moving:
        before, after = (worth.of(entry.issue_id, rank) for rank in (entry.preference, ranks[entry.pk]))
        entry.score = after if entry.score == before else entry.score
        entry.preference = ranks[entry.pk]
        Entry.objects.filter(pk=entry.pk).update(preference=entry.preference, score=entry.score)


class Worth:
    """What entries of one senior are worth to the planner at a rank (events.scoring); two queries."""

    def __init__(self, senior_id: UUID, issue_ids: set[UUID]) -> None:
        self.specialities = dict(Speciality.objects.filter(senior=senior_id).values_list("category", "years"))
        self.categories = dict(Issue.objects.filter(pk__in=issue_ids).values_list("pk", "categories"))

    def of(self, issue_id: UUID, rank: int) -> int:
        return score(rank, self.categories.get(issue_id, ()), self.specialities)
