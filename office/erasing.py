"""Erasing a person everywhere: the registry in which each app says what of a person it keeps, and the one run over all of them.

Upper apps go first, because their rows are found through those below. What a person is, how she is called and what forbids it
comes from the app that owns her row (`erasable`). A rehearsal is the run itself, taken back: it cannot promise anything else.
"""

import datetime as dt
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from institutions.actors import Actor, DatabaseRole, acting
from institutions.models import User
from office import classification, mentions
from office.models import ErasureReason, ErasureReceipt
from office.naming import ERASED, Names

HOME = "erasures"  # the module of an app in which it registers
SHARED = "氏名か連絡先が同じ人が、ほかにいます。どちらの人のことかを決められないため、残します。"
NUMBERS = 7_310_063  # the lock under which receipts are numbered


class ErasureError(Exception):
    """Why a person cannot be erased, in words for people."""


@dataclass(frozen=True)
class Line:
    """One line of a receipt: what, how many, and what became of it."""

    what: str
    count: int
    then: str


@dataclass(frozen=True)
class Erasable:
    """A kind of person. `word` is typed to confirm; `label_of` names the row without any personal string."""

    kind: str
    label: str
    model: type[models.Model]
    names: Callable[[Any], Names]
    word: Callable[[Any], str]
    word_label: str
    label_of: Callable[[Any], str]
    blocks: list[Callable[["Case"], list[str]]] = field(default_factory=list)
    parts: list[Callable[["Case"], None]] = field(default_factory=list)


class Case:
    """One erasure under way: whom, what has been done, what stays and why, which files go when it is final.

    `stays`: the row that hers has become part of; what belongs to that one too stays as it is.
    """

    def __init__(
        self, erasable: Erasable, row: Any, *, by: User | None, now: dt.datetime, stays: Any | None = None
    ) -> None:
        self.erasable, self.row, self.by, self.now, self.stays = erasable, row, by, now, stays
        self.names = erasable.names(row)
        if stays is not None:
            self.names = self.names.become(erasable.names(stays))
        self.lines: list[Line] = []
        self.kept: list[Line] = []
        self.files: list[Path] = []
        self.touched: dict[type[models.Model], set] = defaultdict(set)
        self.owned: dict[type[models.Model], set] = defaultdict(set)

    def did(self, what: str, count: int, then: str) -> None:
        if count:
            self.lines.append(Line(what, count, then))

    def keep(self, what: str, count: int, why: str) -> None:
        if count:
            self.kept.append(Line(what, count, why))

    def own(self, model: type[models.Model], keys: Iterable) -> None:
        """What the log of changes keeps under these rows is about this person alone, also of rows deleted long ago."""
        self.owned[model].update(keys)

    def touch(self, rows: models.QuerySet) -> list:
        """Remember rows whose copies in the log of changes lose their words too."""
        keys = list(rows.values_list("pk", flat=True))
        self.touched[rows.model].update(keys)
        return keys

    def blank(self, what: str, rows: models.QuerySet, **instead: Any) -> None:
        """Empty every private column of the rows; `instead` says what stands there, or in other columns, from now on."""
        keys = self.touch(rows)
        values = {column.name: empty(column) for column in classification.private(rows.model)} | instead
        rows.model._base_manager.filter(pk__in=keys).update(**values)
        self.did(what, len(keys), "文章を消します。日時や状態の記録は残します")

    def delete(self, what: str, rows: models.QuerySet) -> None:
        keys = self.touch(rows)
        rows.model._base_manager.filter(pk__in=keys).delete()
        self.did(what, len(keys), "記録ごと削除します")

    def remove_files(self, what: str, paths: list[Path], *, count: int | None = None) -> None:
        """Files and folders that go as soon as the erasure is final."""
        self.files += paths
        self.did(what, len(paths) if count is None else count, "ファイルを削除します")


def empty(column: models.Field) -> Any:
    """What stands in a column that has lost its words."""
    if column.null:
        return None
    if isinstance(column, models.JSONField):
        return column.get_default()
    if isinstance(column, ArrayField):
        return []
    if isinstance(column, models.BinaryField):
        return b""
    if isinstance(column, models.CharField | models.TextField | models.FileField):
        return ""
    raise TypeError(f"{column} cannot be emptied: say what stands there instead")


# --- Who registers what -----------------------------------------------------------------------------------------------
_kinds: dict[str, Erasable] = {}
_waiting: list[tuple[str, str, Callable]] = []


def erasable(entry: Erasable) -> Erasable:
    """Register a kind of person."""
    _kinds[entry.kind] = entry
    return entry


def erases[F: Callable[[Case], None]](*kinds: str) -> Callable[[F], F]:
    """Register a function that erases what one app keeps of such a person."""
    return _register("parts", kinds)


def forbids[F: Callable[[Case], list[str]]](*kinds: str) -> Callable[[F], F]:
    """Register a function that gives the sentences for which such a person cannot be erased now."""
    return _register("blocks", kinds)


def _register(where: str, kinds: tuple[str, ...]) -> Callable:
    def register(function: Callable) -> Callable:
        _waiting.extend((kind, where, function) for kind in kinds)
        return function

    return register


def find(kind: str) -> Erasable:
    """Raises KeyError for a kind that nobody registered."""
    find_all()
    return _kinds[kind]


def find_all() -> None:
    autodiscover_modules(HOME)
    while _waiting:
        name, where, function = _waiting.pop(0)
        getattr(_kinds[name], where).append(function)


