"""Owning the tables for a while: making and emptying tables is done as a role that nobody logs in as."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from institutions.second_wall import OWNER


@contextmanager
def owning(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Be the owner on this connection until the block ends, outside of any transaction; then be again who was there before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user, current_database()")
        before, login, database = cursor.fetchone()
        # Where the login owns the database, it lets the owner of the tables make them there. An administrator may have done so.
        cursor.execute(
            "SELECT pg_has_role(session_user, datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"
        )
        if cursor.fetchone()[0] and before == login:
            cursor.execute(_("GRANT CREATE ON DATABASE {} TO {}", database, OWNER))
            cursor.execute(_("GRANT USAGE, CREATE ON SCHEMA public TO {}", OWNER))
        cursor.execute(_("SET ROLE {}", OWNER))
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute(_("SET ROLE {}", before) if before != login else "RESET ROLE")


def _(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*(sql.Identifier(name) for name in names))
