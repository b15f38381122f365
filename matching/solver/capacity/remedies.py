"""What would make room for every wish: all smallest combinations of changes, each carried out on the setting and counted again.

Five levers: more slots, absences lifted, other attendants, more tables, more seniors. A combination that works with every lever pulled
as far as it goes is then eased, lever by lever, for as long as it still works. What comes out is sufficient because it was counted, and no
single change in it can be made smaller or left out.
"""

from dataclasses import dataclass, replace
from itertools import combinations

from .flow import most
from .proofs import names
from .setting import Attendant, Firm, Setting

# Whom a change asks, per unit: the cheapest is offered first. A longer day asks everybody; a colleague who has room asks one.
COSTS = {"slots": 6, "absences": 4, "officer": 3, "booths": 2, "seniors": 1, "colleague": 1}
LEVERS = ("slots", "absences", "attendants", "booths", "seniors")  # the dearest is eased first
TRIED = 300  # sets of firms of one attendant that are tried before the search becomes a greedy one
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Change:
    """`ids`: the firms or attendants it concerns; `amount`: how many slots, tables per slot, seniors or officers."""

    kind: str
    ids: tuple[str, ...]
    amount: int
    text: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """Together these changes make room: with them `most` interviews fit, which is every wish. `after`: the setting with them."""

    changes: tuple[Change, ...]
    cost: int
    most: int
    after: Setting

    @property
    def text(self) -> str:
        return "、".join(change.text for change in self.changes)


@dataclass(frozen=True, slots=True)
class Levels:
    """How far each lever is pulled. `hands`: the firms with another attendant, and whom; None is one of her own."""

    slots: int = 0
    present: frozenset[str] = frozenset()
    hands: tuple[tuple[str, str | None], ...] = ()
    booths: int = 0
    seniors: int = 0

    def on(self, setting: Setting) -> Setting:
        hands = dict(self.hands)
        extra = (max(setting.tables, default=0) or len(setting.firms),) * self.slots
        fresh = tuple(Attendant(key) for key in sorted({key for key in hands.values() if key and key.startswith("+")}))
        return replace(
            setting,
            slots=setting.slots + self.slots,
            tables=tuple(tables + self.booths for tables in (*setting.tables, *extra)),
            firms=tuple(
                replace(
                    firm,
                    attendant=hands.get(firm.id, firm.attendant),
                    away=frozenset() if firm.id in self.present else firm.away,
                )
                for firm in setting.firms
            ),
            attendants=(
                *(replace(row, away=frozenset()) if row.id in self.present else row for row in setting.attendants),
                *fresh,
            ),
            seniors=None if setting.seniors is None else setting.seniors + self.seniors,
        )


def remedies(setting: Setting) -> tuple[Remedy, ...]:
    """The cheapest first; empty where every wish fits already."""
    if most(setting) >= setting.wanted:
        return ()
    found: list[frozenset[str]] = []
    rows = []
    for size in range(1, len(LEVERS) + 1):
        for chosen in combinations(LEVERS, size):
            if any(smaller <= set(chosen) for smaller in found):
                continue
            levels = _full(setting, chosen)
            if levels == Levels() or not _fits(setting, levels):
                continue
            found.append(frozenset(chosen))
            rows.append(_remedy(setting, _eased(setting, chosen, levels)))
    return tuple(sorted(rows, key=lambda row: (row.cost, row.text))[:SHOWN])


def _fits(setting: Setting, levels: Levels) -> bool:
    return most(levels.on(setting)) >= setting.wanted


def _full(setting: Setting, chosen: tuple[str, ...]) -> Levels:
    return Levels(
        slots=setting.wanted if "slots" in chosen else 0,
        present=frozenset(row.id for row in (*setting.firms, *setting.attendants) if row.away)
        if "absences" in chosen
        else frozenset(),
        hands=tuple((firm.id, None) for firm in setting.firms if _may_change(setting, firm))
        if "attendants" in chosen
        else (),
        booths=len(setting.firms) if "booths" in chosen else 0,
        seniors=setting.wanted if "seniors" in chosen and setting.seniors is not None else 0,
    )


def _may_change(setting: Setting, firm: Firm) -> bool:
    """Only where the attendant has something else to do, or is away, would another one help."""
    attendant = setting.attendant(firm)
    return attendant is not None and (bool(attendant.away) or len(setting.led_by(attendant.id)) > 1)


