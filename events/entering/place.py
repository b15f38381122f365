"""Everything that the pages of one issue show to one senior: the issue, the event, what she has written and handed in, what stands in the way."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from companies.models import IssueBrief
from events.entering.drafts import draft_of
from events.entering.standing import (
    Obstacle,
    cap_words,
    closes_at,
    counted_against_cap,
    for_her,
    obstacles,
    standing_entries,
    why_closed,
)
from events.models import BriefMark, Entry, EntryDraft, Event
from institutions.actors import acting
from institutions.models import User
from talent.models import Senior


def herself(user: User) -> Senior:
    """The senior whose account it is, with what availability asks for. Only where `pledge_first` has let her in."""
    rows = Senior.objects.visible_to(user).select_related("standing").prefetch_related("unavailable_periods")
    return rows.get()


@dataclass
class Place:
    user: User
    senior: Senior
    event: Event
    brief: IssueBrief
    now: dt.datetime

    @classmethod
    def of(cls, user: User, brief: IssueBrief) -> "Place":
        event = Event.objects.visible_to(user).get(pk=brief.event_id)
        return cls(user, herself(user), event, brief, timezone.now())

    @cached_property
    def entries(self) -> list[Entry]:
        return standing_entries(self.event.pk, self.senior.pk)

    @cached_property
    def entry(self) -> Entry | None:
        """Her standing entry for this issue."""
        return next((one for one in self.entries if one.issue_id == self.brief.issue_id), None)

    @cached_property
    def draft(self) -> EntryDraft | None:
        return draft_of(self.senior, self.brief.pk, self.user)

    @cached_property
    def is_marked(self) -> bool:
        return BriefMark.objects.visible_to(self.user).filter(senior=self.senior, brief=self.brief).exists()

    @cached_property
    def closed(self) -> str:
        return why_closed(self.event, self.now, self.brief)

    @property
    def closes_at(self) -> dt.datetime | None:
        return closes_at(self.event, self.brief)

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        return obstacles(self.senior, self.event, timezone.localdate(self.now))

    @cached_property
    def how_many(self) -> int:
        """Firms that do not come take no place, which is not hers to read."""
        with acting(for_her(self.user, "希望の数")):
            return counted_against_cap(self.event.pk, self.senior.pk)

    @property
    def is_full(self) -> bool:
        return self.entry is None and self.how_many >= self.event.max_entries_per_senior

    @property
    def cap(self) -> str:
        return cap_words(self.event, self.how_many)

    @property
    def is_crowded(self) -> bool:
        return self.brief.entry_count >= self.event.many_entries

    @property
    def crowd_words(self) -> str:
        if not self.is_crowded:
            return ""
        return (
            f"この課題には、希望が{self.event.many_entries}件以上届いています(いま{self.brief.entry_count}件)。"
            f"面談できるのは1社{self.event.max_per_company}人までです。"
        )

    @property
    def ranks(self) -> list[tuple[int, Entry | None]]:
        """Every place that she may choose, with the other wish that is there now. After the event's period the order stands."""
        others = [one for one in self.entries if one is not self.entry]
        if not self.event.is_open_for_entries:
            return [(self.entry.preference if self.entry else len(others) + 1, None)]
        by_place = dict(enumerate(others, start=1))
        return [(place, by_place.get(place)) for place in range(1, len(others) + 2)]
