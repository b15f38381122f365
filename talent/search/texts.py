"""What of a senior can be found: every text with where it stands, and whether she is known for it. Index and passages read the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from institutions.industries import Industry
from institutions.topics import Topic
from talent.models import Career, Qualification, Senior, Speciality


@dataclass(frozen=True, slots=True)
class Text:
    place: str
    text: str
    is_top: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A senior with the rows that belong to her; reading it asks for nothing more."""

    senior: Senior
    careers: Iterable[Career]
    specialities: Iterable[Speciality]
    qualifications: Iterable[Qualification]

    @classmethod
    def of(cls, senior: Senior) -> "Profile":
        """The rows must be prefetched where there are many."""
        return cls(senior, senior.careers.all(), senior.specialities.all(), senior.qualifications.all())


def texts_of(profile: Profile) -> Iterator[Text]:
    """In the order in which a passage is looked for."""
    senior = profile.senior
    yield Text("ひとこと", senior.headline, True)
    yield Text("得意な支援", senior.strengths)
    for career in profile.careers:
        head = (career.company_name, career.industry, career.department, career.position)
        yield Text("職歴", " ".join(filter(None, head)), True)
        yield Text("職歴", career.summary)
    yield Text("実績", senior.achievements)
    yield Text("自己紹介", senior.introduction)
    yield Text("資格", "、".join(one.name for one in profile.qualifications), True)
    yield Text("専門分野", "、".join(one.get_category_display() for one in profile.specialities), True)
    yield Text("支援できるテーマ", _labels(Topic, senior.topics), True)
    yield Text("くわしい業種", _labels(Industry, senior.industries), True)
    yield Text("語学", senior.languages, True)
    yield Text("海外勤務", senior.overseas, True)
    yield Text("地域", "、".join(dict.fromkeys(filter(None, (senior.prefecture, *senior.regions)))))


def _labels(kind: type[Topic] | type[Industry], values: Iterable[str]) -> str:
    known = dict(kind.choices)
    return "、".join(known.get(value, value) for value in values)
