"""A name in all the ways it can be written: its parts with their readings, and the patterns that find them in the layer `key`."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path

from companies.anonymity.folding import level_key, plain, script
from companies.anonymity.words import reading, tokens

LEGAL_FORMS = (
    "株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|一般社団法人|一般財団法人|公益社団法人|公益財団法人|特定非営利活動法人|npo法人|"
    "医療法人社団|医療法人財団|医療法人|社会福祉法人|学校法人|宗教法人|農事組合法人|協同組合|企業組合|協業組合|"
    r"\((?:株|有|同|資|名|社|財|医|福|特非|農|協)\)|co\.?,? ?ltd\.?|inc\.|corp\."
)
LEGAL = re.compile(LEGAL_FORMS)
LEGAL_KEY = level_key(LEGAL_FORMS)
_LEGAL_KANA = re.compile(
    r"(?:(?:カブシキ|[ユウ]+ゲン|ゴウドウ|ゴウシ|ゴウメイ)[カガ]イ[シ][ヤャ]|\((?:カ|ユ|ド|シ|メ)\)?|(?:カ|ユ|ド|シ|メ)\))"
)
# What may stand between the characters of a name that somebody pulled apart.
APART = r"[\s・･.,、_/|*'\"`~:;+=!☆★◆◇●■□-]{0,2}"
LOOSE = r"[\s・]{0,2}"
JOINT = rf"{APART}(?:株式会社|有限会社|合同会社|\((?:株|有|同)\))?{APART}"
_O_ROW = "オコソトノホモヨロゴゾドボポウクスツヌフムユルグズブプ"
_E_ROW = "エケセテネヘメレゲゼデベペ"
PREFECTURES = (
    "北海道 青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 東京 神奈川 新潟 富山 石川 福井 山梨 長野 岐阜 静岡 愛知 三重 滋賀 京都 "
    "大阪 兵庫 奈良 和歌山 鳥取 島根 岡山 広島 山口 徳島 香川 愛媛 高知 福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄"
).split()
# Words that name a wide region or a time: an anonymised text may use them, whatever a firm is called.
WIDE = frozenset(
    PREFECTURES
    + "日本 国内 全国 世界 海外 関東 首都圏 関西 近畿 中部 東海 北陸 信越 甲信越 甲信 東北 中国 四国 九州 北関東 南関東 山陰 山陽 瀬戸内 "
    "東日本 西日本 中日本 アジア 東洋 西洋 太平洋 欧州 米国 アメリカ 中央 明治 大正 昭和 平成 令和 東 西 南 北 都 県 府 道".split()
)

# Words that firms like to be called by and that texts use every day in their own sense.
EVERYDAY = frozenset(
    "桜 光 緑 太陽 朝日 夕日 平和 未来 希望 若葉 新緑 青空 大空 大地 地球 宇宙 世紀 銀河 新星 明星 流星 北極星 春 夏 秋 冬 花 星 月 虹 泉 海 山 川 森 林 松 竹 "
    "梅 鶴 亀 富士 扇 鳩 鷹 鷲 白鳥 獅子 銀 金 鉄 黄金 白銀 宝 宝石 真珠 水晶 翡翠 双子 兄弟 家族 仲間 友 人 心 夢 愛 絆 和 輪 環 結 縁 福 幸 幸福 笑顔 "
    "元気 健康 信用 信頼 安心 安全 品質 技術 先端 先進 最新 総合 中心 第一 一番 新生 都市 都 町 村 里 港 湾 島 岬 浜 丘 高原 平野 盆地 渓谷 清流 源流 湧水 温泉 "
    "雪 雨 風 雲 空 水 火 土 木 石 岩 砂 米 麦 豆 茶 塩 味噌 酒 竜 虎 牛 馬 羊 犬 猫 魚 鯛 鮎 蛍 蝶 蜂 味 技 匠 巧 職人 名人 達人 伝統 老舗 元祖 本家 "
    "ハート ベスト トップ エコ スター スマイル フレッシュ フレンド ホット ニュー グリーン ブルー レッド ホワイト ブラック ゴールド シルバー クリスタル ダイヤ ダイヤモンド "
    "ライト サン ムーン スカイ オーシャン マウンテン リバー フォレスト フラワー ツリー リーフ アース ワールド グローバル ユニバーサル スマート スピード パワー エネルギー "
    "クリエイティブ イノベーション フューチャー ビジョン チャレンジ チャンス スタート ゴール リーダー パートナー サポーター ファミリー キッズ シニア ヘルス ビューティー "
    "コスト モデル タイプ クラス グレード レベル ステップ ポイント センター ステーション ターミナル ポート ゲート ブリッジ ロード ルート コース バランス リズム".split()
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a name as written (layer `plain`) with its readings (layer `key`)."""

    written: str
    readings: tuple[str, ...]
    is_trade: bool = False


