"""The plan -> rows, in one transaction: everything or nothing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from companies.models import BriefState, Company, Hearing, HearingState, Issue, IssueBrief
from companies.regions import region_of
from events.disclosing import disclose_entries
from events.entering.counting import count_entries_of
from events.importing.checking import check
from events.importing.layout import CAREERS, FIRM_COLUMNS, SENIOR_COLUMNS
from events.importing.plan import Count, FirmPlan, Plan, SeniorPlan, StaffPlan
from events.importing.reading import MOST_FAULTS, Row, read_content
from events.models import (
    Attendance,
    Booth,
    Entry,
    EntryState,
    Event,
    EventDay,
    EventHost,
    Participation,
    Stage,
    TimeSlot,
    Unavailability,
)
from events.tallies import tally_people
from events.undoing import EVENT_IMPORT
from institutions.models import StaffMember, User
from kouryukai.lib.japanese import without_legal_form
from kouryukai.lib.table import Fault, TableError
from office.importing.batches import note_batch
from talent.models import Career, Qualification, Senior, SeniorContact, SeniorState, Speciality

_LOCK = 0x6B6F7572  # one import at a time: two of the same file would both find nothing there
_EVENT_FIELDS = (
    "name venue slot_minutes min_per_company max_per_company max_per_senior max_second_picks "
    "entry_open_at entry_close_at remarks"
).split()
_HEARING_FIELDS = "heard_on heard_by background current_state tried_so_far".split()
_ISSUE_FIELDS = "categories body expected_support goal wanted_profile".split()
_CAREER_FIELDS = "company_name industry department position from_year to_year summary".split()


class ImportRefused(TableError):
    """Nothing was changed. `faults` has every fault with sheet, row and column, warnings too."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(f"誤りが {sum(not fault.is_warning for fault in faults)} 件あります。何も変えていません。")


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do; `counts` is empty where the workbook could not be read that far."""

    name: str
    days: list[dt.date]
    counts: list[Count]
    faults: list[Fault]
    warnings: list[Fault]

    @property
    def is_good(self) -> bool:
        return not self.faults


def preview_event(*, workbook: bytes, now: dt.datetime) -> Preview:
    """Read and check without writing."""
    plan, faults = check(read_content(workbook), today=timezone.localtime(now).date())
    errors = [fault for fault in faults if not fault.is_warning]
    return Preview(
        name=plan.event.row.get("name", "") if plan else "",
        days=plan.event.days if plan else [],
        counts=plan.counts() if plan else [],
        faults=errors[:MOST_FAULTS],
        warnings=[fault for fault in faults if fault.is_warning],
    )


def import_event(
    *, workbook: bytes, by: User, now: dt.datetime, event_id: UUID | None = None, file_name: str = ""
) -> Event:
    """Make the workbook's event. ImportRefused, and not one row changed, where there is any fault.

    `event_id` is the new event's key, so that a form sent twice can find the event that its first sending made.
    """
    content = read_content(workbook)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            plan, faults = check(content, today=timezone.localtime(now).date())
            if plan is None or any(not fault.is_warning for fault in faults):
                raise ImportRefused(faults)
            writer = _Writer(plan, by, now)
            event = writer.write(event_id or uuid4())
            connection.check_constraints()
            note_batch(
                key=event.pk,
                kind=EVENT_IMPORT,
                title=f"{event.name}({event.starts_on:%Y-%m-%d})",
                file_name=file_name,
                institution=None,
                branch=None,
                made=writer.made,
                changed=(),
                by=by,
                now=now,
            )
            return event
    except IntegrityError:  # somebody else wrote the same firm or senior between our look and our write
        message = "取り込みの間に、同じ企業か新現役がほかの画面で登録されました。もう一度取り込んでください。"
        raise ImportRefused([Fault("", 0, "", "", "", message)]) from None


class _Writer:
    def __init__(self, plan: Plan, by: User, now: dt.datetime) -> None:
        self.plan, self.by, self.now = plan, by, now
        self.staff: dict[int, StaffMember] = {}
        self.companies: dict[int, Company] = {}
        self.issues: dict[int, Issue] = {}
        self.people: dict[str, Senior] = {}
        self.made: list[models.Model] = []

    def _make[Row: models.Model](self, model: type[Row], rows: Iterable[Row]) -> list[Row]:
        """Rows in bulk, remembered so that the import can be undone."""
        made = model.objects.bulk_create(rows)
        self.made += made
        return made

    def write(self, event_id: UUID) -> Event:
        self._write_event(event_id)
        self._write_staff()
        self._write_companies()
        self._write_issues()
        self._write_seniors()
        self._write_profiles()
        self._write_participants()
        self._write_wishes()
        self._write_away()
        disclose_entries([self.event])
        tally_people([self.event])
        count_entries_of([self.event])
        return self.event

    def _write_event(self, event_id: UUID) -> None:
        plan = self.plan.event
        self.event = Event.objects.create(
            id=event_id,
            stage=Stage.SELECTION if self.plan.wishes else Stage.ENTRY,
            starts_on=plan.days[0],
            ends_on=plan.days[-1],
            planned_companies=len(self.plan.firms),
            planned_seniors=len(self.plan.seniors),
            **_given(plan.row, _EVENT_FIELDS),
        )
        self.made.append(self.event)
        self._make(
            EventHost,
            (
                EventHost(event=self.event, institution=host, role=role, order=order)
                for order, (host, role) in enumerate(plan.hosts)
            ),
        )
        days = self._make(
            EventDay,
            (
                EventDay(event=self.event, number=n, date=day, opening_at=plan.row.get("opening_at"))
                for n, day in enumerate(plan.days, start=1)
            ),
        )
        self.slots = self._make(
            TimeSlot,
            (
                TimeSlot(
                    event=self.event,
                    day=days[slot.day],
                    number=number,
                    during=(slot.starts_at, slot.ends_at),
                    after_break=slot.after_break,
                    tables=plan.row.get("tables"),
                )
                for number, slot in enumerate(plan.slots)
            ),
        )

    def _write_staff(self) -> None:
        new = []
        for person in self.plan.staff:
            row = person.existing or StaffMember(
                institution=person.institution,
                branch=person.branch,
                name=person.name,
                **(_given(person.row, ["name_kana", "title", "phone"]) if person.row else {}),
            )
            self.staff[id(person)] = row
            if person.existing is None:
                new.append(row)
        self._make(StaffMember, new)

    def _person(self, person: StaffPlan | None) -> StaffMember | None:
        return self.staff[id(person)] if person else None

    def _write_companies(self) -> None:
        fields = {column.field for column in FIRM_COLUMNS} & {field.name for field in Company._meta.fields}
        new = []
        for firm in self.plan.firms.values():
            company = firm.existing
            if company is None:
                values = _given(firm.row, fields - {"institution", "branch", "officer"})
                values.setdefault("short_name", without_legal_form(values["name"])[:8].strip())
                company = Company(
                    institution=firm.institution, branch=firm.branch, officer=self._person(firm.officer), **values
                )
                company.set_name_key()
                new.append(company)
            self.companies[firm.number] = company
        self._make(Company, new)

    def _write_issues(self) -> None:
        hearings, issues, briefs = [], [], []
        for firm in self.plan.firms.values():
            company = self.companies[firm.number]
            hearing = self._hearing(firm, company)
            hearings.append(hearing)
            for row in firm.rows:
                issue = Issue(
                    institution=company.institution,
                    company=company,
                    hearing=hearing,
                    title=row.get("issue_title"),
                    questions=row.get("questions", "").splitlines(),
                    **_given(row, _ISSUE_FIELDS),
                )
                self.issues[id(row)] = issue
                issues.append(issue)
                briefs.append(self._brief(row, company, issue))
        self._make(Hearing, hearings)
        self._make(Issue, issues)
        self._make(IssueBrief, briefs)

    def _hearing(self, firm: FirmPlan, company: Company) -> Hearing:
        return Hearing(
            institution=company.institution,
            company=company,
            event_id=self.event.pk,
            state=HearingState.APPROVED,
            approved_at=self.now,
            approved_by=self.by,
            **_given(firm.row, _HEARING_FIELDS),
        )

    def _brief(self, row: Row, company: Company, issue: Issue) -> IssueBrief:
        opens, closes = self.event.entry_open_at, self.event.entry_close_at
        return IssueBrief(
            institution=company.institution,
            issue=issue,
            event_id=self.event.pk,
            categories=issue.categories,
            public_title=row.get("public_title"),
            public_summary=row.get("public_summary"),
            trade=company.industry,
            region=row.get("region") or region_of(company.prefecture),
            size_band=company.size_band,
            state=BriefState.APPROVED,
            open_from=opens if opens and closes else None,
            open_until=closes if opens and closes else None,
        )

    def _write_seniors(self) -> None:
        columns = {column.field for column in SENIOR_COLUMNS}
        fields = columns & {field.name for field in Senior._meta.fields}
        private = columns & {field.name for field in SeniorContact._meta.fields}
        new, contacts = [], []
        for plan in self.plan.seniors.values():
            senior = plan.existing
            if senior is None:
                senior = Senior(
                    state=SeniorState.ACTIVE,
                    registered_on=timezone.localtime(self.now).date(),
                    **_given(plan.row, fields),
                )
                senior.set_name_key()
                new.append(senior)
                contacts.append(SeniorContact(senior=senior, **_given(plan.row, private)))
            self.people[plan.number] = senior
        self._make(Senior, new)
        self._make(SeniorContact, contacts)

    def _write_profiles(self) -> None:
        """Careers, specialities and qualifications of those who are new."""
        careers, specialities, qualifications = [], [], []
        for plan in self.plan.seniors.values():
            if plan.existing:
                continue
            senior = self.people[plan.number]
            careers += self._careers(plan, senior)
            specialities += [
                Speciality(senior=senior, category=category, years=years)
                for category, years in plan.specialities.items()
            ]
            qualifications += [
                Qualification(senior=senior, name=name, year=year) for name, year in plan.row.get("qualifications", [])
            ]
        self._make(Career, careers)
        self._make(Speciality, specialities)
        self._make(Qualification, qualifications)

    def _careers(self, plan: SeniorPlan, senior: Senior) -> list[Career]:
        made = []
        for n in range(1, CAREERS + 1):
            values = {name: plan.row.get(f"{name}_{n}") for name in _CAREER_FIELDS if f"{name}_{n}" in plan.row.values}
            if values:
                made.append(Career(senior=senior, position_in_list=len(made) + 1, **values))
        return made

    def _write_participants(self) -> None:
        firms = list(self.plan.firms.values())
        booths = self._make(Booth, (Booth(event=self.event, number=firm.booth) for firm in firms))
        self.firms = {
            firm.number: Participation(
                event=self.event,
                institution=self.companies[firm.number].institution,
                company=self.companies[firm.number],
                number=firm.number,
                attendant=self._person(firm.attendant),
                booth=booth,
                **_given(firm.row, ["min_interviews", "max_interviews"]),
            )
            for firm, booth in zip(firms, booths, strict=True)
        }
        self._make(Participation, self.firms.values())
        self.seniors = {
            plan.number: Attendance(
                event=self.event,
                senior=self.people[plan.number],
                number=plan.badge,
                **_given(plan.row, ["max_interviews"]),
            )
            for plan in self.plan.seniors.values()
        }
        self._make(Attendance, self.seniors.values())

    def _write_wishes(self) -> None:
        entries = []
        for wish in self.plan.wishes:
            participation = self.firms[wish.firm.number]
            attendance = self.seniors[wish.senior.number]
            entries.append(
                Entry(
                    event=self.event,
                    institution=participation.institution,
                    participation=participation,
                    company=participation.company,
                    attendance=attendance,
                    senior=attendance.senior,
                    issue=self.issues[id(wish.issue)],
                    public_title=wish.issue.get("public_title"),
                    score=wish.score,
                    state=wish.row.get("state", EntryState.SUBMITTED),
                    submitted_at=self.now,
                    **_given(wish.row, ["preference", "proposal_text", "selection_reason"]),
                )
            )
        self._make(Entry, entries)

    def _write_away(self) -> None:
        self._make(
            Unavailability,
            (
                Unavailability(
                    event=self.event,
                    slot=self.slots[one.slot],
                    participation=self.firms[one.firm.number] if one.firm else None,
                    attendance=self.seniors[one.senior.number] if one.senior else None,
                    attendant=self._person(one.staff),
                )
                for one in self.plan.away
            ),
        )


def _given(row: Row, fields) -> dict[str, object]:
    """The row's values for model fields; what is empty is left to the model's default."""
    return {name: row.values[name] for name in fields if name in row.values}
