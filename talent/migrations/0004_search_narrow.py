"""Facets and order are read from few pages: of a row of the search the words are kept outside, and nothing else."""

from django.db import migrations

TOGETHER = ("qualifications", "kana", "digest")


class Migration(migrations.Migration):
    dependencies = [("talent", "0003_search_queue")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE talent_searchrow SET (toast_tuple_target = 512)",
            "ALTER TABLE talent_searchrow RESET (toast_tuple_target)",
        ),
        *(
            migrations.RunSQL(
                f"ALTER TABLE talent_searchrow ALTER COLUMN {column} SET STORAGE MAIN",
                f"ALTER TABLE talent_searchrow ALTER COLUMN {column} SET STORAGE DEFAULT",
            )
            for column in TOGETHER
        ),
    ]