@cache
def trade_words() -> dict[str, tuple[str, ...]]:
    """Words of trades in names, folded, with their readings; the longest first."""
    path = Path(__file__).parent / "data" / "trade_words.txt"
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, *readings = line.split()
            found[plain(word)] = tuple(readings)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


NUMERALS = dict(zip("一二三四五六七八九1234567890", "123456789ーニ三四五六七ハ九0", strict=True))
_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "エー ビー シー ディー イー エフ ジー エイチ アイ ジェー ケー エル エム エヌ オー ピー キュー アール エス ティー ユー ブイ ダブリュー エックス ワイ ゼット".split(),
        strict=True,
    )
)


def letter_names(written: str) -> str:
    """abcテクノ as it is said: エービーシーテクノ."""
    return "".join(_LETTERS.get(character, character) for character in written)


def bare(name: str) -> str:
    """A firm's name folded, without legal form and blanks; the form alone where there is nothing else."""
    folded = plain(name)
    return re.sub(r"[\s・･]", "", LEGAL.sub("", folded)) or re.sub(r"\s", "", folded)


def katakana(text: str) -> str:
    """A reading in full-width katakana, its small kana kept, without legal form, blanks and dots."""
    made = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s・.\-]", "", _LEGAL_KANA.sub("", made))


@lru_cache(maxsize=2000)
def parts_of(name: str, kana: str = "") -> tuple[Part, ...]:
    """A firm's name as its own part and the words of its trade: 山田 and 精機. The reading given is shared out among them."""
    rest = bare(name)
    behind: list[Part] = []
    while found := next((w for w in trade_words() if len(w) > 1 and rest.endswith(w) and len(rest) > len(w)), None):
        behind.insert(0, Part(found, trade_words()[found], True))
        rest = rest.removesuffix(found)
    own = katakana(kana)
    for part in reversed(behind):
        if own:
            own = next((own[: -len(one)] for one in part.readings if _ends_with(own, one)), "")
    own_readings = _readings(rest, own) if own or rest not in trade_words() else trade_words()[rest]
    return (Part(rest, own_readings, rest in trade_words()), *behind)


def _ends_with(kana: str, ending: str) -> bool:
    """ヤマダシヨウテン ends with ショウテン too: banks write no small kana."""
    return len(kana) > len(ending) and level_key(kana).endswith(level_key(ending))


def _readings(written: str, said: str) -> tuple[str, ...]:
    ways = [said or katakana(reading(written))]
    if re.search("[a-z]", written):
        ways.append(katakana(reading(letter_names(written))))
    return tuple(one for one in dict.fromkeys(ways) if re.fullmatch("[ァ-ヴー]+", one))


def written_pattern(part: str, between: str = APART) -> str:
    """The characters of a written name, also pulled apart. 々 may be written out, ヶ is ケ, が and ノ."""
    made = []
    for number, character in enumerate(level_key(part)):
        if number and (character == "々" or character == level_key(part)[number - 1] and script(part[number]) == "j"):
            made.append(f"(?:々|{re.escape(level_key(part)[number - 1])})")
        elif part[number] in NUMERALS:
            made.append(f"[{character}{NUMERALS[part[number]]}]")
        elif character == "ケ" and script(part[number - 1 : number] or "-") == "j":
            made.append("[ケガノ]?")
        elif character in "ー-" and number:
            made.append("[ー-]?")
        elif character in "ノ之乃" and number:
            made.append("[ノ之乃]?")
        else:
            made.append(re.escape(character))
    return between.join(made)