def _eased(setting: Setting, chosen: tuple[str, ...], levels: Levels) -> Levels:
    for lever in LEVERS:
        if lever not in chosen:
            continue
        if lever == "absences":
            for key in sorted(levels.present):
                fewer = replace(levels, present=levels.present - {key})
                levels = fewer if _fits(setting, fewer) else levels
        elif lever == "attendants":
            levels = _attendants(setting, levels)
        else:
            levels = replace(levels, **{lever: _least(setting, levels, lever)})
    return levels


def _least(setting: Setting, levels: Levels, lever: str) -> int:
    """More never makes fewer interviews fit, so the least is found by halving."""
    low, high = 0, getattr(levels, lever)
    while low < high:
        middle = (low + high) // 2
        if _fits(setting, replace(levels, **{lever: middle})):
            high = middle
        else:
            low = middle + 1
    return low


def _attendants(setting: Setting, levels: Levels) -> Levels:
    """As few firms as possible change hands, then to a colleague who has room, else to as few new officers as possible."""
    for attendant in setting.attendants:
        firms = [firm for firm in setting.led_by(attendant.id) if dict(levels.hands).get(firm.id, "") is None]
        levels = _fewest(setting, levels, firms)
    fresh: list[tuple[str, str]] = []  # officer, house
    for key, _ in levels.hands:
        firm = next(row for row in setting.firms if row.id == key)
        colleagues = [row.id for row in setting.attendants if row.house == firm.house and row.id != firm.attendant]
        added = [officer for officer, house in fresh if house == firm.house]
        new = f"+{len(fresh) + 1}"
        for officer in (*colleagues, *added, new):
            given = replace(levels, hands=tuple((k, officer if k == key else to) for k, to in levels.hands))
            if _fits(setting, given):
                levels = given
                if officer == new:
                    fresh.append((new, firm.house))
                break
    return levels


def _fewest(setting: Setting, levels: Levels, firms: list[Firm]) -> Levels:
    hands = dict(levels.hands)
    tried = 0
    for count in range(len(firms)):
        for leaving in combinations([firm.id for firm in firms], count):
            tried += 1
            if tried > TRIED:
                return _greedily(setting, levels, firms)
            staying = {firm.id for firm in firms} - set(leaving)
            fewer = replace(levels, hands=tuple((k, to) for k, to in hands.items() if k not in staying))
            if _fits(setting, fewer):
                return fewer
    return levels


def _greedily(setting: Setting, levels: Levels, firms: list[Firm]) -> Levels:
    for firm in firms:
        fewer = replace(levels, hands=tuple((k, to) for k, to in levels.hands if k != firm.id))
        levels = fewer if _fits(setting, fewer) else levels
    return levels


def _remedy(setting: Setting, levels: Levels) -> Remedy:
    changes = list(_changes_of_hands(setting, levels))
    if levels.present:
        rows = [row for row in (*setting.firms, *setting.attendants) if row.id in levels.present]
        text = f"{names(rows)}が、参加できないとしている回にも参加する"
        changes.append(Change("absences", tuple(row.id for row in rows), len(rows), text))
    if levels.booths:
        changes.append(Change("booths", (), levels.booths, f"卓を各回{levels.booths}つ増やす"))
    if levels.seniors:
        total = (setting.seniors or 0) + levels.seniors
        changes.append(Change("seniors", (), levels.seniors, f"新現役を{levels.seniors}人増やして{total}人にする"))
    if levels.slots:
        total = setting.slots + levels.slots
        changes.append(Change("slots", (), levels.slots, f"面談の回を{levels.slots}回増やして{total}回にする"))
    after = levels.on(setting)
    cost = sum(COSTS[change.kind] * max(1, change.amount) for change in changes)
    return Remedy(tuple(changes), cost, most(after), after)


def _changes_of_hands(setting: Setting, levels: Levels) -> list[Change]:
    firms = {firm.id: firm for firm in setting.firms}
    colleagues = {row.id: row for row in setting.attendants}
    given: dict[str | None, list[Firm]] = {}
    for key, to in levels.hands:
        given.setdefault(to, []).append(firms[key])
    rows = []
    for to, some in given.items():
        ids = tuple(firm.id for firm in some)
        if to in colleagues:
            text = f"{names(some)}の同席を{colleagues[to].name or to}に替える"
            rows.append(Change("colleague", ids, len(some), text))
        else:
            rows.append(Change("officer", ids, 1, f"{names(some)}の同席者をもう1人立てる"))
    return rows
