"""The table behind Django's cache: what sign-in counts, for all processes. Written by hand, so that `migrate` is enough."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("institutions", "0002_composite_keys"),
    ]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE institutions_cache (
                cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
            );
            CREATE INDEX institutions_cache_expires ON institutions_cache (expires);
            """,
            "DROP TABLE institutions_cache",
        ),
    ]
