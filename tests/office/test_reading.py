"""The log of reads: whoever gives a person or a firm out leaves a row, whatever view it is; and alerts on unusual reading."""

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from events.disclosing import disclose_entries
from institutions import reading
from institutions.actors import Actor, DatabaseRole, acting, actor_of
from matching.models import Interview, Timetable
from matching.page_names import PAGES
from matching.printing import request_event_documents
from office import watching
from office.actions import run_now
from office.models import Document, ReadAlert, ReadLog
from office.tasks import watch_reading
from talent.models import Senior
from tests import factories
from tests.conftest import client_of
from tests.factories import TOKYO
from tests.sides import patterns
from tests.test_access import sides, workbook
from tests.test_pages import fill

pytestmark = pytest.mark.django_db
__all__ = ["sides", "workbook"]  # fixtures

MARKER, FIRM_MARKER = "印南鶴", "株式会社 印の社"
NOON = dt.datetime(2026, 9, 10, 12, 0, tzinfo=TOKYO)


@pytest.fixture
def event(coordinator):
    """An event with everything, whose only senior and firm are named like nobody else."""
    event = fill(1, coordinator)
    entry = event.entries.get()
    Senior.objects.filter(pk=entry.senior_id).update(family_name=MARKER, number="M99999", name_key=MARKER)
    type(entry.company).objects.filter(pk=entry.company_id).update(
        name=FIRM_MARKER, short_name="印の社", name_key="印の社"
    )
    for part in (factories.career, factories.qualification, factories.consent):
        part(entry.senior)
    draft = factories.timetable(event, coordinator, version=2)
    factories.interview(draft, entry, event.slots.last())
    disclose_entries([event])
    for document in request_event_documents(event=event, by=coordinator, now=timezone.now()):
        run_now(document)
    return event


@pytest.fixture
def entry(event):
    return event.entries.select_related("senior", "company").get()


def rows_of(senior) -> list[tuple[str, str]]:
    found = ReadLog.objects.filter(seniors__contains=[senior.pk]).order_by("at")
    return list(found.values_list("kind", "page"))


# --- No page can forget -------------------------------------------------------------------------------------------------
def test_no_page_shows_a_person_or_a_firm_without_a_row(sides, event, entry, coordinator):
    """Every address that answers GET, asked as a coordinator: where a name stands, the log names its person."""
    forgotten, nameless, shown = [], set(), 0
    keys = sides["a"] | {
        "event_pk": event.pk,
        "entry_pk": entry.pk,
        "company_pk": entry.company_id,
        "senior_pk": entry.senior_id,
        "timetable_pk": Timetable.objects.get(event=event, state="draft").pk,
        "interview_pk": entry_interview(entry).pk,
        "document_pk": Document.objects.get(kind="company_booklet").pk,
    }
    client, asked = client_of(coordinator), list(addresses(keys))
    for address in asked:
        factories.forget_reads()
        response = client.get(address)
        text = b"".join(response).decode(errors="replace")
        if 'name="q"' in text and "?" not in address:
            asked.append(f"{address}?q={MARKER}")
        text = text.replace(f'value="{MARKER}"', "")
        for marker, named in (
            (MARKER, {"seniors__contains": [entry.senior_id]}),
            ("印の社", {"companies__contains": [entry.company_id]}),
        ):
            if marker in text:
                shown += 1
                if not ReadLog.objects.filter(user=coordinator, **named).exists():
                    forgotten.append((address, marker))
        nameless |= set(ReadLog.objects.exclude(page__in=PAGES).values_list("page", flat=True))
    assert forgotten == []
    assert nameless == set()  # add the page's words to matching/page_names.py
    assert shown > 20


def addresses(keys: dict) -> Iterator[str]:
    """Every address of ours; of arguments without a key test_access asks for one."""
    for name, arguments in patterns():
        if (":" in name or name == "home") and set(arguments) <= set(keys):
            yield reverse(name, kwargs={key: keys[key] for key in arguments})


def entry_interview(entry) -> Interview:
    return Interview.objects.filter(entry=entry, is_published=True).get()


def test_what_takes_names_without_rows_is_caught_by_the_walk(entry, coordinator):
    """The walk can see: names out of `.values()` leave nothing in a collection, `note` does."""
    with reading.collecting() as read:
        list(Senior.objects.values_list("family_name"))
        assert not read.seniors
        reading.note(seniors=[entry.senior_id])
    assert read.seniors == {entry.senior_id}


