"""Ways of reaching a firm: telephone, post, mail, web, accounts, and the numbers by which registers know it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from companies.anonymity.folding import Folded, plain
from companies.anonymity.records import Firm, Kind
from companies.anonymity.romaji import kana_to_romaji, romaji_key
from companies.anonymity.spelling import katakana

BETWEEN = r"[\s\-()・.,、/_~のー]{0,3}"
# Behind one of these a row of digits is a part or a document, whatever it looks like.
_ITEM_BEFORE = re.compile(
    r"(?:型番|品番|図番|図面番号|部品番号|製番|型式|品目コード|ロット|ロット番号|管理番号|伝票番号|jan|no\.?|#|№)[\s:は]{0,2}$"
)
_PHONE_BEFORE = re.compile(
    r"(?:tel|電話|fax|ファクス|ファックス|携帯|連絡先|フリーダイヤル|☎|📞|℡)[\s:は.番号()]{0,5}$"
)
_SEPARATED = re.compile(
    r"(?<![0-9a-z.])(?:\+?81[\s\-(]{0,2}(?:\(?0\)?)?[\s\-]?\d{1,4}|\(?0\d{1,4}\)?)[\s\-().・/のー]{1,3}\d{1,4}[\s\-().・/のー]{1,3}\d{3,4}(?![0-9a-z])"
)
_UNBROKEN = re.compile(r"(?<![0-9a-z.\-])(?:\+?81\d{9,10}|0[1-9]\d{8}|0[5789]0\d{8})(?![0-9a-z\-])")
_POSTAL = re.compile(r"(?:〒|郵便番号)[\s:は]{0,2}(\d{3}[\s\-ー]?\d{4})(?!\d)")
_BARE_POSTAL = re.compile(r"(?<![\d\-a-z.])(\d{3}-\d{4})(?![\d\-a-z])")
_AT = r"\s?(?:@|\(at\)|\[at\]|\{at\}|<at>|\sat\s|アットマーク|アット|あっと|☆|\(a\)|■)\s?"
_DOT = r"\s?(?:\.|\(dot\)|\[dot\]|\sdot\s|ドット|どっと|。)\s?"
_TLD = (
    "co.?jp|ne.?jp|or.?jp|ac.?jp|go.?jp|gr.?jp|ed.?jp|lg.?jp|jp|com|net|org|info|biz|shop|store|work|works|tokyo|osaka|nagoya|kyoto|site|online|"
    "tech|co|io|me|tv|cc|asia|xyz|club|life|company|factory|farm|app|dev|page|cn|eu|us|uk|kr|tw"
)
_EMAIL = re.compile(
    rf"[a-z0-9][a-z0-9._+\-]*{_AT}[a-z0-9][a-z0-9\-]*(?:{_DOT}[a-z0-9\-]+)*{_DOT}(?:[a-z]{{2,10}})(?![a-z])"
)
_URL = re.compile(r"(?:https?|ttps?)\s?:\s?/\s?/\s?[^\s、。」』)>]+|(?<![a-z0-9])www\s?\.\s?[^\s、。」』)>]+")
_DOMAIN = re.compile(
    rf"(?<![a-z0-9@._\-])[a-z0-9][a-z0-9\-]{{1,62}}(?:\.[a-z0-9\-]+)*\.(?:{_TLD})(?:/[^\s、。」』)>]*)?(?![a-z0-9])"
)
_SPELLED = re.compile(
    r"(?<![a-z0-9])(?=[0-9\-]*[a-z])[a-z0-9][a-z0-9\-]{1,62}(?:\s?(?:\(dot\)|\[dot\]|\sdot\s|ドット|どっと|(?<=[a-z])\s?・)\s?[a-z0-9\-]+){0,2}"
    rf"\s?(?:\(dot\)|\[dot\]|\sdot\s|ドット|どっと|・)\s?(?:{_TLD})(?![a-z0-9])"
)
_KANJI_DOMAIN = re.compile(r"[一-鿿ァ-ヴーぁ-ん]{2,20}\.(?:jp|com|net|tokyo|shop|コム|みんな)(?![a-z])")
# Sites and things that anybody may name.
_EVERYBODYS = re.compile(
    r"(?:(?:www\.)?(?:amazon|rakuten|google|yahoo|facebook|instagram|twitter|youtube|line|tiktok|mercari|ebay|alibaba|monotaro|base|shopify|stores|kintone)"
    r"(?:\.co)?\.(?:jp|com|me)|asp\.net|vb\.net|ado\.net|node\.js|next\.js|vue\.js|booking\.com|price\.com|kakaku\.com|salesforce\.com|x\.com|jp\.net)/?$"
)
_HANDLE = re.compile(r"(?<![a-z0-9.@])@\s?(?=[a-z0-9_.\-]*[a-z])[a-z0-9_][a-z0-9_.\-]{2,30}")
_ACCOUNT = re.compile(
    r"(?:instagram|インスタグラム|インスタ|insta|twitter|ツイッター|facebook|フェイスブック|fb|line|ライン|tiktok|ティックトック|youtube|ユーチューブ|note|"
    r"threads|スレッズ|x|sns)(?:\s?の)?\s?(?:公式)?\s?(?:id|アカウント|ページ|チャンネル|ユーザー名)?(?:名)?\s?(?:は|:|「|=|\(|→)\s?「?"
    r"(?P<id>@?(?=[a-z0-9_.\-]*[a-z])[a-z0-9_.\-]{4,30})"
)
_WITH_KEY = r"(?<![0-9a-z])t?\d(?:[\s\-・.]{0,2}\d){12}(?![0-9])"
_THIRTEEN = re.compile(_WITH_KEY)
_NUMBER_BEFORE = re.compile(r"(?:法人番号|登録番号|インボイス|適格請求書|事業者番号)[^\d。]{0,12}$")
_PATENT = re.compile(
    r"(?:特許|実用新案|意匠|商標)?(?:登録)?(?:第)\s?(\d[\d,\s]{5,8}\d)\s?号|特開\s?\d{4}-\d{4,6}|特願\s?\d{4}-\d{4,6}"
)
_LICENCE = re.compile(
    r"(?:知事|大臣|公安委員会)?(?:許可|登録|認可|免許|届出)\s?(?:\([^)]{1,8}\))?\s?(?:番号)?\s?(?:\([^)]{1,8}\))?\s?第\s?\d[\d\-]{2,12}\s?号"
)
_SHARED_HOSTS = (
    "rakuten amazon facebook instagram twitter x youtube line tiktok jimdo wix wixsite ameblo ameba blogspot google goo yahoo fc2 base thebase stores note "
    "webnode localinfo peraichi shopify github gmail hotmail outlook icloud docomo ezweb softbank nifty ocn biglobe plala so-net dion infoweb hi-ho livedoor excite"
).split()
_SERVICES = frozenset(
    "instagram insta facebook twitter youtube tiktok line threads lineworks works shopify base stores google excel note linkedin pinterest web btob btoc blog".split()
)
_NOBODYS = {"info", "contact", "mail", "sales", "eigyo", "soumu", "office", "shop", "admin", "support", "post", "www", "index", "home", "top", "company",
            "html", "about", "http", "https", "item", "gold", "user", "users", "page", "pages", "site", "store", "web", "webmaster", "jimu", "somu"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reach:
    """A way to reach somebody, by places in the layers; `own` where it is the firm's."""

    start: int
    end: int
    kind: Kind
    own: bool


