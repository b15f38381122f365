"""All tables of an app at once: what its first migration is.

One CreateModel, AddConstraint or AddTrigger after another makes Django build all related models anew each time, which was most of the
52 s that a new database took. Here the models are built once; constraints, indexes and triggers stand in the options of their model.
"""

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel
from pgtrigger.migrations import AddTrigger


class FirstTables(Operation):
    """Creates the models in this order, then the triggers that their options name."""

    serialization_expand_args = ["models"]

    def __init__(self, models: list[CreateModel]) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], {"models": self.models}

    def state_forwards(self, app_label: str, state) -> None:
        state.__dict__.pop("apps", None)  # a cached property: built again, with all of them, when somebody asks
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor, from_state, to_state) -> None:
        for operation in [*self.models, *self._triggers()]:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor, from_state, to_state) -> None:
        for trigger in self._triggers():  # looks for its model in the state that it leads to
            trigger.database_backwards(app_label, schema_editor, to_state, from_state)
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def _triggers(self) -> Iterator[AddTrigger]:
        for model in self.models:
            yield from (AddTrigger(model.name, trigger) for trigger in model.options.get("triggers", ()))

    def describe(self) -> str:
        return f"Create {len(self.models)} models with their triggers"
