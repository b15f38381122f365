"""An import step by step: begin, say what the columns mean, check, decide, write. The register changes in the last one alone."""

import datetime as dt
from collections.abc import Callable
from itertools import batched
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from institutions.models import User
from kouryukai.lib.table import column_letter
from office.actions import start_job
from office.importing import uploads
from office.models import Job
from talent.importing.checking import Checked, RowChecker
from talent.importing.mapping import propose, remember, wrong_choice
from talent.importing.noting import note
from talent.importing.planning import Planner, count, rows_from
from talent.importing.reading import read_list
from talent.importing.writing import Writer, Written, one_at_a_time
from talent.models import Decision, ImportRow, ImportSource, ImportStage, RegisterImport, RowKind, Senior

CHECK, WRITE = "register_check", "register_write"
SUBJECT = "register_import"
TO_WRITE = (RowKind.NEW, RowKind.CHANGED, RowKind.POSSIBLE)
FILE_GONE = "ファイルの預かりの期限(1日)が過ぎました。もう一度ファイルを選んでください。"
_READ, _CHECKED, _JUDGED = 0.35, 0.7, 0.8  # of the time of a check, when that part is over
type Progress = Callable[[int, int, str], None]


class RegisterImportError(Exception):
    """What stands in the way, in words for people."""


# --- Beginning --------------------------------------------------------------------------------------------------------
@transaction.atomic
def begin(
    *, source_name: str, data: bytes, file_name: str, enters_as: str, empty_deletes: bool, by: User, now: dt.datetime
) -> RegisterImport:
    """Keep the file and look at its headings. Raises TableError where it cannot be read."""
    listing = read_list(data, head_only=True)
    source, _ = ImportSource.objects.get_or_create(name=source_name)
    headings = list(listing.headings.values())
    import_ = RegisterImport.objects.create(
        source=source,
        file_name=file_name[:200],
        enters_as=enters_as,
        empty_deletes=empty_deletes,
        headings=headings,
        samples=listing.samples(),
        fields=propose(headings, source.columns),
        notes=listing.notes,
        counts={"rows": listing.last},
        made_by=by,
        made_at=now,
    )
    uploads.keep(data, by, import_.pk)
    return import_


@transaction.atomic
def choose_columns(*, import_: RegisterImport, fields: list[str], by: User, now: dt.datetime) -> Job:
    """Remember what the columns mean and have the rows checked."""
    import_ = _locked(import_)
    if message := wrong_choice(fields):
        raise RegisterImportError(message)
    _file_of(import_)
    source = import_.source
    source.columns = remember(import_.headings, fields, source.columns)
    source.save(update_fields=["columns"])
    import_.fields, import_.stage = fields, ImportStage.COLUMNS
    import_.save(update_fields=["fields", "stage"])
    return _start(CHECK, import_, f"名簿の確認 {import_.file_name}", by, now)


def _file_of(import_: RegisterImport) -> bytes:
    data = uploads.load(import_.pk, import_.made_by) if import_.made_by else None
    if data is None:
        raise RegisterImportError(FILE_GONE)
    return data


def _start(kind: str, import_: RegisterImport, title: str, by: User, now: dt.datetime) -> Job:
    return start_job(
        kind=kind,
        subject_kind=SUBJECT,
        subject_id=import_.pk,
        title=title[:160],
        by=by,
        now=now,
        payload={"unit": "行"},
    )


def _locked(import_: RegisterImport) -> RegisterImport:
    row = RegisterImport.objects.select_for_update(of=("self",)).get(pk=import_.pk)
    if not row.is_open:
        raise RegisterImportError("この取り込みは、もう終わっています。")
    return row


