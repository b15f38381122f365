"""A canary in every text column: marker strings planted in all that belongs to bank B, and a walk through all that another person can get.

`plant` fills an event of two banks and marks bank B's rows; `walk` asks for every address with every id, as somebody else, and
gives the places where a marker came out. PDF, workbooks and archives are opened and read.
"""

import io
import itertools
import re
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import Error, connection, models, transaction
from django.urls import get_resolver, reverse

from institutions.history import Change
from institutions.second_wall import OWNER, Walled, declared

MARK = "zqxjwv"  # no word, no hexadecimal, and too long to come about by chance
SHORTEST = len(MARK) + 2
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
OURS = ("institutions", "office", "companies", "talent", "events", "matching")


# --- Planting -----------------------------------------------------------------------------------------------------------
@dataclass
class Markers:
    """`planted`: marker -> where it stands. `skipped`: columns of text that take no marker."""

    planted: dict[str, str] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(37))

    def mark(self, rows: models.QuerySet, *, leave: tuple[str, ...] = ()) -> None:
        """A marker of its own in every text column of every row."""
        for column in rows.model._meta.concrete_fields:
            if takes_text(column) and column.name not in leave:
                for pk in rows.values_list("pk", flat=True):
                    self._put(rows.model, pk, column)

    def _put(self, model: type[models.Model], pk: object, column: models.Field) -> None:
        where = f"{model._meta.db_table}.{column.column}"
        code = self._code()
        value: object = f"{code}@example.jp" if isinstance(column, models.EmailField) else code
        value = f"https://{code}.example.jp/" if isinstance(column, models.URLField) else value
        value = [code] if isinstance(column, ArrayField) else value
        value = {"text": code} if isinstance(column, models.JSONField) else value
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=pk).update(**{column.attname: value})
                connection.check_constraints()
        except Error:
            self.skipped.add(where)
        else:
            self.planted[code] = where

    def _code(self) -> str:
        number, text = next(self.numbers), ""
        while number:
            number, digit = divmod(number, 36)
            text = DIGITS[digit] + text
        return MARK + text[-2:].rjust(2, "0") if len(text) <= 2 else MARK + text


def takes_text(column: models.Field) -> bool:
    """Text that people write: not keys, choices, states, or what is too short for a marker."""
    if (
        column.choices
        or getattr(column, "primary_key", False)
        or column.is_relation
        or isinstance(column, models.FileField)
    ):
        return False
    if isinstance(column, ArrayField):
        return isinstance(column.base_field, models.CharField) and takes_text(column.base_field)
    if isinstance(column, models.JSONField):
        return True
    if isinstance(column, models.CharField | models.TextField):
        return (column.max_length or 99) >= SHORTEST
    return False


def of_bank(markers: Markers, bank, *, leave: dict[str, tuple[str, ...]]) -> None:
    """Mark every row of ours that carries this institution (the log of changes takes the markers by itself); `leave`: table -> columns ("*" for all) that are public or hold machinery."""
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            columns = leave.get(model._meta.db_table, ())
            if (
                "*" not in columns
                and not issubclass(model, Change)
                and any(one.attname == "institution_id" for one in model._meta.concrete_fields)
            ):
                markers.mark(model._base_manager.filter(institution_id=bank.pk), leave=columns)


def of_person(markers: Markers, senior, *, leave: dict[str, tuple[str, ...]]) -> None:
    """Mark a senior and whatever hangs on her row."""
    from talent.models import Senior

    markers.mark(Senior._base_manager.filter(pk=senior.pk), leave=leave.get("talent_senior", ()))
    for model in apps.get_app_config("talent").get_models():
        columns = {one.attname for one in model._meta.concrete_fields}
        if (
            model is not Senior
            and not issubclass(model, Change)
            and "senior_id" in columns
            and "institution_id" not in columns
        ):
            if "*" not in leave.get(model._meta.db_table, ()):
                markers.mark(model._base_manager.filter(senior_id=senior.pk), leave=leave.get(model._meta.db_table, ()))


# --- Taking the walls down ------------------------------------------------------------------------------------------------
def first_wall_down(monkeypatch) -> None:
    """`visible_to` and `editable_by` give all rows, everywhere."""
    for base in [models.QuerySet, *_below(models.QuerySet)]:
        for name in ("visible_to", "editable_by"):
            if name in vars(base):
                monkeypatch.setattr(base, name, lambda self, user: self)


def _below(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from _below(one)


@contextmanager
def second_wall_down() -> Iterator[None]:
    """Row-level security off and every privilege given, until the transaction is rolled back to here."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SELECT current_user")
            before = cursor.fetchone()[0]
            cursor.execute(f"SET LOCAL ROLE {OWNER}")
            for table, said in declared().items():
                if isinstance(said, Walled):
                    cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
                    cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
                    roles = "kouryukai_bank, kouryukai_senior, kouryukai_reception, kouryukai_president"
                    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {roles}")
            cursor.execute(f"SET LOCAL ROLE {before}")
        yield
        transaction.set_rollback(True)


# --- Walking --------------------------------------------------------------------------------------------------------------
def addresses(resolver=None, prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """(full name, names of its arguments) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        else:
            yield prefix + (pattern.name or str(pattern.pattern)), list(pattern.pattern.converters)


def walk(client, ids: dict[str, list]) -> tuple[list[str], dict[int, int]]:
    """(where a marker came out, how many answers of each status), over every address with every id. A request writes nothing."""
    client.raise_request_exception = False
    found, statuses = [], {}
    for name, arguments in addresses():
        if "sign_out" in name or "logout" in name:
            continue
        for values in itertools.product(*(ids[one] for one in arguments)):
            address = reverse(name, kwargs=dict(zip(arguments, values, strict=True)))
            with transaction.atomic():
                response = client.get(address)
                content = b"".join(response)
                transaction.set_rollback(True)
            statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
            text = text_of(content) + str(response.headers)
            found += [f"{name} {address}: {code}" for code in sorted(set(re.findall(MARK + r"\w*", text.lower())))]
    return found, statuses


def text_of(content: bytes) -> str:
    """What a person can read of a page or a file."""
    if content.startswith(b"%PDF"):
        command = ["pdftotext", "-layout", "-", "-"]
        read = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
        # Letters of a fitted line may stand apart; a marker is found without the gaps too.
        return read + re.sub(r"\s+", "", read)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(text_of(archive.read(name)) for name in archive.namelist())
    return content.decode("utf-8", errors="replace")


def all_ids(**more: list) -> dict[str, list]:
    """Every id there is, by the name of the argument that an address takes it by: `company_pk` -> all firms."""
    named = {}
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            named[f"{model._meta.model_name}_pk"] = list(model._base_manager.values_list("pk", flat=True))
    return named | more
