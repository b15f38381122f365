"""The pages of a hearing: written without JavaScript and by its module, two people on one sheet, versions, papers, the president."""

import datetime as dt
import json
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from companies import hearings
from companies.actions import make_president_link
from companies.models import Hearing, HearingNote, HearingVersion
from companies.moving import tell_moved
from companies.retaining import old_savings
from companies.sheet import sheet_of
from institutions.roles import Role
from office import actions_mail
from office.actions import run_now
from office.models import Document, OutboxMail
from tests import factories
from tests.companies.test_hearings import complete, save, step
from tests.conftest import client_of
from tests.matching.papers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(bank_a):
    today = timezone.localdate()
    made = factories.event(starts_on=today, ends_on=today)
    factories.event_host(made, bank_a)
    return made


@pytest.fixture
def firm(branch_of_a):
    return factories.company(branch_of_a, name="株式会社 わが社")


@pytest.fixture
def hearing(firm, event, branch_a):
    return hearings.begin(company=firm, event_id=event.pk, key=uuid.uuid4(), by=branch_a, now=timezone.now())[0]


def at(name, hearing, *more):
    return reverse(f"companies:{name}", args=[hearing.pk, *more])


def fields_of(page: str) -> dict:
    """What a browser would send back of the form."""
    found = dict(re.findall(r'<input type="(?:hidden|text)" name="([\w]+)"(?: value="([^"]*)")?', page))
    found |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)</textarea>', page))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def test_begun_from_the_firm_and_a_second_click_leads_to_the_first(firm, event, branch_a, head_office_a):
    address, client = reverse("events:hearing_begin", args=[firm.pk]), client_of(branch_a)
    key = re.search(r'name="new_key" value="([^"]+)"', client.get(address).text).group(1)
    answers = [client.post(address, {"new_key": key, "event": event.pk}) for _ in range(2)]
    other = client_of(head_office_a).post(address, {"new_key": uuid.uuid4(), "event": event.pk})
    assert {one.headers["Location"] for one in (*answers, other)} == {at("hearing_edit", Hearing.objects.get())}
    assert "選んでください" in client.post(address, {"new_key": key, "event": uuid.uuid4()}).text


def test_written_without_javascript_to_the_end(hearing, branch_a, coordinator):
    client = client_of(branch_a)
    page = client.get(at("hearing_edit", hearing)).text
    typed = fields_of(page) | {
        "heard_on_0": "令和8", "heard_on_1": "６", "heard_on_2": "12", "heard_by": "大森支店 山田",
        "background": "創業50年", "current_state": "不良率5%", "issue1_categories": ["PRODUCTION"],
        "issue1_title": "不良率を下げたい", "issue1_body": "3年前から", "issue1_expected_support": "助言",
        "issue1_wanted_profile": "品質保証", "issue1_questions": "一つ目\n二つ目", "note": "ここだけ", "action": "check",
    }  # fmt: skip
    assert client.post(at("hearing_edit", hearing), typed).headers["Location"] == at("hearing_check", hearing)
    check = client.get(at("hearing_check", hearing)).text
    assert "ここだけ" not in check and "合う人が見つかりやすく" in check and "まだ書かれていない" not in check
    done = client.post(at("hearing_check", hearing), follow=True)
    assert "事務局の確認待ち" in done.text and "提出しました" in done.text and "ここだけ" in done.text
    again = client.get(at("hearing_edit", hearing), follow=True)
    assert "先に提出を取り下げて" in again.text
    office = client_of(coordinator)
    back = office.post(at("hearing_step", hearing, "return"), {"reason": ""})
    assert "書いてください" in back.text or "入力してください" in back.text
    office.post(at("hearing_step", hearing, "return"), {"reason": "数字を足してください"})
    assert "数字を足してください" in client.get(at("hearing_edit", hearing)).text
    client.post(at("hearing_check", hearing))
    office.post(at("hearing_step", hearing, "approve"))
    assert "承認済み" in client.get(at("hearing_detail", hearing)).text
    assert OutboxMail.objects.filter(kind="hearing_returned", recipient=branch_a.email).count() == 1


