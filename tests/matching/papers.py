"""Events with a published timetable, placed by the simplest rule that keeps everybody in one place."""

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import pikepdf

from events.models import Entry, Event
from institutions.models import User
from matching.models import Interview, Timetable
from tests import factories

HARD_NAMES = ("髙橋", "山﨑", "𠮷田", "渡邊", "齋藤", "德永")


def publish(event: Event, by: User) -> Timetable:
    """Every entry gets the first slot at which firm and senior are free."""
    timetable = factories.timetable(event, by, published=True)
    slots = list(event.slots.order_by("number"))
    busy = set()
    for entry in Entry.objects.filter(event=event).select_related("participation__booth", "participation__attendant"):
        for slot in slots:
            marks = {(slot.pk, entry.participation_id), (slot.pk, entry.senior_id)}
            if not marks & busy:
                busy |= marks
                factories.interview(timetable, entry, slot)
                break
    return timetable


def published_event(by: User, *, companies: int = 3, seniors: int = 4, **fields) -> Event:
    event = factories.small_event(companies, seniors, **fields)
    publish(event, by)
    return event


def interviews(event: Event):
    return Interview.objects.filter(event=event, is_published=True).order_by("slot__number", "participation__number")


def text_of(pdf: bytes) -> str:
    """What pdftotext reads, with line ends and blanks taken out: lines may break anywhere."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        made = subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True, check=True)
    return squeezed(made.stdout.decode())


def squeezed(text: str) -> str:
    return "".join(text.split())


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, squeezed."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        made = subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True, check=True)
    return [squeezed(page) for page in made.stdout.decode().split("\f")[:-1]]


def attachments_of(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {name: spec.get_file().read_bytes() for name, spec in opened.attachments.items()}


def has_poppler() -> bool:
    return shutil.which("pdftotext") is not None


def keep(pdf: bytes, name: str) -> Path:
    """For looking at a paper by hand."""
    path = Path(tempfile.gettempdir()) / name
    path.write_bytes(pdf)
    return path
