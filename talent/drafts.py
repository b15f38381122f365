"""The draft of a registration while it is written: every page keeps what was typed, clean or not, and two windows lose nothing to each other."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from institutions.models import User
from talent.forms_register import CONSENT, CareerForm, LaterPaperForm, PaperConsentForm, Step, StepForm
from talent.models import WRITABLE, Application, ApplicationKind, Senior
from talent.sheet import Difference, differences, label_of, wording

NOT_OPEN = "この申込みは、いまは書き直せません。直したいところがあるときは、事務局へお電話ください。"
LIST_CHANGED = "職歴の一覧が、別の画面で変わりました。いまの一覧を確かめて、もう一度お試しください。"
MOST_CAREERS = 15
NEW = "new"
PRESSED = "!"


class RegistrationError(Exception):
    """What stands in the way, in words for people."""


class RegistrationConflict(RegistrationError):
    """The page was saved in another window since this one was opened. `form` is what was typed here, nothing of it is saved."""

    def __init__(self, form: StepForm, saved_at: dt.datetime, found: list[Difference]):
        super().__init__("この欄は、別の画面で保存されています。")
        self.form, self.saved_at, self.differences = form, saved_at, found


def locked(application: Application, by: User) -> Application:
    """The row as it is now, kept from others until the transaction ends."""
    rows = Application.objects.editable_by(by).select_for_update(of=("self",))
    row = rows.filter(pk=application.pk).first()
    if row is None:
        raise RegistrationError(NOT_OPEN)
    return row


def writable(application: Application, by: User) -> Application:
    row = locked(application, by)
    if row.state not in WRITABLE:
        raise RegistrationError(NOT_OPEN)
    return row


# --- Pages ------------------------------------------------------------------------------------------------------------
def form_class(row: Application, step: Step) -> type[StepForm]:
    if step is CONSENT and row.is_by_proxy:
        return LaterPaperForm if is_on_paper_later(row) else PaperConsentForm
    return step.form


def is_on_paper_later(row: Application) -> bool:
    """What the office corrects does not wait for a signature: the paper is noted where it has come."""
    return row.kind == ApplicationKind.CHANGE and row.is_by_proxy


def part_of(step: Step) -> str:
    """Under what the page's typed entries are kept."""
    return str(step.number)


def form_of(row: Application, step: Step, *, judged: bool = False) -> StepForm:
    """The page as it was left: what is clean, and over it what was typed. `judged`: with its mistakes."""
    kind = form_class(row, step)
    shown = kind.data_of(row.consents if step is CONSENT else row.sheet)
    typed = row.typed.get(part_of(step))
    if typed is not None:
        shown = typed | {name: value for name, value in shown.items() if name.startswith("version_")}
    return kind(data=shown) if judged else kind(initial=shown)


def mark(row: Application, step: Step) -> str:
    """Changes whenever what is saved of that page does."""
    saved = row.consents if step is CONSENT else {key: row.sheet.get(key) for key in step.keys if key != "careers"}
    return _hash([saved, row.typed.get(part_of(step))])


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Saved:
    row: Application
    form: StepForm

    @property
    def is_clean(self) -> bool:
        return self.form.is_valid()


