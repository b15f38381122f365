"""Notes move out of the hearings, briefs take the fields of their issues over, and the new rows stay inside their institution."""

from django.db import migrations

from kouryukai.lib.composite import composite_key

MOVE = """
    INSERT INTO companies_hearingnote (hearing_id, institution_id, text, updated_at)
        SELECT id, institution_id, confidential_note, updated_at FROM companies_hearing WHERE confidential_note <> '';
    UPDATE companies_issuebrief AS brief SET categories = issue.categories
        FROM companies_issue AS issue WHERE issue.id = brief.issue_id;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("companies", "0003_senior_pages")]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
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
        migrations.RemoveField(model_name="hearing", name="confidential_note"),
    ]
