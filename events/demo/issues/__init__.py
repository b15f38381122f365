"""Every written issue, one module per category; `ISSUES` keeps the categories' order."""

from events.demo.issues import (
    development,
    finance,
    hr,
    it,
    legal,
    logistics,
    overseas,
    production,
    sales,
    strategy,
)
from events.demo.texts import IssueText

ISSUES: tuple[IssueText, ...] = (
    strategy.ISSUES
    + overseas.ISSUES
    + it.ISSUES
    + sales.ISSUES
    + development.ISSUES
    + production.ISSUES
    + logistics.ISSUES
    + finance.ISSUES
    + hr.ISSUES
    + legal.ISSUES
)
BY_KEY: dict[str, IssueText] = {issue.key: issue for issue in ISSUES}
