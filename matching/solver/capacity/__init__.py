"""Months before an event, before any senior has entered: how many interviews fit, who stands in the way, and what would help.

    advice = advise(Setting(...))      # pure data in, pure data out

While nobody has entered, every senior may meet every firm and nobody knows when a senior cannot come. For that case the answer is exact,
not an estimate: `advice.most` is the number of interviews of the best timetable that the planner could make (decision 77).
"""

from .advice import Advice, Bottleneck, Needs, advise
from .flow import Flow, flow_of
from .proofs import Proof
from .remedies import Change, Remedy
from .setting import Attendant, Firm, Setting, SettingError

__all__ = [
    "Advice",
    "Attendant",
    "Bottleneck",
    "Change",
    "Firm",
    "Flow",
    "Needs",
    "Proof",
    "Remedy",
    "Setting",
    "SettingError",
    "advise",
    "flow_of",
]
