"""What a member of a bank's staff promises before sitting beside a president: its wordings, newest last. One that was accepted never changes."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    version: str
    valid_from: dt.date
    opening: str
    promises: tuple[str, ...]


WORDINGS = (
    Wording(
        version="1",
        valid_from=dt.date(2026, 4, 1),
        opening="私は、新現役交流会で企業と新現役の情報を扱い、面談に同席するにあたり、次のことを約束します。異動や退職のあとも続きます。",
        promises=(
            "面談で聞いたこと、書類や画面で読んだことを、この交流会と、その企業の支援のためだけに使います。",
            "新現役の氏名・連絡先・経歴を、面談する企業のほかに知らせません。別の仕事の勧誘に使いません。",
            "ほかの金融機関の企業のことを見聞きしても、取引の勧誘に使いません。",
            "渡された書類は、交流会が終わったら事務局の案内のとおりに返すか、処分します。",
            "もらした、なくしたというときは、すぐ事務局に電話します。",
        ),
    ),
)


def current(today: dt.date) -> Wording:
    """The wording in force on that day; before the first, the first."""
    return next((one for one in reversed(WORDINGS) if one.valid_from <= today), WORDINGS[0])
