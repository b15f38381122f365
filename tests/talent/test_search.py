"""The search of the register: spellings, names, compounds, and every way of writing."""

import pytest
from django.db import connection
from django.urls import reverse

from talent.actions import erase_senior
from talent.models import Career, Qualification, SearchRow, SearchWaiting, SearchWord, Senior, Standing
from talent.search import indexing
from talent.search.asking import read
from talent.tasks import index_seniors
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW
from tests.talent.finding import found, index, someone

pytestmark = pytest.mark.django_db

SPELLINGS = """
サーバー/サーバ 引っ越し/引越 引越し/引っ越し 見積/見積り 見積/見積もり 取引/取り引き コンピュータ/コンピューター ＩＳＯ/ISO iso/ISO ﾄﾖﾀ/トヨタ
組立/組み立て 売上/売り上げ 売上げ/売り上げ 受付/受け付け 斡旋/あっせん 眼鏡/メガネ プリンタ/プリンター デジタル/ディジタル ウエブ/ウェブ ウェブ/Web
WEB/web 打合せ/打ち合わせ 打合わせ/打ち合わせ 問合せ/問い合わせ 申込/申し込み 申込み/申し込み 手続/手続き 取扱/取り扱い 取扱い/取り扱い 買付/買い付け
貸付/貸し付け 割引/割り引き 仕入/仕入れ 棚卸/棚卸し 引渡し/引き渡し 引継ぎ/引き継ぎ 引継/引き継ぎ 建替え/建て替え 請負/請け負い 下請/下請け
値引/値引き 振込/振り込み 払戻し/払い戻し 切替/切り替え 据付/据え付け 取付/取り付け 届出/届け出 ユーザ/ユーザー メーカ/メーカー センサ/センサー
モータ/モーター コントローラ/コントローラー モニタ/モニター ソフトウエア/ソフトウェア インタフェース/インターフェース マネージメント/マネジメント
マネジャー/マネージャー ボイラ/ボイラー ポンプ/ﾎﾟﾝﾌﾟ ヒータ/ヒーター エレベータ/エレベーター メインテナンス/メンテナンス 溶接/熔接 鍍金/めっき ねじ/ネジ
ばね/バネ 研磨/研摩 附属/付属 障碍/障害 ５Ｓ/5S Ｍ＆Ａ/M&A Excel/エクセル 惣菜/総菜 醤油/しょうゆ 味噌/みそ 漬物/漬け物 きのこ/キノコ 会社/會社
""".split()
NAMES = """
髙橋/高橋 齋藤/斎藤 齊藤/斉藤 斎藤/斉藤 渡邉/渡辺 渡邊/渡辺 邊見/辺見 山﨑/山崎 宮﨑/宮崎 濵田/浜田 濱田/浜田 德田/徳田 國分/国分 嶋田/島田 長嶋/長島
澤田/沢田 廣瀬/広瀬 櫻井/桜井 瀧本/滝本 關口/関口 澁谷/渋谷 榮田/栄田 惠子/恵子 眞田/真田 實川/実川 龜井/亀井 與田/与田 萬田/万田 彌永/弥永 冨田/富田
黑田/黒田 豐田/豊田 鐵男/鉄男 靜香/静香 淸水/清水 大澤/大沢 龍野/竜野 藏本/蔵本 𠮷田/吉田 嶽本/岳本 ﾀｶﾊｼ/タカハシ たかはし/タカハシ ﾜﾀﾅﾍﾞ/わたなべ
""".split()


# --- Spellings ----------------------------------------------------------------------------------------------------------
def test_spellings_find_each_other():
    """Sixty and more pairs, each in both directions."""
    assert len(SPELLINGS) >= 60
    people = {}
    for spelling in {word for both in SPELLINGS for word in both.split("/")}:
        people[spelling] = someone(strengths=f"経験は、{spelling}。")
    missed = []
    index()
    for one, other in (both.split("/") for both in SPELLINGS):
        for typed, written in ((one, other), (other, one)):
            terms = read(typed)
            if not _holds(people[written], terms):
                missed.append(f"{typed} -> {written}")
    assert missed == []


