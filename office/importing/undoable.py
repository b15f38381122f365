"""The words of undoing an import: what is particular to a kind, what a look at it finds, who uses a row. Decision 87.

Each app says in its `undoing.py` what is particular to its kind of import (`undoable`). What uses a row is found by the foreign keys
that point at it, so that a table added later forbids by itself.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.module_loading import autodiscover_modules

from institutions.history import Change
from office.models import ImportBatch
from office.registry import Progress

HOME = "undoing"
CHANGED_SINCE = "取り込んだあとに、内容が変えられています。"
COLUMNS_CHANGED_SINCE = "{}は、取り込んだあとに変えられています。いまの内容のままにします。"
QUIET_USE = "事務局の記録に使われています。"
ONE_FIRM = "1社だけ直すときは、企業の画面で直せます。"

type Model = type[models.Model]
type RowKey = tuple[Model, UUID]


class UndoError(Exception):
    """Why an import is not undone, in words for people."""


@dataclass(frozen=True)
class Pointer:
    """A column that holds a row's key without being a foreign key. `but`: rows with these values do not count."""

    table: str
    column: str
    to: str
    but: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Undoable:
    """What is particular to one kind of import. Tables are named as `app.Model`.

    `stays_changed`, `stays_used`: rows that stand by themselves and stay where somebody has changed or uses them; any other such row
    forbids. `parts`: rows that share their owner's fate, by the key that leads to her. `derived`: what follows from other rows and goes
    along. `quiet`: tables whose name tells a bank too much. `afterwards`: called with the keys of the rows that went. `look`: a look of
    its own, where the rows of a batch are not the rows of tables. `in_background`: it takes longer than a page may. `one_by_one`: how
    to mend a single row instead.
    """

    kind: str
    label: str
    stays_changed: frozenset[str] = frozenset()
    stays_used: frozenset[str] = frozenset()
    parts: Mapping[str, str] = field(default_factory=dict)
    derived: frozenset[str] = frozenset()
    quiet: frozenset[str] = frozenset()
    pointers: tuple[Pointer, ...] = ()
    afterwards: Callable[[Mapping[str, Collection[UUID]]], None] | None = None
    look: "Callable[[Asked], Look] | None" = None
    in_background: bool = False
    one_by_one: str = ONE_FIRM


_kinds: dict[str, Undoable] = {}


def undoable(entry: Undoable) -> Undoable:
    _kinds[entry.kind] = entry
    return entry


def kinds() -> dict[str, Undoable]:
    autodiscover_modules(HOME)
    return _kinds


def label_of(batch: ImportBatch) -> str:
    entry = kinds().get(batch.kind)
    return entry.label if entry else batch.kind


def way_to_mend_one(batch: ImportBatch) -> str:
    entry = kinds().get(batch.kind)
    return entry.one_by_one if entry else ""


# --- Looking ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """One row, or several of a kind, in words: 企業 | 株式会社 見本 | why."""

    what: str
    name: str
    why: str = ""


@dataclass(frozen=True)
class Count:
    what: str
    number: int


@dataclass
class Outlook:
    """What undoing would do now. `blocks`: what forbids it; `stays`: rows and columns that are left as they are.

    Where there are thousands not all of them are named: `…_unnamed` says how many more there are.
    """

    goes: list[Count] = field(default_factory=list)
    restored: list[Line] = field(default_factory=list)
    stays: list[Line] = field(default_factory=list)
    blocks: list[Line] = field(default_factory=list)
    missing: int = 0
    restored_unnamed: int = 0
    stays_unnamed: int = 0

    @property
    def restored_number(self) -> int:
        return len(self.restored) + self.restored_unnamed

    @property
    def stays_number(self) -> int:
        return len(self.stays) + self.stays_unnamed


def unsaid(done: int, total: int, note: str = "") -> None:
    """Nobody waits at a bar."""


@dataclass(frozen=True)
class Asked:
    """What is looked at, and what for: rows are locked where it is to be done."""

    batch: ImportBatch
    entry: Undoable
    to_do: bool = False
    said: Progress = unsaid


class Look(Protocol):
    """The rows of one batch as they are now."""

    outlook: Outlook

    def carry_out(self) -> Mapping[str, Collection[UUID]]:
        """Do what the outlook says; the keys of the rows that went, by table."""
        ...


# --- Who uses a row -------------------------------------------------------------------------------------------------------
def pointing_at(model: Model, entry: Undoable) -> Iterator[tuple[Model, str, Mapping[str, str]]]:
    """Tables and columns that hold a key of the model's rows, and values with which a row does not count."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        table = relation.related_model
        if not issubclass(table, Change) and table._meta.label not in entry.derived:
            yield table, relation.field.attname, {}
    for pointer in entry.pointers:
        if pointer.to == model._meta.label:
            yield apps.get_model(pointer.table), pointer.column, pointer.but


def use_words(tables: Counter, entry: Undoable) -> str:
    loud = [
        f"{table._meta.verbose_name} {number}件"
        for table, number in tables.items()
        if table._meta.label not in entry.quiet
    ]
    said = f"{'、'.join(loud)}に使われています。" if loud else ""
    return said + (QUIET_USE if len(loud) < len(tables) else "")
