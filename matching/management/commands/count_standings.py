"""``count_standings``: count anew what every senior took part in. Needed only after rows were changed by hand."""

from institutions.commands import SystemCommand
from matching.standings import count_standings
from talent.models import Standing


class Command(SystemCommand):
    help = "新現役の参加・面談・支援の数を、記録から数え直します。"

    def handle(self, **options: object) -> None:
        count_standings()
        self.stdout.write(f"{Standing.objects.count()}人分を数え直しました。")
