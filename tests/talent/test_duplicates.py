"""Registered twice: proposed with the facts that agree, told apart once and for all, or made one without losing what was."""

import datetime as dt

import pytest
from django.utils import timezone

from companies.models import Hearing
from events.models import Attendance, Entry
from institutions.roles import Role
from matching.models import Interview
from office import classification
from office.models import BackgroundCheck, ErasureReceipt, Inquiry, OutboxMail, Scan
from office.scans import path_of
from talent import merging
from talent.importing.people import Face, Register, alike
from talent.merging import MergeError, merge_seniors, tell_apart
from talent.models import (
    Consent,
    ImportRow,
    ImportSource,
    MergedNumber,
    NotTheSame,
    RegisterImport,
    Senior,
    SeniorContact,
    SeniorState,
    Standing,
)
from talent.sheet import sheet_of
from tests import factories
from tests.conftest import client_of, prove

pytestmark = pytest.mark.django_db
HearingChange = classification.history_of(Hearing)[0]


@pytest.fixture
def twins():
    one = factories.senior(number="M00001", family_name="髙橋", given_name="誠一", introduction="一つ目")
    factories.senior_contact(one, phone="")
    other = factories.senior(number="M00002", family_name="高橋", given_name="誠一", introduction="二つ目")
    factories.senior_contact(other, phone="090-9999-8888")
    return one, other


def merged(twins, by, take=()):
    one, other = twins
    merge_seniors(keep=one, gone=other, take=take, by=by, now=timezone.now())
    one.refresh_from_db()
    other.refresh_from_db()


@pytest.mark.parametrize(
    ("one", "other", "facts"),
    [
        (Face("A", "a", "1955-04-01"), Face("A", "a", "1955-04-01"), ["氏名", "フリガナ", "生年月日"]),
        (Face("A", "a"), Face("A", "", "1955-04-01"), ["氏名"]),
        (Face("A", "a", "1955-04-01"), Face("A", "a", "1960-01-01"), []),
        (Face("A", "a", "1955-04-01", "1"), Face("A", "a", "1960-01-01", "1"), ["氏名", "フリガナ", "電話番号"]),
        (Face("A", "a", "", "1"), Face("B", "b", "", "1"), []),
        (Face("A", "a", "1955-04-01", "1"), Face("B", "b", "1955-04-01", "1"), ["生年月日", "電話番号"]),
        (Face("A", "a"), Face("B", "a"), []),
        (Face(), Face(), []),
    ],
)
def test_who_looks_alike(one, other, facts):
    assert alike(one, other) == alike(other, one) == facts


def test_pairs_are_proposed_until_somebody_tells_them_apart(twins, coordinator):
    factories.senior(family_name="山本", given_name="茂")
    assert [(one.number, other.number) for one, other, _ in Register().pairs()] == [("M00001", "M00002")]
    client = client_of(coordinator)
    assert "M00001 髙橋 誠一" in client.get("/seniors/duplicates/").content.decode()
    client.post(f"/seniors/duplicates/{twins[0].pk}/{twins[1].pk}/apart/")
    assert "候補はありません" in client.get("/seniors/duplicates/").content.decode()
    tell_apart(one=twins[1], other=twins[0], by=coordinator, now=timezone.now())
    assert NotTheSame.objects.count() == 1


def test_merging_takes_what_was_chosen_and_moves_what_hangs_on_her(twins, coordinator, branch_of_a):
    one, other = twins
    event = factories.event()
    slots = factories.slots(factories.day(event))
    entry = factories.entry(
        factories.participation(event, factories.company(branch_of_a)), factories.attendance(event, other)
    )
    interview = factories.interview(factories.timetable(event, coordinator), entry, slots[0])
    factories.consent(one)
    factories.consent(other)
    factories.consent(other, kind="confidentiality")
    Standing.objects.update_or_create(senior=one, defaults={"events": 1, "last_event_on": dt.date(2020, 1, 1)})
    Standing.objects.update_or_create(senior=other, defaults={"events": 2, "last_event_on": dt.date(2024, 1, 1)})
    merged(twins, coordinator, take=["phone"])
    sheet = sheet_of(one)
    assert sheet["phone"] == "090-9999-8888" and sheet["introduction"] == "一つ目"
    assert Attendance.objects.get().senior == Entry.objects.get().senior == one
    assert Interview.objects.get(pk=interview.pk).senior == one
    assert Consent.objects.filter(senior=one).count() == 2
    standing = Standing.objects.get(senior=one)
    assert (standing.events, standing.last_event_on) == (3, dt.date(2024, 1, 1))
    assert other.state == SeniorState.WITHDRAWN and other.erased_at and other.state_reason == "M00001番と統合"
    assert "二つ目" not in str(Senior.objects.filter(pk=other.pk).values().get())
    assert MergedNumber.objects.get().number == "M00002"
    assert Register().by_number["M00002"].pk == one.pk


