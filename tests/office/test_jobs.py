"""Jobs: one lease per row, an effect exactly once, failures that people can read, and the page that watches."""

import datetime as dt
import re
import threading
import uuid

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from kouryukai.embedded.processes import wait_until
from office import actions, leases, running, tasks
from office.models import Job, WorkState
from office.registry import Cancelled, LeaseLost, WorkError
from tests.acting import as_system
from tests.conftest import client_of
from tests.factories import NOW
from tests.office import handlers
from tests.office.handlers import effects

pytestmark = pytest.mark.django_db


def start(kind="test_steps", by=None, institution=None, **payload) -> Job:
    return actions.start_job(
        kind=kind,
        subject_kind="event",
        subject_id=uuid.uuid4(),
        title="時間割の作成",
        by=by,
        now=NOW,
        institution=institution,
        payload=payload,
    )


def expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1))


def test_work_is_done_once_however_often_it_is_asked_for():
    job = start(steps=2)
    assert running.perform(Job, job.pk) is True
    assert running.perform(Job, job.pk) is False
    job.refresh_from_db()
    assert (job.state, job.attempts, job.progress_done, job.progress_total) == ("done", 1, 2, 2)
    assert job.result == {"next_url": "/after/", "next_label": "できたものを見る"}
    assert effects(job) == 1


def test_a_second_open_job_for_the_same_subject_is_refused():
    job = start()
    with pytest.raises(WorkError, match="すでに進んでいます"):
        actions.start_job(kind=job.kind, subject_kind="event", subject_id=job.subject_id, title="x", by=None, now=NOW)
    actions.run_now(job)
    again = actions.start_job(
        kind=job.kind, subject_kind="event", subject_id=job.subject_id, title="x", by=None, now=NOW
    )
    assert again.pk != job.pk


