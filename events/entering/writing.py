"""Writing wishes: of a senior herself, and of the office for one who writes on paper or calls.

Whoever writes holds the event and then the senior, so that numbers of badges, ranks and counts are of one moment. Two windows, a second
click or a replayed form find the entry that is there.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from companies.models import IssueBrief
from events.calling.letters import send_copy
from events.entering import ranks
from events.entering.counting import settle
from events.entering.standing import (
    CALL,
    EntryClosed,
    EntryError,
    cap_words,
    counted_against_cap,
    demand_open,
    for_her,
    obstacles,
    standing_entries,
)
from events.models import (
    Attendance,
    Channel,
    Entry,
    EntryDraft,
    EntryState,
    Event,
    Participation,
    ParticipationState,
    Stage,
)
from institutions.actors import acting
from institutions.models import User
from talent.models import Senior
from talent.rules import may_read_briefs, senior_of

NOT_HERS = "この操作は、希望を出したご本人だけができます。"
GONE = "書きかけの希望がありません。もう出したか、消したものです。"
CHANGED = "別の画面で内容が変わりました。いまの内容を確かめて、もう一度押してください。"
DECIDED = "この希望は選定が進んでいるため、画面からは変えられません。事務局へお電話ください。"
NO_FIRM = "この課題の企業は、この交流会に参加していません。"
OTHER_ISSUE = "この課題は、すでにお出しになった希望とあわせて出すことができません。くわしくは事務局へお電話ください。"
TAKEN_BACK_ALREADY = "この希望は、もう取り下げてあります。"


# --- By herself -------------------------------------------------------------------------------------------------------
def hand_in(*, draft_of: IssueBrief, seen: str, by: User, now: dt.datetime) -> tuple[Entry, bool]:
    """Make the entry of what she has written, or rewrite the one that is there. The entry, and whether anything was done.

    `seen` is the mark of what the page of checking has shown (`drafts.mark`).
    """
    senior = _herself(by, now)
    with acting(for_her(by)):
        event, senior = hold(draft_of.event_id, senior)
        draft = EntryDraft.objects.filter(senior=senior, brief=draft_of).first()
        known = entry_for(event, senior, draft_of)
        if draft is None:
            if known is not None and known.is_standing:
                return known, False  # pressed twice, or in a second window
            raise EntryError(GONE)
        if seen != mark(draft, known):
            raise EntryError(CHANGED)
        demand_open(event, draft_of)
        _demand_able(senior, event, now)
        given = {"text": draft.proposal_text, "preference": draft.preference, "now": now}
        if known is not None and known.is_standing:
            entry = _rewrite(known, **given)
        else:
            entry = _put_in(event, senior, draft_of, known=known, key=draft.pk, channel=Channel.WEB, **given)
        draft.delete()
        settle(event, senior, [entry.issue_id])
        send_copy(entry, event, senior, now=now)
    return entry, True


def take_back(*, entry: Entry, reason: str, by: User, now: dt.datetime) -> Entry:
    """She no longer wishes it; the others move up. Until the closing time she may come back."""
    senior = _herself(by, now, reading=False)
    with acting(for_her(by, "希望の取り下げ")):
        event, senior = hold(entry.event_id, senior)
        row = Entry.objects.filter(pk=entry.pk, senior=senior).first()
        if row is None:
            raise EntryError(NOT_HERS)
        if not row.is_standing:
            return row
        demand_open(event, _brief_of(row))
        if row.state != EntryState.SUBMITTED:
            raise EntryError(DECIDED)
        _take_out(event, row, reason=reason, now=now)
        settle(event, senior, [row.issue_id])
        send_copy(row, event, senior, now=now)
    return row


def move(*, entry: Entry, place: int, seen: str, by: User, now: dt.datetime) -> list[Entry]:
    """Put one of her wishes to another place of her order, as the page in front of her has shown it."""
    senior = _herself(by, now, reading=False)
    with acting(for_her(by, "希望の順番")):
        event, senior = hold(entry.event_id, senior)
        entries = standing_entries(event.pk, senior.pk)
        row = next((one for one in entries if one.pk == entry.pk), None)
        if row is None:
            raise EntryError(TAKEN_BACK_ALREADY)
        if seen != order_mark(entries):
            raise EntryError("別の画面で順番が変わりました。いまの順番を確かめて、もう一度押してください。")
        demand_open(event)
        if any(one.state != EntryState.SUBMITTED for one in entries):
            raise EntryError(DECIDED)
        ranks.write(entries, ranks.moved(entries, row, place))
    return sorted(entries, key=lambda one: one.preference)


def order_mark(entries: list[Entry]) -> str:
    """Changes with the order of her wishes."""
    return "-".join(f"{one.pk.int % 10**6}" for one in entries)


def mark(draft: EntryDraft | None, entry: Entry | None) -> str:
    """Changes with what is written and with what is handed in: a page of checking confirms what it has shown, and nothing else."""
    written = f"{draft.pk.int % 10**6}.{draft.version}" if draft else "-"
    handed = f"{entry.state}.{entry.changed_at and entry.changed_at.timestamp()}.{entry.preference}" if entry else "-"
    return f"{written}/{handed}"


def _herself(by: User, now: dt.datetime, *, reading: bool = True) -> Senior:
    """Asked by her own rows, before anything is done in the system's name."""
    senior = senior_of(by)
    if senior is None:
        raise EntryError(NOT_HERS)
    if reading and not may_read_briefs(senior, timezone.localdate(now)):
        raise EntryError("希望を出せるのは、登録が有効で、守秘の約束をいただいた方です。" + CALL)
    return senior


