"""``plan PROBLEM SOLUTION``: solve a problem file. No database. Exit 0 whatever the status, 2 broken input, 3 not supported."""

import os
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.management.commands.check_plan import read_text
from matching.solver import NotSupported, ProblemError, load_problem, solve, write_solution

LONGEST = 86_400.0


class Command(BaseCommand):
    help = "問題ファイル（kouryukai-problem/1）から時間割を作り、解（kouryukai-solution/1）を書きます。"
    requires_system_checks = []  # neither a database nor the rest of the project is needed
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("problem", metavar="PROBLEM")
        parser.add_argument("solution", metavar="SOLUTION")
        parser.add_argument("--seconds", type=float, default=10.0, help="時間の上限（秒）")
        parser.add_argument("--workers", type=int, default=1, help="並列に探す数")

    def handle(self, *, problem: str, solution: str, seconds: float, workers: int, **options: object) -> None:
        if not 0 <= seconds <= LONGEST or not 1 <= workers <= 64:
            raise CommandError("--seconds は0から86400まで、--workers は1から64までにしてください。", returncode=2)
        try:
            answer = solve(load_problem(read_text(problem)), seconds=seconds, workers=workers)
        except ProblemError as error:
            raise CommandError(f"{problem}: {error}", returncode=2) from None
        except NotSupported as error:
            raise CommandError(f"{problem}: {error}", returncode=3) from None
        _write(Path(solution), write_solution(answer))
        values = "  ".join(f"{row.name}={row.value}" for row in answer.objectives)
        self.stdout.write(f"{answer.status}  {values}  {answer.seconds:.2f}s".replace("    ", "  "))


def _write(path: Path, text: str) -> None:
    """All or nothing: a reader never sees half a file. A link stays a link, a pipe or a device what it is."""
    draft = None
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
            return
        path = path.resolve()
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".plan-", delete=False) as file:
            draft = file.name
            file.write(text)
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    except OSError as error:
        if draft is not None:
            Path(draft).unlink(missing_ok=True)
        raise CommandError(f"{path}: 書けません（{error.strerror}）。", returncode=2) from None
    except ValueError:
        raise CommandError("ファイルの名前が正しくありません。", returncode=2) from None
