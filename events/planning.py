"""Making and changing an event with its hosts, places and tables, months before anybody has entered."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from events import milestones, programme, publishing
from events.models import Booth, BoothMode, Event, EventHost, HostRole, MilestoneKind, Participation, Venue
from institutions.models import Institution, User

MOST_BOOTHS = 120


class PlanningError(ValueError):
    """Why it stays as it is, in words for people; `firm`: on whose page it can be changed."""

    def __init__(self, words: str, firm: Participation | None = None) -> None:
        super().__init__(words)
        self.firm = firm


# --- The event ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def make_event(*, new_key: UUID, values: dict[str, Any], by: User, now: dt.datetime) -> Event:
    """A new event with its days, the usual programme and its dates. Sent twice, the second finds the first."""
    if event := Event.objects.filter(pk=new_key).first():
        return event
    event = Event(pk=new_key, **values)
    event.full_clean()
    event.save(force_insert=True)
    usual = programme.DaySettings()
    turns = programme.turns_of(usual, slot_minutes=event.slot_minutes, changeover_minutes=event.changeover_minutes)
    plan = [programme.DayPlan(date, usual.opening_at, turns) for date in dates_of(event)]
    programme.set_programme(event=event, plan=plan, by=by, now=now)
    milestones.make_milestones(event=event, by=by, now=now)
    return event


def dates_of(event: Event) -> list[dt.date]:
    """One or two days."""
    return list(dict.fromkeys([event.starts_on, event.ends_on]))


@transaction.atomic
def change_event(*, event: Event, values: dict[str, Any], move_milestones: bool, by: User, now: dt.datetime) -> Event:
    """Other days take the programme and, where wanted, the dates that are not done along. ProgrammeError, PlanningError."""
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    before, period = (event.starts_on, event.ends_on), (event.entry_open_at, event.entry_close_at)
    for name, value in values.items():
        setattr(event, name, value)
    event.full_clean()
    moves = before != (event.starts_on, event.ends_on)
    if moves and event.days.count() > 2:
        raise PlanningError("3日以上の交流会の日付は、ここでは変えられません。事務局の取り込みからやり直してください。")
    event.save()
    publishing.follow_period(event=event, closed_at=period[1])
    if moves:
        programme.move_days(event=event, dates=dates_of(event), by=by, now=now)
        if move_milestones:
            milestones.move_with_the_day(event=event, before=before[0], by=by, now=now)
    if period != (event.entry_open_at, event.entry_close_at) or (moves and move_milestones):
        _dates_of_the_period(event)
    return event


def _dates_of_the_period(event: Event) -> None:
    """What the period of entries says of its own two dates wins over how far the day has moved."""
    stated = {MilestoneKind.LIST: event.entry_open_at, MilestoneKind.ENTRIES_END: event.entry_close_at}
    for kind, at in stated.items():
        if at is not None:
            event.milestones.filter(kind=kind, done_at=None).update(due_on=timezone.localdate(at))


# --- Hosts --------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class HostRow:
    """One line of the page. `institution` None: the one called `name`, of `new_type`, which is made if nobody knows it."""

    institution: UUID | None
    name: str
    new_type: str
    role: str
    order: int
    contact_name: str
    phone: str
    reply_email: str
    planned_companies: int | None


@transaction.atomic
def set_hosts(*, event: Event, rows: Iterable[HostRow], by: User, now: dt.datetime) -> None:
    """The hosts as the page has them; who is not there any more is taken out. Dates of theirs go to all hosts."""
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    kept: dict[UUID, EventHost] = {}
    there = {host.institution_id: host for host in event.hosts.all()}
    rows = sorted(rows, key=lambda row: row.order)
    known = Institution.objects.in_bulk([row.institution for row in rows if row.institution])
    for number, row in enumerate(rows, start=1):
        institution = known.get(row.institution) or _institution(row)
        if institution.pk in kept:
            raise PlanningError(f"{institution.name}が2回あります。1行にまとめてください。")
        host = there.get(institution.pk) or EventHost(event=event, institution=institution)
        host.role, host.order = row.role, number
        host.contact_name, host.phone, host.reply_email = row.contact_name, row.phone, row.reply_email
        host.planned_companies = row.planned_companies
        host.full_clean(exclude=["event"], validate_unique=False, validate_constraints=False)
        host.save()
        kept[institution.pk] = host
    if kept and not any(host.role == HostRole.HOST for host in kept.values()):
        raise PlanningError("主催の機関を1つ以上選んでください。")
    gone = [host for key, host in there.items() if key not in kept]
    for host in gone:
        _release(event, host)
        host.delete()


def _institution(row: HostRow) -> Institution:
    """By name; the short name is its beginning until somebody gives another one."""
    found = Institution.objects.filter(name=row.name).first()
    if found is None:
        found = Institution(name=row.name, short_name=row.name[:20], type=row.new_type)
        found.full_clean()
        found.save()
    return found


def _release(event: Event, host: EventHost) -> None:
    """Who hosts no more owes no date any more: all hosts do."""
    firms = Participation.objects.filter(event=event, institution=host.institution).count()
    if firms:
        raise PlanningError(
            f"{host.institution.name}は外せません。企業が{firms}社、参加の登録をしています。役割を変えることはできます。"
        )
    owed = event.milestones.filter(institution=host.institution_id)
    owed.update(owner="hosts", institution=None)


# --- Places and tables --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class VenueRow:
    pk: UUID | None
    name: str
    postal_code: str
    address: str
    access: str


@dataclass(frozen=True)
class BoothRow:
    pk: UUID | None
    number: int
    mode: str
    venue: str  # by its name: a new venue has no key yet
    place: str
    meeting_url: str


@transaction.atomic
def set_places(*, event: Event, venues: list[VenueRow], booths: list[BoothRow], by: User, now: dt.datetime) -> None:
    """Venues and tables as the page has them. A table at which a firm or an interview sits stays."""
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    names = [row.name for row in venues]
    if len(set(names)) < len(names):
        raise PlanningError("同じ名前の会場が2つあります。")
    numbers = [row.number for row in booths]
    if twice := sorted({number for number in numbers if numbers.count(number) > 1}):
        raise PlanningError(f"卓番号{twice[0]}が2つあります。番号を分けてください。")
    if len(booths) > MOST_BOOTHS:
        raise PlanningError(f"卓は{MOST_BOOTHS}までです。")
    places = _venues(event, venues)
    _booths(event, booths, places)
    event.venues.exclude(pk__in=[row.pk for row in places.values()]).delete()
    first = venues[0].name if venues else ""
    if event.venue != first:
        Event.objects.filter(pk=event.pk).update(venue=first)


def _venues(event: Event, rows: list[VenueRow]) -> dict[str, Venue]:
    there = {row.pk: row for row in event.venues.all()}
    # Names may change places: the old ones go out of the way first.
    for row in rows:
        if row.pk in there and there[row.pk].name != row.name:
            Venue.objects.filter(pk=row.pk).update(name=f"\u2060{row.pk}")
    found = {}
    for order, row in enumerate(rows):
        venue = there.get(row.pk) or Venue(event=event)
        venue.name, venue.order = row.name, order
        venue.postal_code, venue.address, venue.access = row.postal_code, row.address, row.access
        venue.full_clean(exclude=["event"], validate_unique=False, validate_constraints=False)
        if venue.pk not in there and (same := event.venues.filter(name=row.name).first()):
            venue.pk, venue._state.adding = same.pk, False
        venue.save()
        found[row.name] = venue
    return found


def _booths(event: Event, rows: list[BoothRow], places: dict[str, Venue]) -> None:
    there = {row.pk: row for row in event.booths.all()}
    gone = [row for key, row in there.items() if key not in {one.pk for one in rows}]
    _must_be_free(event, gone)
    Booth.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for n, row in enumerate(rows):
        if row.pk in there and there[row.pk].number != row.number:
            Booth.objects.filter(pk=row.pk).update(number=20_000 + n)
    for row in rows:
        booth = there.get(row.pk) or Booth(event=event)
        booth.number, booth.mode, booth.place = row.number, row.mode, row.place
        online = row.mode == BoothMode.ONLINE
        booth.venue = None if online else places.get(row.venue)
        booth.meeting_url = row.meeting_url if online else ""
        booth.full_clean(exclude=["event"], validate_unique=False, validate_constraints=False)
        booth.save()


def _must_be_free(event: Event, booths: list[Booth]) -> None:
    keys = {row.pk: row for row in booths}
    firm = Participation.objects.filter(booth__in=list(keys)).select_related("company", "booth").first()
    if firm is not None:
        raise PlanningError(
            f"{firm.booth}は消せません。{firm.company.name}の卓です。先に企業の卓を替えてください。", firm
        )
    for hold in programme.held(event):
        for key in hold.booths & set(keys):
            raise PlanningError(f"{keys[key]}は消せません。{hold.why}。")


def in_words(error: ValidationError) -> str:
    """The first sentence of a refused row."""
    return str(error.messages[0])
