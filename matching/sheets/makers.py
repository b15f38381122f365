"""The documents that matching makes. A merged file takes every part from the file made earlier while that still tells the truth."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from events.models import Attendance, Event, Participation
from kouryukai.lib.pdf import page_count
from kouryukai.lib.pdf_merge import Part, merge
from matching.sheets import booklet, report, rows, senior, timetable
from matching.sheets.rows import PrintingError
from office import filing
from office.models import Document
from office.registry import Progress, Rendered, WorkError, document_maker, group_namer

COMPANY_BOOKLET = "company_booklet"
EVENT_SHEETS = "event_sheets"
EVENT_TIMETABLE = "event_timetable"
SENIOR_TIMETABLE = "senior_timetable"
SENIOR_TIMETABLES = "senior_timetables"
EVENT_REPORT = "event_report"

GONE = "この書類のもとになる面談が、公開中の時間割にありません。"
_UNFIT_FOR_A_NAME = re.compile(r"[\\/:*?\"<>|\s\x00-\x1f]+")


def file_name(*parts: Any) -> str:
    """面談シート_卓12_白樺酒造.pdf: signs that a disk refuses are left out."""
    return "_".join(_UNFIT_FOR_A_NAME.sub(" ", str(part)).strip()[:40] for part in parts) + ".pdf"


@group_namer
def event_names(group_ids: set[UUID]) -> dict[UUID, str]:
    """The papers of an event make a group."""
    return dict(Event.objects.filter(pk__in=group_ids).values_list("pk", "name"))


class PartMaker:
    """A paper for one firm or one senior of an event: how to find its facts and lay them out."""

    def __init__(self, kind: str, subjects: Any, read: Callable, paper: Any, name: Callable[[Any], str]) -> None:
        self.kind, self.subjects, self.read, self.paper, self.name = kind, subjects, read, paper, name

    def fingerprint(self, document: Document) -> str:
        return self.paper.fingerprint(self._facts(document))

    def fingerprints(self, documents: Sequence[Document]) -> dict[UUID, str]:
        """A few queries for each event, however many papers it has. A paper without a subject has an empty one."""
        found = dict.fromkeys((document.pk for document in documents), "")
        by_subject = {document.subject_id: document.pk for document in documents}
        for event in Event.objects.filter(pk__in=self.subjects.filter(pk__in=by_subject).values("event_id")):
            try:
                known = self.read(event, only=by_subject)
            except PrintingError:
                continue
            found |= {by_subject[facts.key]: self.paper.fingerprint(facts) for facts in known}
        return found

    def render(self, document: Document, progress: Progress) -> Rendered:
        facts = self._facts(document)
        content = self.paper.render(facts)
        return Rendered(content, self.name(facts), page_count(content))

    def _facts(self, document: Document) -> Any:
        subject = self.subjects.filter(pk=document.subject_id).select_related("event").first()
        facts = self.read(subject.event, only=[subject.pk]) if subject else []
        if not facts:
            raise PrintingError(GONE)
        return facts[0]

    def kept(self, every: Iterable[Any]) -> dict[UUID, str]:
        """Of those facts' papers, the files that still tell the truth: key -> name of the file."""
        wanted = {facts.key: self.paper.fingerprint(facts) for facts in every}
        made = Document.objects.filter(kind=self.kind, subject_id__in=wanted, content_hash__in=wanted.values())
        return {
            document.subject_id: document.file.name
            for document in made
            if document.content_hash == wanted[document.subject_id] and filing.is_whole(document)
        }


class MergedMaker:
    """All papers of one kind of an event in one file."""

    def __init__(self, parts: PartMaker, title: str, mark: Callable[[Any], tuple[str, str]]) -> None:
        self.parts, self.title, self.mark = parts, title, mark

    def fingerprint(self, document: Document) -> str:
        together = "\n".join(self.parts.paper.fingerprint(facts) for facts in self._every(document)[1])
        return hashlib.sha256(f"{self.title}\n{together}".encode()).hexdigest()

    def fingerprints(self, documents: Sequence[Document]) -> dict[UUID, str]:
        return fingerprints_one_by_one(self, documents)

    def render(self, document: Document, progress: Progress) -> Rendered:
        event, every = self._every(document)
        kept, parts = self.parts.kept(every), []
        for done, facts in enumerate(every):
            title, label = self.mark(facts)
            progress(done, len(every), title)
            parts.append(Part(self._content(facts, kept), title, label))
        progress(len(every), len(every), "1つのファイルにまとめています")
        content = merge(parts, title=f"{self.title} {event.name}")
        return Rendered(content, file_name(self.title, event.name), page_count(content))

    def _content(self, facts: Any, kept: dict[UUID, str]) -> bytes:
        if facts.key in kept:
            return Path(settings.MEDIA_ROOT, kept[facts.key]).read_bytes()
        return self.parts.paper.render(facts)

    def _every(self, document: Document) -> tuple[Event, list[Any]]:
        event = event_of(document)
        every = self.parts.read(event)
        if not every:
            raise PrintingError("公開中の時間割に、面談がひとつもありません。")
        return event, every


class EventMaker:
    """One paper about a whole event."""

    def __init__(self, paper: Any, read: Callable[[Event], Any], title: str) -> None:
        self.paper, self.read, self.title = paper, read, title

    def fingerprint(self, document: Document) -> str:
        return self.paper.fingerprint(self.read(event_of(document)))

    def fingerprints(self, documents: Sequence[Document]) -> dict[UUID, str]:
        return fingerprints_one_by_one(self, documents)

    def render(self, document: Document, progress: Progress) -> Rendered:
        event = event_of(document)
        content = self.paper.render(self.read(event))
        return Rendered(content, file_name(self.title, event.name), page_count(content))


def event_of(document: Document) -> Event:
    event = Event.objects.filter(pk=document.subject_id).first()
    if event is None:
        raise WorkError("この書類のもとになる交流会がありません。")
    return event


def fingerprints_one_by_one(maker: Any, documents: Sequence[Document]) -> dict[UUID, str]:
    """For papers of which an event has one."""
    found = {}
    for document in documents:
        try:
            found[document.pk] = maker.fingerprint(document)
        except WorkError:
            found[document.pk] = ""
    return found


BOOKLETS = PartMaker(
    COMPANY_BOOKLET,
    Participation.objects,
    rows.booklets,
    booklet,
    lambda facts: file_name("面談シート", f"卓{facts.company.table}", facts.company.short_name),
)
OWN_TIMETABLES = PartMaker(
    SENIOR_TIMETABLE,
    Attendance.objects,
    rows.seniors,
    senior,
    lambda facts: file_name("時間割", facts.number, facts.name),
)

document_maker(COMPANY_BOOKLET, label="面談シート(企業ごと)")(BOOKLETS)
document_maker(SENIOR_TIMETABLE, label="時間割(新現役ごと)")(OWN_TIMETABLES)
document_maker(EVENT_SHEETS, label="面談シート(全社)")(
    MergedMaker(
        BOOKLETS,
        "面談シート",
        lambda facts: (f"卓{facts.company.table} {facts.company.name}", str(facts.company.table)),
    )
)
document_maker(SENIOR_TIMETABLES, label="時間割(新現役 全員)")(
    MergedMaker(OWN_TIMETABLES, "新現役の時間割", lambda facts: (f"{facts.number} {facts.name}", str(facts.number)))
)
document_maker(EVENT_TIMETABLE, label="全体の時間割(A3)")(EventMaker(timetable, rows.grid, "時間割"))
document_maker(EVENT_REPORT, label="開催結果報告書")(EventMaker(report, report.read, "開催結果報告書"))
