"""One exchange event: when and where, who hosts, which firms and seniors take part, and who wishes to meet whom."""

from events.models.avoidance import Avoidance, AvoidanceKind
from events.models.entry import PLANNABLE_STATES, Channel, Entry, EntryState
from events.models.event import DatePrecision, Event, EventDay, EventHost, Halt, HostRole, Stage
from events.models.floor import Booth, BoothMode, TimeSlot, Venue
from events.models.letter import LETTER_BODY, LetterTemplate
from events.models.milestone import Milestone, MilestoneKind, MilestoneOwner
from events.models.moves import ENTRY_MOVES, HALT_MOVES, STAGE_MOVES
from events.models.people import Attendance, Participation, ParticipationState, Unavailability
from events.models.reception import PartyKind, ReceptionDesk, ReceptionName
from events.models.tally import TOLD_TO_BANKS, Figure, Tally
from events.models.wish import BriefMark, EntryDraft

__all__ = [
    "ENTRY_MOVES",
    "HALT_MOVES",
    "LETTER_BODY",
    "PLANNABLE_STATES",
    "STAGE_MOVES",
    "TOLD_TO_BANKS",
    "Attendance",
    "Avoidance",
    "AvoidanceKind",
    "Booth",
    "BoothMode",
    "BriefMark",
    "Channel",
    "DatePrecision",
    "Entry",
    "EntryDraft",
    "EntryState",
    "Event",
    "EventDay",
    "EventHost",
    "Figure",
    "Halt",
    "HostRole",
    "LetterTemplate",
    "Milestone",
    "MilestoneKind",
    "MilestoneOwner",
    "Participation",
    "ParticipationState",
    "PartyKind",
    "ReceptionDesk",
    "ReceptionName",
    "Stage",
    "Tally",
    "TimeSlot",
    "Unavailability",
    "Venue",
]
