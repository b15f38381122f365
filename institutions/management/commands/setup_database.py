"""``setup_database``: the database roles of the second wall. Makes them where it may, else prints the SQL for an administrator.

``--admin-url`` logs in as somebody who may make roles; without it the application's own login tries.
"""

import os
from argparse import ArgumentParser

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from institutions.second_wall import weakness

ROLES = settings.BASE_DIR / "bin" / "database-roles.sql"


class Command(BaseCommand):
    help = "データベースの役割(第二の壁)を用意します。権限がないときは、管理者が実行するSQLを表示します。"
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--admin-url", default=os.environ.get("ADMIN_DATABASE_URL", ""), metavar="URL")
        parser.add_argument("--print", action="store_true", dest="only_print", help="SQLを表示するだけ")

    def handle(self, *, admin_url: str, only_print: bool, **options: object) -> None:
        login = settings.DATABASES["default"]["USER"]
        if only_print:
            self.stdout.write(script(login))
            return
        try:
            with _administrator(admin_url) as administrator:
                administrator.execute(script(login))
        except (psycopg.ProgrammingError, psycopg.OperationalError) as error:
            if not isinstance(error, psycopg.errors.InsufficientPrivilege):
                raise CommandError(str(error).strip()) from None
        if fault := weakness(connection):
            self.stderr.write(script(login))
            raise CommandError(f"{fault}\n上のSQLを、データベースの管理者として実行してください。")
        self.stdout.write("データベースの役割は整っています。")


def _administrator(admin_url: str) -> psycopg.Connection:
    """Who may make roles; without an address the application's own login, which may not, unless it all is there already."""
    if admin_url:
        return psycopg.connect(admin_url, autocommit=True)
    given = connection.get_connection_params()
    return psycopg.connect(
        **{key: given[key] for key in ("dbname", "user", "password", "host", "port") if key in given}, autocommit=True
    )


def script(login: str) -> str:
    """The SQL for an administrator, naming the application's login."""
    quoted = login.replace("'", "''")
    return f"SELECT set_config('kouryukai.login', '{quoted}', false);\n{ROLES.read_text(encoding='utf-8')}"
