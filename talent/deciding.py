"""The office decides an application: it goes into the register, or back to who wrote it with the reason. Who wrote it is told.

Every decision locks the application first. `seen` is the moment of submission that a person had before her eyes: who was slower than
another, or has read an older wording, is refused.
"""

import datetime as dt
import logging
from collections.abc import Sequence

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from institutions.models import User
from office.notices import Notice, tell
from talent.changing import asked
from talent.lifecycle import LifecycleError, locked, move
from talent.models import OPEN, Application, ApplicationKind, ApplicationState, Senior, SeniorContact, SeniorState
from talent.sheet import FACTS, KEYS, write_sheet

logger = logging.getLogger(__name__)

DECIDED = "この申込みは、ほかの人がすでに決めました(いまの状態: {state})。"
WRITTEN_ANEW = "この画面を開いたあとに、申込みが書き直されました。新しい内容を読んでから、決めてください。"
NOT_TO_CANCEL = "取りやめられるのは、終わっていない変更の申込みだけです(いまの状態: {state})。"
UNREADABLE = "申込みの内容に、登録に書き込めないところがあります。差し戻して、書き直してもらってください。"
REASONS = (
    "職歴の欄に、勤めた年と、した仕事を書き足してください。",
    "「得意な支援」の欄に、企業のどんな課題を手伝えるかを、例を1つ入れて書いてください。",
    "生年月日を確かめて、書き直してください。",
    "お名前とフリガナを、戸籍のとおりに書き直してください。",
    "電話番号に連絡がつきませんでした。番号を確かめて、書き直してください。",
)


class ApplicationError(Exception):
    """Why an application cannot be decided so, in words for people."""


def stamp_of(application: Application) -> str:
    """Which submission this is: one that came back and was sent again is another."""
    return f"{application.submitted_at.timestamp():.6f}" if application.submitted_at else ""


@transaction.atomic
def approve(*, application: Application, by: User, now: dt.datetime, seen: str | None = None) -> Application:
    """What it says stands in the register from now on; who is new comes in."""
    row, senior = _open(application, seen)
    is_new = row.kind == ApplicationKind.NEW
    if is_new:
        today = timezone.localdate(now)
        more = {"approved_at": now, "registered_on": senior.registered_on or today, "confirmed_on": today}
        if senior.user_id is None and row.applicant_id is not None:
            more["user_id"] = row.applicant_id
        _step(senior, SeniorState.ACTIVE, **more)
    else:
        if senior.state in (SeniorState.WITHDRAWN, SeniorState.SUBMITTED) or senior.erased_at is not None:
            raise ApplicationError(
                f"この人の登録は「{senior.get_state_display()}」なので、変更を登録に書き込めません。"
            )
        senior.approved_at = now
    _write(senior, row.sheet, KEYS if is_new else [key for key in FACTS if key in asked(row)])
    _decide(row, ApplicationState.APPROVED, by, now, reason="")
    _tell(row, senior, "new" if is_new else "change", now)
    return row


@transaction.atomic
def send_back(
    *, application: Application, reason: str, by: User, now: dt.datetime, seen: str | None = None
) -> Application:
    """To who wrote it, who reads the reason and may send it again: herself, or the office for her. The register stays as it is."""
    if not reason.strip():
        raise ApplicationError("差し戻しの理由を書いてください。ご本人がそのまま読みます。")
    row, senior = _open(application, seen)
    if row.kind == ApplicationKind.NEW:
        _step(senior, SeniorState.RETURNED, reason=reason.strip())
    _decide(row, ApplicationState.RETURNED, by, now, reason=reason.strip())
    _tell(row, senior, "returned", now)
    return row


@transaction.atomic
def cancel(
    *, application: Application, reason: str = "", by: User, now: dt.datetime, seen: str | None = None
) -> Application:
    """A change that nobody goes on with makes room for the next one. She is told, unless nobody but the office knew of it."""
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if row.kind != ApplicationKind.CHANGE or row.state not in OPEN:
        raise ApplicationError(NOT_TO_CANCEL.format(state=row.get_state_display()))
    if seen is not None and seen != stamp_of(row):
        raise ApplicationError(WRITTEN_ANEW)
    senior, is_known = locked(row.senior), bool(row.applicant_id or row.submitted_at)
    _decide(row, ApplicationState.CANCELLED, by, now, reason=reason.strip())
    if is_known:
        _tell(row, senior, "cancelled", now)
    logger.info("application %s cancelled by %s", row.pk, by.pk)
    return row


