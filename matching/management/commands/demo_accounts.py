"""``demo_accounts``: the accounts of the demo as a table for people and programs: columns two spaces apart, `-` where there is none."""

from django.contrib.auth.hashers import make_password
from django.core.management.base import CommandError

from events.demo.accounts import ACCOUNTS
from institutions.commands import SystemCommand
from institutions.models import User

HEADER = ("role", "e-mail", "password", "totp_secret")
NONE = "-"


class Command(SystemCommand):
    help = "見本の利用者の一覧（役割、メールアドレス、パスワード）を表示します。"

    def handle(self, **options: object) -> None:
        users = {
            user.email: user for user in User.objects.filter(is_demo=True, email__in=[one.email for one in ACCOUNTS])
        }
        if len(users) < len(ACCOUNTS):
            raise CommandError("見本の利用者がいません。先に load_demo を実行してください。")
        # The words follow from the secret key; where the key has changed, the accounts follow it.
        if not users[ACCOUNTS[0].email].check_password(ACCOUNTS[0].password):
            for account in ACCOUNTS:
                users[account.email].password = make_password(account.password)
            User.objects.bulk_update(users.values(), ["password"])
        rows = [HEADER, *((account.role.value, account.email, account.password, NONE) for account in ACCOUNTS)]
        for row in rows:
            self.stdout.write("  ".join(row))
