"""Commands of the embedded default as a person starts them, and a look at every process they left."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from kouryukai.embedded.places import CHECKOUT
from kouryukai.embedded.processes import wait_until
from tests.servers import family

OURS = (
    "DATABASE_URL",
    "CELERY_BROKER_URL",
    "KOURYUKAI_ENV",
    "KOURYUKAI_TEST_FOLDER",
    "DJANGO_SETTINGS_MODULE",
    "DATA",
    "PORT",
)
LEFT_AFTER = 10  # seconds, as the demo promises


def open_folder() -> Path:
    """A folder that PostgreSQL's user may walk through; pytest closes its own."""
    folder = Path(tempfile.mkdtemp(prefix="kouryukai-embedded-"))
    folder.chmod(0o711)
    return folder


def plain_environment(**more: str) -> dict:
    """The environment without what the test run itself has set."""
    return {name: value for name, value in os.environ.items() if name not in OURS} | more


class Command:
    """A command started in a session of its own that ends with the test run, its output collected in a file."""

    def __init__(self, words: list, *, data: Path, output: Path | None = None, **environment: str) -> None:
        self.data = data
        self.output = output or data.with_name(f"{data.name}.{os.urandom(3).hex()}.out")
        with self.output.open("wb") as file:
            self.process = family().start(
                words,
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd=CHECKOUT,
                env=plain_environment(DATA=str(data), **environment),
            )

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, pattern: str, *, seconds: float) -> re.Match:
        wait_until(lambda: re.search(pattern, self.said(), re.M) or self.process.poll() is not None, seconds=seconds)
        found = re.search(pattern, self.said(), re.M)
        assert found, f"no {pattern!r} in:\n{self.said()}"
        return found

    def end(self) -> None:
        """Stop it in good order where it still runs."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        family().ended(self.process)


def processes_of(data: Path) -> dict[int, str]:
    """Every process that was started for this folder or works in it, with its command line."""
    mark = f"DATA={data}".encode()
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            inside = Path(os.readlink(entry / "cwd")).is_relative_to(data)
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            ours = inside or mark in (entry / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if ours and command:
            found[int(entry.name)] = command
    return found


def nothing_left(data: Path, *, seconds: float = 60) -> bool:
    return wait_until(lambda: not processes_of(data), seconds=seconds)


def embedded(command: str, *, data: Path, **environment: str) -> Command:
    return Command([sys.executable, "-m", "kouryukai.embedded", command], data=data, **environment)
