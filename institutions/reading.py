"""Whose data a request has read: rows of persons and firms say so themselves when the ORM loads them, so that no page can forget it.

A request (and the making of a document) collects; whatever is read outside of a collection was seen by nobody. `.values()` and
`.values_list()` load no rows of persons: a page that takes names from them notes them with `note`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models


@dataclass(slots=True)
class Reading:
    """Keys of the persons and firms whose rows were loaded; `is_document` when they came out of a finished file."""

    seniors: set[UUID] = field(default_factory=set)
    companies: set[UUID] = field(default_factory=set)
    is_document: bool = False


_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def collecting() -> Iterator[Reading]:
    """Collect what is read until the block ends; a collection inside another keeps its own."""
    reading = Reading()
    token = _current.set(reading)
    try:
        yield reading
    finally:
        _current.reset(token)


def note(*, seniors: Iterable[UUID] = (), companies: Iterable[UUID] = (), is_document: bool = False) -> None:
    """These persons and firms are being shown."""
    if (reading := _current.get()) is not None:
        reading.seniors.update(seniors)
        reading.companies.update(companies)
        reading.is_document |= is_document


class SeenRow(models.Model):
    """A row that tells of a person or a firm. `tells_of`: which of its columns holds whose key, as "seniors" or "companies"."""

    tells_of: dict[str, str] = {}

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **options: Any) -> "SeenRow":
        row = super().from_db(db, field_names, values, **options)
        if (reading := _current.get()) is not None:
            for column, whose in cls.tells_of.items():
                if (key := row.__dict__.get(column)) is not None:
                    getattr(reading, whose).add(key)
        return row