def test_what_cannot_be_read_is_shown_again_and_the_rest_is_kept(hearing, branch_a):
    client = client_of(branch_a)
    typed = fields_of(client.get(at("hearing_edit", hearing)).text)
    typed |= {
        "heard_on_0": "令和八",
        "heard_on_1": "13",
        "heard_on_2": "1",
        "background": "残る文",
        "organisation": "あ" * 1001,
    }
    page = client.post(at("hearing_edit", hearing), typed | {"action": "save"}).text
    assert "1001字あります" in page and "あ" * 1001 in page and 'value="13"' in page
    assert sheet_of(Hearing.objects.get()) == {"background": "残る文"}


def test_two_texts_of_one_field_stand_beside_each_other(hearing, branch_a, head_office_a):
    save(hearing, branch_a, background="もとの文")
    client = client_of(head_office_a)
    typed = fields_of(client.get(at("hearing_edit", hearing)).text)
    save(hearing, branch_a, background="支店の文", organisation="支店の体制")
    answer = client.post(at("hearing_edit", hearing), typed | {"background": "本部の文", "action": "save"})
    assert answer.status_code == 409
    for word in ("もとの文", "支店の文", "本部の文", "ほかの人も書いています"):
        assert word in answer.text
    assert fields_of(answer.text)["organisation"] == "支店の体制"  # the page goes on from what is stored
    both = client.post(at("hearing_edit", hearing), fields_of(answer.text) | {"action": "both:background"})
    assert both.status_code == 302
    assert sheet_of(Hearing.objects.get())["background"] == "支店の文\n本部の文"


def test_handed_in_meanwhile_nothing_typed_is_lost(hearing, branch_a, head_office_a):
    client = client_of(branch_a)
    typed = fields_of(client.get(at("hearing_edit", hearing)).text)
    complete(hearing)
    step(hearing, "submit", head_office_a)
    answer = client.post(at("hearing_edit", hearing), typed | {"background": "書きかけの文", "action": "save"})
    assert answer.status_code == 409 and "書きかけの文" in answer.text and "取り下げてください" in answer.text


def test_the_page_saves_itself_field_by_field(hearing, branch_a, head_office_a):
    client, other = client_of(branch_a), client_of(head_office_a)

    def send(who, fields, *, base, seen):
        body = {"only": ",".join(fields), "seen": seen, "bases": json.dumps(dict.fromkeys(fields, base)), **fields}
        return who.post(at("hearing_save", hearing), body)

    first = send(client, {"background": "支店の文"}, base=1, seen=1).json()
    assert (first["revision"], first["written"], first["others"]) == (2, ["background"], {})
    second = send(other, {"organisation": "本部の体制"}, base=1, seen=1).json()
    assert second["others"]["background"]["value"] == "支店の文" and second["conflicts"] == []
    third = send(other, {"background": "本部の文"}, base=1, seen=3).json()
    [fought] = third["conflicts"]
    assert (fought["value"], fought["mine"]) == ("支店の文", "本部の文") and third["open_by"]
    bad = send(client, {"heard_on": "いつか"}, base=3, seen=3).json()
    assert "heard_on" in bad["errors"] and bad["written"] == []
    still = send(client, {}, base=3, seen=1).json()
    assert still["written"] == [] and set(still["others"]) == {"organisation", "background"}
    step(hearing, "withdraw", branch_a, "やめる")
    assert "再開" in send(client, {"background": "あとから"}, base=3, seen=3).json()["refused"]
    assert sheet_of(Hearing.objects.get()) == {"background": "支店の文", "organisation": "本部の体制"}