@transaction.atomic
def save_step(
    *,
    application: Application,
    step: Step,
    data: Mapping[str, Any],
    seen: str,
    by: User,
    now: dt.datetime,
    by_itself: bool = False,
) -> Saved:
    """Keep what was typed: clean entries in the sheet, the whole page as typed while something is wrong with it.

    `by_itself`: the page saves while it is being written. Raises RegistrationConflict where another window has saved something
    else since, RegistrationError where it is not open.
    """
    row = writable(application, by)
    if by_itself and seen != mark(row, step) and _came_late(row, part_of(step), data):
        return Saved(row, form_of(row, step, judged=True))
    form = form_class(row, step)(data)
    clean, typed = form.to_sheet(), None if form.is_valid() else form.as_typed()
    saved = row.consents if step is CONSENT else row.sheet
    if step is CONSENT:  # whoever has agreed to this wording before has agreed then
        clean = {k: saved[k] if _same_consent(saved.get(k), one) else one for k, one in clean.items()}
    if seen != mark(row, step) and not _same_window(row, part_of(step), data):
        other = [k for k in clean if clean[k] != saved.get(k)]
        if other or typed != row.typed.get(part_of(step)):
            raise RegistrationConflict(form, row.saved_at, _told(step, saved, clean))
    if step is CONSENT:
        row.consents = clean
    else:
        row.sheet = row.sheet | clean
    _keep(row, part_of(step), typed, _window(data, by_itself))
    if typed is None:
        row.step = max(row.step, step.number)
    row.save(update_fields=["sheet", "typed", "windows", "consents", "step", "saved_at"])
    return Saved(row, form)


def _same_consent(saved: dict | None, said: dict) -> bool:
    if not saved or saved["hash"] != said["hash"] or saved["on_paper"] != said["on_paper"]:
        return False
    return not said["on_paper"] or saved["at"] == said["at"]


def _told(step: Step, saved: Mapping, clean: Mapping) -> list[Difference]:
    return [] if step is CONSENT else differences({k: saved.get(k) for k in clean}, clean)


def _window(data: Mapping[str, Any], by_itself: bool) -> str:
    """Which window saved last; with a mark where the person herself did."""
    return str(data.get("window", ""))[:20] + ("" if by_itself else PRESSED)


def _same_window(row: Application, part: str, data: Mapping[str, Any]) -> bool:
    """A window that saves by itself does not hear of it before the next save is on its way."""
    return bool(data.get("window")) and row.windows.get(part) in (_window(data, True), _window(data, False))


def _came_late(row: Application, part: str, data: Mapping[str, Any]) -> bool:
    """What a page has sent by itself may arrive after the button that was pressed then: it is older, and dropped."""
    return bool(data.get("window")) and row.windows.get(part) == _window(data, False)


def _keep(row: Application, part: str, typed: dict | None, window: str) -> None:
    row.windows = row.windows | {part: window}
    rest = {name: value for name, value in row.typed.items() if name != part}
    row.typed = rest | ({part: typed} if typed is not None else {})


# --- Careers, each on a page of its own -------------------------------------------------------------------------------
def career_part(index: int | None) -> str:
    """`index`: the place in the list; None is a new one."""
    return f"career:{NEW if index is None else index}"


def careers_of(row: Application) -> list[dict]:
    return row.sheet.get("careers") or []


def career_form(row: Application, index: int | None, *, judged: bool = False) -> CareerForm:
    shown = row.typed.get(career_part(index))
    if shown is None:
        shown = CareerForm.data_of(careers_of(row)[index]) if index is not None else {}
    return CareerForm(data=shown) if judged else CareerForm(initial=shown)


def careers_mark(row: Application) -> str:
    return _hash([careers_of(row), sorted(name for name in row.typed if name.startswith("career:"))])


def career_mark(row: Application, index: int | None) -> str:
    saved = None if index is None else careers_of(row)[index]
    return _hash([saved, len(careers_of(row)), row.typed.get(career_part(index))])


