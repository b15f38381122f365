"""The shapes of the written texts: what a firm is troubled by and what a senior has done.

Every text is invented. Money is in 万円, `region` names a kind of place (see `places.py`), not a real address.
"""

from dataclasses import dataclass

CATEGORIES = {
    "STRATEGY": "経営企画・戦略立案",
    "OVERSEAS": "海外展開・国際化",
    "IT": "情報化・IT活用",
    "SALES": "販売・マーケティング",
    "DEVELOPMENT": "技術・製品開発",
    "PRODUCTION": "生産管理",
    "LOGISTICS": "物流管理",
    "FINANCE": "経理・財務管理",
    "HR": "人事・労務管理",
    "LEGAL": "法務・特許",
}


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm's name in its parts; `form` holds `*` where the bare name stands (株式会社* or *株式会社)."""

    form: str
    core: str
    core_kana: str
    kind: str
    kind_kana: str

    @property
    def short(self) -> str:
        return self.core + self.kind

    @property
    def name(self) -> str:
        return self.form.replace("*", f" {self.short} ").strip()

    @property
    def kana(self) -> str:
        return self.core_kana + self.kind_kana


@dataclass(frozen=True, slots=True)
class IssueText:
    """One firm's trouble as heard at its table, and the anonymised face that seniors read."""

    key: str
    categories: tuple[str, ...]
    topics: tuple[str, ...]
    firm: Firm
    trade: str
    division: str
    region: str
    employees: int
    capital: int
    sales: int
    business: str
    title: str
    background: str
    body: str
    expected_support: str
    wanted_profile: str
    goal: str
    questions: tuple[str, str, str]
    confidential_note: str
    public_title: str
    public_summary: str
    reveals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One employer in a career; `size` is one of MICRO SMALL MID LARGE GIANT (20, 100, 300, 2,000 people and more)."""

    company: str
    industry: str
    size: str
    department: str
    position: str
    years: int
    summary: str


@dataclass(frozen=True, slots=True)
class CareerText:
    """A senior's working life; `fits` and `near_misses` are keys of issues, judged by reading both."""

    key: str
    headline: str
    specialities: tuple[tuple[str, int], ...]
    jobs: tuple[Job, ...]
    strengths: str
    achievements: str
    pr: str
    born: tuple[int, int]
    prefecture: str
    fits: tuple[str, ...]
    near_misses: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    overseas: str = ""
