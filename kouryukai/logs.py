"""What may be written into a log: where and what kind of thing went wrong, never whose data it was.

The text of an exception is left out, because a database puts the values it refuses into it; of an address only the path is
told, because what a person searched for stands behind it, and long signed parts of it open doors.
"""

import logging
import logging.config
import re
import traceback
from collections.abc import Iterator
from copy import copy
from typing import Any

from gunicorn.glogging import Logger

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
ACCESS = '%(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
_SIGNED = re.compile(r"(?<=/)[\w:.=-]{40,}(?=/|\s|\"|'|$)")


class Discreet(logging.Formatter):
    """Exceptions as their class and the lines of code that they came through; for the database's, its code and the constraint."""

    def __init__(self) -> None:
        super().__init__(LINE)

    def format(self, record: logging.LogRecord) -> str:
        record = copy(record)
        record.exc_text = None
        if isinstance(record.args, dict) and "exc" in record.args:  # a task of Celery that failed
            record.args = record.args | {"exc": "-", "traceback": ""}
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = without_signed_parts(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        parts = []
        for error in reversed(list(_chain(ei[1]))):
            parts += traceback.format_tb(error.__traceback__)
            parts.append(_kind(error) + "\n")
        return "".join(parts).rstrip("\n")


def without_signed_parts(path: str) -> str:
    return _SIGNED.sub("...", path)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _kind(error: BaseException) -> str:
    told = f"{type(error).__module__}.{type(error).__qualname__}"
    diagnosis = getattr(error, "diag", None)
    facts = [getattr(error, "sqlstate", None), getattr(diagnosis, "constraint_name", None)]
    facts = [str(fact) for fact in facts if fact]
    return f"{told} ({', '.join(facts)})" if facts else told


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "kouryukai.logs.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # no mail with what was typed, no second line
        "celery": {"level": "INFO"},
        "office": {"level": "INFO"},
    },
}


def use_ours(**signal: Any) -> None:
    """For Celery, which would format failures with their words."""
    logging.config.dictConfig(LOGGING)


class Gunicorn(Logger):
    """Gunicorn's logs, as discreet: `--logger-class kouryukai.logs.Gunicorn`."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        cfg.set("access_log_format", ACCESS)
        for handler in self.error_log.handlers:
            handler.setFormatter(Discreet())

    def atoms(self, resp: Any, req: Any, environ: dict, request_time: Any) -> dict:
        return super().atoms(resp, req, environ, request_time) | {
            "U": without_signed_parts(environ.get("PATH_INFO") or "")
        }

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """The request's address comes as an argument."""
        super().exception(msg, *(str(arg).partition("?")[0] for arg in args), **kwargs)
