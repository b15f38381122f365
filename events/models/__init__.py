"""One exchange event: when and where, who hosts, which firms and seniors take part, and who wishes to meet whom."""

from events.models.entry import PLANNABLE_STATES, Entry, EntryState
from events.models.event import DatePrecision, Event, EventDay, EventHost, HostRole, Stage
from events.models.floor import Booth, BoothMode, TimeSlot
from events.models.people import Attendance, Participation, ParticipationState, Unavailability
from events.models.reception import PartyKind, ReceptionDesk, ReceptionName

__all__ = [
    "PLANNABLE_STATES",
    "Attendance",
    "Booth",
    "BoothMode",
    "DatePrecision",
    "Entry",
    "EntryState",
    "Event",
    "EventDay",
    "EventHost",
    "HostRole",
    "Participation",
    "ParticipationState",
    "PartyKind",
    "ReceptionDesk",
    "ReceptionName",
    "Stage",
    "TimeSlot",
    "Unavailability",
]
