"""A text in the forms that are compared, each character knowing where it stood in the text as it was given.

Three layers of one length: `plain` is what a person reads (widths, case and old kanji levelled, nothing invisible), `key` levels kana and
look-alikes on top, `digits` levels everything that can write a number.
"""

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property

from companies.anonymity.words import Token, tokens

# Old and other forms of kanji in names: the first of each group is what is compared. NFKC does not join these.
VARIANTS = (
    "高髙 崎﨑嵜 辺邊邉 斎齋齊 浜濱濵 徳德 沢澤 広廣 国國 島嶋嶌 吉𠮷 桜櫻 竜龍 滝瀧 関關 渋澁澀 "
    "塩鹽 県縣 栄榮 条條 巻卷 恵惠 真眞 実實 学學 寿壽 円圓 亀龜 蔵藏 総總 与與 万萬 弥彌 来來 礼禮 "
    "桧檜 曽曾 富冨 峰峯 館舘 黒黑 豊豐 鉄鐵鐡 沖冲 涼凉 晃晄 柳栁 桑桒 船舩 会會 岳嶽 剣劍劔 尭堯 "
    "遥遙 槙槇 穂穗 顕顯 瑶瑤 応應 温溫 歩步 静靜 清淸 青靑 薫薰 鴎鷗 祢禰 増增 瀬瀨 頼賴 緑綠 郎郞 "
    "黄黃 横橫 戸戶 教敎 暦曆 歴歷 懐懷 気氣 経經 芸藝 双雙 壮壯 荘莊 湾灣 麦麥 野埜 検檢 駅驛 医醫 "
    "鶏鷄 伝傳 団團 図圖 売賣 宝寶寳 将將 対對 帯帶 当當 従從 戦戰 拡擴 断斷 旧舊 昼晝 栃杤 様樣 "
    "歓歡 点點 為爲 独獨 発發 禅禪 穣穰 縄繩 聡聰 艶艷 蛍螢 読讀 誉譽 遅遲 郷鄕 酔醉 釈釋 銭錢 雑雜 "
    "霊靈 麺麵 鋳鑄 糸絲 芦蘆 橋槗 角⻆ 桝枡 楽樂 薬藥 両兩 号號 声聲 変變 弁辨辯 欧歐 殴毆 "
    "鉱鑛 砕碎 粋粹 醸釀 尽盡 単單 台臺 択擇 昭炤 効效 勲勳 乗乘 浄淨 証證 塁壘 壱壹 弐貳 参參 "
    "嘗甞 煙烟 杯盃 略畧 島嶋 群羣 砿鉱 竈竃 鰺鯵 薮藪 蘇蘓 萬万"
)
_FOLD: dict[int, str] = {}
for _group in VARIANTS.split():
    for _other in _group[1:]:
        if _other != _group[0]:
            _FOLD.setdefault(ord(_other), _FOLD.get(ord(_group[0]), _group[0]))

_MARKS = "\u3099\u309a\uff9e\uff9f"  # voice marks that follow their kana
_UNSEEN = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2500\u2501"
_LEVEL = {ord(hyphen): "-" for hyphen in _HYPHENS}

_SMALL = dict(zip("ァィゥェォッャュョヮヵヶヂヅヲヱヰ", "アイウエオツヤユヨワカケジズオエイ", strict=True))
_LOOK_ALIKE = dict(zip("力口夕工卜八二一千〇○◯へ", "カロタエトハニーチ000ヘ", strict=True))
_CYRILLIC_AND_GREEK = dict(zip("аеорсухіјѕԁһαορνιτκ", "aeopcyxijsdhaopvitk", strict=True))
_KEY: dict[int, str] = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
_KEY |= {ord(small): large for small, large in _SMALL.items()}
_KEY |= {ord(small) - 0x60: large for small, large in _SMALL.items() if 0x3041 <= ord(small) - 0x60 < 0x3097}
_KEY |= {ord(one): other for one, other in (_LOOK_ALIKE | _CYRILLIC_AND_GREEK).items()}
# Both are everyday kanji: level in names, but a text is not to be read with one for the other.
_KEY |= {ord(other): one for one, other in ("崎埼", "斎斉", "藤籐", "蔭陰", "裏裡", "篭籠")}

