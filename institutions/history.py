"""What every record was before: triggers of PostgreSQL note each change, whoever makes it and however (django-pghistory).

One line above a model is enough: `@tracked()`. The rows go to `<Model>Change`: an insert notes that the record came to be and whose it
is (its keys, no words), an update and a deletion note the record as it was until then. So the present row and the notes
together tell every state, and nothing is kept twice. Who and why stand in each note, from the words that `actors.acting` says.
"""

from collections.abc import Callable

import pghistory
import pgtrigger
from django.db import models
from pghistory import trigger
from pghistory.models import Event as Note

from kouryukai.lib.triggers import PlainTrigger

SEARCH_KEYS_AND_CLOCKS = ("name_key", "updated_at")  # follow from the other columns, and from the note itself


class Change(Note):
    """A note on one record. It ties nothing down: who it tells of may be deleted, and it can be made silent (erasure)."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


class NoteTrigger(PlainTrigger, trigger.Event):
    """After a row was made, changed or deleted: take the note."""


class KeysTrigger(NoteTrigger):
    """The keys of a new row, without its words: bulk loads stay cheap, and there is one copy less to erase."""

    def get_func(self, model: type[models.Model]) -> pgtrigger.Func:
        values = {
            "pgh_created_at": "NOW()",
            "pgh_label": f"'{self.label}'",
            "pgh_obj_id": f'NEW."{model._meta.pk.column}"',
            "pgh_context": "NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), '')::JSONB",
        }
        for field in self.event_model._meta.fields:
            if field.is_relation and not field.name.startswith("pgh_"):
                values[field.column] = f'NEW."{field.column}"'
        columns = ", ".join(f'"{column}"' for column in values)
        return pgtrigger.Func(
            f'INSERT INTO "{self.event_model._meta.db_table}" ({columns}) VALUES ({", ".join(values.values())});'
            " RETURN NULL;"
        )


class Made(pghistory.InsertEvent):
    def add_event_trigger(self, event_model: type[models.Model]) -> None:
        _register(self, KeysTrigger, event_model)


class Changed(pghistory.UpdateEvent):
    row = "OLD"

    def add_event_trigger(self, event_model: type[models.Model]) -> None:
        _register(self, NoteTrigger, event_model)


class Deleted(pghistory.DeleteEvent):
    def add_event_trigger(self, event_model: type[models.Model]) -> None:
        _register(self, NoteTrigger, event_model)


def _register(tracker: pghistory.RowEvent, kind: type[NoteTrigger], event_model: type[models.Model]) -> None:
    note = kind(
        event_model=event_model,
        label=tracker.label,
        name=tracker.label,
        row=tracker.row,
        operation=tracker.operation,
        condition=tracker.condition,
        level=tracker.level,
    )
    pgtrigger.register(note)(event_model.pgh_tracked_model)


def tracked[M: type[models.Model]](*, under: tuple[str, ...] = (), leave_out: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Note every change of the model's rows.

    `under`: foreign keys by which the notes of one person, firm or pair are looked up. `leave_out`: columns that tell nothing about
    anybody and are large, or that must not be kept twice.
    """

    def track(model: M) -> M:
        names = {field.name for field in model._meta.local_fields}
        return pghistory.track(
            Made(),
            Changed(),
            Deleted(),
            exclude=[*leave_out, *names.intersection(("id", *SEARCH_KEYS_AND_CLOCKS))],
            model_name=f"{model.__name__}Change",
            base_model=Change,
            context_id_field=None,
            meta={
                "verbose_name": f"{model._meta.verbose_name}の変更",
                "verbose_name_plural": f"{model._meta.verbose_name}の変更",
                "indexes": [models.Index(fields=[name]) for name in under],
            },
        )(model)

    return track


def change_models() -> list[type[models.Model]]:
    """Every table of notes."""
    return pghistory.core.event_models()
