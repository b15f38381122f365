"""The national size in rows: institutions, people, events, timetables placed as a spreadsheet would, and what came of them.

For load and query tests. Bulk inserts, event by event in batches, in one transaction.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import batched
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model

from companies.models import Company, Hearing, HearingNote, Issue, IssueBrief
from events.demo import crowd
from events.demo.crowd import BRANCHES, OFFICERS, SCALES, CrowdBank, CrowdEvent
from events.demo.ids import Ids
from events.demo.names import ManyNames
from events.demo.places import PREFECTURE, office_phone
from events.demo.rows import brief_row, company_row, hearing_row, issue_row, note_row, rows_of_senior, senior_row
from events.demo.world import DemoEntry
from events.disclosing import disclose_entries
from events.models import Attendance, Booth, Entry, Event, EventDay, EventHost, Participation, Stage, TimeSlot
from events.tallies import tally_people
from institutions.models import Branch, Institution, StaffMember, User
from institutions.roles import Role
from matching.actions.publication import tally_outcomes, tell_publication
from matching.models import (
    Answer,
    Interview,
    PlanStatus,
    Result,
    ResultState,
    SecondInterview,
    SecondInterviewState,
    Side,
    Support,
    SupportState,
    Timetable,
    TimetableState,
    Wish,
)
from matching.standings import count_standings
from talent.models import Career, Consent, Qualification, Senior, SeniorContact, Speciality

EVENTS_AT_ONCE = 20
ROWS_AT_ONCE = 2000
MOST_PER_SENIOR = 3
OWNER = "crowd@example.jp"
EARLIER = dt.timedelta(days=12)  # a timetable is out twelve days before its event

Rows = Iterator[Model]
Tell = Callable[[str], None]


def is_made(seed: int, scale: str) -> bool:
    return Institution.objects.filter(pk=_ids(seed, scale)("bank", 0)).exists()


def is_made_of_another_seed(seed: int, scale: str) -> bool:
    return not is_made(seed, scale) and Senior.objects.filter(number=f"{SCALES[scale].letter}000001").exists()


@transaction.atomic
def make(*, seed: int, scale: str, today: dt.date, tell: Tell) -> None:
    size, ids = SCALES[scale], _ids(seed, scale)
    bank_list = crowd.banks(seed, size)
    owner = User.objects.create(
        id=ids("user"),
        email=f"{scale}.{seed}.{OWNER}",
        role=Role.COORDINATOR,
        password=make_password(None),
        is_demo=True,
    )
    _insert(_bank_rows(seed, ids, bank_list))
    tell(f"機関 {len(bank_list)} 件")
    people = crowd.seniors(seed, size, today)
    accepted = dt.datetime.combine(today, dt.time(9), crowd.TOKYO) - dt.timedelta(days=60)
    for n, some in enumerate(batched(people, 3000), start=1):
        rows = [senior_row(ids("senior", one.key), one) for one in some]
        _insert(rows)
        _insert(
            row for one, senior in zip(some, rows, strict=True) for row in rows_of_senior(ids, one, senior, accepted)
        )
        tell(f"新現役 {min(n * 3000, len(people))} / {len(people)} 人")
    done = 0
    for some in batched(crowd.events(seed, size, today, bank_list, people), EVENTS_AT_ONCE):
        _insert(row for event in some for row in EventRows(event, ids, owner, seed))
        made = Event.objects.filter(pk__in=[ids("event", event.number) for event in some])
        disclose_entries(made)
        tally_people(made)
        tell_publication(made)
        tally_outcomes(made)
        done += len(some)
        tell(f"交流会 {done} / {size.events} 件")
    count_standings()


def _ids(seed: int, scale: str) -> Ids:
    return Ids(seed * 10 + 1_000_000_000 + sorted(SCALES).index(scale))


def _insert(rows: Rows) -> None:
    """Sort rows out by model and insert them in the order in which their models first came."""
    sorted_out: dict[type[Model], list] = defaultdict(list)
    for row in rows:
        sorted_out[type(row)].append(row)
    for model in sorted(sorted_out, key=ORDER.index):
        model.objects.bulk_create(sorted_out[model], batch_size=ROWS_AT_ONCE)


# Parents before children.
ORDER = (
    Institution,
    Branch,
    StaffMember,
    Senior,
    SeniorContact,
    Career,
    Speciality,
    Qualification,
    Consent,
    Company,
    Hearing,
    HearingNote,
    Issue,
    IssueBrief,
    Event,
    EventHost,
    EventDay,
    TimeSlot,
    Booth,
    Participation,
    Attendance,
    Entry,
    Timetable,
    Interview,
    Result,
    Answer,
    SecondInterview,
    Support,
)


def _bank_rows(seed: int, ids: Ids, bank_list: list[CrowdBank]) -> Rows:
    rng = Random(f"officers {seed}")
    names = ManyNames(rng)
    for bank in bank_list:
        institution = ids("bank", bank.key)
        yield Institution(
            id=institution,
            name=bank.name,
            short_name=bank.short,
            name_kana=bank.kana,
            type=bank.kind,
            prefecture=PREFECTURE[bank.region],
            is_demo=True,
        )
        for branch in range(BRANCHES):
            name, kana = ("本店", "ホンテン") if branch == 0 else (f"第{branch}支店", f"ダイ{branch}シテン")
            yield Branch(
                id=ids("branch", bank.key, branch),
                institution_id=institution,
                code=f"{branch + 1:03}",
                name=name,
                name_kana=kana,
            )
            for n in range(OFFICERS):
                person = names.officer()
                yield StaffMember(
                    id=ids("staff", f"{bank.key}-{branch}-{n}"),
                    institution_id=institution,
                    branch_id=ids("branch", bank.key, branch),
                    name=person.name,
                    name_kana=person.kana,
                    title="営業担当",
                    phone=office_phone(rng),
                )


class EventRows:
    """Every row of one event, parents and children in any order."""

    def __init__(self, event: CrowdEvent, ids: Ids, owner: User, seed: int) -> None:
        self.event, self.ids, self.owner = event, ids, owner
        self.rng = Random(f"event {seed} {event.number}")
        self.key = ids("event", event.number)
        self.banks = {firm.key: ids("bank", firm.bank) for firm in event.firms}
        self.noon = dt.datetime.combine(event.date, dt.time(18), crowd.TOKYO)

    def __iter__(self) -> Rows:
        yield from self._frame()
        yield from self._firms()
        yield from self._people()
        yield from self._outcomes(list(self._timetable()))

    def _frame(self) -> Rows:
        event, day = self.event, self.ids("day", self.event.number)
        yield Event(
            id=self.key,
            name=event.name,
            is_demo=True,
            stage=Stage.CLOSED,
            starts_on=event.date,
            ends_on=event.date,
            venue=event.venue,
            entry_open_at=event.entry_open,
            entry_close_at=event.entry_close,
            planned_companies=len(event.firms),
            planned_seniors=len(event.seniors),
        )
        for n, bank in enumerate(dict.fromkeys(self.banks.values())):
            yield EventHost(id=self.ids("host", event.number, n), event_id=self.key, institution_id=bank, order=n)
        yield EventDay(id=day, event_id=self.key, number=1, date=event.date, opening_at=dt.time(13))
        for slot in event.slots:
            yield TimeSlot(
                id=self._slot(slot.number),
                event_id=self.key,
                day_id=day,
                number=slot.number,
                during=(slot.start, slot.end),
                after_break=slot.after_break,
            )

    def _slot(self, number: int):
        return self.ids("slot", self.event.number, number)

    def _firms(self) -> Rows:
        event, ids = self.event, self.ids
        for n, firm in enumerate(event.firms, start=1):
            officer = ids("staff", firm.officer)
            company = company_row(
                ids("company", firm.key), firm, self.banks[firm.key], ids("branch", firm.bank, firm.branch), officer
            )
            hearing = hearing_row(
                ids("hearing", firm.key),
                firm,
                company,
                by=self.owner,
                heard_on=event.date - dt.timedelta(days=70),
                heard_by="事務局",
                officer="担当者",
                event=self.key,
                approved_at=event.entry_open - dt.timedelta(days=2),
            )
            issue = issue_row(ids("issue", firm.key), firm, hearing)
            opened, closed = event.entry_open, event.entry_close
            yield from (
                company,
                hearing,
                note_row(firm, hearing),
                issue,
                brief_row(ids("brief", firm.key), firm, issue, company, self.key, opened, closed),
            )
            yield Booth(id=ids("booth", event.number, n), event_id=self.key, number=n)
            yield Participation(
                id=ids("participation", firm.key),
                event_id=self.key,
                institution_id=self.banks[firm.key],
                company_id=company.pk,
                number=n,
                attendant_id=officer,
                booth_id=ids("booth", event.number, n),
            )

    def _people(self) -> Rows:
        event, ids = self.event, self.ids
        for n, one in enumerate(event.seniors, start=1):
            yield Attendance(
                id=ids("attendance", event.number, one.key),
                event_id=self.key,
                senior_id=ids("senior", one.key),
                number=n,
            )
        titles = {firm.key: firm.issue.public_title for firm in event.firms}
        for entry in event.entries:
            yield Entry(
                id=self._entry(entry),
                event_id=self.key,
                institution_id=self.banks[entry.firm],
                participation_id=ids("participation", entry.firm),
                company_id=ids("company", entry.firm),
                attendance_id=ids("attendance", event.number, entry.senior),
                senior_id=ids("senior", entry.senior),
                issue_id=ids("issue", entry.firm),
                public_title=titles[entry.firm],
                preference=entry.preference,
                proposal_text=entry.proposal,
                score=entry.score,
                submitted_at=entry.submitted_at,
            )

    def _entry(self, entry: DemoEntry):
        return self.ids("entry", self.event.number, entry.firm, entry.senior)

    def _placed(self) -> Iterator[tuple[DemoEntry, int]]:
        """Dearest entries first, each in the first slot at which firm, senior and officer are free."""
        officers = {firm.key: firm.officer for firm in self.event.firms}
        busy: set[tuple[str, int]] = set()
        met: dict[str, int] = defaultdict(int)
        for entry in sorted(self.event.entries, key=lambda one: (-one.score, one.firm, one.senior)):
            parties = (entry.firm, entry.senior, officers[entry.firm])
            slot = next((n for n in range(len(self.event.slots)) if not any((one, n) in busy for one in parties)), None)
            if slot is None or met[entry.senior] >= MOST_PER_SENIOR:
                continue
            busy |= {(one, slot) for one in parties}
            met[entry.senior] += 1
            yield entry, slot

    def _timetable(self) -> Rows:
        event, ids = self.event, self.ids
        published = event.entry_close + (self.noon - EARLIER - event.entry_close)
        timetable = ids("timetable", event.number)
        yield Timetable(
            id=timetable,
            event_id=self.key,
            version=1,
            state=TimetableState.PUBLISHED,
            is_published=True,
            status=PlanStatus.EDITED,
            created_at=published,
            created_by=self.owner,
            published_at=published,
            published_by=self.owner,
        )
        numbers = {firm.key: (n, firm) for n, firm in enumerate(event.firms, start=1)}
        for entry, slot in self._placed():
            n, firm = numbers[entry.firm]
            yield Interview(
                id=ids("interview", event.number, entry.firm, entry.senior),
                event_id=self.key,
                institution_id=self.banks[entry.firm],
                timetable_id=timetable,
                is_published=True,
                entry_id=self._entry(entry),
                participation_id=ids("participation", entry.firm),
                company_id=ids("company", entry.firm),
                senior_id=ids("senior", entry.senior),
                attendant_id=ids("staff", firm.officer),
                booth_id=ids("booth", event.number, n),
                slot_id=self._slot(slot),
                during=(event.slots[slot].start, event.slots[slot].end),
            )

    def _outcomes(self, rows: list[Model]) -> Rows:
        """Nearly all are held; a firm picks two at most, most seniors wish again, half of the second interviews lead to support."""
        yield from rows
        picks: dict = defaultdict(int)
        noted = {"recorded_at": self.noon, "recorded_by": self.owner}
        for row in rows:
            if not isinstance(row, Interview):
                continue
            pair = {"institution_id": row.institution_id, "entry_id": row.entry_id, **noted}
            held = self.rng.random() < 0.97
            yield Result(
                id=self.ids("result", row.pk), state=ResultState.HELD if held else ResultState.SENIOR_ABSENT, **pair
            )
            if not held:
                continue
            wanted = picks[row.company_id] < 2 and self.rng.random() < 0.45
            picks[row.company_id] += wanted
            firm = Wish.YES if wanted else self.rng.choice((Wish.NO, Wish.UNDECIDED))
            senior = self.rng.choices(list(Wish), (55, 20, 12, 13))[0]
            yield Answer(id=self.ids("answer", row.pk, "c"), side=Side.COMPANY, wish=firm, **pair)
            yield Answer(id=self.ids("answer", row.pk, "s"), side=Side.SENIOR, wish=senior, **pair)
            if wanted and senior in (Wish.YES, Wish.IF_POSSIBLE):
                met_on = self.event.date + dt.timedelta(days=10)
                yield SecondInterview(
                    id=self.ids("second", row.pk),
                    state=SecondInterviewState.HELD,
                    held_on=met_on,
                    place="会社の会議室",
                    **pair,
                )
                if self.rng.random() < 0.5:
                    yield Support(
                        id=self.ids("support", row.pk),
                        state=SupportState.FINISHED,
                        agreed_on=met_on + dt.timedelta(days=14),
                        theme="課題の解決",
                        **pair,
                    )
