"""An independent respeller: it knows nothing of the rules, only how people (and their machines) write the same thing otherwise."""

import random
import unicodedata

HALF = {}
for code in range(0xFF66, 0xFF9E):
    HALF[unicodedata.normalize("NFKC", chr(code))] = chr(code)
for base in "カキクケコサシスセソタチツテトハヒフヘホ":
    HALF[unicodedata.normalize("NFC", base + "\u3099")] = HALF[base] + "ﾞ"
for base in "ハヒフヘホ":
    HALF[unicodedata.normalize("NFC", base + "\u309a")] = HALF[base] + "ﾟ"

HEADS = (
    ("丸山", "マルヤマ", "Maruyama"), ("黒沢", "クロサワ", "Kurosawa"), ("長谷川", "ハセガワ", "Hasegawa"), ("渡辺", "ワタナベ", "Watanabe"), ("協和", "キョウワ", "Kyowa"),
    ("三星", "ミツボシ", "Mitsuboshi"), ("富士川", "フジカワ", "Fujikawa"), ("桜井", "サクライ", "Sakurai"), ("浜崎", "ハマサキ", "Hamasaki"), ("新宮", "シングウ", "Shingu"),
    ("大黒", "ダイコク", "Daikoku"), ("松本", "マツモト", "Matsumoto"), ("高田", "タカダ", "Takada"), ("ナガセ", "ナガセ", "Nagase"), ("オリオン", "オリオン", "Orion"),
    ("斎木", "サイキ", "Saiki"), ("千代川", "チヨカワ", "Chiyokawa"), ("鶴見", "ツルミ", "Tsurumi"), ("ヒロセ", "ヒロセ", "Hirose"), ("清水谷", "シミズダニ", "Shimizudani"),
)  # fmt: skip
TAILS = (
    ("精機", "セイキ", "Seiki"), ("製作所", "セイサクショ", "Seisakusho"), ("食品", "ショクヒン", "Shokuhin"), ("工業", "コウギョウ", "Kogyo"), ("商店", "ショウテン", "Shoten"),
    ("運輸", "ウンユ", "Unyu"), ("建設", "ケンセツ", "Kensetsu"), ("電機", "デンキ", "Denki"), ("印刷", "インサツ", "Insatsu"), ("木工", "モッコウ", "Mokko"),
    ("フーズ", "フーズ", "Foods"), ("システム", "システム", "System"),
)  # fmt: skip
OLD = {
    "沢": "澤",
    "辺": "邊",
    "高": "髙",
    "浜": "濵",
    "崎": "﨑",
    "桜": "櫻",
    "斎": "齋",
    "富": "冨",
    "黒": "黑",
    "国": "國",
}
ROMAN_OTHER = (
    ("shi", "si"),
    ("tsu", "tu"),
    ("chi", "ti"),
    ("sho", "syo"),
    ("kyo", "kyou"),
    ("ko", "kou"),
    ("fu", "hu"),
)


def hiragana(kana: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in kana)


def half(kana: str) -> str:
    return "".join(HALF.get(c, c) for c in kana)


def full(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def name_ways(head: tuple[str, str, str], tail: tuple[str, str, str], dice: random.Random) -> list[str]:
    written, kana, roman = (head[n] + tail[n] for n in range(3))
    apart = dice.choice([" ", "　", "・", "\n", "\u200b", "-", "．", "/"])
    old = "".join(OLD.get(c, c) for c in written)
    other = roman.lower()
    for one, another in ROMAN_OTHER:
        other = other.replace(one, another)
    place = dice.randrange(1, len(written))
    return [
        written, f"㈱{written}", f"{written}㈱", f"（株）{written}", f"株式会社　{written}", f"{head[0]}・{tail[0]}", old, f"有限会社{old}",
        kana, half(kana), hiragana(kana), f"{kana}(株)", half(kana) + "㈲", f"{head[1]} {tail[1]}", f"{hiragana(head[1])}{tail[0]}", f"{head[1]}{tail[0]}",
        apart.join(written), written[:place] + "\n" + written[place:], written[:place] + "\u200b" + written[place:], "\ufeff".join(written),
        f"{head[2]} {tail[2]}", f"{head[2]}-{tail[2]}", f"{head[2]}{tail[2]}".upper(), full(f"{head[2]} {tail[2]}"), other, f"{head[2].lower()}_{tail[2].lower()}",
        unicodedata.normalize("NFD", kana), unicodedata.normalize("NFD", hiragana(kana)),
    ]  # fmt: skip


def phone_ways(area: str, middle: str, last: str) -> list[str]:
    kanji = str.maketrans("0123456789", "〇一二三四五六七八九")
    return [
        f"{area}-{middle}-{last}", full(f"{area}-{middle}-{last}"), f"({area}){middle}-{last}", f"（{area}）{middle}ー{last}", f"{area} {middle} {last}", f"{area}{middle}{last}",
        f"{area}ー{middle}ー{last}", f"{area}.{middle}.{last}", f"{area}−{middle}−{last}", f"+81-{area[1:]}-{middle}-{last}", f"+81 {area[1:]} {middle} {last}", f"+81{area[1:]}{middle}{last}",
        f"{area}の{middle}の{last}", f"{area}・{middle}・{last}", f"{area}-{middle}-{last}".translate(kanji), f"{area}-{middle}\n-{last}", f"{area}\u200b-{middle}-{last}", f"{middle}-{last}",
        f"{area}（{middle}）{last}", full(f"{area}({middle}){last}"), f"TEL:{area}-{middle}-{last}", f"{area}–{middle}–{last}",
    ]  # fmt: skip


def url_ways(host: str) -> list[str]:
    return [
        host, f"www.{host}", f"https://{host}/", f"http://www.{host}/index.html", full(host), full(f"https://www.{host}"), host.upper(), host.replace(".", "ドット"), host.replace(".", " ドット "),
        host.replace(".", "(dot)"), host.replace(".", "．"), f"info@{host}", full(f"info@{host}"), f"info(at){host}", f"info アット {host}", f"info＠{host}", host.split(".")[0], host.replace(".", "。", 1),
        f"ｗｗｗ．{full(host)}", host.replace("-", "‐"),
    ]  # fmt: skip
