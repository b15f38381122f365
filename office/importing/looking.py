"""A look at an import whose noted rows are rows of tables: firms, an event. What of it goes, goes back, stays and why, forbids."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.apps import apps
from django.db import models

from office.importing.batches import marks_of, plain
from office.importing.undoable import (
    CHANGED_SINCE,
    COLUMNS_CHANGED_SINCE,
    Asked,
    Count,
    Line,
    Model,
    Outlook,
    RowKey,
    pointing_at,
    use_words,
)
from office.models import ImportedRow


def look_at_rows(asked: Asked) -> "RowLook":
    return RowLook(asked).look()


class RowLook:
    """The rows of one batch as they are now, all locked: nobody begins to use one while it is decided."""

    def __init__(self, asked: Asked) -> None:
        self.entry = asked.entry
        self.outlook = Outlook()
        self.made: dict[Model, dict[UUID, str]] = defaultdict(dict)
        self.changed: list[ImportedRow] = []
        for row in ImportedRow.objects.filter(batch=asked.batch):
            if row.mark:
                self.made[apps.get_model(row.table)][row.key] = row.mark
            else:
                self.changed.append(row)
        self.staying: dict[RowKey, str] = {}
        self.blocking: dict[RowKey, str] = {}

    def look(self) -> "RowLook":
        self.now = {model: self._locked_marks(model, keys) for model, keys in self.made.items()}
        self.outlook.missing = sum(len(keys) - len(self.now[model]) for model, keys in self.made.items())
        for model, marks in self.now.items():
            for pk, mark in marks.items():
                if mark != self.made[model][pk]:
                    self._judge(model, pk, CHANGED_SINCE, self.entry.stays_changed)
        for (model, pk), tables in self._uses().items():
            self._judge(model, pk, use_words(tables, self.entry), self.entry.stays_used)
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
            for table, column, but in pointing_at(model, self.entry):
                own = self.made.get(table, {})
                rows = table._base_manager.filter(**{f"{column}__in": list(marks)}).exclude(pk__in=list(own))
                rows = rows.exclude(**but) if but else rows
                for pk in rows.order_by().values_list(column, flat=True):
                    found[model, pk][table] += 1
        return found

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
                self.outlook.stays.append(Line(what, str(row), COLUMNS_CHANGED_SINCE.format("、".join(left))))

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
