"""The whole demo, started, used and ended in every way that a person or a machine ends it."""

import os
import re
import shutil
import signal
import urllib.request
from pathlib import Path

import pytest

from kouryukai.embedded.processes import wait_until
from tests.embedded.running import LEFT_AFTER, Command, nothing_left, open_folder, processes_of
from tests.embedded.visiting import Visitor
from tests.servers import free_port

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]
FIRST, AGAIN = 600, 120


@pytest.fixture(scope="module")
def data():
    """One folder for the whole module: filled by the first demo, found again by the others."""
    folder = open_folder()
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def demo(data):
    started = []

    def start(folder: Path = data, port: int | None = None) -> Command:
        command = Command(["make", "demo"], data=folder, PORT=str(port or free_port()))
        started.append(command)
        return command

    yield start
    for command in started:
        command.end()
    for command in started:
        assert nothing_left(command.data), processes_of(command.data)


def launcher(data: Path) -> int:
    return next(
        pid for pid, words in processes_of(data).items() if "kouryukai.embedded demo" in words and "make" not in words
    )


def status(address: str) -> int:
    with urllib.request.urlopen(address, timeout=10) as response:
        return response.status


def answers(address: str) -> bool:
    try:
        return status(address) == 200
    except OSError:
        return False


def test_the_demo_tells_its_accounts_and_serves_the_sign_in_page(demo):
    port = free_port()
    command = demo(port=port)
    command.wait_for(rf"^Ready: http://localhost:{port}/$", seconds=FIRST)
    table = re.search(r"^role  e-mail  password  totp_secret\n((?:\S+  \S+  .+  \S+\n)+)", command.said(), re.M)
    rows = [line.split("  ") for line in table[1].splitlines()]
    assert {row[0] for row in rows} == {"coordinator", "head_office", "branch", "senior", "reception"}
    for _, *way_in in rows:
        Visitor(f"http://localhost:{port}").sign_in(*way_in)
    assert command.said().count("Ready:") == 1
    assert [status(f"http://{host}:{port}/") for host in ("localhost", "127.0.0.1")] == [200, 200]


ENDINGS = {
    "Ctrl-C": lambda make, data: os.killpg(make, signal.SIGINT),
    "SIGTERM to make": lambda make, data: os.kill(make, signal.SIGTERM),
    "SIGTERM to the group": lambda make, data: os.killpg(make, signal.SIGTERM),
    "SIGTERM to the launcher": lambda make, data: os.kill(launcher(data), signal.SIGTERM),
    "kill -9 of the launcher": lambda make, data: os.kill(launcher(data), signal.SIGKILL),
    "kill -9 of make": lambda make, data: os.kill(make, signal.SIGKILL),
    "kill -9 of the group": lambda make, data: os.killpg(make, signal.SIGKILL),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_is_left_ten_seconds_after(ending, demo, data):
    command = demo()
    command.wait_for(r"^Ready: ", seconds=FIRST)
    assert len(processes_of(data)) >= 10
    ENDINGS[ending](command.process.pid, data)
    assert nothing_left(data, seconds=LEFT_AFTER), processes_of(data)


def test_a_service_that_is_killed_comes_back(demo, data):
    command = demo()
    command.wait_for(r"^Ready: ", seconds=FIRST)
    for name, words in (("web", "gunicorn"), ("worker", "kouryukai worker"), ("PostgreSQL", "/postgres -D")):
        pid = min(pid for pid, line in processes_of(data).items() if words in line)
        os.kill(pid, signal.SIGKILL)
        command.wait_for(rf"^{name} ended unexpectedly", seconds=20)
    address = re.search(r"Ready: (\S+)", command.said())[1]
    assert wait_until(lambda: answers(address), seconds=AGAIN), command.said()
    assert command.process.poll() is None


def test_two_demos_do_not_disturb_each_other(demo, data):
    first, other = demo(), demo(folder=data.with_name("other"))
    first.wait_for(r"^Ready: ", seconds=FIRST)
    other.wait_for(r"^Ready: ", seconds=FIRST)
    other.end()
    assert nothing_left(other.data)
    assert status(re.search(r"Ready: (\S+)", first.said())[1]) == 200
    assert first.process.poll() is None


def test_the_same_folder_twice_is_one_clear_line(demo, data):
    demo().wait_for(r"^Ready: ", seconds=FIRST)
    second = demo()
    assert second.process.wait(30) != 0
    assert f"another demo is using DATA={data}" in second.said()
    assert "Traceback" not in second.said()


def test_a_killed_load_is_begun_anew(demo, data):
    folder = data.with_name("killed")
    first = demo(folder=folder)
    first.wait_for(r"^Loading ", seconds=FIRST)
    os.kill(launcher(folder), signal.SIGKILL)
    assert nothing_left(folder)
    second = demo(folder=folder)
    second.wait_for(r"^The kept database has an unfinished load", seconds=AGAIN)
    second.wait_for(r"^Ready: ", seconds=FIRST)
