"""Wishing for a firm: one entry whatever is pressed, dense ranks, the cap, the closing time, coming back, and both walls."""

import datetime as dt
import re
import threading
from uuid import UUID

import pytest
from django.db import ProgrammingError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from companies.models import IssueBrief
from events.actions_firms import withdraw_firm
from events.entering import writing
from events.entering.drafts import DraftConflict
from events.entering.standing import EntryClosed, EntryError
from events.models import Attendance, BriefMark, Entry, EntryDraft, Event, Figure, Tally
from events.planning import change_event
from institutions.actors import acting, actor_of
from office.models import OutboxMail
from talent.models import Application, Disclosure, Senior
from tests import factories
from tests.acting import as_system
from tests.conftest import client_of
from tests.events.entering import DAY, TEXT, able_senior, brief_of, enter, open_event, ranks, write
from tests.talent.walker import Walker

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return open_event(max_entries_per_senior=3)


@pytest.fixture
def senior(db):
    return able_senior()


@pytest.fixture
def brief(event, branch_of_a):
    return brief_of(event, branch_of_a)


def count_of(event, figure) -> int:
    return Tally.objects.get(event=event, figure=figure).count


# --- Handing in -------------------------------------------------------------------------------------------------------
def test_an_entry_carries_all_that_follows_from_it(event, senior, brief, bank_a):
    factories.speciality(senior)
    entry = enter(senior, brief)
    assert (entry.preference, entry.channel, entry.public_title) == (1, "web", brief.public_title)
    assert entry.score == 100 + 50 + 15
    assert entry.attendance.number == 1 and entry.typed_by is None
    brief.refresh_from_db()
    assert brief.entry_count == 1
    assert (count_of(event, Figure.ENTRIES), count_of(event, Figure.SENIORS)) == (1, 1)
    assert Disclosure.objects.get(senior=senior).institution == bank_a
    assert not EntryDraft.objects.exists()
    mail = OutboxMail.objects.get(subject_id=entry.pk)
    assert TEXT in mail.body and entry.receipt_number in mail.body and mail.state == "draft"


def test_pressed_twice_it_is_one_entry_and_no_second_letter(senior, brief):
    draft = write(senior, brief)
    seen = writing.mark(draft, None)
    now = timezone.now()
    one, made = writing.hand_in(draft_of=brief, seen=seen, by=senior.user, now=now)
    other, again = writing.hand_in(draft_of=brief, seen=seen, by=senior.user, now=now)
    assert (one.pk, made, again) == (other.pk, True, False)
    assert one.pk == draft.pk
    assert Entry.objects.count() == OutboxMail.objects.count() == 1


def test_each_change_of_a_day_has_its_receipt_and_only_the_last_one_waits(senior, brief, coordinator):
    morning = timezone.localtime().replace(hour=9, minute=0)
    kinds = lambda: list(OutboxMail.objects.order_by("created_at").values_list("kind", "state"))  # noqa: E731

    def handed_in(text: str, now: dt.datetime) -> Entry:
        seen = writing.mark(write(senior, brief, text), Entry.objects.filter(senior=senior).first())
        return writing.hand_in(draft_of=brief, seen=seen, by=senior.user, now=now)[0]

    day = f"{morning:%y%m%d}"
    entry = handed_in(TEXT, morning)
    factories.sent(OutboxMail.objects.all(), coordinator)
    handed_in(TEXT + "午後に足しました。", morning.replace(hour=15))
    assert kinds() == [(f"entry_copy_{day}0900", "sent"), (f"entry_copy_{day}1500", "draft")]
    assert "午後に足しました" in OutboxMail.objects.get(state="draft").body
    factories.mail(coordinator, kind="promoted_20260901", subject_kind="entry", subject_id=entry.pk)
    writing.take_back(entry=entry, reason="", by=senior.user, now=morning.replace(hour=16))
    assert kinds()[1:] == [(f"entry_withdrawn_{day}1600", "draft")]
    handed_in(TEXT + "もう一度出します。", morning.replace(hour=17))
    assert kinds()[1:] == [(f"entry_copy_{day}1700", "draft")]


