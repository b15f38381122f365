"""A timetable's life: asked for, computed, begun again from the published one, thrown away, published."""

from datetime import datetime

from events.models import Event, ReceptionName, Stage
from institutions.models import User
from matching import rules, solver
from matching.actions.publication import tell_publication
from matching.actions.reception import write_names
from matching.actions.refusals import StaleBoard, refusing
from matching.floor import Floor, floor_of
from matching.legality import Placement
from matching.models import Interview, Result, Timetable, TimetableState
from matching.solver.run import Progress
from matching.timetable import TimetableError, new_draft, problem_of, store_solution, violations_on
from office.actions import start_job
from office.models import Job

PLAN_SECONDS = 60.0
PLAN_WORKERS = 1  # one worker gives the same answer to the same rows


def request_plan(*, event: Event, by: User, now: datetime) -> Job:
    """A job in the background; WorkError when one is on its way already."""
    if reason := rules.why_no_plan(event):
        raise TimetableError(reason)
    title = f"時間割の作成: {event.name}"
    return start_job(
        kind="plan",
        subject_kind="event",
        subject_id=event.pk,
        title=title,
        by=by,
        now=now,
        payload={"unit": "段階"},
    )


def plan_event(
    *,
    event: Event,
    by: User,
    now: datetime,
    seconds: float = PLAN_SECONDS,
    on_progress: Progress | None = None,
) -> Timetable:
    """Compute and store at once: what the job does, and commands that wait for it."""
    if reason := rules.why_no_plan(event):
        raise TimetableError(reason)
    # No lock while it computes: hands may go on, and the revision, read before all else, tells at the end whether they did.
    draft = Timetable.objects.filter(event=event, state=TimetableState.DRAFT).first()
    problem = problem_of(event)
    if not problem.slots:
        raise TimetableError("面談の回がありません。先に、開催日と面談の回を登録してください。")
    if not problem.entries:
        raise TimetableError("時間割にできる希望がありません。先に、企業への希望を登録してください。")
    solution = solver.solve(problem, seconds=seconds, workers=PLAN_WORKERS, on_progress=on_progress)
    return store_solution(
        event=event, problem=problem, solution=solution, by=by, now=now, revision=draft.revision if draft else None
    )


def begin_revision(*, event: Event, by: User, now: datetime) -> Timetable:
    """A draft that starts as a copy of the published timetable, which stays in force until the draft is published."""
    if reason := rules.why_no_plan(event):
        raise TimetableError(reason)
    with refusing():
        event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
        if Timetable.objects.filter(event=event, state=TimetableState.DRAFT).exists():
            raise TimetableError("下書きの時間割がすでにあります。")
        if not Timetable.objects.filter(event=event, state=TimetableState.PUBLISHED).exists():
            raise TimetableError("公開した時間割がありません。先に時間割を作ってください。")
        return new_draft(event=event, by=by, now=now)


def discard_draft(*, timetable: Timetable, revision: int) -> None:
    """Back to the published timetable; without one, a draft is kept, because nothing would be left."""
    with refusing():
        draft = _held(timetable)
        if reason := rules.why_no_change(draft):
            raise TimetableError(reason)
        if draft.revision != revision:
            raise StaleBoard([change["text"] for change in draft.changes if change["revision"] > revision])
        if not Timetable.objects.filter(event=draft.event_id, state=TimetableState.PUBLISHED).exists():
            raise TimetableError("公開した時間割がないので、下書きは捨てられません。")
        Interview.objects.filter(timetable=draft).delete()
        draft.delete()