def _demand_able(senior: Senior, event: Event, now: dt.datetime) -> None:
    if against := obstacles(senior, event, timezone.localdate(now)):
        raise EntryError(" ".join(one.text for one in against))


# --- By the office ----------------------------------------------------------------------------------------------------
@transaction.atomic
def type_in(
    *,
    brief: IssueBrief,
    senior: Senior,
    text: str,
    preference: int | None,
    channel: str,
    received_at: dt.datetime,
    reason: str,
    key,
    by: User,
    now: dt.datetime,
) -> tuple[Entry, bool]:
    """What came on paper or by telephone. After the closing time, or where something stands in the way, it needs a reason."""
    event, senior = hold(brief.event_id, senior)
    known = entry_for(event, senior, brief)
    if known is not None and known.is_standing:
        if known.pk == key:
            return known, False
        raise EntryError("この方は、この企業への希望をもう出しています。希望の一覧から開いて直してください。")
    if doubts(event, senior, brief, now) and not reason:
        raise EntryError("確かめることがあります。それでも登録する事情を書いてください。")
    entry = _put_in(
        event, senior, brief, text=text, preference=preference, known=known, key=key, channel=channel, now=received_at,
        typed_by=by, typed_reason=reason,
    )  # fmt: skip
    settle(event, senior, [entry.issue_id])
    send_copy(entry, event, senior, now=now)
    return entry, True


def doubts(event: Event, senior: Senior, brief: IssueBrief | None, now: dt.datetime) -> list[str]:
    """What the office must give a reason for before it goes past it."""
    found = [one.text for one in obstacles(senior, event, timezone.localdate(now))]
    try:
        demand_open(event, brief)
    except EntryClosed as closed:
        found.insert(0, str(closed).replace(CALL, ""))
    return found


@transaction.atomic
def change_for_her(
    *, entry: Entry, text: str, preference: int | None, reason: str, by: User, now: dt.datetime
) -> Entry:
    event, senior = hold(entry.event_id, entry.senior)
    row = Entry.objects.get(pk=entry.pk)
    if not row.is_standing:
        raise EntryError(TAKEN_BACK_ALREADY)
    _demand_reason(event, row, reason)
    row = _rewrite(row, text=text, preference=preference, now=now, typed_by=by, typed_reason=reason)
    settle(event, senior, [row.issue_id])
    send_copy(row, event, senior, now=now)
    return row


@transaction.atomic
def take_back_for_her(*, entry: Entry, reason: str, by: User, now: dt.datetime) -> Entry:
    event, senior = hold(entry.event_id, entry.senior)
    row = Entry.objects.get(pk=entry.pk)
    if not row.is_standing:
        return row
    _demand_reason(event, row, reason)
    _take_out(event, row, reason=reason, now=now)
    settle(event, senior, [row.issue_id])
    send_copy(row, event, senior, now=now)
    return row


def _demand_reason(event: Event, entry: Entry, reason: str) -> None:
    try:
        demand_open(event, _brief_of(entry))
    except EntryClosed as closed:
        if not reason:
            raise EntryError(f"{str(closed).replace(CALL, '')}それでも変える事情を書いてください。") from None


# --- Both -------------------------------------------------------------------------------------------------------------
def hold(event_pk, senior: Senior) -> tuple[Event, Senior]:
    """The event and the senior as they are now, kept so until the transaction ends; always in this order."""
    event = Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=event_pk)
    rows = Senior.objects.select_for_update(no_key=True, of=("self",)).select_related("standing")
    return event, rows.prefetch_related("unavailable_periods").get(pk=senior.pk)


