"""Undoing the import of an event: the event goes with all that hangs on it, unless work on it has begun.

Firms, bank staff and seniors are of the register: those that are used elsewhere or were corrected since stay there.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from companies.undoing import POINTERS as FIRM_POINTERS
from office.importing.undoable import Pointer, Undoable, undoable
from office.models import Document
from talent.models import Disclosure

EVENT_IMPORT = "event"
REGISTER = frozenset({"companies.Company", "institutions.StaffMember", "talent.Senior"})


def close(gone: Mapping[str, Collection[UUID]]) -> None:
    """What the event has disclosed of seniors who were there before it is disclosed no more; its papers go, their files with the night."""
    events = list(gone.get("events.Event", ()))
    Disclosure.objects.filter(source__in=events).delete()
    Document.objects.filter(subject_kind="event", subject_id__in=events).delete()


undoable(
    Undoable(
        kind=EVENT_IMPORT,
        label="交流会の取り込み",
        stays_changed=REGISTER,
        stays_used=REGISTER,
        parts={
            "talent.SeniorContact": "senior",
            "talent.Career": "senior",
            "talent.Speciality": "senior",
            "talent.Qualification": "senior",
        },
        derived=frozenset(
            {
                "events.Tally",
                "events.ReceptionName",
                "matching.Occupancy",
                "talent.Disclosure",
                "talent.SearchRow",
                "talent.Standing",
            }
        ),
        pointers=(
            *FIRM_POINTERS,
            Pointer("companies.Hearing", "event_id", "events.Event"),
            Pointer("companies.IssueBrief", "event_id", "events.Event"),
            Pointer("office.OutboxMail", "subject_id", "events.Event", {"state": "cancelled"}),
            Pointer("office.Scan", "senior_key", "talent.Senior"),
            Pointer("office.BackgroundCheck", "senior_key", "talent.Senior"),
        ),
        afterwards=close,
    )
)
