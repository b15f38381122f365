"""Where an event stands and what comes next, as the pages show it."""

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from companies.models import BriefState, Hearing, HearingState, IssueBrief
from events.models import Event, EventHost, Halt, Participation, ParticipationState, Stage, TimeSlot
from events.publishing import SHUT_TO_WISHES, is_read_but_shut
from events.queries import counted, of_firms_that_come, with_figures
from matching.models import Interview, Result, Timetable, TimetableState
from office.models import Document, MailState, OutboxMail, WorkState

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


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
    """Adds what `next_step` reads: the run-up, interview_count and result_count, draft_count and published_count, left_count (published
    interviews of who has withdrawn), document_count and report_count."""
    published = Interview.objects.filter(is_published=True)
    gone = ParticipationState.WITHDRAWN
    left = published.filter(Q(participation__state=gone) | Q(entry__attendance__state=gone))
    recorded = Result.objects.filter(entry=OuterRef("entry"))
    documents = Document.objects.filter(state=WorkState.DONE)
    return with_run_up(with_interviews(events)).annotate(
        result_count=counted(Result.objects.filter(entry__in=published.values("entry")), "entry__event"),
        draft_count=counted(Timetable.objects.filter(state=TimetableState.DRAFT), "event"),
        published_count=counted(Timetable.objects.filter(state=TimetableState.PUBLISHED), "event"),
        left_count=counted(left.exclude(Exists(recorded)), "event"),
        document_count=counted(documents.filter(requested_at__gte=_since_put_off()), "group_id"),
        report_count=counted(documents.filter(kind="event_report"), "group_id"),
    )


def with_run_up(events: QuerySet[Event]) -> QuerySet[Event]:
    """Adds what the months before an event are about: host_count, slot_count, hearings and briefs by their state, firms_ready, and the
    letters that were prepared: put_off_at and date_told_at say when the latest of a postponement and of a new date were."""
    hearings = of_firms_that_come(Hearing.objects.all())
    briefs = of_firms_that_come(IssueBrief.objects.all(), "issue__company_id")
    approved = briefs.filter(state=BriefState.APPROVED)
    ready = approved.filter(event_id=OuterRef("event_id"), issue__company=OuterRef("company_id"))
    coming = Participation.objects.filter(state=ParticipationState.REGISTERED)

    def of_event(rows: QuerySet) -> Coalesce:
        return counted(rows, "event_id")

    events = events.annotate(put_off_at=_latest_letter("postponed"), date_told_at=_latest_letter("date_changed"))
    return events.annotate(
        host_count=counted(EventHost.objects.all(), "event"),
        slot_count=counted(TimeSlot.objects.all(), "event"),
        hearings_open=of_event(hearings.filter(state__in=[HearingState.DRAFT, HearingState.RETURNED])),
        hearings_submitted=of_event(hearings.filter(state=HearingState.SUBMITTED)),
        hearings_approved=of_event(hearings.filter(state=HearingState.APPROVED)),
        briefs_submitted=of_event(briefs.filter(state=BriefState.SUBMITTED)),
        briefs_waiting=of_event(approved.filter(open_from__isnull=True)),
        briefs_open=of_event(approved.filter(open_from__isnull=False)),
        firms_ready=counted(coming.filter(Exists(ready)), "event"),
        call_letters=_letters("call:"),
        result_letters=_letters("selected", "reserve", "declined", since=_since_put_off()),
        halt_letters=_letters("postponed", "cancelled", since=OuterRef("halted_at")),
    )


def _letters(*kinds: str, since: OuterRef | Coalesce | None = None) -> Coalesce:
    """How many letters of these kinds of an event were prepared, whatever has become of them."""
    rows = _prepared(*kinds)
    return counted(rows.filter(created_at__gte=since) if since else rows, "group_id")


