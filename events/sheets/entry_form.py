"""出席希望登録票: what a senior has handed in, or the same form with empty lines for who writes by hand. A4, one page; a long text takes two."""

import dataclasses
import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template, render_to_string

from companies.models import IssueBrief
from events.entering.standing import LONGEST, SHORTEST
from events.models import Entry, Event
from events.papers import BLANK_FORM, ENTRY_FORM
from kouryukai.lib.pdf import page_count, render_pdf, style_version
from office.models import Document
from office.registry import Progress, Rendered, WorkError, document_maker

TEMPLATE = "events/print/entry_form.html"
STYLES = ("print/base.css", "print/entry_form.css")
GONE = "この書類のもとになる希望がありません。"


@dataclass(frozen=True)
class Facts:
    """`entry` parts are empty in the blank form."""

    event: str
    starts_on: dt.date
    venue: str
    closes_at: dt.datetime | None
    most_entries: int
    most_interviews: int
    secretariat: str
    telephone: str
    issues: tuple[str, ...] = ()
    receipt: str = ""
    number: str = ""
    name: str = ""
    kana: str = ""
    badge: int | None = None
    preference: int | None = None
    title: str = ""
    text: str = ""
    submitted_at: dt.datetime | None = None
    changed_at: dt.datetime | None = None
    way: str = ""
    withdrawn_at: dt.datetime | None = None


def _of_event(event: Event) -> dict:
    return {
        "event": event.name,
        "starts_on": event.starts_on,
        "venue": event.venue,
        "closes_at": event.entry_close_at,
        "most_entries": event.max_entries_per_senior,
        "most_interviews": event.max_per_senior,
        "secretariat": settings.SECRETARIAT_NAME,
        "telephone": settings.SECRETARIAT_PHONE,
    }


def filled(document: Document) -> Facts:
    rows = Entry.objects.select_related("event", "senior", "attendance")
    entry = rows.filter(pk=document.subject_id).first()
    if entry is None:
        raise WorkError(GONE)
    return Facts(
        **_of_event(entry.event),
        receipt=entry.receipt_number,
        number=entry.senior.number,
        name=entry.senior.name,
        kana=entry.senior.name_kana,
        badge=entry.attendance.number,
        preference=entry.preference,
        title=entry.public_title,
        text=entry.proposal_text,
        submitted_at=entry.submitted_at,
        changed_at=entry.changed_at,
        way=entry.get_channel_display(),
        withdrawn_at=entry.withdrawn_at,
    )


def blank(document: Document) -> Facts:
    event = Event.objects.filter(pk=document.subject_id).first()
    if event is None:
        raise WorkError("この書類のもとになる交流会がありません。")
    briefs = IssueBrief.objects.filter(event_id=event.pk, open_from__isnull=False).order_by("public_title", "pk")
    titles = tuple(f"{brief.public_title}({brief.trade}・{brief.region})" for brief in briefs)
    return Facts(**_of_event(event), issues=titles)


@cache
def _look() -> str:
    mark = hashlib.sha256(style_version(STYLES).encode())
    for path in (Path(get_template(TEMPLATE).origin.name), Path(__file__)):
        mark.update(path.read_bytes())
    return mark.hexdigest()


class FormMaker:
    def __init__(self, read, name) -> None:
        self.read, self.name = read, name

    def fingerprint(self, document: Document) -> str:
        data = json.dumps(dataclasses.asdict(self.read(document)), default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(f"{_look()}\n{data}".encode()).hexdigest()

    def render(self, document: Document, progress: Progress) -> Rendered:
        facts = self.read(document)
        html = render_to_string(TEMPLATE, {"facts": facts, "least": SHORTEST, "most": LONGEST, "lines": range(13)})
        content = render_pdf(html, stylesheets=STYLES)
        return Rendered(content, self.name(facts), page_count(content))


document_maker(ENTRY_FORM, label="出席希望登録票")(
    FormMaker(filled, lambda facts: f"出席希望登録票_{facts.receipt}.pdf")
)
document_maker(BLANK_FORM, label="出席希望登録票(書き込み用)")(
    FormMaker(blank, lambda facts: "出席希望登録票_書き込み用.pdf")
)
