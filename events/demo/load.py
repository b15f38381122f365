"""The generated world into rows: everything below the matching layer, in one transaction, with keys that follow from the seed."""

import datetime as dt
from collections import Counter
from itertools import chain

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from events.actions import end_of
from events.demo.accounts import ACCOUNTS, DemoAccount, give_ways_in
from events.demo.ids import Ids
from events.demo.places import PREFECTURE
from events.demo.planned import load_planned
from events.demo.register import load_register
from events.demo.rows import brief_row, company_row, hearing_row, issue_row, note_row, rows_of_senior, senior_row
from events.demo.world import DemoEvent, DemoOfficer, DemoWorld
from events.disclosing import disclose_entries
from events.entering.counting import count_entries_of
from events.models import (
    Attendance,
    Booth,
    Entry,
    EntryState,
    Event,
    EventDay,
    EventHost,
    HostRole,
    Participation,
    ReceptionDesk,
    Stage,
    TimeSlot,
    Unavailability,
)
from events.tallies import tally_people
from institutions.models import Branch, Institution, InstitutionType, StaffMember, User
from institutions.roles import Role
from talent.models import Career, Consent, Qualification, Senior, SeniorContact, Speciality

OFFICE = "新現役交流会 事務局(見本)"
OPEN_LONGER = 8


def is_loaded(seed: int) -> bool:
    return Event.objects.filter(pk=Ids(seed)("event", "coming")).exists()


@transaction.atomic
def load_people(world: DemoWorld) -> dict[str, Event]:
    """Institutions, accounts, firms, seniors and the three events in stage 選定; returns the events by their key in the world."""
    ids = Ids(world.seed)
    users = _load_banks(world, ids)
    _load_seniors(world, ids, users)
    coordinator = users["coordinator@example.jp"]
    events = {event.key: _load_event(world, event, ids, by=coordinator) for event in world.events}
    disclose_entries(events.values())
    tally_people(events.values())
    count_entries_of(events.values())
    load_register(world, ids)
    load_planned(world, ids, by=coordinator, now=timezone.now())
    return events


def coordinator_of(seed: int) -> User:
    return User.objects.get(pk=Ids(seed)("user", "coordinator@example.jp"))


def entry_id(seed: int, event: str, firm: str, senior: str):
    """The key of an entry, for what is built on top of it."""
    return Ids(seed)("entry", event, firm, senior)


# --- Institutions, staff, accounts --------------------------------------------------------------------------------------
def _load_banks(world: DemoWorld, ids: Ids) -> dict[str, User]:
    office = Institution(
        id=ids("office"),
        name=OFFICE,
        short_name="事務局",
        name_kana="シンゲンエキコウリュウカイジムキョク",
        type=InstitutionType.FOUNDATION,
        prefecture="東京都",
        is_demo=True,
    )
    banks = [
        Institution(
            id=ids("bank", bank.key),
            code=bank.code,
            name=bank.name,
            short_name=bank.short,
            name_kana=bank.kana,
            type=bank.kind,
            prefecture=PREFECTURE[bank.region],
            is_demo=True,
        )
        for bank in world.banks
    ]
    Institution.objects.bulk_create([office, *banks])
    Branch.objects.bulk_create(
        Branch(
            id=ids("branch", bank.key, n),
            institution_id=ids("bank", bank.key),
            code=f"{n + 1:03}",
            name=name,
            name_kana=kana,
        )
        for bank in world.banks
        for n, (name, kana) in enumerate(bank.branches)
    )
    users = {account.email: _user(ids, account) for account in ACCOUNTS}
    User.objects.bulk_create(users.values())
    give_ways_in(users.values())
    StaffMember.objects.bulk_create(_staff(world, ids, users))
    return users


def _user(ids: Ids, account: DemoAccount) -> User:
    bank = account.bank or None
    return User(
        id=ids("user", account.email),
        email=account.email,
        role=account.role,
        institution_id=bank and ids("bank", bank),
        branch_id=ids("branch", bank, 0) if account.role == Role.BRANCH else None,
        is_demo=True,
    )


