"""Three events in different stages with their people, the same for the same seed and day. Pure: no clock, no database."""

import datetime as dt
import re
from dataclasses import replace
from random import Random
from zoneinfo import ZoneInfo

from events.demo.careers import CAREERS
from events.demo.issues import ISSUES
from events.demo.names import NameBook
from events.demo.places import (
    BANK_OF_REGION,
    BANKS,
    PREFECTURE,
    TOWNS,
    VENUES,
    Bank,
    address,
    mobile_phone,
    office_phone,
)
from events.demo.texts import CATEGORIES, CareerText, IssueText
from events.demo.wishes import choose_seniors, wish
from events.demo.world import (
    DemoAway,
    DemoEntry,
    DemoEvent,
    DemoFirm,
    DemoOfficer,
    DemoSenior,
    DemoSlot,
    DemoWorld,
)

TOKYO = ZoneInfo("Asia/Tokyo")
SLOTS, SLOT_MINUTES, BREAK_MINUTES, BREAK_EVERY = 9, 20, 10, 3
FIRST_SLOT = dt.time(13, 30)
THURSDAY, FRIDAY, WEDNESDAY = 3, 4, 2
OFFICERS_PER_BRANCH = 2
REST_DAYS = frozenset(
    [(1, 1), (1, 2), (1, 3), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (8, 13), (8, 14), (8, 15)]
    + [(11, 3), (11, 23), (12, 29), (12, 30), (12, 31)]
)
OFFICER_TITLES = ("支店長", "渉外係長", "営業担当", "支店長代理")

# How many firms each region brings: (coming, soon, held).
_QUOTAS = {
    "coming": {"METRO": 6, "BAY": 4, "INLAND": 6, "MOUNTAIN": 4},
    "soon": {"METRO": 8, "BAY": 6},
    "held": {"METRO": 3, "SNOW": 8, "MOUNTAIN": 4, "COAST": 5},
}
_NAMES = {
    "coming": "第3回 しんくみ・しんきん合同 新現役交流会",
    "soon": "第6回 青葉・汐見 新現役交流会",
    "held": "第2回 四機関合同 新現役交流会",
}
_SIZES = {"coming": (45, 110), "soon": (32, 76), "held": (44, 108)}
_AWAY = {"coming": (6, 2, 1), "soon": (3, 1, 0), "held": (4, 1, 1)}


def demo_people(seed: int, today: dt.date) -> DemoWorld:
    """Everybody and everything that the demo shows; `today` places the three events around that day."""
    rng = Random(f"kouryukai {seed}")
    names = NameBook(rng)
    officers = tuple(
        _officer(rng, names, bank, branch, n)
        for bank in BANKS
        for branch in range(len(bank.branches))
        for n in range(OFFICERS_PER_BRANCH)
    )
    issues = _deal_issues(rng)
    firms = {key: _firms(rng, names, key, issues[key], today) for key in _QUOTAS}
    seniors = tuple(_senior(rng, names, n, career, today) for n, career in enumerate(CAREERS, start=1))
    dates = {
        "coming": _next(THURSDAY, today + dt.timedelta(days=18)),
        "soon": _next(FRIDAY, today + dt.timedelta(days=5)),
        "held": _next(WEDNESDAY, today - dt.timedelta(days=64), step=-7),
    }
    venues = rng.sample(VENUES, 3)
    events = {
        key: _event(rng, key, date, venue, firms[key], seniors)
        for (key, date), venue in zip(dates.items(), venues, strict=True)
    }
    return DemoWorld(
        seed=seed,
        today=today,
        banks=BANKS,
        officers=officers,
        seniors=seniors,
        coming=_with_withdrawals(rng, events["coming"]),
        soon=events["soon"],
        held=events["held"],
        coordinator=names.officer(),
        receptionist=names.officer(),
    )


def slots_of(date: dt.date) -> tuple[DemoSlot, ...]:
    """Nine turns of 20 minutes from 13:30, ten minutes of rest after the third and the sixth."""
    at = dt.datetime.combine(date, FIRST_SLOT, TOKYO)
    made = []
    for number in range(SLOTS):
        rest = number > 0 and number % BREAK_EVERY == 0
        at += dt.timedelta(minutes=BREAK_MINUTES if rest else 0)
        end = at + dt.timedelta(minutes=SLOT_MINUTES)
        made.append(DemoSlot(number, at, end, rest))
        at = end
    return tuple(made)


def _next(weekday: int, day: dt.date, step: int = 7) -> dt.date:
    """The first such weekday from `day` on; where people rest on it, `step` days further."""
    found = day + dt.timedelta(days=(weekday - day.weekday()) % 7)
    while is_rest_day(found):
        found += dt.timedelta(days=step)
    return found


