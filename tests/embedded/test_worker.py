"""A real worker takes a message from each broker and says so in its log."""

import pytest

from kouryukai.celery import app
from kouryukai.embedded.processes import wait_until


@pytest.mark.parametrize("broker", ["pgmq", pytest.param("redis", marks=pytest.mark.full)])
def test_a_worker_does_what_it_is_sent(broker, celery_worker_process):
    worker = celery_worker_process(broker)
    sent = app.send_task("celery.accumulate", args=[1, 2], ignore_result=True)
    assert wait_until(lambda: f"[{sent.id}] succeeded" in worker.said(), seconds=60), worker.said()
    assert len(worker.children()) == 1
