"""A long job on its own page: it moves without a reload, says where it stands at 0, 50 and 100 per cent, and can be left."""

import uuid

import pytest

from office.models import Job
from tests.factories import NOW

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def job(coordinator):
    return Job.objects.create(
        kind="test",
        title="面談シートの作成",
        subject_kind="events.event",
        subject_id=uuid.uuid4(),
        requested_by=coordinator,
        requested_at=NOW,
        progress_total=450,
    )


def test_it_moves_and_says_so(new_page, sign_in, coordinator, job, violations):
    page = new_page()
    sign_in(page, coordinator)
    page.goto(f"/jobs/{job.pk}/")
    bar, said = page.get_by_role("progressbar", name="進み具合"), page.locator("#progress-said")
    assert "450件のうち0件" in said.text_content()
    assert "閉じても構いません" in page.locator("main").text_content()
    assert violations(page) == []
    Job.objects.filter(pk=job.pk).update(progress_done=100)
    page.locator("[aria-valuenow='100']").wait_for()
    assert "450件のうち0件" in said.text_content()
    Job.objects.filter(pk=job.pk).update(progress_done=312)
    page.locator("[aria-valuenow='312']").wait_for()
    assert "450件のうち312件" in said.text_content()
    assert bar.get_attribute("aria-valuemax") == "450"
