"""``load_institutions``: banks, branches and other bodies into the database. Run it again after an update of the zengin list."""

from institutions.actions import load_directory
from institutions.commands import SystemCommand


class Command(SystemCommand):
    help = "信用金庫・信用組合・地方銀行・第二地方銀行とその支店、協会、自治体などを読み込みます。何度実行しても同じ結果になります。"

    def handle(self, **options: object) -> None:
        counts = load_directory(tell=self.stdout.write)
        self.stdout.write(
            f"機関 {counts.institutions} 件、支店 {counts.branches} 件。新しく登録 {counts.made} 件、更新 {counts.changed} 件。"
        )