# --- Checking, in the worker ----------------------------------------------------------------------------------------------
def check(*, import_: RegisterImport, now: dt.datetime, progress: Progress) -> RegisterImport:
    """Read every row, find whom it is about, and keep what it would do. The register stays as it is."""
    import_ = _locked(import_)
    data = _file_of(import_)
    total = max(import_.counts.get("rows", 1), 1)
    progress(0, total, "ファイルを読んでいます")
    listing = read_list(data)
    if list(listing.headings.values()) != import_.headings:
        raise RegisterImportError("見出しが、はじめに読んだときと違います。もう一度ファイルを選んでください。")
    checker = RowChecker(listing, import_.fields, timezone.localdate(now))
    checked: list[Checked] = []
    for n, (number, cells) in enumerate(sorted(listing.rows.items())):
        if n % 200 == 0:
            share = _READ + (_CHECKED - _READ) * n / len(listing.rows)
            progress(int(total * share), total, "1行ずつ調べています")
        if row := checker.check(number, cells):
            checked.append(row)
    progress(int(total * _CHECKED), total, "登録している方と比べています")
    rows = rows_from(import_, Planner(import_.source, places_of(import_, listing.headings)).judge(checked))
    _keep(
        import_,
        rows,
        lambda n: progress(int(total * (_JUDGED + (1 - _JUDGED) * n / len(rows))), total, "結果を書いています"),
    )
    import_.stage, import_.checked_at, import_.notes = ImportStage.PREVIEW, now, listing.notes
    import_.counts = {"rows": len(checked)} | count(rows)
    import_.save(update_fields=["stage", "checked_at", "notes", "counts"])
    return import_


def places_of(import_: RegisterImport, headings: dict[int, str] | None = None) -> dict[str, tuple[str, str]]:
    """For each field in use the letter and heading of its column."""
    at = headings or dict(enumerate(import_.headings, start=1))
    used = zip(at.items(), import_.fields, strict=True)
    return {field: (column_letter(number), heading) for (number, heading), field in used if field}


def _keep(import_: RegisterImport, rows: list[ImportRow], said: Callable[[int], None]) -> None:
    ImportRow.objects.filter(register_import=import_).delete()
    for n, some in enumerate(batched(rows, 1000, strict=False)):
        said(n * 1000)
        ImportRow.objects.bulk_create(some)


# --- Deciding -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def decide(*, import_: RegisterImport, choices: dict[int, str], by: User, now: dt.datetime) -> int:
    """`choices`: row -> "new", "skip", "same:KEY" (one of its candidates) or "" (open again). How many were written."""
    import_ = _locked(import_)
    _refuse_unseen(import_)
    rows = list(ImportRow.objects.filter(register_import=import_, kind=RowKind.POSSIBLE, number__in=choices))
    for row in rows:
        _decide(row, choices[row.number])
    ImportRow.objects.bulk_update(rows, ["decision", "senior", "mark"], batch_size=500)
    return len(rows)


def _decide(row: ImportRow, choice: str) -> None:
    kind, _, key = choice.partition(":")
    row.decision, row.senior_id, row.mark = "", None, ""
    if kind == Decision.SAME:
        found = next((one for one in row.candidates if one.get("senior") == key), None)
        if found is None:
            raise RegisterImportError(f"{row.number}行目: どなたと同じ方かを選んでください。")
        row.senior_id, row.mark = UUID(key), found["mark"]
    elif kind and kind not in Decision:
        raise RegisterImportError(f"{row.number}行目: もう一度選んでください。")
    row.decision = kind


@transaction.atomic
def decide_all(*, import_: RegisterImport, choice: str, by: User, now: dt.datetime) -> int:
    """For all that are undecided: "new", "skip", or "same" as the one who looks most alike (rows without such a one stay open)."""
    open_rows = ImportRow.objects.filter(register_import=import_, kind=RowKind.POSSIBLE, decision="")
    choices = {}
    for number, candidates in open_rows.values_list("number", "candidates"):
        best = next((one["senior"] for one in candidates if "senior" in one), "")
        if choice != Decision.SAME or best:
            choices[number] = f"same:{best}" if choice == Decision.SAME else choice
    return decide(import_=import_, choices=choices, by=by, now=now)


# --- Writing --------------------------------------------------------------------------------------------------------------
@transaction.atomic
def ask_to_write(*, import_: RegisterImport, leave_faulty: bool, by: User, now: dt.datetime) -> Job:
    """Queue the writing. Raises RegisterImportError with what must be done first."""
    import_ = _locked(import_)
    _refuse_unseen(import_)
    rows = ImportRow.objects.filter(register_import=import_)
    if faulty := rows.filter(kind=RowKind.FAULTY).count():
        if not leave_faulty:
            raise RegisterImportError(
                f"誤りのある行が{faulty}行あります。直したファイルを選び直すか、「除いて取り込む」を選んでください。"
            )
    if undecided := rows.filter(kind=RowKind.POSSIBLE, decision="").count():
        raise RegisterImportError(f"同じ方かどうかを決めていない行が{undecided}行あります。先に決めてください。")
    _refuse_two_on_one(rows)
    return _start(WRITE, import_, f"名簿の取り込み {import_.file_name}", by, now)


