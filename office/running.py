"""Doing one piece of work: take the row, run what is registered for its kind, close the row.

What the work wrote and the mark "done" are one transaction; so a worker killed at any moment leaves nothing half done,
and work that is done again takes effect once.
"""

import errno
import logging
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import PurePath
from typing import Any
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.db import Error, transaction
from django.db.models.functions import Now

from institutions import reading
from institutions.actors import Actor, acting, bank, system
from office import filing, registry
from office.keeping import InlineKeeper, Keeper, keeping
from office.leases import Lease, claim
from office.models import MAX_ATTEMPTS, Document, Job, Work, WorkState
from office.registry import Interrupted, WorkError

logger = logging.getLogger(__name__)

UNKNOWN = "思いがけない問題が起きました。もう一度お試しください。続くときは、システムの担当者にお知らせください。"
TOO_LONG = "時間がかかりすぎたため、途中で止めました。"
DISK_FULL = "保存する場所の空きが足りません。システムの担当者にお知らせください。"
NOBODY = "この種類の処理は、いまは行えません。"
RESTLESS = "作成中に元の情報が何度も変わりました。入力が落ち着いてから、もう一度お試しください。"
MAX_RENDERS = 3
AT_WORK = system("task office.work")


def perform(model: type[Work], pk: UUID) -> bool:
    """Do the work if it is free to take. Whether it was ours; how it ended stands in the row."""
    with acting(AT_WORK):
        taken = claim(model, pk)
    if taken is None:
        return False
    lease, work = taken
    try:
        _run(lease, work)
    except Interrupted as reason:
        logger.info("%s %s given up: %r", work.kind, pk, reason)
    except Exception as error:
        _failed(lease, work, error)
    return True


def perform_here(model: type[Work], pk: UUID) -> bool:
    """As `perform`, for commands and tests: the first failure closes the row and is raised."""
    with acting(AT_WORK):
        taken = claim(model, pk)
    if taken is None:
        return False
    lease, work = taken
    try:
        _run(lease, work)
    except Interrupted:
        raise
    except Exception as error:
        with acting(AT_WORK):
            lease.close(WorkState.FAILED, error=text_of(error, work) or UNKNOWN)
        raise
    return True


def _run(lease: Lease, work: Work) -> None:
    with keeping(lease) as progress, acting(_actor_for(work)):
        if isinstance(work, Job):
            _do(lease, work, progress)
        else:
            _make(lease, work, progress)


def _actor_for(work: Work) -> Actor:
    """Work in the background is the system's; the log says what it was and who had asked for it."""
    why = f"{work._meta.model_name} {work.kind} {work.pk}"
    return replace(system(why), user_id=work.requested_by_id)


def _do(lease: Lease, job: Job, progress: Keeper | InlineKeeper) -> None:
    result = _registered(registry.handler, job.kind).does(job, progress) or {}
    lease.close(WorkState.DONE, result=result, **_full(progress))


def _make(lease: Lease, document: Document, progress: Keeper | InlineKeeper) -> None:
    """Make the file unless the present one still tells the truth; make it again when the data changed meanwhile."""
    maker = _registered(registry.maker, document.kind).does

    def look() -> str:
        with _eyes_for(document):
            return maker.fingerprint(document)

    fingerprint = look()
    if fingerprint == document.content_hash and filing.is_whole(document):
        _hold(lease, progress)
        fingerprint = look()
        if fingerprint == document.content_hash:
            lease.close(WorkState.DONE, **_full(progress))
            return
    for _ in range(MAX_RENDERS):
        with reading.collecting() as read, _eyes_for(document):
            rendered = maker.render(document, progress)
        _hold(lease, progress)
        now = look()
        if now == fingerprint:
            break
        fingerprint = now
    else:
        raise WorkError(RESTLESS)
    _keep_file(lease, document, rendered, read, fingerprint, progress)


def _eyes_for(document: Document) -> AbstractContextManager:
    """A paper for an institution is made with that institution's eyes: what its wall hides cannot come to be printed."""
    if document.institution_id is None:
        return nullcontext()
    return acting(bank(document.institution_id, why=f"document {document.kind} {document.pk}"))


def _hold(lease: Lease, progress: Keeper | InlineKeeper) -> None:
    """Nobody can ask for this document between the last look at its data and the end: who asks waits, then compares."""
    progress.stop()
    if lease.rows().select_for_update().first() is None:
        lease.refuse()


def _keep_file(
    lease: Lease,
    document: Document,
    rendered: registry.Rendered,
    read: reading.Reading,
    fingerprint: str,
    progress: Keeper | InlineKeeper,
) -> None:
    suffix = PurePath(rendered.file_name).suffix
    document.file.name = filing.store(document, rendered.content, suffix)
    lease.close(
        WorkState.DONE,
        file=document.file.name,
        file_name=rendered.file_name,
        size=len(rendered.content),
        pages=rendered.pages,
        content_hash=fingerprint,
        people=sorted(read.seniors),
        firms=sorted(read.companies),
        made_at=Now(),
        **_full(progress),
    )
    transaction.on_commit(lambda: filing.remove_others(document), robust=True)


def _full(progress: Keeper | InlineKeeper) -> dict[str, Any]:
    """The last figures: work that counted nothing is one of one."""
    counted = progress.stop()
    total = counted.get("progress_total") or 1
    return counted | {"progress_done": total, "progress_total": total}


def _registered(find: Any, kind: str) -> Any:
    try:
        return find(kind)
    except KeyError:
        raise WorkError(NOBODY) from None


def _failed(lease: Lease, work: Work, error: Exception) -> None:
    """Known errors are final; others are tried again, some seconds later, until they have been tried often enough."""
    text = text_of(error, work)
    logger.log(logging.INFO if text else logging.ERROR, "%s %s failed", work.kind, work.pk, exc_info=error)
    try:
        with acting(AT_WORK):
            if text or lease.attempt >= MAX_ATTEMPTS:
                lease.close(WorkState.FAILED, error=text or UNKNOWN)
            else:
                lease.give_back()
    except Interrupted as reason:
        logger.info("%s %s is no longer ours: %r", work.kind, work.pk, reason)
    except Error:
        logger.exception("%s %s: the failure could not be noted; its lease will run out", work.kind, work.pk)


def text_of(error: Exception, work: Work) -> str:
    """What a person may be told of the failure; empty when only a developer can tell."""
    if isinstance(error, WorkError):
        return str(error)
    if isinstance(error, SoftTimeLimitExceeded):
        return TOO_LONG
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    find = registry.handler if isinstance(work, Job) else registry.maker
    try:
        return str(error) if isinstance(error, find(work.kind).errors) else ""
    except KeyError:
        return ""
