"""The list of names that the reception reads: who comes on which day, and where to first."""

from events.models import PartyKind, ReceptionName
from matching.models import Interview, Timetable


def write_names(timetable: Timetable) -> None:
    """Replace the event's list by what this timetable, just published, says. Only publishing writes it."""
    rows = (
        Interview.objects.filter(timetable=timetable)
        .select_related("slot__day", "booth", "participation", "company", "senior", "entry__attendance")
        .order_by("slot__number")
    )
    first: dict[tuple, ReceptionName] = {}
    for row in rows:
        firm, senior = row.company, row.senior
        for kind, whose, number, party in (
            (PartyKind.SENIOR, {"senior": senior}, row.entry.attendance.number, senior),
            (PartyKind.FIRM, {"company": firm}, row.participation.number, firm),
        ):
            first.setdefault(
                (row.slot.day.date, kind, number),
                ReceptionName(
                    event_id=timetable.event_id,
                    date=row.slot.day.date,
                    kind=kind,
                    number=number,
                    name=party.name,
                    kana=party.name_kana,
                    name_key=party.name_key,
                    **whose,
                    slot_number=row.slot.number + 1,
                    starts_at=row.during.lower,
                    table=row.booth.number,
                ),
            )
    ReceptionName.objects.filter(event=timetable.event_id).delete()
    ReceptionName.objects.bulk_create(first.values())
