"""The score is the sum of its parts; what may never enter does not; meaning and the person's part decide."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talent.ranking.explaining import explain
from talent.ranking.forms import read_issues, read_seniors
from talent.ranking.query import prepare
from talent.ranking.ranking import PARTS, Beside, rank, rank_issues
from talent.ranking.records import CATEGORIES, Career, History, Issue, Senior, Speciality
from talent.ranking.register import Register


def senior(name: str, category: str = "PRODUCTION", *, industry="", department="", summary="", **more) -> Senior:
    careers = (Career(industry, department, "課長", 20.0, summary),)
    return Senior(name, (Speciality(category, 20.0),), careers, **more)


MOULDING = Issue(
    "i1",
    ("PRODUCTION",),
    "射出成形品の歩留まりが悪い",
    "樹脂部品の不良が月に5%出る。原因をつかみたい。",
    "成形の現場で歩留まりを上げた方",
    "プラスチック製品製造業",
    "埼玉県",
)
DOER = senior(
    "doer",
    industry="樹脂部品製造",
    department="製造部成形課",
    summary="オシャカの山を前に条件を一つずつ実験し、良品率を94%から99%へ引き上げた。",
)
SELLER = senior(
    "seller",
    industry="機械商社",
    department="営業部",
    summary="射出成形機をプラスチック製品製造業の工場へ販売。歩留まりの改善をうたう機種を提案し、年間60台を納めた。",
)
WRITER = senior(
    "writer",
    industry="出版",
    department="編集部",
    summary="射出成形の歩留まりと不良の原因を取材し、樹脂部品の特集を連載した。",
)
POTTER = senior(
    "potter", industry="陶磁器製造", department="成形場", summary="成形と焼成を担当。窯の不良の原因は土の湿りにある。"
)
STRANGER = senior("stranger", "LEGAL", industry="法律事務所", summary="不動産の登記の書類をそろえた。")
EVERYBODY = [SELLER, WRITER, POTTER, STRANGER, DOER]


def order(issue: Issue, seniors: list[Senior], beside: Beside | None = None) -> list[str]:
    return [row.id for row in rank(issue, Register(seniors), beside)]


def test_who_did_it_comes_first_and_who_shares_nothing_last():
    found = order(MOULDING, EVERYBODY)
    assert found[0] == "doer"
    assert found[-1] == "stranger"


SOLD = [
    ("機械商社", "営業部", "樹脂部品の工場へ射出成形機を販売。歩留まり、不良、成形の条件に詳しい。"),
    ("樹脂乾燥機製造", "技術サービス課", "射出成形の会社へ乾燥機を据え付け、樹脂部品の成形の不良の相談に回った。歩留まりの効果の試算を作成。"),
    ("損害保険業", "引受課", "射出成形の工場の樹脂部品の不良による製造物責任の保険を引き受け、歩留まりと成形の記録を査定した。"),
    ("認証機関", "審査部", "射出成形の工場の樹脂部品の品質を審査。不良と歩留まりの記録を見て、指摘事項を報告書にまとめた。"),
    ("新聞社", "編集局", "射出成形の工場を取材し、樹脂部品の成形の不良と歩留まりの記事を連載した。"),
    ("大学", "工学部", "射出成形の樹脂部品の不良と歩留まりについて講義し、成形の論文を書いた。"),
    ("家電製造", "購買部", "樹脂部品を射出成形の会社から買い付け、不良の返品と値下げを求めた。歩留まりは仕入先に聞いた。"),
    ("地方銀行", "融資部", "射出成形の樹脂部品の会社へ融資。歩留まりや不良、成形の現場を見て貸付の稟議を書いた。"),
    ("ソフトウェア販売業", "製造業営業課", "射出成形の工場に生産管理ソフトを販売。樹脂部品の不良や歩留まり、成形の見える化を提案し、契約社数は首位。"),
]  # fmt: skip


@pytest.mark.parametrize(("industry", "department", "summary"), SOLD)
def test_who_did_it_in_other_words_comes_before_who_named_every_word_from_outside(industry, department, summary):
    other = senior("a", industry=industry, department=department, summary=summary)
    rows = {row.id: row for row in rank(MOULDING, Register([other, DOER, STRANGER]))}
    assert rows["a"].parts["words"] > rows["doer"].parts["words"]
    assert rows["doer"].score > rows["a"].score
    assert rows["a"].parts["role"] < -3


def test_who_sold_to_the_trade_is_not_of_the_trade_even_where_selling_is_the_issue():
    issue = Issue("s", ("SALES",), "ガラスの器を飲食店に売りたい", "新しい取引先を開きたい。", "", "ガラス器製造業")
    supplier = senior("a", "SALES", industry="材料商社", department="営業部", summary="ガラスの工房へ原料や炉を販売し、新しい取引先を40軒開いた。")  # fmt: skip
    potter = senior(
        "b",
        "SALES",
        industry="陶磁器製造",
        department="営業部",
        summary="器を飲食店へ販売し、新しい取引先を40軒開いた。",
    )
    rows = rank(issue, Register([supplier, potter]))
    assert [row.id for row in rows] == ["b", "a"]


def test_a_guard_among_guards_is_no_outsider():
    guard = senior("a", "HR", industry="警備業", department="警備部", summary="隊員の離職を減らし、定着させた。")
    rows = [
        rank(Issue("i", ("HR",), "離職を減らしたい", industry=trade), Register([guard]))[0]
        for trade in ("警備業", "食品製造業")
    ]
    assert rows[0].parts["role"] > rows[1].parts["role"]


def test_a_head_count_in_the_issue_says_whether_large_firms_are_far():
    giant = senior("a", summary="射出成形の不良を減らした。全世界40拠点、グループ会社の大規模な改革。")
    small, large = (replace(MOULDING, body=f"従業員{n}名。" + MOULDING.body) for n in ("45", "1,200"))
    assert rank(small, Register([giant]))[0].parts["size"] < 0 == rank(large, Register([giant]))[0].parts["size"]


def test_for_sales_a_seller_is_the_right_person():
    issue = Issue("s", ("SALES",), "新しい得意先を増やしたい", "販路が1社に偏っている。", "", "金属部品加工業")
    seller = senior(
        "a",
        "SALES",
        industry="金属部品製造",
        department="営業部",
        summary="取引のない業界へ販売し、得意先を4社から31社に広げた。",
    )
    maker = senior(
        "b", "SALES", industry="金属部品製造", department="製造部", summary="部品の検査を行い、記録を残した。"
    )
    assert order(issue, [seller, maker])[0] == "a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("歩留まりを上げたい", "不良率の低減に取り組み、オシャカを減らした"),
        ("代替わりの段取り", "父から会社を継ぎ、事業承継を経験した"),
        ("棚卸差異をなくす", "帳簿と現物が合わない倉庫を立て直した"),
        ("若手の離職を止める", "辞める社員を減らし、定着させた"),
        ("ペーパーレスを進める", "紙の伝票をなくし、電子化した"),
        ("価格転嫁を進める", "値上げ交渉を行い、単価を改定した"),
        ("資金繰りを改善する", "手形の管理と入出金の予定表を作った"),
        ("段取り時間を減らす", "型替えの切替ロスを短くした"),
    ],
)
def test_synonyms_meet(one: str, other: str):
    near, far = senior("near", summary=other + "。"), senior("far", summary="庭の木の枝を切り、落ち葉を集めた。")
    by_id = {row.id: row for row in rank(Issue("i", ("PRODUCTION",), one), Register([near, far]))}
    assert by_id["near"].parts["words"] > by_id["far"].parts["words"]


def test_a_sentence_that_denies_does_not_count():
    did = senior("did", summary="値上げ交渉を担当した。")
    did_not = senior("did_not", summary="値上げ交渉の経験はない。")
    rows = {r.id: r for r in rank(Issue("i", ("SALES",), "値上げ交渉をしたい"), Register([did, did_not]))}
    assert rows["did"].parts["words"] > rows["did_not"].parts["words"] == 0


def test_what_is_unknown_is_nothing():
    rows = rank(Issue("i"), Register([Senior("a"), Senior("b")]))
    assert [row.id for row in rows] == ["a", "b"]
    assert all(row.score == 0 and set(row.parts) == set(PARTS) for row in rows)
    assert rank(Issue("i"), Register([])) == []


def test_the_order_of_the_file_changes_nothing():
    people = EVERYBODY + [replace(p, id=f"{p.id}2") for p in EVERYBODY]
    expected = rank(MOULDING, Register(people))
    for seed in range(3):
        shuffled = random.Random(seed).sample(people, len(people))
        assert rank(MOULDING, Register(shuffled)) == expected


def test_age_sex_and_address_change_nothing():
    plain = [{"id": "a", "careers": [{"industry": "樹脂", "summary": "不良を減らした。"}]}, {"id": "b"}]
    loaded = [
        {**row, "age": 50 + n, "sex": "女" if n else "男", "gender": "F", "birth_date": "1950-01-01", "address": "埼玉県川口市1-1",
         "name": "山田太郎", "postal_code": "3320001", "photo": "x.jpg", "nationality": "日本"}
        for n, row in enumerate(plain)
    ]  # fmt: skip
    for row in loaded:
        row["careers"] = [{**career, "age": 70, "sex": "女"} for career in row.get("careers", [])]
    assert read_seniors(loaded) == read_seniors(plain)
    issues = read_issues([{"id": "i", "title": "不良を減らしたい", "president_age": 74, "address": "川口市"}])
    assert rank(issues[0], Register(read_seniors(loaded))) == rank(issues[0], Register(read_seniors(plain)))
    fields = {f for cls in (Senior, Career, Speciality, Issue, History) for f in cls.__dataclass_fields__}
    assert not fields & {"age", "sex", "gender", "birth_date", "born", "address", "city", "name", "postal_code"}


def test_history_and_waiting_decide_between_equals_only():
    twin = replace(DOER, id="twin")
    people = [*EVERYBODY, twin]
    beside = Beside({"twin": History(4, 3, 2)}, {"twin": 300.0}, {"doer": True})
    assert order(MOULDING, people, beside)[:2] == ["twin", "doer"]
    assert order(MOULDING, people, Beside({"stranger": History(9, 9, 9)}, {"stranger": 9999.0}))[0] == "doer"
    assert order(MOULDING, people, Beside(available={"doer": False}))[:2] == ["twin", "doer"]


def test_the_mirror_gives_the_same_scores():
    other = Issue("i2", ("LEGAL",), "登記の書類を整えたい")
    register = Register(EVERYBODY)
    queries = [prepare(MOULDING, register), prepare(other, register)]
    mine = rank_issues(DOER, queries)
    assert mine[0].id == "i1"
    assert mine[0].score == next(r.score for r in rank(MOULDING, register) if r.id == "doer")


def test_an_explanation_quotes_both_records_and_says_what_speaks_against():
    register = Register(EVERYBODY)
    query = prepare(MOULDING, register)
    rows = {row.id: row for row in rank(query, register)}
    told = explain(query, DOER, rows["doer"])
    words = next(reason for reason in told.reasons if reason.part == "words")
    assert words.issue_says in MOULDING.title + MOULDING.body + MOULDING.wanted_profile
    assert words.senior_says in DOER.careers[0].summary
    assert "歩留まり" in words.says and "生産管理 20年" in " ".join(reason.senior_says for reason in told.reasons)
    assert sum(reason.points for reason in told.reasons) == pytest.approx(rows["doer"].score)
    against = " ".join(explain(query, SELLER, rows["seller"]).against)
    assert "側の経験が中心です" in against


TEXT = st.text(st.sampled_from("歩留まり成形不良を減らした。売販売業機械から8%3年 ~\x1f\n𠮷ｶﾞＡa"), max_size=40)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(TEXT, TEXT, st.sampled_from(CATEGORIES), st.none() | st.floats(0, 60)), max_size=6),
    TEXT,
    TEXT,
    st.lists(st.sampled_from(CATEGORIES), max_size=2),
)
def test_parts_add_up_to_the_score(people, title, body, categories):
    seniors = [
        Senior(str(n), (Speciality(c, y),), (Career(a, b, a, y, b),), strengths=a, regions=("東京都",))
        for n, (a, b, c, y) in enumerate(people)
    ]
    rows = rank(Issue("i", tuple(categories), title, body, region="東京都"), Register(seniors))
    assert sorted(row.id for row in rows) == sorted(s.id for s in seniors)
    for row in rows:
        assert list(row.parts) == list(PARTS)
        assert round(sum(row.parts.values()), 4) == row.score
        assert all(round(value, 4) == value for value in row.parts.values())
    assert rows == sorted(rows, key=lambda row: (-row.score, row.id))
