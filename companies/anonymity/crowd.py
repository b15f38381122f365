"""How few firms a brief could be about: trade, region and size together may tell what no single word does."""

from dataclasses import dataclass
from enum import StrEnum

FEW = 5  # below this many, a reader who knows the region has a good guess
SEVERAL = 10


class Level(StrEnum):
    """How narrow it is."""

    ALONE = "alone"
    FEW = "few"
    SEVERAL = "several"
    MANY = "many"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many firms the register knows, this one among them: with the same trade, region and size; and with one of these left open.

    None where that was not counted.
    """

    same: int | None
    without_size: int | None = None
    without_region: int | None = None
    without_trade: int | None = None


@dataclass(frozen=True, slots=True)
class Narrowness:
    level: Level
    count: int | None
    sentence: str
    suggestion: str = ""


def narrowness(counts: Counts) -> Narrowness:
    """What to tell whoever writes. The register knows fewer firms than there are: it warns, it never promises."""
    same = counts.same
    if same is None or same < 0:
        return Narrowness(Level.UNKNOWN, None, "同じ業種・地域・規模の企業の数は、まだ数えていません。")
    if same <= 1:
        sentence = (
            "登録の中で、この業種・地域・規模の企業は1社だけです。名前がなくても、どこの会社かわかるおそれがあります。"
        )
        return Narrowness(Level.ALONE, same, sentence, _wider(counts))
    if same < FEW:
        sentence = (
            f"登録の中で、この業種・地域・規模の企業は{same}社だけです。地元をよく知る人には、わかるおそれがあります。"
        )
        return Narrowness(Level.FEW, same, sentence, _wider(counts))
    if same < SEVERAL:
        sentence = (
            f"登録の中で、この業種・地域・規模の企業は{same}社です。特徴のある書き方を足すと、絞られることがあります。"
        )
        return Narrowness(Level.SEVERAL, same, sentence)
    return Narrowness(Level.MANY, same, f"登録の中に、同じ業種・地域・規模の企業が{same}社あります。")


def _wider(counts: Counts) -> str:
    """Which of the three to widen, by what gains most; the trade last, since it is what seniors look for."""
    ways = (
        (counts.without_size, "規模を書かない"),
        (counts.without_region, "地域を広くする"),
        (counts.without_trade, "業種を大きな分類で書く"),
    )
    for count, way in ways:
        if count is not None and count >= FEW:
            return f"{way}と、同じ条件の企業は{count}社になります。"
    known = [(count, way) for count, way in ways if count is not None and count > (counts.same or 0)]
    if known:
        count, way = max(known, key=lambda pair: pair[0])
        return f"{way}と{count}社になります。ほかの項目も広くしてください。"
    return "業種を大きな分類で書くか、地域を広くしてください。"
