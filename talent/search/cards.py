"""The people of a page of results, each with why she was found; and a few of them side by side."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from institutions.industries import Industry, industry_of
from talent.models import Senior, Standing, Weekday
from talent.search.asking import Asked
from talent.search.facets import ONLINE
from talent.search.passages import Passage, passages
from talent.search.texts import Profile, texts_of


@dataclass(frozen=True, slots=True)
class Card:
    senior: Senior
    standing: Standing
    passages: list[Passage]

    @property
    def standing_words(self) -> str:
        return standing_words(self.standing)

    @property
    def trades(self) -> list[str]:
        """The trades of her choice and of her careers, as the facet has them."""
        known = [industry_of(career.industry) for career in self.senior.careers.all() if career.industry]
        return [str(Industry(one).label) for one in dict.fromkeys([*self.senior.industries, *filter(None, known)])]

    @property
    def weekdays(self) -> str:
        return "・".join(label for value, label in Weekday.choices if value in self.senior.weekdays)

    @property
    def places(self) -> list[str]:
        senior = self.senior
        online = [ONLINE] if senior.online_ok else []
        return list(dict.fromkeys(filter(None, (senior.prefecture, *senior.regions, *online))))


def standing_words(standing: Standing) -> str:
    if not standing.events and not standing.interviews:
        return "まだ参加なし"
    counts = (
        ("参加", standing.events),
        ("面談", standing.interviews),
        ("二次面談", standing.second_interviews),
        ("支援", standing.supports),
    )
    return " ".join(f"{word}{count}回" for word, count in counts if count or word in ("参加", "面談"))


def cards_of(user, seniors: Collection[UUID], asked: Asked) -> list[Card]:
    """In the order of the keys. Five queries, however many."""
    rows = {one.pk: one for one in _with_parts(Senior.objects.visible_to(user).filter(pk__in=seniors))}
    standings = _standings(user, rows)
    return [
        Card(rows[pk], standings.get(pk, Standing()), passages(texts_of(Profile.of(rows[pk])), asked))
        for pk in seniors
        if pk in rows
    ]


def compared(user, ids: Iterable[str]) -> list[Card]:
    """Those of the ids who are there, in their order; what is no key is left out."""
    keys = list(dict.fromkeys(key for one in ids if (key := _key(one))))
    return cards_of(user, keys, Asked())


def _with_parts(rows: QuerySet[Senior]) -> QuerySet[Senior]:
    return rows.prefetch_related("careers", "specialities", "qualifications")


def _standings(user, seniors: Iterable[UUID]) -> dict[UUID, Standing]:
    return {one.senior_id: one for one in Standing.objects.visible_to(user).filter(senior__in=list(seniors))}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
