"""What a running embedded server writes down in DATA, so that other commands find it."""

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

from kouryukai.embedded.address import database_url


@dataclass(frozen=True)
class Record:
    port: int
    owner_password: str
    admin_password: str

    def entry(self, *, admin: bool = False, database: str = "kouryukai") -> dict:
        """The server's `DATABASES` entry, as the application's own role or as the administrator."""
        return {
            "NAME": database,
            "USER": "postgres" if admin else "kouryukai",
            "PASSWORD": self.admin_password if admin else self.owner_password,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
        }

    @property
    def url(self) -> str:
        return database_url(self.entry())


def write_private(path: Path, text: str) -> None:
    """Write a file that only we can read, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def write(data: Path, record: Record) -> None:
    write_private(data / "server.json", json.dumps(asdict(record)))


def stored(data: Path) -> Record | None:
    """The last record, whether or not its server still runs."""
    try:
        return Record(**json.loads((data / "server.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def read(data: Path) -> Record | None:
    """The record of a server that answers."""
    found = stored(data)
    if found is None or not (data / "pg" / "postmaster.pid").exists():
        return None
    try:
        socket.create_connection(("127.0.0.1", found.port), timeout=1).close()
    except OSError:
        return None
    return found


def secret_key(data: Path, *, create: bool = False) -> str:
    """The SECRET_KEY of this folder; empty where there is none and none shall be made."""
    path = data / "secret_key"
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        if not create:
            return ""
    write_private(path, secrets.token_urlsafe(64))
    return secret_key(data)
