"""The second wall of events: the frame of an event is for those who take part, its rows for those whose they are."""

from collections.abc import Iterable

from events.models import TOLD_TO_BANKS
from institutions.models import BANK_TYPES
from institutions.second_wall import INSTITUTION, OWN_INSTITUTION, READING, Rows, wall


def _listed(words: Iterable[str]) -> str:
    """Words of our own as a list in SQL."""
    return ", ".join(f"'{word}'" for word in words)


OF_HER_OWN = "senior_id IN (SELECT id FROM talent_senior)"
BANKS_EVENTS = (
    f"SELECT event_id FROM events_eventhost WHERE institution_id = {INSTITUTION}"
    f" UNION ALL SELECT event_id FROM events_participation WHERE institution_id = {INSTITUTION}"
)
SENIORS_EVENTS = "SELECT event_id FROM events_attendance"  # her own, by the wall of that table

wall("events_event", bank=Rows(f"id IN ({BANKS_EVENTS})"), senior=Rows(f"id IN ({SENIORS_EVENTS})"))
wall("events_eventhost", bank=READING, senior=READING)  # who hosts stands on the poster
for table in ("events_eventday", "events_timeslot", "events_booth"):
    wall(table, bank=Rows(f"event_id IN ({BANKS_EVENTS})"), senior=Rows(f"event_id IN ({SENIORS_EVENTS})"))
wall("events_participation", bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION))
# To a bank: whoever is disclosed to it through that very event.
DISCLOSED_THERE = "(event_id, senior_id) IN (SELECT source, senior_id FROM talent_disclosure WHERE until > now())"
wall("events_attendance", bank=Rows(DISCLOSED_THERE), senior=Rows(OF_HER_OWN))
wall("events_unavailability")
wall("events_entry", bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION), senior=Rows(OF_HER_OWN))

# Bodies without clients of their own see all figures of the events that they host; a bank could reckon another bank's from them.
IS_NO_BANK = f"(SELECT type FROM institutions_institution WHERE id = {INSTITUTION}) NOT IN ({_listed(BANK_TYPES)})"
wall(
    "events_tally",
    bank=Rows(f"event_id IN ({BANKS_EVENTS}) AND (figure IN ({_listed(TOLD_TO_BANKS)}) OR {IS_NO_BANK})"),
)