def test_both_at_one_event_is_refused_and_nothing_moves(twins, coordinator):
    event = factories.event(name="第3回 交流会")
    for n, senior in enumerate(twins):
        factories.attendance(event, senior, number=n + 1)
    with pytest.raises(MergeError, match="「第3回 交流会」に参加しています"):
        merged(twins, coordinator)
    assert Senior.objects.filter(erased_at=None).count() == 2
    assert Attendance.objects.filter(senior=twins[1]).exists()


@pytest.mark.parametrize(("mine", "hers", "kept"), [(False, True, "hers"), (True, False, "mine")])
def test_an_account_goes_along(mine, hers, kept, twins, coordinator):
    accounts = {}
    for name, has, senior in (("mine", mine, twins[0]), ("hers", hers, twins[1])):
        if has:
            accounts[name] = senior.user = factories.user(Role.SENIOR)
            senior.save()
    merged(twins, coordinator)
    assert twins[0].user == accounts[kept]
    assert twins[0].user.is_active


def test_two_accounts_in_use_are_refused(twins, coordinator):
    for senior in twins:
        senior.user = factories.user(Role.SENIOR)
        senior.save()
    with pytest.raises(MergeError, match="使わないほうを停止"):
        merged(twins, coordinator)


def test_a_registration_is_not_merged_with_itself(twins, coordinator):
    with pytest.raises(MergeError):
        merged((twins[0], twins[0]), coordinator)


def test_merging_in_the_browser_asks_for_a_fresh_proof(twins, coordinator):
    one, other = twins
    address = f"/seniors/duplicates/{one.pk}/{other.pk}/"
    page = client_of(coordinator).get(address).content.decode()
    assert "一致: 氏名、フリガナ、生年月日" in page and "二つ目" in page
    assert "書類の写し、反社チェックの記録、お知らせのメール" in page
    assert "/account/proof/" in client_of(coordinator).post(f"{address}merge/").url
    answer = prove(client_of(coordinator), coordinator).post(f"{address}merge/", {"take-introduction": "other"})
    assert answer.url == f"/seniors/{one.pk}/"
    one.refresh_from_db()
    assert one.introduction == "二つ目"


@pytest.fixture
def of_both(twins, coordinator, branch_of_a, private_files):
    """Things of either, as duplicates have them: one mail address, one telephone, papers and letters of the one who goes."""
    one, other = twins
    for senior in twins:
        senior.contact.email, senior.contact.phone = "m@example.jp", "090-9999-8888"
        senior.contact.save()
    paper = {"company_key": None, "institution": None, "branch": None}
    company = factories.company(branch_of_a)
    factories.scan(company, coordinator, b"%PDF-1", senior_key=other.pk, **paper)
    check = {"senior_key": other.pk, "checked_on": dt.date(2026, 1, 1), "result": "clear", "source": "記事"}
    BackgroundCheck.objects.create(**check, recorded_by=coordinator, recorded_at=timezone.now())
    factories.mail(coordinator, recipient="m@example.jp", body="一つ目への手紙", named_senior_id=one.pk)
    hers = {"subject_kind": "senior", "subject_id": other.pk, "named_senior_id": other.pk}
    factories.mail(coordinator, recipient="m@example.jp", body=f"{other.name} 様", to_name=other.name, **hers)
    factories.inquiry(email="m@example.jp", name=one.name)
    hearing = factories.hearing(company)
    for words in (f"{one.name}さん 090-9999-8888 m@example.jp", ""):
        hearing.background = words
        hearing.save()
    return twins


