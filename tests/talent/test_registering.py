"""Registration: the way in, eight pages that keep everything that was typed, careers, two windows, wordings and help."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from institutions.models import User
from institutions.roles import Role
from talent import consents, drafts, registering
from talent.forms_register import STEPS
from talent.models import Application, ApplicationState, Consent, Senior, SeniorState
from talent.sheet import differences, sheet_of
from tests import factories
from tests.conftest import client_of
from tests.talent.walker import PAGES, Walker

pytestmark = pytest.mark.django_db

HASHES = {
    ("personal_data", "1"): "d9f079d793285db1dc754f26774a09166cdecd606d57f71e862bea6c99068a04",
    ("profile", "1"): "3696946f87003770514786bd709f93261d1bee16263287e281fc9195905ba2cb",
}


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
