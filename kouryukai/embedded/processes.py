"""Child processes that never outlive us: own sessions, a parent-death signal each, and a watchdog for kill -9."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
HERE = Path(__file__).resolve().parent
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(number: int) -> None:
    """Have the kernel send us `number` when the process that started us ends."""
    _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)


def group_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


class Family:
    """All processes one launcher has started."""

    def __init__(self, *, keep_open: list[int] | None = None) -> None:
        """`keep_open`: descriptors (locks) that the watchdog holds on to until it has cleaned up."""
        read, write = os.pipe()
        self._watchdog = subprocess.Popen(
            [sys.executable, "-I", "-S", str(HERE / "watchdog.py"), str(read)],
            pass_fds=[read, *(keep_open or [])],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )
        os.close(read)
        self._pipe = os.fdopen(write, "w", buffering=1, encoding="utf-8")

    def start(
        self, command: list, *, end_with: int = signal.SIGTERM, user: tuple | None = None, **options
    ) -> subprocess.Popen:
        """Start `command` in a session of its own, as `user` (uid, gid); `end_with` is sent to it when we die."""
        leash = [sys.executable, "-I", "-S", HERE / "leash.py", int(end_with), os.getpid(), *(user or "--")]
        child = subprocess.Popen(
            [str(part) for part in (*leash, *command)],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            **options,
        )
        self._tell(f"+ {int(end_with)} {child.pid}")
        return child

    def ended(self, child: subprocess.Popen) -> None:
        self._tell(f"- {child.pid}")

    def delete_at_end(self, folder: Path) -> None:
        self._tell(f"rm {folder}")

    def dismiss(self) -> None:
        """Everything is cleaned up: the watchdog may go."""
        self._tell("done")
        self._pipe.close()
        self._watchdog.wait(5)

    def _tell(self, line: str) -> None:
        try:
            self._pipe.write(line + "\n")
        except (BrokenPipeError, ValueError):
            pass


def stop_children(children: list[subprocess.Popen], *, first: int, then: int, patience: float) -> None:
    """Signal each leader and wait for its whole group; a group that stays longer than `patience` seconds gets `then`."""
    for child in children:
        if child.poll() is None:
            child.send_signal(first)
    wait_until(lambda: not any(_present(child) for child in children), seconds=patience, pause=0.05)
    for child in children:
        _insist(child.pid, then)
    for child in children:
        try:
            child.wait(2)
        except subprocess.TimeoutExpired:
            _insist(child.pid, signal.SIGKILL)
            child.wait()


def _present(child: subprocess.Popen) -> bool:
    return child.poll() is None or group_alive(child.pid)


def _insist(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        pass


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.1) -> bool:
    """Whether `condition` came true within `seconds`."""
    until = time.monotonic() + seconds
    while True:
        if condition():
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(pause)
