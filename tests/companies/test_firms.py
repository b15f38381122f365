"""Firms by branch: written, changed, handed over; a number that is wrong, a firm that is there already, two who save at once."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Company, CompanyChange
from companies.trades import DIVISIONS, TRADES, trade_code
from events.actions_firms import bring_back_firm, withdraw_firm
from events.models import Entry, Event, Tally
from institutions.roles import Role
from kouryukai.lib.corporate_number import parse_corporate_number
from office.models import Document, OutboxMail
from talent.models import Senior
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db
NEW = reverse("companies:company_new")


def written(**fields) -> dict:
    values = {
        "new_key": str(uuid.uuid4()),
        "name": "㈱髙島製作所",
        "representative_title": "代表取締役",
        "representative_name": "髙島 誠",
        "industry": "金属プレス加工",
        "prefecture": "東京都",
    }
    return values | fields


# --- Numbers and trades ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text", ["7000012050002", "７００００１２０５０００２", "7-0000-1205-0002", " 7000 0120 50002 "]
)
def test_a_corporate_number_as_people_write_it(text):
    assert parse_corporate_number(text) == "7000012050002"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("7000012050003", "どこかが違います"),  # the last digit
        ("1000012050002", "1ではなく7です"),  # the check digit
        ("000012050002", "前に7を付けた番号"),
        ("70000120500021", "14桁"),
        ("7000O12050002", "数字でない文字"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(text, says):
    with pytest.raises(ValueError, match=says):
        parse_corporate_number(text)


def test_the_classification_is_whole():
    assert len(DIVISIONS) == 20
    assert list(TRADES) == [f"{n:02}" for n in range(1, 100)]
    assert {division for division, _ in TRADES.values()} == set(DIVISIONS)
    assert (
        trade_code("２４")
        == trade_code("E24")
        == trade_code("金属製品製造業")
        == trade_code("24 金属製品製造業")
        == "24"
    )
    for wrong in ("00", "A24", "240", "金物"):
        with pytest.raises(ValueError, match="中分類"):
            trade_code(wrong)


# --- A new firm -----------------------------------------------------------------------------------------------------------
def test_a_branch_registers_its_own_firm(branch_a, branch_of_a):
    sent = written(
        corporate_number="７０００-０１２０５０００２", sales_man_yen="3.5億円", employees="２４人", established_year="昭和43",
        postal_code="１４４－００５２", url="example.jp", name_kana="たかしませいさくしょ",
    )  # fmt: skip
    response = client_of(branch_a).post(NEW, sent)
    firm = Company.objects.get()
    assert response.url == reverse("companies:company_detail", args=[firm.pk])
    assert (firm.branch, firm.institution) == (branch_of_a, branch_of_a.institution)
    assert (firm.name, firm.short_name, firm.name_kana) == ("㈱髙島製作所", "髙島製作所", "タカシマセイサクショ")
    assert (firm.corporate_number, firm.sales_man_yen, firm.employees) == ("7000012050002", 35000, 24)
    assert (firm.established_year, firm.postal_code, firm.url) == (1968, "1440052", "https://example.jp")


def test_a_second_click_makes_no_second_firm(branch_a):
    client, sent = client_of(branch_a), written()
    assert client.post(NEW, sent).url == client.post(NEW, sent).url
    assert Company.objects.count() == 1


def test_a_branch_cannot_write_for_another(branch_a, bank_a, branch_of_b):
    other = factories.branch(bank_a)
    client_of(branch_a).post(NEW, written(branch=str(other.pk)))
    assert Company.objects.get().branch == branch_a.branch


def test_a_head_office_chooses_among_its_own_branches(head_office_a, branch_of_a, branch_of_b):
    client = client_of(head_office_a)
    assert "branch" in client.post(NEW, written(branch=str(branch_of_b.pk))).context["form"].errors
    client.post(NEW, written(branch=str(branch_of_a.pk)))
    assert Company.objects.get().branch == branch_of_a


def test_the_office_says_first_whose_it_is(coordinator, branch_of_b):
    client = client_of(coordinator)
    assert "見つかりません" in client.get(NEW, {"bank": "ない信用金庫"}).text
    client.post(f"{NEW}?bank=汐見信用金庫", written(branch=str(branch_of_b.pk)))
    assert Company.objects.get().institution == branch_of_b.institution


def test_an_association_has_no_clients():
    body = factories.institution(type="association")
    assert client_of(factories.user(Role.HEAD_OFFICE, institution=body)).get(NEW).status_code == 403


def test_what_was_typed_stays_when_something_is_wrong(branch_a):
    page = client_of(branch_a).post(NEW, written(corporate_number="7000012050003", business="金型と\nプレス")).text
    assert "どこかが違います" in page and "金型と" in page and "髙島 誠" in page
    assert not Company.objects.exists()


def test_the_address_comes_from_the_postal_code_and_nothing_is_saved(branch_a):
    page = client_of(branch_a).post(NEW, written(postal_code="101-0041", action="lookup"))
    form = page.context["form"]
    assert not form.errors and form.initial["city"] == "千代田区" and form.initial["name"] == "㈱髙島製作所"
    assert not Company.objects.exists()


# --- The same firm -----------------------------------------------------------------------------------------------------------
def test_a_firm_of_another_branch_is_warned_of_before_it_is_saved_twice(branch_a, bank_a):
    factories.company(factories.branch(bank_a, name="蒲田支店"), name="株式会社高島製作所", city="大田区")
    client, sent = client_of(branch_a), written(city="品川区")
    page = client.post(NEW, sent).text
    assert "同じ企業かもしれない" in page and "蒲田支店" in page
    assert Company.objects.count() == 1
    client.post(NEW, sent | {"sure": "on"})
    assert Company.objects.count() == 2


def test_the_same_number_is_refused_inside_a_bank_and_taken_at_another(branch_a, branch_b):
    sent = written(corporate_number="7000012050002")
    client_of(branch_a).post(NEW, sent)
    again = client_of(branch_a).post(NEW, written(name="別の名前", corporate_number="7000012050002", sure="on")).text
    assert "この法人番号の企業は、この金融機関に登録済みです" in again
    page = client_of(branch_b).post(NEW, written(corporate_number="7000012050002"))
    assert page.status_code == 302 and Company.objects.count() == 2


def test_the_office_alone_sees_that_two_banks_have_one_firm(coordinator, head_office_a, branch_of_a, branch_of_b):
    for branch in (branch_of_a, branch_of_b):
        factories.company(branch, name="㈱双子工業", corporate_number="7000012050002")
        factories.company(branch, name="有限会社 名前だけ同じ")
        factories.company(branch, name="別の県", prefecture="東京都" if branch == branch_of_a else "大阪府")
    factories.company(branch_of_a, name="番号が違う", corporate_number="1180301018771")
    factories.company(branch_of_b, name="番号が違う", corporate_number="5835678256246")
    address = reverse("companies:company_twins")
    groups = client_of(coordinator).get(address).context["groups"]
    assert [(why, rows[0].name, len(rows)) for why, rows in groups] == [
        ("法人番号が同じです", "㈱双子工業", 2),
        ("企業名と都道府県が同じです", "有限会社 名前だけ同じ", 2),
    ]
    assert client_of(head_office_a).get(address).status_code == 403


# --- A changed firm ------------------------------------------------------------------------------------------------------------
def form_of(client, company) -> dict:
    form = client.get(reverse("companies:company_edit", args=[company.pk])).context["form"]
    return {name: form[name].value() or "" for name in form.fields if name != "sure"}


def test_of_two_who_save_at_once_neither_loses_a_word(branch_a, head_office_a, branch_of_a):
    company = factories.company(branch_of_a, city="大田区")
    address = reverse("companies:company_edit", args=[company.pk])
    first, second = client_of(branch_a), client_of(head_office_a)
    one, other = form_of(first, company), form_of(second, company)
    assert first.post(address, one | {"city": "品川区"}).status_code == 302
    page = second.post(address, other | {"phone": "03-1234-5678"})
    assert "ほかの人が" in page.text and "品川区" in page.text and "03-1234-5678" in page.text
    company.refresh_from_db()
    assert (company.city, company.phone) == ("品川区", "")
    again = {name: page.context["form"][name].value() or "" for name in other}
    assert second.post(address, again | {"city": "品川区"}).status_code == 302
    company.refresh_from_db()
    assert (company.city, company.phone) == ("品川区", "03-1234-5678")
    assert CompanyChange.objects.filter(pgh_obj_id=company.pk, pgh_label="update").count() == 2


def test_a_firm_that_is_handed_over_takes_its_papers_along(head_office_a, bank_a, branch_of_a, branch_a):
    company, other = factories.company(branch_of_a), factories.branch(bank_a)
    Document.objects.create(
        kind="company_booklet", title="冊子", subject_kind="participation", subject_id=uuid.uuid4(), institution=bank_a,
        branch=branch_of_a, named_company_id=company.pk, requested_at=NOW,
    )  # fmt: skip
    client = client_of(head_office_a)
    sent = form_of(client, company) | {"branch": str(other.pk)}
    assert client.post(reverse("companies:company_edit", args=[company.pk]), sent).status_code == 302
    assert Document.objects.get().branch == other
    assert not Company.objects.visible_to(branch_a).exists()


# --- At an event ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def event(bank_a, bank_b):
    made = factories.event(
        stage="preparation",
        starts_on=timezone.localdate() + dt.timedelta(days=60),
        ends_on=timezone.localdate() + dt.timedelta(days=60),
    )
    for bank in (bank_a, bank_b):
        factories.event_host(made, bank)
    return made


def propose(client, event, company, **sent):
    address = f"{reverse('events:participation_new', args=[event.pk])}?company={company.pk}"
    return client.post(address, {"new_key": str(uuid.uuid4())} | sent)


def test_numbers_go_on_over_all_banks(branch_a, branch_b, branch_of_a, branch_of_b, event):
    for user, branch in ((branch_a, branch_of_a), (branch_b, branch_of_b), (branch_a, branch_of_a)):
        assert propose(client_of(user), event, factories.company(branch)).status_code == 302
    rows = event.participations.order_by("number").values_list("number", "institution")
    assert list(rows) == [
        (1, branch_of_a.institution_id),
        (2, branch_of_b.institution_id),
        (3, branch_of_a.institution_id),
    ]
    assert Tally.objects.get(event=event, figure="companies").count == 3


def test_a_foreign_firm_is_no_choice(branch_a, branch_of_b, event):
    response = propose(client_of(branch_a), event, factories.company(branch_of_b))
    assert response.status_code == 200 and not event.participations.exists()


def test_one_attendant_for_two_firms_is_warned_of_with_the_reason(branch_a, branch_of_a, event):
    officer = factories.staff_member(branch_of_a.institution, branch=branch_of_a, name="小林 洋子")
    client, first, second = (
        client_of(branch_a),
        factories.company(branch_of_a, name="先の会社"),
        factories.company(branch_of_a),
    )
    propose(client, event, first, attendant=str(officer.pk))
    page = propose(client, event, second, attendant=str(officer.pk)).text
    assert "先の会社" in page and "1つの卓にしか座れません" in page
    assert event.participations.count() == 1
    assert propose(client, event, second, attendant=str(officer.pk), sure="on").status_code == 302
    assert set(event.participations.values_list("attendant", flat=True)) == {officer.pk}


def test_an_attendant_of_another_bank_is_no_choice(branch_a, branch_of_a, branch_of_b, event):
    stranger = factories.staff_member(branch_of_b.institution, branch=branch_of_b)
    assert (
        "attendant"
        in propose(client_of(branch_a), event, factories.company(branch_of_a), attendant=str(stranger.pk))
        .context["form"]
        .errors
    )


@pytest.mark.parametrize(
    ("change", "says"), [({"stage": "entry"}, "事務局が行います"), ({"stage": "closed"}, "終わっている")]
)
def test_banks_propose_until_the_issues_open(change, says, branch_a, branch_of_a, coordinator, event):
    Event.objects.filter(pk=event.pk).update(stage="hearing")
    Event.objects.filter(pk=event.pk).update(stage="entry")
    if change["stage"] == "closed":
        for stage in ("selection", "day", "closed"):
            Event.objects.filter(pk=event.pk).update(stage=stage)
    company = factories.company(branch_of_a)
    assert says in propose(client_of(branch_a), event, company).text
    status = propose(client_of(coordinator), event, company).status_code
    assert status == (200 if change["stage"] == "closed" else 302)


def test_the_office_sees_that_another_bank_brings_the_same_firm(
    coordinator, head_office_a, branch_of_a, branch_of_b, event
):
    there = factories.company(branch_of_b, name="㈱双子工業")
    factories.participation(event, there)
    here = factories.company(branch_of_a, name="株式会社双子工業")
    address = f"{reverse('events:participation_new', args=[event.pk])}?company={here.pk}"
    assert "ほかの金融機関からも" in client_of(coordinator).get(address).text
    assert "ほかの金融機関からも" not in client_of(head_office_a).get(address).text


def test_a_firm_that_withdraws_tells_those_who_wished_to_meet_it(branch_a, branch_of_a, coordinator):
    day = timezone.localdate() + dt.timedelta(days=30)
    event = factories.small_event(companies=1, seniors=2, at=branch_of_a, stage="selection", starts_on=day, ends_on=day)
    row = event.participations.get()
    Entry.objects.update(public_title="歩留まり")
    for senior in Senior.objects.all():
        factories.senior_contact(senior, email=f"{senior.number.lower()}@example.jp")
    factories.interview(
        factories.timetable(event, coordinator, published=True), event.entries.first(), event.slots.first()
    )
    address = reverse("matching:participation_withdraw", args=[row.pk])
    client = client_of(branch_a)
    page = client.get(address).text
    assert "新現役2人" in page and "面談が1件" in page
    assert "辞退の理由" in client.post(address, {"reason": ""}).text
    client.post(address, {"reason": "社長の出張"})
    row.refresh_from_db()
    assert (row.state, row.withdrawn_reason, row.withdrawn_by) == ("withdrawn", "社長の出張", branch_a)
    mails = OutboxMail.objects.filter(kind__startswith="firm_withdrawn")
    assert mails.count() == 2 and set(mails.values_list("state", flat=True)) == {"draft"}
    assert all("歩留まり" in mail.body and row.company.name not in mail.body for mail in mails)
    again = client.post(address, {"reason": "もう一度"})
    assert "すでに辞退" in again.text


def test_a_firm_comes_back(branch_a, branch_of_a, event):
    company = factories.company(branch_of_a)
    client = client_of(branch_a)
    propose(client, event, company)
    row = event.participations.get()
    client.post(reverse("matching:participation_withdraw", args=[row.pk]), {"reason": "都合"})
    client.post(reverse("events:participation_return", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, row.withdrawn_at, row.withdrawn_reason) == ("registered", None, "")


@pytest.fixture
def published(branch_of_a, coordinator):
    """Of a firm's two seniors one has an interview in the timetable that is out; neither has an address."""
    day = timezone.localdate() + dt.timedelta(days=1)
    event = factories.small_event(companies=1, seniors=2, at=branch_of_a, starts_on=day, ends_on=day, stage="day")
    factories.event_host(event, branch_of_a.institution, reply_email="host@example.jp")
    plan = factories.timetable(event, coordinator, published=True)
    factories.interview(plan, event.entries.order_by("pk").first(), event.slots.first())
    return event


