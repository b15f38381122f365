"""What lies near what: categories, branches and fields of trade, and which part in an issue's trouble counts how much."""

from functools import cache

import numpy as np

from talent.ranking import knowledge

NEAR_CATEGORIES = {
    ("PRODUCTION", "DEVELOPMENT"): 0.45, ("PRODUCTION", "LOGISTICS"): 0.4, ("PRODUCTION", "IT"): 0.25,
    ("PRODUCTION", "HR"): 0.25, ("PRODUCTION", "STRATEGY"): 0.3, ("PRODUCTION", "FINANCE"): 0.25,
    ("SALES", "OVERSEAS"): 0.4, ("SALES", "STRATEGY"): 0.4, ("SALES", "DEVELOPMENT"): 0.3, ("SALES", "IT"): 0.2,
    ("SALES", "LOGISTICS"): 0.15, ("FINANCE", "STRATEGY"): 0.5, ("FINANCE", "LEGAL"): 0.25, ("FINANCE", "IT"): 0.2,
    ("HR", "STRATEGY"): 0.35, ("HR", "LEGAL"): 0.3, ("LEGAL", "DEVELOPMENT"): 0.3, ("LEGAL", "STRATEGY"): 0.25,
    ("LEGAL", "OVERSEAS"): 0.2, ("OVERSEAS", "STRATEGY"): 0.3, ("OVERSEAS", "PRODUCTION"): 0.25,
    ("OVERSEAS", "LOGISTICS"): 0.3, ("IT", "LOGISTICS"): 0.25, ("IT", "STRATEGY"): 0.3, ("OVERSEAS", "DEVELOPMENT"): 0.15,
}  # fmt: skip
# How much of a match counts where the person's part was another one. Where a role is not named: the first number.
ROLE_COUNTS = {
    "seller": {"": 0.25, "SALES": 1.0, "OVERSEAS": 0.9, "STRATEGY": 0.6, "DEVELOPMENT": 0.3, "LOGISTICS": 0.3},
    "tool": {"": 0.3, "SALES": 0.6, "IT": 0.5, "OVERSEAS": 0.5, "DEVELOPMENT": 0.5},
    "writer": {"": 0.1, "SALES": 0.25},
    "teacher": {"": 0.3, "HR": 0.35, "DEVELOPMENT": 0.45},
    "auditor": {"": 0.3, "PRODUCTION": 0.4, "LEGAL": 0.4},
    "insurer": {"": 0.15},
    "buyer": {"": 0.35, "PRODUCTION": 0.35, "LOGISTICS": 0.5, "OVERSEAS": 0.6, "SALES": 0.5, "LEGAL": 0.6},
    "broker": {"": 0.25, "STRATEGY": 0.35},
    "banker": {"": 0.7, "FINANCE": 0.85, "STRATEGY": 0.65, "OVERSEAS": 0.6},
    "official": {"": 0.3, "LEGAL": 0.4},
    "agency": {"": 0.2},
    "consult": {"": 0.6},
    "scholar": {"": 0.3, "DEVELOPMENT": 0.6},
    "client": {"": 0.4},
}
# A concept of the issue that makes a part the right one.
ROLE_WANTED = {
    "PRODUCTION:部材調達": "buyer", "PRODUCTION:外注管理": "buyer", "OVERSEAS:海外調達": "buyer",
    "HR:人材育成": "teacher", "PRODUCTION:ISO9001": "auditor", "STRATEGY:M&A": "broker", "SALES:営業体制": "seller",
    "SALES:営業管理": "seller", "SALES:小売開拓": "buyer", "FINANCE:銀行交渉": "banker",
}  # fmt: skip
TRADE_MATTERS = {
    "PRODUCTION": 0.55, "DEVELOPMENT": 0.5, "LOGISTICS": 0.4, "SALES": 0.3, "OVERSEAS": 0.3, "IT": 0.3,
    "FINANCE": 0.3, "HR": 0.3, "LEGAL": 0.25, "STRATEGY": 0.3,
}  # fmt: skip
NEAR_FIELDS = {
    ("MAKE", "FOOD"): 0.7, ("MAKE", "CRAFT"): 0.35, ("MAKE", "CONSTR"): 0.6, ("MAKE", "MOVE"): 0.35,
    ("MAKE", "TRADE"): 0.5, ("FOOD", "TRADE"): 0.6, ("FOOD", "SERVE"): 0.7, ("FOOD", "FARM"): 0.7, ("FOOD", "MOVE"): 0.35,
    ("TRADE", "MOVE"): 0.6, ("TRADE", "SERVE"): 0.6, ("TRADE", "CONSTR"): 0.4, ("TRADE", "FARM"): 0.4,
    ("SERVE", "CARE"): 0.55, ("SERVE", "MOVE"): 0.35, ("SERVE", "FARM"): 0.35, ("SERVE", "TECH"): 0.3, ("CONSTR", "SERVE"): 0.4,
    ("CARE", "EDU"): 0.35, ("TECH", "MEDIA"): 0.3, ("CRAFT", "TRADE"): 0.4, ("CRAFT", "FOOD"): 0.3, ("CONSTR", "MOVE"): 0.35,
    ("TECH", "MAKE"): 0.3, ("FARM", "MAKE"): 0.3, ("PUBLIC", "CONSTR"): 0.3, ("MOVE", "FARM"): 0.3, ("TECH", "TRADE"): 0.35,
    ("CARE", "TRADE"): 0.3,
}  # fmt: skip
SAME_BRANCH, SAME_FIELD, FAR = 0.85, 0.7, 0.15


def category_nearness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return NEAR_CATEGORIES.get((one, other)) or NEAR_CATEGORIES.get((other, one)) or 0.0


@cache
def trade_nearness() -> np.ndarray:
    """Trades x trades, 0 to 1."""
    trades = knowledge.trades()
    near = np.zeros((len(trades), len(trades)))
    for i, one in enumerate(trades):
        for j, other in enumerate(trades):
            pair = (one.field, other.field)
            if i == j:
                near[i, j] = 1.0
            elif one.field == other.field:
                near[i, j] = SAME_BRANCH if one.branch == other.branch else SAME_FIELD
            else:
                near[i, j] = NEAR_FIELDS.get(pair) or NEAR_FIELDS.get(pair[::-1]) or FAR
    return near


def role_counts(roles: list[str], categories: tuple[str, ...], concepts: frozenset[str]) -> np.ndarray:
    """For each role what share of a match counts."""
    counts = []
    for role in roles:
        table = ROLE_COUNTS[role]
        share = max((table.get(category, table[""]) for category in categories), default=max(table.values()))
        if any(wanted == role and concept in concepts for concept, wanted in ROLE_WANTED.items()):
            share = max(share, 0.8)
        counts.append(share)
    return np.array(counts)
