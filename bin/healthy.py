"""Whether a production service is well: `python bin/healthy.py web|worker|beat`; exit code 0 says yes. For containers."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

BEAT_WRITES_EVERY = 600  # seconds; beat saves its schedule every three minutes


def web() -> bool:
    """The sign-in page, asked for as the reverse proxy would."""
    address = urlsplit(os.environ["BASE_URL"])
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=8)
    connection.request("GET", "/sign-in/", headers={"Host": address.netloc, "X-Forwarded-Proto": address.scheme})
    return connection.getresponse().status == 200


def worker() -> bool:
    """The worker of this container answers over the broker."""
    command = [sys.executable, "-m", "celery", "-A", "kouryukai", "inspect", "ping", "--timeout", "8"]
    command += ["--destination", f"celery@{socket.gethostname()}"]
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


def beat() -> bool:
    """The schedule file is fresh."""
    newest = max((path.stat().st_mtime for path in Path(os.environ["DATA"]).glob("beat*")), default=0)
    return time.time() - newest < BEAT_WRITES_EVERY


if __name__ == "__main__":
    sys.exit(not {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]())
