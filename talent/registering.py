"""From a draft to the register: who may begin, what is still wrong with a sheet, and handing it in, once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from institutions.actors import acting, system
from institutions.models import User
from office.form_errors import mistakes
from talent import lifecycle
from talent.changing import asked, changed, drop_untouched, is_untouched
from talent.consents import missing, missing_of
from talent.drafts import RegistrationError, is_on_paper_later, locked
from talent.forms_register import CONSENT, STEPS, WORK, CareerForm, Step, step_of_key
from talent.forms_register.who import age_on
from talent.lifecycle import LifecycleError, move
from talent.models import (
    OPEN,
    WRITABLE,
    Application,
    ApplicationKind,
    ApplicationState,
    Consent,
    Senior,
    SeniorState,
)
from talent.numbering import next_numbers
from talent.rules import senior_of
from talent.sheet import FACTS, PRACTICAL, sheet_of, write_sheet

MAY_CHANGE = (SeniorState.ACTIVE, SeniorState.PAUSED, SeniorState.DORMANT)
LOWEST_AGE, FEWEST_YEARS = 50, 10


# --- Beginning --------------------------------------------------------------------------------------------------------
def open_application(user: User) -> Application | None:
    """The one that she has not finished; to have looked at her registration is none."""
    found = _open(user)
    return None if found is None or is_untouched(found) else found


def _open(user: User) -> Application | None:
    return Application.objects.visible_to(user).filter(applicant=user, state__in=OPEN).first()


def begin(*, by: User, now: dt.datetime) -> Application:
    """Her own draft: of a first registration, or of a change of what is registered. Where one is open, that one."""
    if found := _open(by):
        return _as_of_today(found, by)
    senior = senior_of(by)
    if senior is None:
        return _made(by, applicant=by, sheet={"email": by.email})
    if senior.state not in MAY_CHANGE:
        raise RegistrationError("いまの登録の状態では、ここから変えられません。事務局へお電話ください。")
    drop_untouched(senior)
    return _made(by, applicant=by, **_change_of(senior))


def begin_for_another(*, by: User, now: dt.datetime) -> Application:
    """The office writes for somebody who comes with paper or by telephone; as many at once as there are people."""
    return Application.objects.create(written_by=by)


def begin_change_for(*, senior: Senior, by: User, now: dt.datetime) -> Application:
    """The office corrects what is registered, say after a telephone call; where it has begun already, that draft."""
    found = Application.objects.filter(senior=senior, state__in=OPEN).first()
    if found and found.state in WRITABLE and found.is_by_proxy:
        return _as_of_today(found, by)
    if senior.state not in MAY_CHANGE:
        raise RegistrationError("いまの登録の状態では、内容を変えられません。")
    drop_untouched(senior)
    try:
        with transaction.atomic():
            return Application.objects.create(written_by=by, **_change_of(senior))
    except IntegrityError:
        raise RegistrationError(
            "この方には、まだ終わっていない申込みがあります。ご本人が書き終えるか、その申込みが決まってから、もう一度お試しください。お急ぎのときは「申込みを取りやめる」を押してから直せます。"
        ) from None


def _change_of(senior: Senior) -> dict[str, Any]:
    sheet = sheet_of(senior)
    return {"kind": ApplicationKind.CHANGE, "senior": senior, "sheet": sheet, "base": sheet}


@transaction.atomic
def _as_of_today(found: Application, by: User) -> Application:
    """As long as nothing was written, it shows what the register holds now."""
    row = locked(found, by)
    if is_untouched(row):
        row.sheet = row.base = sheet_of(row.senior)
        row.save(update_fields=["sheet", "base", "saved_at"])
    return row


def _made(by: User, **fields: Any) -> Application:
    try:
        with transaction.atomic():
            return Application.objects.create(**fields)
    except IntegrityError:
        if found := _open(by):
            return found
        raise RegistrationError(
            "事務局がいま、登録の内容を直しています。終わってから、もう一度お試しください。"
        ) from None


@transaction.atomic
def discard(*, application: Application, by: User, now: dt.datetime) -> None:
    """A draft goes for good; what was handed in once stays with the office."""
    row = locked(application, by)
    if row.state != ApplicationState.DRAFT:
        raise RegistrationError("申し込んだあとは、消せません。取りやめるときは、事務局へお電話ください。")
    with acting(system("書きかけの登録を消す")):
        Application.objects.filter(pk=row.pk).delete()


# --- What is wrong ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Fault:
    step: int
    label: str  # the name of the page
    message: str


def faults(sheet: Mapping[str, Any]) -> list[Fault]:
    """Everything for which a sheet cannot be handed in, page by page; consents are no part of the sheet."""
    found = []
    for step in STEPS:
        if step is not CONSENT:
            found += [Fault(step.number, step.name, one.text) for one in mistakes(step.form(step.form.data_of(sheet)))]
        if step is WORK:
            found += _faults_of_careers(sheet.get("careers") or [])
    return found


def _faults_of_careers(careers: list[dict]) -> list[Fault]:
    if not careers:
        return [Fault(WORK.number, WORK.name, "職歴を1つ以上書いてください。")]
    return [
        Fault(WORK.number, WORK.name, f"{number}つ目の職歴:{one.text}")
        for number, career in enumerate(careers, start=1)
        for one in mistakes(CareerForm(CareerForm.data_of(career)))
    ]


def open_faults(row: Application, today: dt.date) -> list[Fault]:
    """As `faults`, with consents and half-written pages. A change is judged by the pages that it changes."""
    found = faults(row.sheet)
    if row.kind == ApplicationKind.CHANGE:
        pages = {step_of_key(key) for key in changed(row, sheet_of(row.senior))}
        found = [one for one in found if STEPS[one.step - 1] in pages]
    known = {one.step for one in found}
    for part in row.typed:
        number = WORK.number if part.startswith("career:") else int(part)
        if number not in known or part.startswith("career:"):
            found.append(Fault(number, STEPS[number - 1].name, "書きかけのところ、または直すところが残っています。"))
    if CONSENT in steps_of(row, today) and not is_on_paper_later(row) and missing(row.consents, today):
        found += [Fault(CONSENT.number, CONSENT.name, "文をお読みになり、同意のチェックを入れてください。")] * (
            CONSENT.number not in {one.step for one in found}
        )
    return sorted(found, key=lambda one: one.step)


def steps_of(row: Application, today: dt.date) -> tuple[Step, ...]:
    """The pages to go through: who is registered is asked for consent again only where a wording is new."""
    if row.kind == ApplicationKind.CHANGE and not missing_of(row.senior, today):
        return STEPS[:-1]
    return STEPS


def is_consent_alone(row: Application) -> bool:
    """Whether nothing of the sheet is asked for: what she consents to needs nobody's approval."""
    return row.kind == ApplicationKind.CHANGE and bool(row.consents) and not asked(row)


