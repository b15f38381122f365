"""Where a person decides about a name in what a bank has written down."""

from django.urls import reverse

from office.mentions import page_of


@page_of("companies.Company")
def company_page(company) -> str:
    return reverse("companies:company_detail", args=[company.pk])


@page_of("companies.HearingNote", "companies.IssueBrief")
def page_of_its_parents_company(row) -> str:
    parent = row.hearing if hasattr(row, "hearing") else row.issue
    return reverse("companies:company_detail", args=[parent.company_id])


@page_of("companies.Issue")
def page_of_its_company(row) -> str:
    return reverse("companies:company_detail", args=[row.company_id])


@page_of("companies.Hearing")
def hearing_page(row) -> str:
    return reverse("companies:hearing_detail", args=[row.pk])


@page_of("companies.HearingVersion")
def versions_page(row) -> str:
    return reverse("companies:hearing_versions", args=[row.hearing_id])
