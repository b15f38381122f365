"""What briefs and entries say of the event and of each other; the key to an app above, which Django cannot write there."""

from django.db import migrations

FILL = """
    UPDATE companies_issuebrief AS brief SET event_id = firm.event_id
        FROM companies_issue AS issue JOIN events_participation AS firm ON firm.company_id = issue.company_id
        WHERE issue.id = brief.issue_id;
    UPDATE events_entry AS entry SET public_title = brief.public_title
        FROM companies_issuebrief AS brief WHERE brief.issue_id = entry.issue_id;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""
KEY = """
    ALTER TABLE companies_issuebrief ADD CONSTRAINT companies_issuebrief__event FOREIGN KEY (event_id)
        REFERENCES events_event (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_senior_pages"),
        ("companies", "0004_notes_moved"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(KEY, "ALTER TABLE companies_issuebrief DROP CONSTRAINT companies_issuebrief__event"),
    ]
