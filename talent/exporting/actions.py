"""Asking for an export and making it. The file waits for whoever asked, and for nobody else, a day at most."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from institutions.models import User
from office.actions import start_job
from office.importing import uploads
from office.models import Job
from office.registry import WorkError
from talent.exporting import files, table
from talent.models import Senior

KIND, SUBJECT = "register_export", "register"
SHOWN_SIGNS = 20


def ask_for_export(
    *, seniors: Iterable[UUID], groups: Sequence[str], file_format: str, by: User, now: dt.datetime
) -> Job:
    """Queue the writing of these seniors' rows. `groups`: of `table.GROUPS`; `file_format`: of `files.FORMATS`."""
    keys = [str(key) for key in seniors]
    return start_job(
        kind=KIND,
        subject_kind=SUBJECT,
        subject_id=uuid4(),
        title=f"新現役の書き出し({len(keys):,}人)",
        by=by,
        now=now,
        payload={"unit": "人", "seniors": keys, "groups": list(groups), "format": file_format},
    )


def make(*, job: Job, now: dt.datetime, progress: table.Report) -> dict[str, Any]:
    """Write the file of a job; what is said of it afterwards. Who was erased meanwhile is not in it."""
    if job.requested_by is None:
        raise WorkError("書き出しを頼んだ人が分かりません。")
    wanted = [UUID(key) for key in job.payload["seniors"]]
    seniors = list(Senior.objects.filter(pk__in=wanted, erased_at=None).order_by("number").values_list("pk", flat=True))
    columns = table.headings(job.payload["groups"], table.most_parts(seniors))
    titles, rows = [title for _, title in columns], table.rows(seniors, columns, progress)
    missing: list[str] = []
    if job.payload["format"] == "xlsx":
        data = files.workbook(titles, rows)
    else:
        text = files.csv_text(titles, rows)
        data, missing = files.in_cp932(text) if job.payload["format"] == "cp932" else (text.encode("utf-8-sig"), [])
    uploads.keep(data, job.requested_by, job.pk)
    return {"people": [str(key) for key in seniors], "message": _said(missing)}


def _said(missing: list[str]) -> str:
    if not missing:
        return ""
    signs = "、".join(missing[:SHOWN_SIGNS]) + ("など" if len(missing) > SHOWN_SIGNS else "")
    return f"この形式で表せない文字({signs})を「{files.GETA}」に置き換えました。そのままの字が要るときは、UTF-8 か Excel で書き出してください。"


def file_name(job: Job) -> str:
    day = timezone.localtime(job.requested_at)
    return f"新現役_{day:%Y%m%d_%H%M}.{'xlsx' if job.payload['format'] == 'xlsx' else 'csv'}"
