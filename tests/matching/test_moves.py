"""Changes by hand: what is allowed, the sentence for what is not, what they cost, and the way back."""

import pytest

from events.models import EntryState, ParticipationState, Stage
from matching import actions
from matching.actions import StaleBoard, TimetableError
from matching.floor import floor_of
from matching.goals import goals_of
from matching.models import Interview, PlanStatus, Timetable, TimetableState
from matching.timetable import figures_on, violations_on
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


class Table:
    """A draft with interviews at chosen places: (firm, senior, slot), by their numbers."""

    def __init__(self, by, *places, **event) -> None:
        self.by = by
        self.event = factories.small_event(companies=3, seniors=3, **event)
        self.timetable = factories.timetable(self.event, by)
        for firm, senior, slot in places:
            factories.interview(self.timetable, self.entry(firm, senior), self.slot(slot))

    def entry(self, firm, senior):
        return self.event.entries.get(participation__number=firm, attendance__number=senior)

    def slot(self, number):
        return self.event.slots.get(number=number)

    def interview(self, firm, senior):
        return Interview.objects.get(timetable=self.timetable, entry=self.entry(firm, senior))

    @property
    def revision(self):
        return Timetable.objects.get(pk=self.timetable.pk).revision

    def places(self):
        rows = Interview.objects.filter(timetable=self.timetable)
        return sorted(rows.values_list("participation__number", "entry__attendance__number", "slot__number"))

    def act(self, action, **what):
        return action(revision=self.revision, by=self.by, now=NOW, **what)

    def move(self, firm, senior, slot):
        return self.act(actions.move_interview, interview=self.interview(firm, senior), slot=self.slot(slot))


@pytest.fixture
def table(coordinator):
    return Table(coordinator, (1, 1, 0), (1, 2, 1), (2, 1, 2), (3, 3, 0))


def test_a_move_writes_place_time_log_and_figures(table):
    timetable = table.move(1, 1, 4)
    assert table.places() == [(1, 1, 4), (1, 2, 1), (2, 1, 2), (3, 3, 0)]
    assert table.interview(1, 1).during == table.slot(4).during
    assert timetable.status == PlanStatus.EDITED
    assert timetable.revision == 1
    floor, rows = floor_of(table.event), list(timetable.interviews.all())
    assert {row["name"]: row["value"] for row in timetable.objectives} == figures_on(floor, rows)
    assert violations_on(floor, rows) == []
    last = timetable.changes[-1]
    assert last["text"].endswith("を第1回から第5回へ移しました。")
    assert (last["by"], last["revision"]) == ("佐伯 美和", 1)


def refusal(table, *place):
    with pytest.raises(TimetableError) as error:
        table.move(*place)
    assert table.revision == 0  # nothing was written, not even the claim
    return str(error.value)


def test_the_senior_is_busy(table):
    firm = table.entry(2, 1).company.name
    assert refusal(table, 1, 1, 2).endswith(f"さんは、この回に{firm}と面談します。")


def test_the_firm_is_busy(table):
    table.event.entries.filter(participation__number=1, attendance__number=2).update(state=EntryState.WITHDRAWN)
    name = table.entry(1, 2).senior.name
    assert refusal(table, 1, 1, 1).endswith(f"は、この回に{name}さんと面談します。")


def test_the_attendant_is_busy(coordinator):
    table = Table(coordinator, (1, 1, 0), (2, 2, 1))
    shared = table.event.participations.get(number=1).attendant
    table.event.participations.filter(number=2).update(attendant=shared)
    Interview.objects.filter(participation__number=2).update(attendant=shared)
    firm = table.entry(2, 2).company.name
    assert refusal(table, 1, 1, 1) == f"同席の{shared.name}さんは、この回に{firm}の面談に同席します。"


@pytest.mark.parametrize("party", ["participation", "attendance", "attendant"])
def test_somebody_is_away(table, party):
    entry = table.entry(1, 1)
    who = {
        "participation": (entry.participation, entry.company.name),
        "attendance": (entry.attendance, f"{entry.senior.name}さん"),
        "attendant": (entry.participation.attendant, f"同席の{entry.participation.attendant.name}さん"),
    }
    row, name = who[party]
    factories.unavailability(table.event, table.slot(5), **{party: row})
    assert refusal(table, 1, 1, 5) == f"{name}は、参加できない回です。"


