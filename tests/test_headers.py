"""What every answer says to the browser, and what no request may hold."""

import pytest
from django.urls import reverse

from tests.conftest import client_of
from tests.sides import patterns
from tests.test_access import DOORS, address_of, client_for, sides, workbook

__all__ = ["client_for", "sides", "workbook"]  # fixtures

pytestmark = pytest.mark.django_db


def wrong_headers(response) -> list[str]:
    """Those that are missing or weak, by name."""
    headers = response.headers
    policy = headers.get("Content-Security-Policy", "")
    good = {
        "policy": policy.startswith("default-src 'none'; ") and "unsafe" not in policy and "*" not in policy,
        "frames": "frame-ancestors 'none'" in policy,
        "forms": "form-action 'self'" in policy and "base-uri 'none'" in policy,
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": headers.get("Referrer-Policy") in ("same-origin", "no-referrer"),
        "opener": headers.get("Cross-Origin-Opener-Policy") == "same-origin",
    }
    return [name for name, is_good in good.items() if not is_good]


@pytest.mark.parametrize("role", ["coordinator", "head_office_a", "stranger"])
def test_every_page_says_what_a_browser_must_not_do(role, sides, client_for):
    client, wrong, seen = client_for(role), [], set()
    for name, arguments in patterns():
        if name in ("institutions:sign_out", "account_logout"):
            continue
        method = client.post if DOORS[name].get == 405 else client.get
        response = method(address_of(name, arguments, sides["a"], role))
        list(response)  # a file is closed when it has been read
        seen.add(response.status_code)
        wrong += [(name, header) for header in wrong_headers(response)]
        if role != "stranger" and "no-store" not in response.headers.get("Cache-Control", ""):
            wrong.append((name, "may be kept in a cache"))
    assert wrong == []
    assert {200, 302} <= seen <= {200, 302, 403, 404, 409}


@pytest.mark.parametrize("address", ["/nowhere/", "/?q=%00"])
def test_pages_of_errors_say_the_same(address, coordinator):
    response = client_of(coordinator).get(address)
    assert response.status_code in (400, 404)
    assert wrong_headers(response) == []


@pytest.mark.parametrize("code", ["\x00", "\x01", "\x0b", "\x1f", "\x7f"])
@pytest.mark.parametrize("place", ["filter", "unknown name", "field", "file name", "cookie", "address"])
def test_control_characters_are_refused(place, code, coordinator):
    client = client_of(coordinator)
    address = reverse("companies:company_list")
    if place == "filter":
        response = client.get(address, {"q": f"青{code}葉"})
    elif place == "unknown name":
        response = client.get(address, {f"x{code}": "1"})
    elif place == "field":
        response = client.post(reverse("institutions:sign_in"), {"username": f"a{code}", "password": "x"})
    elif place == "file name":
        response = client.post(reverse("events:event_import"), {f"work{code}book": "x"})
    elif place == "cookie":
        response = client.get(address, headers={"cookie": f'sessionid="12345678\\{ord(code):03o}"'})
    else:
        response = client.get(f"{address}{code}/")
    assert response.status_code == 400


def test_tabs_and_line_ends_are_taken(coordinator):
    client = client_of(coordinator)
    assert client.get(reverse("companies:company_list"), {"q": "青\t葉\r\n\n"}).status_code == 200
