"""A figure and a rate as they are told: with unit, numerator, denominator and definition."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """A share with what it is made of. `percent` is None where there is nothing to divide by."""

    name: str
    numerator: int
    denominator: int
    definition: str

    @property
    def percent(self) -> float | None:
        return round(100 * self.numerator / self.denominator, 1) if self.denominator else None

    @property
    def text(self) -> str:
        return "—" if self.percent is None else f"{self.percent:.1f} %"


@dataclass(frozen=True)
class Figure:
    """A count with its unit. None is "not stated" or "not set", never zero."""

    name: str
    value: int | None
    unit: str
    definition: str = ""
