"""One small factory per model: valid rows with as few words as possible. Keyword arguments override any field."""

import datetime as dt
import uuid
from itertools import count
from zoneinfo import ZoneInfo

from django.utils import timezone

from companies.models import BriefState, Company, Hearing, HearingNote, HearingState, Issue, IssueBrief, PresidentLink
from events.actions import end_of
from events.disclosing import disclose_entries
from events.models import (
    Attendance,
    Avoidance,
    Booth,
    Entry,
    Event,
    EventDay,
    EventHost,
    Milestone,
    Participation,
    PartyKind,
    ReceptionDesk,
    ReceptionName,
    Stage,
    TimeSlot,
    Unavailability,
)
from institutions.actors import Actor, DatabaseRole, acting
from institutions.models import Branch, Institution, InstitutionType, StaffMember, User
from institutions.roles import Role
from matching.models import Answer, Interview, Occupancy, Result, SecondInterview, Support, Timetable, TimetableState
from office.filing import write_whole
from office.models import ImportBatch, Inquiry, MailState, OutboxMail, ReadAlert, ReadLog, ReadRule, Scan
from office.scans import path_of
from talent.models import (
    Application,
    Career,
    Consent,
    Disclosure,
    Qualification,
    SavedSearch,
    Senior,
    SeniorContact,
    SeniorState,
    Speciality,
    Standing,
    UnavailablePeriod,
)
from talent.sheet import sheet_of

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = dt.datetime(2026, 9, 1, 10, 0, tzinfo=TOKYO)
EVENT_DATE = dt.date(2026, 9, 18)
PASSWORD = "correct horse battery staple"
_numbers = count(1)


def institution(**fields) -> Institution:
    n = next(_numbers)
    values = {
        "name": f"見本{n}信用組合",
        "short_name": f"見本{n}",
        "type": InstitutionType.SHINKUMI,
        "prefecture": "東京都",
    }
    return Institution.objects.create(**values | fields)


def branch(institution: Institution, **fields) -> Branch:
    n = next(_numbers)
    return Branch.objects.create(institution=institution, **{"code": f"{n % 1000:03}", "name": f"第{n}支店"} | fields)


def user(role: Role, **fields) -> User:
    values = {"email": f"{role}-{next(_numbers)}@example.jp", "password": PASSWORD}
    return User.objects.create_user(role=role, **values | fields)


def staff_member(institution: Institution, **fields) -> StaffMember:
    return StaffMember.objects.create(institution=institution, **{"name": f"職員 {next(_numbers)}"} | fields)


def company(branch: Branch, **fields) -> Company:
    n = next(_numbers)
    values = {
        "name": f"株式会社 見本製作所{n}",
        "short_name": f"見本{n}"[:8],
        "representative_name": f"社長 {n}",
        "industry": "金属加工",
        "prefecture": "東京都",
        "city": "大田区",
        "employees": 24,
    }
    return Company.objects.create(institution=branch.institution, branch=branch, **values | fields)


def hearing(company: Company, **fields) -> Hearing:
    return Hearing.objects.create(
        company=company, institution=company.institution, **{"state": HearingState.SUBMITTED} | fields
    )


def hearing_note(hearing: Hearing, text: str) -> HearingNote:
    return HearingNote.objects.create(hearing=hearing, institution=hearing.institution, text=text)


def president_link(company: Company, by: User, **fields) -> PresidentLink:
    values = {"token_hash": f"{next(_numbers):064}", "created_at": NOW, "expires_at": NOW + dt.timedelta(days=30)}
    values |= {"institution": company.institution}
    return PresidentLink.objects.create(company=company, created_by=by, **values | fields)


def issue(company: Company, **fields) -> Issue:
    values = {
        "categories": ["PRODUCTION"],
        "title": "不良率を下げたい",
        "body": "不良率が3年で2%から5%に上がった。",
        "expected_support": "原因の調べ方から一緒に見てほしい。",
        "questions": ["検査の記録の取り方", "月に来られる日数"],
    }
    values |= fields
    parent = values.pop("hearing", None) or hearing(company)
    return Issue.objects.create(company=company, institution=company.institution, hearing=parent, **values)


def issue_brief(issue: Issue, **fields) -> IssueBrief:
    values = {
        "public_title": "製造の歩留まり",
        "public_summary": "不良を減らしたい。",
        "trade": "金属加工",
        "region": "関東",
        "categories": issue.categories,
        "state": BriefState.APPROVED,
    }
    return IssueBrief.objects.create(issue=issue, institution=issue.institution, **values | fields)


