"""The second wall of who meets whom: drafts are the office's; what is published is its parties'."""

from events.policies import BANKS_EVENTS
from institutions.actors import DatabaseRole
from institutions.second_wall import OWN_COMPANY, OWN_INSTITUTION, Rows, opens, wall

OF_HER_OWN = "senior_id IN (SELECT id FROM talent_senior)"
OF_HER_ENTRIES = "entry_id IN (SELECT id FROM events_entry)"  # her own, by the wall of that table

wall("matching_timetable")  # its notes name every firm and senior of the event
wall(
    "matching_interview",
    bank=Rows(f"is_published AND {OWN_INSTITUTION}"),
    senior=Rows(f"is_published AND {OF_HER_OWN}"),
    president=Rows(f"is_published AND {OWN_COMPANY}"),
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


# --- What a published interview opens, to the senior and to the president -----------------------------------------------------
def of_interviews(column: str) -> str:
    """The reader's own published interviews, by the wall of that table."""
    return f"SELECT {column} FROM matching_interview"


ENTERED = (
    "SELECT entry.issue_id FROM events_entry entry JOIN matching_interview interview ON interview.entry_id = entry.id"
)
opens("companies_company", DatabaseRole.SENIOR, Rows(f"id IN ({of_interviews('company_id')})"))
opens("companies_issue", DatabaseRole.SENIOR, Rows(f"id IN ({ENTERED})"))
opens("institutions_staffmember", DatabaseRole.SENIOR, Rows(f"id IN ({of_interviews('attendant_id')})"))
for table, condition in (
    ("talent_senior", f"id IN ({of_interviews('senior_id')})"),
    ("talent_career", "senior_id IN (SELECT id FROM talent_senior)"),
    ("talent_speciality", "senior_id IN (SELECT id FROM talent_senior)"),
    ("events_entry", f"id IN ({of_interviews('entry_id')})"),
    ("events_event", f"id IN ({of_interviews('event_id')})"),
    ("events_eventday", f"event_id IN ({of_interviews('event_id')})"),
    ("events_timeslot", f"id IN ({of_interviews('slot_id')})"),
    ("events_booth", f"id IN ({of_interviews('booth_id')})"),
):
    opens(table, DatabaseRole.PRESIDENT, Rows(condition))