def _open(application: Application, seen: str | None) -> tuple[Application, Senior]:
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if row.state != ApplicationState.SUBMITTED:
        raise ApplicationError(DECIDED.format(state=row.get_state_display()))
    if seen is not None and seen != stamp_of(row):
        raise ApplicationError(WRITTEN_ANEW)
    return row, locked(row.senior)


def _step(senior: Senior, to: SeniorState, **more: object) -> None:
    try:
        move(senior, to, **more)
    except LifecycleError as refused:
        raise ApplicationError(str(refused)) from None


def _write(senior: Senior, sheet: dict, keys: Sequence[str]) -> None:
    """A sheet that the register itself refuses was written by no form of ours; it goes back, and nothing is half written."""
    try:
        with transaction.atomic():
            write_sheet(senior, sheet, keys)
    except (DatabaseError, ValueError, TypeError, KeyError, AttributeError):
        raise ApplicationError(UNREADABLE) from None


def _decide(row: Application, state: ApplicationState, by: User, now: dt.datetime, *, reason: str) -> None:
    row.state, row.reason, row.decided_at, row.decided_by = state, reason, now, by
    row.save(update_fields=["state", "reason", "decided_at", "decided_by", "saved_at"])


# --- Words ------------------------------------------------------------------------------------------------------------
LETTERS = {
    "new": (
        "登録のお知らせ(新現役交流会)",
        "新現役交流会に登録しました。登録番号は {number} です。\n課題をお読みになるときは、下のページから入ってください。"
        "\n\n{link}\n\n内容を変えたいとき、しばらく休みたいときは、「私の登録」のページでできます。",
    ),
    "change": (
        "登録内容の変更のお知らせ(新現役交流会)",
        "お申し込みの変更を、登録に反映しました。\n内容は、下の「私の登録」のページでご確認いただけます。\n\n{link}",
    ),
    "returned": (
        "申込みの内容についてのお願い(新現役交流会)",
        "お申し込みありがとうございます。次の点を直して、もう一度お送りください。\n\n{reason}\n\n"
        "書いていただいた内容は残っています。下のページから続きを書けます。\n\n{link}",
    ),
    "cancelled": (
        "変更の申込みの取りやめのお知らせ(新現役交流会)",
        "登録内容の変更の申込みを、事務局で取りやめました。{reason}\n登録は、いまの内容のままです。"
        "すぐに変わった連絡先や動ける日は、変わったままです。\n\n変えたいところがあるときは、{again}",
    ),
}
FRAME = "{name} 様\n\n{words}\n\nご不明なときは、事務局へお電話ください。\n\n{office} {phone}\n"


def _tell(row: Application, senior: Senior, which: str, now: dt.datetime) -> None:
    """A notice in the outbox. Who has no address is listed for a letter or a call, there or with the decided applications.

    What comes back to the office alone is nobody's to hear of.
    """
    address = address_of(row, senior)
    if is_told_inside(row, which) or not (address or which == "cancelled"):
        return
    title, words = LETTERS[which]
    reason = f"\n\n{row.reason}\n" if which == "cancelled" and row.reason else row.reason
    again = (
        f"下の「私の登録」のページから書けます。\n\n{settings.BASE_URL}/" if row.applicant_id else "お知らせください。"
    )
    words = words.format(number=senior.number, link=f"{settings.BASE_URL}/", reason=reason, again=again)
    contact = SeniorContact.objects.filter(senior=senior).first()
    tell(
        Notice(
            kind=f"application_{which}_{timezone.localtime(now):%y%m%d%H%M%S}",  # sent back twice, it is another letter
            subject_kind="application",
            subject_id=row.pk,
            to=address,
            title=title,
            body=FRAME.format(
                name=senior.name, words=words, office=settings.SECRETARIAT_NAME, phone=settings.SECRETARIAT_PHONE
            ),
            named_senior_id=senior.pk,
            to_name=senior.name,
            to_phone=contact.phone if contact else "",
        ),
        now=now,
    )


def is_told_inside(row: Application, which: str = "returned") -> bool:
    """Whether the office writes it anew by itself: then a letter to her would lead nowhere."""
    return which == "returned" and row.is_by_proxy


def address_of(row: Application, senior: Senior) -> str:
    contact = SeniorContact.objects.filter(senior=senior).first()
    return (contact.email if contact else "") or (row.applicant.email if row.applicant else "")