def senior(**fields) -> Senior:
    n = next(_numbers)
    values = {
        "number": f"M{n:05}",
        "state": SeniorState.ACTIVE,
        "family_name": "髙橋",
        "given_name": f"誠一{n}",
        "family_kana": "タカハシ",
        "given_kana": "セイイチ",
        "prefecture": "神奈川県",
        "headline": "元 部品メーカー 品質保証部長",
    }
    return Senior.objects.create(**values | fields)


def senior_contact(senior: Senior, **fields) -> SeniorContact:
    values = {"birth_date": dt.date(1955, 4, 1), "email": "senior@example.jp", "phone": "090-1111-2222"}
    return SeniorContact.objects.create(senior=senior, **values | fields)


def disclosure(senior: Senior, to: Institution, **fields) -> Disclosure:
    values = {"until": timezone.now() + dt.timedelta(days=30), "source": uuid.uuid4()}
    return Disclosure.objects.create(senior=senior, institution=to, **values | fields)


def career(senior: Senior, **fields) -> Career:
    values = {"company_name": "大手部品メーカー", "position": "部長", "from_year": 1980, "to_year": 2015}
    return Career.objects.create(senior=senior, **values | fields)


def speciality(senior: Senior, **fields) -> Speciality:
    return Speciality.objects.create(senior=senior, **{"category": "PRODUCTION", "years": 31} | fields)


def qualification(senior: Senior, **fields) -> Qualification:
    return Qualification.objects.create(senior=senior, **{"name": "品質管理検定1級"} | fields)


def application(senior: Senior, **fields) -> Application:
    """Submitted, with what the register holds unless a sheet is given."""
    values = {"kind": "new", "state": "submitted", "submitted_at": NOW}
    values |= {"sheet": sheet_of(senior)} if "sheet" not in fields else {}
    return Application.objects.create(senior=senior, **values | fields)


def unavailable_period(senior: Senior, **fields) -> UnavailablePeriod:
    values = {"from_on": EVENT_DATE, "to_on": EVENT_DATE + dt.timedelta(days=6), "note": "旅行"}
    return UnavailablePeriod.objects.create(senior=senior, **values | fields)


def standing(senior: Senior, **fields) -> Standing:
    return Standing.objects.update_or_create(senior=senior, defaults=fields)[0]


def saved_search(owner: User, **fields) -> SavedSearch:
    return SavedSearch.objects.create(owner=owner, **{"name": f"検索{next(_numbers)}", "query": "q=物流"} | fields)


def consent(senior: Senior, **fields) -> Consent:
    return Consent.objects.create(senior=senior, **{"kind": "profile", "version": "1", "accepted_at": NOW} | fields)


def event(**fields) -> Event:
    values = {
        "name": f"見本{next(_numbers)} 新現役交流会",
        "stage": Stage.SELECTION,
        "starts_on": EVENT_DATE,
        "ends_on": EVENT_DATE,
        "venue": "千代田会館 3階",
    }
    return Event.objects.create(**values | fields)


def event_host(event: Event, institution: Institution, **fields) -> EventHost:
    return EventHost.objects.create(event=event, institution=institution, **fields)


def milestone(event: Event, **fields) -> Milestone:
    values = {"kind": "other", "title": "会場の下見", "due_on": event.starts_on - dt.timedelta(days=30)}
    return Milestone.objects.create(event=event, **values | fields)


def day(event: Event, **fields) -> EventDay:
    number = event.days.count() + 1
    date = event.starts_on + dt.timedelta(days=number - 1)
    return EventDay.objects.create(event=event, **{"number": number, "date": date} | fields)


def slots(day: EventDay, how_many: int = 9, *, start: dt.time = dt.time(13, 30)) -> list[TimeSlot]:
    """Slots of 20 minutes, a break of 10 minutes after every third."""
    at = dt.datetime.combine(day.date, start, TOKYO)
    first = day.event.slots.count()
    made = []
    for n in range(how_many):
        rest = n > 0 and n % 3 == 0
        at += dt.timedelta(minutes=10 if rest else 0)
        during = (at, at + dt.timedelta(minutes=20))
        made.append(TimeSlot(event=day.event, day=day, number=first + n, during=during, after_break=rest))
        at = during[1]
    TimeSlot.objects.bulk_create(made)
    return list(day.slots.order_by("number"))


def booth(event: Event, **fields) -> Booth:
    return Booth.objects.create(event=event, **{"number": event.booths.count() + 1} | fields)


