"""Keys of several columns: a row stays inside its institution and its event. Kept apart, so that 0001 can be generated again."""

from django.db import migrations

from kouryukai.lib.composite import composite_key


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
        ("companies", "0002_composite_keys"),
    ]

    operations = [
        composite_key(
            "events_timeslot__event_day",
            "events_timeslot",
            ["event_id", "day_id"],
            "events_eventday",
            ["event_id", "id"],
        ),
        composite_key(
            "events_participation__institution_company",
            "events_participation",
            ["institution_id", "company_id"],
            "companies_company",
            ["institution_id", "id"],
        ),
        composite_key(
            "events_participation__institution_attendant",
            "events_participation",
            ["institution_id", "attendant_id"],
            "institutions_staffmember",
            ["institution_id", "id"],
        ),
        composite_key(
            "events_participation__event_booth",
            "events_participation",
            ["event_id", "booth_id"],
            "events_booth",
            ["event_id", "id"],
        ),
        composite_key(
            "events_booth__event_venue",
            "events_booth",
            ["event_id", "venue_id"],
            "events_venue",
            ["event_id", "id"],
        ),
        composite_key(
            "events_unavailability__event_slot",
            "events_unavailability",
            ["event_id", "slot_id"],
            "events_timeslot",
            ["event_id", "id"],
        ),
        composite_key(
            "events_unavailability__event_participation",
            "events_unavailability",
            ["event_id", "participation_id"],
            "events_participation",
            ["event_id", "id"],
        ),
        composite_key(
            "events_unavailability__event_attendance",
            "events_unavailability",
            ["event_id", "attendance_id"],
            "events_attendance",
            ["event_id", "id"],
        ),
        composite_key(
            "events_entry__event_participation",
            "events_entry",
            ["event_id", "participation_id"],
            "events_participation",
            ["event_id", "id"],
        ),
        composite_key(
            "events_entry__institution_participation",
            "events_entry",
            ["institution_id", "participation_id"],
            "events_participation",
            ["institution_id", "id"],
        ),
        composite_key(
            "events_entry__event_attendance",
            "events_entry",
            ["event_id", "attendance_id"],
            "events_attendance",
            ["event_id", "id"],
        ),
        composite_key(
            "events_entry__attendance_senior",
            "events_entry",
            ["attendance_id", "senior_id"],
            "events_attendance",
            ["id", "senior_id"],
        ),
        composite_key(
            "events_entry__participation_company",
            "events_entry",
            ["participation_id", "company_id"],
            "events_participation",
            ["id", "company_id"],
        ),
        composite_key(
            "events_entry__company_issue",
            "events_entry",
            ["company_id", "issue_id"],
            "companies_issue",
            ["company_id", "id"],
        ),
        composite_key(
            "events_entry__institution_issue",
            "events_entry",
            ["institution_id", "issue_id"],
            "companies_issue",
            ["institution_id", "id"],
        ),
    ]
