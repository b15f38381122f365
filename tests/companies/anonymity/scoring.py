"""How the labelled texts are read and counted."""

import re
from collections.abc import Iterable

from companies.anonymity import Finding, Firm, check
from tests.companies.anonymity.firms import FIRMS

YEAR = 2026
Labelled = Iterable[tuple[str, str]]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without ⟦ ⟧ and the places that stood between them."""
    text, places = "", []
    for number, piece in enumerate(re.split("[⟦⟧]", marked)):
        if number % 2:
            places.append((len(text), len(text) + len(piece)))
        text += piece
    return text, places


def findings(firm: str | Firm, text: str) -> tuple[Finding, ...]:
    return check(FIRMS[firm] if isinstance(firm, str) else firm, {"public_summary": text}, year=YEAR)


def missed(planted: Labelled, *, sure: bool = False) -> list[str]:
    """Give-aways that no finding touches; with `sure`, that no give-away touches."""
    out = []
    for firm, marked in planted:
        text, places = unmarked(marked)
        found = [f for f in findings(firm, text) if not sure or f.certainty == "giveaway"]
        out += [
            f"{firm}: {text[a:b]!r} in {text}" for a, b in places if not any(f.start < b and f.end > a for f in found)
        ]
    return out


def false_alarms(clean: Labelled, *, sure: bool = False) -> list[str]:
    """Clean texts with any finding; with `sure`, with a give-away."""
    out = []
    for firm, text in clean:
        found = [f for f in findings(firm, text) if not sure or f.certainty == "giveaway"]
        if found:
            out.append(f"{firm}: " + " / ".join(f"{f.text!r} {f.kind} {f.certainty}" for f in found))
    return out