def hints(sheet: Mapping[str, Any], today: dt.date) -> list[str]:
    """What the office will ask about; it refuses nobody by itself."""
    found = []
    born = sheet.get("birth_date")
    if born and age_on(dt.date.fromisoformat(born), today) < LOWEST_AGE:
        found.append(
            f"この登録は、おおむね{LOWEST_AGE}歳以上の方を対象にしています。お申込みのあと、事務局で確認します。"
        )
    years = [one.get("years") or 0 for one in sheet.get("specialities") or []]
    if years and max(years) < FEWEST_YEARS:
        found.append(
            f"専門分野の経験は、おおむね{FEWEST_YEARS}年以上をお願いしています。お申込みのあと、事務局で確認します。"
        )
    return found


# --- Handing in -------------------------------------------------------------------------------------------------------
@transaction.atomic
def submit(*, application: Application, by: User, now: dt.datetime) -> Application:
    """Hand it in; twice is once. Raises RegistrationError with what is missing."""
    row = locked(application, by)
    if row.state in (ApplicationState.SUBMITTED, ApplicationState.APPROVED):
        return row
    if row.state not in WRITABLE:
        raise RegistrationError("この申込みは取りやめになっています。事務局へお電話ください。")
    if open_faults(row, timezone.localdate(now)):
        raise RegistrationError("まだ書き終わっていないところがあります。下の一覧から直してください。")
    if row.kind == ApplicationKind.NEW:
        _hand_in_new(row)
    else:
        _hand_in_change(row, now)
    _write_consents(row)
    row.submitted_at, row.reason = now, ""
    row.save()
    return row


def _hand_in_new(row: Application) -> None:
    if row.senior_id:
        try:
            senior = move(lifecycle.locked(row.senior), SeniorState.SUBMITTED)
        except LifecycleError as refused:
            raise RegistrationError(str(refused)) from None
    else:
        senior = Senior(number=next_numbers(1)[0], user=row.applicant, state=SeniorState.SUBMITTED)
    row.senior = write_sheet(senior, row.sheet)
    row.state = ApplicationState.SUBMITTED


def _hand_in_change(row: Application, now: dt.datetime) -> None:
    """How to reach her, when she can come and what she consents to hold at once; what the office has approved waits for it."""
    senior = lifecycle.locked(row.senior)
    new = changed(row, sheet_of(senior))
    if not new and not row.consents:
        raise RegistrationError("変わったところがありません。直すところがないときは、申し込まなくて構いません。")
    at_once = new & set(PRACTICAL)
    write_sheet(senior, row.sheet, at_once)
    if not new & set(FACTS):
        row.state, row.decided_at = ApplicationState.APPROVED, now
        return
    row.state = ApplicationState.SUBMITTED
    if row.base is not None:  # sent back and handed in again, it does not write them a second time
        row.base = row.base | {key: row.sheet[key] for key in at_once}


def _write_consents(row: Application) -> None:
    for kind, one in row.consents.items():
        Consent.objects.get_or_create(
            senior=row.senior,
            kind=kind,
            version=one["version"],
            revoked_at=None,
            defaults={
                "text_hash": one["hash"],
                "on_paper": one["on_paper"],
                "accepted_at": dt.datetime.fromisoformat(one["at"]),
            },
        )