def test_somebody_sits_at_another_event(table):
    other = factories.small_event(companies=1, seniors=1, name="隣の町の交流会")
    entry = other.entries.get()
    entry.attendance.senior = entry.senior = table.entry(1, 1).senior
    entry.attendance.save()
    entry.save()
    factories.interview(factories.timetable(other, table.by, published=True), entry, other.slots.get(number=5))
    assert refusal(table, 1, 1, 5).endswith("は、同じ時間に「隣の町の交流会」の面談があります。")


def test_all_tables_are_taken(table):
    slot = table.slot(0)
    slot.tables = 1
    slot.save()
    assert refusal(table, 2, 1, 0).endswith("と面談します。")
    slot = table.slot(1)
    slot.tables = 1
    slot.save()
    assert refusal(table, 3, 3, 1) == "この回の卓(1卓)は、すべて使われています。"


def test_a_locked_interview_stays(table):
    table.act(actions.set_lock, interview=table.interview(1, 1), locked=True)
    with pytest.raises(TimetableError, match="固定されています"):
        table.move(1, 1, 5)
    with pytest.raises(TimetableError, match="固定されています"):
        table.act(actions.remove_interview, interview=table.interview(1, 1))
    table.act(actions.set_lock, interview=table.interview(1, 1), locked=False)
    table.move(1, 1, 5)
    assert (1, 1, 5) in table.places()


def test_its_own_slot_and_a_foreign_slot(table):
    assert refusal(table, 1, 1, 0) == "いまの回です。"
    foreign = factories.small_event().slots.first()
    with pytest.raises(TimetableError, match="この交流会にない回"):
        table.act(actions.move_interview, interview=table.interview(1, 1), slot=foreign)


def test_a_withdrawn_entry_moves_nowhere(table):
    table.event.entries.filter(participation__number=1, attendance__number=1).update(state=EntryState.WITHDRAWN)
    assert "取り下げ" in refusal(table, 1, 1, 5)


def test_the_interviews_of_a_withdrawn_firm_are_still_locked_freed_and_taken_out(table):
    table.event.participations.filter(number=1).update(state=ParticipationState.WITHDRAWN, booth=None)
    booth = table.interview(1, 1).booth
    for locked in (True, False):
        table.act(actions.set_lock, interview=table.interview(1, 1), locked=locked)
        assert (table.interview(1, 1).is_locked, table.interview(1, 1).booth) == (locked, booth)
    table.act(actions.remove_interview, interview=table.interview(1, 1))
    assert (1, 1, 0) not in table.places()
    with pytest.raises(TimetableError, match="参加の辞退"):
        table.act(actions.undo_change, timetable=table.timetable)


@pytest.mark.parametrize("stage", [Stage.ENTRY, Stage.CLOSED])
def test_at_another_stage_nothing_moves(table, stage):
    if stage == Stage.CLOSED:  # by way of the day, as the table of steps asks
        type(table.event).objects.filter(pk=table.event.pk).update(stage=Stage.DAY)
    table.event.stage = stage
    table.event.save()
    assert "時間割を作れるのは" in refusal(table, 1, 1, 5)


def test_a_published_timetable_is_frozen(table):
    actions.publish(timetable=table.timetable, by=table.by, now=NOW)
    assert "変更を始める" in refusal(table, 1, 1, 5)


def test_two_interviews_of_a_firm_change_places(table):
    timetable = table.move(1, 2, 0)
    assert table.places() == [(1, 1, 1), (1, 2, 0), (2, 1, 2), (3, 3, 0)]
    assert "入れ替えました" in timetable.changes[-1]["text"]
    table.act(actions.undo_change, timetable=table.timetable)
    assert table.places() == [(1, 1, 0), (1, 2, 1), (2, 1, 2), (3, 3, 0)]


