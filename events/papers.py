"""Asking for the papers of entries: 出席希望登録票, filled in or to be filled in by hand."""

import datetime as dt

from events.models import Entry, Event
from institutions.models import User
from office.actions import request_document
from office.models import Document

ENTRY_FORM, BLANK_FORM = "entry_form", "entry_form_blank"


def request_entry_form(*, entry: Entry, by: User, now: dt.datetime) -> Document:
    return request_document(
        kind=ENTRY_FORM,
        subject_kind="entry",
        subject_id=entry.pk,
        title=f"出席希望登録票 {entry.senior.name} 様 第{entry.preference}希望"[:120],
        by=by,
        now=now,
        group_id=entry.event_id,
        named_senior_id=entry.senior_id,
    )


def request_blank_form(*, event: Event, by: User, now: dt.datetime) -> Document:
    return request_document(
        kind=BLANK_FORM,
        subject_kind="event",
        subject_id=event.pk,
        title="出席希望登録票(書き込み用)",
        by=by,
        now=now,
        group_id=event.pk,
    )
