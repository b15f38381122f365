"""Tests act as the system, so that they can fill any table; what they ask the application for is asked as nobody."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from psycopg import sql

from institutions.actors import _current, acting, system

TESTS = system("tests")
WHO_ASKS = 8  # queries: saying who asks and taking it back, the test client as nobody, the page as somebody


@pytest.fixture
def _django_db_helper(_django_db_helper):
    """Every test that may use the database, whether by mark or by fixture: the system until it ends."""
    if connection.in_atomic_block:
        with acting(TESTS):
            yield
    else:
        with standing_role(TESTS.role):
            yield


@contextmanager
def standing_role(role: str | None):
    """A role for a whole connection, which the application never sets: for tests whose rows must be committed."""
    token = _current.set(TESTS if role else None)
    _set_role(role)
    try:
        yield
    finally:
        _current.reset(token)
        if connection.connection is not None:
            _set_role(_current.get() and _current.get().role)


def as_system(target):
    """For the target of a test's thread: a thread begins with nobody acting."""

    def run(*args, **kwargs):
        with standing_role(TESTS.role):
            return target(*args, **kwargs)

    return run


def _set_role(role: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)) if role else "RESET ROLE")


class VisitorsClient(Client):
    """Django's client, whose requests begin as they do in the service: with nobody acting, as the login role alone."""

    def request(self, **request):
        if connection.in_atomic_block:
            with acting(None):
                return super().request(**request)
        with standing_role(None):
            return super().request(**request)