def participation(event: Event, company: Company, **fields) -> Participation:
    number = event.participations.count() + 1
    values = {"number": number}
    if "booth" not in fields:
        values["booth"] = booth(event)
    if "attendant" not in fields:
        values["attendant"] = staff_member(company.institution, branch=company.branch)
    return Participation.objects.create(
        event=event, company=company, institution=company.institution, **values | fields
    )


def attendance(event: Event, senior: Senior, **fields) -> Attendance:
    number = event.attendances.count() + 1
    return Attendance.objects.create(event=event, senior=senior, **{"number": number} | fields)


def unavailability(event: Event, slot: TimeSlot, **party) -> Unavailability:
    return Unavailability.objects.create(event=event, slot=slot, **party)


def entry(participation: Participation, attendance: Attendance, **fields) -> Entry:
    values = {
        "preference": attendance.entries.count() + 1,
        "proposal_text": "測定の記録を付け、原因を3つに絞るところからご一緒します。",
        "score": 100,
        "submitted_at": NOW,
    }
    values |= fields
    subject = values.pop("issue", None) or issue(participation.company)
    return Entry.objects.create(
        event=participation.event,
        institution=participation.institution,
        participation=participation,
        company=participation.company,
        attendance=attendance,
        senior=attendance.senior,
        issue=subject,
        **values,
    )


def scan(company: Company, by: User, content: bytes = b"%PDF-", **fields) -> Scan:
    """A paper of a firm with its file, which nobody has looked at."""
    row = Scan(
        kind="hearing", company_key=company.pk, institution=company.institution, branch=company.branch, added_by=by,
        added_at=NOW, file_name="控え.pdf", content_type="application/pdf", size=len(content), sha256="0" * 64,
    )  # fmt: skip
    for name, value in fields.items():
        setattr(row, name, value)
    row.file = f"scans/{row.pk}/{row.sha256}.pdf"
    write_whole(path_of(row), content)
    row.save()
    return row


def import_batch(branch: Branch, by: User, **fields) -> ImportBatch:
    """An import of firms that made nothing."""
    values = {
        "kind": "companies",
        "title": "新しい企業 1社",
        "file_name": "企業.xlsx",
        "institution": branch.institution,
    }
    values |= {"branch": branch, "made_at": NOW, "made_by": by, "by_office": by.is_coordinator}
    return ImportBatch.objects.create(**values | fields)


def avoidance(by: User, **fields) -> Avoidance:
    """Untied unless both a senior and a company are given."""
    values = {"kind": "other", "note": "会わせない事情", "told_by": "事務局", "created_by": by, "created_at": NOW}
    return Avoidance.objects.create(**values | fields)


def timetable(event: Event, by: User, *, published: bool = False, **fields) -> Timetable:
    values = {"version": Timetable.objects.filter(event=event).count() + 1, "created_at": NOW, "created_by": by}
    if published:
        values |= {"state": TimetableState.PUBLISHED, "is_published": True, "published_at": NOW, "published_by": by}
    return Timetable.objects.create(event=event, **values | fields)


def interview(timetable: Timetable, entry: Entry, slot: TimeSlot, **fields) -> Interview:
    values = {"attendant": entry.participation.attendant, "booth": entry.participation.booth}
    return Interview.objects.create(
        event=timetable.event,
        institution=entry.institution,
        timetable=timetable,
        is_published=timetable.is_published,
        entry=entry,
        participation=entry.participation,
        company=entry.participation.company,
        senior=entry.senior,
        slot=slot,
        during=slot.during,
        **values | fields,
    )


def occupancy(interview: Interview) -> Occupancy:
    return Occupancy.objects.create(event=interview.event, slot=interview.slot, booth=interview.booth, published_at=NOW)


def result(entry: Entry, by: User, **fields) -> Result:
    values = {"state": "held", "recorded_at": NOW, "recorded_by": by}
    return Result.objects.create(entry=entry, institution=entry.institution, **values | fields)


def answer(entry: Entry, by: User, **fields) -> Answer:
    values = {"side": "company", "wish": "yes", "recorded_at": NOW, "recorded_by": by}
    return Answer.objects.create(entry=entry, institution=entry.institution, **values | fields)


def second_interview(entry: Entry, by: User, **fields) -> SecondInterview:
    values = {"state": "held", "held_on": EVENT_DATE, "recorded_at": NOW, "recorded_by": by}
    return SecondInterview.objects.create(entry=entry, institution=entry.institution, **values | fields)


def support(entry: Entry, by: User, **fields) -> Support:
    values = {"agreed_on": EVENT_DATE, "theme": "品質の安定", "recorded_at": NOW, "recorded_by": by}
    return Support.objects.create(entry=entry, institution=entry.institution, **values | fields)


