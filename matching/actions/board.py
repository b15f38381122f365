"""Changes by hand on a draft: move, exchange, place, take out, lock, undo. Each is a compare-and-set on the draft's revision."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from events.models import Entry, TimeSlot
from institutions.models import User
from matching import rules
from matching.actions.refusals import StaleBoard, refusing
from matching.floor import Floor, floor_of
from matching.legality import Placement
from matching.models import Interview, PlanStatus, Timetable, TimetableState
from matching.timetable import TimetableError, figures_on, interview_row, seat

KEPT_CHANGES = 200

# Where an entry stands: [entry, interview, slot or None for "no interview", locked], ids as texts, so that JSON can keep it.
Place = list[Any]


class Draft:
    """A draft that this transaction holds, with everything that a change needs to look at."""

    def __init__(self, timetable: Timetable, revision: int) -> None:
        if reason := rules.why_no_plan(timetable.event):
            raise TimetableError(reason)
        claimed = Timetable.objects.filter(pk=timetable.pk, state=TimetableState.DRAFT, revision=revision)
        if not claimed.update(revision=F("revision") + 1):
            raise _refusal(timetable, revision)
        self.timetable = Timetable.objects.select_related("event").get(pk=timetable.pk)
        self.floor: Floor = floor_of(self.timetable.event)
        self.read()

    def read(self) -> None:
        rows = Interview.objects.filter(timetable=self.timetable).select_related("booth")
        self.placement = Placement(self.floor, rows)

    def place_of(self, entry_id: UUID) -> Place:
        row = self.placement.of_entry.get(entry_id)
        return (
            [str(entry_id), str(row.pk), str(row.slot_id), row.is_locked] if row else [str(entry_id), None, None, False]
        )

    def slot(self, pk: UUID) -> TimeSlot:
        if pk not in self.floor.slot_by_pk:
            raise TimetableError("この交流会にない回です。")
        return self.floor.slot_by_pk[pk]

    def change(self, kind: str, text: str, after: list[Place], *, by: User, now: datetime) -> Timetable:
        """Write the new places down, the five figures again, and what was done."""
        before = [self.place_of(UUID(place[0])) for place in after]
        status = self.timetable.status
        self._put(after)
        leant_on = kind == "unlock" and not self._locked_since(after[0][0])
        if leant_on or kind not in ("lock", "unlock") or status == PlanStatus.INFEASIBLE:
            self._mark_edited()
        self._log({"kind": kind, "text": text, "before": before, "after": after, "status": status}, by=by, now=now)
        return self._saved()

    def _put(self, places: Iterable[Place]) -> None:
        """Take the entries off the board, then put them where they belong: two may change places in one step."""
        places = list(places)
        old = {str(pk): row for pk, row in self.placement.of_entry.items()}
        Interview.objects.filter(timetable=self.timetable, entry__in=[place[0] for place in places]).delete()
        booths = seat(self.floor)
        rows = []
        for entry_id, interview_id, slot_id, locked in places:
            if slot_id is None:
                continue
            entry = self.floor.entries[UUID(entry_id)]
            # A firm that has withdrawn has no seat any more; its interviews keep theirs until they are taken out.
            booth = booths[entry.participation_id] if entry.participation_id in booths else old[entry_id].booth
            row = interview_row(self.timetable, self.floor, entry, self.slot(UUID(slot_id)), booth)
            row.is_locked = locked
            known = interview_id or (str(old[entry_id].pk) if entry_id in old else None)
            if known:
                row.pk = UUID(known)
            rows.append(row)
        Interview.objects.bulk_create(rows)
        self.read()

    def _locked_since(self, entry_id: str) -> bool:
        """Was the lock set after the timetable was computed? Then the proof never leant on it."""
        kinds = [
            change["kind"]
            for change in self.timetable.changes
            if change["kind"] in ("lock", "unlock") and change["after"][0][0] == entry_id and not change.get("undone")
        ]
        return kinds[-1:] == ["lock"]

    def _mark_edited(self) -> None:
        timetable = self.timetable
        timetable.status, timetable.cause = PlanStatus.EDITED, None

    def _log(self, change: dict[str, Any], *, by: User, now: datetime) -> None:
        change |= {"revision": self.timetable.revision, "by": by.display_name, "at": now.isoformat()}
        self.timetable.changes = [*self.timetable.changes, change][-KEPT_CHANGES:]

    def _saved(self) -> Timetable:
        timetable, figures = self.timetable, figures_on(self.floor, self.placement.interviews)
        known = {row["name"]: row for row in timetable.objectives}
        timetable.objectives = [
            {
                "name": name,
                "value": value,
                "bound": known.get(name, {}).get("bound"),
                "planned": known.get(name, {}).get("planned"),
            }
            for name, value in figures.items()
        ]
        timetable.save(update_fields=["status", "cause", "objectives", "changes"])
        return timetable

    def undo(self, *, by: User, now: datetime) -> Timetable:
        done = [row for row in self.timetable.changes if "before" in row and not row.get("undone")]
        if not done:
            raise TimetableError("元に戻せる変更がありません。")
        last = done[-1]
        leaving = [row.pk for row in self.placement.interviews if str(row.entry_id) in {p[0] for p in last["before"]}]
        for entry_id, _, slot_id, _ in last["before"]:
            entry = self.floor.entries.get(UUID(entry_id))
            if entry is None:
                raise TimetableError("この希望は削除されたため、元に戻せません。")
            if slot_id is None or slot_id == self.place_of(entry.pk)[2]:
                continue
            if reason := self.placement.why_not(entry, self.slot(UUID(slot_id)), without=leaving):
                raise TimetableError(f"元に戻せません。{reason}")
        self._put(last["before"])
        last["undone"] = True
        if last["status"] != PlanStatus.INFEASIBLE:  # a cause once answered does not come back
            self.timetable.status = last["status"]
        self._log({"kind": "undo", "text": f"元に戻しました。取り消した操作: {last['text']}"}, by=by, now=now)
        return self._saved()


def _refusal(timetable: Timetable, revision: int) -> TimetableError:
    now = Timetable.objects.filter(pk=timetable.pk).first()
    if now is None:
        return TimetableError(rules.GONE)
    if now.state != TimetableState.DRAFT and revision == now.revision:
        return TimetableError(rules.FROZEN)
    return StaleBoard(changes_since(now, revision))


def changes_since(timetable: Timetable, revision: int) -> list[str]:
    """What was done after that revision, in words, with who did it."""
    texts = []
    for change in timetable.changes:
        if change["revision"] > revision:
            texts.append(f"{change['text']}({change['by']})" if change.get("by") else change["text"])
    if timetable.state == TimetableState.PUBLISHED:
        texts.append("この時間割は公開されました。")
    return texts


def move_interview(*, interview: Interview, slot: TimeSlot, revision: int, by: User, now: datetime) -> Timetable:
    """To another slot; with the firm's interview there, the two change places. TimetableError says why not."""
    with refusing():
        draft = Draft(interview.timetable, revision)
        row = draft.placement.of_entry.get(interview.entry_id)
        if row is None:
            raise TimetableError("この面談は、時間割から外されています。")
        target = draft.slot(slot.pk)
        entry, source = draft.floor.entries[row.entry_id], draft.placement.slot_of(row)
        who = f"{draft.floor.senior_name(entry)}さん × {draft.floor.firm_name(entry)}"
        here, there = draft.place_of(entry.pk), draft.place_of(entry.pk)
        there[2] = str(target.pk)
        if partner := draft.placement.swap_partner(row, target):
            back = draft.place_of(partner.entry_id)
            back[2] = here[2]
            other = draft.floor.senior_name(draft.floor.entries[partner.entry_id])
            text = f"{who}を{source}から{target}へ移し、{other}さんと入れ替えました。"
            return draft.change("swap", text, [there, back], by=by, now=now)
        if reason := draft.placement.why_move_not(row, target):
            raise TimetableError(reason)
        return draft.change("move", f"{who}を{source}から{target}へ移しました。", [there], by=by, now=now)