def test_the_head_office_neither_sees_nor_sends_the_note(hearing, branch_a, head_office_a, coordinator):
    save(hearing, branch_a, note="ここだけの話")
    client = client_of(head_office_a)
    for name in ("hearing_edit", "hearing_detail", "hearing_check", "hearing_versions"):
        assert "ここだけの話" not in client.get(at(name, hearing)).text
    assert 'name="note"' not in client.get(at("hearing_edit", hearing)).text
    client.post(at("hearing_save", hearing), {"only": "note", "note": "本部が書いた", "seen": 1})
    client.post(at("hearing_edit", hearing), {"note": "", "revision": 1, "action": "save"})
    assert HearingNote.objects.get().text == "ここだけの話"
    assert "ここだけの話" in client_of(coordinator).get(at("hearing_edit", hearing)).text


@pytest.mark.parametrize("query", ["", "?older=x&newer=9999999999", "?older=3&newer=1", "?older=1&newer=1"])
def test_versions_are_folded_and_compared(query, hearing, branch_a, head_office_a):
    for text in ("不良率が2%", "不良率が3%", "不良率が5%に上がった"):
        save(hearing, branch_a, background=text)
    save(hearing, head_office_a, background="不良率が5%に下がった")
    page = client_of(branch_a).get(at("hearing_versions", hearing) + query).text
    assert "4回の保存" in page and page.count('name="older"') == 2
    assert re.search(r'<del class="word">上</del>', page) and re.search(r'<ins class="word">下</ins>', page)


def test_a_sheet_prints_without_the_note(hearing, branch_a):
    complete(hearing)
    save(hearing, branch_a, note="ここだけの話")
    client = client_of(branch_a)
    for paper in ("filled", "blank"):
        assert client.post(at("hearing_print", hearing, paper)).status_code == 302
    assert client.post(at("hearing_print", hearing, "nothing")).status_code == 404
    for document in Document.objects.filter(subject_kind="hearing"):
        run_now(document)
        document.refresh_from_db()
        with document.file.open() as file:
            text = text_of(file.read())
        assert document.state == "done" and "わが社" in text and "ここだけの話" not in text
        assert ("署名" in text) == (document.kind == "hearing_sheet")
    assert Document.objects.get(kind="hearing_sheet").title in client.get(at("hearing_detail", hearing)).text


# --- The president --------------------------------------------------------------------------------------------------------
def test_the_president_answers_by_the_link(hearing, firm, branch_a):
    token = make_president_link(company=firm, by=branch_a, now=timezone.now())[1]
    address, client = reverse("matching:president_check", args=[token]), client_of(None)
    assert "いまありません" in client.get(address).text
    complete(hearing)
    save(hearing, branch_a, note="ここだけの話")
    step(hearing, "submit", branch_a)
    page = client.get(address).text
    assert "ここだけの話" not in page and "創業50年" in page
    typed = fields_of(page) | {"answer": "wrong", "remark": ""}
    assert "直してほしいところを書いて" in client.post(address, typed).text
    typed["remark"] = "従業員は21人です"
    for _ in range(2):
        assert client.post(address, typed).status_code == 302
    assert "ご指摘を承りました" in client.get(address).text
    assert HearingVersion.objects.filter(kind="checked").count() == 1
    assert "従業員は21人です" in client_of(branch_a).get(at("hearing_detail", hearing)).text
    step(hearing, "take_back", branch_a)
    save(hearing, branch_a, organisation="21人")
    step(hearing, "submit", branch_a)
    late = client.post(address, typed | {"answer": "right"})
    assert "内容が変わりました" in late.text and "21人" in late.text
    assert "社長の確認の後に変わりました" in client_of(branch_a).get(at("hearing_detail", hearing)).text
    assert client.post(address, fields_of(late.text) | {"answer": "right"}).status_code == 302
    assert "ご確認ありがとうございました" in client.get(address).text


