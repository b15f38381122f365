"""The documents of one event: what there is, what is out of date, and the buttons that make them."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from events.models import Event
from institutions.rules import coordinator_only
from matching.models import Timetable, TimetableState
from matching.printing import request_event_documents
from office import registry
from office.models import Document, WorkState

# What one button makes, in the order of the page: (name, heading, what it is for, kinds with the event's own file last).
SETS = (
    (
        "sheets",
        "面談シート",
        "企業ごとの冊子と、全部をまとめた1つのファイル。当日、卓に置きます。",
        ("company_booklet", "event_sheets"),
    ),
    ("timetable", "全体の時間割(A3)", "受付と事務局で使う1枚。企業と回の表です。", ("event_timetable",)),
    ("seniors", "新現役の時間割", "1人1枚。行く卓と時刻を大きく示します。", ("senior_timetable", "senior_timetables")),
    (
        "report",
        "開催結果報告書",
        "希望から支援までの数と割合。割合には分子・分母・数え方を添えます。",
        ("event_report",),
    ),
)


@require_safe
@coordinator_only
def document_set(request: HttpRequest, event_pk) -> HttpResponse:
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    documents = list(Document.objects.visible_to(request.user).filter(group_id=event.pk))
    current = registry.fingerprints(d for d in documents if d.state == WorkState.DONE)
    for document in documents:
        document.is_stale = current.get(document.pk, document.content_hash) != document.content_hash
    sets = [_set(name, heading, text, kinds, documents) for name, heading, text, kinds in SETS]
    published = Timetable.objects.visible_to(request.user).filter(event=event, state=TimetableState.PUBLISHED)
    context = {
        "event": event,
        "sets": sets,
        "has_published": published.exists(),
        "in_work": any(part["open"] for part in sets),
        "done": sum(part["done"] for part in sets),
        "total": sum(part["total"] for part in sets),
    }
    return render(request, "matching/document_set.html" + ("#results" if request.htmx else ""), context)


def _set(name: str, heading: str, text: str, kinds: tuple[str, ...], documents: list[Document]) -> dict:
    own = [document for document in documents if document.kind in kinds]
    whole = next((document for document in own if document.kind == kinds[-1]), None)
    return {
        "name": name,
        "heading": heading,
        "text": text,
        "whole": whole,
        "parts": sorted((d for d in own if d is not whole), key=_in_order),
        "done": sum(d.state == WorkState.DONE for d in own),
        "open": sum(d.is_open for d in own),
        "failed": [d for d in own if d.state == WorkState.FAILED],
        "stale": sum(d.is_stale for d in own),
        "total": len(own),
    }


def _in_order(document: Document) -> tuple[int, str]:
    """卓2 before 卓10."""
    number = re.search(r"\d+", document.title)
    return (int(number.group()) if number else 0, document.title)


@require_POST
@coordinator_only
def document_set_make(request: HttpRequest, event_pk, set_name: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    kinds = next((kinds for name, _, _, kinds in SETS if name == set_name), ())
    try:
        request_event_documents(event=event, by=request.user, now=timezone.now(), kinds=kinds)
    except registry.WorkError as error:
        messages.error(request, str(error))
    return redirect("matching:document_set", event.pk)
