"""企業課題ヒアリングシート on A4: filled in, for the president to sign, or blank, to take along. Never with the confidential note."""

import dataclasses
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.template.loader import get_template, render_to_string

from companies.forms_hearing import FACT_FIELDS, ISSUE_FIELDS
from companies.hearing_questions import QUESTIONS, of_category, of_trade
from companies.models import Hearing
from companies.printing import BLANK, FILLED
from companies.sheet import (
    BACKGROUND,
    ISSUES,
    VISIT,
    WHO,
    issue_key,
    issue_numbers,
    label_of,
    sheet_of,
    wording,
)
from institutions.categories import Category
from kouryukai.lib.glyphs import FAMILIES, font_file
from kouryukai.lib.pdf import page_count, render_pdf, style_version
from office.models import Document
from office.registry import Progress, Rendered, WorkError, document_maker, names_of_groups

TEMPLATE = "companies/print/hearing_sheet.html"
STYLES = ("print/base.css", "print/hearing.css")
SHORT, MIDDLE, TALL = "short", "middle", "tall"  # room for writing by hand
ROOM = {"body": TALL, "background": TALL, "current_state": TALL, "expected_support": MIDDLE, "tried_so_far": MIDDLE}
ONE_LINE = (*WHO, "title", "frequency", "budget", "deadline")
_UNFIT_FOR_A_NAME = re.compile(r"[\\/:*?\"<>|\s\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    text: str
    room: str = SHORT
    help: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    company: str
    representative: str
    industry: str
    place: str
    branch: str
    event: str
    secretariat: str
    telephone: str
    is_blank: bool
    revision: int
    parts: tuple[Part, ...]


def read(hearing: Hearing, *, blank: bool) -> Facts:
    """All that the paper depends on."""
    company, event = hearing.company, hearing.event_id
    return Facts(
        company=company.name,
        representative=f"{company.representative_title} {company.representative_name}",
        industry=company.industry,
        place=f"{company.prefecture}{company.city}",
        branch=f"{company.institution.name} {company.branch.name}",
        event=names_of_groups({event}).get(event, "") if event else "",
        secretariat=settings.SECRETARIAT_NAME,
        telephone=settings.SECRETARIAT_PHONE,
        is_blank=blank,
        revision=0 if blank else hearing.revision,
        parts=tuple(_blank(hearing) if blank else _filled(hearing)),
    )


def _filled(hearing: Hearing) -> list[Part]:
    sheet = sheet_of(hearing)

    def rows(*keys: str) -> tuple[Row, ...]:
        return tuple(Row(label_of(key), wording(key, sheet.get(key))) for key in keys if sheet.get(key))

    parts = [Part("ヒアリング", rows(*WHO, *VISIT)), Part("会社の背景と現状", rows(*BACKGROUND))]
    for number in issue_numbers(sheet):
        found = rows(*(issue_key(number, name) for name in ISSUE_FIELDS))
        own = tuple(Row(row.label.removeprefix(f"課題{number} "), row.text) for row in found)
        parts.append(Part(f"課題{number}", own))
    answers = [Row(QUESTIONS[code].text, text) for code, text in hearing.answers.items() if code in QUESTIONS]
    parts.append(Part("質問への答え", tuple(answers)))
    return [part for part in parts if part.rows]


def _blank(hearing: Hearing) -> list[Part]:
    """One issue and room for more; the questions of the firm's trade and of what has been chosen so far."""
    sheet = sheet_of(hearing)
    chosen = [code for n in range(1, ISSUES + 1) for code in sheet.get(issue_key(n, "categories")) or []]

    def row(name: str, form_field) -> Row:
        room = ROOM.get(name, SHORT if name in ONE_LINE else MIDDLE)
        if name == "categories":
            return Row("分類(○を付ける)", "", room=SHORT, help=" / ".join(Category.labels))
        if name == "heard_on":
            return Row("ヒアリングした日", "令和　　年　　月　　日")
        return Row(str(form_field.label), "", room, str(form_field.help_text))

    asked = [*of_trade(hearing.company.industry), *(q for code in dict.fromkeys(chosen) for q in of_category(code))]
    return [
        Part("ヒアリング", tuple(row(name, FACT_FIELDS[name]()) for name in WHO)),
        Part("会社の背景と現状", tuple(row(name, FACT_FIELDS[name]()) for name in BACKGROUND)),
        Part("課題1", tuple(row(name, make()) for name, make in ISSUE_FIELDS.items())),
        Part("質問", tuple(Row(question.text, "", MIDDLE, question.hint) for question in asked)),
        Part("ほかの課題・気づいたこと", (Row("", "", TALL), Row("", "", TALL))),
    ]


@cache
def _look() -> str:
    mark = hashlib.sha256(style_version(STYLES).encode())
    for path in (Path(get_template(TEMPLATE).origin.name), Path(__file__)):
        mark.update(path.read_bytes())
    for family in FAMILIES:
        mark.update(str(Path(font_file(family)[0]).stat().st_size).encode())
    return mark.hexdigest()


class HearingSheetMaker:
    def __init__(self, *, blank: bool) -> None:
        self.blank = blank

    def fingerprint(self, document: Document) -> str:
        return self._mark(self._facts(document))

    def fingerprints(self, documents: Sequence[Document]) -> dict[UUID, str]:
        """Two queries, however many. A paper without its hearing has an empty one."""
        found = dict.fromkeys((document.pk for document in documents), "")
        rows = _hearings().in_bulk({document.subject_id for document in documents})
        for document in documents:
            if document.subject_id in rows:
                found[document.pk] = self._mark(read(rows[document.subject_id], blank=self.blank))
        return found

    def render(self, document: Document, progress: Progress) -> Rendered:
        facts = self._facts(document)
        content = render_pdf(render_to_string(TEMPLATE, {"facts": facts}), stylesheets=STYLES)
        title = "ヒアリングシート記入用" if self.blank else "ヒアリングシート"
        name = _UNFIT_FOR_A_NAME.sub(" ", facts.company).strip()[:40]
        return Rendered(content, f"{title}_{name}.pdf", page_count(content))

    def _facts(self, document: Document) -> Facts:
        hearing = _hearings().filter(pk=document.subject_id).first()
        if hearing is None:
            raise WorkError("この書類のもとになるヒアリングがありません。")
        return read(hearing, blank=self.blank)

    def _mark(self, facts: Facts) -> str:
        data = json.dumps(dataclasses.asdict(facts), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(f"{_look()}\n{data}".encode()).hexdigest()


def _hearings():
    return Hearing.objects.select_related("company__institution", "company__branch").prefetch_related("issues")


document_maker(FILLED, label="ヒアリングシート")(HearingSheetMaker(blank=False))
document_maker(BLANK, label="ヒアリングシート(記入用)")(HearingSheetMaker(blank=True))