def test_an_entry_is_placed_and_taken_out(table):
    table.act(actions.place_entry, entry=table.entry(2, 2), timetable=table.timetable, slot=table.slot(3))
    assert (2, 2, 3) in table.places()
    with pytest.raises(TimetableError, match="すでに面談になっています"):
        table.act(actions.place_entry, entry=table.entry(2, 2), timetable=table.timetable, slot=table.slot(4))
    table.act(actions.remove_interview, interview=table.interview(2, 2))
    assert (2, 2, 3) not in table.places()


@pytest.mark.parametrize(
    ("cap", "who"), [("max_per_senior", "さんの面談が、上限の1件"), ("max_per_company", "の面談が、上限の1件")]
)
def test_caps_hold_for_hands_too(coordinator, cap, who):
    places = [(1, 1, 0)]
    table = Table(coordinator, *places, **{cap: 1})
    wanted = table.entry(2, 1) if cap == "max_per_senior" else table.entry(1, 2)
    with pytest.raises(TimetableError, match=who):
        table.act(actions.place_entry, entry=wanted, timetable=table.timetable, slot=table.slot(4))


def test_undo_goes_back_step_by_step_and_gives_the_proof_back(coordinator):
    event = factories.small_event(companies=2, seniors=3)
    timetable = actions.plan_event(event=event, by=coordinator, now=NOW)
    assert timetable.status == PlanStatus.OPTIMAL
    before = sorted(timetable.interviews.values_list("pk", "slot", "is_locked"))

    def act(action, **what):
        return action(revision=Timetable.objects.get(pk=timetable.pk).revision, by=coordinator, now=NOW, **what)

    first = timetable.interviews.order_by("slot__number", "participation__number").first()
    act(actions.move_interview, interview=first, slot=event.slots.get(number=8))
    act(actions.set_lock, interview=timetable.interviews.get(pk=first.pk), locked=True)
    other = timetable.interviews.exclude(pk=first.pk).first()
    act(actions.remove_interview, interview=other)
    for _ in range(3):
        undone = act(actions.undo_change, timetable=timetable)
    assert sorted(timetable.interviews.values_list("pk", "slot", "is_locked")) == before
    assert undone.status == PlanStatus.OPTIMAL
    with pytest.raises(TimetableError, match="元に戻せる変更がありません"):
        act(actions.undo_change, timetable=timetable)


def test_the_cost_of_a_move_stands_beside_the_proven_optimum(coordinator):
    event = factories.small_event(companies=1, seniors=2)
    timetable = actions.plan_event(event=event, by=coordinator, now=NOW)
    last = timetable.interviews.order_by("-slot__number").first()
    timetable = actions.move_interview(
        interview=last, slot=event.slots.get(number=8), revision=timetable.revision, by=coordinator, now=NOW
    )
    floor, rows = floor_of(event), list(timetable.interviews.all())
    goals = {goal.label: goal for goal in goals_of(timetable, figures_on(floor, rows))}
    idle = goals["企業のすきま"]
    assert (idle.cost, idle.worse) == ("計算した時間割より+7回", True)
    assert idle.proof == "0回より少なくできないことは証明済み"
    assert goals["面談のない新現役"].proof == "最少と証明済み"
    assert goals["点の合計"].cost == ""


def test_unlocking_what_the_proof_leant_on_ends_it(coordinator):
    event = factories.small_event(companies=2, seniors=2)
    timetable = actions.plan_event(event=event, by=coordinator, now=NOW)
    row = timetable.interviews.first()

    def lock(locked):
        revision = Timetable.objects.get(pk=timetable.pk).revision
        return actions.set_lock(interview=row, locked=locked, revision=revision, by=coordinator, now=NOW)

    assert lock(True).status == PlanStatus.OPTIMAL
    assert lock(False).status == PlanStatus.OPTIMAL
    lock(True)
    assert actions.plan_event(event=event, by=coordinator, now=NOW).status == PlanStatus.OPTIMAL
    row = Timetable.objects.get(pk=timetable.pk).interviews.get(entry=row.entry)
    assert lock(False).status == PlanStatus.EDITED


