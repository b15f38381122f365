"""Noting what an import has made and changed, in the transaction that does it."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from institutions.models import Branch, Institution, User
from office.models import FILE_NAME_LENGTH, ImportBatch, ImportedRow

# What follows from other rows and columns, or says when a row was written: no person's change.
UNCOUNTED = frozenset({"created_at", "updated_at", "name_key", "entry_count"})
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that was there: what stood in the columns that the import has filled otherwise, and what it wrote."""

    row: models.Model
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def plain(value: Any) -> Any:
    """A column's value as JSON can hold it; a model field's `to_python` reads it back."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def marks_of(model: type[models.Model], keys: Iterable[UUID]) -> dict[UUID, str]:
    """For each row that is there: letters that change when any of its columns does."""
    columns = [one.attname for one in model._meta.concrete_fields if one.name not in UNCOUNTED]
    rows = model._base_manager.filter(pk__in=list(keys)).order_by().values_list("pk", *columns)
    return {pk: _mark(values) for pk, *values in rows.iterator(chunk_size=_AT_ONCE)}


def _mark(values: list[Any]) -> str:
    text = json.dumps([plain(value) for value in values], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def note_batch(
    *,
    key: UUID,
    kind: str,
    title: str,
    file_name: str,
    institution: Institution | None,
    branch: Branch | None,
    made: Iterable[models.Model],
    changed: Iterable[ChangedRow],
    by: User,
    now: dt.datetime,
) -> ImportBatch:
    """Called last, so that the marks are of what the import leaves behind."""
    made, changed = list(made), list(changed)
    by_model: dict[type[models.Model], list[UUID]] = defaultdict(list)
    for row in made:
        by_model[type(row)].append(row.pk)
    rows = [
        ImportedRow(table=model._meta.label, key=pk, mark=mark)
        for model, keys in by_model.items()
        for pk, mark in marks_of(model, keys).items()
    ]
    rows += [
        ImportedRow(
            table=type(one.row)._meta.label,
            key=one.row.pk,
            before={name: plain(value) for name, value in one.before.items()},
            after={name: plain(value) for name, value in one.after.items()},
        )
        for one in changed
    ]
    batch = ImportBatch(
        pk=key,
        kind=kind,
        title=title[:200],
        file_name=file_name[:FILE_NAME_LENGTH],
        institution=institution,
        branch=branch,
        made=len(made),
        changed=len(changed),
    )
    return keep(batch, rows, by=by, now=now)


def keep(batch: ImportBatch, rows: Iterable[ImportedRow], *, by: User, now: dt.datetime) -> ImportBatch:
    """Save a batch with its rows, which need not know yet whose they are."""
    batch.made_at, batch.made_by, batch.by_office = now, by, by.is_coordinator
    batch.save(force_insert=True)
    rows = list(rows)
    for row in rows:
        row.batch, row.institution_id = batch, batch.institution_id
    ImportedRow.objects.bulk_create(rows, batch_size=_AT_ONCE)
    return batch
