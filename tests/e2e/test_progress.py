"""A long job on its own page: it moves without a reload, says where it stands at 0, 50 and 100 per cent, and can be left."""

import uuid

import pytest
from playwright.sync_api import expect

from office.models import Job
from tests.factories import NOW

LISTEN = """() => {
    window.heard = [];
    const place = document.getElementById("progress-said");
    new MutationObserver(() => window.heard.push(place.textContent)).observe(place, { childList: true });
}"""

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
    expect(said).to_contain_text("450件のうち0件")
    expect(page.locator("main")).to_contain_text("閉じても構いません")
    assert violations(page) == []
    page.evaluate(LISTEN)
    for done in (100, 312):
        Job.objects.filter(pk=job.pk).update(progress_done=done)
        expect(bar).to_have_attribute("aria-valuenow", f"{done}")
    expect(said).to_contain_text("450件のうち312件")
    heard = page.evaluate("window.heard")
    assert len(heard) == 1 and "312件" in heard[0]  # nothing at 100
    expect(bar).to_have_attribute("aria-valuemax", "450")
