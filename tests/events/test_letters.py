"""Letters of an event: texts are checked before they are kept and used, everybody is written to once, nothing half-filled goes out."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from companies.hearings import check_by_president, save
from events.letters import LetterError
from events.letters.audiences import AUDIENCES, Recipient
from events.letters.checking import faults_of, filled, tidied
from events.letters.choosing import choose
from events.letters.kinds import KINDS
from events.letters.placeholders import IN_EVERY_LETTER, PLACEHOLDERS
from events.letters.preparing import prepare, sheet_for
from events.letters.telling import halt_letters, written
from events.letters.writing import LetterConflict, faults_in, save_text, text_of
from events.models import LetterTemplate, Milestone
from institutions.roles import Role
from office import actions_mail
from office.actions import run_now
from office.models import Job, MailState, OutboxMail
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db
CALL = KINDS["announce"]


@pytest.fixture
def event(bank_a):
    """Registered for, hosted by a bank that can be asked, two firms and three seniors: with mail, without, and not entered."""
    made = factories.small_event(
        2, 2, at=factories.branch(bank_a, name="大森支店"), stage="entry",
        entry_open_at=NOW, entry_close_at=NOW + dt.timedelta(days=7),
    )  # fmt: skip
    factories.event_host(made, bank_a, contact_name="山田", phone="03-0000-5678", reply_email="host@example.jp")
    first, second = (one.senior for one in made.attendances.order_by("number"))
    factories.senior_contact(first, email="first@example.jp")
    factories.senior_contact(second, email="")
    other = factories.senior(family_name="山本")
    factories.senior_contact(other, email="other@example.jp")
    return made


def people(event, audience: str) -> list[Recipient]:
    return AUDIENCES[audience].who(event)


# --- Texts ------------------------------------------------------------------------------------------------------------
def test_every_text_that_comes_with_the_application_is_sound():
    for kind in KINDS.values():
        assert faults_in(kind, kind.title, tidied(kind.body)) == {}, kind.key
        assert set(kind.offered) <= set(PLACEHOLDERS) and set(kind.required) <= set(kind.offered), kind.key
        assert set(kind.audiences) <= set(AUDIENCES), kind.key
        assert kind.audiences or kind.by_itself
        assert len(kind.title) <= 60 and not [word for word in ("求人", "応募") if word in kind.body]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{指名} 様", "「{氏名}」ではありませんか"),
        ("{あああああ}", "下の一覧から"),
        ("一行目\n{氏名 様", "2行目の「{氏名 様」が閉じていません"),
        ("氏名} 様", "始まりの「{」がありません"),
        ("様", "「{氏名}」がありません"),
    ],
)
def test_what_is_wrong_with_a_text_is_said(text, says):
    assert says in " ".join(faults_of(text, offered=["氏名", "会場"], needed=["氏名"]))


def test_wide_braces_and_blanks_are_taken_and_values_are_put_in_as_they_are():
    assert tidied("\uff5b\u3000氏名 \uff5d 様\r\n") == tidied("{ 氏名 } 様") == "{氏名} 様"
    assert filled("{氏名}{会場}", {"氏名": "{会場}", "会場": "東京"}) == "{会場}東京"


def test_a_new_text_is_a_new_version_and_the_slower_of_two_is_told(event, coordinator):
    body = CALL.body + "\n追伸"
    save = {"event": event, "kind": CALL, "by": coordinator, "now": NOW}
    save_text(title="新しい題名", body=body, seen=0, **save)
    save_text(title="新しい題名", body=body, seen=0, **save)  # a second click
    assert LetterTemplate.objects.count() == 1
    with pytest.raises(LetterConflict):
        save_text(title="別の題名", body=body, seen=0, **save)
    with pytest.raises(LetterError, match="閉じていません"):
        save_text(title="{", body=body, seen=1, **save)
    assert text_of(event, CALL).title == "新しい題名"


def test_the_page_keeps_what_two_people_wrote(event, coordinator):
    client, address = client_of(coordinator), reverse("events:letter_edit", args=[event.pk, "announce"])
    text = {"title": "私の題名", "body": CALL.body, "version": 0}
    assert client.post(address, text).status_code == 302
    answer = client.post(address, text | {"title": "あなたの題名"})
    assert answer.status_code == 409 and "私の題名" in answer.text and "あなたの題名" in answer.text
    assert client.post(address, text | {"title": "あなたの題名", "version": 1}).status_code == 302
    wrong = client.post(address, {"title": "題", "body": "{指名}", "version": 2})
    assert wrong.status_code == 200 and "「{氏名}」ではありませんか" in wrong.text and "{指名}" in wrong.text
    assert "第9回の題" in client.post(address, text | {"title": "第9回の題", "what": "preview"}).text
    wide = client.post(address, text | {"title": "\uff5b氏名\uff5d 様の題", "what": "preview"}).text
    assert f"{PLACEHOLDERS['氏名'].sample} 様の題" in wide
    client.post(address, {"what": "reset"})
    assert text_of(event, CALL).title == CALL.title and LetterTemplate.objects.count() == 3


# --- Filling in -------------------------------------------------------------------------------------------------------
def test_a_letter_says_when_where_and_whom_to_ask(event):
    factories_day = event.days.get()
    page = sheet_for(event, CALL).for_person(people(event, "all_active")[0])
    assert page.empty == () and "{" not in page.body + page.title
    for words in (
        "令和8年9月18日(金)",
        "13時30分から",
        "千代田会館 3階",
        "青葉信用組合 山田",
        "03-0000-5678",
        "host@example.jp",
    ):
        assert words in page.body, words
    assert factories_day.number == 1
    for kind in KINDS.values():
        assert set(IN_EVERY_LETTER) <= set(kind.required)


def test_a_fact_that_is_not_written_down_stops_everybody(event, coordinator):
    event.venue = ""
    event.save()
    with pytest.raises(LetterError, match="会場"):
        prepare(event=event, kind=CALL, people=people(event, "all_active"), by=coordinator, now=NOW)
    assert not OutboxMail.objects.exists()


def test_who_lacks_a_value_gets_nothing_and_is_named(event, coordinator):
    some = people(event, "branches_with_firms")
    some.append(Recipient("account", coordinator.pk, "佐伯", "saeki@example.jp"))
    done = prepare(event=event, kind=KINDS["company_pack"], people=some, by=coordinator, now=NOW)
    assert [(one.name, empty) for one, empty in done.lacking] == [("佐伯", ("金融機関名", "企業の一覧"))]
    assert "佐伯(金融機関名・企業の一覧)" in done.words and OutboxMail.objects.count() == 1


def test_a_letter_of_another_page_is_written_in_the_events_own_text(event, coordinator):
    save_text(
        event=event, kind=KINDS["invite"], title="お誘い {課題名}", body=KINDS["invite"].body, seen=0, by=coordinator, now=NOW
    )  # fmt: skip
    title, body = written(event, "invite", "髙橋", {"課題名": "歩留まり", "課題の説明": ""})
    assert title == "お誘い 歩留まり" and "髙橋 様" in body and "{" not in body and "03-0000-5678" in body


# --- Preparing ----------------------------------------------------------------------------------------------------------
def test_everybody_once_and_who_has_no_mail_by_hand(event, coordinator):
    ask = {"event": event, "kind": CALL, "by": coordinator, "now": NOW}
    done = prepare(people=people(event, "all_active"), **ask)
    assert (done.made, done.by_hand) == (2, 1)
    again = prepare(people=people(event, "all_active"), **ask)
    assert (again.made, again.by_hand, again.rewritten, OutboxMail.objects.count()) == (0, 0, 3, 3)
    mail = OutboxMail.objects.get(recipient="first@example.jp")
    assert (mail.reply_to, mail.group_id, mail.state) == ("host@example.jp", event.pk, MailState.DRAFT)
    assert "BEGIN:VEVENT" in mail.calendar and mail.named_senior_id
    actions_mail.approve(mails=[mail], by=coordinator, now=NOW)
    third = prepare(people=people(event, "all_active"), **ask)
    assert (third.left, third.rewritten) == (1, 2)


def test_answers_of_a_bank_and_whom_it_is_to_ask_are_its_own(event, coordinator, bank_a, branch_a, bank_b, branch_b):
    """At a joint event no letter to people of one bank names another's person, telephone or address."""
    for user in (branch_a, branch_b):
        factories.participation(event, factories.company(user.branch))
    third = factories.institution(name="清流信用金庫", short_name="清流", type="shinkin")
    guest = factories.user(Role.BRANCH, institution=third, branch=factories.branch(third))
    factories.participation(event, factories.company(guest.branch))
    factories.event_host(event, bank_b, role="cohost", phone="03-2222-2222", reply_email="b@example.jp")
    ask = {"event": event, "by": coordinator, "now": NOW}
    prepare(kind=KINDS["company_pack"], people=people(event, "branches_with_firms"), **ask)
    mails = {mail.recipient: mail for mail in OutboxMail.objects.filter(kind="company_pack")}
    expected = {
        branch_a.email: ("host@example.jp", "03-0000-5678"),
        branch_b.email: ("b@example.jp", "03-2222-2222"),
        guest.email: ("", ""),
        "": ("host@example.jp", "03-0000-5678"),
    }
    assert {address: mail.reply_to for address, mail in mails.items()} == {a: own for a, (own, _) in expected.items()}
    for address, own in expected.items():
        for words in ("host@example.jp", "03-0000-5678", "b@example.jp", "03-2222-2222"):
            assert (words in mails[address].body) == (words in own), (address, words)
    prepare(kind=KINDS["bring_firms"], people=people(event, "hosts"), **ask)
    hosts = OutboxMail.objects.filter(kind="bring_firms").values_list("recipient", "reply_to")
    assert dict(hosts) == {"host@example.jp": "", "b@example.jp": ""}


