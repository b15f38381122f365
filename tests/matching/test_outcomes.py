"""What came of interviews: order of the steps, sealed answers, mutual consent, who typed it in."""

import pytest
from django.urls import reverse

from events.models import STAGE_MOVES, Event, Halt, Stage
from matching.actions import outcomes
from matching.models import Answer, Result, SecondInterview, Support
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(coordinator):
    """Three firms, four seniors, every entry to the first firm interviewed in a published timetable."""
    made = factories.small_event()
    plan = factories.timetable(made, coordinator, published=True)
    times = list(made.slots.all())
    for entry, slot in zip(made.entries.filter(participation__number=1), times, strict=False):
        factories.interview(plan, entry, slot)
    return made


@pytest.fixture
def entries(event):
    return list(event.entries.filter(participation__number=1))


def held(entry, by):
    outcomes.record_result(entry=entry, state="held", by=by, now=NOW)


def both_say(entry, by, company="yes", senior="yes"):
    held(entry, by)
    outcomes.record_answer(entry=entry, side="company", wish=company, by=by, now=NOW)
    outcomes.record_answer(entry=entry, side="senior", wish=senior, by=by, now=NOW)


def test_the_whole_chain_moves_the_event_forward(event, entries, coordinator):
    both_say(entries[0], coordinator, senior="if_possible")
    outcomes.record_second_interview(
        entry=entries[0], state="held", held_on=factories.EVENT_DATE, by=coordinator, now=NOW
    )
    row = outcomes.record_support(
        entry=entries[0], state="agreed", agreed_on=factories.EVENT_DATE, theme="検査の記録", by=coordinator, now=NOW
    )
    event.refresh_from_db()
    assert event.stage == Stage.SUPPORT
    assert (row.recorded_by, row.recorded_at) == (coordinator, NOW)


def go_back(event, to: Stage):
    """Step by step, as the table allows it."""
    event.refresh_from_db()
    while event.stage != to:
        event.stage = next(name for name in STAGE_MOVES.after(event.stage) if is_earlier(name, event.stage))
        event.save()


def is_earlier(one: str, other: str) -> bool:
    return Stage(one).position < Stage(other).position


@pytest.mark.parametrize("stage", [Stage.HEARING, Stage.ENTRY, Stage.SELECTION, Stage.TIMETABLE])
def test_what_was_recorded_leads_to_the_day_from_any_stage_before_it(event, entries, coordinator, stage):
    held(entries[0], coordinator)
    Result.objects.all().delete()
    go_back(event, stage)
    held(entries[0], coordinator)
    event.refresh_from_db()
    assert event.stage == Stage.DAY


def test_a_support_recorded_after_a_step_back_leads_forward_again(event, entries, coordinator):
    both_say(entries[0], coordinator)
    day = {"by": coordinator, "now": NOW}
    outcomes.record_second_interview(entry=entries[0], state="held", held_on=factories.EVENT_DATE, **day)
    go_back(event, Stage.DAY)
    outcomes.record_support(entry=entries[0], state="agreed", agreed_on=factories.EVENT_DATE, theme="検査", **day)
    event.refresh_from_db()
    assert event.stage == Stage.SUPPORT


def test_an_event_called_off_in_the_middle_keeps_its_stage_and_what_was_recorded(event, entries, coordinator):
    Event.objects.update(halt=Halt.CANCELLED, halt_reason="台風のため", halted_at=NOW, halted_by=coordinator)
    before = Event.objects.get().stage
    held(entries[0], coordinator)
    assert Event.objects.get().stage == before != Stage.DAY and Result.objects.count() == 1


def test_typing_the_same_sheet_twice_keeps_one_row(entries, coordinator):
    for _ in range(2):
        both_say(entries[0], coordinator)
    assert Result.objects.count() == 1 and Answer.objects.count() == 2


@pytest.mark.parametrize(("company", "senior"), [("yes", "no"), ("no", "yes"), ("yes", "undecided"), ("no", "no")])
def test_no_second_interview_without_both_wishes(entries, coordinator, company, senior):
    both_say(entries[0], coordinator, company, senior)
    with pytest.raises(outcomes.OutcomeError, match="双方"):
        outcomes.record_second_interview(entry=entries[0], state="arranging", held_on=None, by=coordinator, now=NOW)
    assert not SecondInterview.objects.exists()


def test_an_answer_needs_an_interview_that_took_place(entries, coordinator):
    with pytest.raises(outcomes.OutcomeError, match="実施"):
        outcomes.record_answer(entry=entries[0], side="company", wish="yes", by=coordinator, now=NOW)
    outcomes.record_result(entry=entries[0], state="senior_absent", by=coordinator, now=NOW)
    with pytest.raises(outcomes.OutcomeError, match="実施"):
        outcomes.record_answer(entry=entries[0], side="company", wish="yes", by=coordinator, now=NOW)


def test_a_result_needs_a_published_interview(event, coordinator):
    without = event.entries.filter(participation__number=2).first()
    with pytest.raises(outcomes.OutcomeError, match="公開中の時間割"):
        held(without, coordinator)


def test_a_firm_names_at_most_two_seniors(event, entries, coordinator):
    assert len(entries) >= 3
    for entry in entries[:2]:
        both_say(entry, coordinator)
    held(entries[2], coordinator)
    with pytest.raises(outcomes.OutcomeError, match="すでに2人"):
        outcomes.record_answer(entry=entries[2], side="company", wish="if_possible", by=coordinator, now=NOW)
    outcomes.record_answer(entry=entries[2], side="company", wish="no", by=coordinator, now=NOW)
    outcomes.record_answer(entry=entries[0], side="company", wish="yes", reason="ぜひ", by=coordinator, now=NOW)


