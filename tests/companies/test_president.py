"""The president's link: made by the office and the firm's own bank, shown once, good for a while, and for one firm only."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from companies.actions import make_president_link
from companies.models import HearingNote, PresidentLink
from kouryukai.lib.secret_links import hash_of
from matching.models import Interview
from office.models import ReadLog
from tests import factories
from tests.conftest import client_of, same_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(branch_of_a):
    """A firm of bank A with its hearing, what was said in confidence, and a draft of the next hearing."""
    company = factories.company(branch_of_a, name="株式会社 わが社")
    hearing = factories.hearing(company, background="創業からの経緯", heard_on=dt.date(2026, 5, 1))
    factories.hearing_note(hearing, "口頭のメモ")
    factories.issue(company, hearing=hearing, title="わが社の課題")
    factories.hearing(company, state="draft", background="書きかけの文")
    return company


@pytest.fixture
def token(firm, branch_a):
    return make_president_link(company=firm, by=branch_a, now=timezone.now())[1]


@pytest.fixture
def meetings(firm, coordinator, branch_of_b):
    """The firm meets one senior; another firm meets another; one more interview stands in a draft only."""
    event = factories.event(stage="day")
    times = factories.slots(factories.day(event))
    plan = factories.timetable(event, coordinator, published=True)
    draft = factories.timetable(event, coordinator)
    ours, theirs = (factories.participation(event, one) for one in (firm, factories.company(branch_of_b)))
    issue = firm.issues.get()
    for slot, (where, name, timetable) in enumerate(
        ((ours, "面談花子", plan), (theirs, "他社太郎", plan), (ours, "下書次郎", draft))
    ):
        person = factories.senior(family_name=name, given_name="")
        factories.senior_contact(person, email="secret@example.jp", phone="090-9999-8888")
        factories.career(person, company_name=f"{name}の前職")
        subject = {"issue": issue} if where is ours else {}
        entry = factories.entry(where, factories.attendance(event, person), score=777_123, **subject)
        factories.interview(timetable, entry, times[slot])
    return event


def look(token, **headers):
    return client_of(None).get(reverse("matching:president_page", args=[token]), headers=headers)


def test_the_page_shows_the_firms_own_sheet_and_whom_it_meets(token, meetings):
    answer = look(token)
    assert answer.status_code == 200
    for word in (
        "株式会社 わが社",
        "創業からの経緯",
        "わが社の課題",
        "面談花子",
        "面談花子の前職",
        "検査の記録の取り方",
        "測定の記録を付け",
    ):
        assert word in answer.text
    for secret in (
        "口頭のメモ",
        "書きかけの文",
        "他社太郎",
        "下書次郎",
        "secret@example.jp",
        "090-9999-8888",
        "777123",
    ):
        assert secret not in answer.text


def test_the_page_stays_out_of_caches_search_engines_and_referrers(token):
    headers = look(token).headers
    assert "no-store" in headers["Cache-Control"]
    assert (headers["X-Robots-Tag"], headers["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert "Set-Cookie" not in headers


def test_looking_changes_nothing_but_when_it_was_used(token, meetings):
    before = {model: list(model.objects.order_by("pk").values()) for model in (Interview, HearingNote)}
    row = PresidentLink.objects.values().get()
    assert look(token).status_code == 200
    after = PresidentLink.objects.values().get()
    assert after.pop("last_used_at") is not None and row.pop("last_used_at") is None
    assert after == row
    assert {model: list(model.objects.order_by("pk").values()) for model in before} == before
    assert client_of(None).post(reverse("matching:president_page", args=[token])).status_code == 405


def test_looking_is_noted_in_the_log_of_reads(token, meetings, firm):
    look(token)
    row = ReadLog.objects.get()
    assert (row.role, row.user, row.institution_id) == ("president", None, firm.institution_id)
    assert (row.page, row.companies) == ("matching:president_page", [firm.pk])
    assert row.seniors == [Interview.objects.get(company=firm, is_published=True).senior_id]


def test_every_bad_token_gets_the_same_404(token, firm, coordinator):
    unknown = look("x" * 32)
    assert unknown.status_code == 404
    PresidentLink.objects.update(expires_at=timezone.now(), created_at=timezone.now() - dt.timedelta(days=30))
    assert same_page(look(token), unknown)
    later = make_president_link(company=firm, by=coordinator, now=timezone.now())[1]
    assert look(later).status_code == 200
    assert same_page(look(token), unknown)
    client_of(coordinator).post(reverse("companies:president_link_revoke", args=[firm.pk]))
    assert same_page(look(later), unknown)
    assert same_page(look(later[:-1]), unknown) and same_page(look(hash_of(later)), unknown)


def test_closed_events_are_over(token, meetings):
    meetings.stage = "closed"
    meetings.save()
    assert "面談花子" not in look(token).text
    assert "まだ決まっていません" in look(token).text


def test_a_firm_without_anything_has_a_page(branch_of_a, branch_a):
    token = make_president_link(company=factories.company(branch_of_a), by=branch_a, now=timezone.now())[1]
    assert "課題シートはまだ登録されていません" in look(token).text


def test_who_is_signed_in_plays_no_part(token, meetings, coordinator, head_office_b):
    pages = [
        client_of(user).get(reverse("matching:president_page", args=[token])) for user in (coordinator, head_office_b)
    ]
    assert same_page(*pages) and "ログアウト" not in pages[0].text


@pytest.mark.parametrize("actor", ["coordinator", "head_office_a", "branch_a"])
def test_the_link_is_shown_once_and_only_its_hash_is_kept(actor, firm, request):
    user, address = request.getfixturevalue(actor), reverse("companies:president_link", args=[firm.pk])
    client = client_of(user)
    assert "使えるリンクはありません" in client.get(address).text
    made = client.post(address)
    token = re.search(r"/president/([\w-]+)/", made.text).group(1)
    assert made.status_code == 200 and "data:image/png" in made.text and len(token) >= 32
    again = client.get(address).text
    assert token not in again and "リンクを取り消す" in again
    link = PresidentLink.objects.get()
    assert link.token_hash == hash_of(token) and (link.created_by, link.institution_id) == (user, firm.institution_id)
    assert dt.timedelta(days=29) < link.expires_at - timezone.now() <= dt.timedelta(days=30)


def test_a_new_link_ends_the_one_before(token, firm, coordinator):
    client_of(coordinator).post(reverse("companies:president_link", args=[firm.pk]))
    assert PresidentLink.objects.filter(revoked_at=None).count() == 1
    assert look(token).status_code == 404


def test_the_database_lets_one_link_be_good_at_a_time(token, firm, coordinator):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.president_link(firm, coordinator)


def test_a_link_stays_inside_its_institution(firm, bank_b, coordinator):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.president_link(firm, coordinator, institution=bank_b)
        connection.check_constraints()


def test_revoking_twice_says_so(token, firm, branch_a):
    client, address = client_of(branch_a), reverse("companies:president_link_revoke", args=[firm.pk])
    assert "取り消しました" in client.post(address, follow=True).text
    assert "使えるリンクはありません" in client.post(address, follow=True).text


@pytest.mark.parametrize("name", ["president_link", "president_link_revoke"])
def test_links_of_others_firms_are_not_there(name, firm, token, bank_a, head_office_b, branch_b):
    colleague = factories.user("branch", institution=bank_a, branch=factories.branch(bank_a))
    for user in (head_office_b, branch_b, colleague):
        assert client_of(user).post(reverse(f"companies:{name}", args=[firm.pk])).status_code == 404
        assert not PresidentLink.objects.visible_to(user).exists()
    assert PresidentLink.objects.get().revoked_at is None


@pytest.mark.parametrize("actor", ["senior_a", "reception"])
def test_others_have_no_links(actor, firm, token, request):
    user = request.getfixturevalue(actor)
    assert client_of(user).post(reverse("companies:president_link", args=[firm.pk])).status_code == 403
    assert not PresidentLink.objects.visible_to(user).exists()


def test_the_note_is_the_branchs_and_the_offices(firm, coordinator, branch_a, head_office_a, branch_b, senior_a):
    for user, sees in ((coordinator, 1), (branch_a, 1), (head_office_a, 0), (branch_b, 0), (senior_a, 0)):
        assert HearingNote.objects.visible_to(user).count() == sees
    assert "口頭のメモ" in client_of(coordinator).get(reverse("companies:company_detail", args=[firm.pk])).text


def test_a_note_stays_inside_its_institution(firm, bank_b):
    with pytest.raises(IntegrityError), transaction.atomic():
        HearingNote.objects.update(institution=bank_b)
        connection.check_constraints()


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_costs_the_same_with_one_interview_and_with_three(
    how_many, token, firm, coordinator, django_assert_num_queries
):
    event = factories.event(stage="day")
    times = factories.slots(factories.day(event))
    plan = factories.timetable(event, coordinator, published=True)
    where = factories.participation(event, firm)
    for n in range(how_many):
        person = factories.senior()
        factories.career(person)
        factories.speciality(person)
        entry = factories.entry(where, factories.attendance(event, person), issue=firm.issues.get())
        factories.interview(plan, entry, times[n])
    with django_assert_num_queries(28):
        assert look(token).status_code == 200
