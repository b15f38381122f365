"""A new event after the pattern of another one: hosts, places, programme, limits and dates, moved to the new day."""

import datetime as dt
import re
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events import milestones, programme
from events.models import Booth, Event, EventHost, LetterTemplate, Milestone, MilestoneKind, MilestoneOwner, Venue
from institutions.models import User
from kouryukai.lib.workdays import is_workday

WEEK = dt.timedelta(days=7)
LIMITS = (
    "slot_minutes changeover_minutes min_per_company max_per_company max_per_senior max_second_picks"
    " max_entries_per_senior few_entries many_entries planned_companies planned_seniors planned_interviews"
).split()
EDITION = re.compile(r"第\s*([0-9０-９]+)\s*回")


@dataclass(frozen=True)
class Parts:
    """What is taken over besides the limits."""

    hosts: bool = True
    places: bool = True
    programme: bool = True
    milestones: bool = True
    letters: bool = True


def proposed_day(event: Event, today: dt.date) -> dt.date:
    """The same weekday a year later, 52 weeks on, and further by years while that is over; off public holidays by whole weeks."""
    day = event.starts_on + 52 * WEEK
    while day <= today:
        day += 52 * WEEK
    while not is_workday(day) and is_workday(event.starts_on):
        day += WEEK
    return day


def proposed_name(event: Event) -> str:
    """第3回 becomes 第4回, in the width it was written in; other names stay."""

    def next_one(found: re.Match) -> str:
        return found.group().replace(found.group(1), str(int(found.group(1)) + 1))

    return EDITION.sub(next_one, event.name, count=1)


def edition_of(event: Event) -> int | None:
    """The number that stands in its own field, or in the name."""
    found = EDITION.search(event.name)
    return event.edition_no or (int(found.group(1)) if found else None)


@transaction.atomic
def copy_event(
    *,
    source: Event,
    new_key: UUID,
    name: str,
    edition_no: int | None,
    starts_on: dt.date,
    parts: Parts,
    by: User,
    now: dt.datetime,
) -> Event:
    """Nobody and nothing that took part comes along: no firms, no seniors, no entries. Sent twice, the second finds the first."""
    if event := Event.objects.filter(pk=new_key).first():
        return event
    shift = starts_on - source.starts_on
    event = Event(
        pk=new_key,
        name=name,
        edition_no=edition_no,
        starts_on=starts_on,
        ends_on=source.ends_on + shift,
        copied_from=source,
        venue=source.venue if parts.places else "",
        entry_open_at=_moved(source.entry_open_at, shift, starts_on),
        entry_close_at=_moved(source.entry_close_at, shift, starts_on),
        **{field: getattr(source, field) for field in LIMITS},
    )
    event.full_clean()
    event.save(force_insert=True)
    if parts.hosts:
        _hosts(source, event)
    if parts.places:
        _places(source, event)
    _days(source, event, parts.programme, by=by, now=now)
    if parts.milestones:
        _dates(source, event, shift, with_hosts=parts.hosts)
    if parts.letters:
        _letters(source, event, by=by, now=now)
    milestones.make_milestones(event=event, by=by, now=now)
    return event


def _moved(at: dt.datetime | None, shift: dt.timedelta, event_day: dt.date) -> dt.datetime | None:
    """The same time of day, off days without work."""
    if at is None:
        return None
    local = timezone.localtime(at)
    day = milestones.off_holidays(local.date() + shift, event_day)
    return dt.datetime.combine(day, local.time(), timezone.get_default_timezone())


def _hosts(source: Event, event: Event) -> None:
    rows = list(source.hosts.all())
    EventHost.objects.bulk_create(
        EventHost(
            event=event,
            institution_id=row.institution_id,
            role=row.role,
            order=row.order,
            contact_name=row.contact_name,
            phone=row.phone,
            reply_email=row.reply_email,
            planned_companies=row.planned_companies,
        )
        for row in rows
    )


def _places(source: Event, event: Event) -> None:
    """Addresses of online meetings do not come along: each event has its own."""
    venues = {
        row.pk: Venue(
            event=event,
            name=row.name,
            postal_code=row.postal_code,
            address=row.address,
            access=row.access,
            order=row.order,
        )
        for row in source.venues.all()
    }
    Venue.objects.bulk_create(venues.values())
    Booth.objects.bulk_create(
        Booth(event=event, number=row.number, mode=row.mode, venue=venues.get(row.venue_id), place=row.place)
        for row in source.booths.all()
    )


def _days(source: Event, event: Event, with_turns: bool, *, by: User, now: dt.datetime) -> None:
    plan = programme.plan_of(source) if with_turns else []
    shift = event.starts_on - source.starts_on
    if plan:
        moved = [programme.DayPlan(day.date + shift, day.opening_at, day.turns) for day in plan]
    else:
        usual = programme.DaySettings()
        turns = programme.turns_of(usual, slot_minutes=event.slot_minutes, changeover_minutes=event.changeover_minutes)
        dates = dict.fromkeys([event.starts_on, event.ends_on])
        moved = [programme.DayPlan(date, usual.opening_at, turns) for date in dates]
    programme.set_programme(event=event, plan=moved, by=by, now=now)


def _dates(source: Event, event: Event, shift: dt.timedelta, *, with_hosts: bool) -> None:
    """Every date as far from the day as last time; what belonged to one institution stays hers where she hosts again."""
    rows = []
    for row in source.milestones.exclude(kind=MilestoneKind.DAY):
        owner, institution = row.owner, row.institution_id
        if owner == MilestoneOwner.INSTITUTION and not with_hosts:
            owner, institution = MilestoneOwner.HOSTS, None
        day = milestones.off_holidays(row.due_on + shift, event.starts_on)
        rows.append(
            Milestone(event=event, kind=row.kind, title=row.title, due_on=day, owner=owner, institution_id=institution)
        )
    Milestone.objects.bulk_create(rows)


def _letters(source: Event, event: Event, *, by: User, now: dt.datetime) -> None:
    """The texts that were in force, as their first version here."""
    rows = LetterTemplate.objects.filter(event=source).order_by("kind", "-version").distinct("kind")
    LetterTemplate.objects.bulk_create(
        LetterTemplate(
            event=event, kind=row.kind, version=1, title=row.title, body=row.body, edited_by=by, edited_at=now
        )
        for row in rows
    )
