"""What the second wall costs on lists: the same query of the same person, with row-level security and without.

    python -m benchmarks.wall --make full     # a PostgreSQL of its own with the national size, gone afterwards
    python -m benchmarks.wall                 # the database of DATABASE_URL or DATA, filled by make_data

Each line is a list as its page asks for it (a page of 50 rows with what it shows, and the count). The queries with the wall and
without take turns; figures are medians. Without the wall means: row-level security disabled inside a transaction that is rolled
back, everything else the same. Exit code 1 when a list costs more than 1.4 times.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

ROUNDS = 15
REPEATS = 4  # executions in a round, of which the fastest counts
LIMIT = 1.4


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--make", metavar="SCALE", help="fill a database of its own: small or full")
    scale = parser.parse_args().make
    with own_server() if scale else nullcontext():
        return measure(scale)


@contextmanager
def own_server() -> Iterator[None]:
    """A PostgreSQL in a folder of its own until the block ends."""
    from kouryukai.embedded.places import make_data_folder
    from kouryukai.embedded.postgres import Server
    from kouryukai.embedded.processes import Family

    folder, family = Path(tempfile.mkdtemp(prefix="kouryukai-wall-")), Family()
    make_data_folder(folder)
    server = Server(folder, family)
    try:
        server.start()
        os.environ |= {"DATABASE_URL": server.record.url, "DATA": str(folder), "KOURYUKAI_ENV": "development"}
        yield
    finally:
        server.stop()
        family.dismiss()
        shutil.rmtree(folder, ignore_errors=True)


def measure(scale: str | None) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kouryukai.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from institutions.actors import acting, actor_of, system
    from institutions.owning import owning

    if scale:
        call_command("migrate", verbosity=0)
        call_command("make_data", scale=scale)
        with owning(connection), connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    with acting(system("benchmark")):
        people = cast()
    if people is None:
        print("This database has too few rows: run `python manage.py make_data --scale full` first.")
        return 2
    worst = 0.0
    print(f"{'list':<44} {'rows':>8} {'plain ms':>9} {'wall ms':>9} {'ratio':>6}")
    for label, user, ask in lists(people):
        with_wall, without, rows = [], [], 0
        for _ in range(ROUNDS):
            with acting(actor_of(user)):
                seconds, rows = fastest(ask)
                with_wall.append(seconds)
            with no_wall(), acting(actor_of(user)):
                seconds, plain_rows = fastest(ask)
                without.append(seconds)
            assert rows == plain_rows, (label, rows, plain_rows)  # the first wall alone gives the same
        plain, wall = statistics.median(without), statistics.median(with_wall)
        worst = max(worst, wall / plain)
        print(f"{label:<44} {rows:>8} {plain * 1000:>9.2f} {wall * 1000:>9.2f} {wall / plain:>6.2f}")
    print(f"most: {worst:.2f} times (at most {LIMIT})")
    return int(worst > LIMIT)


def cast() -> dict | None:
    """A bank with many firms, an event it takes part in, and an account of each kind; made up in memory, nothing is stored."""
    from django.db.models import Count

    from companies.models import Company
    from events.models import Entry, Participation
    from institutions.models import User
    from institutions.roles import Role

    most = Company.objects.values("institution", "branch").annotate(n=Count("pk")).order_by("-n").first()
    entry = Entry.objects.filter(institution=most["institution"]).first() if most else None
    if entry is None:
        return None
    event = Participation.objects.filter(institution=most["institution"]).values_list("event", flat=True).first()
    return {
        "office": User(role=Role.COORDINATOR),
        "head": User(role=Role.HEAD_OFFICE, institution_id=most["institution"]),
        "branch": User(role=Role.BRANCH, institution_id=most["institution"], branch_id=most["branch"]),
        "event": event,
    }


def lists(people: dict) -> Iterator[tuple[str, object, Callable[[], int]]]:
    """(label, account, the list: gives how many rows there are in all)."""
    from companies.models import Company, Hearing, Issue
    from events.models import Entry, Event, Participation
    from matching.models import Interview, Result
    from talent.models import Senior

    def page(rows, *related):
        def ask() -> int:
            total = rows.count()
            for row in rows.select_related(*related)[:50]:
                str(row.pk)
            return total

        return ask

    for word in ("head", "branch", "office"):
        user = people[word]
        yield f"firms, {word}", user, page(Company.objects.visible_to(user), "institution", "branch", "officer")
        yield f"hearings, {word}", user, page(Hearing.objects.visible_to(user), "company")
        yield f"issues, {word}", user, page(Issue.objects.visible_to(user), "company")
        yield f"events, {word}", user, page(Event.objects.visible_to(user))
        firms = Participation.objects.visible_to(user).filter(event=people["event"])
        yield f"firms of an event, {word}", user, page(firms, "company", "institution")
        entries = Entry.objects.visible_to(user).filter(event=people["event"])
        yield f"entries of an event, {word}", user, page(entries, "company", "issue", "participation")
        yield f"all entries, {word}", user, page(Entry.objects.visible_to(user), "company", "issue", "participation")
        yield f"interviews, {word}", user, page(Interview.objects.visible_to(user), "company", "slot")
        yield f"results, {word}", user, page(Result.objects.visible_to(user), "entry")
        yield f"seniors, {word}", user, page(Senior.objects.visible_to(user))


def fastest(ask: Callable[[], int]) -> tuple[float, int]:
    """(seconds, what it gave): the fastest of some executions, so that a busy machine does not count."""
    seconds, given = float("inf"), 0
    for _ in range(REPEATS):
        began = time.perf_counter()
        given = ask()
        seconds = min(seconds, time.perf_counter() - began)
    return seconds, given


@contextmanager
def no_wall() -> Iterator[None]:
    """Row-level security off, privileges as they are, until the block ends; then rolled back."""
    from django.db import connection, transaction

    from institutions.second_wall import OWNER, Walled, declared

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {OWNER}")
            for table, said in declared().items():
                if isinstance(said, Walled):
                    cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
            cursor.execute("SET LOCAL ROLE NONE")
        yield
        transaction.set_rollback(True)


if __name__ == "__main__":
    sys.exit(main())
