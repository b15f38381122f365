"""The results for everybody who has entered: interviews with their times, a place on the reserve, or a polite no; one letter each, no silence."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.letters import LetterError
from events.letters.audiences import SUBJECT, Recipient, seniors
from events.letters.kinds import KINDS, RESULTS
from events.letters.preparing import Prepared, prepare, stored_for
from events.letters.values import clock, minutes, place_of
from events.models import Entry, EntryState, Event, ParticipationState
from institutions.models import User
from kouryukai.lib.calendar_file import Appointment, calendar_file
from matching.models import Interview, Timetable
from office.mail_kinds import base_of
from office.models import MailState, OutboxMail
from office.notices import take_back_drafts
from office.posting import mail_host
from talent.models import Senior

DAY_BEFORE, HALF_HOUR = 24 * 60, 30
NOT_PUBLISHED = "時間割がまだ公開されていません。公開すると、結果のお知らせを用意できます。"
WORDS = {"selected": "面談が決まりました", "reserve": "控えをお願いします", "declined": "見送りとなりました"}


@dataclass(frozen=True)
class Results:
    """`by_kind`: each person in exactly one. `undecided`: in the last group although nobody has decided on their wishes.

    `changed`: people to whom another result has gone out before, and which.
    """

    by_kind: dict[str, list[Recipient]]
    meetings: dict[UUID, list[Interview]]
    undecided: list[Recipient]
    changed: list[tuple[Recipient, str, str]]

    @property
    def total(self) -> int:
        return sum(map(len, self.by_kind.values()))


def results_of(event: Event) -> Results:
    """Sorted by what came of the wishes: any interview, else any place on the reserve, else none."""
    entries = Entry.objects.filter(event=event, attendance__state=ParticipationState.REGISTERED)
    entries = entries.exclude(state=EntryState.WITHDRAWN).select_related("attendance").defer("proposal_text")
    rows = Interview.objects.filter(event=event, is_published=True)
    rows = rows.select_related("slot__day", "booth", "company").order_by("during", "pk")
    meetings: dict[UUID, list[Interview]] = defaultdict(list)
    for interview in rows:
        meetings[interview.senior_id].append(interview)
    met = {interview.entry_id for some in meetings.values() for interview in some}
    wishes: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in entries.order_by("preference", "submitted_at", "pk"):
        wishes[entry.senior_id].append(entry)
    values = {senior: _values(some, meetings.get(senior, []), met) for senior, some in wishes.items()}
    by_kind: dict[str, list[Recipient]] = {key: [] for key in RESULTS}
    undecided, put_off = [], _put_off(event)
    for one in seniors(Senior.objects.filter(pk__in=wishes), values):
        states = {entry.state for entry in wishes[one.pk]}
        key = "selected" if one.pk in meetings else "reserve" if EntryState.RESERVED in states else "declined"
        if key == "selected":  # with new times it is another letter, and so it is after the event was put off
            days = sorted({one.slot.day.date.isoformat() for one in meetings[one.pk]})
            told = "\n".join([one.values["面談の予定"], *days, *put_off])
            one = replace(one, variant=sha256(told.encode()).hexdigest()[:8])
        elif key == "declined" and states & {EntryState.SUBMITTED, EntryState.SELECTED}:
            undecided.append(one)
        by_kind[key].append(one)
    return Results(by_kind, meetings, undecided, _changed(event, by_kind))


def _values(wishes: list[Entry], meetings: list[Interview], met: set[UUID]) -> dict[str, str]:
    lines = []
    for entry in wishes:
        key = "selected" if entry.pk in met else "reserve" if entry.state == EntryState.RESERVED else "declined"
        lines.append(f"第{entry.preference}希望 {entry.public_title or '課題'} … {WORDS[key]}")
    several = len({one.slot.day_id for one in meetings}) > 1
    times = [
        f"{f'{one.slot.day.date.month}月{one.slot.day.date.day}日 ' if several else ''}"
        f"{clock(one.slot.starts_at)}〜{clock(one.slot.ends_at)} {_table(one)} {one.company.name}"
        for one in meetings
    ]
    number = str(wishes[0].attendance.number)
    return {"希望の結果": "\n".join(lines), "面談の予定": "\n".join(times), "名札番号": number}


def _table(interview: Interview) -> str:
    booth = interview.booth
    return "オンライン" if booth.mode == "online" else f"卓{booth.number}{f'({booth.place})' if booth.place else ''}"


def _put_off(event: Event) -> list[str]:
    """Which letters of a postponement there have been: whoever got one must hear again that the interviews take place."""
    rows = OutboxMail.objects.filter(group_id=event.pk, kind__startswith="postponed").exclude(state=MailState.CANCELLED)
    return list(rows.order_by("kind").values_list("kind", flat=True).distinct())


def _result_mails(event: Event) -> list[OutboxMail]:
    rows = OutboxMail.objects.filter(group_id=event.pk, subject_kind=SUBJECT).only("kind", "subject_id", "state")
    return [row for row in rows if base_of(row.kind) in RESULTS]


def _changed(event: Event, by_kind: dict[str, list[Recipient]]) -> list[tuple[Recipient, str, str]]:
    gone = defaultdict(set)
    for row in _result_mails(event):
        if row.state in (MailState.SENT, MailState.TOLD, MailState.APPROVED, MailState.SENDING):
            gone[row.subject_id].add(base_of(row.kind))
    return [
        (one, KINDS[before].label, KINDS[key].label)
        for key, people in by_kind.items()
        for one in people
        for before in sorted(gone[one.subject_at(event)] - {key})
    ]


@transaction.atomic
def prepare_results(*, event: Event, by: User, now: dt.datetime) -> dict[str, Prepared]:
    """All three letters at once; a draft that tells another result than today's is taken back. Raises LetterError."""
    if not Timetable.objects.filter(event=event, is_published=True).exists():
        raise LetterError(NOT_PUBLISHED)
    results = results_of(event)
    true = {
        (one.subject_at(event), stored_for(KINDS[key].stored(event), one))
        for key, people in results.by_kind.items()
        for one in people
    }
    old = [row.pk for row in _result_mails(event) if (row.subject_id, row.kind) not in true]
    take_back_drafts(OutboxMail.objects.filter(pk__in=old))
    place = " ".join(place_of(event).split("\n"))
    return {
        key: prepare(
            event=event,
            kind=KINDS[key],
            people=people,
            by=by,
            now=now,
            calendars=lambda one: calendar_of(results.meetings[one.pk], place, now=now),
        )
        for key, people in results.by_kind.items()
        if people
    }


# --- Calendars --------------------------------------------------------------------------------------------------------
def calendar_of(meetings: list[Interview], place: str, *, now: dt.datetime) -> str:
    """One person's interviews. Later files replace earlier ones: the same wish keeps its entry wherever it moves."""
    return calendar_file(
        (
            Appointment(
                uid=f"interview-{one.entry_id}@{mail_host()}",
                title=f"面談 {one.company.name}({_table(one)})",
                starts=one.slot.during.lower,
                ends=one.slot.during.upper,
                place=place,
                text=f"{_table(one)} {clock(timezone.localtime(one.slot.during.lower))}から",
                url=one.booth.meeting_url,
                sequence=minutes(now),
                alarms=(DAY_BEFORE, HALF_HOUR),
            )
            for one in meetings
        ),
        now=now,
        name="新現役交流会の面談",
    )
