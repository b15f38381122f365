"""Standings against counting by hand, row by row; they are true after whatever changes them, and counting again changes nothing."""

import datetime as dt
from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone

from events.models import Attendance, Entry
from events.tallies import tally_people
from matching.actions.outcomes import record_second_interview, record_support
from matching.actions.publication import tell_publication
from matching.models import Interview, SecondInterview, Support, Timetable
from matching.standings import count_standings
from matching.tasks import standings
from talent.models import Senior, Standing
from tests import factories

pytestmark = pytest.mark.django_db
NAMES = (
    "events",
    "entries",
    "interviews",
    "second_interviews",
    "supports",
    "waiting",
    "interviews_this_year",
    "last_event_on",
)


def by_hand(senior: Senior, today: dt.date) -> dict:
    """One row after another, in Python."""
    attended = [a for a in Attendance.objects.filter(senior=senior).select_related("event") if a.state == "registered"]
    begun = [a.event.starts_on for a in attended if a.event.starts_on <= today]
    entries = [e for e in Entry.objects.filter(senior=senior).select_related("event") if e.state != "withdrawn"]
    met = [i for i in Interview.objects.filter(senior=senior).select_related("event", "slot__day") if i.is_published]
    last = max((i.event.starts_on for i in met), default=dt.date.min)
    missed = [
        e
        for e in entries
        if e.pk not in {i.entry_id for i in met}
        and e.event.starts_on > last
        and Timetable.objects.filter(event=e.event, state="published").exists()
    ]
    return {
        "events": len(begun),
        "entries": len(entries),
        "interviews": len(met),
        "second_interviews": sum(s.state != "called_off" for s in SecondInterview.objects.filter(entry__senior=senior)),
        "supports": Support.objects.filter(entry__senior=senior).count(),
        "waiting": len(missed),
        "interviews_this_year": sum(i.slot.day.date > today - dt.timedelta(days=365) for i in met),
        "last_event_on": max(begun, default=None),
    }


def kept(senior: Senior) -> dict:
    return Standing.objects.filter(senior=senior).values(*NAMES).get()


def differing(today: dt.date | None = None) -> list:
    return [
        (s.number, kept(s), by_hand(s, today or timezone.localdate()))
        for s in Senior.objects.all()
        if kept(s) != by_hand(s, today or timezone.localdate())
    ]


@pytest.fixture
def world(coordinator, branch_of_a):
    """Events over three years, at random but the same every time: withdrawn people and wishes, drafts, earlier versions, outcomes."""
    rng, people = Random(7), [factories.senior() for _ in range(9)]
    firms = [factories.company(branch_of_a) for _ in range(3)]
    for days in (-900, -366, -365, -364, -200, -20, 0, 30):
        day = timezone.localdate() + dt.timedelta(days=days)
        event = factories.event(starts_on=day, ends_on=day, stage="day")
        slots = factories.slots(factories.day(event))
        takes_part = [factories.participation(event, firm) for firm in firms]
        plans = [factories.timetable(event, coordinator, published=True)] if rng.random() < 0.8 else []
        plans += [factories.timetable(event, coordinator)]
        for n, senior in enumerate(rng.sample(people[:8], 6)):
            state = "withdrawn" if rng.random() < 0.15 else "registered"
            attendance = factories.attendance(event, senior, state=state)
            for firm in rng.sample(takes_part, rng.randint(0, 3)):
                entry = factories.entry(firm, attendance, state=rng.choice(["submitted", "selected", "withdrawn"]))
                free = [slot for slot in slots[n : n + 3]]
                if entry.state != "withdrawn" and rng.random() < 0.5:
                    taken = Interview.objects.filter(event=event)
                    for plan in plans:
                        here = taken.filter(timetable=plan)
                        slot = next(
                            (s for s in free if not here.filter(slot=s, senior=senior).exists() and not here.filter(slot=s, participation=firm).exists()),
                            None,
                        )  # fmt: skip
                        if slot and not here.filter(slot=slot, booth=firm.booth).exists():
                            factories.interview(plan, entry, slot)
                    if rng.random() < 0.5:
                        factories.second_interview(entry, coordinator, state=rng.choice(["held", "called_off"]))
                        if rng.random() < 0.5:
                            factories.support(entry, coordinator)
    return people


def test_counted_by_hand(world):
    count_standings()
    assert differing() == []
    some = Standing.objects.all()
    assert some.count() == 9 and all(any(getattr(row, name) for row in some) for name in NAMES)


def test_counting_again_changes_nothing(world):
    count_standings()
    before = list(Standing.objects.order_by("senior").values(*NAMES))
    count_standings()
    assert list(Standing.objects.order_by("senior").values(*NAMES)) == before


def test_an_interview_of_last_year_no_longer_counts(world):
    later = timezone.localdate() + dt.timedelta(days=400)
    count_standings(today=later)
    assert differing(later) == []
    assert not Standing.objects.filter(interviews_this_year__gt=0).exists()


def test_for_some_the_others_stay(world):
    count_standings([world[0].pk])
    assert kept(world[0]) == by_hand(world[0], timezone.localdate())
    assert list(Standing.objects.values_list("senior", flat=True)) == [world[0].pk]
    count_standings([])
    assert Standing.objects.count() == 1


def test_a_constant_number_of_queries(world, django_assert_num_queries):
    with django_assert_num_queries(11):
        count_standings()
    for _ in range(30):
        factories.senior()
    with django_assert_num_queries(11):
        count_standings()


@pytest.mark.parametrize("way", ["task", "command"])
def test_whatever_was_changed_by_hand_is_found(world, way):
    count_standings()
    Entry.objects.filter(senior=world[1]).update(state="withdrawn")
    Standing.objects.filter(senior=world[2]).delete()
    standings() if way == "task" else call_command("count_standings", verbosity=0)
    assert differing() == []


def test_true_after_every_action(world, coordinator):
    """Publication, people of an event, and outcomes write the standings of those whom they touch."""
    count_standings()
    entry = next(
        e for e in Entry.objects.filter(event__starts_on__lt=timezone.localdate()) if Interview.objects.filter(entry=e, is_published=True).exists()
        and not SecondInterview.objects.filter(entry=e).exists()
    )  # fmt: skip
    Interview.objects.filter(entry=entry).delete()
    Entry.objects.filter(pk=entry.pk).update(state="withdrawn")
    tally_people([entry.event])
    tell_publication([entry.event])
    assert differing() == []
    Entry.objects.filter(pk=entry.pk).update(state="submitted")
    tally_people([entry.event])
    factories.answer(entry, coordinator), factories.answer(entry, coordinator, side="senior")
    now = timezone.now()
    record_second_interview(entry=entry, state="held", held_on=timezone.localdate(), by=coordinator, now=now)
    assert kept(entry.senior)["second_interviews"] == by_hand(entry.senior, timezone.localdate())["second_interviews"]
    record_support(entry=entry, state="agreed", agreed_on=timezone.localdate(), theme="品質", by=coordinator, now=now)
    assert kept(entry.senior)["supports"] == by_hand(entry.senior, timezone.localdate())["supports"] >= 1
