"""Undoing an import as a whole: what of it goes, what goes back, what stays and why, what forbids it. Decision 87.

Each app says in its `undoing.py` what is particular to its kind of import (`undoable`). What uses a row is found by the foreign keys
that point at it, so that a table added later forbids by itself.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.module_loading import autodiscover_modules

from institutions.actors import Actor, acting, system
from institutions.history import Change
from institutions.models import User
from office.importing.batches import marks_of, plain
from office.models import ImportBatch, ImportedRow

HOME = "undoing"
WHY = "action office.import_undo"  # what the log of changes says
CHANGED_SINCE = "取り込んだあとに、内容が変えられています。"
QUIET_USE = "事務局の記録に使われています。"

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
    along. `quiet`: tables whose name tells a bank too much. `afterwards`: called with the keys of the rows that went.
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
    """What undoing would do now. `blocks`: what forbids it; `stays`: rows and columns that are left as they are."""

    goes: list[Count] = field(default_factory=list)
    restored: list[Line] = field(default_factory=list)
    stays: list[Line] = field(default_factory=list)
    blocks: list[Line] = field(default_factory=list)
    missing: int = 0


class _Look:
    """The rows of one batch as they are now, all locked: nobody begins to use one while it is decided."""

    def __init__(self, batch: ImportBatch, entry: Undoable) -> None:
        self.entry = entry
        self.outlook = Outlook()
        self.made: dict[Model, dict[UUID, str]] = defaultdict(dict)
        self.changed: list[ImportedRow] = []
        for row in ImportedRow.objects.filter(batch=batch):
            if row.mark:
                self.made[apps.get_model(row.table)][row.key] = row.mark
            else:
                self.changed.append(row)
        self.staying: dict[RowKey, str] = {}
        self.blocking: dict[RowKey, str] = {}

    def look(self) -> "_Look":
        self.now = {model: self._locked_marks(model, keys) for model, keys in self.made.items()}
        self.outlook.missing = sum(len(keys) - len(self.now[model]) for model, keys in self.made.items())
        for model, marks in self.now.items():
            for pk, mark in marks.items():
                if mark != self.made[model][pk]:
                    self._judge(model, pk, CHANGED_SINCE, self.entry.stays_changed)
        for (model, pk), tables in self._uses().items():
            self._judge(model, pk, self._words(tables), self.entry.stays_used)
        self._keep_what_stays_whole()
        self._tell()
        return self

    def _locked_marks(self, model: Model, keys: Mapping[UUID, str]) -> dict[UUID, str]:
        rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=list(keys)).order_by("pk")
        list(rows.values_list("pk", flat=True))
        return marks_of(model, keys)

    def _judge(self, model: Model, pk: UUID, why: str, may_stay: Collection[str]) -> None:
        """A part is its owner: where a career was changed, the senior stays."""
        owner, owner_pk = self._owner(model, pk)
        where = self.staying if owner._meta.label in may_stay else self.blocking
        known = where.get((owner, owner_pk), "")
        if why not in known:
            where[owner, owner_pk] = known + why

    def _owner(self, model: Model, pk: UUID) -> RowKey:
        path = self.entry.parts.get(model._meta.label)
        if path is None:
            return model, pk
        owner = model._meta.get_field(path).related_model
        key = self._owners(model).get(pk)
        return (owner, key) if key in self.made.get(owner, ()) else (model, pk)

    def _owners(self, model: Model) -> dict[UUID, UUID]:
        cache = self.__dict__.setdefault("_cached_owners", {})
        if model not in cache:
            column = model._meta.get_field(self.entry.parts[model._meta.label]).attname
            cache[model] = dict(model._base_manager.filter(pk__in=self.now[model]).values_list("pk", column))
        return cache[model]

    # --- Who uses a row ---------------------------------------------------------------------------------------------------
    def _uses(self) -> dict[RowKey, Counter]:
        """Rows that this import did not make and that point at one that it made, counted by table."""
        found: dict[RowKey, Counter] = defaultdict(Counter)
        for model, marks in self.now.items():
            for table, column, but in self._pointing_at(model):
                own = self.made.get(table, {})
                rows = table._base_manager.filter(**{f"{column}__in": list(marks)}).exclude(pk__in=list(own))
                rows = rows.exclude(**but) if but else rows
                for pk in rows.order_by().values_list(column, flat=True):
                    found[model, pk][table] += 1
        return found

    def _pointing_at(self, model: Model) -> Iterator[tuple[Model, str, Mapping[str, str]]]:
        for relation in model._meta.get_fields(include_hidden=True):
            if not relation.auto_created or relation.concrete:
                continue
            table = relation.related_model
            if not issubclass(table, Change) and table._meta.label not in self.entry.derived:
                yield table, relation.field.attname, {}
        for pointer in self.entry.pointers:
            if pointer.to == model._meta.label:
                yield apps.get_model(pointer.table), pointer.column, pointer.but

    def _words(self, tables: Counter) -> str:
        loud = [
            f"{table._meta.verbose_name} {number}件"
            for table, number in tables.items()
            if table._meta.label not in self.entry.quiet
        ]
        said = f"{'、'.join(loud)}に使われています。" if loud else ""
        return said + (QUIET_USE if len(loud) < len(tables) else "")

    # --- What stays, stays whole --------------------------------------------------------------------------------------------
    def _keep_what_stays_whole(self) -> None:
        """With a row that stays there stay its parts, and what it points at: a firm's officer."""
        for model in self.now:
            if model._meta.label in self.entry.parts:
                for pk in self.now[model]:
                    if self._owner(model, pk) in self.staying:
                        self.staying.setdefault((model, pk), "")
        waiting = list(self.staying)
        while waiting:
            model, pk = waiting.pop()
            for column in model._meta.concrete_fields:
                target = column.related_model if column.is_relation else None
                if target in self.now:
                    value = model._base_manager.filter(pk=pk).values_list(column.attname, flat=True).first()
                    if value in self.now[target] and (target, value) not in self.staying:
                        self.staying[target, value] = f"残る{model._meta.verbose_name}に使われています。"
                        waiting.append((target, value))

    # --- In words ---------------------------------------------------------------------------------------------------------
    def _tell(self) -> None:
        for model, marks in self.now.items():
            number = sum((model, pk) not in self.staying for pk in marks)
            if number:
                self.outlook.goes.append(Count(str(model._meta.verbose_name), number))
        self.outlook.stays += self._lines(self.staying)
        self.outlook.blocks += self._lines(self.blocking)
        self._tell_changed()

    def _lines(self, rows: Mapping[RowKey, str]) -> Iterator[Line]:
        keys: dict[Model, list[UUID]] = defaultdict(list)
        for (model, pk), why in rows.items():
            if why:
                keys[model].append(pk)
        for model, pks in keys.items():
            named = model._default_manager.in_bulk(pks)
            for pk in pks:
                yield Line(str(model._meta.verbose_name), str(named[pk]), rows[model, pk])

    def _tell_changed(self) -> None:
        self.back: list[tuple[models.Model, dict[str, object]]] = []
        keys: dict[Model, list[UUID]] = defaultdict(list)
        for row in self.changed:
            keys[apps.get_model(row.table)].append(row.key)
        present = {
            model: {one.pk: one for one in model._base_manager.select_for_update(of=("self",)).filter(pk__in=pks)}
            for model, pks in keys.items()
        }
        for noted in self.changed:
            model = apps.get_model(noted.table)
            what = str(model._meta.verbose_name)
            row = present[model].get(noted.key)
            if row is None:
                self.outlook.missing += 1
                continue
            columns = {column.attname: column for column in model._meta.concrete_fields}
            back = {
                name: value for name, value in noted.before.items() if plain(getattr(row, name)) == noted.after[name]
            }
            left = [str(columns[name].verbose_name) for name in noted.before if name not in back]
            if back:
                said = "、".join(str(columns[name].verbose_name) for name in back)
                self.outlook.restored.append(Line(what, str(row), said))
                self.back.append((row, {name: columns[name].to_python(value) for name, value in back.items()}))
            if left:
                why = f"{'、'.join(left)}は、取り込んだあとに変えられています。いまの内容のままにします。"
                self.outlook.stays.append(Line(what, str(row), why))

    # --- Doing ------------------------------------------------------------------------------------------------------------
    def carry_out(self) -> dict[str, list[UUID]]:
        gone = {}
        for model in self._children_first():
            keys = [pk for pk in self.now[model] if (model, pk) not in self.staying]
            model._base_manager.filter(pk__in=keys).delete()
            gone[model._meta.label] = keys
        for row, values in self.back:
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        return gone

    def _children_first(self) -> list[Model]:
        left, order = list(self.now), []
        while left:
            for model in left:
                if not any(self._leads_to(other, model) for other in left if other is not model):
                    break
            else:
                raise TypeError(f"tables that point at each other: {left}")
            left.remove(model)
            order.append(model)
        return order

    @staticmethod
    def _leads_to(child: Model, parent: Model) -> bool:
        return any(column.is_relation and column.related_model is parent for column in child._meta.concrete_fields)


