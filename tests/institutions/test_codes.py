"""Seniors' codes by mail: six digits, ten minutes, three tries, once."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from office.models import MailState, OutboxMail
from tests import factories
from tests.conftest import client_of

pytestmark = pytest.mark.django_db

ASK, CONFIRM = "/sign-in/code/", "/sign-in/code/confirm/"


@pytest.fixture
def ask(django_capture_on_commit_callbacks):
    """`ask(client, address)`: the answer to "send me a code"."""

    def post(client, address, to=ASK, **data):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(to, {"email": address} | data)

    return post


def codes() -> list[str]:
    return [re.search(r"^\s+(\d{6})$", letter.body, re.M)[1] for letter in mail.outbox]


def is_in(client) -> bool:
    """The front door answers strangers too: who is in can go out."""
    page = client.get("/")
    return page.status_code == 200 and "/sign-out/" in page.text


def wrong(code: str, n: int = 1) -> str:
    return f"{(int(code) + n) % 1_000_000:06}"


def test_a_code_opens_once(senior_a, ask):
    client = client_of(None)
    assert ask(client, senior_a.email)["Location"] == CONFIRM
    page = client.get(CONFIRM).text
    assert 'autocomplete="one-time-code"' in page and senior_a.email not in page
    [code] = codes()
    response = client.post(CONFIRM, {"code": code})
    assert response["Location"] == reverse("institutions:passkey_offer", query={"next": "/"})
    assert is_in(client)
    client.post("/sign-out/")
    other = client_of(None)
    ask(other, senior_a.email)
    other.post(CONFIRM, {"code": code if codes()[-1] != code else wrong(code)})
    assert not is_in(other)


def test_a_passkey_is_offered_once(senior_a, ask):
    places = []
    for _ in range(2):
        client = client_of(None)
        ask(client, senior_a.email)
        places.append(client.post(CONFIRM, {"code": codes()[-1]})["Location"])
    assert "passkey-offer" in places[0] and places[1] == "/"


def test_a_code_is_read_however_it_is_typed(senior_a, ask):
    client = client_of(None)
    ask(client, senior_a.email)
    full_width = codes()[0].translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    client.post(CONFIRM, {"code": f" {full_width[:3]}　{full_width[3:]}-"})
    assert is_in(client)


def test_after_three_wrong_tries_the_right_code_opens_nothing(senior_a, ask):
    client = client_of(None)
    ask(client, senior_a.email)
    [code] = codes()
    for n in range(1, 4):
        client.post(CONFIRM, {"code": wrong(code, n)})
    client.post(CONFIRM, {"code": code})
    assert not is_in(client)


def test_two_wrong_tries_are_forgiven(senior_a, ask):
    client = client_of(None)
    ask(client, senior_a.email)
    [code] = codes()
    for n in (1, 2):
        assert "番号が違います" in client.post(CONFIRM, {"code": wrong(code, n)}).text
    client.post(CONFIRM, {"code": code})
    assert is_in(client)


def test_a_session_put_back_to_before_the_tries_wins_nothing(senior_a, ask):
    """Tries are counted outside the session: many requests at once all read the same one."""
    client = client_of(None)
    ask(client, senior_a.email)
    [code] = codes()
    before = dict(client.session)
    for n in range(1, 4):
        client.post(CONFIRM, {"code": wrong(code, n)})
        session = client.session
        session.update(before)
        session.save()
    assert "何度も試された" in client.post(CONFIRM, {"code": code}).text
    assert not is_in(client)


@pytest.mark.parametrize(("minutes", "opens"), [(9.9, True), (10.1, False)])
def test_a_code_lives_ten_minutes(minutes, opens, senior_a, ask):
    client = client_of(None)
    ask(client, senior_a.email)
    session = client.session
    login = session["account_login"]
    login["state"]["stages"]["login_by_code"]["data"]["at"] -= minutes * 60
    login["initiated_at"] -= minutes * 60
    session["account_login"] = login
    session.save()
    client.post(CONFIRM, {"code": codes()[0]})
    assert is_in(client) is opens


def test_a_new_code_makes_the_old_one_worthless(senior_a, ask):
    client = client_of(None)
    ask(client, senior_a.email)
    ask(client, senior_a.email, to=CONFIRM, action="again")
    old, new = codes()
    client.post(CONFIRM, {"code": old if old != new else wrong(new)})
    assert not is_in(client)
    client.post(CONFIRM, {"code": new})
    assert is_in(client)


@pytest.mark.parametrize("role", ["coordinator", "head_office_a", "branch_a", "reception"])
def test_staff_get_no_code(role, request, ask):
    client = client_of(None)
    response = ask(client, request.getfixturevalue(role).email)
    assert response["Location"] == CONFIRM and mail.outbox == []
    client.post(CONFIRM, {"code": ""})
    client.post(CONFIRM, {"code": "000000"})
    assert not is_in(client)


def test_known_and_unknown_addresses_get_the_same_answer(senior_a, ask, django_assert_num_queries):
    pages = []
    for address in (senior_a.email, "x" * len(senior_a.email.split("@")[0]) + "@example.jp"):
        client = client_of(None)
        response = ask(client, address)
        pages.append((response.status_code, response["Location"], _without_tokens(client.get(CONFIRM).text, address)))
    assert pages[0] == pages[1]


def _without_tokens(page: str, address: str) -> str:
    page = re.sub(r'value="\w{64}"', "", page).replace(f"{address[:2]}●●●", "")
    return re.sub(r"\d+:\d\dまで", "", page)


def test_a_disabled_senior_gets_no_code(senior_a, ask):
    senior_a.is_active = False
    senior_a.save()
    ask(client_of(None), senior_a.email)
    assert mail.outbox == []


def test_who_was_disabled_after_asking_stays_out(senior_a, ask):
    client = client_of(None)
    ask(client, senior_a.email)
    senior_a.is_active = False
    senior_a.save()
    client.post(CONFIRM, {"code": codes()[0]})
    assert not is_in(client)


def test_asking_is_limited_per_address(senior_a, ask):
    for _ in range(5):
        assert ask(client_of(None), senior_a.email).status_code == 302
    assert "何度も試された" in ask(client_of(None), senior_a.email).text
    assert ask(client_of(None), "another@example.jp").status_code == 302


def test_the_outbox_knows_that_a_code_went_and_not_which(senior_a, ask):
    ask(client_of(None), senior_a.email)
    row = OutboxMail.objects.get()
    assert (row.kind, row.recipient, row.state, row.body) == ("login_code", senior_a.email, MailState.SENT, "")
    assert codes()[0] not in row.title


def test_begun_sign_in_is_given_up_by_going_back(senior_a, ask):
    client = client_of(None)
    ask(client, senior_a.email)
    assert client.post("/sign-out/", {"to": "code"})["Location"] == ASK
    assert client.get(ASK).status_code == 200
    assert client.get(CONFIRM)["Location"] == ASK


@pytest.mark.django_db(transaction=True)
def test_fifty_guesses_at_once_are_three():
    """All of them with the same session, as one who guesses would send them."""
    user = factories.senior(user=factories.user("senior")).user
    cache.clear()
    client = Client()
    client.post(ASK, {"email": user.email})
    session = client.session
    code = session["account_login"]["state"]["stages"]["login_by_code"]["data"]["code"]
    cookie = {"cookie": f"sessionid={session.session_key}"}

    def guess(n: int) -> bool:
        try:
            text = Client().post(CONFIRM, {"code": wrong(code, n)}, headers=cookie).text
            return "番号が違います" in text
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        judged = sum(threads.map(guess, range(1, 51)))
    assert judged <= 3
    cache.clear()
