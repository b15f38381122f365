"""Writes on a hearing: begin it, save what was typed, and every step from draft to approval. Each leaves a version behind."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from companies import rules
from companies.hearing_quality import missing
from companies.models import (
    BriefState,
    CheckedHow,
    Company,
    Hearing,
    HearingNote,
    HearingState,
    HearingVersion,
    IssueBrief,
    VersionKind,
)
from companies.rules import HEARING_STEPS
from companies.sheet import (
    ANSWER_KEYS,
    BACKGROUND,
    EMPTY,
    ISSUE_KEYS,
    KEYS,
    UNKNOWN,
    VISIT,
    Conflict,
    Sheet,
    differences,
    merge,
    same,
    sheet_of,
    write_sheet,
)
from institutions.actors import acting, system
from institutions.models import User
from institutions.roles import Role
from office.notices import Notice, tell


class HearingError(ValueError):
    """What stood in the way, in words for people."""


# --- Beginning --------------------------------------------------------------------------------------------------------
PARTS = {"background": BACKGROUND, "issues": tuple(ISSUE_KEYS), "answers": tuple(ANSWER_KEYS)}


@transaction.atomic
def begin(
    *,
    company: Company,
    event_id: UUID,
    key: UUID,
    by: User,
    now: dt.datetime,
    copy_from: Hearing | None = None,
    parts: tuple[str, ...] = tuple(PARTS),
) -> tuple[Hearing, bool]:
    """The firm's hearing for that event, and whether it is new: an event has one, so who comes second is led to the first's."""
    there = Hearing.objects.filter(company=company, event_id=event_id).first()
    if there is not None:
        return there, False
    hearing = Hearing(pk=key, company=company, institution_id=company.institution_id, event_id=event_id)
    try:
        with transaction.atomic():
            hearing.save(force_insert=True)
    except IntegrityError:  # somebody else was faster by a moment
        there = Hearing.objects.filter(company=company, event_id=event_id).first()
        if there is None:
            raise HearingError("ヒアリングを始められませんでした。画面を読み直して、もう一度お試しください。") from None
        return there, False
    if copy_from is not None:
        hearing.copied_from = copy_from
        before = sheet_of(copy_from)
        keys = [one for part in parts for one in PARTS.get(part, ())]
        write_sheet(hearing, {one: before[one] for one in keys if one in before}, keys)
    _write_down(hearing, VersionKind.DRAFT, by=by, now=now, reason="前回の内容を写しました" if copy_from else "")
    return hearing, True


# --- Saving -----------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Saved:
    """What became of a saving. `from_others`: what others have written meanwhile, and is left as it is."""

    hearing: Hearing
    sheet: Sheet
    written: list[str] = field(default_factory=list)
    from_others: Sheet = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    last: HearingVersion | None = None  # the latest version of somebody else, where there is something to tell
    note: str = ""


@transaction.atomic
def save(
    *,
    hearing: Hearing,
    values: Mapping[str, Any],
    bases: Mapping[str, int],
    by: User,
    now: dt.datetime,
    note: str | None = None,
    note_seen: str = "",
) -> Saved:
    """Keep what was typed: `values` by the keys of the sheet, `bases[key]` the revision that the writer of the field had before her.

    Fields that nobody else has touched since are written, others' are left, and what two have changed differently comes back as a
    conflict with nothing lost. HearingError, and nothing written, while this person may not write.
    """
    hearing = _locked(hearing)
    if refused := rules.write_refusal(hearing, by):
        raise HearingError(refused)
    stored = sheet_of(hearing)
    mine = {key: value for key, value in values.items() if key in KEYS and (by.is_coordinator or key not in VISIT)}
    known = _versions(hearing, set(bases.values()), stored)
    found = merge(mine, stored, lambda key: known[bases[key]].get(key) if bases.get(key) in known else UNKNOWN)
    saved = Saved(hearing, stored, list(found.changed), found.from_others, found.conflicts)
    if found.changed:
        _keep_what_stood(hearing, stored, now=now)
        write_sheet(hearing, stored | found.changed, found.changed)
        hearing.revision += 1
        deepened = by.is_coordinator and hearing.state == HearingState.SUBMITTED
        _write_down(hearing, VersionKind.DEEPENED if deepened else VersionKind.DRAFT, by=by, now=now)
        saved.sheet = sheet_of(hearing)
    if note is not None and rules.reads_note(by):
        _save_note(saved, note, note_seen)
    if found.from_others or found.conflicts:
        others = HearingVersion.objects.filter(hearing=hearing).exclude(made_by=by)
        saved.last = others.select_related("made_by__staff_member").order_by("-revision").first()
    return saved


def _locked(hearing: Hearing) -> Hearing:
    return Hearing.objects.select_for_update(of=["self"]).select_related("company").get(pk=hearing.pk)


def _versions(hearing: Hearing, revisions: set[int], stored: Sheet) -> dict[int, Sheet]:
    """What stood at those revisions; a revision that nobody knows is left out."""
    found = {hearing.revision: stored}
    older = revisions - {hearing.revision}
    if older:
        found |= dict(
            HearingVersion.objects.filter(hearing=hearing, revision__in=older).values_list("revision", "sheet")
        )
    return found


def _keep_what_stood(hearing: Hearing, stored: Sheet, *, now: dt.datetime) -> None:
    """A hearing that came with an import has no version yet: what stood there before the first saving must not be lost either."""
    if not HearingVersion.objects.filter(hearing=hearing, revision=hearing.revision).exists():
        _version(hearing, VersionKind.DRAFT, stored, by=None, now=now, reason="")


def _write_down(hearing: Hearing, kind: VersionKind, *, by: User | None, now: dt.datetime, reason: str = "") -> None:
    hearing.save()
    _version(hearing, kind, sheet_of(hearing), by=by, now=now, reason=reason)


def _version(
    hearing: Hearing, kind: VersionKind, sheet: Sheet, *, by: User | None, now: dt.datetime, reason: str
) -> HearingVersion:
    return HearingVersion.objects.create(
        hearing=hearing,
        institution_id=hearing.institution_id,
        revision=hearing.revision,
        kind=kind,
        sheet=sheet,
        made_at=now,
        made_by=by,
        reason=reason,
    )


# --- The confidential note ----------------------------------------------------------------------------------------------
def note_of(hearing: Hearing, user: User) -> str:
    """ "" for whoever may not read it."""
    row = HearingNote.objects.visible_to(user).filter(hearing=hearing).first()
    return row.text if row else ""


def note_mark(text: str) -> str:
    """What a form carries of the note that it was loaded with."""
    return sha256(text.encode()).hexdigest()[:20]


def _save_note(saved: Saved, text: str, seen: str) -> None:
    """There are no versions of the note: whether it has changed meanwhile says the mark that the form carries."""
    row = HearingNote.objects.select_for_update().filter(hearing=saved.hearing).first()
    stored = row.text if row else ""
    saved.note = stored
    if same(text, stored):
        return
    if seen == note_mark(text):
        saved.from_others["note"] = stored
    elif seen != note_mark(stored) and stored:
        saved.conflicts.append(Conflict("note", None, stored, text))
    elif text in EMPTY:
        row.delete()
        saved.note = ""
        saved.written.append("note")
    else:
        row = row or HearingNote(hearing=saved.hearing, institution_id=saved.hearing.institution_id)
        row.text = text
        row.save()
        saved.note = text
        saved.written.append("note")


# --- Steps ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def take_step(
    *, hearing: Hearing, step: str, by: User, now: dt.datetime, reason: str = "", remark_read: bool = False
) -> Hearing:
    """One step of HEARING_STEPS. HearingError says in words why it is refused.

    `remark_read`: whoever approves has read what the president wants changed.
    """
    hearing, wanted, reason = _locked(hearing), HEARING_STEPS[step], reason.strip()
    if refused := rules.refusal(hearing, wanted, by):
        raise HearingError(refused)
    if wanted.reason and not reason:
        raise HearingError(f"{wanted.reason}を書いてください。")
    if wanted.after in (HearingState.SUBMITTED, HearingState.APPROVED):
        _refuse_incomplete(hearing)
    if wanted.after == HearingState.APPROVED and hearing.president_remark and not remark_read:
        raise HearingError(
            "社長からのご指摘があります。お読みになってから、「ご指摘を読みました」に印を付けてください。"
        )
    if wanted.after == HearingState.WITHDRAWN:
        _refuse_published(hearing)
    if wanted.key == "bank_check":
        hearing.bank_checked_at, hearing.bank_checked_by = now, by
        hearing.save()
        return hearing
    _keep_what_stood(hearing, sheet_of(hearing), now=now)
    hearing.state, hearing.state_reason = wanted.after, reason
    approved = wanted.after == HearingState.APPROVED
    hearing.approved_at, hearing.approved_by = (now, by) if approved else (None, None)
    if wanted.after == HearingState.SUBMITTED:
        hearing.submitted_at, hearing.submitted_by = now, by
    hearing.revision += 1
    _write_down(hearing, wanted.kind, by=by, now=now, reason=reason)
    if wanted.after in NOTICES:
        _tell_the_branch(hearing, NOTICES[wanted.after], reason, now)
    return hearing


def _refuse_incomplete(hearing: Hearing) -> None:
    if found := missing(sheet_of(hearing)):
        raise HearingError(f"まだ書かれていないところが{len(found)}か所あります。{found[0].text}")


def _refuse_published(hearing: Hearing) -> None:
    if IssueBrief.objects.filter(issue__hearing=hearing, state=BriefState.APPROVED).exists():
        raise HearingError("承認された公開文があるため、取りやめられません。先に公開文を取り下げてください。")


NOTICES = {
    HearingState.RETURNED: (
        "hearing_returned",
        "ヒアリングシートの書き直しのお願い({firm})",
        "{firm}のヒアリングシートについて、事務局からお願いがあります。\n\n{reason}\n\n"
        "ログインして、企業のページからシートを開いてください。直したら、確認の画面からもう一度提出してください。",
    ),
    HearingState.APPROVED: (
        "hearing_approved",
        "ヒアリングシートを承認しました({firm})",
        "{firm}のヒアリングシートを承認しました。お忙しいなか、ありがとうございました。\n\n"
        "次は、新現役が読む匿名の公開文を作ります。できあがった文は、ログインして、企業のページからいつでも確かめられます。",
    ),
}


REMARK = (
    "president_remark",
    "社長から、ヒアリングシートへのご指摘がありました({firm})",
    "{firm}の社長が、ヒアリングシートに直してほしいところを書かれました。\n\n{reason}\n\n"
    "ログインして、企業のページからシートを開いてください。書き込めるときは直して、もう一度社長に確かめていただきます。"
    "提出したあとなら、取り下げて直すか、事務局へお知らせください。",
)


def _tell_the_branch(
    hearing: Hearing, letter: tuple[str, str, str], reason: str, now: dt.datetime, but: User | None = None
) -> None:
    """`but`: who has written it down herself need not be told."""
    kind, title, body = letter
    version = HearingVersion.objects.get(hearing=hearing, revision=hearing.revision)
    words = {"firm": hearing.company.name, "reason": reason}
    for address in recipients(hearing.company, hearing.submitted_by):
        if but is not None and address == but.email:
            continue
        notice = Notice(
            kind=kind,
            subject_kind="hearing_version",
            subject_id=version.pk,
            to=address,
            title=title.format(**words),
            body=body.format(**words),
            per_address=True,
        )
        tell(notice, now=now)


def recipients(company: Company, submitted_by: User | None = None) -> list[str]:
    """To whom a letter about the firm's hearing goes: its officer, else who handed it in, else everybody of the branch."""
    officer = company.officer
    for person in (officer.user if officer and officer.is_active else None, submitted_by):
        if person is not None and person.is_active and person.is_bank:
            return [person.email]
    branch = User.objects.filter(role=Role.BRANCH, branch_id=company.branch_id, is_active=True)
    return list(branch.order_by("email").values_list("email", flat=True))


