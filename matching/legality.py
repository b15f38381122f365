"""Why an interview may not stand at a slot, in words: what the board shows before a move and the action says after one."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from events.avoiding import OFFICE_DECIDED
from events.models import Entry, TimeSlot
from matching.floor import Floor
from matching.models import Interview


class Placement:
    """Who sits where in one timetable."""

    def __init__(self, floor: Floor, interviews: Iterable[Interview]) -> None:
        self.floor = floor
        self.interviews = list(interviews)
        self.of_entry = {row.entry_id: row for row in self.interviews}
        self.busy: dict[tuple[int, UUID], Interview] = {}
        self.used: Counter[int] = Counter()
        self.per_party: Counter[UUID] = Counter()
        for row in self.interviews:
            number = self.slot_of(row).number
            self.used[number] += 1
            for party in self.parties(floor.entries[row.entry_id], row.attendant_id):
                self.busy[number, party] = row
                self.per_party[party] += 1

    def slot_of(self, interview: Interview) -> TimeSlot:
        return self.floor.slot_by_pk[interview.slot_id]

    @staticmethod
    def parties(entry: Entry, attendant_id: UUID | None) -> list[UUID]:
        parties = [entry.participation_id, entry.attendance_id]
        return [*parties, attendant_id] if attendant_id else parties

    def why_not(self, entry: Entry, slot: TimeSlot, *, without: Iterable[UUID] = ()) -> str:
        """A sentence, or "" where the entry may stand there. `without`: interviews that give up their places for it."""
        floor, number, leaving = self.floor, slot.number, set(without)
        firm, senior = floor.firm_name(entry), floor.senior_name(entry)
        if floor.is_avoided(entry):
            return f"{senior}さんと{firm}の面談は、{OFFICE_DECIDED}により、組めません。"
        if not floor.is_plannable(entry):
            return f"{senior}さんと{firm}の面談は、希望の取り下げ・控え・見送りか、参加の辞退のため、組めません。"
        attendant = floor.attendants.get(floor.participations[entry.participation_id].attendant_id)
        sides = [(entry.participation_id, firm), (entry.attendance_id, f"{senior}さん")]
        if attendant:
            sides.append((attendant.pk, f"同席の{attendant.name}さん"))
        for party, name in sides:
            if number in floor.away.get(party, {}):
                return f"{name}は、{floor.away[party][number]}。"
        for party, name in sides:
            other = self.busy.get((number, party))
            if other and other.pk not in leaving and other.entry_id != entry.pk:
                return f"{name}は、この回に{self._with(other, party)}。"
        leaving_here = sum(1 for row in self.interviews if row.pk in leaving and self.slot_of(row).number == number)
        if self.used[number] - leaving_here >= floor.tables(slot):
            return f"この回の卓({floor.tables(slot)}卓)は、すべて使われています。"
        return ""

    def _with(self, interview: Interview, party: UUID) -> str:
        entry = self.floor.entries[interview.entry_id]
        if party == entry.participation_id:
            return f"{self.floor.senior_name(entry)}さんと面談します"
        if party == entry.attendance_id:
            return f"{self.floor.firm_name(entry)}と面談します"
        return f"{self.floor.firm_name(entry)}の面談に同席します"

    def why_move_not(self, interview: Interview, slot: TimeSlot) -> str:
        """The same for an interview that leaves its own place."""
        if interview.slot_id == slot.pk:
            return "いまの回です。"
        if interview.is_locked:
            return "この面談は固定されています。先に「固定を外す」を押してください。"
        return self.why_not(self.floor.entries[interview.entry_id], slot, without=[interview.pk])

    def swap_partner(self, interview: Interview, slot: TimeSlot) -> Interview | None:
        """The firm's interview at that slot when both can change places."""
        entry = self.floor.entries[interview.entry_id]
        other = self.busy.get((slot.number, entry.participation_id))
        if not other or other.pk == interview.pk or other.is_locked or interview.is_locked:
            return None
        both = [interview.pk, other.pk]
        back = self.floor.entries[other.entry_id]
        if self.why_not(entry, slot, without=both) or self.why_not(back, self.slot_of(interview), without=both):
            return None
        return other

    def why_place_not(self, entry: Entry) -> str:
        """Why the entry can become no interview at all, whatever the slot."""
        floor = self.floor
        firm, senior = floor.participations[entry.participation_id], floor.attendances[entry.attendance_id]
        if floor.is_avoided(entry):
            return f"{OFFICE_DECIDED}により、この組み合わせは組めません。"
        if entry.pk in self.of_entry:
            return "この希望は、すでに面談になっています。"
        if self.per_party[senior.pk] >= floor.senior_max(senior):
            return f"{senior.senior.name}さんの面談が、上限の{floor.senior_max(senior)}件に達しています。"
        if self.per_party[firm.pk] >= floor.firm_max(firm):
            return f"{firm.company.name}の面談が、上限の{floor.firm_max(firm)}件に達しています。"
        return ""

    def why_unplaced(self, entry: Entry) -> tuple[str, str]:
        """(short reason, sentence) for an entry without an interview, true of this placement."""
        if cap := self.why_place_not(entry):
            return "上限", cap
        firm = self.floor.participations[entry.participation_id]
        parties = self.parties(entry, firm.attendant_id)
        shared = set.intersection(*(set(self.floor.free(party)) for party in parties))
        if not shared:
            return "共通の回なし", "全員がそろって参加できる回がありません。"
        reasons = {slot: self.why_not(entry, slot) for slot in self.floor.slots if slot.number in shared}
        free = [slot for slot, reason in reasons.items() if not reason]
        if free:
            return "空きあり", f"{free[0]}に入れられます。"
        if any(reason.startswith("この回の卓") for reason in reasons.values()):
            return "卓なし", "全員が空いている回は、卓がすべて使われています。"
        return "重なり", "全員がそろう回のどれでも、だれかがほかの面談に出ています。"
