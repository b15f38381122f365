"""What interviews hold in its place: turns and tables that are in use, and times that people have been told."""

from collections.abc import Iterable

from events.models import Event
from events.programme import Hold, holds
from matching.models import Interview, TimetableState

WHY = {
    TimetableState.PUBLISHED: "公開中の時間割に面談があります",
    TimetableState.DRAFT: "時間割の下書きに面談があります",
    TimetableState.SUPERSEDED: "以前の版の時間割に面談が残っています",
}


@holds
def interviews(event: Event) -> Iterable[Hold]:
    """By the state of their timetable, what is published first: its times are known to seniors and firms."""
    found: dict[str, list] = {}
    rows = Interview.objects.filter(event=event).values_list("timetable__state", "slot_id", "booth_id").distinct()
    for state, slot, booth in rows:
        found.setdefault(state, []).append((slot, booth))
    for state, why in WHY.items():
        if places := found.get(state):
            yield Hold(
                why,
                fixed=state == TimetableState.PUBLISHED,
                in_force=state != TimetableState.SUPERSEDED,
                slots=frozenset(slot for slot, _ in places),
                booths=frozenset(booth for _, booth in places),
            )
