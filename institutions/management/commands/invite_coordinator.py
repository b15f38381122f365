"""``invite_coordinator ADDRESS``: the link by which the first coordinator opens her account. Invitations of others are sent from the pages."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.utils import timezone

from institutions.actions.invitations import InvitationError, invite_from_the_server
from institutions.commands import SystemCommand


class Command(SystemCommand):
    help = "最初の事務局の利用者を招待するリンクを表示します。72時間、一度だけ使えます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="ADDRESS", help="招待する人のメールアドレス")

    def handle(self, *, email: str, **options: object) -> None:
        try:
            validate_email(email)
            link = invite_from_the_server(email=email, now=timezone.now())
        except ValidationError:
            raise CommandError("メールアドレスの形になっていません。") from None
        except InvitationError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(link)
