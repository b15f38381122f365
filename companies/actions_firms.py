"""Writes to the register of firms: a new one, a changed one, one that another branch takes over."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from companies.models import Company
from companies.moving import tell_moved
from institutions import reading
from institutions.models import Branch, Institution, User
from kouryukai.lib.japanese import company_key, without_legal_form
from office.models import Document, Scan

SHORT = 8


class CompanyError(ValueError):
    """What stood in the way, in words for people. `faults`: field -> sentences, "" for the whole."""

    def __init__(self, message: str, faults: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(message)
        self.faults = faults or {"": [message]}


class CompanyChanged(CompanyError):
    """Somebody else has saved the firm since it was shown."""


def proposed_short_name(name: str) -> str:
    """The name as the board has room for it: without its legal form, eight characters at most."""
    return without_legal_form(name)[:SHORT].strip()


@dataclass(frozen=True, slots=True)
class Twin:
    """A firm of the same institution that may be the same: its name, its branch and what is alike."""

    pk: UUID
    name: str
    branch: str
    place: str
    alike: str


def same_inside(
    institution: Institution, *, name: str, corporate_number: str | None, without: UUID | None = None
) -> list[Twin]:
    """Firms of this institution with the same number, or of the same name but for the legal form and old kanji.

    Of all its branches, also for a branch: two of one bank must not register one firm twice. Only name and branch are told.
    """
    key = company_key(name)
    same_name = Q(name_key=key) | Q(name_key__startswith=f"{key} ") if key else Q(pk=None)
    same_number = Q(corporate_number=corporate_number) if corporate_number else Q(pk=None)
    rows = Company.objects.filter(same_name | same_number, institution=institution).exclude(pk=without)
    columns = ("pk", "name", "branch__name", "prefecture", "city", "corporate_number")
    found_rows = list(rows.order_by("name", "pk").values_list(*columns)[:10])
    reading.note(companies=[pk for pk, *_ in found_rows])
    return [
        Twin(
            pk, found, branch, f"{prefecture}{city}", "法人番号" if number and number == corporate_number else "企業名"
        )
        for pk, found, branch, prefecture, city, number in found_rows
    ]


@transaction.atomic
def register_company(
    *, key: UUID, institution: Institution, branch: Branch, values: Mapping[str, Any], by: User, now: dt.datetime
) -> Company:
    """A new firm of that branch. CompanyError for what the register refuses."""
    company = Company(pk=key, institution=institution, branch=branch, **values)
    _save(company, force_insert=True)
    return company


@transaction.atomic
def change_company(*, company: Company, values: Mapping[str, Any], seen: str, by: User, now: dt.datetime) -> Company:
    """`seen`: the mark of the version that was shown; where there is a newer one nothing is written."""
    row = Company.objects.select_for_update(of=("self",), no_key=True).get(pk=company.pk)
    if mark_of(row) != seen:
        raise CompanyChanged(
            "開いているあいだに、ほかの人がこの企業の情報を保存しました。入れた内容は下に残っています。"
            "いまの登録と見比べて、もう一度保存してください。"
        )
    before = row.branch_id
    for name, value in values.items():
        setattr(row, name, value)
    _save(row)
    if row.branch_id != before:
        hand_over_papers([row.pk])
    return row


def hand_over_papers(companies: Iterable[UUID]) -> None:
    """What was made about these firms is read by the branch that has them now."""
    keys = list(companies)
    branches = dict(Company.objects.filter(pk__in=keys).values_list("pk", "branch_id"))
    for company, branch in branches.items():
        Document.objects.filter(named_company_id=company, branch__isnull=False).update(branch=branch)
        Scan.objects.filter(company_key=company).update(branch=branch)
    tell_moved(keys)


def mark_of(company: Company) -> str:
    """The version that a form was filled from."""
    return company.updated_at.isoformat()


def _save(company: Company, **options: Any) -> None:
    try:
        company.full_clean()
        with transaction.atomic():
            company.save(**options)
    except ValidationError as refused:
        faults = {"" if name == NON_FIELD_ERRORS else name: said for name, said in refused.message_dict.items()}
        raise CompanyError("".join(said for some in faults.values() for said in some), faults) from None
    except IntegrityError:
        raise CompanyError(
            "保存の直前に、同じ名前・所在地または同じ法人番号の企業が登録されました。企業の一覧で確かめてください。"
        ) from None


# --- One firm at two institutions ----------------------------------------------------------------------------------------
def twins_of(companies: QuerySet[Company]) -> list[tuple[str, list[Company]]]:
    """Firms that stand at two institutions or more: by number, else by name and prefecture. (why, its rows), by name.

    Rows of one name whose numbers are all known and all different are different firms.
    """
    by_number: dict[tuple, dict[UUID, UUID]] = defaultdict(dict)
    by_name: dict[tuple, dict[UUID, UUID]] = defaultdict(dict)
    numbers: dict[UUID, str] = {}
    columns = ("pk", "institution_id", "corporate_number", "name_key", "prefecture")
    for pk, institution, number, name_key, prefecture in companies.order_by().values_list(*columns):
        numbers[pk] = number or ""
        by_name[name_key.split(" ", 1)[0], prefecture][pk] = institution
        if number:
            by_number[number][pk] = institution
    found: dict[frozenset[UUID], str] = {}
    for why, groups in (("法人番号が同じです", by_number), ("企業名と都道府県が同じです", by_name)):
        for members in groups.values():
            known = [numbers[pk] for pk in members]
            apart = all(known) and len(set(known)) == len(known)
            if len(set(members.values())) > 1 and not apart:
                found.setdefault(frozenset(members), why)
    keys = {pk for some in found for pk in some}
    rows = Company.objects.select_related("institution", "branch", "officer").in_bulk(keys)
    made = [(why, sorted((rows[pk] for pk in some), key=_by_bank)) for some, why in found.items()]
    return sorted(made, key=lambda group: (group[1][0].name_kana, group[1][0].name))


def _by_bank(company: Company) -> tuple[str, str]:
    return company.institution.name, company.name
