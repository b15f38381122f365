"""What is known of an event months ahead, as the planner's advice wants it: rows first, plans for what has no rows yet."""

from dataclasses import dataclass

from events.models import Event, Participation, ParticipationState, Unavailability
from matching.solver.capacity import Advice, Attendant, Firm, Setting, advise


@dataclass(frozen=True)
class Wish:
    """What the page's form may change for the sake of asking; None is what the event says."""

    per_company: int | None = None
    companies: int | None = None
    seniors: int | None = None
    tables: int | None = None


@dataclass(frozen=True)
class Outlook:
    """The advice with what it rests on. `booths`: tables of the event; `registered`: firms with a row of their own."""

    advice: Advice
    setting: Setting
    per_company: int
    registered: int
    seniors: int | None
    booths: int

    @property
    def asked(self) -> dict[str, int | None]:
        """The figures that went in, by the names of `Wish`; tables follow from the firms unless somebody says so."""
        return {
            "per_company": self.per_company,
            "companies": len(self.setting.firms) or None,
            "seniors": self.seniors,
        }

    @property
    def short_of_booths(self) -> bool:
        """Some are there, but not one for every firm."""
        return 0 < self.booths < len(self.setting.firms)


def outlook_of(event: Event, wish: Wish) -> Outlook:
    """Four queries, and milliseconds of counting."""
    slots = list(event.slots.order_by("number"))
    rows = list(
        Participation.objects.filter(event=event, state=ParticipationState.REGISTERED)
        .select_related("company", "attendant")
        .order_by("number")
    )
    away: dict = {}
    numbers = {slot.pk: slot.number for slot in slots}
    for row in Unavailability.objects.filter(event=event, attendance=None):
        away.setdefault(row.participation_id or row.attendant_id, set()).add(numbers[row.slot_id])
    per_company = wish.per_company or _per_company(event)
    firms = [_firm(row, per_company, away) for row in rows]
    companies = max(wish.companies or event.planned_companies or 0, len(firms))
    firms += [
        Firm(f"planned-{n}", per_company, name=f"これからの企業{n}") for n in range(1, companies - len(firms) + 1)
    ]
    seniors = wish.seniors or event.planned_seniors or event.attendances.filter(state="registered").count() or None
    tables = tuple(wish.tables or (len(firms) if slot.tables is None else slot.tables) for slot in slots)
    attendants = {row.attendant_id: row.attendant for row in rows if row.attendant_id}
    setting = Setting(
        slots=len(slots),
        tables=tables,
        firms=tuple(firms),
        attendants=tuple(
            Attendant(str(pk), frozenset(away.get(pk, ())), f"{row.name}さん", str(row.institution_id))
            for pk, row in attendants.items()
        ),
        seniors=seniors,
        per_senior=event.max_per_senior,
        per_firm=max(event.max_per_company, per_company),
    )
    return Outlook(advise(setting), setting, per_company, len(rows), seniors, event.booths.count())


def _firm(row: Participation, per_company: int, away: dict) -> Firm:
    """A firm's own limit holds also where more is wished."""
    wish = per_company if row.max_interviews is None else min(per_company, row.max_interviews)
    return Firm(
        id=str(row.pk),
        wish=wish,
        attendant=str(row.attendant_id) if row.attendant_id else None,
        away=frozenset(away.get(row.pk, ())),
        name=row.company.short_name or row.company.name,
        house=str(row.institution_id),
    )


def _per_company(event: Event) -> int:
    """The planned interviews shared by the planned firms, never more than the limit; without a plan the limit itself."""
    if event.planned_interviews and event.planned_companies:
        return min(event.max_per_company, -(-event.planned_interviews // event.planned_companies))
    return event.max_per_company