# --- The president's check ----------------------------------------------------------------------------------------------
@transaction.atomic
def check_by_president(
    *,
    hearing: Hearing,
    seen: int,
    how: CheckedHow,
    now: dt.datetime,
    remark: str = "",
    checked_at: dt.datetime | None = None,
    by: User | None = None,
) -> Hearing:
    """The president says that the sheet is right, or what is wrong in it. `seen`: the revision before her; sent twice it is one check.

    From the link nobody is signed in: the office's own actor writes, after the link has said whose firm it is.
    """
    with acting(system("社長の確認")):
        hearing, remark = _locked(hearing), remark.strip()
        stored = sheet_of(hearing)
        before = _versions(hearing, {seen}, stored).get(seen)
        if hearing.state in (HearingState.DRAFT, HearingState.WITHDRAWN) and how == CheckedHow.LINK:
            raise HearingError("このシートは、いま書き直しています。書き終わったあとで、もう一度お確かめください。")
        if before is None or differences(before, stored):
            raise HearingError(
                "お読みになっているあいだに、シートの内容が変わりました。新しい内容を、もう一度お確かめください。"
            )
        if hearing.president_checked_revision == hearing.revision and (
            hearing.president_checked_how == how and hearing.president_remark == remark
        ):
            return hearing
        _keep_what_stood(hearing, stored, now=now)
        hearing.revision += 1
        hearing.president_checked_at, hearing.president_checked_how = checked_at or now, how
        hearing.president_checked_revision, hearing.president_remark = hearing.revision, remark
        _write_down(hearing, VersionKind.CHECKED, by=by, now=now, reason=remark[:1000])
        if remark:
            _tell_the_branch(hearing, REMARK, remark, now, but=by)
    return hearing


