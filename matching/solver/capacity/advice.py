"""The whole advice for a setting: what fits, who is the bottleneck, what is needed, what would help."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from .flow import flow_of, most
from .proofs import Proof, crowded, general, too_few_seniors, too_few_tables
from .remedies import Remedy, remedies
from .setting import Attendant, Firm, Setting

MANY_FIRMS = 9  # of one attendant: up to here the officers needed are counted exactly


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A party is a bottleneck exactly when more interviews fit without its limit; `gain` says how many more.

    kind: "attendant" (each of her firms had one of its own who is always there), "firm" (it were always there), "booths" (a table for
    every firm), "seniors" (as many as it takes), "slots" (one slot more, with everybody there).
    """

    kind: str
    id: str
    name: str
    gain: int
    proof: Proof

    @property
    def word(self) -> str:
        """What it is, in a word."""
        return {"attendant": "同席者", "firm": "企業", "booths": "卓", "seniors": "新現役", "slots": "回"}[self.kind]

    @property
    def relaxed(self) -> str:
        """What `gain` supposes, as the beginning of a sentence."""
        return {
            "attendant": "その企業それぞれに、いつでも参加できる別の同席者がいれば",
            "firm": "この企業がどの回にも参加できれば",
            "booths": "どの回にも企業の数だけ卓があれば",
            "seniors": "新現役が十分にいれば",
            "slots": "面談の回が1回多ければ",
        }[self.kind]


@dataclass(frozen=True, slots=True)
class Needs:
    """What every wish needs while all else stays as it is; None: that alone is not enough, however many there were.

    attendants: officers at least, with everybody there at all slots. They are enough wherever `attendants_exact`.
    """

    slots: int | None
    booths: int | None
    seniors: int | None
    attendants: int
    attendants_exact: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """`most` of `wanted` interviews fit: the optimum of the planner, not an estimate. `together`: parties of which none alone, but all at
    once, stand in the way (where `bottlenecks` is empty). `everyone`: the most that every firm can have, if all want the same."""

    wanted: int
    most: int
    placed: dict[str, int]
    proof: Proof | None
    bottlenecks: tuple[Bottleneck, ...]
    together: tuple[Bottleneck, ...]
    needs: Needs
    remedies: tuple[Remedy, ...]
    everyone: int

    @property
    def missing(self) -> int:
        return self.wanted - self.most

    @property
    def fits(self) -> bool:
        return not self.missing


def advise(setting: Setting) -> Advice:
    """About a second for 60 firms, each with a limit of its own; milliseconds where nothing is scarce."""
    flow = flow_of(setting)
    placed = {firm.id: 0 for firm in setting.firms}
    for firm, _ in flow.interviews:
        placed[firm] += 1
    proof = general(setting, flow) if flow.most < setting.wanted else None
    alone: list[Bottleneck] = []
    if proof is not None:
        alone = [row for row in _tested(setting, flow.most, proof) if row.gain > 0]
    return Advice(
        wanted=setting.wanted,
        most=flow.most,
        placed=placed,
        proof=proof,
        bottlenecks=tuple(sorted(alone, key=lambda row: (-row.gain, row.kind, row.id))),
        together=_together(setting, flow.most, proof) if proof is not None and not alone else (),
        needs=_needs(setting),
        remedies=remedies(setting),
        everyone=_everyone(setting),
    )


# --- Bottlenecks ------------------------------------------------------------------------------------------------------
def _without_attendant(setting: Setting, attendant: str) -> Setting:
    firms = (replace(firm, attendant=None) if firm.attendant == attendant else firm for firm in setting.firms)
    return replace(setting, firms=tuple(firms))


def _without_absence(setting: Setting, firm: str) -> Setting:
    firms = (replace(row, away=frozenset()) if row.id == firm else row for row in setting.firms)
    return replace(setting, firms=tuple(firms))


def _with_all_tables(setting: Setting) -> Setting:
    return replace(setting, tables=tuple(max(tables, len(setting.firms)) for tables in setting.tables))


def with_slots(setting: Setting, count: int) -> Setting:
    """The first `count` slots, or more of them with everybody there and the usual tables."""
    usual = max(setting.tables, default=0) or len(setting.firms)
    tables = (*setting.tables, *(usual for _ in range(count - setting.slots)))[:count]
    return replace(setting, slots=count, tables=tables)


type Relaxation = tuple[str, str, str, Callable[[Setting], Setting], Callable[[], Proof | None]]


def _relaxations(setting: Setting) -> list[Relaxation]:
    """Kind, id, name, the setting without this limit, and the proof that speaks of this party alone where there is one."""
    rows: list[Relaxation] = []
    for attendant in setting.attendants:
        if firms := setting.led_by(attendant.id):
            rows.append(_attendant(attendant, firms, setting))
    for firm in setting.firms:
        if firm.away:
            rows.append(_firm(firm, setting))
    rows.append(("booths", "", "卓", _with_all_tables, lambda: too_few_tables(setting)))
    if setting.seniors is not None:
        rows.append(
            ("seniors", "", "新現役", lambda some: replace(some, seniors=None), lambda: too_few_seniors(setting))
        )
    rows.append(("slots", "", "面談の回", lambda some: with_slots(some, some.slots + 1), lambda: _busiest(setting)))
    return rows


