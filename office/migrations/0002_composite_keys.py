"""Keys of several columns: a row stays inside its institution and its event. Kept apart, so that 0001 can be generated again."""

from django.db import migrations

from kouryukai.lib.composite import composite_key


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0001_initial"),
        ("institutions", "0002_composite_keys"),
    ]

    operations = [
        composite_key(
            "office_document__institution_branch",
            "office_document",
            ["institution_id", "branch_id"],
            "institutions_branch",
            ["institution_id", "id"],
        ),
    ]