def test_two_people_with_one_address_get_a_letter_each(event, coordinator):
    factories.senior_contact(factories.senior(), email="first@example.jp")
    prepare(event=event, kind=CALL, people=people(event, "all_active"), by=coordinator, now=NOW)
    assert OutboxMail.objects.filter(recipient="first@example.jp").count() == 2


def test_a_new_address_is_tried_when_the_old_one_failed(event, coordinator):
    ask = {"event": event, "kind": CALL, "by": coordinator, "now": NOW}
    prepare(people=people(event, "all_active"), **ask)
    contact = event.attendances.order_by("number")[1].senior.contact
    contact.email = "now@example.jp"
    contact.save()
    done = prepare(people=people(event, "all_active"), **ask)
    states = OutboxMail.objects.filter(named_senior_id=contact.senior_id).values_list("recipient", "state")
    assert done.made == 1 and dict(states) == {"": "cancelled", "now@example.jp": "draft"}
    for address, expected in (("later@example.jp", "later@example.jp"), ("", "later@example.jp")):
        contact.email = address
        contact.save()
        prepare(people=people(event, "all_active"), **ask)  # a draft follows the address, and is never doubled
        assert OutboxMail.objects.get(named_senior_id=contact.senior_id, state="draft").recipient == expected


def test_audiences_name_whom_they_say(event, bank_a):
    other = {one.name for one in people(event, "not_entered")}
    assert {name.split()[0] for name in other} == {"山本"} and len(people(event, "concerned_seniors")) == 2
    away = factories.senior(family_name="旅行中")
    factories.unavailable_period(away)
    assert "旅行中" not in str(people(event, "all_active"))
    [branch] = people(event, "branches_with_firms")
    assert branch.address == "" and "大森支店" in branch.note and "見本製作所" in branch.values["企業の一覧"]
    officer = factories.user(Role.BRANCH, institution=bank_a, branch=event.participations.first().company.branch)
    assert [one.address for one in people(event, "branches_with_firms")] == [officer.email]
    done = event.participations.order_by("number").first().company
    factories.hearing(done, event_id=event.pk)
    [unchecked] = people(event, "officers_unchecked")
    assert unchecked.values["企業の一覧"] == f"・{done.name}"


