"""Reads returned mail from a mailbox, a Maildir, single files or the standard input, and marks what did not arrive."""

import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from institutions.actors import acting, system
from office import bounces

LARGEST = 20 * 1024 * 1024  # bytes of one message; a report is never so large


class Command(BaseCommand):
    help = "届かなかったメールの知らせ(配信状況通知)を読み、送信箱に記録します。ファイルも Maildir も変えません。何度読ませてもかまいません。"

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "source", nargs="*", help="mbox・メール1通のファイルか Maildir。なければ標準入力から読みます。"
        )

    def handle(self, *args, **options) -> None:
        counts: Counter[bounces.Outcome] = Counter()
        for message in _messages(options["source"]):
            with acting(system("command read_bounces")):
                counts.update(bounces.read(message, now=timezone.now()))
        for outcome in bounces.Outcome:
            if counts[outcome]:
                self.stdout.write(f"{outcome}: {counts[outcome]}件")
        if not counts:
            self.stdout.write("メールはありませんでした。")


def _messages(sources: list[str]) -> Iterator[Message]:
    if not sources:
        yield from _split(sys.stdin.buffer.read())
    for source in sources:
        path = Path(source)
        if path.is_dir() and (path / "cur").is_dir():
            for _, message in mailbox.Maildir(path, create=False).iteritems():
                yield message
        elif path.is_file():
            yield from _split(path.read_bytes())
        else:
            raise CommandError(f"{source} は、メールのファイルでも Maildir でもありません。")


def _split(content: bytes) -> Iterator[Message]:
    """One message, or those of an mbox: each begins with a line `From ...` after an empty one."""
    parts = [content]
    if content.startswith(b"From "):
        parts = (b"\n" + content.replace(b"\r\n", b"\n")).split(b"\n\nFrom ")
        parts[0] = parts[0].removeprefix(b"\nFrom ")
        parts = [part.partition(b"\n")[2] for part in parts]
    for part in parts:
        if part.strip() and len(part) <= LARGEST:
            yield message_from_bytes(part, policy=policy.compat32)
