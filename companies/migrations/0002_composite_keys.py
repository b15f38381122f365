"""Keys of several columns: a row stays inside its institution and its event. Kept apart, so that 0001 can be generated again."""

from django.db import migrations

from kouryukai.lib.composite import composite_key


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0001_initial"),
        ("institutions", "0002_composite_keys"),
    ]

    operations = [
        composite_key(
            "companies_company__institution_branch",
            "companies_company",
            ["institution_id", "branch_id"],
            "institutions_branch",
            ["institution_id", "id"],
        ),
        composite_key(
            "companies_company__institution_officer",
            "companies_company",
            ["institution_id", "officer_id"],
            "institutions_staffmember",
            ["institution_id", "id"],
        ),
        composite_key(
            "companies_hearing__institution_company",
            "companies_hearing",
            ["institution_id", "company_id"],
            "companies_company",
            ["institution_id", "id"],
        ),
        composite_key(
            "companies_issue__institution_company",
            "companies_issue",
            ["institution_id", "company_id"],
            "companies_company",
            ["institution_id", "id"],
        ),
        composite_key(
            "companies_issue__institution_hearing",
            "companies_issue",
            ["institution_id", "hearing_id"],
            "companies_hearing",
            ["institution_id", "id"],
        ),
        composite_key(
            "companies_issuebrief__institution_issue",
            "companies_issuebrief",
            ["institution_id", "issue_id"],
            "companies_issue",
            ["institution_id", "id"],
        ),
        composite_key(
            "companies_hearingnote__institution_hearing",
            "companies_hearingnote",
            ["institution_id", "hearing_id"],
            "companies_hearing",
            ["institution_id", "id"],
        ),
        composite_key(
            "companies_hearingversion__institution_hearing",
            "companies_hearingversion",
            ["institution_id", "hearing_id"],
            "companies_hearing",
            ["institution_id", "id"],
        ),
        composite_key(
            "companies_briefreview__institution_brief",
            "companies_briefreview",
            ["institution_id", "brief_id"],
            "companies_issuebrief",
            ["institution_id", "id"],
        ),
        composite_key(
            "companies_presidentlink__institution_company",
            "companies_presidentlink",
            ["institution_id", "company_id"],
            "companies_company",
            ["institution_id", "id"],
        ),
    ]
