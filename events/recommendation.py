"""The bridge between our rows and the pure ranking: seniors for an issue, open issues for a senior, with the reasons.

The office's register is prepared once in a process and kept until a note on any change of a senior says that it is old: every change
leaves a note, however it was made (institutions/history.py).
"""

import datetime as dt
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection
from django.db.models import Max

from companies.models import Issue, IssueBrief
from companies.regions import prefectures_of
from institutions.industries import Industry
from institutions.topics import Topic
from talent import ranking
from talent.availability import available_on
from talent.models import Career, Qualification, Senior, SeniorState, Speciality, Standing

WAIT_OF_A_WISH = 120  # days: a wish that came to nothing since the last interview counts like four months of waiting


@dataclass(frozen=True, slots=True)
class Part:
    """One summand of the score, with a sentence of either record where there is one."""

    name: str
    label: str
    points: float
    share: float  # of the largest part of this list, 0 to 100, for a bar
    says: str
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
    can = ("strengths", "topics", "introduction")
    has_done = ("achievements", "headline", "overseas", "languages")
    rows = seniors.order_by("pk").values_list("pk", "regions", "industries", *can, *has_done)
    return [
        ranking.Senior(
            id=str(pk),
            specialities=specialities.get(pk, ()),
            careers=careers.get(pk, ()),
            qualifications=qualifications.get(pk, ()),
            strengths=_one_after_another(strengths, "、".join(Topic(one).label for one in topics), introduction),
            achievements=_one_after_another(*done),
            regions=tuple(regions),
            industries=tuple(Industry(one).label for one in industries),
        )
        for pk, regions, industries, strengths, topics, introduction, *done in rows
    ]


def _one_after_another(*texts: str) -> str:
    return "。".join(filter(None, texts))


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


def brief_record(brief: IssueBrief, senior: Senior | None) -> "ranking.Issue":
    """What the senior herself may read: the anonymised face. Its wide region is hers where one of her prefectures lies in it."""
    own = set(senior.regions if senior else ()) & prefectures_of(brief.region)
    return ranking.Issue(
        id=str(brief.pk),
        categories=tuple(brief.categories),
        title=brief.public_title,
        body=brief.public_summary,
        wanted_profile="",
        industry=brief.trade,
        region=min(own, default=""),
    )


def rank_seniors(issue: Issue, on: dt.date | None = None, among=None) -> list["ranking.Ranked"]:
    """All active seniors for an issue, best first. With a day, who cannot come then or has had her fill is behind."""
    return ranking.rank(issue_record(issue), among or register(), _beside(on))


def _beside(on: dt.date | None) -> "ranking.Beside":
    rows = Standing.objects.values_list("senior_id", "interviews", "second_interviews", "supports", "waiting")
    known = [(str(senior), *counts) for senior, *counts in rows]
    return ranking.Beside(
        history={senior: ranking.History(met, second, supports) for senior, met, second, supports, _ in known},
        waiting_days={senior: WAIT_OF_A_WISH * waiting for senior, *_, waiting in known},
        available=_available(on) if on else None,
    )


def _available(on: dt.date) -> dict[str, bool]:
    """Who cannot come that day: False."""
    active = Senior.objects.filter(state=SeniorState.ACTIVE)
    can = available_on(on, active).values("pk")
    return {str(pk): False for pk in active.exclude(pk__in=can).values_list("pk", flat=True)}


def suggest_seniors(issue: Issue, ranked: Iterable["ranking.Ranked"], first: int, among=None) -> list[Suggestion]:
    """Those of one page with their rows and reasons; `first` is the place of the first, `among` the register they were ranked in."""
    ranked = list(ranked)
    seniors = Senior.objects.in_bulk([UUID(one.id) for one in ranked])
    standings = Standing.objects.in_bulk(seniors.keys())
    prepared = among or register()
    query = ranking.prepare(issue_record(issue), prepared)
    records = dict(zip(prepared.ids, prepared.seniors, strict=True))
    return [
        _suggestion(
            place,
            seniors[UUID(one.id)],
            one,
            ranking.explain(query, records[one.id], one),
            standings.get(UUID(one.id)),
        )
        for place, one in enumerate(ranked, start=first)
        if UUID(one.id) in seniors and one.id in records
    ]


