"""Asking for work, calling it off, trying it again. Each writes the row; the worker is told after commit."""

import datetime as dt
import logging
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from institutions.actors import acting
from institutions.models import Branch, Institution, User
from kouryukai.lib.era import format_date
from office import filing, registry
from office.leases import table_of
from office.models import Document, Job, Work, WorkState
from office.nudge import nudge
from office.registry import WorkError
from office.running import AT_WORK, perform_here

__all__ = [
    "WorkError",
    "ask_for_retention",
    "cancel",
    "remake",
    "request_document",
    "retry",
    "run_now",
    "start_job",
    "withdraw_files",
]

logger = logging.getLogger(__name__)

EVERYTHING = UUID(int=0)  # the subject of work that is about no single row
ALREADY = "この処理は、すでに進んでいます。"
WITHDRAWN = "個人の情報を消したため、ファイルを削除しました。もう一度作れます。"
OVER = "この処理は、もう終わっています。"
NOT_OVER = "この処理は、まだ進んでいます。"
WAITS_ANEW: dict[str, Any] = {
    "state": WorkState.QUEUED,
    "attempts": 0,
    "holder": "",
    "lease_until": None,
    "progress_done": 0,
    "progress_total": 0,
    "progress_note": "",
    "error": "",
    "started_at": None,
    "finished_at": None,
}


def start_job(
    *,
    kind: str,
    subject_kind: str,
    subject_id: UUID,
    title: str,
    by: User | None,
    now: dt.datetime,
    institution: Institution | None = None,
    payload: dict[str, Any] | None = None,
) -> Job:
    """Queue a job. Raises WorkError while one of the same kind is open for the subject."""
    job = Job(
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        title=title,
        requested_by=by,
        requested_at=now,
        nudged_at=Now(),
        institution=institution,
        payload=payload or {},
    )
    with transaction.atomic():
        _save_or_refuse(job.save)
        _tell(job)
    return job


def ask_for_retention(*, by: User | None, now: dt.datetime, people_allowed: int) -> Job:
    """Queue the run over all retention periods. Raises WorkError while one is open."""
    return start_job(
        kind="retention",
        subject_kind="office",
        subject_id=EVERYTHING,
        title=f"保存期間の処理 {format_date(timezone.localdate(now))}",
        by=by,
        now=now,
        payload={"people_allowed": people_allowed},
    )


def request_document(
    *,
    kind: str,
    subject_kind: str,
    subject_id: UUID,
    title: str,
    by: User | None,
    now: dt.datetime,
    institution: Institution | None = None,
    branch: Branch | None = None,
    group_id: UUID | None = None,
    named_senior_id: UUID | None = None,
    named_company_id: UUID | None = None,
) -> Document:
    """Have the document made, unless it is under way or its file still tells the truth. `named_…`: whom its title names."""
    subject = {"kind": kind, "subject_kind": subject_kind, "subject_id": subject_id}
    named = {"named_senior_id": named_senior_id, "named_company_id": named_company_id}
    described = {"title": title, "institution": institution, "branch": branch, "group_id": group_id, **named}
    asked = {"requested_by": by, "requested_at": now, "nudged_at": Now()}
    with transaction.atomic():
        document, new = Document.objects.select_for_update(of=["self"]).get_or_create(
            **subject, defaults=described | asked
        )
        if not new:
            _set(document, **described)
            if document.is_open or _tells_the_truth(document):
                return document
            _set(document, **WAITS_ANEW, **asked)
        _tell(document)
    return document


def remake(*, document: Document, by: User, now: dt.datetime) -> Document:
    """Ask again for a document that is there already: made anew only if it failed, is missing or is stale."""
    return request_document(
        kind=document.kind,
        subject_kind=document.subject_kind,
        subject_id=document.subject_id,
        title=document.title,
        by=by,
        now=now,
        institution=document.institution,
        branch=document.branch,
        group_id=document.group_id,
        named_senior_id=document.named_senior_id,
        named_company_id=document.named_company_id,
    )


def _tells_the_truth(document: Document) -> bool:
    if document.state != WorkState.DONE or not filing.is_whole(document):
        return False
    try:
        return registry.maker(document.kind).does.fingerprint(document) == document.content_hash
    except (WorkError, KeyError):  # its data or its maker are gone: the row will say so
        return False


def cancel(*, work: Work, by: User, now: dt.datetime) -> None:
    """Call open work off; who is at it stops at the next step and leaves nothing behind. Raises WorkError when it is over."""
    open_states = (WorkState.QUEUED, WorkState.RUNNING)
    called_off = type(work).objects.filter(pk=work.pk, state__in=open_states)
    if not called_off.update(state=WorkState.CANCELLED, lease_until=None, holder="", finished_at=now):
        raise WorkError(OVER)
    logger.info("%s %s cancelled by %s", work.kind, work.pk, by.pk)
    work.refresh_from_db()


def retry(*, work: Work, by: User, now: dt.datetime) -> None:
    """Queue work anew that failed or was called off. Raises WorkError when it is open or done."""
    with transaction.atomic():
        work = type(work).objects.select_for_update(of=["self"]).get(pk=work.pk)
        if work.is_open:
            raise WorkError(NOT_OVER)
        if work.state == WorkState.DONE:
            raise WorkError(OVER)
        _save_or_refuse(lambda: _set(work, **WAITS_ANEW, requested_by=by, requested_at=now, nudged_at=Now()))
        _tell(work)


def withdraw_files(*, documents: QuerySet[Document], now: dt.datetime) -> list[Path]:
    """Put documents back to before they were made, so that they can be made anew from what the rows say now.

    Gives their folders, which the caller removes when its transaction is final. Who makes one right now begins again.
    """
    gone = {"file": "", "file_name": "", "size": 0, "pages": 0, "content_hash": "", "made_at": None}
    gone |= {"people": [], "firms": []}
    held = list(documents.select_for_update(of=["self"]).order_by("pk"))
    keys = [document.pk for document in held]
    open_states = (WorkState.QUEUED, WorkState.RUNNING)
    rows = Document.objects.filter(pk__in=keys)
    rows.filter(state__in=open_states).update(**gone, **WAITS_ANEW, nudged_at=Now())
    over = {"state": WorkState.CANCELLED, "finished_at": now, "error": WITHDRAWN, "progress_note": ""}
    rows.exclude(state__in=open_states).update(**gone, **over)
    return [Path(settings.MEDIA_ROOT, filing.folder_of(document)) for document in held]


def run_now[W: Work](work: W) -> W:
    """Do the work here and now, for commands and tests. Its failure is raised; the row as it is afterwards."""
    perform_here(type(work), work.pk)
    with acting(AT_WORK):
        work.refresh_from_db()
    return work


def _set(work: Work, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(work, name, value)
    work.save(update_fields=fields.keys())


def _save_or_refuse(save: Any) -> None:
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        refused_by = getattr(error.__cause__, "diag", None)
        if refused_by and refused_by.constraint_name == "one_open_job_per_subject":
            raise WorkError(ALREADY) from None
        raise


def _tell(work: Work) -> None:
    row = (table_of(work), work.pk)
    transaction.on_commit(lambda: nudge([row]), robust=True)
