"""A filled workbook: a plausible event of made-up firms and people at real branches, for trying the import out, for tests and measuring.

Its cells are written as people write them: dates of three kinds, full-width digits, ㈱, 髙 and 﨑.
"""

import datetime as dt
from itertools import cycle, islice

from events.importing.layout import AWAY, EVENT, FIRMS, SENIORS, STAFF, WISHES
from events.importing.template import build

NAME = "見本 合同新現役交流会"
# Two institutions and branches of the zengin list: (code or name, branch).
PLACES = (("2248", "目黒支店"), ("第一勧業信用組合", "001"), ("大東京信用組合", "蒲田"), ("2254", "本店営業部"))
# (firm, trade, town, categories, issue, what troubles it, what it wishes, public title)
_FIRMS = (
    ("㈱髙島製作所", "金属加工", "大田区", "生産管理", "不良率を下げたい", "切削の不良率が3年で2%から5%に上がり、原因が分からない。", "測り方と記録の付け方から一緒に見てほしい。", "切削加工の不良を減らす"),
    ("有限会社 山﨑豆腐店", "食品製造", "目黒区", "販売・マーケティング、経営企画・戦略立案", "卸に頼らない売り先を作りたい", "売上の8割が1社の卸で、値上げの話ができない。", "直売と通販の始め方を知りたい。", "豆腐の直接販売を始める"),
    ("株式会社オオモリ樹脂", "プラスチック成形", "大田区", "人事・労務管理", "若い職人が続かない", "この5年で入社した8人のうち5人が辞めた。", "教え方と評価の仕組みを整えたい。", "若手が育つ職場を作る"),
    ("渡邉商事㈱", "食品卸", "新宿区", "海外展開・国際化", "和菓子を海外に出したい", "台湾の商社から引き合いがあるが、契約と表示が分からない。", "輸出の段取りと最初の見積もりを手伝ってほしい。", "和菓子の輸出に踏み出す"),
    ("合同会社みどり設計", "建築設計", "世田谷区", "情報化・IT活用", "図面の管理が紙のまま", "過去の図面を探すのに半日かかることがある。", "無理のない電子化の順番を教えてほしい。", "設計事務所の紙をなくす"),
    ("齋藤精密工業(株)", "精密部品", "品川区", "技術・製品開発、法務・特許", "自社製品を持ちたい", "下請けだけでは単価が下がり続けている。", "試作から売り出すまでの道筋を付けたい。", "部品加工から自社製品へ"),
    ("株式会社 濵田運送", "運送", "江東区", "物流管理", "配車が一人に頼りきり", "ベテラン1人が配車を組み、休むと止まる。", "配車の考え方を見える形にしたい。", "配車を誰でも組めるように"),
    ("㈱すみだガラス", "ガラス工芸", "墨田区", "経理・財務管理", "商品ごとの儲けが分からない", "売れ筋ほど手間がかかり、利益が残らない。", "原価のつかみ方と値決めを教えてほしい。", "工芸品の原価をつかむ"),
)  # fmt: skip
# (family, given, family kana, given kana, headline, specialities, qualification, career)
_SENIORS = (
    ("髙橋", "誠一", "ﾀｶﾊｼ", "セイイチ", "元 部品メーカー 品質保証部長", "生産管理（31年）、技術・製品開発（12年）", "品質管理検定1級（2008年）", ("大手部品メーカー", "自動車部品", "品質保証部", "部長")),
    ("山﨑", "由美子", "やまざき", "ゆみこ", "元 百貨店 食品部 次長", "販売・マーケティング（28年）", "中小企業診断士（1998年）", ("百貨店", "小売", "食品部", "次長")),
    ("渡邉", "弘", "ワタナベ", "ヒロシ", "元 食品商社 北米支社長", "海外展開・国際化（35年）", "", ("食品商社", "商社", "北米支社", "支社長")),
    ("齋藤", "明", "サイトウ", "アキラ", "元 電機メーカー 人事部長", "人事・労務管理（30年）", "社会保険労務士（2001年）", ("電機メーカー", "電機", "人事部", "部長")),
    ("德永", "恵子", "トクナガ", "ケイコ", "元 システム会社 事業部長", "情報化・IT活用（33年）", "", ("システム会社", "情報サービス", "公共事業部", "事業部長")),
    ("濵田", "修", "ハマダ", "オサム", "元 精密機器メーカー 開発部長", "技術・製品開発（29年）、法務・特許（9年）", "", ("精密機器メーカー", "精密機器", "開発部", "部長")),
    ("吉川", "和夫", "ヨシカワ", "カズオ", "元 物流会社 常務", "物流管理（36年）", "", ("物流会社", "運輸", "配送センター", "常務取締役")),
    ("中野", "節子", "ナカノ", "セツコ", "元 銀行 審査部 調査役", "経理・財務管理（27年）、経営企画・戦略立案（10年）", "簿記1級、中小企業診断士（2003年）", ("地方銀行", "銀行", "審査部", "調査役")),
)  # fmt: skip
_PROPOSALS = (
    "工程ごとに測定の記録を付けるところから始め、3か月で原因を3つに絞ります。",
    "同じ規模の会社で2度立ち上げた経験があり、最初の取引先を一緒に回れます。",
    "現場の方と表を1枚作り、週に1度見直すやり方をお伝えできます。",
    "失敗した例も含めて、段取りと費用の目安を具体的にお話しします。",
)


