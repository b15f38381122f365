"""Whom the office may invite to an issue that few have wished for: who suits it best, can come and has not entered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from companies.models import IssueBrief
from events import recommendation
from events.calling.letters import invite_letter
from events.letters.values import reply_address
from events.models import Entry, EntryState, Event
from institutions.models import User
from office.models import OutboxMail
from office.notices import Notice, tell_all
from talent.availability import available_on
from talent.models import Senior, SeniorContact

SHOWN = 15
LOOKED_AT = 120  # of the best, since some have entered, cannot come or are asked already


def kind_of(brief: IssueBrief) -> str:
    return f"invite:{brief.pk.hex}"


@dataclass(frozen=True, slots=True)
class Candidate:
    senior: Senior
    place: int
    says: str
    against: tuple[str, ...]
    entries: int
    has_address: bool
    is_invited: bool

    @property
    def may_be_asked(self) -> bool:
        return self.has_address and not self.is_invited


def candidates(brief: IssueBrief, event: Event) -> list[Candidate]:
    """The best 15, in the order of the ranking. Who has her fill of wishes at this event is not asked for more."""
    among = recommendation.register()
    ranked = recommendation.rank_seniors(brief.issue, event.starts_on, among)
    best = [one for one in ranked[:LOOKED_AT] if one.score > 0]
    keys = [UUID(one.id) for one in best]
    able = set(available_on(event.starts_on, Senior.objects.filter(pk__in=keys)).values_list("pk", flat=True))
    standing = Entry.objects.filter(event=event, senior__in=keys).exclude(state=EntryState.WITHDRAWN).order_by()
    wishes: dict[UUID, list[UUID]] = {}
    for senior, company in standing.values_list("senior", "company"):
        wishes.setdefault(senior, []).append(company)
    chosen = [
        one
        for one, key in zip(best, keys, strict=True)
        if key in able
        and brief.issue.company_id not in wishes.get(key, ())
        and len(wishes.get(key, ())) < event.max_entries_per_senior
    ][:SHOWN]
    addresses, asked = _asked(brief, [UUID(one.id) for one in chosen])
    return [
        Candidate(
            senior=found.subject,
            place=found.place,
            says="。".join(part.says for part in found.parts if part.points > 0 and part.says)[:200],
            against=found.against,
            entries=len(wishes.get(found.subject.pk, ())),
            has_address=bool(addresses.get(found.subject.pk)),
            is_invited=found.subject.pk in asked,
        )
        for found in recommendation.suggest_seniors(brief.issue, chosen, 1, among)
    ]


def _asked(brief: IssueBrief, keys: Sequence[UUID]) -> tuple[dict[UUID, str], set[UUID]]:
    """Their addresses, and who of them has a letter about this issue already."""
    addresses = dict(SeniorContact.objects.filter(senior__in=keys).exclude(email="").values_list("senior", "email"))
    mails = OutboxMail.objects.filter(is_notice=True, kind=kind_of(brief), subject_kind="senior", subject_id__in=keys)
    return addresses, set(mails.values_list("subject_id", flat=True))


def invite(*, brief: IssueBrief, event: Event, seniors: Sequence[Senior], by: User, now: dt.datetime) -> int:
    """Letters into the outbox, where the office reads them before they go. How many are new."""
    addresses, _ = _asked(brief, [senior.pk for senior in seniors])
    notices = []
    reply_to = reply_address(event)
    for senior in seniors:
        if email := addresses.get(senior.pk):
            title, body = invite_letter(event, senior, brief)
            notices.append(
                Notice(
                    kind=kind_of(brief),
                    subject_kind="senior",
                    subject_id=senior.pk,
                    to=email,
                    title=title,
                    body=body,
                    group_id=event.pk,
                    named_senior_id=senior.pk,
                    to_name=senior.name,
                    reply_to=reply_to,
                )
            )
    return tell_all(notices, now=now, by=by).made
