"""Undoing an import as a whole, at once or in the background; what it would do is said before. Decision 87."""

import datetime as dt
from dataclasses import replace

from django.db import IntegrityError, models, transaction

from institutions.actors import Actor, acting, system
from institutions.models import User
from office.actions import start_job
from office.importing.looking import look_at_rows
from office.importing.undoable import Asked, Look, Outlook, Undoable, UndoError, kinds, unsaid
from office.models import ImportBatch, ImportedRow, Job, WorkState
from office.registry import Progress, WorkError

WHY = "action office.import_undo"  # what the log of changes says
UNDO, SUBJECT = "import_undo", "import"


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
        return _look(Asked(batch, entry)).outlook


def _look(asked: Asked) -> Look:
    return (asked.entry.look or look_at_rows)(asked)


def _refuse_others(batch: ImportBatch, by: User) -> None:
    if not ImportBatch.objects.editable_by(by).filter(pk=batch.pk).exists():
        raise UndoError("この取り込みは、取り込んだ側か事務局だけが元に戻せます。")


@transaction.atomic
def undo(*, batch: ImportBatch, by: User, now: dt.datetime, said: Progress = unsaid) -> ImportBatch:
    """All of it or nothing. Raises UndoError; undone a second time it changes nothing."""
    entry = _entry_of(batch)
    _refuse_others(batch, by)
    with acting(_as_system(by)):
        row = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if row.undone_at:
            return row
        look = _look(Asked(row, entry, to_do=True, said=said))
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
        row.kept = look.outlook.stays_number
        row.save(update_fields=["undone_at", "undone_by", "kept"])
        ImportedRow.objects.filter(batch=row).delete()
        return row


# --- In the background ------------------------------------------------------------------------------------------------------
def takes_long(batch: ImportBatch) -> bool:
    entry = kinds().get(batch.kind)
    return entry is not None and entry.in_background


def job_at(batch: ImportBatch) -> Job | None:
    """The work that is undoing it."""
    return Job.objects.filter(
        kind=UNDO, subject_kind=SUBJECT, subject_id=batch.pk, state__in=(WorkState.QUEUED, WorkState.RUNNING)
    ).first()


def ask_to_undo(*, batch: ImportBatch, by: User, now: dt.datetime) -> Job | None:
    """Have it undone; where somebody has asked already, that work; None where it is undone. Raises UndoError."""
    _refuse_others(batch, by)
    if ImportBatch.objects.filter(pk=batch.pk, undone_at__isnull=False).exists():
        return None
    try:
        return start_job(
            kind=UNDO,
            subject_kind=SUBJECT,
            subject_id=batch.pk,
            title=f"取り込みを元に戻す {batch.title}"[:160],
            by=by,
            now=now,
            institution=batch.institution,
        )
    except WorkError:
        return job_at(batch)
