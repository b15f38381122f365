"""Career texts, 情報化・IT活用."""

from events.demo.texts import CareerText, Job

CAREERS = (
    CareerText(
        key="it_wholesale_edi", headline="元 電材卸 情報システム部長",
        specialities=(("IT", 27), ("LOGISTICS", 10)),
        jobs=(
            Job("電設資材の卸売会社", "卸売", "LARGE", "業務部", "係長", 11, "受注の入力と在庫の管理を担当した。得意先1,300社の注文の9割がファクスで、品番違いの誤出荷が毎日あり、自分でも深夜まで入力した。"),
            Job("電設資材の卸売会社", "卸売", "LARGE", "情報システム部", "部長", 24, "ファクスの読み取り、得意先用の簡単な注文画面、品番の整理を5年かけて進めた。1日2,100枚のファクスを640枚にし、誤出荷を月90件から11件にした。システム会社6社と交渉した。"),
        ),
        strengths="卸売業の受発注の電子化、得意先への頼み方、見積の読み方と値切り方",
        achievements="4,200万円の見積を要らない機能を外して1,450万円に。得意先の6割が2年で移行した。",
        pr="売り込みの立場ではありません。事務の方の横に3日座り、要る機能だけを書き出します。",
        born=(1955, 1961), prefecture="東京都",
        fits=("fax_orders", "old_system", "monthly_close"), near_misses=("progress_sheetmetal",),
        qualifications=("情報処理技術者(システム監査)",),
    ),
    CareerText(
        key="it_factory_progress", headline="元 工作機械メーカー 生産情報課長",
        specialities=(("IT", 18), ("PRODUCTION", 26)),
        jobs=(
            Job("工作機械メーカー", "機械", "LARGE", "板金組立課", "班長", 15, "多品種少量の板金と組立の現場を15年経験した。進捗板、荷札、色分けと、続いたものも続かなかったものも自分で試した。"),
            Job("工作機械メーカー", "機械", "LARGE", "生産情報課", "課長", 20, "協力工場を含む月1,600件の進み具合を、二次元の荷札と3か所の読み取りだけで見えるようにした。職人に読み取りをさせず、運ぶ人に任せたことで5年続いている。"),
        ),
        strengths="続く進捗管理、荷札の設計、現場の聞き取り、協力工場への広げ方",
        achievements="納期の問合せへの返事を40分から3分に。荷札は協力工場18社にも広がった。",
        pr="読み取る所は少ないほど続きます。最初は一番遅れる1工程だけで始めましょう。",
        born=(1956, 1962), prefecture="神奈川県",
        fits=("progress_sheetmetal", "delivery_box", "cost_sheet"), near_misses=("fax_orders", "spare_parts"),
    ),
    CareerText(
        key="it_mailorder_food", headline="元 食品通販会社 サイト運営部長",
        specialities=(("IT", 15), ("SALES", 24)),
        jobs=(
            Job("百貨店", "小売", "GIANT", "食品部", "売場主任", 13, "漬物、佃煮、菓子の売場を担当した。試食から二度目の来店につなげる名簿を紙で作り、催事のあとの葉書で再来店を3割にした。"),
            Job("食品通販会社", "小売", "MID", "サイト運営部", "部長", 20, "産地の加工品1,100点の通販を担当した。広告を半分にし、初回の同封物と2回目の案内の時期を変えて、再購入を22%から41%にした。送料込みの組み合わせも設計した。"),
        ),
        strengths="食品通販の再購入づくり、送料の見せ方、広告のやめどき、催事後の名簿の使い方",
        achievements="小さな漬物店の通販を1年半で月50万円から160万円に。広告費は3分の1にした。",
        pr="新しいお客様を追う前に、一度買った方への2週間後の便りを一緒に書きましょう。",
        born=(1958, 1964), prefecture="東京都",
        fits=("ec_pickles", "direct_pottery", "dairy_yogurt"), near_misses=("outsourcing_cosme", "label_supplement"),
    ),
    CareerText(
        key="it_core_buyer", headline="元 製紙会社 情報システム室長",
        specialities=(("IT", 32),),
        jobs=(
            Job("製紙・紙加工会社", "紙・パルプ", "LARGE", "情報システム室", "室長", 36, "販売、生産、在庫の基幹システムを3回入れ替えた。帳票480種を、半年間止めて文句が出たものだけ残す方法で110種にした。提案は同じ表に書いてもらい、5社を同じ物差しで比べた。"),
        ),
        strengths="基幹システムの入れ替えの段取り、帳票の減らし方、提案の比べ方、切り替えの日の備え",
        achievements="3回の切り替えで出荷を止めたのは合計2時間。2回目は予算の84%で終えた。",
        pr="発注する側でずっと苦労しました。使う人が決めた要る物だけを買うお手伝いをします。",
        born=(1952, 1958), prefecture="埼玉県",
        fits=("old_system", "fax_orders"), near_misses=("project_software", "license_software"),
        qualifications=("情報処理技術者(プロジェクトマネージャ)",),
    ),
    CareerText(
        key="it_security_manager", headline="元 重工メーカー 情報管理責任者",
        specialities=(("IT", 22), ("LEGAL", 8)),
        jobs=(
            Job("大手重工メーカー", "機械", "GIANT", "設計管理部", "係長", 14, "搬送設備の図面の管理を担当した。協力会社への図面の渡し方を決め、持ち出しの記録と返却の確認を始めた。"),
            Job("大手重工メーカー", "機械", "GIANT", "情報管理部", "情報管理責任者", 20, "取引先の調査票を年300通出し、自社も客先の監査を年9回受けた。小さな協力会社130社を回り、20人規模の会社が3か月で直せる項目の順番表を作った。"),
        ),
        strengths="調査票の読み方と答え方、小さな会社向けの規程、費用をかけない直し方、事故の報告",
        achievements="協力会社130社の平均点を46点から78点に。専任者を置かずに続く年間表を広めた。",
        pr="調査票は出す側でした。点になる所と、形だけでよい所を正直にお伝えします。",
        born=(1956, 1962), prefecture="神奈川県",
        fits=("security_design",), near_misses=("license_software", "old_system"),
        qualifications=("情報処理安全確保支援士",),
    ),
    CareerText(
        key="it_image_inspection", headline="元 電子部品メーカー 検査技術課長",
        specialities=(("IT", 16), ("PRODUCTION", 20)),
        jobs=(
            Job("大手電子部品メーカー", "電子部品", "GIANT", "検査課", "班長", 14, "コネクター端子の目視検査の班長。28人の検査員の見逃しを毎月測り、休憩の取り方と照明を変えて流出を半分にした。限度見本の整え方もここで身につけた。"),
            Job("大手電子部品メーカー", "電子部品", "GIANT", "検査技術課", "課長", 21, "端子とケースの画像検査を17ライン立ち上げた。最初の2台は良品を6%はねて失敗し、照明の角度と見本の分け方を変えて0.3%に下げた。検査員は教える側に回した。"),
        ),
        strengths="画像検査の試し撮り、照明の選び方、限度見本、誤判定の下げ方",
        achievements="検査員41人を16人に減らし、流出を年26件から2件にした。1台の失敗から費用の回収表を作った。",
        pr="4%は照明と見本でほとんど下がります。買う前に、借りて撮ることから始めましょう。",
        born=(1957, 1963), prefecture="山形県",
        fits=("visual_inspection", "yield_molding"), near_misses=("yield_casting",),
    ),
    CareerText(
        key="it_field_service", headline="元 昇降機保守会社 保守業務改革部長",
        specialities=(("IT", 14), ("HR", 12)),
        jobs=(
            Job("昇降機の保守会社", "サービス", "GIANT", "保守課", "現場責任者", 18, "エレベーターの点検と修理を18年。巡回員24人の班を持ち、夜の報告書で若い人が辞めていくのを何度も見た。"),
            Job("昇降機の保守会社", "サービス", "GIANT", "保守業務改革部", "部長", 17, "報告書を選ぶだけの型に変え、写真は現場で貼れるようにした。年配の人には同年代の先生役を各班に置き、8か月で2,600人が使うようになった。報告は1件70分から14分になった。"),
        ),
        strengths="現場報告の型づくり、年配の人への教え方、点検から修理見積へのつなげ方",
        achievements="巡回員の残業を月31時間から15時間に。報告からの修理の見積を1.7倍にした。",
        pr="60代が使えない道具は、道具が悪いのです。先生役を60代から選ぶのがこつです。",
        born=(1956, 1962), prefecture="東京都",
        fits=("field_report", "route_gas"), near_misses=("retention_building", "maintenance_plating"),
    ),
    CareerText(
        key="it_vendor_sales", headline="元 システム会社 中小企業営業部長",
        specialities=(("IT", 29), ("SALES", 20)),
        jobs=(
            Job("大手システム会社", "情報通信", "GIANT", "中小企業営業部", "部長", 35, "製造業と卸売業に販売管理や生産管理の仕組みを売った。のべ420社に納め、その3割で使われない機能が残ったことを悔やんでいる。現場の運用までは関わらなかった。"),
        ),
        strengths="製品の比べ方、見積の内訳、補助金の使い方、契約の注意点",
        achievements="部の売上を10年で3倍に。退職後は商工会で相談員を2年務め、64社の相談を受けた。",
        pr="売る側にいたので、見積のどこに余裕があるか分かります。運用は皆さんと学びます。",
        born=(1954, 1960), prefecture="千葉県",
        fits=("project_software",), near_misses=("fax_orders", "progress_sheetmetal", "old_system"),
        qualifications=("ITコーディネータ",),
    ),
)