def test_list_detail_and_document_leave_a_row_each(event, entry, coordinator):
    client = client_of(coordinator)
    paper = Document.objects.get(kind="senior_timetable")
    client.get(reverse("talent:senior_list"))
    client.get(reverse("talent:senior_detail", args=[entry.senior_id]))
    b"".join(client.get(reverse("office:document_download", args=[paper.pk])))
    assert rows_of(entry.senior) == [
        ("list", "talent:senior_list"),
        ("detail", "talent:senior_detail"),
        ("document", "office:document_download"),
    ]
    row = ReadLog.objects.filter(kind="document").get()
    assert (row.user_id, row.role, row.institution_id) == (coordinator.pk, "staff", None)
    assert row.companies == [entry.company_id]


def test_a_bank_leaves_rows_in_its_own_name(head_office_a, branch_of_a):
    company = factories.company(branch_of_a)
    client_of(head_office_a).get(reverse("companies:company_list"))
    client_of(head_office_a).get(reverse("companies:company_detail", args=[company.pk]))
    rows = ReadLog.objects.order_by("at")
    assert [(row.user_id, row.role, row.institution_id, row.kind, row.companies) for row in rows] == [
        (head_office_a.pk, "bank", branch_of_a.institution_id, kind, [company.pk]) for kind in ("list", "detail")
    ]


def test_a_list_of_many_is_one_row(coordinator):
    people = [factories.senior() for _ in range(60)]
    call_command("index_seniors")
    client_of(coordinator).get(reverse("talent:senior_list"))
    row = ReadLog.objects.get()
    assert len(row.seniors) == 20 and set(row.seniors) <= {one.pk for one in people}


def test_a_file_knows_who_stands_in_it_and_a_title_whom_it_names(event, entry):
    booklet = Document.objects.get(kind="company_booklet")
    assert (booklet.people, booklet.firms) == ([entry.senior_id], [entry.company_id])
    assert (booklet.named_senior_id, booklet.named_company_id) == (None, entry.company_id)
    report = Document.objects.get(kind="event_timetable")
    assert (report.people, report.named_company_id) == ([entry.senior_id], None)


def test_a_list_of_papers_names_only_who_stands_in_the_titles(event, entry, coordinator):
    Document.objects.filter(kind="senior_timetable").delete()
    client_of(coordinator).get(reverse("office:document_list"))
    row = ReadLog.objects.get(page="office:document_list")
    assert (row.seniors, row.companies) == ([], [entry.company_id])


def test_work_in_the_background_is_not_somebody(event):
    assert not ReadLog.objects.exists()


@pytest.mark.parametrize("address", ["/events/", "/nothing-here/", "/statistics/"])
def test_a_page_without_persons_leaves_no_row(address, coordinator):
    client_of(coordinator).get(address)
    assert not ReadLog.objects.exists()


def test_a_refused_and_a_redirected_request_leave_no_row(event, entry, coordinator, head_office_a):
    detail = reverse("talent:senior_detail", args=[entry.senior_id])
    assert client_of(head_office_a).get(detail).status_code == 404
    assert client_of(None).get(detail).status_code == 302
    client_of(coordinator).post(reverse("matching:outcome_all_held", args=[event.pk]))
    assert not ReadLog.objects.exists()


def test_what_a_broken_page_loaded_is_not_logged(entry, coordinator, monkeypatch):
    def broken(request, senior_pk):
        raise RuntimeError(str(Senior.objects.get(pk=senior_pk)))

    from office.read_log import log_reading

    request = RequestFactory().get("/")
    request.user, request.resolver_match = coordinator, None
    with pytest.raises(RuntimeError):
        log_reading(lambda request: broken(request, entry.senior_id))(request)
    assert not ReadLog.objects.exists()
    assert reading._current.get() is None


# --- The log itself -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [role for role in DatabaseRole if role != DatabaseRole.ERASER])
@pytest.mark.parametrize("change", ["delete", "update"])
def test_nobody_but_erasure_takes_away_from_the_log(role, change, coordinator):
    factories.read_log(coordinator)
    rows = ReadLog.objects.all()
    with acting(Actor(role)), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows.delete() if change == "delete" else rows.update(page="")


def test_nobody_adds_in_the_name_of_another(head_office_a, coordinator):
    with acting(actor_of(head_office_a)):
        factories.read_log(head_office_a)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            factories.read_log(coordinator)
    with acting(Actor(DatabaseRole.PRESIDENT, company_id=uuid.uuid4())):
        factories.read_log(None, role="president")
    with acting(Actor(DatabaseRole.BANK)), pytest.raises(ProgrammingError, match="permission denied"):
        with transaction.atomic():
            ReadLog.objects.first()


