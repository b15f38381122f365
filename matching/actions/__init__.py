"""What is done to rows of this app: timetables, their boards, and what came of the interviews."""

from matching.actions.board import (
    changes_since,
    move_interview,
    place_entry,
    remove_interview,
    set_lock,
    undo_change,
)
from matching.actions.refusals import StaleBoard
from matching.actions.timetables import (
    begin_revision,
    discard_draft,
    faults_of,
    plan_event,
    publish,
    request_plan,
)
from matching.timetable import TimetableError

__all__ = [
    "StaleBoard",
    "TimetableError",
    "begin_revision",
    "changes_since",
    "discard_draft",
    "faults_of",
    "move_interview",
    "place_entry",
    "plan_event",
    "publish",
    "remove_interview",
    "request_plan",
    "set_lock",
    "undo_change",
]
