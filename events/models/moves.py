"""How an event and an entry may move: one table each, which the code reads and from which PostgreSQL's own guards are made."""

from events.models.entry import Entry, EntryState
from events.models.event import Event, Halt, Stage
from kouryukai.lib.moves import Moves

# Publishing a timetable leads to the day at once, also from the selection; a step back is for what was done too early.
STAGE_MOVES = Moves(
    {
        Stage.PREPARATION: (Stage.HEARING,),
        Stage.HEARING: (Stage.ENTRY, Stage.PREPARATION),
        Stage.ENTRY: (Stage.SELECTION, Stage.HEARING),
        Stage.SELECTION: (Stage.TIMETABLE, Stage.DAY, Stage.ENTRY),
        Stage.TIMETABLE: (Stage.DAY, Stage.SELECTION),
        Stage.DAY: (Stage.SECOND_INTERVIEW, Stage.CLOSED, Stage.TIMETABLE),
        Stage.SECOND_INTERVIEW: (Stage.SUPPORT, Stage.CLOSED, Stage.DAY),
        Stage.SUPPORT: (Stage.CLOSED, Stage.SECOND_INTERVIEW),
        Stage.CLOSED: (Stage.SUPPORT,),
    },
    unless="NEW.halt <> ''",  # what is put off or called off goes nowhere
)
STAGE_MOVES.guard(Event, "stage", "stage_moves")

HALT_MOVES = Moves(
    {
        Halt.NONE: (Halt.POSTPONED, Halt.CANCELLED),
        Halt.POSTPONED: (Halt.NONE, Halt.CANCELLED),
        Halt.CANCELLED: (),
    }
)
HALT_MOVES.guard(Event, "halt", "halt_moves")

ENTRY_MOVES = Moves(
    {
        EntryState.SUBMITTED: (EntryState.SELECTED, EntryState.RESERVED, EntryState.DECLINED, EntryState.WITHDRAWN),
        EntryState.SELECTED: (EntryState.SUBMITTED, EntryState.RESERVED, EntryState.DECLINED, EntryState.WITHDRAWN),
        EntryState.RESERVED: (EntryState.SUBMITTED, EntryState.SELECTED, EntryState.DECLINED, EntryState.WITHDRAWN),
        EntryState.DECLINED: (EntryState.SUBMITTED, EntryState.SELECTED, EntryState.RESERVED, EntryState.WITHDRAWN),
        EntryState.WITHDRAWN: (EntryState.SUBMITTED,),  # within the period she may come again
    }
)
ENTRY_MOVES.guard(Entry)
