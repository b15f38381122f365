"""開催結果報告書: what came of an event, for its hosts and the ministry, with every rate explained and the figures inside as CSV."""

import csv
import datetime as dt
import io
from dataclasses import dataclass

from django.utils import timezone

from events.models import Event, HostRole
from kouryukai.lib.pdf import AttachedFile, for_archive
from kouryukai.lib.table import safe_cell
from matching import statistics
from matching.sheets.paper import Paper, line
from matching.sheets.rows import PrintingError, published_timetable
from matching.statistics import Answers, EventFigures, Funnel, Group

PAPER = Paper(
    "event_report.html",
    ("print/base.css", "print/charts.css", "print/report.css"),
    for_archive,
    ("components/charts/funnel.html", "components/charts/stacked.html"),
)
CSV_NAME = "figures.csv"


@dataclass(frozen=True)
class ReportFacts:
    name: str
    dates: tuple[dt.date, ...]
    venue: str
    secretariat: str
    hosts: tuple[tuple[str, str], ...]  # role, names
    slot_minutes: int
    as_of: dt.datetime | None
    figures: EventFigures
    funnel: Funnel
    institutions: tuple[Group, ...]
    categories: tuple[Group, ...]
    answers: tuple[Answers, ...]


def read(event: Event) -> ReportFacts:
    if event.is_history:
        raise PrintingError("過去の記録だけの交流会には、開催結果報告書を作れません。")
    published_timetable(event)
    as_of = statistics.last_recorded(event)
    return ReportFacts(
        name=event.name,
        dates=tuple(event.days.order_by("number").values_list("date", flat=True)) or (event.starts_on,),
        venue=event.venue,
        secretariat="",
        hosts=_hosts(event),
        slot_minutes=event.slot_minutes,
        as_of=None if as_of is None else timezone.localtime(as_of),
        figures=statistics.event_figures(event),
        funnel=statistics.event_funnel(event),
        institutions=tuple(statistics.by_institution(event)),
        categories=tuple(statistics.by_category(event)),
        answers=tuple(statistics.answers(event)),
    )


def _hosts(event: Event) -> tuple[tuple[str, str], ...]:
    hosts = list(event.hosts.select_related("institution").order_by("order", "id"))
    told = ((role.label, "、".join(h.institution.name for h in hosts if h.role == role)) for role in HostRole)
    return tuple((label, names) for label, names in told if names)


def fingerprint(facts: ReportFacts) -> str:
    return PAPER.fingerprint(facts)


def render(facts: ReportFacts) -> bytes:
    figures = AttachedFile(CSV_NAME, csv_of(facts), "この報告書の数値")
    return PAPER.render(context(facts), [figures])


def context(facts: ReportFacts) -> dict:
    return {
        "event": facts,
        "name": line(facts.name, width_mm=174, points=(18, 15, 12), max_lines=2, bold=True),
        "footer": line(facts.name, width_mm=110, points=(9,)).text,
        "funnel_rows": facts.funnel.counts,
        "answer_rows": [(a.side, list(a.counts.values())) for a in facts.answers if a.counts],
        "answer_parts": next((list(a.counts) for a in facts.answers if a.counts), []),
        "few_answers": [a for a in facts.answers if a.counts is None],
        "least": statistics.event.LEAST_ANSWERS,
        "csv_name": CSV_NAME,
    }


def csv_of(facts: ReportFacts) -> bytes:
    """The figures for a spreadsheet: UTF-8 with BOM, no cell that could be taken for a formula."""
    made = io.StringIO()
    write = csv.writer(made, lineterminator="\r\n")
    write.writerow(["区分", "項目", "値", "単位", "分子", "分母", "定義"])
    for row in _lines(facts):
        write.writerow([safe_cell(cell) for cell in row])
    return made.getvalue().encode("utf-8-sig")


def _lines(facts: ReportFacts):
    yield "交流会", "名称", facts.name, "", "", "", ""
    for date in facts.dates:
        yield "交流会", "開催日", date.isoformat(), "", "", "", ""
    for figure in facts.figures.figures:
        yield "数", figure.name, "" if figure.value is None else figure.value, figure.unit, "", "", figure.definition
    for step in facts.funnel.steps:
        yield "段階", step.name, step.count, facts.funnel.unit, "", "", step.definition
    for rate in (*facts.funnel.rates, *facts.figures.rates):
        value = "" if rate.percent is None else rate.percent
        yield "率", rate.name, value, "%", rate.numerator, rate.denominator, rate.definition
    for kind, groups in (("金融機関", facts.institutions), ("分類", facts.categories)):
        for group in groups:
            yield kind, f"{group.name} 企業", group.firms, "社", "", "", ""
            yield kind, f"{group.name} 希望", group.entries, "件", "", "", ""
            yield kind, f"{group.name} 面談(予定)", group.planned, "件", "", "", ""
            yield kind, f"{group.name} 面談(実施)", group.held, "件", "", "", ""
            yield kind, f"{group.name} 支援成立", group.supports, "組", "", "", ""
    for answers in facts.answers:
        for wish, n in (answers.counts or {}).items():
            yield "回答", f"{answers.side} {wish}", n, "件", "", "", ""
