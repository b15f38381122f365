"""Asking for an event's papers: one row per paper, queued where it is missing or no longer tells the truth."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from events.models import Event, Participation
from institutions.models import Branch, Institution, User
from matching.sheets import rows
from matching.sheets.makers import (
    COMPANY_BOOKLET,
    EVENT_REPORT,
    EVENT_SHEETS,
    EVENT_TIMETABLE,
    SENIOR_TIMETABLE,
    SENIOR_TIMETABLES,
)
from matching.sheets.rows import PrintingError
from office import filing, registry
from office.actions import request_document
from office.models import Document, WorkState

__all__ = ["FOR_THE_DAY", "PrintingError", "request_event_documents"]

# In this order: a merged file finds its parts already made.
FOR_THE_DAY = (COMPANY_BOOKLET, SENIOR_TIMETABLE, EVENT_TIMETABLE, EVENT_SHEETS, SENIOR_TIMETABLES)
TITLES = {
    EVENT_SHEETS: "面談シート 全社",
    EVENT_TIMETABLE: "時間割 A3",
    SENIOR_TIMETABLES: "時間割 新現役 全員",
    EVENT_REPORT: "開催結果報告書",
}


@dataclass(frozen=True)
class Wanted:
    kind: str
    subject_kind: str
    subject_id: UUID
    title: str
    institution_id: UUID | None = None
    named_senior_id: UUID | None = None
    named_company_id: UUID | None = None
    branch_id: UUID | None = None


def request_event_documents(
    *, event: Event, by: User, now: dt.datetime, kinds: Iterable[str] = FOR_THE_DAY
) -> list[Document]:
    """A document row for each paper; those that still tell the truth are left alone, the others are queued.

    Raises PrintingError (a WorkError, in Japanese) while no timetable is published.
    """
    wanted = list(_wanted(event, kinds))
    institutions = Institution.objects.in_bulk({paper.institution_id for paper in wanted if paper.institution_id})
    branches = Branch.objects.in_bulk({paper.branch_id for paper in wanted if paper.branch_id})
    with transaction.atomic():
        true = _true_ones(wanted)
        return [
            true.get((paper.kind, paper.subject_id))
            or request_document(
                kind=paper.kind,
                subject_kind=paper.subject_kind,
                subject_id=paper.subject_id,
                title=paper.title,
                by=by,
                # Workers take what was asked for first: a merged file comes after its parts.
                now=now + dt.timedelta(microseconds=place),
                institution=institutions.get(paper.institution_id),
                branch=branches.get(paper.branch_id),
                group_id=event.pk,
                named_senior_id=paper.named_senior_id,
                named_company_id=paper.named_company_id,
            )
            for place, paper in enumerate(wanted)
        ]


def _wanted(event: Event, kinds: Iterable[str]) -> Iterator[Wanted]:
    for kind in kinds:
        if kind == COMPANY_BOOKLET:
            branches = dict(Participation.objects.filter(event=event).values_list("pk", "company__branch"))
            for booklet in rows.booklets(event):
                title = f"面談シート 卓{booklet.company.table} {booklet.company.name}"
                yield Wanted(
                    kind,
                    "participation",
                    booklet.key,
                    title,
                    booklet.institution,
                    named_company_id=booklet.company_key,
                    branch_id=branches[booklet.key],
                )
        elif kind == SENIOR_TIMETABLE:
            for senior in rows.seniors(event):
                title = f"時間割 {senior.number} {senior.name} 様"
                yield Wanted(kind, "attendance", senior.key, title, named_senior_id=senior.senior_key)
        else:
            if kind != EVENT_REPORT:
                rows.published_timetable(event)
            yield Wanted(kind, "event", event.pk, TITLES[kind])


def _true_ones(wanted: list[Wanted]) -> dict[tuple[str, UUID], Document]:
    """Documents whose file and title need no change, found with a few queries for all of them."""
    titles = {(paper.kind, paper.subject_id): paper.title for paper in wanted}
    done = [
        document
        for document in Document.objects.filter(
            kind__in={kind for kind, _ in titles}, subject_id__in={key for _, key in titles}, state=WorkState.DONE
        )
        if titles.get((document.kind, document.subject_id)) == document.title and filing.is_whole(document)
    ]
    present = registry.fingerprints(done)
    return {
        (document.kind, document.subject_id): document
        for document in done
        if present.get(document.pk) == document.content_hash
    }