class Check(StrEnum):
    """What the president has said of a sheet, and whether it still stands so."""

    NOT_YET = "not_yet"
    RIGHT = "right"
    REMARK = "remark"
    CHANGED = "changed"


def checks_of(rows: Iterable[Hearing]) -> dict[UUID, Check]:
    """By hearing; one query for any number of them that come with their issues."""
    known = {row.pk: row for row in rows}
    seen = HearingVersion.objects.filter(hearing__in=known, revision=F("hearing__president_checked_revision"))
    later = seen.exclude(revision=F("hearing__revision")).values_list("hearing_id", "sheet")
    changed = {pk for pk, sheet in later if differences(sheet, sheet_of(known[pk]))}
    return {pk: _check(row, pk in changed) for pk, row in known.items()}


def _check(hearing: Hearing, is_changed: bool) -> Check:
    if hearing.president_checked_at is None:
        return Check.NOT_YET
    if is_changed:
        return Check.CHANGED
    return Check.REMARK if hearing.president_remark else Check.RIGHT


def changed_since(hearing: Hearing, revision: int | None) -> list:
    """What the sheet says differently than it did at that revision; nothing where nobody knows."""
    if revision is None or revision == hearing.revision:
        return []
    row = HearingVersion.objects.filter(hearing=hearing, revision=revision).first()
    return differences(row.sheet, sheet_of(hearing)) if row else []


def changed_since_bank_check(hearing: Hearing) -> bool:
    if hearing.bank_checked_at is None:
        return False
    rows = HearingVersion.objects.filter(hearing=hearing, made_at__lte=hearing.bank_checked_at)
    row = rows.order_by("-revision").first()
    return bool(row and differences(row.sheet, sheet_of(hearing)))