def test_a_known_error_is_shown_and_not_tried_again():
    job = start(fail="known")
    running.perform(Job, job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == ("failed", "出席者がいないため、作れません。", 1)
    assert effects(job) == 0


def test_an_unknown_error_is_tried_three_times_and_tells_people_nothing_technical(caplog):
    job = start(fail="unknown")
    for state in ("queued", "queued", "failed"):
        running.perform(Job, job.pk)
        job.refresh_from_db()
        assert job.state == state
    assert job.attempts == 3
    assert job.error == running.UNKNOWN
    assert "secret detail" in caplog.text
    assert effects(job) == 0


def test_a_full_disk_is_named():
    job = start(fail="disk")
    running.perform(Job, job.pk)
    job.refresh_from_db()
    assert job.error == running.DISK_FULL


def test_a_kind_that_nobody_does_fails_in_words():
    job = start(kind="test_nobody")
    running.perform(Job, job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", running.NOBODY)


def test_run_now_raises_the_failure_and_closes_the_row():
    job = start(fail="unknown")
    with pytest.raises(RuntimeError):
        actions.run_now(job)
    job.refresh_from_db()
    assert job.state == WorkState.FAILED


def test_retry_after_failure_starts_from_nothing(coordinator):
    job = start(fail="known")
    running.perform(Job, job.pk)
    actions.retry(work=job, by=coordinator, now=NOW)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error, job.requested_by) == ("queued", 0, "", coordinator)
    with pytest.raises(WorkError):
        actions.retry(work=job, by=coordinator, now=NOW)


def body_of(response) -> str:
    """A page without the token that differs in every answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


# --- The lease --------------------------------------------------------------------------------------------------------
def test_an_expired_lease_is_taken_over_and_the_old_holder_can_write_nothing_more():
    job = start()
    old, _ = leases.claim(Job, job.pk)
    assert leases.claim(Job, job.pk) is None
    expire(job)
    new, _ = leases.claim(Job, job.pk)
    assert new.attempt == 2
    with pytest.raises(LeaseLost):
        old.renew(progress_done=7)
    with pytest.raises(LeaseLost):
        old.close(WorkState.DONE, result={"next_url": "/old/"})
    new.close(WorkState.DONE, result={"next_url": "/new/"})
    job.refresh_from_db()
    assert (job.result, job.progress_done) == ({"next_url": "/new/"}, 0)


def test_cancelled_work_learns_of_it_and_leaves_nothing(coordinator):
    job = start()
    lease, _ = leases.claim(Job, job.pk)
    actions.cancel(work=job, by=coordinator, now=NOW)
    with pytest.raises(Cancelled):
        lease.renew()
    with pytest.raises(Cancelled):
        lease.close(WorkState.DONE)
    with pytest.raises(WorkError, match="もう終わって"):
        actions.cancel(work=job, by=coordinator, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_exactly_one_takes_a_row():
    job = start()
    barrier, taken = threading.Barrier(8), []

    def take():
        try:
            barrier.wait()
            taken.append(leases.claim(Job, job.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=as_system(take)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([lease for lease in taken if lease]) == 1
    job.refresh_from_db()
    assert job.attempts == 1


@pytest.mark.django_db(transaction=True)
def test_a_silent_solver_keeps_its_lease(settings):
    settings.WORK_LEASE_SECONDS = 3.0
    job = start(kind="test_silent", pause=7)
    swept = []
    thread = threading.Thread(target=lambda: (running.perform(Job, job.pk), connection.close()))
    thread.start()
    while thread.is_alive():
        swept += leases.sweep().again
        thread.join(0.1)
    job.refresh_from_db()
    assert (job.state, job.attempts, swept) == ("done", 1, [])
    assert effects(job) == 1


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_by_others_while_the_work_itself_is_not():
    job = start(steps=4, pause=0.4, stay=3)
    handlers.let_go.clear()
    thread = threading.Thread(target=lambda: (running.perform(Job, job.pk), connection.close()))
    thread.start()
    assert wait_until(lambda: Job.objects.get(pk=job.pk).progress_done >= 2, seconds=60)
    assert Job.objects.get(pk=job.pk).progress_total == 4
    assert effects(job) == 0
    handlers.let_go.set()
    thread.join()
    assert effects(job) == 1


@pytest.mark.django_db(transaction=True)
def test_a_holder_that_lost_its_row_is_rolled_back():
    job = start(steps=600, pause=0.1)
    thread = threading.Thread(target=lambda: (running.perform(Job, job.pk), connection.close()))
    thread.start()
    assert wait_until(lambda: Job.objects.get(pk=job.pk).progress_done >= 1, seconds=60)
    Job.objects.filter(pk=job.pk).update(holder="somebody else")
    thread.join(50)
    assert not thread.is_alive()
    assert effects(job) == 0
    assert Job.objects.get(pk=job.pk).state == WorkState.RUNNING


# --- The sweep --------------------------------------------------------------------------------------------------------
def test_sweep_frees_silent_work_and_gives_up_after_three_attempts():
    fresh, silent, spent = start(), start(), start()
    for job in (silent, spent):
        leases.claim(Job, job.pk)
        expire(job)
    Job.objects.filter(pk=spent.pk).update(attempts=3)
    swept = leases.sweep()
    assert swept == leases.Swept(again=[("job", silent.pk)], given_up=1)
    assert leases.sweep() == leases.Swept(again=[], given_up=0)
    states = [Job.objects.get(pk=job.pk).state for job in (fresh, silent, spent)]
    assert states == ["queued", "queued", "failed"]
    assert Job.objects.get(pk=spent.pk).error == leases.STOPPED_TOO_OFTEN


def test_sweep_tells_again_of_rows_that_nobody_came_for_and_no_more_than_a_batch():
    jobs = [start() for _ in range(3)]
    Job.objects.update(nudged_at=timezone.now() - dt.timedelta(minutes=1))
    assert leases.sweep(batch=2).again == [("job", pk) for pk in sorted(job.pk for job in jobs)[:2]]
    assert len(leases.sweep(batch=2).again) == 1
    assert leases.sweep(batch=2).again == []


@pytest.mark.django_db(transaction=True)
def test_sweeps_beside_each_other_skip_what_another_has_in_hand():
    job = start()
    Job.objects.update(nudged_at=timezone.now() - dt.timedelta(minutes=1))
    found = []

    def other():
        found.append(leases.sweep().again)
        connection.close()

    with transaction.atomic():
        Job.objects.select_for_update().get(pk=job.pk)
        thread = threading.Thread(target=as_system(other))
        thread.start()
        thread.join(60)
    assert found == [[]]


# --- A shift ----------------------------------------------------------------------------------------------------------
def test_one_message_is_enough_for_all_that_waits_and_what_just_failed_rests():
    jobs = [start(), start(fail="unknown"), start()]
    tasks.work("job", str(jobs[1].pk))
    assert [Job.objects.get(pk=job.pk).state for job in jobs] == ["done", "queued", "done"]
    assert Job.objects.get(pk=jobs[1].pk).attempts == 1
    Job.objects.update(nudged_at=timezone.now() - dt.timedelta(minutes=1))
    assert leases.waiting(limit=5) == [("job", jobs[1].pk)]


def test_what_waits_is_done_in_the_order_of_asking():
    jobs = [start() for _ in range(6)]
    assert leases.waiting(limit=6) == [("job", job.pk) for job in jobs]


def test_a_shift_ends_and_leaves_the_rest_to_the_next(monkeypatch):
    monkeypatch.setattr(tasks, "SHIFT", 0.0)
    jobs = [start(), start()]
    tasks.work("job", str(jobs[1].pk))
    assert [Job.objects.get(pk=job.pk).state for job in jobs] == ["queued", "done"]


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_asks_again_while_the_job_is_open_and_then_shows_the_way_on(coordinator):
    job = start(by=coordinator)
    client, url = client_of(coordinator), reverse("office:job_page", args=[job.pk])
    page = client.get(url).content.decode()
    assert f'hx-get="{url}" hx-trigger="every 2s"' in page
    assert "このページは閉じても構いません" in page
    assert '<meta http-equiv="refresh"' in page
    answer = client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode() and "HX-Refresh" not in answer
    actions.run_now(job)
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    page = client.get(url).content.decode()
    assert '<a class="btn btn-primary" href="/after/">できたものを見る</a>' in page
    assert "hx-get" not in page and "http-equiv" not in page


def test_the_page_says_why_it_failed_and_tries_again(coordinator):
    job = start(by=coordinator, fail="known")
    running.perform(Job, job.pk)
    client = client_of(coordinator)
    assert "出席者がいないため、作れません。" in client.get(reverse("office:job_page", args=[job.pk])).content.decode()
    assert client.post(reverse("office:job_retry", args=[job.pk])).status_code == 302
    job.refresh_from_db()
    assert job.state == WorkState.QUEUED
    assert client.post(reverse("office:job_cancel", args=[job.pk])).status_code == 302
    job.refresh_from_db()
    assert job.state == WorkState.CANCELLED


def test_a_strangers_job_looks_like_none(bank_a, head_office_a, head_office_b, branch_a, senior_a, reception):
    job = start(institution=bank_a)
    url, missing = reverse("office:job_page", args=[job.pk]), reverse("office:job_page", args=[uuid.uuid4()])
    assert client_of(head_office_a).get(url).status_code == 200
    assert client_of(head_office_a).post(reverse("office:job_cancel", args=[job.pk])).status_code == 403
    for user in (head_office_b, branch_a, senior_a, reception):
        client = client_of(user)
        foreign, none = client.get(url), client.get(missing)
        assert foreign.status_code == none.status_code == 404
        assert body_of(foreign) == body_of(none)
        assert client.post(reverse("office:job_cancel", args=[job.pk])).status_code == 404
    assert client_of(None).get(url).status_code == 302


def test_handlers_are_registered_once():
    with pytest.raises(ValueError, match="registered twice"):
        handlers.job_handler("test_steps")(lambda job, progress: {})
