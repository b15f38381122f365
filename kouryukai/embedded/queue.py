"""The queue tables of the pgmq broker: plain SQL from the pgmq package, for servers without the extension."""

from importlib import resources

import psycopg
from psycopg import sql

from kouryukai.embedded.address import conninfo, parse_database_url

LOCK = 7_061_613


def has_queue(connection: psycopg.Connection) -> bool:
    return connection.execute("SELECT to_regclass('pgmq.meta') IS NOT NULL").fetchone()[0]


def install_queue(connection: psycopg.Connection) -> bool:
    """Create the schema `pgmq`, whole or not at all, owned by the role that asks. Whether there was something to do."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if has_queue(connection):
            return False
        script = resources.files("pgmq.sql").joinpath("pgmq.sql").read_text(encoding="utf-8")
        connection.execute(sql.SQL(script))
    return True


def install_queue_at(broker_url: str) -> bool:
    """Prepare the database that a `pgmq://` broker URL names. Whether there was something to do."""
    entry = parse_database_url(broker_url, name="CELERY_BROKER_URL", schemes=("pgmq",))
    with psycopg.connect(**conninfo(entry), autocommit=True) as connection:
        return install_queue(connection)
