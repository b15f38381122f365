"""Who acts: every transaction names its actor, so that PostgreSQL itself knows whose rows it may give out (the second wall).

An actor is a database role and a few ids. Both are set for the one transaction only (SET LOCAL): a kept connection or a
pooler hands nothing on to the next visitor. Without an actor a query on a walled table is refused by PostgreSQL.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from institutions.roles import Role


class DatabaseRole(StrEnum):
    """The roles that policies are written for. None can log in; the application's own role may take each of them on."""

    STAFF = "kouryukai_staff"  # the office: coordinators and advisers
    BANK = "kouryukai_bank"  # head office and branches of one institution
    SENIOR = "kouryukai_senior"
    RECEPTION = "kouryukai_reception"
    PRESIDENT = "kouryukai_president"  # the president of one firm, by a signed link
    SYSTEM = "kouryukai_system"  # commands and work in the background
    ERASER = "kouryukai_eraser"  # may change the log of changes: erasure alone


ROLE_OF = {
    Role.COORDINATOR: DatabaseRole.STAFF,
    Role.ADVISER: DatabaseRole.STAFF,
    Role.HEAD_OFFICE: DatabaseRole.BANK,
    Role.BRANCH: DatabaseRole.BANK,
    Role.SENIOR: DatabaseRole.SENIOR,
    Role.RECEPTION: DatabaseRole.RECEPTION,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """`company_id` is given for a president only. `why` goes into the log of changes: the page, command or task."""

    role: DatabaseRole
    user_id: UUID | None = None
    institution_id: UUID | None = None
    company_id: UUID | None = None
    why: str = ""

    def because(self, why: str) -> "Actor":
        return replace(self, why=why)


def actor_of(user: Any, why: str = "") -> Actor:
    """The actor that a signed-in, active account is."""
    return Actor(ROLE_OF[Role(user.role)], user.pk, user.institution_id, why=why)


def system(why: str) -> Actor:
    """The actor of commands and of work in the background: sees all rows, and the log says what it was."""
    return Actor(DatabaseRole.SYSTEM, why=why)


def bank(institution_id: UUID, why: str) -> Actor:
    """The eyes of one institution without any account: for documents that are made for it."""
    return Actor(DatabaseRole.BANK, institution_id=institution_id, why=why)


_current: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current_actor() -> Actor | None:
    return _current.get()


@contextmanager
def acting(actor: Actor | None) -> Iterator[None]:
    """Be `actor` until the block ends, in one transaction (a savepoint inside another); None is nobody.

    The outer actor comes back on leaving; after an exception the rollback brings it back by itself.
    """
    outer = _current.get()
    with transaction.atomic():
        _tell(actor)
        token = _current.set(actor)
        try:
            yield
            if not connection.needs_rollback:
                _tell(outer)
        finally:
            _current.reset(token)


@contextmanager
def showing(token_hash: str) -> Iterator[None]:
    """Nobody acts, but a link is shown: of the tables of links PostgreSQL gives out the one row that carries this hash."""
    with acting(None):
        _set_token_hash(token_hash)
        yield
        if not connection.needs_rollback:
            _set_token_hash("")


def _set_token_hash(token_hash: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kouryukai.token_hash', %s, true)", [token_hash])


def _tell(actor: Actor | None) -> None:
    """Say to PostgreSQL, for this transaction, who acts; the log of changes takes who and why from the same words."""
    values = {"role": "none", "user_id": "", "institution_id": "", "company_id": "", "log": ""}
    if actor is not None:
        known = {
            "user_id": actor.user_id,
            "institution_id": actor.institution_id,
            "company_id": actor.company_id,
        }
        values = {name: str(value or "") for name, value in known.items()}
        words = {name: value for name, value in values.items() if value} | {"role": actor.role.value, "why": actor.why}
        values |= {"role": actor.role.value, "log": json.dumps(words, ensure_ascii=False)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', %(role)s, true), set_config('kouryukai.user_id', %(user_id)s, true),"
            " set_config('kouryukai.institution_id', %(institution_id)s, true),"
            " set_config('kouryukai.company_id', %(company_id)s, true),"
            " set_config('pghistory.context_metadata', %(log)s, true)",
            values,
        )
