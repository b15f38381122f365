"""Which wishes have become interviews: an app above knows, events asks. It says so in its module `meetings`."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.utils.module_loading import autodiscover_modules

from events.models import Event

# Entry -> the slot of its interview in the timetable that is in force; None where nothing is published.
type Meetings = Mapping[UUID, UUID] | None

_sources: list[Callable[[Event], Meetings]] = []


def meets(source: Callable[[Event], Meetings]) -> Callable[[Event], Meetings]:
    _sources.append(source)
    return source


def meetings_of(event: Event) -> Meetings:
    autodiscover_modules("meetings")
    found = [made for source in _sources if (made := source(event)) is not None]
    return {entry: slot for some in found for entry, slot in some.items()} if found else None