def reaches(text: Folded, firm: Firm) -> Iterator[Reach]:
    yield from _mails_and_sites(text)
    yield from _own_stems(text, firm)
    yield from _phones(text, firm)
    yield from _postal_codes(text)
    yield from _numbers(text, firm)


def _only_digits(text: str) -> str:
    return re.sub(r"\D", "", plain(text))


def _phones(text: Folded, firm: Firm) -> Iterator[Reach]:
    digits = _only_digits(firm.phone)
    if digits.startswith("81") and len(digits) > 10:
        digits = "0" + digits[2:].removeprefix("0")
    if len(digits) >= 9:
        apart = BETWEEN.join(digits[1:])
        own = rf"(?<!\d)(?:\+?\s?8{BETWEEN}1{BETWEEN}\(?0?\)?|\(?0){BETWEEN}{apart}(?!\d)"
        for found in re.finditer(own, text.digits):
            yield Reach(*found.span(), Kind.PHONE, True)
        # Without the area code, which is two to five digits long.
        for length in (8, 7, 6):
            gap = r"[\s\-・のー]{1,2}" if length < 8 else r"[\s\-・のー]{0,2}"
            front, back = BETWEEN.join(digits[-length:-4]), BETWEEN.join(digits[-4:])
            tail = rf"(?<![\d.,\-])\(?{front}\)?{gap}{back}(?!-?[0-9a-z]|[,.]\d)"
            for found in re.finditer(tail, text.digits):
                if not _ITEM_BEFORE.search(text.plain[: found.start()][-12:]):
                    yield Reach(*found.span(), Kind.PHONE, True)
        areas = "|".join(digits[:length] for length in (5, 4, 3, 2))
        for found in re.finditer(rf"市外局番[はが:\s「]{{0,3}}(?:{areas})(?!\d)", text.digits):
            yield Reach(*found.span(), Kind.PHONE, True)
    for pattern in (_SEPARATED, _UNBROKEN):
        for found in pattern.finditer(text.digits):
            number = re.sub(r"\D", "", found.group())
            number = "0" + number[2:].removeprefix("0") if number.startswith("81") else number
            if len(number) not in (10, 11) or not number.startswith("0") or number.startswith("00"):
                continue
            if len(number) == 11 and not re.match(r"0[5789]0|0800", number):
                continue
            if sum(c.isdigit() for c in text.plain[found.start() : found.end()]) < 6:
                continue  # numerals of a sentence
            if _ITEM_BEFORE.search(text.plain[: found.start()][-12:]):
                continue
            yield Reach(*found.span(), Kind.PHONE, False)
    for found in re.finditer(r"(?<![0-9a-z.])[2-9]\d{1,3}[\s\-ー]\d{4}(?![0-9a-z\-])", text.digits):
        if _PHONE_BEFORE.search(text.plain[: found.start()][-14:]):
            yield Reach(*found.span(), Kind.PHONE, False)


