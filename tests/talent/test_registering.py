"""Registration: eight pages that keep everything, a check, one handing in; changes; and what the office writes for others."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from institutions.models import User
from institutions.roles import Role
from talent import consents, drafts, registering
from talent.forms_register import STEPS
from talent.models import Application, ApplicationKind, ApplicationState, Consent, Senior, SeniorContact, SeniorState
from talent.numbering import next_numbers
from talent.sheet import differences, sheet_of
from tests import factories
from tests.conftest import client_of

pytestmark = pytest.mark.django_db

PAGES = {
    1: {"family_name": "髙橋", "given_name": "　誠一 ", "family_kana": "たかはし", "given_kana": "ｾｲｲﾁ",
        "birth_date_0": "昭和３０", "birth_date_1": "4", "birth_date_2": "1"},
    2: {"phone": "０９０（１２３４）５６７８", "email": "takahashi@example.jp", "postal_code": "〒101-0041",
        "prefecture": "東京都", "address": "千代田区神田須田町1-2-3"},
    3: {"retirement": "retired", "retired_on_0": "平成28", "retired_on_1": "3", "retired_on_2": "31"},
    4: {"has_SALES": "on", "years_SALES": "２８年", "has_OVERSEAS": "on", "years_OVERSEAS": "9",
        "topics": ["NEW_MARKETS", "SUCCESSION"], "industries": ["MACHINERY"]},
    5: {"qualifications": "中小企業診断士 平成10年\n簿記2級", "languages": "英語", "overseas": "タイ 3年"},
    6: {"headline": "元 工作機械メーカー 営業部長", "strengths": "新しい取引先の探し方を一緒に考えます。",
        "achievements": "代理店を18社から31社に増やした。", "introduction": "よく聞くことを大事にしています。"},
    7: {"regions": ["東京都", "神奈川県"], "online_ok": "yes", "weekdays": ["mon", "wed"], "days_per_week": "2",
        "transport": "電車", "fee_wish": "standard", "fee_note": "", "interviews_per_year": "12件"},
    8: {"personal_data": "on", "profile": "on", "version_personal_data": "1", "version_profile": "1"},
}  # fmt: skip
CAREER = {
    "company_name": "見本工作機械株式会社", "industry": "機械の製造", "size_band": "301〜2,000人", "department": "営業部",
    "position": "部長", "from_year": "昭和55", "to_year": "2012", "summary": "国内の代理店を回った。",
}  # fmt: skip
HASHES = {
    ("personal_data", "1"): "d9f079d793285db1dc754f26774a09166cdecd606d57f71e862bea6c99068a04",
    ("profile", "1"): "3696946f87003770514786bd709f93261d1bee16263287e281fc9195905ba2cb",
}


@pytest.fixture
def newcomer(db):
    return factories.user(Role.SENIOR, email="shinjin@example.jp")


class Walker:
    """Fills pages in as a browser does: with the hidden mark that stands on the page."""

    def __init__(self, user, application=None):
        self.user, self.client = user, client_of(user)
        if application is None:
            self.client.post(reverse("talent:registration"))
            application = Application.objects.get(applicant=user, state="draft")
        self.pk = application.pk

    @property
    def row(self) -> Application:
        return Application.objects.get(pk=self.pk)

    def url(self, name: str, *more) -> str:
        return reverse(f"talent:registration_{name}", args=[self.pk, *more])

    def seen(self, url: str) -> str:
        return re.search(r'name="seen" value="(\w+)"', self.client.get(url).text)[1]

    def save(self, step: int, action="next", seen=None, **changes):
        url = self.url("step", step)
        data = PAGES[step] | changes | {"seen": seen or self.seen(url), "action": action}
        return self.client.post(url, {k: v for k, v in data.items() if v is not None})

    def career(self, number=0, action="next", seen=None, **changes):
        url = self.url("career", number)
        return self.client.post(url, CAREER | changes | {"seen": seen or self.seen(url), "action": action})

    def all_pages(self):
        self.career()
        for step in PAGES:
            response = self.save(step)
            assert response.status_code == 302, (step, response.text)
        return self

    def submit(self):
        return self.client.post(self.url("check"))


# --- Coming in --------------------------------------------------------------------------------------------------------
def ask(client, address, capture):
    with capture(execute=True):
        return client.post("/register/", {"email": address})


def test_from_the_public_page_to_the_first_page_of_the_registration(django_capture_on_commit_callbacks):
    client = client_of(None)
    page = client.get("/register/").text
    assert "50歳以上" in page and "10年" in page and "03-0000-1234" in page
    response = ask(client, "ｎｅｗ@example.jp", django_capture_on_commit_callbacks)
    assert response["Location"] == reverse("account_confirm_login_code", query={"next": "/registration/"})
    user = User.objects.get(email="new@example.jp")
    assert user.role == Role.SENIOR and user.last_login is None
    code = re.search(r"^\s+(\d{6})$", mail.outbox[-1].body, re.M)[1]
    response = client.post(response["Location"], {"code": code, "next": "/registration/"})
    assert response["Location"] == "/registration/"  # no passkey is offered before there is something to come back to
    assert "登録を始める" in client.get("/registration/").text
    assert "登録を始める" in client.get("/").text
    assert client.post("/registration/").status_code == 302
    assert Application.objects.get(applicant=user).sheet == {"email": "new@example.jp"}


def test_every_address_gets_the_same_answer(coordinator, senior_a, head_office_a, django_capture_on_commit_callbacks):

    answers, letters = [], []
    off = factories.user(Role.SENIOR, is_active=False)
    for address in ("unknown@example.jp", senior_a.email, coordinator.email, off.email):
        client, before = client_of(None), len(mail.outbox)
        response = ask(client, address, django_capture_on_commit_callbacks)
        answers.append((response.status_code, response["Location"]))
        letters.append(len(mail.outbox) - before)
    assert len(set(answers)) == 1
    assert letters == [1, 1, 0, 0]
    assert User.objects.filter(email="unknown@example.jp").count() == 1


def test_who_types_the_address_of_another_does_not_keep_her_from_being_invited(
    coordinator, head_office_a, django_capture_on_commit_callbacks
):
    from institutions.actions import invitations

    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        ask(client_of(None), "staff@example.jp", django_capture_on_commit_callbacks)
        invitations.invite(
            email="staff@example.jp", role=Role.COORDINATOR, institution=None, branch=None, by=coordinator, now=now
        )
    assert not User.objects.filter(email="staff@example.jp").exists()
    ask(client_of(None), "staff@example.jp", django_capture_on_commit_callbacks)  # now an invitation waits
    assert not User.objects.filter(email="staff@example.jp").exists()


# --- The pages --------------------------------------------------------------------------------------------------------
def test_eight_pages_then_a_check_then_a_number(newcomer):
    walk = Walker(newcomer).all_pages()
    check = walk.client.get(walk.url("check")).text
    assert "まだ書き終わっていない" not in check and "101-0041" in check and "昭和30年4月1日" in check
    assert walk.submit()["Location"] == walk.url("done")
    senior = Senior.objects.get(user=newcomer)
    assert senior.number in walk.client.get(walk.url("done")).text and "1週間" in walk.client.get(walk.url("done")).text
    assert (senior.state, senior.name, senior.name_kana) == (SeniorState.SUBMITTED, "髙橋 誠一", "タカハシ セイイチ")
    contact = senior.contact
    assert (contact.birth_date, contact.phone, contact.postal_code) == (dt.date(1955, 4, 1), "090-1234-5678", "1010041")
    [career] = senior.careers.all()
    assert (career.company_name, career.from_year, career.to_year) == ("見本工作機械株式会社", 1980, 2012)
    assert {(s.category, s.years) for s in senior.specialities.all()} == {("SALES", 28), ("OVERSEAS", 9)}
    assert {(q.name, q.year) for q in senior.qualifications.all()} == {("中小企業診断士", 1998), ("簿記2級", None)}
    assert senior.topics == ["NEW_MARKETS", "SUCCESSION"] and senior.interviews_per_year == 12
    assert senior.retired_on == dt.date(2016, 3, 31) and senior.days_per_week == 2
    given = Consent.objects.filter(senior=senior)
    assert {(c.kind, c.version, c.on_paper) for c in given} == {
        ("personal_data", "1", False),
        ("profile", "1", False),
    }
    assert all(c.text_hash == consents.wording_of(c.kind, timezone.localdate()).hash for c in given)
    row = walk.row
    assert (row.state, row.senior, row.submitted_at is not None) == (ApplicationState.SUBMITTED, senior, True)
    assert not differences(sheet_of(senior), row.sheet)
    assert "審査中です" in walk.client.get("/").text


WRONG = [
    (1, {"family_kana": "高橋"}, "カタカナかひらがな"),
    (1, {"family_name": ""}, "姓を入力してください"),
    (1, {"birth_date_0": "昭和99"}, "昭和"),
    (1, {"birth_date_0": "令和2"}, "年を確かめてください"),
    (2, {"phone": "12"}, "電話番号"),
    (2, {"postal_code": "12"}, "郵便番号"),
    (2, {"email": "a@"}, "メールアドレスの形"),
    (2, {"prefecture": ""}, "都道府県"),
    (3, {"retired_on_1": ""}, "月"),
    (4, {"years_SALES": ""}, "年数を書いてください"),
    (4, {"years_SALES": "百"}, "整数"),
    (4, {"years_SALES": "99"}, "1〜70年"),
    (4, {"has_SALES": None, "years_SALES": "", "has_OVERSEAS": None, "years_OVERSEAS": ""}, "1つ以上"),
    (5, {"qualifications": "あ" * 81}, "長すぎ"),
    (5, {"languages": "あ" * 121}, "120"),
    (6, {"headline": ""}, "経歴のひとこと"),
    (6, {"strengths": "あ" * 2001}, "2000"),
    (7, {"regions": [], "online_ok": "no"}, "地域を1つ以上"),
    (7, {"interviews_per_year": "0"}, "1〜99"),
    (8, {"profile": None}, "四角を押して"),
]


@pytest.mark.parametrize(("step", "change", "word"), WRONG)
def test_a_mistake_is_told_kept_as_typed_and_the_rest_is_saved(newcomer, step, change, word):
    walk = Walker(newcomer)
    response = walk.save(step, **change)
    assert response.status_code == 200 and word in response.text and 'id="error-summary"' in response.text
    for value in change.values():
        if isinstance(value, str) and value:
            assert value in response.text and value in client_of(newcomer).get(walk.url("step", step)).text
    assert walk.row.typed
    assert any(one.step == step for one in registering.open_faults(walk.row, timezone.localdate()))
    if step == 2 and "phone" not in change:
        assert walk.row.sheet["phone"] == "090-1234-5678"
    assert walk.save(step).status_code == 302
    assert not walk.row.typed


@pytest.mark.parametrize("action", ["auto", "leave", "back", "lookup"])
def test_whatever_leads_away_keeps_what_was_typed(newcomer, action):
    walk = Walker(newcomer)
    response = walk.save(2, action=action, phone="まちがい", email="b@example.jp", postal_code="")
    assert response.status_code == (200 if action in ("auto", "lookup") else 302)
    again = client_of(newcomer).get(walk.url("step", 2)).text
    assert "まちがい" in again and "b@example.jp" in again and "書きかけ" in again
    assert "保存しました" in again


def test_the_address_comes_from_the_postal_code(newcomer):
    walk = Walker(newcomer)
    page = walk.save(2, action="lookup", postal_code="１０１－００４１", prefecture="", address="1-2-3").text
    assert "千代田区神田須田町1-2-3" in page and '<option value="東京都" selected>' in page
    again = walk.save(2, action="lookup", postal_code="1010041", address="千代田区神田須田町1-2-3").text
    assert again.count("神田須田町") == page.count("神田須田町")
    assert "見つかりませんでした" in walk.save(2, action="lookup", postal_code="0000000").text


def test_a_sample_is_taken_into_the_field(newcomer):
    walk = Walker(newcomer)
    walk.save(6, action="sample:SALES:strengths", strengths="私の言葉")
    text = walk.row.sheet["strengths"]
    assert text.startswith("私の言葉\n") and "値上げ" in text
    assert walk.save(6, action="sample:NO:strengths").status_code == 200


# --- Careers ----------------------------------------------------------------------------------------------------------
def names(walk) -> list[str]:
    return [one["company_name"] for one in drafts.careers_of(walk.row)]


def test_careers_are_added_changed_moved_and_taken_out(newcomer):
    walk = Walker(newcomer)
    for name in ("一番", "二番", "三番"):
        walk.career(company_name=name)
    walk.career(company_name="三番")  # pressed twice
    walk.career(2, company_name="二番改")
    assert names(walk) == ["一番", "二番改", "三番"]

    def arrange(what):
        page = walk.client.get(walk.url("step", 3)).text
        marks = dict(re.findall(r'name="(seen|careers_mark)" value="(\w+)"', page))
        return walk.client.post(walk.url("careers"), PAGES[3] | marks | {"arrange": what})

    arrange("up:3")
    assert names(walk) == ["一番", "三番", "二番改"] and walk.row.sheet["retirement"] == "retired"
    arrange("down:1")
    assert names(walk) == ["三番", "一番", "二番改"]
    walk.career(2, company_name="")  # half written: goes along
    arrange("out:1")
    assert names(walk) == ["一番", "二番改"] and "career:0" in walk.row.typed
    for nonsense in ("up:99", "out:", "x", "", "out:999999", "up:-1"):
        arrange(nonsense)
    assert names(walk) == ["一番", "二番改"]


def test_a_new_career_waits_half_written_and_can_be_thrown_away(newcomer):
    walk = Walker(newcomer)
    walk.career(action="auto")
    walk.career(action="auto", summary="もっと")
    assert names(walk) == [] and "もっと" in walk.client.get(walk.url("career", 0)).text
    assert walk.career(from_year="平成元", to_year="1980").status_code == 200
    walk.client.post(walk.url("careers"), {"arrange": "out:0"})
    assert walk.row.typed.keys() <= {"3"}
    walk.career(from_year="平成元", to_year="")
    assert drafts.careers_of(walk.row)[0]["from_year"] == 1989


# --- Two windows ------------------------------------------------------------------------------------------------------
def test_of_two_windows_the_newer_is_asked_before_it_wins(newcomer):
    walk = Walker(newcomer)
    old = walk.seen(walk.url("step", 6))
    walk.save(6, headline="先の画面")
    response = walk.save(6, headline="後の画面", seen=old)
    assert response.status_code == 409
    assert "先の画面" in response.text and "後の画面" in response.text
    assert walk.row.sheet["headline"] == "先の画面"
    fresh = re.search(r'name="seen" value="(\w+)"', response.text)[1]
    assert walk.save(6, headline="後の画面", seen=fresh).status_code == 302
    assert walk.row.sheet["headline"] == "後の画面"


def test_the_same_twice_and_other_pages_are_no_conflict(newcomer):
    walk = Walker(newcomer)
    old = walk.seen(walk.url("step", 6))
    other = walk.seen(walk.url("step", 1))
    assert walk.save(6, seen=old).status_code == 302
    assert walk.save(6, seen=old).status_code == 302
    assert walk.save(1, seen=other).status_code == 302


def test_a_window_is_in_no_conflict_with_what_it_has_saved_by_itself(newcomer):
    walk = Walker(newcomer)
    old = walk.seen(walk.url("step", 6))
    walk.save(6, action="auto", seen=old, window="one", headline="あ")
    assert walk.save(6, seen=old, window="one", headline="あいう").status_code == 302
    walk.save(6, seen=walk.seen(walk.url("step", 6)), window="two", headline="別の画面")
    assert walk.save(6, seen=old, window="one", headline="あいうえ").status_code == 409


def test_what_a_page_sent_by_itself_and_comes_late_is_dropped(newcomer):
    walk = Walker(newcomer)
    old = walk.seen(walk.url("step", 6))
    walk.save(6, seen=old, window="one", headline="押したときの文")
    assert walk.save(6, action="auto", seen=old, window="one", headline="押した").status_code == 200
    assert walk.row.sheet["headline"] == "押したときの文" and not walk.row.typed
    new = walk.seen(walk.url("career", 0))
    walk.career(window="one", seen=new)
    walk.career(action="auto", window="one", seen=new, company_name="見本工")
    assert names(walk) == ["見本工作機械株式会社"] and not walk.row.typed


def test_after_a_mistake_the_page_goes_on_saving_by_itself(newcomer):
    walk = Walker(newcomer)
    shown = walk.career(window="one", company_name="", from_year="").text
    again = re.search(r'name="seen" value="(\w+)"', shown)[1]
    walk.career(action="auto", window="one", seen=again, company_name="あとから書いた", from_year="")
    assert walk.row.typed["career:new"]["company_name"] == "あとから書いた"


def test_a_career_changed_in_two_windows(newcomer):
    walk = Walker(newcomer)
    walk.career()
    old = walk.seen(walk.url("career", 1))
    walk.career(1, position="課長")
    response = walk.career(1, position="社長", seen=old)
    assert response.status_code == 409 and "課長" in response.text and "社長" in response.text
    assert drafts.careers_of(walk.row)[0]["position"] == "課長"


# --- Handing in -------------------------------------------------------------------------------------------------------
def test_what_is_missing_is_listed_and_nothing_is_handed_in(newcomer):
    walk = Walker(newcomer)
    response = walk.submit()
    assert response.status_code == 200 and "職歴を1つ以上" in response.text
    assert {one.step for one in registering.open_faults(walk.row, timezone.localdate())} == {1, 2, 3, 4, 6, 7, 8}
    assert not Senior.objects.filter(user=newcomer).exists()


def test_handing_in_twice_is_once_and_afterwards_it_is_shut(newcomer):
    walk = Walker(newcomer).all_pages()
    seen = walk.seen(walk.url("step", 1))
    assert walk.submit()["Location"] == walk.submit()["Location"] == walk.url("done")
    assert Senior.objects.filter(user=newcomer).count() == 1 and Consent.objects.count() == 2
    assert walk.save(1, family_name="別人", seen=seen)["Location"] == walk.url("done")
    assert walk.row.sheet["family_name"] == "髙橋"
    walk.client.post(walk.url("discard"))
    assert walk.row.state == ApplicationState.SUBMITTED


@pytest.mark.django_db(transaction=True)
def test_two_presses_and_five_people_at_the_same_moment():
    people = [factories.user(Role.SENIOR, email=f"p{n}@example.jp") for n in range(5)]
    walks = [Walker(person).all_pages() for person in people]

    def press(walk):
        try:
            return walk.submit().status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        assert set(threads.map(press, walks * 2)) == {302}
    numbers = sorted(Senior.objects.values_list("number", flat=True))
    assert numbers == [f"M{n:05}" for n in range(1, 6)]
    assert Consent.objects.count() == 10


def test_numbers_follow_each_other(newcomer):
    factories.senior(number="M00731")
    factories.senior(number="K99999")
    assert next_numbers(1) == ["M00732"]


def test_a_younger_person_is_told_but_not_refused(newcomer):
    walk = Walker(newcomer).all_pages()
    walk.save(1, birth_date_0="平成2")
    walk.save(4, years_SALES="3", years_OVERSEAS="1")
    page = walk.client.get(walk.url("check")).text
    assert page.count("事務局で確認します") == 2
    assert walk.submit().status_code == 302


def test_returned_it_is_corrected_and_handed_in_again(newcomer):
    walk = Walker(newcomer).all_pages()
    walk.submit()
    row = walk.row
    Application.objects.filter(pk=row.pk).update(
        state="returned", reason="年数を確かめてください。", decided_at=timezone.now()
    )
    Senior.objects.filter(pk=row.senior_id).update(state=SeniorState.RETURNED)
    assert "年数を確かめてください。" in walk.client.get("/").text
    assert "年数を確かめてください。" in walk.client.get(walk.url("step", 4)).text
    walk.save(4, years_SALES="20")
    walk.submit()
    senior = Senior.objects.get(user=newcomer)
    assert senior.state == SeniorState.SUBMITTED and walk.row.state == ApplicationState.SUBMITTED
    assert {s.years for s in senior.specialities.all()} == {20, 9}
    assert Senior.objects.filter(user=newcomer).count() == 1


def test_the_preview_tells_no_age_and_no_address(newcomer):
    walk = Walker(newcomer).all_pages()
    page = walk.client.get(walk.url("preview")).text
    body = page[page.index("<article") : page.index("</article>")]
    assert "髙橋 誠一" in body and "元 工作機械メーカー" in body and "販路開拓" in body
    for private in ("1955", "昭和30", "歳", "090", "takahashi@", "須田町", "101"):
        assert private not in body, private


# --- Changes ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def registered(newcomer):
    walk = Walker(newcomer).all_pages()
    walk.submit()
    Application.objects.filter(pk=walk.pk).update(state="approved", decided_at=timezone.now())
    Senior.objects.filter(user=newcomer).update(state=SeniorState.ACTIVE)
    return newcomer


def test_a_change_of_practical_things_holds_at_once(registered):
    walk = Walker(registered)
    assert walk.row.kind == ApplicationKind.CHANGE
    assert walk.submit().status_code == 200  # nothing has changed
    walk.save(7, days_per_week="4")
    assert walk.client.get(walk.url("step", 8)).status_code == 404  # these wordings are agreed to
    walk.submit()
    assert walk.row.state == ApplicationState.APPROVED and "変更しました" in walk.client.get(walk.url("done")).text
    assert Senior.objects.get(user=registered).days_per_week == 4
    assert "登録内容を見る" in walk.client.get("/registration/").text


def test_a_change_of_facts_waits_for_the_office(registered):
    walk = Walker(registered)
    walk.save(6, headline="新しいひとこと")
    walk.save(2, phone="03-1111-2222")
    walk.submit()
    senior = Senior.objects.get(user=registered)
    assert walk.row.state == ApplicationState.SUBMITTED and senior.state == SeniorState.ACTIVE
    assert senior.headline == PAGES[6]["headline"] and senior.contact.phone == "03-1111-2222"
    assert [one.key for one in differences(sheet_of(senior), walk.row.sheet)] == ["headline"]


def test_a_change_is_judged_by_the_pages_that_it_changes(senior_a):
    """Who came by an import lacks much: she can change her telephone all the same."""
    senior = Senior.objects.get(user=senior_a)
    factories.senior_contact(senior, birth_date=None)
    walk = Walker(senior_a)
    for kind in consents.KINDS:
        factories.consent(senior, kind=kind, version="1")
    walk.save(7, days_per_week="3")
    assert walk.submit().status_code == 302
    assert registering.faults(walk.row.sheet)


def test_a_new_wording_is_asked_for_with_the_next_change(registered):
    Consent.objects.filter(senior__user=registered, kind="profile").update(version="0")
    walk = Walker(registered)
    walk.save(7, days_per_week="4")
    assert walk.submit().status_code == 200
    walk.save(8)
    assert walk.submit().status_code == 302
    assert Consent.objects.filter(senior__user=registered, kind="profile", version="1").exists()


def test_who_has_left_changes_nothing(senior_a):
    Senior.objects.filter(user=senior_a).update(state=SeniorState.WITHDRAWN)
    client = client_of(senior_a)
    assert client.post("/registration/")["Location"] == "/registration/"
    assert not Application.objects.exists()


# --- By the office ----------------------------------------------------------------------------------------------------
def test_the_office_writes_for_several_at_once_with_consent_on_paper(coordinator):
    client = client_of(coordinator)
    for _ in range(2):
        client.post(reverse("talent:proxy_list"))
    first, second = Application.objects.order_by("started_at")
    walk = Walker(coordinator, first)
    walk.career()
    for step in range(1, 8):
        walk.save(step, **({"email": ""} if step == 2 else {}))
    assert "髙橋 誠一さん" in walk.client.get(walk.url("step", 2)).text
    page = {"personal_data_0": "令和8", "personal_data_1": "9", "personal_data_2": "1", "personal_data": None}
    page |= {"profile": None, "profile_0": "2099", "profile_1": "9", "profile_2": "1"}
    response = walk.save(8, **page)
    assert response.status_code == 200 and "今日より後" in response.text
    assert walk.save(8, **page | {"profile_0": "2026"}).status_code == 302
    assert "髙橋 誠一" in client.get(reverse("talent:proxy_list")).text
    walk.submit()
    senior = walk.row.senior
    assert senior.user is None and senior.contact.email == ""
    assert {(c.on_paper, timezone.localdate(c.accepted_at)) for c in senior.consents.all()} == {
        (True, dt.date(2026, 9, 1))
    }
    assert Application.objects.get(pk=second.pk).sheet == {}


def test_the_office_corrects_a_telephone_number_at_once(coordinator):
    senior = factories.senior()
    change = reverse("talent:senior_change", args=[senior.pk])
    opened = client_of(coordinator).post(change).url
    walk = Walker(coordinator, Application.objects.get(senior=senior))
    assert opened == walk.url("check") == client_of(coordinator).post(change).url
    walk.save(2)
    assert walk.submit().status_code == 302
    assert walk.row.state == "approved"
    assert SeniorContact.objects.get(senior=senior).phone
    assert not senior.consents.exists()


def test_the_office_does_not_write_into_what_she_is_writing(coordinator, senior_a):
    senior = Senior.objects.get(user=senior_a)
    Walker(senior_a)
    page = client_of(coordinator).post(reverse("talent:senior_change", args=[senior.pk]), follow=True).text
    assert "まだ終わっていない申込みがあります" in page
    assert Application.objects.count() == 1


def test_a_draft_can_be_thrown_away(newcomer):
    walk = Walker(newcomer)
    walk.save(1)
    walk.client.post(walk.url("discard"))
    assert not Application.objects.exists()


# --- Kept for how long ------------------------------------------------------------------------------------------------
def test_what_is_left_lying_goes(newcomer, senior_a):
    from office.models import OutboxMail
    from office.retention import find

    walk = Walker(newcomer)
    walk.save(1)
    change = Walker(senior_a)
    stranger = factories.user(Role.SENIOR, email="typed@example.jp")
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=False, primary=True)
    saved = walk.row.saved_at

    def run(key, days):
        one, at = find(key), saved + dt.timedelta(days=days)
        return one.end(one.due_at(at), at).count

    assert [run("accounts_unproved", days) for days in (29, 31)] == [0, 1]
    assert not User.objects.filter(pk=stranger.pk).exists()
    assert [run("drafts_warned", days) for days in (165, 167, 168)] == [0, 2, 0]
    assert OutboxMail.objects.filter(subject_id=walk.pk).get().recipient == newcomer.email
    assert [run("drafts", days) for days in (179, 181)] == [0, 2]
    assert not User.objects.filter(pk=newcomer.pk).exists() and User.objects.filter(pk=senior_a.pk).exists()
    assert not Application.objects.filter(pk__in=[walk.pk, change.pk]).exists()


# --- Wordings and help ------------------------------------------------------------------------------------------------
def test_a_wording_that_was_accepted_is_never_changed():
    assert {(kind, one.version): one.hash for kind, all_ in consents.WORDINGS.items() for one in all_} == HASHES


def test_eight_pages_hold_every_key_once():
    from talent.sheet import KEYS

    keys = [key for step in STEPS for key in step.keys]
    assert sorted(keys) == sorted(KEYS)


def test_the_guide_has_a_sample_of_every_field(newcomer):
    from institutions.categories import Category
    from talent.writing_samples import SAMPLES

    assert set(SAMPLES) == set(Category)
    page = client_of(newcomer).get(reverse("talent:registration_guide")).text
    assert all(one.headline in page for one in SAMPLES.values())
