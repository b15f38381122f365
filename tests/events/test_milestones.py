"""The dates of an event: computed, owned, done, reminded of."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from events import milestones
from events.letters.telling import halt_letters
from events.milestones import MilestoneError
from events.models import Event, Halt, Milestone, MilestoneKind
from events.planning import change_event
from events.tasks import remind
from office.models import OutboxMail
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 9, 17)


def dates(event: Event) -> dict[str, dt.date]:
    return dict(event.milestones.values_list("kind", "due_on"))


@pytest.fixture
def event(coordinator):
    made = factories.event(starts_on=DAY, ends_on=DAY, stage="preparation")
    milestones.make_milestones(event=made, by=coordinator, now=NOW)
    return made


def test_dates_are_counted_from_the_day_and_moved_off_days_without_work(event):
    assert dates(event) == {
        "start": dt.date(2027, 6, 17),  # three months
        "kickoff": dt.date(2027, 6, 18),  # D-90 is a Saturday
        "hearings_begin": dt.date(2027, 6, 29),
        "hearings_end": dt.date(2027, 7, 29),
        "list": dt.date(2027, 8, 3),
        "entries_end": dt.date(2027, 8, 23),
        "selection": dt.date(2027, 8, 27),  # D-20 is a Saturday
        "notice": dt.date(2027, 9, 3),
        "packs": dt.date(2027, 9, 10),
        "day": DAY,
        "consents": dt.date(2027, 9, 24),
        "second_interviews": dt.date(2027, 10, 18),  # D+30 is a Sunday
        "visits": dt.date(2028, 1, 17),  # D+120 is a Saturday
        "follow_up": dt.date(2028, 3, 15),
    }


def test_a_first_event_begins_four_months_before_and_its_own_period_wins(coordinator):
    opens = dt.datetime(2027, 8, 9, 9, 0, tzinfo=factories.TOKYO)
    made = factories.event(starts_on=DAY, ends_on=DAY, is_first=True, entry_open_at=opens)
    milestones.make_milestones(event=made, by=coordinator, now=NOW)
    assert dates(made)["start"] == dt.date(2027, 5, 17) and dates(made)["list"] == dt.date(2027, 8, 9)


def test_counting_anew_leaves_what_is_done_and_what_is_of_its_own_kind(event, coordinator):
    own = factories.milestone(event, due_on=dt.date(2027, 7, 1))
    event.milestones.filter(kind="packs").update(due_on=dt.date(2027, 9, 1))
    event.milestones.filter(kind="start").update(due_on=dt.date(2027, 6, 1), done_at=NOW, done_by=coordinator)
    event.milestones.filter(kind="notice").delete()
    assert milestones.compute_anew(event=event, by=coordinator, now=NOW) == 1
    assert dates(event)["packs"] == dt.date(2027, 9, 10) and dates(event)["start"] == dt.date(2027, 6, 1)
    assert dates(event)["notice"] == dt.date(2027, 9, 3) and Milestone.objects.get(pk=own.pk).due_on == own.due_on


# --- Pages --------------------------------------------------------------------------------------------------------------
def test_the_page_shows_picture_owner_and_what_is_late(event, coordinator, bank_a):
    factories.event_host(event, bank_a)
    Event.objects.filter(pk=event.pk).update(starts_on=timezone.localdate() + dt.timedelta(30))
    row = factories.milestone(
        event, due_on=timezone.localdate() - dt.timedelta(1), owner="institution", institution=bank_a
    )
    page = client_of(coordinator).get(reverse("events:milestone_list", args=[event.pk])).text
    assert page.count("<circle") == 15 and "遅れ" in page and bank_a.short_name in page
    assert "次の期日" in client_of(coordinator).get(reverse("matching:event_page", args=[event.pk])).text
    client = client_of(coordinator)
    client.post(reverse("events:milestone_done", args=[row.pk]))
    row.refresh_from_db()
    assert row.done_by == coordinator
    client.post(reverse("events:milestone_done", args=[row.pk]), {"undo": "1"})
    row.refresh_from_db()
    assert row.done_at is None


def test_a_head_office_finishes_its_own_and_no_other(event, bank_a, bank_b, head_office_a, branch_a, coordinator):
    for bank in (bank_a, bank_b):
        factories.event_host(event, bank)
    own, other = (factories.milestone(event, owner="institution", institution=bank) for bank in (bank_a, bank_b))
    client = client_of(head_office_a)
    page = client.get(reverse("events:milestone_list", args=[event.pk])).text
    assert page.count("済みにする<") == 1
    assert client.post(reverse("events:milestone_done", args=[own.pk])).status_code == 302
    assert client.post(reverse("events:milestone_done", args=[other.pk])).status_code == 404
    assert client_of(branch_a).post(reverse("events:milestone_done", args=[own.pk])).status_code == 403
    own.refresh_from_db()
    other.refresh_from_db()
    assert own.done_by == head_office_a and other.done_at is None


def test_a_date_of_ones_own_is_added_once_changed_and_taken_out(event, coordinator, bank_a):
    factories.event_host(event, bank_a)
    client = client_of(coordinator)
    address = reverse("events:milestone_new", args=[event.pk])
    data = {
        "new_key": str(uuid.uuid4()),
        "title": "会場の下見",
        "due_on": "令和9年7月3日",
        "owner": f"host:{bank_a.pk}",
    }
    assert "土曜日" in client.post(address, data, follow=True).text
    client.post(address, data)
    row = event.milestones.get(title="会場の下見")
    assert (row.institution, row.owner) == (bank_a, "institution")
    edit = reverse("events:milestone_edit", args=[row.pk])
    assert "入力してください" in client.post(edit, data | {"title": ""}).text
    client.post(edit, data | {"title": "下見", "owner": f"user:{coordinator.pk}"})
    row.refresh_from_db()
    assert (row.title, row.person, row.institution) == ("下見", coordinator, None)
    client.post(edit, {"remove": "1"})
    assert not Milestone.objects.filter(pk=row.pk).exists()
    day = event.milestones.get(kind="day")
    refused = client.post(reverse("events:milestone_edit", args=[day.pk]), {"due_on": "2027-10-01", "owner": "office"})
    assert "基本の設定で変えてください" in refused.text
    with pytest.raises(MilestoneError):
        milestones.remove(milestone=day, by=coordinator, now=NOW)


# --- Reminders ----------------------------------------------------------------------------------------------------------
def test_reminders_are_drafts_to_the_owner_once(event, coordinator, bank_a, head_office_a):
    factories.event_host(event, bank_a)
    event.milestones.all().delete()
    today = timezone.localdate()
    soon, later = today + dt.timedelta(7), today + dt.timedelta(8)
    mine = factories.milestone(event, due_on=soon, owner="institution", institution=bank_a)
    late = factories.milestone(event, due_on=today - dt.timedelta(40), title="遅れている準備")
    factories.milestone(event, due_on=later, title="まだ先")
    factories.milestone(event, due_on=soon, title="済み", done_at=NOW, done_by=coordinator)
    for _ in range(2):
        remind()
    mails = {mail.subject_id: mail for mail in OutboxMail.objects.filter(kind__startswith=milestones.REMINDER)}
    assert set(mails) == {mine.pk, late.pk}
    assert mails[mine.pk].recipient == head_office_a.email and mails[late.pk].recipient == coordinator.email
    assert (
        mails[mine.pk].state == "draft" and event.name in mails[mine.pk].body and "会場の下見" in mails[mine.pk].title
    )
    assert "期日が近づいています" in mails[mine.pk].body and "期日を過ぎています" in mails[late.pk].body
    assert {mail.group_id for mail in mails.values()} == {event.pk}
    event.hosts.update(reply_email="gyomu@example.jp")
    assert milestones.recipients(mine) == ["gyomu@example.jp"]


def test_a_date_that_has_moved_is_reminded_of_once_more(event, coordinator):
    event.milestones.all().delete()
    today = timezone.localdate()
    row = factories.milestone(event, due_on=today)
    remind()
    factories.sent(OutboxMail.objects.all(), coordinator)
    kinds = lambda: sorted(OutboxMail.objects.values_list("kind", "state"))  # noqa: E731
    first = (f"milestone_reminder_{today:%y%m%d}", "sent")
    for days in (3, 5):  # moved once more before the draft has gone
        Milestone.objects.filter(pk=row.pk).update(due_on=today + dt.timedelta(days))
        remind()
        assert kinds() == [first, (f"milestone_reminder_{today + dt.timedelta(days):%y%m%d}", "draft")]
    Milestone.objects.filter(pk=row.pk).update(due_on=today + dt.timedelta(30))
    remind()
    assert kinds() == [first]
    Milestone.objects.filter(pk=row.pk).update(due_on=today + dt.timedelta(3))
    remind()
    milestones.finish(milestone=row, by=coordinator, now=NOW)
    assert kinds() == [first]


def test_a_reminder_says_only_to_those_who_can_that_they_press(event, coordinator, bank_a, bank_b, head_office_a):
    for bank in (bank_a, bank_b):
        factories.event_host(event, bank, reply_email="gyomu@example.jp")
    event.milestones.all().delete()
    due = {"due_on": timezone.localdate() - dt.timedelta(1)}
    own, without = (
        factories.milestone(event, owner="institution", institution=bank, **due) for bank in (bank_a, bank_b)
    )
    shared, offices = factories.milestone(event, owner="hosts", **due), factories.milestone(event, **due)
    remind()
    press = {row.subject_id for row in OutboxMail.objects.all() if "「済みにする」を押してください" in row.body}
    assert press == {own.pk, offices.pk}
    told = {
        row.subject_id for row in OutboxMail.objects.all() if "済んでいるときは、事務局へお知らせください" in row.body
    }
    assert told == {shared.pk, without.pk}
    address = reverse("events:milestone_list", args=[event.pk])
    assert "「済みにする」を押してください" in client_of(head_office_a).get(address).text
    own.delete()
    page = client_of(head_office_a).get(address).text
    assert "「済みにする」を押してください" not in page and "済んでいれば、事務局へお知らせください" in page


def test_halting_takes_reminders_back(event, coordinator):
    event.milestones.filter(kind="packs").update(due_on=timezone.localdate())
    remind()
    assert OutboxMail.objects.get().group_id == event.pk
    Event.objects.filter(pk=event.pk).update(
        halt=Halt.POSTPONED, halt_reason="台風", halted_at=NOW, halted_by=coordinator
    )
    event.refresh_from_db()
    halt_letters(event, by=coordinator, now=NOW)
    assert not OutboxMail.objects.exists()


def test_of_several_hosts_each_is_reminded(event, coordinator, bank_a, bank_b):
    event.milestones.all().delete()
    for bank in (bank_a, bank_b):
        factories.event_host(event, bank, reply_email=f"{bank.short_name.encode().hex()}@example.jp")
    factories.milestone(event, due_on=timezone.localdate(), owner="hosts")
    addresses = set(event.hosts.values_list("reply_email", flat=True))
    for _ in range(2):
        remind()
        assert {row.recipient for row in OutboxMail.objects.all()} == addresses and OutboxMail.objects.count() == 2
    first = OutboxMail.objects.filter(pk=OutboxMail.objects.first().pk)
    factories.sent(first, coordinator)
    OutboxMail.objects.filter(state="draft").delete()
    remind()
    assert {row.recipient for row in OutboxMail.objects.all()} == addresses and OutboxMail.objects.count() == 2


def test_nobody_is_reminded_of_what_is_put_off(event, coordinator):
    event.milestones.update(due_on=timezone.localdate())
    Event.objects.filter(pk=event.pk).update(
        halt=Halt.POSTPONED, halt_reason="台風", halted_at=NOW, halted_by=coordinator
    )
    remind()
    assert not OutboxMail.objects.exists()


def test_kinds_are_those_of_the_table():
    assert [step.kind for step in milestones.STEPS] == [kind for kind in MilestoneKind if kind != MilestoneKind.OTHER]


def test_the_dates_of_the_period_follow_the_period_and_not_the_day(coordinator):
    opens, closes = (dt.datetime(2027, 8, day, 9, tzinfo=factories.TOKYO) for day in (3, 23))
    day = dt.date(2027, 9, 17)
    event = factories.event(starts_on=day, ends_on=day, stage="hearing", entry_open_at=opens, entry_close_at=closes)
    milestones.make_milestones(event=event, by=coordinator, now=NOW)
    keep = {"event": event, "move_milestones": True, "by": coordinator, "now": NOW}

    def of_period() -> list[dt.date]:
        kinds = dict(event.milestones.values_list("kind", "due_on"))
        return [kinds["list"], kinds["entries_end"]]

    change_event(values={"entry_close_at": closes + dt.timedelta(4)}, **keep)
    assert of_period() == [dt.date(2027, 8, 3), dt.date(2027, 8, 27)]
    packs = event.milestones.get(kind="packs").due_on
    later = day + dt.timedelta(7)
    change_event(values={"starts_on": later, "ends_on": later}, **keep)
    assert of_period() == [dt.date(2027, 8, 3), dt.date(2027, 8, 27)]
    assert event.milestones.get(kind="packs").due_on == packs + dt.timedelta(7)
    event.milestones.filter(kind="list").update(done_at=NOW, done_by=coordinator)
    change_event(values={"entry_open_at": opens + dt.timedelta(1)}, **keep)
    assert of_period()[0] == dt.date(2027, 8, 3)  # what is done stays as it was
