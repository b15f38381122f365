"""Exact figures by which a firm is found: the year of its founding, its staff, its money. Bands and rounded numbers are no finding."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from companies.anonymity.folding import Folded
from companies.anonymity.records import Firm

ERAS = {
    "明治": 1867,
    "大正": 1911,
    "昭和": 1925,
    "平成": 1988,
    "令和": 2018,
    "m": 1867,
    "t": 1911,
    "s": 1925,
    "h": 1988,
    "r": 2018,
}
_NUMERAL = "0-9〇一二三四五六七八九十百元"
_YEAR = re.compile(
    rf"(?:(?P<era>明治|大正|昭和|平成|令和|(?<![a-z])[mtshr](?=\.?\d{{1,2}}(?!\d)))\.?\s?(?P<of>[{_NUMERAL}]{{1,4}})|(?<![0-9])(?P<western>(?:1[6-9]|20)[0-9]{{2}}|[一二][〇一二三四五六七八九]{{3}}))\s?年?(?!度)(?!代)"
)
_FOUNDED = re.compile(
    r"創業|創立|創始|設立|開業|創設|起業|発足|法人化|会社を興|会社を起こ|生まれ|スタート|誕生|開店|操業を始|操業開始|商いを始|事業を始"
)
_SINCE = re.compile(
    r"(?:\([^)]{1,12}\))?(?:から(?:続|の歴史|営|やって|つづ|この)|以来|より続|に(?:先代|祖父|初代|創業者|父|曽祖父|父親)|の創業|に創業|創業|設立|に設立|開業)"
)
_ABOUT = re.compile(r"(?:約|およそ|おおよそ|ほぼ|概ね|最大|最低|合計で?約|〜|~|-)\s?$")
_ROUGHLY = re.compile(
    r"\s?(?:程度|前後|ほど|くらい|ぐらい|以上|以下|未満|弱|強|超|余|台|規模|近く|あまり|を超|を切|から|-|〜|~)"
)
_FOUNDED_YEARS = re.compile(
    rf"(?:創業|設立|創立|開業)(?:から|して|以来|後)?(?P<n>[{_NUMERAL}]{{1,5}})\s?(?:年|周年)(?!代)"
)
_ANNIVERSARY = re.compile(rf"(?:創業|設立|創立)?(?P<n>[{_NUMERAL}]{{1,5}})\s?周年")
_STAFF = re.compile(
    rf"(?P<before>従業員数?|社員数?|全社員|全従業員|スタッフ数?|総勢|人員|陣容|職員数?|正社員|全員で|社内)(?:は|が|も|を|の数は|:|\(|、|・|\s|合わせて|含めて|パート含む|パートを含め){{0,3}}(?P<n>[{_NUMERAL},]{{1,6}})\s?(?:名|人)"
)
_STAFF_AFTER = re.compile(
    rf"(?<![{_NUMERAL}.,約])(?P<n>[{_NUMERAL},]{{1,6}})\s?(?:名|人)(?:の|で|という|規模の|体制の)?(?:従業員|社員|会社|町工場|企業|所帯|陣容|スタッフ|体制|が働|が在籍|を雇|で運営|で営|で切り盛)"
)
_MONEY = (
    r"(?P<money>(?:[0-9][0-9,.]*|[〇一二三四五六七八九十百千]+)\s?億(?:\s?(?:[0-9][0-9,.]*\s?千?|[〇一二三四五六七八九十百千]+)\s?(?:万|千万|百万))?"
    r"|(?:[0-9][0-9,.]*\s?[千百]?|[〇一二三四五六七八九十百千]+)\s?万|[0-9][0-9,.]*\s?(?:百万|千)(?=円)|[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{7,})\s?円?"
)
_SALES = re.compile(
    rf"(?:年商|売上高?|年間売上高?|売り上げ|売上規模|年間の売上|取扱高|完工高)(?:は|が|の|も|:|\s|\(|、|前期|直近|昨期|今期|で|年間|合計){{0,4}}{_MONEY}"
)
_CAPITAL = re.compile(rf"(?:資本金|資本)(?:は|が|の額は|:|\s|\(|額){{0,2}}{_MONEY}")
COMMON_CAPITAL = {100, 300, 500, 1000, 2000, 3000, 5000}


@dataclass(frozen=True, slots=True)
class Figure:
    start: int
    end: int
    what: str  # founded, staff, sales, capital
    sure: bool


def figures(text: Folded, firm: Firm, year: int | None) -> Iterator[Figure]:
    """`year` is the present one, by which 創業62年 becomes a year."""
    yield from _founding(text, firm, year)
    yield from _staff(text, firm)
    yield from _money(text, firm)


def number_of(text: str) -> int | None:
    """53, 五十三, 五三 and 元 as a number."""
    plain = text.replace(",", "").replace("元", "1")
    if plain.isascii() and plain.isdigit():
        return int(plain)
    digits = {c: n for n, c in enumerate("〇一二三四五六七八九")}
    units = {"十": 10, "百": 100, "千": 1000}
    if not any(c in units for c in plain):
        return (
            int("".join(str(digits.get(c, c)) for c in plain))
            if all(c in digits or c in "0123456789" for c in plain)
            else None
        )
    total, now = 0, 0
    for c in plain:
        if c in units:
            total += (now or 1) * units[c]
            now = 0
        elif c in digits:
            now = now * 10 + digits[c]
        elif c in "0123456789":
            now = now * 10 + int(c)
        else:
            return None
    return total + now


def _founding(text: Folded, firm: Firm, now: int | None) -> Iterator[Figure]:
    plain = text.plain
    for found in _YEAR.finditer(plain):
        year = number_of(found["western"]) if found["western"] else _western(found["era"], found["of"])
        if (
            year is None
            or re.match(r"度|代", plain[found.end() :])
            or (found["era"] or "x") in "mtshr"
            and "年" not in found.group()
            and not _near(plain, found)
        ):
            continue
        if re.match(
            r"\s?[-/.]\s?\d|\s?年?\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月\d", plain[found.end() :]
        ) and not _near(plain, found):
            continue
        is_own = firm.established_year is not None and year == firm.established_year
        founding = _near(plain, found)
        if founding and not _plans(plain, found.end()):
            yield Figure(*found.span(), "founded", is_own)
        elif is_own and year < 1990 and "年" in found.group():
            yield Figure(*found.span(), "founded", True)
    for found in _FOUNDED_YEARS.finditer(plain):
        years = number_of(found["n"])
        if not years or years > 1000 or _ROUGHLY.match(plain, found.end()) or _ABOUT.search(plain[: found.start("n")]):
            continue
        is_own = bool(now and firm.established_year and abs(now - firm.established_year - years) <= 1)
        if years % 10 or (is_own and "周年" in found.group()):
            yield Figure(*found.span(), "founded", is_own)
    for found in _ANNIVERSARY.finditer(plain):
        years = number_of(found["n"])
        if years and now and firm.established_year and abs(now - firm.established_year - years) <= 1 and years > 9:
            yield Figure(*found.span(), "founded", True)


def _western(era: str, of: str) -> int | None:
    years = number_of(of)
    return ERAS[era] + years if years and years < 65 else None


def _near(plain: str, found: re.Match) -> bool:
    """Whether a founding is spoken of right around the year."""
    before = plain[max(0, found.start() - 12) : found.start()]
    after = plain[found.end() : found.end() + 14]
    before = re.split(r"[。\n]", before)[-1]
    after = re.split(r"[。、\n]", after)[0]
    return bool(
        re.search(
            r"(?:創業|創立|設立|開業|創設|法人化|発足|会社設立|創業年|設立年)(?:は|が|年|日|年月日?|:|\(|\s|・|、|の){0,3}$",
            before,
        )
        or _FOUNDED.search(after)
        or _SINCE.match(after)
    )


def _plans(plain: str, end: int) -> bool:
    after = re.split(r"[。\n]", plain[end : end + 24])[0]
    return re.search(r"まで|予定|目指|計画|目標|したい|新会社|子会社", after) is not None


def _staff(text: Folded, firm: Firm) -> Iterator[Figure]:
    if not firm.employees:
        return
    for pattern in (_STAFF, _STAFF_AFTER):
        for found in pattern.finditer(text.plain):
            count = number_of(found["n"])
            if count != firm.employees or _ABOUT.search(text.plain[: found.start("n")]):
                continue
            behind = text.plain[found.end("n") :]
            if _ROUGHLY.match(behind.lstrip()[1:]):
                continue
            whole = pattern is _STAFF_AFTER or found["before"] not in ("社内", "正社員")
            start = found.start()
            end = found.end() if pattern is _STAFF_AFTER else found.end("n") + 1 + (len(behind) - len(behind.lstrip()))
            if count % 10 and (
                count > 9 or (whole and pattern is _STAFF and found["before"].startswith(("従業員", "全", "総勢")))
            ):
                yield Figure(start, end, "staff", count > 9 and whole)


def money_of(text: str) -> int | None:
    """In 万円: 5億2千万, 5.2億, 52,000万, 520百万, 520,000,000."""
    plain = text.replace(",", "").replace(" ", "").removesuffix("円")
    if re.fullmatch(r"[0-9]+", plain):
        return int(plain) // 10_000
    if found := re.fullmatch(r"([0-9.]+)百万", plain):
        return round(float(found[1]) * 100)
    if found := re.fullmatch(r"([0-9.]+)千", plain):
        return round(float(found[1]) / 10)
    found = re.fullmatch(r"(?:(?P<oku>.+)億)?(?:(?P<man>.+)万)?", plain)
    if not found:
        return None
    total = 0.0
    for group, factor in (("oku", 10_000), ("man", 1)):
        if not found[group]:
            continue
        piece = found[group]
        if mixed := re.fullmatch(r"([0-9.]+)([千百])", piece):
            value: float | None = float(mixed[1]) * (1000 if mixed[2] == "千" else 100)
        elif re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", piece):
            value = float(piece)
        else:
            value = number_of(piece)
        if value is None:
            return None
        total += value * factor
    return round(total) or None


def _significant(amount: int) -> int:
    """How many digits say something: two of 52,000."""
    return len(str(amount).rstrip("0"))


def _money(text: Folded, firm: Firm) -> Iterator[Figure]:
    for pattern, what, own in ((_SALES, "sales", firm.sales_man_yen), (_CAPITAL, "capital", firm.capital_man_yen)):
        for found in pattern.finditer(text.plain):
            before, after = text.plain[: found.start("money")], text.plain[found.end("money") :].removeprefix("円")
            amount = money_of(found["money"])
            if (
                amount is None
                or (_ABOUT.search(before) and not (what == "sales" and amount == own and _significant(amount) > 2))
                or _ROUGHLY.match(after)
                or re.match(r"\s?(?:を目|に伸|増|減|の減|の増|アップ|ダウン|落)", after)
            ):
                continue
            significant = _significant(amount)
            end = found.end("money") + (1 if text.plain[found.end("money") :].startswith("円") else 0)
            if what == "capital":
                if own and amount == own:
                    yield Figure(found.start(), end, what, amount not in COMMON_CAPITAL)
                elif amount not in COMMON_CAPITAL:
                    yield Figure(found.start(), end, what, False)
            elif own and amount == own and significant > 1:
                yield Figure(found.start(), end, what, True)
            elif significant > 2:
                yield Figure(found.start(), end, what, False)
