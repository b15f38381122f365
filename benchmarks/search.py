"""What a search of the register costs at 15,000 seniors: time in the database, time of the page, number of queries.

    python -m benchmarks.search --make full     # a PostgreSQL of its own with the national size, gone afterwards
    python -m benchmarks.search                 # the database of DATABASE_URL or DATA, filled by make_data

Each search is asked for as its page, as a coordinator, several times; what counts is its median. The time in the database is the sum over
all queries of the page, sign-in and log included. Exit code 1 when a search costs more than 60 ms in the database or 200 ms as a page, or
when two searches with results cost different numbers of queries.
"""

import argparse
import statistics
import sys
import time
from contextlib import nullcontext
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.wall import own_server

ROUNDS = 5
IN_DATABASE, AS_PAGE = 60.0, 200.0  # ms
WORDS = "経理 物流 営業 品質 海外 人事 工場 原価 補助金 食品 部長 在庫 輸出 特許 販売 システム".split()
PHRASES = "品質管理 生産管理 経理部長 海外営業 「品質管理」 物流センター 人事制度 原価計算".split()
NAMES = "高橋 たかはし ﾜﾀﾅﾍﾞ 斎藤 鈴木 山崎 佐藤 N000123 090-1234-5678 nobody@example.jp".split()
MISSPELT = "たかはい すずぎ ひんしすかんり ぶすりゆう ケイリイ あああああ".split()
THREE = (
    "営業 海外 食品",
    "工場 品質 改善",
    "経理 部長 銀行",
    "物流 倉庫 在庫",
    "人事 研修 制度",
    "営業 -海外",
    "高橋 営業",
    "部長 工場 -品質",
)
FACETS = (
    [("category", "SALES")],
    [("category", "SALES"), ("category", "FINANCE"), ("region", "東京都")],
    [("category", "PRODUCTION"), ("industry", "METAL"), ("industry", "MACHINERY"), ("region", "オンライン")],
    [("category", "LOGISTICS"), ("region", "愛知県"), ("history", "new"), ("state", "active")],
    [("qualification", "中小企業診断士"), ("region", "オンライン")],
    [("weekday", "mon"), ("state", "active"), ("history", "met"), ("category", "HR")],
)
ONE_FACET = (
    ("industry", "METAL"),
    ("topic", "PERSONNEL_SYSTEM"),
    ("region", "東京都"),
    ("weekday", "tue"),
    ("history", "came"),
    ("state", "paused"),
    ("qualification", "日商簿記1級"),
)
# The words that most seniors' texts have; a word that all have; every sign in the box; what is found by the beginning of a number or name.
FREQUENT = (
    "元",
    "管理",
    "会社",
    "担当",
    "管理 部長 会社",
    "メーカー 担当 製造",
    "元 長 方 部 管理 会社 担当 部長",
    "-部長",
)
PIECES = ("N0", "N0001", "田", "子")
FREQUENT_AND_FACETS = (
    [("q", "管理 部長 会社"), ("category", "PRODUCTION"), ("region", "東京都"), ("state", "active")],
    [("q", "元"), ("industry", "METAL"), ("weekday", "mon"), ("history", "new"), ("state", "active")],
)


def searches() -> list[tuple[str, list[tuple[str, str]]]]:
    """(kind, parameters)."""
    facets = cycle(FACETS)
    made = [("everybody", []), ("everybody, deep", [("page", "300")]), ("everybody, last", [("page", "99999")])]
    made += [("everybody, sorted", [("sort", sort)]) for sort in ("name", "new", "few", "waiting")]
    made += [("a word", [("q", word)]) for word in WORDS]
    made += [("a compound", [("q", word)]) for word in PHRASES]
    made += [("a name", [("q", name)]) for name in NAMES]
    made += [("misspelt", [("q", word)]) for word in MISSPELT]
    made += [("several words", [("q", words)]) for words in THREE]
    made += [("facets", chosen) for chosen in FACETS]
    made += [("a word and facets", [("q", word), *next(facets)]) for word in WORDS]
    made += [("a word, deep", [("q", word), ("page", "40"), ("sort", "name")]) for word in WORDS[:4]]
    made += [("one facet", [one]) for one in ONE_FACET]
    made += [("frequent words", [("q", words)]) for words in FREQUENT]
    made += [("a piece", [("q", piece)]) for piece in PIECES]
    made += [("frequent and facets", chosen) for chosen in FREQUENT_AND_FACETS]
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--make", metavar="SCALE", help="fill a database of its own: small or full")
    parser.add_argument(
        "--busy",
        action="store_true",
        help="the machine does other work: count processor time (Linux, server on this machine)",
    )
    given = parser.parse_args()
    with own_server() if given.make else nullcontext():
        return measure(given.make, is_busy=given.busy)


