"""What a kept embedded database holds: which schema and demo data, and whether a person added to it.

Before the first release migrations are rewritten in place, so a database whose schema differs cannot be migrated. It is
rebuilt where it holds demo data only, and never touched otherwise.
"""

import hashlib
from dataclasses import dataclass
from importlib import metadata

import psycopg
from psycopg import sql

from kouryukai.embedded.places import CHECKOUT

# Whoever adds one of these has begun to use the database as his own.
WATCHED = ("institutions_user", "institutions_institution", "companies_company", "talent_senior", "events_event")
TABLES = """
CREATE SCHEMA IF NOT EXISTS embedded;
CREATE TABLE IF NOT EXISTS embedded.state (
    single boolean PRIMARY KEY DEFAULT true CHECK (single), fingerprint text NOT NULL, seed text NOT NULL, loaded boolean NOT NULL
);
CREATE TABLE IF NOT EXISTS embedded.demo_row (kind text NOT NULL, id text NOT NULL, PRIMARY KEY (kind, id));
"""


def fingerprint() -> str:
    """One word for schema and demo data: our migrations as they are written, Django and allauth that bring the others, the demo's texts."""
    digest = hashlib.sha256(" ".join(metadata.version(name) for name in ("django", "django-allauth")).encode())
    sources = [
        *CHECKOUT.glob("*/migrations/*.py"),
        *CHECKOUT.glob("*/demo/**/*"),
        *CHECKOUT.glob("*/management/commands/load_demo.py"),
    ]
    for path in sorted(path for path in sources if path.is_file() and path.suffix != ".pyc"):
        digest.update(path.relative_to(CHECKOUT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Contents:
    """`touched`: it holds rows that the demo data did not bring."""

    empty: bool
    fingerprint: str = ""
    seed: str = ""
    loaded: bool = False
    touched: bool = False

    def serves(self, *, seed: str) -> bool:
        return self.loaded and self.fingerprint == fingerprint() and self.seed == seed


def look(connection: psycopg.Connection) -> Contents:
    """Read the contents, by table names alone: the schema may be any older one."""
    if not _exists(connection, "embedded.state"):
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()[0]
        return Contents(empty=tables == 0, touched=_foreign_rows(connection))
    row = connection.execute("SELECT fingerprint, seed, loaded FROM embedded.state").fetchone()
    if row is None:
        return Contents(empty=False, touched=_foreign_rows(connection))
    return Contents(False, *row, touched=row[2] and _foreign_rows(connection))


def begin(connection: psycopg.Connection, *, seed: str) -> None:
    """Note that loading has begun: until `finish` whatever is there came from the loader and may be thrown away."""
    connection.execute(TABLES)
    connection.execute("DELETE FROM embedded.demo_row")
    connection.execute("DELETE FROM embedded.state")
    connection.execute(
        "INSERT INTO embedded.state (fingerprint, seed, loaded) VALUES (%s, %s, false)", [fingerprint(), seed]
    )


def finish(connection: psycopg.Connection) -> None:
    """Note that loading is complete, and which rows it brought."""
    with connection.transaction():
        for table in WATCHED:
            if _exists(connection, table):
                statement = "INSERT INTO embedded.demo_row SELECT {}, id::text FROM {}"
                connection.execute(sql.SQL(statement).format(sql.Literal(table), sql.Identifier(table)))
        connection.execute("UPDATE embedded.state SET loaded = true")


def _exists(connection: psycopg.Connection, table: str) -> bool:
    return connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()[0]


def _foreign_rows(connection: psycopg.Connection) -> bool:
    known = _exists(connection, "embedded.demo_row")
    for table in WATCHED:
        if not _exists(connection, table):
            continue
        statement = sql.SQL("SELECT EXISTS (SELECT FROM {} AS row").format(sql.Identifier(table))
        if known:
            brought = " WHERE NOT EXISTS (SELECT FROM embedded.demo_row AS demo WHERE demo.kind = {} AND demo.id = row.id::text)"
            statement += sql.SQL(brought).format(sql.Literal(table))
        if connection.execute(statement + sql.SQL(")")).fetchone()[0]:
            return True
    return False
