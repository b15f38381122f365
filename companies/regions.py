"""The wide region that the anonymised face of an issue names instead of a prefecture."""

REGIONS = {
    "北海道": "北海道",
    "東北": "青森県 岩手県 宮城県 秋田県 山形県 福島県",
    "関東": "茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県",
    "甲信越": "新潟県 山梨県 長野県",
    "北陸": "富山県 石川県 福井県",
    "東海": "岐阜県 静岡県 愛知県 三重県",
    "近畿": "滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県",
    "中国": "鳥取県 島根県 岡山県 広島県 山口県",
    "四国": "徳島県 香川県 愛媛県 高知県",
    "九州・沖縄": "福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県",
}
_BY_PREFECTURE = {prefecture: region for region, names in REGIONS.items() for prefecture in names.split()}


def region_of(prefecture: str) -> str:
    """関東 for 東京都; a word that is no prefecture is its own region."""
    return _BY_PREFECTURE.get(prefecture, prefecture)


def prefectures_of(region: str) -> frozenset[str]:
    """The prefectures of a wide region; of a word that is no region, the word itself."""
    return frozenset(REGIONS.get(region, region).split())
