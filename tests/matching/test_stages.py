"""The next step that the home and event pages name, station by station."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from matching import stages
from office.models import Document
from tests import factories

pytestmark = pytest.mark.django_db


def label(event) -> str:
    step = stages.next_step(stages.with_progress(Event.objects).get(pk=event.pk))
    return step.label if step else ""


def test_the_last_day_of_entries_is_the_day_in_japan():
    closing = dt.datetime(2026, 8, 28, 8, 0, tzinfo=factories.TOKYO)
    event = Event.objects.get(pk=factories.event(entry_close_at=closing).pk)
    facts = {row["name"]: row["fact"] for row in stages.stage_bar(event)}
    assert facts["希望登録"] == "8/28まで"


def test_next_step_from_entries_to_report(coordinator):
    ahead = timezone.localdate() + dt.timedelta(days=10)
    event = factories.event(starts_on=ahead, ends_on=ahead)
    assert label(event) == "希望の一覧を見る"
    slot = factories.slots(factories.day(event))[0]
    firm = factories.participation(event, factories.company(factories.branch(factories.institution())))
    entry = factories.entry(firm, factories.attendance(event, factories.senior()))
    assert label(event) == "時間割を作成"
    plan = factories.timetable(event, coordinator, published=True)
    factories.interview(plan, entry, slot)
    assert label(event) == "結果のお知らせを用意する"
    factories.mail(coordinator, kind="selected", group_id=event.pk)
    assert label(event) == "書類のページへ進む"
    today = timezone.localdate()
    Event.objects.filter(pk=event.pk).update(starts_on=today, ends_on=today)
    assert label(event) == "面談の結果を入力する"
    factories.result(entry, coordinator)
    assert label(event) == "書類のページへ進む"
    Document.objects.create(
        kind="event_report",
        subject_kind="event",
        subject_id=event.pk,
        group_id=event.pk,
        state="done",
        requested_at=factories.NOW,
        finished_at=factories.NOW,
    )
    assert label(event) == "面談の結果を開く"
    factories.timetable(event, coordinator)
    assert label(event) == "時間割を確かめる"


@pytest.mark.parametrize("who", ["firm", "senior"])
def test_interviews_of_who_has_withdrawn_come_first(who, coordinator):
    day = timezone.localdate() + dt.timedelta(days=1)
    event = factories.small_event(2, 2, starts_on=day, ends_on=day, stage="day")
    plan = factories.timetable(event, coordinator, published=True)
    entry, other = (event.entries.filter(preference=1, attendance__number=number).get() for number in (1, 2))
    for one in (entry, other):
        factories.interview(plan, one, event.slots.first())
    for kind in ("selected", "reserve"):
        factories.mail(coordinator, kind=kind, group_id=event.pk)
    assert label(event) == "書類のページへ進む"
    gone = entry.participation if who == "firm" else entry.attendance
    withdrawn = {"withdrawn_at": timezone.now(), "withdrawn_by": coordinator} if who == "firm" else {}
    type(gone).objects.filter(pk=gone.pk).update(state="withdrawn", **withdrawn)
    step = stages.next_step(stages.with_progress(Event.objects).get(pk=event.pk))
    assert "辞退した企業・新現役の面談が1件、公開中の時間割に残っています" in step.sentence
    assert step.url == reverse("matching:timetable_board", args=[event.pk])
    factories.result(entry, coordinator, state="senior_absent")
    assert label(event) == "面談の結果を入力する"


def test_after_a_postponement_the_new_day_is_told_first(coordinator):
    ahead = timezone.localdate() + dt.timedelta(days=10)
    event = factories.event(starts_on=ahead, ends_on=ahead, stage="timetable")
    factories.timetable(event, coordinator)

    def letter(kind: str, hours: int, **fields):
        at = factories.NOW + dt.timedelta(hours=hours)
        return factories.mail(coordinator, kind=kind, group_id=event.pk, created_at=at, **fields)

    assert label(event) == "時間割を確かめる"
    letter("postponed_2609010900", 1, state="cancelled")
    assert label(event) == "時間割を確かめる"
    letter("date_changed_261001", 1)
    letter("postponed_2609011000", 2)
    step = stages.next_step(stages.with_progress(Event.objects).get(pk=event.pk))
    assert step.sentence == "再開しました。新しい日が決まったら、延期をお知らせした全員に知らせます。"
    assert (step.label, step.url) == ("変更のお知らせを用意する", reverse("events:halt_letters", args=[event.pk]))
    letter("date_changed_261008", 3, state="cancelled")
    assert label(event) == "変更のお知らせを用意する"
    letter("date_changed_261015", 4)
    assert label(event) == "時間割を確かめる"
    factories.mail(coordinator, kind="postponed_2609011000")  # of another event
    assert label(event) == "時間割を確かめる"


def test_what_was_told_before_a_postponement_is_told_again(coordinator):
    """Letters of results and papers of the day that is no more do not count."""
    ahead = timezone.localdate() + dt.timedelta(days=10)
    event = factories.small_event(1, 1, starts_on=ahead, ends_on=ahead, stage="day")
    factories.interview(
        factories.timetable(event, coordinator, published=True), event.entries.get(), event.slots.first()
    )
    paper = {"kind": "event_sheets", "subject_kind": "event", "group_id": event.pk, "state": "done"}
    Document.objects.create(**paper, subject_id=event.pk, requested_at=factories.NOW, finished_at=factories.NOW)
    for hours, kind in enumerate(("selected", "postponed_2609011000", "date_changed_261015")):
        at = factories.NOW + dt.timedelta(hours=hours)
        factories.mail(coordinator, kind=kind, group_id=event.pk, created_at=at)
    assert label(event) == "結果のお知らせを用意する"
    factories.mail(coordinator, kind="selected_1", group_id=event.pk, created_at=at)
    assert "シートを作れます" in stages.next_step(stages.with_progress(Event.objects).get(pk=event.pk)).sentence


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_next_steps_of_a_list_cost_one_query(how_many, coordinator, django_assert_num_queries):
    for _ in range(how_many):
        event = factories.event(stage="timetable")
        factories.mail(coordinator, kind="postponed_2609011000", group_id=event.pk)
    with django_assert_num_queries(1):
        steps = [stages.next_step(event) for event in stages.with_progress(Event.objects.all())]
    assert {step.label for step in steps} == {"変更のお知らせを用意する"}


def test_a_list_that_is_open_while_nobody_can_wish_comes_first():
    now = timezone.now()
    event = factories.event(
        stage="hearing", entry_open_at=now - dt.timedelta(hours=1), entry_close_at=now + dt.timedelta(days=9)
    )
    firm = factories.participation(event, factories.company(factories.branch(factories.institution()))).company
    text = factories.issue_brief(factories.issue(firm), event_id=event.pk, state="approved")
    assert "開始日" not in stages.next_step(stages.with_progress(Event.objects).get(pk=event.pk)).sentence
    text.open_from, text.open_until = event.entry_open_at, event.entry_close_at
    text.save()
    step = stages.next_step(stages.with_progress(Event.objects).get(pk=event.pk))
    assert "開始日を過ぎています" in step.sentence and step.label == "希望登録へ進む"
    Event.objects.filter(pk=event.pk).update(entry_open_at=now + dt.timedelta(hours=1))
    assert "開始日" not in stages.next_step(stages.with_progress(Event.objects).get(pk=event.pk)).sentence


def test_nothing_is_left_to_do_for_the_past():
    assert label(factories.event(is_history=True)) == ""
    assert label(factories.event(stage="closed")) == ""


def test_the_day_is_called_so_when_it_has_come():
    today = timezone.localdate()
    for days, word in ((11, "当日待ち"), (0, "当日"), (-1, "当日")):
        day = today + dt.timedelta(days=days)
        assert factories.event(stage="day", starts_on=day, ends_on=day).stage_word == word
    assert factories.event(stage="support").stage_word == "支援"