@transaction.atomic
def save_career(
    *,
    application: Application,
    index: int | None,
    data: Mapping[str, Any],
    seen: str,
    by: User,
    now: dt.datetime,
    by_itself: bool = False,
) -> Saved:
    """A clean one goes into the list; one with a mistake is kept as typed beside it. Raises as `save_step` does.

    While the page saves by itself, a new one waits beside the list, clean or not.
    """
    row = writable(application, by)
    if index is not None and index >= len(careers_of(row)):
        raise RegistrationError(LIST_CHANGED)
    if by_itself and seen != career_mark(row, index) and _came_late(row, career_part(index), data):
        return Saved(row, CareerForm(data))
    form, careers = CareerForm(data), list(careers_of(row))
    clean, typed = form.to_sheet(), None if form.is_valid() and not (by_itself and index is None) else form.as_typed()
    if index is None and typed is None and careers and clean == careers[-1]:
        return Saved(row, form)  # pressed twice
    if seen != career_mark(row, index) and not _same_window(row, career_part(index), data):
        other, kept = row.typed.get(career_part(index)), careers[index] if index is not None else None
        if (other is not None and other != typed) or (kept is not None and typed is None and clean != kept):
            raise RegistrationConflict(form, row.saved_at, _career_told(kept or {}, form))
    if index is None and len(careers) >= MOST_CAREERS:
        raise RegistrationError(f"職歴は{MOST_CAREERS}件までです。似たお仕事は1つにまとめてください。")
    if typed is None:
        careers = [*careers, clean] if index is None else [*careers[:index], clean, *careers[index + 1 :]]
        row.sheet = row.sheet | {"careers": careers}
    _keep(row, career_part(index), typed or None, _window(data, by_itself))
    row.save(update_fields=["sheet", "typed", "windows", "saved_at"])
    return Saved(row, form)


def _career_told(saved: Mapping, form: CareerForm) -> list[Difference]:
    said = form.to_sheet()
    return [
        Difference(key, str(form[key].label), str(saved.get(key) or ""), str(said[key] or ""))
        for key in said
        if (saved.get(key) or "") != (said[key] or "")
    ]


@transaction.atomic
def arrange_careers(
    *, application: Application, index: int, to: int | None, seen: str, by: User, now: dt.datetime
) -> Application:
    """Move a career to another place, or take it out (`to` is None); what is half written beside them moves along."""
    row = writable(application, by)
    careers = careers_of(row)
    if seen != careers_mark(row) or not 0 <= index < len(careers):
        raise RegistrationError(LIST_CHANGED)
    order = [n for n in range(len(careers)) if n != index]
    if to is not None:
        order.insert(max(0, min(to, len(order))), index)
    typed = {name: value for name, value in row.typed.items() if not name.startswith("career:") or name.endswith(NEW)}
    typed |= {
        career_part(new): row.typed[career_part(old)] for new, old in enumerate(order) if career_part(old) in row.typed
    }
    row.sheet, row.typed = row.sheet | {"careers": [careers[n] for n in order]}, typed
    row.windows = {name: one for name, one in row.windows.items() if not name.startswith("career:")}
    row.save(update_fields=["sheet", "typed", "windows", "saved_at"])
    return row


@transaction.atomic
def forget_new_career(*, application: Application, by: User, now: dt.datetime) -> Application:
    """The half-written new one is thrown away."""
    row = writable(application, by)
    _keep(row, career_part(None), None, "")
    row.save(update_fields=["typed", "windows", "saved_at"])
    return row


# --- For the page of checking -----------------------------------------------------------------------------------------
def shown_lines(row: Application, step: Step) -> list[tuple[str, str]]:
    """(label, words) of that page's part of the sheet."""
    lines = [(key, label_of(key), wording(key, row.sheet.get(key))) for key in step.keys]
    return [(label, f"{text[:3]}-{text[3:]}" if key == "postal_code" and text else text) for key, label, text in lines]


FACE = (
    "specialities", "topics", "industries", "strengths", "achievements", "introduction", "qualifications", "languages",
    "overseas", "regions", "online_ok", "weekdays", "days_per_week",
)  # fmt: skip


def face_lines(row: Application) -> list[tuple[str, str]]:
    """What a firm reads below the careers; what is empty is not shown."""
    lines = [(label_of(key), wording(key, row.sheet.get(key))) for key in FACE]
    return [(label, text) for label, text in lines if text]


def unsaved_senior(row: Application) -> Senior:
    """The face of the sheet as a senior, for the preview; nothing of it is written."""
    names = {field.name for field in Senior._meta.fields}
    plain = {k: v for k, v in row.sheet.items() if k in names and k not in ("retired_on",) and v is not None}
    return Senior(**plain)
