"""What seniors are told of wishes: the call, the reminder, the invitation to one issue, the copy of what was handed in.

Each letter is one function that gives (title, body) in the text that the event has for it (`events.letters`).
"""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from companies.models import IssueBrief
from events.letters.telling import written
from events.letters.values import moment, reply_address
from events.models import Entry, Event
from institutions.actors import acting, system
from office.models import OutboxMail
from office.notices import Notice, take_back_drafts, tell
from talent.models import Senior, SeniorContact

NONE_IN_PARTICULAR = (
    "ご登録の経歴からは選べませんでした。どの課題にもお出しになれます。一覧を下のページでお読みください。"
)


def _link(name: str, *args) -> str:
    return settings.BASE_URL + reverse(name, args=args)


def _listed(briefs: Sequence[IssueBrief]) -> str:
    return "\n".join(f"・{brief.public_title}({brief.trade}・{brief.region})" for brief in briefs)


def _closing(event: Event, briefs: Sequence[IssueBrief]) -> dict[str, str]:
    """Where the event's own time is over and these issues are open longer: the first of their times."""
    times = [brief.open_until for brief in briefs if brief.open_until]
    return {} if event.is_open_for_entries or not times else {"締め切り": moment(min(times))}


def call_letter(event: Event, senior: Senior, briefs: Sequence[IssueBrief]) -> tuple[str, str]:
    """The call; `briefs`: the open issues that suit her best, best first."""
    found = {"合う課題": _listed(briefs) or NONE_IN_PARTICULAR, "ページ": _link("events:brief_list")}
    found |= _closing(event, briefs)
    return written(event, "call", senior.name, found)


def reminder_letter(event: Event, senior: Senior, briefs: Sequence[IssueBrief]) -> tuple[str, str]:
    """To who has marked issues and has not entered yet."""
    found = {"気になる課題": _listed(briefs), "ページ": _link("events:brief_marks")}
    found |= _closing(event, briefs)
    return written(event, "remind", senior.name, found)


def invite_letter(event: Event, senior: Senior, brief: IssueBrief) -> tuple[str, str]:
    """The office thinks of her for an issue that few have wished for."""
    found = {
        "課題名": brief.public_title,
        "課題の説明": f"{brief.trade}・{brief.region}",
        "課題のページ": _link("events:brief_detail", brief.pk),
    } | _closing(event, [brief])
    return written(event, "invite", senior.name, found)


def copy_letter(entry: Entry, event: Event, senior: Senior) -> tuple[str, str]:
    """What she has handed in, word for word, or that she has taken it back."""
    found = {
        "受付番号": entry.receipt_number,
        "課題名": entry.public_title,
        "希望順位": str(entry.preference),
        "私ができること": entry.proposal_text,
        "希望のページ": _link("events:my_entry", entry.pk),
    }
    return written(event, "entry_copy" if entry.is_standing else "entry_withdrawn", senior.name, found)


def send_copy(entry: Entry, event: Event, senior: Senior, *, now: dt.datetime) -> None:
    """Into the outbox; who has no address is told by hand. Each change is another letter, and what waits of the time before is taken back."""
    with acting(system("希望のお知らせ")):
        _take_back(entry)
        address = SeniorContact.objects.filter(senior=senior).values_list("email", flat=True).first()
        what = "entry_copy" if entry.is_standing else "entry_withdrawn"
        title, body = copy_letter(entry, event, senior)
        tell(
            Notice(
                kind=f"{what}_{timezone.localtime(now):%y%m%d%H%M}",
                subject_kind="entry",
                subject_id=entry.pk,
                to=address or "",
                title=title,
                body=body,
                group_id=event.pk,
                named_senior_id=senior.pk,
                to_name=senior.name,
                reply_to=reply_address(event),
            ),
            now=now,
        )


def _take_back(entry: Entry) -> None:
    """What waits and says of the wish what is no longer so: who has withdrawn it has not been chosen either."""
    kinds = Q(kind__startswith="entry_copy") | Q(kind__startswith="entry_withdrawn")
    if not entry.is_standing:
        kinds |= Q(kind__startswith="promoted")
    take_back_drafts(OutboxMail.objects.filter(kinds, subject_kind="entry", subject_id=entry.pk))
