"""The letters of the demo, read back from the files that Django's file backend writes below DATA."""

import datetime as dt
import email.policy
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

from django.core.mail import mailers

NEWEST = 50
BETWEEN = b"-" * 79
CODE = re.compile(r"^\s*(\d{6})\s*$", re.M)
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Letter:
    """`code`: a code of sign-in, if the letter brings one; `link`: the address of an invitation."""

    sent: dt.datetime | None
    recipient: str
    title: str
    body: str
    code: str
    link: str


def letters() -> list[Letter] | None:
    """The newest first; None where mail goes to a server."""
    folder = getattr(mailers.default, "file_path", None)
    if folder is None:
        return None
    files = sorted(Path(folder).glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:NEWEST]
    return [letter for path in files for letter in reversed(_read(path))]


def _read(path: Path) -> list[Letter]:
    parts = path.read_bytes().split(BETWEEN)
    return [_letter(message_from_bytes(part.lstrip(), policy=email.policy.default)) for part in parts if part.strip()]


def _letter(message: EmailMessage) -> Letter:
    body = message.get_content()
    code, link = CODE.search(body), LINK.search(body)
    return Letter(
        sent=message["Date"].datetime if message["Date"] else None,
        recipient=str(message["To"]),
        title=str(message["Subject"]),
        body=body,
        code=code[1] if code else "",
        link=link[0] if link else "",
    )
