"""``migrate``: Django's, as the role that owns the tables, and with the second wall built anew at its end."""

from django.core.management.commands.migrate import Command as DjangosMigrate
from django.db import connections, transaction

from institutions.owning import owning
from institutions.second_wall import build


class Command(DjangosMigrate):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        with owning(connection):
            result = super().handle(*args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                with transaction.atomic(using=connection.alias):
                    build(connection)
        return result
