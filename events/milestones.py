"""The dates of an event: computed back from its day, moved off days without work, each with who must act, and reminders."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.models import Event, EventHost, HostRole, Milestone, MilestoneKind, MilestoneOwner, Stage
from institutions.actors import acting, system
from institutions.models import User
from institutions.roles import Role
from kouryukai.lib.era import format_date
from kouryukai.lib.workdays import months_before, on_or_after, on_or_before
from office.models import OutboxMail
from office.notices import Notice, take_back_drafts, tell_all, unsent

FIRST_MONTHS, REPEAT_MONTHS = 4, 3  # how early the work begins: for a first event, for a repeated one
REMIND_DAYS = 7
SHOWN_NEXT = 3
REMINDER, SUBJECT = "milestone_reminder", "milestone"


class MilestoneError(ValueError):
    """Why a date cannot be changed so, in words for people."""


@dataclass(frozen=True)
class Step:
    """`days`: from the day of the event, before it with a minus. None: so many months before, by whether it is the first one."""

    kind: MilestoneKind
    days: int | None
    owner: MilestoneOwner = MilestoneOwner.OFFICE


STEPS = (
    Step(MilestoneKind.START, None),
    Step(MilestoneKind.KICKOFF, -90),
    Step(MilestoneKind.HEARINGS_BEGIN, -80, MilestoneOwner.HOSTS),
    Step(MilestoneKind.HEARINGS_END, -50, MilestoneOwner.HOSTS),
    Step(MilestoneKind.LIST, -45),
    Step(MilestoneKind.ENTRIES_END, -25),
    Step(MilestoneKind.SELECTION, -20, MilestoneOwner.HOSTS),
    Step(MilestoneKind.NOTICE, -14),
    Step(MilestoneKind.PACKS, -7),
    Step(MilestoneKind.DAY, 0),
    Step(MilestoneKind.CONSENTS, 7),
    Step(MilestoneKind.SECOND_INTERVIEWS, 30, MilestoneOwner.HOSTS),
    Step(MilestoneKind.VISITS, 120, MilestoneOwner.HOSTS),
    Step(MilestoneKind.FOLLOW_UP, 180, MilestoneOwner.HOSTS),
)


def off_holidays(day: dt.date, event_day: dt.date) -> dt.date:
    """The day itself never moves; before it a date moves earlier, after it later, so that no time is lost."""
    if day == event_day:
        return day
    return on_or_before(day) if day < event_day else on_or_after(day)


def due_on(step: Step, event: Event) -> dt.date:
    """The period of entries that the event itself states wins over the table."""
    stated = {MilestoneKind.LIST: event.entry_open_at, MilestoneKind.ENTRIES_END: event.entry_close_at}.get(step.kind)
    if stated is not None:
        return timezone.localdate(stated)
    if step.days is None:
        day = months_before(event.starts_on, FIRST_MONTHS if event.is_first else REPEAT_MONTHS)
    else:
        # What follows the event counts from its last day.
        day = (event.ends_on if step.days > 0 else event.starts_on) + dt.timedelta(days=step.days)
    return off_holidays(day, event.starts_on)


# --- Making and moving ------------------------------------------------------------------------------------------------
def make_milestones(*, event: Event, by: User, now: dt.datetime) -> None:
    """Those of the table that the event does not have yet."""
    there = set(event.milestones.values_list("kind", flat=True))
    Milestone.objects.bulk_create(
        Milestone(event=event, kind=step.kind, due_on=due_on(step, event), owner=step.owner)
        for step in STEPS
        if step.kind not in there
    )


@transaction.atomic
def compute_anew(*, event: Event, by: User, now: dt.datetime) -> int:
    """Missing ones are made, and what is not done gets the date of the table. Dates of its own kind stay. Returns how many moved."""
    make_milestones(event=event, by=by, now=now)
    steps = {step.kind: step for step in STEPS}
    moved = []
    for row in event.milestones.select_for_update(of=("self",)).filter(done_at=None, kind__in=list(steps)):
        day = due_on(steps[MilestoneKind(row.kind)], event)
        if row.due_on != day:
            row.due_on = day
            moved.append(row)
    Milestone.objects.bulk_update(moved, ["due_on"])
    return len(moved)


@transaction.atomic
def move_with_the_day(*, event: Event, before: dt.date, by: User, now: dt.datetime) -> int:
    """The event has moved from `before`: what is not done moves as far, off days without work. Returns how many."""
    shift = event.starts_on - before
    rows = list(event.milestones.select_for_update(of=("self",)).filter(done_at=None))
    for row in rows:
        if row.kind == MilestoneKind.DAY:
            row.due_on = event.starts_on
        else:
            row.due_on = off_holidays(row.due_on + shift, event.starts_on)
    Milestone.objects.bulk_update(rows, ["due_on"])
    return len(rows)


def _check_owner(event: Event, institution_id, person: User | None) -> None:
    if institution_id and not event.hosts.filter(institution=institution_id).exists():
        raise MilestoneError("担当には、この交流会の主催・共催・後援の機関を選んでください。")
    if person is not None and not (person.is_active and person.is_coordinator):
        raise MilestoneError("担当の人には、事務局の利用者を選んでください。")


@transaction.atomic
def save_milestone(
    *,
    milestone: Milestone,
    title: str,
    due_on: dt.date,
    owner: str,
    institution_id=None,
    person: User | None = None,
    by: User,
    now: dt.datetime,
) -> Milestone:
    """A new one or a changed one. The day of the event follows from the event and from nothing else."""
    if milestone.kind == MilestoneKind.DAY and due_on != milestone.event.starts_on:
        raise MilestoneError("開催日は、交流会の基本の設定で変えてください。ほかの期日も一緒にずらせます。")
    _check_owner(milestone.event, institution_id, person)
    milestone.title, milestone.due_on, milestone.owner = title, due_on, owner
    milestone.institution_id, milestone.person = institution_id, person
    milestone.full_clean(exclude=["event"])
    milestone.save()
    return milestone


@transaction.atomic
def finish(*, milestone: Milestone, by: User, now: dt.datetime) -> None:
    """Done already is fine: who pressed twice wanted the same."""
    if not Milestone.objects.visible_to(by).finishable_by(by).filter(pk=milestone.pk).exists():
        raise MilestoneError("この期日を済みにできるのは、事務局と、担当の機関の本部です。")
    with acting(system("期日を済みにする")):  # a head office may say so of its own, which was checked above
        Milestone.objects.filter(pk=milestone.pk, done_at=None).update(done_at=now, done_by=by)
        take_back_drafts(unsent(REMINDER, SUBJECT).filter(subject_id=milestone.pk))


@transaction.atomic
def reopen(*, milestone: Milestone, by: User, now: dt.datetime) -> None:
    if not Milestone.objects.visible_to(by).finishable_by(by).filter(pk=milestone.pk).exists():
        raise MilestoneError("この期日を戻せるのは、事務局と、担当の機関の本部です。")
    with acting(system("期日を戻す")):
        Milestone.objects.filter(pk=milestone.pk).update(done_at=None, done_by=None)


def remove(*, milestone: Milestone, by: User, now: dt.datetime) -> None:
    """The day itself stays; every other one may go, and `compute_anew` brings those of the table back."""
    if milestone.kind == MilestoneKind.DAY:
        raise MilestoneError("開催日は消せません。")
    milestone.delete()


# --- Looking ----------------------------------------------------------------------------------------------------------
def in_order(rows: Iterable[Milestone]) -> list[Milestone]:
    """By date, and on one day in the order in which things follow each other."""
    kinds = list(MilestoneKind.values)
    return sorted(rows, key=lambda row: (row.due_on, kinds.index(row.kind), row.title))


def owner_words(milestone: Milestone) -> str:
    """Who must act, for the page."""
    if milestone.owner == MilestoneOwner.INSTITUTION and milestone.institution is not None:
        return milestone.institution.short_name
    if milestone.owner == MilestoneOwner.OFFICE and milestone.person is not None:
        return f"事務局 {milestone.person.display_name}"
    return milestone.get_owner_display()


def state_of(milestone: Milestone, today: dt.date) -> str:
    """done, late, now (due within the week) or todo, as the stage bar calls them."""
    if milestone.done_at:
        return "done"
    if milestone.due_on < today:
        return "late"
    return "now" if milestone.due_on <= today + dt.timedelta(days=REMIND_DAYS) else "todo"


# --- Reminders --------------------------------------------------------------------------------------------------------
def due_for_reminder(today: dt.date) -> QuerySet[Milestone]:
    """Not done, due within a week or late, of events that go ahead and are not over."""
    return (
        Milestone.objects.filter(
            done_at=None, due_on__lte=today + dt.timedelta(days=REMIND_DAYS), event__halt="", event__is_history=False
        )
        .exclude(kind=MilestoneKind.DAY)
        .exclude(event__stage=Stage.CLOSED)
        .select_related("event", "institution", "person")
        .order_by("due_on", "pk")
    )


@transaction.atomic
def remind_all(*, now: dt.datetime) -> int:
    """A draft in the outbox for each owner, once per date and person; returns how many people there are to be told of these dates.

    Drafts of dates that have moved, are done or have another owner are taken back.
    """
    today = timezone.localdate(now)
    notices = [_notice(row, address, today) for row in due_for_reminder(today) for address in recipients(row)]
    true = {(one.kind, one.subject_id, one.address) for one in notices}
    waiting = unsent(REMINDER, SUBJECT).values_list("pk", "kind", "subject_id", "recipient")
    stale = [pk for pk, *known in waiting if tuple(known) not in true]
    take_back_drafts(OutboxMail.objects.filter(pk__in=stale))
    tell_all(notices, now=now)
    return len(notices)


def _notice(row: Milestone, address: str, today: dt.date) -> Notice:
    return Notice(
        kind=f"{REMINDER}_{row.due_on:%y%m%d}",
        subject_kind=SUBJECT,
        subject_id=row.pk,
        to=address,
        title=f"期日のお知らせ: {row}({row.event.name})",
        body=_letter(row, today),
        group_id=row.event_id,
        per_address=True,
    )


def recipients(milestone: Milestone) -> list[str]:
    """Whoever must act; where nobody of an institution can be reached, the office, which then asks by telephone."""
    found: list[str] = []
    if milestone.owner == MilestoneOwner.OFFICE:
        if milestone.person is not None and milestone.person.is_active:
            return [milestone.person.email]
    else:
        hosts = EventHost.objects.filter(event=milestone.event_id)
        if milestone.owner == MilestoneOwner.INSTITUTION:
            hosts = hosts.filter(institution=milestone.institution_id)
        else:
            hosts = hosts.exclude(role=HostRole.PATRON)
        for host in hosts:
            found += [host.reply_email] if host.reply_email else _head_office(host.institution_id)
    return list(dict.fromkeys(found)) or _office()


def _head_office(institution_id) -> list[str]:
    rows = User.objects.filter(institution=institution_id, role=Role.HEAD_OFFICE, is_active=True)
    return list(rows.order_by("email").values_list("email", flat=True))


def _office() -> list[str]:
    rows = User.objects.filter(role=Role.COORDINATOR, is_active=True)
    return list(rows.order_by("email").values_list("email", flat=True))


def _letter(milestone: Milestone, today: dt.date) -> str:
    event = milestone.event
    when = "を過ぎています" if milestone.due_on < today else "が近づいています"
    return (
        f"「{event.name}」(開催日 {format_date(event.starts_on)})の期日{when}。\n\n"
        f"内容: {milestone}\n期日: {format_date(milestone.due_on)}\n担当: {owner_words(milestone)}\n\n"
        f"{_how_done(milestone)}日程の変更のご相談は、事務局へお知らせください。\n\n"
        f"{settings.SECRETARIAT_NAME} {settings.SECRETARIAT_PHONE}".rstrip()
    )


def _how_done(milestone: Milestone) -> str:
    """A date that several hosts share is done when all of them are: the office says so, as for a host without accounts."""
    owner = milestone.owner
    if owner == MilestoneOwner.OFFICE or owner == MilestoneOwner.INSTITUTION and _head_office(milestone.institution_id):
        return "済んでいるときは、交流会の「日程」のページで「済みにする」を押してください。"
    return "済んでいるときは、事務局へお知らせください。事務局が、交流会の「日程」のページで済みにします。"
