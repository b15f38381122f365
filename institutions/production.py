"""What production refuses to start with: the demo's accounts, whose passwords anybody may read off a screen."""

import sys

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import OperationalError, ProgrammingError, connection

from institutions.models import User

REFUSED = "this database holds demo accounts, so production does not start; use a database without the demo data, or delete the accounts with is_demo"


def has_demo_accounts() -> bool:
    """Also False where the database cannot be asked yet: before the first migration, or while it is away."""
    try:
        return User.objects.filter(is_demo=True).exists()
    except (OperationalError, ProgrammingError):
        return False


def refuse_demo_accounts() -> None:
    """End the process with one line where production would serve demo accounts. Web, worker and beat ask at their start."""
    if not settings.PRODUCTION:
        return
    refused = has_demo_accounts()
    if not connection.in_atomic_block:
        connection.close()  # a server that forks afterwards must not share it
    if refused:
        sys.exit(f"kouryukai: {REFUSED}")


@register(Tags.security, deploy=True)
def no_demo_accounts(app_configs, **kwargs) -> list[Error]:
    """For `manage.py check --deploy`."""
    if not settings.PRODUCTION or not has_demo_accounts():
        return []
    return [Error(REFUSED, hint="DELETE FROM institutions_user WHERE is_demo", id="institutions.E001")]
