"""One exchange event: when and where, who hosts, which firms and seniors take part, and who wishes to meet whom."""

from events.models.entry import PLANNABLE_STATES, Entry, EntryState
from events.models.event import DatePrecision, Event, EventDay, EventHost, HostRole, Stage
from events.models.floor import Booth, BoothMode, TimeSlot
from events.models.people import Attendance, Participation, ParticipationState, Unavailability
from events.models.reception import PartyKind, ReceptionDesk, ReceptionName
from events.models.tally import TOLD_TO_BANKS, Figure, Tally

__all__ = [
    "PLANNABLE_STATES",
    "TOLD_TO_BANKS",
    "Attendance",
    "Booth",
    "BoothMode",
    "DatePrecision",
    "Entry",
    "EntryState",
    "Event",
    "EventDay",
    "EventHost",
    "Figure",
    "HostRole",
    "Participation",
    "ParticipationState",
    "PartyKind",
    "ReceptionDesk",
    "ReceptionName",
    "Stage",
    "Tally",
    "TimeSlot",
    "Unavailability",
]
