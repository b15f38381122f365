"""Loading the directory."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from institutions.directory import Listed, bodies_by_hand, listed_banks
from institutions.models import Branch, Institution

_FIELDS = ("name", "short_name", "name_kana", "type", "prefecture")
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class DirectoryCounts:
    """How many rows the directory lists, and how many of them were made or brought up to date."""

    institutions: int
    branches: int
    made: int
    changed: int


def load_directory(*, tell: Callable[[str], None] = lambda line: None) -> DirectoryCounts:
    """Bring institutions and branches up to the directory. Rows that are not in it stay as they are. Doing it twice changes nothing more.

    `tell` is given one line of progress in Japanese per step.
    """
    tell("金融機関の一覧を読んでいます。")
    listed = [*listed_banks(), *bodies_by_hand()]
    with transaction.atomic():
        institutions, made, changed = _load_institutions(listed)
        tell(f"機関 {len(listed)} 件を確かめました。")
        total, branches_made, branches_changed = _load_branches(listed, institutions)
        tell(f"支店 {total} 件を確かめました。")
    return DirectoryCounts(len(listed), total, made + branches_made, changed + branches_changed)


def _load_institutions(listed: list[Listed]) -> tuple[dict[str, Institution], int, int]:
    """The rows by code, how many are new and how many were changed."""
    rows = list(Institution.objects.select_for_update(of=("self",)).order_by("id"))
    by_code = {row.code: row for row in rows if row.code}
    by_name = {(row.name, row.type): row for row in rows if not row.code}
    new, changed = [], []
    for entry in listed:
        row = by_code.get(entry.code) if entry.code else by_name.get((entry.name, entry.type))
        values = {field: getattr(entry, field) for field in _FIELDS}
        if row is None:
            row = Institution(code=entry.code, **values)
            new.append(row)
            if entry.code:
                by_code[entry.code] = row
        elif any(getattr(row, field) != value for field, value in values.items()):
            for field, value in values.items():
                setattr(row, field, value)
            changed.append(row)
    Institution.objects.bulk_create(new, batch_size=_BATCH)
    Institution.objects.bulk_update(changed, _FIELDS, batch_size=_BATCH)
    return by_code, len(new), len(changed)


def _load_branches(listed: list[Listed], institutions: dict[str, Institution]) -> tuple[int, int, int]:
    """How many branches the directory lists, how many are new and how many were changed."""
    known = {
        (institution_id, code): (pk, name, name_kana)
        for pk, institution_id, code, name, name_kana in Branch.objects.filter(
            institution__code__in=[entry.code for entry in listed if entry.code]
        ).values_list("id", "institution_id", "code", "name", "name_kana")
    }
    new, changed, total = [], [], 0
    for entry in listed:
        total += len(entry.branches)
        for branch in entry.branches:
            institution = institutions[entry.code or ""]
            found = known.get((institution.pk, branch.code))
            row = Branch(institution=institution, code=branch.code, name=branch.name, name_kana=branch.name_kana)
            if found is None:
                new.append(row)
            elif found[1:] != (branch.name, branch.name_kana):
                row.pk = found[0]
                changed.append(row)
    Branch.objects.bulk_create(new, batch_size=_BATCH)
    Branch.objects.bulk_update(changed, ["name", "name_kana"], batch_size=_BATCH)
    return total, len(new), len(changed)