def test_a_link_answers_for_its_own_firm_only(hearing, branch_a, branch_of_a):
    complete(hearing)
    step(hearing, "submit", branch_a)
    other = factories.company(branch_of_a)
    token = make_president_link(company=other, by=branch_a, now=timezone.now())[1]
    hearing.refresh_from_db()
    body = {"hearing": hearing.pk, "revision": hearing.revision, "answer": "right"}
    assert client_of(None).post(reverse("matching:president_check", args=[token]), body).status_code == 404
    hearing.refresh_from_db()
    assert hearing.president_checked_at is None


def test_the_check_on_paper_is_written_down(hearing, branch_a):
    client = client_of(branch_a)
    body = {"how": "paper", "checked_on": "2026-06-25", "remark": "", "revision": hearing.revision}
    assert client.post(at("hearing_president", hearing), body | {"checked_on": "2999-01-01"}).status_code == 200
    assert client.post(at("hearing_president", hearing), body).status_code == 302
    assert "紙で" in client.get(at("hearing_detail", hearing)).text


def test_what_the_president_wants_changed_is_told_shown_and_read_before_the_approval(
    hearing, firm, event, branch_a, coordinator
):
    firm.officer = factories.staff_member(firm.institution, branch=firm.branch, user=branch_a)
    firm.save()
    factories.participation(event, firm)
    complete(hearing)
    step(hearing, "submit", branch_a)
    office, board = client_of(coordinator), reverse("events:hearing_board", args=[event.pk])
    hearing.refresh_from_db()
    hearings.check_by_president(
        hearing=hearing, seen=hearing.revision, how="link", now=timezone.now(), remark="従業員は21人です"
    )
    mail = OutboxMail.objects.get(kind="president_remark")
    assert mail.recipient == branch_a.email and "従業員は21人です" in mail.body and firm.name in mail.title
    page = office.get(board).text
    assert "ご指摘あり" in page and "ご指摘が1社" in page and "社長のご指摘を読み" in page
    with pytest.raises(hearings.HearingError, match="ご指摘"):
        step(hearing, "approve", coordinator)
    address = at("hearing_step", hearing, "approve")
    assert "従業員は21人です" in office.get(address).text
    assert "印を付けてください" in office.post(address).text
    save(hearing, coordinator, organisation="21人")
    page = office.get(board).text
    assert "後に変わりました" in page and "ご指摘が1社" not in page
    assert "社内の体制" in office.get(address).text
    assert office.post(address, {"remark_read": "on"}).status_code == 302
    hearing.refresh_from_db()
    assert hearing.state == "approved"


def test_who_writes_the_remark_down_is_not_told_of_it(hearing, firm, branch_a, coordinator):
    firm.officer = factories.staff_member(firm.institution, branch=firm.branch, user=branch_a)
    firm.save()
    for user, remark, letters in ((branch_a, "電話で", 0), (coordinator, "訪問で", 1)):
        hearing.refresh_from_db()
        body = {"how": "word", "checked_on": "2026-06-25", "remark": remark, "revision": hearing.revision}
        assert client_of(user).post(at("hearing_president", hearing), body).status_code == 302
        assert OutboxMail.objects.filter(kind="president_remark").count() == letters


# --- The board of an event ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("how_many", [1, 3])
def test_the_board_costs_the_same_with_one_firm_and_with_three(
    how_many, event, coordinator, branch_of_a, branch_a, django_assert_max_num_queries
):
    for _ in range(how_many):
        firm = factories.participation(event, factories.company(branch_of_a)).company
        made, _ = hearings.begin(company=firm, event_id=event.pk, key=uuid.uuid4(), by=branch_a, now=timezone.now())
        save(made, branch_a, background="文")
        factories.participation(event, factories.company(branch_of_a))
    client = client_of(coordinator)
    with django_assert_max_num_queries(22):
        assert client.get(reverse("events:hearing_board", args=[event.pk])).status_code == 200


