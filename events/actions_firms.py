"""Firms at an event: proposed, withdrawn with what follows from it, come back."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from companies.models import Company, IssueBrief
from events.entering.counting import count_entries_of
from events.letters.audiences import seniors
from events.letters.values import reply_address
from events.meetings import Meetings, meetings_of
from events.models import Entry, EntryState, Event, Halt, Participation, ParticipationState, Stage
from events.seating import release_booth
from events.tallies import tally_people
from institutions import reading
from institutions.actors import acting, system
from institutions.models import StaffMember, User
from institutions.roles import Role
from kouryukai.lib.era import format_date
from office.models import OutboxMail
from office.notices import Notice, take_back_drafts, tell_all
from talent.models import Senior

WAITS = (EntryState.SUBMITTED, EntryState.SELECTED, EntryState.RESERVED)
OPEN_TO_BANKS = (Stage.PREPARATION, Stage.HEARING)
WITHDRAWN_NOTICE, OFFICE_NOTICE = "firm_withdrawn", "withdrawal_to_settle"


class ParticipationError(ValueError):
    """What stood in the way, in words for people."""


def why_over(event: Event, today: dt.date) -> str:
    """Why no firm can withdraw any more: what was held stays as it was, and what was called off nobody comes to. Or ""."""
    if event.is_history or event.stage == Stage.CLOSED or event.ends_on < today:
        return "この交流会は終わっているので、企業の参加は変えられません。"
    if event.halt == Halt.CANCELLED:
        return "この交流会は中止になっているので、企業の参加は変えられません。"
    return ""


def why_closed(event: Event, user: User, today: dt.date) -> str:
    """Why this person can bring no firm to the event any more, or ""."""
    if over := why_over(event, today):
        return over
    if event.halt:
        return f"この交流会は{event.get_halt_display()}になっているので、企業の参加は変えられません。"
    if user.is_bank and event.stage not in OPEN_TO_BANKS:
        return "新現役への課題の公開が始まっているので、企業の追加は事務局が行います。事務局に連絡してください。"
    return ""


@dataclass(frozen=True, slots=True)
class Attends:
    """Another firm that the same person sits beside at this event."""

    number: int
    company: str


def also_attends(event: Event, attendant: StaffMember, without: UUID | None = None) -> list[Attends]:
    """The other firms at the event with this attendant: he can sit at one table at a time."""
    rows = Participation.objects.filter(event=event, attendant=attendant, state=ParticipationState.REGISTERED).exclude(
        pk=without
    )
    return [Attends(number, name) for number, name in rows.order_by("number").values_list("number", "company__name")]


def same_firm_there(event: Event, company: Company) -> list[Participation]:
    """For the office: the firm may come already, by another bank."""
    alike = Q(
        company__name_key__startswith=f"{company.name_key.split(' ', 1)[0]} ", company__prefecture=company.prefecture
    )
    if company.corporate_number:
        alike |= Q(company__corporate_number=company.corporate_number)
    rows = Participation.objects.filter(alike, event=event, state=ParticipationState.REGISTERED)
    return list(rows.exclude(company=company).select_related("company", "institution"))


@transaction.atomic
def propose_firm(
    *,
    key: UUID,
    event: Event,
    company: Company,
    attendant: StaffMember | None,
    limits: tuple[int | None, int | None],
    by: User,
    now: dt.datetime,
) -> Participation:
    """The firm takes part under the next number. `limits`: fewest and most interviews, None for the event's own."""
    event = Event.objects.get(pk=event.pk)
    if refused := why_closed(event, by, timezone.localdate(now)):
        raise ParticipationError(refused)
    with acting(system("企業番号を決める")):  # numbers of other banks' firms are no bank's to read
        Event.objects.select_for_update(no_key=True).get(pk=event.pk)
        taken = Participation.objects.filter(event=event).aggregate(last=Max("number"))["last"]
    fewest, most = limits
    row = Participation(
        pk=key,
        event=event,
        institution_id=company.institution_id,
        company=company,
        number=(taken or 0) + 1,
        attendant=attendant,
        min_interviews=fewest,
        max_interviews=most,
    )
    try:
        row.full_clean(exclude=["number"])
        with transaction.atomic():
            row.save(force_insert=True)
    except ValidationError as wrong:
        raise ParticipationError("".join(wrong.messages)) from None
    except IntegrityError:
        raise ParticipationError("この企業は参加登録済みです。") from None
    _count(event)
    return row


@transaction.atomic
def change_participation(
    *,
    participation: Participation,
    attendant: StaffMember | None,
    limits: tuple[int | None, int | None],
    by: User,
    now: dt.datetime,
) -> None:
    """Another person beside the president, other limits. Interviews that are planned keep whom they name until they are planned again."""
    if participation.event.is_history or participation.event.stage == Stage.CLOSED:
        raise ParticipationError("この交流会は終わっているので、企業の参加は変えられません。")
    fewest, most = limits
    Participation.objects.filter(pk=participation.pk).update(
        attendant=attendant, min_interviews=fewest, max_interviews=most
    )


