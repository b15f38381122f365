"""The keys from a hearing and a brief to their event, an app above, which Django cannot write there."""

from django.db import migrations

TABLES = ("companies_issuebrief", "companies_hearing")
KEY = """
    ALTER TABLE {table} ADD CONSTRAINT {table}__event FOREIGN KEY (event_id)
        REFERENCES events_event (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_composite_keys"),
        ("companies", "0002_composite_keys"),
    ]

    operations = [
        migrations.RunSQL(KEY.format(table=table), f"ALTER TABLE {table} DROP CONSTRAINT {table}__event")
        for table in TABLES
    ]
