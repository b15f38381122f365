"""The bridge: rows -> problem -> solution -> rows, judged by the validator, and nothing stored that it would not sign."""

import dataclasses

import pytest
from django.utils import timezone

from events.models import Booth, EntryState, Event, ParticipationState, Stage
from matching import actions, solver
from matching.actions import TimetableError
from matching.floor import floor_of
from matching.models import Interview, PlanStatus, Timetable, TimetableState
from matching.timetable import figures_on, fingerprint, problem_of, store_solution, violations_on
from office.registry import Cancelled
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return factories.small_event(companies=3, seniors=4)


def planned(event, by, **options) -> Timetable:
    return actions.plan_event(event=event, by=by, now=NOW, seconds=10, **options)


def test_rows_become_a_problem(event):
    floor = floor_of(event)
    firm, person = floor.firms[0], floor.people[1]
    slots = floor.slots
    factories.unavailability(event, slots[0], participation=firm)
    factories.unavailability(event, slots[8], attendance=person)
    factories.unavailability(event, slots[4], attendant=firm.attendant)
    firm.min_interviews, firm.max_interviews = 2, 4
    firm.save()
    slots[3].tables = 1
    slots[3].save()
    problem = problem_of(event)
    assert [slot.id for slot in problem.slots] == list(range(9))
    assert (problem.slots[0].start, problem.slots[0].end, problem.slots[8].day) == ("13:30", "13:50", 0)
    assert problem.breaks == ((2, 3), (5, 6))
    assert problem.tables_per_slot == (3, 3, 3, 1, 3, 3, 3, 3, 3)
    assert problem.companies[0] == solver.Company("C00001", "A00001", tuple(range(1, 9)), 2, 4)
    assert problem.companies[1] == solver.Company("C00002", "A00002", tuple(range(9)), 1, 9)
    assert problem.seniors[1] == solver.Senior("S00002", tuple(range(8)), 3)
    assert problem.attendants[0] == solver.Attendant("A00001", (0, 1, 2, 3, 5, 6, 7, 8))
    assert problem.entries[0] == solver.Entry("E00001-00001", "C00001", "S00001", 100)
    assert len(problem.entries) == 12


def test_who_withdrew_is_not_planned(event):
    floor = floor_of(event)
    floor.people[0].state = ParticipationState.WITHDRAWN
    floor.people[0].save()
    event.participations.filter(number=2).update(state=ParticipationState.WITHDRAWN)
    event.entries.filter(participation__number=3, attendance__number=2).update(state=EntryState.RESERVED)
    problem = problem_of(event)
    assert [row.id for row in problem.companies] == ["C00001", "C00003"]
    assert [row.id for row in problem.seniors] == ["S00002", "S00003", "S00004"]
    assert [row.id for row in problem.entries] == [
        "E00001-00002",
        "E00001-00003",
        "E00001-00004",
        "E00003-00003",
        "E00003-00004",
    ]
    assert problem.tables_per_slot[0] == 2


def test_a_published_interview_elsewhere_makes_unavailable(event, coordinator):
    other = factories.small_event(companies=1, seniors=1)
    person = event.attendances.get(number=1).senior
    entry = other.entries.get()
    entry.attendance.senior = person
    entry.attendance.save()
    entry.senior = person
    entry.save()
    factories.interview(factories.timetable(other, coordinator, published=True), entry, other.slots.get(number=2))
    assert problem_of(event).seniors[0].available == (0, 1, 3, 4, 5, 6, 7, 8)
    assert problem_of(event).seniors[1].available == tuple(range(9))


def test_round_trip_is_sound(event, coordinator):
    timetable = planned(event, coordinator)
    floor, rows = floor_of(event), list(timetable.interviews.all())
    assert timetable.state == TimetableState.DRAFT
    assert violations_on(floor, rows) == []
    assert {row["name"]: row["value"] for row in timetable.objectives} == figures_on(floor, rows)
    assert len(rows) == 12
    for row in rows:
        firm = floor.participations[row.participation_id]
        assert (row.booth_id, row.attendant_id) == (firm.booth_id, firm.attendant_id)
        assert row.during == floor.slot_by_pk[row.slot_id].during
    event.refresh_from_db()
    assert event.stage == Stage.TIMETABLE


