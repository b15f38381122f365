"""Trades, coarse enough to choose from: the divisions of 日本標準産業分類, manufacturing by groups of its middle classes."""

from django.db.models import TextChoices


class Industry(TextChoices):
    FOOD = "FOOD", "食料品・飲料の製造"
    TEXTILE = "TEXTILE", "繊維・衣服の製造"
    WOOD = "WOOD", "木材・家具・紙の製造"
    PRINTING = "PRINTING", "印刷"
    CHEMICAL = "CHEMICAL", "化学・医薬品の製造"
    PLASTIC = "PLASTIC", "プラスチック・ゴムの製造"
    CERAMICS = "CERAMICS", "ガラス・セメント・陶磁器"
    METAL = "METAL", "鉄鋼・非鉄・金属製品"
    MACHINERY = "MACHINERY", "機械の製造"
    PRECISION = "PRECISION", "精密・業務用の機器"
    ELECTRIC = "ELECTRIC", "電気・電子・情報機器"
    VEHICLE = "VEHICLE", "自動車など輸送用機器"
    OTHER_MAKING = "OTHER_MAKING", "その他の製造"
    CONSTRUCTION = "CONSTRUCTION", "建設・設備工事"
    UTILITY = "UTILITY", "電気・ガス・水道"
    ICT = "ICT", "情報・通信・ソフトウェア"
    TRANSPORT = "TRANSPORT", "運輸・倉庫"
    WHOLESALE = "WHOLESALE", "卸売・商社"
    RETAIL = "RETAIL", "小売"
    FINANCE = "FINANCE", "金融・保険"
    REAL_ESTATE = "REAL_ESTATE", "不動産・賃貸"
    PROFESSIONAL = "PROFESSIONAL", "専門・技術サービス"
    HOSPITALITY = "HOSPITALITY", "宿泊・飲食"
    LIFE = "LIFE", "生活・娯楽サービス"
    EDUCATION = "EDUCATION", "教育・学習支援"
    MEDICAL = "MEDICAL", "医療・福祉"
    SERVICE = "SERVICE", "その他のサービス"
    AGRICULTURE = "AGRICULTURE", "農林漁業・鉱業"
    PUBLIC = "PUBLIC", "官公庁・団体"


# Words by which a trade as typed is put into a group. The longest word that stands in the text decides; equal ones, the earlier group.
WORDS = {
    Industry.FOOD: "食品 食料 飲料 惣菜 菓子 製麺 製パン 水産加工 食肉 酒造 醸造 味噌 醤油 漬物 豆腐 冷凍食品 製粉 乳業 製茶",
    Industry.TEXTILE: "繊維 縫製 アパレル 衣服 織物 染色 ニット 紡績 靴下 タオル",
    Industry.WOOD: "木材 製材 家具 木工 製紙 紙器 段ボール 紙加工 パルプ 建具",
    Industry.PRINTING: "印刷 製本 製版",
    Industry.CHEMICAL: "化学 医薬 製薬 塗料 化粧品 樹脂原料 石油 洗剤 インキ 接着剤",
    Industry.PLASTIC: "プラスチック 樹脂 射出成形 成形品 ゴム 成型",
    Industry.CERAMICS: "ガラス セメント 陶磁器 窯業 コンクリート セラミックス 石材 砕石",
    Industry.METAL: "鉄鋼 非鉄 金属 鋳造 鋳物 鍛造 板金 プレス めっき メッキ 熱処理 溶接 切削 製缶 ダイカスト ねじ ばね 伸線 アルミ",
    Industry.MACHINERY: "機械 工作機械 金型 産業機械 建設機械 ポンプ 治具 重機 プラント",
    Industry.PRECISION: "精密 計測 計量 医療機器 光学 時計 分析機器",
    Industry.ELECTRIC: "電気機器 電気機械 電子部品 電子 半導体 電機 家電 電線 基板 情報機器 通信機器 電池",
    Industry.VEHICLE: "自動車 輸送用 造船 鉄道車両 航空機 車体 自動車部品 二輪",
    Industry.OTHER_MAKING: "玩具 楽器 文具 工芸 眼鏡 製造",
    Industry.CONSTRUCTION: "建設 建築 土木 工務店 設備工事 電気工事 塗装工事 造園 リフォーム 管工事 解体 工事",
    Industry.UTILITY: "電力 ガス 水道 発電",
    Industry.ICT: "情報通信 情報 通信 ソフトウェア ソフトウエア システム開発 IT ＩＴ 情報サービス 放送 出版 ウェブ",
    Industry.TRANSPORT: "運輸 運送 物流 倉庫 海運 航空 配送 トラック タクシー バス 港湾 引越",
    Industry.WHOLESALE: "卸売 卸 商社 問屋 貿易",
    Industry.RETAIL: "小売 百貨店 スーパー 量販 専門店 通販 販売店 コンビニ 書店 薬局",
    Industry.FINANCE: "金融 銀行 保険 証券 信用金庫 信用組合 リース",
    Industry.REAL_ESTATE: "不動産 賃貸 ビル管理 駐車場",
    Industry.PROFESSIONAL: "コンサル 設計 会計事務所 法律 特許事務所 広告 デザイン 測量 研究所 税理士 社会保険労務士",
    Industry.HOSPITALITY: "宿泊 飲食 旅館 ホテル レストラン 外食 給食 居酒屋 食堂",
    Industry.LIFE: "理容 美容 クリーニング 旅行 冠婚葬祭 葬祭 娯楽 スポーツ 観光 レジャー",
    Industry.EDUCATION: "教育 学校 大学 学習塾 研修",
    Industry.MEDICAL: "医療 福祉 介護 病院 診療所 保育 歯科",
    Industry.SERVICE: "サービス 警備 清掃 ビルメンテナンス 人材派遣 廃棄物 リサイクル 修理 整備",
    Industry.AGRICULTURE: "農業 林業 漁業 水産業 養殖 畜産 鉱業 園芸",
    Industry.PUBLIC: "官公庁 公務 県庁 市役所 団体 組合 商工会",
}
_LONGEST_FIRST = sorted(
    ((word, group) for group, words in WORDS.items() for word in words.split()), key=lambda one: -len(one[0])
)


def industry_of(text: str) -> Industry | None:
    """The group of a trade as typed: プラスチック射出成形 is PLASTIC, 食品卸売業 WHOLESALE; None where no word is known."""
    for label in Industry:
        if text in (label.value, label.label):
            return label
    selling = next((group for word, group in _SELLING if word in text), None)
    return selling or next((group for word, group in _LONGEST_FIRST if word in text), None)


# Selling a thing is the trade, whatever the thing.
_SELLING = [
    (word, group) for group in (Industry.WHOLESALE, Industry.RETAIL) for word in WORDS[group].split() if word != "貿易"
]
