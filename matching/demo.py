"""What came of the demo's held event: results, both sides' sealed answers, second interviews and support, as plausible as the texts.

Good fits are wished for more often than near misses, so the funnel of the report can be judged by reading. Everything is
written by the same actions as the pages use.
"""

import datetime as dt
from dataclasses import dataclass
from random import Random

from django.db import transaction

from events.demo.load import entry_id
from events.demo.world import DemoEntry, DemoEvent
from events.models import Entry, Event
from institutions.models import User
from matching.actions.outcomes import (
    record_all_held,
    record_answer,
    record_result,
    record_second_interview,
    record_support,
)
from matching.models import Interview, ResultState, SecondInterviewState, Side, Support, SupportState, Wish

ABSENT = (
    (ResultState.SENIOR_ABSENT, "当日の朝に体調不良の連絡"),
    (ResultState.SENIOR_ABSENT, "電車の遅れで間に合わず"),
    (ResultState.COMPANY_ABSENT, "急な納品のため社長が途中で退席"),
)
UNANSWERED = 3  # sheets that came back with one side only
CALLED_OFF, STILL_ARRANGING = 2, 2
SUPPORT_STATES = (
    (SupportState.AGREED,) * 4 + (SupportState.ONGOING,) * 6 + (SupportState.FINISHED,) * 3 + (SupportState.CONTINUED,)
)

# How much a firm is drawn to a senior, by how the two texts fit.
_DRAWN = {"fit": 1.0, "field": 0.45, "near": 0.3, "": 0.2}
_FIRM_YES = (
    "現場の言葉で話してもらえた",
    "こちらの数字をすぐ分かってくれた",
    "最初に何をするかがはっきりした",
    "失敗の話まで聞かせてもらえた",
    "工場を一度見てほしい",
    "社員に会わせたいと思った",
    "押しつけがなく、聞き上手だった",
)
_FIRM_NO = (
    "経験は立派だが、うちの規模とは合わない",
    "売る側の経験が中心だった",
    "話が一般論だった",
    "業界が違いすぎると感じた",
    "ほかの方を先に進めたい",
    "求めていた分野と少し違った",
)
_SENIOR_YES = (
    "社長の本気が伝わった",
    "自分の経験がそのまま生かせる",
    "まず現場を見せてほしい",
    "半年あれば形にできると思う",
    "課題がはっきりしていて進めやすい",
    "若い社員の方とも話してみたい",
)
_SENIOR_NO = ("専門から外れると思う", "通うには遠い", "ほかの企業を優先したい", "求められる頻度に応えられない")
_NOTES = (
    "",
    "社長と工場を一回りし、進め方を話した。",
    "後継者と担当者も同席した。",
    "資料をもとに、最初の1か月の手順を確かめた。",
)


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many pairs came how far."""

    interviews: int
    held: int
    consents: int
    second: int
    supports: int


@dataclass(frozen=True, slots=True)
class Pair:
    entry: Entry
    told: DemoEntry


def has_outcomes(event: Event) -> bool:
    return Support.objects.filter(entry__event=event).exists()


@transaction.atomic
def load_outcomes(*, seed: int, told: DemoEvent, event: Event, by: User) -> Funnel:
    """Results to support for every published interview of the event; the same for the same seed and timetable."""
    rng = Random(f"outcomes {seed}")
    pairs = _pairs(seed, told, event)
    evening = dt.datetime.combine(told.date, dt.time(18), told.entry_open.tzinfo)
    absent = rng.sample(pairs, len(ABSENT))
    for pair, (state, note) in zip(absent, ABSENT, strict=True):
        record_result(entry=pair.entry, state=state, note=note, by=by, now=evening)
    record_all_held(event=event, by=by, now=evening)
    met = [pair for pair in pairs if pair not in absent]
    consents = _answer(rng, met, picks=event.max_second_picks, by=by, evening=evening)
    second = _meet_again(rng, consents, date=told.date, by=by, evening=evening)
    supports = _support(rng, second, by=by)
    return Funnel(len(pairs), len(met), len(consents), len(second), supports)


def _pairs(seed: int, told: DemoEvent, event: Event) -> list[Pair]:
    """The published interviews in the order of the timetable, with what the world says of them."""
    known = {entry_id(seed, told.key, entry.firm, entry.senior): entry for entry in told.entries}
    rows = Interview.objects.filter(event=event, is_published=True).select_related("entry")
    return [Pair(row.entry, known[row.entry_id]) for row in rows.order_by("slot__number", "participation__number")]


def _answer(rng: Random, met: list[Pair], *, picks: int, by: User, evening: dt.datetime) -> list[Pair]:
    """Both sides' sheets, typed in the next morning; the pairs in which both wish to meet again."""
    by_firm: dict[str, list[Pair]] = {}
    for pair in met:
        by_firm.setdefault(pair.told.firm, []).append(pair)
    chosen: dict[Pair, float] = {}
    for pairs in by_firm.values():
        drawn = {pair: _DRAWN[pair.told.fit] * rng.uniform(0.55, 1.3) for pair in pairs}
        best = sorted(pairs, key=drawn.__getitem__, reverse=True)[:picks]
        chosen |= {pair: drawn[pair] for pair in best if drawn[pair] > 0.34}
    silent = set(id(pair) for pair in rng.sample([pair for pair in met if pair not in chosen], UNANSWERED))
    morning = evening + dt.timedelta(hours=15)
    consents = []
    for n, pair in enumerate(met):
        now = morning + dt.timedelta(minutes=2 * n)
        firm = _firm_wish(rng, chosen.get(pair))
        senior = _senior_wish(rng, pair.told)
        if id(pair) not in silent:
            record_answer(
                entry=pair.entry,
                side=Side.COMPANY,
                wish=firm,
                reason=_reason(rng, firm, _FIRM_YES, _FIRM_NO),
                by=by,
                now=now,
            )
        record_answer(
            entry=pair.entry,
            side=Side.SENIOR,
            wish=senior,
            reason=_reason(rng, senior, _SENIOR_YES, _SENIOR_NO),
            by=by,
            now=now,
        )
        if pair in chosen and senior in (Wish.YES, Wish.IF_POSSIBLE):
            consents.append(pair)
    return consents


