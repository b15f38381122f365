"""Web, worker and beat: started together, started again when one ends by itself, stopped together."""

import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from kouryukai.embedded.places import CHECKOUT, EmbeddedError
from kouryukai.embedded.processes import Family, stop_children

MOST_STARTS, WINDOW = 5, 60.0
PATIENCE = 3.0


@dataclass
class Service:
    name: str
    command: list
    descriptors: list[int] = field(default_factory=list)
    process: subprocess.Popen | None = None
    starts: list[float] = field(default_factory=list)


class Services:
    def __init__(
        self, family: Family, data: Path, environment: dict, *, port: int, sockets: list[socket.socket]
    ) -> None:
        self.family = family
        self.data = data
        self.environment = environment
        descriptors = [listener.fileno() for listener in sockets]
        self.services = [
            Service("web", self._web(descriptors), descriptors),
            Service("worker", self._celery("worker", "--concurrency", "2", "--hostname", f"worker-{port}@%h")),
            Service("beat", self._celery("beat", "--schedule", data / "run" / "beat", "--pidfile", "")),
        ]

    def _web(self, descriptors: list[int]) -> list:
        command = [sys.executable, "-m", "gunicorn", "kouryukai.wsgi", "--preload", "--no-control-socket"]
        command += ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--graceful-timeout", "3"]
        command += ["--timeout", "60", "--access-logfile", "-", "--logger-class", "kouryukai.logs.Gunicorn"]
        for descriptor in descriptors:
            command += ["--bind", f"fd://{descriptor}"]
        return command

    def _celery(self, part: str, *options) -> list:
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"] if part == "worker" else []
        return [sys.executable, "-m", "celery", "-A", "kouryukai", part, "--loglevel", "INFO", *quiet, *options]

    def start(self, *names: str) -> None:
        for service in self.services:
            if service.name in names:
                self._log(service).unlink(missing_ok=True)
                self._start(service)

    def _log(self, service: Service) -> Path:
        return self.data / "log" / f"{service.name}.log"

    def _start(self, service: Service) -> None:
        with self._log(service).open("ab") as log:
            service.process = self.family.start(
                service.command,
                stdout=log,
                stderr=log,
                cwd=CHECKOUT,
                env=self.environment,
                pass_fds=service.descriptors,
            )
        service.starts.append(time.monotonic())

    def watch(self) -> None:
        """Start again what ended by itself; one that keeps ending is an EmbeddedError."""
        for service in self.services:
            if service.process is None or service.process.poll() is None:
                continue
            stop_children([service.process], first=signal.SIGTERM, then=signal.SIGKILL, patience=1)
            self.family.ended(service.process)
            service.starts = [moment for moment in service.starts if moment > time.monotonic() - WINDOW]
            if len(service.starts) >= MOST_STARTS:
                raise EmbeddedError(f"{service.name} ends again and again; see {self._log(service)}")
            print(
                f"{service.name} ended unexpectedly ({service.process.returncode}); starting it again ...", flush=True
            )
            self._start(service)

    def stop(self) -> None:
        running = [service.process for service in self.services if service.process is not None]
        stop_children(running, first=signal.SIGTERM, then=signal.SIGKILL, patience=PATIENCE)
        for process in running:
            self.family.ended(process)