def _staff(world: DemoWorld, ids: Ids, users: dict[str, User]) -> list[StaffMember]:
    """Every officer; the bank's accounts belong to officers of their own branch, the office's two people have theirs."""
    accounts = {
        f"{account.bank}-0-{0 if account.role == Role.HEAD_OFFICE else 1}": users[account.email]
        for account in ACCOUNTS
        if account.bank
    }
    rows = [_officer(ids, officer, accounts.get(officer.key)) for officer in world.officers]
    for person, title, email in (
        (world.coordinator, "コーディネーター", "coordinator@example.jp"),
        (world.receptionist, "受付", "reception@example.jp"),
    ):
        rows.append(
            StaffMember(
                id=ids("staff", email),
                institution_id=ids("office"),
                name=person.name,
                name_kana=person.kana,
                title=title,
                user=users[email],
            )
        )
    return rows


def _officer(ids: Ids, officer: DemoOfficer, user: User | None) -> StaffMember:
    return StaffMember(
        id=ids("staff", officer.key),
        institution_id=ids("bank", officer.bank),
        branch_id=ids("branch", officer.bank, officer.branch),
        name=officer.name.name,
        name_kana=officer.name.kana,
        title=officer.title,
        phone=officer.phone,
        user=user,
    )


# --- Seniors ------------------------------------------------------------------------------------------------------------
def _load_seniors(world: DemoWorld, ids: Ids, users: dict[str, User]) -> None:
    face = demo_senior(world)
    accepted = dt.datetime.combine(world.today, dt.time(9), world.held.entry_open.tzinfo) - dt.timedelta(days=118)
    accounts = {face: users["senior@example.jp"]}
    seniors = [senior_row(ids("senior", one.key), one, accounts.get(one.key)) for one in world.seniors]
    Senior.objects.bulk_create(seniors)
    told = chain.from_iterable(
        rows_of_senior(ids, one, row, accepted, accounts.get(one.key))
        for one, row in zip(world.seniors, seniors, strict=True)
    )
    _bulk(told, (SeniorContact, Career, Speciality, Qualification, Consent))


def demo_senior(world: DemoWorld) -> str:
    """Whose account the demo shows: somebody who is at all three events, with most wishes at the one whose timetable is out."""

    def wishes(event: DemoEvent, key: str) -> int:
        return sum(entry.senior == key for entry in event.entries)

    return max(
        (one.key for one in world.soon.seniors),
        key=lambda key: (sum(wishes(event, key) > 0 for event in world.events), wishes(world.soon, key)),
    )


def _bulk(rows, kinds: tuple[type[Model], ...]) -> None:
    sorted_out: dict[type, list] = {kind: [] for kind in kinds}
    for row in rows:
        sorted_out[type(row)].append(row)
    for kind, found in sorted_out.items():
        kind.objects.bulk_create(found, batch_size=2000)


# --- Events -------------------------------------------------------------------------------------------------------------
def _load_event(world: DemoWorld, event: DemoEvent, ids: Ids, *, by: User) -> Event:
    _load_firms(world, event, ids, by=by)
    row = Event.objects.create(
        id=ids("event", event.key),
        name=event.name,
        is_demo=True,
        stage=Stage.SELECTION,
        starts_on=event.date,
        ends_on=event.date,
        venue=event.venue,
        entry_open_at=event.entry_open,
        entry_close_at=event.entry_close,
        planned_companies=len(event.firms),
        planned_seniors=len(event.seniors),
        remarks="見本のデータです。会社も人も実在しません。",
    )
    EventHost.objects.bulk_create(
        EventHost(
            id=ids("host", event.key, key), event=row, institution_id=ids("bank", key), role=HostRole.HOST, order=n
        )
        for n, key in enumerate(event.hosts)
    )
    day = EventDay.objects.create(
        id=ids("day", event.key), event=row, number=1, date=event.date, opening_at=dt.time(13)
    )
    TimeSlot.objects.bulk_create(
        TimeSlot(
            id=ids("slot", event.key, slot.number),
            event=row,
            day=day,
            number=slot.number,
            during=(slot.start, slot.end),
            after_break=slot.after_break,
        )
        for slot in event.slots
    )
    _load_floor(event, row, ids)
    _load_entries(event, row, ids)
    if event.key == "soon":
        _load_desk(row, ids, by=by)
    return row


def _load_desk(event: Event, ids: Ids, *, by: User) -> None:
    """The reception's account of the demo signs in by password, so its desk needs no link."""
    at = event.entry_close_at
    ReceptionDesk.objects.create(
        id=ids("desk", event.pk),
        event=event,
        date=event.starts_on,
        user_id=ids("user", "reception@example.jp"),
        expires_at=end_of(event.starts_on),
        created_at=at,
        created_by=by,
        opened_at=at,
    )


