"""Hearings of the event to come that are under way: firms of an earlier one that come again, with their last sheet copied and not yet approved."""

import datetime as dt

from companies import hearings
from companies.models import Hearing
from events.demo.ids import Ids
from events.models import Event
from institutions.models import User
from institutions.roles import Role

STEPS = ((), ("submit",), ("submit", "return"))  # a draft, one that waits for the office, one that was sent back
REASON = "「困っていること」に、いまの数字(件数か割合)を1つ足してください。面談の日に聞くことは、2つほどで十分です。"
HEARD_AGAIN = "前回の交流会のあと、紹介された方の助言で一部は進んだ。残りを続けて相談したい。"


def load_hearings(*, seed: int, by: User, now: dt.datetime) -> int:
    """How many stand there. Nothing is done twice."""
    ids = Ids(seed)
    coming = Event.objects.get(pk=ids("event", "coming"))
    branch = User.objects.get(pk=ids("user", "aoba.shiten@example.jp"), role=Role.BRANCH)
    taking_part = coming.participations.values("company")
    earlier = Hearing.objects.filter(event_id=ids("event", "held"), institution=branch.institution_id)
    rows = earlier.exclude(company__in=taking_part).order_by("company__branch_id", "pk").select_related("company")
    found = sorted(rows, key=lambda row: row.company.branch_id != branch.branch_id)[: len(STEPS)]
    for steps, before in zip(STEPS, found, strict=False):
        _load(ids("hearing", "coming", str(before.pk)), before, coming, steps, branch=branch, by=by, now=now)
    return len(found)


def _load(
    key, before: Hearing, event: Event, steps: tuple[str, ...], *, branch: User, by: User, now: dt.datetime
) -> None:
    hearing, is_new = hearings.begin(
        company=before.company, event_id=event.pk, key=key, by=branch, now=now, copy_from=before
    )
    if not is_new:
        return
    heard = {"heard_on": (now - dt.timedelta(days=4)).date().isoformat(), "heard_by": branch.branch.name}
    heard["current_state"] = HEARD_AGAIN
    if steps:  # the draft is left half written
        hearings.save(hearing=hearing, values=heard, bases=dict.fromkeys(heard, hearing.revision), by=branch, now=now)
    for step in steps:
        who = by if step == "return" else branch
        hearings.take_step(hearing=hearing, step=step, by=who, now=now, reason=REASON if step == "return" else "")
