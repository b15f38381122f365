"""The firm's booklet: a cover, its own timetable, then one page for each interview (面談シート)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kouryukai.lib.era import format_date
from kouryukai.lib.fitting import break_lines, cut, share_lines, tidy
from kouryukai.lib.pdf import page_count
from kouryukai.lib.secret_links import qr_code
from matching.models import Wish
from matching.sheets.paper import MM_PER_POINT, Line, Paper, digits, height, line, placed
from matching.sheets.rows import BookletFacts, SheetFacts, SlotFacts

PAPER = Paper("company_booklet.html", ("print/base.css", "print/booklet.css"))

# Millimetres of the sheet, as print/booklet.css draws them.
COLUMN, TEXT_COLUMN, HEADLINE = 86.0, 153.0, 116.0
SHEET_HEIGHT = 263.0
FIXED = 111.0  # everything but the two parties, the texts and the memo lines
SPARES = (0, 12, 30)
MEMO_LINE, MEMO_MOST, MEMO_LEAST = 9.0, 9, 4
ROW_PADDING, ROW_LEADING, ROW_LEAST = 4.4, 1.5, 5.1
TEXT_POINTS = (10.5, 9.5, 8.5)
SLACK = 2.0  # a row of one small line is as high as its label
LEFT_OUT, NOT_STATED = "(長いため、ここまで)", "記載なし"


@dataclass(frozen=True)
class Phase:
    starts_at: dt.time
    minutes: int
    word: str
    share: float


@dataclass(frozen=True)
class TextRow:
    label: str
    line: Line


@dataclass(frozen=True)
class Sheet:
    """One page, every text in its final size."""

    facts: SheetFacts
    where: Line
    number: str
    company: tuple[Line, ...]
    senior: tuple[Line, ...]
    rows: tuple[TextRow, ...]
    memo_lines: range
    phases: tuple[Phase, ...]
    qr: str


def fingerprint(facts: BookletFacts) -> str:
    return PAPER.fingerprint(facts)


def render(facts: BookletFacts) -> bytes:
    """Where the real typesetter needs more room than was reckoned with, the texts get less: a sheet never runs over its page."""
    for spare in SPARES:
        made = PAPER.render(context(facts, spare))
        if page_count(made) == 2 + len(facts.sheets):
            break
    return made


def context(facts: BookletFacts, spare: float = 0) -> dict:
    """What the template draws; `spare` millimetres of each sheet are left empty."""
    return {
        "event": facts.event,
        "company": facts.company,
        "cover_number": digits(facts.company.table, points=92, width_mm=54),
        "cover_name": line(facts.company.name, width_mm=170, points=(26, 20, 16), max_lines=3, bold=True),
        "cover_event": line(facts.event.name, width_mm=170, points=(16, 13, 11), max_lines=3),
        "cover_venue": line(facts.event.venue, width_mm=144, points=(12, 10.5), max_lines=2),
        "footer": line(facts.event.name, width_mm=84, points=(9,)).text,
        "contents": [
            {
                "sheet": sheet,
                "page": position + 3,
                "new_day": position == 0 or facts.sheets[position - 1].slot.day != sheet.slot.day,
                "name": line(f"{sheet.senior_name} 様", width_mm=98, points=(12, 10.5, 9), max_lines=2, bold=True),
                "about": line(sheet.speciality or sheet.headline, width_mm=98, points=(9.5, 8.5), max_lines=2),
            }
            for position, sheet in enumerate(facts.sheets)
        ],
        "days": len({sheet.slot.day for sheet in facts.sheets}),
        "dense": len(facts.sheets) > 11,
        "sheets": [lay_out(facts, sheet, spare) for sheet in facts.sheets],
        "wishes": Wish.labels,
    }


def lay_out(facts: BookletFacts, sheet: SheetFacts, spare: float = 0) -> Sheet:
    """Gives the texts their sizes: the memo shrinks first, then the letters, and only then is a text cut."""
    company, senior = _parties(facts, sheet)
    parties = max(sum(part.height_mm for part in company), sum(part.height_mm for part in senior))
    room = SHEET_HEIGHT - FIXED - parties - spare
    rows = _texts(sheet, room - MEMO_LEAST * MEMO_LINE)
    used = sum(max(row.line.height_mm, ROW_LEAST) + ROW_PADDING for row in rows)
    return Sheet(
        facts=sheet,
        where=_where(facts, sheet),
        number=digits(sheet.table, points=32, width_mm=26),
        company=company,
        senior=senior,
        rows=rows,
        memo_lines=range(min(MEMO_MOST, int((room - used) / MEMO_LINE))),
        phases=phases(sheet.slot, facts.event.slot_minutes),
        qr=qr_code(sheet.address),
    )


def _where(facts: BookletFacts, sheet: SheetFacts) -> Line:
    words = " ".join(filter(None, [format_date(sheet.slot.date), facts.event.venue, sheet.place]))
    return line(words, width_mm=HEADLINE, points=(10.5, 9), max_lines=2)


def _parties(facts: BookletFacts, sheet: SheetFacts) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    firm = facts.company
    attendant = f"同席 {sheet.attendant}" if sheet.attendant else ""
    names = [_name(firm.name), _name(f"{sheet.senior_name} 様")]
    company = [names[0], *(_small(text) for text in (firm.representative, firm.outline, attendant) if text)]
    senior = [names[1], *(_small(text) for text in (sheet.speciality, sheet.headline, sheet.extras) if text)]
    return tuple(company), tuple(senior)


def _name(text: str) -> Line:
    return line(text, width_mm=COLUMN, points=(14, 12, 10.5, 9), max_lines=2, bold=True, leading=1.35)


def _small(text: str) -> Line:
    return line(text, width_mm=COLUMN, points=(10.5, 9.5, 8.5), max_lines=2)


def _texts(sheet: SheetFacts, room: float) -> tuple[TextRow, ...]:
    questions = " ".join(f"{n}. {text}" for n, text in enumerate(sheet.questions, 1))
    texts = [
        ("困っていること", tidy(sheet.body)),
        ("望むこと", tidy(sheet.expected_support) or NOT_STATED),
        ("私ができること", tidy(sheet.proposal)),
        ("きょう聞くこと", tidy(questions) or NOT_STATED),
    ]
    room -= len(texts) * ROW_PADDING
    for points in TEXT_POINTS:
        ems = TEXT_COLUMN * 0.985 / (points * MM_PER_POINT)
        wanted = [max(1, len(break_lines(text, ems))) for _, text in texts]
        if sum(max(height(lines, points, ROW_LEADING), ROW_LEAST) for lines in wanted) <= room:
            break
    given = share_lines(wanted, int((room - SLACK) / height(1, points, ROW_LEADING)))
    fitted = [
        cut(text, width_mm=TEXT_COLUMN, lines=lines, points=points, note=LEFT_OUT)
        for (_, text), lines in zip(texts, given, strict=True)
    ]
    return tuple(
        TextRow(label, placed(replace(found, lines=max(found.lines, 1)), ROW_LEADING))
        for (label, _), found in zip(texts, fitted, strict=True)
    )


def phases(slot: SlotFacts, minutes: int) -> tuple[Phase, ...]:
    """Listen, propose, discuss: 5, 10 and 5 of 20 minutes, to scale for other lengths."""
    outer = max(1, round(minutes / 4))
    lengths: Sequence[tuple[int, str]] = ((outer, "聞く"), (minutes - 2 * outer, "提案する"), (outer, "相談する"))
    found, at = [], dt.datetime.combine(slot.date, slot.starts_at)
    for length, word in lengths:
        found.append(Phase(at.time(), length, word, round(100 * length / minutes, 2)))
        at += dt.timedelta(minutes=length)
    return tuple(found)
