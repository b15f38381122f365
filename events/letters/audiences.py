"""To whom a letter may go. Each audience is a function of the event: whom it names, by what address, with what values of their own.

Apps above add theirs with `audience`. People are read as values, so that fifteen thousand cost a few queries; a page that shows them notes it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

from companies.hearings import Check, checks_of
from companies.models import Company, Hearing, HearingState
from events.letters.values import listed
from events.models import Attendance, Entry, EntryState, Event, HostRole, Participation, ParticipationState
from institutions.models import Branch, User
from institutions.roles import Role
from talent.availability import available_on
from talent.models import Senior, SeniorState

SENIOR, ACCOUNT, BRANCH, HOST = "senior", "account", "branch", "host"
SUBJECT = "event_person"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a letter. `note`: the line under the name in a list. Without an address she is told by hand.

    `institution_id`: whose people she belongs to. What she answers is about its clients and goes there or to the secretariat.
    """

    kind: str
    pk: UUID
    name: str
    address: str
    note: str = ""
    phone: str = ""
    values: dict[str, str] = field(default_factory=dict)
    variant: str = ""  # what makes her letter another one, besides what makes everybody's: her own times
    institution_id: UUID | None = None

    def subject_at(self, event: Event) -> UUID:
        """This person at this event: what a letter is about, also where two people share an address."""
        return uuid5(event.pk, f"{self.kind}:{self.pk}")

    @property
    def senior_id(self) -> UUID | None:
        return self.pk if self.kind == SENIOR else None

    @property
    def token(self) -> str:
        """Short enough for the address of a page."""
        return self.pk.hex[-10:]


@dataclass(frozen=True)
class Audience:
    key: str
    label: str
    who: Callable[[Event], list[Recipient]]


AUDIENCES: dict[str, Audience] = {}


def audience[F: Callable[[Event], list[Recipient]]](key: str, label: str) -> Callable[[F], F]:
    def register(who: F) -> F:
        AUDIENCES[key] = Audience(key, label, who)
        return who

    return register


def once(people: Iterable[Recipient]) -> list[Recipient]:
    """Each person once, in the order of the first mention."""
    found: dict[tuple, Recipient] = {}
    for one in people:
        found.setdefault((one.kind, one.pk), one)
    return list(found.values())


# --- Seniors ------------------------------------------------------------------------------------------------------------
def seniors(rows: QuerySet[Senior], values: dict[UUID, dict[str, str]] | None = None) -> list[Recipient]:
    """One query for any number of them."""
    columns = ("pk", "family_name", "given_name", "number", "contact__email", "user__email")
    found = rows.filter(erased_at=None).order_by("name_key", "number", "pk").values_list(*columns)
    return [
        Recipient(
            SENIOR, pk, f"{family} {given}".strip(), email or account or "", number, "", (values or {}).get(pk, {})
        )
        for pk, family, given, number, email, account in found
    ]


def _can_come(event: Event) -> QuerySet[Senior]:
    return available_on(event.starts_on, Senior.objects.filter(state=SeniorState.ACTIVE))


def _entries(event: Event) -> QuerySet[Entry]:
    return Entry.objects.filter(event=event).exclude(state=EntryState.WITHDRAWN).order_by()


@audience("all_active", "この日に参加できる、活動中の新現役の全員")
def all_active(event: Event) -> list[Recipient]:
    return seniors(_can_come(event))


@audience("not_entered", "まだ希望を出していない新現役(この日に参加できる人)")
def not_entered(event: Event) -> list[Recipient]:
    return seniors(_can_come(event).exclude(pk__in=_entries(event).values("senior")))


@audience("attending", "参加する(参加した)新現役")
def attending(event: Event) -> list[Recipient]:
    came = Attendance.objects.filter(event=event, state=ParticipationState.REGISTERED).values("senior")
    return seniors(Senior.objects.filter(pk__in=came))


@audience("concerned_seniors", "希望を出した・参加する新現役")
def concerned_seniors(event: Event) -> list[Recipient]:
    came = Attendance.objects.filter(event=event, state=ParticipationState.REGISTERED).values("senior")
    return seniors(Senior.objects.filter(Q(pk__in=came) | Q(pk__in=_entries(event).values("senior"))))


# --- Banks ----------------------------------------------------------------------------------------------------------------
def _place(user: User) -> str:
    return " ".join(part.name for part in (user.institution, user.branch) if part)


def accounts(rows: QuerySet[User], values: Callable[[User], dict[str, str]] = lambda user: {}) -> list[Recipient]:
    rows = rows.filter(is_active=True).select_related("institution", "branch", "staff_member")
    return [
        Recipient(
            ACCOUNT,
            user.pk,
            user.staff_member.name if hasattr(user, "staff_member") else "ご担当者",
            user.email,
            _place(user),
            values={"金融機関名": _place(user)} | values(user),
            institution_id=user.institution_id,
        )
        for user in rows.order_by("institution__name_kana", "branch__code", "email")
    ]


