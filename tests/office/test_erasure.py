"""Erasing a person: nothing of hers is left in any table, file or log, and the past is counted as before."""

import datetime as dt
import logging
from dataclasses import asdict

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse

from companies.models import Hearing
from events.models import Attendance, Entry, Event
from institutions.models import StaffMember, User
from institutions.roles import Role
from matching import statistics
from matching.actions import begin_revision, set_lock, undo_change
from matching.models import Interview, SecondInterview, Timetable
from matching.printing import FOR_THE_DAY, request_event_documents
from matching.sheets import report
from office import classification
from office.actions import request_document, run_now
from office.classification import Holds
from office.erasing import ErasureError, as_eraser, erase, find, rehearse
from office.models import Document, Job, OutboxMail, WorkState
from office.naming import ERASED, Names
from talent.actions import erase_senior
from talent.models import (
    Consent,
    Disclosure,
    DisclosureLevel,
    ImportRow,
    RegisterImport,
    Senior,
    SeniorContact,
    SeniorState,
    Speciality,
)
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW, TOKYO
from tests.matching import papers
from tests.office.everywhere import (
    MANY,
    found,
    full_event,
    mark,
    marked_senior,
    path_to_senior,
    seniors_of,
    wait_in_a_list,
    whole_database,
    whole_disk,
)

pytestmark = pytest.mark.django_db

SeniorChange = classification.history_of(Senior)[0]
AFTER = dt.datetime(2026, 12, 1, 9, 0, tzinfo=TOKYO)  # the event is over


