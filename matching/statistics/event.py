"""The figures of one event: firms and seniors, interviews and what came of them, planned beside actual."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from events.models import Attendance, Entry, EntryState, Event, Participation, ParticipationState
from institutions.categories import Category
from matching.models import (
    Answer,
    Interview,
    Result,
    ResultState,
    SecondInterview,
    SecondInterviewState,
    Side,
    Support,
    SupportState,
    Wish,
)
from matching.statistics.funnel import Funnel, funnel, with_outcomes
from matching.statistics.rate import Figure, Rate

# Fewer answers of a side than this are not broken down: a single sealed answer could be read from the table.
LEAST_ANSWERS = 3


def event_funnel(event: Event) -> Funnel:
    """The funnel of one event's pairs, in one query."""
    return funnel(Entry.objects.filter(event=event))


@dataclass(frozen=True)
class Attended:
    """Firms or seniors of one event: how many were planned, registered, due for an interview, and had one."""

    planned: int | None
    registered: int
    withdrawn: int
    invited: int
    came: int


def _attended(rows: QuerySet, planned: int | None, key: str) -> Attended:
    """`key` names the path from an entry to these rows."""
    pairs = Entry.objects.filter(**{key: OuterRef("pk")})
    published = Interview.objects.filter(entry=OuterRef("pk"), is_published=True)
    held = Result.objects.filter(entry=OuterRef("pk"), state=ResultState.HELD)
    found = rows.annotate(
        is_invited=Exists(pairs.filter(Exists(published))), has_met=Exists(pairs.filter(Exists(held)))
    ).aggregate(
        registered=Count("pk", filter=Q(state=ParticipationState.REGISTERED)),
        withdrawn=Count("pk", filter=Q(state=ParticipationState.WITHDRAWN)),
        invited=Count("pk", filter=Q(is_invited=True)),
        came=Count("pk", filter=Q(has_met=True)),
    )
    return Attended(planned=planned, **found)


@dataclass(frozen=True)
class EventFigures:
    """All that is told of one event, besides its funnel."""

    firms: Attended
    seniors: Attended
    entries: int
    seniors_with_entry: int
    planned_interviews: int
    results: dict[str, int]  # ResultState -> pairs
    seconds_agreed: int
    supports: int
    finished: int
    continued: int
    firms_with_support: int

    @property
    def held(self) -> int:
        return self.results.get(ResultState.HELD, 0)

    @property
    def rates(self) -> tuple[Rate, ...]:
        absent = self.results.get(ResultState.SENIOR_ABSENT, 0) + self.results.get(ResultState.COMPANY_ABSENT, 0)
        return (
            Rate("面談の実施率", self.held, self.planned_interviews, "実施した面談 ÷ 公開した時間割の面談。"),
            Rate("欠席の割合", absent, self.planned_interviews, "どちらかが欠席した面談 ÷ 公開した時間割の面談。"),
            Rate("支援成立の率(組)", self.supports, self.held, "支援が成立した組 ÷ 面談を実施した組。"),
            Rate(
                "支援成立の率(社)",
                self.firms_with_support,
                self.firms.came,
                "支援が1組でも成立した企業 ÷ 面談を実施した企業。同じ企業は1社と数えます。",
            ),
            Rate("支援の完了率", self.finished, self.supports, "完了か契約継続になった支援 ÷ 成立した支援。"),
            Rate("契約継続の率", self.continued, self.supports, "自分たちで契約を続けた支援 ÷ 成立した支援。"),
        )

    @property
    def figures(self) -> tuple[Figure, ...]:
        firms, seniors = self.firms, self.seniors
        return (
            Figure("企業(予定)", firms.planned, "社", "交流会の設定に書かれた予定の数。"),
            Figure("企業(登録)", firms.registered, "社", "参加登録した企業。辞退を除く。"),
            Figure("企業(辞退)", firms.withdrawn, "社", "登録のあとで辞退した企業。"),
            Figure("企業(面談を実施)", firms.came, "社", "面談を1件でも実施した企業。"),
            Figure("新現役(予定)", seniors.planned, "人", "交流会の設定に書かれた予定の数。"),
            Figure("新現役(登録)", seniors.registered, "人", "参加登録した人。辞退を除く。"),
            Figure("新現役(面談の予定)", seniors.invited, "人", "公開した時間割に面談がある人。"),
            Figure("新現役(面談を実施)", seniors.came, "人", "面談を1件でも実施した人。"),
            Figure("希望(延べ)", self.entries, "件", "希望の数。1人が3社を希望すれば3件。取り下げを除く。"),
            Figure("希望した新現役(実人数)", self.seniors_with_entry, "人", "希望を1件でも出した人。"),
            Figure("面談(予定)", self.planned_interviews, "件", "公開した時間割の面談。"),
            *(Figure(f"面談({ResultState(s).label})", n, "件", "当日の記録。") for s, n in self.results.items()),
            Figure("面談(結果の記録なし)", self.unrecorded, "件", "時間割にあり、結果がまだ記録されていない面談。"),
            Figure("二次面談に進んだ組", self.seconds_agreed, "組", "二次面談の調整に進んだ組。見送りを除く。"),
            Figure("支援成立", self.supports, "組", "支援が成立したと記録された組。"),
            Figure("支援が成立した企業", self.firms_with_support, "社", "同じ企業は1社と数えます。"),
            Figure("支援完了", self.finished, "組", "完了か契約継続になった支援。"),
            Figure("契約継続", self.continued, "組", "自分たちで契約を続けた支援。"),
        )

    @property
    def unrecorded(self) -> int:
        return max(0, self.planned_interviews - sum(self.results.values()))


