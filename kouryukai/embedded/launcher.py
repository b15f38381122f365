"""The demo in one command: PostgreSQL, schema, demo data, then web, worker and beat, until it is told to stop."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping

import psycopg

from kouryukai.embedded import contents, lease, record, web
from kouryukai.embedded.address import database_url, parse_database_url
from kouryukai.embedded.places import CHECKOUT, EmbeddedError, data_folder, make_data_folder
from kouryukai.embedded.postgres import Server
from kouryukai.embedded.processes import Family, die_with_parent
from kouryukai.embedded.programs import Services
from kouryukai.embedded.queue import install_queue_at

PAUSE = 0.1
READY_PATIENCE = 90


class Stopped(Exception):
    """Somebody asked us to stop."""


def say(text: str) -> None:
    """Print a line; a terminal that has gone away is no reason to leave servers running."""
    try:
        print(text, flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - stays open until the end


class Launcher:
    """What the commands share: the folder, its lock, the children, and the wish to stop."""

    def __init__(self, *, parent: int | None = None) -> None:
        self.parent = parent
        self.asked_to_stop = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        if parent is not None:
            die_with_parent(signal.SIGTERM)
        self.data = data_folder()
        self.server: Server | None = None
        self.services: Services | None = None
        self.family: Family | None = None

    def _ask_to_stop(self, *_) -> None:
        self.asked_to_stop = True

    def heed(self) -> None:
        """Raise Stopped when asked to stop, or when the process that started us has gone."""
        if self.asked_to_stop or (self.parent is not None and os.getppid() != self.parent):
            raise Stopped

    def pause(self) -> None:
        self.heed()
        time.sleep(PAUSE)
        self.heed()

    def open_folder(self) -> None:
        make_data_folder(self.data)
        lock = lease.take(self.data)
        self.family = Family(keep_open=[lock])
        record.secret_key(self.data, create=True)

    def start_server(self) -> None:
        self.server = Server(self.data, self.family)
        say(f"PostgreSQL {self.server.version()} in {self.data} ...")
        self.server.start()

    def run(self, command: list, *, environment: dict) -> None:
        """Run a step to its end; its output is the progress that people see."""
        child = self.family.start(command, cwd=CHECKOUT, env=environment)
        try:
            while child.poll() is None:
                self.pause()
        finally:
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(3)
                except subprocess.TimeoutExpired:
                    os.killpg(child.pid, signal.SIGKILL)
                    child.wait()
            self.family.ended(child)
        if child.returncode:
            raise EmbeddedError(
                f"`{' '.join(str(part) for part in command[1:])}` failed with exit code {child.returncode}"
            )

    def close(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if self.services is not None:
            self.services.stop()
        if self.server is not None:
            self.server.stop()
        if self.family is not None:
            self.family.dismiss()


class Demo(Launcher):
    def __init__(self, environ: Mapping[str, str], *, parent: int | None) -> None:
        super().__init__(parent=parent)
        self.environ = environ
        self.port = web.read_port(environ.get("PORT", ""))
        self.seed = _read_seed(environ.get("SEED", ""))
        self.sockets = web.claim(self.port)
        self.external_url = environ.get("DATABASE_URL", "").strip()

    def environment(self) -> dict:
        """What every command and service is started with."""
        ours = {
            "DATA": str(self.data),
            "PORT": str(self.port),
            "KOURYUKAI_ENV": "development",
            "DJANGO_SETTINGS_MODULE": "kouryukai.settings",
            "PYTHONUNBUFFERED": "1",
        }
        return {"BASE_URL": f"http://localhost:{self.port}"} | dict(self.environ) | ours

    def manage(self, *arguments: str) -> None:
        self.run([sys.executable, "manage.py", *arguments], environment=self.environment())

    def prepare(self) -> None:
        """A database with the schema of this checkout and the demo data of this seed."""
        if self.external_url:
            say("Using the database of DATABASE_URL ...")
            self.manage("setup_database")
            self.manage("migrate", "--verbosity", "1")
            self.manage("load_demo", "--seed", self.seed)
            return
        self.start_server()
        with self.server.connect() as connection:
            found = contents.look(connection)
        if not found.empty and not found.serves(seed=self.seed):
            self._make_room(found)
            found = contents.Contents(empty=True)
        if found.empty:
            self._load()

    def _make_room(self, found: contents.Contents) -> None:
        differs = (
            "demo data of another seed"
            if found.fingerprint == contents.fingerprint()
            else "another schema or older demo data"
        )
        if found.touched:
            raise EmbeddedError(
                f"the database in DATA={self.data} has {differs} and holds rows of your own, so it is left alone; "
                "set DATA= to another folder, or remove that one"
            )
        reason = differs if found.loaded else "an unfinished load"
        say(f"The kept database has {reason} and no rows of your own: building it anew ...")
        self.server.drop_database()
        self.server.create_database()
        shutil.rmtree(self.data / "files", ignore_errors=True)
        make_data_folder(self.data)

    def _load(self) -> None:
        with self.server.connect() as connection:
            contents.begin(connection, seed=self.seed)
        say("Creating the tables ...")
        self.manage("migrate", "--verbosity", "1")
        say("Loading past events and demo data ...")
        self.manage("load_demo", "--seed", self.seed)
        with self.server.connect() as connection:
            contents.finish(connection)

    def serve(self) -> None:
        """Start web, worker and beat; say Ready when the sign-in page is there; watch over them."""
        broker = self.environ.get("CELERY_BROKER_URL", "").strip()
        if broker.startswith("pgmq:"):
            install_queue_at(broker)
        elif self.external_url and not broker:
            install_queue_at("pgmq" + database_url(parse_database_url(self.external_url)).removeprefix("postgresql"))
        self.services = Services(self.family, self.data, self.environment(), port=self.port, sockets=self.sockets)
        say(f"Starting web, worker and beat (logs: {self.data / 'log'}) ...")
        self.services.start("web")
        self.manage("demo_accounts")
        until = time.monotonic() + READY_PATIENCE
        while not web.answers(self.port):
            self.services.watch()
            if time.monotonic() > until:
                raise EmbeddedError(f"the web server does not answer; see {self.data / 'log' / 'web.log'}")
            self.pause()
        self.services.start("worker", "beat")
        say(f"Ready: http://localhost:{self.port}/")
        while True:
            self.pause()
            self.services.watch()
            if self.server is not None and self.server.process.poll() is not None:
                say("PostgreSQL ended unexpectedly; starting it again ...")
                self.server.restart()


def _read_seed(text: str) -> str:
    text = text.strip() or "1"
    if not text.isdigit() or len(text) > 9:
        raise EmbeddedError(f"SEED={text} is not a seed; set SEED= to a whole number of at most nine digits")
    return str(int(text))


def demo(environ: Mapping[str, str], *, parent: int | None = None) -> int:
    launcher = Demo(environ, parent=parent)
    try:
        launcher.open_folder()
        launcher.prepare()
        launcher.serve()
    except Stopped:
        say("Stopping ...")
    finally:
        launcher.close()
    say("Stopped.")
    return 0


def database(*, parent: int | None = None) -> int:
    """PostgreSQL alone, for commands and tests by hand."""
    launcher = Launcher(parent=parent)
    try:
        launcher.open_folder()
        launcher.start_server()
        say(f"DATABASE_URL={launcher.server.record.url}")
        while launcher.server.process.poll() is None:
            launcher.pause()
    except Stopped:
        pass
    finally:
        launcher.close()
    return 0


def broker(environ: Mapping[str, str]) -> int:
    """Create the queue tables that a `pgmq://` broker needs, in the database that CELERY_BROKER_URL names."""
    url = environ.get("CELERY_BROKER_URL", "").strip()
    if not url.startswith("pgmq:"):
        raise EmbeddedError("CELERY_BROKER_URL is not a pgmq:// address, so there is nothing to create")
    try:
        say("Queue tables created." if install_queue_at(url) else "Queue tables are there already.")
    except psycopg.OperationalError as error:
        raise EmbeddedError(f"the broker's database cannot be reached: {str(error).strip().splitlines()[0]}") from error
    return 0
