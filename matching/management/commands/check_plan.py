"""``check_plan PROBLEM SOLUTION``: judge a solution file. No database. Exit 0 sound, 1 a violation or a wrong claim,
2 a broken file, 3 not supported."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.validator import BrokenFile, Unjudged, validate


class Command(BaseCommand):
    help = "解（kouryukai-solution/1）が問題（kouryukai-problem/1）の決まりと、書かれた値に合うかを確かめます。"
    requires_system_checks = []  # neither a database nor the rest of the project is needed
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("problem", metavar="PROBLEM")
        parser.add_argument("solution", metavar="SOLUTION")

    def handle(self, *, problem: str, solution: str, **options: object) -> None:
        documents = []
        for name in (problem, solution):
            try:
                documents.append(read_document(read_text(name)))
            except BrokenFile as error:
                raise CommandError(f"{name}: {error}", returncode=2) from None
        try:
            report = validate(*documents)
        except BrokenFile as error:
            raise CommandError(str(error), returncode=2) from None
        except Unjudged as error:
            raise CommandError(str(error), returncode=3) from None
        for violation in report.violations:
            self.stdout.write(f"{violation.kind}: {violation.detail}")
        if not report.sound:
            raise CommandError(f"合わないところが{len(report.violations)}件あります。", returncode=1)
        self.stdout.write("決まりと値に合っています。" + " ".join(f"{k}={v}" for k, v in report.objectives.items()))


def read_text(name: str) -> str:
    """A UTF-8 file; CommandError with exit 2 where it cannot be read."""
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{name}: 読めません（{error.strerror}）。", returncode=2) from None
    except UnicodeDecodeError:
        raise CommandError(f"{name}: UTF-8の文字として読めません。", returncode=2) from None
    except ValueError:
        raise CommandError("ファイルの名前が正しくありません。", returncode=2) from None


def read_document(text: str) -> Any:
    """JSON; BrokenFile where it is none."""
    try:
        return json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
    except RecursionError:
        raise BrokenFile("file: 入れ子が深すぎます。") from None
    except ValueError as error:  # a BrokenFile is one too
        if isinstance(error, BrokenFile):
            raise
        raise BrokenFile(f"file: JSONとして読めません（{str(error).splitlines()[0]}）。") from None


def _refuse(word: str) -> Any:
    raise BrokenFile(f"file: {word} は使えません。")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are all different."""
    row = dict(pairs)
    if len(row) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise BrokenFile(f"file: キー {json.dumps(twice)} が二度あります。")
    return row
