"""Asking for an event's papers makes a row for each; after a change only what it touched is rendered again."""

import io
from collections import Counter

import pikepdf
import pytest
import weasyprint

from kouryukai.lib.pdf import page_count
from matching.models import Interview
from matching.printing import FOR_THE_DAY, PrintingError, request_event_documents
from matching.sheets import makers, rows
from office import registry
from office.actions import run_now
from office.models import Document, WorkState
from tests import factories
from tests.matching import papers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event(coordinator, branch_of_a):
    return papers.published_event(coordinator, companies=3, seniors=4, at=branch_of_a)


@pytest.fixture
def renders(monkeypatch) -> Counter:
    """Counts what the typesetter really lays out, by the title of the page."""
    counted: Counter = Counter()
    lay_out = weasyprint.HTML.render

    def counting(page, *args, **kwargs):
        document = lay_out(page, *args, **kwargs)
        counted[document.metadata.title.split()[0]] += 1
        return document

    monkeypatch.setattr(weasyprint.HTML, "render", counting)
    return counted


def ask(event, by, **options) -> list[Document]:
    return request_event_documents(event=event, by=by, now=factories.NOW, **options)


def make_all(event) -> None:
    """As a worker does: what was asked for first comes first."""
    for document in Document.objects.filter(group_id=event.pk, state=WorkState.QUEUED).order_by("requested_at"):
        run_now(document)


def test_a_row_for_every_paper(coordinator, event, bank_a):
    asked = ask(event, coordinator)
    kinds = Counter(document.kind for document in asked)
    assert kinds == {
        "company_booklet": 3,
        "senior_timetable": 4,
        "event_timetable": 1,
        "event_sheets": 1,
        "senior_timetables": 1,
    }
    for document in asked:
        assert document.group_id == event.pk
        assert document.institution == (bank_a if document.kind == "company_booklet" else None)
    assert [document.pk for document in ask(event, coordinator)] == [document.pk for document in asked]


def test_the_merged_file_is_its_parts_and_renders_none_of_them_again(coordinator, event, renders):
    ask(event, coordinator)
    make_all(event)
    assert renders == {"面談シート": 3, "時間割": 1, "髙橋": 4}
    documents = {document.kind: document for document in Document.objects.filter(group_id=event.pk)}
    booklets = Document.objects.filter(kind="company_booklet")
    assert documents["event_sheets"].pages == sum(document.pages for document in booklets)
    assert documents["senior_timetables"].pages == 4
    assert set(Document.objects.values_list("state", flat=True)) == {WorkState.DONE}
    with documents["event_sheets"].file.open() as file:
        content = file.read()
    assert page_count(content) == documents["event_sheets"].pages
    with pikepdf.open(io.BytesIO(content)) as opened, opened.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            f"卓{b.company.table} {b.company.name}" for b in rows.booklets(event)
        ]


def test_asking_again_renders_nothing(coordinator, event, renders):
    ask(event, coordinator)
    make_all(event)
    renders.clear()
    ask(event, coordinator)
    make_all(event)
    assert renders == {}


def test_after_one_move_only_its_own_papers_are_rendered_again(coordinator, event, renders):
    ask(event, coordinator)
    make_all(event)
    made_at = dict(Document.objects.values_list("pk", "made_at"))
    moved = papers.interviews(event).first()
    slot = event.slots.get(number=8)
    Interview.objects.filter(pk=moved.pk).update(slot=slot, during=slot.during)
    renders.clear()
    ask(event, coordinator)
    make_all(event)
    # One booklet, one senior's timetable, the A3 sheet; the merged files take the rest from what is there.
    assert sum(renders.values()) == 3
    assert renders["面談シート"] == 1
    again = {d.kind: d.subject_id for d in Document.objects.all() if d.made_at != made_at[d.pk]}
    assert again == {
        "company_booklet": moved.participation_id,
        "senior_timetable": moved.entry.attendance_id,
        "event_timetable": event.pk,
        "event_sheets": event.pk,
        "senior_timetables": event.pk,
    }


def test_the_merged_file_makes_missing_parts_itself(coordinator, event, renders):
    (document,) = ask(event, coordinator, kinds=["event_sheets"])
    run_now(document)
    document.refresh_from_db()
    assert document.state == WorkState.DONE
    assert renders["面談シート"] == 3


def test_a_lost_file_is_made_again(coordinator, event, renders):
    ask(event, coordinator, kinds=["company_booklet"])
    make_all(event)
    lost = Document.objects.first()
    lost.file.storage.delete(lost.file.name)
    renders.clear()
    ask(event, coordinator, kinds=["company_booklet"])
    make_all(event)
    assert renders["面談シート"] == 1


def test_stale_papers_are_told_with_few_queries(coordinator, event, django_assert_max_num_queries):
    documents = ask(event, coordinator)
    make_all(event)
    with django_assert_max_num_queries(70):
        told = registry.fingerprints(documents)
    assert told == dict(Document.objects.values_list("pk", "content_hash"))
    Interview.objects.all().delete()
    told = registry.fingerprints(documents)
    assert all(told[document.pk] == "" for document in documents if document.subject_kind != "event")


@pytest.mark.parametrize("kind", [*FOR_THE_DAY])
def test_without_a_published_timetable_it_is_refused_in_words(coordinator, kind):
    event = factories.small_event()
    with pytest.raises(PrintingError, match="公開中の時間割がありません"):
        ask(event, coordinator, kinds=[kind])
    assert not Document.objects.exists()


def test_the_report_is_asked_for_on_its_own(coordinator, event):
    (document,) = ask(event, coordinator, kinds=["event_report"])
    run_now(document)
    document.refresh_from_db()
    assert (document.state, document.file_name) == (WorkState.DONE, f"開催結果報告書_{event.name}.pdf")


def test_a_paper_whose_interviews_are_gone_fails_in_words(coordinator, event):
    documents = ask(event, coordinator, kinds=["company_booklet"])
    Interview.objects.filter(participation=documents[0].subject_id).delete()
    with pytest.raises(PrintingError):
        run_now(documents[0])
    documents[0].refresh_from_db()
    assert (documents[0].state, documents[0].error) == (WorkState.FAILED, makers.GONE)


def test_only_the_own_bank_and_its_branch_see_a_booklet(
    coordinator, event, bank_a, head_office_a, head_office_b, branch_a, senior_a
):
    ask(event, coordinator)
    other_branch = factories.user("branch", institution=bank_a, branch=factories.branch(bank_a))
    for own in (head_office_a, branch_a):
        assert Document.objects.visible_to(own).count() == 3
    for stranger in (head_office_b, other_branch, senior_a):
        assert not Document.objects.visible_to(stranger).exists()
