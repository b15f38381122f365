"""Sets up what running (`run`) or testing (`test`) needs: Debian packages where missing, and a locked virtual environment.

Runs before anything is installed, so it uses the standard library alone. Done work is remembered in stamps inside .venv;
a set-up that was killed left `.unfinished` there and is begun anew.
"""

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import re
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / ".unfinished"
LOG = CHECKOUT / ".setup.log"
LOCKS = {"run": CHECKOUT / "requirements.lock", "test": CHECKOUT / "requirements-test.lock"}
RUN_PACKAGES = [
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-morisawa-bizud-gothic",
    "fonts-noto-cjk",
]
PACKAGES = {"run": RUN_PACKAGES, "test": [*RUN_PACKAGES, "chromium", "redis-server", "poppler-utils", "pgbouncer"]}
APT = ["apt-get", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
PR_SET_PDEATHSIG = 1
HEARTBEAT = 10


class Fault(Exception):
    """What the person at the terminal has to mend, in one line."""


def say(text: str) -> None:
    print(text, flush=True)


def check_port(text: str) -> None:
    """A busy port is told now, not after minutes of work; the demo claims it for good later."""
    text = text.strip() or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Fault(f"PORT={text} is not a port number; set PORT= to a number from 1 to 65535")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
            probe.listen()
        except PermissionError:
            raise Fault(
                f"port {text} cannot be opened by an ordinary user; choose another: make demo PORT=8001"
            ) from None
        except OSError:
            raise Fault(f"port {text} is busy; stop what uses it, or choose another: make demo PORT=8001") from None


def key(kind: str) -> str:
    """What a finished environment depends on; another word here means another installation."""
    digest = hashlib.sha256(LOCKS[kind].read_bytes())
    for part in (sys.version, sys.base_prefix, str(CHECKOUT)):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def stamp(kind: str) -> Path:
    return VENV / f".ready-{kind}"


def installed(kind: str) -> bool:
    """Whether the environment is complete and its interpreter is still there."""
    try:
        done = stamp(kind).read_text() == key(kind)
    except OSError:
        return False
    return done and not UNFINISHED.exists() and os.access(PYTHON, os.X_OK)


def missing_packages(kind: str) -> list[str]:
    """Debian packages that are not installed; empty on a system without dpkg, where we cannot tell."""
    wanted = list(PACKAGES[kind])
    if importlib.util.find_spec("ensurepip") is None:
        if sys.base_prefix != "/usr":
            raise Fault(f"{sys.executable} has no ensurepip; name a complete Python with PYTHON=")
        wanted.insert(0, f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    if shutil.which("dpkg-query") is None:
        return []
    query = ["dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package}\n", *wanted]
    listing = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    present = {line.split()[1] for line in listing.splitlines() if line.startswith("ii")}
    return [name for name in wanted if name not in present]


def become_administrator(packages: list[str]) -> list[str]:
    """The words before `apt-get` that make it allowed, or a Fault that says what to install."""
    ask = f"Debian packages are missing; run: apt-get install --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise Fault(ask)
    words = ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C"]
    if os.geteuid() == 0:
        return words
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", *words]
    raise Fault(ask)


def install_packages(packages: list[str]) -> None:
    prefix = become_administrator(packages)
    say(f"Installing Debian packages: {' '.join(packages)} ...")
    if subprocess.run(["dpkg", "--audit"], capture_output=True, check=False).stdout:
        run([*prefix, "dpkg", "--configure", "-a"], show=shown_by_apt)
    install = [*prefix, *APT, "install", *packages]
    if run(install, show=shown_by_apt, may_fail=True):
        run([*prefix, *APT, "update"], show=shown_by_apt)
        run(install, show=shown_by_apt)


def shown_by_apt(line: str) -> str:
    found = re.match(r"(Get:\d+ .*|Need to get .*|Unpacking \S+|Setting up \S+)", line)
    return found[1] if found else ""


def make_environment() -> None:
    """A fresh .venv, or the one that is there where it is whole and of this Python."""
    if VENV.is_symlink() or (VENV.exists() and not fits_environment()):
        say("The virtual environment is unfinished, broken or of another Python: making it anew ...")
        VENV.unlink() if VENV.is_symlink() else shutil.rmtree(VENV)
    if not VENV.exists():
        say(f"Making .venv with Python {sys.version.split()[0]} ...")
        VENV.mkdir()
        UNFINISHED.touch()
        base = getattr(sys, "_base_executable", None) or sys.executable
        run([base, "-m", "venv", VENV], show=lambda line: "")
    UNFINISHED.touch()


def fits_environment() -> bool:
    if UNFINISHED.exists():
        return False
    probe = "import sys, pip; print(sys.version + sys.base_prefix)"
    try:
        answer = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, check=False).stdout
    except OSError:
        return False
    return answer.strip() == sys.version + sys.base_prefix


def install_requirements(kind: str) -> None:
    lock = LOCKS[kind]
    total = len(re.findall(r"^[a-z0-9][^ =]*==", lock.read_text(), re.MULTILINE))
    say(f"Installing {total} Python packages from {lock.name} ...")
    collected = 0

    def shown_by_pip(line: str) -> str:
        nonlocal collected
        if line.startswith("Collecting "):
            collected += 1
            return f"[{collected}/{total}] {line.split()[1]}"
        return line.strip()[:70] + " ..." if line.startswith("Installing collected") else ""

    options = ["--require-hashes", "--no-deps", "--no-input", "--no-compile", "--progress-bar", "off"]
    run([PYTHON, "-m", "pip", "--disable-pip-version-check", "install", *options, "-r", lock], show=shown_by_pip)


def end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def run(command: list, *, show: Callable[[str], str], may_fail: bool = False) -> int:
    """Run a command, print what `show` makes of its lines and a sign of life in between; the rest goes to the log.

    A package manager is left to finish when we are killed, everything else ends with us.
    """
    words = [str(word) for word in command]
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(words)}\n")
        started = time.monotonic()
        child = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=CHECKOUT,
            preexec_fn=None if "DEBIAN_FRONTEND=noninteractive" in words else end_with_parent,
        )
        last: list[str] = []
        for line in lines_of(child, lambda: say(f"  ... {time.monotonic() - started:.0f} s")):
            log.write(line + "\n")
            last = [*last[-14:], line]
            if shown := show(line):
                say(f"  {shown}")
        code = child.wait()
    if code and not may_fail:
        for line in last:
            say(f"  | {line}")
        raise Fault(f"`{' '.join(words[:6])} ...` failed with exit code {code}; the whole output is in {LOG}")
    return code


