"""The results for everybody who has entered: each exactly one, with her times, and a changed result is told anew."""

import pytest
from django.urls import reverse

from events.letters import LetterError
from events.models import Entry
from matching.letters import prepare_results, results_of
from office.models import MailState, OutboxMail
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(coordinator):
    """Of four seniors one meets a firm, one is on the reserve, two get a polite no."""
    made = factories.small_event(2, 4)
    factories.event_host(made, factories.institution())
    for number, attendance in enumerate(made.attendances.order_by("number")):
        factories.senior_contact(attendance.senior, email=f"s{number}@example.jp" if number != 3 else "")
    return made


def publish(event, coordinator, slot=0):
    plan = factories.timetable(event, coordinator, published=True)
    entry = Entry.objects.filter(attendance__number=1).order_by("preference").first()
    factories.interview(plan, entry, event.slots.order_by("number")[slot])
    Entry.objects.filter(attendance__number=2, preference=1).update(state="reserved")
    return plan


def kinds(state=MailState.DRAFT) -> dict[str, str]:
    return {row.recipient: row.kind.split("_")[0] for row in OutboxMail.objects.filter(state=state)}


def test_nothing_before_the_timetable_is_published(event, coordinator):
    with pytest.raises(LetterError, match="公開されていません"):
        prepare_results(event=event, by=coordinator, now=NOW)


def test_each_gets_exactly_one(event, coordinator):
    publish(event, coordinator)
    results = results_of(event)
    everybody = [one.pk for people in results.by_kind.values() for one in people]
    assert sorted(everybody) == sorted(set(event.entries.values_list("senior", flat=True)))
    for _ in range(2):
        prepare_results(event=event, by=coordinator, now=NOW)
    assert kinds() == {"s0@example.jp": "selected", "s1@example.jp": "reserve", "s2@example.jp": "declined"}
    assert kinds("by_hand") == {"": "declined"}
    mail = OutboxMail.objects.get(recipient="s0@example.jp")
    assert "13時30分〜13時50分 卓1" in mail.body and "面談が決まりました" in mail.body and "DTSTART" in mail.calendar
    assert mail.body.count("見送りとなりました") == 1  # her second wish


def test_a_draft_that_is_no_longer_true_is_taken_back(event, coordinator):
    publish(event, coordinator)
    prepare_results(event=event, by=coordinator, now=NOW)
    Entry.objects.filter(attendance__number=3, preference=1).update(state="reserved")
    prepare_results(event=event, by=coordinator, now=NOW)
    assert kinds()["s2@example.jp"] == "reserve" and OutboxMail.objects.count() == 4


def test_new_times_are_told_anew_and_a_changed_result_is_shown(event, coordinator):
    plan = publish(event, coordinator)
    prepare_results(event=event, by=coordinator, now=NOW)
    sent = {"approved_by": coordinator, "approved_at": NOW, "state": "approved"}
    OutboxMail.objects.filter(state="draft").update(**sent)
    prepare_results(event=event, by=coordinator, now=NOW)
    assert kinds() == {}
    interview = plan.interviews.get()
    slot = event.slots.order_by("number")[4]
    plan.interviews.filter(pk=interview.pk).update(slot=slot, during=slot.during)
    Entry.objects.filter(attendance__number=2, preference=1).update(state="declined")
    [(one, before, after)] = results_of(event).changed
    assert (before, after) == ("控え", "見送り")
    prepare_results(event=event, by=coordinator, now=NOW)
    assert kinds() == {"s0@example.jp": "selected", "s1@example.jp": "declined"}


def test_the_page_shows_and_makes(event, coordinator):
    client, address = client_of(coordinator), reverse("matching:result_letters", args=[event.pk])
    assert "公開されていません" in client.get(address).text
    publish(event, coordinator)
    assert "全員分を用意する" in client.get(address).text
    client.post(address)
    assert OutboxMail.objects.count() == 4


def test_whoever_is_undecided_goes_on_the_reserve_firm_by_firm(event, coordinator):
    client, address = client_of(coordinator), reverse("matching:result_letters", args=[event.pk])
    first = event.participations.order_by("number").first()
    button = reverse("events:undecided_reserve", args=[first.pk])
    assert button not in client.get(address).text
    assert "公開されていません" in client.post(button, follow=True).text
    publish(event, coordinator)
    prepare_results(event=event, by=coordinator, now=NOW)
    assert kinds()["s2@example.jp"] == "declined"
    page = client.get(address).text
    left = Entry.objects.filter(participation=first, state="submitted").exclude(attendance__number=1)
    assert left and all(reverse("events:entry_detail", args=[entry.pk]) in page for entry in left)
    count = left.count()
    assert f"希望{count}件を「控え」" in client.post(button, follow=True).text
    assert "s2@example.jp" not in kinds()
    assert not left.all() and button not in client.get(address).text
    prepare_results(event=event, by=coordinator, now=NOW)
    assert kinds()["s2@example.jp"] == "reserve"
    assert Entry.objects.filter(attendance__number=1, state="reserved").count() == 0


def test_her_calendar_holds_her_interviews_alone(event, coordinator, senior_a):
    plan = publish(event, coordinator)
    mine = Entry.objects.get(attendance__number=3, preference=1)
    mine.senior.user = senior_a.__class__.objects.create_user("mine@example.jp", role="senior")
    mine.senior.save()
    factories.interview(plan, mine, event.slots.order_by("number")[2])
    text = client_of(mine.senior.user).get(reverse("matching:my_calendar", args=[event.pk])).text
    assert text.count("BEGIN:VEVENT") == 1 and str(mine.pk) in text
    assert client_of(senior_a).get(reverse("matching:my_calendar", args=[event.pk])).status_code == 404
