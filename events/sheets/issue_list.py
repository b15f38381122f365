"""企業課題一覧(匿名): what seniors read before they enter, on paper. It reads briefs alone, never the firms behind them."""

import dataclasses
import datetime as dt
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from companies.models import BriefState, IssueBrief
from events.models import Event
from kouryukai.lib.pdf import page_count, render_pdf, style_version
from office.models import Document
from office.registry import Progress, Rendered, WorkError, document_maker

ISSUE_LIST = "issue_list"
TEMPLATE = "events/print/issue_list.html"
STYLES = ("print/base.css", "print/issue_list.css")
_UNFIT_FOR_A_NAME = re.compile(r"[\\/:*?\"<>|\s\x00-\x1f]+")


class IssueListError(WorkError):
    """What stood in the way, in words for people."""


@dataclass(frozen=True)
class BriefFacts:
    number: int
    title: str
    summary: str
    trade: str
    region: str
    size: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class ListFacts:
    event: str
    starts_on: dt.date
    venue: str
    opens: dt.datetime | None
    closes: dt.datetime | None
    max_entries: int
    secretariat: str
    telephone: str
    briefs: tuple[BriefFacts, ...]


def read(event: Event) -> ListFacts:
    """The approved briefs of the event, in an order that tells nothing of whose they are: by region, trade and title."""
    rows = IssueBrief.objects.filter(event_id=event.pk, state=BriefState.APPROVED).order_by(
        F("region").asc(), "trade", "public_title", "id"
    )
    briefs = tuple(
        BriefFacts(
            number=number,
            title=brief.public_title,
            summary=brief.public_summary,
            trade=brief.trade,
            region=brief.region,
            size=brief.get_size_band_display() if brief.size_band else "",
            categories=tuple(brief.category_labels),
        )
        for number, brief in enumerate(rows, 1)
    )
    if not briefs:
        raise IssueListError("承認した公開文がまだありません。承認すると、一覧を作れます。")
    return ListFacts(
        event=event.name,
        starts_on=event.starts_on,
        venue=event.venue,
        opens=event.entry_open_at and timezone.localtime(event.entry_open_at),
        closes=event.entry_close_at and timezone.localtime(event.entry_close_at),
        max_entries=event.max_entries_per_senior,
        secretariat=settings.SECRETARIAT_NAME,
        telephone=settings.SECRETARIAT_PHONE,
        briefs=briefs,
    )


def fingerprint_of(facts: ListFacts) -> str:
    """Changes when, and only when, what is printed or how it is laid out changes."""
    data = json.dumps(dataclasses.asdict(facts), default=str, ensure_ascii=False, sort_keys=True)
    look = style_version(STYLES) + Path(get_template(TEMPLATE).origin.name).read_text(encoding="utf-8")
    return hashlib.sha256(f"{look}\n{data}".encode()).hexdigest()


def render(facts: ListFacts) -> bytes:
    return render_pdf(render_to_string(TEMPLATE, {"facts": facts}), stylesheets=STYLES)


@document_maker(ISSUE_LIST, label="企業課題一覧(匿名)")
class IssueListMaker:
    def fingerprint(self, document: Document) -> str:
        return fingerprint_of(read(_event_of(document)))

    def fingerprints(self, documents: Sequence[Document]) -> dict[UUID, str]:
        found = {}
        for document in documents:
            try:
                found[document.pk] = self.fingerprint(document)
            except WorkError:
                found[document.pk] = ""
        return found

    def render(self, document: Document, progress: Progress) -> Rendered:
        facts = read(_event_of(document))
        content = render(facts)
        name = _UNFIT_FOR_A_NAME.sub(" ", facts.event).strip()[:40]
        return Rendered(content, f"企業課題一覧_{name}.pdf", page_count(content))


def _event_of(document: Document) -> Event:
    event = Event.objects.filter(pk=document.subject_id).first()
    if event is None:
        raise IssueListError("この書類のもとになる交流会がありません。")
    return event
