"""Whatever is sent to the doors and to the pages of accounts and letters: an answer below 500, and nothing of it unescaped."""

import hashlib
import json

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from institutions.actions.invitations import invite
from institutions.models import Invitation, StaffMember, User
from institutions.roles import Role
from tests.conftest import client_of, prove
from tests.factories import PASSWORD
from tests.office.test_outbox import notice
from tests.second_factor import give_app
from tests.test_hostile import MARKUP, VALUES

pytestmark = pytest.mark.django_db

CREDENTIALS = [
    *(
        [value]
        for value in ("", "x", "1", "9" * 5000, "null", "[]", "{}", '"x"', '{"response": null}', '{"response": []}')
    ),
    ['{"id": 1, "rawId": 2, "response": {"userHandle": 3}, "type": 4}'],
    ['{"id": "eA", "rawId": "eA", "response": {"userHandle": "eA"}, "type": "public-key"}'],
    [
        json.dumps(
            {
                "id": "eA",
                "rawId": "eA",
                "type": "public-key",
                "response": {
                    "clientDataJSON": "e30",
                    "authenticatorData": "eA",
                    "attestationObject": "eA",
                    "signature": "eA",
                    "userHandle": "/w",
                },
            }
        )
    ],
    ["[" * 2000 + "]" * 2000],
]


@pytest.fixture
def send():
    """`send(client, address, data)`: the answer, which must be below 500 and hold no markup of ours."""

    def post(client, address, data, method="post") -> int:
        cache.clear()
        response = getattr(client, method)(address, data)
        assert response.status_code < 500, (address, data, response.status_code)
        if not response.streaming:
            assert MARKUP not in response.text and "<b id=hostile" not in response.text
        return response.status_code

    return post


def fields(*names: str):
    """Each value in one field in turn, then in all of them."""
    for n, value in enumerate(VALUES):
        yield {names[n % len(names)]: value}
        yield dict.fromkeys(names, value)


@pytest.mark.full
def test_the_doors_of_everybody(send, senior_a, coordinator):
    give_app(coordinator)
    stranger, asked, half = client_of(None), client_of(None), client_of(None)
    asked.post("/sign-in/code/", {"email": senior_a.email})
    half.post("/sign-in/", {"login": coordinator.email, "password": PASSWORD})
    for data in fields("login", "password", "next"):
        send(stranger, "/sign-in/", data)
    for data in fields("email", "next"):
        send(stranger, "/sign-in/code/", data)
    for data in fields("code", "action", "next"):
        send(asked, "/sign-in/code/confirm/", data)
        if asked.get("/sign-in/code/confirm/").status_code == 302:
            send(asked, "/sign-in/code/", {"email": senior_a.email})
    for data in fields("code", "credential"):
        send(half, "/sign-in/second/", data)
    for value in VALUES:
        send(stranger, "/sign-in/", {"next": value}, "get")


@pytest.mark.parametrize(
    "address", ["/sign-in/passkey/", "/account/passkeys/add/", "/account/proof/passkey/", "/sign-in/second/"]
)
def test_broken_passkeys(address, send, coordinator):
    client = client_of(None) if address.startswith("/sign-in/") else prove(client_of(coordinator), coordinator)
    if "second" in address:
        give_app(coordinator)
        client.post("/sign-in/", {"login": coordinator.email, "password": PASSWORD})
    for [credential] in CREDENTIALS:
        client.get(address, headers={"accept": "application/json"})
        send(client, address, {"credential": credential, "name": "x"})


@pytest.mark.full
def test_an_invitation_and_the_pages_of_accounts(send, coordinator, branch_a, head_office_a):
    client = prove(client_of(coordinator), coordinator)
    own = prove(client_of(head_office_a), head_office_a)
    for data in fields("email", "role", "bank", "branch"):
        for visitor in (client, own):
            send(visitor, reverse("institutions:invite"), {"email": "a@example.jp", "role": "branch"} | data)
            Invitation.objects.all().delete()
    for data in fields("role", "branch"):
        send(client, reverse("institutions:account_role", args=[branch_a.pk]), {"role": "branch"} | data)
    for data in fields("q", "role", "state", "page"):
        send(client, reverse("institutions:account_list"), data, "get")
    for data in fields("oldpassword", "password1", "password2"):
        send(client, reverse("account_change_password"), data)


def test_an_invitations_own_page(send, coordinator):
    invite(email="a@example.jp", role=Role.ADVISER, institution=None, branch=None, by=coordinator, now=timezone.now())
    row = Invitation.objects.get()
    token = "known"
    row.token_hash = hashlib.sha256(token.encode()).hexdigest()
    row.save()
    for data in fields("name", "name_kana", "password", "again"):
        send(client_of(None), f"/invitation/{token}/", data)
    for data in fields("name", "name_kana"):
        form = {"name": "小林", "password": PASSWORD, "again": PASSWORD} | data
        if send(client_of(None), f"/invitation/{token}/", form) == 302:
            Invitation.objects.filter(pk=row.pk).update(accepted_at=None, account=None)
            StaffMember.objects.filter(user__email="a@example.jp").delete()
            User.objects.filter(email="a@example.jp").delete()


def test_the_outbox(send, coordinator):
    notice(coordinator)
    client = client_of(coordinator)
    for data in fields("state", "sort", "q", "page"):
        send(client, reverse("office:outbox"), data, "get")
    for data in fields("mail"):
        send(client, reverse("office:outbox_send"), data)
