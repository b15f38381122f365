"""The seniors prepared for ranking: their texts searchable at once, the part each of them played in each of her careers, her trades.

A unit is one career, or the person's own words about herself (strengths, achievements, qualifications).
"""

from collections.abc import Iterable, Sequence

import numpy as np

from talent.ranking import knowledge
from talent.ranking.records import CATEGORIES, Senior
from talent.ranking.texts import Texts

INDUSTRY, POST, SUMMARY, STRENGTHS, ACHIEVEMENTS, QUALIFICATIONS, INDUSTRIES = range(7)
KIND_WEIGHT = np.array([0.5, 0.7, 1.0, 0.9, 0.9, 0.6, 0.15])
DENIALS = (
    "経験はな",
    "経験はあ~ません",
    "経験なし",
    "経験が~ない",
    "専門外",
    "未経験",
    "携わって~ない",
    "携わら",
    "関わって~ない",
    "担当して~ない",
    "任せてきた",
    "任せた",
    "任せてい",
    "経験はなく",
    "ノータッチ",
    "していない",
    "しておりません",
    "はわからない",
    "は分からない",
    "詳しくない",
    "疎い",
    "領分のため",
    "担当外",
    "まかせ",
    "はしない",
    "はしていな",
    "行わない",
    "行わず",
    "行っていな",
    "行いませ",
    "関わらない",
    "関与しな",
    "関与は",
    "扱わない",
    "扱っていな",
    "扱いませ",
    "触れていな",
    "立ち入らな",
    "立場ではな",
    "範囲外",
    "業務外",
    "経験がな",
    "経験は乏し",
    "経験は持た",
    "経験はごくわず",
    "他部門が",
    "別の部署が",
    "別部門が",
    "客先の仕事",
    "客先で行",
    "客先が行",
    "担当せず",
    "担当しな",
    "担当外",
)
GIANT = (
    "上場企業",
    "大企業",
    "万人",
    "か国",
    "カ国",
    "ヶ国",
    "百億",
    "千億",
    "00億円",
    "20億円",
    "兆円",
    "グローバル",
    "シンジケート",
    "多国籍企業",
    "全世界",
    "世界~拠点",
    "海外~拠点",
    "全国~店舗",
    "000店",
    "00店舗",
    "大規模",
    "巨大",
    "本社~統一",
    "グループ会社",
    "連結子会社",
    "大口",
    "大手~向け",
    "超大型",
    "大型プロジェクト",
)
SMALL = ("町工場", "小さな会社", "小さな工場", "小規模", "中小", "零細", "子会社に出向", "家族経営", "0人の会社", "0名の会社", "0人の工場", "0名の工場", "従業員", "社長と二人", "社長と", "番頭", "オーナー企業", "同族", "地場", "一人で")  # fmt: skip


OFFERING = tuple(
    "販売 納入 納め 提案 売り込 売込 営業 拡販 拡売 勧め 薦め すすめ 持ちかけ 持ち掛け 売っ 売り、 導入 供給 提供 契約 査定 審査 監査 取材 講習 講義"
    " 研修 保守 修理 据え付け 据付 設置 紹介 派遣 融資 貸 案内 卸し 輸出 売上 受注 開発 設計 助言".split()
)
DOER = "doer"
HEAD, MODIFIER = 1.0, 0.6


def trades_of(texts: Texts, unit: np.ndarray, kind: np.ndarray, units: int, weight: np.ndarray) -> np.ndarray:
    found = np.zeros((units, len(knowledge.trades())), dtype=np.float32)
    ends = np.full((units, len(knowledge.trades())), -1, dtype=np.int64)
    for column, trade in enumerate(knowledge.trades()):
        for wording in trade.wordings:
            places = texts.find(wording)
            number = texts.text_of(places)
            if len(wording) == 1:  # 紙 is a trade in 紙加工, not in a sentence
                short = np.isin(kind[number], (INDUSTRY, INDUSTRIES))
                places, number = places[short], number[short]
            np.maximum.at(found[:, column], unit[number], weight[kind[number]].astype(np.float32))
            head = kind[number] == INDUSTRY
            np.maximum.at(ends[:, column], unit[number[head]], places[head] + len(wording))
    named = ends >= 0
    is_head = named & (ends == ends.max(axis=1)[:, None])
    found[named & ~is_head] = np.float32(MODIFIER)
    found[is_head] = np.float32(HEAD)
    return found


