"""Two banks, one event: the pages of bank A hold nothing of bank B but that its tables are taken."""

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Company
from events.disclosing import disclose_entries
from events.models import Entry, Event, Figure, Participation, Tally
from events.tallies import tally_people
from matching.actions.publication import tell_publication
from matching.models import Interview
from office.models import Document
from talent.models import Senior
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of
from tests.matching.joint import joint

pytestmark = pytest.mark.django_db

OF_EVENT = (
    "matching:event_page",
    "matching:timetable_board",
    "matching:outcome_list",
    "events:participation_list",
    "events:attendance_list",
    "events:entry_list",
)
LISTS = ("home", "matching:event_list", "companies:company_list", "talent:senior_list", "office:document_list")
OFFICE_ONLY = ("matching:document_set",)


@pytest.fixture
def event(coordinator, branch_of_a, branch_of_b):
    return joint((branch_of_a, branch_of_b), coordinator)


def own_pages(event: Event, user) -> list[str]:
    entry = Entry.objects.visible_to(user).filter(event=event).first()
    return [
        *(reverse(name) for name in LISTS),
        *(reverse(name, args=[event.pk]) for name in OF_EVENT),
        f"{reverse('office:document_list')}?group={event.pk}",
        reverse("events:entry_detail", args=[entry.pk]),
        reverse("companies:company_detail", args=[entry.company_id]),
        reverse("talent:senior_detail", args=[entry.senior_id]),
    ]


@pytest.mark.parametrize("actor", ["head_office_a", "branch_a"])
def test_no_page_of_bank_a_tells_of_bank_b(event, actor, request):
    user = request.getfixturevalue(actor)
    client, texts = client_of(user), {}
    for address in own_pages(event, user):
        response = client.get(address)
        assert response.status_code == 200, address
        texts[address] = response.text
    assert [address for address, text in texts.items() if "乙の" in text] == []
    for private in ("甲の0住所", "090-0000-1111", "private@example.jp", "1955", "封をした"):
        assert [address for address, text in texts.items() if private in text] == [], private
    everything = "".join(texts.values())
    for own in (
        "製作所",
        "担当",
        "背景",
        "課題",
        "姓",
        "経歴",
        "勤務先",
        "資格",
        "提案",
        "企業の理由",
        "要約",
    ):
        assert f"甲の0{own}" in everything, own
    assert ("甲の0口頭メモ" in everything) == (actor == "branch_a")  # said in confidence to the branch


@pytest.mark.parametrize("actor", ["head_office_a", "branch_a"])
def test_rows_of_bank_b_are_not_found(event, actor, request, bank_b):
    client = client_of(request.getfixturevalue(actor))
    entry = Entry.objects.get(institution=bank_b)
    for name, pk in (
        ("companies:company_detail", entry.company_id),
        ("events:entry_detail", entry.pk),
        ("talent:senior_detail", entry.senior_id),
        ("office:document_download", Document.objects.get(institution=bank_b).pk),
    ):
        assert client.get(reverse(name, args=[pk])).status_code == 404, name


@pytest.mark.parametrize("actor", ["head_office_a", "branch_a"])
def test_another_event_is_not_found(event, actor, request, coordinator, branch_of_b):
    elsewhere = factories.event()
    factories.participation(elsewhere, factories.company(branch_of_b))
    client = client_of(request.getfixturevalue(actor))
    for name in OF_EVENT:
        assert client.get(reverse(name, args=[elsewhere.pk])).status_code == 404, name
    assert elsewhere.name not in client.get(reverse("matching:event_list")).text


def test_what_stays_in_the_office_is_refused(event, head_office_a):
    client = client_of(head_office_a)
    for name in OFFICE_ONLY:
        assert client.get(reverse(name, args=[event.pk])).status_code == 403
    entry = Entry.objects.visible_to(head_office_a).get()
    assert client.get(reverse("matching:outcome_edit", args=[entry.pk])).status_code == 403
    assert client.get(reverse("matching:statistics")).status_code == 403


def cells_of(text: str) -> str:
    return text[text.index("<tbody>") : text.index("</tbody>")]


