"""The log of changes: every write of every kind is noted, with who and why, and nothing that it notes ties anything down."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction

from companies.models import Company
from institutions import history
from institutions.actors import Actor, DatabaseRole, acting, actor_of, system
from institutions.models import User
from matching.models import Interview, InterviewChange, Timetable
from talent.models import CareerChange, Senior, SeniorChange
from tests import factories
from tests.test_architecture import APPS
from tests.test_pages import fill

pytestmark = pytest.mark.django_db

MANY = 2500
# Why no note is taken of these.
UNTRACKED = {
    "institutions.Institution": "the directory of banks: public, loaded in bulk, made again from its list",
    "institutions.Branch": "the directory of banks: public, loaded in bulk, made again from its list",
    "office.Job": "work in the background says itself who asked, when and how it ended",
    "office.Document": "a file that can be made again; the row says who asked and when",
    "office.ReadLog": "a log itself, only added to",
    "office.ReadAlert": "says itself who saw it and when, and is never changed from then on",
    "office.OutboxMail": "says itself who reviewed it and when it went out",
    "office.ImportBatch": "says itself who imported, who undid it and when; what it writes is noted at each row",
    "office.ImportedRow": "the way back of an import, gone once it is undone; what it writes is noted at each row",
    "office.ErasureReceipt": "a log itself, only added to",
    "office.RetentionRun": "a log itself, only added to",
    "talent.ImportSource": "what the columns of a list mean; holds nobody",
    "talent.RegisterImport": "says itself who began it, who confirmed it and when; what it writes is noted at each senior",
    "talent.ImportRow": "a row of a list that waits to be confirmed, gone afterwards; what it writes is noted at the senior",
    "talent.ImportLink": "which row of a list a senior came from: follows from imports",
    "talent.MergedNumber": "says itself who merged whom and when",
    "talent.NotTheSame": "says itself who decided it and when",
    "talent.Standing": "counts that follow from other rows",
    "talent.SearchRow": "an index that follows from other rows",
    "talent.SearchWord": "an index that follows from other rows",
    "talent.SearchWaiting": "a queue: says whose index is to be made again",
    "talent.SavedSearch": "a person's own bookmarks",
    "events.BriefMark": "a person's own bookmarks",
    "events.EntryDraft": "words that are still being written; the entry notes what was handed in",
    "events.Tally": "counts that follow from other rows",
    "matching.Occupancy": "follows from the published timetable, without anybody's name",
    "events.EventDay": "dates of a programme; interviews carry their time",
    "events.TimeSlot": "times of a programme; interviews carry their time",
    "events.ReceptionName": "a copy for one day, made again whenever a timetable is published",
    "events.LetterTemplate": "versions of a text: each says who wrote it and when, and none is changed again",
    "events.Venue": "a place's address; public",
    "events.Booth": "furniture; interviews and participations carry it",
}


def our_models() -> list[type[models.Model]]:
    ours = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in ours if not issubclass(model, history.Change)]


def notes(model: type[models.Model]) -> type[models.Model]:
    return model.pgh_event_model


def labels(row: models.Model) -> list[str]:
    found = notes(type(row)).objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    return list(found.values_list("pgh_label", flat=True))


def test_every_model_is_tracked_or_says_why_not():
    untracked = {model._meta.label for model in our_models() if not hasattr(model, "pgh_event_models")}
    assert untracked == set(UNTRACKED)


def test_every_event_table_stands_apart(db):
    """No key, no unique value and no default that a tracked row would have to keep to: a note never refuses a write or a deletion."""
    tables = [model._meta.db_table for model in history.change_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u', 'x')",
            [tables],
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns WHERE table_name = ANY(%s) AND is_identity = 'YES'"
            " AND column_name = 'pgh_id'",
            [tables],
        )
        assert cursor.fetchone() == (len(tables),)


def test_a_note_holds_the_institution_where_its_row_does():
    for model in our_models():
        if hasattr(model, "pgh_event_models") and "institution" in {field.name for field in model._meta.fields}:
            assert notes(model)._meta.get_field("institution").db_constraint is False


def test_no_password_and_no_sign_in_is_noted(coordinator):
    before = len(labels(coordinator))
    coordinator.set_password("another long password")
    coordinator.save()
    assert len(labels(coordinator)) == before
    assert not {"password", "last_login"} & {field.name for field in notes(User)._meta.fields}


# --- Every kind of write ------------------------------------------------------------------------------------------------
def many_seniors() -> list[Senior]:
    return Senior.objects.bulk_create(Senior(number=f"X{n:05}", family_name=f"人{n}") for n in range(MANY))


def count(label: str, **values) -> int:
    return SeniorChange.objects.filter(pgh_label=label, **values).count()


def test_rows_made_in_bulk_are_seen():
    many_seniors()
    assert count("insert") == MANY
    assert count("insert", family_name=None) == MANY  # the keys, no words


def test_rows_changed_in_bulk_are_seen_as_they_were():
    rows = many_seniors()
    for row in rows:
        row.headline = "元 工場長"
    Senior.objects.bulk_update(rows, ["headline"], batch_size=500)
    assert count("update", headline="") == MANY
    Senior.objects.update(headline="元 支店長")
    assert count("update", headline="元 工場長") == MANY


def test_raw_statements_are_seen():
    many_seniors()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE talent_senior SET family_name = family_name || '様'")
        cursor.execute("DELETE FROM talent_senior")
    assert count("update") == count("delete") == MANY
    assert count("delete", family_name__endswith="様") == MANY


def test_saves_one_by_one_and_deletions_of_a_queryset_are_seen():
    rows = many_seniors()[:50]
    for row in rows:
        row.headline = "元 工場長"
        row.save()
    assert count("update") == 50
    Senior.objects.filter(pk__in=[row.pk for row in rows]).delete()
    assert count("delete", headline="元 工場長") == 50


def test_what_a_deletion_takes_along_is_seen():
    senior = factories.senior()
    careers = [factories.career(senior) for _ in range(3)]
    senior.delete()
    noted = CareerChange.objects.filter(pgh_obj_id__in=[career.pk for career in careers], pgh_label="delete")
    assert set(noted.values_list("senior_id", "company_name")) == {(noted[0].senior_id, "大手部品メーカー")}
    assert noted.count() == 3


def test_a_key_that_copies_a_change_is_seen(coordinator):
    """Publishing is one UPDATE of the timetable; PostgreSQL itself changes its interviews."""
    event = factories.small_event(1, 1)
    plan = factories.timetable(event, coordinator)
    meeting = factories.interview(plan, event.entries.get(), event.slots.first())
    Timetable.objects.filter(pk=plan.pk).update(
        state="published", is_published=True, published_at=factories.NOW, published_by=coordinator
    )
    assert Interview.objects.get(pk=meeting.pk).is_published
    assert list(InterviewChange.objects.filter(pgh_obj_id=meeting.pk).values_list("pgh_label", "is_published")) == [
        ("insert", None),
        ("update", False),
    ]


def test_nothing_is_noted_of_a_save_that_changes_nothing():
    senior = factories.senior()
    senior.save()
    assert labels(senior) == ["insert"]


def test_what_is_taken_back_is_not_noted():
    senior = factories.senior()
    with transaction.atomic():
        Senior.objects.filter(pk=senior.pk).update(headline="x")
        transaction.set_rollback(True)
    assert labels(senior) == ["insert"]


@pytest.mark.parametrize("model", [m for m in our_models() if hasattr(m, "pgh_event_models")], ids=lambda m: m.__name__)
def test_every_tracked_model_notes_its_rows(model, coordinator):
    event = fill(1, coordinator)
    slot, entry = event.slots.first(), event.entries.get()
    factories.unavailability(event, slot, attendance=entry.attendance)
    factories.issue_brief(entry.issue)
    factories.hearing_note(entry.issue.hearing, "口頭のメモ")
    factories.president_link(entry.company, coordinator)
    factories.reception_desk(event, coordinator)
    for make in (factories.career, factories.qualification, factories.consent):
        make(entry.senior)
    assert notes(model).objects.filter(pgh_label="insert").count() == model.objects.count()


def test_every_tracked_table_has_its_three_triggers_on():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger"
            " WHERE tgname ~ '^pgtrigger_(insert|update|delete)_' AND tgenabled = 'O' AND NOT tgisinternal GROUP BY 1"
        )
        assert dict(cursor.fetchall()) == {
            model._meta.db_table: 3 for model in our_models() if hasattr(model, "pgh_event_models")
        }


# --- Who and why --------------------------------------------------------------------------------------------------------
def test_who_and_why_stand_in_the_note(coordinator, head_office_a):
    with acting(actor_of(coordinator, why="talent:senior_edit")):
        senior = factories.senior()
    with acting(system("command make_data")):
        Senior.objects.filter(pk=senior.pk).update(headline="元 支店長")
    Senior.objects.filter(pk=senior.pk).update(headline="元 部長")
    first, second, third = SeniorChange.objects.filter(pgh_obj_id=senior.pk).order_by("pgh_id")
    assert first.pgh_context == {
        "role": "kouryukai_staff",
        "user_id": str(coordinator.pk),
        "why": "talent:senior_edit",
    }
    assert second.pgh_context == {"role": "kouryukai_system", "why": "command make_data"}
    assert third.pgh_context == {"role": "kouryukai_system", "why": "tests"}


def test_nobody_may_store_a_context_beside_the_notes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'kouryukai\\_%%' AND rolname <> 'kouryukai_owner'"
            " AND has_table_privilege(oid, 'pghistory_context', 'INSERT')"
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("role", [role for role in DatabaseRole if role != DatabaseRole.ERASER])
def test_no_actor_changes_a_note(role, statement, coordinator):
    factories.senior()
    with acting(Actor(role)):
        for model in history.change_models():
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(statement.format(model._meta.db_table))


@pytest.mark.parametrize("role", ["bank", "senior", "reception", "president"])
def test_only_the_office_reads_notes(role):
    with acting(Actor(DatabaseRole(f"kouryukai_{role}"))):
        for model in history.change_models():
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                model.objects.first()


def test_a_bank_that_changes_its_own_row_adds_a_note_that_it_cannot_read(head_office_a, branch_of_a):
    company = factories.company(branch_of_a)
    with acting(actor_of(head_office_a, why="PUT /companies/")):
        assert Company.objects.filter(pk=company.pk).update(name="新しい名前") == 1
    note = notes(Company).objects.get(pgh_obj_id=company.pk, pgh_label="update")
    assert note.pgh_context["user_id"] == str(head_office_a.pk)
    assert note.pgh_context["institution_id"] == str(branch_of_a.institution_id)


def test_signing_in_as_nobody_changes_only_what_is_not_noted(coordinator):
    """The gate may set the time of the last sign-in; it takes no note, and needs no right to."""
    before = labels(coordinator)
    with acting(None):
        User.objects.filter(pk=coordinator.pk).update(last_login=factories.NOW)
    assert labels(coordinator) == before


def test_a_note_outlives_its_record(coordinator, branch_of_a):
    company = factories.company(branch_of_a, name="株式会社 なくなる")
    key = company.pk
    Company.objects.filter(pk=key).delete()
    noted = notes(Company).objects.get(pgh_obj_id=key, pgh_label="delete")
    assert (noted.name, noted.institution_id) == ("株式会社 なくなる", branch_of_a.institution_id)
