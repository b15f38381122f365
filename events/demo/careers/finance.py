"""Career texts, 経理・財務管理."""

from events.demo.texts import CareerText, Job

CAREERS = (
    CareerText(
        key="fi_cost_machine", headline="元 計測器メーカー 原価管理課長",
        specialities=(("FINANCE", 30), ("PRODUCTION", 10)),
        jobs=(
            Job("計測器メーカー", "電気機械", "LARGE", "原価管理課", "課長", 34, "板金、切削、組立の職場の原価を担当した。機械ごとの時間単価を電気代と償却から出し、協力工場25社の見積も一緒に作り直した。日報は1日3つの丸印だけにして続けさせた。"),
        ),
        strengths="機械別の時間単価、簡単な日報、品ごとの儲けの一覧、値上げの根拠づくり",
        achievements="協力工場8社の見積を作り直し、平均の経常利益率を1.2%から5.6%に。日報の記入は9割を超えた。",
        pr="税理士の先生と役目が違うだけです。上位30品なら2か月で儲けの順番がわかります。",
        born=(1954, 1960), prefecture="神奈川県",
        fits=("cost_sheet", "price_diecast", "setup_sheet"), near_misses=("project_software",),
        qualifications=("日商簿記1級",),
    ),
    CareerText(
        key="fi_bank_construction", headline="元 信用金庫 融資部長",
        specialities=(("FINANCE", 36),),
        jobs=(
            Job("信用金庫", "金融", "LARGE", "本支店", "支店長", 24, "建設業と旅館の多い地域で3つの支店を預かった。春に資金が細る土木会社の資金繰り表を社長の奥様と作ることが多かった。"),
            Job("信用金庫", "金融", "LARGE", "融資部", "部長", 12, "返済の見直しの相談を年180件受けた。複数の金融機関の借入をまとめる順番、工事ごとの入金の見せ方、早めに持って来てほしい紙の中身を熟知している。"),
        ),
        strengths="資金繰り表、借入の組み替えの段取り、金融機関への説明、工事別の収支",
        achievements="土木会社21社の返済を平均3割軽くした。相談の前に12か月の表を作る習慣を広めた。",
        pr="銀行は早い相談を嫌いません。持って行く3枚の紙を、ご一緒に作りましょう。",
        born=(1953, 1959), prefecture="新潟県",
        fits=("cash_construction", "invest_knit", "inn_rebuild"), near_misses=("cost_sheet", "books_handover"),
        qualifications=("中小企業診断士",),
    ),
    CareerText(
        key="fi_construction_cfo", headline="元 建設会社 財務部長",
        specialities=(("FINANCE", 31),),
        jobs=(
            Job("中堅建設会社", "建設", "LARGE", "財務部", "部長", 36, "公共工事の入金と外注への支払いの差を埋める仕事をした。工事台帳から半年先の資金を読み、前払金と出来高払いの請求を早める手順を現場所長60人に教えた。借入14本を5本にまとめた。"),
        ),
        strengths="工事台帳からの資金の読み方、前払金の使い方、借入をまとめる交渉、除雪の収支",
        achievements="春の借入の山を9億円から3億円に。銀行6行との一括交渉を2年でまとめた。",
        pr="黒字で足りないのは、入金の時期の問題です。手帳の予定を表に写すことから始めます。",
        born=(1952, 1958), prefecture="富山県",
        fits=("cash_construction",), near_misses=("overtime_survey", "prime_painting"),
    ),
    CareerText(
        key="fi_fast_closing", headline="元 専門商社 経理部長",
        specialities=(("FINANCE", 32), ("IT", 7)),
        jobs=(
            Job("専門商社", "卸売", "LARGE", "経理部", "部長", 35, "月次決算を翌月35日から7日に縮めた。請求の締めを3つに分け、棚卸しは動く200品だけ毎月数えることにした。経理5人の仕事を一覧にし、入力の半分を営業の伝票から取るようにした。"),
        ),
        strengths="月次の早期化、棚卸しの簡略化、経理の仕事の棚卸し、会計事務所との分担",
        achievements="退職後に3社の月次を翌月10日以内に。経理の残業を月30時間から8時間にした。",
        pr="早くしろと言うと人が離れます。やめる仕事を先に決めるのが、私のやり方です。",
        born=(1955, 1961), prefecture="埼玉県",
        fits=("monthly_close", "books_handover"), near_misses=("shop_results", "thai_subsidiary"),
        qualifications=("日商簿記1級",),
    ),
    CareerText(
        key="fi_capex_planner", headline="元 繊維メーカー 財務企画部長",
        specialities=(("FINANCE", 29), ("STRATEGY", 14)),
        jobs=(
            Job("大手繊維メーカー", "繊維", "GIANT", "財務企画部", "部長", 35, "編立、染色、縫製の設備投資を120件審査した。注文が7割、5割、3割の時の返済を1枚に並べ、客先に年数と枚数の約束を書いてもらうことを条件にした。補助金の立替えで苦しんだ工場も見た。"),
        ),
        strengths="投資の場合分け、客先に求める約束の書き方、補助金の資金計画、保証人の外し方",
        achievements="審査した投資の回収率は86%。無縫製の編機の導入では3台を1台に減らし、2年後に増設した。",
        pr="買わない選択も含めて3通り並べます。口約束を1枚の紙にする言い方もお伝えします。",
        born=(1953, 1959), prefecture="岐阜県",
        fits=("invest_knit", "merger_cleaning", "second_pillar_print"), near_misses=("textile_function",),
    ),
    CareerText(
        key="fi_restaurant_controller", headline="元 食品小売チェーン 管理部長",
        specialities=(("FINANCE", 27), ("IT", 9)),
        jobs=(
            Job("食品小売チェーン", "小売", "LARGE", "管理部", "部長", 32, "惣菜店と食堂64店の店別損益を毎月作った。まとめ買いの仕入を店ごとに分ける伝票、廃棄を重さで量る仕組み、店長に見せる1枚の表を整えた。閉店の判断も19件支えた。"),
        ),
        strengths="店別損益、仕入の振り分け、廃棄の見える化、店長に伝わる表",
        achievements="店別損益を翌月6日に配布。64店の原価率を平均4.1ポイント下げた。",
        pr="最初の月は粗くて構いません。3か月続けると、店長さんの方から質問が来ます。",
        born=(1957, 1963), prefecture="神奈川県",
        fits=("shop_results", "monthly_close"), near_misses=("rules_salon",),
    ),
    CareerText(
        key="fi_machinery_accountant", headline="元 機械メーカー 経理部長",
        specialities=(("FINANCE", 37), ("HR", 8)),
        jobs=(
            Job("産業機械メーカー", "機械", "MID", "経理部", "部長", 38, "社員180人の会社で決算、給与、支払い、外貨の取引まで担当した。自分の後任2人に、仕事を72に分けた一覧と1年の練習の表で引き継いだ。通帳と印鑑を分ける決まりも作った。"),
        ),
        strengths="一人経理の仕事の書き出し、決算の教え方、社長の数字の見方、不正を防ぐ分け方",
        achievements="簿記2級の後任が1年で決算を組めるようになった。同じ方法で3社の引き継ぎを手伝った。",
        pr="辞める方への敬意が第一です。責めずに書き出せる聞き方をご一緒に考えます。",
        born=(1951, 1957), prefecture="東京都",
        fits=("books_handover", "succession_press", "monthly_close"), near_misses=("cost_sheet",),
        qualifications=("日商簿記1級", "社会保険労務士"),
    ),
    CareerText(
        key="fi_software_pm", headline="元 受託開発会社 プロジェクト管理部長",
        specialities=(("FINANCE", 18), ("IT", 28)),
        jobs=(
            Job("受託開発会社", "情報通信", "LARGE", "開発部", "課長", 17, "物流と医療の業務システムの開発を率いた。最初の大きな案件で2,300万円の赤字を出し、その経験が採算管理に移るきっかけになった。"),
            Job("受託開発会社", "情報通信", "LARGE", "プロジェクト管理部", "部長", 16, "全案件の採算を毎週金曜に15分で見る会を始めた。見積は3人が別々に出して差を話し、変更の一覧を客先と毎月読み合わせて、追加費用の話を普通のことにした。"),
        ),
        strengths="受託開発の見積、毎週の採算会議、変更の記録、追加費用の話し方",
        achievements="赤字案件を全体の41%から7%に。追加費用の回収率を12%から63%にした。",
        pr="技術者に金の話をさせるのではなく、変わった事を一緒に書くだけで話は進みます。",
        born=(1959, 1965), prefecture="東京都",
        fits=("project_software", "license_software"), near_misses=("field_report", "ec_pickles"),
        qualifications=("情報処理技術者(プロジェクトマネージャ)",),
    ),
    CareerText(
        key="fi_treasury_trading", headline="元 総合商社 財務部次長",
        specialities=(("FINANCE", 30), ("OVERSEAS", 16)),
        jobs=(
            Job("大手総合商社", "商社", "GIANT", "財務部", "次長", 33, "為替の予約、外貨の借入、海外子会社への送金を担当した。金額は1件数億円からで、小さな会社の日々の支払いや記帳は経験がない。格付け機関への説明資料も作った。"),
        ),
        strengths="為替の備え、外貨取引の仕組み、海外への送金と保証",
        achievements="為替の損を年12億円から2億円に減らした。海外子会社18社の資金を一つにまとめた。",
        pr="外貨の取引のことなら、難しい言葉を使わずにお話しします。",
        born=(1955, 1961), prefecture="東京都",
        fits=("thai_subsidiary",), near_misses=("cash_construction", "books_handover", "sake_export"),
        languages=("英語(ビジネス上級)",), overseas="イギリス 5年",
    ),
)
