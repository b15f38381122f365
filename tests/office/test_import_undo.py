"""An import undone as a whole: what it made goes, what it changed goes back, what is in use forbids it, what was corrected stays."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from companies.importing.actions import import_firms, preview_firms
from companies.importing.layout import columns_for
from companies.importing.template import empty_sheet
from companies.models import Company, Hearing, Issue
from events.importing.example import example_workbook
from events.importing.writing import import_event
from events.models import Event, Participation
from institutions.models import StaffMember
from office import retention
from office.importing.undoing import UndoError, kinds, outlook_of, undo
from office.models import ImportBatch, ImportedRow
from talent.models import Career, Disclosure, Senior
from tests import factories
from tests.conftest import client_of
from tests.events.workbooks import everything, places_of_the_example
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


LATER = NOW + dt.timedelta(days=1)


def rows(n: int = 2) -> list[dict]:
    base = {"representative_name": "髙島 誠", "industry": "金属加工", "prefecture": "東京都", "city": "大田区"}
    return [base | {"name": f"株式会社 新しい{one}"} for one in range(n)]


def take(user, *given: dict) -> ImportBatch:
    data = empty_sheet(columns_for(user), given)
    seen = preview_firms(data=data, by=user, now=NOW).seen
    return import_firms(key=uuid.uuid4(), data=data, file_name="企業.xlsx", seen=seen, by=user, now=NOW)


def pages(user, batch):
    return client_of(user), reverse("office:import_undo", args=[batch.pk])


# --- Firms ----------------------------------------------------------------------------------------------------------------
def test_a_branch_undoes_its_import_and_all_is_as_it_was(branch_a, branch_of_a):
    there = factories.company(branch_of_a, name="山本工業", employees=10, phone="")
    before = (everything()["companies.Company"], there.employees)
    batch = take(
        branch_a,
        *rows(),
        {"name": "山本工業", "prefecture": "東京都", "city": "大田区", "employees": 99, "phone": "03-1234-5678"},
    )
    assert Company.objects.count() == 3
    client, page = pages(branch_a, batch)
    told = client.get(page).text
    assert (
        "なくなるもの" in told
        and "2件" in told
        and "従業員数、電話番号" in told.replace("電話番号、従業員数", "従業員数、電話番号")
    )
    assert client.post(page).url == reverse("office:import_list")
    there.refresh_from_db()
    assert (Company.objects.get(), there.employees, there.phone) == (there, before[1], "")
    batch.refresh_from_db()
    assert (batch.undone_by, batch.kept, ImportedRow.objects.count()) == (branch_a, 0, 0)
    assert client.post(page).status_code == 302  # a second click finds it undone
    gone = Company.pgh_event_model.objects.filter(pgh_label="delete")
    assert {(note.pgh_context["why"], note.pgh_context["user_id"]) for note in gone} == {
        ("action office.import_undo", str(branch_a.pk))
    }


def test_a_firm_in_use_forbids_the_whole(branch_a):
    batch = take(branch_a, *rows())
    used = Company.objects.order_by("name")[0]
    factories.participation(factories.event(), used)
    factories.scan(used, branch_a)
    client, page = pages(branch_a, batch)
    told = client.get(page).text
    assert (
        "元に戻せない理由" in told
        and used.name in told
        and "企業の参加" in told
        and "この取り込みを元に戻す</button>" not in told
    )
    assert "使われているものが1件" in client.post(page).text
    assert Company.objects.count() == 2


def test_what_is_secret_is_not_told(branch_a, coordinator):
    batch = take(branch_a, *rows(1))
    factories.avoidance(coordinator, company=Company.objects.get())
    told = client_of(branch_a).get(reverse("office:import_undo", args=[batch.pk])).text
    assert "事務局の記録に使われています" in told and "会わせない" not in told


def test_what_was_corrected_since_stays(branch_a, branch_of_a):
    there = factories.company(branch_of_a, name="山本工業", employees=10, phone="")
    batch = take(
        branch_a, *rows(), {"name": "山本工業", "prefecture": "東京都", "employees": 99, "phone": "03-1234-5678"}
    )
    mended = Company.objects.get(name="株式会社 新しい0")
    mended.phone = "03-9999-9999"
    mended.save()
    Company.objects.filter(pk=there.pk).update(employees=12)
    told = outlook_of(batch=batch, by=branch_a)
    assert [(line.name, line.why[:4]) for line in told.stays] == [(mended.name, "取り込ん"), ("山本工業", "従業員数")]
    undo(batch=batch, by=branch_a, now=LATER)
    there.refresh_from_db()
    assert set(Company.objects.values_list("name", flat=True)) == {mended.name, "山本工業"}
    assert (there.employees, there.phone) == (12, "")


def test_a_bank_undoes_no_import_of_the_office_and_none_of_another(
    coordinator, branch_a, head_office_a, head_office_b, branch_of_a
):
    given = {"institution": branch_of_a.institution.name, "branch": branch_of_a.name}
    batch = take(coordinator, rows(1)[0] | given)
    client, page = pages(head_office_a, batch)
    assert "事務局にお知らせください" in client.get(page).text
    assert "事務局だけが元に戻せます" in client.post(page).text
    assert client_of(head_office_b).get(page).status_code == client_of(branch_a).get(page).status_code == 404
    assert Company.objects.count() == 1
    undo(batch=batch, by=coordinator, now=LATER)
    assert not Company.objects.exists()


def test_the_way_back_ends_after_its_period(branch_a):
    take(branch_a, *rows(1))
    ImportBatch.objects.update(made_at=NOW - dt.timedelta(days=91))
    entry = retention.find("imports")
    assert entry.end(entry.due_at(NOW), NOW).count == 1
    assert (ImportBatch.objects.count(), ImportedRow.objects.count(), Company.objects.count()) == (0, 0, 1)


# --- An event -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def imported(coordinator):
    places_of_the_example()
    before = everything()
    event = import_event(workbook=example_workbook(), by=coordinator, now=NOW, file_name="交流会.xlsx")
    return ImportBatch.objects.get(pk=event.pk), before


LEFT = {"office.ImportBatch", "talent.SearchWaiting"}  # that it was; who is to be looked at by the index


def test_an_event_goes_with_all_that_came_with_it(imported, coordinator):
    batch, before = imported
    undo(batch=batch, by=coordinator, now=LATER)
    after = everything()
    assert {name for name in after if after[name] != before[name] and not name.endswith("Change")} <= LEFT


def test_an_event_on_which_work_has_begun_stays_whole(imported, coordinator):
    batch, _ = imported
    event = Event.objects.get()
    plan = factories.timetable(event, coordinator, published=True)
    factories.interview(plan, event.entries.first(), event.slots.first(), booth=event.booths.first())
    told = outlook_of(batch=batch, by=coordinator)
    assert {(line.what, line.name) for line in told.blocks} >= {("交流会", str(event))}
    assert any("時間割" in line.why for line in told.blocks) and any("面談" in line.why for line in told.blocks)
    with pytest.raises(UndoError, match="何も変えていません"):
        undo(batch=batch, by=coordinator, now=LATER)
    assert Event.objects.exists() and Participation.objects.count() == 8


def test_a_wish_from_a_senior_forbids_it(imported, coordinator):
    batch, _ = imported
    firm = Participation.objects.first()
    factories.entry(
        firm,
        factories.attendance(firm.event, factories.senior()),
        issue=Issue.objects.filter(company=firm.company).first(),
    )
    with pytest.raises(UndoError):
        undo(batch=batch, by=coordinator, now=LATER)


def used_officer(firm: Company) -> StaffMember:
    return Participation.objects.get(company=firm).attendant


def test_people_and_firms_of_the_register_that_others_use_stay(imported, coordinator):
    batch, _ = imported
    corrected = Senior.objects.filter(careers__isnull=False).distinct().order_by("number")[0]
    used = Company.objects.get(pk=Participation.objects.exclude(attendant=None)[0].company_id)
    Company.objects.filter(pk=used.pk).update(officer=used_officer(used))
    used.refresh_from_db()
    careers = Career.objects.filter(senior=corrected).count()
    Career.objects.filter(senior=corrected).update(department="直した部署")
    Hearing.objects.create(company=used, institution=used.institution, event_id=factories.event().pk)
    told = outlook_of(batch=batch, by=coordinator)
    assert told.blocks == [] and {line.name for line in told.stays} >= {str(corrected), used.name, used.officer.name}
    undo(batch=batch, by=coordinator, now=LATER)
    assert list(Senior.objects.all()) == [corrected] and Career.objects.count() == careers
    used.refresh_from_db()
    assert (Company.objects.get(), used.officer) == (used, StaffMember.objects.get(pk=used.officer_id))
    assert not Event.objects.filter(pk=batch.pk).exists() and not Disclosure.objects.filter(source=batch.pk).exists()


def test_every_kind_names_tables_that_are_there():
    from django.apps import apps

    assert set(kinds()) >= {"companies", "event"}
    for entry in kinds().values():
        for label in {*entry.stays_changed, *entry.stays_used, *entry.parts, *entry.derived, *entry.quiet}:
            apps.get_model(label)
        for one in entry.pointers:
            apps.get_model(one.table)._meta.get_field(one.column)
