"""Career texts, 技術・製品開発."""

from events.demo.texts import CareerText, Job

CAREERS = (
    CareerText(
        key="de_resin_goods", headline="元 園芸・収納用品メーカー 開発部長",
        specialities=(("DEVELOPMENT", 29), ("SALES", 9)),
        jobs=(
            Job("樹脂用品メーカー", "プラスチック", "LARGE", "開発部", "部長", 35, "植木鉢、収納箱、じょうろなど樹脂製品を180点開発した。売れるか確かめるため、3Dの試作と30人の声と予約で型を作るか決める方法を取った。割れた時の責任と保険も整えた。"),
        ),
        strengths="型を作る前の確かめ方、樹脂製品の設計と強度、売値と原価の逆算、製品の責任",
        achievements="型の費用を回収できなかった商品を4割から1割に。折りたたみ式の収納で年24万個を売った。",
        pr="褒められるのと買ってもらえるのは別です。型に進む前に、値札をつけて試しましょう。",
        born=(1956, 1962), prefecture="兵庫県",
        fits=("own_product_resin", "yield_molding"), near_misses=("package_confection",),
    ),
    CareerText(
        key="de_led_thermal", headline="元 照明メーカー 光源設計部長",
        specialities=(("DEVELOPMENT", 31),),
        jobs=(
            Job("大手照明メーカー", "電気機械", "GIANT", "光源設計部", "部長", 34, "屋外と船舶用の高出力LEDの熱設計を担当した。温度の測り方、放熱板の形、樹脂の劣化を実験で調べ、1,200ワットの器具を9キロに収めた。市場で暗くなる不具合の調査を14件行った。"),
        ),
        strengths="放熱の計算と実験、基板の温度の測り方、寿命の試験、不具合の原因の分け方",
        achievements="基板温度を平均23度下げ、交換の請求を年130件から7件にした。特許を21件出した。",
        pr="118度の測り方をまず確かめたいです。放熱板を大きくせずに下がる所が必ずあります。",
        born=(1954, 1960), prefecture="神奈川県",
        fits=("heat_lighting",), near_misses=("joint_research", "visual_inspection"),
    ),
    CareerText(
        key="de_freeze_dry", headline="元 即席食品メーカー 乾燥技術部長",
        specialities=(("DEVELOPMENT", 27), ("PRODUCTION", 12)),
        jobs=(
            Job("大手即席食品メーカー", "食品", "GIANT", "商品開発部", "主任研究員", 18, "即席みそ汁とスープの具材を開発した。試作と量産の味の差を埋めるため、5人の味見を点数にする簡単なやり方を作り、工場の人にも加わってもらった。"),
            Job("大手即席食品メーカー", "食品", "GIANT", "乾燥技術部", "部長", 17, "凍結乾燥機9台の条件を決めた。棚の上下の水分の差を、並べ方と温度の上げ方で2.4ポイントから0.6ポイントにし、乾燥時間を26時間から19時間にした。"),
        ),
        strengths="凍結乾燥の条件出し、棚の差の直し方、少人数の味の評価、量産への移し替え",
        achievements="戻りの悪い具の苦情を年58件から6件に。電気代も1回あたり2割減らした。",
        pr="まず棚の10か所に温度計を置かせてください。答えはたいてい並べ方にあります。",
        born=(1955, 1961), prefecture="長野県",
        fits=("freeze_soup", "haccp_deli"), near_misses=("tea_us",),
        qualifications=("技術士(農業・食品)",),
    ),
    CareerText(
        key="de_textile_material", headline="元 合繊メーカー 産業資材開発部長",
        specialities=(("DEVELOPMENT", 30), ("SALES", 10)),
        jobs=(
            Job("大手合繊メーカー", "繊維", "GIANT", "産業資材開発部", "部長", 35, "傘地、作業着、防災用テントの布を開発した。用途ごとに要る試験を表にまとめ、織り、染め、加工の工場を組み合わせた。小さな機屋11軒と新しい用途を8つ立ち上げた。"),
        ),
        strengths="織物の用途の選び方、引裂きや耐水の試験、染めと加工の工場への頼み方",
        achievements="傘用の布を防災の雨具に変え、月1,200mから9,000mに。試験費は3割減らした。",
        pr="数字がないと言われたら、数字を作ればよいのです。試験は3つから始めます。",
        born=(1953, 1959), prefecture="福井県",
        fits=("textile_function", "invest_knit"), near_misses=("rubber_material", "heir_dyeing"),
    ),
    CareerText(
        key="de_farm_vehicle", headline="元 農機メーカー 小型車両設計部長",
        specialities=(("DEVELOPMENT", 28), ("PRODUCTION", 13)),
        jobs=(
            Job("大手農機メーカー", "機械", "GIANT", "小型車両設計部", "部長", 34, "果樹用の運搬車と電動台車の設計を担当した。試作から量産への立ち上げを7機種経験し、部品を3割減らす検討会を組立の人と行った。雨と泥の試験、電気の接点の不具合もつぶした。"),
        ),
        strengths="試作から量産への移し替え、部品点数の減らし方、防水の不具合、検査の決め方",
        achievements="電動台車の部品を240点から150点に。組立を70時間から22時間にした。",
        pr="図面と現物を並べて1日見れば、減らせる部品が見えてきます。一緒に床に広げましょう。",
        born=(1954, 1960), prefecture="大阪府",
        fits=("agri_machine", "machine_export"), near_misses=("heat_lighting", "dependence_harness"),
    ),
    CareerText(
        key="de_rubber_compound", headline="元 化学メーカー ゴム材料研究所長",
        specialities=(("DEVELOPMENT", 33), ("LEGAL", 6)),
        jobs=(
            Job("大手化学メーカー", "化学", "GIANT", "ゴム材料研究所", "所長", 36, "耐薬品ゴムの配合と評価を担当した。規制で使えなくなる薬剤の切り替えを5回経験し、古い配合帳を読み解いて代わりの候補を順に試した。客先への証明の報告書を300通書いた。"),
        ),
        strengths="ゴムの配合の組み立て、耐久試験の短縮、規制物質の切り替え、客先への報告書",
        achievements="切り替え5件をすべて期限内に終了。試験を外に頼む先と自社でする物を分け、費用を半減した。",
        pr="亡くなった方の帳面は宝です。記号の意味を読み、割れた試験片を一緒に見たいです。",
        born=(1951, 1957), prefecture="茨城県",
        fits=("rubber_material",), near_misses=("textile_function", "maintenance_plating"),
    ),
    CareerText(
        key="de_medical_device", headline="元 内視鏡メーカー 品質保証部長",
        specialities=(("DEVELOPMENT", 20), ("LEGAL", 16)),
        jobs=(
            Job("大手内視鏡メーカー", "医療機器", "GIANT", "処置具開発部", "課長", 17, "内視鏡の処置具の開発。0.3〜1ミリの部品を削る町工場25社と試作をし、洗浄、材料証明、検査記録で何が要るかを一社ずつ説明した。"),
            Job("大手内視鏡メーカー", "医療機器", "GIANT", "品質保証部", "部長", 18, "部品会社の監査と登録を担当した。部品だけを納める会社に必要な仕組みと、製品を売る会社の許可の違いを整理し、30人規模の会社9社の参入を助けた。"),
        ),
        strengths="医療機器の部品供給に要る仕組み、洗浄の記録、試作の値段、許可の要否の整理",
        achievements="町工場9社が1年以内に量産部品を受注。仕組みづくりの費用を平均280万円に抑えた。",
        pr="部品で入るなら許可は要らない場合が多いのです。まず費用と段階を1枚にまとめます。",
        born=(1956, 1962), prefecture="東京都",
        fits=("medical_entry", "iso_machining"), near_misses=("rubber_material", "joint_research"),
        languages=("英語(文書)",),
    ),
    CareerText(
        key="de_precision_tool", headline="元 工作機械メーカー 周辺機器開発部長",
        specialities=(("DEVELOPMENT", 27), ("LEGAL", 10)),
        jobs=(
            Job("大手工作機械メーカー", "機械", "GIANT", "周辺機器開発部", "部長", 35, "治具、チャック、自動交換装置を開発した。特許出願は本人名義で48件、他社の権利をよける設計も10件以上行った。まねされて困った製品と、隠して守れた加工方法の両方がある。"),
        ),
        strengths="治具の設計と改良、守る所と隠す所の分け方、弁理士への説明書の書き方",
        achievements="固定治具の系列を年8億円の商品に。模倣品への申入れで3社の販売を止めた。",
        pr="設計者として、どこをまねされると痛いかを図面の上で一緒に見ます。",
        born=(1954, 1960), prefecture="愛知県",
        fits=("patent_tool", "setup_sheet"), near_misses=("agri_machine", "medical_entry"),
    ),
    CareerText(
        key="de_home_appliance", headline="元 家電メーカー 調理家電開発課長",
        specialities=(("DEVELOPMENT", 26),),
        jobs=(
            Job("大手家電メーカー", "電気機械", "GIANT", "調理家電開発部", "課長", 34, "炊飯器と電気鍋の開発を担当した。樹脂部品の設計、発熱の制御、耐久試験まで一通り行ったが、企画と値段は別の部署が決めていた。金型メーカーとのやり取りは長い。"),
        ),
        strengths="樹脂部品の設計、加熱制御、耐久試験の組み立て、金型メーカーとの調整",
        achievements="担当した炊飯器は累計260万台。金型の手直し回数を平均7回から3回に減らした。",
        pr="売り方は得意ではありませんが、壊れない設計ならお任せください。",
        born=(1957, 1963), prefecture="兵庫県",
        fits=("heat_lighting",), near_misses=("own_product_resin", "freeze_soup", "mold_contract"),
    ),
)
