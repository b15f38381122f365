"""The bridge between our rows and the pure ranking: seniors for an issue, open issues for a senior, with the reasons.

The office's register is prepared once in a process and kept until a note on any change of a senior says that it is old: every change
leaves a note, however it was made (institutions/history.py).
"""

import datetime as dt
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Max

from companies.models import Issue, IssueBrief
from events.importing.regions import prefectures_of
from institutions.industries import Industry
from institutions.topics import Topic
from talent import ranking
from talent.models import Career, Qualification, Senior, SeniorState, Speciality, Standing

WAIT_OF_A_WISH = 120  # days: a wish that came to nothing since the last interview counts like four months of waiting
LABELS = {
    "speciality": "専門分野",
    "industry": "業種の近さ",
    "words": "共通する内容",
    "role": "その人の立場",
    "size": "企業の規模",
    "region": "地域",
    "availability": "日程",
    "outcomes": "これまでの成果",
    "waiting": "面談を待った方",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One summand of the score, with a sentence of either record where there is one."""

    label: str
    points: float
    share: float  # of the largest part of this list, 0 to 100, for a bar
    of_issue: str
    of_senior: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    place: int
    subject: Senior | IssueBrief
    score: float
    parts: tuple[Part, ...]
    against: tuple[str, ...]
    standing: Standing | None = None


# --- The register, prepared ---------------------------------------------------------------------------------------------
_kept: tuple[tuple, "ranking.Register"] | None = None
_preparing = threading.Lock()


def register() -> "ranking.Register":
    """Everybody who is active, prepared for ranking. For the office's eyes: it holds the whole register."""
    global _kept
    now = _version()
    with _preparing:
        if _kept is None or _kept[0] != now:
            _kept = (now, ranking.Register(_active()))
        return _kept[1]


def _version() -> tuple:
    """The number of the last note about each table that the ranking reads, and the database they are in."""
    told = [
        model.pgh_event_model.objects.aggregate(last=Max("pgh_id"))["last"]
        for model in (Senior, Career, Speciality, Qualification)
    ]
    return (connection.settings_dict["NAME"], Senior.objects.filter(state=SeniorState.ACTIVE).count(), *told)


def _active() -> list["ranking.Senior"]:
    return _records(Senior.objects.filter(state=SeniorState.ACTIVE))


def _records(seniors) -> list["ranking.Senior"]:
    """Four queries for any number of seniors. Neither names nor ages are asked for."""
    keys = seniors.order_by().values("pk")
    careers = _grouped(
        Career.objects.filter(senior__in=keys).order_by("senior_id", "position_in_list", "id"),
        ("industry", "department", "position", "from_year", "to_year", "summary"),
        lambda industry, department, position, begun, ended, summary: ranking.Career(
            industry, department, position, ended - begun if begun and ended else None, summary
        ),
    )
    specialities = _grouped(
        Speciality.objects.filter(senior__in=keys).order_by("senior_id", "-years", "category"),
        ("category", "years"),
        ranking.Speciality,
    )
    qualifications = _grouped(
        Qualification.objects.filter(senior__in=keys).order_by("senior_id", "name"), ("name",), lambda name: name
    )
    columns = ("pk", "strengths", "achievements", "regions", "industries", "topics")
    return [
        ranking.Senior(
            id=str(pk),
            specialities=specialities.get(pk, ()),
            careers=careers.get(pk, ()),
            qualifications=qualifications.get(pk, ()),
            strengths="。".join(filter(None, [strengths, "、".join(Topic(one).label for one in topics)])),
            achievements=achievements,
            regions=tuple(regions),
            industries=tuple(Industry(one).label for one in industries),
        )
        for pk, strengths, achievements, regions, industries, topics in seniors.order_by("pk").values_list(*columns)
    ]


def _grouped(rows, columns: Sequence[str], make) -> dict[UUID, tuple]:
    found: dict[UUID, list] = {}
    for senior, *values in rows.values_list("senior_id", *columns):
        found.setdefault(senior, []).append(make(*values))
    return {senior: tuple(made) for senior, made in found.items()}


# --- Seniors for an issue -----------------------------------------------------------------------------------------------
def issue_record(issue: Issue) -> "ranking.Issue":
    company = issue.company
    return ranking.Issue(
        id=str(issue.pk),
        categories=tuple(issue.categories),
        title=issue.title,
        body="\n".join(filter(None, [issue.body, issue.expected_support, issue.goal])),
        wanted_profile=issue.wanted_profile,
        industry=company.industry,
        region=company.prefecture,
    )


def brief_record(brief: IssueBrief, senior: Senior) -> "ranking.Issue":
    """What the senior herself may read: the anonymised face. Its wide region is hers where one of her prefectures lies in it."""
    own = set(senior.regions) & prefectures_of(brief.region)
    return ranking.Issue(
        id=str(brief.pk),
        categories=tuple(brief.categories),
        title=brief.public_title,
        body=brief.public_summary,
        wanted_profile="",
        industry=brief.trade,
        region=min(own, default=""),
    )


def rank_seniors(issue: Issue, on: dt.date | None = None) -> list["ranking.Ranked"]:
    """All active seniors for an issue, best first. With a day, who cannot come then or has had her fill is behind."""
    return ranking.rank(issue_record(issue), register(), _beside(on))


def _beside(on: dt.date | None) -> "ranking.Beside":
    rows = Standing.objects.values_list("senior_id", "interviews", "second_interviews", "supports", "waiting")
    known = [(str(senior), *counts) for senior, *counts in rows]
    return ranking.Beside(
        history={senior: ranking.History(met, second, supports) for senior, met, second, supports, _ in known},
        waiting_days={senior: WAIT_OF_A_WISH * waiting for senior, *_, waiting in known},
        available=None,
    )


def suggest_seniors(issue: Issue, ranked: Iterable["ranking.Ranked"], first: int) -> list[Suggestion]:
    """Those of one page with their rows and reasons; `first` is the place of the first."""
    ranked = list(ranked)
    seniors = Senior.objects.in_bulk([UUID(one.id) for one in ranked])
    standings = Standing.objects.in_bulk(seniors.keys())
    record, prepared = issue_record(issue), register()
    return [
        _suggestion(
            place, seniors[UUID(one.id)], one, ranking.explain(record, prepared, one), standings.get(UUID(one.id))
        )
        for place, one in enumerate(ranked, start=first)
        if UUID(one.id) in seniors
    ]


def suggest_briefs(senior: Senior, briefs: Iterable[IssueBrief]) -> list[Suggestion]:
    """Open issues for a senior, best first, with the reasons: by what she herself may read."""
    prepared = ranking.Register(_records(Senior.objects.filter(pk=senior.pk)))
    found = []
    for brief in briefs:
        record = brief_record(brief, senior)
        (one,) = ranking.rank(record, prepared)
        found.append((one, brief, ranking.explain(record, prepared, one)))
    found.sort(key=lambda three: (-three[0].score, three[1].open_until, three[1].pk))
    return [_suggestion(n, brief, one, why) for n, (one, brief, why) in enumerate(found, start=1)]


def _suggestion(place, subject, one, why, standing=None) -> Suggestion:
    largest = max((abs(points) for points in one.parts.values()), default=0.0)
    said = {reason.part: reason for reason in why.reasons}
    parts = tuple(
        Part(
            LABELS[name],
            points,
            round(100 * abs(points) / largest, 1) if largest else 0.0,
            said[name].of_issue if name in said else "",
            said[name].of_senior if name in said else "",
        )
        for name, points in one.parts.items()
        if points
    )
    return Suggestion(place, subject, one.score, parts, tuple(why.against), standing)
