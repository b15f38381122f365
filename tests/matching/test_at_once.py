"""Two people at the same moment: the second waits for the first, and neither is shown an error of the program."""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from events.models import Event
from institutions.actors import acting
from institutions.roles import Role
from matching import actions
from matching.actions import StaleBoard, TimetableError
from matching.actions.outcomes import OutcomeError, record_all_held, record_result
from matching.actions.refusals import refusing
from matching.actions.staging import halt
from matching.models import Result, Timetable
from tests import factories
from tests.acting import as_system
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return factories.user(Role.COORDINATOR)


@pytest.fixture
def draft(by):
    """A draft beside a published timetable, so that it may be published, changed or thrown away."""
    event = factories.small_event(companies=2, seniors=2)
    actions.publish(timetable=actions.plan_event(event=event, by=by, now=NOW), by=by, now=NOW)
    event.refresh_from_db()
    return actions.begin_revision(event=event, by=by, now=NOW)


def while_it_waits(first, second):
    """`first` and then `second`, which starts before `first` is committed and has to wait for it: what each raised or None."""
    raised = [None, None]

    def run():
        try:
            second()
        except Exception as error:
            raised[1] = error
        finally:
            connections.close_all()

    thread = threading.Thread(target=as_system(run))
    try:
        with transaction.atomic():
            first()
            thread.start()
            wait_for_a_lock()
    except Exception as error:
        raised[0] = error
    thread.join(60)
    return raised


def wait_for_a_lock():
    until = time.monotonic() + 60
    with acting(None), connection.cursor() as cursor:  # the login alone sees what its connections wait for
        while time.monotonic() < until:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction else sees what it saw first
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits for a lock")


def test_publishing_while_somebody_moves_an_interview(draft, by):
    """Who publishes holds the event and waits for the draft; the move, which holds the draft, must not need the event then."""
    interview = draft.interviews.select_related("timetable__event").first()
    moved, published = while_it_waits(
        lambda: actions.set_lock(interview=interview, locked=True, revision=draft.revision, by=by, now=NOW),
        lambda: actions.publish(timetable=draft, revision=draft.revision, by=by, now=NOW),
    )
    assert moved is None
    assert isinstance(published, StaleBoard)


def test_throwing_a_draft_away_twice(draft):
    thrown = [lambda: actions.discard_draft(timetable=draft, revision=draft.revision)] * 2
    first, second = while_it_waits(*thrown)
    assert first is None
    assert isinstance(second, TimetableError)
    assert not Timetable.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda draft, by: actions.publish(timetable=draft, by=by, now=NOW),
        lambda draft, by: actions.undo_change(timetable=draft, revision=draft.revision, by=by, now=NOW),
    ],
)
def test_a_draft_that_was_thrown_away_is_said_to_be_gone(draft, by, act):
    seen = Timetable.objects.select_related("event").get(pk=draft.pk)
    actions.discard_draft(timetable=draft, revision=draft.revision)
    with pytest.raises(TimetableError, match="捨てられ"):
        act(seen, by)


def test_all_held_pressed_twice_writes_each_result_once(draft, by):
    event = Event.objects.get(pk=draft.event_id)
    counts = []
    errors = while_it_waits(*[lambda: counts.append(record_all_held(event=event, by=by, now=NOW))] * 2)
    assert errors == [None, None]
    assert counts == [Result.objects.count(), 0]
    assert counts[0] > 0


@pytest.mark.parametrize("record", ["all", "one"])
def test_a_result_while_the_event_is_being_put_off(draft, by, record):
    """Whoever records looked at the timetable before it went out of force: nothing is left that no timetable holds."""
    event = Event.objects.get(pk=draft.event_id)
    entry = draft.interviews.first().entry
    put_off, recorded = while_it_waits(
        lambda: halt(event=event, kind="postponed", reason="台風", by=by, now=NOW),
        lambda: (
            record_all_held(event=event, by=by, now=NOW)
            if record == "all"
            else record_result(entry=entry, state="held", by=by, now=NOW)
        ),
    )
    assert put_off is None
    assert isinstance(recorded, OutcomeError)
    assert not Result.objects.exists()


def test_a_deadlock_is_refused_in_words(by):
    """Two events published at once may wait for each other's seniors: PostgreSQL ends one of them."""
    one, other = factories.event(), factories.event()
    both_hold, refused = threading.Barrier(2), []

    def lock(mine, theirs):
        try:
            with refusing():
                Event.objects.select_for_update().get(pk=mine.pk)
                both_hold.wait(60)
                Event.objects.select_for_update().get(pk=theirs.pk)
        except TimetableError as error:
            refused.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=as_system(lock), args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(refused) == 1
    assert "もう一度" in refused[0]