def labels() -> dict[str, str]:
    """Kinds of persons with their names on screen."""
    find_all()
    return {kind: entry.label for kind, entry in _kinds.items()}


def label_of(receipt: ErasureReceipt) -> str:
    """Whom a receipt is about, without any personal string."""
    find_all()
    entry = _kinds.get(receipt.kind)
    row = entry and entry.model._base_manager.filter(pk=receipt.subject_id).first()
    return entry.label_of(row) if row else str(receipt.subject_id)


# --- The run ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Rehearsal:
    """What an erasure would do now."""

    lines: list[Line]
    kept: list[Line]
    mentions: list[mentions.Mention]
    blocks: list[str]


@contextmanager
def as_eraser(by: User | None, why: str) -> Iterator[None]:
    """Act under the database role that may also change the log of changes."""
    with acting(Actor(DatabaseRole.ERASER, by.pk if by else None, why=why)):
        yield


def erase(
    *,
    kind: str,
    subject_id: UUID,
    by: User | None,
    now: dt.datetime,
    reason: str = ErasureReason.WISH,
    stays: Any | None = None,
) -> ErasureReceipt:
    """Make the person anonymous everywhere, in one transaction. Raises ErasureError with what stands in the way.

    `stays`: the row of the same kind that this one has become part of.
    """
    with transaction.atomic():
        case = _case(kind, subject_id, by=by, now=now, stays=stays)
        if blocks := _blocks(case):
            raise ErasureError(" ".join(blocks))
        found = _run(case)
        receipt = ErasureReceipt.objects.create(
            number=_number(now),
            kind=kind,
            subject_id=subject_id,
            erased_at=now,
            erased_by=by,
            reason=reason,
            lines=[asdict(line) for line in case.lines],
            kept=[asdict(line) for line in case.kept],
            mentions=[asdict(mention) for mention in found],
        )
        transaction.on_commit(lambda: remove_paths(case.files), robust=True)
    return receipt


class _TakenBack(Exception):
    def __init__(self, told: Rehearsal) -> None:
        self.told = told


def rehearse(*, kind: str, subject_id: UUID, by: User | None, now: dt.datetime) -> Rehearsal:
    """The same run, taken back. Raises ErasureError where the person is erased already."""
    try:
        with transaction.atomic():
            case = _case(kind, subject_id, by=by, now=now)
            blocks = _blocks(case)
            found = _run(case)
            raise _TakenBack(Rehearsal(case.lines, case.kept, found, blocks))
    except _TakenBack as taken_back:
        return taken_back.told


def _case(kind: str, subject_id: UUID, *, by: User | None, now: dt.datetime, stays: Any | None = None) -> Case:
    entry = find(kind)
    row = entry.model._base_manager.select_for_update(of=("self",)).get(pk=subject_id)
    if row.erased_at is not None:
        raise ErasureError(f"この{entry.label}は、すでに消去されています。")
    return Case(entry, row, by=by, now=now, stays=stays)


def _blocks(case: Case) -> list[str]:
    return [reason for forbid in case.erasable.blocks for reason in forbid(case)]


def _run(case: Case) -> list[mentions.Mention]:
    # Registered from the lowest app upward: the uppermost goes first.
    for part in reversed(case.erasable.parts):
        part(case)
    _empty_history(case)
    return mentions.of(case.names, whose=case.row.pk)


def _empty_history(case: Case) -> None:
    count = sum(empty_history(model, keys) for model, keys in case.touched.items())
    for table in classification.histories():
        for column in table._meta.concrete_fields:
            keys = case.owned.get(column.related_model) if column.is_relation and column.name != "pgh_obj" else None
            count += _empty(table, {f"{column.attname}__in": keys}) if keys else 0
    case.did("変更の記録", count, "文章を消します。日時と操作した人の記録は残します")
    taken, left = mentions.taken_out_of_history(case.names)
    case.did("ほかの記録の変更前の文章", taken, f"氏名を「{ERASED}」に替えます")
    case.keep("ほかの記録の変更前の文章にある氏名・連絡先", left, SHARED)


def empty_history(model: type[models.Model], keys: Collection, *, only: Collection[str] = ()) -> int:
    """The log of changes keeps when and by whom; the words of these rows go from every version of them."""
    tables = classification.history_of(model) if keys else ()
    return sum(_empty(table, {"pgh_obj_id__in": keys}, only) for table in tables)


def _empty(table: type[models.Model], where: dict[str, Any], only: Collection[str] = ()) -> int:
    """How many notes had words; those without are left alone, so that nobody is counted twice."""
    columns = [column for column in classification.private(table) if not only or column.name in only]
    if not columns:
        return 0
    silent = {column.name: empty(column) for column in columns}
    already = {f"{name}__isnull" if value is None else name: value is None or value for name, value in silent.items()}
    rows = table._base_manager.filter(**where).exclude(**already)
    return rows.update(**silent)


def _number(now: dt.datetime) -> str:
    """2026-00012: counted through the year; two erasures at once wait for each other here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS])
    year = timezone.localtime(now).year
    last = ErasureReceipt.objects.filter(number__startswith=f"{year}-").aggregate(last=Max("number"))["last"]
    return f"{year}-{int(last.split('-')[1]) + 1 if last else 1:05}"


def remove_paths(paths: list[Path]) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


__all__ = [
    "ERASED",
    "Case",
    "Erasable",
    "ErasureError",
    "Line",
    "Rehearsal",
    "as_eraser",
    "empty_history",
    "erasable",
    "erase",
    "erases",
    "find",
    "forbids",
    "rehearse",
    "remove_paths",
]