def place_entry(
    *, entry: Entry, slot: TimeSlot, timetable: Timetable, revision: int, by: User, now: datetime
) -> Timetable:
    """An entry without an interview gets one."""
    with refusing():
        draft = Draft(timetable, revision)
        row, target = draft.floor.entries.get(entry.pk), draft.slot(slot.pk)
        if row is None:
            raise TimetableError("この交流会の希望ではありません。")
        if reason := draft.placement.why_place_not(row) or draft.placement.why_not(row, target):
            raise TimetableError(reason)
        text = f"{draft.floor.senior_name(row)}さん × {draft.floor.firm_name(row)}を{target}の面談にしました。"
        return draft.change("place", text, [[str(row.pk), None, str(target.pk), False]], by=by, now=now)


def remove_interview(*, interview: Interview, revision: int, by: User, now: datetime) -> Timetable:
    """Its entry waits among those without an interview again."""
    with refusing():
        draft = Draft(interview.timetable, revision)
        row = draft.placement.of_entry.get(interview.entry_id)
        if row is None:
            raise TimetableError("この面談は、時間割から外されています。")
        if row.is_locked:
            raise TimetableError("この面談は固定されています。先に「固定を外す」を押してください。")
        entry, slot = draft.floor.entries[row.entry_id], draft.placement.slot_of(row)
        text = f"{draft.floor.senior_name(entry)}さん × {draft.floor.firm_name(entry)}({slot})を外しました。"
        return draft.change("remove", text, [[str(entry.pk), str(row.pk), None, False]], by=by, now=now)


def set_lock(*, interview: Interview, locked: bool, revision: int, by: User, now: datetime) -> Timetable:
    """A locked interview stays at its slot whatever is computed or moved."""
    with refusing():
        draft = Draft(interview.timetable, revision)
        row = draft.placement.of_entry.get(interview.entry_id)
        if row is None:
            raise TimetableError("この面談は、時間割から外されています。")
        entry, place = draft.floor.entries[row.entry_id], draft.place_of(row.entry_id)
        place[3] = locked
        who = f"{draft.floor.senior_name(entry)}さん × {draft.floor.firm_name(entry)}"
        text = f"{who}を{draft.placement.slot_of(row)}に固定しました。" if locked else f"{who}の固定を外しました。"
        return draft.change("lock" if locked else "unlock", text, [place], by=by, now=now)


def undo_change(*, timetable: Timetable, revision: int, by: User, now: datetime) -> Timetable:
    """The last change by hand that is not undone yet; a computation is never undone."""
    with refusing():
        return Draft(timetable, revision).undo(by=by, now=now)