# --- Issues for a senior ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Fits:
    """Open issues for one senior, best first. Reasons are made for those of a page."""

    record: "ranking.Senior"
    queries: dict[str, object]
    briefs: dict[str, IssueBrief]
    ranked: Sequence["ranking.Ranked"]

    def suggest(self, ranked: Iterable["ranking.Ranked"], first: int) -> list[Suggestion]:
        return [
            _suggestion(place, self.briefs[one.id], one, ranking.explain(self.queries[one.id], self.record, one))
            for place, one in enumerate(ranked, start=first)
        ]

    def lines(self, ranked: Iterable["ranking.Ranked"]) -> list[tuple[IssueBrief, str]]:
        """With each issue one line to her why it may suit her; "" where nothing speaks for it."""
        return [(found.subject, _line(found, self.record)) for found in self.suggest(ranked, 1)]


def _line(suggestion: Suggestion, senior: "ranking.Senior") -> str:
    good = {part.name: part.says for part in suggestion.parts if part.points > 0}
    own = {one.category for one in senior.specialities} & set(suggestion.subject.categories)
    field = "あなたの専門分野です" if own else "あなたの専門に近い分野です" if "speciality" in good else ""
    shared = f"あなたの経歴と共通: {good['words']}" if good.get("words") else ""
    return "。".join(filter(None, [field, shared, good.get("industry")]))


def rank_briefs(senior: Senior, briefs: Iterable[IssueBrief], among: Iterable[IssueBrief] | None = None) -> Fits:
    """By what she herself may read, for her as for the office: how rare a word is, the open issues (`among`) themselves say,
    for the register is not hers to read. Those of the same score: the one that closes first."""
    (record,) = _records(Senior.objects.filter(pk=senior.pk))
    rows = {str(brief.pk): brief for brief in briefs}
    others = list(rows.values() if among is None else among)
    prepared = _prepared(tuple(sorted(map(_texts, others))), rows.values())
    queries = {key: replace(prepared[key], issue=brief_record(brief, senior)) for key, brief in rows.items()}
    ranked = ranking.rank_issues(record, list(queries.values()))
    ranked.sort(key=lambda one: (-one.score, rows[one.id].open_until, one.id))
    return Fits(record, queries, rows, ranked)


_queries: tuple[tuple, dict[tuple, object]] = ((), {})


def _prepared(texts: tuple[str, ...], briefs: Iterable[IssueBrief]) -> dict[str, object]:
    """The issues as queries. Kept as long as the open ones stay as they are: nothing of a senior is in them."""
    global _queries
    kept = _queries[1] if _queries[0] == texts else {}
    background = ranking.Background(texts)
    found = {}
    for brief in briefs:
        key = (str(brief.pk), tuple(brief.categories), _texts(brief))
        if key not in kept:
            kept[key] = ranking.prepare(brief_record(brief, None), background)
        found[str(brief.pk)] = kept[key]
    _queries = (texts, kept)
    return found


def _texts(brief: IssueBrief) -> str:
    return "\n".join((brief.public_title, brief.public_summary, brief.trade))


def _suggestion(place, subject, one, why, standing=None) -> Suggestion:
    largest = max((abs(points) for points in one.parts.values()), default=0.0)
    parts = tuple(
        Part(
            reason.part,
            reason.label,
            reason.points,
            round(100 * abs(reason.points) / largest, 1) if largest else 0.0,
            reason.says,
            reason.issue_says,
            reason.senior_says,
        )
        for reason in why.reasons
    )
    return Suggestion(place, subject, one.score, parts, tuple(why.against), standing)


def fits_among(issues: Iterable[Issue], seniors: Iterable[UUID]) -> dict[tuple[UUID, UUID], float]:
    """(issue, senior) -> how well she fits it, among these alone: a constant number of queries, for a few dozen of each."""
    prepared = ranking.Register(_records(Senior.objects.filter(pk__in=list(seniors))))
    beside = _beside(None)
    return {
        (issue.pk, UUID(one.id)): one.score
        for issue in issues
        for one in ranking.rank(issue_record(issue), prepared, beside)
    }
