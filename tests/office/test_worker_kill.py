"""kill -9 of a child and of a whole worker: what was under way is done again, and takes effect once."""

import os
import signal
import time
import uuid

import pytest

from institutions.models import Institution
from kouryukai.embedded.processes import wait_until
from office import actions, filing, tasks
from office.models import Document, Job, WorkState
from tests.factories import NOW
from tests.office.handlers import STAYS, effects

HANDLERS = ("-I", "tests.office.handlers")
PATIENCE = 120  # seconds, where nothing depends on how long it takes
BROKERS = pytest.mark.parametrize("broker", ["pgmq", pytest.param("redis", marks=pytest.mark.full)])


@pytest.fixture
def short_leases(monkeypatch, settings):
    """Here and in the workers to come; a lease still longer than a busy machine stands still."""
    for name, seconds in (("WORK_LEASE_SECONDS", 5.0), ("WORK_NUDGE_AGAIN_SECONDS", 2.0)):
        monkeypatch.setenv(name, f"{seconds}")
        setattr(settings, name, seconds)


def sweep_until(condition, *, seconds: float, every: float = 1) -> bool:
    """Play the part of beat, which sweeps every so many seconds, until the condition holds."""
    last = time.monotonic() - every

    def swept() -> bool:
        nonlocal last
        if time.monotonic() - last >= every:
            last = time.monotonic()
            tasks.sweep()
        return condition()

    return wait_until(swept, seconds=seconds, pause=0.25)


def ask_for(count: int, stays: int | None = None) -> list[Document]:
    """`stays`: the number of the one that is not done before its worker is killed."""
    asked = []
    for n in range(count):
        kind = STAYS if n == stays else "遅い"
        bank = Institution.objects.create(name=f"{kind}機関{n}", short_name=f"機関{n}", type="shinkin")
        asked.append(
            actions.request_document(
                kind="test_paper",
                subject_kind="institution",
                subject_id=bank.pk,
                title=bank.name,
                by=None,
                now=NOW,
            )
        )
    return asked


def how_many(**fields) -> int:
    return Document.objects.filter(**fields).count()


def each_is_whole_and_alone() -> bool:
    """Every document has its file, and nothing else lies beside it."""
    for document in Document.objects.all():
        folder = os.path.dirname(document.file.path)
        if not filing.is_whole(document) or os.listdir(folder) != [os.path.basename(document.file.name)]:
            return False
    return True


def kill_children(worker) -> None:
    for child in worker.children():
        os.kill(child, signal.SIGKILL)


@BROKERS
def test_what_a_killed_child_or_worker_had_in_hand_is_done_again_once(celery_worker_process, short_leases, broker):
    worker = celery_worker_process(broker, *HANDLERS)
    job = actions.start_job(
        kind="test_steps",
        subject_kind="event",
        subject_id=uuid.uuid4(),
        title="時間割の作成",
        by=None,
        now=NOW,
        payload={"steps": 6, "pause": 0.3, "stay": 3},
    )
    assert wait_until(lambda: Job.objects.get(pk=job.pk).progress_done >= 2, seconds=PATIENCE)
    kill_children(worker)
    assert effects(job) == 0
    assert sweep_until(lambda: Job.objects.get(pk=job.pk).state == WorkState.DONE, seconds=PATIENCE)
    job.refresh_from_db()
    assert (job.attempts, effects(job)) == (2, 1)

    ask_for(8, stays=3)
    assert wait_until(lambda: how_many(state=WorkState.RUNNING, title__startswith=STAYS) == 1, seconds=PATIENCE)
    worker.kill()
    assert how_many(state=WorkState.DONE) < 8
    worker = celery_worker_process(broker, *HANDLERS)
    assert sweep_until(lambda: how_many(state=WorkState.DONE) == 8, seconds=PATIENCE)
    assert how_many(attempts=2) == 1 and how_many(attempts__gt=2) == 0
    assert each_is_whole_and_alone()
    worker.kill()


@pytest.mark.full
@BROKERS
def test_a_hundred_documents_survive_the_death_of_child_and_worker(celery_worker_process, broker):
    """With the leases of production: all done 30 s after the last restart, each once."""
    worker = celery_worker_process(broker, *HANDLERS)
    ask_for(100)
    assert wait_until(lambda: how_many(state=WorkState.DONE) >= 5, seconds=30)
    kill_children(worker)
    assert wait_until(lambda: how_many(state=WorkState.DONE) >= 20, seconds=90)
    worker.kill()
    worker = celery_worker_process(broker, *HANDLERS, "--concurrency", "2")
    restarted = time.monotonic()
    assert sweep_until(lambda: how_many(state=WorkState.DONE) == 100, seconds=30, every=10)
    print(f"{broker}: 100 documents {time.monotonic() - restarted:.1f} s after the restart")
    assert how_many(attempts=1) >= 98 and how_many(attempts__gt=2) == 0
    assert each_is_whole_and_alone()
    worker.kill()