def lines_of(child: subprocess.Popen, sign_of_life: Callable[[], None]):
    """The lines a child prints, as they come; `sign_of_life` is called in long silences."""
    descriptor, rest = child.stdout.fileno(), b""
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while True:
            if not selector.select(HEARTBEAT):
                sign_of_life()
                continue
            chunk = os.read(descriptor, 65536)
            if not chunk:
                break
            *whole, rest = (rest + chunk).split(b"\n")
            yield from (line.decode(errors="replace").rstrip() for line in whole)
    if rest:
        yield rest.decode(errors="replace")


def set_up(kind: str) -> None:
    packages = missing_packages(kind)
    if installed(kind) and not packages:
        return
    with (CHECKOUT / ".setup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is running in this checkout; waiting for it ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        LOG.unlink(missing_ok=True)
        if packages := missing_packages(kind):
            install_packages(packages)
        if not installed(kind):
            make_environment()
            install_requirements(kind)
            for covered in ("run", "test") if kind == "test" else ("run",):
                stamp(covered).write_text(key(covered))
            UNFINISHED.unlink()
        say("Set-up complete.")


def main(arguments: list[str]) -> None:
    end_with_parent()
    if "--port" in arguments:
        check_port(os.environ.get("PORT", ""))
    set_up("test" if "test" in arguments else "run")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Fault as fault:
        sys.exit(f"kouryukai: {fault}")
    except PermissionError as error:
        sys.exit(f"kouryukai: the set-up cannot write {error.filename}; use a checkout that is yours")
    except OSError as error:
        sys.exit(f"kouryukai: the set-up failed: {error}")
    except KeyboardInterrupt:
        sys.exit("kouryukai: the set-up was interrupted; the next one begins it anew")