def test_a_president_who_wanted_something_changed_is_asked_again(event, bank_a, coordinator):
    firm = event.participations.order_by("number").first().company
    factories.user(Role.BRANCH, institution=bank_a, branch=firm.branch)
    hearing = factories.hearing(firm, event_id=event.pk, organisation="18人")
    [before] = people(event, "officers_unchecked")
    check_by_president(hearing=hearing, seen=1, how="link", now=NOW, remark="21人です")
    assert people(event, "officers_unchecked") == []
    hearing.refresh_from_db()
    bases = {"organisation": hearing.revision}
    save(hearing=hearing, values={"organisation": "21人"}, bases=bases, by=coordinator, now=NOW)
    [again] = people(event, "officers_unchecked")
    assert again.values == before.values and again.variant and again.variant != before.variant
    hearing.refresh_from_db()
    check_by_president(hearing=hearing, seen=hearing.revision, how="link", now=NOW)
    assert people(event, "officers_unchecked") == []


def test_the_page_leaves_out_counts_and_makes(event, coordinator):
    client, address = client_of(coordinator), reverse("events:letter_prepare", args=[event.pk, "announce"])
    some = people(event, "all_active")
    page = client.get(address, {"out": some[0].token, "person": 2})
    assert page.status_code == 200 and "除いた人" in page.text
    stale = client.post(address, {"audience": "all_active", "skip": some[0].token, "count": 3})
    assert stale.status_code == 200 and not OutboxMail.objects.exists()
    client.post(address, {"audience": "all_active", "skip": some[0].token, "count": 2})
    assert OutboxMail.objects.count() == 2