def _refuse_unseen(import_: RegisterImport) -> None:
    if import_.stage != ImportStage.PREVIEW:
        raise RegisterImportError("先に、名簿の内容を調べてください。")


def _refuse_two_on_one(rows) -> None:
    first: dict[UUID, int] = {}
    for number, senior in rows.exclude(senior=None).order_by("number").values_list("number", "senior_id"):
        if first.setdefault(senior, number) != number:
            raise RegisterImportError(
                f"{first[senior]}行目と{number}行目を、同じ方にしています。どちらかを変えてください。"
            )


def write(*, import_: RegisterImport, by: User, now: dt.datetime, progress: Progress) -> RegisterImport:
    """All or nothing. Where the register has changed since the look at it, nothing: then the rows are as they would be now."""
    one_at_a_time()
    import_ = _locked(import_)
    _refuse_unseen(import_)
    rows = list(ImportRow.objects.filter(register_import=import_, kind__in=TO_WRITE))
    total = len(rows) or 1
    progress(0, total, "登録が変わっていないか確かめています")
    senior_keys = [row.senior_id for row in rows if row.senior_id]
    list(Senior.objects.select_for_update().filter(pk__in=senior_keys).order_by("pk").values_list("pk"))
    if look_again(import_, rows):
        return import_
    done = 0

    def said(n: int, what: str) -> None:
        nonlocal done
        done += n
        progress(min(done, total), total, what)

    try:
        with transaction.atomic():
            written = Writer(import_, by, now, said).write(rows)
    except IntegrityError:
        raise RegisterImportError(
            "取り込みの間に、同じ登録番号がほかの画面で使われました。何も変えていません。もう一度取り込んでください。"
        ) from None
    note(import_, written, by=by, now=now)
    _finish(import_, written, by, now)
    return import_


def look_again(import_: RegisterImport, rows: list[ImportRow]) -> int:
    """How many rows would now do something else than what was seen; those are kept as they are now, their decisions open."""
    judged = Planner(import_.source, places_of(import_)).judge(
        Checked(row.number, dict(row.values)) for row in rows if row.decision != Decision.SKIP
    )
    now_rows = {row.number: row for row in rows_from(import_, judged)}
    differing = []
    for row in rows:
        fresh = now_rows.get(row.number)
        if fresh is not None and _does(fresh) != _does(row):
            for name in ("kind", "senior_id", "keys", "candidates", "mark", "decision"):
                setattr(row, name, getattr(fresh, name))
            row.faults = row.faults + fresh.faults
            differing.append(row)
    if differing:
        names = ["kind", "senior", "keys", "candidates", "mark", "decision", "faults"]
        ImportRow.objects.bulk_update(differing, names, batch_size=500)
        import_.counts |= count(ImportRow.objects.filter(register_import=import_).only("kind"))
        import_.save(update_fields=["counts"])
    return len(differing)


def _does(row: ImportRow) -> tuple:
    if row.kind == RowKind.POSSIBLE:
        return row.kind, row.candidates
    return row.kind, row.senior_id, row.keys, row.mark


def _finish(import_: RegisterImport, written: Written, by: User, now: dt.datetime) -> None:
    import_.stage, import_.done_by, import_.done_at = ImportStage.DONE, by, now
    import_.counts |= {
        "written_new": len(written.marks),
        "written_changed": len(written.changed),
        "skipped": written.skipped,
    }
    import_.samples = []
    import_.save()
    _forget(import_)


@transaction.atomic
def drop(*, import_: RegisterImport, by: User, now: dt.datetime) -> None:
    """Give it up: nothing of it stays but that it was begun."""
    import_ = _locked(import_)
    import_.stage, import_.samples = ImportStage.DROPPED, []
    import_.save(update_fields=["stage", "samples"])
    _forget(import_)


def _forget(import_: RegisterImport) -> None:
    ImportRow.objects.filter(register_import=import_).delete()
    if import_.made_by:
        owner = import_.made_by
        transaction.on_commit(lambda: uploads.drop(import_.pk, owner), robust=True)
