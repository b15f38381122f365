"""What is put into a letter: the facts of its event, once for all its readers, and the calendar that goes with it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from companies.models import IssueBrief
from events.models import DatePrecision, Event, EventHost, HostRole, Milestone, MilestoneKind
from kouryukai.lib.calendar_file import CANCEL, PUBLISH, Appointment, calendar_file
from kouryukai.lib.era import format_date, format_month
from office.posting import mail_host

DAY_BEFORE, TWO_HOURS = 24 * 60, 120
TIME_OPEN = "時間は決まりしだい、お知らせします"


def hosts_of(event: Event) -> list[EventHost]:
    return list(event.hosts.select_related("institution"))


def event_values(event: Event, hosts: list[EventHost] | None = None) -> dict[str, str]:
    """The values that every letter of the event shares; "" where the office has not written it down yet."""
    hosts = hosts_of(event) if hosts is None else hosts
    return {
        "交流会名": event.name,
        "開催日": dates_of(event),
        "時間": times_of(event),
        "会場": place_of(event),
        "募集開始": format_date(timezone.localdate(event.entry_open_at)) if event.entry_open_at else "",
        "締め切り": moment(event.entry_close_at),
        "主催": hosted_by(hosts),
        "問い合わせ先": whom_to_ask(hosts),
        "事務局": settings.SECRETARIAT_NAME,
        "面談の長さ": f"{event.slot_minutes}分",
        "希望の上限": f"{event.max_entries_per_senior}件",
        "課題の数": f"{briefs_of(event).count()}件",
        "希望の少ない課題": listed(
            briefs_of(event).filter(entry_count__lt=event.few_entries).values_list("public_title", flat=True)
        ),
        "延期・中止の理由": event.halt_reason,
        "ページ": f"{settings.BASE_URL}/",
    }


def briefs_of(event: Event):
    rows = IssueBrief.objects.filter(event_id=event.pk, open_from__lte=Now(), open_until__gt=Now())
    return rows.order_by("entry_count", "public_title", "pk")


def listed(lines) -> str:
    return "\n".join(f"・{line}" for line in lines)


def moment(at: dt.datetime | None) -> str:
    """令和8年8月24日(月) 17時00分."""
    return f"{format_date(timezone.localdate(at))} {clock(timezone.localtime(at))}" if at else ""


def clock(time: dt.time | dt.datetime) -> str:
    return f"{time.hour}時{time.minute:02}分"


def dates_of(event: Event) -> str:
    if event.date_precision == DatePrecision.MONTH:
        return f"{format_month(event.starts_on)}(日は調整中)"
    first, last = event.starts_on, event.ends_on
    return format_date(first) if first == last else f"{format_date(first)}〜{format_date(last)}"


def times_of(event: Event) -> str:
    """Opening and interviews of each day. Never empty: early letters go out before the times are settled."""
    slots = list(event.slots.all())
    lines = []
    for day in event.days.all():
        turns = [slot for slot in slots if slot.day_id == day.pk]
        said = [f"{clock(day.opening_at)}開会"] if day.opening_at else []
        if turns:
            said.append(f"面談は{clock(turns[0].starts_at)}から{clock(turns[-1].ends_at)}まで")
        if said:
            which = f"{format_date(day.date)} " if event.starts_on != event.ends_on else ""
            lines.append(which + "、".join(said))
    return "\n".join(lines) or TIME_OPEN


def place_of(event: Event) -> str:
    places = []
    for venue in event.venues.all():
        address = f"{'〒' + venue.postal_code + ' ' if venue.postal_code else ''}{venue.address}".strip()
        places.append("\n".join(part for part in (venue.name, address, venue.access) if part))
    return "\n\n".join(places) or event.venue


def hosted_by(hosts: list[EventHost]) -> str:
    lines = []
    for role in HostRole:
        if names := [host.institution.name for host in hosts if host.role == role]:
            lines.append(f"{role.label} {'、'.join(names)}")
    return "\n".join(lines)


def whom_to_ask(hosts: list[EventHost], institution_id: UUID | None = None) -> str:
    """Each host that has a person, telephone or address of its own, and the secretariat.

    People of an institution are to ask their own or the secretariat: of their clients no other host is to hear.
    """
    blocks = []
    for host in hosts:
        if host.role == HostRole.PATRON or not (host.phone or host.reply_email):
            continue
        if institution_id and host.institution_id != institution_id:
            continue
        lines = [f"{host.institution.name} {host.contact_name}".strip()]
        lines += [f"電話 {host.phone}"] if host.phone else []
        lines += [f"メール {host.reply_email}"] if host.reply_email else []
        blocks.append("\n".join(lines))
    phone = f"\n電話 {settings.SECRETARIAT_PHONE}" if settings.SECRETARIAT_PHONE else ""
    return "\n\n".join([*blocks, settings.SECRETARIAT_NAME + phone])


def reply_address(event: Event, institution_id: UUID | None = None) -> str:
    """Where an answer goes: the first host that reads mail, for people of an institution theirs alone; "" leaves it to the sender."""
    hosts = event.hosts.exclude(role=HostRole.PATRON).exclude(reply_email="")
    if institution_id:
        hosts = hosts.filter(institution=institution_id)
    return hosts.order_by(F("role").desc(), "order").values_list("reply_email", flat=True).first() or ""


# --- Calendars --------------------------------------------------------------------------------------------------------
def calendar_of(event: Event, *, now: dt.datetime, method: str = PUBLISH) -> str:
    """The days of the event as a calendar file; "" where only the month is known."""
    if event.date_precision == DatePrecision.MONTH:
        return ""
    return calendar_file(appointments_of(event, now=now), now=now, name=event.name, method=method)


def appointments_of(event: Event, *, now: dt.datetime) -> list[Appointment]:
    """One for each day: from the opening to the last interview, the whole day while the times are open."""
    slots = list(event.slots.all())
    days = [(day.date, day.opening_at, [slot for slot in slots if slot.day_id == day.pk]) for day in event.days.all()]
    found = []
    for number, (date, opening, turns) in enumerate(days or [(event.starts_on, None, [])], 1):
        one = Appointment(
            uid=f"event-{event.pk}-{number}@{mail_host()}",
            title=event.name,
            starts=date,
            ends=date if days else event.ends_on,
            place=" ".join(place_of(event).split("\n")),
            sequence=revision_of(event, now),
            alarms=(DAY_BEFORE, TWO_HOURS),
        )
        if turns:
            begin = timezone.make_aware(dt.datetime.combine(date, opening)) if opening else turns[0].during.lower
            one = replace(one, starts=begin, ends=turns[-1].during.upper)
        found.append(one)
    return found


def revision_of(event: Event, now: dt.datetime) -> int:
    """Grows with each file made: seconds since the event was. Its own time of change says nothing of its hours and venues."""
    return max(0, int((now - event.created_at).total_seconds()))


def cancellation_of(event: Event, *, now: dt.datetime) -> str:
    return calendar_of(event, now=now, method=CANCEL)


def milestones_of(event: Event, milestones: Iterable[Milestone], *, now: dt.datetime) -> list[Appointment]:
    """What staff keep in their calendars: the days, the period of entries, and what is due and not done."""
    found = appointments_of(event, now=now)
    for key, at, title in (
        ("open", event.entry_open_at, "希望登録の開始"),
        ("close", event.entry_close_at, "希望登録の締め切り"),
    ):
        if at:
            one = Appointment(
                uid=f"event-{event.pk}-{key}@{mail_host()}",
                title=f"{title} {event.name}",
                starts=at,
                ends=at + dt.timedelta(minutes=30),
                sequence=revision_of(event, now),
                alarms=(DAY_BEFORE,),
            )
            found.append(one)
    for row in milestones:
        if row.done_at or row.kind in (MilestoneKind.DAY, MilestoneKind.LIST, MilestoneKind.ENTRIES_END):
            continue
        one = Appointment(
            uid=f"milestone-{row.pk}@{mail_host()}",
            title=f"{row} {event.name}",
            starts=row.due_on,
            ends=row.due_on,
            sequence=minutes(now),
        )
        found.append(one)
    return found


BEGINNING = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def minutes(now: dt.datetime) -> int:
    """A number that grows with each file made, for rows that do not count their changes."""
    return int((now - BEGINNING).total_seconds() // 60)
