"""Where people may have typed a person's name: found for a human to decide, told by table, column and row, never by the words."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
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


_pages: dict[str, Callable[[models.Model], str]] = {}


def page_of[F: Callable[[models.Model], str]](*labels: str) -> Callable[[F], F]:
    """Register where a row of these models is read and changed: the address of its page."""

    def register(address: F) -> F:
        _pages.update(dict.fromkeys(labels, address))
        return address

    return register


def with_pages(found: Iterable[Mention]) -> list[tuple[Mention, str]]:
    """Each with the address of the page where a person can decide; "" where there is none. A query for each kind of row."""
    every, rows = list(found), defaultdict(dict)
    for label in {mention.model for mention in every} & set(_pages):
        keys = [mention.row for mention in every if mention.model == label]
        rows[label] = {str(row.pk): row for row in apps.get_model(label)._base_manager.filter(pk__in=keys)}
    return [
        (mention, _pages[mention.model](row) if (row := rows[mention.model].get(mention.row)) else "")
        for mention in every
    ]


def of(names: Names, *, whose: UUID) -> list[Mention]:
    """Rows whose private texts hold the name. One query for every table that has such columns.

    Where another person is called the same, what is known to be about another is not looked at.
    """
    return sorted(_found(names, whose), key=lambda mention: (mention.model, mention.column, mention.row))[:MOST]


def _found(names: Names, whose: UUID) -> Iterator[Mention]:
    for model in set(classification.tables()) - set(classification.histories()):
        known = names.shared and any(column.name == "named_senior_id" for column in model._meta.concrete_fields)
        rows = (
            model._base_manager.exclude(Q(named_senior_id__isnull=False) & ~Q(named_senior_id=whose)) if known else None
        )
        for pk, values in _named(model, names, rows):
            for column, value in values.items():
                if names.stand_in(value):
                    yield Mention(str(model._meta.verbose_name), str(column.verbose_name), model._meta.label, str(pk))


def _named(
    model: type[models.Model], names: Names, rows: models.QuerySet | None = None
) -> Iterator[tuple[Any, dict[models.Field, str]]]:
    """Rows with the name in a private text: key, and the texts by column."""
    columns = [column for column in classification.private(model) if _may_hold_words(column)]
    if not (columns and names.searched):
        return
    texts = {f"text_{column.name}": _as_text(column) for column in columns}
    named = reduce(or_, (Q(**{f"{text}__contains": name}) for text in texts for name in names.searched))
    rows = model._base_manager.all() if rows is None else rows
    for pk, *values in rows.annotate(**texts).filter(named).values_list("pk", *texts):
        yield pk, dict(zip(columns, values, strict=True))


def taken_out_of_history(names: Names) -> tuple[int, int]:
    """Nobody can edit the log of changes: what people once typed about the person loses the name there.

    How many notes, and how many keep it because somebody else is called, or reached, the same.
    """
    count = left = 0
    for table in classification.histories():
        columns = [column.name for column in classification.private(table) if _may_hold_words(column)]
        for pk, texts in list(_named(table, names)):
            before = table._base_manager.filter(pk=pk).values(*columns).get()
            after = names.spelt_out(before)
            if after != before:
                count += table._base_manager.filter(pk=pk).update(**after)
            left += any(names.stand_in(names.spelt_out(text)) for text in texts.values())
    return count, left


def _may_hold_words(column: models.Field) -> bool:
    """Search keys repeat what another column says."""
    return column.editable and not isinstance(column, models.DateField | models.BinaryField)


def _as_text(column: models.Field):
    return Concat(Cast(column.name, models.TextField()), Value(""), output_field=models.TextField())
