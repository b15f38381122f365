"""The board in the browser: who may see and change it, what it shows, and what a change answers."""

import re

import pytest
from django.urls import reverse

from events.models import Event, ParticipationState, Stage
from matching import actions
from matching.models import Interview, Timetable, TimetableState
from office.actions import run_now
from office.models import Job, WorkState
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(branch_of_a):
    return factories.small_event(companies=3, seniors=4, at=branch_of_a)


@pytest.fixture
def draft(event, coordinator) -> Timetable:
    return actions.plan_event(event=event, by=coordinator, now=NOW)


def board_of(event) -> str:
    return reverse("matching:timetable_board", args=[event.pk])


def text_of(answer) -> str:
    """What stands on the page, tags and runs of blanks taken out."""
    body = re.sub(r"<(script|head)\b.*?</\1>", "", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


def free_slot(draft, interview):
    """A slot at which neither the firm nor the senior has anything."""
    rows = draft.interviews.filter(participation=interview.participation) | draft.interviews.filter(
        senior=interview.senior
    )
    return draft.event.slots.exclude(pk__in=rows.values("slot")).order_by("-number").first()


# --- Who --------------------------------------------------------------------------------------------------------------------
def posts(event, draft):
    interview, entry = draft.interviews.first(), event.entries.first()
    return {
        reverse("matching:plan_start", args=[event.pk]),
        reverse("matching:timetable_revise", args=[event.pk]),
        reverse("matching:timetable_publish", args=[draft.pk]),
        reverse("matching:timetable_discard", args=[draft.pk]),
        reverse("matching:timetable_undo", args=[draft.pk]),
        reverse("matching:interview_move", args=[interview.pk]),
        reverse("matching:interview_lock", args=[interview.pk]),
        reverse("matching:interview_remove", args=[interview.pk]),
        reverse("matching:entry_place", args=[entry.pk]),
    }


@pytest.mark.parametrize("who", ["head_office_a", "branch_a", "head_office_b", "senior_a", "reception"])
def test_others_are_kept_out(event, draft, who, request):
    client = client_of(request.getfixturevalue(who))
    before = list(draft.interviews.order_by("pk").values())
    # A bank has a page of its own there, without anything of another bank (tests/matching/test_joint_event.py).
    assert client.get(board_of(event)).status_code == (
        403 if who in ("senior_a", "reception") else 404 if who == "head_office_b" else 200
    )
    assert client.get(reverse("matching:timetable_publish", args=[draft.pk])).status_code == 403
    for address in posts(event, draft):
        assert client.post(address, {"revision": draft.revision}).status_code == 403, address
    assert list(draft.interviews.order_by("pk").values()) == before


def test_strangers_are_asked_to_sign_in(event, draft):
    client = client_of(None)
    for address in {board_of(event), *posts(event, draft)}:
        assert client.post(address).headers["Location"].startswith("/sign-in/"), address


def test_a_missing_row_is_a_404(coordinator):
    client, nobody = client_of(coordinator), "00000000-0000-4000-8000-000000000000"
    for name in ("timetable_board", "timetable_publish"):
        assert client.get(reverse(f"matching:{name}", args=[nobody])).status_code == 404
    for name in ("plan_start", "timetable_revise", "timetable_discard", "timetable_undo", "interview_move"):
        assert client.post(reverse(f"matching:{name}", args=[nobody]), {"revision": 0}).status_code == 404, name


def test_changes_are_posts(event, draft, coordinator):
    client = client_of(coordinator)
    for address in posts(event, draft) - {reverse("matching:timetable_publish", args=[draft.pk])}:
        assert client.get(address).status_code == 405, address


# --- What it shows ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("size", [1, 3, 60])
def test_the_board_takes_the_same_queries_for_1_and_60_firms(size, coordinator, branch_of_a, django_assert_num_queries):
    event = factories.small_event(companies=size, seniors=size, at=branch_of_a)
    draft = actions.plan_event(event=event, by=coordinator, now=NOW)
    client = client_of(coordinator)
    address = f"{board_of(event)}?interview={draft.interviews.first().pk}"
    client.get(address)
    with django_assert_num_queries(15 + WHO_ASKS):
        answer = client.get(address)
    assert answer.status_code == 200


def test_without_a_timetable_it_offers_to_make_one(event, coordinator):
    answer = client_of(coordinator).get(board_of(event))
    assert "時間割はまだありません" in text_of(answer)
    assert "時間割を作成" in text_of(answer)


def test_it_shows_the_proof_in_words(event, draft, coordinator):
    text = text_of(client_of(coordinator).get(board_of(event)))
    assert "最適(証明済み)" in text
    assert "面談のない新現役0人 (最少と証明済み)" in text
    assert "点の合計1,080点 (最多と証明済み)" in text
    assert "面談 12件 / 希望 12件" in text


def test_a_proof_of_other_conditions_is_not_shown(event, draft, coordinator):
    event.entries.filter(preference=1).update(score=7)
    text = text_of(client_of(coordinator).get(board_of(event)))
    assert "条件が変わりました" in text
    assert "証明済み" not in text


def test_picking_up_marks_the_legal_cells_and_tells_reasons(event, draft, coordinator):
    row = draft.interviews.select_related("senior").first()
    factories.unavailability(event, free_slot(draft, row), attendance=row.entry.attendance)
    answer = client_of(coordinator).get(board_of(event), {"interview": row.pk})
    board = answer.context["board"]
    reasons = {target.slot.number: target.why_not for target in board.targets}
    assert len(reasons) == 9
    legal = {number for number, why in reasons.items() if not why}
    page = answer.content.decode()
    assert page.count('form="drop"') == len(legal) > 0
    assert f"{row.senior.name}さんは、参加できない回です。" in page
    assert "移せます" in text_of(answer)


def test_two_days_are_shown_one_at_a_time(coordinator, branch_of_a):
    event = factories.small_event(companies=2, seniors=4, at=branch_of_a, how_many_slots=3)
    factories.slots(factories.day(event), 2)
    actions.plan_event(event=event, by=coordinator, now=NOW)
    client = client_of(coordinator)
    first, second = (client.get(board_of(event), {"day": n}).context["board"] for n in (1, 2))
    assert [c.slot.number for c in first.columns if c.slot] == [0, 1, 2]
    assert [c.slot.number for c in second.columns if c.slot] == [3, 4]
    assert [row.count for row in first.rows] == [row.count for row in second.rows]


def test_a_conflict_is_marked_and_said(event, draft, coordinator):
    row = draft.interviews.select_related("senior", "slot").first()
    factories.unavailability(event, row.slot, attendance=row.entry.attendance)
    answer = client_of(coordinator).get(board_of(event))
    assert answer.context["board"].conflicts == 1
    assert answer.content.decode().count('class="alarm"') == 1
    assert f"{row.senior.name}さんは{row.slot}に参加できません。" in text_of(answer)
    assert "要確認 1件" in text_of(answer)


def test_a_firm_that_withdrew_stays_on_the_board_until_it_is_planned_again(event, draft, coordinator):
    event.participations.filter(number=2).update(state=ParticipationState.WITHDRAWN)
    board = client_of(coordinator).get(board_of(event)).context["board"]
    assert [row.withdrawn for row in board.rows] == [False, True, False]
    assert board.conflicts == 4
    actions.plan_event(event=event, by=coordinator, now=NOW)
    assert len(client_of(coordinator).get(board_of(event)).context["board"].rows) == 2


def test_namesakes_can_be_told_apart(event, draft, coordinator):
    board = client_of(coordinator).get(board_of(event)).context["board"]
    meetings = [cell for row in board.rows for cell in row.cells if cell.kind == "meet"]
    assert all(cell.namesake for cell in meetings)
    someone = meetings[0].senior
    type(someone).objects.filter(pk=someone.pk).update(family_name="勅使河原")
    board = client_of(coordinator).get(board_of(event)).context["board"]
    alone = {cell.senior.pk for row in board.rows for cell in row.cells if cell.kind == "meet" and not cell.namesake}
    assert alone == {someone.pk}


def test_waiting_entries_stand_with_their_reason(coordinator, branch_of_a):
    event = factories.small_event(companies=1, seniors=3, at=branch_of_a, how_many_slots=2)
    draft = actions.plan_event(event=event, by=coordinator, now=NOW)
    answer = client_of(coordinator).get(board_of(event))
    assert "面談のない希望(1件)" in text_of(answer)
    assert draft.left_out[0]["detail"] in text_of(answer)


def test_an_infeasible_plan_names_its_cause(event, draft, coordinator):
    row = draft.interviews.select_related("senior", "slot").first()
    actions.set_lock(interview=row, locked=True, revision=draft.revision, by=coordinator, now=NOW)
    factories.unavailability(event, row.slot, attendance=row.entry.attendance)
    again = actions.plan_event(event=event, by=coordinator, now=NOW)
    text = text_of(client_of(coordinator).get(board_of(event)))
    assert "条件をすべて満たす時間割は作れません。" in text
    assert again.cause["detail"] in text
    assert row.senior.name in again.cause["detail"]


@pytest.mark.parametrize(
    "query",
    ["interview=nobody", "interview=00000000-0000-4000-8000-000000000000", "entry=0", "day=-1", "day=9", "density=?"],
)
def test_a_broken_address_shows_the_plain_board(event, draft, coordinator, query):
    answer = client_of(coordinator).get(f"{board_of(event)}?{query}")
    assert answer.status_code == 200
    assert answer.context["board"].picked is None


def test_density_is_remembered(event, draft, coordinator):
    client = client_of(coordinator)
    assert 'class="board dense"' in client.get(board_of(event), {"density": "dense"}).content.decode()
    assert 'class="board dense"' in client.get(board_of(event)).content.decode()
    assert 'class="board dense"' not in client.get(board_of(event), {"density": "normal"}).content.decode()


# --- Changes ----------------------------------------------------------------------------------------------------------------
def test_moving_locking_taking_out_placing_and_undoing(event, draft, coordinator):
    client = client_of(coordinator)
    row = draft.interviews.order_by("slot__number", "participation__number").first()
    target = free_slot(draft, row)

    def post(name, pk, **data):
        revision = Timetable.objects.get(pk=draft.pk).revision
        return client.post(reverse(f"matching:{name}", args=[pk]), {"revision": revision} | data, follow=True)

    answer = post("interview_move", row.pk, slot=target.pk)
    assert f"から{target}へ移しました。" in text_of(answer)
    assert answer.redirect_chain[0][0].endswith(f"#i-{row.pk}")
    assert Interview.objects.get(pk=row.pk).slot == target
    assert "に固定しました。" in text_of(post("interview_lock", row.pk, locked="1"))
    assert "固定されています" in text_of(post("interview_move", row.pk, slot=row.slot_id))
    assert "固定を外しました。" in text_of(post("interview_lock", row.pk, locked="0"))
    assert "を外しました。" in text_of(post("interview_remove", row.pk))
    assert "面談にしました。" in text_of(post("entry_place", row.entry_id, slot=target.pk))
    for _ in range(5):
        assert "元に戻しました" in text_of(post("timetable_undo", draft.pk))
    assert Interview.objects.get(entry=row.entry, timetable=draft).slot == row.slot
    assert "元に戻せる変更がありません" in text_of(post("timetable_undo", draft.pk))


def test_a_refused_move_keeps_the_interview_picked_up(event, draft, coordinator):
    rows = list(draft.interviews.filter(participation__number=1).select_related("slot").order_by("slot__number"))
    factories.unavailability(event, rows[1].slot, participation=rows[0].participation)
    data = {"revision": draft.revision, "slot": rows[1].slot_id}
    answer = client_of(coordinator).post(reverse("matching:interview_move", args=[rows[0].pk]), data, follow=True)
    assert "は、参加できない回です。" in text_of(answer)
    assert answer.context["board"].picked == rows[0]


@pytest.mark.parametrize("data", [{}, {"revision": "x"}, {"revision": "0", "slot": "1"}, {"revision": "-1"}])
def test_a_broken_form_changes_nothing(event, draft, coordinator, data):
    before = list(draft.interviews.order_by("pk").values())
    row = draft.interviews.first()
    for name in ("interview_move", "interview_lock", "interview_remove"):
        data.pop("locked", None)
        answer = client_of(coordinator).post(reverse(f"matching:{name}", args=[row.pk]), data)
        assert answer.status_code in (302, 409), name
    assert list(draft.interviews.order_by("pk").values()) == before


def test_a_stale_change_gets_409_and_sees_what_changed(event, draft, coordinator):
    other = factories.user("coordinator")
    first, second = draft.interviews.order_by("slot__number", "participation__number")[:2]
    moved = actions.move_interview(
        interview=first, slot=free_slot(draft, first), revision=draft.revision, by=other, now=NOW
    )
    data = {"revision": draft.revision, "slot": free_slot(draft, second).pk}
    answer = client_of(coordinator).post(reverse("matching:interview_move", args=[second.pk]), data)
    assert answer.status_code == 409
    assert "ほかの人が先に時間割を変更しました" in text_of(answer)
    assert moved.changes[-1]["text"] in text_of(answer)
    assert answer.context["timetable"].revision == moved.revision
    second_now = Interview.objects.get(pk=second.pk)
    assert second_now.slot_id == second.slot_id


# --- Planning and publishing ------------------------------------------------------------------------------------------------
def test_planning_runs_as_a_job_that_leads_to_the_board(event, coordinator):
    client = client_of(coordinator)
    answer = client.post(reverse("matching:plan_start", args=[event.pk]))
    job = Job.objects.get(kind="plan", subject_id=event.pk)
    assert answer.headers["Location"] == reverse("office:job_page", args=[job.pk])
    again = client.post(reverse("matching:plan_start", args=[event.pk]), follow=True)
    assert "すでに進んでいます" in text_of(again)
    assert "進み具合を見る" in text_of(again)
    job = run_now(job)
    assert (job.state, job.result["next_url"], job.result["message"]) == (
        WorkState.DONE,
        board_of(event),
        "最適(証明済み)",
    )
    assert "すきま" in job.progress_note
    assert Timetable.objects.get(event=event).interviews.count() == 12
    assert Event.objects.get(pk=event.pk).stage == Stage.TIMETABLE


def test_publishing_is_confirmed_with_figures_first(event, draft, coordinator):
    client, address = client_of(coordinator), reverse("matching:timetable_publish", args=[draft.pk])
    text = text_of(client.get(address))
    assert "面談12件" in text and "企業3社" in text and "新現役4人" in text
    assert Timetable.objects.get(pk=draft.pk).state == TimetableState.DRAFT
    answer = client.post(address, {"revision": draft.revision}, follow=True)
    assert "第1版の時間割を公開しました。" in text_of(answer)
    assert Timetable.objects.get(pk=draft.pk).is_published


def test_publishing_another_board_than_was_seen_gets_409(event, draft, coordinator):
    row = draft.interviews.first()
    actions.move_interview(interview=row, slot=free_slot(draft, row), revision=draft.revision, by=coordinator, now=NOW)
    answer = client_of(coordinator).post(
        reverse("matching:timetable_publish", args=[draft.pk]), {"revision": draft.revision}
    )
    assert answer.status_code == 409
    assert "先に時間割を変更しました" in text_of(answer)
    assert not Timetable.objects.get(pk=draft.pk).is_published


def test_changes_since_the_published_version_and_who_must_be_told(event, draft, coordinator):
    actions.publish(timetable=draft, by=coordinator, now=NOW)
    client = client_of(coordinator)
    published = client.get(board_of(event))
    assert "変更を始める" in text_of(published)
    assert 'class="meet' in published.content.decode() and "?interview=" not in published.content.decode()
    client.post(reverse("matching:timetable_revise", args=[event.pk]))
    new = Timetable.objects.get(event=event, state=TimetableState.DRAFT)
    row = new.interviews.select_related("senior", "company", "slot").first()
    target = free_slot(new, row)
    actions.move_interview(interview=row, slot=target, revision=new.revision, by=coordinator, now=NOW)
    text = text_of(client.get(board_of(event)))
    assert "公開中の第1版からの変更(1件)" in text
    assert f"{row.senior.name}さん × {row.company.name}: {row.slot}" in text
    assert f"知らせる相手: 新現役1人({row.senior.name}さん)、企業1社({row.company.name})" in text
    assert f"{row.slot}" in text_of(client.get(reverse("matching:timetable_publish", args=[new.pk])))
