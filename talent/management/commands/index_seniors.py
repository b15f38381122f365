"""``manage.py index_seniors``: bring the search of the register up to date at once; ``--all`` makes every row anew."""

from django.core.management.base import CommandParser

from institutions.commands import SystemCommand
from talent.models import SearchRow, SearchWord
from talent.search import indexing


class Command(SystemCommand):
    help = "検索の索引を作ります。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="全員の索引を作り直します")

    def handle(self, *args, **options) -> None:
        if options["all"]:
            SearchWord.objects.all().delete()
            SearchRow.objects.all().delete()
            indexing.note_everybody()
        indexing.note_outdated()
        done = 0
        while some := indexing.take_some():
            done += some
            self.stdout.write(f"{done}人")
        self.stdout.write("検索の索引はそろっています。")
