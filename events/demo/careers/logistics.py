"""Career texts, 物流管理."""

from events.demo.texts import CareerText, Job

CAREERS = (
    CareerText(
        key="lo_distribution_center", headline="元 通販物流会社 センター長",
        specialities=(("LOGISTICS", 29),),
        jobs=(
            Job("通販物流会社", "運輸", "LARGE", "関東物流センター", "センター長", 30, "工具、文具、日用品5万2千点の倉庫を運営した。4階建ての古い倉庫で、よく出る300点を1階に集め、棚に番地をつけて1人1日の行数を95行から210行にした。委託の見積も出す側だった。"),
        ),
        strengths="棚の番地と並べ方、集める順番、波の大きい日の人の組み方、委託の見積の読み方",
        achievements="誤出荷を1万行あたり31件から3件に。2か月の試行で全館に広げた例が6センター。",
        pr="エレベーターを待つ時間を一日測らせてください。動かす棚は全部の1割で足ります。",
        born=(1956, 1962), prefecture="埼玉県",
        fits=("warehouse_tools", "outsourcing_cosme", "fax_orders"), near_misses=("spare_parts",),
    ),
    CareerText(
        key="lo_shipper_beverage", headline="元 飲料メーカー 物流企画部長",
        specialities=(("LOGISTICS", 31), ("FINANCE", 8)),
        jobs=(
            Job("大手飲料メーカー", "食品", "GIANT", "物流企画部", "部長", 35, "運送会社180社との運賃と荷待ちの取り決めを担当した。待ち時間の記録を持って来た会社から先に予約制にし、帰り荷は同業4社と組み合わせた。値上げを認める時の社内の手順も知っている。"),
        ),
        strengths="荷主への話し方、荷待ちの記録の使い方、帰り荷の組み合わせ、車両別の損得",
        achievements="荷待ちを平均2時間20分から38分に。運賃を3年で平均11%上げ、撤退した運送会社は2社だけ。",
        pr="頼まれる側だった者として、通る頼み方をお伝えします。記録が2週間分あれば話せます。",
        born=(1954, 1960), prefecture="神奈川県",
        fits=("truck_load", "route_gas"), near_misses=("cold_fish", "price_diecast"),
        qualifications=("運行管理者",),
    ),
    CareerText(
        key="lo_cold_chain", headline="元 水産会社 物流部長",
        specialities=(("LOGISTICS", 28), ("PRODUCTION", 9)),
        jobs=(
            Job("大手水産会社", "食品", "GIANT", "物流部", "部長", 34, "冷凍まぐろと干物の保管と配送を担当した。冷凍庫11か所の在庫を年齢順に並べ、動かない900トンの始末を決めた。小口の毎日便は曜日をまとめ、温度は車の奥と扉の2か所で測った。"),
        ),
        strengths="冷凍在庫の見直し、便のまとめ方、温度の測り方、倉庫料の交渉",
        achievements="物流費を売上の11.8%から8.3%に。温度の苦情を年140件から17件にした。",
        pr="毎日5ケースの便は、相手も困っていることが多いのです。まず電話を3本かけましょう。",
        born=(1953, 1959), prefecture="静岡県",
        fits=("cold_fish", "frozen_gyoza"), near_misses=("haccp_deli",),
    ),
    CareerText(
        key="lo_service_parts", headline="元 建機メーカー 補修部品部長",
        specialities=(("LOGISTICS", 30), ("IT", 8)),
        jobs=(
            Job("大手建機メーカー", "機械", "GIANT", "補修部品部", "部長", 34, "全国の販売整備店90店の部品在庫の持ち方を決めた。3年動かない部品は写真の一覧で一括して引き取り、急ぐ40品目は半日で届く仕組みを作った。整備士の勘に頼る発注を、月2回の見直し表に変えた。"),
        ),
        strengths="補修部品の持つ持たないの線引き、発注点の決め方、動かない在庫の始末、整備士への説明",
        achievements="販売店の在庫を平均32%減らし、欠品を半分にした。棚卸しの差は1.9%から0.2%にした。",
        pr="整備士さんは怒られるのが嫌で多めに頼みます。責めない表の作り方をお話しします。",
        born=(1954, 1960), prefecture="栃木県",
        fits=("spare_parts", "warehouse_tools"), near_misses=("delivery_box",),
    ),
    CareerText(
        key="lo_cosme_3pl", headline="元 物流会社 化粧品事業部長",
        specialities=(("LOGISTICS", 25), ("SALES", 12)),
        jobs=(
            Job("大手物流会社", "運輸", "GIANT", "化粧品事業部", "事業部長", 33, "化粧品と健康食品の通販の発送を請け負った。委託元は60社。1件310円と560円の差は同封物と保管の数え方で生まれることが多く、同じ条件の表に直す仕事を数多くした。"),
        ),
        strengths="発送委託の見積の比べ方、手書きの同封物の残し方、移す月の段取り、月末の波の分け方",
        achievements="委託の切り替えを43件担当し、出荷を止めたのは0件。小さな会社の平均費用を14%下げた。",
        pr="受ける側の本音をお話しします。お礼状は、書く人だけ会社に残す方法があります。",
        born=(1957, 1963), prefecture="千葉県",
        fits=("outsourcing_cosme", "ec_pickles"), near_misses=("warehouse_tools", "label_supplement"),
    ),
    CareerText(
        key="lo_gas_delivery", headline="元 ガス会社 配送センター長",
        specialities=(("LOGISTICS", 32),),
        jobs=(
            Job("LPガス会社", "小売", "LARGE", "配送センター", "センター長", 37, "山あいを含む2万1千軒のガスと灯油の配送を管理した。ベテラン9人の車に同乗して順路と癖を書き写し、使い方から次の交換日を読む表を作って、早すぎる交換を62%から23%に減らした。"),
        ),
        strengths="順路の聞き取りと地図、交換間隔の読み方、雪の日の組み替え、代わりの人の育て方",
        achievements="配送員16人を12人で回し、ガス切れは3年で0件。引き継ぎを2か月から3週間にした。",
        pr="助手席に乗せてください。道だけでなく、犬のいる家や雪の吹きだまりまで書き残します。",
        born=(1952, 1958), prefecture="長野県",
        fits=("route_gas",), near_misses=("truck_load", "field_report"),
    ),
    CareerText(
        key="lo_trucking_president", headline="元 運送会社 専務",
        specialities=(("LOGISTICS", 33), ("HR", 14)),
        jobs=(
            Job("中堅運送会社", "運輸", "MID", "運行管理部", "部長", 20, "車両140台の配車と労務を見た。1台ごとの日報から損得を出し、赤字の便を一覧にして荷主7社に持って行った。"),
            Job("中堅運送会社", "運輸", "MID", "経営", "専務取締役", 14, "運転手の時間の見直しに取り組み、荷待ちの長い2社の仕事を返上した。空車の帰りを同業3社で分け合う朝の電話を始め、空車を46%から28%に下げた。"),
        ),
        strengths="車両別の損得表、帰り荷の融通、拘束時間の直し方、荷主の返上の判断",
        achievements="2社を返上した翌年に経常利益を1,900万円改善。運転手の離職を年22%から9%にした。",
        pr="返上は怖いものですが、順番を守れば会社は強くなりました。同じ立場でお話しします。",
        born=(1955, 1961), prefecture="茨城県",
        fits=("truck_load", "retention_building"), near_misses=("route_gas", "overtime_survey"),
        qualifications=("運行管理者", "衛生管理者"),
    ),
    CareerText(
        key="lo_forklift_dealer", headline="元 物流機器メーカー 営業部長",
        specialities=(("LOGISTICS", 14), ("SALES", 26)),
        jobs=(
            Job("物流機器メーカー", "機械", "LARGE", "営業部", "部長", 34, "自動倉庫、棚、フォークリフトを倉庫会社に売った。提案した倉庫は500か所。設備は詳しいが、毎日の集荷や在庫を自分で管理したことはない。"),
        ),
        strengths="棚と搬送機器の選び方、倉庫の図面、設備の見積",
        achievements="中小の倉庫の改装を210件提案。中古の棚を使い費用を4割に抑えた例もある。",
        pr="買う前に中古や借りる手もあります。設備の相談相手にお使いください。",
        born=(1956, 1962), prefecture="大阪府",
        fits=("layout_furniture",), near_misses=("warehouse_tools", "spare_parts", "delivery_box"),
    ),
)
