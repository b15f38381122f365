"""Real workers on both brokers, and brokers that are gone: the row is the truth, the message only a hint."""

import re
import threading
import uuid

import psycopg
import pytest
from celery import current_app
from django.db import connection
from django.urls import reverse
from psycopg import sql

from kouryukai.celery import app
from kouryukai.embedded.address import conninfo, database_url
from kouryukai.embedded.processes import wait_until
from kouryukai.embedded.queue import install_queue_at
from office import actions, nudge, tasks
from office.models import Job, WorkState
from tests.conftest import client_of
from tests.factories import NOW
from tests.office.handlers import effects

HANDLERS = ("-I", "tests.office.handlers")
PATIENCE = 60  # seconds, where nothing depends on how long it takes


@pytest.fixture(autouse=True)
def messenger_of_its_own(monkeypatch):
    """A hint still on its way to the broker of the test before would hold up those of this one."""
    monkeypatch.setattr(nudge, "_messenger", nudge.Messenger())


def start(by=None, **payload) -> Job:
    return actions.start_job(
        kind="test_steps",
        subject_kind="event",
        subject_id=uuid.uuid4(),
        title="時間割の作成",
        by=by,
        now=NOW,
        payload=payload,
    )


def state_of(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def done_within(job: Job, seconds: float, *, sweeping: bool = False) -> bool:
    """Wait for the job; `sweeping` plays the part of beat, every second."""

    def over() -> bool:
        if sweeping:
            tasks.sweep()
        return state_of(job) == WorkState.DONE

    return wait_until(over, seconds=seconds, pause=1 if sweeping else 0.1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gone", ["refused", "silent", "no tables", "no database", "no such kind"])
def test_a_page_waits_neither_for_a_broker_that_is_gone_nor_for_who_does(coordinator, use_broker, gone, monkeypatch):
    database = database_url(connection.settings_dict).removeprefix("postgresql")
    job = start(by=coordinator)
    use_broker(
        {
            "refused": "redis://127.0.0.1:1/0",
            "silent": "redis://10.255.255.1:6379/0",
            "no tables": f"pgmq{database.rpartition('/')[0]}/postgres",
            "no database": f"pgmq{database}_gone",
            "no such kind": "memory://",
        }[gone]
    )
    assert nudge.flush(PATIENCE)
    answered, was_first, send = threading.Event(), [], app.send_task

    def send_after_the_answer(*args, **options):
        was_first.append(answered.wait(PATIENCE))
        return send(*args, **options)

    monkeypatch.setattr(app, "send_task", send_after_the_answer)
    client = client_of(coordinator)
    Job.objects.filter(pk=job.pk).update(state=WorkState.FAILED, finished_at=NOW)
    response = client.post(reverse("office:job_retry", args=[job.pk]))
    answered.set()
    assert response.status_code == 302
    assert state_of(job) == WorkState.QUEUED
    assert nudge.flush(PATIENCE)
    assert was_first == [True]
    assert client.get(response["Location"]).status_code == 200


class Redis:
    """The broker of production; without disk, so that a stop loses every message."""

    def __init__(self, server) -> None:
        self.url, self.go, self.come_back = server.url, server.stop, server.start


class Pgmq:
    """The queue in a database for itself, which can be shut and opened."""

    def __init__(self) -> None:
        self.here = connection.settings_dict
        self.name = f"{self.here['NAME']}_queue"
        self.remove()
        self.tell("CREATE DATABASE {}")
        self.url = "pgmq" + database_url(self.here | {"NAME": self.name}).removeprefix("postgresql")
        install_queue_at(self.url)

    def tell(self, statement: str, *values: str) -> None:
        with psycopg.connect(**conninfo(self.here), autocommit=True) as admin:
            admin.execute(sql.SQL(statement).format(sql.Identifier(self.name)), values or None)

    def go(self) -> None:
        self.tell("ALTER DATABASE {} ALLOW_CONNECTIONS false")
        self.tell("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", self.name)

    def come_back(self) -> None:
        self.tell("ALTER DATABASE {} ALLOW_CONNECTIONS true")

    def remove(self) -> None:
        self.tell("DROP DATABASE IF EXISTS {} WITH (FORCE)")


@pytest.fixture(params=["pgmq", "redis"])
def broker(request, transactional_db):
    if request.param == "redis":
        yield Redis(request.getfixturevalue("redis_server"))
        return
    queue = Pgmq()
    yield queue
    queue.remove()


def test_work_is_done_once_with_any_number_of_messages_and_also_with_none(celery_worker_process, broker, coordinator):
    worker = celery_worker_process(broker.url, *HANDLERS)

    job = start(steps=2, pause=0.2)
    nudge.nudge([("job", job.pk)] * 5)
    after = start()
    assert done_within(job, PATIENCE) and done_within(after, PATIENCE)
    assert (effects(job), Job.objects.get(pk=job.pk).attempts) == (1, 1)

    lost = start()  # no message reaches anybody; the sweep comes through the broker, as beat sends it
    assert nudge.flush(PATIENCE)
    Job.objects.filter(pk=lost.pk).update(nudged_at=None)
    current_app.send_task("office.sweep", expires=PATIENCE)
    assert done_within(lost, PATIENCE)

    broker.go()
    Job.objects.filter(pk=job.pk).update(state=WorkState.FAILED)
    assert client_of(coordinator).post(reverse("office:job_retry", args=[job.pk])).status_code == 302
    assert nudge.flush(PATIENCE)
    assert state_of(job) == WorkState.QUEUED
    broker.come_back()
    Job.objects.filter(pk=job.pk).update(nudged_at=None)
    assert done_within(job, 2 * PATIENCE, sweeping=True), worker.said()
    assert effects(job) == 2
    worker.kill()


# What was to be mended is in the first one's transport.
@pytest.mark.parametrize("broker", ["pgmq", pytest.param("redis", marks=pytest.mark.full)], indirect=True)
def test_a_worker_whose_answer_met_a_broker_that_was_gone_hears_of_the_next_work(celery_worker_process, broker):
    """The answer to a message is given when its work is done: a worker that lets it go must not wait for it ever after."""
    worker = celery_worker_process(broker.url, *HANDLERS)
    job = start(steps=4, pause=0.5)
    assert wait_until(lambda: state_of(job) == WorkState.RUNNING, seconds=PATIENCE)
    broker.go()
    assert done_within(job, PATIENCE), worker.said()
    assert wait_until(lambda: re.search("Couldn't ack|[Cc]onnection to broker lost", worker.said()), seconds=20), (
        worker.said()
    )
    broker.come_back()
    assert done_within(start(), PATIENCE, sweeping=True), worker.said()
