"""A first draft of an anonymised text: what the check is sure of is replaced, and a person reads and rewrites the rest."""

from companies.anonymity.checking import check
from companies.anonymity.records import Certainty, Firm, Kind

INSTEAD = {
    Kind.FIRM: "当社",
    Kind.PERSON: "社長",
    Kind.BRAND: "自社ブランドの商品",
    Kind.BANK: "取引金融機関",
    Kind.PLACE: "地元",
    Kind.FIGURE: "",
}


def draft(firm: Firm, text: str, *, year: int | None = None, limit: int | None = None) -> str:
    """`text` without what gives the firm away; the same text where nothing does. Cut at a sentence's end where it is too long."""
    made = text
    for _ in range(3):  # a replacement may bring together what stood apart
        found = [one for one in check(firm, {"": made}, year=year) if one.certainty == Certainty.GIVEAWAY]
        if not found:
            break
        done = len(made) + 1
        for one in reversed(found):
            if one.end <= done:
                made = made[: one.start] + INSTEAD.get(one.kind, "") + made[one.end :]
                done = one.start
    return made if limit is None or len(made) <= limit else _cut(made, limit)


def _cut(text: str, limit: int) -> str:
    end = max(text.rfind(stop, 0, limit) for stop in "。\n")
    return text[: end + 1].rstrip() if end > limit // 3 else text[:limit].rstrip()
