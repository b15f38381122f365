"""One launcher per DATA folder: a lock that also outlasts a killed launcher until its watchdog has cleaned up."""

import fcntl
import os
from pathlib import Path

from kouryukai.embedded.places import EmbeddedError
from kouryukai.embedded.processes import wait_until

PATIENCE = 15


def take(data: Path) -> int:
    """Lock the folder and give the descriptor that holds the lock. Another living launcher there is an error."""
    path = data / "lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if not _locked(descriptor):
        if _lives(path):
            os.close(descriptor)
            raise EmbeddedError(f"another demo is using DATA={data}; stop it first, or set DATA= to another folder")
        print("Waiting for the last demo in this folder to end ...", flush=True)
        if not wait_until(lambda: _locked(descriptor), seconds=PATIENCE):
            raise EmbeddedError(f"DATA={data} stays locked; set DATA= to another folder")
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lives(path: Path) -> bool:
    try:
        command = Path(f"/proc/{int(path.read_text())}/cmdline").read_bytes()
    except (OSError, ValueError):
        return False
    return b"kouryukai.embedded" in command
