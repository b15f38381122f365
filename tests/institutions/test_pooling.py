"""Kept connections, threads and a pooler: whose rows a request is given never depends on who was there before."""

import re
import subprocess
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from institutions.roles import Role
from kouryukai.embedded.processes import stop_children, wait_until
from tests import factories
from tests.servers import family, free_port, needed_program

pytestmark = pytest.mark.django_db(transaction=True)

THREADS, POOL = 8, 3  # fewer connections than threads: each is handed around
OTHERS = re.compile("マーカー(甲|乙)")


@pytest.fixture
def pooler(tmp_path):
    """PgBouncer in transaction mode before this test's database; connections made from now on go through it."""
    settings = connections.settings["default"]
    port = free_port()
    tmp_path.chmod(0o755)
    users, config = tmp_path / "users.txt", tmp_path / "pgbouncer.ini"
    users.write_text(f'"{settings["USER"]}" "{settings["PASSWORD"]}"\n')
    config.write_text(
        f"[databases]\n* = host=127.0.0.1 port={settings['PORT']}\n"
        f"[pgbouncer]\nlisten_addr=127.0.0.1\nlisten_port={port}\nunix_socket_dir=\nauth_type=scram-sha-256\n"
        f"auth_file={users}\npool_mode=transaction\ndefault_pool_size={POOL}\nmax_client_conn=200\n"
        "ignore_startup_parameters=extra_float_digits,options\n"
    )
    command = [needed_program("pgbouncer"), "-q", "-u", "postgres", str(config)]
    process = family().start(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    before = settings["HOST"], settings["PORT"]
    settings["HOST"], settings["PORT"] = "127.0.0.1", str(port)
    assert wait_until(answers, seconds=60), "pgbouncer does not start"
    yield
    settings["HOST"], settings["PORT"] = before
    stop_children([process], first=2, then=9, patience=3)
    family().ended(process)


def answers() -> bool:
    """Asked from a thread of its own, whose connection is new."""
    seen = []

    def ask():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            seen.append(True)
        except Exception:
            seen.append(False)
        finally:
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    return seen[0]


def mix_ups(branch_of_a, branch_of_b, how_many: int) -> tuple[int, list[str]]:
    """(pages that showed the own firm, what was wrong), of `how_many` pages asked by two banks, an office and nobody in turn."""
    people = {}
    for word, branch in (("甲", branch_of_a), ("乙", branch_of_b)):
        factories.company(branch, name=f"株式会社 マーカー{word}")
        people[word] = factories.user(Role.HEAD_OFFICE, institution=branch.institution)
    people["事"] = factories.user(Role.COORDINATOR)
    address, wrong, right = reverse("companies:company_list"), [], []

    def visit(number: int) -> None:
        try:
            clients = {word: Client() for word in people}
            for word, client in clients.items():
                client.force_login(people[word])
            clients["外"] = Client()
            for n in range(how_many // THREADS):
                word = "甲乙甲乙事外"[(n + number) % 6]
                response = clients[word].get(address)
                seen = set(OTHERS.findall(response.text)) if response.status_code == 200 else set()
                wanted = {"甲": {"甲"}, "乙": {"乙"}, "事": {"甲", "乙"}, "外": set()}[word]
                if seen != wanted or response.status_code != (302 if word == "外" else 200):
                    wrong.append(f"{word} saw {seen}, status {response.status_code}")
                else:
                    right.append(word)
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=visit, args=[number]) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(right), wrong


@pytest.mark.parametrize("through", ["kept connections", "a pooler"])
def test_a_few_hundred_requests_of_alternating_banks(through, branch_of_a, branch_of_b, request):
    if through == "a pooler":
        request.getfixturevalue("pooler")
    assert mix_ups(branch_of_a, branch_of_b, 240) == (240, [])


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("through", ["kept connections", "a pooler"])
def test_ten_thousand_requests_of_alternating_banks(through, branch_of_a, branch_of_b, request):
    if through == "a pooler":
        request.getfixturevalue("pooler")
    assert mix_ups(branch_of_a, branch_of_b, 10_000) == (10_000, [])
