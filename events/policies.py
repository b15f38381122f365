"""The second wall of events: the frame of an event is for those who take part, its rows for those whose they are."""

from institutions.second_wall import INSTITUTION, OWN_INSTITUTION, READING, Rows, wall

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
wall("events_attendance", senior=Rows(OF_HER_OWN))
wall("events_unavailability")
wall("events_entry", bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION), senior=Rows(OF_HER_OWN))