def test_two_days_keep_their_days(coordinator):
    event = factories.small_event(companies=4, seniors=6, how_many_slots=2)
    factories.slots(factories.day(event), 2)
    problem = problem_of(event)
    assert [slot.day for slot in problem.slots] == [0, 0, 1, 1]
    rows = list(planned(event, coordinator).interviews.all())
    assert violations_on(floor_of(event), rows) == []


def test_planning_again_replaces_the_draft_and_keeps_locks(event, coordinator):
    first = planned(event, coordinator)
    locked = first.interviews.order_by("slot__number", "participation__number").last()
    actions.set_lock(interview=locked, locked=True, revision=first.revision, by=coordinator, now=NOW)
    second = planned(event, coordinator)
    assert second.pk == first.pk
    assert second.revision > first.revision
    kept = second.interviews.get(entry=locked.entry)
    assert (kept.slot_id, kept.is_locked) == (locked.slot_id, True)
    assert second.interviews.filter(is_locked=True).count() == 1


def test_a_next_version_leaves_the_published_one_alone(event, coordinator):
    first = planned(event, coordinator)
    actions.publish(timetable=first, by=coordinator, now=NOW)
    second = planned(event, coordinator)
    assert (second.version, second.state) == (2, TimetableState.DRAFT)
    assert first.interviews.filter(is_published=True).count() == 12
    assert second.interviews.filter(is_published=False).count() == 12


def test_firms_without_a_booth_get_the_lowest_free_one(event, coordinator):
    event.participations.update(booth=None)
    event.booths.exclude(number=2).delete()
    planned(event, coordinator)
    assert [row.booth.number for row in event.participations.select_related("booth").order_by("number")] == [1, 2, 3]
    assert Booth.objects.filter(event=event).count() == 3


def test_left_out_is_told_with_names(coordinator):
    event = factories.small_event(companies=1, seniors=3, how_many_slots=2)
    timetable = planned(event, coordinator)
    assert timetable.interviews.count() == 2
    (left,) = timetable.left_out
    assert left["entry"] in {str(row.pk) for row in event.entries.all()}
    company = event.participations.get().company
    assert company.name in left["detail"]
    assert "C0" not in left["detail"]
    assert not set("枠（）") & set(left["detail"]), "the board says 回 and writes narrow brackets"


def test_locks_that_cannot_be_kept_are_infeasible_and_lose_nothing(event, coordinator):
    timetable = planned(event, coordinator)
    locked = timetable.interviews.select_related("slot", "entry__attendance__senior").first()
    actions.set_lock(interview=locked, locked=True, revision=timetable.revision, by=coordinator, now=NOW)
    factories.unavailability(event, locked.slot, attendance=locked.entry.attendance)
    again = planned(event, coordinator)
    assert again.status == PlanStatus.INFEASIBLE
    assert locked.senior.name in again.cause["detail"] and str(locked.slot) in again.cause["detail"]
    assert again.interviews.count() == 12


def test_rows_changed_meanwhile_are_noticed(event, coordinator):
    problem = problem_of(event)
    solution = solver.solve(problem)
    event.entries.filter(attendance__number=1).update(score=7)
    with pytest.raises(TimetableError, match="参加者や希望が変わりました"):
        store_solution(event=event, problem=problem, solution=solution, by=coordinator, now=NOW)
    assert not Timetable.objects.exists()


def test_a_draft_changed_meanwhile_is_kept(event, coordinator):
    draft = planned(event, coordinator)
    problem = problem_of(event)
    solution = solver.solve(problem)
    row = draft.interviews.first()
    actions.remove_interview(interview=row, revision=draft.revision, by=coordinator, now=NOW)
    with pytest.raises(TimetableError, match="その変更を残しています"):
        store_solution(
            event=event, problem=problem, solution=solution, by=coordinator, now=NOW, revision=draft.revision
        )
    assert draft.interviews.count() == 11


def test_a_cancelled_plan_leaves_nothing(event, coordinator):
    told = []

    def cancel(stage, done, total, values):
        told.append((stage, done, total))
        if len(told) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        planned(event, coordinator, on_progress=cancel)
    assert told[0][0] and told[0][2] > 0
    assert not Timetable.objects.exists()