def _attendant(attendant: Attendant, firms: tuple[Firm, ...], setting: Setting) -> Relaxation:
    return (
        "attendant",
        attendant.id,
        attendant.name or attendant.id,
        lambda some: _without_attendant(some, attendant.id),
        lambda: crowded(setting, firms),
    )


def _firm(firm: Firm, setting: Setting) -> Relaxation:
    return (
        "firm",
        firm.id,
        firm.name or firm.id,
        lambda some: _without_absence(some, firm.id),
        lambda: crowded(setting, (firm,)),
    )


def _busiest(setting: Setting) -> Proof | None:
    """The firms, of one attendant or alone, that miss the most for want of slots."""
    groups = [setting.led_by(row.id) for row in setting.attendants]
    groups += [(firm,) for firm in setting.firms if firm.attendant is None]
    proofs = [proof for firms in groups if firms and (proof := crowded(setting, firms))]
    return max(proofs, key=lambda proof: proof.missing, default=None)


def _tested(setting: Setting, now: int, proof: Proof) -> list[Bottleneck]:
    return [
        Bottleneck(kind, key, name, most(relax(setting)) - now, own() or proof)
        for kind, key, name, relax, own in _relaxations(setting)
    ]


def _together(setting: Setting, now: int, proof: Proof) -> tuple[Bottleneck, ...]:
    """A smallest set of limits without which more fits: start without any, and put back what need not go."""
    rows = _relaxations(setting)

    def gain(some: list[Relaxation]) -> int:
        freed = setting
        for _, _, _, relax, _ in some:
            freed = relax(freed)
        return most(freed) - now

    for row in list(rows):
        fewer = [other for other in rows if other is not row]
        if gain(fewer) > 0:
            rows = fewer
    total = gain(rows)
    return tuple(Bottleneck(kind, key, name, total, own() or proof) for kind, key, name, _, own in rows)


# --- What is needed ---------------------------------------------------------------------------------------------------
def _least(high: int, fits: Callable[[int], bool]) -> int | None:
    """The least number from 0 to `high` for which it fits, if it fits from there on; None where `high` is not enough."""
    if not fits(high):
        return None
    low = 0
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle + 1, high)
    return low


def _needs(setting: Setting) -> Needs:
    wanted = setting.wanted

    def fits(some: Setting) -> bool:
        return most(some) >= wanted

    least, exact = _officers(setting)
    return Needs(
        slots=_least(setting.slots + wanted, lambda n: fits(with_slots(setting, n))),
        booths=_least(len(setting.firms), lambda n: fits(replace(setting, tables=(n,) * setting.slots))),
        seniors=_least(wanted, lambda n: fits(replace(setting, seniors=n))),
        attendants=least,
        attendants_exact=exact,
    )


def _officers(setting: Setting) -> tuple[int, bool]:
    """Officers who together can sit with all firms, house by house, each firm with the same one all day."""
    houses: dict[str, list[int]] = {}
    for firm in setting.firms:
        if firm.attendant is not None and setting.wish(firm):
            houses.setdefault(firm.house, []).append(min(setting.wish(firm), setting.slots))
    total, exact = 0, True
    for wishes in houses.values():
        least = -(-sum(wishes) // setting.slots) if setting.slots else 0
        packed = _packed(sorted(wishes, reverse=True), setting.slots, least)
        total += packed if len(wishes) <= MANY_FIRMS else least
        exact = exact and (len(wishes) <= MANY_FIRMS or packed == least)
    return total, exact


def _packed(wishes: list[int], room: int, least: int) -> int:
    """Bins of `room` for these wishes: the fewest where they are few, else what first-fit takes."""
    if len(wishes) > MANY_FIRMS:
        bins: list[int] = []
        for wish in wishes:
            place = next((n for n, used in enumerate(bins) if used + wish <= room), None)
            if place is None:
                bins.append(wish)
            else:
                bins[place] += wish
        return len(bins)
    count = least
    while wishes and not _fit([0] * count, wishes, room):
        count += 1
    return count


def _fit(bins: list[int], wishes: list[int], room: int) -> bool:
    if not wishes:
        return True
    for used in dict.fromkeys(bins):
        if used + wishes[0] <= room:
            rest = list(bins)
            rest[rest.index(used)] = used + wishes[0]
            if _fit(rest, wishes[1:], room):
                return True
    return False


def _everyone(setting: Setting) -> int:
    """The largest n for which every firm has n interviews, or its wish where that is smaller."""
    low, high = 0, max((setting.wish(firm) for firm in setting.firms), default=0)
    while low < high:
        middle = (low + high + 1) // 2
        smaller = replace(setting, per_firm=min(setting.per_firm, middle))
        low, high = (middle, high) if most(smaller) >= smaller.wanted else (low, middle - 1)
    return low
