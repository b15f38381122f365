"""Any respelling of a name, a number or an address, set anywhere into a clean text, is found, at the place where it stands."""

import random

import pytest

from companies.anonymity import Firm, check
from tests.companies.anonymity.first_set import CLEAN
from tests.companies.anonymity.respelling import HEADS, TAILS, name_ways, phone_ways, url_ways

SENTENCES = [sentence + "。" for _, text in CLEAN for sentence in text.split("。") if len(sentence) > 12]


def planted(thing: str, dice: random.Random) -> tuple[str, int]:
    """A text of three clean sentences with the thing between two of them or inside one, as a subject; and where it begins."""
    one, two, three = dice.sample(SENTENCES, 3)
    before, after = dice.choice(
        (("", "は、"), ("当社(", ")では、"), ("「", "」の現場では、"), ("", "に、"), ("", "\n"), ("社名は", "です。"))
    )
    text = one + before + thing + after + two + three
    return text, len(one) + len(before)


def undetected(firm: Firm, ways: list[str], dice: random.Random) -> list[str]:
    out = []
    for thing in ways:
        text, start = planted(thing, dice)
        found = [
            f
            for f in check(firm, {"": text})
            if f.certainty == "giveaway" and f.start < start + len(thing) and f.end > start
        ]
        assert all(text[f.start : f.end] == f.text for f in found)
        covered = max((min(f.end, start + len(thing)) - max(f.start, start) for f in found), default=0)
        if covered * 2 < len(thing):
            out.append(f"{thing!r} ({covered} of {len(thing)}) in {text!r}")
    return out


@pytest.mark.parametrize("seed", range(6))
def test_a_name_is_found_however_it_is_written(seed: int) -> None:
    dice = random.Random(seed)
    head, tail = HEADS[(seed * 3) % len(HEADS)], dice.choice(TAILS)
    firm = Firm(name=f"株式会社{head[0]}{tail[0]}", name_kana=head[1] + tail[1])
    assert undetected(firm, name_ways(head, tail, dice), dice) == []


def test_a_telephone_number_is_found_however_it_is_written() -> None:
    dice = random.Random(7)
    for area, middle, last in (
        ("03", "3456", "7891"),
        ("0256", "92", "3456"),
        ("045", "501", "8080"),
        ("090", "1357", "2468"),
    ):
        firm = Firm(name="株式会社無名", phone=f"{area}-{middle}-{last}")
        assert undetected(firm, phone_ways(area, middle, last), dice) == []


def test_an_address_in_the_web_is_found_however_it_is_written() -> None:
    dice = random.Random(8)
    for host in ("kurosawa-seiki.co.jp", "maruyama.com", "t-works.jp", "green-farm.or.jp"):
        firm = Firm(name="株式会社無名", url=f"https://www.{host}/")
        assert undetected(firm, url_ways(host), dice) == []


def test_findings_are_sorted_and_none_overlaps_another_of_its_kind() -> None:
    dice = random.Random(9)
    for head in HEADS:
        tail = dice.choice(TAILS)
        firm = Firm(
            name=f"{head[0]}{tail[0]}株式会社",
            name_kana=head[1] + tail[1],
            representative_name=f"{head[0]} 一郎",
            city="燕市",
        )
        text = "、".join(
            [*dice.sample(name_ways(head, tail, dice), 5), f"{head[0]}社長", "燕市の工場", *dice.sample(SENTENCES, 2)]
        )
        found = check(firm, {"title": text, "summary": text})
        assert [f.field for f in found] == sorted((f.field for f in found), reverse=True)
        for field in ("title", "summary"):
            here = [f for f in found if f.field == field]
            assert [f.start for f in here] == sorted(f.start for f in here)
            for kind in {f.kind for f in here}:
                ends = [(f.start, f.end) for f in here if f.kind == kind]
                assert all(end <= start for (_, end), (start, _) in zip(ends, ends[1:], strict=False)), ends


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u200b",
        "\x00",
        "\ud800",
        "。" * 3000,
        "山" * 4000,
        "0" * 4000,
        "「" * 500,
        "あ-" * 1500,
        "\n" * 200,
        "𠮷野\U000e0100家",
        "ﾞﾟ",
    ],
)
def test_no_text_breaks_the_check(text: str) -> None:
    firm = Firm(
        name="㈱",
        representative_name=" ",
        address="-",
        url="http://",
        email="@",
        phone="-",
        city="市",
        bank_name="銀行",
        known_words=("", "。", "(", "a"),
    )
    for found in check(firm, {"": text}, year=2026):
        assert text[found.start : found.end] == found.text
