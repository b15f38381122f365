"""From the entry to the support, in pairs of firm and senior: one unit from the first step to the last."""

from dataclasses import dataclass

from django.db.models import BooleanField, Count, Exists, OuterRef, Q, QuerySet

from events.models import Entry, EntryState
from matching.models import (
    AGREEING_WISHES,
    Answer,
    Interview,
    Result,
    ResultState,
    SecondInterview,
    SecondInterviewState,
    Side,
    Support,
)
from matching.statistics.rate import Rate


@dataclass(frozen=True)
class Step:
    """One station of the funnel: how many pairs came so far, and what counts as that."""

    name: str
    count: int
    definition: str


@dataclass(frozen=True)
class Funnel:
    """Pairs of firm and senior from the entry to the support; a pair counts in a step only if it passed all before it."""

    steps: tuple[Step, ...]
    supports: int  # all pairs with support, also those for which an earlier step was not recorded
    unit: str = "組"

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(step.name, step.count) for step in self.steps]

    @property
    def outside(self) -> int:
        """Supports that the last step leaves out, because the record of an earlier step is missing."""
        return self.supports - self.steps[-1].count

    @property
    def rates(self) -> tuple[Rate, ...]:
        """Each step over the one before."""
        pairs = zip(self.steps, self.steps[1:], strict=False)
        return tuple(
            Rate(
                f"{before.name}から{after.name}まで",
                after.count,
                before.count,
                f"「{before.name}」の組のうち、「{after.name}」まで進んだ組の割合。",
            )
            for before, after in pairs
        )


STEPS = (
    ("希望", "新現役が企業への面談を希望した組。取り下げを除く。"),
    ("面談の予定", "公開した時間割に面談がある組。"),
    ("面談の実施", "結果が「実施」と記録された組。"),
    ("双方が再会を希望", "企業と新現役の両方が「はい」か「できれば」と答えた組。"),
    ("二次面談の実施", "二次面談が「実施」と記録された組。"),
    ("支援成立", "支援が成立したと記録された組。その後の中止も含む。"),
)


def _outcome(model: type, **fields: object) -> Exists:
    return Exists(model.objects.filter(entry=OuterRef("pk"), **fields))


def with_outcomes(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Marks each entry with what came of it."""
    return entries.exclude(state=EntryState.WITHDRAWN).annotate(
        is_planned=_outcome(Interview, is_published=True),
        is_held=_outcome(Result, state=ResultState.HELD),
        firm_wishes=_outcome(Answer, side=Side.COMPANY, wish__in=AGREEING_WISHES),
        senior_wishes=_outcome(Answer, side=Side.SENIOR, wish__in=AGREEING_WISHES),
        is_second_held=_outcome(SecondInterview, state=SecondInterviewState.HELD),
        is_supported=Exists(Support.objects.filter(entry=OuterRef("pk")), output_field=BooleanField()),
    )


def funnel(entries: QuerySet[Entry]) -> Funnel:
    """The funnel of any set of entries, in one query."""
    planned = Q(is_planned=True)
    held = planned & Q(is_held=True)
    both = held & Q(firm_wishes=True, senior_wishes=True)
    second = both & Q(is_second_held=True)
    supported = second & Q(is_supported=True)
    found = with_outcomes(entries).aggregate(
        all=Count("pk"),
        **{
            name: Count("pk", filter=passed)
            for name, passed in (
                ("planned", planned),
                ("held", held),
                ("both", both),
                ("second", second),
                ("supported", supported),
                ("supports", Q(is_supported=True)),
            )
        },
    )
    counts = [found[name] for name in ("all", "planned", "held", "both", "second", "supported")]
    steps = (Step(name, count, text) for (name, text), count in zip(STEPS, counts, strict=True))
    return Funnel(tuple(steps), supports=found["supports"])