def test_a_great_many_are_prepared_in_the_background(event, coordinator, monkeypatch):
    monkeypatch.setattr("events.views.letters.MANY", 2)
    client, address = client_of(coordinator), reverse("events:letter_prepare", args=[event.pk, "announce"])
    for _ in range(2):
        client.post(address, {"audience": "all_active", "count": 3})
    job = Job.objects.get()
    assert not OutboxMail.objects.exists()
    run_now(job)
    job.refresh_from_db()
    assert OutboxMail.objects.count() == 3 and "2通を送信箱に用意しました" in job.result["message"]


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(how_many, coordinator, django_assert_num_queries, event):
    for _ in range(how_many):
        factories.senior_contact(factories.senior(), email="x@example.jp")
    with django_assert_num_queries(29 + WHO_ASKS):
        client_of(coordinator).get(reverse("events:letter_prepare", args=[event.pk, "announce"]))


# --- Not as planned -----------------------------------------------------------------------------------------------------
def test_a_postponement_tells_everybody_once_and_takes_back_old_drafts(event, coordinator, bank_a):
    head = factories.user(Role.HEAD_OFFICE, institution=bank_a)
    prepare(event=event, kind=CALL, people=people(event, "all_active"), by=coordinator, now=NOW)
    event.halt, event.halted_at, event.halted_by, event.halt_reason = "postponed", NOW, coordinator, "台風のため"
    event.save()
    for _ in range(2):
        halt_letters(event, by=coordinator, now=NOW)
    rows = OutboxMail.objects.filter(state__in=["draft", "by_hand"])
    halted = [row for row in rows if row.kind.startswith("postponed")]
    assert {row.recipient for row in halted} == {"first@example.jp", "", head.email, "host@example.jp"}
    assert all("台風のため" in row.body and "METHOD:CANCEL" in row.calendar for row in halted)
    assert not [row for row in rows if row.kind == "announce"]
    with pytest.raises(LetterError, match="延期"):
        prepare(event=event, kind=CALL, people=people(event, "all_active"), by=coordinator, now=NOW)
    page = client_of(coordinator).get(reverse("events:halt_letters", args=[event.pk]))
    assert "台風のため" in page.text


def test_a_second_change_of_the_same_day_is_told_once_more(event, coordinator):
    """Another hall, then another hour, with the date as it was: each a letter of its own, whose calendar replaces the one before."""
    now = event.created_at

    def told() -> OutboxMail | None:
        nonlocal now
        now += dt.timedelta(hours=1)
        halt_letters(event, by=coordinator, now=now)
        found = OutboxMail.objects.filter(recipient="first@example.jp", state="draft")
        one = found.first()
        factories.sent(found, coordinator)
        return one

    def sequence(one: OutboxMail) -> int:
        return int(re.search(r"SEQUENCE:(\d+)", one.calendar)[1])

    first = told()
    assert first.kind.startswith("date_changed_") and told() is None
    event.venues.create(name="本町会館")
    second = told()
    assert "本町会館" in second.body and sequence(second) > sequence(first) and told() is None
    event.days.update(opening_at=dt.time(10, 30))
    third = told()
    assert "10時30分開会" in third.body and sequence(third) > sequence(second) and told() is None


def test_the_calendar_of_the_event(event, coordinator, head_office_b):
    address = reverse("events:event_calendar", args=[event.pk])
    for title, done in (("資料の発送", None), ("済んだこと", NOW)):
        Milestone.objects.create(
            event=event, kind="other", title=title, due_on=event.starts_on, done_at=done, done_by=done and coordinator
        )
    answer = client_of(coordinator).get(address)
    assert (
        answer["Content-Type"].startswith("text/calendar")
        and answer.text.count("BEGIN:VEVENT") == 4
        and "資料の発送" in answer.text
    )
    assert client_of(head_office_b).get(address).status_code == 404


def test_what_was_chosen_is_sorted_by_what_becomes_of_it(event):
    chosen = choose(event, CALL, AUDIENCES["all_active"], [people(event, "all_active")[0].token])
    assert (len(chosen.people), len(chosen.skipped), chosen.to_prepare) == (2, 1, 2)