def measure(scale: str | None, *, is_busy: bool) -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from institutions.actors import acting, system
    from institutions.models import User
    from institutions.owning import owning
    from talent.models import SearchRow

    settings.ALLOWED_HOSTS = ["testserver"]
    if scale:
        call_command("migrate", verbosity=0)
        call_command("make_data", scale=scale)
        call_command("index_seniors", verbosity=0)
    with owning(connection), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    with acting(system("benchmark")):
        user, _ = User.objects.get_or_create(email="benchmark@example.jp", defaults={"role": "coordinator"})
        people = SearchRow.objects.count()
    if people < 1000 and scale != "small":
        print(
            "This database has too few rows: run `python manage.py make_data --scale full` and `index_seniors` first."
        )
        return 2
    client = Client()
    client.force_login(user)
    figures, queries = [], set()
    for kind, parameters in searches():
        rounds = [one_page(client, connection, parameters, is_busy) for _ in range(ROUNDS + 1)][1:]
        in_database, as_page = (statistics.median(one[place] for one in rounds) for place in (0, 1))
        figures.append((in_database, as_page, kind, urlencode(parameters), rounds[-1][3]))
        if rounds[-1][3]:
            queries.add(min(one[2] for one in rounds))  # now and then a session is noted too
    return report(people, "processor time" if is_busy else "time", figures, queries)


def one_page(client, connection, parameters, is_busy: bool) -> tuple[float, float, int, bool]:
    """Milliseconds in the database, milliseconds of the page, queries, whether anybody was found."""
    spent = []
    connection.ensure_connection()
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")

    def database() -> float:
        return int(backend.read_text().split()[0]) / 1e9 if is_busy else time.perf_counter()

    def page() -> float:
        return time.process_time() + database() if is_busy else time.perf_counter()

    def stopwatch(execute, sql, params, many, context):
        begin = database()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(database() - begin)

    with connection.execute_wrapper(stopwatch):
        begin = page()
        answer = client.get("/seniors/", parameters_of(parameters))
        took = page() - begin
    assert answer.status_code == 200, answer.status_code
    return sum(spent) * 1000, took * 1000, len(spent), b'class="panel found"' in answer.content


def parameters_of(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def report(people: int, what: str, figures: list, queries: set[int]) -> int:
    print(f"{people} seniors, {len(figures)} searches, medians of {ROUNDS}; {what} in milliseconds")
    print(f"{'':<20} {'searches':>8} {'db median':>10} {'db most':>8} {'page median':>12} {'page most':>10}")
    for kind in dict.fromkeys(one[2] for one in figures):
        line(kind, [one for one in figures if one[2] == kind])
    line("all", figures)
    for place, limit in ((0, IN_DATABASE), (1, AS_PAGE)):
        values = sorted(one[place] for one in figures)
        print(
            f"{('database', 'page')[place]}: 95 of 100 within {values[int(len(values) * 0.95)]:.1f}, limit {limit:.0f}"
        )
    slow = [one for one in figures if one[0] > IN_DATABASE or one[1] > AS_PAGE]
    for in_database, as_page, kind, query, _ in slow:
        print(f"too slow: {kind} {query}: {in_database:.1f} in the database, {as_page:.1f} as a page")
    print(f"queries of a page with results: {sorted(queries)}")
    return int(bool(slow) or len(queries) > 1)


def line(kind: str, some: list) -> None:
    db, page = ([one[place] for one in some] for place in (0, 1))
    print(
        f"{kind:<20} {len(some):>8} {statistics.median(db):>10.1f} {max(db):>8.1f} {statistics.median(page):>12.1f} {max(page):>10.1f}"
    )


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kouryukai.settings")
    sys.exit(main())