def test_what_the_check_page_has_not_shown_is_not_handed_in(senior, brief):
    draft = write(senior, brief)
    seen = writing.mark(draft, None)
    write(senior, brief, TEXT + "別の画面で足しました。", seen="1", window="other")
    with pytest.raises(EntryError, match="別の画面で内容が変わりました"):
        writing.hand_in(draft_of=brief, seen=seen, by=senior.user, now=timezone.now())
    assert not Entry.objects.exists()


def test_two_windows_lose_nothing_to_each_other(senior, brief):
    write(senior, brief, "一つ目の画面の文", window="one", by_itself=True)
    with pytest.raises(DraftConflict) as conflict:
        write(senior, brief, "二つ目の画面の文", window="two")
    assert conflict.value.saved.proposal_text == "一つ目の画面の文"
    write(
        senior, brief, "一つ目の続き", window="one", by_itself=True
    )  # a window that saves by itself hears nothing of it
    assert EntryDraft.objects.get().proposal_text == "一つ目の続き"
    write(senior, brief, "押した文", window="one", seen="2")
    late = write(senior, brief, "遅れて届いた文", window="one", seen="1", by_itself=True)
    assert late.proposal_text == EntryDraft.objects.get().proposal_text == "押した文"


def test_ranks_stay_dense_whatever_is_put_in_moved_or_taken_out(event, senior, branch_of_a):
    one, two, three = (brief_of(event, branch_of_a, public_title=f"課題{n}") for n in range(3))
    enter(senior, one), enter(senior, two, preference=1)
    last = enter(senior, three, preference=2)
    titles = lambda: list(  # noqa: E731
        Entry.objects.exclude(state="withdrawn")
        .order_by("preference")
        .values_list("public_title", "preference", "score")
    )
    assert titles() == [("課題1", 1, 100), ("課題2", 2, 90), ("課題0", 3, 80)]
    entries = list(Entry.objects.order_by("preference"))
    writing.move(entry=last, place=1, seen=writing.order_mark(entries), by=senior.user, now=timezone.now())
    assert titles() == [("課題2", 1, 100), ("課題1", 2, 90), ("課題0", 3, 80)]
    with pytest.raises(EntryError, match="別の画面で順番が変わりました"):
        writing.move(entry=last, place=2, seen=writing.order_mark(entries), by=senior.user, now=timezone.now())
    writing.take_back(entry=last, reason="", by=senior.user, now=timezone.now())
    assert titles() == [("課題1", 1, 100), ("課題0", 2, 90)]


def test_a_score_set_by_hand_stays_when_ranks_move(event, senior, branch_of_a):
    first = enter(senior, brief_of(event, branch_of_a))
    Entry.objects.filter(pk=first.pk).update(score=777)
    enter(senior, brief_of(event, branch_of_a), preference=1)
    first.refresh_from_db()
    assert (first.preference, first.score) == (2, 777)


def test_the_cap_is_explained_and_a_firm_that_withdraws_takes_no_place(event, senior, branch_of_a, coordinator):
    briefs = [brief_of(event, branch_of_a) for _ in range(4)]
    for brief in briefs[:3]:
        enter(senior, brief)
    page = client_of(senior.user).get(reverse("events:brief_detail", args=[briefs[3].pk])).text
    assert "3件まで出せます。いま3件です。どれかを取り下げると" in page
    with pytest.raises(EntryError, match="いま3件です。どれかを取り下げると"):
        enter(senior, briefs[3])
    assert ranks(senior, event) == [1, 2, 3] and EntryDraft.objects.count() == 1
    withdraw_firm(
        participation=event.participations.get(company=briefs[0].issue.company), by=coordinator, now=timezone.now()
    )
    briefs[0].refresh_from_db()
    assert briefs[0].entry_count == 0
    draft = EntryDraft.objects.get()
    writing.hand_in(draft_of=briefs[3], seen=writing.mark(draft, None), by=senior.user, now=timezone.now())
    assert ranks(senior, event) == [1, 2, 3, 4]


