"""The directory of institutions as data: banks and branches from the zengin list, the other bodies by hand, and how a name finds its row.

The zengin list names neither the kind nor the full name of a bank. Both follow from the code:

=============  ==================  =========================================================
code           kind                full name
=============  ==================  =========================================================
0116 to 0199   地方銀行            name + 銀行
0501 to 0599   第二地方銀行        name + 銀行
1001 to 1999   信用金庫            信金 at the end becomes 信用金庫
2011 to 2899   信用組合            信組 at the end becomes 信用組合 (2213, a public body, is none)
1000, 2010     協会・連合会        by hand
=============  ==================  =========================================================

The list leaves 支店 away; it is added where a name does not already say what kind of office it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from institutions.models import Institution, InstitutionType
from kouryukai.lib.japanese import digits, kana, name_key, tidy

PUBLIC_BODIES = frozenset({"2213"})  # 整理回収機構
# Bodies whose full name does not follow from the list: code -> (name, kind).
NAMED_BY_HAND = {
    "1000": ("信金中央金庫", InstitutionType.ASSOCIATION),
    "2010": ("全国信用組合連合会", InstitutionType.ASSOCIATION),
    "2442": ("信用組合愛知商銀", InstitutionType.SHINKUMI),
    "2684": ("信用組合広島商銀", InstitutionType.SHINKUMI),
}
OFFICE_WORDS = ("店", "営業部", "出張所", "センター", "プラザ", "本部")
# Other writings under which an institution is asked for: key of the writing -> code.
ALIASES = {name_key("全国信用協同組合連合会"): "2010", name_key("全信組連"): "2010", name_key("信金中金"): "1000"}

# (name, short name, reading, kind, prefecture): bodies without a bank code, and banks of past events that are no longer in the list.
WITHOUT_CODE = (
    (
        "北部九州信用金庫協会",
        "北部九州信金協会",
        "ホクブキュウシュウシンヨウキンコキョウカイ",
        InstitutionType.ASSOCIATION,
        "",
    ),
    ("全国信用金庫協会", "全信協", "ゼンコクシンヨウキンコキョウカイ", InstitutionType.ASSOCIATION, "東京都"),
    ("東京都信用組合協会", "都信協", "トウキョウトシンヨウクミアイキョウカイ", InstitutionType.ASSOCIATION, "東京都"),
    ("静岡市", "静岡市", "シズオカシ", InstitutionType.MUNICIPALITY, "静岡県"),
    ("焼津市", "焼津市", "ヤイヅシ", InstitutionType.MUNICIPALITY, "静岡県"),
    ("関東経済産業局", "関東経産局", "カントウケイザイサンギョウキョク", InstitutionType.GOVERNMENT, "埼玉県"),
    ("新現役交流会サポート", "SKS", "シンゲンエキコウリュウカイサポート", InstitutionType.FOUNDATION, "東京都"),
    ("塩沢信用組合", "塩沢信組", "シオザワシンヨウクミアイ", InstitutionType.SHINKUMI, "新潟県"),
    ("三条信用組合", "三条信組", "サンジョウシンヨウクミアイ", InstitutionType.SHINKUMI, "新潟県"),
)

PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 "
    "山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 "
    "香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()
# The head office's prefecture where the name does not say it: the regional banks and the hosts of past events. Others stay blank.
_HEAD_OFFICES = """
北海道 0116 0501 2025|青森県 0117|岩手県 0123 0124 0509|宮城県 0125 0512|秋田県 0119 0120|山形県 0121 0122 0508|福島県 0126 0513 0514 2092
茨城県 0130 0131|栃木県 0129 0517|群馬県 0128 0516 2149|埼玉県 0133|千葉県 0134 0135 0522|神奈川県 0138 0530
東京都 0137 0525 0526 2010 2202 2231 2235 2241 2243 2248 2254|新潟県 0140 0532 2351 2360 2362 2363 2366|山梨県 0142|長野県 0143
富山県 0144 0145 0534|石川県 0146|福井県 0147|静岡県 0149 0150 0151 0538|岐阜県 0152 0153|三重県 0154 0155|愛知県 0542 0543|滋賀県 0157
京都府 0158|大阪府 0159 0161|奈良県 0162|和歌山県 0163|兵庫県 0164 0562|鳥取県 0166|島根県 0167 0565|岡山県 0168 0566|広島県 0169 0569 2684
山口県 0170 0570|徳島県 0172 0572|香川県 0173 0573|愛媛県 0174 0576|高知県 0175 0578|福岡県 0177 0178 0190 0191 0582|佐賀県 0179 0583
長崎県 0181 0585|熊本県 0182 0587|大分県 0183 0590|宮崎県 0184 0591|鹿児島県 0185 0594|沖縄県 0187 0188 0596
"""
HEAD_OFFICE = {
    code: words[0] for words in map(str.split, _HEAD_OFFICES.replace("|", "\n").splitlines()) for code in words[1:]
}
_HEAD_OFFICE_BY_NAME = {
    "青木信用金庫": "埼玉県",
    "アイオー信用金庫": "群馬県",
    "横浜信用金庫": "神奈川県",
    "しずおか焼津信用金庫": "静岡県",
    "静清信用金庫": "静岡県",
}


@dataclass(frozen=True, slots=True)
class ListedBranch:
    code: str
    name: str
    name_kana: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An institution as it should stand in the table; `code` is None for a body without one."""

    code: str | None
    name: str
    short_name: str
    name_kana: str
    type: str
    prefecture: str
    branches: tuple[ListedBranch, ...] = ()


