"""``rank ISSUES SENIORS OUT``: all seniors for every issue, best first, with the parts of each score. No database.
Exit 0 written, 2 a broken file (the line names the file and the field)."""

import gc
import json
import os
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from talent.ranking.forms import BrokenFile, read_issues, read_json, read_seniors
from talent.ranking.ranking import Ranked, rank
from talent.ranking.register import Register


class Command(BaseCommand):
    help = "課題（JSONの配列）ごとに、新現役（JSONの配列）を合う順に並べ、点とその内訳をJSONで書きます。"
    requires_system_checks = []  # neither a database nor the rest of the project is needed
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("issues", metavar="ISSUES.json")
        parser.add_argument("seniors", metavar="SENIORS.json")
        parser.add_argument("out", metavar="OUT.json")

    def handle(self, *, issues: str, seniors: str, out: str, **options: object) -> None:
        gc.disable()  # everything read lives until the end: looking for cycles only costs time
        questions = read(issues, read_issues)
        register = Register(read(seniors, read_seniors))
        pieces = [f"{json.dumps(i.id, ensure_ascii=False)}: {as_json(rank(i, register))}" for i in questions]
        write(out, "{" + ",\n".join(pieces) + "}\n")
        self.stdout.write(f"課題{len(questions)}件に新現役{register.size}人を並べました: {out}")


def as_json(rows: list[Ranked]) -> str:
    return json.dumps([{"id": row.id, "score": row.score, "parts": row.parts} for row in rows], ensure_ascii=False)


def read(name: str, form):
    """The records of one file; CommandError with exit 2 where it cannot be read or is broken."""
    try:
        return form(read_json(Path(name).read_text(encoding="utf-8-sig")))
    except BrokenFile as error:
        raise CommandError(f"{name}: {error}", returncode=2) from None
    except OSError as error:
        raise CommandError(f"{name}: 読めません（{error.strerror}）。", returncode=2) from None
    except UnicodeDecodeError:
        raise CommandError(f"{name}: UTF-8の文字として読めません。", returncode=2) from None
    except ValueError:
        raise CommandError("ファイルの名前が正しくありません。", returncode=2) from None


def write(name: str, text: str) -> None:
    """The whole file or none: written beside it, then renamed."""
    target = Path(name)
    try:
        if target.exists() and not target.is_file():  # /dev/stdout and its like
            target.write_text(text, encoding="utf-8", errors="backslashreplace")
            return
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
            os.chmod(beside, 0o644)
            os.replace(beside, target)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CommandError(f"{name}: 書けません（{error.strerror}）。", returncode=2) from None