def test_what_belongs_to_the_one_who_stays_is_left_as_it_is(of_both, coordinator):
    one, named_as = of_both[0], of_both[1].name
    merged(of_both, coordinator)
    scan = Scan.objects.get()
    assert scan.senior_key == BackgroundCheck.objects.get().senior_key == one.pk
    assert path_of(scan).exists()
    letters = OutboxMail.objects.order_by("body")
    assert {(row.state, row.recipient, row.named_senior_id) for row in letters} == {("draft", "m@example.jp", one.pk)}
    assert {(row.body, row.to_name) for row in letters} == {("一つ目への手紙", ""), (f"{named_as} 様", named_as)}
    inquiry = Inquiry.objects.get()
    assert (inquiry.state, inquiry.name, inquiry.email) == ("new", one.name, "m@example.jp")
    notes = HearingChange.objects.values_list("background", flat=True)
    assert f"{one.name}さん 090-9999-8888 m@example.jp" in notes
    assert one.name not in str(ErasureReceipt.objects.values().get())


def test_a_letter_that_both_were_to_get_is_sent_once_and_to_the_address_that_is_kept(twins, coordinator):
    one, other = twins
    SeniorContact.objects.filter(senior=one).update(email="new@example.jp")
    SeniorContact.objects.filter(senior=other).update(email="old@example.jp")
    Senior.objects.filter(pk=other.pk).update(family_name="佐野")
    for senior, address in ((one, "new@example.jp"), (other, "old@example.jp")):
        to = {"subject_kind": "senior", "subject_id": senior.pk, "named_senior_id": senior.pk, "recipient": address}
        for kind in ("call", "reconfirm_202609"):
            factories.mail(coordinator, kind=kind, **to)
    factories.mail(coordinator, kind="invited", body="佐野 誠一 様", **to)
    merged(twins, coordinator)
    waiting = OutboxMail.objects.values_list("kind", "recipient", "subject_id", "state")
    assert set(waiting) == {
        (kind, "new@example.jp", one.pk, "draft") for kind in ("call", "reconfirm_202609", "invited")
    }
    assert len(waiting) == 3
    assert OutboxMail.objects.get(kind="invited").body == f"{one.name} 様"  # called as who stays is called


def test_a_row_that_waits_in_a_list_becomes_hers(twins, coordinator):
    one, other = twins
    waiting = RegisterImport.objects.create(
        source=ImportSource.objects.create(name="名簿"), file_name="a.csv", made_by=coordinator, made_at=timezone.now()
    )
    both = [{"senior": str(senior.pk), "facts": ["氏名"]} for senior in twins]
    values = {"family_name": other.family_name, "given_name": other.given_name, "phone": "090-9999-8888"}
    for number, row in enumerate([{"senior": other, "kind": "changed"}, {"candidates": both}, {}]):
        fields = {"kind": "possible", "values": values} | row
        ImportRow.objects.create(register_import=waiting, number=number, **fields)
    merged(twins, coordinator)
    rows = list(ImportRow.objects.order_by("number"))
    assert [row.senior for row in rows] == [one, None, None]
    assert rows[1].candidates == [{"senior": str(one.pk), "facts": ["氏名"]}]


def test_every_plain_key_of_a_senior_is_handed_over():
    """Columns that name a senior without being a foreign key: `office.handing_over` moves them."""
    from django.apps import apps

    plain = {
        f"{model._meta.label}.{column}"
        for model in apps.get_models()
        for column, whose in getattr(model, "tells_of", {}).items()
        if whose == "seniors" and not any(f.attname == column and (f.is_relation or f.primary_key) for f in model._meta.fields)
    }  # fmt: skip
    assert plain == {
        "office.Scan.senior_key",
        "office.BackgroundCheck.senior_key",
        "office.OutboxMail.named_senior_id",
        "office.Document.named_senior_id",
    }


def test_every_app_says_what_it_hangs_on_a_senior():
    """A new key to a senior is handed over by somebody's merging.py, or goes with her."""
    merging.obstacles(merging.Merge(factories.senior(), factories.senior(), None, timezone.now()))
    moved = {"events.Attendance", "events.Avoidance", "events.BriefMark", "events.Entry", "events.EntryDraft"}
    moved |= {"events.ReceptionName", "matching.Interview"}
    moved |= {
        f"talent.{name}"
        for name in "Application UnavailablePeriod ImportLink ImportRow Consent Disclosure MergedNumber Standing".split()
    }
    goes = {f"talent.{name}" for name in "SeniorContact Career Speciality Qualification NotTheSame SearchRow".split()}
    from django.apps import apps

    found = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Senior and not model.__name__.endswith("Change")
        and not hasattr(model, "pgh_tracked_model")
    }  # fmt: skip
    assert found == moved | goes
