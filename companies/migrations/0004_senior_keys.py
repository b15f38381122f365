"""Keys of several columns: notes and links stay inside their institution."""

from django.db import migrations

from kouryukai.lib.composite import composite_key


class Migration(migrations.Migration):
    dependencies = [("companies", "0003_senior_pages")]

    operations = [
        composite_key(
            "companies_hearingnote__institution_hearing",
            "companies_hearingnote",
            ["institution_id", "hearing_id"],
            "companies_hearing",
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