def _prepared(*kinds: str) -> QuerySet[OutboxMail]:
    of_kinds = reduce(or_, (Q(kind__startswith=kind) for kind in kinds))
    return OutboxMail.objects.filter(of_kinds, is_notice=True).exclude(state=MailState.CANCELLED)


def _latest_letter(kind: str) -> Subquery:
    rows = _prepared(kind).filter(group_id=OuterRef("pk")).order_by("-created_at")
    return Subquery(rows.values("created_at")[:1])


def _since_put_off() -> Coalesce:
    """What was prepared before the event was put off last tells a day that is no more."""
    return Coalesce(OuterRef("put_off_at"), Value(LONG_AGO))


def next_step(event: Event) -> NextStep | None:
    """What a coordinator does next for an event of `with_progress`; None where nothing is left to do."""
    if event.is_history or event.stage == Stage.CLOSED:
        return None
    if event.halt:
        word = event.get_halt_display()
        if not event.halt_letters:
            text = f"{word}になりました。関係する全員へのお知らせを用意します。"
            return _step(event, text, "events:halt_letters", "お知らせを用意する")
        if event.halt == Halt.POSTPONED:
            text = f"{word}になっています。新しい日が決まったら再開します。"
            return _step(event, text, "matching:event_stage", "段階のページを開く")
        return _step(event, f"{word}になりました。全員に届いたかを確かめます。", "events:letter_list", "手紙を見る")
    if _must_tell_the_new_day(event):
        text = "再開しました。新しい日が決まったら、延期をお知らせした全員に知らせます。"
        return _step(event, text, "events:halt_letters", "変更のお知らせを用意する")
    if event.draft_count:
        return _step(
            event, "時間割の下書きがあります。確かめて公開します。", "matching:timetable_board", "時間割を確かめる"
        )
    if event.published_count:
        return _after_publication(event)
    before = {Stage.PREPARATION: _preparation, Stage.HEARING: _hearing, Stage.ENTRY: _entry}
    if Stage(event.stage) in before:
        return before[Stage(event.stage)](event)
    if event.entry_count:
        return _step(
            event,
            f"希望が{event.entry_count}件あります。時間割を作れます。",
            "matching:plan_start",
            "時間割を作成",
            post=True,
        )
    return _step(event, "新現役の希望が届くのを待っています。", "events:entry_list", "希望の一覧を見る")


def _must_tell_the_new_day(event: Event) -> bool:
    """Whoever read that it was put off has not been told when it takes place; once results are there, everybody knows."""
    if event.put_off_at is None or event.result_count:
        return False
    return event.date_told_at is None or event.date_told_at < event.put_off_at


def _preparation(event: Event) -> NextStep:
    if not event.host_count:
        return _step(event, "主催の機関と連絡先を登録します。", "events:event_hosts", "主催を登録する")
    if not event.slot_count:
        return _step(event, "当日の進行(開会、面談の回、休憩)を決めます。", "events:event_programme", "進行を決める")
    return _step(event, "準備ができました。企業のヒアリングへ進めます。", "matching:event_stage", "ヒアリングへ進む")


def _hearing(event: Event) -> NextStep:
    """Who must act: the office where something was handed in, else the branches. First of all whoever keeps seniors out."""
    if event.briefs_open and is_read_but_shut(event, timezone.now()):
        return _step(event, SHUT_TO_WISHES, "matching:event_stage", "希望登録へ進む")
    if not event.company_count:
        text = "金融機関からの企業の参加登録を待っています。"
        return _step(event, text, "events:participation_list", "企業の一覧を見る")
    if event.hearings_submitted:
        text = f"ヒアリングシートが{event.hearings_submitted}件提出されています。内容を確かめて承認します。"
        return _step(event, text, "events:hearing_board", "提出された企業を見る")
    if event.briefs_submitted:
        text = f"課題の公開文が{event.briefs_submitted}件、承認を待っています。"
        return _step(event, text, "events:brief_board", "公開文を確かめる")
    if event.firms_ready < event.company_count:
        waiting = event.company_count - event.firms_ready
        text = f"公開文が承認された企業は{event.company_count}社のうち{event.firms_ready}社です。残り{waiting}社を待っています。"
        heard = event.hearings_approved >= event.company_count
        return _step(event, text, f"events:{'brief' if heard else 'hearing'}_board", "残りの企業を見る")
    if not (event.entry_open_at and event.entry_close_at):
        return _step(event, "課題がそろいました。希望登録の期間を決めます。", "events:event_edit", "期間を決める")
    return _step(event, "課題がそろいました。希望登録を始められます。", "matching:event_stage", "希望登録へ進む")


