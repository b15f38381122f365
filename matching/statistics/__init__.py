"""Figures, counted from rows: one query for a figure, plain values out. Screens, the report and its CSV share them.

A rate is never stored: it carries its numerator, its denominator and its definition. Figures that a source states of past events
stand in fields of their own (`stated_...`) and never meet those that are counted here.
"""

from matching.statistics.event import (
    Answers,
    EventFigures,
    Group,
    answers,
    by_category,
    by_institution,
    event_figures,
    event_funnel,
    last_recorded,
)
from matching.statistics.funnel import Funnel, Step, funnel
from matching.statistics.programme import (
    Period,
    ProgrammeFigures,
    ProgrammeTotals,
    StatedHistory,
    Year,
    by_year,
    fiscal_year,
    programme_figures,
    programme_funnel,
    programme_totals,
    stated_history,
)
from matching.statistics.rate import Figure, Rate

__all__ = [
    "Answers",
    "EventFigures",
    "Figure",
    "Funnel",
    "Group",
    "Period",
    "ProgrammeFigures",
    "ProgrammeTotals",
    "Rate",
    "StatedHistory",
    "Step",
    "Year",
    "answers",
    "by_category",
    "by_institution",
    "by_year",
    "event_figures",
    "event_funnel",
    "fiscal_year",
    "funnel",
    "last_recorded",
    "programme_figures",
    "programme_funnel",
    "programme_totals",
    "stated_history",
]
