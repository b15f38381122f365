"""Writes of briefs: the anonymised face of an issue is written, handed in, approved or sent back. What it says is checked every time.

Every write locks the issue first, so that two people take turns; `revision` is the one that a person had before her eyes.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from companies.anonymity import Certainty, Finding, Firm, check, draft
from companies.models import BRIEF_MOVES, BriefReview, BriefState, Company, Issue, IssueBrief
from companies.regions import region_of
from institutions.models import User
from institutions.roles import Ability
from kouryukai.lib.japanese import name_key
from office.notices import Notice, tell

TEXTS = ("public_title", "public_summary", "trade", "region")
FIELDS = (*TEXTS, "size_band", "categories")
LABELS = {"public_title": "題名", "public_summary": "要約", "trade": "業種", "region": "地域"}
NOT_WRITTEN = "公開する文が、まだ保存されていません。先に下書きを保存してください。"
CHANGED = "この画面を開いたあとに、{who}が書き直しました。新しい文を読んでから、もう一度押してください。"
OPEN = "この文は公開中です。書き直すと公開が止まり、もう一度の承認が要ります。よければ「公開を止めて書き直す」にしるしを付けてください。"


class BriefError(ValueError):
    """What stood in the way, in words for people."""


class BriefConflict(BriefError):
    """Somebody else has saved other words in between; `brief` is what stands there now."""

    def __init__(self, brief: IssueBrief, review: BriefReview) -> None:
        super().__init__("ほかの人が先に保存しました。両方の文を見くらべて、残す文を決めてください。")
        self.brief, self.review = brief, review


# --- The check ----------------------------------------------------------------------------------------------------------
def firm_of(company: Company, known_words: Iterable[str] = ()) -> Firm:
    """What the check must know of a firm. `company` with its institution, branch and officer loaded."""
    return Firm(
        name=company.name,
        short_name=company.short_name,
        name_kana=company.name_kana,
        representative_name=company.representative_name,
        representative_kana=company.representative_kana,
        prefecture=company.prefecture,
        city=company.city,
        address=company.address,
        phone=company.phone,
        email=company.email,
        url=company.url,
        corporate_number=company.corporate_number or "",
        known_words=tuple(known_words),
        bank_name=company.institution.name,
        branch_name=company.branch.name,
        officer_name=company.officer.name if company.officer else "",
        industry=company.industry,
        employees=company.employees,
        established_year=company.established_year,
        sales_man_yen=company.sales_man_yen,
        capital_man_yen=company.capital_man_yen,
    )


@lru_cache(maxsize=1000)
def _checked(firm: Firm, texts: tuple[tuple[str, str], ...], year: int) -> tuple[Finding, ...]:
    """The same texts of the same firm have the same findings: a board of sixty briefs is checked once."""
    return check(firm, dict(texts), year=year)


@dataclass(frozen=True)
class Mark:
    """A finding as a page shows it: its number on the page, and why it may stand where somebody has said so."""

    number: int
    finding: Finding
    accepted: Mapping[str, str] | None

    @property
    def is_sure(self) -> bool:
        return self.finding.certainty == Certainty.GIVEAWAY

    @property
    def stands(self) -> bool:
        """Whether it still has to be dealt with before the brief is approved."""
        return self.is_sure and self.accepted is None

    @property
    def field_label(self) -> str:
        return LABELS[self.finding.field]


def marks_of(
    company: Company, texts: Mapping[str, str], review: BriefReview | None, *, today: dt.date | None = None
) -> list[Mark]:
    """Every finding in these texts, numbered, give-aways that were accepted with their reason."""
    year = (today or timezone.localdate()).year
    firm = firm_of(company, review.known_words if review else ())
    found = _checked(firm, tuple((name, texts.get(name, "")) for name in TEXTS), year)
    known = {(one["kind"], name_key(one["text"])): one for one in (review.accepted if review else [])}
    return [
        Mark(number, finding, known.get((finding.kind.value, name_key(finding.text))))
        for number, finding in enumerate(found, 1)
    ]


def texts_of(brief: IssueBrief) -> dict[str, str]:
    return {name: getattr(brief, name) for name in TEXTS}


def standing(brief: IssueBrief, review: BriefReview | None, *, today: dt.date | None = None) -> list[Mark]:
    """The give-aways that nobody has let stand: with one of them a brief is neither approved nor opened."""
    company = brief.issue.company
    return [mark for mark in marks_of(company, texts_of(brief), review, today=today) if mark.stands]


def first_draft(issue: Issue) -> dict[str, object]:
    """Words to begin with, made from the issue: what the check is sure of is replaced. Nothing is stored and nothing is shown to seniors."""
    company, year = issue.company, timezone.localdate().year
    firm = firm_of(company)
    parts = [issue.body, issue.expected_support, issue.wanted_profile and f"求める方: {issue.wanted_profile}"]
    trade = draft(firm, company.industry, year=year, limit=60)
    return {
        "public_title": draft(firm, issue.title, year=year, limit=80),
        "public_summary": draft(firm, "\n".join(part for part in parts if part), year=year, limit=1200),
        "trade": trade,
        "region": region_of(company.prefecture)[:20],
        "size_band": company.size_band,
        "categories": list(issue.categories),
    }


# --- Writing -------------------------------------------------------------------------------------------------------------
def _locked(issue: Issue) -> tuple[Issue, IssueBrief | None, BriefReview | None]:
    rows = Issue.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("company__institution", "company__branch", "company__officer", "hearing").get(pk=issue.pk)
    brief = IssueBrief.objects.filter(issue=row).first()
    review = BriefReview.objects.filter(brief=brief).first() if brief else None
    if brief:
        brief.issue = row
    if brief and review is None:  # imported, or written before reviews were kept
        review = BriefReview.objects.create(brief=brief, institution_id=row.institution_id)
    return row, brief, review


@transaction.atomic
def save(
    *,
    issue: Issue,
    values: Mapping[str, object],
    known_words: list[str],
    revision: int,
    by: User,
    now: dt.datetime,
    stop_open: bool = False,
) -> IssueBrief:
    """Keep these words as a draft. Other words than those that were handed in or approved have to be looked at anew."""
    row, brief, review = _locked(issue)
    if brief is None:
        event_id = row.hearing.event_id
        brief = IssueBrief(
            issue=row, institution_id=row.institution_id, event_id=event_id, state=BriefState.DRAFT, **values
        )
        brief.save()
        BriefReview.objects.create(brief=brief, institution_id=row.institution_id, known_words=known_words, revision=1)
        return brief
    words_changed = any(getattr(brief, name) != values[name] for name in FIELDS)
    if not words_changed and review.known_words == known_words:
        return brief  # sent twice, or nothing new
    if revision != review.revision:
        raise BriefConflict(brief, review)
    if brief.state == BriefState.WITHDRAWN:
        raise BriefError("この課題の公開文は取り下げられています。「もう一度書く」を押してから、書き直してください。")
    if words_changed:
        if brief.open_from is not None and not stop_open:
            raise BriefError(OPEN)
        for name in FIELDS:
            setattr(brief, name, values[name])
        if brief.state != BriefState.DRAFT:
            _back_to_draft(brief, review)
        brief.save()
    review.known_words = known_words
    review.revision += 1
    written = {name_key(mark.finding.text) for mark in marks_of(row.company, texts_of(brief), review)}
    review.accepted = [one for one in review.accepted if name_key(one["text"]) in written]
    review.save()
    return brief


def _back_to_draft(brief: IssueBrief, review: BriefReview) -> None:
    brief.state, brief.open_from, brief.open_until = BriefState.DRAFT, None, None
    review.submitted_at = review.submitted_by = review.approved_at = review.approved_by = None


@transaction.atomic
def accept(*, issue: Issue, kind: str, text: str, reason: str, by: User, now: dt.datetime) -> None:
    """Let a finding stand, with the reason. Whoever approves reads it."""
    row, brief, review = _locked(issue)
    if brief is None:
        raise BriefError(NOT_WRITTEN)
    marks = marks_of(row.company, texts_of(brief), review)
    if not any(mark.finding.kind == kind and name_key(mark.finding.text) == name_key(text) for mark in marks):
        raise BriefError("この言葉は、いまの文にありません。文が書き直されたようです。")
    if not reason.strip():
        raise BriefError("そのままでよい理由を書いてください。承認する人が読みます。")
    _forget(review, kind, text)
    review.accepted.append({"text": text, "kind": kind, "reason": reason.strip()[:200], "by": str(by.pk)})
    review.save(update_fields=["accepted"])


@transaction.atomic
def accept_no_more(*, issue: Issue, kind: str, text: str, by: User, now: dt.datetime) -> None:
    """The finding has to be dealt with again; an approved brief that holds it goes back to the draft."""
    _, brief, review = _locked(issue)
    if brief is None:
        raise BriefError(NOT_WRITTEN)
    if brief.state == BriefState.APPROVED:
        raise BriefError("承認されたあとは、取り消せません。差し戻してから直してください。")
    _forget(review, kind, text)
    review.save(update_fields=["accepted"])


def _forget(review: BriefReview, kind: str, text: str) -> None:
    review.accepted = [one for one in review.accepted if (one["kind"], name_key(one["text"])) != (kind, name_key(text))]


# --- Steps ---------------------------------------------------------------------------------------------------------------
def _to_step(issue: Issue, to: BriefState, revision: int) -> tuple[Issue, IssueBrief, BriefReview]:
    row, brief, review = _locked(issue)
    if brief is None:
        raise BriefError(NOT_WRITTEN)
    if review.revision != revision:
        raise BriefError(CHANGED.format(who="ほかの人"))
    if not BRIEF_MOVES.may(brief.state, to):
        raise BriefError(f"いまは「{brief.get_state_display()}」なので、この操作はできません。")
    return row, brief, review


@transaction.atomic
def hand_in(*, issue: Issue, revision: int, by: User, now: dt.datetime) -> IssueBrief:
    """To the office, which reads it. Give-aways may still stand in it: then the office sends it back or asks."""
    _, brief, review = _to_step(issue, BriefState.SUBMITTED, revision)
    brief.state = BriefState.SUBMITTED
    brief.save(update_fields=["state", "updated_at"])
    review.submitted_at, review.submitted_by, review.returned_reason = now, by, ""
    review.save(update_fields=["submitted_at", "submitted_by", "returned_reason"])
    return brief


@transaction.atomic
def take_back(*, issue: Issue, revision: int, by: User, now: dt.datetime) -> IssueBrief:
    """Who handed it in writes on, before anybody has decided."""
    _, brief, review = _to_step(issue, BriefState.DRAFT, revision)
    if brief.state != BriefState.SUBMITTED:
        raise BriefError(f"いまは「{brief.get_state_display()}」なので、取り戻せません。")
    _back_to_draft(brief, review)
    brief.save()
    review.save()
    return brief


@transaction.atomic
def approve(*, issue: Issue, revision: int, by: User, now: dt.datetime) -> IssueBrief:
    """Good for seniors to read. Refused while a give-away stands that nobody has let stand with a reason."""
    if not by.can(Ability.ARRANGE):
        raise BriefError("承認できるのは事務局だけです。")
    _, brief, review = _to_step(issue, BriefState.APPROVED, revision)
    left = standing(brief, review, today=timezone.localdate(now))
    if left:
        words = "、".join(dict.fromkeys(f"「{mark.finding.text}」" for mark in left[:5]))
        more = f"など{len(left)}か所" if len(left) > 5 else ""
        raise BriefError(
            f"企業がわかるおそれのある言葉が残っています: {words}{more}。直すか、そのままでよい理由を書いてから、承認してください。"
        )
    brief.state = BriefState.APPROVED
    brief.save(update_fields=["state", "updated_at"])
    review.approved_at, review.approved_by, review.returned_reason = now, by, ""
    review.save(update_fields=["approved_at", "approved_by", "returned_reason"])
    return brief


@transaction.atomic
def send_back(*, issue: Issue, revision: int, reason: str, by: User, now: dt.datetime) -> IssueBrief:
    """Back to who wrote it, with the reason; what was open is open no more."""
    if not by.can(Ability.ARRANGE):
        raise BriefError("差し戻せるのは事務局だけです。")
    if not reason.strip():
        raise BriefError("差し戻しの理由を書いてください。書いた人がそのまま読みます。")
    row, brief, review = _to_step(issue, BriefState.DRAFT, revision)
    if brief.state == BriefState.WITHDRAWN:
        raise BriefError("取り下げられているので、差し戻しはできません。")
    writer = review.submitted_by
    _back_to_draft(brief, review)
    review.returned_reason = reason.strip()[:1000]
    brief.save()
    review.save()
    if writer is not None and writer.pk != by.pk:
        _tell(row, brief, review, writer, now)
    return brief


@transaction.atomic
def withdraw(*, issue: Issue, revision: int, by: User, now: dt.datetime) -> IssueBrief:
    """The issue is not shown to seniors after all; its words are kept."""
    _, brief, review = _to_step(issue, BriefState.WITHDRAWN, revision)
    _back_to_draft(brief, review)
    brief.state = BriefState.WITHDRAWN
    brief.save()
    review.save()
    return brief


@transaction.atomic
def resume(*, issue: Issue, revision: int, by: User, now: dt.datetime) -> IssueBrief:
    _, brief, _ = _to_step(issue, BriefState.DRAFT, revision)
    if brief.state != BriefState.WITHDRAWN:
        raise BriefError(f"いまは「{brief.get_state_display()}」です。")
    brief.state = BriefState.DRAFT
    brief.save(update_fields=["state", "updated_at"])
    return brief


def _tell(issue: Issue, brief: IssueBrief, review: BriefReview, writer: User, now: dt.datetime) -> None:
    page = settings.BASE_URL + reverse("companies:brief_edit", args=[issue.pk])
    tell(
        Notice(
            kind=f"brief_returned_{review.revision}_{timezone.localtime(now):%y%m%d%H%M}",
            subject_kind="brief",
            subject_id=brief.pk,
            to=writer.email,
            title="課題の公開文についてのお願い(新現役交流会)",
            body=(
                "提出していただいた課題の公開文について、次の点を直して、もう一度ご提出ください。\n\n"
                f"{review.returned_reason}\n\n書いていただいた文は残っています。下のページから続きを書けます。\n\n{page}\n"
            ),
            group_id=brief.event_id,
        ),
        now=now,
    )