def kind_of(code: str) -> InstitutionType | None:
    """The kind that a bank code stands for; None for banks that are none of the four kinds (megabanks, labour banks, farm co-operatives ...)."""
    if code in NAMED_BY_HAND:
        return NAMED_BY_HAND[code][1]
    if code in PUBLIC_BODIES:
        return None
    for first, last, kind in (
        ("0116", "0199", InstitutionType.REGIONAL),
        ("0501", "0599", InstitutionType.REGIONAL_SECOND),
        ("1001", "1999", InstitutionType.SHINKIN),
        ("2011", "2899", InstitutionType.SHINKUMI),
    ):
        if first <= code <= last:
            return kind
    return None


def full_name(code: str, listed: str) -> str:
    if code in NAMED_BY_HAND:
        return NAMED_BY_HAND[code][0]
    if listed.endswith("信金"):
        return listed.removesuffix("信金") + "信用金庫"
    if listed.endswith("信組"):
        return listed.removesuffix("信組") + "信用組合"
    return listed + "銀行"


def branch_name(listed: str) -> str:
    return listed if listed.endswith(OFFICE_WORDS) else listed + "支店"


def prefecture_of(code: str, name: str) -> str:
    """The prefecture of the head office where it is known: by hand, else from a name that says it (新潟縣信用組合); "" otherwise."""
    known = HEAD_OFFICE.get(code) or _HEAD_OFFICE_BY_NAME.get(name)
    if known:
        return known
    key = name_key(name)
    return next((one for one in PREFECTURES if one in key), "")  # no prefecture's own key differs from its name


def listed_banks() -> Iterator[Listed]:
    """Every 信用金庫, 信用組合, 地方銀行 and 第二地方銀行 of the zengin list with its branches, in the order of codes."""
    from zengin_code import Bank  # reads 1,100 files when imported

    for code, bank in sorted(Bank.all.items()):
        kind = kind_of(code)
        if kind is None:
            continue
        name = full_name(code, bank.name)
        yield Listed(
            code=code,
            name=name,
            short_name=bank.name if bank.name.endswith(("信金", "信組", "信金中金", "全信組連")) else name,
            name_kana=kana(bank.kana),
            type=kind,
            prefecture=prefecture_of(code, name),
            branches=tuple(
                ListedBranch(code, branch_name(branch.name), kana(branch.kana))
                for code, branch in sorted(bank.branches.items())
            ),
        )


def bodies_by_hand() -> Iterator[Listed]:
    for name, short_name, reading, kind, prefecture in WITHOUT_CODE:
        yield Listed(None, name, short_name, reading, kind, prefecture)


@cache
def institution_key(name: str) -> str:
    """The key of an institution's name: 新潟縣信組 and 新潟県信用組合 have the same."""
    key = name_key(name)
    for short, long in (("信金", "信用金庫"), ("信組", "信用組合")):
        if key.endswith(short):
            return key.removesuffix(short) + long
    return key


def branch_key(name: str) -> str:
    """The key of a branch's name: 大森 and 大森支店 have the same."""
    return name_key(name).removesuffix("支店")


class Lookup:
    """Finds institutions by bank code or name, in memory: two queries less per row of a file."""

    def __init__(self) -> None:
        self.by_code: dict[str, Institution] = {}
        self.by_key: dict[str, list[Institution]] = {}
        for institution in Institution.objects.order_by("code", "name", "id"):
            if institution.code:
                self.by_code[institution.code] = institution
            for key in {institution_key(institution.name), institution_key(institution.short_name)}:
                self.by_key.setdefault(key, []).append(institution)

    def find(self, text: str) -> list[Institution]:
        """The institutions that `text` (a code or a name) may mean: none, one, or several where a name is ambiguous."""
        code = _four_digits(text)
        if code:
            return [self.by_code[code]] if code in self.by_code else []
        key = institution_key(tidy(text))
        if ALIASES.get(key) in self.by_code:
            return [self.by_code[ALIASES[key]]]
        return self.by_key.get(key, [])

    def similar(self, text: str, limit: int = 3) -> list[str]:
        """Names that contain what was typed, to be offered where nothing was found."""
        key = institution_key(tidy(text))
        for suffix in ("信用金庫", "信用組合", "銀行"):
            key = key.removesuffix(suffix)
        if not key:
            return []
        names = dict.fromkeys(found.name for other, rows in self.by_key.items() if key in other for found in rows)
        return list(names)[:limit]


def _four_digits(text: str) -> str:
    """The bank code that `text` is; leading zeros that a spreadsheet dropped come back. "" for a name."""
    try:
        number = digits(text)
    except ValueError:
        return ""
    return number.zfill(4) if 0 < len(number) <= 4 else ""
