"""Keys of several columns: a row stays inside its institution and its event. Kept apart, so that 0001 can be generated again."""

from django.db import migrations

from kouryukai.lib.composite import composite_key


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_initial"),
        ("events", "0002_composite_keys"),
    ]

    operations = [
        composite_key(
            "matching_interview__event_timetable",
            "matching_interview",
            ["event_id", "timetable_id"],
            "matching_timetable",
            ["event_id", "id"],
        ),
        composite_key(
            "matching_interview__timetable_is_published",
            "matching_interview",
            ["timetable_id", "is_published"],
            "matching_timetable",
            ["id", "is_published"],
            cascade_update=True,
        ),
        composite_key(
            "matching_interview__event_slot",
            "matching_interview",
            ["event_id", "slot_id"],
            "events_timeslot",
            ["event_id", "id"],
        ),
        composite_key(
            "matching_interview__slot_during",
            "matching_interview",
            ["slot_id", "during"],
            "events_timeslot",
            ["id", "during"],
            cascade_update=True,
        ),
        composite_key(
            "matching_interview__event_booth",
            "matching_interview",
            ["event_id", "booth_id"],
            "events_booth",
            ["event_id", "id"],
        ),
        composite_key(
            "matching_interview__event_entry",
            "matching_interview",
            ["event_id", "entry_id"],
            "events_entry",
            ["event_id", "id"],
        ),
        composite_key(
            "matching_interview__entry_participation_senior",
            "matching_interview",
            ["entry_id", "participation_id", "senior_id"],
            "events_entry",
            ["id", "participation_id", "senior_id"],
        ),
        composite_key(
            "matching_interview__participation_company",
            "matching_interview",
            ["participation_id", "company_id"],
            "events_participation",
            ["id", "company_id"],
        ),
        composite_key(
            "matching_interview__institution_participation",
            "matching_interview",
            ["institution_id", "participation_id"],
            "events_participation",
            ["institution_id", "id"],
        ),
        composite_key(
            "matching_result__institution_entry",
            "matching_result",
            ["institution_id", "entry_id"],
            "events_entry",
            ["institution_id", "id"],
        ),
        composite_key(
            "matching_answer__institution_entry",
            "matching_answer",
            ["institution_id", "entry_id"],
            "events_entry",
            ["institution_id", "id"],
        ),
        composite_key(
            "matching_secondinterview__institution_entry",
            "matching_secondinterview",
            ["institution_id", "entry_id"],
            "events_entry",
            ["institution_id", "id"],
        ),
        composite_key(
            "matching_support__institution_entry",
            "matching_support",
            ["institution_id", "entry_id"],
            "events_entry",
            ["institution_id", "id"],
        ),
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
