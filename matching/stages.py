"""Where an event stands and what comes next, as the pages show it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Stage
from events.queries import counted, with_figures
from matching.models import Interview, Result, Timetable, TimetableState
from office.models import Document, WorkState


@dataclass(frozen=True)
class NextStep:
    """One sentence with the figure in it, and where the one main button leads; `post` where it starts something at once."""

    sentence: str
    url: str
    label: str
    post: bool = False


def stage_bar(event: Event) -> list[dict]:
    """The stations of an event for the `stage_bar` tag: done before the present one, to come after it."""
    now = Stage(event.stage).position
    shown = [stage for stage in Stage if stage is not Stage.CLOSED]
    return [
        {
            "name": stage.label,
            "state": "done" if stage.position < now else "now" if stage.position == now else "todo",
            "fact": _fact(event, stage),
        }
        for stage in shown
    ]


def _fact(event: Event, stage: Stage) -> str:
    if stage is Stage.DAY:
        return _short(event.starts_on)
    if stage is Stage.ENTRY and event.entry_close_at:
        return f"{_short(timezone.localdate(event.entry_close_at))}まで"
    return ""


def _short(day: dt.date) -> str:
    return f"{day.month}/{day.day}"


def with_interviews(events: QuerySet[Event]) -> QuerySet[Event]:
    """The figures of a list: those of `with_figures` and interview_count of the published timetable."""
    return with_figures(events).annotate(interview_count=counted(Interview.objects.filter(is_published=True), "event"))


def with_progress(events: QuerySet[Event]) -> QuerySet[Event]:
    """Adds what `next_step` reads: interview_count and result_count, draft_count and published_count, document_count
    and report_count."""
    published = Interview.objects.filter(is_published=True)
    return with_interviews(events).annotate(
        result_count=counted(Result.objects.filter(entry__in=published.values("entry")), "entry__event"),
        draft_count=counted(Timetable.objects.filter(state=TimetableState.DRAFT), "event"),
        published_count=counted(Timetable.objects.filter(state=TimetableState.PUBLISHED), "event"),
        document_count=counted(Document.objects.filter(state=WorkState.DONE), "group_id"),
        report_count=counted(Document.objects.filter(state=WorkState.DONE, kind="event_report"), "group_id"),
    )


def next_step(event: Event) -> NextStep | None:
    """What a coordinator does next for an event of `with_progress`; None where nothing is left to do."""
    if event.is_history or event.stage == Stage.CLOSED:
        return None
    if event.draft_count:
        return _step(
            event, "時間割の下書きがあります。確かめて公開します。", "matching:timetable_board", "時間割を確かめる"
        )
    if event.published_count:
        return _after_publication(event)
    if event.entry_count:
        return _step(
            event,
            f"希望が{event.entry_count}件あります。時間割を作れます。",
            "matching:plan_start",
            "時間割を作成",
            post=True,
        )
    return _step(event, "新現役の希望が届くのを待っています。", "events:entry_list", "希望の一覧を見る")


def _after_publication(event: Event) -> NextStep:
    if event.interview_count and event.result_count >= event.interview_count:
        if event.report_count:
            text = "報告書ができています。二次面談と支援の記録を続けます。"
            return _step(event, text, "matching:outcome_list", "面談の結果を開く")
        text = f"面談{event.interview_count}件の結果がそろいました。報告書を作れます。"
        return _step(event, text, "matching:document_set", "書類のページへ進む")
    if event.result_count or event.starts_on <= timezone.localdate():
        text = f"面談の結果を入力します(いま {event.result_count} / {event.interview_count}件)。"
        return _step(event, text, "matching:outcome_list", "面談の結果を入力する")
    if event.document_count:
        return _step(
            event, "書類ができています。当日に備えて印刷します。", "matching:document_set", "書類のページへ進む"
        )
    text = f"時間割を公開しました。面談{event.interview_count}件のシートを作れます。"
    return _step(event, text, "matching:document_set", "書類のページへ進む")


def _step(event: Event, sentence: str, name: str, label: str, post: bool = False) -> NextStep:
    return NextStep(sentence, reverse(name, args=[event.pk]), label, post)