def is_rest_day(day: dt.date) -> bool:
    """Public holidays that fall on a fixed date, the equinoxes (as the almanac counts them, 1980 to 2099), and the days around New Year and 盆."""
    years = day.year - 1980
    spring, autumn = (int(first + 0.242194 * years - years // 4) for first in (20.8431, 23.2488))
    return (day.month, day.day) in {*REST_DAYS, (3, spring), (9, autumn)}


def _officer(rng: Random, names: NameBook, bank: Bank, branch: int, n: int) -> DemoOfficer:
    title = OFFICER_TITLES[0] if n == 0 else rng.choice(OFFICER_TITLES[1:])
    return DemoOfficer(f"{bank.key}-{branch}-{n}", bank.key, branch, names.officer(), title, office_phone(rng))


def _deal_issues(rng: Random) -> dict[str, list[IssueText]]:
    """Each event its quota per region, so that an event's issues spread over the categories; none is dealt twice."""
    pool = rng.sample(ISSUES, len(ISSUES))
    dealt: dict[str, list[IssueText]] = {}
    for key, quota in _QUOTAS.items():
        seen = dict.fromkeys(CATEGORIES, 0)
        mine: list[IssueText] = []
        for region in (region for region, n in quota.items() for _ in range(n)):
            issue = min((one for one in pool if one.region == region), key=lambda one: seen[one.categories[0]])
            seen[issue.categories[0]] += 1
            pool.remove(issue)
            mine.append(issue)
        dealt[key] = mine
    return dealt


def _firms(rng: Random, names: NameBook, event: str, issues: list[IssueText], today: dt.date) -> list[DemoFirm]:
    """Firms of one region go round its bank's branches; where a branch brings two, they may share the officer."""
    made = []
    brought: dict[str, int] = {}
    for issue in issues:
        bank = BANK_OF_REGION[issue.region]
        turn = brought[bank.key] = brought.get(bank.key, -1) + 1
        branch, again = turn % len(bank.branches), turn // len(bank.branches)
        shared = again > 0 and rng.random() < 0.5
        officer = f"{bank.key}-{branch}-{0 if shared else again % OFFICERS_PER_BRANCH}"
        told = re.search(r"創業(\d+)年", issue.background)
        made.append(
            DemoFirm(
                key=issue.key,
                issue=issue,
                bank=bank.key,
                branch=branch,
                officer=officer,
                president=names.president(women=0.0 if "妻" in issue.body or "娘" in issue.body else 0.3),
                president_title="代表取締役"
                if "株式会社" in issue.firm.form
                else "代表者"
                if "合同" in issue.firm.form
                else "取締役社長",
                prefecture=PREFECTURE[issue.region],
                city=rng.choice(TOWNS[issue.region]),
                address=address(rng),
                phone=office_phone(rng),
                established=today.year - int(told[1]) if told else rng.randint(1928, 2004),
            )
        )
    rng.shuffle(made)
    return made


def _senior(rng: Random, names: NameBook, n: int, career: CareerText, today: dt.date) -> DemoSenior:
    born = dt.date(rng.randint(*career.born), rng.randint(1, 12), rng.randint(1, 28))
    near = {career.prefecture, *rng.sample(sorted(PREFECTURE.values()), rng.randint(1, 3))}
    return DemoSenior(
        key=career.key,
        number=f"M{1000 + n:05}",
        career=career,
        name=names.senior(),
        birth_date=born,
        email=f"senior{n:03}@example.jp",
        phone=mobile_phone(rng),
        prefecture=career.prefecture,
        address=address(rng),
        regions=tuple(sorted(near)),
        online_ok=rng.random() < 0.75,
        days_per_week=rng.choices((1, 2, 3, 4), (20, 40, 30, 10))[0],
        registered_on=today - dt.timedelta(days=rng.randint(120, 2400)),
    )


def _event(
    rng: Random, key: str, date: dt.date, venue: str, firms: list[DemoFirm], seniors: tuple[DemoSenior, ...]
) -> DemoEvent:
    opened = dt.datetime.combine(date - dt.timedelta(days=45), dt.time(9), TOKYO)
    closed = dt.datetime.combine(date - dt.timedelta(days=25), dt.time(17), TOKYO)
    how_many, total = _SIZES[key]
    present = choose_seniors(rng, firms, list(seniors), how_many)
    return DemoEvent(
        key=key,
        name=_NAMES[key],
        date=date,
        venue=venue,
        hosts=tuple(dict.fromkeys(BANK_OF_REGION[region].key for region in _QUOTAS[key])),
        entry_open=opened,
        entry_close=closed,
        slots=slots_of(date),
        firms=tuple(firms),
        seniors=tuple(present),
        entries=wish(rng, firms, present, total, opened, closed),
        away=_away(rng, key, firms, present),
    )


def _away(rng: Random, key: str, firms: list[DemoFirm], seniors: list[DemoSenior]) -> tuple[DemoAway, ...]:
    """A few who come late or leave early, and at one event an officer who opens the hall."""
    late, early, middle = (0, 1), (6, 7, 8), (3, 4, 5)
    people, houses, officers = _AWAY[key]
    away = [DemoAway("senior", one.key, rng.choice((late, early, middle))) for one in rng.sample(seniors, people)]
    away += [DemoAway("firm", one.key, rng.choice(((0,), early))) for one in rng.sample(firms, houses)]
    if officers:
        helpers = [firm.officer for firm in firms]
        busiest = max(dict.fromkeys(helpers), key=helpers.count)
        away.append(DemoAway("officer", busiest, (0,)))
    return tuple(away)


def _with_withdrawals(rng: Random, event: DemoEvent) -> DemoEvent:
    """Two seniors took their last wish back."""
    count: dict[str, int] = {}
    for entry in event.entries:
        count[entry.senior] = max(count.get(entry.senior, 0), entry.preference)
    last = [entry for entry in event.entries if 3 <= entry.preference == count[entry.senior]]
    gone: list[DemoEntry] = rng.sample(last, 2)
    return replace(event, entries=tuple(replace(one, withdrawn=one in gone) for one in event.entries))
