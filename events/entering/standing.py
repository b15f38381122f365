"""Where a senior stands at an event: what she has wished for, how many more she may, and what keeps her from it, in words with a way on."""

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from companies.models import IssueBrief
from events.models import Entry, EntryState, Event, ParticipationState, Stage
from institutions.actors import Actor, system
from institutions.models import User
from talent.availability import reasons_against
from talent.consents import missing_of
from talent.models import ConsentKind, Senior

SHORTEST, LONGEST = 40, 1200  # signs of 私ができること

NOT_YET = "この交流会の希望登録は、まだ始まっていません。"
OVER = "この交流会の希望登録は締め切りました。"
CLOSED = "この課題の受付は終わりました。"
HALTED = "この交流会は{word}になったため、希望を受け付けていません。"
CALL = "出したいとき、直したいときは、事務局へお電話ください。"


class EntryError(ValueError):
    """Why a wish is not taken, in words for people."""


class EntryClosed(EntryError):
    """The time is over or has not come."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way; `url` and `label`: where she can do something about it, else she calls."""

    text: str
    url: str = ""
    label: str = ""


def for_her(by: User, why: str = "希望の登録") -> Actor:
    """Firms and places at the event are not a senior's to read: after her right is checked, the system writes, in her name."""
    return replace(system(why), user_id=by.pk)


# --- The time ---------------------------------------------------------------------------------------------------------
# An issue that few have wished for may be open longer than the event's own period: it is then taken while the others are selected.
LONGER = (Stage.ENTRY, Stage.SELECTION)


def opened(events: QuerySet[Event]) -> QuerySet[Event]:
    """Those that take wishes now, by the database's clock."""
    return events.filter(stage=Stage.ENTRY, halt="", entry_open_at__lte=Now(), entry_close_at__gt=Now())


def why_closed(event: Event, now: dt.datetime, brief: IssueBrief | None = None) -> str:
    """Why nothing is taken now, for the event or for one issue; "" while it is open. For pages: actions ask the database."""
    if event.halt:
        return HALTED.format(word=event.get_halt_display())
    if not event.entry_open_at or event.entry_open_at > now or event.stage in (Stage.PREPARATION, Stage.HEARING):
        return NOT_YET
    if not event.is_open_for_entries and not (brief is not None and is_longer(event, brief)):
        return OVER if brief is None else CLOSED  # other issues of the event may be taken longer
    if brief is not None and not (brief.open_from and brief.open_from <= now < brief.open_until):
        return CLOSED
    return ""


def is_longer(event: Event, brief: IssueBrief) -> bool:
    """Whether the issue is taken longer than the event's period."""
    if not (event.entry_close_at and brief.open_until and event.stage in LONGER):
        return False
    return brief.open_until > event.entry_close_at


def closes_at(event: Event, brief: IssueBrief) -> dt.datetime | None:
    """The issue's own time; a shorter one of it counts too."""
    return brief.open_until or event.entry_close_at


def demand_open(event: Event, brief: IssueBrief | None = None) -> None:
    """Raises EntryClosed unless the database's clock says that it is open."""
    rows = Event.objects.filter(pk=event.pk)
    is_open = opened(rows).exists()
    if not is_open and brief is not None:
        longer = IssueBrief.objects.filter(pk=brief.pk, open_until__gt=OuterRef("entry_close_at"))
        started = rows.filter(stage__in=LONGER, halt="", entry_open_at__lte=Now())
        is_open = started.filter(Exists(longer)).exists()
    if not is_open:
        raise EntryClosed((why_closed(event, timezone.now()) or OVER) + CALL)
    if brief is not None and not IssueBrief.objects.open_now().filter(pk=brief.pk, event_id=event.pk).exists():
        raise EntryClosed(CLOSED + CALL)


# --- Herself ----------------------------------------------------------------------------------------------------------
def obstacles(senior: Senior, event: Event, today: dt.date) -> list[Obstacle]:
    """What of hers stands in the way: her state, the day, what she has consented to."""
    found = [Obstacle(f"{text}。", *_way(text, senior)) for text in _against(senior, event)]
    for kind in missing_of(senior, today):
        found.append(
            Obstacle(
                f"「{ConsentKind(kind).label}」のいまの文面に、同意をいただいていません。",
                reverse("talent:registration"),
                "登録の画面で文面を読んで同意する",
            )
        )
    return found


def _against(senior: Senior, event: Event) -> list[str]:
    """Nothing where she can come on one of its days."""
    days = [event.starts_on + dt.timedelta(days=n) for n in range((event.ends_on - event.starts_on).days + 1)]
    found = [reasons_against(senior, day) for day in days[:14]]
    return found[0] if all(found) else []


def _way(text: str, senior: Senior) -> tuple[str, str]:
    if "休止中" in text:
        return reverse("talent:my_registration"), "私の登録を開いて再開する"
    if "参加できません" in text or "上限" in text:
        return reverse("talent:senior_availability", args=[senior.pk]), "参加できる時期と回数を見直す"
    return "", ""


# --- What she has -----------------------------------------------------------------------------------------------------
def standing_entries(event_pk: UUID, senior_pk: UUID) -> list[Entry]:
    """Her wishes at the event that are not withdrawn, in her order."""
    rows = Entry.objects.filter(event=event_pk, senior=senior_pk).exclude(state=EntryState.WITHDRAWN)
    return list(rows.order_by("preference", "submitted_at", "pk"))


def counted_against_cap(event_pk: UUID, senior_pk: UUID) -> int:
    """A wish for a firm that does not come takes no place. To be asked as the system or the office."""
    rows = Entry.objects.filter(event=event_pk, senior=senior_pk, participation__state=ParticipationState.REGISTERED)
    return rows.exclude(state=EntryState.WITHDRAWN).count()


def cap_words(event: Event, how_many: int) -> str:
    most = event.max_entries_per_senior
    if how_many < most:
        return f"1回の交流会に{most}件まで出せます。いま{how_many}件です。"
    return f"1回の交流会に{most}件まで出せます。いま{how_many}件です。どれかを取り下げると、新しい希望を出せます。"