@pytest.mark.parametrize(("actor", "word"), [("head_office_a", "他機関"), ("branch_a", "他店・他機関")])
def test_the_timetable_shows_own_interviews_and_that_other_tables_are_taken(event, actor, word, request):
    text = client_of(request.getfixturevalue(actor)).get(reverse("matching:timetable_board", args=[event.pk])).text
    board = cells_of(text)
    assert board.count(f'<td class="others">{word}</td>') == 1
    assert board.count('class="meet"') == 1 and "甲の0姓" in board
    assert board.count("<tr>") == 2


def test_another_branch_of_the_bank_sees_taken_tables_only(event, bank_a):
    user = factories.user("branch", institution=bank_a, branch=factories.branch(bank_a))
    client = client_of(user)
    for name in OF_EVENT:
        text = client.get(reverse(name, args=[event.pk])).text
        assert "甲の" not in text and "乙の" not in text, name
    board = cells_of(client.get(reverse("matching:timetable_board", args=[event.pk])).text)
    assert board.count('<td class="others">他店・他機関</td>') == 2


def test_before_publication_nothing_is_taken_and_a_branch_reads_no_names(
    coordinator, branch_of_a, branch_of_b, head_office_a, branch_a
):
    event = joint((branch_of_a, branch_of_b), coordinator, published=False)
    entry = Entry.objects.visible_to(branch_a).get()
    for user, shown in ((head_office_a, True), (branch_a, False)):
        client = client_of(user)
        assert "まだ公開されていません" in client.get(reverse("matching:timetable_board", args=[event.pk])).text
        for address in (
            reverse("events:entry_list", args=[event.pk]),
            reverse("events:entry_detail", args=[entry.pk]),
        ):
            text = client.get(address).text
            assert ("甲の0姓" in text) is shown, address
        assert "甲の0提案" in client.get(reverse("events:entry_detail", args=[entry.pk])).text
        page = client.get(reverse("talent:senior_detail", args=[entry.senior_id]))
        assert page.status_code == (200 if shown else 404)


def test_a_contact_shows_where_it_is_disclosed(event, head_office_a, bank_a):
    person = Senior.objects.visible_to(head_office_a).get()
    address = reverse("talent:senior_detail", args=[person.pk])
    client = client_of(head_office_a)
    assert "電話番号やメールは出していません" in client.get(address).text
    factories.disclosure(person, bank_a, level="contact")
    text = client.get(address).text
    assert "090-0000-1111" in text and "電話番号やメールは出していません" not in text


def test_a_bank_sees_of_a_senior_what_her_consent_names(event, head_office_a):
    """As `talent.consents` words it, and as she checked it in the preview: nothing of where she lives, what she asks for, how she stands."""
    mine = Senior.objects.visible_to(head_office_a)
    hidden = {"prefecture": "山梨県", "transport": "自家用車", "fee_note": "謝金は相談", "state": "paused"}
    Senior.objects.filter(pk=mine.get().pk).update(fee_wish="talk", regions=["東京都"], **hidden)
    person = mine.get()
    client = client_of(head_office_a)
    page = client.get(reverse("talent:senior_detail", args=[person.pk])).text
    listed = client.get(reverse("talent:senior_list")).text
    assert person.name in page and person.name in listed and "東京都" in page and "東京都" in listed
    for words in ("山梨県", "自家用車", "謝金", "報酬", "休止", "登録日"):
        assert words not in page and words not in listed, words


def test_an_entry_outlives_the_disclosure_without_a_name(event, head_office_a):
    person = Senior.objects.visible_to(head_office_a).get()
    person.disclosures.update(until=timezone.now())
    client = client_of(head_office_a)
    for name in ("events:entry_list", "matching:timetable_board", "matching:outcome_list"):
        text = client.get(reverse(name, args=[event.pk])).text
        assert "非公開" in text and "甲の0姓" not in text, name


