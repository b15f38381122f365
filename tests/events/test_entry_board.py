"""How entries come in, whom to invite, the call as drafts once each, the papers, and what happens to entries of who leaves."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.calling import sending
from events.calling.sending import Call
from events.entering.board import board
from events.models import BriefMark, Entry, Event
from events.papers import request_blank_form, request_entry_form
from office.actions import run_now
from office.models import Job, OutboxMail
from talent.actions import erase_senior
from talent.models import Senior
from tests import factories
from tests.conftest import client_of
from tests.events.entering import able_senior, brief_of, enter, open_event, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return open_event(few_entries=1, many_entries=2, planned_seniors=40)


@pytest.fixture
def briefs(event, branch_of_a, branch_of_b):
    return [
        brief_of(event, branch_of_a, public_title="多い課題"),
        brief_of(event, branch_of_b, public_title="静かな課題"),
    ]


def rows(event, user) -> list[tuple[str, int, str]]:
    return [(row.brief.public_title, row.count, row.word) for row in board(event, user).rows]


def test_counts_are_of_this_moment_and_a_bank_sees_its_own(event, briefs, coordinator, head_office_a, branch_b):
    for _ in range(2):
        last = enter(able_senior(), briefs[0])
    assert rows(event, coordinator) == [("静かな課題", 0, "少ない"), ("多い課題", 2, "多い")]
    found = board(event, coordinator)
    assert (found.total, found.seniors, found.few, found.many) == (2, 2, 1, 1)
    assert found.line[1][-1] == 2
    assert rows(event, head_office_a) == [("多い課題", 2, "多い")]
    assert rows(event, branch_b) == [("静かな課題", 0, "少ない")]
    page = client_of(head_office_a).get(reverse("events:entry_board", args=[event.pk])).text
    assert "多い課題" in page and "静かな課題" not in page and "募集案内" not in page
    whole = client_of(coordinator).get(reverse("events:entry_board", args=[event.pk]))
    part = client_of(coordinator).get(reverse("events:entry_board", args=[event.pk]), headers={"HX-Request": "true"})
    assert 'hx-trigger="every 10s"' in whole.text and "<html" not in part.text and "多い課題" in part.text
    Entry.objects.filter(pk=last.pk).update(state="withdrawn")
    assert rows(event, coordinator)[1] == ("多い課題", 1, "")


def test_entries_of_who_is_paused_are_shown_and_erasing_counts_again(event, briefs, coordinator):
    senior, other = able_senior(), able_senior()
    for one in (senior, other):
        enter(one, briefs[0])
        write(one, briefs[1])
    Senior.objects.filter(pk=senior.pk).update(state="paused")
    page = client_of(coordinator).get(reverse("events:entry_board", args=[event.pk])).text
    assert "休止・退会した人の希望" in page and page.count("を取り下げる</a>") == 1
    erase_senior(senior=senior, by=coordinator, now=timezone.now())
    briefs[0].refresh_from_db()
    assert briefs[0].entry_count == 1
    assert list(Entry.objects.filter(state="withdrawn").values_list("senior", flat=True)) == [senior.pk]


def test_who_suits_is_invited_once_and_who_has_entered_is_not(event, briefs, coordinator):
    suited, entered, silent = (able_senior() for _ in range(3))
    for one in (suited, entered, silent):
        factories.speciality(one)
    silent.contact.delete()
    enter(entered, briefs[1])
    address = reverse("events:entry_invite", args=[briefs[1].pk])
    client = client_of(coordinator)
    page = client.get(address).text
    assert str(suited.pk) in page and str(entered.pk) not in page and "メールなし" in page
    for _ in range(2):
        client.post(address, {"senior": [suited.pk, entered.pk, silent.pk]})
    mail = OutboxMail.objects.get(kind__startswith="invite:")
    assert mail.recipient == suited.contact.email.lower() and mail.state == "draft"
    assert "静かな課題" in mail.body and briefs[1].issue.company.name not in mail.body
    assert "用意済み" in client.get(address).text


def run_call(event, call, by) -> dict:
    return run_now(sending.start(event=event, call=call, by=by, now=timezone.now())).result


def test_the_call_is_one_letter_each_with_what_suits_her_best(event, briefs, coordinator):
    suited, other, away, silent = (able_senior() for _ in range(4))
    factories.speciality(suited)
    factories.unavailable_period(away, from_on=event.starts_on, to_on=event.ends_on)
    silent.contact.delete()
    preview = client_of(coordinator).get(reverse("events:entry_call", args=[event.pk]), {"call": "everyone"}).text
    assert suited.name in preview and "メールなし" in preview and away.name not in preview
    assert run_call(event, Call.FITTING, coordinator)["count"] == 1
    letter = OutboxMail.objects.get(kind=Call.FITTING.mail_kind(event))
    assert letter.subject_id == suited.pk and "・静かな課題" in letter.body and suited.name in letter.body
    told = run_call(event, Call.EVERYONE, coordinator)
    assert told["count"] == 1 and "前に用意した1通は、そのままです" in told["message"]
    assert "メールアドレスのない1人" in told["message"]
    assert run_call(event, Call.EVERYONE, coordinator)["count"] == 0
    called = {mail.subject_id: mail.state for mail in OutboxMail.objects.filter(kind__startswith="call:")}
    assert called == {suited.pk: "draft", other.pk: "draft", silent.pk: "by_hand"}


def test_the_reminder_is_for_who_has_begun_and_not_entered(event, briefs, coordinator):
    marked, begun, done, _ = (able_senior() for _ in range(4))
    times = {"event": event, "marked_at": timezone.now()}
    for one in (marked, done):
        BriefMark.objects.create(senior=one, brief=briefs[0], **times)
    write(begun, briefs[1])
    enter(done, briefs[0])
    assert run_call(event, Call.REMINDER, coordinator)["count"] == 2
    letters = {mail.subject_id: mail.body for mail in OutboxMail.objects.filter(kind__startswith="remind:")}
    assert (
        "多い課題" in letters[marked.pk]
        and "静かな課題" in letters[begun.pk]
        and letters.keys() == {marked.pk, begun.pk}
    )


def test_outside_the_period_no_call_is_prepared(event, coordinator):
    Event.objects.filter(pk=event.pk).update(stage="hearing")
    page = client_of(coordinator).post(reverse("events:entry_call", args=[event.pk]), {"call": "everyone"}, follow=True)
    assert "まだ始まっていません" in page.text and not Job.objects.exists()


def test_the_papers(event, briefs, coordinator):
    entry = enter(able_senior(), briefs[0])
    made = run_now(request_entry_form(entry=entry, by=coordinator, now=timezone.now()))
    blank = run_now(request_blank_form(event=event, by=coordinator, now=timezone.now()))
    assert (made.state, made.pages) == ("done", 1)
    assert (blank.state, blank.pages) == ("done", 2)
    before = made.content_hash
    Entry.objects.filter(pk=entry.pk).update(proposal_text="あ" * 1200)
    again = run_now(request_entry_form(entry=entry, by=coordinator, now=timezone.now()))
    assert again.content_hash != before and again.pages <= 2
