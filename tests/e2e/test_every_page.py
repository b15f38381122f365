"""Every page of a coordinator at a desk, on a tablet, at 200 % zoom and on a telephone: axe finds nothing, nothing scrolls sideways."""

import pytest
from django.urls import reverse
from django.utils import timezone

from institutions.models import User
from office.models import ReadLog
from tests import factories
from tests.test_pages import fill

# Every page at one size each is in test_every_role.py; here they come at every size, with rows of every kind.
pytestmark = [pytest.mark.e2e, pytest.mark.full, pytest.mark.django_db(transaction=True)]

SIZES = {
    "desk": {"width": 1366, "height": 768},
    "tablet": {"width": 820, "height": 1180},
    "zoom": {"width": 683, "height": 384},
    "telephone": {"width": 320, "height": 700},
}


def addresses(event) -> list[str]:
    entry = event.entries.first()
    of_event = [
        "matching:event_page",
        "matching:document_set",
        "matching:outcome_list",
        "matching:timetable_board",
        "events:participation_list",
        "events:attendance_list",
        "events:entry_list",
        "events:brief_board",
        *(f"events:event_{name}" for name in "edit copy hosts places programme advice".split()),
        "events:milestone_list",
        "events:milestone_new",
        "matching:event_stage",
        "events:entry_board",
        "events:entry_type",
        "events:entry_call",
        "events:letter_list",
        "events:halt_letters",
        "matching:result_letters",
    ]
    return [
        *(reverse(name, args=[event.pk]) for name in of_event),
        reverse("events:event_new"),
        reverse("events:milestone_edit", args=[event.milestones.first().pk]),
        *(reverse(name) for name in ("home", "matching:event_list", "companies:company_list", "talent:senior_list")),
        *(reverse(name) for name in ("office:document_list", "office:outbox", "institutions:account_list")),
        *(reverse(name) for name in ("office:inquiry_list", "office:inquiry_write")),
        reverse("office:inquiry_detail", args=[factories.inquiry().pk]),
        *(reverse(name) for name in ("institutions:invitation_list", "institutions:invite", "mfa_index")),
        *(reverse(name) for name in ("usersessions_list", "account_change_password", "mfa_list_webauthn")),
        reverse("institutions:account_page", args=[User.objects.get(role="coordinator").pk]),
        reverse("matching:outcome_edit", args=[entry.pk]),
        *(reverse(f"events:{name}", args=[entry.pk]) for name in ("entry_detail", "entry_edit", "entry_withdraw")),
        reverse("companies:company_detail", args=[entry.company_id]),
        reverse("companies:brief_edit", args=[entry.issue_id]),
        reverse("companies:brief_preview", args=[entry.issue_id]),
        reverse("talent:senior_detail", args=[entry.senior_id]),
        reverse("events:letter_edit", args=[event.pk, "call"]),
        reverse("events:letter_prepare", args=[event.pk, "announce"]),
        reverse("office:mail_unreached"),
        reverse("office:mail_letters"),
        reverse("office:outbox_send_all") + f"?group={event.pk}&kind=call",
        reverse("matching:trace") + "?q=高橋",
        reverse("matching:trace_senior", args=[entry.senior_id]),
        reverse("matching:trace_senior_changes", args=[entry.senior_id]),
        reverse("matching:trace_entry_changes", args=[entry.pk]),
        reverse("matching:trace_account", args=[ReadLog.objects.first().user_id]),
    ]


@pytest.mark.parametrize("size", ["desk", "telephone", "tablet", "zoom"])
def test_every_page_is_clean(size, new_page, sign_in, violations, coordinator):
    event = fill(3, coordinator)
    factories.read_log(coordinator, seniors=[event.entries.first().senior_id], at=timezone.now())
    factories.read_alert(factories.user("adviser"), usual=21)
    for fields in (
        {},
        {"state": "bounced"},
        {"state": "by_hand", "recipient": "", "to_name": "髙橋 誠一"},
        {"state": "told"},
    ):
        factories.mail(coordinator, group_id=event.pk, **fields)
    page = new_page(**SIZES[size])
    sign_in(page, coordinator)
    found = []
    for address in addresses(event):
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        found += [f"{address}: {line}" for line in violations(page)]
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        if wide and "timetable" not in address:
            found.append(f"{address}: scrolls sideways at {size}")
    assert found == []