def entry_for(event: Event, senior: Senior, brief: IssueBrief) -> Entry | None:
    """Her entry for the firm of this brief, in whatever state. Raises EntryError where it is for another of its issues."""
    rows = Entry.objects.filter(event=event, senior=senior, company_id=_company_of(brief))
    entry = rows.first()
    if entry is not None and entry.issue_id != brief.issue_id and entry.is_standing:
        raise EntryError(OTHER_ISSUE)
    return entry


def _company_of(brief: IssueBrief):
    return IssueBrief.objects.filter(pk=brief.pk).values_list("issue__company", flat=True).get()


def _brief_of(entry: Entry) -> IssueBrief | None:
    return IssueBrief.objects.filter(issue=entry.issue_id, event_id=entry.event_id).first()


def _put_in(
    event: Event,
    senior: Senior,
    brief: IssueBrief,
    *,
    text: str,
    preference: int | None,
    known: Entry | None,
    key,
    channel: str,
    now: dt.datetime,
    typed_by: User | None = None,
    typed_reason: str = "",
) -> Entry:
    """A new entry, or one that was withdrawn and comes again, at its place among the others."""
    if event.halt or event.is_history:
        raise EntryClosed(f"この交流会は{event.get_halt_display() or '過去の記録'}のため、希望を受け付けていません。")
    firm = Participation.objects.filter(event=event, company=_company_of(brief)).first()
    if firm is None or firm.state != ParticipationState.REGISTERED:
        raise EntryError(NO_FIRM)
    if (how_many := counted_against_cap(event.pk, senior.pk)) >= event.max_entries_per_senior:
        raise EntryError(cap_words(event, how_many))
    entries = standing_entries(event.pk, senior.pk)
    place = max(1, min(preference or len(entries) + 1, len(entries) + 1))
    if channel == Channel.WEB and not event.is_open_for_entries:
        place = len(entries) + 1  # the order of the others stands, for they are being selected
    ranks.write(entries, ranks.with_place_for(entries, place))
    entry = known or Entry(pk=key, event=event, senior=senior, institution_id=firm.institution_id)
    values = {
        "participation": firm,
        "company_id": firm.company_id,
        "attendance": _place_at(event, senior),
        "issue_id": brief.issue_id,
        "public_title": brief.public_title,
        "preference": place,
        "proposal_text": text,
        "score": ranks.Worth(senior.pk, {brief.issue_id}).of(brief.issue_id, place),
        "state": EntryState.SUBMITTED,
        "submitted_at": now,
        "changed_at": None,
        "channel": channel,
        "typed_by": typed_by,
        "typed_reason": typed_reason,
        "withdrawn_at": None,
        "withdrawn_reason": "",
    }
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save(force_insert=known is None)
    return entry


def _rewrite(
    entry: Entry, *, text: str, preference: int | None, now: dt.datetime, typed_by: User | None = None, typed_reason=""
) -> Entry:
    if typed_by is None and entry.state != EntryState.SUBMITTED:
        raise EntryError(DECIDED)
    may_move = typed_by is not None or entry.event.is_open_for_entries
    if preference and preference != entry.preference and may_move:
        entries = standing_entries(entry.event_id, entry.senior_id)
        ranks.write(entries, ranks.moved(entries, entry, preference))
        entry.refresh_from_db(fields=["preference", "score"])
    if text != entry.proposal_text or typed_by is not None:
        entry.proposal_text, entry.changed_at = text, now
        fields = ["proposal_text", "changed_at"]
        if typed_by is not None:
            entry.typed_by, entry.typed_reason = typed_by, typed_reason
            fields += ["typed_by", "typed_reason"]
        entry.save(update_fields=fields)
    return entry


def _take_out(event: Event, entry: Entry, *, reason: str, now: dt.datetime) -> None:
    entry.state, entry.withdrawn_at, entry.withdrawn_reason = EntryState.WITHDRAWN, now, reason
    entry.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    left = standing_entries(entry.event_id, entry.senior_id)
    ranks.write(left, ranks.dense(left))
    if not left and event.stage == Stage.ENTRY:  # nobody to meet: her place is free again until she comes back
        Attendance.objects.filter(pk=entry.attendance_id).update(state=ParticipationState.WITHDRAWN)


def _place_at(event: Event, senior: Senior) -> Attendance:
    """Her place at the event, made with the first entry: the next free number of a badge, the event being held."""
    row = Attendance.objects.filter(event=event, senior=senior).first()
    if row is None:
        last = Attendance.objects.filter(event=event).order_by("-number").values_list("number", flat=True).first()
        return Attendance.objects.create(event=event, senior=senior, number=(last or 0) + 1)
    if row.state == ParticipationState.WITHDRAWN:
        row.state = ParticipationState.REGISTERED
        row.save(update_fields=["state"])
    return row
