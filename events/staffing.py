"""A member of staff moves to another branch or leaves: what hangs on her, and one action that settles all of it.

Her firms are handed over or go with her, her seats at coming events are kept or given to somebody else, her account follows.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from companies.actions_firms import hand_over_papers
from companies.models import Company
from events.models import Participation, ParticipationState, Stage
from institutions.actions.staff import StaffError, depart, held, relocate
from institutions.models import Branch, StaffMember, User

TAKE = "take"
CHANGED = "開いているあいだに、担当の企業か同席が変わりました。いまの内容を確かめて、もう一度押してください。"

# What becomes of a firm: it goes along, gets that officer, or has none for now.
type Fate = str | StaffMember | None


@dataclass(frozen=True, slots=True)
class Duties:
    firms: list[Company]
    seats: list[Participation]


def coming_seats(today: dt.date) -> QuerySet[Participation]:
    """Seats beside presidents at events that are not over."""
    rows = Participation.objects.filter(
        state=ParticipationState.REGISTERED, event__ends_on__gte=today, event__is_history=False
    )
    return rows.exclude(event__stage=Stage.CLOSED)


def duties_of(member: StaffMember, user: User, today: dt.date) -> Duties:
    firms = Company.objects.editable_by(user).filter(officer=member).select_related("branch")
    seats = coming_seats(today).filter(attendant=member, pk__in=Participation.objects.editable_by(user).values("pk"))
    seats = seats.select_related("event", "company").order_by("event__starts_on", "number")
    return Duties(list(firms), list(seats))


def colleagues_of(member: StaffMember) -> list[StaffMember]:
    """Who may take over: of her branch and of the head office."""
    rows = StaffMember.objects.filter(institution=member.institution_id, is_active=True).exclude(pk=member.pk)
    return list(rows.filter(Q(branch=member.branch_id) | Q(branch=None)).select_related("branch"))


def attendants_for(member: StaffMember) -> list[StaffMember]:
    """Who may sit in her place: everybody of the institution."""
    rows = StaffMember.objects.filter(institution=member.institution_id, is_active=True).exclude(pk=member.pk)
    return list(rows.select_related("branch"))


def seats_taken(seats: list[Participation]) -> dict[tuple[UUID, UUID], list[Participation]]:
    """(event, attendant) -> the other firms that this person sits beside there: one table at a time."""
    events = {seat.event_id for seat in seats}
    rows = Participation.objects.filter(
        event__in=events, state=ParticipationState.REGISTERED, attendant__isnull=False
    ).exclude(pk__in=[seat.pk for seat in seats])
    found: dict[tuple[UUID, UUID], list[Participation]] = defaultdict(list)
    for row in rows.select_related("company").order_by("number"):
        found[row.event_id, row.attendant_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class Settled:
    """How many firms were handed over, went along and are without an officer, and how many seats changed."""

    handed: int
    taken_along: int
    without: int
    seats: int

    @property
    def words(self) -> str:
        parts = [f"担当の企業{self.handed}社を引き継ぎました。" if self.handed else ""]
        parts += [f"{self.taken_along}社の取引店を、移る先の支店に変えました。" if self.taken_along else ""]
        parts += [f"{self.without}社は、担当者がいません。企業のページで決めてください。" if self.without else ""]
        parts += [f"交流会の同席{self.seats}件を変えました。" if self.seats else ""]
        return "".join(parts)


@transaction.atomic
def move_member(
    *,
    member: StaffMember,
    branch: Branch | None,
    firms: Mapping[UUID, Fate],
    seats: Mapping[UUID, StaffMember | None],
    by: User,
    now: dt.datetime,
) -> Settled:
    """`firms` and `seats`: for each of hers, what becomes of it; a seat that she keeps is given to herself. Raises StaffError."""
    row = relocate(member=member, branch=branch, by=by, now=now)
    if branch is None and TAKE in firms.values():
        raise StaffError("本部には取引店がないので、企業を一緒に移せません。引き継ぐ人を選んでください。")
    return _settle(row, firms, seats, branch, by, now)


@transaction.atomic
def member_leaves(
    *,
    member: StaffMember,
    firms: Mapping[UUID, Fate],
    seats: Mapping[UUID, StaffMember | None],
    by: User,
    now: dt.datetime,
) -> Settled:
    """As `move_member`; nothing goes along and no seat is kept."""
    row = depart(member=member, by=by, now=now)
    if TAKE in firms.values() or member in seats.values():
        raise StaffError("在籍しなくなる方は、担当も同席も続けられません。")
    return _settle(row, firms, seats, None, by, now)


def _settle(
    member: StaffMember,
    firms: Mapping[UUID, Fate],
    seats: Mapping[UUID, StaffMember | None],
    branch: Branch | None,
    by: User,
    now: dt.datetime,
) -> Settled:
    today = timezone.localdate(now)
    known = duties_of(member, by, today)
    if {one.pk for one in known.firms} != firms.keys() or {one.pk for one in known.seats} != seats.keys():
        raise StaffError(CHANGED)
    _demand_present({one for one in (*firms.values(), *seats.values()) if isinstance(one, StaffMember)} - {member}, by)
    moved, handed, without = [], 0, 0
    for company in Company.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=firms).order_by("pk"):
        fate = firms[company.pk]
        if fate == TAKE:
            company.branch = branch
            moved.append(company.pk)
        else:
            company.officer = fate
            handed, without = handed + (fate is not None), without + (fate is None)
        company.save(update_fields=["branch", "officer", "updated_at"])
    if moved:
        hand_over_papers(moved)
    changed = {pk: attendant for pk, attendant in seats.items() if attendant != member}
    for pk, attendant in changed.items():
        Participation.objects.filter(pk=pk, attendant=member).update(attendant=attendant)
    return Settled(handed, len(moved), without, len(changed))


def _demand_present(people: set[StaffMember], by: User) -> None:
    """Of her own institution and still there, now."""
    for one in sorted(people, key=lambda person: person.pk):
        if not held(one, by).is_active:
            raise StaffError(f"{one.name}さんは、在籍していません。ほかの方を選んでください。")
