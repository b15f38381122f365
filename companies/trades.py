"""日本標準産業分類: its twenty divisions (大分類) and ninety-nine major groups (中分類), as data.

Source: 総務省 統計基準・統計分類「日本標準産業分類」(大分類 A-T, 中分類 01-99). A firm's trade in its own words stays beside the code.
"""

import re

from kouryukai.lib.japanese import name_key

DIVISIONS = {
    "A": "農業,林業",
    "B": "漁業",
    "C": "鉱業,採石業,砂利採取業",
    "D": "建設業",
    "E": "製造業",
    "F": "電気・ガス・熱供給・水道業",
    "G": "情報通信業",
    "H": "運輸業,郵便業",
    "I": "卸売業,小売業",
    "J": "金融業,保険業",
    "K": "不動産業,物品賃貸業",
    "L": "学術研究,専門・技術サービス業",
    "M": "宿泊業,飲食サービス業",
    "N": "生活関連サービス業,娯楽業",
    "O": "教育,学習支援業",
    "P": "医療,福祉",
    "Q": "複合サービス事業",
    "R": "サービス業(他に分類されないもの)",
    "S": "公務(他に分類されるものを除く)",
    "T": "分類不能の産業",
}
_GROUPS = """
A 01 農業
A 02 林業
B 03 漁業(水産養殖業を除く)
B 04 水産養殖業
C 05 鉱業,採石業,砂利採取業
D 06 総合工事業
D 07 職別工事業(設備工事業を除く)
D 08 設備工事業
E 09 食料品製造業
E 10 飲料・たばこ・飼料製造業
E 11 繊維工業
E 12 木材・木製品製造業(家具を除く)
E 13 家具・装備品製造業
E 14 パルプ・紙・紙加工品製造業
E 15 印刷・同関連業
E 16 化学工業
E 17 石油製品・石炭製品製造業
E 18 プラスチック製品製造業(別掲を除く)
E 19 ゴム製品製造業
E 20 なめし革・同製品・毛皮製造業
E 21 窯業・土石製品製造業
E 22 鉄鋼業
E 23 非鉄金属製造業
E 24 金属製品製造業
E 25 はん用機械器具製造業
E 26 生産用機械器具製造業
E 27 業務用機械器具製造業
E 28 電子部品・デバイス・電子回路製造業
E 29 電気機械器具製造業
E 30 情報通信機械器具製造業
E 31 輸送用機械器具製造業
E 32 その他の製造業
F 33 電気業
F 34 ガス業
F 35 熱供給業
F 36 水道業
G 37 通信業
G 38 放送業
G 39 情報サービス業
G 40 インターネット附随サービス業
G 41 映像・音声・文字情報制作業
H 42 鉄道業
H 43 道路旅客運送業
H 44 道路貨物運送業
H 45 水運業
H 46 航空運輸業
H 47 倉庫業
H 48 運輸に附帯するサービス業
H 49 郵便業(信書便事業を含む)
I 50 各種商品卸売業
I 51 繊維・衣服等卸売業
I 52 飲食料品卸売業
I 53 建築材料,鉱物・金属材料等卸売業
I 54 機械器具卸売業
I 55 その他の卸売業
I 56 各種商品小売業
I 57 織物・衣服・身の回り品小売業
I 58 飲食料品小売業
I 59 機械器具小売業
I 60 その他の小売業
I 61 無店舗小売業
J 62 銀行業
J 63 協同組織金融業
J 64 貸金業,クレジットカード業等非預金信用機関
J 65 金融商品取引業,商品先物取引業
J 66 補助的金融業等
J 67 保険業(保険媒介代理業,保険サービス業を含む)
K 68 不動産取引業
K 69 不動産賃貸業・管理業
K 70 物品賃貸業
L 71 学術・開発研究機関
L 72 専門サービス業(他に分類されないもの)
L 73 広告業
L 74 技術サービス業(他に分類されないもの)
M 75 宿泊業
M 76 飲食店
M 77 持ち帰り・配達飲食サービス業
N 78 洗濯・理容・美容・浴場業
N 79 その他の生活関連サービス業
N 80 娯楽業
O 81 学校教育
O 82 その他の教育,学習支援業
P 83 医療業
P 84 保健衛生
P 85 社会保険・社会福祉・介護事業
Q 86 郵便局
Q 87 協同組合(他に分類されないもの)
R 88 廃棄物処理業
R 89 自動車整備業
R 90 機械等修理業(別掲を除く)
R 91 職業紹介・労働者派遣業
R 92 その他の事業サービス業
R 93 政治・経済・文化団体
R 94 宗教
R 95 その他のサービス業
R 96 外国公務
S 97 国家公務
S 98 地方公務
T 99 分類不能の産業
"""
# code -> (division, name)
TRADES: dict[str, tuple[str, str]] = {
    code: (division, name) for division, code, name in (line.split(" ", 2) for line in _GROUPS.strip().splitlines())
}
_BY_NAME = {name_key(name): code for code, (_, name) in TRADES.items()}
_LEADING = re.compile(r"^([A-T])?\s*([0-9]{1,2})(?![0-9])")


def trade_name(code: str) -> str:
    """金属製品製造業 for 24; "" where there is no such code."""
    return TRADES[code][1] if code in TRADES else ""


def trade_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The major groups under their divisions, for a list to choose from."""
    return [
        (
            f"{letter} {division}",
            [(code, f"{code} {name}") for code, (of, name) in TRADES.items() if of == letter],
        )
        for letter, division in DIVISIONS.items()
    ]


def trade_code(text: str) -> str:
    """The code that somebody typed: 24, E24, 24 金属製品製造業 or the name alone. ValueError with a sentence in Japanese."""
    key = name_key(text)
    if key in _BY_NAME:
        return _BY_NAME[key]
    found = _LEADING.match(key.upper())
    code = found.group(2).zfill(2) if found else ""
    if code not in TRADES or found.group(1) not in (None, TRADES[code][0]):
        raise ValueError("日本標準産業分類の中分類(01から99)にありません。例: 24 または 金属製品製造業")
    return code
