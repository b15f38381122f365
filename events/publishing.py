"""The anonymised list of an event: which briefs it has, and opening them to seniors for the entry period."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from companies import briefs
from companies.models import BriefReview, BriefState, Issue, IssueBrief
from events.models import Event, Participation, ParticipationState, Stage
from institutions.models import User

OPENS_AT = (Stage.HEARING, Stage.ENTRY)
SHUT_TO_WISHES = "受付の開始日を過ぎています。希望登録へ進めてください。"


class PublishingError(ValueError):
    """What stood in the way, in words for people."""


@dataclass(frozen=True)
class Line:
    """One issue that a firm brings to the event, with its brief and what the check says of it."""

    number: int
    issue: Issue
    brief: IssueBrief | None
    review: BriefReview | None
    marks: tuple[briefs.Mark, ...]

    @property
    def sure(self) -> int:
        return sum(mark.stands for mark in self.marks)

    @property
    def hints(self) -> int:
        return sum(not mark.is_sure and mark.accepted is None for mark in self.marks)

    @property
    def missing(self) -> list[str]:
        """What has still to be done before seniors can read it, in order."""
        if self.brief is None:
            return ["公開する文を書く"]
        if self.brief.state == BriefState.WITHDRAWN:
            return []
        out = [f"{self.sure}か所を直す"] if self.sure else []
        if not self.brief.categories:
            out.append("分類を選ぶ")
        if self.brief.state == BriefState.DRAFT:
            out.append("提出する")
        if self.brief.state in (BriefState.DRAFT, BriefState.SUBMITTED):
            out.append("事務局が承認する")
        elif self.brief.open_from is None:
            out.append("公開する")
        return out

    @property
    def can_be_approved(self) -> bool:
        return self.brief is not None and self.brief.state == BriefState.SUBMITTED and not self.sure

    @property
    def revision(self) -> int:
        return self.review.revision if self.review else 1


@dataclass(frozen=True)
class FirmLines:
    participation: Participation
    lines: tuple[Line, ...]


def firms_of(event: Event, user: User) -> list[FirmLines]:
    """Every firm that takes part, in the order of its number, with its issues for this event; a constant number of queries."""
    rows = Participation.objects.visible_to(user).filter(event=event, state=ParticipationState.REGISTERED)
    firms = list(rows.select_related("company__institution", "company__branch").order_by("number"))
    issues = _issues_of(event, {firm.company_id for firm in firms}, user)
    return [
        FirmLines(firm, tuple(_line(number, issue) for number, issue in enumerate(issues.get(firm.company_id, ()), 1)))
        for firm in firms
    ]


def _issues_of(event: Event, companies: Iterable[UUID], user: User) -> dict[UUID, list[Issue]]:
    """Of a firm's issues those that it was heard with for this event, or whose brief was written for it."""
    rows = Issue.objects.visible_to(user).filter(company__in=companies)
    rows = rows.filter(Q(hearing__event_id=event.pk) | Q(brief__event_id=event.pk))
    found: dict[UUID, list[Issue]] = {}
    for issue in rows.select_related(
        "brief__review", "hearing", "company__institution", "company__branch", "company__officer"
    ):
        found.setdefault(issue.company_id, []).append(issue)
    return found


def _line(number: int, issue: Issue) -> Line:
    brief = getattr(issue, "brief", None)
    if brief is None:
        return Line(number, issue, None, None, ())
    review = getattr(brief, "review", None)
    marks = briefs.marks_of(issue.company, briefs.texts_of(brief), review)
    return Line(number, issue, brief, review, tuple(marks))


@dataclass(frozen=True)
class Published:
    """How many briefs were opened, and which were left out because the firm could be guessed."""

    opened: int
    left_out: tuple[str, ...]


@transaction.atomic
def publish(*, event: Event, by: User, now: dt.datetime) -> Published:
    """Open every approved brief of the firms that take part, from the beginning of the entry period to its end.

    Pressed again it opens what was approved since, and follows a period that was moved.
    """
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    refuse_publishing(event, now)
    lines = [line for firm in firms_of(event, by) for line in firm.lines]
    approved = [line for line in lines if line.brief and line.brief.state == BriefState.APPROVED]
    if not approved:
        raise PublishingError("承認した公開文がありません。先に、提出された文を承認してください。")
    good = [line for line in approved if not line.sure and line.brief.categories]
    opened = IssueBrief.objects.filter(pk__in=[line.brief.pk for line in good], state=BriefState.APPROVED).update(
        event_id=event.pk, open_from=event.entry_open_at, open_until=event.entry_close_at
    )
    left_out = tuple(line.issue.company.name for line in approved if line not in good)
    return Published(opened, left_out)


def follow_period(*, event: Event, closed_at: dt.datetime | None) -> None:
    """The closing time was moved: issues that closed with the event still do. One that has a time of its own keeps it."""
    if event.entry_close_at is None or closed_at is None or event.entry_close_at == closed_at:
        return
    rows = IssueBrief.objects.filter(event_id=event.pk, open_until=closed_at, open_from__lt=event.entry_close_at)
    rows.update(open_until=event.entry_close_at)


def refuse_publishing(event: Event, now: dt.datetime) -> None:
    """PublishingError with what has to be done first."""
    if event.halt:
        raise PublishingError(f"この交流会は「{event.get_halt_display()}」なので、公開できません。")
    if event.stage not in OPENS_AT:
        raise PublishingError(
            f"公開できるのは「ヒアリング」と「希望登録」の段階です。いまは「{event.get_stage_display()}」です。"
        )
    if not event.entry_open_at or not event.entry_close_at:
        raise PublishingError("希望登録の開始と締め切りが決まっていません。交流会の設定で、先に決めてください。")
    if event.entry_close_at <= now:
        raise PublishingError("希望登録の締め切りを過ぎています。続けるときは、締め切りを先に延ばしてください。")


def is_read_but_shut(event: Event, now: dt.datetime) -> bool:
    """Where issues are opened: whether seniors read them by now and cannot wish yet, because the stage has not come along."""
    return event.stage == Stage.HEARING and not event.halt and bool(event.entry_open_at and event.entry_open_at <= now)


@transaction.atomic
def stop(*, event: Event, by: User, now: dt.datetime) -> int:
    """Close the whole list: seniors read none of it from now on. Wishes that were made stay."""
    closed = IssueBrief.objects.filter(event_id=event.pk, open_from__isnull=False).update(
        open_from=None, open_until=None
    )
    if not closed:
        raise PublishingError("公開している課題はありません。")
    return closed
