"""The call and the reminder, prepared for everybody whom they concern: a job, whose letters wait in the outbox, once per senior and event."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.urls import reverse

from companies.models import IssueBrief
from events import recommendation
from events.calling.letters import call_letter, reminder_letter
from events.letters.values import reply_address
from events.models import BriefMark, Entry, EntryDraft, EntryState, Event
from institutions.models import User
from office.actions import start_job
from office.models import Job, OutboxMail
from office.notices import Notice, tell_all
from office.registry import Progress
from talent import ranking
from talent.availability import available_on
from talent.models import Senior, SeniorContact, SeniorState

KIND = "entry_call"
IN_A_LETTER = 3  # issues
AMONG_BEST = 30  # of an issue: who is meant by "those whom it suits"
AT_ONCE = 500


class Call(StrEnum):
    """To whom: who suits one of the open issues, everybody who is active, who has marked and not entered."""

    FITTING = "fitting"
    EVERYONE = "everyone"
    REMINDER = "reminder"

    @property
    def label(self) -> str:
        return {
            Call.FITTING: "課題に合う方へのご案内",
            Call.EVERYONE: "登録中の全員へのご案内",
            Call.REMINDER: "まだ出していない方への締め切りのお知らせ",
        }[self]

    def mail_kind(self, event: Event) -> str:
        """The call goes to a senior once, for whichever of the two reasons."""
        return f"{'remind' if self is Call.REMINDER else 'call'}:{event.pk.hex}"


def start(*, event: Event, call: Call, by: User, now: dt.datetime) -> Job:
    """Raises WorkError while another of these is under way for the event."""
    return start_job(
        kind=KIND,
        subject_kind="event",
        subject_id=event.pk,
        title=f"{call.label} {event.name}"[:120],
        by=by,
        now=now,
        payload={"call": call.value},
    )


def open_briefs(event: Event) -> list[IssueBrief]:
    return list(IssueBrief.objects.open_now().filter(event_id=event.pk).order_by("open_until", "public_title", "id"))


def prepare(*, event: Event, call: Call, by: User | None, now: dt.datetime, progress: Progress) -> dict[str, Any]:
    """Put the letters that are not there yet into the outbox; how many, and who has no address."""
    briefs = open_briefs(event)
    wanted = _to_be_reminded(event, briefs) if call is Call.REMINDER else _to_be_called(event, call, briefs)
    there = OutboxMail.objects.filter(is_notice=True, kind=call.mail_kind(event), subject_kind="senior")
    known = set(there.values_list("subject_id", flat=True))
    keys = sorted(key for key in wanted if key not in known)
    made = without = 0
    for begin in range(0, len(keys), AT_ONCE):
        progress(begin, len(keys), "手紙を書いています")
        some = keys[begin : begin + AT_ONCE]
        told = tell_all(list(_letters(event, call, some, wanted)), now=now, by=by)
        made, without = made + told.made, without + told.by_hand
    progress(len(keys), len(keys))
    return {
        "count": made,
        "message": _told(made, len(known & wanted.keys()), without, bool(briefs)),
        "next_url": f"{reverse('office:outbox')}?group={event.pk}",
        "next_label": "送信箱で読んで確かめる",
    }


def _told(made: int, there: int, without: int, has_issues: bool) -> str:
    words = [f"下書きを{made}通、送信箱に入れました。"]
    if there:
        words.append(f"前に用意した{there}通は、そのままです。")
    if without:
        words.append(f"メールアドレスのない{without}人は、手紙か電話で知らせる一覧に入れました。")
    if not has_issues:
        words.append("受付中の課題がないため、手紙に課題は載っていません。")
    return "".join(words)


def _letters(event: Event, call: Call, keys: Sequence[UUID], wanted: dict[UUID, list[IssueBrief]]) -> Iterator[Notice]:
    write = reminder_letter if call is Call.REMINDER else call_letter
    seniors = Senior.objects.in_bulk(keys)
    addresses = dict(SeniorContact.objects.filter(senior__in=keys).exclude(email="").values_list("senior", "email"))
    reply_to = reply_address(event)
    for key in keys:
        title, body = write(event, seniors[key], wanted[key])
        yield Notice(
            kind=call.mail_kind(event),
            subject_kind="senior",
            subject_id=key,
            to=addresses.get(key, ""),
            title=title,
            body=body,
            group_id=event.pk,
            named_senior_id=key,
            to_name=seniors[key].name,
            reply_to=reply_to,
        )


# --- Whom -----------------------------------------------------------------------------------------------------------------
def _to_be_called(event: Event, call: Call, briefs: Sequence[IssueBrief]) -> dict[UUID, list[IssueBrief]]:
    """Senior -> the issues that suit her best. Who cannot come that day is not called; ranked by what seniors may read."""
    able = set(
        available_on(event.starts_on, Senior.objects.filter(state=SeniorState.ACTIVE)).values_list("pk", flat=True)
    )
    among = recommendation.register()
    best: dict[UUID, list[tuple[float, int]]] = defaultdict(list)
    fitting: set[UUID] = set()
    for n, brief in enumerate(briefs):
        ranked = ranking.rank(recommendation.brief_record(brief, None), among)
        for place, one in enumerate(ranked):
            if one.score <= 0:
                break
            best[UUID(one.id)].append((-one.score, n))
            if place < AMONG_BEST:
                fitting.add(UUID(one.id))
    whom = able & fitting if call is Call.FITTING else able
    return {key: [briefs[n] for _, n in sorted(best.get(key, ()))[:IN_A_LETTER]] for key in whom}


def _to_be_reminded(event: Event, briefs: Sequence[IssueBrief]) -> dict[UUID, list[IssueBrief]]:
    """Who has marked or begun something that is open still and has no entry for it."""
    rows = {brief.pk: brief for brief in briefs}
    begun: dict[UUID, set[UUID]] = defaultdict(set)
    for model in (BriefMark, EntryDraft):
        found = model.objects.filter(event=event, brief__in=rows, senior__state=SeniorState.ACTIVE).order_by()
        for senior, brief in found.values_list("senior", "brief"):
            begun[senior].add(brief)
    entered = Entry.objects.filter(event=event, senior__in=begun).exclude(state=EntryState.WITHDRAWN).order_by()
    done = set(entered.values_list("senior", "issue"))
    left = {
        senior: [rows[key] for key in rows if key in keys and (senior, rows[key].issue_id) not in done]
        for senior, keys in begun.items()
    }
    full = defaultdict(int)
    for senior, _ in done:
        full[senior] += 1
    return {senior: some for senior, some in left.items() if some and full[senior] < event.max_entries_per_senior}


# --- The page -------------------------------------------------------------------------------------------------------------
def preview(event: Event, call: Call, seniors: Sequence[Senior]) -> list[tuple[Senior, str, str]]:
    """(senior, title, body) for the few of one page, as the job would write them."""
    briefs = open_briefs(event)
    if call is Call.REMINDER:
        wanted = _to_be_reminded(event, briefs)
        return [(one, *reminder_letter(event, one, wanted.get(one.pk, []))) for one in seniors]
    shown = []
    for senior in seniors:
        fits = recommendation.rank_briefs(senior, briefs, among=briefs) if briefs else None
        best = [fits.briefs[one.id] for one in fits.ranked if one.score > 0][:IN_A_LETTER] if fits else []
        shown.append((senior, *call_letter(event, senior, best)))
    return shown


def recipients(event: Event, call: Call):
    """Rows to page through. Whom an issue suits is known when the job has ranked everybody: until then all who can come."""
    rows = Senior.objects.filter(state=SeniorState.ACTIVE)
    if call is Call.REMINDER:
        return rows.filter(pk__in=list(_to_be_reminded(event, open_briefs(event))))
    return available_on(event.starts_on, rows)
