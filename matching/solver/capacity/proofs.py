"""Why no more interviews fit, as a count that can be checked by hand: these firms want so many, this is room for so many.

Every proof is a cut, so its `missing` is never more than what is truly missing; the general one is exactly that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, groupby

from .flow import Flow
from .setting import Attendant, Firm, Setting

MANY = 4  # more names than this are counted
SMALL = 12  # firms of one attendant of which every subset is tried


@dataclass(frozen=True, slots=True)
class Proof:
    """`firms` want `wanted` interviews, and there is room for `room` of them at most."""

    firms: tuple[str, ...]
    wanted: int
    room: int
    text: str

    @property
    def missing(self) -> int:
        return self.wanted - self.room


def names(rows: Iterable[Firm | Attendant]) -> str:
    shown = [row.name or row.id for row in rows]
    if len(shown) > MANY:
        return f"{'、'.join(shown[:MANY])}ほか{len(shown) - MANY}"
    return "、".join(shown)


def sum_of(setting: Setting, firms: Iterable[Firm]) -> str:
    """9 + 9 = 18, or one number."""
    wishes = [setting.wish(firm) for firm in firms]
    if 1 < len(wishes) <= MANY:
        return f"{' + '.join(map(str, wishes))} = {sum(wishes)}"
    return str(sum(wishes))


def crowded(setting: Setting, firms: tuple[Firm, ...]) -> Proof | None:
    """The firms of one attendant (or one alone) that want more than there are slots in which one of them can sit (Hall)."""
    best: tuple[int, tuple[Firm, ...], int] | None = None
    for some in _subsets(firms):
        room = len(frozenset().union(*(setting.free(firm) for firm in some)))
        missing = sum(setting.wish(firm) for firm in some) - room
        if missing > 0 and (best is None or missing > best[0]):
            best = missing, some, room
    if best is None:
        return None
    missing, some, room = best
    wanted = room + missing
    attendant = setting.attendant(some[0])
    if attendant is not None and (len(some) > 1 or attendant.away):
        who = f"{attendant.name or attendant.id}が同席する{names(some)}"
    else:
        who = names(some)
    text = (
        f"{who}は合わせて{sum_of(setting, some)}件の面談を望みますが、同時には1件しかできず、参加できる回は{room}回です。"
        if len(some) > 1
        else f"{who}は{wanted}件の面談を望みますが、参加できる回は{room}回です。"
    )
    return Proof(tuple(firm.id for firm in some), wanted, room, f"{text}少なくとも{missing}件は組めません。")


def _subsets(firms: tuple[Firm, ...]) -> Iterable[tuple[Firm, ...]]:
    if len(firms) > SMALL:
        yield firms
        return
    for count in range(1, len(firms) + 1):
        yield from combinations(firms, count)


def too_few_seniors(setting: Setting) -> Proof | None:
    """Either all turns together or, for single firms, the number of people is too small."""
    if setting.seniors is None:
        return None
    everybody = tuple(firm.id for firm in setting.firms)
    if setting.turns < setting.wanted:
        missing = setting.wanted - setting.turns
        text = (
            f"企業が望む面談は合わせて{setting.wanted}件ですが、新現役{setting.seniors}人が{setting.per_senior}件ずつでも"
            f"{setting.turns}件です。少なくとも{missing}件は組めません。"
        )
        return Proof(everybody, setting.wanted, setting.turns, text)
    high = [firm for firm in setting.firms if setting.wish(firm) > setting.seniors]
    if not high:
        return None
    wanted, room = sum(setting.wish(firm) for firm in high), len(high) * setting.seniors
    text = (
        f"{names(high)}は{sum_of(setting, high)}件の面談を望みますが、新現役は{setting.seniors}人なので、1社が会えるのは"
        f"{setting.seniors}人までです。少なくとも{wanted - room}件は組めません。"
    )
    return Proof(tuple(firm.id for firm in high), wanted, room, text)


def too_few_tables(setting: Setting) -> Proof | None:
    """All firms together against the tables of all slots."""
    room = sum(min(tables, setting.people) for tables in setting.tables)
    if room >= setting.wanted:
        return None
    per_slot = set(setting.tables)
    count = f"{setting.slots}回 × {setting.tables[0]}卓 = {room}件" if len(per_slot) == 1 else f"全部で{room}件"
    if setting.seniors is not None and max(setting.tables, default=0) > setting.seniors:
        count = f"全部で{room}件"
    missing = setting.wanted - room
    text = f"企業が望む面談は合わせて{setting.wanted}件ですが、卓は{count}分です。少なくとも{missing}件は組めません。"
    return Proof(tuple(firm.id for firm in setting.firms), setting.wanted, room, text)


def general(setting: Setting, flow: Flow) -> Proof:
    """The smallest cut in words: exactly `setting.wanted - flow.most` are missing."""
    if flow.seniors_bind:
        proof = too_few_seniors(setting)
        assert proof is not None
        return proof
    held = [firm for firm in setting.firms if firm.id in flow.held]
    short = [firm for firm in setting.firms if firm.id not in flow.held and setting.wish(firm) > setting.people]
    rooms: list[tuple[int, str, int]] = []
    for slot in range(setting.slots):
        tables = min(setting.tables[slot], setting.people)
        units = {firm.attendant or firm.id for firm in held if slot in setting.free(firm)}
        if slot in flow.open:
            why = "卓の数" if setting.tables[slot] <= setting.people else "新現役の数"
            rooms.append((slot, why, tables))
        else:
            rooms.append((slot, "企業と同席者の都合", len(units)))
    room = sum(count for _, _, count in rooms) + len(short) * setting.people
    wanted = sum(setting.wish(firm) for firm in (*held, *short))
    parts = [f"{_span(setting, slots)}は{why}で{count}件" for (why, count), slots in _runs(rooms)]
    if len(parts) > MANY:
        whys = dict.fromkeys(why for _, why, _ in rooms)
        parts = [f"{why}で合わせて{sum(count for _, other, count in rooms if other == why)}件" for why in whys]
    if short:
        parts.append(f"{names(short)}は新現役{setting.people}人までで{len(short) * setting.people}件")
    rows = (*held, *short)
    text = (
        f"{names(rows)}が望む{wanted}件のうち、組めるのは多くても{room}件です({'、'.join(parts)}まで)。"
        f"少なくとも{wanted - room}件は組めません。"
    )
    return Proof(tuple(firm.id for firm in rows), wanted, room, text)


def _runs(rooms: list[tuple[int, str, int]]) -> Iterable[tuple[tuple[str, int], list[int]]]:
    for key, rows in groupby(rooms, key=lambda row: row[1:]):
        yield key, [slot for slot, _, _ in rows]


def _span(setting: Setting, slots: list[int]) -> str:
    first, last = setting.slot_name(slots[0]), setting.slot_name(slots[-1])
    return first if len(slots) == 1 else f"{first}から{last}の各回"