def _entry(event: Event) -> NextStep:
    now = timezone.now()
    if event.entry_open_at and now < event.entry_open_at:
        text = f"希望登録は{_short(timezone.localdate(event.entry_open_at))}に始まります。"
        if event.briefs_waiting:
            text += f"承認した課題{event.briefs_waiting}件を公開すると、その日から新現役が読めます。"
            return _step(event, text, "events:brief_board", "課題を公開する")
        return _step(event, text, "events:brief_board", "課題の公開文を見る")
    if event.entry_close_at and now >= event.entry_close_at:
        text = f"希望登録を締め切りました(希望{event.entry_count}件)。面談の相手の選定へ進めます。"
        return _step(event, text, "matching:event_stage", "選定へ進む")
    if event.briefs_waiting and not event.briefs_open:
        text = f"承認した課題{event.briefs_waiting}件が、まだ公開されていません。公開すると、新現役が読めます。"
        return _step(event, text, "events:brief_board", "課題を公開する")
    if event.briefs_waiting:
        text = f"新しく承認した課題{event.briefs_waiting}件が、まだ公開されていません。"
        return _step(event, text, "events:brief_board", "課題を公開する")
    until = f"{_short(timezone.localdate(event.entry_close_at))}まで" if event.entry_close_at else ""
    text = f"希望登録を{until}受け付けています(いま{event.entry_count}件)。"
    if not event.call_letters:
        text += "募集案内がまだ用意されていません。"
        return _step(event, text, "events:entry_call", "募集案内を用意する")
    return _step(event, text, "events:entry_board", "希望の集まりを見る")


def _after_publication(event: Event) -> NextStep:
    if event.interview_count and event.result_count >= event.interview_count:
        if event.report_count:
            text = "報告書ができています。二次面談と支援の記録を続けます。"
            return _step(event, text, "matching:outcome_list", "面談の結果を開く")
        text = f"面談{event.interview_count}件の結果がそろいました。報告書を作れます。"
        return _step(event, text, "matching:document_set", "書類のページへ進む")
    if event.left_count and event.ends_on >= timezone.localdate():
        text = (
            f"辞退した企業・新現役の面談が{event.left_count}件、公開中の時間割に残っています。外して、公開し直します。"
        )
        return _step(event, text, "matching:timetable_board", "時間割を直す")
    if event.result_count or event.starts_on <= timezone.localdate():
        text = f"面談の結果を入力します(いま {event.result_count} / {event.interview_count}件)。"
        return _step(event, text, "matching:outcome_list", "面談の結果を入力する")
    if not event.result_letters:
        text = "時間割を公開しました。希望を出した全員に、結果(面談決定・控え・見送り)をお知らせします。"
        return _step(event, text, "matching:result_letters", "結果のお知らせを用意する")
    if event.document_count:
        return _step(
            event, "書類ができています。当日に備えて印刷します。", "matching:document_set", "書類のページへ進む"
        )
    text = f"時間割を公開しました。面談{event.interview_count}件のシートを作れます。"
    return _step(event, text, "matching:document_set", "書類のページへ進む")


def _step(event: Event, sentence: str, name: str, label: str, post: bool = False) -> NextStep:
    return NextStep(sentence, reverse(name, args=[event.pk]), label, post)
