"""The cast that every test may call on: one coordinator, two banks with head office and branch, two seniors, reception, a stranger."""

import re
import time

import pytest
from django.db import connection
from django.utils import timezone

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


E2E_SECONDS = 900  # for both runs of a browser test; a run that hangs gets no second one, which would have no clock


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items) -> None:
    """After the shuffling; within the long ones and the others its order stays. A browser test that fails runs once more."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    for item in items:
        if item.get_closest_marker("e2e"):
            if not item.get_closest_marker("timeout"):
                item.add_marker(pytest.mark.timeout(E2E_SECONDS))
            if not config.option.usepdb:
                item.add_marker(pytest.mark.flaky(reruns=1, rerun_except="from pytest-timeout"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item) -> None:
    """No day ends in the middle of a test: what was made for today is for today when it is looked at."""
    now = timezone.localtime()
    left = 86_400 - (now - now.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
    if left < (240 if item.get_closest_marker("e2e") else 30):
        time.sleep(left + 1)
    lost = connection.connection is not None and connection.connection.closed
    if lost and not connection.in_atomic_block:
        connection.close()  # what one test has lost would fail every other one of its module


def pytest_terminal_summary(terminalreporter) -> None:
    """A fault fails twice and fails the run; what failed once only is said aloud, so that somebody mends it."""
    again = sorted({report.nodeid for report in terminalreporter.stats.get("rerun", [])})
    if again:
        terminalreporter.write_sep(
            "!", f"{len(again)} browser test(s) failed at first and ran again: mend them", red=True
        )
        for nodeid in again:
            terminalreporter.write_line(f"RAN TWICE {nodeid}", red=True)


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
