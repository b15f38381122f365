"""Questions that open a talk: by the category of the issue and by the trade of the firm. Keys are stable: answers are kept by them.

Whoever hears the firm asks those that fit and leaves the others. They ask for facts and figures that a retired expert needs in order to
say what can be done: never for a solution.
"""

from dataclasses import dataclass

from institutions.categories import Category
from institutions.industries import Industry, industry_of


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    text: str
    hint: str = ""  # what a good answer holds


_BY_CATEGORY: dict[Category, tuple[Question, ...]] = {
    Category.STRATEGY: (
        Question("STRATEGY_AIM", "3年後に、売上・社員数・事業の柱はどうなっていたいですか", "例: 年商3億円、下請け7割を5割に"),
        Question("STRATEGY_CUSTOMERS", "売上の上位3社はどこで、それぞれ何割を占めますか", "社名は業種でも構いません"),
        Question("STRATEGY_PROFIT", "いちばん利益が出ている仕事と、出ていない仕事は何ですか"),
        Question("STRATEGY_SUCCESSOR", "後を継ぐ方は決まっていますか。いつごろの予定ですか", "親族・社員・第三者・未定"),
        Question("STRATEGY_DECIDING", "大事なことは、社内のだれが、どのように決めていますか"),
        Question("STRATEGY_RIVAL", "同業と比べて選ばれている理由、負けた理由を最近の例で教えてください"),
    ),
    Category.OVERSEAS: (
        Question("OVERSEAS_WHERE", "どの国・地域を、なぜ考えていますか", "引き合いの有無も"),
        Question("OVERSEAS_NOW", "今の海外との取引は、年に何件・いくらですか", "輸出・輸入・なし"),
        Question("OVERSEAS_PRODUCT", "持っていく商品・技術と、必要な認証や表示の調べはどこまで進んでいますか"),
        Question("OVERSEAS_PEOPLE", "社内で、外国語や貿易の書類を扱える人は何人いますか"),
        Question("OVERSEAS_LOSS", "うまくいかないとき、どこまでの費用と期間なら続けられますか"),
    ),
    Category.IT: (
        Question("IT_PAPER", "いちばん手間がかかっている手書き・転記・表計算の作業は何ですか。月に何時間ですか"),
        Question("IT_SYSTEMS", "今使っている仕組み(会計・販売・生産・勤怠)と、入れた年を教えてください"),
        Question("IT_PERSON", "パソコンや仕組みの面倒は、だれが見ていますか。その人が休むとどうなりますか"),
        Question("IT_TROUBLE", "この1年に、止まった・なくした・間違えたことはありましたか"),
        Question("IT_SECURITY", "データの控えは、いつ、どこに取っていますか。戻してみたことはありますか"),
        Question("IT_PAST", "前に入れようとして、やめた・使われなくなった仕組みはありますか。理由は何ですか"),
    ),
    Category.SALES: (
        Question("SALES_WHO", "今のお客さまはだれで、どうやって知り合いましたか", "紹介・展示会・飛び込み・ホームページの割合"),
        Question("SALES_NEW", "この1年の新しい取引先は何社で、見積もりから受注になるのは何割ですか"),
        Question("SALES_TARGET", "売りたい相手(業種・地域・担当の部署)と、その理由を教えてください"),
        Question("SALES_CHOSEN", "お客さまは、何が良くて買ってくださっていますか。聞いたことはありますか"),
        Question("SALES_PRICE", "値上げ・値決めの話を最後にしたのはいつで、結果はどうでしたか"),
        Question("SALES_FORCE", "売る仕事は、何人が、週に何時間していますか"),
    ),
    Category.DEVELOPMENT: (
        Question("DEVELOPMENT_WHAT", "何を作りたいのですか。試作はどこまで進んでいますか", "考えだけ・図面・試作・量産前"),
        Question("DEVELOPMENT_WANTED", "それを欲しいと言ったのはだれですか。いくらなら買うと言いましたか"),
        Question("DEVELOPMENT_WALL", "今ぶつかっている技術の壁を、数字で教えてください", "強度・精度・温度・歩留まりなど"),
        Question("DEVELOPMENT_MEANS", "使える設備・測定器と、足りないものは何ですか"),
        Question("DEVELOPMENT_TIME", "開発には、だれが、週に何時間使えますか。期限はありますか"),
        Question("DEVELOPMENT_RIGHTS", "特許や取引先との約束で、気を付けることはありますか"),
    ),
    Category.PRODUCTION: (
        Question("PRODUCTION_DEFECT", "不良・手直し・返品は、月に何件・何%ですか。この3年の動きも教えてください"),
        Question("PRODUCTION_LEAD", "受注から納品まで何日ですか。納期に遅れるのは月に何件ですか"),
        Question("PRODUCTION_NECK", "仕掛品がたまる工程はどこですか。なぜだと見ていますか"),
        Question("PRODUCTION_RECORD", "作業の手順書と、検査・停止の記録はありますか。だれが見ていますか"),
        Question("PRODUCTION_SKILL", "その人しかできない作業はいくつあり、その方は何歳ですか"),
        Question("PRODUCTION_COST", "品目ごとの原価は、つかめていますか。どのように計算していますか"),
    ),
    Category.LOGISTICS: (
        Question("LOGISTICS_STOCK", "在庫は金額で何か月分ありますか。動いていない物はどのくらいですか"),
        Question("LOGISTICS_COST", "運賃・倉庫代は売上の何%ですか。この3年でどう変わりましたか"),
        Question("LOGISTICS_ERROR", "誤出荷・欠品・数違いは、月に何件ありますか"),
        Question("LOGISTICS_FLOW", "入荷から出荷までに、置き場所を何回動かしていますか"),
        Question("LOGISTICS_TRUCK", "運んでいるのは自社便ですか、頼んでいますか。荷待ちは何分くらいですか"),
    ),
    Category.FINANCE: (
        Question("FINANCE_CLOSING", "毎月の試算表は、翌月の何日に出ますか。だれが見て、何を決めていますか"),
        Question("FINANCE_CASH", "資金繰り表はありますか。何か月先まで見えていますか"),
        Question("FINANCE_MARGIN", "商品・得意先・現場ごとの利益は分かりますか"),
        Question("FINANCE_TERMS", "売掛の回収と買掛の支払いは、それぞれ何日ですか"),
        Question("FINANCE_PERSON", "経理はだれが何人で、どこまでを税理士に任せていますか"),
    ),
    Category.HR: (
        Question("HR_NUMBERS", "社員の年代ごとの人数と、この3年に入った人・辞めた人を教えてください"),
        Question("HR_LEAVING", "辞めた方は、何年目で、どんな理由でしたか"),
        Question("HR_TEACHING", "仕事は、だれが、どうやって教えていますか。一人前まで何年ですか"),
        Question("HR_PAY", "給料と評価の決め方は、書いたものがありますか。社員は知っていますか"),
        Question("HR_LEADERS", "社長の代わりに現場を任せられる人は何人いますか。困っていることは何ですか"),
        Question("HR_HOURS", "残業は月に何時間ですか。休みは取れていますか"),
    ),
    Category.LEGAL: (
        Question("LEGAL_CONTRACTS", "主な取引先との契約書・見積書・注文書は、そろっていますか"),
        Question("LEGAL_RIGHTS", "持っている特許・商標と、出そうか迷っているものはありますか"),
        Question("LEGAL_CONFLICT", "今もめていること、相手から言われて困っていることはありますか"),
        Question("LEGAL_ADVISER", "弁護士・弁理士・社労士に相談していますか。年に何回ですか"),
        Question("LEGAL_SECRETS", "図面・配合・顧客名簿は、だれが持ち出せますか"),
    ),
}  # fmt: skip

