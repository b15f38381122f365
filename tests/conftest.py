"""The cast that every test may call on: one coordinator, two banks with head office and branch, two seniors, reception, a stranger."""

import re
import time

import pytest

from institutions.roles import Role
from tests import factories
from tests.acting import VisitorsClient, _django_db_helper

pytest_plugins = ["tests.servers"]
__all__ = ["_django_db_helper"]  # a fixture

# Few tests that take long, by their folders: they begin first, so that the workers end together.
LONG = (
    "tests/e2e/",
    "tests/embedded/",
    "tests/office/test_worker_kill",
    "tests/office/test_brokers",
    "tests/test_canary",
    "tests/test_access",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items) -> None:
    """After the shuffling; within the long ones and the others its order stays."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture
def bank_a(db):
    return factories.institution(name="青葉信用組合", short_name="青葉")


@pytest.fixture
def bank_b(db):
    return factories.institution(name="汐見信用金庫", short_name="汐見", type="shinkin")


@pytest.fixture
def branch_of_a(bank_a):
    return factories.branch(bank_a, name="大森支店")


@pytest.fixture
def branch_of_b(bank_b):
    return factories.branch(bank_b, name="港町支店")


@pytest.fixture
def coordinator(db):
    account = factories.user(Role.COORDINATOR, email="coordinator@example.jp")
    foundation = factories.institution(name="見本財団", short_name="財団", type="foundation")
    factories.staff_member(foundation, name="佐伯 美和", user=account)
    return account


@pytest.fixture
def head_office_a(bank_a):
    return factories.user(Role.HEAD_OFFICE, institution=bank_a)


@pytest.fixture
def head_office_b(bank_b):
    return factories.user(Role.HEAD_OFFICE, institution=bank_b)


@pytest.fixture
def branch_a(branch_of_a):
    return factories.user(Role.BRANCH, institution=branch_of_a.institution, branch=branch_of_a)


@pytest.fixture
def branch_b(branch_of_b):
    return factories.user(Role.BRANCH, institution=branch_of_b.institution, branch=branch_of_b)


@pytest.fixture
def senior_a(db):
    return factories.senior(user=factories.user(Role.SENIOR)).user


@pytest.fixture
def senior_b(db):
    return factories.senior(user=factories.user(Role.SENIOR)).user


@pytest.fixture
def reception(db):
    return factories.user(Role.RECEPTION)


def client_of(user) -> VisitorsClient:
    """A test client signed in as that user; None gives a stranger."""
    client = VisitorsClient()
    if user is not None:
        client.force_login(user)
    return client


def same_page(one, other) -> bool:
    """Whether two answers are alike byte for byte, but for the token that each form gets anew."""
    pages = [re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content) for answer in (one, other)]
    return one.status_code == other.status_code and pages[0] == pages[1]


def prove(client, user) -> VisitorsClient:
    """As if that person had just proved once more who she is: what `fresh_proof` asks for."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