def _firm_wish(rng: Random, drawn: float | None) -> Wish:
    if drawn is not None:
        return Wish.YES if drawn > 0.8 else Wish.IF_POSSIBLE
    return rng.choices((Wish.NO, Wish.UNDECIDED), (80, 20))[0]


def _senior_wish(rng: Random, told: DemoEntry) -> Wish:
    """A senior wishes again for most firms, more for the first wish."""
    weights = (60, 18, 8, 14) if told.preference == 1 else (44, 24, 16, 16)
    return rng.choices((Wish.YES, Wish.IF_POSSIBLE, Wish.NO, Wish.UNDECIDED), weights)[0]


def _reason(rng: Random, wish: Wish, yes: tuple[str, ...], no: tuple[str, ...]) -> str:
    if wish == Wish.UNDECIDED:
        return ""
    return rng.choice(no if wish == Wish.NO else yes) if rng.random() < 0.8 else ""


def _meet_again(
    rng: Random, consents: list[Pair], *, date: dt.date, by: User, evening: dt.datetime
) -> list[tuple[Pair, dt.date]]:
    """Most second interviews were held within four weeks at the firm; the pairs with the day."""
    order = rng.sample(consents, len(consents))
    held = []
    for n, pair in enumerate(order):
        state = (
            SecondInterviewState.CALLED_OFF
            if n < CALLED_OFF
            else SecondInterviewState.ARRANGING
            if n < CALLED_OFF + STILL_ARRANGING
            else SecondInterviewState.HELD
        )
        day = _weekday(date + dt.timedelta(days=rng.randint(8, 27))) if state == SecondInterviewState.HELD else None
        record_second_interview(
            entry=pair.entry,
            state=state,
            held_on=day,
            place="会社の会議室" if day else "",
            note=rng.choice(_NOTES) if day else "",
            by=by,
            now=dt.datetime.combine(day, dt.time(17), evening.tzinfo) if day else evening + dt.timedelta(days=5),
        )
        if day:
            held.append((pair, day))
    return held


def _support(rng: Random, second: list[tuple[Pair, dt.date]], *, by: User) -> int:
    """Support agreed for about two thirds, the better fits first."""
    ranked = sorted(second, key=lambda one: _DRAWN[one[0].told.fit] + rng.uniform(0, 0.3), reverse=True)
    agreed = ranked[: min(len(SUPPORT_STATES), round(len(ranked) * 0.7))]
    for (pair, day), state in zip(agreed, rng.sample(SUPPORT_STATES, len(agreed)), strict=True):
        on = _weekday(day + dt.timedelta(days=rng.randint(4, 16)))
        theme = pair.entry.issue.title
        record_support(
            entry=pair.entry,
            state=state,
            agreed_on=on,
            theme=theme,
            by=by,
            now=dt.datetime.combine(on, dt.time(16), pair.told.submitted_at.tzinfo),
        )
    return len(agreed)


def _weekday(day: dt.date) -> dt.date:
    """The next day that is not a Saturday or Sunday."""
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
