"""The servers that tests use for real: PostgreSQL from its wheel, Redis, Celery workers. A plugin of conftest.py.

PostgreSQL starts once in a folder of its own, before the first test; DATABASE_URL in the environment replaces it (then
set KOURYUKAI_ENV=development too). Every process of a parallel run has its own test database, files and Redis.
"""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
import redis
from kombu import pools

from kouryukai.embedded.address import broker_options, conninfo, database_url, parse_database_url
from kouryukai.embedded.places import CHECKOUT, make_data_folder
from kouryukai.embedded.postgres import Server
from kouryukai.embedded.processes import Family, stop_children, wait_until
from kouryukai.embedded.queue import install_queue_at

WORKER_PATIENCE = 120
SENDING = 30  # seconds that the hints of the broker before may still take


@dataclass
class Running:
    """What this process has started, ended in `pytest_unconfigure`."""

    family: Family | None = None
    postgres: Server | None = None
    folder: Path | None = None
    own: list[Path] = field(default_factory=list)


running = Running()


def family() -> Family:
    if running.family is None:
        running.family = Family()
    return running.family


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Start PostgreSQL in the process that leads; parallel workers inherit its address by the environment."""
    if config.option.help or config.option.version:
        return
    if not hasattr(config, "workerinput") and "KOURYUKAI_TEST_FOLDER" not in os.environ:
        running.folder = Path(tempfile.mkdtemp(prefix="kouryukai-test-"))
        make_data_folder(running.folder)
        family().delete_at_end(running.folder)
        os.environ["KOURYUKAI_TEST_FOLDER"] = str(running.folder)
        if not os.environ.get("DATABASE_URL", "").strip():
            running.postgres = Server(running.folder, family(), durable=False)
            running.postgres.start()
            os.environ["DATABASE_URL"] = running.postgres.record.url
    os.environ["KOURYUKAI_ENV"] = "development"
    os.environ["CELERY_BROKER_URL"] = "memory://"
    refuse_superuser()
    apply_to_settings(getattr(config, "workerinput", {}).get("workerid", "main"))


def refuse_superuser() -> None:
    """A superuser sees through every wall that a test may want to see hold."""
    with psycopg.connect(**conninfo(parse_database_url(os.environ["DATABASE_URL"])), connect_timeout=5) as connection:
        above = connection.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()[0]
    if above:
        pytest.exit(
            "DATABASE_URL logs in as a superuser; tests need an ordinary role that may create databases", returncode=4
        )


def apply_to_settings(name: str) -> None:
    """Settings may have been read before the server had an address: bring them to what the environment says now."""
    from django.conf import settings

    data = Path(os.environ["KOURYUKAI_TEST_FOLDER"]) / name
    make_data_folder(data)
    os.environ["DATA"] = str(data)
    settings.DATABASES["default"].update(parse_database_url(os.environ["DATABASE_URL"]))
    settings.MEDIA_ROOT = data / "files"
    settings.STATIC_ROOT = data / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Every client would look at 2,000 icons; the live server has finders of its own.
    settings.WHITENOISE_USE_FINDERS = False
    settings.CELERY_BROKER_URL = os.environ["CELERY_BROKER_URL"]
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}


def pytest_unconfigure():
    if running.postgres is not None:
        running.postgres.stop()
    if running.folder is not None:
        shutil.rmtree(running.folder, ignore_errors=True)
        del os.environ["KOURYUKAI_TEST_FOLDER"]
    if running.family is not None:
        running.family.dismiss()
        running.family = None


def free_port() -> int:
    """Below those that the kernel gives to connections and to servers without a wish: it stays free until it is used."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


def needed_program(name: str) -> str:
    path = shutil.which(name)
    assert path, f"{name} is not installed: run `make setup-test`"
    return path


class RedisServer:
    """A real Redis on a port of its own that keeps nothing on disk."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        options = ["--port", self.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
        self.process = family().start([needed_program("redis-server"), *options], **quiet)
        assert wait_until(self.answers, seconds=60), "redis-server does not start"

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as connection:
                return connection.ping()
        except redis.ConnectionError:
            return False

    def stop(self) -> None:
        if self.process is not None:
            stop_children([self.process], first=signal.SIGTERM, then=signal.SIGKILL, patience=3)
            family().ended(self.process)
            self.process = None


@pytest.fixture
def redis_server():
    """An empty, running Redis; a test may stop it and start it again on the same port."""
    server = RedisServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_url(redis_server):
    return redis_server.url


@dataclass
class CeleryWorker:
    """One worker with one child; `process.pid` leads the group."""

    process: subprocess.Popen
    log: Path

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def children(self) -> list[int]:
        """The processes that do the tasks."""
        listing = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listing.split()]

    def signal(self, number: int) -> None:
        """To the worker and its children."""
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """End the worker and its children at once, as a power cut would."""
        self.signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        stop_children([self.process], first=signal.SIGTERM, then=signal.SIGKILL, patience=5)


@pytest.fixture
def use_broker(request, monkeypatch):
    """Point this process at a broker: `use_broker("pgmq")` (in the test database), `use_broker("redis")` or a URL. Gives the URL."""
    from kouryukai.celery import app
    from office import nudge

    before = app.conf.broker_url, app.conf.broker_transport_options

    def point(url, options) -> None:
        nudge.flush(SENDING)  # who takes a connection out of a pool while it is closed would wait for ever
        monkeypatch.setenv("CELERY_BROKER_URL", url)  # Celery itself lets the environment win over its settings
        app.conf.broker_url, app.conf.broker_transport_options = url, options
        pools.reset()
        app._pool = app.amqp._producer_pool = None

    def choose(broker: str) -> str:
        if broker == "redis":
            broker = request.getfixturevalue("redis_url")
        if broker == "pgmq":
            from django.db import connection

            broker = "pgmq" + database_url(connection.settings_dict).removeprefix("postgresql")
            install_queue_at(broker)
        point(broker, broker_options(broker))
        return broker

    yield choose
    point(*before)


@pytest.fixture
def celery_worker_process(transactional_db, use_broker, tmp_path):
    """Start real workers on this test's database: `celery_worker_process("pgmq")`, `("redis")` or a broker URL."""
    from django.db import connection

    started: list[CeleryWorker] = []

    def start(broker: str, *arguments: str) -> CeleryWorker:
        url = use_broker(broker)
        log = tmp_path / f"worker-{len(started)}.log"
        environment = os.environ | {
            "DATABASE_URL": database_url(connection.settings_dict),
            "CELERY_BROKER_URL": url,
            "PYTHONUNBUFFERED": "1",
        }
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "kouryukai",
            "worker",
            "--concurrency",
            "1",
            "--loglevel",
            "INFO",
        ]
        with log.open("wb") as file:
            process = family().start([*command, *arguments], stdout=file, stderr=file, cwd=CHECKOUT, env=environment)
        worker = CeleryWorker(process, log)
        started.append(worker)
        ready = wait_until(lambda: " ready." in worker.said() or process.poll() is not None, seconds=WORKER_PATIENCE)
        assert ready and process.poll() is None, worker.said()
        return worker

    yield start
    for worker in started:
        worker.stop()
        family().ended(worker.process)
