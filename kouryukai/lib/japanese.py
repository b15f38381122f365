"""Japanese text: what is stored stays as typed, what is searched becomes a key.

Stored names are never normalised as a whole: NFC already turns U+FA19 and U+FA1B into other characters, NFKC many more.
"""

import re
import unicodedata

# Characters that stand for each other in names: the first of a group is the key. NFKC does not join these.
VARIANTS = (
    "高髙 崎﨑嵜 辺邊邉 斎齋齊斉 浜濱濵 徳德 沢澤 広廣 国國 島嶋嶌 吉𠮷 桜櫻 竜龍 滝瀧 関關 渋澁 塩鹽 県縣 栄榮 条條 巻卷 恵惠 "
    "真眞 実實 学學 寿壽 円圓 亀龜 蔵藏 総總 与與 万萬 弥彌 来來 礼禮 桧檜 曽曾 富冨 峰峯 館舘 黒黑 豊豐 鉄鐵 沖冲 涼凉 晃晄 柳栁 "
    "桑桒 船舩 会會 岳嶽 剣劍 尭堯 遥遙 槙槇 穂穗 顕顯 瑶瑤 応應 温溫 歩步 静靜 清淸 青靑 薫薰 鴎鷗 祢禰 増增 瀬瀨 頼賴 緑綠 "
    "郎郞 黄黃 横橫 戸戶 教敎 暦曆 歴歷 懐懷 気氣 経經 芸藝 双雙 壮壯 荘莊 湾灣 麦麥 野埜 検檢 駅驛 医醫 鶏鷄 "
    "伝傳 団團 図圖 売賣 宝寶 将將 対對 帯帶 当當 従從 戦戰 拡擴 断斷 旧舊 昼晝 栃杤 様樣 歓歡 点點 為爲 "
    "独獨 発發 禅禪 穣穰 縄繩 聡聰 艶艷 蛍螢 読讀 誉譽 遅遲 郷鄕 酔醉 釈釋 銭錢 雑雜 霊靈 麺麵"
)
_FOLD = {ord(other): group[0] for group in VARIANTS.split() for other in group[1:] if other != group[0]}
_KATAKANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}  # hiragana -> katakana
_FOLD |= _KATAKANA
_FOLD |= {ord("ヶ"): "ケ", ord("ヵ"): "カ", ord("ゖ"): "ケ", ord("ゕ"): "カ"}
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_LONG_SOUND = re.compile(f"(?<=[ァ-ヴー])[-{_HYPHENS}]")
_HYPHEN = dict.fromkeys(map(ord, _HYPHENS), "-")
_SELECTORS = dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
# A kana followed by a combining voice mark (texts from a Mac): joined into one kana, which no other character suffers from.
_VOICED = re.compile("[\u3046-\u307b\u30a6-\u30f2][\u3099\u309a]")
_LEGAL_FORMS = (
    "株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|一般財団法人|公益社団法人|公益財団法人|特定非営利活動法人|"
    "医療法人社団|医療法人|社会福祉法人|農事組合法人|NPO法人|\\((?:株|有|同|資|名|社|財|医|福|特非|農)\\)"
)
_LEGAL = re.compile(f"^(?:{_LEGAL_FORMS})+|(?:{_LEGAL_FORMS})+$", re.IGNORECASE)


def invisible(text: str) -> list[str]:
    """The control and invisible characters in `text` as U+XXXX, each once, in order; line breaks and tabs are not among them."""
    if text.isprintable():
        return []
    found = [c for c in text if _is_invisible(c)]
    return [f"U+{ord(c):04X}" for c in dict.fromkeys(found)]


def _is_invisible(character: str) -> bool:
    return character not in "\n\r\t" and unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")


def tidy(text: str) -> str:
    """One line as a person meant it: no blanks at the ends (U+3000 too), single ones inside, nothing invisible, each character as typed."""
    return " ".join(_visible(text).split())