def test_support_needs_a_held_second_interview(entries, coordinator):
    both_say(entries[0], coordinator)
    outcomes.record_second_interview(entry=entries[0], state="arranging", held_on=None, by=coordinator, now=NOW)
    with pytest.raises(outcomes.OutcomeError, match="二次面談"):
        outcomes.record_support(
            entry=entries[0], state="agreed", agreed_on=factories.EVENT_DATE, theme="x", by=coordinator, now=NOW
        )
    assert not Support.objects.exists()


def test_a_second_interview_with_a_date_only(entries, coordinator):
    both_say(entries[0], coordinator)
    with pytest.raises(outcomes.OutcomeError, match="日付"):
        outcomes.record_second_interview(entry=entries[0], state="held", held_on=None, by=coordinator, now=NOW)


def test_later_steps_hold_earlier_ones_in_place(entries, coordinator):
    both_say(entries[0], coordinator)
    with pytest.raises(outcomes.OutcomeError, match="回答"):
        outcomes.record_result(entry=entries[0], state="cancelled", by=coordinator, now=NOW)
    outcomes.record_second_interview(
        entry=entries[0], state="held", held_on=factories.EVENT_DATE, by=coordinator, now=NOW
    )
    with pytest.raises(outcomes.OutcomeError, match="二次面談"):
        outcomes.record_answer(entry=entries[0], side="senior", wish="no", by=coordinator, now=NOW)


def test_all_held_leaves_what_is_recorded(event, entries, coordinator):
    outcomes.record_result(entry=entries[0], state="senior_absent", by=coordinator, now=NOW)
    assert outcomes.record_all_held(event=event, by=coordinator, now=NOW) == len(entries) - 1
    assert Result.objects.get(entry=entries[0]).state == "senior_absent"
    assert outcomes.record_all_held(event=event, by=coordinator, now=NOW) == 0


def test_one_sided_answer_stays_sealed_on_every_page(event, entries, coordinator):
    held(entries[0], coordinator)
    outcomes.record_answer(entry=entries[0], side="company", wish="no", reason="封をした理由", by=coordinator, now=NOW)
    client = client_of(coordinator)
    page = client.get(reverse("matching:outcome_edit", args=[entries[0].pk])).text
    assert "封をした理由" not in page and "入力済み" in page
    assert "封をした理由" not in client.get(reverse("matching:outcome_list", args=[event.pk])).text
    outcomes.record_answer(entry=entries[0], side="senior", wish="yes", by=coordinator, now=NOW)
    assert "封をした理由" in client.get(reverse("matching:outcome_edit", args=[entries[0].pk])).text


def test_the_form_records_and_says_who_typed_it(entries, coordinator):
    client = client_of(coordinator)
    address = reverse("matching:outcome_edit", args=[entries[0].pk])
    assert client.post(address, {"part": "result", "result-state": "held"}).status_code == 302
    page = client.get(address).text
    assert "佐伯 美和さんが入力" in page
    assert client.post(address, {"part": "company", "company-wish": "yes"}).status_code == 302
    assert Answer.objects.get().recorded_by == coordinator


def test_wrong_input_is_answered_with_words_and_loses_nothing(entries, coordinator):
    client = client_of(coordinator)
    address = reverse("matching:outcome_edit", args=[entries[0].pk])
    response = client.post(address, {"part": "result", "result-state": "maybe", "result-note": "覚え書き"})
    assert response.status_code == 200
    assert "エラー:" in response.text and "覚え書き" in response.text
    response = client.post(address, {"part": "company", "company-wish": "yes"})
    assert "先に、面談の結果" in response.text
    assert client.post(address, {"part": "nonsense"}).status_code == 200


def test_outcomes_are_the_coordinators(entries, event, head_office_a, senior_a):
    for actor in (head_office_a, senior_a):
        client = client_of(actor)
        assert (
            client.post(reverse("matching:outcome_edit", args=[entries[0].pk]), {"part": "result"}).status_code == 403
        )
        assert client.post(reverse("matching:outcome_all_held", args=[event.pk])).status_code == 403
    assert not Result.objects.exists()


def test_the_slower_of_two_does_not_write_over_the_others_words(entries, coordinator):
    client, address = client_of(coordinator), reverse("matching:outcome_edit", args=[entries[0].pk])

    def send(page, note):
        [part] = [part for part in page.context["parts"] if part.name == "result"]
        assert f'name="seen" value="{part.seen}"' in page.text
        data = {"part": "result", "seen": part.seen, "result-state": "held", "result-note": note}
        return client.post(address, data)

    first_sees, second_sees = client.get(address), client.get(address)
    assert send(first_sees, "社長が途中で退席").status_code == 302
    refused = send(second_sees, "延長した")
    assert "ほかの人が先に入力しました" in refused.text and "延長した" in refused.text
    assert Result.objects.get(entry=entries[0]).note == "社長が途中で退席"
    assert send(refused, "延長した").status_code == 302
    assert send(refused, "延長した").status_code == 302  # the same once more, by a double click
    assert Result.objects.get(entry=entries[0]).note == "延長した"