def event_figures(event: Event) -> EventFigures:
    """Everything counted of one event, in seven queries, whatever its size."""
    entries = Entry.objects.filter(event=event)
    live = entries.exclude(state=EntryState.WITHDRAWN).aggregate(n=Count("pk"), who=Count("senior", distinct=True))
    results = dict(
        Result.objects.filter(entry__event=event).values_list("state").annotate(Count("pk")).order_by("state")
    )
    supports = Support.objects.filter(entry__event=event).aggregate(
        all=Count("pk"),
        finished=Count("pk", filter=Q(state__in=[SupportState.FINISHED, SupportState.CONTINUED])),
        continued=Count("pk", filter=Q(state=SupportState.CONTINUED)),
        firms=Count("entry__company", distinct=True),
    )
    seconds = SecondInterview.objects.filter(entry__event=event).exclude(state=SecondInterviewState.CALLED_OFF)
    return EventFigures(
        firms=_attended(Participation.objects.filter(event=event), event.planned_companies, "participation"),
        seniors=_attended(Attendance.objects.filter(event=event), event.planned_seniors, "attendance"),
        entries=live["n"],
        seniors_with_entry=live["who"],
        planned_interviews=Interview.objects.filter(event=event, is_published=True).count(),
        results={state: results[state] for state in ResultState.values if state in results},
        seconds_agreed=seconds.count(),
        supports=supports["all"],
        finished=supports["finished"],
        continued=supports["continued"],
        firms_with_support=supports["firms"],
    )


@dataclass(frozen=True)
class Group:
    """One line of a table by institution or by category. Answers are not told here: few pairs would betray single ones."""

    name: str
    firms: int
    entries: int
    planned: int
    held: int
    supports: int


def by_institution(event: Event) -> list[Group]:
    """One line for each bank that brings a firm, in the order of their readings; one query."""
    return _groups(event, lambda row: [row["institution__name"]])


def by_category(event: Event) -> list[Group]:
    """An issue with two categories counts in both lines."""
    order = {category.label: place for place, category in enumerate(Category)}
    groups = _groups(event, lambda row: [Category(code).label for code in row["issue__categories"]])
    return sorted(groups, key=lambda group: order[group.name])


def _groups(event: Event, names_of) -> list[Group]:
    columns = ("institution__name", "issue__categories", "company_id", "is_planned", "is_held", "is_supported")
    rows = with_outcomes(Entry.objects.filter(event=event)).values(*columns).order_by("institution__name_kana", "pk")
    firms: dict[str, set] = defaultdict(set)
    counts: dict[str, Counter] = defaultdict(Counter)
    for row in rows:
        for name in names_of(row):
            firms[name].add(row["company_id"])
            counts[name].update(
                entries=1,
                planned=row["is_planned"],
                held=row["is_planned"] and row["is_held"],
                supports=row["is_supported"],
            )
    return [Group(name, len(firms[name]), **_plain(count)) for name, count in counts.items()]


def _plain(count: Counter) -> dict[str, int]:
    return {name: int(count[name]) for name in ("entries", "planned", "held", "supports")}


@dataclass(frozen=True)
class Answers:
    """How one side answered, summed up; `counts` is None where too few answered to keep single answers sealed."""

    side: str
    total: int
    counts: dict[str, int] | None


def answers(event: Event) -> list[Answers]:
    """Both sides' answers, the firms' first; one query."""
    found: dict[str, Counter] = defaultdict(Counter)
    for side, wish, n in Answer.objects.filter(entry__event=event).values_list("side", "wish").annotate(Count("pk")):
        found[side][wish] = n
    told = []
    for side in Side:
        total = sum(found[side].values())
        counts = {wish.label: found[side][wish] for wish in Wish} if total >= LEAST_ANSWERS else None
        told.append(Answers(side.label, total, counts))
    return told


def last_recorded(event: Event) -> dt.datetime | None:
    """When something was last typed in about the day and after: as of when the figures stand."""
    moments = [
        model.objects.filter(entry__event=event).aggregate(at=Max("recorded_at"))["at"]
        for model in (Result, Answer, SecondInterview, Support)
    ]
    return max((moment for moment in moments if moment), default=None)
