"""Letters that follow from one event at once: a postponement for everybody, and what happens to one entry or one hearing."""

import datetime as dt
from dataclasses import replace

from django.db import transaction

from companies.models import Company, Hearing
from events.letters import LetterError
from events.letters.audiences import AUDIENCES, Recipient, of_branches, once, seniors
from events.letters.kinds import EVERYBODY, KINDS, LetterKind
from events.letters.preparing import Prepared, forget_drafts, prepare
from events.models import Entry, Event, Halt
from institutions.actors import acting, system
from institutions.models import User
from talent.models import Senior


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


# --- One entry, one hearing -----------------------------------------------------------------------------------------------
def tell_entry(entry: Entry, key: str, *, now: dt.datetime) -> Prepared | None:
    """「希望の受付」 or 「希望の取り下げ」 for the senior of an entry. None where the letter cannot be filled in: the wish counts all the same."""
    wishes = Entry.objects.filter(event_id=entry.event_id, senior_id=entry.senior_id).exclude(state="withdrawn")
    with acting(system("希望のお知らせ")):
        lines = [f"第{one.preference}希望 {one.public_title or '課題'}" for one in wishes.order_by("preference")]
        values = {"課題名": entry.public_title or "課題", "希望の一覧": "\n".join(lines)}
        people = seniors(Senior.objects.filter(pk=entry.senior_id), {entry.senior_id: values})
        at = entry.withdrawn_at or entry.changed_at or entry.submitted_at  # written anew, it is another letter
        return _quietly(entry.event, KINDS[key], people, f"{entry.pk.hex[:6]}{at:%m%d%H%M}", now)


def tell_hearing(hearing: Hearing, key: str, *, event: Event, now: dt.datetime, by: User | None) -> Prepared | None:
    """「差し戻し」 or 「承認」 of a hearing for the officer of the firm. None where the letter cannot be filled in."""
    with acting(system("ヒアリングシートのお知らせ")):
        rows = Company.objects.select_related("branch__institution", "officer__user")
        company = rows.get(pk=hearing.company_id)
        people = of_branches({company.branch: [company]})
        for one in people:
            one.values.update({"企業名": company.name, "差し戻しの理由": hearing.state_reason})
        return _quietly(event, KINDS[key], people, f"{hearing.pk.hex[:4]}{hearing.revision}", now, by)


def _quietly(event, kind: LetterKind, people, case: str, now: dt.datetime, by: User | None = None) -> Prepared | None:
    """For one case of many: the kind in the outbox carries which, so that the next case is another letter."""
    try:
        return prepare(event=event, kind=replace(kind, variant=lambda _: case), people=people, by=by, now=now)
    except LetterError:
        return None
