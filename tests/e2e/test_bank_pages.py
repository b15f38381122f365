"""The pages of a head office and a branch at a desk and on a telephone: axe finds nothing, nothing scrolls sideways."""

import pytest
from django.urls import reverse

from tests.e2e.browsing import through
from tests.e2e.test_every_page import SIZES
from tests.matching.joint import joint
from tests.matching.test_joint_event import own_pages

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.full  # each page once at one size is in test_every_role.py
@pytest.mark.parametrize("size", ["desk", "telephone"])
@pytest.mark.parametrize("actor", ["head_office_a", "branch_a"])
def test_every_page_of_a_bank_is_clean(
    actor, size, request, new_page, sign_in, violations, coordinator, branch_of_a, branch_of_b
):
    event, user = joint((branch_of_a, branch_of_b), coordinator, 3), request.getfixturevalue(actor)
    page = new_page(**SIZES[size])
    sign_in(page, user)
    found = []
    for address in own_pages(event, user):
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        found += [f"{address}: {line}" for line in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{address}: scrolls sideways at {size}")
    assert found == []


def test_from_home_to_the_one_who_is_met(new_page, sign_in, coordinator, branch_of_a, branch_of_b, branch_a):
    event = joint((branch_of_a, branch_of_b), coordinator)
    event.stage = "day"
    event.save()
    page = new_page()
    sign_in(page, branch_a)
    page.goto(reverse("home"))
    through(page.get_by_role("link", name="面談の結果を見る").or_(page.get_by_role("link", name="時間割を見る")))
    through(page.get_by_role("link", name="時間割", exact=True))
    through(page.get_by_role("region", name="時間割の表").get_by_role("link", name="甲の0姓"))
    through(page.get_by_role("link", name="甲の0姓 甲の0名"))
    page.get_by_text("甲の0勤務先").first.wait_for()