@pytest.mark.parametrize("wrong", ["double", "value", "stranger"])
def test_a_wrong_solution_is_not_stored(event, coordinator, wrong):
    problem = problem_of(event)
    solution = solver.solve(problem)
    meetings = solution.interviews
    if wrong == "double":
        moved = dataclasses.replace(
            meetings[0], slot=next(m.slot for m in meetings if m.company == meetings[0].company and m != meetings[0])
        )
        solution = dataclasses.replace(solution, interviews=(moved, *meetings[1:]))
    elif wrong == "value":
        better = dataclasses.replace(solution.objectives[2], value=solution.objectives[2].value + 1)
        solution = dataclasses.replace(
            solution, objectives=(*solution.objectives[:2], better, *solution.objectives[3:])
        )
    else:
        moved = dataclasses.replace(meetings[0], senior="S00099")
        solution = dataclasses.replace(solution, interviews=(moved, *meetings[1:]))
    with pytest.raises(TimetableError, match="誤りが見つかった"):
        store_solution(event=event, problem=problem, solution=solution, by=coordinator, now=NOW)
    assert not Interview.objects.exists()


def test_the_fingerprint_follows_conditions_but_not_locks(event, coordinator):
    timetable = planned(event, coordinator)
    assert timetable.problem_hash == fingerprint(problem_of(event))
    actions.set_lock(
        interview=timetable.interviews.first(), locked=True, revision=timetable.revision, by=coordinator, now=NOW
    )
    assert timetable.problem_hash == fingerprint(problem_of(event))
    event.entries.filter(attendance__number=1).update(score=7)
    assert timetable.problem_hash != fingerprint(problem_of(event))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"stage": Stage.ENTRY}, "いまの段階は「希望登録」です"),
        ({"stage": Stage.CLOSED}, "いまの段階は「終了」です"),
        ({"is_history": True}, "過去の記録だけ"),
    ],
)
def test_only_at_its_stage_is_an_event_planned(event, coordinator, change, words):
    if change.get("stage") == Stage.CLOSED:  # by way of the day, as the table of steps asks
        Event.objects.filter(pk=event.pk).update(stage=Stage.DAY)
    for name, value in change.items():
        setattr(event, name, value)
    event.save()
    with pytest.raises(TimetableError, match=words):
        actions.request_plan(event=event, by=coordinator, now=timezone.now())


def test_an_event_without_slots_or_entries_says_so(coordinator):
    event = factories.event()
    with pytest.raises(TimetableError, match="面談の回がありません"):
        planned(event, coordinator)
    factories.slots(factories.day(event))
    with pytest.raises(TimetableError, match="希望がありません"):
        planned(event, coordinator)


@pytest.mark.parametrize("size", [1, 3])
def test_reading_an_event_takes_six_queries(size, django_assert_num_queries):
    event = factories.small_event(companies=size, seniors=size)
    with django_assert_num_queries(6):
        floor_of(event)


@pytest.mark.parametrize("size", [2, 6])
def test_storing_takes_as_many_queries_for_two_as_for_six(size, coordinator, django_assert_num_queries):
    event = factories.small_event(companies=size, seniors=size)
    problem = problem_of(event)
    solution = solver.solve(problem)
    with django_assert_num_queries(19):
        store_solution(event=event, problem=problem, solution=solution, by=coordinator, now=NOW)


def test_an_interview_with_a_result_stays_in_the_timetable(event, coordinator):
    first = actions.publish(timetable=planned(event, coordinator), by=coordinator, now=NOW)
    kept = first.interviews.first()
    factories.result(kept.entry, coordinator)
    draft = actions.begin_revision(event=event, by=coordinator, now=NOW)
    row = draft.interviews.get(entry=kept.entry)
    actions.remove_interview(interview=row, revision=draft.revision, by=coordinator, now=NOW)
    with pytest.raises(TimetableError, match="結果が記録されている"):
        actions.publish(timetable=draft, by=coordinator, now=NOW)
    first.refresh_from_db()
    assert first.state == TimetableState.PUBLISHED
