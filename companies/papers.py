"""Papers of a firm: its bank's and the office's."""

from uuid import UUID

from django.urls import reverse

from companies.models import Company
from institutions.models import User
from office.papers import papers_of
from office.scans import Owner


@papers_of("company")
def company(user: User, key: UUID) -> Owner | None:
    row = Company.objects.editable_by(user).select_related("institution", "branch").filter(pk=key).first()
    if row is None:
        return None
    address = reverse("companies:company_detail", args=[row.pk])
    return Owner(row.name, address, company_key=row.pk, institution=row.institution, branch=row.branch)