def reception_name(event: Event, date: dt.date, number: int = 1, **fields) -> ReceptionName:
    """A senior's, unless a firm is given."""
    values = {
        "kind": PartyKind.SENIOR,
        "name": "髙橋 誠一",
        "kana": "タカハシ セイイチ",
        "name_key": "高橋誠一 タカハシセイイチ",
    }
    values |= {"slot_number": 3, "starts_at": NOW, "table": 12}
    values |= {"kind": PartyKind.FIRM} if "company" in fields else {} if "senior" in fields else {"senior": senior()}
    return ReceptionName.objects.create(event=event, date=date, number=number, **values | fields)


def reception_desk(event: Event, by: User, **fields) -> ReceptionDesk:
    date = fields.pop("date", event.starts_on)
    values = {"created_at": NOW, "created_by": by, "expires_at": end_of(date)}
    if fields.get("user"):
        values["opened_at"] = NOW
    return ReceptionDesk.objects.create(event=event, date=date, **values | fields)


def read_log(user: User | None, *, seniors=(), companies=(), **fields) -> ReadLog:
    """`seniors`, `companies`: rows or keys."""
    values = {"at": NOW, "role": "staff", "kind": "list", "page": "talent:senior_list"}
    keys = {
        "seniors": [getattr(one, "pk", one) for one in seniors],
        "companies": [getattr(one, "pk", one) for one in companies],
    }
    return ReadLog.objects.create(user=user, **values | keys | fields)


def forget_reads() -> None:
    """Only erasure may."""
    with acting(Actor(DatabaseRole.ERASER)):
        ReadLog.objects.all().delete()


def mail(by: User, **fields) -> OutboxMail:
    """A notice in any state, with what that state asks for."""
    state = fields.get("state", MailState.DRAFT)
    values = {
        "kind": "call",
        "subject_kind": "event",
        "subject_id": uuid.uuid4(),
        "title": "募集のご案内",
        "body": "本文",
    }
    values |= {
        "recipient": f"reader{next(_numbers)}@example.jp",
        "created_at": NOW,
        "approved_at": NOW,
        "approved_by": by,
    }
    if state in (MailState.SENT, MailState.BOUNCED):
        values["sent_at"] = NOW
    if state == MailState.SENDING:
        values["lease_until"] = NOW
    if state == MailState.BOUNCED:
        values |= {"bounced_at": NOW, "bounce": "hard"}
    if state == MailState.TOLD:
        values |= {"told_on": NOW.date(), "told_by": by, "told_how": "phone"}
    return OutboxMail.objects.create(**values | fields)


def sent(rows, by: User, **fields) -> int:
    """Drafts that have gone out, step by step as the table of steps asks."""
    keys = list(rows.values_list("pk", flat=True))
    rows = OutboxMail.objects.filter(pk__in=keys)
    rows.update(state=MailState.APPROVED, approved_at=NOW, approved_by=by)
    rows.update(state=MailState.SENDING, lease_until=NOW)
    return rows.update(**{"state": MailState.SENT, "lease_until": None, "sent_at": NOW} | fields)


def read_alert(user: User, **fields) -> ReadAlert:
    values = {
        "rule": ReadRule.HOUR,
        "day": EVENT_DATE,
        "window_start": NOW - dt.timedelta(hours=1),
        "window_end": NOW,
        "people_read": 320,
        "limit": 300,
        "created_at": NOW,
    }
    return ReadAlert.objects.create(user=user, **values | fields)


def inquiry(**fields) -> Inquiry:
    number = next(_numbers)
    values = {
        "number": f"{number // 10_000:04}-{number % 10_000:04}",
        "kind": "host",
        "name": "堤 一郎",
        "organisation": "潮見信用組合",
        "email": "tsutsumi@example.jp",
        "body": "取引先20社ほどで開きたい。",
        "received_at": NOW,
    }
    return Inquiry.objects.create(**values | fields)


def small_event(
    companies: int = 3, seniors: int = 4, *, at: Branch | None = None, how_many_slots: int = 9, **fields
) -> Event:
    """An event with firms, seniors and an entry of every senior to the firms in turn (up to 3 each)."""
    made = event(**fields)
    slots(day(made), how_many_slots)
    at = at or branch(institution())
    firms = [participation(made, company(at)) for _ in range(companies)]
    for n in range(seniors):
        person = attendance(made, senior())
        for k in range(min(3, companies)):
            entry(firms[(n + k) % companies], person, preference=k + 1, score=100 - 10 * k)
    disclose_entries([made])  # as whatever writes entries does
    return made
