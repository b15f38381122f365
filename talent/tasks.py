"""Work in the background for the register: lists in and out, the index of the search; every night, pauses that are over end."""

import time
from typing import Any

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from institutions.actors import acting, system
from kouryukai.lib.collector import collector_resting
from kouryukai.lib.table import TableError
from office.models import Job
from office.registry import Progress, job_handler
from talent import lifecycle
from talent.exporting import actions as exporting
from talent.importing import actions as importing
from talent.models import ImportStage, RegisterImport
from talent.search import indexing

SHIFT = 20.0  # seconds after which the next round of indexing goes on

CHANGED_MEANWHILE = (
    "確かめた後に登録が変わったため、まだ取り込んでいません。変わったところを、もう一度確かめてください。"
)


@job_handler(importing.CHECK, label="名簿の確認", errors=(importing.RegisterImportError, TableError))
def check_list(job: Job, progress: Progress) -> dict[str, Any]:
    """Subject: an import. Doing it twice replaces its rows by the same ones."""
    import_ = RegisterImport.objects.get(pk=job.subject_id)
    with collector_resting():
        importing.check(import_=import_, now=timezone.now(), progress=progress)
    return {"next_url": reverse("talent:import_page", args=[import_.pk]), "next_label": "結果を見る"}


@job_handler(importing.WRITE, label="名簿の取り込み", errors=(importing.RegisterImportError,))
def write_list(job: Job, progress: Progress) -> dict[str, Any]:
    import_ = RegisterImport.objects.get(pk=job.subject_id)
    with collector_resting():
        import_ = importing.write(import_=import_, by=job.requested_by, now=timezone.now(), progress=progress)
    done = import_.stage == ImportStage.DONE
    return {
        "next_url": reverse("talent:import_page", args=[import_.pk]),
        "next_label": "結果を見る" if done else "もう一度確かめる",
        "message": "" if done else CHANGED_MEANWHILE,
    }


@job_handler(exporting.KIND, label="新現役の書き出し")
def write_file(job: Job, progress: Progress) -> dict[str, Any]:
    made = exporting.make(job=job, now=timezone.now(), progress=progress)
    link = {"next_url": reverse("talent:senior_export_file", args=[job.pk]), "next_label": "ファイルをダウンロード"}
    return made | link


@shared_task(name="talent.resume")
def resume() -> None:
    with acting(system("task talent.resume")):
        lifecycle.resume_all_due(now=timezone.now())


@shared_task(name="talent.index_seniors")
def index_seniors() -> None:
    """May run any number of times, also side by side: only one of them indexes."""
    until = time.monotonic() + SHIFT
    with acting(system("task talent.index_seniors")):
        indexing.note_outdated()
    while time.monotonic() < until:
        with acting(system("task talent.index_seniors")):
            if not indexing.take_some():
                return
