"""``import_event WORKBOOK.xlsx``: one workbook makes one event. ``--template`` writes the empty workbook, ``--example`` a filled one."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from events.importing.example import example_workbook
from events.importing.template import empty_workbook
from events.importing.writing import ImportRefused, import_event, preview_event
from institutions.commands import SystemCommand
from institutions.models import User
from institutions.roles import Role
from kouryukai.lib.table import Fault, report
from kouryukai.lib.workbook import MAX_BYTES


class Command(SystemCommand):
    help = "ブック(.xlsx)から交流会を1つ登録します。誤りが1つでもあれば、何も変えずに、シート・行・列を示します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("workbook", metavar="WORKBOOK.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="確かめるだけで、登録しません")
        parser.add_argument("--by", metavar="EMAIL", default="", help="登録する事務局の人(省くと最初の事務局の人)")
        kind = parser.add_mutually_exclusive_group()
        kind.add_argument("--template", action="store_true", help="ひな形を WORKBOOK.xlsx に書きます")
        kind.add_argument("--example", action="store_true", help="記入例を WORKBOOK.xlsx に書きます")

    def handle(
        self, *, workbook: str, dry_run: bool, by: str, template: bool, example: bool, **options: object
    ) -> None:
        path = Path(workbook)
        if template or example:
            self._write(path, empty_workbook() if template else example_workbook())
        elif dry_run:
            self._preview(_read(path))
        else:
            self._import(_read(path), by)

    def _write(self, path: Path, content: bytes) -> None:
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{path}: 書けません({error.strerror})。", returncode=2) from None
        self.stdout.write(f"{path} を書きました。")

    def _preview(self, data: bytes) -> None:
        preview = preview_event(workbook=data, now=timezone.now())
        self._report([*preview.faults, *preview.warnings])
        if preview.faults:
            raise CommandError(f"誤りが {len(preview.faults)} 件あります。")
        counts = "、".join(f"{count.label} {count}" for count in preview.counts)
        self.stdout.write(f"取り込めます: {preview.name}({counts})。まだ何も登録していません。")

    def _import(self, data: bytes, by: str) -> None:
        try:
            event = import_event(workbook=data, by=_coordinator(by), now=timezone.now())
        except ImportRefused as refused:
            self._report(refused.faults)
            raise CommandError(str(refused)) from None
        self.stdout.write(
            f"登録しました: {event.name}(企業 {event.planned_companies}、新現役 {event.planned_seniors}、"
            f"希望 {event.entries.count()})。"
        )

    def _report(self, faults: list[Fault]) -> None:
        if faults:
            self.stderr.write(report(faults))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path}: 読めません({error.strerror})。", returncode=2) from None


def _coordinator(email: str) -> User:
    people = User.objects.filter(role=Role.COORDINATOR, is_active=True).order_by("created_at", "email")
    person = people.filter(email=email.strip().lower()).first() if email else people.first()
    if person is None:
        wanted = f"「{email}」という事務局の利用者はいません。" if email else "事務局の利用者がまだいません。"
        raise CommandError(wanted)
    return person