_NUMERALS = dict(zip("〇零○◯一壱二弐三参四五伍六七八九", "00001122334556789", strict=True))
_DIGITS: dict[int, str] = {ord(one): other for one, other in _NUMERALS.items()}
_DIGITS |= {ord("ー"): "-", ord("ｰ"): "-", ord("~"): "-", ord("〜"): "-", ord("o"): "o"}


def plain(text: str) -> str:
    """The layer `plain` of a string, where nobody asks for places."""
    return Folded(text).plain


def key(text: str) -> str:
    return Folded(text).key


def level_key(plain_text: str) -> str:
    return plain_text.translate(_KEY)


class Folded:
    """One text in its three layers; `span` leads back to the text as it was given."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.begins_at: list[int] = []
        self.ends_at: list[int] = []
        out: list[str] = []
        place = 0
        while place < len(text):
            end = place + 1
            while end < len(text) and _clings(text[end]):
                end += 1
            for character in _levelled(text[place:end]):
                out.append(character)
                self.begins_at.append(place)
                self.ends_at.append(end)
            place = end
        self.plain = "".join(out)
        self.key = self.plain.translate(_KEY)
        self.digits = self.plain.translate(_DIGITS)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Places in the layers -> places in the text as it was given."""
        return self.begins_at[start], self.ends_at[end - 1]

    @cached_property
    def tokens(self) -> list[Token]:
        return list(tokens(self.plain))

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def starts(self) -> frozenset[int]:
        return frozenset(place for token in self.tokens for place in token.starts)

    @cached_property
    def ends(self) -> frozenset[int]:
        return frozenset(place for token in self.tokens for place in token.ends)

    def token_from(self, place: int) -> Token | None:
        """The token that begins at that place."""
        number = bisect_left(self._starts, place)
        found = self.tokens[number] if number < len(self.tokens) else None
        return found if found and found.start == place else None

    def tokens_between(self, start: int, end: int) -> list[Token]:
        return [token for token in self.tokens if token.start < end and token.end > start]

    def stands(self, start: int, end: int) -> bool:
        """Whether what is between the places stands by itself: words or scripts begin and end there."""
        return self.begins(start) and self.finishes(end)

    def begins(self, start: int) -> bool:
        return start == 0 or start in self.starts or script(self.plain[start - 1]) != script(self.plain[start])

    def finishes(self, end: int) -> bool:
        return end == len(self.plain) or end in self.ends or script(self.plain[end]) != script(self.plain[end - 1])


def _clings(character: str) -> bool:
    return character in _MARKS or character in _UNSEEN or unicodedata.category(character) in ("Mn", "Me", "Cf")


def _levelled(group: str) -> str:
    """One character with what clings to it, levelled; "" for something invisible alone."""
    seen = "".join(c for c in group if c not in _UNSEEN and not _is_selector(c) and unicodedata.category(c) != "Cf")
    seen = "".join(c for c in seen if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    if not seen:
        return "\n" if group[0] == "\r" else ""
    made = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold()).replace("\u0307", "")
    return re.sub(r"\s", _blank, made).translate(_LEVEL).translate(_FOLD)


def _blank(found: re.Match) -> str:
    return "\n" if found.group() in "\n\r\x0b\x0c\x85\u2028\u2029" else " "


def _is_selector(character: str) -> bool:
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF


def script(character: str) -> str:
    """h hiragana, k katakana, j kanji, a Latin, 0 digit, a sign by itself otherwise."""
    if "ぁ" <= character <= "ゖ":
        return "h"
    if "ァ" <= character <= "ヺ" or character == "ー":
        return "k"
    if "一" <= character <= "鿿" or "㐀" <= character <= "䶿" or character in "々〆" or ord(character) >= 0x20000:
        return "j"
    if character.isdigit():
        return "0"
    return "a" if character.isalpha() else character