def withdraw(user, event, reason="社長の出張"):
    row = event.participations.get()
    return client_of(user).post(reverse("matching:participation_withdraw", args=[row.pk]), {"reason": reason})


def withdrawn_letters(event):
    return OutboxMail.objects.filter(kind__startswith="firm_withdrawn", group_id=event.pk).order_by("created_at")


def test_who_has_no_address_is_told_by_hand_and_the_letter_stands_in_its_event(branch_a, published):
    withdraw(branch_a, published)
    met, other = published.entries.order_by("pk")
    letters = {mail.subject_id: mail for mail in withdrawn_letters(published)}
    assert set(letters) == {met.pk, other.pk}
    for entry in (met, other):
        mail = letters[entry.pk]
        assert (mail.state, mail.recipient, mail.reply_to) == ("by_hand", "", "host@example.jp")
        assert (mail.named_senior_id, mail.to_name) == (entry.senior_id, entry.senior.name)
    assert "決まっていたこの課題の面談は、なくなりました" in letters[met.pk].body
    assert "ほかの希望の結果は、変わりません" in letters[other.pk].body
    assert not any("受け付けています" in mail.body for mail in letters.values())


@pytest.mark.parametrize(
    ("stage", "words"), [("entry", "そのまま受け付けています"), ("selection", "そのまま選定に進みます")]
)
def test_the_letter_says_what_becomes_of_her_other_wishes(stage, words, branch_a, branch_of_a):
    day = timezone.localdate() + dt.timedelta(days=30)
    event = factories.small_event(companies=1, seniors=1, at=branch_of_a, stage=stage, starts_on=day, ends_on=day)
    withdraw(branch_a, event)
    assert words in withdrawn_letters(event).get().body