def test_unlocking_the_cause_ends_infeasible(coordinator):
    event = factories.small_event(companies=2, seniors=2)
    timetable = actions.plan_event(event=event, by=coordinator, now=NOW)
    row = timetable.interviews.first()
    actions.set_lock(interview=row, locked=True, revision=timetable.revision, by=coordinator, now=NOW)
    factories.unavailability(event, row.slot, attendance=row.entry.attendance)
    timetable = actions.plan_event(event=event, by=coordinator, now=NOW)
    assert timetable.status == PlanStatus.INFEASIBLE
    timetable = actions.set_lock(interview=row, locked=False, revision=timetable.revision, by=coordinator, now=NOW)
    assert (timetable.status, timetable.cause) == (PlanStatus.EDITED, None)
    undone = actions.undo_change(timetable=timetable, revision=timetable.revision, by=coordinator, now=NOW)
    assert (undone.status, undone.interviews.get(pk=row.pk).is_locked) == (PlanStatus.EDITED, True)


def test_a_stale_change_is_refused_and_told_what_happened(table):
    table.move(1, 1, 4)
    with pytest.raises(StaleBoard) as stale:
        actions.move_interview(interview=table.interview(3, 3), slot=table.slot(5), revision=0, by=table.by, now=NOW)
    (what,) = stale.value.changes
    assert what.endswith("を第1回から第5回へ移しました。(佐伯 美和)")
    assert (3, 3, 0) in table.places()


# --- Versions -----------------------------------------------------------------------------------------------------------
def test_publishing_freezes_cascades_and_moves_the_event_on(table):
    published = actions.publish(timetable=table.timetable, by=table.by, now=NOW)
    assert (published.state, published.is_published, published.published_by) == (
        TimetableState.PUBLISHED,
        True,
        table.by,
    )
    assert Interview.objects.filter(timetable=published, is_published=True).count() == 4
    table.event.refresh_from_db()
    assert table.event.stage == Stage.DAY


def test_a_change_after_publishing_is_a_new_version(table):
    first = actions.publish(timetable=table.timetable, by=table.by, now=NOW)
    draft = actions.begin_revision(event=table.event, by=table.by, now=NOW)
    assert (draft.version, draft.interviews.count()) == (2, 4)
    moved = draft.interviews.get(participation__number=3)
    draft = actions.move_interview(interview=moved, slot=table.slot(7), revision=draft.revision, by=table.by, now=NOW)
    assert Interview.objects.filter(timetable=first, slot__number=7).count() == 0
    actions.publish(timetable=draft, by=table.by, now=NOW)
    first.refresh_from_db()
    assert (first.state, first.interviews.filter(is_published=True).count()) == (TimetableState.SUPERSEDED, 0)
    assert Interview.objects.filter(event=table.event, is_published=True, slot__number=7).count() == 1


def test_a_draft_can_be_thrown_away_only_when_something_is_published(table):
    with pytest.raises(TimetableError, match="捨てられません"):
        actions.discard_draft(timetable=table.timetable, revision=0)
    actions.publish(timetable=table.timetable, by=table.by, now=NOW)
    draft = actions.begin_revision(event=table.event, by=table.by, now=NOW)
    with pytest.raises(TimetableError, match="下書きの時間割がすでにあります"):
        actions.begin_revision(event=table.event, by=table.by, now=NOW)
    actions.discard_draft(timetable=draft, revision=draft.revision)
    assert not Timetable.objects.filter(event=table.event, state=TimetableState.DRAFT).exists()
    assert Interview.objects.filter(event=table.event).count() == 4


def test_what_breaks_a_rule_is_not_published(table):
    entry = table.entry(1, 1)
    factories.unavailability(table.event, table.slot(0), attendance=entry.attendance)
    with pytest.raises(TimetableError) as error:
        actions.publish(timetable=table.timetable, by=table.by, now=NOW)
    assert f"{entry.senior.name}さんは第1回に参加できません。" in str(error.value)
    table.timetable.refresh_from_db()
    assert table.timetable.state == TimetableState.DRAFT


def test_an_empty_timetable_is_not_published(coordinator):
    empty = Table(coordinator).timetable
    with pytest.raises(TimetableError, match="面談がひとつもありません"):
        actions.publish(timetable=empty, by=coordinator, now=NOW)


def test_only_what_was_seen_is_published(table):
    seen = table.revision
    table.move(1, 1, 4)
    with pytest.raises(StaleBoard):
        actions.publish(timetable=table.timetable, by=table.by, now=NOW, revision=seen)
