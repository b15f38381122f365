"""Every address that answers an actor with a page, taken from the resolver so that none is forgotten: axe finds nothing, nothing scrolls sideways.

The ordinary run looks at what strangers read, with axe at the size of a telephone and at its width at all three; the full run looks
with axe at every page of everybody, at a desk, on a tablet and on a telephone.
"""

import pytest
from django.urls import NoReverseMatch

from events.importing.example import example_workbook
from institutions.roles import Role
from tests import factories
from tests.conftest import client_of, prove
from tests.e2e.browsing import resize
from tests.sides import patterns, side
from tests.test_access import address_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SIZES = {"desk": (1366, 768), "tablet": (820, 1180), "telephone": (390, 844)}
WORKS_AT = {
    "coordinator": "desk", "adviser": "tablet", "head_office_a": "desk", "branch_a": "telephone", "senior_a": "telephone",
    "reception": "tablet", "stranger": "telephone",
}  # fmt: skip
MOSTLY_BLANK = (
    "office:demo_mail",
    "office:components",
)  # for who builds the pages; test_components looks at the latter


@pytest.fixture
def rows(coordinator, branch_of_a, branch_a, senior_a, reception):
    return side(
        "a", branch=branch_of_a, senior_user=senior_a, branch_user=branch_a, receptionist=reception,
        coordinator=coordinator, workbook=example_workbook(),
    )  # fmt: skip


def pages_of(who: str, user, rows: dict) -> dict[str, str]:
    """Address and template. Asked of the test client first: what is refused, leads elsewhere or is a file is no page of theirs."""
    client, found = prove(client_of(user), user) if user else client_of(None), {}
    for name, arguments in patterns():
        try:
            address = address_of(name, arguments, rows, who)
        except (NoReverseMatch, KeyError):  # the framework's own
            continue
        answer = client.get(address)
        list(answer)  # a file is closed when it has been read
        if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"] and name not in MOSTLY_BLANK:
            found[address] = answer.templates[0].name
    return found


def look(page, address: str, sizes: list[str], violations) -> list[str]:
    page.goto(address)
    if page.locator("h1").count() != 1:
        return [f"{address}: {page.locator('h1').count()} headings"]
    found = []
    for name, (width, height) in SIZES.items():
        resize(page, width, height)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth") and "timetable" not in address:
            found.append(f"{address}: scrolls sideways at {name}")
        if name in sizes:
            found += [f"{address} at {name}: {line}" for line in violations(page)]
    return found


def every_page(addresses, user, new_page, sign_in, violations, sizes) -> list[str]:
    page = new_page()
    if user:
        sign_in(page, user)
    return [line for address in addresses for line in look(page, address, sizes, violations)]


@pytest.fixture
def user_of(request):
    made = {"stranger": lambda: None, "adviser": lambda: factories.user(Role.ADVISER)}
    return lambda who: made[who]() if who in made else request.getfixturevalue(who)


# Each begins where another one's pages end.
@pytest.mark.parametrize(
    ("who", "others"),
    [
        ("stranger", ()),
        pytest.param("senior_a", ("stranger",), marks=pytest.mark.full),
        pytest.param("head_office_a", ("stranger",), marks=pytest.mark.full),
        pytest.param("coordinator", ("head_office_a",), marks=pytest.mark.full),
        pytest.param("branch_a", ("stranger",), marks=pytest.mark.full),
        pytest.param("reception", ("head_office_a",), marks=pytest.mark.full),
    ],
)
def test_every_page_of_a_role_is_clean(who, others, rows, user_of, new_page, sign_in, violations):
    user = user_of(who)
    seen = {template for other in others for template in pages_of(other, user_of(other), rows).values()}
    addresses = [one for one, template in pages_of(who, user, rows).items() if template not in seen]
    assert addresses
    assert every_page(addresses, user, new_page, sign_in, violations, [WORKS_AT[who]]) == []


@pytest.mark.full
@pytest.mark.parametrize("who", WORKS_AT)
def test_every_page_of_a_role_is_clean_at_every_size(who, rows, user_of, new_page, sign_in, violations):
    user = user_of(who)
    assert every_page(pages_of(who, user, rows), user, new_page, sign_in, violations, list(SIZES)) == []
