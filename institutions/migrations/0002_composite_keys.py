"""Keys of several columns: a row stays inside its institution and its event. Kept apart, so that 0001 can be generated again."""

from django.db import migrations

from kouryukai.lib.composite import composite_key


class Migration(migrations.Migration):
    dependencies = [
        ("institutions", "0001_initial"),
    ]

    operations = [
        composite_key(
            "institutions_staffmember__institution_branch",
            "institutions_staffmember",
            ["institution_id", "branch_id"],
            "institutions_branch",
            ["institution_id", "id"],
        ),
        composite_key(
            "institutions_user__institution_branch",
            "institutions_user",
            ["institution_id", "branch_id"],
            "institutions_branch",
            ["institution_id", "id"],
        ),
    ]
