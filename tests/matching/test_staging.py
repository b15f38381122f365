"""An event from stage to stage: only by the table, only when what is needed is there; put off, called off, taken up again."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from companies import rules
from events.models import Event, Stage
from matching import banks, stages, staging
from matching.actions import staging as actions
from matching.actions.staging import StageError
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def coming(**fields) -> Event:
    day = timezone.localdate() + dt.timedelta(60)
    return factories.event(**{"stage": "preparation", "starts_on": day, "ends_on": day} | fields)


def step(event: Event) -> str:
    return stages.next_step(stages.with_progress(Event.objects).get(pk=event.pk)).label


def missing(event: Event, to: str) -> str:
    found = next(one for one in staging.steps_of(event, timezone.now()) if one.to == to)
    return "".join(row.text for row in found.missing)


def test_the_run_up_step_by_step_with_what_is_missing_said(coordinator, bank_a, branch_of_a):
    event = coming()
    keep = {"by": coordinator, "now": timezone.now()}
    assert (
        step(event) == "主催を登録する"
        and "主催の機関" in missing(event, "hearing")
        and "進行" in missing(event, "hearing")
    )
    with pytest.raises(StageError, match="主催の機関が登録されていません"):
        actions.move_stage(event=event, to="hearing", **keep)
    factories.event_host(event, bank_a)
    assert step(event) == "進行を決める"
    factories.slots(factories.day(event))
    assert step(event) == "ヒアリングへ進む"
    event = actions.move_stage(event=event, to="hearing", **keep)
    assert step(event) == "企業の一覧を見る"
    firm = factories.participation(event, factories.company(branch_of_a))
    hearing = factories.hearing(firm.company, event_id=event.pk, state="submitted", approved_at=None, approved_by=None)
    assert step(event) == "提出された企業を見る"
    type(hearing).objects.filter(pk=hearing.pk).update(state="approved", approved_at=NOW, approved_by=coordinator)
    brief = factories.issue_brief(factories.issue(firm.company), event_id=event.pk, state="submitted")
    assert step(event) == "公開文を確かめる" and "公開文がありません" in missing(event, "entry")
    type(brief).objects.filter(pk=brief.pk).update(state="approved")
    assert step(event) == "期間を決める"
    now = timezone.now()
    Event.objects.filter(pk=event.pk).update(entry_open_at=now + dt.timedelta(1), entry_close_at=now + dt.timedelta(9))
    assert step(event) == "希望登録へ進む"
    event = actions.move_stage(event=event, to="entry", **keep)
    assert step(event) == "課題を公開する"
    Event.objects.filter(pk=event.pk).update(entry_open_at=now - dt.timedelta(1))
    assert step(event) == "課題を公開する"  # approved, and nobody can read it yet
    type(brief).objects.filter(pk=brief.pk).update(open_from=now, open_until=now + dt.timedelta(9))
    assert step(event) == "募集案内を用意する"
    factories.mail(coordinator, kind=f"call:{event.pk.hex}", group_id=event.pk)
    assert step(event) == "希望の集まりを見る" and "早く締め切るときは" in missing(
        Event.objects.get(pk=event.pk), "selection"
    )
    factories.entry(firm, factories.attendance(event, factories.senior()), issue=brief.issue)
    with pytest.raises(StageError, match="希望が1件届いています"):
        actions.move_stage(event=event, to="hearing", **keep)
    Event.objects.filter(pk=event.pk).update(entry_close_at=now - dt.timedelta(hours=1))
    assert step(event) == "選定へ進む"
    event = actions.move_stage(event=event, to="selection", **keep)
    assert actions.move_stage(event=event, to="selection", **keep).stage == "selection"  # pressed twice
    assert step(event) == "時間割を作成" and "公開されていません" in missing(event, "day")


def test_a_step_that_is_not_in_the_table_names_those_that_are(coordinator):
    with pytest.raises(StageError, match="変えられるのは「ヒアリング」"):
        actions.move_stage(event=coming(), to="closed", by=coordinator, now=NOW)
    with pytest.raises(StageError, match="その段階"):
        actions.move_stage(event=coming(), to="nowhere", by=coordinator, now=NOW)


def test_put_off_taken_up_and_called_off(coordinator, bank_a, head_office_a):
    event = coming(stage="hearing")
    factories.event_host(event, bank_a)
    client = client_of(coordinator)
    address = reverse("matching:event_stage", args=[event.pk])
    assert "理由を書いてください" in client.post(address, {"what": "halt", "kind": "postponed", "reason": ""}).text
    answer = client.post(address, {"what": "halt", "kind": "postponed", "reason": "台風のため"})
    assert answer.url == reverse("events:halt_letters", args=[event.pk])
    event.refresh_from_db()
    assert (event.halt, event.halted_by, event.stage_word) == ("postponed", coordinator, "延期")
    assert "台風のため" in client.get(address).text and step(event) == "お知らせを用意する"
    factories.mail(coordinator, kind="postponed_2611300900", group_id=event.pk, created_at=timezone.now())
    assert step(event) == "段階のページを開く"
    row = banks.with_own_figures(Event.objects.filter(pk=event.pk), head_office_a).get()
    assert "延期" in banks.next_step(row, head_office_a).sentence
    with pytest.raises(StageError, match="再開"):
        actions.move_stage(event=event, to="entry", by=coordinator, now=NOW)
    answer = client.post(address, {"what": "resume"})
    event.refresh_from_db()
    assert event.halt == "" and answer.url == reverse("events:event_edit", args=[event.pk])
    client.post(address, {"what": "halt", "kind": "cancelled", "reason": "会場の都合"})
    assert "再開できません" in client.post(address, {"what": "resume"}, follow=True).text
    event.refresh_from_db()
    assert event.halt == "cancelled"


def test_every_station_has_its_page_and_only_steps_of_the_table(coordinator):
    for stage in Stage:
        event = coming(stage=stage)
        page = client_of(coordinator).get(reverse("matching:event_stage", args=[event.pk]))
        assert page.status_code == 200
        assert {step.to for step, _ in page.context["steps"]} == {one.to for one in staging.steps_of(event, NOW)}


def test_a_bank_is_led_to_propose_its_firms_while_it_may(bank_a, head_office_a):
    event = coming(stage="hearing")
    factories.event_host(event, bank_a)
    row = banks.with_own_figures(Event.objects.filter(pk=event.pk), head_office_a).get()
    address = reverse("events:participation_new", args=[event.pk])
    assert banks.next_step(row, head_office_a).url == address
    client, firms = client_of(head_office_a), reverse("events:participation_list", args=[event.pk])
    assert address in client.get(firms).text
    Event.objects.filter(pk=event.pk).update(stage="entry")
    shown = client.get(firms).text
    assert address not in shown and "企業の追加は事務局が行います" in shown


def test_after_the_approval_the_least_finished_text_says_who_acts(branch_of_a, coordinator):
    firm = factories.company(branch_of_a)
    hearing = factories.hearing(firm, state="approved", approved_at=NOW, approved_by=coordinator)

    def turn() -> str:
        return rules.turn_of(type(hearing).objects.prefetch_related("issues__brief").get(pk=hearing.pk)).does

    first = factories.issue(hearing.company, hearing=hearing)
    second = factories.issue(hearing.company, hearing=hearing)
    assert "匿名の公開文を作ります" in turn()
    day = {"open_from": NOW, "open_until": NOW + dt.timedelta(1)}
    factories.issue_brief(first, **day)
    brief = factories.issue_brief(second, state="submitted")
    assert "承認します" in turn()
    rows = type(brief).objects.filter(pk=brief.pk)
    rows.update(state="approved")
    assert "新現役に公開します" in turn()
    rows.update(**day)
    assert turn() == "公開の用意まで済みました"
