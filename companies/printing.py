"""Asking for a hearing's papers: the filled sheet with its line for a signature, and the blank one to take along."""

import datetime as dt
from collections.abc import Iterable

from companies.models import Hearing
from institutions.actors import acting, system
from institutions.models import User
from office import registry
from office.actions import request_document
from office.models import Document, WorkState

FILLED, BLANK = "hearing_sheet", "hearing_sheet_blank"
PAPERS = {"filled": FILLED, "blank": BLANK}
TITLES = {FILLED: "ヒアリングシート", BLANK: "ヒアリングシート(記入用)"}


def request_sheet(*, hearing: Hearing, paper: str, by: User, now: dt.datetime) -> Document:
    """A row for the paper; it is made anew if what it tells has changed. Raises WorkError while it is being made."""
    kind, company = PAPERS[paper], hearing.company
    with acting(system("ヒアリングシートの作成")):
        return request_document(
            kind=kind,
            subject_kind="hearing",
            subject_id=hearing.pk,
            title=f"{TITLES[kind]} {company.name}",
            by=by,
            now=now,
            institution=company.institution,
            branch=company.branch,
            group_id=hearing.event_id,
            named_company_id=company.pk,
        )


def with_state(documents: Iterable[Document]) -> list[Document]:
    """Each with `is_stale`: whether what it tells has changed since it was made."""
    rows = [row for row in documents if row.kind in TITLES]
    current = registry.fingerprints(row for row in rows if row.state == WorkState.DONE)
    for row in rows:
        row.is_stale = current.get(row.pk, row.content_hash) != row.content_hash
    return rows
