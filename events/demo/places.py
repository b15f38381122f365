"""Where invented firms and seniors are: kinds of region, their prefectures and towns, and the invented institutions there.

Prefectures and towns are real so that a list reads naturally; street addresses, telephone numbers and mail addresses lead nowhere.
"""

from dataclasses import dataclass
from random import Random

REGIONS = ("METRO", "BAY", "INLAND", "MOUNTAIN", "SNOW", "COAST")

PREFECTURE = {
    "METRO": "東京都",
    "BAY": "神奈川県",
    "INLAND": "埼玉県",
    "MOUNTAIN": "長野県",
    "SNOW": "新潟県",
    "COAST": "静岡県",
}
# What the anonymised list says of a place.
PUBLIC_REGION = {
    "METRO": "東京都",
    "BAY": "神奈川県",
    "INLAND": "北関東・埼玉",
    "MOUNTAIN": "甲信",
    "SNOW": "北陸・新潟",
    "COAST": "東海",
}
TOWNS = {
    "METRO": ("大田区", "墨田区", "足立区", "葛飾区", "江戸川区", "板橋区", "荒川区", "台東区", "江東区"),
    "BAY": ("川崎市川崎区", "横浜市鶴見区", "横須賀市", "藤沢市", "厚木市", "相模原市緑区", "三浦市"),
    "INLAND": ("川口市", "所沢市", "熊谷市", "行田市", "入間市", "秩父市", "深谷市", "越谷市"),
    "MOUNTAIN": ("佐久市", "諏訪市", "飯山市", "伊那市", "千曲市", "上田市", "岡谷市"),
    "SNOW": ("燕市", "三条市", "十日町市", "見附市", "南魚沼市", "柏崎市", "五泉市"),
    "COAST": ("焼津市", "磐田市", "牧之原市", "沼津市", "浜松市浜名区", "掛川市", "島田市"),
}
STREETS = ("見本町", "若葉町", "栄町", "本町", "緑ヶ丘", "日の出町", "旭町", "新町", "川端町", "東町")
VENUES = (
    "千代田会館 3階 大ホール",
    "みなと産業プラザ 展示ホール",
    "県央商工会館 2階 大会議室",
    "川端文化センター 多目的ホール",
    "駅前コンベンションルーム 5階",
    "産業振興会館 1階 ホールA",
)


@dataclass(frozen=True, slots=True)
class Bank:
    """An invented institution; the code lies outside every allotted range of financial institutions."""

    key: str
    code: str
    name: str
    short: str
    kana: str
    kind: str
    region: str
    branches: tuple[tuple[str, str], ...]


BANKS = (
    Bank(
        "aoba",
        "9981",
        "青葉信用組合",
        "青葉",
        "アオバシンヨウクミアイ",
        "shinkumi",
        "METRO",
        (
            ("本店", "ホンテン"),
            ("大森支店", "オオモリシテン"),
            ("堀切支店", "ホリキリシテン"),
            ("蒲田支店", "カマタシテン"),
        ),
    ),
    Bank(
        "shiomi",
        "9982",
        "汐見信用金庫",
        "汐見",
        "シオミシンヨウキンコ",
        "shinkin",
        "BAY",
        (("本店", "ホンテン"), ("港町支店", "ミナトマチシテン"), ("丘の上支店", "オカノウエシテン")),
    ),
    Bank(
        "musashidai",
        "9983",
        "武蔵台信用金庫",
        "武蔵台",
        "ムサシダイシンヨウキンコ",
        "shinkin",
        "INLAND",
        (
            ("本店", "ホンテン"),
            ("南支店", "ミナミシテン"),
            ("北口支店", "キタグチシテン"),
            ("小手指原支店", "コテサシハラシテン"),
        ),
    ),
    Bank(
        "higashikawa",
        "9984",
        "東川信用組合",
        "東川",
        "ヒガシカワシンヨウクミアイ",
        "shinkumi",
        "MOUNTAIN",
        (("本店", "ホンテン"), ("三ツ木支店", "ミツギシテン"), ("湖畔支店", "コハンシテン")),
    ),
    Bank(
        "hokuryo",
        "9985",
        "北稜信用組合",
        "北稜",
        "ホクリョウシンヨウクミアイ",
        "shinkumi",
        "SNOW",
        (("本店", "ホンテン"), ("川東支店", "カワヒガシシテン"), ("雪見支店", "ユキミシテン")),
    ),
    Bank(
        "tonada",
        "9986",
        "遠灘信用金庫",
        "遠灘",
        "トオナダシンヨウキンコ",
        "shinkin",
        "COAST",
        (("本店", "ホンテン"), ("浜通支店", "ハマドオリシテン"), ("茶園支店", "チャエンシテン")),
    ),
)
BANK_OF_REGION = {bank.region: bank for bank in BANKS}


def address(rng: Random) -> str:
    return f"{rng.choice(STREETS)}{rng.randint(1, 9)}-{rng.randint(1, 28)}-{rng.randint(1, 30)}"


def office_phone(rng: Random) -> str:
    """A number no exchange has: 03-0xxx is not given out."""
    return f"03-0{rng.randint(0, 999):03}-{rng.randint(0, 9999):04}"


def mobile_phone(rng: Random) -> str:
    """A number no carrier has: 090-0xxx is not given out."""
    return f"090-0{rng.randint(0, 999):03}-{rng.randint(0, 9999):04}"
