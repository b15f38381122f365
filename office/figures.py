"""How long bars are: shares in per cent for SVG attributes, so that no inline style is needed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """A bar on a track; both in per cent of the track."""

    share: float
    start: float = 0.0


@dataclass(frozen=True)
class BandBar:
    share: float
    band_start: float
    band_share: float
    colour: str


def share_of(value: float | None, total: float | None) -> float:
    """value / total in per cent, between 0 and 100, to one decimal; 0 when either is missing or total is 0."""
    if not value or not total:
        return 0.0
    return round(min(max(100 * value / total, 0.0), 100.0), 1)


def band_bar_parts(value: int, low: int, high: int, top: int) -> BandBar:
    """Amber below the band, blue inside, dark above it."""
    colour = "#e58a00" if value < low else "#5b6bd8" if value <= high else "#00118f"
    start = share_of(low, top)
    return BandBar(share_of(value, top), start, round(share_of(high, top) - start, 1), colour)


def percent(value: float | None, total: float | None) -> str:
    """「54.0 %」 of numerator over denominator; a dash where there is nothing to divide by."""
    return f"{100 * value / total:.1f} %" if value is not None and total else "—"


def nice_top(value: float) -> float:
    """The end of an axis: the smallest of 4, 8, 20, 40, 80, 200, ... that is not below value, so that quarters are round."""
    top = 4.0
    while top < value:
        top *= 2.5 if str(int(top))[0] == "8" else 2
    return top