def of_branches(firms: dict[Branch, list[Company]]) -> list[Recipient]:
    """The officer of each firm where she has an account, else everybody of the branch; a branch without accounts is told by hand."""
    names: dict[UUID, list[str]] = defaultdict(list)
    nobody: dict[Branch, list[str]] = {}
    staffed = defaultdict(list)
    for user in User.objects.filter(role=Role.BRANCH, branch__in=firms, is_active=True):
        staffed[user.branch_id].append(user.pk)
    for branch, companies in firms.items():
        for company in companies:
            officer = company.officer.user if company.officer else None
            keys = [officer.pk] if officer and officer.is_active else staffed[branch.pk]
            for key in keys:
                names[key].append(company.name)
            if not keys:
                nobody.setdefault(branch, []).append(company.name)
    found = accounts(User.objects.filter(pk__in=names), lambda user: {"企業の一覧": listed(names[user.pk])})
    for branch, firm_names in nobody.items():
        place = f"{branch.institution.name} {branch.name}"
        values = {"金融機関名": place, "企業の一覧": listed(firm_names)}
        found.append(
            Recipient(BRANCH, branch.pk, "ご担当者", "", place, values=values, institution_id=branch.institution_id)
        )
    return found


def _by_branch(companies: Iterable[Company]) -> dict[Branch, list[Company]]:
    firms: dict[Branch, list[Company]] = defaultdict(list)
    for company in companies:
        firms[company.branch].append(company)
    return firms


def _taking_part(event: Event) -> QuerySet[Company]:
    registered = Participation.objects.filter(event=event, state=ParticipationState.REGISTERED)
    rows = Company.objects.filter(pk__in=registered.values("company"))
    return rows.select_related("branch__institution", "officer__user").order_by("branch", "name_kana", "name", "pk")


@audience("branches_of_hosts", "主催・共催の金融機関の本部と支店の利用者")
def branches_of_hosts(event: Event) -> list[Recipient]:
    """A host's own clerk stands in too, where its institution has no account at all."""
    hosting = event.hosts.exclude(role=HostRole.PATRON)
    found = accounts(
        User.objects.filter(institution__in=hosting.values("institution"), role__in=[Role.HEAD_OFFICE, Role.BRANCH])
    )
    there = set(User.objects.filter(pk__in=[one.pk for one in found]).values_list("institution", flat=True))
    return found + [one for host, one in _hosts(event) if host.institution_id not in there]


@audience("branches_with_firms", "参加企業の担当者・支店")
def branches_with_firms(event: Event) -> list[Recipient]:
    return of_branches(_by_branch(_taking_part(event)))


@audience("officers_unchecked", "社長の確認がまだの企業の担当者・支店(ご指摘のあとに直した企業も含む)")
def officers_unchecked(event: Event) -> list[Recipient]:
    """A president who wanted something changed is asked again once the changed sheet is handed in, in another letter than the first."""
    handed_in = Hearing.objects.filter(event_id=event.pk, state__in=[HearingState.SUBMITTED, HearingState.APPROVED])
    remarked = list(handed_in.exclude(president_remark="").prefetch_related("issues"))
    checks = checks_of(remarked)
    again = {row.company_id: row for row in remarked if checks[row.pk] == Check.CHANGED}
    first = handed_in.filter(president_checked_at=None).values("company")
    rows = Company.objects.filter(Q(pk__in=first) | Q(pk__in=again))
    firms = list(rows.select_related("branch__institution", "officer__user"))
    asked: dict[tuple, list[str]] = defaultdict(list)
    for firm in firms:
        if firm.pk in again:
            for one in of_branches({firm.branch: [firm]}):
                asked[one.kind, one.pk].append(f"{firm.pk}:{again[firm.pk].president_checked_revision}")
    return [
        replace(one, variant=sha256("".join(sorted(keys)).encode()).hexdigest()[:8])
        if (keys := asked.get((one.kind, one.pk)))
        else one
        for one in of_branches(_by_branch(firms))
    ]


@audience("concerned_banks", "参加企業の担当者・支店と、その本部")
def concerned_banks(event: Event) -> list[Recipient]:
    banks = Participation.objects.filter(event=event, state=ParticipationState.REGISTERED).values("institution")
    heads = accounts(User.objects.filter(institution__in=banks, role=Role.HEAD_OFFICE))
    return once([*branches_with_firms(event), *heads])


@audience("hosts", "主催・共催・後援")
def hosts(event: Event) -> list[Recipient]:
    return [one for _, one in _hosts(event)]


def _hosts(event: Event):
    for host in event.hosts.select_related("institution"):
        name = host.contact_name or "ご担当者"
        place = host.institution.name
        values = {"金融機関名": place}
        one = Recipient(
            HOST, host.pk, name, host.reply_email, place, host.phone, values, institution_id=host.institution_id
        )
        yield host, one