def _entry_of(batch: ImportBatch) -> Undoable:
    try:
        return kinds()[batch.kind]
    except KeyError:
        raise UndoError("この取り込みは、元に戻せません。") from None


def _as_system(by: User) -> Actor:
    """What uses a row is known beyond the walls of whoever asks; the log still says who it was."""
    return replace(system(WHY), user_id=by.pk)


def outlook_of(*, batch: ImportBatch, by: User) -> Outlook:
    """What undoing would do now; `by` was let in by `ImportBatch.objects.editable_by`."""
    entry = _entry_of(batch)
    with acting(_as_system(by)):
        return _Look(batch, entry).look().outlook


@transaction.atomic
def undo(*, batch: ImportBatch, by: User, now: dt.datetime) -> ImportBatch:
    """All of it or nothing. Raises UndoError; undone a second time it changes nothing."""
    entry = _entry_of(batch)
    if not ImportBatch.objects.editable_by(by).filter(pk=batch.pk).exists():
        raise UndoError("この取り込みは、取り込んだ側か事務局だけが元に戻せます。")
    with acting(_as_system(by)):
        row = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if row.undone_at:
            return row
        look = _Look(row, entry).look()
        if look.outlook.blocks:
            raise UndoError(
                f"使われているものが{len(look.outlook.blocks)}件あるため、元に戻せません。何も変えていません。"
            )
        try:
            with transaction.atomic():
                gone = look.carry_out()
        except (IntegrityError, models.ProtectedError, models.RestrictedError):
            raise UndoError(
                "元に戻す間に、ほかの画面で使われたか、同じ内容が登録されました。何も変えていません。もう一度開いて確かめてください。"
            ) from None
        if entry.afterwards:
            entry.afterwards(gone)
        row.undone_at, row.undone_by = now, by
        row.kept = len(look.outlook.stays)
        row.save(update_fields=["undone_at", "undone_by", "kept"])
        ImportedRow.objects.filter(batch=row).delete()
        return row
