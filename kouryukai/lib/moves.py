"""Tables of allowed steps: which state may follow which. The code reads the table; PostgreSQL's own guard is made from it."""

from collections.abc import Iterator, Mapping

import pgtrigger
from django.db import models

from kouryukai.lib.triggers import PlainTrigger

GUARDED: list[tuple["Moves", type[models.Model], str]] = []


class Moves:
    """The steps that one state column may take.

    `table`: state -> states that may follow; every state has a line, the last ones an empty one.
    `unless`: SQL on NEW that forbids every step while it holds.
    """

    def __init__(self, table: Mapping[str, tuple[str, ...]], *, unless: str = "") -> None:
        self.table = {str(before): tuple(map(str, row)) for before, row in table.items()}
        self.unless = unless

    def may(self, before: str, after: str) -> bool:
        return str(after) in self.table[str(before)]

    def after(self, before: str) -> tuple[str, ...]:
        return self.table[str(before)]

    def steps(self) -> Iterator[tuple[str, str]]:
        return ((before, after) for before, row in self.table.items() for after in row)

    def guard(self, model: type[models.Model], field: str = "state", name: str = "moves") -> None:
        """Let PostgreSQL refuse every other UPDATE of that column, whoever writes it. A row may begin in any state."""
        pgtrigger.register(MovesTrigger(self, field, name))(model)
        GUARDED.append((self, model, field))


class MovesTrigger(PlainTrigger):
    """Before a state is changed, by whatever means: the step must stand in the table."""

    when = pgtrigger.Before

    def __init__(self, moves: Moves, field: str, name: str) -> None:
        self.moves, self.field = moves, field
        super().__init__(
            name=name,
            operation=pgtrigger.UpdateOf(field),
            condition=pgtrigger.Condition(f'OLD."{field}" IS DISTINCT FROM NEW."{field}"'),
        )

    def get_func(self, model: type[models.Model]) -> str:
        field, steps = self.field, ", ".join(f"('{before}', '{after}')" for before, after in self.moves.steps())
        unless = f" OR ({self.moves.unless})" if self.moves.unless else ""
        return (
            f'IF (OLD."{field}", NEW."{field}") NOT IN ({steps}){unless} THEN'
            f' RAISE EXCEPTION \'{model._meta.label_lower}.{field} does not go from % to %\', OLD."{field}", NEW."{field}"'
            f" USING ERRCODE = 'check_violation', CONSTRAINT = '{model._meta.model_name}_{self.name}'; END IF; RETURN NEW;"
        )
