"""How a senior's state may move: one table, which the code reads and from which PostgreSQL's own guard is made."""

from kouryukai.lib.moves import Moves
from talent.models.senior import Senior, SeniorState

# Who has left comes back through the office's approval only; who was erased never does (a constraint of the table).
ALLOWED: dict[SeniorState, tuple[SeniorState, ...]] = {
    SeniorState.SUBMITTED: (SeniorState.ACTIVE, SeniorState.RETURNED, SeniorState.WITHDRAWN),
    SeniorState.RETURNED: (SeniorState.SUBMITTED, SeniorState.WITHDRAWN),
    SeniorState.ACTIVE: (SeniorState.PAUSED, SeniorState.DORMANT, SeniorState.WITHDRAWN),
    SeniorState.PAUSED: (SeniorState.ACTIVE, SeniorState.DORMANT, SeniorState.WITHDRAWN),
    SeniorState.DORMANT: (SeniorState.ACTIVE, SeniorState.WITHDRAWN),
    SeniorState.WITHDRAWN: (SeniorState.SUBMITTED,),
}
SENIOR_MOVES = Moves(ALLOWED)
SENIOR_MOVES.guard(Senior)


def may_move(before: str, after: str) -> bool:
    return SENIOR_MOVES.may(before, after)
