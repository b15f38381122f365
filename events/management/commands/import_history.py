"""``import_history [FILE]``: past events from a CSV file, by default the one that comes with the application."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from events.history import SHIPPED, HistoryRefused, import_history
from institutions.commands import SystemCommand


class Command(SystemCommand):
    help = "過去の交流会の記録(CSV)を取り込みます。誤りが1つでもあれば何も変えません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.csv", nargs="?", default=str(SHIPPED))

    def handle(self, *, file: str, **options: object) -> None:
        try:
            data = Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: 読めません({error.strerror})。", returncode=2) from None
        try:
            counts = import_history(data=data)
        except HistoryRefused as refused:
            for fault in refused.faults:
                self.stderr.write(f"{fault}")
            raise CommandError(f"{file}: 誤りが {len(refused.faults)} 件あります。何も変えていません。") from None
        self.stdout.write(f"過去の交流会 {counts.events} 件。新しく登録 {counts.made} 件、更新 {counts.changed} 件。")
