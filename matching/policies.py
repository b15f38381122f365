"""The second wall of who meets whom: drafts are the office's; what is published is its parties'."""

from events.policies import BANKS_EVENTS
from institutions.second_wall import OWN_INSTITUTION, Rows, wall

OF_HER_OWN = "senior_id IN (SELECT id FROM talent_senior)"
OF_HER_ENTRIES = "entry_id IN (SELECT id FROM events_entry)"  # her own, by the wall of that table

wall("matching_timetable")  # its notes name every firm and senior of the event
wall(
    "matching_interview",
    bank=Rows(f"is_published AND {OWN_INSTITUTION}"),
    senior=Rows(f"is_published AND {OF_HER_OWN}"),
)
wall("matching_occupancy", bank=Rows(f"event_id IN ({BANKS_EVENTS})"))  # a taken table, not by whom
wall("matching_result", bank=Rows(OWN_INSTITUTION), senior=Rows(OF_HER_ENTRIES))
# Sealed: each side sees its own answer alone.
wall(
    "matching_answer",
    bank=Rows(f"side = 'company' AND {OWN_INSTITUTION}"),
    senior=Rows(f"side = 'senior' AND {OF_HER_ENTRIES}"),
)
for table in ("matching_secondinterview", "matching_support"):
    wall(table, bank=Rows(OWN_INSTITUTION), senior=Rows(OF_HER_ENTRIES))
