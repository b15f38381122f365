"""Commands act as the system: what they do is one transaction, and the log of changes says which command it was."""

from typing import Any

from django.core.management.base import BaseCommand

from institutions.actors import acting, system


class SystemCommand(BaseCommand):
    """A command that reads or writes rows. All of it happens or, after an error, nothing."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        with acting(system(f"command {type(self).__module__.rpartition('.')[2]}")):
            return super().execute(*args, **options)
