"""Stops what a launcher left behind. Runs alone (`python watchdog.py FD`), reads a pipe and acts when it closes.

A launcher killed with -9 can clean up nothing; the kernel closes its end of the pipe, and this process, in a session of
its own, does the rest. Lines on the pipe: `+ SIGNAL PID` (a process group to end with that signal), `- PID` (it has
ended), `rm FOLDER` (a folder to delete at the end), `done` (the launcher cleaned up by itself).
"""

import os
import shutil
import signal
import sys
import time

SERVICE_PATIENCE = 4.0
DATABASE_PATIENCE = 2.0


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def ask(group: int, number: int) -> None:
    """Signal the leader, who ends its group in good order; where it is gone, the group."""
    if alive(group):
        try:
            os.kill(group, number)
        except ProcessLookupError:
            insist(group, number)


def insist(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        pass


def wait(groups: list[int], seconds: float) -> None:
    until = time.monotonic() + seconds
    while any(alive(group) for group in groups) and time.monotonic() < until:
        time.sleep(0.05)


def stop_groups(groups: dict[int, int]) -> None:
    """Ask every group to end, databases (those that end by SIGINT) last since the others write into them; then insist."""
    services = [group for group, number in groups.items() if number != signal.SIGINT]
    databases = [group for group, number in groups.items() if number == signal.SIGINT]
    for group in services:
        ask(group, groups[group])
    wait(services, SERVICE_PATIENCE)
    for group in services:
        insist(group, signal.SIGKILL)
    for number, last in ((signal.SIGINT, signal.SIGQUIT), (signal.SIGQUIT, signal.SIGKILL)):
        for group in databases:
            ask(group, number)
        wait(databases, DATABASE_PATIENCE)
        for group in databases:
            insist(group, last)


def main(pipe: int) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: dict[int, int] = {}
    folders: list[str] = []
    with os.fdopen(pipe, encoding="utf-8") as lines:
        for line in lines:
            word, _, rest = line.rstrip("\n").partition(" ")
            if word == "+":
                number, _, group = rest.partition(" ")
                groups[int(group)] = int(number)
            elif word == "-":
                groups.pop(int(rest), None)
            elif word == "rm":
                folders.append(rest)
            elif word == "done":
                return
    stop_groups(groups)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