@pytest.fixture(autouse=True)
def own_disk(settings, tmp_path):
    """Tests that roll back leave their files behind: here every file is one of this test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event(coordinator):
    return full_event(coordinator, 4)


def figures(event: Event) -> list:
    """Everything that is counted of the event."""
    return [
        asdict(statistics.event_figures(event)),
        statistics.event_funnel(event).counts,
        [asdict(group) for group in statistics.by_institution(event)],
        [asdict(group) for group in statistics.by_category(event)],
        [asdict(answer) for answer in statistics.answers(event)],
        report.csv_of(report.read(event)),
        asdict(statistics.programme_figures(statistics.Period(AFTER.date()))),
        [asdict(year) for year in statistics.by_year(AFTER.date())],
    ]


def counts() -> dict[str, int]:
    """Rows of every table that a past event may be counted from."""
    kept = ("companies", "events", "matching", "institutions.User", "talent.Senior", "talent.Consent", "office.Job")
    return {
        label: model._base_manager.count()
        for model in classification.tables()
        if (label := model._meta.label).startswith((*kept, "talent.Speciality", "office.Document", "office.OutboxMail"))
        and label not in ("talent.SeniorContact", "events.ReceptionName")
        and not hasattr(model, "pgh_tracked_model")
    }


@pytest.mark.parametrize(("gone", "many"), [(4, 6), pytest.param(20, MANY, marks=pytest.mark.full)])
def test_nothing_of_the_erased_is_left_and_the_past_is_counted_as_before(
    gone, many, coordinator, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.DEBUG)
    for name in ("weasyprint", "PIL", "fontTools"):
        caplog.set_level(logging.WARNING, logger=name)
    event = full_event(coordinator, many)
    every = seniors_of(event)
    before_texts = whole_database() | whole_disk()
    for n in range(many):
        assert len(found(n, before_texts)) >= 10, before_texts.keys()
    for table in ("matching_timetable", "office_document", "events_entry", "institutions_user", "talent_career"):
        assert mark(0) in before_texts[f"public.{table}"].upper()
    told, numbers, others = figures(event), counts(), rows_of(every[gone:])

    with django_capture_on_commit_callbacks(execute=True):
        for senior in every[:gone]:
            erase_senior(senior=senior, by=coordinator, now=AFTER)

    texts = whole_database() | whole_disk() | {"log": caplog.text}
    assert {n: found(n, texts) for n in range(gone) if found(n, texts)} == {}
    assert figures(event) == told
    assert counts() == numbers
    assert rows_of(every[gone:]) == others
    for n in range(gone, many):
        assert found(n, texts)
    assert Senior.objects.filter(family_name=ERASED, state=SeniorState.WITHDRAWN, user=None).count() == gone
    assert Speciality.objects.count() == Consent.objects.count() == many
    assert User.objects.filter(role=Role.SENIOR, is_active=True).count() == many - gone
    assert SeniorContact.objects.count() == many - gone
    assert not Disclosure.objects.filter(senior__in=every[:gone], level=DisclosureLevel.CONTACT).exists()
    assert {session.get_decoded()["_auth_user_id"] for session in Session.objects.all()} == {
        str(senior.user_id) for senior in every[gone:]
    }
    assert OutboxMail.objects.filter(title=ERASED, body=ERASED, state="cancelled").count() == gone
    assert OutboxMail.objects.filter(title=f"{ERASED}様", recipient="bank@example.jp").count() == gone
    assert SeniorChange.objects.filter(pgh_label="update").exists() and SeniorChange.objects.count() >= 2 * many


def rows_of(seniors: list[Senior]) -> list[dict]:
    """Every row that is theirs, in full; `updated_at` included."""
    return [
        row
        for model in classification.tables()
        if (path := path_to_senior(model))
        for row in model._base_manager.filter(**{f"{path}__in": [senior.pk for senior in seniors]})
        .order_by("pk")
        .values()
    ]


def test_the_papers_can_be_made_again_without_her(event, coordinator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for senior in seniors_of(event)[:2]:
            erase_senior(senior=senior, by=coordinator, now=AFTER)
    taken = Document.objects.filter(state=WorkState.CANCELLED, file="")
    assert {row.kind for row in taken} == set(FOR_THE_DAY)
    assert Document.objects.filter(kind="senior_timetable", state=WorkState.DONE).count() == 2
    assert Document.objects.get(kind="event_report").state == WorkState.DONE
    booklet = next(row for row in taken if row.kind == "company_booklet")
    again = request_document(
        kind=booklet.kind,
        subject_kind=booklet.subject_kind,
        subject_id=booklet.subject_id,
        title=booklet.title,
        by=coordinator,
        now=AFTER,
        institution=booklet.institution,
        group_id=booklet.group_id,
    )
    content = (settings.MEDIA_ROOT / run_now(again).file.name).read_bytes()
    assert ERASED in papers.text_of(content)
    assert found(0, {"paper": papers.text_of(content)}) == []


@pytest.mark.full
def test_the_search_sees_what_any_one_part_leaves(event, coordinator):
    """With one part of the erasure gone, something of hers stands somewhere: so the search above can see."""
    senior, kind = seniors_of(event)[1], find("senior")
    unseen = []
    for part in list(kind.parts):
        kind.parts.remove(part)
        try:
            with transaction.atomic(), as_eraser(coordinator, "test"):
                erase(kind="senior", subject_id=senior.pk, by=coordinator, now=AFTER)
                if not found(1, whole_database() | kept_files()):
                    unseen.append(part.__name__)
                transaction.set_rollback(True)
        finally:
            kind.parts.append(part)
    # A title that its paper's row loses anyway when it is taken back; the workbook is looked for on the disk alone.
    assert unseen == ["workbooks_in_waiting"]


def kept_files() -> dict[str, str]:
    """The papers that rows still name: the others go when the erasure is final."""
    return {
        str(row.pk): papers.text_of((settings.MEDIA_ROOT / row.file.name).read_bytes())
        for row in Document.objects.exclude(file="")
    }


# --- One person ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def senior(db):
    return marked_senior(7)


def test_a_rehearsal_promises_what_the_erasure_does_and_changes_nothing(event, coordinator):
    senior = seniors_of(event)[3]
    before = whole_database() | whole_disk()
    with as_eraser(coordinator, "test"):
        told = rehearse(kind="senior", subject_id=senior.pk, by=coordinator, now=AFTER)
    assert whole_database() | whole_disk() == before
    receipt = erase_senior(senior=senior, by=coordinator, now=AFTER)
    assert [asdict(line) for line in told.lines] == receipt.lines
    assert [asdict(line) for line in told.kept] == receipt.kept
    assert told.blocks == told.mentions == receipt.mentions == []
    assert {line["what"] for line in receipt.lines} >= {"職歴", "資格", "利用者", "支援の内容とメモ", "回答の理由"}


def test_she_is_erased_once(senior, coordinator):
    receipt = erase_senior(senior=senior, by=coordinator, now=AFTER)
    assert receipt.number == "2026-00001"
    with pytest.raises(ErasureError, match="すでに消去"):
        erase_senior(senior=senior, by=coordinator, now=AFTER)
    assert erase_senior(senior=marked_senior(8), by=None, now=AFTER).number == "2026-00002"


def test_an_erased_senior_cannot_be_brought_back(senior, coordinator):
    from django.db import IntegrityError

    erase_senior(senior=senior, by=coordinator, now=AFTER)
    with pytest.raises(IntegrityError, match="senior_erased_has_left"):
        Senior.objects.filter(pk=senior.pk).update(state=SeniorState.SUBMITTED)


def test_interviews_to_come_stand_in_the_way(coordinator, senior):
    coming = factories.event(name="秋の交流会")
    slot = factories.slots(factories.day(coming))[0]
    firm = factories.participation(coming, factories.company(factories.branch(factories.institution())))
    entry = factories.entry(firm, factories.attendance(coming, senior))
    plan = factories.timetable(coming, coordinator, published=True)
    factories.interview(plan, entry, slot)
    with pytest.raises(ErasureError, match=r"令和8年9月18日\(金\)の「秋の交流会」に、まだ終わっていない面談が1件"):
        erase_senior(senior=senior, by=coordinator, now=NOW)
    senior.refresh_from_db()
    assert senior.erased_at is None and mark(7) in senior.name
    Interview.objects.all().delete()
    erase_senior(senior=senior, by=coordinator, now=NOW)
    assert Attendance.objects.get().state == Entry.objects.get().state == "withdrawn"


def test_a_second_interview_to_come_stands_in_the_way(coordinator, senior):
    held = factories.event()
    firm = factories.participation(held, factories.company(factories.branch(factories.institution())))
    entry = factories.entry(firm, factories.attendance(held, senior))
    factories.second_interview(entry, coordinator, state="scheduled", held_on=AFTER.date())
    with pytest.raises(ErasureError, match="二次面談が1件"):
        erase_senior(senior=senior, by=coordinator, now=AFTER)
    SecondInterview.objects.update(state="called_off")
    erase_senior(senior=senior, by=coordinator, now=AFTER)


def test_what_people_typed_about_her_is_left_for_people(coordinator, branch_of_a):
    senior = factories.senior(family_name="髙橋", given_name="誠一")
    factories.senior_contact(senior, phone="03-9999-1111")
    company = factories.company(branch_of_a)
    old_kanji = factories.hearing_note(factories.hearing(company), "社長は高橋誠一さんと旧知。")
    sheet = factories.hearing(company, background="髙橋さんのような人がよい。", attendees="髙橋　誠一")
    other = factories.hearing(company, current_state="髙橋 誠一郎さんに相談中。")
    factories.hearing_note(other, "電話は0399991111")
    factories.senior(family_name="髙橋", given_name="誠一郎")
    receipt = erase_senior(senior=senior, by=coordinator, now=AFTER)
    assert {(mention["table"], mention["column"]) for mention in receipt.mentions} == {
        ("口頭メモ", "口頭メモ(非公開)"),
        ("ヒアリング", "同席者"),
    }
    assert len(receipt.mentions) == 3
    assert str(old_kanji.pk) in {mention["row"] for mention in receipt.mentions}
    assert "髙橋" not in str(receipt.mentions)
    page = client_of(coordinator).get(reverse("office:erasure_receipt", args=[receipt.pk])).text
    assert page.count(reverse("companies:company_detail", args=[company.pk])) == 2
    assert page.count(reverse("companies:hearing_detail", args=[sheet.pk])) == 1
    old_kanji.refresh_from_db()
    assert old_kanji.text == "社長は高橋誠一さんと旧知。"


def test_what_was_typed_and_put_right_is_gone_from_the_log_of_changes(coordinator, branch_of_a):
    senior = factories.senior(family_name="髙橋", given_name="誠一")
    factories.senior(family_name="髙橋", given_name="誠一郎")
    hearing = factories.hearing(
        factories.company(branch_of_a), background="高橋誠一さんと髙橋 誠一郎さん", attendees="髙橋　誠一"
    )
    hearing.background, hearing.attendees = "", ""
    hearing.save()
    receipt = erase_senior(senior=senior, by=coordinator, now=AFTER)
    assert receipt.mentions == []
    note = classification.history_of(type(hearing))[0]._base_manager.get(pgh_label="update")
    assert (note.background, note.attendees) == (f"{ERASED}さんと髙橋 誠一郎さん", ERASED)


def test_a_name_inside_another_name_is_not_taken_for_it():
    names = Names(("森 健",), longer=("大森 健", "森 健一"))
    text = "森 健さんを第1回から第2回へ移し、大森 健さんと入れ替えました。森 健一さん × 白樺酒造"
    assert names.taken_out(text) == text.replace("森 健さんを", f"{ERASED}さんを", 1)
    assert names.taken_out({"who": ["森 健さん"], "n": 3}) == {"who": [f"{ERASED}さん"], "n": 3}


def test_what_others_have_too_goes_only_where_it_is_about_her():
    names = Names(("佐藤 誠",), spellings=("佐藤誠", "m@example.jp"), shared=("佐藤 誠", "佐藤誠"))
    assert names.taken_out("佐藤 誠 様") == names.spelt_out("佐藤 誠 様") == "佐藤 誠 様"
    assert names.taken_out("佐藤 誠 様", about_her=True) == f"{ERASED} 様"
    assert names.stand_in("佐藤誠さん") and names.spelt_out("佐藤誠 m@example.jp") == f"佐藤誠 {ERASED}"
    assert names.alone("M@example.jp ", "佐藤 誠", "") == ["m@example.jp"]


@pytest.fixture
def namesakes(coordinator, branch_of_a):
    """Two who are called the same and share mail and telephone, with letters, a job and a hearing about either."""
    her, him = (factories.senior(family_name="佐藤", given_name="誠", family_kana="サトウ") for _ in range(2))
    for senior, birth in ((her, dt.date(1950, 1, 1)), (him, dt.date(1960, 2, 2))):
        factories.senior_contact(senior, birth_date=birth)
        to = {"subject_kind": "senior", "subject_id": senior.pk, "named_senior_id": senior.pk}
        factories.mail(coordinator, recipient="senior@example.jp", body=f"{senior.name} 様", to_name=senior.name, **to)
    factories.mail(coordinator, recipient="bank@example.jp", body="佐藤 誠さんが来ます")
    Job.objects.create(
        kind="plan", subject_kind="event", subject_id=her.pk, title="佐藤 誠さんの処理", requested_at=NOW, state="done",
        finished_at=NOW,
    )  # fmt: skip
    hearing = factories.hearing(factories.company(branch_of_a), background="佐藤誠さんと会う")
    hearing.background = ""
    hearing.save()
    return her, him


def test_a_namesake_keeps_what_is_his(namesakes, coordinator):
    her, him = namesakes
    with as_eraser(coordinator, "test"):
        told = rehearse(kind="senior", subject_id=her.pk, by=coordinator, now=AFTER)
    receipt = erase_senior(senior=her, by=coordinator, now=AFTER)
    assert [asdict(one) for one in told.mentions] == receipt.mentions
    his = OutboxMail.objects.get(named_senior_id=him.pk)
    assert (his.state, his.recipient) == ("draft", "senior@example.jp")
    assert (his.body, his.to_name) == ("佐藤 誠 様", "佐藤 誠")
    hers = OutboxMail.objects.get(named_senior_id=her.pk)
    assert (hers.state, hers.body, hers.to_name) == ("cancelled", ERASED, "")
    assert Job.objects.get().title == f"{ERASED}さんの処理"  # it is about her
    note = classification.history_of(Hearing)[0]._base_manager.get(pgh_label="update")
    assert note.background == "佐藤誠さんと会う"
    assert any("同じ人が、ほかにいます" in line["then"] for line in receipt.kept)
    # Nobody can tell whom the letter to the bank means: a person reads it. What is known to be his is not shown.
    other = OutboxMail.objects.get(recipient="bank@example.jp")
    assert "佐藤 誠" in other.body
    assert [one["row"] for one in receipt.mentions if one["model"] == "office.OutboxMail"] == [str(other.pk)]
    page = client_of(coordinator).get(reverse("office:erasure_receipt", args=[receipt.pk])).text
    assert reverse("office:outbox_mail", args=[other.pk]) in page
    erase_senior(senior=him, by=coordinator, now=AFTER)
    everywhere = whole_database()
    assert [place for place, text in everywhere.items() if "佐藤 誠" in text or "佐藤誠" in text] == []


def test_a_row_of_a_list_goes_only_where_a_fact_tells_whose_it_is(namesakes, coordinator):
    her, him = namesakes
    wait_in_a_list([], coordinator)
    waiting = RegisterImport.objects.get()
    named = {"family_name": "佐藤", "given_name": "誠"}
    rows = {
        "hers": {"senior": her, "values": named},
        "a candidate": {"candidates": [{"senior": str(her.pk)}], "values": named},
        "her birth": {"values": named | {"birth_date": "1950-01-01"}},
        "whole name": {"values": {"full_name": "佐藤　誠", "birth_date": "1950-01-01"}},
        "his": {"senior": him, "values": named | {"phone": "090-1111-2222"}},
        "a third": {"values": named | {"birth_date": "1970-03-03"}},
        "nothing": {"values": named},
    }
    for number, (mark_, row) in enumerate(rows.items()):
        ImportRow.objects.create(register_import=waiting, number=number, kind="new", mark=mark_, **row)
    erase_senior(senior=her, by=coordinator, now=AFTER)
    assert set(ImportRow.objects.values_list("mark", flat=True)) == {"his", "a third", "nothing"}
    erase_senior(senior=him, by=coordinator, now=AFTER)
    assert set(ImportRow.objects.values_list("mark", flat=True)) == {"a third"}


def test_sentences_about_a_former_name_go_too(coordinator):
    event = factories.small_event(2, 2)
    papers.publish(event, coordinator)
    plan = begin_revision(event=event, by=coordinator, now=NOW)
    interview = plan.interviews.order_by("pk").first()
    set_lock(interview=interview, locked=True, revision=plan.revision, by=coordinator, now=NOW)
    plan.refresh_from_db()
    undo_change(timetable=plan, revision=plan.revision, by=coordinator, now=NOW)
    former = interview.senior.name
    Senior.objects.filter(pk=interview.senior_id).update(family_name="別姓")
    erase_senior(senior=interview.senior, by=coordinator, now=AFTER)
    plan.refresh_from_db()
    assert former not in str(plan.changes) and len(plan.changes) == 2


def test_an_error_of_a_job_that_names_her_loses_the_name(coordinator, senior):
    job = Job.objects.create(
        kind="plan",
        subject_kind="event",
        subject_id=senior.pk,
        title="時間割",
        state="failed",
        error=f"{senior.name}さんは、参加できる回がありません。",
        result={"message": f"{senior.name}さん"},
        requested_at=NOW,
        finished_at=NOW,
    )
    erase_senior(senior=senior, by=coordinator, now=AFTER)
    job.refresh_from_db()
    assert job.error == f"{ERASED}さんは、参加できる回がありません。"
    assert job.result == {"message": f"{ERASED}さん"}


# --- Staff -----------------------------------------------------------------------------------------------------------------------
def test_a_staff_member_who_left_is_erased_too(coordinator, django_capture_on_commit_callbacks):
    event = factories.small_event(2, 3)
    account = factories.user(Role.HEAD_OFFICE, institution=factories.institution(), email="q77z@example.jp")
    firm = event.participations.select_related("attendant").first()
    StaffMember.objects.filter(pk=firm.attendant_id).update(
        name="Q77Z 次郎", name_kana="Q77Z", title="Q77Z課長", phone="Q77Z", user=account
    )
    papers.publish(event, coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        for document in request_event_documents(event=event, by=coordinator, now=NOW):
            run_now(document)
    plan = begin_revision(event=event, by=coordinator, now=NOW)
    Timetable.objects.filter(pk=plan.pk).update(
        changes=[{"revision": 1, "text": "同席のQ77Z 次郎さん", "by": "Q77Z 次郎", "kind": "plan"}]
    )
    client_of(account).get("/")
    everywhere = whole_database() | whole_disk()
    assert [place for place, text in everywhere.items() if "q77z" in text.lower()]
    with as_eraser(coordinator, "test"), pytest.raises(ErasureError, match="まだ終わっていない面談"):
        erase(kind="staff_member", subject_id=firm.attendant_id, by=coordinator, now=NOW)
    with django_capture_on_commit_callbacks(execute=True), as_eraser(coordinator, "test"):
        erase(kind="staff_member", subject_id=firm.attendant_id, by=coordinator, now=AFTER)
    everywhere = whole_database() | whole_disk()
    assert [place for place, text in everywhere.items() if "q77z" in text.lower()] == []
    assert Document.objects.filter(kind="senior_timetable").exclude(file="").count() == 3


def test_nobody_erases_himself(coordinator):
    with as_eraser(coordinator, "test"), pytest.raises(ErasureError, match="ご自身"):
        erase(kind="staff_member", subject_id=coordinator.staff_member.pk, by=coordinator, now=AFTER)


# --- Every column is classified ------------------------------------------------------------------------------------------------
def test_every_column_that_may_hold_words_is_classified():
    assert classification.unclassified() == []
    assert classification.unknown() == []


def test_an_unclassified_column_is_noticed(monkeypatch):
    known = classification.declared()
    monkeypatch.delitem(known["talent.seniorcontact"], "birth_date")
    monkeypatch.delitem(known["matching.timetable"], "changes")
    monkeypatch.delitem(known["office.document"], "file")
    monkeypatch.delitem(known["companies.issue"], "questions")
    assert sorted(classification.unclassified()) == [
        "companies.Issue.questions",
        "companies.IssueChange.questions",
        "matching.Timetable.changes",
        "office.Document.file",
        "talent.SeniorContact.birth_date",
        "talent.SeniorContactChange.birth_date",
    ]


def test_what_is_personal_of_a_senior():
    personal = {column.name for column in classification.columns(Senior, Holds.PERSONAL)}
    assert {"family_name", "introduction", "regions"} <= personal
    assert "number" not in personal
    assert {column.name for column in classification.private(SeniorChange)} == personal - {"name_key"}
