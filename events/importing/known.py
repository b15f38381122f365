"""What the database knows of the names in a workbook, read in a handful of queries whatever the number of rows."""

from collections import defaultdict
from uuid import UUID

from companies.models import Company
from events.importing.layout import FIRMS, SENIORS, STAFF
from events.importing.reading import Content
from institutions.directory import Lookup, branch_key
from institutions.models import Branch, Institution, StaffMember
from kouryukai.lib.japanese import company_key, digits, name_key
from talent.models import Senior


class Known:
    def __init__(self, content: Content) -> None:
        self.lookup = Lookup()
        rows = [*content.rows[FIRMS], *content.rows[STAFF]]
        texts = {row.get("institution") for row in rows if row.get("institution")}
        found = {one.pk for text in texts for one in self.lookup.find(text)}
        self._branches: dict[UUID, list[Branch]] = defaultdict(list)
        for branch in Branch.objects.filter(institution__in=found).order_by("code", "name", "id"):
            self._branches[branch.institution_id].append(branch)
        self._companies: dict[tuple[UUID, str], list[Company]] = defaultdict(list)
        self._by_number: dict[tuple[UUID, str], Company] = {}
        for company in Company.objects.filter(institution__in=found).select_related("institution"):
            self._companies[company.institution_id, company_key(company.name)].append(company)
            if company.corporate_number:
                self._by_number[company.institution_id, company.corporate_number] = company
        self._staff: dict[tuple[UUID, str], list[StaffMember]] = defaultdict(list)
        for person in StaffMember.objects.filter(institution__in=found, is_active=True):
            self._staff[person.institution_id, name_key(person.name)].append(person)
        numbers = {row.get("number") for row in content.rows[SENIORS]}
        self.seniors = {
            senior.number: senior
            for senior in Senior.objects.filter(number__in=numbers - {None}).prefetch_related("specialities")
        }

    def branches(self, institution: Institution, text: str) -> list[Branch]:
        """The branches that `text` (a code or a name) may mean."""
        try:
            code = digits(text).zfill(3)
        except ValueError:
            code = ""
        rows = self._branches[institution.pk]
        if code:
            return [branch for branch in rows if branch.code == code]
        exact = [branch for branch in rows if name_key(branch.name) == name_key(text)]
        return exact or [branch for branch in rows if branch_key(branch.name) == branch_key(text)]

    def near_branches(self, institution: Institution, text: str, limit: int = 3) -> list[str]:
        key = branch_key(text)
        near = [
            b.name
            for b in self._branches[institution.pk]
            if key and (key in branch_key(b.name) or branch_key(b.name) in key)
        ]
        return near[:limit]

    def companies(self, institution: Institution, name: str) -> list[Company]:
        return self._companies.get((institution.pk, company_key(name)), [])

    def numbered(self, institution: Institution, corporate_number: str) -> Company | None:
        return self._by_number.get((institution.pk, corporate_number))

    def staff(self, institution: Institution, name: str, branch: Branch | None) -> list[StaffMember]:
        """The people of that name; where one of them is of that branch, that one."""
        people = self._staff.get((institution.pk, name_key(name)), [])
        return [person for person in people if branch and person.branch_id == branch.pk] or people