def test_who_was_met_elsewhere_is_not_named_among_the_wishes_here(event, branch_a):
    met, firm = Senior.objects.visible_to(branch_a).get(), Participation.objects.visible_to(branch_a).get()
    coming = factories.event(starts_on=event.starts_on, ends_on=event.ends_on)
    entry = factories.entry(factories.participation(coming, firm.company), factories.attendance(coming, met))
    disclose_entries([coming])
    client = client_of(branch_a)
    for address in (
        reverse("events:entry_list", args=[coming.pk]),
        reverse("events:entry_detail", args=[entry.pk]),
    ):
        assert met.family_name not in client.get(address).text, address
    assert client.get(reverse("talent:senior_detail", args=[met.pk])).status_code == 200


def test_a_withdrawn_wish_is_gone(event, head_office_a):
    entry = Entry.objects.visible_to(head_office_a).get()
    Entry.objects.filter(pk=entry.pk).update(state="withdrawn")
    client = client_of(head_office_a)
    assert "甲の0課題" not in client.get(reverse("events:entry_list", args=[event.pk])).text
    assert client.get(reverse("events:entry_detail", args=[entry.pk])).status_code == 404


def test_an_association_sees_figures_and_no_rows(event):
    association = factories.institution(name="見本協会", type="association")
    factories.event_host(event, association, role="cohost")
    client = client_of(factories.user("head_office", institution=association))
    for name in OF_EVENT:
        text = client.get(reverse(name, args=[event.pk])).text
        assert "甲の" not in text and "乙の" not in text, name
    figures = client.get(reverse("matching:event_page", args=[event.pk])).context["figures"]
    assert {row.figure: row.count for row in figures} == {
        Figure.COMPANIES: 2,
        Figure.SENIORS: 2,
        Figure.ENTRIES: 2,
        Figure.INTERVIEWS: 2,
        Figure.HELD: 2,
        Figure.SECOND_INTERVIEWS: 2,
        Figure.SUPPORTS: 2,
    }


def test_a_bank_is_told_the_number_of_firms_and_seniors_only(event, head_office_a, branch_a):
    for user in (head_office_a, branch_a):
        figures = client_of(user).get(reverse("matching:event_page", args=[event.pk])).context["figures"]
        assert [row.figure for row in figures] == [Figure.COMPANIES, Figure.SENIORS]


def test_figures_follow_what_is_recorded(event, coordinator):
    Interview.objects.filter(event=event).delete()
    Entry.objects.filter(event=event).update(state="withdrawn")
    tally_people([event])
    tell_publication([event])
    counts = dict(Tally.objects.filter(event=event).values_list("figure", "count"))
    assert (counts["companies"], counts["entries"], counts["interviews"], counts["held"]) == (2, 0, 0, 2)
    assert Tally.objects.count() == len(Figure)


QUERIES = {  # firms and people that are read are written down: one more
    "home": 8,
    "matching:event_list": 8,
    "companies:company_list": 8,
    "talent:senior_list": 8,
    "office:document_list": 10,
    "matching:event_page": 12,
    "matching:timetable_board": 13,
    "matching:outcome_list": 13,
    "events:participation_list": 7,
    "events:attendance_list": 9,
    "events:entry_list": 10,
}


@pytest.mark.parametrize("firms", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("actor", ["head_office_a", "branch_a"])
def test_a_page_costs_the_same_with_one_firm_and_with_three(
    name, firms, actor, request, coordinator, branch_of_a, branch_of_b, django_assert_num_queries
):
    event = joint((branch_of_a, branch_of_b), coordinator, firms)
    client = client_of(request.getfixturevalue(actor))
    more = name == "home" and actor == "branch_a"  # the branch's name
    with django_assert_num_queries(WHO_ASKS + QUERIES[name] + more):
        response = client.get(reverse(name, args=[event.pk] if name in OF_EVENT else []))
    assert response.status_code == 200


@pytest.mark.parametrize("name", [*LISTS, *OF_EVENT])
@pytest.mark.parametrize("actor", ["head_office_a", "branch_a"])
def test_a_page_without_rows_says_why(name, actor, request, bank_a):
    event = factories.event()
    factories.event_host(event, bank_a)
    response = client_of(request.getfixturevalue(actor)).get(reverse(name, args=[event.pk] if name in OF_EVENT else []))
    assert response.status_code == 200
    assert Company.objects.count() == Participation.objects.count() == 0
