"""What matching keeps of people: notes of outcomes, sentences of timetables, papers. And what forbids an erasure: interviews to come."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from events.models import Attendance, Entry, Participation
from kouryukai.lib.era import format_date
from matching.models import Answer, Interview, Result, SecondInterview, SecondInterviewState, Support, Timetable
from matching.sheets.makers import COMPANY_BOOKLET, EVENT_REPORT, SENIOR_TIMETABLE, SENIOR_TIMETABLES
from office.actions import withdraw_files
from office.erasing import ERASED, Case, erases, forbids
from office.mentions import page_of
from office.models import Document

GENERAL = f"{ERASED}の人についての記録です。"


# --- What forbids it --------------------------------------------------------------------------------------------------
@forbids("senior")
def interviews_to_come(case: Case) -> list[str]:
    return _interviews(case, Interview.objects.filter(senior=case.row)) + _second_interviews(case)


@forbids("staff_member")
def attends_interviews_to_come(case: Case) -> list[str]:
    return _interviews(case, Interview.objects.filter(attendant=case.row))


def _interviews(case: Case, rows) -> list[str]:
    to_come = rows.filter(is_published=True, during__endswith__gt=case.now).select_related("event")
    by_event: dict[Any, list[Interview]] = {}
    for row in to_come.order_by("during"):
        by_event.setdefault(row.event, []).append(row)
    return [
        f"{format_date(timezone.localdate(rows[0].during.lower))}の「{event.name}」に、まだ終わっていない面談が"
        f"{len(rows)}件あります。時間割から外すか、終わってから消去してください。"
        for event, rows in by_event.items()
    ]


def _second_interviews(case: Case) -> list[str]:
    count = SecondInterview.objects.filter(
        entry__senior=case.row, state=SecondInterviewState.SCHEDULED, held_on__gte=timezone.localdate(case.now)
    ).count()
    return [f"日程の決まった二次面談が{count}件あります。記録を「見送り」にしてから消去してください。"] if count else []


# --- Words about her --------------------------------------------------------------------------------------------------
@erases("senior")
def outcomes(case: Case) -> None:
    of_her = {"entry__senior": case.row}
    case.blank("面談の結果のメモ", Result.objects.filter(**of_her))
    case.blank("回答の理由", Answer.objects.filter(**of_her))
    case.blank("二次面談の場所とメモ", SecondInterview.objects.filter(**of_her))
    case.blank("支援の内容とメモ", Support.objects.filter(**of_her), theme=ERASED)
    met = Interview.objects.filter(senior=case.row).count()
    case.keep("面談・結果・回答・支援の記録", met, "日時・状態だけです。交流会の統計を変えないためです。")


@erases("senior")
def timetables_of_her_events(case: Case) -> None:
    """Where her row has become part of another, that one's events: hers are among them."""
    people = [case.row, case.stays] if case.stays else [case.row]
    entries = Entry.objects.filter(senior__in=people)
    attended = Attendance.objects.filter(senior__in=people).values("event")
    mine = entries.filter(senior=case.row).values_list("pk", flat=True)
    _rewrite(case, Q(event__in=entries.values("event")) | Q(event__in=attended), mine)


@erases("staff_member")
def timetables_that_name_staff(case: Case) -> None:
    """Those that he attended at, and those that he changed: `changes` says by whom."""
    _rewrite(case, Q(), [])


def _rewrite(case: Case, where: Q, entry_ids: Iterable[UUID]) -> None:
    mine, count = {str(pk) for pk in entry_ids}, 0
    for timetable in Timetable.objects.select_for_update(of=("self",)).filter(where).order_by("pk"):
        before = (timetable.left_out, timetable.cause, timetable.changes)
        after = (
            [_left_out(case, row, mine) for row in timetable.left_out],
            case.names.taken_out(timetable.cause),
            _changes(case, timetable.changes, mine),
        )
        if after != before:
            timetable.left_out, timetable.cause, timetable.changes = after
            timetable.save(update_fields=["left_out", "cause", "changes"])
            case.touch(Timetable.objects.filter(pk=timetable.pk))
            count += 1
    case.did("時間割の説明と変更の記録", count, case.names.then)


def _left_out(case: Case, row: dict, mine: set[str]) -> dict:
    detail = _about(case, row["detail"]) if row["entry"] in mine else case.names.taken_out(row["detail"])
    return row | {"detail": detail}


def _changes(case: Case, changes: list[dict], mine: set[str]) -> list[dict]:
    """Her changes are known by her entries, also where she has another name today; an undo quotes the words undone."""
    told, quoted = [], {}
    for change in changes:
        places = [*change.get("before", ()), *change.get("after", ())]
        if any(place[0] in mine for place in places):
            text = _about(case, change["text"])
            quoted[change["text"]] = text
        else:
            text = change["text"]
            for old, new in quoted.items():
                text = text.replace(old, new)
            text = case.names.taken_out(text)
        told.append(change | {"text": text} | ({"by": case.names.taken_out(change["by"])} if "by" in change else {}))
    return told


def _about(case: Case, text: str) -> str:
    """A sentence that is known to speak of her: without her name it stays, with a name not known any more it goes."""
    without = case.names.taken_out(text, about_her=True)
    return without if without != text or ERASED in text else GENERAL


# --- Papers -----------------------------------------------------------------------------------------------------------
@erases("senior")
def papers_of_her_events(case: Case) -> None:
    """Her timetable, the booklets of the firms she wished to meet, and every merged paper; the report names nobody."""
    entries = Entry.objects.filter(senior=case.row)
    hers = Attendance.objects.filter(senior=case.row)
    others = Q(kind=EVENT_REPORT)
    others |= Q(kind=SENIOR_TIMETABLE) & ~Q(subject_id__in=hers.values("pk"))
    others |= Q(kind=COMPANY_BOOKLET) & ~Q(subject_id__in=entries.values("participation"))
    of_her_events = Q(group_id__in=hers.values("event")) & ~others
    # What a paper says that it shows is true of the day it was made.
    _withdraw(case, Document.objects.filter(of_her_events | Q(people__contains=[case.row.pk])))


@erases("staff_member")
def papers_that_name_attendants(case: Case) -> None:
    """The booklets of the firms he sat with, and the merged files; seniors' own timetables name no attendant."""
    sat = Q(pk__in=Interview.objects.filter(attendant=case.row).values("participation"))
    firms = Participation.objects.filter(Q(attendant=case.row) | sat)
    others = Q(kind__in=[EVENT_REPORT, SENIOR_TIMETABLE, SENIOR_TIMETABLES])
    others |= Q(kind=COMPANY_BOOKLET) & ~Q(subject_id__in=firms.values("pk"))
    _withdraw(case, Document.objects.filter(group_id__in=firms.values("event")).exclude(others))


def _withdraw(case: Case, documents) -> None:
    made = documents.exclude(file="").count()
    folders = withdraw_files(documents=documents, now=case.now)
    case.remove_files("作成済みの書類(この人がのっているもの)", folders, count=made)


# --- Where a person decides about a name in what was typed ------------------------------------------------------------------
@page_of("matching.Result", "matching.Answer", "matching.SecondInterview", "matching.Support")
def outcome_page(row) -> str:
    return reverse("matching:outcome_edit", args=[row.entry_id])


@page_of("events.Event")
def event_page(event) -> str:
    return reverse("matching:event_page", args=[event.pk])


@page_of("matching.Timetable")
def board_page(timetable: Timetable) -> str:
    return reverse("matching:timetable_board", args=[timetable.event_id])
