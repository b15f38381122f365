"""The second wall of events: the frame of an event is for those who take part, its rows for those whose they are."""

from collections.abc import Iterable

from events.models import TOLD_TO_BANKS
from institutions.actors import DatabaseRole
from institutions.models import BANK_TYPES
from institutions.second_wall import INSTITUTION, OWN_INSTITUTION, READING, SHOWN, USER, Rows, opens, wall


def _listed(words: Iterable[str]) -> str:
    """Words of our own as a list in SQL."""
    return ", ".join(f"'{word}'" for word in words)


OF_HER_OWN = "senior_id IN (SELECT id FROM talent_senior)"
BANKS_EVENTS = (
    f"SELECT event_id FROM events_eventhost WHERE institution_id = {INSTITUTION}"
    f" UNION ALL SELECT event_id FROM events_participation WHERE institution_id = {INSTITUTION}"
)
SENIORS_EVENTS = "SELECT event_id FROM events_attendance"  # her own, by the wall of that table

# What is open is read by seniors who are active and have given the pledge; which of its wordings, the page asks.
opens(
    "companies_issuebrief",
    DatabaseRole.SENIOR,
    Rows(
        "open_from <= now() AND open_until > now() AND event_id IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM talent_senior WHERE state = 'active')"
        " AND EXISTS (SELECT 1 FROM talent_consent WHERE kind = 'confidentiality')"
    ),
)
OPEN_EVENTS = "SELECT event_id FROM companies_issuebrief"  # open to her, by the wall of that table
DESKS = "SELECT event_id FROM events_receptiondesk"  # the device's own, by the wall of that table

wall(
    "events_event",
    bank=Rows(f"id IN ({BANKS_EVENTS})"),
    senior=Rows(f"id IN ({SENIORS_EVENTS}) OR id IN ({OPEN_EVENTS})"),
    reception=Rows(f"id IN ({DESKS})"),
)
# Who hosts stands on the poster, and whom to call (name, telephone, address for answers) in every letter to banks and seniors: what
# is printed for all of them needs no table of its own. A host's own office telephone belongs here, never a private one.
wall("events_eventhost", bank=READING, senior=READING)
for table in ("events_eventday", "events_timeslot", "events_booth", "events_venue"):
    wall(table, bank=Rows(f"event_id IN ({BANKS_EVENTS})"), senior=Rows(f"event_id IN ({SENIORS_EVENTS})"))
# The plan is shared by those who make it; a head office says "done" by way of an action that has checked whose it is.
wall("events_milestone", bank=Rows(f"event_id IN ({BANKS_EVENTS})"))
wall("events_participation", bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION))
# To a bank: whoever is disclosed to it through that very event.
DISCLOSED_THERE = "(event_id, senior_id) IN (SELECT source, senior_id FROM talent_disclosure WHERE until > now())"
wall("events_attendance", bank=Rows(DISCLOSED_THERE), senior=Rows(OF_HER_OWN))
wall("events_unavailability")
wall("events_lettertemplate")
wall("events_avoidance")  # secret: banks and seniors may tell, by the system, and read nothing back
wall("events_entry", bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION), senior=Rows(OF_HER_OWN))
# What she has marked and what she is still writing is hers; no bank ever reads it.
for table in ("events_briefmark", "events_entrydraft"):
    wall(table, senior=Rows(OF_HER_OWN, OF_HER_OWN))

# --- Reception: names of one day, and nothing of the people behind them ---------------------------------------------------
wall("events_receptiondesk", reception=Rows(f"user_id = {USER} AND closed_at IS NULL"), gate=Rows(SHOWN))
wall(
    "events_receptionname",
    reception=Rows(
        "date = (now() AT TIME ZONE 'Asia/Tokyo')::date"
        " AND (event_id, date) IN (SELECT event_id, date FROM events_receptiondesk)"
    ),
)
# Bodies without clients of their own see all figures of the events that they host; a bank could reckon another bank's from them.
IS_NO_BANK = f"(SELECT type FROM institutions_institution WHERE id = {INSTITUTION}) NOT IN ({_listed(BANK_TYPES)})"
wall(
    "events_tally",
    bank=Rows(f"event_id IN ({BANKS_EVENTS}) AND (figure IN ({_listed(TOLD_TO_BANKS)}) OR {IS_NO_BANK})"),
)
