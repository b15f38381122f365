"""What must be there before an event goes a step on or back: conditions in words, each with the page where it is met."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from companies.models import BriefState, IssueBrief
from events.models import STAGE_MOVES, Entry, EntryState, Event, HostRole, Participation, ParticipationState, Stage
from kouryukai.lib.era import format_date
from matching.models import Interview, Result


@dataclass(frozen=True)
class Missing:
    """`page`: the address by name where it is put right, "" where only time helps."""

    text: str
    page: str = ""
    label: str = ""


@dataclass(frozen=True)
class StageStep:
    """One step that the table allows, with what stands in its way."""

    to: Stage
    is_forward: bool
    missing: tuple[Missing, ...]

    @property
    def may(self) -> bool:
        return not self.missing


Condition = Callable[[Event, dt.datetime], Iterator[Missing]]


def _to_hearing(event: Event, now: dt.datetime) -> Iterator[Missing]:
    if not event.hosts.filter(role=HostRole.HOST).exists():
        yield Missing("主催の機関が登録されていません。", "events:event_hosts", "主催を登録する")
    if not event.slots.exists():
        yield Missing("当日の進行(面談の回)が決まっていません。", "events:event_programme", "進行を決める")


def _to_entry(event: Event, now: dt.datetime) -> Iterator[Missing]:
    if not Participation.objects.filter(event=event, state=ParticipationState.REGISTERED).exists():
        yield Missing("参加する企業が登録されていません。", "events:participation_list", "企業を見る")
    if not IssueBrief.objects.filter(event_id=event.pk, state=BriefState.APPROVED).exists():
        yield Missing("承認された課題の公開文がありません。", "events:brief_board", "公開文を見る")
    if not (event.entry_open_at and event.entry_close_at):
        yield Missing("希望登録の開始と締め切りが決まっていません。", "events:event_edit", "期間を決める")


def _to_selection(event: Event, now: dt.datetime) -> Iterator[Missing]:
    if event.entry_close_at and now < event.entry_close_at:
        until = timezone.localtime(event.entry_close_at)
        text = f"希望登録は{format_date(until.date())} {until:%H:%M}まで受け付けています。早く締め切るときは、締め切りを変えてください。"
        yield Missing(text, "events:event_edit", "締め切りを変える")
    if not Entry.objects.filter(event=event).exclude(state=EntryState.WITHDRAWN).exists():
        yield Missing("希望が1件も届いていません。", "events:entry_list", "希望を見る")


def _to_timetable(event: Event, now: dt.datetime) -> Iterator[Missing]:
    if not Entry.objects.plannable().filter(event=event).exists():
        yield Missing("時間割にできる希望がありません。", "events:entry_list", "希望を見る")


def _to_day(event: Event, now: dt.datetime) -> Iterator[Missing]:
    if not Interview.objects.filter(event=event, is_published=True).exists():
        yield Missing("時間割が公開されていません。", "matching:timetable_board", "時間割を開く")


def _held(event: Event, now: dt.datetime) -> Iterator[Missing]:
    if event.starts_on > timezone.localdate(now):
        yield Missing(f"開催日({format_date(event.starts_on)})がまだ来ていません。")


def _to_second_interview(event: Event, now: dt.datetime) -> Iterator[Missing]:
    yield from _held(event, now)
    if not Result.objects.filter(entry__event=event).exists():
        yield Missing("面談の結果が1件も入力されていません。", "matching:outcome_list", "結果を入力する")


def _over(event: Event, now: dt.datetime) -> Iterator[Missing]:
    if event.ends_on >= timezone.localdate(now):
        yield Missing(f"交流会の最終日({format_date(event.ends_on)})がまだ終わっていません。")


def _no_entries(event: Event, now: dt.datetime) -> Iterator[Missing]:
    count = Entry.objects.filter(event=event).exclude(state=EntryState.WITHDRAWN).count()
    if count:
        yield Missing(f"希望が{count}件届いています。希望登録より前には戻せません。", "events:entry_list", "希望を見る")


def _no_results(event: Event, now: dt.datetime) -> Iterator[Missing]:
    if Result.objects.filter(entry__event=event).exists():
        yield Missing("面談の結果が入力されています。当日より前には戻せません。", "matching:outcome_list", "結果を見る")


def _nothing(event: Event, now: dt.datetime) -> Iterator[Missing]:
    return iter(())


CONDITIONS: dict[tuple[Stage, bool], Condition] = {
    (Stage.HEARING, True): _to_hearing,
    (Stage.ENTRY, True): _to_entry,
    (Stage.SELECTION, True): _to_selection,
    (Stage.TIMETABLE, True): _to_timetable,
    (Stage.DAY, True): _to_day,
    (Stage.SECOND_INTERVIEW, True): _to_second_interview,
    (Stage.SUPPORT, True): _over,
    (Stage.CLOSED, True): _over,
    (Stage.HEARING, False): _no_entries,
    (Stage.TIMETABLE, False): _no_results,
}


def steps_of(event: Event, now: dt.datetime) -> list[StageStep]:
    """Every step that the table allows from here, the next one first."""
    found = []
    for name in STAGE_MOVES.after(event.stage):
        to = Stage(name)
        forward = to.position > Stage(event.stage).position
        condition = CONDITIONS.get((to, forward), _nothing)
        found.append(StageStep(to, forward, tuple(condition(event, now))))
    return found