def _load_firms(world: DemoWorld, event: DemoEvent, ids: Ids, *, by: User) -> None:
    officers = {officer.key: officer for officer in world.officers}
    branches = {bank.key: bank.branches for bank in world.banks}
    companies, hearings, notes, issues, briefs = [], [], [], [], []
    closing = _closing(event)
    for n, firm in enumerate(event.firms):
        officer = officers[firm.officer]
        heard = event.date - dt.timedelta(days=80 - n)
        company = company_row(
            ids("company", firm.key),
            firm,
            ids("bank", firm.bank),
            ids("branch", firm.bank, firm.branch),
            ids("staff", firm.officer),
        )
        hearing = hearing_row(
            ids("hearing", firm.key),
            firm,
            company,
            by=by,
            heard_on=heard,
            heard_by=f"事務局 {world.coordinator.name}",
            officer=f"{branches[firm.bank][firm.branch][0]} {officer.name.name}",
            event=ids("event", event.key),
            approved_at=event.entry_open - dt.timedelta(days=3, minutes=7 * n),
        )
        issue = issue_row(ids("issue", firm.key), firm, hearing)
        companies.append(company)
        hearings.append(hearing)
        notes.append(note_row(firm, hearing))
        issues.append(issue)
        until = closing.get(firm.key, event.entry_close)
        key = ids("event", event.key)
        briefs.append(brief_row(ids("brief", firm.key), firm, issue, company, key, event.entry_open, until))
    for rows in (companies, hearings, notes, issues, briefs):
        type(rows[0]).objects.bulk_create(rows)


def _closing(event: DemoEvent) -> dict[str, dt.datetime]:
    """The firms of the event to come that are wished for least are open longer than the others, so that there is something to read."""
    if event.key != "coming":
        return {}
    wishes = Counter(entry.firm for entry in event.entries)
    fewest = sorted((firm.key for firm in event.firms), key=lambda key: (wishes[key], key))[:OPEN_LONGER]
    last = dt.datetime.combine(event.date - dt.timedelta(days=4), dt.time(17), event.entry_open.tzinfo)
    return dict.fromkeys(fewest, last)


def _load_floor(event: DemoEvent, row: Event, ids: Ids) -> None:
    """Booths, firms and seniors with their numbers, and who is away when."""
    Booth.objects.bulk_create(
        Booth(id=ids("booth", event.key, n), event=row, number=n) for n in range(1, len(event.firms) + 1)
    )
    Participation.objects.bulk_create(
        Participation(
            id=ids("participation", event.key, firm.key),
            event=row,
            institution_id=ids("bank", firm.bank),
            company_id=ids("company", firm.key),
            number=n,
            attendant_id=ids("staff", firm.officer),
            booth_id=ids("booth", event.key, n),
        )
        for n, firm in enumerate(event.firms, start=1)
    )
    Attendance.objects.bulk_create(
        Attendance(id=ids("attendance", event.key, one.key), event=row, senior_id=ids("senior", one.key), number=n)
        for n, one in enumerate(event.seniors, start=1)
    )
    field = {"firm": ("participation_id", "participation"), "senior": ("attendance_id", "attendance")}
    Unavailability.objects.bulk_create(
        Unavailability(
            id=ids("away", event.key, away.kind, away.key, number),
            event=row,
            slot_id=ids("slot", event.key, number),
            **(
                {field[away.kind][0]: ids(field[away.kind][1], event.key, away.key)}
                if away.kind in field
                else {"attendant_id": ids("staff", away.key)}
            ),
        )
        for away in event.away
        for number in away.slots
    )


def _load_entries(event: DemoEvent, row: Event, ids: Ids) -> None:
    banks = {firm.key: ids("bank", firm.bank) for firm in event.firms}
    titles = {firm.key: firm.issue.public_title for firm in event.firms}
    Entry.objects.bulk_create(
        Entry(
            id=ids("entry", event.key, entry.firm, entry.senior),
            event=row,
            institution_id=banks[entry.firm],
            participation_id=ids("participation", event.key, entry.firm),
            company_id=ids("company", entry.firm),
            attendance_id=ids("attendance", event.key, entry.senior),
            senior_id=ids("senior", entry.senior),
            issue_id=ids("issue", entry.firm),
            public_title=titles[entry.firm],
            preference=entry.preference,
            proposal_text=entry.proposal,
            score=entry.score,
            state=EntryState.WITHDRAWN if entry.withdrawn else EntryState.SUBMITTED,
            submitted_at=entry.submitted_at,
        )
        for entry in event.entries
    )
