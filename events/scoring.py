"""What an entry is worth to the planner: the senior's own order first, then how well speciality and issue agree. Pure."""

from collections.abc import Iterable, Mapping

FIRST, STEP, LEAST = 100, 10, 10
FIT = 50
PER_TEN_YEARS, MOST_FOR_YEARS = 5, 20


def score(preference: int, categories: Iterable[str], specialities: Mapping[str, int | None]) -> int:
    """Points of an entry, 10 to 170.

    * the order: 100 for the first wish, 10 less for each further one, never below 10;
    * the fit: up to 50 for the share of the issue's categories that are among the senior's specialities;
    * experience: 5 per full ten years in the longest of those specialities, up to 20.

    `specialities` maps a category to its years (None: not stated). Where a person decided otherwise, the workbook's column 点 wins.
    """
    if preference < 1:
        raise ValueError("希望順位は1以上です。")
    wanted = set(categories)
    common = wanted & specialities.keys()
    order = max(LEAST, FIRST - STEP * (preference - 1))
    fit = round(FIT * len(common) / len(wanted)) if wanted else 0
    years = max((specialities[one] or 0 for one in common), default=0)
    return order + fit + min(MOST_FOR_YEARS, years // 10 * PER_TEN_YEARS)
