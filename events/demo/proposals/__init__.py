"""「私ができること」 of an entry: hand-written where a pair has one, else composed from career and issue.

The composer uses a career's own strengths and achievements and the issue's own questions, so two entries
for one issue never read alike; the same pair always gives the same text.
"""

from hashlib import blake2b

from events.demo.proposals.strong import STRONG
from events.demo.texts import CATEGORIES, CareerText, IssueText

_OPEN_FIT = (
    "{role}として、{strength}に取り組んできました。",
    "{field}の仕事を{years}年続け、なかでも{strength}を手がけました。",
    "{strength}が私の得意な仕事です。{role}の時代に重ねてきました。",
    "{role}でした。{strength}なら、すぐにお手伝いできます。",
)
_OPEN_NEAR = (
    "{trade}の現場は初めてですが、{role}として{strength}を経験しました。",
    "業種は違いますが、{field}を{years}年続けてきました。{strength}の経験がお役に立つと思います。",
    "{role}の立場から、{strength}についてお話しできます。業種の事情は教えていただきながら進めます。",
)
_PROOF = (
    "{achievement}",
    "実績として、{achievement}",
    "たとえば、{achievement}",
)
_FIRST = (
    "まずは「{question}」のお話を伺い、1か月で最初の手を決めます。",
    "初めの2回は現場を見せていただき、「{question}」を一緒に整理します。",
    "20分では「{question}」に絞ってお話しします。",
    "「{question}」から始め、3か月で形にする進め方を勧めます。",
    "最初に「{question}」の考え方をお見せし、社内で続けられる形にします。",
    "「{question}」について、うまくいかなかった例も含めてお話しします。",
)
# Longest ending first; a bare noun of doing (改善, 取得) takes しました.
_POLITE = (
    ("いている", "いています"),
    ("受け入れた", "受け入れました"),
    ("を受けた", "を受けました"),
    ("を通した", "を通しました"),
    ("減らした", "減らしました"),
    ("伸ばした", "伸ばしました"),
    ("なくした", "なくしました"),
    ("育てた", "育てました"),
    ("抑えた", "抑えました"),
    ("開いた", "開きました"),
    ("になった", "になりました"),
    ("なった", "なりました"),
    ("した", "しました"),
    ("件", "件です"),
    ("台", "台です"),
    ("社", "社です"),
    ("のみ", "のみです"),
    ("%", "%です"),
    ("時間", "時間です"),
    ("に", "にしました"),
)


def _pick[T](options: tuple[T, ...], *salt: str) -> T:
    digest = blake2b("|".join(salt).encode(), digest_size=4).digest()
    return options[int.from_bytes(digest) % len(options)]


def _strength(issue: IssueText, career: CareerText) -> str:
    """The career's strength that shares most two-letter pieces with the issue, ties by the order written."""
    words = {
        issue_text[at : at + 2]
        for issue_text in (issue.title, issue.body, issue.expected_support)
        for at in range(len(issue_text) - 1)
    }
    strengths = career.strengths.split("、")
    return max(strengths, key=lambda text: sum(text[at : at + 2] in words for at in range(len(text) - 1)))


def _polite(sentence: str) -> str:
    """A note such as 「不良を3.1%に」 or 「認証を4工場で取得」 as a spoken sentence."""
    for ending, spoken in _POLITE:
        if sentence.endswith(ending):
            return sentence.removesuffix(ending) + spoken + "。"
    return sentence + "しました。"


def compose(issue: IssueText, career: CareerText) -> str:
    """One natural paragraph of 60 to 200 characters for any pair."""
    fits = issue.key in career.fits
    category, years = next(
        (pair for pair in career.specialities if pair[0] in issue.categories), career.specialities[0]
    )
    facts = {
        "role": career.headline.removeprefix("元 ").replace(" ", "の"),
        "field": CATEGORIES[category],
        "years": years,
        "strength": _strength(issue, career),
        "trade": issue.trade,
        "achievement": _polite(career.achievements.split("。")[0]),
    }
    opening = _pick(_OPEN_FIT if fits else _OPEN_NEAR, "open", issue.key, career.key).format(**facts)
    proof = _pick(_PROOF, "proof", career.key, issue.key).format(**facts)
    question = _pick(issue.questions, "question", issue.key, career.key)
    return opening + proof + _pick(_FIRST, "first", career.key, issue.key).format(question=question)


def proposal(issue: IssueText, career: CareerText) -> str:
    """What this senior writes when entering for this issue."""
    return STRONG.get((issue.key, career.key)) or compose(issue, career)
