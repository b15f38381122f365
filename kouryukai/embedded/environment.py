"""What settings.py reads from the environment, with the embedded default behind it.

`KOURYUKAI_ENV=development` (the default without DATABASE_URL): a value that is not set is generated or found in DATA.
`KOURYUKAI_ENV=production` (the default with DATABASE_URL): a value that is not set stops the start and says what to set.
"""

import os
import secrets
import sys
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from kouryukai.embedded import address, record
from kouryukai.embedded.places import data_folder

TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
NOT_RUNNING = "the embedded database is not running: start it with `make demo` (or `python -m kouryukai.embedded database`), or set DATABASE_URL"


def stop(message: str) -> None:
    sys.exit(f"kouryukai: {message}")


class Environment:
    def __init__(self, base_dir: Path, environ: dict | None = None) -> None:
        self.base_dir = base_dir
        self.environ = os.environ if environ is None else environ
        mode = self.text("KOURYUKAI_ENV") or ("production" if self.text("DATABASE_URL") else "development")
        if mode not in ("development", "production"):
            stop(f"KOURYUKAI_ENV={mode} is neither `development` nor `production`")
        self.production = mode == "production"

    def text(self, name: str) -> str:
        return self.environ.get(name, "").strip()

    def needed(self, name: str, example: str) -> str:
        value = self.text(name)
        if not value:
            stop(f"{name} is not set; set it, for example {name}={example} (KOURYUKAI_ENV=development makes one up)")
        return value

    def flag(self, name: str) -> bool:
        value = self.text(name).lower()
        if value not in TRUE | FALSE:
            stop(f"{name}={value} is neither yes nor no; set it to 1 or 0")
        return value in TRUE

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    @cached_property
    def data_dir(self) -> Path:
        if self.production:
            return Path(self.needed("DATA", "/srv/kouryukai"))
        return data_folder()

    @cached_property
    def base_url(self) -> str:
        """Where people reach us, without a trailing slash."""
        if self.production:
            url = self.needed("BASE_URL", "https://kouryukai.example.jp")
        else:
            url = self.text("BASE_URL") or f"http://localhost:{self.text('PORT') or 8000}"
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            stop(f"BASE_URL={url} is no address; set it, for example BASE_URL=https://kouryukai.example.jp")
        return url.rstrip("/")

    @cached_property
    def allowed_hosts(self) -> list[str]:
        local = [] if self.production else ["localhost", "127.0.0.1", "[::1]"]
        return [*dict.fromkeys([urlsplit(self.base_url).hostname, *self.words("ALLOWED_HOSTS"), *local])]

    @cached_property
    def trusted_origins(self) -> list[str]:
        parts = urlsplit(self.base_url)
        return [f"{parts.scheme}://{parts.netloc}"]

    @cached_property
    def secret_key(self) -> str:
        if self.production:
            key = self.needed("SECRET_KEY", "`openssl rand -base64 48`")
            if len(key) < 50 or len(set(key)) < 5:
                stop("SECRET_KEY is too short; set it to 50 or more random characters (`openssl rand -base64 48`)")
            return key
        return self.text("SECRET_KEY") or record.secret_key(data_folder()) or secrets.token_urlsafe(64)

    @cached_property
    def database(self) -> dict:
        url = self.text("DATABASE_URL")
        if not url:
            if self.production:
                self.needed("DATABASE_URL", "postgresql://kouryukai:password@database/kouryukai")
            running = record.read(data_folder())
            url = running.url if running else "postgresql://kouryukai@127.0.0.1:1/kouryukai"
        try:
            entry = address.parse_database_url(url)
        except address.AddressError as error:
            stop(str(error))
        return {"CONN_MAX_AGE": 60} | entry

    @cached_property
    def full_broker_url(self) -> str:
        url = self.text("CELERY_BROKER_URL")
        if url.startswith("pgmq:") and "?" in url:
            stop(
                "CELERY_BROKER_URL takes no options after `?` for pgmq://; set libpq's own variables, for example PGSSLMODE=require"
            )
        if not url:
            if self.production:
                self.needed("CELERY_BROKER_URL", "redis://broker:6379/0")
            url = "pgmq" + address.database_url(self.database).removeprefix("postgresql")
        return url

    @cached_property
    def broker_url(self) -> str:
        """What Celery is told. A pgmq address goes without its libpq options, which travel in `broker_options`."""
        url = self.full_broker_url
        return url.partition("?")[0] if url.startswith("pgmq:") else url

    @cached_property
    def broker_options(self) -> dict:
        try:
            return address.broker_options(self.full_broker_url)
        except address.AddressError as error:
            stop(str(error))

    @cached_property
    def mailers(self) -> dict:
        """Django's MAILERS: a server, or in development files below DATA that /demo/mail/ shows."""
        url = self.needed("EMAIL_URL", "smtps://user:password@mail.example.jp:465") if self.production else ""
        url = url or self.text("EMAIL_URL")
        if not url:
            backend, options = "filebased", {"file_path": str(self.data_dir / "mail")}
        else:
            try:
                backend, options = "smtp", address.parse_email_url(url)
            except address.AddressError as error:
                stop(str(error))
        return {"default": {"BACKEND": f"django.core.mail.backends.{backend}.EmailBackend", "OPTIONS": options}}

    @cached_property
    def mail_from(self) -> str:
        return self.text("MAIL_FROM") or f"kouryukai@{urlsplit(self.base_url).hostname}"

    def explain(self, error: Exception) -> str:
        """One line for a person whose command found no database."""
        if not self.text("DATABASE_URL") and record.read(data_folder()) is None:
            return f"kouryukai: {NOT_RUNNING}"
        return f"kouryukai: the database cannot be used: {str(error).strip().splitlines()[0]}"
