"""The key from a brief to its event, an app above, which Django cannot write there."""

from django.db import migrations

KEY = """
    ALTER TABLE companies_issuebrief ADD CONSTRAINT companies_issuebrief__event FOREIGN KEY (event_id)
        REFERENCES events_event (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_composite_keys"),
        ("companies", "0002_composite_keys"),
    ]

    operations = [migrations.RunSQL(KEY, "ALTER TABLE companies_issuebrief DROP CONSTRAINT companies_issuebrief__event")]
