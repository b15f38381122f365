"""Nobody and no table is booked twice: PostgreSQL refuses it, whoever asks and however many ask at once."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import IntegrityError, connection, connections, transaction

from institutions.roles import Role
from matching import actions
from matching.actions import StaleBoard, TimetableError
from matching.actions.refusals import refusing
from matching.models import Interview, Timetable, TimetableState
from tests import factories
from tests.acting import as_system
from tests.factories import NOW

THREADS = 50


@pytest.fixture
def event(db):
    return factories.small_event(companies=3, seniors=3)


def entry_of(event, firm: int, senior: int):
    rows = event.entries.select_related("participation__booth", "participation__attendant", "attendance", "senior")
    return rows.get(participation__number=firm, attendance__number=senior)


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


# --- Within one timetable --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "second", "constraint"),
    [
        ((1, 1), (2, 1), "interview_senior_once_per_slot"),
        ((1, 1), (1, 2), "interview_participation_once_per_slot"),
        ((1, 1), (2, 2), "interview_attendant_once_per_slot"),
    ],
)
def test_one_timetable_books_a_party_once_per_slot(event, coordinator, first, second, constraint):
    if "attendant" in constraint:
        event.participations.filter(number=2).update(attendant=event.participations.get(number=1).attendant)
    timetable, slot = factories.timetable(event, coordinator), event.slots.get(number=0)
    factories.interview(timetable, entry_of(event, *first), slot)
    with refused(constraint):
        factories.interview(timetable, entry_of(event, *second), slot)


def test_one_timetable_books_a_booth_once_per_slot(event, coordinator):
    timetable, slot = factories.timetable(event, coordinator), event.slots.get(number=0)
    first, second = entry_of(event, 1, 1), entry_of(event, 2, 2)
    factories.interview(timetable, first, slot)
    with refused("interview_booth_once_per_slot"):
        factories.interview(timetable, second, slot, booth=first.participation.booth)


def test_an_entry_becomes_one_interview(event, coordinator):
    timetable = factories.timetable(event, coordinator)
    factories.interview(timetable, entry_of(event, 1, 1), event.slots.get(number=0))
    with refused("interview_once_per_entry"):
        factories.interview(timetable, entry_of(event, 1, 1), event.slots.get(number=1))


def test_raw_sql_books_nobody_twice_either(event, coordinator):
    timetable = factories.timetable(event, coordinator)
    first, second = event.slots.get(number=0), event.slots.get(number=1)
    factories.interview(timetable, entry_of(event, 1, 1), first)
    other = factories.interview(timetable, entry_of(event, 2, 1), second)
    with refused("interview_senior_once_per_slot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE matching_interview SET slot_id = %s, during = (SELECT during FROM events_timeslot WHERE id = %s) "
            "WHERE id = %s",
            [first.pk, first.pk, other.pk],
        )


# --- Between published timetables of several events ------------------------------------------------------------------------
@pytest.mark.parametrize("party", ["senior", "company", "attendant"])
def test_published_interviews_of_two_events_exclude_each_other(coordinator, party):
    branch = factories.branch(factories.institution())
    firm, officer = factories.company(branch), factories.staff_member(branch.institution)
    person = factories.senior()
    interviews = []
    for _ in range(2):
        event = factories.event()
        slot = factories.slots(factories.day(event), 1)[0]
        row = factories.participation(
            event,
            firm if party == "company" else factories.company(branch),
            attendant=officer if party == "attendant" else None,
        )
        senior = person if party == "senior" else factories.senior()
        entry = factories.entry(row, factories.attendance(event, senior))
        timetable = factories.timetable(event, coordinator)
        interviews.append(factories.interview(timetable, entry, slot))
    first, second = interviews
    publish_raw(first.timetable, coordinator)
    assert Interview.objects.get(pk=first.pk).is_published
    with refused(f"interview_{party}_in_one_place"):
        publish_raw(second.timetable, coordinator)


def publish_raw(timetable, by):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE matching_timetable SET state = 'published', is_published = true, published_at = %s, "
            "published_by_id = %s WHERE id = %s",
            [NOW, by.pk, timetable.pk],
        )


def test_publishing_names_who_is_elsewhere(event, coordinator):
    timetable = actions.plan_event(event=event, by=coordinator, now=NOW)
    row = timetable.interviews.select_related("senior", "slot").first()
    other = factories.small_event(companies=1, seniors=1, name="隣の町の交流会")
    entry = entry_of(other, 1, 1)
    entry.attendance.senior = entry.senior = row.senior
    entry.attendance.save()
    entry.save()
    slot = other.slots.get(number=row.slot.number)
    factories.interview(factories.timetable(other, coordinator, published=True), entry, slot)
    with pytest.raises(TimetableError) as refusal:
        actions.publish(timetable=timetable, by=coordinator, now=NOW)
    assert row.senior.name in str(refusal.value)
    assert "隣の町の交流会" in str(refusal.value)
    timetable.refresh_from_db()
    assert timetable.state == TimetableState.DRAFT


def test_moving_a_slot_in_time_takes_its_interviews_along(event, coordinator):
    timetable = factories.timetable(event, coordinator)
    row = factories.interview(timetable, entry_of(event, 1, 1), event.slots.get(number=8))
    slot = row.slot
    later = (slot.during.lower + dt.timedelta(hours=2), slot.during.upper + dt.timedelta(hours=2))
    slot.during = later
    slot.save()
    row.refresh_from_db()
    assert row.during.lower == later[0]


# --- Many at once ----------------------------------------------------------------------------------------------------------
def at_once(work) -> list[str]:
    """Every call in a thread and connection of its own, all let go at the same moment; what each came to."""
    gate, results = threading.Barrier(len(work)), [""] * len(work)

    def run(number: int) -> None:
        try:
            connections["default"].ensure_connection()
            gate.wait(60)
            work[number]()
            results[number] = "won"
        except StaleBoard:
            results[number] = "stale"
        except (TimetableError, IntegrityError):
            results[number] = "refused"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=as_system(run), args=[number]) for number in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.fixture
def crowd(transactional_db):
    """One senior wanted by fifty firms, each interview at a slot of its own."""
    by = factories.user(Role.COORDINATOR)
    event = factories.event(max_per_senior=THREADS)
    slots = factories.slots(factories.day(event), THREADS + 1, start=dt.time(0, 10))
    branch = factories.branch(factories.institution())
    person = factories.attendance(event, factories.senior())
    timetable = factories.timetable(event, by)
    rows = []
    for n in range(THREADS):
        entry = factories.entry(factories.participation(event, factories.company(branch)), person, preference=n + 1)
        rows.append(factories.interview(timetable, entry, slots[n]))
    return by, timetable, rows, slots[THREADS]


def test_fifty_moves_to_one_slot_leave_one_winner(crowd):
    by, timetable, rows, slot = crowd
    moves = [
        lambda row=row: actions.move_interview(interview=row, slot=slot, revision=timetable.revision, by=by, now=NOW)
        for row in rows
    ]
    results = at_once(moves)
    assert sorted(set(results)) == ["stale", "won"]
    assert results.count("won") == 1
    assert Interview.objects.filter(timetable=timetable, slot=slot).count() == 1
    assert Timetable.objects.get(pk=timetable.pk).revision == timetable.revision + 1


def test_fifty_rows_written_past_the_action_leave_one_winner(crowd):
    """No lock and no look before: the constraint alone."""
    _, timetable, rows, slot = crowd

    def write(row):
        Interview.objects.filter(pk=row.pk).update(slot=slot, during=slot.during)

    results = at_once([lambda row=row: write(row) for row in rows])
    assert (results.count("won"), results.count("refused")) == (1, THREADS - 1)
    assert Interview.objects.filter(timetable=timetable, slot=slot).count() == 1


def test_an_unknown_constraint_still_gets_a_sentence(event, coordinator):
    with pytest.raises(TimetableError, match="もう一度お試しください"), refusing():
        Timetable.objects.create(event_id=uuid.uuid4(), version=1, created_at=NOW, created_by=coordinator)
        connection.check_constraints()


def test_a_constraint_speaks_with_its_own_sentence(event, coordinator):
    timetable, slot = factories.timetable(event, coordinator), event.slots.get(number=0)
    factories.interview(timetable, entry_of(event, 1, 1), slot)
    with pytest.raises(TimetableError, match="この新現役は、この回にほかの面談があります。"), refusing():
        factories.interview(timetable, entry_of(event, 2, 1), slot)
