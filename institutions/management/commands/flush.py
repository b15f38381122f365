"""``flush``: Django's, as the role that owns the tables: no other may empty them."""

from django.core.management.commands.flush import Command as DjangosFlush
from django.db import connections

from institutions.owning import owning


class Command(DjangosFlush):
    def handle(self, **options):
        with owning(connections[options["database"]]):
            return super().handle(**options)
