"""Who is to get a letter: an audience, less those that the office leaves out, sorted by what would become of each."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from events.letters.audiences import AUDIENCES, Audience, Recipient
from events.letters.kinds import LetterKind
from events.letters.preparing import Sheet, sheet_for, told_before
from events.models import Event
from office.models import MailState

SKIP_AT_MOST = 300  # what the address of a page can carry
OPEN = (MailState.DRAFT, MailState.BY_HAND, MailState.FAILED, MailState.BOUNCED)


@dataclass
class Chosen:
    """`people`: who is meant; `lacking`: who gets none because a value is empty; `before`: how many have it already."""

    sheet: Sheet
    audience: Audience
    people: list[Recipient]
    skipped: list[Recipient]
    lacking: list[tuple[Recipient, tuple[str, ...]]] = field(default_factory=list)
    before: int = 0

    @cached_property
    def by_hand(self) -> int:
        return sum(not one.address for one in self.people)

    @property
    def to_prepare(self) -> int:
        return len(self.people) - len(self.lacking) - self.before


def audiences_of(kind: LetterKind) -> list[Audience]:
    return [AUDIENCES[key] for key in kind.audiences]


def choose(event: Event, kind: LetterKind, audience: Audience, skip: Collection[str] = ()) -> Chosen:
    every = audience.who(event)
    left_out = set(skip)
    sheet = sheet_for(event, kind)
    chosen = Chosen(
        sheet,
        audience,
        [one for one in every if one.token not in left_out],
        [one for one in every if one.token in left_out],
    )
    told = told_before(event, kind)
    for one in chosen.people:
        if empty := sheet.for_person(one).empty:
            chosen.lacking.append((one, empty))
        elif told.get(one.subject_at(event), MailState.DRAFT) not in OPEN:
            chosen.before += 1
    return chosen