@transaction.atomic
def withdraw_firm(*, participation: Participation, reason: str = "", by: User, now: dt.datetime) -> int:
    """The firm does not come: seniors no longer find its issues, and those who wished to meet it are told by letters that wait to be read.

    Its interviews are for hands to settle; the office is told where a bank leaves it some. Gives the number of wishes that come to nothing.
    """
    row = (
        Participation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("event", "company__branch", "institution")
        .get(pk=participation.pk)
    )
    if over := why_over(row.event, timezone.localdate(now)):
        raise ParticipationError(over)
    if row.state == ParticipationState.WITHDRAWN:
        raise ParticipationError("この企業は、すでに辞退になっています。")
    row.state, row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = ParticipationState.WITHDRAWN, now, by, reason
    with (
        acting(system("辞退した企業の卓")),
        reading.collecting(),
    ):  # whose interviews are at the table is not for every bank to read
        release_booth(row)
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_reason", "booth"])
    with acting(system("企業の辞退")):  # briefs and letters to people whom the bank may not know
        IssueBrief.objects.filter(event_id=row.event_id, issue__company=row.company_id).update(
            open_from=None, open_until=None
        )
        with reading.collecting():  # whom the letters name is not shown to who withdraws the firm
            waiting = list(Entry.objects.filter(participation=row, state__in=WAITS))
            made = meetings_of(row.event)
            _tell_seniors(row.event, waiting, made, now)
            left = Entry.objects.filter(participation=row, pk__in=made or {}).count()
            if left and by.is_bank:
                _tell_the_office(row, left, now)
    _count(row.event)
    return len(waiting)


def _tell_seniors(event: Event, entries: list[Entry], made: Meetings, now: dt.datetime) -> None:
    """Without the firm's name: before the timetable is published a senior knows the issue's public title only."""
    people = {one.pk: one for one in seniors(Senior.objects.filter(pk__in=[entry.senior_id for entry in entries]))}
    reply_to = reply_address(event)
    tell_all(
        [
            Notice(
                kind=_of_now(WITHDRAWN_NOTICE, now),
                subject_kind="entry",
                subject_id=entry.pk,
                to=people[entry.senior_id].address,
                title=f"【{event.name}】希望された課題の企業が参加を取りやめました",
                body=(
                    f"{people[entry.senior_id].name} 様\n\n"
                    f"面談を希望された課題「{entry.public_title or '希望された課題'}」の企業が、都合により{event.name}への"
                    f"参加を取りやめました。{_what_follows(event, entry, made)}\n"
                ),
                group_id=event.pk,
                named_senior_id=entry.senior_id,
                to_name=people[entry.senior_id].name,
                reply_to=reply_to,
            )
            for entry in entries
            if entry.senior_id in people
        ],
        now=now,
    )


def _what_follows(event: Event, entry: Entry, made: Meetings) -> str:
    """For this wish and for her others, by how far the event has come."""
    if made is not None and entry.pk in made:
        return (
            "決まっていたこの課題の面談は、なくなりました。\n\n"
            "ほかに決まっている面談は、予定どおり行います。時間が変わるときは、あらためてお知らせします。"
        )
    if made is not None:
        others = "ほかの希望の結果は、変わりません。"
    elif event.halt:
        others = "ほかの希望は、そのままお預かりしています。"
    elif Stage(event.stage).position >= Stage.SELECTION.position:
        others = "ほかの希望は、そのまま選定に進みます。結果は、決まりしだいお知らせします。"
    else:
        others = "ほかの希望は、そのまま受け付けています。"
    return f"この課題の面談は行いません。\n\n{others}お手続きは要りません。"


def _tell_the_office(row: Participation, left: int, now: dt.datetime) -> None:
    """A bank cannot mend the timetable: whoever can must know of it before people travel."""
    event, firm = row.event, row.company
    office = User.objects.filter(role=Role.COORDINATOR, is_active=True).order_by("email")
    tell_all(
        [
            Notice(
                kind=_of_now(OFFICE_NOTICE, now),
                subject_kind="participation",
                subject_id=row.pk,
                to=address,
                title=f"【{event.name}】辞退した企業の面談が{left}件、公開中の時間割に残っています",
                body=(
                    f"{row.institution.name} {firm.branch.name}の{firm.name}が、「{event.name}」"
                    f"(開催日 {format_date(event.starts_on)})への参加を辞退しました。\n\n"
                    f"理由: {row.withdrawn_reason or '記載なし'}\n\n"
                    f"公開中の時間割に、この企業の面談が{left}件残っています。時間割のページで「変更を始める」を押し、面談を外して、"
                    "公開し直してください。新現役へのお知らせは、送信箱に下書きがあります。\n"
                ),
                group_id=event.pk,
            )
            for address in office.values_list("email", flat=True)
        ],
        now=now,
    )


def _of_now(kind: str, now: dt.datetime) -> str:
    """A firm may withdraw, come back and withdraw again: each time it is told."""
    return f"{kind}_{timezone.localtime(now):%y%m%d%H%M}"


@transaction.atomic
def bring_back_firm(*, participation: Participation, by: User, now: dt.datetime) -> None:
    """The firm comes after all: what has not gone out yet is taken back. Its issues open to seniors when the office opens them again."""
    row = (
        Participation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("event")
        .get(pk=participation.pk)
    )
    if row.state != ParticipationState.WITHDRAWN:
        raise ParticipationError("この企業は、参加になっています。")
    if refused := why_closed(row.event, by, timezone.localdate(now)):
        raise ParticipationError(refused)
    row.state, row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = ParticipationState.REGISTERED, None, None, ""
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    with acting(system("企業の参加に戻す")):
        wishes = Entry.objects.filter(participation=row).values("pk")
        mails = OutboxMail.objects.filter(group_id=row.event_id)
        take_back_drafts(mails.filter(kind__startswith=WITHDRAWN_NOTICE, subject_id__in=wishes))
        take_back_drafts(mails.filter(kind__startswith=OFFICE_NOTICE, subject_id=row.pk))
    _count(row.event)


def _count(event: Event) -> None:
    with acting(system("参加の数を数える")):
        tally_people([event])
        count_entries_of([event])