def example_rows(
    *, companies: int = 8, seniors: int = 16, wishes: int = 30, date: dt.date = dt.date(2027, 2, 18), name: str = NAME
) -> dict[str, list[dict[str, object]]]:
    """The rows of each sheet as field -> value, to be changed by whoever needs another workbook."""
    return {
        EVENT: [
            {
                "name": name,
                "day1": date,
                "venue": "千代田会館　3階",
                "opening_at": dt.time(13, 0),
                "first_at": "13時30分",
                "slot_minutes": "２０",
                "turns": 9,
                "break_after": "3、6",
                "break_minutes": 10,
                "entry_open_at": dt.datetime.combine(date - dt.timedelta(days=60), dt.time(9)),
                "entry_close_at": f"{date - dt.timedelta(days=30):%Y/%m/%d} 17:00",
                "hosts": "大東京信用組合、第一勧業信用組合",
                "patrons": "関東経済産業局",
            }
        ],
        FIRMS: [_firm(n, date) for n in range(1, companies + 1)],
        STAFF: [_staff(n) for n in range(1, companies + 1)],
        SENIORS: [_senior(n) for n in range(1, seniors + 1)],
        WISHES: _wishes(companies, seniors, wishes),
        AWAY: [
            {"who": "企業", "key": "1", "turns": "1"},
            {"who": "新現役", "key": _number(2), "turns": "7-9"},
            {"who": "同席者", "key": _staff(2)["name"], "day": 1, "turns": "第4回、5"},
        ],
    }


def example_workbook(**options) -> bytes:
    """The workbook of `example_rows(**options)`."""
    return build(example_rows(**options))


def _number(n: int) -> str:
    return f"S{n:04}"


def _of[Item](items: tuple[Item, ...], n: int) -> tuple[Item, str]:
    """The n-th item (from 1) in a cycle, and a mark that tells the rounds apart."""
    turn, at = divmod(n - 1, len(items))
    return items[at], f"第{turn + 1}" if turn else ""


def _firm(n: int, date: dt.date) -> dict[str, object]:
    (name, trade, town, categories, issue, body, wish, public), mark = _of(_FIRMS, n)
    place = PLACES[(n - 1) % len(PLACES)]
    return {
        "number": n,
        "name": f"{name}{mark} ",
        "institution": place[0],
        "branch": place[1],
        "representative_name": f"代表 {'一二三四五六七八'[(n - 1) % 8]}郎",
        "industry": trade,
        "prefecture": "東京都" if n % 2 else "東京",
        "city": town,
        "capital_man_yen": "1,000万円" if n % 2 else 3000,
        "sales_man_yen": "2.5億円",
        "employees": "２４" if n % 2 else 12 + n,
        "established_year": "昭和43" if n % 2 else 1987,
        "phone": "０３－１２３４－５６７８",
        "heard_on": date - dt.timedelta(days=90) if n % 2 else "令和8年11月10日",
        "heard_by": "事務局",
        "current_state": "社長と番頭の2人で考えている。",
        "categories": categories,
        "issue_title": issue,
        "body": body,
        "expected_support": wish,
        "wanted_profile": "同じ悩みを解いたことのある方。",
        "questions": "最初の1か月に何をするか\n月に何度来られるか",
        "public_title": public,
        "public_summary": f"{trade}の会社です。{body}",
    }


def _staff(n: int) -> dict[str, object]:
    place = PLACES[(n - 1) % len(PLACES)]
    family = ("佐藤", "鈴木", "髙木", "田中", "伊藤", "山本", "中村", "小林")[(n - 1) % 8]
    given = ("健", "涼子", "大輔", "美咲", "直樹")[(n - 1) // 8 % 5]
    title = "支店長" if n % 3 == 0 else "渉外係"
    return {
        "institution": place[0],
        "branch": place[1],
        "name": f"{family} {given}{'' if n <= 40 else n}",
        "title": title,
        "firms": n,
    }


def _senior(n: int) -> dict[str, object]:
    (family, given, family_kana, given_kana, headline, specialities, qualifications, career), mark = _of(_SENIORS, n)
    return {
        "number": _number(n),
        "family_name": family,
        "given_name": f"{given}{mark}",
        "family_kana": family_kana,
        "given_kana": given_kana,
        "birth_date": dt.date(1950 + n % 12, 1 + n % 12, 1 + n % 28) if n % 2 else f"昭和{28 + n % 10}年4月1日",
        "email": f"senior{n}@example.jp",
        "prefecture": "神奈川県" if n % 2 else "東京都",
        "headline": headline,
        "specialities": specialities,
        "qualifications": qualifications or None,
        "company_name_1": career[0],
        "industry_1": career[1],
        "department_1": career[2],
        "position_1": career[3],
        "from_year_1": 1978,
        "to_year_1": "平成29年",
        "summary_1": "現場から管理職まで、立て直しと人づくりに携わった。",
        "strengths": "現場の方と話しながら、続けられる形を一緒に作ります。",
        "regions": "東京都、神奈川、埼玉",
        "online_ok": "可",
        "days_per_week": 2,
    }


def _wishes(companies: int, seniors: int, wishes: int) -> list[dict[str, object]]:
    """Each senior's first wish, then everybody's second, and so on, spread over the firms."""
    made = []
    pairs = ((n, rank) for rank in range(1, companies + 1) for n in range(1, seniors + 1))
    for (n, rank), text in zip(islice(pairs, wishes), cycle(_PROPOSALS), strict=False):
        firm = (n - 1 + (rank - 1) * 3 + (n - 1) // companies) % companies + 1
        if any(one["senior"] == _number(n) and one["firm"] == firm for one in made):
            firm = next(
                f for f in range(1, companies + 1) if (_number(n), f) not in {(o["senior"], o["firm"]) for o in made}
            )
        made.append({"senior": _number(n), "firm": firm, "preference": rank, "proposal_text": text})
    return made
