"""Keys of several columns: a row stays inside its institution and its event. Kept apart, so that 0001 can be generated again."""

from django.db import migrations

from kouryukai.lib.composite import composite_key


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0003_occupancy"),
        ("events", "0002_composite_keys"),
    ]

    operations = [
        composite_key(
            "matching_occupancy__event_slot",
            "matching_occupancy",
            ["event_id", "slot_id"],
            "events_timeslot",
            ["event_id", "id"],
        ),
        composite_key(
            "matching_occupancy__event_booth",
            "matching_occupancy",
            ["event_id", "booth_id"],
            "events_booth",
            ["event_id", "id"],
        ),
    ]