def _holds(senior: Senior, asked) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT words @@ %s::tsquery FROM talent_searchrow WHERE senior_id = %s",
            [asked.terms[0].words, senior.pk],
        )
        return cursor.fetchone()[0]


def test_names_find_each_other():
    assert len(NAMES) >= 40
    missed = []
    for one, other in (both.split("/") for both in NAMES):
        for typed, written in ((one, other), (other, one)):
            person = factories.senior(family_name=written, family_kana="", given_kana="", headline="")
            if person not in found(typed):
                missed.append(f"{typed} -> {written}")
            person.delete()
    assert missed == []


@pytest.mark.parametrize("blank", [" ", "　", ""])
def test_a_whole_name_is_found_with_any_blank(blank):
    person = factories.senior(family_name="髙橋", given_name="誠一")
    assert found(f"高橋{blank}誠一") == [person]


# --- Words --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("q", ["経理", "物流", "品質", "管理", "品質管理"])
def test_a_word_inside_a_compound_is_found(q):
    person = someone(introduction="食品物流の会社で経理財務と品質管理システムを担当。")
    someone(introduction="営業ひとすじ。")
    assert found(q) == [person]


def test_the_phrase_comes_first_and_quotes_ask_for_nothing_else():
    apart = someone(strengths="管理職の研修。品質の改善。")
    together = someone(strengths="品質管理の指導")
    assert found("品質管理") == [together, apart]
    assert found('"品質管理"') == found("「品質管理」") == [together]


def test_short_pieces_belong_to_their_neighbours():
    someone(strengths="長野県の経理部で働いた")
    head = someone(strengths="経理の部長を務めた")
    assert found("部長") == [head]


def test_a_minus_leaves_out():
    one, other = someone(strengths="工場の物流"), someone(strengths="工場の品質")
    assert found("工場 -品質") == [one]
    assert set(found("工場")) == {one, other}


def test_what_she_is_known_for_comes_first():
    told = someone(introduction="物流の仕事も少し")
    known = someone(given_name="後")
    factories.career(known, company_name="物流センター", position="所長")
    assert found("物流") == [known, told]


def test_number_telephone_and_address_are_found():
    person = someone()
    factories.senior_contact(person, phone="090-1234-5678", email="Hana@example.jp")
    for q in (person.number, person.number.lower(), "090-1234-5678", "０９０１２３４５６７８", "hana@EXAMPLE.jp"):
        assert found(q) == [person], q
    assert found("090-1234-567") == []


@pytest.mark.parametrize("piece", ["高", "橋", "誠一", "橋誠", "かはし", "ﾊｼｾｲ", "髙橋誠", "001", "N0012"])
def test_a_piece_of_a_name_or_a_number_is_found_and_comes_before_a_word(piece):
    person = factories.senior(
        family_name="髙橋", given_name="誠一", family_kana="タカハシ", given_kana="セイイチ", number="N001234"
    )
    told = someone(given_kana="", strengths=f"{piece}の話", number="N999999")
    assert found(piece)[0] == person
    assert found(f"{piece} {told.number}") in ([], [told])


def test_a_name_does_not_go_over_from_one_to_the_next_and_signs_are_no_words():
    factories.senior(family_name="髙橋", given_name="誠一", family_kana="タカハシ", given_kana="セイイチ")
    for q in ("一た", "=高橋", "*", "@", "高:*"):
        assert len(found(q)) <= 1
    assert found("一た") == []
    index()
    assert not SearchWord.objects.filter(word__contains="=").exists()


def test_a_changed_name_or_telephone_is_found_and_the_old_one_is_not():
    person = factories.senior(family_name="髙橋", headline="")
    contact = factories.senior_contact(person, phone="090-1234-5678")
    assert found("高橋") == found("090-1234-5678") == [person]
    person.family_name, person.family_kana = "蓬莱", "ホウライ"
    person.save()
    contact.phone = "080-1111-2222"
    contact.save()
    assert found("蓬莱") == found("080-1111-2222") == [person]
    assert found("090-1234-5678") == [] == found("高橋")