# --- The time, by the database's clock ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"halt": "cancelled"}, "中止になったため"),
        ({"entry_open_at": timezone.now() + DAY, "entry_close_at": timezone.now() + 2 * DAY}, "まだ始まっていません"),
        ({"stage": "selection"}, "締め切りました|受付は終わりました"),
        ({"stage": "hearing"}, "まだ始まっていません"),
    ],
)
def test_outside_the_period_nothing_is_taken_and_nothing_lost(fields, words, event, senior, brief):
    draft = write(senior, brief)
    if "halt" in fields:
        fields = fields | {"halted_at": timezone.now(), "halted_by": factories.user("coordinator"), "halt_reason": "雪"}
    Event.objects.filter(pk=event.pk).update(**fields)
    with pytest.raises(EntryClosed, match=words):
        # Whatever the caller says that it is now.
        past = timezone.now() - DAY / 4
        writing.hand_in(draft_of=brief, seen=writing.mark(draft, None), by=senior.user, now=past)
    client = client_of(senior.user)
    page = client.post(
        reverse("events:entry_write", args=[brief.pk]), {"proposal_text": TEXT + "まだ書いています。", "seen": "1"}
    ).text
    assert re.search(words, page) and "まだ書いています。" in page and "事務局へお電話ください" in page
    assert EntryDraft.objects.get().proposal_text.endswith("まだ書いています。")


def test_when_the_time_has_run_out_the_database_says_so(event, senior, brief):
    """Stale rows in the caller's hands and a clock of his own change nothing."""
    draft = write(senior, brief)
    closed = timezone.now() - dt.timedelta(seconds=1)
    Event.objects.filter(pk=event.pk).update(entry_close_at=closed)
    IssueBrief.objects.filter(pk=brief.pk).update(open_until=closed)
    with pytest.raises(EntryClosed, match="締め切りました"):
        writing.hand_in(draft_of=brief, seen=writing.mark(draft, None), by=senior.user, now=timezone.now() - DAY)
    page = client_of(senior.user).post(reverse("events:entry_write", args=[brief.pk]), {"proposal_text": "最後の文"})
    assert "最後の文" in page.text and EntryDraft.objects.get().proposal_text == "最後の文"


def test_an_issue_may_be_open_longer_and_comes_last(event, senior, branch_of_a):
    first = enter(senior, brief_of(event, branch_of_a))
    late = brief_of(event, branch_of_a, open_until=timezone.now() + DAY)
    Event.objects.filter(pk=event.pk).update(entry_close_at=timezone.now() - DAY / 2)
    _stage(event, "selection")
    entry = enter(senior, late, preference=1)
    first.refresh_from_db()
    assert (first.preference, entry.preference) == (1, 2)
    with pytest.raises(EntryClosed, match="締め切りました"):
        writing.move(entry=entry, place=1, seen=writing.order_mark([first, entry]), by=senior.user, now=timezone.now())
    _stage(event, "timetable")
    with pytest.raises(EntryClosed):
        writing.take_back(entry=entry, reason="", by=senior.user, now=timezone.now())


def test_a_closing_time_that_is_moved_takes_its_issues_along(event, brief, branch_of_a, coordinator):
    own = brief_of(event, branch_of_a, open_until=event.entry_close_at + DAY)
    sooner, later = event.entry_close_at - DAY, own.open_until
    change_event(
        event=event, values={"entry_close_at": sooner}, move_milestones=False, by=coordinator, now=timezone.now()
    )
    assert set(IssueBrief.objects.values_list("pk", "open_until")) == {(brief.pk, sooner), (own.pk, later)}


def _stage(event, stage) -> None:
    Event.objects.filter(pk=event.pk).update(stage=stage)


