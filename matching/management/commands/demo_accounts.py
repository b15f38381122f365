"""``demo_accounts``: the accounts of the demo as a table for people and programs: columns two spaces apart, `-` where there is none."""

from django.core.management.base import CommandError

from events.demo.accounts import ACCOUNTS, give_ways_in, still_hold
from institutions.commands import SystemCommand
from institutions.models import User

HEADER = ("role", "e-mail", "password", "totp_secret")
NONE = "-"


class Command(SystemCommand):
    help = "見本の利用者の一覧（役割、メールアドレス、パスワード、認証アプリの秘密）を表示します。"

    def handle(self, **options: object) -> None:
        users = {
            user.email: user for user in User.objects.filter(is_demo=True, email__in=[one.email for one in ACCOUNTS])
        }
        if len(users) < len(ACCOUNTS):
            raise CommandError("見本の利用者がいません。先に load_demo を実行してください。")
        # They follow from the secret key; where the key has changed, the accounts follow it.
        if not still_hold(users.values()):
            give_ways_in(users.values())
        rows = [
            HEADER,
            *((one.role.value, one.email, one.password or NONE, one.totp_secret or NONE) for one in ACCOUNTS),
        ]
        for row in rows:
            self.stdout.write("  ".join(row))
