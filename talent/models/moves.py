"""How a senior's state may move: one table, which the code reads and from which PostgreSQL's own guard is made."""

import pgtrigger

from kouryukai.lib.triggers import PlainTrigger
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


def may_move(before: str, after: str) -> bool:
    return after in ALLOWED[SeniorState(before)]


class MovesTrigger(PlainTrigger):
    """Before a state is changed, by whatever means: the step must stand in the table."""

    name = "moves"
    when = pgtrigger.Before
    operation = pgtrigger.UpdateOf("state")
    condition = pgtrigger.Condition('OLD."state" IS DISTINCT FROM NEW."state"')

    def get_func(self, model: type[Senior]) -> str:
        steps = ", ".join(f"('{before}', '{after}')" for before, row in ALLOWED.items() for after in row)
        return (
            f'IF (OLD."state", NEW."state") NOT IN ({steps}) THEN'
            ' RAISE EXCEPTION \'a senior does not go from % to %\', OLD."state", NEW."state"'
            " USING ERRCODE = 'check_violation', CONSTRAINT = 'senior_moves'; END IF; RETURN NEW;"
        )


pgtrigger.register(MovesTrigger())(Senior)
