"""A list of firms into the register: looked at, then written as it was seen, all of it or nothing."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from companies.importing.checking import Checker, FirmPlan
from companies.importing.layout import columns_for
from companies.importing.reading import read_firms
from companies.models import Company
from companies.trades import trade_name
from companies.undoing import COMPANY_IMPORT
from institutions.models import User
from institutions.roles import Role
from kouryukai.lib.table import Fault
from office.importing.batches import ChangedRow, note_batch, plain
from office.models import ImportBatch

_LOCK = 0x6B6F7574  # one import at a time: two of the same list would both find nothing there
MOST_FAULTS = 300
_BATCH = 200


class CompanyImportError(Exception):
    """Why nothing was written, in words for people; the page shows the faults."""


@dataclass(frozen=True, slots=True)
class Difference:
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do now. `seen`: letters that change when that does."""

    new: list[FirmPlan]
    changed: list[tuple[FirmPlan, list[Difference]]]
    same: int
    faults: list[Fault]
    warnings: list[Fault]
    fault_count: int
    seen: str

    @property
    def is_good(self) -> bool:
        return not self.faults and bool(self.new or self.changed)


def preview_firms(*, data: bytes, by: User, now: dt.datetime) -> Preview:
    """Read and check without writing."""
    plans, faults = _look(data, by, now)
    errors = [fault for fault in faults if not fault.is_warning]
    changed = [(plan, _differences(plan)) for plan in plans if not plan.is_new and plan.is_changed]
    return Preview(
        new=[plan for plan in plans if plan.is_new],
        changed=changed,
        same=sum(not plan.is_new and not plan.is_changed for plan in plans),
        faults=sorted(errors, key=lambda fault: fault.row)[:MOST_FAULTS],
        warnings=sorted((fault for fault in faults if fault.is_warning), key=lambda fault: fault.row)[:MOST_FAULTS],
        fault_count=len(errors),
        seen=_seen(plans),
    )


@transaction.atomic
def import_firms(*, key: UUID, data: bytes, file_name: str, seen: str, by: User, now: dt.datetime) -> ImportBatch:
    """Write the list. CompanyImportError, and not one row changed, where there is a fault or it would do something else than was seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if done := ImportBatch.objects.visible_to(by).filter(pk=key).first():
        return done
    plans, faults = _look(data, by, now)
    if any(not fault.is_warning for fault in faults):
        raise CompanyImportError("直すところがあります。何も変えていません。")
    if _seen(plans) != seen:
        raise CompanyImportError(
            "確かめたあとに、企業の登録が変わりました。何も変えていません。もう一度、内容を確かめてください。"
        )
    new = [plan.company for plan in plans if plan.is_new]
    changed = [plan for plan in plans if not plan.is_new and plan.is_changed]
    if not (new or changed):
        raise CompanyImportError("登録する企業も、変わる企業もありません。何も変えていません。")
    try:
        with transaction.atomic():
            _write(new, changed, now)
            connection.check_constraints()
    except IntegrityError:
        raise CompanyImportError(
            "取り込みの間に、同じ企業がほかの画面で登録されました。何も変えていません。もう一度、内容を確かめてください。"
        ) from None
    banks = {plan.company.institution_id for plan in plans}
    institution = plans[0].company.institution if len(banks) == 1 else None
    return note_batch(
        key=key,
        kind=COMPANY_IMPORT,
        title=f"新しい企業 {len(new):,}社、書き替え {len(changed):,}社",
        file_name=file_name,
        institution=institution,
        branch=by.branch if by.role == Role.BRANCH else None,
        made=new,
        changed=[ChangedRow(plan.company, plan.before, plan.after) for plan in changed],
        by=by,
        now=now,
    )


def _look(data: bytes, by: User, now: dt.datetime) -> tuple[list[FirmPlan], list[Fault]]:
    listing = read_firms(data, columns_for(by))
    plans = Checker(listing, by, timezone.localdate(now)).check()
    return plans, listing.faults


def _write(new: list[Company], changed: list[FirmPlan], now: dt.datetime) -> None:
    Company.objects.bulk_create(new, batch_size=_BATCH)
    if changed:
        names = sorted({name.removesuffix("_id") for plan in changed for name in plan.after})
        for plan in changed:
            plan.company.updated_at = now
        rows = [plan.company for plan in changed]
        Company.objects.bulk_update(rows, [*names, "name_key", "updated_at"], batch_size=_BATCH)


def _seen(plans: list[FirmPlan]) -> str:
    """New firms by what they hold, the others by what would change: their keys are drawn anew at each look."""
    told = [
        [plan.row.number, plan.is_new, str(plan.company.branch_id), plain(plan.row.values), plan.company.short_name]
        if plan.is_new
        else [plan.row.number, str(plan.company.pk), plain(plan.before), plain(plan.after)]
        for plan in plans
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]


# --- In words -----------------------------------------------------------------------------------------------------------
def _differences(plan: FirmPlan) -> list[Difference]:
    found = []
    for name, after in plan.after.items():
        title = str(Company._meta.get_field(name.removesuffix("_id")).verbose_name)
        found.append(Difference(title, _words(plan, name, plan.before[name]), _words(plan, name, after)))
    return found


def _words(plan: FirmPlan, name: str, value: object) -> str:
    if name == "officer_id":
        return plan.officers.get(value, "") if value else "まだ決めない"
    if name == "trade_code" and value:
        return f"{value} {trade_name(str(value))}"
    if value in (None, ""):
        return "空欄"
    return f"{value:,}" if isinstance(value, int) and name != "established_year" else str(value)
