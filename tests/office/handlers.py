"""Handlers and makers of the tests, registered in this process by import and in real workers by `-I tests.office.handlers`.

Their payload says how to behave; their effect is a row (an Institution named after the job), so that it can be counted.
"""

import errno
import threading
import time
import uuid

from institutions.models import Institution
from office.models import Document, Job
from office.registry import Progress, Rendered, document_maker, job_handler

# What stays in the middle of its first attempt until this is set, or its process is killed: no clock decides what a test sees.
let_go = threading.Event()
STAYS = "留まる"


def stay(work: Job | Document) -> None:
    if work.attempts == 1:
        let_go.wait(240)


class TestFailure(Exception):
    """A domain error whose text may be shown."""

    __test__ = False


@job_handler("test_steps", errors=[TestFailure])
def steps(job: Job, progress: Progress) -> dict:
    """Leave one row behind, then take `steps` steps of `pause` seconds each; `stay`: the step in which the first attempt stays."""
    leave_trace(job)
    wanted = job.payload.get("steps", 1)
    for n in range(wanted):
        progress(n, wanted, f"{n + 1}番目")
        time.sleep(job.payload.get("pause", 0))
        if n == job.payload.get("stay"):
            stay(job)
    match job.payload.get("fail"):
        case "known":
            raise TestFailure("出席者がいないため、作れません。")
        case "unknown":
            raise RuntimeError("secret detail")
        case "disk":
            raise OSError(errno.ENOSPC, "No space left on device")
    return {"next_url": "/after/", "next_label": "できたものを見る"}


@job_handler("test_silent")
def silent(job: Job, progress: Progress) -> dict:
    """As a solver: says nothing for longer than a lease lasts."""
    time.sleep(job.payload["pause"])
    leave_trace(job)
    return {}


def leave_trace(job: Job) -> None:
    Institution.objects.create(name=f"跡 {job.pk} {uuid.uuid4()}"[:80], short_name="跡", type="government")


def effects(job: Job) -> int:
    """How often the job has taken effect."""
    return Institution.objects.filter(name__startswith=f"跡 {job.pk}").count()


@document_maker("test_paper", label="見本の紙", errors=[TestFailure])
class TestPaper:
    """A file with the names of its institution; the fingerprint is that name."""

    __test__ = False
    renders: list = []
    during = staticmethod(lambda document: None)  # what happens in the world while it is rendered

    def fingerprint(self, document: Document) -> str:
        return Institution.objects.get(pk=document.subject_id).name

    def fingerprints(self, documents) -> dict:
        names = dict(Institution.objects.filter(pk__in=[d.subject_id for d in documents]).values_list("pk", "name"))
        return {d.pk: names[d.subject_id] for d in documents}

    def render(self, document: Document, progress: Progress) -> Rendered:
        progress(0, 1)
        name = self.fingerprint(document)
        if name.startswith("遅い"):
            time.sleep(0.3)
        if name.startswith(STAYS):
            stay(document)
        self.renders.append(document.pk)
        self.during(document)
        return Rendered(f"%PDF {name}".encode(), f"面談シート {name} 髙橋様.pdf", 2)