def test_an_issue_that_has_closed_shows_what_she_wrote_and_what_she_sends(senior, brief, senior_a):
    IssueBrief.objects.filter(pk=brief.pk).update(open_until=timezone.now() - dt.timedelta(minutes=1))
    address = reverse("events:entry_write", args=[brief.pk])
    client = client_of(senior.user)
    assert client.get(address).status_code == 404
    page = client.post(address, {"proposal_text": "締め切りの瞬間に送った文"})
    assert page.status_code == 200 and "締め切りの瞬間に送った文" in page.text
    IssueBrief.objects.filter(pk=brief.pk).update(
        open_until=timezone.now() - 3 * DAY, open_from=timezone.now() - 9 * DAY
    )
    assert client.post(address, {"proposal_text": "遅すぎる"}).status_code == 404


def test_taking_back_and_coming_back(event, senior, brief, bank_a):
    entry = enter(senior, brief)
    now = timezone.now()
    writing.take_back(entry=entry, reason="別の予定", by=senior.user, now=now)
    entry.refresh_from_db()
    assert (entry.state, entry.withdrawn_at, entry.withdrawn_reason) == ("withdrawn", now, "別の予定")
    assert not Disclosure.objects.exists() and entry.attendance.state == "withdrawn"
    brief.refresh_from_db()
    assert (brief.entry_count, count_of(event, Figure.SENIORS)) == (0, 0)
    again = enter(senior, brief, text=TEXT + "もう一度出します。")
    assert (again.pk, again.state, again.withdrawn_at, again.preference) == (entry.pk, "submitted", None, 1)
    assert Attendance.objects.get().state == "registered" and Disclosure.objects.count() == 1


def test_what_was_decided_is_not_changed_by_her(event, senior, brief):
    entry = enter(senior, brief)
    Entry.objects.filter(pk=entry.pk).update(state="selected")
    for act in (
        lambda: writing.take_back(entry=entry, reason="", by=senior.user, now=timezone.now()),
        lambda: enter(senior, brief, text=TEXT + "書き直し"),
    ):
        with pytest.raises(EntryError, match="選定が進んでいる"):
            act()


# --- Who may ------------------------------------------------------------------------------------------------------------
def test_what_stands_in_her_way_is_said_with_a_way_on(event, senior, brief):
    factories.unavailable_period(senior, from_on=event.starts_on, to_on=event.starts_on)
    senior.consents.filter(kind="profile").delete()
    page = client_of(senior.user).get(reverse("events:entry_write", args=[brief.pk])).text
    assert "この期間は参加できません" in page and reverse("talent:senior_availability", args=[senior.pk]) in page
    assert "プロフィールの提供" in page and reverse("talent:registration") in page
    with pytest.raises(EntryError, match="この期間は参加できません"):
        enter(senior, brief)
    Senior.objects.filter(pk=senior.pk).update(state="paused")
    with pytest.raises(EntryError, match="登録が有効"):
        enter(senior, brief)
    assert not Entry.objects.exists() and EntryDraft.objects.exists()


def test_a_senior_writes_no_entry_by_the_database_and_touches_no_other_seniors_rows(senior, brief, event):
    other = able_senior()
    entry = enter(other, brief)
    write(other, brief_of(event, factories.branch(factories.institution())))
    with acting(actor_of(senior.user)):
        assert not Entry.objects.exists() and not EntryDraft.objects.exists()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Entry.objects.filter(pk=entry.pk).update(proposal_text="x")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Entry.objects.filter(pk=entry.pk)._raw_delete("default")
        for model, values in ((BriefMark, {"marked_at": timezone.now()}), (EntryDraft, _times())):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                model.objects.create(senior=other, brief=brief, event=event, **values)
        with pytest.raises(EntryError):
            writing.take_back(entry=entry, reason="", by=senior.user, now=timezone.now())
    entry.refresh_from_db()
    assert entry.proposal_text == TEXT and entry.state == "submitted"


def _times() -> dict:
    return {"began_at": timezone.now(), "saved_at": timezone.now()}


def test_no_bank_reads_marks_or_drafts(senior, brief, head_office_a):
    write(senior, brief)
    with acting(actor_of(head_office_a)):
        for model in (BriefMark, EntryDraft):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                model.objects.first()
        IssueBrief.objects.filter(pk=brief.pk).delete()  # takes them along all the same
    assert not EntryDraft.objects.exists()


