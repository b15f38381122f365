"""The text of a letter: the one in force for an event, and saving another one."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from events.letters import LetterError
from events.letters.checking import faults_of, tidied
from events.letters.kinds import LetterKind
from events.models import Event, LetterTemplate
from institutions.models import User

MEANWHILE = "この文面は、あなたが開いたあとに、ほかの人が書き換えました。下の「いまの文面」と見くらべて、もう一度保存してください。"


class LetterConflict(LetterError):
    """Somebody else saved meanwhile."""


@dataclass(frozen=True)
class Text:
    """What stands in a letter now. `version` is 0 for the text that comes with the application."""

    title: str
    body: str
    version: int = 0
    by: User | None = None
    at: dt.datetime | None = None


def text_of(event: Event, kind: LetterKind) -> Text:
    return texts_of(event).get(kind.key) or Text(kind.title, kind.body)


def texts_of(event: Event) -> dict[str, Text]:
    """The last version of every letter that was written anew for this event; one query."""
    rows = LetterTemplate.objects.filter(event=event).select_related("edited_by__staff_member")
    return {
        row.kind: Text(row.title, row.body, row.version, row.edited_by, row.edited_at)
        for row in rows.order_by("kind", "-version").distinct("kind")
    }


def faults_in(kind: LetterKind, title: str, body: str) -> dict[str, list[str]]:
    """By field; needed placeholders may stand in either."""
    offered = kind.offered
    needed = [name for name in kind.required if f"{{{name}}}" not in title]
    found = {
        "title": faults_of(title, offered=offered),
        "body": faults_of(body, offered=offered, needed=needed),
    }
    return {name: faults for name, faults in found.items() if faults}


def save_text(
    *, event: Event, kind: LetterKind, title: str, body: str, seen: int, by: User, now: dt.datetime
) -> LetterTemplate:
    """A new version. `seen`: the version that its writer began from. Raises LetterConflict where another one has come since."""
    title, body = tidied(title), tidied(body)
    if faults := faults_in(kind, title, body):
        raise LetterError(" ".join(fault for some in faults.values() for fault in some))
    current = text_of(event, kind)
    if (current.title, current.body) == (title, body) and current.version:
        return LetterTemplate.objects.get(event=event, kind=kind.key, version=current.version)  # a second click
    if current.version != seen:
        raise LetterConflict(MEANWHILE)
    try:
        with transaction.atomic():
            return LetterTemplate.objects.create(
                event=event, kind=kind.key, version=seen + 1, title=title, body=body, edited_by=by, edited_at=now
            )
    except IntegrityError:
        raise LetterConflict(MEANWHILE) from None