def kana_pattern(said: str, between: str = LOOSE) -> str:
    """A reading in kana; how a long vowel is written does not matter."""
    made = []
    before = ""
    for character in level_key(said):
        if character == "ー":
            made.append("[ーアイウエオ-]?")
        elif character in "ウオ" and before and before in _O_ROW:
            made.append("[ウオー-]?")
        elif character in "イエ" and before and before in _E_ROW:
            made.append("[イエー-]?")
        else:
            made.append(re.escape(character))
        before = character
    return between.join(made)


def part_pattern(part: Part, between: str = APART) -> str:
    """One part, written or in kana."""
    ways = [written_pattern(part.written, between)]
    ways += [kana_pattern(one, between) for one in part.readings if len(one) > 1 or part.is_trade]
    return f"(?:{'|'.join(dict.fromkeys(ways))})"


_HIDDEN = frozenset("0●*×x■□_?@◎△▲※〓#")


def masked(written: str, own: int, key_text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands with one character hidden behind a sign or an initial, or with another kanji behind its own part: 山●精機, 山田製機."""
    letters = level_key(written)
    size = len(letters)
    for start in range(len(key_text) - size + 1):
        wrong = -1
        for place in range(size):
            if key_text[start + place] != letters[place]:
                if wrong >= 0:
                    break
                wrong = place
        else:
            if wrong < 0:
                continue
            other = key_text[start + wrong]
            hidden = other in _HIDDEN or ("a" <= other <= "z")
            if hidden or (wrong >= own > 1 and size > 3 and script(other) == "j" == script(letters[wrong])):
                yield start, start + size


class Rarity(IntEnum):
    """How far a word alone points to a firm that is called by it."""

    ORDINARY = 0  # said every day: さくら, 日本, 森
    SELDOM = 1  # a word, but one that plain texts hardly use: 北斗, サンライズ
    NAME = 2  # a name and nothing else: 山田, 協栄


@lru_cache(maxsize=2000)
def rarity(written: str) -> Rarity:
    """Of a folded word."""
    if len(written) < 2 or written in WIDE or written in trade_words() or written in EVERYDAY:
        return Rarity.ORDINARY
    found = list(tokens(written))
    scripts = {script(character) for character in written}
    if len(found) == 1 and found[0].known and not found[0].is_proper:
        plain_noun = found[0].pos[1:3] == ("普通名詞", "一般") or found[0].pos[0] == "記号"
        return (
            Rarity.SELDOM
            if plain_noun and (scripts == {"j"} or (scripts == {"k"} and len(written) > 3))
            else Rarity.ORDINARY
        )
    if all(token.known and not token.is_proper for token in found) and scripts <= {"h"} and len(written) < 5:
        return Rarity.ORDINARY
    return Rarity.NAME


def surname_and_given(name: str, kana: str = "") -> tuple[Part, Part]:
    """A person's name in its two parts: by the blank in it, otherwise by the dictionary."""
    pieces = [piece for piece in re.split(r"[\s・]+", plain(name).strip()) if piece]
    if len(pieces) == 1:
        pieces = _cut(pieces[0])
    said = [katakana(piece) for piece in re.split(r"[\s・]+", kana.strip()) if piece]
    if len(said) == 1 and len(pieces) > 1:
        said = _cut_kana(said[0], pieces)
    surname, given = (pieces or [""])[0], "".join(pieces[1:])
    surname_said, given_said = (said or [""])[0], "".join(said[1:])
    return (
        Part(surname, _readings(surname, surname_said) if surname else ()),
        Part(given, _readings(given, given_said) if given else ()),
    )


def _cut(name: str) -> list[str]:
    found = [token.surface for token in tokens(name)]
    if len(found) > 1:
        return [found[0], "".join(found[1:])]
    return [name] if len(name) < 4 else [name[:2], name[2:]]


def _cut_kana(said: str, pieces: Sequence[str]) -> list[str]:
    beginning, ending = (katakana(reading(piece)) for piece in pieces[:2])
    if level_key(said).startswith(level_key(beginning)) and len(said) > len(beginning):
        return [said[: len(beginning)], said[len(beginning) :]]
    return [said[: -len(ending)], said[-len(ending) :]] if ending and _ends_with(said, ending) else [said]
