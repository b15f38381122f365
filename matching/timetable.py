"""The only bridge between rows and the planner: an event's rows -> Problem, Solution -> rows, in one transaction."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from events.avoiding import OFFICE_DECIDED
from events.models import Booth, BoothMode, Entry, Event, Participation, Stage, TimeSlot
from institutions.models import User
from matching import solver, validator
from matching.floor import Floor, floor_of
from matching.models import Interview, PlanStatus, Timetable, TimetableState

# What the five objectives are called on screens and in reports: (name, unit).
OBJECTIVE_NAMES = {
    "seniors_unmet": ("面談のない新現役", "人"),
    "company_shortfall": ("下限に足りない面談", "件"),
    "score": ("点の合計", "点"),
    "senior_idle": ("新現役のすきま", "回"),
    "company_idle": ("企業のすきま", "回"),
}


class TimetableError(Exception):
    """Something that cannot be done with a timetable; the text may be shown to people."""


def problem_of(event: Event, *, timetable: Timetable | None = None) -> solver.Problem:
    """The event as a planning problem; locked interviews come from `timetable`, else from the newest that is not superseded."""
    floor = floor_of(event)
    timetable = timetable or current_of(event)
    locked = Interview.objects.filter(timetable=timetable, is_locked=True) if timetable else []
    return problem_on(floor, locked)


def current_of(event: Event) -> Timetable | None:
    """The draft where there is one, else the published timetable."""
    rows = Timetable.objects.filter(event=event).exclude(state=TimetableState.SUPERSEDED)
    return rows.order_by("-version").first()


def problem_on(floor: Floor, locked: Iterable[Interview] = ()) -> solver.Problem:
    """The same from rows already read."""
    helpers = floor.attendant_keys()
    entries = floor.plannable()
    numbers = {day: n for n, day in enumerate(dict.fromkeys(slot.day_id for slot in floor.slots))}
    return solver.Problem(
        name=str(floor.event.pk),
        slots=tuple(
            solver.Slot(n, numbers[slot.day_id], f"{slot.starts_at:%H:%M}", f"{slot.ends_at:%H:%M}")
            for n, slot in enumerate(floor.slots)
        ),
        breaks=tuple((n - 1, n) for n, slot in enumerate(floor.slots) if slot.after_break and n),
        tables_per_slot=tuple(floor.tables(slot) for slot in floor.slots),
        companies=tuple(
            solver.Company(
                id=floor.firm_key(row.pk),
                attendant=helpers[row.attendant_id] if row.attendant_id else None,
                available=floor.free(row.pk),
                min=min(floor.firm_min(row), floor.firm_max(row)),
                max=floor.firm_max(row),
            )
            for row in floor.firms
        ),
        seniors=tuple(
            solver.Senior(floor.senior_key(row.pk), floor.free(row.pk), floor.senior_max(row)) for row in floor.people
        ),
        attendants=tuple(solver.Attendant(key, floor.free(pk)) for pk, key in helpers.items()),
        entries=tuple(
            solver.Entry(
                floor.entry_key(row),
                floor.firm_key(row.participation_id),
                floor.senior_key(row.attendance_id),
                row.score,
            )
            for row in entries
        ),
        locked=_locks(floor, entries, locked),
    )


def _locks(floor: Floor, entries: list[Entry], locked: Iterable[Interview]) -> tuple[solver.Lock, ...]:
    """Locked interviews of entries that may still be planned; who withdrew is not held."""
    allowed = {entry.pk: entry for entry in entries}
    rows = [(allowed[row.entry_id], row) for row in locked if row.entry_id in allowed]
    locks = [
        solver.Lock(
            floor.firm_key(entry.participation_id),
            floor.senior_key(entry.attendance_id),
            floor.slot_by_pk[row.slot_id].number,
        )
        for entry, row in rows
    ]
    return tuple(sorted(locks, key=lambda lock: (lock.company, lock.senior)))


def fingerprint(problem: solver.Problem) -> str:
    """What was planned, but for locks: when it changes, a proof speaks of an event that is no more."""
    document = solver.dump_problem(problem) | {"locked": []}
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def placed_on(floor: Floor, interviews: Iterable[Interview]) -> list[dict[str, Any]]:
    """The rows of a timetable as the validator reads them."""
    rows = []
    for row in interviews:
        entry = floor.entries[row.entry_id]
        rows.append(
            {
                "company": floor.firm_key(entry.participation_id),
                "senior": floor.senior_key(entry.attendance_id),
                "slot": floor.slot_by_pk[row.slot_id].number,
            }
        )
    return rows


def violations_on(
    floor: Floor, interviews: list[Interview], problem: solver.Problem | None = None
) -> list[validator.Violation]:
    """Every rule that this timetable breaks on the event as it is now."""
    problem = problem or problem_on(floor, [row for row in interviews if row.is_locked])
    return validator.violations_of(solver.dump_problem(problem), placed_on(floor, interviews))


def figures_on(floor: Floor, interviews: list[Interview]) -> dict[str, int]:
    """The five objectives of a timetable, recomputed by the validator, by name."""
    problem = problem_on(floor)
    claim = {
        "format": "kouryukai-solution/1",
        "problem": problem.name,
        "status": "feasible",
        "interviews": placed_on(floor, interviews),
        "objectives": [],
        "left_out": [],
        "seconds": 0,
    }
    return validator.validate(solver.dump_problem(problem), claim).objectives


@transaction.atomic
def store_solution(
    *,
    event: Event,
    problem: solver.Problem,
    solution: solver.Solution,
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Timetable:
    """The solution as the event's draft, checked by the validator first.

    `revision` is the draft's when the problem was read (None: there was no draft). TimetableError when rows or draft have
    changed since. An infeasible solution leaves the draft's interviews as they are and writes down the cause.
    """
    # The event's key stays free: who moves an interview holds the draft already and refers to the event when committing.
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    draft = Timetable.objects.select_for_update().filter(event=event, state=TimetableState.DRAFT).first()
    if (draft.revision if draft else None) != revision:
        raise TimetableError(
            "計算しているあいだに、時間割が変更されました。その変更を残しています。もう一度作成してください。"
        )
    floor = floor_of(event)
    if problem_on(floor, _locked(draft or current_of(event))) != problem:
        raise TimetableError("計算しているあいだに、参加者や希望が変わりました。もう一度作成してください。")
    report = validator.validate(solver.dump_problem(problem), solver.dump_solution(solution))
    if not report.sound:
        first = floor.in_words(report.violations[0].detail)
        raise TimetableError(f"計算の結果に誤りが見つかったため、使いませんでした。{first}")
    draft = draft or new_draft(event=event, by=by, now=now)
    _describe(draft, floor, problem, solution)
    draft.created_at, draft.created_by = now, by
    draft.save()
    if solution.status != "infeasible":
        _replace(draft, floor, solution)
        if event.stage == Stage.SELECTION:
            event.stage = Stage.TIMETABLE
            event.save(update_fields=["stage", "updated_at"])
    return draft


def new_draft(*, event: Event, by: User, now: datetime) -> Timetable:
    """The next version; it begins as a copy of what is published, if anything is."""
    published = Timetable.objects.filter(event=event, state=TimetableState.PUBLISHED).first()
    newest = Timetable.objects.filter(event=event).order_by("-version").first()
    draft = Timetable.objects.create(
        event=event,
        version=newest.version + 1 if newest else 1,
        status=published.status if published else PlanStatus.EDITED,
        objectives=published.objectives if published else [],
        left_out=published.left_out if published else [],
        seconds=published.seconds if published else None,
        problem_hash=published.problem_hash if published else "",
        created_at=now,
        created_by=by,
    )
    copies = list(Interview.objects.filter(timetable=published)) if published else []
    for row in copies:
        row.pk, row.timetable, row.is_published = None, draft, False
        row._state.adding = True
        row.pk = Interview._meta.pk.get_default()
    Interview.objects.bulk_create(copies)
    return draft


def _locked(timetable: Timetable | None) -> list[Interview]:
    return list(Interview.objects.filter(timetable=timetable, is_locked=True)) if timetable else []


def _describe(draft: Timetable, floor: Floor, problem: solver.Problem, solution: solver.Solution) -> None:
    entries = {floor.entry_key(row): row for row in floor.plannable()}
    draft.revision += 1
    draft.status = PlanStatus(solution.status)
    draft.objectives = [
        {"name": row.name, "value": row.value, "bound": row.bound, "planned": row.value} for row in solution.objectives
    ]
    draft.left_out = [
        {"entry": str(entries[row.entry].pk), "reason": row.reason, "detail": floor.in_words(row.detail)}
        for row in solution.left_out
    ] + [
        {"entry": str(row.pk), "reason": OFFICE_DECIDED, "detail": f"{OFFICE_DECIDED}により、面談にしません。"}
        for row in floor.kept_apart()
    ]
    cause = solution.cause
    draft.cause = cause and {
        "kind": cause.kind,
        "who": [floor.in_words(name) for name in cause.ids],
        "detail": floor.in_words(cause.detail),
    }
    draft.seconds = round(solution.seconds, 3)
    draft.problem_hash = fingerprint(problem)
    draft.changes = [{"revision": draft.revision, "kind": "plan", "text": "時間割を計算しました。", "final": True}]


def _replace(draft: Timetable, floor: Floor, solution: solver.Solution) -> None:
    booths = seat(floor)
    entries = {(floor.firm_key(e.participation_id), floor.senior_key(e.attendance_id)): e for e in floor.plannable()}
    kept = {(row.entry_id, row.slot_id) for row in _locked(draft)}
    Interview.objects.filter(timetable=draft).delete()
    rows = []
    for meeting in solution.interviews:
        entry, slot = entries[meeting.company, meeting.senior], floor.slots[meeting.slot]
        row = interview_row(draft, floor, entry, slot, booths[entry.participation_id])
        row.is_locked = (entry.pk, slot.pk) in kept
        rows.append(row)
    Interview.objects.bulk_create(rows)


def interview_row(draft: Timetable, floor: Floor, entry: Entry, slot: TimeSlot, booth: Booth) -> Interview:
    """One interview with everything that it copies, not saved."""
    firm = floor.participations[entry.participation_id]
    return Interview(
        event=floor.event,
        institution_id=firm.institution_id,
        timetable=draft,
        entry=entry,
        participation=firm,
        company_id=firm.company_id,
        senior_id=entry.senior_id,
        attendant_id=firm.attendant_id,
        booth=booth,
        slot=slot,
        during=slot.during,
    )


def _in_the_room_first(booth: Booth) -> tuple:
    return booth.mode == BoothMode.ONLINE, booth.number


def seat(floor: Floor) -> dict[UUID, Booth]:
    """Every firm's booth; a firm without one gets the lowest free, online ones last, and the event as many new ones as it needs."""
    waiting = [row for row in floor.firms if row.booth_id is None]
    if waiting:
        taken = {row.booth_id for row in floor.participations.values() if row.booth_id}
        booths = list(floor.event.booths.order_by("number"))
        free = [booth for booth in booths if booth.pk not in taken]
        numbers = {booth.number for booth in booths}
        more = [n for n in range(1, len(numbers) + len(waiting) + 1) if n not in numbers][: len(waiting) - len(free)]
        if len(waiting) > len(free):
            free += Booth.objects.bulk_create(Booth(event=floor.event, number=number) for number in more)
        for row, booth in zip(waiting, sorted(free, key=_in_the_room_first), strict=False):
            row.booth = booth
        Participation.objects.bulk_update(waiting, ["booth"])
    return {row.pk: row.booth for row in floor.firms}