def _postal_codes(text: Folded) -> Iterator[Reach]:
    for found in _POSTAL.finditer(text.digits):
        yield Reach(*found.span(), Kind.POSTAL_CODE, False)
    for found in _BARE_POSTAL.finditer(text.digits):
        around = text.plain[max(0, found.start() - 10) : found.start()] + text.plain[found.end() : found.end() + 4]
        if re.search(r"住所|所在地|[都道府県]\S{0,3}$|送付先|届け先", around) and not _ITEM_BEFORE.search(
            text.plain[: found.start()][-12:]
        ):
            yield Reach(*found.span(), Kind.POSTAL_CODE, False)


def _mails_and_sites(text: Folded) -> Iterator[Reach]:
    taken: list[tuple[int, int]] = []
    for pattern, kind in (
        (_EMAIL, Kind.EMAIL), (_URL, Kind.URL), (_DOMAIN, Kind.URL), (_SPELLED, Kind.URL), (_KANJI_DOMAIN, Kind.URL), (_HANDLE, Kind.ACCOUNT),
    ):  # fmt: skip
        for found in pattern.finditer(text.plain):
            start, end = found.span()
            end -= len(found.group()) - len(found.group().rstrip(".,-_ "))
            if any(start < other_end and end > other_start for other_start, other_end in taken):
                continue
            if kind == Kind.URL and _EVERYBODYS.match(text.plain[start:end]):
                continue
            taken.append((start, end))
            yield Reach(start, end, kind, False)
    for found in _ACCOUNT.finditer(text.plain):
        start, end = found.span("id")
        free = not any(start < other_end and end > other_start for other_start, other_end in taken)
        if free and re.sub(r"[^a-z]", "", found["id"]) not in _SERVICES:
            yield Reach(start, end, Kind.ACCOUNT, False)


def stems(firm: Firm) -> set[str]:
    """What the firm calls itself in its web and mail addresses: yamada-seiki of www.yamada-seiki.co.jp."""
    found: set[str] = set()
    host, _, path = re.sub(r"^https?://(?:www\.)?", "", plain(firm.url)).partition("/")
    labels = [label for label in host.split(".") if label]
    if labels and not any(label in _SHARED_HOSTS for label in labels):
        found.add(labels[0])
    else:
        found |= {piece for piece in re.split(r"[/@?=&.]", path) if piece} | set(labels[:1])
    user, _, host = plain(firm.email).partition("@")
    labels = host.split(".")
    if host and any(label in _SHARED_HOSTS for label in labels):
        found.add(user)
    elif host:
        found.add(labels[0])
    return {
        stem
        for stem in found
        if len(stem) >= 4 and re.search("[a-z]", stem) and stem not in _NOBODYS | set(_SHARED_HOSTS)
    }


def _own_stems(text: Folded, firm: Firm) -> Iterator[Reach]:
    for stem in stems(firm):
        letters = re.sub(r"[^a-z0-9]", "", stem)
        pattern = r"[\s._\-]?".join(map(re.escape, letters))
        for found in re.finditer(rf"(?<![a-z]){pattern}" + ("" if len(letters) > 5 else "(?![a-z])"), text.key):
            yield Reach(*found.span(), Kind.URL, True)
    known = {romaji_key(stem) for stem in stems(firm)}
    for run in _KANA_RUN.finditer(text.plain):
        for start in range(run.start(), run.end() - 2):
            for end in range(start + 3, min(start + 12, run.end()) + 1):
                if text.begins(start) and kana_to_romaji(katakana(text.plain[start:end])) in known:
                    yield Reach(start, end, Kind.URL, True)


_KANA_RUN = re.compile("[ァ-ヴー]{3,}|[ぁ-ん]{3,}")


def _numbers(text: Folded, firm: Firm) -> Iterator[Reach]:
    own = _only_digits(firm.corporate_number)
    if len(own) == 13:
        apart = r"[\s\-・.,、_/ー]{0,2}".join(own)
        for found in re.finditer(rf"(?<!\d){apart}(?!\d)", text.digits):
            yield Reach(*found.span(), Kind.NUMBER, True)
    for found in _THIRTEEN.finditer(text.plain):
        number = re.sub(r"\D", "", found.group())
        named = _NUMBER_BEFORE.search(text.plain[: found.start()][-30:]) or found.group().startswith("t")
        if named or (
            _is_corporate_number(number)
            and not _is_article_number(number)
            and not _ITEM_BEFORE.search(text.plain[: found.start()][-12:])
        ):
            yield Reach(*found.span(), Kind.NUMBER, False)
    for pattern in (_PATENT, _LICENCE):
        for found in pattern.finditer(text.plain):
            yield Reach(*found.span(), Kind.NUMBER, False)


def _is_article_number(number: str) -> bool:
    """A JAN of goods: its last digit checks the others."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(number[:12]))
    return number[12] == str(-total % 10)


def _is_corporate_number(number: str) -> bool:
    """Its first digit checks the other twelve."""
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number[1:])))
    return number[0] == str(9 - total % 9)
