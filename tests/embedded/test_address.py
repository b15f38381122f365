"""URLs of databases and brokers, the awkward ones first."""

import psycopg
import pytest
from pgmq.base import PGMQConfig
from psycopg.conninfo import conninfo_to_dict

from kouryukai.embedded.address import AddressError, broker_options, conninfo, database_url, parse_database_url

CASES = {
    "postgresql://u:p@db.example.jp:6543/name": ("u", "p", "db.example.jp", "6543", "name", {}),
    "postgres://u:p%40%2F%3A%25@h/n%C3%A4me": ("u", "p@/:%", "h", "", "näme", {}),
    "postgresql://u%40corp@h/n": ("u@corp", "", "h", "", "n", {}),
    "postgresql://u:p@[::1]:5433/n": ("u", "p", "::1", "5433", "n", {}),
    "postgresql://u@%2Frun%2FPostgres/n": ("u", "", "/run/Postgres", "", "n", {}),
    "postgresql:///n?host=/run/postgresql&user=u&port=5433": ("u", "", "/run/postgresql", "5433", "n", {}),
    "postgresql://u:p@h/n?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem": (
        "u",
        "p",
        "h",
        "",
        "n",
        {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"},
    ),
}


@pytest.mark.parametrize("url", CASES)
def test_a_url_becomes_a_database(url):
    entry = parse_database_url(url)
    found = tuple(entry[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS"))
    assert found == CASES[url]
    assert entry["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize("url", CASES)
def test_a_database_becomes_its_url_again(url):
    entry = parse_database_url(url)
    assert parse_database_url(database_url(entry)) == entry


def test_a_connection_age_is_for_django_and_not_for_the_server():
    entry = parse_database_url("postgresql://u:p@h/n?conn_max_age=30")
    assert (entry["CONN_MAX_AGE"], entry["OPTIONS"]) == (30, {})


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "must begin with postgres://"),
        ("name", "must begin with postgres://"),
        ("mysql://u:secret@h/n", "must begin with postgres://"),
        ("postgresql://u:secret@h:port/n", "port or host"),
        ("postgresql://u:secret@h:99999/n", "port or host"),
        ("postgresql://u:secret@h", "names no database"),
        ("postgresql://u:secret@h/", "names no database"),
        ("postgresql://u:secret@h/n?conn_max_age=long", "whole number"),
    ],
)
def test_a_url_that_cannot_be_used_says_why_and_keeps_its_password(url, reason):
    with pytest.raises(AddressError, match=reason) as caught:
        parse_database_url(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("password", ["plain", "with space", "quo'te", "back\\slash", "p@ss/w:rd", "%41"])
def test_a_queue_is_reached_with_any_password(password):
    """The pgmq package writes the parts side by side, unquoted: what it hands to libpq must still be our parts."""
    entry = {"NAME": "näme", "USER": "o'brien", "PASSWORD": password, "HOST": "db", "PORT": "5433"}
    entry["OPTIONS"] = {"sslmode": "require", "application_name": "a b"}
    options = broker_options("pgmq" + database_url(entry).removeprefix("postgresql"))
    line = PGMQConfig(conn_string=options["conn_string"]).dsn
    assert conninfo_to_dict(line) == conninfo_to_dict(**conninfo(entry)) | {"port": "5433"}
    assert options["init_extension"] is False


def test_the_address_of_the_tests_is_one_that_works(db, settings):
    url = database_url(settings.DATABASES["default"])
    with psycopg.connect(**conninfo(parse_database_url(url))) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
