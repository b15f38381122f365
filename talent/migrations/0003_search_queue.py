"""Whose row of the search no longer holds is written down by triggers: every way of writing ends up in the index, also a raw statement."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION talent_search_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('INSERT INTO talent_searchwaiting (senior_id, at) SELECT DISTINCT %I, now() FROM changed', TG_ARGV[0]);
    RETURN NULL;
END $$
"""
TABLES = {
    "talent_senior": "id",
    "talent_seniorcontact": "senior_id",
    "talent_career": "senior_id",
    "talent_speciality": "senior_id",
    "talent_qualification": "senior_id",
    "talent_standing": "senior_id",
}
NEW_OR_OLD = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}  # a table of changes belongs to one kind of write
TRIGGERS = [
    (
        f"CREATE TRIGGER search_wait_{verb.lower()} AFTER {verb} ON {table} REFERENCING {which} TABLE AS changed"
        f" FOR EACH STATEMENT EXECUTE FUNCTION talent_search_wait('{key}')",
        f"DROP TRIGGER search_wait_{verb.lower()} ON {table}",
    )
    for table, key in TABLES.items()
    for verb, which in NEW_OR_OLD.items()
]


class Migration(migrations.Migration):
    dependencies = [("talent", "0002_composite_keys")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION talent_search_wait()"),
        *(migrations.RunSQL(make, drop) for make, drop in TRIGGERS),
    ]
