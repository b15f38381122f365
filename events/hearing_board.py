"""Where the hearings of an event stand: a row for each firm that takes part or is heard, whether or not its hearing has begun.

A firm that has withdrawn is left out, whatever was heard of it.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from companies import rules
from companies.hearing_quality import missing
from companies.hearing_words import writer_of
from companies.hearings import Check, checks_of, recipients
from companies.models import Company, Hearing, HearingState, HearingVersion
from companies.rules import Turn
from companies.sheet import sheet_of
from events.letters.telling import written
from events.letters.values import reply_address
from events.models import Event, Milestone, MilestoneKind, Participation, ParticipationState
from events.queries import of_firms_that_come
from institutions.models import Institution, User
from office.notices import Notice, tell

NOT_HANDED_IN = (HearingState.DRAFT, HearingState.RETURNED)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """`missing`: how many necessary entries are not there yet; `days`: since anything has happened, None where nothing has."""

    company: Company
    hearing: Hearing | None
    missing: int
    turn: Turn
    president: Check
    takes_part: bool  # else the firm is heard, and nobody has proposed it for the event yet
    last_at: dt.datetime | None
    last_by: str
    days: int | None

    @property
    def state(self) -> str:
        return self.hearing.state if self.hearing else ""


@dataclass(slots=True)
class BoardGroup:
    institution: Institution
    rows: list[BoardRow] = field(default_factory=list)

    @property
    def counts(self) -> list[tuple[str, int]]:
        return counts_of(self.rows)

    @property
    def handed_in(self) -> int:
        return sum(row.state in (HearingState.SUBMITTED, HearingState.APPROVED) for row in self.rows)

    @property
    def approved(self) -> int:
        return sum(row.state == HearingState.APPROVED for row in self.rows)


def rows_of(event: Event, user: User, now: dt.datetime) -> list[BoardRow]:
    """A few queries, however many firms."""
    together = ("company__branch", "company__officer", "company__institution")
    heard = Hearing.objects.visible_to(user).filter(event_id=event.pk).select_related(*together)
    hearings = {row.company_id: row for row in of_firms_that_come(heard).prefetch_related("issues__brief")}
    coming = Participation.objects.visible_to(user).filter(event=event, state=ParticipationState.REGISTERED)
    companies = {row.company_id: row.company for row in coming.select_related(*together).order_by("number")}
    there = set(companies)
    companies |= {key: row.company for key, row in hearings.items() if key not in companies}
    latest = HearingVersion.objects.filter(hearing__in=[row.pk for row in hearings.values()]).defer("sheet")
    latest = latest.order_by("hearing_id", "-revision").distinct("hearing_id").select_related("made_by__staff_member")
    last = {version.hearing_id: version for version in latest}
    checks = checks_of(hearings.values())
    return [_row(company, hearings.get(key), last, checks, now, key in there) for key, company in companies.items()]


def _row(
    company: Company, hearing: Hearing | None, last: dict, checks: dict, now: dt.datetime, takes_part: bool
) -> BoardRow:
    version = last.get(hearing.pk) if hearing else None
    at = version.made_at if version else hearing.updated_at if hearing else None
    return BoardRow(
        company=company,
        hearing=hearing,
        missing=len(missing(sheet_of(hearing))) if hearing else 0,
        turn=rules.turn_of(hearing),
        president=checks[hearing.pk] if hearing else Check.NOT_YET,
        takes_part=takes_part,
        last_at=at,
        last_by=writer_of(version) if version else "",
        days=(now - at).days if at else None,
    )


def grouped(rows: Iterable[BoardRow]) -> list[BoardGroup]:
    groups: dict = {}
    for row in rows:
        groups.setdefault(row.company.institution_id, BoardGroup(row.company.institution)).rows.append(row)
    return sorted(groups.values(), key=lambda group: (group.institution.name_kana, group.institution.name))


WORDS = {
    "": "まだ始めていません",
    HearingState.DRAFT: "下書き",
    HearingState.SUBMITTED: "事務局の確認待ち",
    HearingState.RETURNED: "差し戻し中",
    HearingState.APPROVED: "承認済み",
    HearingState.WITHDRAWN: "取りやめ",
}


def counts_of(rows: Iterable[BoardRow]) -> list[tuple[str, int]]:
    found = Counter(row.state for row in rows)
    return [(word, found[state]) for state, word in WORDS.items() if found[state]]


def deadline_of(event: Event, user: User) -> dt.date | None:
    """The day by which the hearings of the event are to be done, where its plan names one."""
    rows = Milestone.objects.visible_to(user).filter(event=event, kind=MilestoneKind.HEARINGS_END)
    return rows.values_list("due_on", flat=True).first()


@transaction.atomic
def remind(*, event: Event, by: User, now: dt.datetime) -> int:
    """A letter into the outbox for everybody whose firms have handed in nothing yet: one a person and day, with all her firms. How many.

    Answers to it are about clients: they go to their own bank, where that is a host that reads mail, else to the secretariat.
    """
    waiting = [row for row in rows_of(event, by, now) if row.hearing is None or row.state in NOT_HANDED_IN]
    letters: dict[tuple[UUID, str], list[BoardRow]] = defaultdict(list)
    for row in waiting:
        for address in recipients(row.company):
            letters[row.company.institution_id, address].append(row)
    reply_to = {bank: reply_address(event, bank) for bank, _ in letters}
    for (bank, address), rows in sorted(letters.items()):
        title, body = _letter(event, rows)
        tell(
            Notice(
                kind=f"hearing_reminder_{now:%Y%m%d}",
                subject_kind="event",
                subject_id=event.pk,
                to=address,
                title=title,
                body=body,
                group_id=event.pk,
                reply_to=reply_to[bank],
                per_address=True,
            ),
            now=now,
        )
    return len(letters)


def _letter(event: Event, rows: list[BoardRow]) -> tuple[str, str]:
    branch = rows[0].company.branch
    found = {
        "金融機関名": f"{branch.institution.name} {branch.name}",
        "企業の一覧": "\n".join(f"・{row.company.name}: {_standing(row)}" for row in rows),
    }
    return written(event, "hearing_reminder", "ご担当者", found, branch.institution_id)


def _standing(row: BoardRow) -> str:
    if row.hearing is None:
        return "まだ始まっていません"
    if row.state == HearingState.RETURNED:
        return "書き直しをお願いしています"
    return f"下書きです(あと{row.missing}か所)" if row.missing else "書き上がっています。提出してください"
