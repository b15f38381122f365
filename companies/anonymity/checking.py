"""The check itself: every finding of every rule, told for people, in the places of the text as it was given."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from companies.anonymity.claims import banks, claims, other_firms
from companies.anonymity.contacts import reaches
from companies.anonymity.figures import figures
from companies.anonymity.folding import Folded, key, level_key, plain
from companies.anonymity.names import name_of
from companies.anonymity.persons import person_of, somebody
from companies.anonymity.places import places
from companies.anonymity.records import Certainty, Finding, Firm, Kind
from companies.anonymity.spelling import LOOSE, Rarity, part_pattern, parts_of, rarity, trade_words
from companies.anonymity.wording import WORDS

_BANK_FORMS = ("信用金庫", "信用組合", "信用協同組合", "信金", "信組", "銀行", "しんきん", "しんくみ", "農業協同組合")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    kind: Kind
    sure: bool
    words: str  # key of WORDS


def check(firm: Firm, texts: Mapping[str, str], *, year: int | None = None) -> tuple[Finding, ...]:
    """What gives the firm away in `texts` (field -> text), by field and place. `year` is the present one. Never raises for any text."""
    return tuple(finding for field, text in texts.items() for finding in _check_text(firm, field, text, year))


def _check_text(firm: Firm, field: str, text: str, year: int | None) -> Iterator[Finding]:
    folded = Folded(text)
    if not folded.plain.strip():
        return
    for found in _settled([one for one in _all(folded, firm, year) if one.end > one.start]):
        start, end = folded.span(found.start, found.end)
        reason, suggestion = WORDS[found.words]
        yield Finding(
            field=field,
            start=start,
            end=end,
            text=text[start:end],
            kind=found.kind,
            certainty=Certainty.GIVEAWAY if found.sure else Certainty.HINT,
            reason=reason,
            suggestion=suggestion,
        )


def _all(text: Folded, firm: Firm, year: int | None) -> Iterator[_Found]:
    yield from _known_names(text, firm)
    for reach in reaches(text, firm):
        yield _Found(reach.start, reach.end, reach.kind, True, f"{reach.kind}.own" if reach.own else f"{reach.kind}")
    for place in places(text, firm):
        yield _Found(
            place.start,
            place.end,
            Kind.PLACE,
            place.own or place.what == "street",
            f"place.{place.what}" + (".own" if place.own else ""),
        )
    for figure in figures(text, firm, year):
        yield _Found(figure.start, figure.end, Kind.FIGURE, figure.sure, f"figure.{figure.what}")
    for hit in somebody(text):
        yield _Found(hit.start, hit.end, Kind.PERSON, False, "person.somebody")
    for claim in (*claims(text), *other_firms(text), *banks(text)):
        yield _Found(claim.start, claim.end, claim.kind, False, f"claim.{claim.what}")


def _known_names(text: Folded, firm: Firm) -> Iterator[_Found]:
    names = [(firm.name, firm.name_kana)]
    if firm.short_name and plain(firm.short_name) != plain(firm.name):
        names.append((firm.short_name, ""))
    for name, kana in names:
        if name.strip():
            for hit in name_of(name, kana).find(text):
                yield _Found(hit.start, hit.end, Kind.FIRM, hit.sure, "firm.whole" if hit.whole else "firm.part")
    for name, kana, words in (
        (firm.representative_name, firm.representative_kana, "person.president"),
        (firm.officer_name, "", "person.officer"),
    ):
        if name.strip():
            for hit in person_of(name, kana).find(text):
                yield _Found(hit.start, hit.end, Kind.PERSON, hit.sure, words)
    for word in firm.known_words:
        if word.strip():
            for hit in name_of(word).find(text):
                yield _Found(hit.start, hit.end, Kind.BRAND, hit.sure, "brand")
    yield from _quoted_parts(text, firm)
    yield from _own_bank(text, firm)


@lru_cache(maxsize=500)
def _other_forms(own: str) -> re.Pattern:
    """A bank by its name's own part and any form: 青葉信金, あおば信用金庫."""
    forms = "|".join(map(level_key, (*_BANK_FORMS, "しんようきんこ", "しんようくみあい", "ぎんこう")))
    return re.compile(rf"{part_pattern(parts_of(own)[0], LOOSE)}{LOOSE}(?:{forms})")


_QUOTED = re.compile(r"[「『\"“<《【]([^」』\"”>》】]{3,24})[」』\"”>》】]")


def _quoted_parts(text: Folded, firm: Firm) -> Iterator[_Found]:
    """「あご太郎」 of the brand 生月あご太郎: a piece of a known name that is set in quotation marks."""
    for found in _QUOTED.finditer(text.key):
        start, end = found.span(1)
        said = re.sub(r"[\s・]", "", found.group(1))
        if len(said) < 3 or said in trade_words() or rarity(text.plain[start:end].strip()) == Rarity.ORDINARY:
            continue
        for name, kind, words in (
            *((word, Kind.BRAND, "brand") for word in firm.known_words),
            (firm.name, Kind.FIRM, "firm.part"),
        ):
            if said in re.sub(r"[\s・]", "", key(name)):
                yield _Found(start, end, kind, True, words)


def _own_bank(text: Folded, firm: Firm) -> Iterator[_Found]:
    name = re.sub(r"\s", "", plain(firm.bank_name))
    form = next((form for form in _BANK_FORMS if name.endswith(form)), "")
    own = name.removesuffix(form)
    if name:
        for hit in name_of(name).find(text):
            if hit.whole:
                yield _Found(hit.start, hit.end, Kind.BANK, True, "bank")
        for found in _other_forms(own).finditer(text.key) if own and form else ():
            yield _Found(*found.span(), Kind.BANK, True, "bank")
    branch = re.sub(r"\s", "", plain(firm.branch_name))
    if branch and branch not in ("本店", "本部", "本店営業部", "営業部", "支店"):
        if not re.search(r"(?:支店|出張所|営業部|営業所|本店|店)$", branch):
            branch += "支店"
        for hit in name_of(branch).find(text):
            if hit.whole:
                yield _Found(hit.start, hit.end, Kind.BANK, True, "bank.branch")


def _settled(found: list[_Found]) -> list[_Found]:
    """Sorted; of those that overlap in one kind one remains, and what lies inside a longer give-away is left out."""
    found.sort(key=lambda one: (one.start, -one.end, not one.sure))
    joined: list[_Found] = []
    for kind in dict.fromkeys(one.kind for one in found):
        last: _Found | None = None
        for one in (one for one in found if one.kind == kind):
            if last and one.start < last.end:
                better = last if (last.sure, last.end - last.start) >= (one.sure, one.end - one.start) else one
                last = _Found(last.start, max(last.end, one.end), kind, last.sure or one.sure, better.words)
                joined[-1] = last
            else:
                last = one
                joined.append(one)
    joined.sort(key=lambda one: (one.start, -one.end))
    return [one for one in joined if not any(_covers(other, one) for other in joined)]


def _covers(other: _Found, one: _Found) -> bool:
    if other is one or not (other.start <= one.start and one.end <= other.end):
        return False
    if (other.start, other.end) == (one.start, one.end):
        return (other.sure, _RANK[other.kind]) > (one.sure, _RANK[one.kind])
    return other.sure or not one.sure


_RANK = {kind: -place for place, kind in enumerate(Kind)}
