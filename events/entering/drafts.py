"""The wish while it is being written: each save keeps what was typed, and two windows lose nothing to each other."""

import datetime as dt

from django.db import transaction

from companies.models import IssueBrief
from events.models import Entry, EntryDraft
from institutions.models import User
from kouryukai.lib.japanese import tidy_lines
from talent.models import Senior

PRESSED = "!"
LONGEST_KEPT = 20_000


class DraftConflict(Exception):
    """Another window has saved something else since this page was opened. Nothing of this page is saved; `saved` is what is."""

    def __init__(self, saved: EntryDraft | None) -> None:
        super().__init__("この文は、別の画面で保存されています。")
        self.saved = saved


def draft_of(senior: Senior, brief_pk, user: User) -> EntryDraft | None:
    return EntryDraft.objects.visible_to(user).filter(senior=senior, brief=brief_pk).first()


def seen_of(draft: EntryDraft | None) -> str:
    """What the page says it has seen when it saves."""
    return str(draft.version) if draft else "0"


@transaction.atomic
def save_draft(
    *,
    senior: Senior,
    brief: IssueBrief,
    text: str,
    preference: int | None,
    seen: str,
    window: str,
    by: User,
    now: dt.datetime,
    by_itself: bool = False,
    filled: bool = False,
) -> EntryDraft | None:
    """Keep it. None where nothing is to be kept: the words are those already handed in.

    `filled`: the words were put there by us (profile, an earlier entry), and she must look at them. Raises DraftConflict.
    """
    text = tidy_lines(text)[:LONGEST_KEPT]
    rows = EntryDraft.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.filter(senior=senior, brief=brief).first()
    if row is None:
        if not text:  # nothing to keep yet
            return None
        entry = Entry.objects.visible_to(by).filter(event=brief.event_id, issue=brief.issue_id).first()
        if entry and entry.is_standing and entry.proposal_text == text and preference in (None, entry.preference):
            return None
        row, is_new = EntryDraft.objects.get_or_create(
            senior=senior,
            brief=brief,
            defaults={
                "event_id": brief.event_id, "public_title": brief.public_title, "proposal_text": text,
                "preference": preference, "is_as_filled": filled, "window": _window(window, by_itself),
                "began_at": now, "saved_at": now,
            },
        )  # fmt: skip
        if is_new:
            return row
    came_late = by_itself and window and row.window == _window(window, False) and seen != seen_of(row)
    if came_late:  # sent by the page itself before the button was pressed: older, and dropped
        return row
    same = (row.proposal_text, row.preference) == (text, preference)
    in_this_window = window and row.window in (_window(window, True), _window(window, False))
    if seen != seen_of(row) and not in_this_window and not same:
        raise DraftConflict(row)
    if not same or filled:
        row.is_as_filled = filled or (row.is_as_filled and row.proposal_text == text)
        row.proposal_text, row.preference = text, preference
        row.version += 1
    row.window, row.saved_at, row.public_title = _window(window, by_itself), now, brief.public_title
    row.save()
    return row


def _window(window: str, by_itself: bool) -> str:
    return window[:20] + ("" if by_itself else PRESSED)


@transaction.atomic
def drop_draft(*, draft: EntryDraft, by: User, now: dt.datetime) -> None:
    """She throws it away; what she has handed in stays as it is."""
    EntryDraft.objects.visible_to(by).filter(pk=draft.pk).delete()


def keep_after_closing(*, draft: EntryDraft, text: str, by: User, now: dt.datetime) -> EntryDraft:
    """The time ran out while she wrote: her words stay, so that she can read them out on the telephone."""
    text = tidy_lines(text)[:LONGEST_KEPT]
    if text and text != draft.proposal_text:
        draft.proposal_text, draft.saved_at, draft.version = text, now, draft.version + 1
        draft.save(update_fields=["proposal_text", "saved_at", "version"])
    return draft
