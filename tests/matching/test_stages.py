"""The next step that the home and event pages name, station by station."""

import datetime as dt

import pytest
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


def test_nothing_is_left_to_do_for_the_past():
    assert label(factories.event(is_history=True)) == ""
    assert label(factories.event(stage="closed")) == ""


def test_the_day_is_called_so_when_it_has_come():
    today = timezone.localdate()
    for days, word in ((11, "当日待ち"), (0, "当日"), (-1, "当日")):
        day = today + dt.timedelta(days=days)
        assert factories.event(stage="day", starts_on=day, ends_on=day).stage_word == word
    assert factories.event(stage="support").stage_word == "支援"