def test_a_misspelt_word_and_a_misspelt_name_are_replaced_and_told(coordinator):
    someone(strengths="シミュレーションの導入")
    named = factories.senior(family_name="高橋", family_kana="タカハシ")
    client = client_of(coordinator)
    page = client.get(reverse("talent:senior_list"), {"q": "シュミレーシヨン"}).text
    assert "は見つかりません" in page and "シミュレーション" in page
    page = client.get(reverse("talent:senior_list"), {"q": "たかはい"}).text
    assert named.number and "タカハシ</b>" in page and named.name in page


@pytest.mark.parametrize(
    "q", ["の", "!!!", "-", '""', "'", "\\", "a & | ! b", "%", "_", "あ" * 200, "🍣", "-物流", "<b>", "(((:*"]
)
def test_strange_words_break_nothing(q, coordinator):
    someone(strengths="物流")
    assert client_of(coordinator).get(reverse("talent:senior_list"), {"q": q}).status_code == 200


# --- Every way of writing -----------------------------------------------------------------------------------------------
def _update(person):
    Senior.objects.filter(pk=person.pk).update(introduction="鋳造の経験")


def _raw(person):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE talent_senior SET achievements = '鋳造' WHERE id = %s", [person.pk])


def _bulk(person):
    Career.objects.bulk_create([Career(senior=person, company_name="鋳造工業")])


def _bulk_update(person):
    career = factories.career(person)
    index()
    career.summary = "鋳造の現場"
    Career.objects.bulk_update([career], ["summary"])


WRITES = {
    "save": lambda person: (setattr(person, "strengths", "鋳造"), person.save()),
    "update": _update,
    "raw": _raw,
    "bulk": _bulk,
    "bulk_update": _bulk_update,
    "qualification": lambda person: Qualification.objects.create(senior=person, name="鋳造技能士"),
}


@pytest.mark.parametrize("write", WRITES)
def test_every_way_of_writing_ends_in_the_index(write):
    person = someone()
    assert found("鋳造") == []
    WRITES[write](person)
    assert found("鋳造") == [person]


def test_a_page_indexes_what_waits_before_it_searches(coordinator):
    person = someone(strengths="鋳造の指導")
    assert SearchWaiting.objects.exists()
    assert (
        person.number and person.name in client_of(coordinator).get(reverse("talent:senior_list"), {"q": "鋳造"}).text
    )
    assert not SearchWaiting.objects.exists()


def test_many_who_wait_are_left_to_the_worker(coordinator):
    for _ in range(31):
        someone()
    assert "いま検索に加えています" in client_of(coordinator).get(reverse("talent:senior_list")).text
    index_seniors()
    assert SearchRow.objects.count() == 31 and not SearchWaiting.objects.exists()


def test_deleting_takes_out_of_the_index_and_words_go_with_the_last():
    person, other = someone(strengths="鋳造と溶接"), someone(strengths="溶接")
    career = factories.career(person, company_name="養鶏場")
    assert found("養鶏") == [person]
    career.delete()
    assert found("養鶏") == []
    assert not SearchWord.objects.filter(word="養鶏").exists()
    Senior.objects.filter(pk=person.pk).delete()
    index()
    assert found("溶接") == [other]


def test_an_erased_person_leaves_nothing_in_the_index(coordinator):
    person = factories.senior(family_name="蓬莱", family_kana="ホウライ", strengths="鋳造", user=None)
    index()
    assert SearchWord.objects.filter(word="ホウライ", is_name=True).exists()
    erase_senior(senior=person, by=coordinator, now=NOW)
    assert not SearchWord.objects.filter(word__in=["鋳造", "ホウライ"]).exists()
    index()
    assert not SearchRow.objects.filter(senior=person).exists() and found("蓬莱") == []


def test_a_standing_changes_facets_without_reading_her_texts_again():
    person = someone()
    index()
    before = SearchRow.objects.get().digest
    Standing.objects.create(senior=person, events=2, interviews=1, waiting=3)
    assert found(history=["met"]) == [person] == found(history=["waits"])
    assert found(history=["new"]) == []
    assert SearchRow.objects.get().digest == before


def test_an_older_index_is_made_again():
    person = someone(strengths="鋳造")
    index()
    SearchRow.objects.update(version=1, words="")
    assert found("鋳造") == []
    indexing.note_outdated()
    assert found("鋳造") == [person]
