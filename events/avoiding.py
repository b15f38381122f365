"""Pairs that are not to meet: told, tied, ended; and those that the register itself gives away (a senior's former employer).

For the office's eyes. A bank or a senior may tell, and reads nothing back.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from companies.models import Company
from events.models import Avoidance, AvoidanceKind
from institutions.actors import acting, system
from institutions.models import User
from kouryukai.lib.japanese import company_key
from talent.models import Career, Senior

SHORTEST_PART = 3  # signs of a firm's name that must stand in a career's to be taken for it
OFFICE_DECIDED = "事務局の判断"


class AvoidanceError(ValueError):
    """What stood in the way, in words for people."""


# --- Writing ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def avoid(
    *, key: UUID, senior: Senior, company: Company, kind: str, note: str, told_by: str, by: User, now: dt.datetime
) -> Avoidance:
    """The office keeps the two apart from now on."""
    row = Avoidance(
        pk=key,
        senior=senior,
        company=company,
        kind=kind,
        note=note,
        told_by=told_by or "事務局",
        created_by=by,
        created_at=now,
    )
    return _save(row, force_insert=True)


@transaction.atomic
def tie(*, avoidance: Avoidance, senior: Senior, company: Company, kind: str, by: User, now: dt.datetime) -> Avoidance:
    """Say which firm or senior somebody's words meant."""
    row = Avoidance.objects.select_for_update(of=("self",)).get(pk=avoidance.pk)
    if row.ended_at or (row.senior_id and row.company_id):
        raise AvoidanceError("この連絡は、すでに扱われています。")
    row.senior, row.company, row.kind = senior, company, kind
    return _save(row)


@transaction.atomic
def end(*, avoidance: Avoidance, by: User, now: dt.datetime) -> None:
    if not Avoidance.objects.filter(pk=avoidance.pk, ended_at=None).update(ended_at=now, ended_by=by):
        raise AvoidanceError("この組み合わせは、すでに取り消されています。")


def tell_of_firm(*, key: UUID, company: Company, kind: str, note: str, by: User, now: dt.datetime) -> None:
    """A bank tells whom its client must not meet: it may write the words and can read none back."""
    told_by = f"{by.institution.short_name} {by.branch.name if by.branch else '本部'} {by.display_name}"[:120]
    _tell(
        Avoidance(pk=key, company_id=company.pk, kind=kind, note=note, told_by=told_by, created_by=by, created_at=now)
    )


def tell_of_senior(*, key: UUID, senior: Senior, note: str, by: User, now: dt.datetime) -> None:
    """A senior names firms that she does not want to meet."""
    kind = AvoidanceKind.SENIOR_DECLINES
    _tell(Avoidance(pk=key, senior_id=senior.pk, kind=kind, note=note, told_by="ご本人", created_by=by, created_at=now))


def _tell(row: Avoidance) -> None:
    """A second click finds the first one's row and changes nothing."""
    with acting(system("会わせたくない相手の連絡")):
        if not Avoidance.objects.filter(pk=row.pk).exists():
            row.save(force_insert=True)


def _save(row: Avoidance, **options: bool) -> Avoidance:
    try:
        row.full_clean(exclude=["id"], validate_unique=False)
        with transaction.atomic():
            row.save(**options)
    except ValidationError as wrong:
        raise AvoidanceError("".join(wrong.messages)) from None
    except IntegrityError:
        raise AvoidanceError("この組み合わせは、すでに記録されています。") from None
    return row


# --- Reading, for the office ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Warned:
    """Why a pair should not meet. `kind`: in a word. `source`: where that is known from. `decided`: the office keeps them apart."""

    kind: str
    source: str
    decided: bool


type Pair = tuple[UUID, UUID]  # senior, firm


def warnings_of(pairs: Collection[tuple[UUID, Company]]) -> dict[Pair, list[Warned]]:
    """What speaks against each (senior, firm): two queries for any number of pairs."""
    seniors, firms = {senior for senior, _ in pairs}, {company.pk: company for _, company in pairs}
    found: dict[Pair, list[Warned]] = defaultdict(list)
    rows = Avoidance.objects.in_force().filter(senior__in=seniors, company__in=firms)
    for row in rows:
        source = "、".join(filter(None, (row.told_by, row.note)))
        found[row.senior_id, row.company_id].append(Warned(row.get_kind_display(), source, decided=True))
    wanted = {(senior, company.pk) for senior, company in pairs}
    for senior, words in careers_of(seniors).items():
        for name, years in words:
            for pk, company in firms.items():
                if (senior, pk) in wanted and is_same_firm(name, company.name):
                    source = f"職歴の「{name}」{years}"
                    found[senior, pk].append(Warned(AvoidanceKind.FORMER_EMPLOYER.label, source, decided=False))
    return {pair: said for pair, said in found.items() if pair in wanted}


def careers_of(seniors: Iterable[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """(former employer as written, years) of each."""
    columns = ("senior_id", "company_name", "from_year", "to_year")
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for senior, name, begun, ended in Career.objects.filter(senior__in=seniors).order_by("pk").values_list(*columns):
        years = f"({begun or ''}〜{ended or ''})" if begun or ended else ""
        if name:
            found[senior].append((name, years))
    return found


def is_same_firm(career: str, firm: str) -> bool:
    """㈱髙島製作所 大阪工場 is 株式会社高島製作所; a name of one or two signs must stand alone."""
    at, here = company_key(career), company_key(firm)
    if not at or not here:
        return False
    return at == here or (len(here) >= SHORTEST_PART and (at.startswith(here) or company_key(_first(career)) == here))


def _first(text: str) -> str:
    """What stands before the first blank: the firm, then perhaps its works or department."""
    return text.replace("　", " ").split(" ", 1)[0]
