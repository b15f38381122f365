"""Who may do what with timetables, and what stands in the way: predicates without a request, reasons in words."""

from events.models import Event, Stage
from institutions.models import User
from matching.models import Timetable, TimetableState

PLANNING_STAGES = (Stage.SELECTION, Stage.TIMETABLE, Stage.DAY)
GONE = "この下書きは、すでに捨てられています。"
FROZEN = "公開した時間割は、このままでは変えられません。「変更を始める」で下書きを作ってください。"


def can_arrange(user: User) -> bool:
    """Timetables are made, changed and published by the office alone."""
    return user.is_coordinator


def why_no_plan(event: Event) -> str:
    """A sentence, or "" when the event is at a stage in which its timetable may change."""
    if event.is_history:
        return "過去の記録だけの交流会なので、時間割は作れません。"
    if event.halt:
        return f"{event.get_halt_display()}の間は、時間割を作れません。"
    if event.stage not in PLANNING_STAGES:
        stage = event.get_stage_display()
        return f"いまの段階は「{stage}」です。時間割を作れるのは、選定から当日までです。"
    return ""


def can_plan(user: User, event: Event) -> bool:
    return can_arrange(user) and not why_no_plan(event)


def why_no_change(timetable: Timetable) -> str:
    return "" if timetable.state == TimetableState.DRAFT else FROZEN


def can_change(user: User, timetable: Timetable) -> bool:
    return can_plan(user, timetable.event) and not why_no_change(timetable)


def can_publish(user: User, timetable: Timetable) -> bool:
    return can_change(user, timetable)