def tidy_lines(text: str) -> str:
    """A text of several lines: each line tidied at its end, no empty lines at the ends and at most one between two paragraphs."""
    text = _visible(text)
    lines = [re.sub(r"\s+", " ", line).rstrip() for line in re.split(r"\r\n|[\r\n\x0b\x0c\u2028\u2029]", text)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _visible(text: str) -> str:
    joined = _VOICED.sub(lambda found: unicodedata.normalize("NFC", found.group()), text)
    return joined if joined.isprintable() else "".join(c for c in joined if not _is_invisible(c))


def name_key(text: str) -> str:
    """The search key of a name: 高橋 and 髙橋, ﾀｶﾊｼ and タカハシ and たかはし, 渡邉 and 渡辺 have the same. Never shown, never stored as the name."""
    plain = unicodedata.normalize("NFKC", tidy(text).translate(_SELECTORS)).casefold()
    plain = unicodedata.normalize("NFKC", plain).translate(_HYPHEN).translate(_FOLD)
    return unicodedata.normalize("NFKC", "".join(plain.split()))


def company_key(text: str) -> str:
    """The search key of a firm's name without its legal form: ㈱髙島屋, 株式会社 高島屋 and 高島屋(株) have the same.

    A name that is nothing but a legal form keeps it.
    """
    plain = "".join(unicodedata.normalize("NFKC", tidy(text)).translate(_FOLD_FORM).split())
    return name_key(_LEGAL.sub("", plain)) or name_key(plain)


_TYPED = _LEGAL_FORMS.replace("\\(", "[(（]").replace("\\)", "[)）]") + "|[㈱㈲㈳㈴㈶㈻㈾㍿]|株式會社"
_TYPED_FORM = re.compile(f"^(?:{_TYPED})+[ 　]*|[ 　]*(?:{_TYPED})+$", re.IGNORECASE)


def without_legal_form(name: str) -> str:
    """A firm's name without its legal form at either end, otherwise as typed: ㈱髙島製作所 becomes 髙島製作所."""
    return _TYPED_FORM.sub("", tidy(name)) or tidy(name)


_FOLD_FORM = {ord("會"): "会"}  # 株式會社


def kana(text: str) -> str:
    """A reading in full-width katakana: ﾀｶﾊｼ ﾊﾅｺ and たかはし　はなこ become タカハシ ハナコ."""
    plain = tidy(unicodedata.normalize("NFKC", tidy(text)))
    return _LONG_SOUND.sub("ー", plain.translate(_KATAKANA))


def is_kana(text: str) -> bool:
    """Whether a reading (after `kana`) has only katakana, blanks, dots, digits and Latin letters, as firms' readings do."""
    return re.fullmatch(r"[ァ-ヺー・ 0-9A-Za-z.&'()\-]*", text) is not None


def digits(text: str) -> str:
    """The digits of a telephone number, postal code or number of a firm: full-width taken, hyphens, blanks and brackets dropped.

    ValueError with a sentence in Japanese where anything else stands in it.
    """
    plain = unicodedata.normalize("NFKC", tidy(text)).translate(_HYPHEN)
    bare = re.sub(r"[\s()\-ー.〒]", "", plain)
    if not re.fullmatch(r"[0-9]*", bare):
        raise ValueError(f"「{text}」には数字でない文字があります。")
    return bare


_NUMBER = re.compile(r"^(?:(?P<oku>\d+(?:\.\d+)?)億)?(?:(?P<man>\d+(?:\.\d+)?)万)?(?P<one>\d+)?$")


def parse_number(text: str) -> int:
    """A whole number from 1,234, １２３４, 3,000万 or 1億5000万, also with 円, 人, 名, 年, 社 or 分 behind. ValueError in Japanese otherwise."""
    plain = re.sub(r"[\s,、]", "", unicodedata.normalize("NFKC", tidy(text)))
    plain = re.sub(r"(円|人|名|年|社|分)$", "", plain)
    whole = re.fullmatch(r"(\d+)(?:\.0+)?", plain)
    if whole:
        return int(whole.group(1))
    found = _NUMBER.match(plain) if plain else None
    if not found:
        raise ValueError(f"「{text}」は数として読めません。例: 1200")
    total = 0
    for unit, factor in (("oku", 100_000_000), ("man", 10_000), ("one", 1)):
        if found.group(unit):
            total += _times(found.group(unit), factor)
    return total


def _times(number: str, factor: int) -> int:
    """1.5 x 10000 without floating point; a rest below one is cut off."""
    whole, _, rest = number.partition(".")
    return int(whole) * factor + (int(rest) * factor // 10 ** len(rest) if rest else 0)


def parse_man_yen(text: str) -> int:
    """Money in 万円: 3000 and 3,000万円 and 30,000,000円 give 3000, 1.5億 gives 15000. ValueError in Japanese otherwise."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", tidy(text)))
    number = parse_number(plain)
    return number // 10_000 if re.search(r"[億万]|円$", plain) else number
