"""Where a text says where the firm is: below the prefecture, which an anonymised text may name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from companies.anonymity.folding import Folded, level_key, plain, script
from companies.anonymity.names import name_of
from companies.anonymity.records import Firm
from companies.anonymity.spelling import APART, PREFECTURES, WIDE, Rarity, katakana, rarity, written_pattern
from companies.anonymity.words import reading

_UNIT = re.compile(r"[一-鿿ぁ-んァ-ヶー]{1,8}?[市区町村郡]")
_COUNTED = r"[0-9〇一二三四五六七八九十]{1,4}"
_STREET = re.compile(
    rf"{_COUNTED}\s?丁目(?:\s?{_COUNTED}\s?(?:番地?|-)(?:\s?(?:の|-)?\s?{_COUNTED}\s?号?)?)?|(?<![0-9]){_COUNTED}\s?番地(?:の?\s?{_COUNTED})?|"
    rf"(?<![0-9第]){_COUNTED}\s?番\s?{_COUNTED}\s?号(?!線|室|機|車|棟|炉|館|店)"
)
_NOT_STREET = re.compile(r"(?:何|各|全)$")
_LANDMARK = re.compile(
    r"(?P<name>[一-鿿ァ-ヴーヶ々ぁ-ん]{1,10}?)(?P<kind>駅(?!伝|長|員|弁|舎|務)|工業団地|流通団地|卸団地|商店街|インターチェンジ|インター(?=から|の近く|近く|に近|まで|すぐ|付近|、|そば)|"
    r"ic(?=から|の近く|近く|に近|まで|すぐ|付近|そば)|温泉街?(?=の|に|で|・|、|。|が)|線沿線|線沿い|海岸|半島|漁港|門前|神社|大社|八幡宮|城下)"
)
_NOT_A_NAME = (
    "最寄り 最寄 各 同 道の 主要 無人 新幹線 ターミナル 始発 終着 途中 隣 近く 地元 地域 当 当地 駅前 中心 中小 大 小 地方 複数 近隣 周辺 全国 市内 町内 県内 郊外 内陸 "
    "臨海 沿岸 私鉄 地下鉄 鉄道 路線 電車 観光 有名 老舗 古い 老朽 天然 地 高速 自動車 幹線 旧 新 西 東 南 北 都心 有力 大型 某 ある この その あの 車で 徒歩 バス".split()
)
_CRAFTS = "大和芋 大和煮 大和魂 大和撫子 大和絵 大和言葉 小松菜 山田錦 深谷葱 日向夏 日向ぼっこ 伊予柑 伊勢海老 八丁味噌 大島紬 水戸納豆 瀬戸物 唐津 三島".split()
_NO_WORDS = ("堺", "呉")  # of the towns written with one kanji, those that mean nothing else
_SAYS_PLACE = re.compile(
    r"産の|発の|市内|三条|の(?:町|地場|産地|企業|会社|工場|職人|地域|郊外|中心)|に(?:工場|本社|拠点|会社)|で(?:創業|生まれ|作|造|\d|製造|続)"
)
_AT_PREFECTURE = re.compile(rf"(?:[都道府県]|{'|'.join(PREFECTURES)})の?$")  # 愛知県日進, 埼玉の川口
_TERMINALS = "東京 新宿 渋谷 池袋 上野 品川 大阪 新大阪 梅田 京都 名古屋 博多 札幌 仙台 横浜 神戸 広島".split()
# Latitude and longitude.
_POSITION = re.compile(r"(?:北緯|緯度)?\s?(?:2[4-9]|3\d|4[0-5])\.\d{3,}[^0-9]{1,6}1(?:2[2-9]|3\d|4[0-8])\.\d{3,}")


@dataclass(frozen=True, slots=True)
class Place:
    start: int
    end: int
    own: bool
    what: str  # town, street, landmark


@cache
def municipalities() -> frozenset[str]:
    path = Path(__file__).parent / "data" / "municipalities.txt"
    return frozenset(plain(line) for line in path.read_text(encoding="utf-8").split())


def places(text: Folded, firm: Firm) -> Iterator[Place]:
    yield from _own_town(text, firm)
    yield from _own_address(text, firm)
    yield from _other_towns(text)
    yield from _streets(text)
    yield from _landmarks(text, firm)
    for found in _POSITION.finditer(text.plain):
        yield Place(*found.span(), False, "street")


@lru_cache(maxsize=500)
def units_of(city: str) -> tuple[str, ...]:
    """さいたま市大宮区 -> さいたま市, 大宮区; 西蒲原郡弥彦村 -> 西蒲原郡, 弥彦村."""
    whole = re.sub(r"\s|^(?:東京都|北海道|(?:大阪|京都)府|.{2,3}県)", "", plain(city))
    known = municipalities()
    if whole in known:
        return (whole,)
    for cut in re.finditer("[市郡]", whole):
        pieces = (whole[: cut.end()], whole[cut.end() :])
        if all(piece in known for piece in pieces):
            return pieces
    return (whole,) if len(whole) > 1 and whole[-1] in "市区町村" else ()


def _own_town(text: Folded, firm: Firm) -> Iterator[Place]:
    for unit in units_of(firm.city):
        stem = unit[:-1]
        said = katakana(reading(stem))
        pattern = written_pattern(unit, r"[\s・]{0,2}")
        for found in re.finditer(pattern, text.key):
            if not _inside_a_word(text, found.start()):
                yield Place(*found.span(), True, "town")
        yield from _bare(text, stem)
        if len(said) > 2 and script(stem[0]) == "j":
            for found in re.finditer(rf"{level_key(said)}(?:シ|市|区|町|村|クノ)", text.key):
                if text.begins(found.start()) and script(text.plain[found.start()]) in "hk":
                    yield Place(*found.span(), True, "town")


def _inside_a_word(text: Folded, start: int) -> bool:
    """Whether kanji before the place go on into it: 東区 in 関東区分, but not 川口市 in 埼玉県川口市."""
    if start == 0 or script(text.plain[start - 1]) != "j":
        return False
    return not re.search(r"[都道府県市郡区町村は]$", text.plain[:start]) and start not in text.starts


def _bare(text: Folded, stem: str) -> Iterator[Place]:
    """The town without its 市: 川口の鋳物, 堺は. Not in 大和芋, and not where the word means something else."""
    if stem in WIDE:
        return
    for found in re.finditer(written_pattern(stem, r"\s?"), text.key):
        start, end = found.span()
        if not text.stands(start, end) or any(text.plain.startswith(craft, start) for craft in _CRAFTS):
            continue
        inside = text.tokens_between(start, end)
        named = any(token.is_proper or not token.known for token in inside)
        seldom = rarity(stem) > Rarity.ORDINARY and re.match(r"[のでには、]|から|産|発", text.plain[end:])
        if not named and not seldom and not _AT_PREFECTURE.search(text.plain[:start]):
            continue
        before, following = text.plain[:start][-1:], text.token_from(end)
        if before and script(before) == script(text.plain[start]) == "j" and before not in "都道府県市郡町村区島":
            continue
        if following and re.match(r"さん|氏|社長|様|会長", following.surface):
            continue
        if len(stem) == 1 and stem not in _NO_WORDS and not (before == "県" or _SAYS_PLACE.match(text.plain, end)):
            continue
        yield Place(start, end, True, "town")


def _own_address(text: Folded, firm: Firm) -> Iterator[Place]:
    address = plain(firm.address).replace(" ", "")
    if firm.city:
        address = address.removeprefix(plain(firm.prefecture)).removeprefix(plain(firm.city))
    cut = re.match(
        r"(?:大字|字)?(?P<town>.*?)(?=[0-9]|[一二三四五六七八九十]+(?:丁目|番)|$)(?P<number>[0-9一二三四五六七八九十][0-9一二三四五六七八九十\-丁目番地号の]*)?(?P<building>.*)$",
        address,
    )
    if not cut:
        return
    town = re.sub(r"(?:大字|字)", "", cut["town"]).strip(",、")
    stem = town.removesuffix("町") if len(town) > 2 else town
    if len(town) > 1:
        for found in re.finditer(f"{written_pattern(stem, APART if len(stem) > 2 else '')}(?:町)?", text.key):
            start, end = found.span()
            whole = end - start >= len(town) and town != stem
            if whole or len(stem) > 2 and text.stands(start, end) or _is_town(text, start, end):
                yield Place(start, end, True, "town")
    numbers = re.findall(r"[0-9]+|[一二三四五六七八九十]+", cut["number"] or "")
    if len(numbers) > 1:
        ways = [rf"(?:{n}|{_kanji(n)})" for n in numbers]
        joint = r"\s?(?:丁目|番地|番|号|-|の|ー)\s?の?\s?"
        for found in re.finditer(rf"(?<![\d\-.]){joint.join(ways)}(?:号|番地?)?(?![\d\-.])", text.plain):
            if len(numbers) > 2 or re.search(r"[丁番]", found.group()):
                yield Place(*found.span(), True, "street")
    building = re.sub(r"[0-9]+(?:階|f|号室?|-[0-9]+)?$", "", cut["building"]).strip("-,、 ")
    if len(building) > 2:
        for hit in name_of(building).find(text):
            if hit.whole:
                yield Place(hit.start, hit.end, True, "town")


def _is_town(text: Folded, start: int, end: int) -> bool:
    inside = text.tokens_between(start, end)
    following = text.token_from(end)
    free = (
        following is None
        or not following.is_noun
        or following.surface in ("地区", "町", "地域", "周辺", "本社", "工場")
    )
    named = any(token.is_place for token in inside) or rarity("".join(t.surface for t in inside)) == Rarity.NAME
    return text.stands(start, end) and free and named


def _kanji(number: str) -> str:
    digits = "〇一二三四五六七八九"
    if not number.isascii():
        return number
    if len(number) == 2 and number != "00":
        tens = "" if number[0] == "1" else digits[int(number[0])]
        return f"{tens}十{digits[int(number[1])] if number[1] != '0' else ''}"
    return "".join(digits[int(n)] for n in number)


def _other_towns(text: Folded) -> Iterator[Place]:
    known = municipalities()
    for found in re.finditer(r"[市区町村郡]", text.plain):
        for length in range(7, 1, -1):
            start = found.end() - length
            if start < 0 or text.plain[start : found.end()] not in known:
                continue
            after = text.plain[found.end() : found.end() + 2]
            ward = found.group() == "区" and length < 4
            if re.match(r"[域画分間切別]|場|街地|民税|議会|立病院|役所|長選|章", after) and not after.startswith(
                "役所"
            ):
                continue
            if (
                start in text.starts
                and not (ward and _inside_a_word(text, start))
                and (found.end() in text.ends or length > 2)
            ):
                yield Place(start, found.end(), False, "town")
                break


def _streets(text: Folded) -> Iterator[Place]:
    for found in _STREET.finditer(text.plain):
        if not _NOT_STREET.search(text.plain[: found.start()][-1:]):
            yield Place(*found.span(), False, "street")


def _landmarks(text: Folded, firm: Firm) -> Iterator[Place]:
    for found in _LANDMARK.finditer(text.plain):
        start, end = found.span("name")
        before = [token for token in text.tokens if token.end == end]
        if not before:
            continue
        token = before[0]
        if (
            token.surface in _NOT_A_NAME
            or (found["kind"] == "駅" and token.surface in _TERMINALS)
            or not (token.is_proper or not token.known)
            or token.start < start - 2
        ):
            continue
        own = any(len(stem) > 1 and stem in found["name"] for stem in (unit[:-1] for unit in units_of(firm.city)))
        yield Place(token.start, found.end(), own, "landmark")
