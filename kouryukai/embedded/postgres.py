"""A PostgreSQL server of our own: made, started, prepared and stopped in one folder.

Listens on 127.0.0.1 with passwords and on no socket file: a path below DATA may be longer than the 107 characters that
a socket allows, and a free port is found at every start.
"""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql

from kouryukai.embedded import record
from kouryukai.embedded.address import conninfo
from kouryukai.embedded.places import CHECKOUT, EmbeddedError, Servant, check_passage, find_binaries, find_servant
from kouryukai.embedded.processes import Family, stop_children
from kouryukai.embedded.queue import install_queue

OWNER, DATABASE = "kouryukai", "kouryukai"
EXTENSIONS = ("btree_gist", "pg_trgm")
ROLES = CHECKOUT / "bin" / "database-roles.sql"
START_PATIENCE = 10.0
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "log_statement": "none",
    # A refused row must not stand in the log: neither its values (DETAIL) nor the statement that holds them.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class Server:
    """One cluster in `data/pg`. `durable=False` gives up safety against a power cut, for tests."""

    def __init__(self, data: Path, family: Family, *, durable: bool = True) -> None:
        self.data = data
        self.family = family
        self.durable = durable
        self.cluster = data / "pg"
        self.log = data / "log" / "postgresql.log"
        self.servant: Servant = find_servant()
        check_passage(data, self.servant)
        self.binaries: Path = find_binaries(data, self.servant)
        self.record: record.Record | None = None
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Make the cluster where there is none, start it and prepare its roles and databases."""
        self._refuse_foreign_version()
        if not (self.cluster / "PG_VERSION").exists():
            self._make()
        found = record.stored(self.data)
        if found is None:
            raise EmbeddedError(
                f"{self.data / 'server.json'} is missing, so the passwords of {self.cluster} are lost; remove {self.data}"
            )
        self.log.unlink(missing_ok=True)
        self._launch(found)
        self._prepare()

    def restart(self) -> None:
        """Start again on the same port after the server ended by itself."""
        self.family.ended(self.process)
        self._launch(self.record)

    def _refuse_foreign_version(self) -> None:
        try:
            made_by = (self.cluster / "PG_VERSION").read_text().strip()
        except OSError:
            return
        if made_by != str(self.version()):
            raise EmbeddedError(
                f"{self.cluster} was made by PostgreSQL {made_by}, this is {self.version()}; "
                f"set PG_BIN= to the older one's binaries, choose another DATA= or remove {self.data}"
            )

    def version(self) -> int:
        text = subprocess.run(
            [self.binaries / "postgres", "--version"], capture_output=True, text=True, check=True, **self._as()
        ).stdout
        return int(re.search(r"(\d+)", text)[1])

    def _as(self) -> dict:
        return {"cwd": "/", **self.servant.popen()}

    def _make(self) -> None:
        """initdb under another name, renamed when complete: a killed start leaves nothing that looks finished."""
        for stale in self.data.glob(".pg.[0-9]*"):
            shutil.rmtree(stale, ignore_errors=True)
        shutil.rmtree(self.cluster, ignore_errors=True)
        draft = self.data / f".pg.{os.getpid()}"
        draft.mkdir(mode=0o700)
        self.servant.own(draft)
        made = record.Record(port=0, owner_password=secrets.token_hex(16), admin_password=secrets.token_hex(16))
        record.write(self.data, made)
        password = self.data / ".pg.password"
        record.write_private(password, made.admin_password)
        self.servant.own(password)
        locale = (
            ["--locale=C.UTF-8"]
            if self.version() < 17
            else ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        )
        command = [self.binaries / "initdb", "-D", draft, "-U", "postgres", "-E", "UTF8", "--auth=scram-sha-256"]
        result = subprocess.run(
            [*command, *locale, f"--pwfile={password}", "--no-instructions", *([] if self.durable else ["--no-sync"])],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
            **self._as(),
        )
        password.unlink()
        if result.returncode:
            raise EmbeddedError(
                f"initdb failed in {self.data}: {(result.stderr or result.stdout).strip().splitlines()[-1]}"
            )
        draft.rename(self.cluster)

    def _launch(self, found: record.Record) -> None:
        """Start the server; a server killed with -9 keeps its memory until its children are gone, so try for a while."""
        until = time.monotonic() + START_PATIENCE
        port = found.port
        while True:
            port = port if _free(port) or self.record else _free_port()
            current = record.Record(port, found.owner_password, found.admin_password)
            if self._try(current):
                self.record = current
                record.write(self.data, current)
                return
            if time.monotonic() > until:
                raise EmbeddedError(f"PostgreSQL does not start: {self._last_words()} (log: {self.log})")
            port = current.port if self.record else 0
            time.sleep(0.3)

    def _try(self, current: record.Record) -> bool:
        options = SETTINGS | {"port": str(current.port)} | ({} if self.durable else FORGETFUL)
        command = [self.binaries / "postgres", "-D", self.cluster]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self.process = self.family.start(
                command, end_with=signal.SIGINT, user=self.servant.ids, stdout=log, stderr=log, cwd="/"
            )
        until = time.monotonic() + START_PATIENCE * 3
        while self.process.poll() is None:
            try:
                psycopg.connect(**conninfo(current.entry(admin=True, database="postgres")), connect_timeout=2).close()
                return True
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    break
            time.sleep(0.05)
        self.stop()
        return False

    def _last_words(self) -> str:
        try:
            lines = self.log.read_text(errors="replace").strip().splitlines()
        except OSError:
            lines = []
        told = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines
        return told[-1] if told else "it says nothing"

    def connect(self, database: str = DATABASE) -> psycopg.Connection:
        """A connection of the administrator."""
        return psycopg.connect(**conninfo(self.record.entry(admin=True, database=database)), autocommit=True)

    def _prepare(self) -> None:
        """The application's role, which is neither superuser nor above row-level security, and what new databases begin with."""
        with self.connect("template1") as connection:
            role = sql.Identifier(OWNER)
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD {}").format(
                        role, sql.Literal(self.record.owner_password)
                    )
                )
            connection.execute("SELECT set_config('kouryukai.login', %s, false)", [OWNER])
            connection.execute(ROLES.read_text(encoding="utf-8"))
            for extension in EXTENSIONS:
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
            with connection.transaction():
                connection.execute(sql.SQL("GRANT CREATE ON DATABASE template1 TO {}").format(role))
                connection.execute(sql.SQL("SET LOCAL ROLE {}").format(role))
                install_queue(connection)
                connection.execute("RESET ROLE")
                connection.execute(sql.SQL("REVOKE CREATE ON DATABASE template1 FROM {}").format(role))
        if not self.has_database():
            self.create_database()

    def has_database(self) -> bool:
        with self.connect("postgres") as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is not None

    def create_database(self) -> None:
        with self.connect("postgres") as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )

    def drop_database(self) -> None:
        with self.connect("postgres") as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))

    def stop(self) -> None:
        """Fast shutdown: connections are ended, everything is written."""
        if self.process is None:
            return
        stop_children([self.process], first=signal.SIGINT, then=signal.SIGQUIT, patience=2.5)
        self.family.ended(self.process)
        self.process = None


def _free(port: int) -> bool:
    if not port:
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
