"""An event goes a step on or back, is put off, called off, taken up again. Each only by the table of steps and its conditions."""

import datetime as dt

from django.db import transaction

from events.models import HALT_MOVES, STAGE_MOVES, Event, Halt, Stage
from institutions.models import User
from matching.actions.timetables import take_out_of_force
from matching.staging import steps_of
from matching.standings import count_of_events


class StageError(ValueError):
    """Why the event stays where it is, in words for people."""


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)


@transaction.atomic
def move_stage(*, event: Event, to: str, by: User, now: dt.datetime) -> Event:
    """Asked twice for the same, the second finds it done."""
    event = _locked(event)
    if event.stage == to:
        return event
    if event.is_history:
        raise StageError("過去の記録だけの交流会には、段階がありません。")
    if event.halt:
        raise StageError(f"{event.get_halt_display()}の間は、段階を変えられません。先に「再開する」を押してください。")
    if to not in Stage.values or not STAGE_MOVES.may(event.stage, to):
        names = "、".join(f"「{Stage(name).label}」" for name in STAGE_MOVES.after(event.stage))
        wanted = f"「{Stage(to).label}」" if to in Stage.values else "その段階"
        raise StageError(f"「{event.get_stage_display()}」から{wanted}へは変えられません。変えられるのは{names}です。")
    step = next(step for step in steps_of(event, now) if step.to == to)
    if not step.may:
        raise StageError("".join(missing.text for missing in step.missing))
    event.stage = to
    event.save(update_fields=["stage", "updated_at"])
    return event


@transaction.atomic
def halt(*, event: Event, kind: str, reason: str, by: User, now: dt.datetime) -> Event:
    """Put off or called off: entries close at once, nothing is planned, nobody is expected. What has been called off stays so.

    A published timetable becomes a draft again, and the event goes back to the making of it, unless results were recorded.
    """
    event = _locked(event)
    if event.halt == kind:
        return event
    if event.is_history or event.stage == Stage.CLOSED:
        raise StageError("終わった交流会は、延期にも中止にもできません。")
    if kind not in (Halt.POSTPONED, Halt.CANCELLED) or not HALT_MOVES.may(event.halt, kind):
        raise StageError(f"{event.get_halt_display()}の交流会は、そのようには変えられません。")
    if not reason.strip():
        raise StageError("理由を書いてください。")
    if take_out_of_force(event=event, by=by, now=now) and not event.halt:  # once it is halted its stage goes nowhere
        _back_to(event, Stage.TIMETABLE)
    event.halt, event.halt_reason, event.halted_at, event.halted_by = kind, reason.strip(), now, by
    event.save(update_fields=["halt", "halt_reason", "halted_at", "halted_by", "updated_at"])
    count_of_events([event])
    return event


def _back_to(event: Event, stage: Stage) -> None:
    """Step by step, as the table allows."""
    while Stage(event.stage).position > stage.position:
        earlier = (
            step for step in map(Stage, STAGE_MOVES.after(event.stage)) if step.position < Stage(event.stage).position
        )
        event.stage = max(earlier, key=lambda step: step.position)
        event.save(update_fields=["stage", "updated_at"])


@transaction.atomic
def resume(*, event: Event, by: User, now: dt.datetime) -> Event:
    """After being put off, at the stage where it stands. Why it was put off stays in the log of changes."""
    event = _locked(event)
    if not event.halt:
        return event
    if not HALT_MOVES.may(event.halt, Halt.NONE):
        raise StageError("中止にした交流会は、再開できません。「写して作る」で、新しい交流会を作れます。")
    event.halt, event.halt_reason, event.halted_at, event.halted_by = Halt.NONE, "", None, None
    event.save(update_fields=["halt", "halt_reason", "halted_at", "halted_by", "updated_at"])
    count_of_events([event])
    return event
