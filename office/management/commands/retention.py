"""``retention [--dry-run] [--people N]``: everything whose time is over goes; with --dry-run it only says what would go."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from office import retention
from office.erasing import as_eraser


class Command(BaseCommand):
    help = "保存期間の過ぎたものを消します。--dry-run を付けると、消すものを数えるだけで、何も変えません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument(
            "--people", metavar="N", type=int, default=retention.PEOPLE_A_NIGHT, help="1回に消去してよい人数"
        )

    def handle(self, *, dry_run: bool, people: int, **options: object) -> None:
        now = timezone.now()
        with as_eraser(None, "保存期間"):
            if dry_run:
                done = retention.rehearse(now=now, people_allowed=people)
            else:
                done = retention.run(now=now, people_allowed=people)
        for line in done.lines:
            self.stdout.write(f"{line['what']}: {line['count']}件({line['then']})")
            for left in line["left"]:
                self.stdout.write(f"  {left}")
        if done.is_stopped:
            self.stdout.write(retention.STOPPED.format(due=done.people_due))
        self.stdout.write("何も変えていません。" if dry_run else "終わりました。")
