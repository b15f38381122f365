"""What the containers of docker-compose.yml run, started here with the same words: web, worker and beat, each found healthy."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from kouryukai.embedded.address import database_url
from kouryukai.embedded.places import CHECKOUT
from kouryukai.embedded.processes import wait_until
from tests.embedded.running import plain_environment
from tests.embedded.test_environment import PRODUCTION
from tests.servers import family, free_port


def words_of(service: str) -> list[str]:
    """The command of a service, as Dockerfile (web) or docker-compose.yml (the others) write it."""
    if service == "web":
        text = re.search(r"^CMD \[(.*?)\]$", (CHECKOUT / "Dockerfile").read_text(), re.M | re.S)[1]
    else:
        compose = (CHECKOUT / "docker-compose.yml").read_text()
        text = re.search(rf"^  {service}:\n(?:    .*\n)*?    command: \[(.*)\]$", compose, re.M)[1]
    words = re.findall(r'"([^"]*)"', text)
    return [sys.executable, *(["-m"] if words[0] in ("gunicorn", "celery") else []), *words[words[0] == "python" :]]


def healthy(service: str, environment: dict) -> bool:
    command = [sys.executable, "bin/healthy.py", service]
    return subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, check=False).returncode == 0


@pytest.mark.full
@pytest.mark.timeout(300)
def test_every_service_starts_with_the_production_settings_and_is_healthy(transactional_db, redis_url, tmp_path):
    port = free_port()
    values = PRODUCTION | {
        "DATABASE_URL": database_url(connection.settings_dict),
        "CELERY_BROKER_URL": redis_url,
        "DATA": str(tmp_path),
        "PORT": str(port),
    }
    environment = plain_environment(**values)
    migrate = subprocess.run(
        words_of("migrate"), cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )
    assert migrate.returncode == 0, migrate.stderr
    for service in ("web", "worker", "beat"):
        assert not healthy(service, environment)
        command = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in words_of(service)]
        log = Path(tmp_path, f"{service}.log")
        with log.open("wb") as file:
            process = family().start(command, cwd=CHECKOUT, env=environment, stdout=file, stderr=file)
        came = wait_until(lambda service=service: healthy(service, environment), seconds=90, pause=1)
        assert came and process.poll() is None, log.read_text()
        os.kill(process.pid, 15)
        process.wait(30)
        family().ended(process)
