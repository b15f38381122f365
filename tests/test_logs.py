"""What no log may hold: names, addresses, texts. Each place that writes one is made to fail with a mark in its data."""

import ast
import datetime as dt
import io
import logging
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError, IntegrityError, connection, transaction
from django.urls import reverse
from gunicorn.config import Config

from institutions.models import User
from institutions.roles import Role
from kouryukai.logs import Discreet, Gunicorn, without_signed_parts
from talent.models import Senior
from talent.reconfirmation import token_for
from tests import factories
from tests.conftest import client_of
from tests.test_architecture import APPS, ROOT, sources

MARK = "秘密の髙橋"
MAIL = "himitsu@example.jp"


@pytest.fixture
def log():
    """All that the application's own handler would write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Discreet())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def refused_rows():
    """Ways in which PostgreSQL refuses a row and puts its values into the words of the error."""
    taken = factories.user(Role.COORDINATOR, email=MAIL)
    yield lambda: User.objects.create(email=MAIL, role=Role.COORDINATOR)
    yield lambda: User.objects.filter(pk=taken.pk).update(email=MAIL.upper())
    yield lambda: User.objects.filter(pk=taken.pk).update(role=None)
    yield lambda: Senior.objects.create(number=MARK, family_name=MARK * 20)
    yield lambda: Senior.objects.create(number=MARK, family_name=MARK, days_per_week=9)


def test_what_the_database_refuses_is_told_by_its_code_alone(db, log):
    count = 0
    for write in refused_rows():
        try:
            with transaction.atomic():
                write()
        except (IntegrityError, DataError) as error:
            error.add_note(MARK)
            error.args = (f"{error} DETAIL: Key (email)=({MAIL})",)  # as a table without a wall would tell
            logging.getLogger("office.running").error("%s failed", "plan", exc_info=error)
            count += 1
    told = log.getvalue()
    assert count == told.count("office.running: plan failed") == 5
    assert "user_email_unique" in told and "23505" in told and "test_logs.py" in told
    assert MARK not in told and MAIL not in told.lower()


def test_the_database_itself_writes_no_values(db):
    log = Path(os.environ.get("KOURYUKAI_TEST_FOLDER", "/nowhere")) / "log" / "postgresql.log"
    if not log.exists():
        pytest.skip("PostgreSQL is not ours: its settings stand in docs/operations.md")
    before = log.stat().st_size
    for write in refused_rows():
        with pytest.raises((IntegrityError, DataError)), transaction.atomic():
            write()
    told = log.read_bytes()[before:].decode()
    assert told.count("ERROR") >= 5 and "user_email_unique" in told
    assert MARK not in told and MAIL not in told.lower()


def test_production_sets_the_database_the_same_way():
    from kouryukai.embedded.postgres import SETTINGS

    said = (ROOT / "docker-compose.yml").read_text()
    for name in ("log_error_verbosity", "log_min_error_statement", "log_parameter_max_length_on_error"):
        assert f"{name}={SETTINGS[name]}" in said


@pytest.mark.parametrize("debug", [False, True])
def test_an_error_of_a_page_tells_nothing_of_what_was_typed(log, coordinator, monkeypatch, settings, debug):
    settings.DEBUG = debug

    def breaks(*args, **options):
        raise RuntimeError(f"{MARK} {MAIL}")

    monkeypatch.setattr("talent.views.search.render", breaks)
    client = client_of(coordinator)
    client.raise_request_exception = False
    assert client.get(reverse("talent:senior_list"), {"q": MARK}).status_code == 500
    client.post(reverse("office:retention_run"), {"people": MARK})
    told = log.getvalue()
    assert "Internal Server Error: /seniors/" in told and "RuntimeError" in told and "breaks" in told
    assert MARK not in told and MAIL not in told and "%E7%A7%98" not in told


def test_errors_are_sent_to_nobody(settings):
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []
    assert settings.ADMINS == []


def test_a_failed_task_tells_its_name_alone(log):
    context = {"name": "office.work", "id": "1", "description": "raised unexpected", "exc": MARK, "traceback": MARK}
    error = RuntimeError(MARK)
    logging.getLogger("celery.app.trace").error(
        "Task %(name)s[%(id)s] %(description)s: %(exc)s", context, exc_info=(type(error), error, None)
    )
    assert "Task office.work[1] raised unexpected: -" in log.getvalue()
    assert "RuntimeError" in log.getvalue() and MARK not in log.getvalue()


def test_causes_are_told_too_without_their_words(log):
    try:
        try:
            raise ValueError(MARK)
        except ValueError as error:
            raise BadRequest(MARK) from error
    except BadRequest:
        logging.getLogger("office").exception("x")
    assert "builtins.ValueError" in log.getvalue() and "BadRequest" in log.getvalue()
    assert MARK not in log.getvalue()


def test_the_access_log_tells_no_search_no_referrer_and_no_signed_part(db, capsys):
    token = token_for(factories.senior(), factories.NOW)
    logger = Gunicorn(config())
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": f"/reconfirm/{token}/",
        "RAW_URI": f"/reconfirm/{token}/?q={MARK}",
        "QUERY_STRING": f"q={MARK}",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "HTTP_REFERER": f"https://example.jp/seniors/?q={MARK}",
        "HTTP_USER_AGENT": MARK,
    }
    answer = SimpleNamespace(status="200 OK", sent=12, headers=[])
    atoms = logger.atoms(answer, SimpleNamespace(headers=[]), environ, dt.timedelta(seconds=1))
    line = logger.cfg.access_log_format % logger.atoms_wrapper_class(atoms)
    assert '"GET /reconfirm/.../" 200 12 1000ms' in line
    assert MARK not in line and token not in line and "192.0.2.7" not in line


def config() -> Config:
    made = Config()
    made.set("accesslog", "-")
    return made


def test_keys_of_rows_stay_readable():
    path = "/seniors/2f4d8a7e-95f5-4f0d-8f0c-0d8a7b3f6c11/"
    assert without_signed_parts(f"Not Found: {path}") == f"Not Found: {path}"


ALLOWED = {"kind", "pk", "user_id", "rule", "people_read", "__name__"}  # attributes that a line of ours may tell


def test_our_own_lines_tell_kinds_and_keys_alone():
    found = []
    for path in sources(*APPS, "kouryukai"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "logger":
                told = {part.attr for arg in node.args for part in ast.walk(arg) if isinstance(part, ast.Attribute)}
                found += [(str(path.relative_to(ROOT)), name) for name in told - ALLOWED - {"INFO", "ERROR", "lease"}]
                found += [(str(path.relative_to(ROOT)), "f-string") for a in node.args if isinstance(a, ast.JoinedStr)]
    assert found == []


def test_no_connection_is_told_to_log_what_it_asks():
    assert connection.settings_dict.get("OPTIONS", {}).get("options", "").find("log_statement") == -1
    assert "django.db" not in settings.LOGGING["loggers"]
