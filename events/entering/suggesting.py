"""Words to begin with: from what she has registered, put together for one issue, and from what she wrote for earlier ones."""

import re
from collections.abc import Iterable
from uuid import UUID

from companies.models import IssueBrief
from events.entering.standing import LONGEST
from events.models import Entry
from institutions.models import User
from office.erasing import ERASED
from talent.models import Career, Qualification, Senior

CAREERS, QUALIFICATIONS, EARLIER = 2, 3, 8
_WORDS = re.compile(r"[一-龥々]{2,}|[ァ-ヶー]{3,}|[A-Za-z0-9]{2,}")


def words_from_profile(senior: Senior, brief: IssueBrief) -> str:
    """A text that she is to read and change: the careers that share most with the issue, her strengths, what she is qualified for."""
    issue = f"{brief.public_title} {brief.public_summary} {brief.trade}"
    parts = [f"「{brief.public_title}」について、次のことでお力になれると思います。"]
    for career in _fitting(Career.objects.filter(senior=senior), issue):
        where = " ".join(filter(None, (career.company_name, career.department, career.position)))
        parts.append(f"{where}として: {_short(career.summary, 300)}" if career.summary else where)
    if senior.strengths:
        parts.append(f"得意なこと: {_short(senior.strengths, 300)}")
    names = Qualification.objects.filter(senior=senior).values_list("name", flat=True)[:QUALIFICATIONS]
    if names:
        parts.append(f"資格: {'、'.join(names)}")
    return "\n\n".join(parts)[:LONGEST]


def _fitting(careers: Iterable[Career], issue: str) -> list[Career]:
    wanted = _pairs(issue)

    def shared(career: Career) -> int:
        own = f"{career.industry} {career.department} {career.position} {career.summary}"
        return len(_pairs(own) & wanted)

    rows = list(careers)
    best = sorted(rows, key=lambda one: (-shared(one), -(one.years or 0), one.position_in_list))
    return [one for one in best if shared(one)][:CAREERS] or best[:1]


def _pairs(text: str) -> set[str]:
    """Two neighbouring signs of each word of substance: 不良率 and 不良品 share 不良."""
    return {word[n : n + 2] for word in _WORDS.findall(text) for n in range(len(word) - 1)}


def _short(text: str, most: int) -> str:
    """Whole sentences, as many as fit."""
    if len(text) <= most:
        return text
    cut = text[:most]
    return cut[: cut.rfind("。") + 1] or cut


def earlier_texts(user: User, but: UUID | None) -> list[Entry]:
    """Her latest entries for other issues, each text once."""
    rows = Entry.objects.visible_to(user).exclude(issue=but).exclude(proposal_text=ERASED)
    found: dict[str, Entry] = {}
    for entry in rows.order_by("-submitted_at", "pk").defer("score", "selection_reason")[:30]:
        found.setdefault(entry.proposal_text, entry)
    return list(found.values())[:EARLIER]
