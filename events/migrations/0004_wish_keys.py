"""The keys from marks and drafts to their brief. PostgreSQL holds them alone: a bank that deletes a brief may not read those rows."""

from django.db import migrations

TABLES = ("events_briefmark", "events_entrydraft")
KEY = """
    ALTER TABLE {table} ADD CONSTRAINT {table}__brief FOREIGN KEY (brief_id)
        REFERENCES companies_issuebrief (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_brief_key"),
        ("companies", "0002_composite_keys"),
    ]

    operations = [
        migrations.RunSQL(KEY.format(table=table), f"ALTER TABLE {table} DROP CONSTRAINT {table}__brief")
        for table in TABLES
    ]
