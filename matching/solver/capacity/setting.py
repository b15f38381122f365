"""What is known of an event months ahead, as plain data."""

from dataclasses import dataclass, field


class SettingError(ValueError):
    """The setting contradicts itself; the text names the field."""


@dataclass(frozen=True, slots=True)
class Firm:
    """`wish`: interviews it should get. `away`: slots at which it cannot. `house`: whose officers may attend with it."""

    id: str
    wish: int
    attendant: str | None = None
    away: frozenset[int] = frozenset()
    name: str = ""
    house: str = ""


@dataclass(frozen=True, slots=True)
class Attendant:
    """An officer who sits with her firms, at one table at a time."""

    id: str
    away: frozenset[int] = frozenset()
    name: str = ""
    house: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """Slots are numbered 0.. over all days; `tables[t]` stand in slot t. `seniors` None: as many as it takes."""

    slots: int
    tables: tuple[int, ...]
    firms: tuple[Firm, ...]
    attendants: tuple[Attendant, ...] = ()
    seniors: int | None = None
    per_senior: int = 3
    per_firm: int = 9
    slot_names: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if len(self.tables) != self.slots:
            raise SettingError(f"tables: 面談の回の数({self.slots})と同じ個数にしてください。")
        ids = [row.id for row in (*self.firms, *self.attendants)]
        if len(set(ids)) != len(ids):
            raise SettingError("firms, attendants: 同じ名前が2回あります。")
        known = {row.id for row in self.attendants}
        for firm in self.firms:
            if firm.attendant is not None and firm.attendant not in known:
                raise SettingError(f"firms: {firm.attendant} という同席者はいません。")
        numbers = [*self.tables, self.per_senior, self.per_firm, self.seniors or 0, *(row.wish for row in self.firms)]
        if min(numbers) < 0:
            raise SettingError("0より小さい数があります。")

    def wish(self, firm: Firm) -> int:
        """What the event's own limit leaves of a firm's wish."""
        return min(firm.wish, self.per_firm)

    @property
    def wanted(self) -> int:
        return sum(self.wish(firm) for firm in self.firms)

    @property
    def people(self) -> int:
        """The seniors, or as many as can ever matter."""
        return self.wanted + 1 if self.seniors is None else self.seniors

    @property
    def turns(self) -> int:
        """Interviews that all seniors together may have."""
        return self.wanted if self.seniors is None else self.seniors * self.per_senior

    def attendant(self, firm: Firm) -> Attendant | None:
        return next((row for row in self.attendants if row.id == firm.attendant), None)

    def led_by(self, attendant: str) -> tuple[Firm, ...]:
        return tuple(firm for firm in self.firms if firm.attendant == attendant)

    def free(self, firm: Firm) -> frozenset[int]:
        """Slots in which this firm, its attendant and at least one table are there."""
        attendant = self.attendant(firm)
        away = firm.away | (attendant.away if attendant else frozenset())
        return frozenset(t for t in range(self.slots) if t not in away and self.tables[t])

    def slot_name(self, slot: int) -> str:
        return self.slot_names[slot] if slot < len(self.slot_names) else f"第{slot + 1}回"
