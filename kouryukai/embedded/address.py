"""Addresses of databases and brokers, read from URLs: small enough to own, so no package is needed for it."""

from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

SCHEMES = ("postgres", "postgresql", "pgsql")
DJANGO_OPTIONS = {"conn_max_age": "CONN_MAX_AGE"}


class AddressError(ValueError):
    """The URL cannot be used; the text says why and may be shown."""


def parse_database_url(url: str, *, name: str = "DATABASE_URL", schemes: tuple[str, ...] = SCHEMES) -> dict:
    """The `DATABASES` entry for a `postgresql://` URL.

    Every part may be percent-encoded. A socket folder is given as an encoded host (`%2Frun%2Fpostgresql`) or as `?host=`.
    Other query parameters (`sslmode`, `sslrootcert`, `connect_timeout`, ...) go to libpq as they are.
    Raises AddressError, whose text never holds the password.
    """
    scheme, separator, _ = url.partition("://")
    if not separator or scheme.lower() not in schemes:
        raise AddressError(f"{name} must begin with {schemes[0]}://")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressError(f"{name} has a port or host that cannot be read") from error
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    database = unquote(parts.path.removeprefix("/")) or options.pop("dbname", "")
    if not database:
        raise AddressError(f"{name} names no database: postgresql://user:password@host/database")
    entry = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or "") or options.pop("user", ""),
        "PASSWORD": unquote(parts.password or "") or options.pop("password", ""),
        "HOST": _host(parts.netloc) or options.pop("host", ""),
        "PORT": str(port or options.pop("port", "")),
        "CONN_HEALTH_CHECKS": True,
    }
    for option, setting in DJANGO_OPTIONS.items():
        if option in options:
            entry[setting] = _whole_number(options.pop(option), option=option, name=name)
    entry["OPTIONS"] = options
    return entry


def _host(netloc: str) -> str:
    """The host as written: `urlsplit().hostname` would lower-case a socket folder."""
    host = netloc.rpartition("@")[2]
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return unquote(host.partition(":")[0])


def _whole_number(text: str, *, option: str, name: str) -> int:
    if not text.isdigit():
        raise AddressError(f"{option} in {name} must be a whole number")
    return int(text)


def database_url(entry: dict) -> str:
    """The URL of a `DATABASES` entry: the inverse of `parse_database_url`."""
    login = quote(entry["USER"], safe="")
    if entry.get("PASSWORD"):
        login += ":" + quote(entry["PASSWORD"], safe="")
    port = f":{entry['PORT']}" if entry.get("PORT") else ""
    host = entry.get("HOST") or ""
    host = f"[{host}]" if ":" in host else quote(host, safe="")
    options = "?" + urlencode(entry["OPTIONS"]) if entry.get("OPTIONS") else ""
    return f"postgresql://{login}@{host}{port}/{quote(entry['NAME'], safe='')}{options}"


def conninfo(entry: dict) -> dict:
    """Keyword arguments for `psycopg.connect`."""
    named = {
        "dbname": entry["NAME"],
        "user": entry.get("USER"),
        "password": entry.get("PASSWORD"),
        "host": entry.get("HOST"),
        "port": entry.get("PORT"),
    }
    return {key: value for key, value in named.items() if value} | dict(entry.get("OPTIONS") or {})


MAIL_SCHEMES = {"smtps": (465, True, False), "smtp+tls": (587, False, True), "smtp": (25, False, False)}


def parse_email_url(url: str, *, name: str = "EMAIL_URL") -> dict:
    """The options of Django's SMTP backend: `smtps://` is TLS from the start, `smtp+tls://` asks for it, `smtp://` goes without.

    Raises AddressError, whose text never holds the password.
    """
    scheme = url.partition("://")[0].lower()
    if scheme not in MAIL_SCHEMES:
        raise AddressError(f"{name} must begin with smtps://, smtp+tls:// or smtp://")
    default_port, ssl, tls = MAIL_SCHEMES[scheme]
    try:
        parts = urlsplit(url)
        port = parts.port or default_port
    except ValueError as error:
        raise AddressError(f"{name} has a port or host that cannot be read") from error
    if not parts.hostname:
        raise AddressError(f"{name} names no server: smtps://user:password@mail.example.jp:465")
    return {
        "host": parts.hostname,
        "port": port,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": ssl,
        "use_tls": tls,
        "timeout": 20,
    }


def broker_options(broker_url: str) -> dict:
    """Transport options for a broker URL: waits are short, because a page that nudges a worker must never hang.

    The pgmq package falls back to DATABASE_URL and joins its parts unquoted; so the address is always handed over, quoted.
    """
    scheme = broker_url.partition("://")[0]
    if scheme == "pgmq":
        entry = parse_database_url(broker_url, name="CELERY_BROKER_URL", schemes=("pgmq",))
        quoted = {part: _libpq_quote(entry[part]) for part in ("NAME", "USER", "PASSWORD", "HOST")}
        return {
            "conn_string": _pgmq_address(quoted, port=entry["PORT"], options=entry["OPTIONS"]),
            "init_extension": False,
            "wait_time_seconds": 0,
            "polling_interval": 0.3,
            "pool_size": 4,
            "pool_timeout": 2,
        }
    if scheme in ("redis", "rediss", "unix"):
        return {"socket_connect_timeout": 1, "socket_timeout": 5, "visibility_timeout": 3600}
    return {}


def _libpq_quote(value: str) -> str:
    if value and all(letter.isalnum() or letter in "._-/:" for letter in value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _pgmq_address(quoted: dict, *, port: str, options: dict) -> str:
    """One URL whose decoded parts, put side by side by the package, are a valid libpq line; options ride on the name."""
    extra = "".join(f" {key}={_libpq_quote(value)}" for key, value in options.items())
    port = f":{port}" if port else ""
    login = quote(quoted["USER"], safe="") + ":" + quote(quoted["PASSWORD"], safe="")
    return f"postgresql://{login}@{quote(quoted['HOST'], safe='.-')}{port}/{quote(quoted['NAME'] + extra, safe='')}"
