"""The pledge of confidentiality that a senior gives before reading any issue: its wordings, newest last.

A wording that somebody has accepted is never changed: a new one is added, and everybody is asked again. A test keeps the hashes.
"""

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Pledge:
    version: str
    valid_from: dt.date
    opening: str
    promises: tuple[str, ...]
    closing: str

    @property
    def text(self) -> str:
        return "\n".join((self.opening, *self.promises, self.closing))

    @property
    def hash(self) -> str:
        return sha256(self.text.encode()).hexdigest()


PLEDGES = (
    Pledge(
        version="1",
        valid_from=dt.date(2026, 4, 1),
        opening=(
            "私は、新現役交流会で企業の課題を読み、面談や支援をするにあたり、次のことを約束します。"
            "この約束は、面談や支援が終わったあとも、登録をやめたあとも続きます。"
        ),
        promises=(
            "読んだこと、聞いたことを、ほかの人に話したり、見せたり、書いて広めたりしません。家族や、前の勤め先の人にも話しません。",
            "読んだこと、聞いたことを、その企業を支援するためだけに使います。自分の仕事や、ほかの企業のためには使いません。",
            "企業の名前が知らされる前に、どの企業の課題かを調べたり、当てようとしたりしません。"
            "気づいてしまったときは、だれにも言わず、事務局に知らせます。",
            "画面を写真にとったり、書き写したものを残したりしません。渡された書類は、事務局の案内のとおりに返すか、処分します。",
            "課題を出した企業の競争相手や取引先と関わりがあるなど、立場がぶつかるおそれがあるときは、"
            "希望を出す前か、気づいたときに、すぐ事務局に知らせます。",
            "もらした、なくした、まちがって人に見せたというときは、すぐ事務局に電話します。",
        ),
        closing=(
            "約束を守らなかったときは、面談や支援を取りやめ、登録を取り消されることがあります。"
            "企業に損害を与えたときは、その責任を問われることがあります。"
        ),
    ),
)


def current(today: dt.date) -> Pledge:
    """The wording in force on that day; before the first, the first."""
    return next((one for one in reversed(PLEDGES) if one.valid_from <= today), PLEDGES[0])
