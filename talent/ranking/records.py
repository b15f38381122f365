"""What the ranking reads. There is no field for age, sex or an address: what is not here cannot count."""

from dataclasses import dataclass

CATEGORIES = (
    "STRATEGY", "OVERSEAS", "IT", "SALES", "DEVELOPMENT", "PRODUCTION", "LOGISTICS", "FINANCE", "HR", "LEGAL",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Issue:
    id: str
    categories: tuple[str, ...] = ()
    title: str = ""
    body: str = ""
    wanted_profile: str = ""
    industry: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Speciality:
    category: str
    years: float | None = None


@dataclass(frozen=True, slots=True)
class Career:
    industry: str = ""
    department: str = ""
    position: str = ""
    years: float | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Senior:
    id: str
    specialities: tuple[Speciality, ...] = ()
    careers: tuple[Career, ...] = ()
    qualifications: tuple[str, ...] = ()
    strengths: str = ""
    achievements: str = ""
    regions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """What came of a senior's earlier interviews: numbers, never names."""

    interviews: int = 0
    second_interviews: int = 0
    supports: int = 0
