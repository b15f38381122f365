"""Which column holds what, read from the `columns.py` of every app of ours: erasing and searching go by it.

A column that may hold words, a date, a file or an address must be classified; `unclassified` finds those that are not.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

NEEDED = (
    models.CharField,
    models.TextField,
    models.JSONField,
    ArrayField,
    models.FileField,
    models.BinaryField,
    models.DateField,
    models.GenericIPAddressField,
)


class Holds(StrEnum):
    PERSONAL = "personal"
    CONFIDENTIAL = "confidential"
    NEITHER = "neither"


@cache
def declared() -> dict[str, dict[str, Holds]]:
    """Label of a model in lower case -> column -> what it holds."""
    found: dict[str, dict[str, Holds]] = {}
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.columns") is None:
            continue
        said = import_module(f"{config.name}.columns")
        for holds in Holds:
            for label, names in getattr(said, holds.name).items():
                columns = found.setdefault(label.lower(), {})
                for name in names.split():
                    if name in columns:
                        raise ValueError(f"{label}.{name} is classified twice")
                    columns[name] = holds
    return found


def original(model: type[models.Model]) -> type[models.Model]:
    """The model whose rows these are; for a table of the log of changes the one that it copies."""
    return getattr(model, "pgh_tracked_model", None) or model


def holds(model: type[models.Model], name: str) -> Holds | None:
    return declared().get(original(model)._meta.label_lower, {}).get(name)


def columns(model: type[models.Model], *kinds: Holds) -> list[models.Field]:
    """The columns of a model that hold one of these kinds."""
    return [field for field in model._meta.concrete_fields if holds(model, field.name) in kinds]


def private(model: type[models.Model]) -> list[models.Field]:
    return columns(model, Holds.PERSONAL, Holds.CONFIDENTIAL)


def tables() -> Iterator[type[models.Model]]:
    """Every model with a table of its own, also those of packages and of the log of changes."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def history_of(model: type[models.Model]) -> list[type[models.Model]]:
    """The tables of the log of changes that copy a model's rows."""
    return [table for table in tables() if original(table) is model and table is not model]


def histories() -> list[type[models.Model]]:
    """Every table of the log of changes."""
    return [table for table in tables() if original(table) is not table]


def unclassified() -> list[str]:
    """Columns that must be classified and are not."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in tables()
        for field in model._meta.concrete_fields
        if isinstance(field, NEEDED)
        and not isinstance(field, models.DateTimeField)
        and not field.name.startswith("pgh_")
        and holds(model, field.name) is None
    ]


def unknown() -> list[str]:
    """Classified columns of our own models that do not exist; tables of packages may not be installed."""
    ours = {config.label for config in apps.get_app_configs() if find_spec(f"{config.name}.columns")}
    wrong = []
    for label, names in declared().items():
        try:
            known = {field.name for field in apps.get_model(label)._meta.concrete_fields}
        except LookupError:
            wrong += [label] if label.split(".")[0] in ours else []
            continue
        wrong += [f"{label}.{name}" for name in names if name not in known]
    return wrong
