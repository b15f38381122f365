"""What came of an interview: the result of the day, both sides' sealed answers, the second interview, the support.

Every action locks the pair's entry first. `seen` is `stamp_of` the row that a person had before her eyes: who was slower than another
is refused instead of writing over the other's words. None does not ask.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from events.models import STAGE_MOVES, Entry, Event, Stage
from institutions.models import User
from matching.actions.publication import tally_outcomes
from matching.models import (
    AGREEING_WISHES,
    Answer,
    Interview,
    Result,
    ResultState,
    SecondInterview,
    SecondInterviewState,
    Side,
    Support,
)
from matching.rules_outcomes import agreed_by_both
from matching.standings import count_of_events, count_outcomes

OVERTAKEN = "ほかの人が先に入力しました。入力した人と日時を見て、書き直すときは、もう一度記録してください。"


class OutcomeError(Exception):
    """Why an outcome cannot be recorded, in words for the coordinator."""


@transaction.atomic
def record_result(
    *, entry: Entry, state: str, note: str = "", seen: str | None = None, by: User, now: dt.datetime
) -> Result:
    entry = _locked(entry)
    _must_have_an_interview(entry)
    if state != ResultState.HELD and Answer.objects.filter(entry=entry).exists():
        raise OutcomeError("回答が入力されているため、結果を「実施」から変えられません。")
    row = _save(Result, entry, by, now, seen, state=state, note=note)
    _advance(entry.event_id, Stage.DAY)
    _must_have_an_interview(entry)  # now that the event is held: it may have been put off meanwhile
    return row


@transaction.atomic
def record_all_held(*, event: Event, by: User, now: dt.datetime) -> int:
    """「実施」 for every published interview that has no result yet; returns how many."""
    met = Interview.objects.filter(event=event, is_published=True).values("entry")
    entries = list(Entry.objects.select_for_update(of=("self",)).filter(event=event, pk__in=met))
    # Asked for after the lock: a query that waits for another's lock still sees what there was before.
    known = set(Result.objects.filter(entry__in=entries).values_list("entry_id", flat=True))
    rows = [
        Result(
            entry=entry, institution_id=entry.institution_id, state=ResultState.HELD, recorded_at=now, recorded_by=by
        )
        for entry in entries
        if entry.pk not in known
    ]
    Result.objects.bulk_create(rows)
    if rows:
        _advance(event.pk, Stage.DAY)
    if Interview.objects.filter(is_published=True, entry__in=entries).count() < len(entries):
        raise OutcomeError("入力しているあいだに、時間割が公開されなくなりました。いまの時間割を確かめてください。")
    return len(rows)


@transaction.atomic
def record_answer(
    *, entry: Entry, side: str, wish: str, reason: str = "", seen: str | None = None, by: User, now: dt.datetime
) -> Answer:
    """Keeps one side's wish. A firm may wish to meet again at most `event.max_second_picks` seniors."""
    entry = _locked(entry)
    if not Result.objects.filter(entry=entry, state=ResultState.HELD).exists():
        raise OutcomeError("先に、面談の結果を「実施」で記録してください。")
    if SecondInterview.objects.filter(entry=entry).exists() and wish not in AGREEING_WISHES:
        raise OutcomeError("二次面談が記録されているため、この回答には変えられません。")
    if side == Side.COMPANY and wish in AGREEING_WISHES:
        _must_have_a_pick_left(entry)
    return _save(Answer, entry, by, now, seen, key={"side": side}, wish=wish, reason=reason)


@transaction.atomic
def record_second_interview(
    *,
    entry: Entry,
    state: str,
    held_on: dt.date | None,
    place: str = "",
    note: str = "",
    seen: str | None = None,
    by: User,
    now: dt.datetime,
) -> SecondInterview:
    entry = _locked(entry)
    if not agreed_by_both(Answer.objects.filter(entry=entry)):
        raise OutcomeError("双方が「はい」か「できれば」と答えたときだけ、二次面談へ進みます。")
    if state != SecondInterviewState.HELD and Support.objects.filter(entry=entry).exists():
        raise OutcomeError("支援が記録されているため、二次面談を「実施」から変えられません。")
    row = _save(SecondInterview, entry, by, now, seen, state=state, held_on=held_on, place=place, note=note)
    _advance(entry.event_id, Stage.SECOND_INTERVIEW)
    count_outcomes([entry.senior_id])
    return row


@transaction.atomic
def record_support(
    *,
    entry: Entry,
    state: str,
    agreed_on: dt.date,
    theme: str,
    note: str = "",
    seen: str | None = None,
    by: User,
    now: dt.datetime,
) -> Support:
    entry = _locked(entry)
    if not SecondInterview.objects.filter(entry=entry, state=SecondInterviewState.HELD).exists():
        raise OutcomeError("先に、二次面談を「実施」で記録してください。")
    row = _save(Support, entry, by, now, seen, state=state, agreed_on=agreed_on, theme=theme, note=note)
    _advance(entry.event_id, Stage.SUPPORT)
    count_outcomes([entry.senior_id])
    return row


def _locked(entry: Entry) -> Entry:
    return Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)


def _must_have_an_interview(entry: Entry) -> None:
    if not Interview.objects.filter(entry=entry, is_published=True).exists():
        raise OutcomeError("この組み合わせの面談は、公開中の時間割にありません。")


def _must_have_a_pick_left(entry: Entry) -> None:
    """The event row is locked, so that two sheets of one firm typed in at once cannot both take the last pick."""
    event = Event.objects.select_for_update(no_key=True).get(pk=entry.event_id)
    others = Answer.objects.filter(
        entry__participation=entry.participation_id, side=Side.COMPANY, wish__in=AGREEING_WISHES
    )
    if others.exclude(entry=entry).count() >= event.max_second_picks:
        raise OutcomeError(
            f"この企業は、すでに{event.max_second_picks}人を選んでいます。先にほかの回答を変えてください。"
        )


def stamp_of(row) -> str:
    """Which recording of an outcome this is; "" where there is none yet."""
    return row.recorded_at.isoformat() if row else ""


def _save(model, entry: Entry, by: User, now: dt.datetime, seen: str | None, *, key: dict | None = None, **values):
    key = {"entry": entry, **(key or {})}
    row = model.objects.filter(**key).first()
    says_so = row is not None and all(getattr(row, name) == value for name, value in values.items())
    if seen is not None and seen != stamp_of(row) and not says_so:  # a form sent twice is no other's word
        raise OutcomeError(OVERTAKEN)
    row = row or model(**key, institution_id=entry.institution_id)
    for name, value in {**values, "recorded_by": by, "recorded_at": now}.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise OutcomeError(" ".join(error.messages)) from None
    row.save()
    return row


def _advance(event_id, stage: Stage) -> None:
    """Moves the event forward to `stage` by the table of steps, never back, and counts again what came of it.

    An event that was put off or called off in the middle keeps its stage; what was recorded stands.
    """
    event = Event.objects.select_for_update(no_key=True).get(pk=event_id)
    while not event.halt and Stage(event.stage).position < stage.position:
        nearer = (step for step in map(Stage, STAGE_MOVES.after(event.stage)) if step.position <= stage.position)
        event.stage = max(nearer, key=lambda step: step.position)
        event.save(update_fields=["stage", "updated_at"])
    tally_outcomes([event])
    if event.halt:  # of what was put off or called off, only what was recorded counts
        count_of_events([event])