# --- Alerts -------------------------------------------------------------------------------------------------------------
def read(user, how_many: int, at=NOON, **fields) -> list[uuid.UUID]:
    keys = [uuid.uuid4() for _ in range(how_many)]
    factories.read_log(user, seniors=keys, at=at - dt.timedelta(minutes=10), **fields)
    return keys


def told() -> list[tuple]:
    return list(ReadAlert.objects.order_by("rule").values_list("rule", "people_read", "limit", "usual"))


def test_more_than_the_hours_limit_is_told_once(coordinator):
    read(coordinator, 301)
    watching.watch(now=NOON)
    watching.watch(now=NOON + dt.timedelta(minutes=5))
    assert told() == [("hour", 301, 300, None)]


def test_what_waits_grows_and_twice_what_was_confirmed_is_told_anew(coordinator, head_office_a):
    def after(minutes: int, how_many: int) -> list[int]:
        now = NOON + dt.timedelta(minutes=minutes)
        read(head_office_a, how_many, at=now, role="bank")
        watching.watch(now=now)
        return list(ReadAlert.objects.order_by("created_at").values_list("people_read", flat=True))

    assert after(0, 100) == [100]
    stale = ReadAlert.objects.get()
    assert after(5, 50) == [150]
    assert not watching.see(alert=stale, by=coordinator, now=NOON)  # nobody has seen the new figure
    assert watching.see(alert=ReadAlert.objects.get(), by=coordinator, now=NOON)
    assert after(10, 149) == [150]
    assert after(15, 1) == [150, 300]
    assert after(20, 500) == [150, 800]
    first, second = ReadAlert.objects.order_by("created_at")
    assert (first.seen_by, second.seen_by) == (coordinator, None)
    assert second.window_end == NOON + dt.timedelta(minutes=20)


def test_the_task_writes_what_has_grown(coordinator):
    """As the role under which it runs."""
    for how_many in (301, 40):
        factories.read_log(coordinator, seniors=[uuid.uuid4() for _ in range(how_many)], at=timezone.now())
        watch_reading()
    assert ReadAlert.objects.get(rule="hour").people_read == 341


def test_the_limit_itself_and_the_same_persons_again_are_not(coordinator):
    keys = read(coordinator, 300)
    factories.read_log(coordinator, seniors=keys, at=NOON - dt.timedelta(minutes=5))
    assert watching.watch(now=NOON) == []


def test_a_bank_may_read_fewer(head_office_a):
    read(head_office_a, 61, role="bank")
    assert [alert.limit for alert in watching.watch(now=NOON)] == [60]


def test_at_night_few_are_many(coordinator):
    late = NOON.replace(hour=23)
    read(coordinator, 31, at=late)
    read(coordinator, 31)
    watching.watch(now=NOON)
    assert told() == []
    watching.watch(now=late)
    assert told() == [("night", 31, 30, None)]


def test_ten_times_the_usual_day(coordinator):
    for days in (1, 2, 3):
        read(coordinator, 8, at=NOON - dt.timedelta(days=days))
    read(coordinator, 81, at=NOON - dt.timedelta(hours=2))
    watching.watch(now=NOON)
    assert told() == [("usual", 81, 80, 8)]
    read(coordinator, 50, at=NOON - dt.timedelta(hours=2))
    assert watching.watch(now=NOON + dt.timedelta(minutes=5)) == []
    assert told() == [("usual", 131, 80, 8)]


def test_without_a_usual_day_there_is_nothing_to_compare(coordinator):
    read(coordinator, 250, at=NOON - dt.timedelta(hours=2))
    assert watching.watch(now=NOON) == []


def test_the_next_day_is_told_anew(coordinator):
    read(coordinator, 301)
    watching.watch(now=NOON)
    tomorrow = NOON + dt.timedelta(days=1)
    read(coordinator, 301, at=tomorrow)
    watching.watch(now=tomorrow)
    assert len([rule for rule, *_ in told() if rule == "hour"]) == 2


def test_seniors_and_presidents_are_not_watched(senior_a):
    read(senior_a, 400, role="senior")
    read(None, 400, role="president")
    assert watching.watch(now=NOON) == []


def test_the_task_watches_the_present(coordinator):
    factories.read_log(coordinator, seniors=[uuid.uuid4() for _ in range(301)], at=timezone.now())
    watch_reading()
    assert "hour" in {rule for rule, *_ in told()}


def test_an_alert_is_seen_by_somebody_at_a_time(coordinator):
    alert = factories.read_alert(coordinator)
    alert.seen_at = NOON
    with pytest.raises(ValidationError, match="確認した人"):
        alert.full_clean()
    with acting(actor_of(coordinator)), pytest.raises(IntegrityError), transaction.atomic():
        ReadAlert.objects.filter(pk=alert.pk).update(seen_at=NOON)