# --- The pages ----------------------------------------------------------------------------------------------------------
def test_the_walk_from_the_list_to_the_number_without_javascript(event, senior, brief):
    factories.career(senior, company_name="大手部品", summary="検査の工程で不良を半分にした。")
    client = client_of(senior.user)
    client.post(reverse("events:brief_mark", args=[brief.pk]), {"on": "1"})
    client.post(reverse("events:brief_mark", args=[brief.pk]), {"on": "1"})
    assert BriefMark.objects.count() == 1
    address = reverse("events:entry_write", args=[brief.pk])
    filled = client.post(
        address, {"action": "profile", "proposal_text": "", "preference": "1", "seen": "0", "window": "w"}
    )
    assert "検査の工程で不良を半分にした" in filled.text and EntryDraft.objects.get().is_as_filled
    text = EntryDraft.objects.get().proposal_text
    post = {"action": "next", "proposal_text": text, "preference": "1", "seen": "1", "window": "w"}
    assert client.post(address, post | {"proposal_text": "短い"}).text.count("あと38字ほど書いてください") >= 1
    write(senior, brief, text, 1, seen="2", window="w", filled=True)
    answer = client.post(address, post | {"seen": str(EntryDraft.objects.get().version)})
    check = reverse("events:entry_check", args=[brief.pk])
    assert answer.url == check
    page = client.get(check).text
    assert "入れた文を自分で読み" in page and "第1希望" in page
    seen = writing.mark(EntryDraft.objects.get(), None)
    assert "チェックを入れてください" in client.post(check, {"seen": seen}).text
    done = client.post(check, {"seen": seen, "read": "on"})
    entry = Entry.objects.get()
    assert done.url == reverse("events:my_entry", args=[entry.pk])
    assert entry.receipt_number in client.get(done.url).text
    assert client.post(check, {"seen": seen, "read": "on"}).url == done.url
    assert "第1希望で出しました" in client.get(reverse("events:brief_list")).text


def test_a_second_windows_text_is_shown_beside_the_saved_one(senior, brief):
    address = reverse("events:entry_write", args=[brief.pk])
    client = client_of(senior.user)
    post = {"action": "leave", "preference": "1", "seen": "0"}
    client.post(address, post | {"proposal_text": "一つ目", "window": "one"})
    page = client.post(address, post | {"proposal_text": "二つ目", "window": "two"})
    assert page.status_code == 409 and "一つ目" in page.text and "二つ目" in page.text
    by_itself = client.post(address, post | {"proposal_text": "二つ目", "window": "two", "action": "auto"})
    assert by_itself.status_code == 200 and "2つを見くらべられます" in by_itself.text
    assert 'name="seen" value="0"' in by_itself.text
    assert EntryDraft.objects.get().proposal_text == "一つ目"


def test_where_many_wish_the_page_says_so_and_asks_but_takes_it(event, senior, brief):
    Event.objects.filter(pk=event.pk).update(few_entries=0, many_entries=1)
    other = able_senior()
    enter(other, brief)
    client = client_of(senior.user)
    page = client.get(reverse("events:brief_detail", args=[brief.pk])).text
    assert "希望が1件以上届いています(いま1件)" in page and "1社9人までです" in page
    assert "希望が多い" in client.get(reverse("events:brief_list")).text
    draft = write(senior, brief, preference=1)
    check, seen = reverse("events:entry_check", args=[brief.pk]), writing.mark(draft, None)
    assert "四角を押して" in client.post(check, {"seen": seen}).text
    assert client.post(check, {"seen": seen, "knows": "on"}).status_code == 302
    assert Entry.objects.filter(senior=senior).exists()


