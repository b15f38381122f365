"""The way in: what a person reads who cannot come in."""

import pytest
from django.urls import reverse

from tests.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("e_mail", [None, "nobody@example.jp"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_plain_words(coordinator, e_mail):
    data = {"username": e_mail or coordinator.email, "password": "not-the-password"}
    page = client_of(None).post(reverse("institutions:sign_in"), data).text
    assert "メールアドレスかパスワードが違います。" in page
    assert "フィールド" not in page
