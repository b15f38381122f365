"""Trade, region and size together."""

import pytest

from companies.anonymity import Counts, Firm, Level, check, draft, narrowness
from tests.companies.anonymity.firms import FIRMS
from tests.companies.anonymity.first_set import PLANTED
from tests.companies.anonymity.scoring import YEAR, unmarked


@pytest.mark.parametrize(
    ("same", "level"),
    [
        (None, Level.UNKNOWN),
        (0, Level.ALONE),
        (1, Level.ALONE),
        (4, Level.FEW),
        (5, Level.SEVERAL),
        (9, Level.SEVERAL),
        (10, Level.MANY),
    ],
)
def test_levels(same: int | None, level: Level) -> None:
    found = narrowness(Counts(same))
    assert found.level == level
    assert found.count == same
    if same and same > 1:
        assert f"{same}社" in found.sentence


def test_what_to_widen_is_the_first_that_suffices_and_the_trade_last() -> None:
    assert (
        narrowness(Counts(2, without_size=3, without_region=8, without_trade=90)).suggestion
        == "地域を広くすると、同じ条件の企業は8社になります。"
    )
    assert narrowness(Counts(1, without_size=2, without_region=1)).suggestion.startswith("規模を書かないと2社")
    assert narrowness(Counts(1)).suggestion == "業種を大きな分類で書くか、地域を広くしてください。"


def test_a_draft_says_nothing_that_gives_away() -> None:
    """What the check is sure of is gone from the draft; a clean text stays as it is."""
    for firm, marked in PLANTED:
        made = draft(FIRMS[firm], unmarked(marked)[0], year=YEAR)
        assert [f for f in check(FIRMS[firm], {"": made}, year=YEAR) if f.certainty == "giveaway"] == []
    clean = "部品の加工を行う会社です。納期が守れません。"
    assert draft(FIRMS["yamada"], clean) == clean
    assert draft(Firm(name="株式会社山田精機"), "㈱山田精機は町工場です。" + clean, limit=20) == "当社は町工場です。"
