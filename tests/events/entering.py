"""What tests of wishes stand on: an event that takes entries now, an issue of it, a senior who may enter."""

import datetime as dt

from django.utils import timezone

from companies.models import IssueBrief
from events.entering import drafts, writing
from events.models import Entry, EntryDraft, Event, Stage
from institutions.roles import Role
from talent.models import Senior
from tests import factories

DAY = dt.timedelta(days=1)
TEXT = "不良の記録を2週間分見て、原因を3つに絞ります。検査の手順書を、現場の方と一緒に作ります。"


def open_event(**fields) -> Event:
    now, today = timezone.now(), timezone.localdate()
    values = {
        "stage": Stage.ENTRY,
        "starts_on": today + 40 * DAY,
        "ends_on": today + 40 * DAY,
        "entry_open_at": now - DAY,
        "entry_close_at": now + 5 * DAY,
    }
    return factories.event(**values | fields)


def brief_of(event: Event, branch, **fields) -> IssueBrief:
    firm = factories.participation(event, factories.company(branch))
    times = {"open_from": event.entry_open_at, "open_until": event.entry_close_at}
    return factories.issue_brief(factories.issue(firm.company), event_id=event.pk, **times | fields)


def able_senior(**fields) -> Senior:
    """With an account, an address and every consent."""
    senior = factories.senior(user=factories.user(Role.SENIOR), **fields)
    factories.senior_contact(senior, email=f"{senior.number}@example.jp")
    for kind in ("personal_data", "profile", "confidentiality"):
        factories.consent(senior, kind=kind)
    return senior


def write(senior: Senior, brief: IssueBrief, text: str = TEXT, preference: int | None = None, **fields) -> EntryDraft:
    values = {"seen": "0", "window": "w"} | fields
    return drafts.save_draft(
        senior=senior, brief=brief, text=text, preference=preference, by=senior.user, now=timezone.now(), **values
    )


def enter(senior: Senior, brief: IssueBrief, preference: int | None = None, text: str = TEXT) -> Entry:
    """Written and handed in as its pages do."""
    draft = write(senior, brief, text, preference)
    known = Entry.objects.filter(senior=senior, issue=brief.issue_id).first()
    seen = writing.mark(draft, known)
    return writing.hand_in(draft_of=brief, seen=seen, by=senior.user, now=timezone.now())[0]


def ranks(senior: Senior, event: Event) -> list[int]:
    rows = Entry.objects.filter(senior=senior, event=event).exclude(state="withdrawn")
    return sorted(rows.values_list("preference", flat=True))
