"""Who wishes to meet whom at one event: every wish can be judged by reading the two texts."""

import datetime as dt
from random import Random

from events.demo.proposals import proposal
from events.demo.texts import CareerText, IssueText
from events.demo.world import DemoEntry, DemoFirm, DemoSenior
from events.scoring import score

_READ = 15  # points that a person adds who has read both texts and finds that they fit
_PULL = {"fit": 1.0, "near": 0.5, "field": 0.3, "": 0.0}
MOST_WISHES = 4


def fit_of(issue: IssueText, career: CareerText) -> str:
    """ "fit" and "near" as written in the career; "field" where a speciality is the issue's category; else ""."""
    if issue.key in career.fits:
        return "fit"
    if issue.key in career.near_misses:
        return "near"
    return "field" if issue.categories[0] == career.specialities[0][0] else ""


def choose_seniors(rng: Random, firms: list[DemoFirm], seniors: list[DemoSenior], how_many: int) -> list[DemoSenior]:
    """Two good fits for every firm where they exist, then those who suit most firms; in the order of `seniors`."""
    pool = rng.sample(seniors, len(seniors))
    chosen: dict[str, DemoSenior] = {}
    for firm in firms:
        fitting = [one for one in pool if fit_of(firm.issue, one.career) == "fit"]
        for one in fitting[:2]:
            chosen[one.key] = one

    def pull(one: DemoSenior) -> float:
        return sum(_PULL[fit_of(firm.issue, one.career)] for firm in firms) + rng.random() * 0.2

    rest = sorted((one for one in pool if one.key not in chosen), key=pull, reverse=True)
    keys = [*chosen, *(one.key for one in rest)][:how_many]
    return [one for one in seniors if one.key in set(keys)]


def wish(
    rng: Random, firms: list[DemoFirm], seniors: list[DemoSenior], total: int, opened: dt.datetime, closed: dt.datetime
) -> tuple[DemoEntry, ...]:
    """About `total` entries: some firms draw many, some few, none fewer than two."""
    popularity = {firm.key: weight for firm, weight in zip(firms, _weights(rng, len(firms)), strict=True)}
    ranked = {one.key: _ranked(rng, one, firms, popularity) for one in seniors}
    taken = {one.key: ranked[one.key][: rng.choices((1, 2, 3, 4), (15, 38, 35, 12))[0]] for one in seniors}
    _bring_to(rng, total, taken, ranked)
    _nobody_alone(firms, seniors, taken)
    minutes = int((closed - opened).total_seconds() // 60)
    people = {one.key: one for one in seniors}
    by_key = {firm.key: firm for firm in firms}
    made = []
    for senior_key, wishes in taken.items():
        for preference, firm_key in enumerate(wishes, start=1):
            career, issue = people[senior_key].career, by_key[firm_key].issue
            fit = fit_of(issue, career)
            made.append(
                DemoEntry(
                    firm=firm_key,
                    senior=senior_key,
                    preference=preference,
                    proposal=proposal(issue, career),
                    score=score(preference, issue.categories, dict(career.specialities))
                    + (_READ if fit == "fit" else 0),
                    fit=fit,
                    submitted_at=opened + dt.timedelta(minutes=int(minutes * rng.random() ** 0.7)),
                )
            )
    return tuple(made)


def _weights(rng: Random, n: int) -> list[float]:
    weights = [1.9, 1.6, 0.6, 0.5] + [1.0] * max(0, n - 4)
    return rng.sample(weights[:n], n)


def _ranked(rng: Random, one: DemoSenior, firms: list[DemoFirm], popularity: dict[str, float]) -> list[str]:
    """The firms that this senior may wish for, dearest first: a good fit always stands before a near miss."""
    pulls = {}
    for firm in firms:
        fit = fit_of(firm.issue, one.career)
        if fit:
            pulls[firm.key] = (fit == "fit", _PULL[fit] * popularity[firm.key] * rng.uniform(0.6, 1.4))
    return sorted(pulls, key=pulls.__getitem__, reverse=True)[:MOST_WISHES]


def _bring_to(rng: Random, total: int, taken: dict[str, list[str]], ranked: dict[str, list[str]]) -> None:
    """Add the next wish of somebody, or take somebody's last, until the total is reached or nobody has more."""
    while sum(map(len, taken.values())) < total:
        able = [key for key in taken if len(taken[key]) < len(ranked[key])]
        if not able:
            return
        key = rng.choice(able)
        taken[key] = ranked[key][: len(taken[key]) + 1]
    while sum(map(len, taken.values())) > total:
        key = rng.choice([key for key in taken if len(taken[key]) > 1])
        taken[key] = taken[key][:-1]


def _nobody_alone(firms: list[DemoFirm], seniors: list[DemoSenior], taken: dict[str, list[str]]) -> None:
    """Every firm gets two wishes at least, from those whom it suits best and who have the fewest."""
    for firm in firms:
        while sum(firm.key in wishes for wishes in taken.values()) < 2:
            able = [one for one in seniors if firm.key not in taken[one.key] and len(taken[one.key]) < MOST_WISHES]
            best = max(able, key=lambda one: (_PULL[fit_of(firm.issue, one.career)], -len(taken[one.key])))
            taken[best.key] = [*taken[best.key], firm.key]