def depths(senior: Senior) -> list[float]:
    """How deep she is in each category, 0 to 1: by years, the first one named a little deeper."""
    found = [0.0] * len(CATEGORIES)
    for place, own in enumerate(senior.specialities):
        depth = 0.8 if own.years is None else min(1.0, 0.4 + own.years / 25)
        column = CATEGORIES.index(own.category)
        found[column] = max(found[column], depth * (1.0 if place == 0 else 0.9))
    return found


class Register:
    """Built once of all seniors; any number of issues are ranked against it."""

    def __init__(self, seniors: Iterable[Senior]) -> None:
        self.seniors: tuple[Senior, ...] = tuple(seniors)
        self.ids = [senior.id for senior in self.seniors]
        texts: list[str] = []
        unit, kind, person, years = [], [], [], []
        for number, senior in enumerate(self.seniors):
            for career in senior.careers:
                for what, text in (
                    (INDUSTRY, career.industry),
                    (POST, f"{career.department} {career.position}"),
                    (SUMMARY, career.summary),
                ):
                    texts.append(text)
                    kind.append(what)
                    unit.append(len(person))
                person.append(number)
                years.append(5.0 if career.years is None else max(career.years, 0.5))
            for what, text in (
                (STRENGTHS, senior.strengths),
                (ACHIEVEMENTS, senior.achievements),
                (QUALIFICATIONS, " ".join(senior.qualifications)),
                (INDUSTRIES, " ".join(senior.industries)),
            ):
                texts.append(text)
                kind.append(what)
                unit.append(len(person))
            person.append(number)
            years.append(0.0)
        self.texts = Texts(texts)
        self.unit = np.array(unit, dtype=np.int64)
        self.kind = np.array(kind, dtype=np.int64)
        self.person = np.array(person, dtype=np.int64)
        self.years = np.array(years)
        self.is_own = self.years == 0
        self.size = len(self.seniors)
        self.specialities = np.array([depths(senior) for senior in self.seniors]).reshape(self.size, len(CATEGORIES))
        self.denied = self._denied()
        self.offering = np.unique(self.texts.sentences[self.places(OFFERING)]) if self.size else self.denied
        self.roles = self._roles()
        self.trades = self._trades()
        self.scale = self._scale()
        self._cache: dict[tuple[str, ...], tuple[np.ndarray, np.ndarray]] = {}

    def places(self, wordings: Sequence[str]) -> np.ndarray:
        found = [places for places in map(self.texts.find, wordings) if len(places)]
        if not found:
            return np.zeros(0, dtype=np.int64)
        return found[0] if len(found) == 1 else np.unique(np.concatenate(found))

    def hits(self, wordings: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Units in which one of the wordings stands, and how much it weighs there; sentences that deny do not count."""
        if wordings not in self._cache:
            places = self.places(wordings)
            if len(self.denied) and len(places):
                places = places[~np.isin(self.texts.sentences[places], self.denied)]
            number = self.texts.text_of(places)
            units, back = np.unique(self.unit[number], return_inverse=True)
            amount = np.bincount(back, KIND_WEIGHT[self.kind[number]], minlength=len(units))
            if len(self._cache) > 20_000:
                self._cache.clear()
            self._cache[wordings] = (units, amount * 2.2 / (amount + 1.2))
        return self._cache[wordings]

    def denying(self, wordings: Sequence[str]) -> np.ndarray:
        """People who name it in a sentence that denies."""
        places = self.places(wordings)
        places = places[np.isin(self.texts.sentences[places], self.denied)]
        return np.unique(self.person[self.unit[self.texts.text_of(places)]])

    def serving(self, kinds: Sequence[str]) -> np.ndarray:
        """Units whose texts tell of selling, offering or judging something towards firms of these kinds."""
        places = self.texts.towards(self.places(kinds))
        places = places[np.isin(self.texts.sentences[places], self.offering)]
        number = self.texts.text_of(places)
        number = number[np.isin(self.kind[number], (SUMMARY, STRENGTHS, ACHIEVEMENTS))]
        return np.unique(self.unit[number])

    def people_with(self, wordings: tuple[str, ...]) -> int:
        units, _ = self.hits(wordings)
        return len(np.unique(self.person[units]))

    def _denied(self) -> np.ndarray:
        return np.unique(self.texts.sentences[self.places([*DENIALS])]) if self.size else np.zeros(0, dtype=np.int64)

    def _spread(self, units: np.ndarray, per_unit: np.ndarray) -> np.ndarray:
        """Own words are as much of a role as the careers are, by their years."""
        total = np.bincount(self.person[~self.is_own], self.years[~self.is_own], minlength=self.size)
        sums = np.zeros((self.size, per_unit.shape[1]))
        np.add.at(sums, self.person[~self.is_own], per_unit[~self.is_own] * self.years[~self.is_own, None])
        mean = sums / np.maximum(total, 0.5)[:, None]
        per_unit[self.is_own] = np.maximum(per_unit[self.is_own], mean[self.person[self.is_own]])
        return per_unit

    def _roles(self) -> np.ndarray:
        """Units x roles, 0 to 1: how surely the person played that part there."""
        self.role_names = list(dict.fromkeys(cue.role for cue in knowledge.cues() if cue.role != DOER))
        self.deeds = self._deeds()
        doubt = np.ones((len(self.person), len(self.role_names)))
        where = {"i": (INDUSTRY,), "d": (POST,), "t": (SUMMARY, STRENGTHS, ACHIEVEMENTS)}
        for cue in knowledge.cues():
            if cue.role == DOER:
                continue
            number = self.texts.text_of(self.places(cue.wordings))
            number = number[np.isin(self.kind[number], where[cue.where])]
            units, counts = np.unique(self.unit[number], return_counts=True)
            if cue.where == "i":
                counts = np.minimum(counts, 1)
            doubt[units, self.role_names.index(cue.role)] *= (1 - cue.weight) ** np.minimum(counts, 3)
        return self._spread(self.person, 1 - doubt)

    def _deeds(self) -> np.ndarray:
        """Per person, 0 to 1: how much the texts tell of what she changed, made or taught herself."""
        doubt = np.ones(self.size)
        for cue in knowledge.cues():
            if cue.role == DOER:
                places = self.places(cue.wordings)
                self._doubt(doubt, places, 1 - cue.weight)
        self._doubt(doubt, self.texts.changes(), 0.5)
        return 1 - doubt

    def _doubt(self, doubt: np.ndarray, places: np.ndarray, factor: float) -> None:
        number = self.texts.text_of(places)
        number = number[np.isin(self.kind[number], (SUMMARY, STRENGTHS, ACHIEVEMENTS))]
        doubt *= factor ** np.minimum(np.bincount(self.person[self.unit[number]], minlength=self.size), 3)

    def _trades(self) -> np.ndarray:
        """Units x trades, 0 to 1: by the industry of the career, else by what the texts speak of.

        The last trade named in an industry is the head: 食品卸売 is a wholesaler, 食品機械製造 makes machines.
        """
        weight = np.array([HEAD, 0.5, 0.3, 0.3, 0.3, 0.2, 0.4])
        return trades_of(self.texts, self.unit, self.kind, len(self.person), weight)

    def _scale(self) -> np.ndarray:
        """Per person from -1 (only very large firms) to +1 (small ones)."""
        total = np.zeros(self.size)
        for wordings, sign in ((GIANT, -1.0), (SMALL, 1.0)):
            number = self.texts.text_of(self.places([*wordings]))
            number = number[self.kind[number] >= SUMMARY]
            total += sign * np.minimum(np.bincount(self.person[self.unit[number]], minlength=self.size), 3)
        return np.clip(total / 2, -1, 1)


class Background:
    """Texts that say how rare a wording is, where the register itself may not be read: for a senior, the open issues she sees."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts, self.size = Texts(texts or [""]), len(texts)

    def people_with(self, wordings: tuple[str, ...]) -> int:
        found = [self.texts.text_of(places) for places in map(self.texts.find, wordings) if len(places)]
        return len(np.unique(np.concatenate(found))) if found else 0
