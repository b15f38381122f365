#!/usr/bin/env python
"""Entry point of every management command."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kouryukai.settings")
    if sys.argv[1:2] == [
        "rank"
    ]:  # reads and writes files alone: started without the applications it takes half the time
        from talent.management.commands.rank import Command

        return Command().run_from_argv(sys.argv)
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, connection

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if connection.connection is not None:
            raise
        from kouryukai.settings import env

        sys.exit(env.explain(error))


if __name__ == "__main__":
    main()
