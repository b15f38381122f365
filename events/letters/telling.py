"""Letters that follow from something: a postponement for everybody; and the text of one person's letter for pages with lists of their own."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from events.letters.audiences import AUDIENCES, Recipient, once
from events.letters.checking import LONGEST_TITLE, filled, filled_title
from events.letters.kinds import EVERYBODY, KINDS, LetterKind
from events.letters.preparing import Prepared, forget_drafts, prepare, sheet_for
from events.models import Event, Halt
from institutions.actors import acting, system
from institutions.models import User

EMPTY = "—"


# --- Everybody ----------------------------------------------------------------------------------------------------------
def halt_kind(event: Event) -> LetterKind:
    """Which letter tells of what has happened to the event."""
    return KINDS[{Halt.POSTPONED: "postponed", Halt.CANCELLED: "cancelled"}.get(event.halt, "date_changed")]


def concerned(event: Event) -> list[tuple[str, list[Recipient]]]:
    """Everybody whom it touches, by group; who stands in two groups is in the first."""
    found, seen = [], set()
    for key in EVERYBODY:
        people = [one for one in AUDIENCES[key].who(event) if not one.address or one.address.lower() not in seen]
        if key != "concerned_seniors":  # of two seniors with one address each gets her own
            people = list({one.address.lower() or one.pk: one for one in people}.values())
        seen |= {one.address.lower() for one in people if one.address}
        found.append((AUDIENCES[key].label, people))
    return found


@transaction.atomic
def halt_letters(event: Event, *, by: User | None, now: dt.datetime) -> Prepared:
    """To be called when an event was put off, called off, or has new dates: everybody concerned gets a draft at once.

    Other drafts of the event, which say the old date, are taken back. Raises LetterError where the letter cannot be filled in.
    """
    kind = halt_kind(event)
    people = once(one for _, some in concerned(event) for one in some)
    with acting(system("交流会の変更のお知らせ")):
        done = prepare(event=event, kind=kind, people=people, by=by, now=now)
        forget_drafts(event, but=[kind.stored(event)])
    return done


# --- One letter ---------------------------------------------------------------------------------------------------------
def written(
    event: Event, key: str, name: str, found: dict[str, str], institution_id: UUID | None = None
) -> tuple[str, str]:
    """(title, body) of one person's letter for apps that keep lists of their own, in the event's text. What is empty is said as 「—」:
    these letters follow from something that has happened, and must not fail.

    The text and the event's values are read once for one `event` object, as the system: who caused the letter may not read texts.
    """
    sheets = event.__dict__.setdefault("_letter_sheets", {})
    if key not in sheets:
        with acting(system("手紙の文面")):
            sheets[key] = sheet_for(event, KINDS[key])
    sheet = sheets[key]
    common = sheet.values_for(institution_id)
    values = {place: value or EMPTY for place, value in {**common, **found, "氏名": name}.items()}
    return filled_title(sheet.text.title, values)[:LONGEST_TITLE], filled(sheet.text.body, values)
