"""What is missing says what to set: each value, in one line, without a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from kouryukai.embedded.environment import Environment
from kouryukai.embedded.places import CHECKOUT
from tests.embedded.running import plain_environment

PRODUCTION = {
    "KOURYUKAI_ENV": "production",
    "SECRET_KEY": "k3y-" * 4 + "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLM",
    "BASE_URL": "https://kouryukai.example.jp",
    "DATABASE_URL": "postgresql://u:p@db/kouryukai",
    "CELERY_BROKER_URL": "redis://broker:6379/0",
    "EMAIL_URL": "smtps://user:p%40ss@mail.example.jp",
    "DATA": "/srv/kouryukai",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=CHECKOUT, env=plain_environment(**environment), capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "KOURYUKAI_ENV"])
def test_a_value_that_production_lacks_is_named(name):
    environment = {key: value for key, value in PRODUCTION.items() if key != name}
    result = manage("check", **environment)
    assert result.returncode == 1
    assert result.stderr.startswith(f"kouryukai: {name} is not set")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is too short"),
        ("BASE_URL", "kouryukai.example.jp", "BASE_URL=kouryukai.example.jp is no address"),
        ("DATABASE_URL", "mysql://u:p@db/n", "DATABASE_URL must begin with postgres"),
        ("CELERY_BROKER_URL", "pgmq://u:p@db/n?sslmode=require", "CELERY_BROKER_URL takes no options"),
        ("DEBUG", "perhaps", "DEBUG=perhaps is neither yes nor no"),
        ("KOURYUKAI_ENV", "staging", "KOURYUKAI_ENV=staging is neither"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name, value, message):
    environment = Environment(CHECKOUT, PRODUCTION)
    assert environment.production
    with pytest.raises(SystemExit, match=message):
        broken = Environment(CHECKOUT, PRODUCTION | {name: value})
        broken.flag("DEBUG")
        for value_of in ("secret_key", "base_url", "database", "broker_url", "broker_options"):
            getattr(broken, value_of)


def test_production_is_clean_for_deployment():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr


def test_a_command_without_a_database_says_what_to_do(tmp_path):
    result = manage("migrate", DATA=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith(
        "kouryukai: the embedded database is not running: start it with `make demo`"
    )
    assert "Traceback" not in result.stderr


def test_a_database_that_does_not_answer_is_one_line():
    result = manage("migrate", KOURYUKAI_ENV="development", DATABASE_URL="postgresql://u:p@127.0.0.1:1/n")
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("kouryukai: the database cannot be used: ")
    assert "Traceback" not in result.stderr


def test_settings_write_nothing(tmp_path):
    before = set(tmp_path.iterdir())
    assert manage("check", DATA=str(tmp_path)).returncode == 0
    assert set(Path(tmp_path).iterdir()) == before


def test_hosts_are_those_of_the_address_and_nothing_more_in_production():
    environment = Environment(CHECKOUT, PRODUCTION)
    assert environment.allowed_hosts == ["kouryukai.example.jp"]
    assert environment.trusted_origins == ["https://kouryukai.example.jp"]
    assert Environment(CHECKOUT, PRODUCTION | {"ALLOWED_HOSTS": "a, b"}).allowed_hosts == [
        "kouryukai.example.jp",
        "a",
        "b",
    ]
