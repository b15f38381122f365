"""What is said of one firm only: the only one, the first, the prize, the mark; and names of other firms, by which one finds it as well."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from companies.anonymity.folding import Folded, script
from companies.anonymity.records import Kind
from companies.anonymity.spelling import WIDE, Rarity, rarity
from companies.anonymity.words import Token

_WHERE = (
    r"(?:日本|国内|全国|世界|アジア|県内|都内|府内|道内|市内|町内|村内|島内|区内|郡内|地域|当地|業界|関東|首都圏|関西|近畿|東海|中部|北陸|信越|東北|中国地方|"
    r"四国|九州|沖縄|北海道|[一-鿿]{2,3}県)"
)
_ONLY = re.compile(
    rf"{_WHERE}(?:内|全体)?(?:で|では|でも|に|にも)?(?:(?:も)?(?:ただ)?(?:一社|1社|一つ|1つ|ひとつ|一軒|1軒)?(?:だけ|のみ|しか)|唯一|初(?!め|期|年|夏|旬|級|回|任|動|歩|心|版|詣|日|対)|一(?=の|を|と|に|で|、|。)"
    r"|最古|最大(?!限|公約|化|級?の(?:展示|見本|市場|産地|イベント|通販|催|祭|モール|取引|顧客|課題|消費))級?|最小|最多|最速|最高峰|(?:no\.?\s?|ナンバー\s?)(?:1(?!\d)|one|ワン)|トップシェア|シェア\s?(?:トップ|首位|1位|一位|no\.?\s?1|ナンバーワン))"
)
_SHARE = re.compile(
    rf"(?:{_WHERE}(?:の|で)?)?(?:市場)?シェア(?:は|が|の)?(?:約|およそ)?\s?(?:[2-9][0-9](?:\.[0-9]+)?\s?(?:%|パーセント)|[2-9]\s?割|トップ|首位|日本一|世界一|(?:第)?(?:1|一)位|no\.?\s?1|ナンバー\s?(?:1|ワン))"
)
_ORIGIN = re.compile(
    r"(?:発祥の(?:地|店|蔵|会社)|元祖(?=の|と|として)|最古の|唯一無二の|(?:唯一|初)の(?:メーカー|製造元|業者|会社|企業|工場|蔵元|生産者)|オンリーワン(?:企業|の技術|技術))"
)
_WISH = re.compile(
    r"[^。\n]{0,14}?(?:を?目指|めざ|狙|になりたい|にしたい|なれる|を夢|を目標|とは言え|ではな|でな|と言われる(?:ように|まで)|にな(?:れ|る)(?:よう|ため)|獲得したい|取りたい|受賞したい|挑戦)"
)
_PRIZE = re.compile(
    r"(?:[一-鿿ァ-ヴーa-z0-9・「」『』]{0,24}(?:賞|大賞|グランプリ|金メダル|褒章|勲章|名工|牽引企業|元気なモノ作り|百選|300社|モンドセレクション))[^。、\n]{0,8}?(?:受賞|受章|獲得|を受け|に輝|に選ば|に選定|に認定|をいただ|を得|を取|入選|金賞)|"
    r"(?:大臣|知事|市長|県|国|長官|会頭)(?:表彰|賞)[^。、\n]{0,6}?(?:受け|受賞|いただ|された)|(?:[一-鿿ァ-ヴー]{2,20})(?:賞|コンテスト|コンクール|品評会|鑑評会)(?:で|にて)[^。\n]{0,14}?(?:受賞|入賞|入選|優勝|金賞|銀賞|1位|最優秀)|受賞歴|"
    r"(?:はばたく中小企業|地域未来牽引企業|グッドデザイン賞|ものづくり日本大賞|現代の名工|黄綬褒章|グローバルニッチトップ|100年フード|なでしこ銘柄)(?!を?(?:目指|狙|取|獲)|に(?:挑戦|応募))"
)
_PRESS = re.compile(
    r"(?:テレビ|新聞|雑誌|番組|全国紙|地方紙|nhk|ニュース|ドラマ|映画|情報誌)[^。、\n]{0,14}?(?:で|に|の)[^。、\n]{0,8}?(?:紹介され|取り上げられ|掲載され|放送され|特集され|登場し|ロケ地|載っ)"
)
_MARK = re.compile(
    r"[^\s、。「」『』()]{1,20}[®™©]|(?<=[a-zァ-ヴー一-鿿])\s?\((?:r|tm|c)\)(?![a-z])|登録商標[「『][^」』]{1,30}[」』]|[「『][^」』]{1,30}[」』]\s?\(?(?:は|の)?登録商標"
)
_QUOTED_GOODS = re.compile(
    r"(?:ブランド|商品名|製品名|屋号|社名|店名|愛称|銘柄|看板商品|主力商品|主力製品|自社商品|自社製品|代表商品|代表銘柄|ヒット商品|名物|銘菓|登録名|サイト名|旅館名|蔵元)(?:の|は|である|が|、|・|:)?[「『\"“](?P<a>[^」』\"”]{1,24})[」』\"”]|"
    r"[「『\"“](?P<b>[^」』\"”]{1,24})[」』\"”]\s?(?:という(?:ブランド|商品|製品|銘柄|店|屋号|名|社名|看板)|ブランド|シリーズ|印の|と(?:名付け|命名)|の(?:名で|ブランド|商品名|商標|屋号|銘柄))"
)
# 羊羹「夜舟」, サイト「便り」: a name set behind what it names. Behind these words stands no name.
_APPOSED = re.compile(r"[「『](?P<name>[^」』]{2,16})[」』]")
_NO_GOODS = frozenset(
    "合言葉 目標 標語 テーマ スローガン 言葉 質問 声 意見 課題 題名 方針 理念 制度 補助金 助成金 考え 役割 項目 資格 規格 基準 原則 手法 活動 運動 段階 状態 分野 分類 "
    "工程 作業 仕事 価値 視点 問い 評価 欄 列 キーワード 概念 法 法律 規制 認証 認定 よう こと もの ため 的 風 型 式".split()
)
_SENTENCE = re.compile(r"[。？?!！]|(?:ない|したい|ません|ます|です|ください|しか|って|だけ|たい|る|か)$|を|が(?!わ)")
_FORMS = r"株式会社|有限会社|合同会社|合資会社|合名会社|\((?:株|有)\)"
_LEGAL_NAME = re.compile(
    rf"(?:{_FORMS})\s?(?P<after>[一-鿿ァ-ヴーa-z0-9々・&.\-]{{2,20}})|(?P<before>[一-鿿ァ-ヴーa-z0-9々・&.\-]{{2,20}})\s?(?:{_FORMS})"
)
_NO_NAME = re.compile(
    r"説明|化|設立|組織|形態|法人|制度|側|内|向け|各社|成り|移行|への|変更|登記|形式|経営|運営|会社|企業|取引先|得意先|子|親|関連|同業|地元|当|弊|小|大手|元|持株|特例|農業|新|旧|別|合同|協同|[0-9]+社"
)
_QUOTED_FIRM = re.compile(r"[「『](?P<name>[^」』。、]{2,20})[」』]")
_FIRM_END = re.compile(
    r"(?:堂|屋|商店|商会|商事|工業|工業所|製作所|精機|電機|電子|建設|工務店|物産|食品|酒造|ストア|マート|ホテル|旅館|百貨店|ドック|造船|工房|信金|銀行|病院|クリニック|計測|重工|鉄工所|本舗|書店|薬局|ホールディングス)$"
)
_BANK = re.compile(
    r"(?P<name>[一-鿿ァ-ヴーぁ-んa-z々ヶ]{1,12}?)(?P<kind>信用金庫|信用組合|信金|信組|銀行(?!員|借|取引|融資|口座|振|業|系|出身|勤|ob|団|マン|型|交渉|対応|取)|しんきん|しんくみ)"
)
_BANK_WORDS = "日本 地方 第二地方 第二 メイン 主力 取引 都市 地元 地域 政府系 民間 各 他 当 同 某 両 複数 ネット 全国 信託 商工中金 ゆうちょ 中央 準メイン サブ 大手 元 前 本 旧 新 その この うち データ 血液 土地 人材 投資".split()
_BRANCH = re.compile(r"(?P<name>[一-鿿ァ-ヴーぁ-ん々ヶ]{1,8}?)(?P<kind>支店|営業所|出張所)(?!長会|網|間)")


@dataclass(frozen=True, slots=True)
class Claim:
    start: int
    end: int
    kind: Kind
    what: str  # only, prize, press, mark, goods, firm, bank, branch


def claims(text: Folded) -> Iterator[Claim]:
    for pattern, what in ((_ONLY, "only"), (_SHARE, "only"), (_ORIGIN, "only"), (_PRIZE, "prize"), (_PRESS, "press")):
        for found in pattern.finditer(text.plain):
            if _WISH.match(text.plain, found.end()) or _WISH.search(found.group()):
                continue
            yield Claim(*found.span(), Kind.CLAIM, what)
    for found in _APPOSED.finditer(text.plain):
        before = next((token for token in text.tokens if token.end == found.start()), None)
        named = before is not None and before.pos[0] in ("名詞", "接尾辞") and before.surface not in _NO_GOODS
        named = named or re.match(r"向け|経由", text.plain[found.end() :]) is not None
        if named and not _SENTENCE.search(found["name"]) and not found["name"].isdigit():
            yield Claim(*found.span(), Kind.BRAND, "goods")
    for found in _MARK.finditer(text.plain):
        yield Claim(*found.span(), Kind.BRAND, "mark")
    yield from _signs(text)
    for found in _QUOTED_GOODS.finditer(text.plain):
        group = "a" if found["a"] else "b"
        if not _SENTENCE.search(found[group]):
            yield Claim(found.start(group) - 1, found.end(group) + 1, Kind.BRAND, "goods")


def _signs(text: Folded) -> Iterator[Claim]:
    """™ is levelled to tm: it is looked for in the text as it was given."""
    for found in re.finditer(r"[^\s、。「」『』()（）]{0,20}[」』]?[®™]", text.text):
        start = next((place for place, at in enumerate(text.begins_at) if at >= found.start()), None)
        end = next(
            (place for place in range(len(text.ends_at) - 1, -1, -1) if text.ends_at[place] <= found.end()), None
        )
        if start is not None and end is not None and start <= end:
            yield Claim(start, end + 1, Kind.BRAND, "mark")


def other_firms(text: Folded) -> Iterator[Claim]:
    for found in _LEGAL_NAME.finditer(text.plain):
        group = "after" if found["after"] else "before"
        name = found[group]
        if _NO_NAME.match(name) or (group == "before" and _NO_NAME.search(name)):
            continue
        start, end = found.span(group)
        if group == "after":
            words = text.tokens_between(start, end)
            if words and not words[0].is_noun:
                continue
        yield Claim(min(found.start(), start), max(found.end(), end), Kind.OTHER_FIRM, "firm")
    for found in _QUOTED_FIRM.finditer(text.plain):
        if _FIRM_END.search(found["name"]) and not _SENTENCE.search(found["name"]):
            yield Claim(*found.span(), Kind.OTHER_FIRM, "firm")
    yield from _names_with_trades(text)
    yield from _named_partners(text)


_PARTNER = re.compile(
    r"(?:得意先|客先|取引先|納入先|納品先|仕入先|委託先|外注先|整備先|出荷先|問屋|商社|メーカー|同業|大手|親会社|元請け?|顧客|卸|代理店|事務所|スーパー|百貨店)(?:の|は|である)(?=[一-鿿ァ-ヴー々a-z])"
)
_TOWARDS = re.compile(r"向け|経由|から(?:の|は|月|年|半|即|納|「)|に納め|へ納め")
_ITS_FIRM = re.compile(r"社(?![会内外員長屋団宅交長運])")
_ANY_FIRM = re.compile(
    r"会社|メーカー|業者|工場|商社|問屋|企業|担当|部門|部長|社員|市場|商品|製品|部品|装置|機械|業界|分野"
)


def _named_partners(text: Folded) -> Iterator[Claim]:
    """客先の蒼天テック, 津久井計器向け, ミンタイン社: firms beside this one, by the words around their names."""
    for found in _PARTNER.finditer(text.plain):
        yield from _if_named(text, _run_from(text, found.end()))
    for found in _TOWARDS.finditer(text.plain):
        yield from _if_named(text, _run_to(text, found.start()))
    for found in _ITS_FIRM.finditer(text.plain):
        before = _run_to(text, found.start())
        if before and _is_name(before[-1]) and len(before[-1].surface) > 2:
            yield Claim(before[0].start, found.end(), Kind.OTHER_FIRM, "firm")


def _run_from(text: Folded, place: int) -> list[Token]:
    """The nouns that stand one behind the other from that place on."""
    run: list[Token] = []
    for token in text.tokens:
        if token.start == (run[-1].end if run else place):
            if not token.is_noun or not token.surface.strip() or token.pos[1] == "数詞":
                break
            run.append(token)
    return run


def _run_to(text: Folded, place: int) -> list[Token]:
    """The nouns that stand one behind the other up to that place."""
    run: list[Token] = []
    for token in reversed(text.tokens):
        if token.end == (run[0].start if run else place):
            if not token.is_noun or not token.surface.strip() or token.pos[1] == "数詞":
                break
            run.insert(0, token)
    return run


def _is_name(token: Token) -> bool:
    if token.surface in WIDE or len(token.surface) < 2 or re.fullmatch(r"[a-z0-9\W]+", token.surface):
        return False
    return not token.known or (token.is_proper and token.pos[3] != "国")


def _if_named(text: Folded, run: list[Token]) -> Iterator[Claim]:
    whole = "".join(token.surface for token in run)
    if len(whole) < 4 or _ANY_FIRM.search(whole) or not any(_is_name(token) for token in run):
        return
    if all(token.is_place for token in run):
        return
    yield Claim(run[0].start, run[-1].end, Kind.OTHER_FIRM, "firm")


def _names_with_trades(text: Folded) -> Iterator[Claim]:
    """A surname or a coined word right before the word of a trade: 近藤鉄工, トウワ電機."""
    found = text.tokens
    for first, second in zip(found, found[1:], strict=False):
        trade = re.match(_TRADES, text.plain[second.start :]) if second.start == first.end else None
        if not trade or first.start and script(text.plain[first.start - 1]) == script(first.surface[0]) == "j":
            continue
        if not (first.is_surname and len(first.surface) > 1) or rarity(first.surface) < Rarity.NAME:
            continue
        yield Claim(first.start, second.start + trade.end(), Kind.OTHER_FIRM, "firm")


_TRADES = re.compile(
    "製作所|工業所?|鉄工所?|精機|精工|商店|商会|商事|建設|工務店|電機|産業|興業|物産|食品|酒造|運輸|運送|印刷|化成|化学|金属|紙業|木材|製菓|製麺|水産|農園|自動車|染工|織物"
)


def banks(text: Folded) -> Iterator[Claim]:
    for found in _BANK.finditer(text.plain):
        name = found["name"]
        words = text.tokens_between(found.start(), found.start("kind"))
        last = words[-1] if words else None
        if last is None or last.surface in _BANK_WORDS or name in _BANK_WORDS:
            continue
        if last.is_proper and not last.surface.startswith("日本"):
            yield Claim(last.start, found.end(), Kind.BANK, "bank")
    for found in _BRANCH.finditer(text.plain):
        last = next((token for token in text.tokens if token.end == found.start("kind")), None)
        if (
            last
            and last.is_proper
            and last.surface not in WIDE
            and last.surface not in ("名古屋", "大阪", "名古屋", "福岡", "海外", "仙台", "札幌", "広島")
        ):
            yield Claim(last.start, found.end(), Kind.BANK, "branch")
