"""Rows of a list against the register: whose firm each is, which one it is, and what it would change. Nothing is written."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q

from companies.actions_firms import SHORT, proposed_short_name
from companies.importing.layout import FIRM
from companies.importing.reading import Listing, Row
from companies.models import Company
from institutions.directory import Lookup, branch_key
from institutions.models import Branch, Institution, StaffMember, User
from institutions.roles import Role
from kouryukai.lib.japanese import company_key, digits, name_key

# cp932 has one of each pair: a list that went through it says the same.
_PAIRS = str.maketrans("〜−‖—¢£¬", "～－∥―￠￡￢")
_PLACED = ("institution", "branch")
_NOT_WRITTEN = frozenset({*_PLACED, "officer"})
NEEDED = [column for column in FIRM if column.required]


@dataclass(slots=True)
class FirmPlan:
    """A row and the firm it is about; `before`, `after`: the columns (as stored) in which a firm that is there would change."""

    row: Row
    company: Company
    is_new: bool
    before: dict[str, object] = field(default_factory=dict)
    after: dict[str, object] = field(default_factory=dict)
    officers: dict[object, str] = field(default_factory=dict)  # names of those that `before` and `after` mean

    @property
    def is_changed(self) -> bool:
        return bool(self.after)


class Checker:
    """Finds everything in a handful of queries, whatever the number of rows."""

    def __init__(self, listing: Listing, user: User, today: dt.date) -> None:
        self.rows, self.faults, self.user, self.today = listing.rows, listing.faults, user, today
        self.lookup = None if user.is_bank else Lookup()
        places = {id(row): self._institution(row) for row in self.rows}
        self.places = {key: place for key, place in places.items() if place}
        keys = {place.pk for place in self.places.values()}
        self.branches: dict[UUID, list[Branch]] = defaultdict(list)
        for branch in Branch.objects.filter(institution__in=keys).order_by("code", "name", "id"):
            self.branches[branch.institution_id].append(branch)
        self.staff: dict[tuple[UUID, str], list[StaffMember]] = defaultdict(list)
        self.officers: dict[object, str] = {}
        for member in StaffMember.objects.filter(institution__in=keys):
            self.officers[member.pk] = member.name
            if member.is_active:
                self.staff[member.institution_id, name_key(member.name)].append(member)
        self._read_firms(keys)

    def _read_firms(self, keys: Iterable[UUID]) -> None:
        """Those that a row may mean, of all branches: two branches of one bank must not register one firm twice."""
        numbers = {row.get("corporate_number") for row in self.rows} - {None}
        names = {company_key(row.get("name", "")) for row in self.rows} - {""}
        self.by_number: dict[tuple[UUID, str], Company] = {}
        self.by_name: dict[tuple[UUID, str], list[Company]] = defaultdict(list)
        alike = Q(corporate_number__in=numbers)
        wanted = [
            pk
            for pk, name in Company.objects.filter(institution__in=keys).order_by().values_list("pk", "name")
            if company_key(name) in names
        ]
        rows = Company.objects.filter(alike | Q(pk__in=wanted), institution__in=keys)
        for company in rows.select_related("branch"):
            self.by_name[company.institution_id, company_key(company.name)].append(company)
            if company.corporate_number:
                self.by_number[company.institution_id, company.corporate_number] = company

    def check(self) -> list[FirmPlan]:
        plans = [plan for row in self.rows if (plan := self._plan(row))]
        self._refuse_twice(plans)
        return plans

    def fault(self, row: Row, name: str, message: str, *, is_warning: bool = False) -> None:
        self.faults.append(row.fault(name, message, is_warning=is_warning))

    # --- Whose --------------------------------------------------------------------------------------------------------------
    def _institution(self, row: Row) -> Institution | None:
        if self.user.is_bank:
            return self.user.institution
        text = row.get("institution")
        if text is None:
            if "institution" not in row.bad:
                self.fault(row, "institution", "金融機関を入れてください。例: 2231 または 青葉信用組合")
            return None
        found = self.lookup.find(text)
        if len(found) == 1 and found[0].brings_firms:
            return found[0]
        if found:
            self.fault(row, "institution", "取引先を持つ金融機関に決まりません。金融機関コード(4桁)で入れてください。")
        else:
            near = self.lookup.similar(text)
            hint = f"近い名前: {'、'.join(near)}" if near else "名称か金融機関コードを確かめてください。"
            self.fault(row, "institution", f"この金融機関は一覧にありません。{hint}")
        return None

    def _branch(self, row: Row, institution: Institution) -> Branch | None:
        if self.user.role == Role.BRANCH:
            return self.user.branch
        text = row.get("branch")
        if text is None:
            return None
        found = self._branches_named(institution, text)
        if len(found) == 1:
            return found[0]
        if found:
            self.fault(row, "branch", "同じ名前の支店が複数あります。店番(3桁)で入れてください。")
        else:
            key = branch_key(text)
            near = [one.name for one in self.branches[institution.pk] if key and key in branch_key(one.name)][:3]
            hint = f"近い名前: {'、'.join(near)}" if near else "支店名か店番を確かめてください。"
            self.fault(row, "branch", f"{institution.name}にこの支店はありません。{hint}")
        row.bad.add("branch")
        return None

    def _branches_named(self, institution: Institution, text: str) -> list[Branch]:
        rows = self.branches[institution.pk]
        try:
            code = digits(text)
        except ValueError:
            code = ""
        if code:
            return [branch for branch in rows if branch.code == code.zfill(3)]
        exact = [branch for branch in rows if name_key(branch.name) == name_key(text)]
        return exact or [branch for branch in rows if branch_key(branch.name) == branch_key(text)]

    def _officer(self, row: Row, institution: Institution, branch: Branch | None) -> StaffMember | None:
        name = row.get("officer")
        if name is None:
            return None
        found = self.staff.get((institution.pk, name_key(name)), [])
        found = [one for one in found if branch and one.branch_id == branch.pk] or found
        if self.user.role == Role.BRANCH:
            found = [one for one in found if one.branch_id in (None, self.user.branch_id)]
        if len(found) == 1:
            return found[0]
        message = (
            "同じ氏名の職員が複数います。空欄にして、取り込んだあとに企業の画面で選んでください。"
            if found
            else "この氏名の職員は登録されていません。空欄にして、取り込んだあとに企業の画面で選んでください。"
        )
        self.fault(row, "officer", message)
        return None

    # --- Which --------------------------------------------------------------------------------------------------------------
    def _plan(self, row: Row) -> FirmPlan | None:
        if "name" not in row.values and "name" not in row.bad:
            self.fault(row, "name", "企業名を入れてください。例: ㈱髙島製作所")
        institution = self.places.get(id(row))
        if institution is None or "name" not in row.values:
            return None
        branch = self._branch(row, institution)
        self._check_values(row)
        known = self._known(row, institution)
        if known is None:
            return None
        if not known:
            return self._new(row, institution, branch)
        return self._changed(row, known[0], branch)

    def _check_values(self, row: Row) -> None:
        if len(row.get("short_name", "")) > SHORT:
            self.fault(row, "short_name", f"略称は{SHORT}文字までです(いまは{len(row.get('short_name'))}文字)。")
        if row.get("established_year", 0) > self.today.year:
            self.fault(row, "established_year", "創業年は今年までの年です。")

    def _known(self, row: Row, institution: Institution) -> list[Company] | None:
        """The firm that the row is about, none where it is new; None where that cannot be said."""
        number = row.get("corporate_number")
        if number and (found := self.by_number.get((institution.pk, number))):
            return [found]
        named = self.by_name.get((institution.pk, company_key(row.get("name"))), [])
        named = [one for one in named if not _other_firm(one, row.get("name"), number)]
        here = [one for one in named if _same_place(one, row)]
        apart = [one for one in here if number and one.corporate_number]  # its number is another: not the same firm
        if len(here) == 1 and apart:
            self.fault(
                row, "corporate_number",
                f"同じ名前・所在地の企業が、別の法人番号({here[0].corporate_number})で登録されています。番号を確かめてください。",
            )  # fmt: skip
            return None
        if len(here) > 1:
            self.fault(
                row, "name", "同じ名前の企業が複数登録されています。法人番号か、市区町村を登録と同じに入れてください。"
            )
            return None
        if named and not here:
            place = "、".join(f"{one.prefecture}{one.city}" for one in named[:3])
            message = (
                f"同じ名前の企業が、別の所在地({place})に登録されています。このままなら、別の企業として登録します。"
            )
            self.fault(row, "name", message, is_warning=True)
        return here

    def _new(self, row: Row, institution: Institution, branch: Branch | None) -> FirmPlan:
        for column in NEEDED:
            if column.field not in row.values and column.field not in row.bad:
                self.fault(row, column.field, f"新しい企業では「{column.title}」が必須です。{column.help}")
        if branch is None and "branch" not in row.bad:
            self.fault(row, "branch", "新しい企業では「取引店」が必須です。例: 大森支店")
        values = {name: value for name, value in row.values.items() if name not in _NOT_WRITTEN}
        values.setdefault("short_name", proposed_short_name(values["name"]))
        company = Company(
            institution=institution, branch=branch, officer=self._officer(row, institution, branch), **values
        )
        self._clean(row, company)
        return FirmPlan(row, company, is_new=True)

    def _changed(self, row: Row, company: Company, branch: Branch | None) -> FirmPlan | None:
        if self.user.role == Role.BRANCH and company.branch_id != self.user.branch_id:
            self.fault(
                row, "name",
                f"この企業は{company.branch.name}の取引先として登録されています。取引店を移すときは、本部か事務局に頼んでください。",
            )  # fmt: skip
            return None
        if branch and branch.pk != company.branch_id:
            message = f"登録の取引店は{company.branch.name}です。取り込みでは変わりません。企業の画面で変えられます。"
            self.fault(row, "branch", message, is_warning=True)
        wanted = {name: value for name, value in row.values.items() if name not in _NOT_WRITTEN}
        if officer := self._officer(row, company.institution, company.branch):
            wanted["officer_id"] = officer.pk
        plan = FirmPlan(row, company, is_new=False, officers=self.officers)
        for name, value in wanted.items():
            now = getattr(company, name)
            if not _says_the_same(now, value):
                plan.before[name], plan.after[name] = now, value
                setattr(company, name, value)
        if plan.after:
            self._clean(row, company)
        return plan

    def _clean(self, row: Row, company: Company) -> None:
        """The register's own rules, one field at a time and without a query."""
        company.set_name_key()
        try:
            company.clean_fields(exclude=["institution", "branch", "officer", *row.bad])
        except ValidationError as refused:
            said_already = {name for name, *_ in self._places_of_faults(row)}
            for name, said in refused.message_dict.items():
                if name not in said_already and name in row.values:
                    self.fault(row, name, "".join(said))

    def _places_of_faults(self, row: Row) -> Iterable[tuple[str]]:
        titles = {title: name for name, (_, title, _value) in row.cells.items()}
        return [(titles.get(fault.title, ""),) for fault in self.faults if fault.row == row.number]

    # --- Once -----------------------------------------------------------------------------------------------------------------
    def _refuse_twice(self, plans: list[FirmPlan]) -> None:
        """No firm twice in the list, and none that would then stand beside another of the same name and place, or number."""
        touched = {plan.company.pk for plan in plans}
        seen_pk: dict[UUID, Row] = {}
        seen_name: dict[tuple, FirmPlan] = {}
        seen_number: dict[tuple, Row] = {}
        for plan in plans:
            firm, row = plan.company, plan.row
            place = (firm.institution_id, company_key(firm.name), firm.prefecture, firm.city)
            number = (firm.institution_id, firm.corporate_number) if firm.corporate_number else None
            first = seen_pk.setdefault(firm.pk, row)
            if first is row:
                other = seen_name.setdefault(place, plan)
                first = row if _other_firm(other.company, firm.name, firm.corporate_number) else other.row
            if first is row and number:
                first = seen_number.setdefault(number, row)
            if first is not row:
                self.fault(row, "name", f"{first.number}行目と同じ企業です。重複した行を消してください。")
            elif not plan.is_new:
                self._refuse_beside(plan, touched)

    def _refuse_beside(self, plan: FirmPlan, touched: set[UUID]) -> None:
        firm = plan.company
        others = self.by_name.get((firm.institution_id, company_key(firm.name)), [])
        same = [
            one for one in others if one.pk not in touched and _place(one) == _place(firm) and one.name == firm.name
        ]
        if same and plan.after:
            self.fault(
                plan.row,
                "name",
                "この名前・所在地は、別の法人番号の企業としても登録されています。登録を確かめてください。",
            )


def _other_firm(company: Company, name: str, number: str | None) -> bool:
    """㈱丸山 and ㈲丸山 with a number each are two firms."""
    apart = bool(number and company.corporate_number and number != company.corporate_number)
    return apart and company.name != name


def _place(company: Company) -> tuple[str, str]:
    return company.prefecture, company.city


def _same_place(company: Company, row: Row) -> bool:
    """What the row or the register leaves open does not tell them apart."""
    prefecture, city = row.get("prefecture"), row.get("city", "")
    if prefecture is None:
        return True
    return company.prefecture == prefecture and (
        not city or not company.city or name_key(company.city) == name_key(city)
    )


def _says_the_same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.translate(_PAIRS) == other.translate(_PAIRS)
    return one == other
