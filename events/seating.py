"""Which table a firm sits at, and at which turns it or its attendant cannot come: what the office says before the planner decides."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from events import programme
from events.models import Booth, Event, Participation, ParticipationState, Unavailability
from institutions.models import StaffMember, User

PUBLISHED = "公開中の時間割に、この卓の面談があります。企業と新現役に知らせた卓なので、替えられません。"
DRAFT = "時間割の下書きに、この卓の面談があります。先に下書きを取り消して、卓を替えてから時間割を作り直してください。"
TAKEN = "この卓は、いまほかの企業に決まりました。別の卓を選んでください。"


class SeatingError(ValueError):
    """Why the firm keeps its table, in words for people."""


def booths_for(firm: Participation) -> QuerySet[Booth]:
    """Its own table and those that no firm has."""
    others = Participation.objects.filter(event=firm.event_id, booth__isnull=False).exclude(pk=firm.pk)
    rows = Booth.objects.filter(event=firm.event_id).exclude(pk__in=others.values("booth"))
    if firm.state != ParticipationState.REGISTERED:  # who does not come gets no new one
        rows = rows.filter(pk=firm.booth_id)
    return rows.select_related("venue").order_by("number")


def why_fixed(firm: Participation) -> str:
    """Why the firm keeps its table; "" where it may change."""
    needing = [hold for hold in programme.held(firm.event) if hold.in_force and firm.booth_id in hold.booths]
    if not needing:
        return ""
    return PUBLISHED if any(hold.fixed for hold in needing) else DRAFT


@transaction.atomic
def seat_firm(*, participation: Participation, booth: Booth | None, by: User, now: dt.datetime) -> None:
    """`booth` None: the planner gives it one. SeatingError."""
    Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=participation.event_id)
    row = Participation.objects.select_related("event").get(pk=participation.pk)
    if row.booth_id == (booth.pk if booth else None):
        return
    if refused := why_fixed(row):
        raise SeatingError(refused)
    try:
        with transaction.atomic():
            row.booth = booth
            row.save(update_fields=["booth"])
    except IntegrityError:
        raise SeatingError(TAKEN) from None


def release_booth(firm: Participation) -> None:
    """Of who does not come; a table with interviews that stand stays until those are settled. To be saved with the row."""
    if not why_fixed(firm):
        firm.booth = None


# --- Turns at which somebody cannot come --------------------------------------------------------------------------------
def absent_at(event: Event, **party) -> set[UUID]:
    return set(Unavailability.objects.filter(event=event, **party).values_list("slot_id", flat=True))


@transaction.atomic
def set_absences(
    *, event: Event, party: Participation | StaffMember, slots: Collection[UUID], by: User, now: dt.datetime
) -> None:
    """The firm or the attendant cannot come at these turns, and at no others. Interviews that are planned stay for hands to settle."""
    Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=event.pk)
    who = {"attendant" if isinstance(party, StaffMember) else "participation": party}
    there = absent_at(event, **who)
    Unavailability.objects.filter(event=event, slot__in=there - set(slots), **who).delete()
    wanted = event.slots.filter(pk__in=set(slots) - there).order_by("number")
    Unavailability.objects.bulk_create(Unavailability(event=event, slot=slot, **who) for slot in wanted)