_MAKING = (
    Question("MAKING_LOTS", "主な製品と、1回に作る数・月に作る数を教えてください"),
    Question("MAKING_MACHINES", "主な設備は何台で、何年使っていますか。止まるのは月に何時間ですか"),
    Question("MAKING_MATERIAL", "材料費とエネルギー費はこの2年で何%上がり、売値にどこまで乗せられましたか"),
)
_BY_TRADE: dict[str, tuple[Question, ...]] = {
    Industry.FOOD: (
        Question("FOOD_SHELF", "日持ちは何日で、捨てている量は月にどのくらいですか"),
        Question("FOOD_HYGIENE", "衛生管理(HACCP)と表示は、だれが、どう記録していますか"),
        Question("FOOD_SEASON", "忙しい月と暇な月で、売上と人手は何倍違いますか"),
    ),
    Industry.CONSTRUCTION: (
        Question("CONSTRUCTION_SITES", "現場は年に何件で、元請けと下請けの割合はどのくらいですか"),
        Question("CONSTRUCTION_MARGIN", "現場ごとの実行予算と、終わったあとの利益は比べていますか"),
        Question("CONSTRUCTION_PEOPLE", "職人・施工管理の人数と年齢、資格を持つ人の数を教えてください"),
    ),
    Industry.UTILITY: (
        Question("UTILITY_SAFETY", "保安・点検の仕事は何人で回し、資格を持つ人は何人ですか"),
        Question("UTILITY_CUSTOMERS", "契約の件数は、この3年でどう動いていますか"),
    ),
    Industry.ICT: (
        Question("ICT_BUSINESS", "受託・派遣・自社サービスの売上の割合を教えてください"),
        Question("ICT_ESTIMATE", "見積もりの工数と実際の工数は、どのくらい違いますか"),
        Question("ICT_SKILL", "技術者の人数と得意な技術、足りない技術は何ですか"),
    ),
    Industry.TRANSPORT: (
        Question("TRANSPORT_TRUCKS", "車は何台で、1台が1日に何回・何時間走っていますか。空で走るのは何割ですか"),
        Question("TRANSPORT_DRIVERS", "運転する方の人数・年齢と、残業の上限への備えはどうですか"),
        Question("TRANSPORT_FARE", "運賃・待ち時間の料金の話は、荷主とできていますか"),
    ),
    Industry.WHOLESALE: (
        Question("WHOLESALE_ITEMS", "扱う品目は何点で、売上の8割を占めるのは何点ですか"),
        Question("WHOLESALE_VALUE", "メーカーと小売が直接取引しない理由は何ですか。貴社は何をしていますか"),
        Question("WHOLESALE_ORDERS", "注文は電話・FAX・メールのどれで、1日に何件ですか"),
    ),
    Industry.RETAIL: (
        Question("RETAIL_VISITS", "来店は1日に何人で、客単価はいくらですか。3年前と比べてどうですか"),
        Question("RETAIL_REGULARS", "常連の方は何割ですか。名前と好みは、だれが覚えていますか"),
        Question("RETAIL_ONLINE", "インターネットの売上は何%ですか。写真・発送はだれがしていますか"),
    ),
    Industry.FINANCE: (
        Question("FINANCIAL_CLIENTS", "お客さまの数と、1年に続けてくださる割合を教えてください"),
        Question("FINANCIAL_RULES", "法令や監督官庁の求めで、手が回っていないことはありますか"),
    ),
    Industry.REAL_ESTATE: (
        Question("REAL_ESTATE_ROOMS", "管理する物件・戸数と、空いている割合を教えてください"),
        Question("REAL_ESTATE_AGE", "建物の築年数と、大きな修繕の予定・積み立てはどうなっていますか"),
    ),
    Industry.PROFESSIONAL: (
        Question("PROFESSIONAL_HOURS", "1件にかかる時間と料金は、見合っていますか。どうやって決めていますか"),
        Question("PROFESSIONAL_KEY", "仕事を取ってくる人と、こなす人は、それぞれ何人ですか"),
    ),
    Industry.HOSPITALITY: (
        Question("HOSPITALITY_SEATS", "席・部屋の数と、曜日ごとの埋まり方を教えてください"),
        Question("HOSPITALITY_COST", "材料費と人件費は、売上の何%ですか"),
        Question("HOSPITALITY_REVIEWS", "口コミで、よく書かれる良い点と悪い点は何ですか"),
    ),
    Industry.LIFE: (
        Question("LIFE_REPEAT", "2回目も来てくださる方は何割ですか。来なくなる理由は分かりますか"),
        Question("LIFE_BOOKING", "予約はどうやって受け、当日の取り消しは月に何件ですか"),
    ),
    Industry.EDUCATION: (
        Question("EDUCATION_PUPILS", "生徒・受講者の数と、この3年の動きを教えてください"),
        Question("EDUCATION_TEACHERS", "教える方は何人で、教え方はどうやってそろえていますか"),
    ),
    Industry.MEDICAL: (
        Question("MEDICAL_STAFF", "資格を持つ職員の数と、足りない数を教えてください"),
        Question("MEDICAL_RECORDS", "記録と請求の仕事に、1日何時間かかっていますか"),
        Question("MEDICAL_BEDS", "定員に対して、利用は何割ですか"),
    ),
    Industry.SERVICE: (
        Question("SERVICE_CONTRACTS", "決まった契約と、そのつどの仕事の割合を教えてください"),
        Question("SERVICE_QUALITY", "現場での仕事の出来を、だれが、どうやって確かめていますか"),
    ),
    Industry.AGRICULTURE: (
        Question("AGRICULTURE_YIELD", "主な作物・水揚げの量と、売り先ごとの割合を教えてください"),
        Question("AGRICULTURE_HANDS", "忙しい時期は何月で、人手は何人足りませんか"),
    ),
    Industry.PUBLIC: (
        Question("PUBLIC_MEMBERS", "会員・利用者の数と、この3年の動きを教えてください"),
        Question("PUBLIC_INCOME", "会費・補助金・事業収入の割合を教えてください"),
    ),
}
MAKERS = (
    Industry.FOOD,
    Industry.TEXTILE,
    Industry.WOOD,
    Industry.PRINTING,
    Industry.CHEMICAL,
    Industry.PLASTIC,
    Industry.CERAMICS,
    Industry.METAL,
    Industry.MACHINERY,
    Industry.PRECISION,
    Industry.ELECTRIC,
    Industry.VEHICLE,
    Industry.OTHER_MAKING,
)


def of_category(code: str) -> tuple[Question, ...]:
    return _BY_CATEGORY.get(Category(code), ()) if code in Category.values else ()


def of_trade(industry: str) -> tuple[Question, ...]:
    """For a firm's trade as typed; nothing where no word of it is known. A maker without questions of its own is asked what all makers are."""
    trade = industry_of(industry)
    return _BY_TRADE.get(trade) or (_MAKING if trade in MAKERS else ())


QUESTIONS: dict[str, Question] = {
    question.code: question for group in (*_BY_CATEGORY.values(), *_BY_TRADE.values(), _MAKING) for question in group
}