# --- The office ---------------------------------------------------------------------------------------------------------
def test_the_office_types_in_what_came_on_paper_also_after_the_closing_time(event, senior, brief, coordinator):
    _stage(event, "selection")
    client = client_of(coordinator)
    address = reverse("events:entry_type", args=[event.pk])
    assert senior.name in client.get(address, {"q": senior.number.lower()}).text
    form = client.get(f"{address}?senior={senior.pk}")
    assert "締め切りました" in form.text
    key = form.context["form"]["new_key"].value()
    post = {
        "brief": brief.pk, "proposal_text": "手紙の文", "preference": "", "channel": "paper", "new_key": str(key),
        "received_on": str(timezone.localdate() - DAY), "reason": "",
    }  # fmt: skip
    assert "事情を書いてください" in client.post(f"{address}?senior={senior.pk}", post).text
    assert not Entry.objects.exists()
    post["reason"] = "締め切りの日に届いた手紙"
    answers = [client.post(f"{address}?senior={senior.pk}", post) for _ in range(2)]
    entry = Entry.objects.get()
    assert [answer.url for answer in answers] == [reverse("events:entry_detail", args=[entry.pk])] * 2
    assert (entry.pk, entry.channel, entry.typed_by, entry.typed_reason) == (
        UUID(str(key)),
        "paper",
        coordinator,
        post["reason"],
    )
    assert timezone.localdate(entry.submitted_at) == timezone.localdate() - DAY
    page = client.post(
        reverse("events:entry_edit", args=[entry.pk]),
        {"proposal_text": "直した文", "preference": "1", "reason": "電話"},
    )
    assert page.status_code == 302
    client.post(reverse("events:entry_withdraw", args=[entry.pk]), {"reason": "電話で"})
    entry.refresh_from_db()
    assert (entry.proposal_text, entry.state, entry.withdrawn_reason) == ("直した文", "withdrawn", "電話で")


# --- Many at once -------------------------------------------------------------------------------------------------------
def at_once(work, arguments) -> list[Exception]:
    """Each in a thread of its own, all begun together; what went wrong."""
    start, wrong = threading.Barrier(len(arguments)), []

    def run(argument):
        try:
            start.wait(60)
            work(argument)
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=as_system(run), args=[argument]) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return wrong


@pytest.mark.django_db(transaction=True)
def test_thirty_seniors_and_one_senior_in_many_windows_at_once():
    """Thirty enter the same issue; then one hands the same wish in from ten windows, and three wishes to first place at once."""
    event = open_event()
    branch = factories.branch(factories.institution())
    brief = brief_of(event, branch)
    people = [able_senior() for _ in range(30)]
    assert at_once(lambda senior: enter(senior, brief), people) == []
    numbers = Attendance.objects.filter(event=event).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, 31))
    brief.refresh_from_db()
    assert brief.entry_count == count_of(event, Figure.ENTRIES) == count_of(event, Figure.SENIORS) == 30
    assert Disclosure.objects.count() == 30

    senior, wish = able_senior(), brief_of(event, branch)
    draft = write(senior, wish)
    seen = writing.mark(draft, None)
    hand_in = lambda _: writing.hand_in(draft_of=wish, seen=seen, by=senior.user, now=timezone.now())  # noqa: E731
    assert at_once(hand_in, range(10)) == []
    assert Entry.objects.filter(senior=senior).count() == 1

    more = [brief_of(event, branch) for _ in range(3)]
    assert at_once(lambda one: enter(senior, one, preference=1), more) == []
    assert ranks(senior, event) == [1, 2, 3, 4]


def test_who_was_imported_consents_by_herself_and_then_enters(senior, brief):
    """The way that the page shows her, from the obstacle to the entry."""
    senior.consents.exclude(kind="confidentiality").delete()
    client = client_of(senior.user)
    refused = client.get(reverse("events:entry_write", args=[brief.pk])).text
    assert "に、同意をいただいていません" in refused and reverse("talent:registration") in refused
    with pytest.raises(EntryError, match="同意をいただいていません"):
        enter(senior, brief)
    client.post(reverse("talent:registration"), {"to": "consent"})
    walk = Walker(senior.user, Application.objects.get())
    walk.save(8)
    assert walk.submit()["Location"] == walk.url("done")
    assert enter(senior, brief).is_standing
