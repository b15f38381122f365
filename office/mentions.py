"""Where people may have typed a person's name: found for a human to decide, told by table, column and row, never by the words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat

from office import classification
from office.naming import Names

MOST = 200  # rows named in one receipt


@dataclass(frozen=True)
class Mention:
    """A row that still names the person."""

    table: str  # as people call it
    column: str
    model: str
    row: str


def of(names: Names) -> list[Mention]:
    """Rows whose private texts hold the name. One query for every table that has such columns."""
    return sorted(_found(names), key=lambda mention: (mention.model, mention.column, mention.row))[:MOST]


def _found(names: Names) -> Iterator[Mention]:
    if not names.searched:
        return
    for model in classification.tables():
        columns = [column for column in classification.private(model) if _may_hold_words(column)]
        if not columns:
            continue
        texts = {f"text_{column.name}": _as_text(column) for column in columns}
        named = reduce(or_, (Q(**{f"{text}__contains": name}) for text in texts for name in names.searched))
        rows = model._base_manager.annotate(**texts).filter(named).values_list("pk", *texts)
        for pk, *values in rows:
            for column, value in zip(columns, values, strict=True):
                if names.stand_in(value):
                    yield Mention(str(model._meta.verbose_name), str(column.verbose_name), model._meta.label, str(pk))


def _may_hold_words(column: models.Field) -> bool:
    """Search keys repeat what another column says."""
    return column.editable and not isinstance(column, models.DateField | models.BinaryField)


def _as_text(column: models.Field):
    return Concat(Cast(column.name, models.TextField()), Value(""), output_field=models.TextField())