def test_the_office_is_told_what_a_bank_leaves_in_the_timetable(branch_a, coordinator, published):
    factories.user("coordinator", is_active=False)
    withdraw(branch_a, published)
    mail = OutboxMail.objects.get(kind__startswith="withdrawal_to_settle")
    assert (mail.recipient, mail.group_id, mail.state) == (coordinator.email, published.pk, "draft")
    assert "面談が1件残っています" in mail.body and "社長の出張" in mail.body
    page = client_of(coordinator).get(reverse("office:outbox")).text
    assert "辞退した企業の面談(事務局へ)" in page and "企業の参加の取りやめ" in page


def test_what_the_office_does_itself_it_need_not_be_told(coordinator, published):
    withdraw(coordinator, published)
    assert not OutboxMail.objects.filter(kind__startswith="withdrawal_to_settle").exists()


def test_each_withdrawal_is_told_and_what_has_not_gone_out_is_taken_back(branch_a, coordinator, published):
    row, now = published.participations.get(), timezone.now()
    withdraw_firm(participation=row, reason="出張", by=branch_a, now=now)
    bring_back_firm(participation=row, by=coordinator, now=now)
    assert not OutboxMail.objects.exists()
    withdraw_firm(participation=row, reason="出張", by=branch_a, now=now)
    OutboxMail.objects.filter(state="by_hand").update(
        state="told", told_on=timezone.localdate(), told_by=branch_a, told_how="phone"
    )
    bring_back_firm(participation=row, by=coordinator, now=now)
    withdraw_firm(participation=row, reason="やはり", by=branch_a, now=now + dt.timedelta(hours=1))
    assert sorted(withdrawn_letters(published).values_list("state", flat=True)) == ["by_hand"] * 2 + ["told"] * 2


@pytest.mark.parametrize("end", ["over", "closed", "history", "cancelled"])
def test_from_what_is_over_no_firm_withdraws(end, branch_a, coordinator, published):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    rows = Event.objects.filter(pk=published.pk)
    if end == "cancelled":
        rows.update(halt=end, halt_reason="雪", halted_at=timezone.now(), halted_by=coordinator)
    else:
        rows.update(
            **{
                "over": {"starts_on": yesterday, "ends_on": yesterday},
                "closed": {"stage": "closed"},
                "history": {"is_history": True},
            }[end]
        )
    row = published.participations.get()
    address = reverse("matching:participation_withdraw", args=[row.pk])
    listed = client_of(branch_a).get(reverse("events:participation_list", args=[published.pk])).text
    assert row.company.name in listed and address not in listed
    assert "企業の参加は変えられません" in client_of(branch_a).get(address).text
    assert "企業の参加は変えられません" in withdraw(branch_a, published).text
    row.refresh_from_db()
    assert row.state == "registered" and not OutboxMail.objects.exists()
