"""Invented firms for the sets of labelled texts: names that are also words, surnames, places, English; ordinary and odd spellings."""

from companies.anonymity import Firm

FIRMS = {
    "yamada": Firm(
        name="株式会社山田精機", short_name="山田精機", name_kana="カブシキガイシャヤマダセイキ", representative_name="山田 太郎",
        representative_kana="ヤマダ タロウ", prefecture="埼玉県", city="川口市", address="領家町三丁目12-8 山田ビル", phone="048-555-1234",
        email="info@yamada-seiki.co.jp", url="https://www.yamada-seiki.co.jp/", corporate_number="4030001012345",
        known_words=("ヤマフィット", "YSカット"), bank_name="青葉信用金庫", branch_name="川口東支店", officer_name="小沼 健",
        industry="金属加工", employees=53, established_year=1963, sales_man_yen=52300, capital_man_yen=4800,
    ),
    "yamato": Firm(
        name="大和食品株式会社", short_name="大和食品", name_kana="ヤマトショクヒン", representative_name="林 美津子", representative_kana="ハヤシ ミツコ",
        prefecture="奈良県", city="桜井市", address="大字箸中501", phone="0744-45-6789", email="yamato@example.jp", url="http://yamatofoods.jp",
        corporate_number="8150001023456", known_words=("三輪の里",), bank_name="みなと銀行", branch_name="桜井支店", officer_name="西 一郎",
        industry="食品製造", employees=28, established_year=1949, sales_man_yen=31500, capital_man_yen=1000,
    ),
    "sakura": Firm(
        name="㈲さくら印刷", short_name="さくら印刷", name_kana="サクラインサツ", representative_name="東 健二", representative_kana="アズマ ケンジ",
        prefecture="千葉県", city="佐倉市", address="新町211", phone="043-484-0000", url="https://sakura-print.example.com/", email="hello@sakura-print.example.com",
        bank_name="房総信用組合", branch_name="佐倉支店", industry="印刷", employees=16, established_year=1988, sales_man_yen=14200, capital_man_yen=300,
    ),
    "nihon": Firm(
        name="日本製作所株式会社", short_name="日本製作所", name_kana="ニッポンセイサクショ", representative_name="森 正和", representative_kana="モリ マサカズ",
        prefecture="東京都", city="大田区", address="東糀谷2丁目5番14号", phone="03-3741-9876", email="mori@nihon-ss.co.jp", url="https://nihon-ss.co.jp",
        corporate_number="1010801034567", known_words=("ニチセイ",), bank_name="城南中央信用金庫", branch_name="糀谷支店", officer_name="高橋 真由美",
        industry="機械加工", employees=34, established_year=1957, sales_man_yen=61200, capital_man_yen=2500,
    ),
    "takahashi": Firm(
        name="髙橋鉄工所", short_name="髙橋鉄工", name_kana="タカハシテッコウジョ", representative_name="髙橋 澄夫", representative_kana="タカハシ スミオ",
        prefecture="新潟県", city="燕市", address="吉田東栄町44-7", phone="0256-92-3456", url="", email="takatetsu@gmail.com", bank_name="越後しんきん",
        branch_name="吉田支店", officer_name="渡邉 亮", industry="鉄工", employees=11, established_year=1971, sales_man_yen=16800, capital_man_yen=500,
    ),
    "sunrise": Firm(
        name="サンライズフーズ株式会社", short_name="サンライズ", name_kana="サンライズフーズ", representative_name="長谷川 翔", representative_kana="ハセガワ ショウ",
        prefecture="静岡県", city="焼津市", address="小川新町5-1-3", phone="054-628-7777", email="order@sunrise-f.shop", url="https://sunrise-f.shop/",
        known_words=("黒潮ジャーキー", "うみのめぐみ"), bank_name="駿河湾信用金庫", branch_name="焼津支店", industry="水産加工", employees=47,
        established_year=2004, sales_man_yen=87300, capital_man_yen=1500,
    ),
    "hokuto": Firm(
        name="北斗ファインテック株式会社", short_name="HFT", name_kana="ホクトファインテック", representative_name="北村 慎吾", representative_kana="キタムラ シンゴ",
        prefecture="長野県", city="岡谷市", address="長地権現町4-11-20", phone="0266-27-1122", email="s.kitamura@hokuto-ft.co.jp", url="https://www.hokuto-ft.co.jp/company/",
        corporate_number="7100001045678", known_words=("マイクロバイト",), bank_name="諏訪湖信用金庫", branch_name="長地支店", officer_name="宮坂 徹",
        industry="精密切削", employees=72, established_year=1984, sales_man_yen=128000, capital_man_yen=3600,
    ),
    "hikari": Firm(
        name="合同会社ひかり", short_name="ひかり", name_kana="ヒカリ", representative_name="平 千代子", representative_kana="タイラ チヨコ", prefecture="沖縄県",
        city="うるま市", address="石川白浜1-2-3", phone="098-965-4321", email="hikari@hikari-okinawa.com", url="https://hikari-okinawa.com",
        industry="介護", employees=24, established_year=2012, sales_man_yen=9800, capital_man_yen=300,
    ),
    "kyoei": Firm(
        name="協栄化成工業株式会社", short_name="協栄化成", name_kana="キョウエイカセイコウギョウ", representative_name="齋藤 博", representative_kana="サイトウ ヒロシ",
        prefecture="大阪府", city="東大阪市", address="高井田中1-5-9", phone="06-6781-2345", email="saito@kyoei-kasei.jp", url="http://www.kyoei-kasei.jp",
        corporate_number="3122001056789", known_words=("キョーエイボンド",), bank_name="なにわ信用金庫", branch_name="高井田支店", officer_name="辻 昭",
        industry="樹脂成形", employees=88, established_year=1952, sales_man_yen=195000, capital_man_yen=9000,
    ),
    "hamada": Firm(
        name="濵田酒造場", short_name="濵田酒造", name_kana="ハマダシュゾウジョウ", representative_name="濵田 洋介", representative_kana="ハマダ ヨウスケ",
        prefecture="高知県", city="安芸郡田野町", address="2150", phone="0887-38-2222", email="", url="https://www.instagram.com/hamada_sake/",
        known_words=("土佐の潮", "美潮"), bank_name="黒潮信用金庫", branch_name="田野支店", industry="清酒製造", employees=9, established_year=1903,
        sales_man_yen=8600, capital_man_yen=1000,
    ),
    "ocean": Firm(
        name="オーシャンロジスティクス株式会社", short_name="オーシャン", name_kana="オーシャンロジスティクス", representative_name="金子 誠",
        representative_kana="カネコ マコト", prefecture="神奈川県", city="横浜市鶴見区", address="大黒町3-10", phone="045-501-8080",
        email="kaneko@ocean-lg.com", url="https://ocean-lg.com/", bank_name="京浜信用組合", branch_name="鶴見支店", industry="運送", employees=134,
        established_year=1996, sales_man_yen=213000, capital_man_yen=2000,
    ),
    "aoki": Firm(
        name="株式会社アオキ・プレシジョン", short_name="アオキP", name_kana="アオキプレシジョン", representative_name="青木 直樹", representative_kana="アオキ ナオキ",
        prefecture="長野県", city="茅野市", address="宮川11200-1", phone="0266-72-0001", email="aoki@aoki-p.co.jp", url="https://aoki-p.co.jp",
        known_words=("AP-Spin",), bank_name="八ヶ岳銀行", branch_name="茅野支店", industry="精密研削", employees=41, established_year=1978,
        sales_man_yen=74600, capital_man_yen=1800,
    ),
    "midori": Firm(
        name="有限会社みどり園芸", short_name="みどり園芸", name_kana="ミドリエンゲイ", representative_name="石川 勝", representative_kana="イシカワ マサル",
        prefecture="群馬県", city="みどり市", address="笠懸町鹿1234", phone="0277-76-3333", email="midori-engei@sunfield.ne.jp", url="", bank_name="赤城信用組合",
        branch_name="笠懸支店", industry="花き生産", employees=14, established_year=1991, sales_man_yen=11700, capital_man_yen=500,
    ),
    "taiyo": Firm(
        name="太陽電装株式会社", short_name="太陽電装", name_kana="タイヨウデンソウ", representative_name="服部 和夫", representative_kana="ハットリ カズオ",
        prefecture="愛知県", city="日進市", address="香久山4丁目101番地", phone="0561-73-5500", email="hattori@taiyodenso.co.jp", url="https://www.taiyodenso.co.jp",
        corporate_number="5180001067890", bank_name="尾張東信用金庫", branch_name="日進支店", officer_name="水野 さおり", industry="電装品", employees=65,
        established_year=1969, sales_man_yen=98700, capital_man_yen=3200,
    ),
    "miyako": Firm(
        name="都メッキ工業所", short_name="都メッキ", name_kana="ミヤコメッキコウギョウショ", representative_name="原 敏明", representative_kana="ハラ トシアキ",
        prefecture="東京都", city="墨田区", address="八広6-22-1", phone="03-3612-4567", email="", url="", bank_name="隅田信用金庫", branch_name="八広支店",
        industry="めっき", employees=7, established_year=1948, sales_man_yen=7300, capital_man_yen=300,
    ),
    "kanaya": Firm(
        name="金谷旅館", short_name="金谷旅館", name_kana="カナヤリョカン", representative_name="金谷 しのぶ", representative_kana="カナヤ シノブ",
        prefecture="栃木県", city="那須塩原市", address="塩原1055", phone="0287-32-8888", email="yoyaku@kanaya-ryokan.jp", url="https://kanaya-ryokan.jp",
        known_words=("月見の湯",), bank_name="那須信用組合", branch_name="塩原支店", industry="旅館", employees=38, established_year=1890,
        sales_man_yen=42800, capital_man_yen=1200,
    ),
    "morinaga": Firm(
        name="森永木工株式会社", short_name="森永木工", name_kana="モリナガモッコウ", representative_name="森永 大輔", representative_kana="モリナガ ダイスケ",
        prefecture="福岡県", city="大川市", address="榎津320-4", phone="0944-86-1111", email="d-morinaga@morimoku.jp", url="https://morimoku.jp",
        known_words=("KINOMA",), bank_name="筑後信用金庫", branch_name="大川支店", industry="家具", employees=19, established_year=1966,
        sales_man_yen=22400, capital_man_yen=1000,
    ),
    "abc": Firm(
        name="ABC精密株式会社", short_name="ABC精密", name_kana="エービーシーセイミツ", representative_name="本間 剛", representative_kana="ホンマ ツヨシ",
        prefecture="山形県", city="鶴岡市", address="宝田2-8-2", phone="0235-24-9090", email="honma@abc-seimitsu.jp", url="https://abc-seimitsu.jp",
        bank_name="庄内銀行", branch_name="鶴岡支店", industry="精密部品", employees=58, established_year=1986, sales_man_yen=66600, capital_man_yen=1000,
    ),
    "chuo": Firm(
        name="中央産業株式会社", short_name="中央産業", name_kana="チュウオウサンギョウ", representative_name="原田 裕子", representative_kana="ハラダ ユウコ",
        prefecture="広島県", city="呉市", address="広多賀谷3-1-1", phone="0823-71-2468", email="chuosangyo@enjoy.ne.jp", url="", bank_name="瀬戸信用金庫",
        branch_name="広支店", industry="産業機械", employees=102, established_year=1961, sales_man_yen=157000, capital_man_yen=4500,
    ),
    "watanabe": Firm(
        name="渡邊製菓株式会社", short_name="渡邊製菓", name_kana="ワタナベセイカ", representative_name="渡邊 香織", representative_kana="ワタナベ カオリ",
        prefecture="京都府", city="宇治市", address="小倉町西畑33", phone="0774-21-5678", email="shop@watanabe-seika.kyoto", url="https://watanabe-seika.kyoto/",
        known_words=("宇治の月",), bank_name="京洛信用金庫", branch_name="小倉支店", industry="菓子製造", employees=26, established_year=1934,
        sales_man_yen=24700, capital_man_yen=1000,
    ),
    "fujimi": Firm(
        name="富士見土木株式会社", short_name="富士見土木", name_kana="フジミドボク", representative_name="望月 徹", representative_kana="モチヅキ トオル",
        prefecture="山梨県", city="南巨摩郡身延町", address="梅平2450", phone="0556-62-1010", email="", url="https://fujimi-doboku.com", bank_name="甲斐信用組合",
        branch_name="身延支店", industry="土木", employees=31, established_year=1974, sales_man_yen=59800, capital_man_yen=3000,
    ),
    "linkage": Firm(
        name="リンケージワークス合同会社", short_name="リンケージ", name_kana="リンケージワークス", representative_name="服部 彩", representative_kana="ハットリ アヤ",
        prefecture="北海道", city="札幌市白石区", address="東札幌5条1丁目", phone="011-832-4455", email="aya@linkageworks.io", url="https://linkageworks.io",
        known_words=("キャリログ",), bank_name="石狩信用金庫", branch_name="白石支店", industry="システム開発", employees=12, established_year=2017,
        sales_man_yen=13400, capital_man_yen=200,
    ),
}  # fmt: skip