def publish(*, timetable: Timetable, by: User, now: datetime, revision: int | None = None) -> Timetable:
    """Put the draft in force; the timetable published before becomes an earlier version, both in one transaction.

    TimetableError names the first rules that the timetable breaks, StaleBoard when it is not at `revision` any more.
    """
    if reason := rules.why_no_plan(timetable.event):
        raise TimetableError(reason)
    with refusing():
        event = Event.objects.select_for_update(no_key=True).get(pk=timetable.event_id)
        draft = _held(timetable)
        if reason := rules.why_no_change(draft):
            raise TimetableError("この時間割は、すでに公開されています。" if draft.is_published else reason)
        if revision is not None and draft.revision != revision:
            raise StaleBoard([change["text"] for change in draft.changes if change["revision"] > revision])
        floor, rows = floor_of(event), list(Interview.objects.filter(timetable=draft))
        if faults := faults_of(floor, rows):
            more = f"(ほかに{len(faults) - 3}件)" if len(faults) > 3 else ""
            raise TimetableError(f"このままでは公開できません。{' '.join(faults[:3])}{more}")
        Timetable.objects.filter(event=event, state=TimetableState.PUBLISHED).update(
            state=TimetableState.SUPERSEDED, is_published=False
        )
        Timetable.objects.filter(pk=draft.pk).update(
            state=TimetableState.PUBLISHED, is_published=True, published_at=now, published_by=by
        )
        tell_publication([event])
        if event.stage in (Stage.SELECTION, Stage.TIMETABLE):
            event.stage = Stage.DAY
            event.save(update_fields=["stage", "updated_at"])
        write_names(draft)
        draft.refresh_from_db()
    return draft


def take_out_of_force(*, event: Event, by: User, now: datetime) -> bool:
    """What is published goes on as a draft: its times are free to move, nobody is expected by it. To be called with the event held.

    False where nothing is published, and where a result has been recorded: what was held stands in what was published.
    """
    published = Timetable.objects.select_for_update().filter(event=event, state=TimetableState.PUBLISHED).first()
    if published is None or Result.objects.filter(entry__event=event).exists():
        return False
    if not Timetable.objects.filter(event=event, state=TimetableState.DRAFT).exists():
        new_draft(event=event, by=by, now=now)
    Timetable.objects.filter(pk=published.pk).update(state=TimetableState.SUPERSEDED, is_published=False)
    tell_publication([event])
    ReceptionName.objects.filter(event=event).delete()
    return True


def _held(timetable: Timetable) -> Timetable:
    """The timetable as it is now, kept so until the end of the transaction."""
    row = Timetable.objects.select_for_update().filter(pk=timetable.pk).first()
    if row is None:
        raise TimetableError(rules.GONE)
    return row


def faults_of(floor: Floor, rows: list[Interview]) -> list[str]:
    """Everything that keeps a timetable from being published, in sentences."""
    if not rows:
        return ["面談がひとつもありません。"]
    broken = (floor.in_words(v.detail) for v in violations_on(floor, rows))
    return [*dict.fromkeys([*_without_their_result(floor, rows), *_elsewhere(floor, rows), *broken])]


def _without_their_result(floor: Floor, rows: list[Interview]) -> list[str]:
    """An interview that was recorded stays in the timetable: a figure of what was held must find it there."""
    recorded = Result.objects.filter(entry__event=floor.event).exclude(entry__in=[row.entry_id for row in rows])
    pairs = [floor.entries[pk] for pk in recorded.values_list("entry", flat=True)]
    return [f"{floor.pair(entry)}の面談は、結果が記録されているので外せません。" for entry in pairs]


def _elsewhere(floor: Floor, rows: list[Interview]) -> list[str]:
    """Who sits at another event at the same time, and where: the validator knows only that they are away."""
    placement, found = Placement(floor, rows), []
    for row in rows:
        entry, slot = floor.entries[row.entry_id], placement.slot_of(row)
        names = {
            entry.participation_id: floor.firm_name(entry),
            entry.attendance_id: f"{floor.senior_name(entry)}さん",
        }
        if row.attendant_id in floor.attendants:
            names[row.attendant_id] = f"{floor.attendants[row.attendant_id].name}さん"
        for party, name in names.items():
            why = floor.away.get(party, {}).get(slot.number, "")
            if why.startswith("同じ時間"):
                found.append(f"{name}は、{slot}と{why}。")
    return found