def test_the_board_shows_a_bank_its_own_and_reminds_each_once(
    event, coordinator, branch_of_a, branch_of_b, branch_a, head_office_b
):
    mine, theirs = (
        factories.participation(event, factories.company(one)).company for one in (branch_of_a, branch_of_b)
    )
    factories.participation(event, factories.company(branch_of_a))
    address = reverse("events:hearing_board", args=[event.pk])
    page = client_of(branch_a).get(address).text
    assert mine.name in page and theirs.name not in page and "お知らせを用意" not in page
    client = client_of(coordinator)
    assert theirs.name in client.get(address).text
    for _ in range(2):
        client.post(reverse("events:hearing_remind", args=[event.pk]))
    mail = OutboxMail.objects.get(recipient=branch_a.email)
    assert mine.name in mail.body and theirs.name not in mail.body


def test_answers_to_a_reminder_go_to_ones_own_bank_or_to_the_office(
    event, coordinator, branch_a, branch_b, branch_of_a, branch_of_b, bank_b
):
    event.hosts.update(reply_email="a@example.jp", phone="03-1111-1111")
    for branch in (branch_of_a, branch_of_b):
        factories.participation(event, factories.company(branch))
    rows = OutboxMail.objects.filter(kind__startswith="hearing_reminder")

    def told() -> dict[str, str]:
        client_of(coordinator).post(reverse("events:hearing_remind", args=[event.pk]))
        return dict(rows.values_list("recipient", "reply_to"))

    assert told() == {branch_a.email: "a@example.jp", branch_b.email: ""}
    assert [row.recipient for row in rows if "a@example.jp" in row.body or "03-1111-1111" in row.body] == [
        branch_a.email
    ]
    factories.event_host(event, bank_b, role="cohost", reply_email="b@example.jp")
    assert told() == {branch_a.email: "a@example.jp", branch_b.email: "b@example.jp"}


def test_everybody_of_a_branch_is_reminded_on_a_day_also_after_one_letter_has_gone(
    event, coordinator, branch_of_a, branch_a
):
    other = factories.user(Role.BRANCH, institution=branch_of_a.institution, branch=branch_of_a)
    firm = factories.participation(event, factories.company(branch_of_a)).company
    client, address = client_of(coordinator), reverse("events:hearing_remind", args=[event.pk])
    rows = OutboxMail.objects.filter(kind__startswith="hearing_reminder").order_by("pk")

    def told() -> dict[str, str]:
        client.post(address)
        assert all(firm.name in row.body for row in rows.all())
        return dict(rows.values_list("recipient", "state"))

    assert told() == told() == {branch_a.email: "draft", other.email: "draft"} and rows.count() == 2
    actions_mail.approve(mails=[rows.get(recipient=other.email)], by=coordinator, now=timezone.now())
    rows.filter(recipient=branch_a.email).delete()
    assert told() == {branch_a.email: "draft", other.email: "approved"} and rows.count() == 2


def test_a_moved_firm_takes_its_papers_along(hearing, firm, bank_a, branch_a):
    client_of(branch_a).post(at("hearing_print", hearing, "filled"))
    assert Document.objects.visible_to(branch_a).count() == 1
    firm.branch = factories.branch(bank_a)
    firm.save()
    tell_moved([firm.pk])
    assert Document.objects.visible_to(branch_a).count() == 0 and Document.objects.get().branch == firm.branch


def test_savings_on_the_way_are_not_kept_for_ever(hearing, branch_a, coordinator):
    save(hearing, branch_a, background="途中の文")
    complete(hearing)
    step(hearing, "submit", branch_a)
    later = timezone.now() + dt.timedelta(days=1)
    assert list(old_savings(later, later)) == []
    step(hearing, "approve", coordinator)
    assert {row.kind for row in old_savings(later, later)} == {"draft"}
    assert list(old_savings(timezone.now() - dt.timedelta(days=1), later)) == []
