"""An event that is full of marks, and a search for them in every row and every file."""

import datetime as dt
import io

import pikepdf
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.models import Session
from django.db import connection, models

from events.models import Entry, Event, TimeSlot
from institutions.models import Invitation
from institutions.roles import Role
from matching.actions import begin_revision, move_interview, publish, set_lock, undo_change
from matching.models import Interview, Timetable
from matching.printing import FOR_THE_DAY, request_event_documents
from office import classification
from office.actions import run_now, start_job
from office.actions_mail import draft
from office.importing import uploads
from office.models import OutboxMail
from talent.models import ImportLink, ImportRow, ImportSource, RegisterImport, RowKind, Senior
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW
from tests.matching import papers

MANY = 25


def mark(n: int) -> str:
    """Four signs that stand in everything that is senior number n's."""
    return f"Q{n:02}Z"


def strings(n: int) -> list[str]:
    return [mark(n), f"090-55{n:02}-7731", f"99{n:02}741", str(dt.date(1931, 1, n + 1))]


# --- An event that is full of marks --------------------------------------------------------------------------------------
def path_to_senior(model: type[models.Model]) -> str | None:
    """How a row of this table is a certain senior's."""
    if model is Senior:
        return "pk"
    names = {field.name: field.related_model for field in model._meta.concrete_fields if field.is_relation}
    for name, path in (("senior", "senior"), ("entry", "entry__senior"), ("attendance", "attendance__senior")):
        if name in names:
            return path
    return None


def fill(senior: Senior, n: int) -> None:
    """Her mark in every private text column of every table that holds rows of hers, whatever tables there are."""
    for model in classification.tables():
        path = path_to_senior(model)
        columns = [column for column in classification.private(model) if column.editable]
        if path is None or not columns or hasattr(model, "pgh_tracked_model"):
            continue
        values = {column.name: worth(column, n) for column in columns}
        model._base_manager.filter(**{path: senior.pk}).update(**values)
    senior.refresh_from_db()
    senior.save()  # the search key


def worth(column: models.Field, n: int):
    if column.name == "phone":
        return strings(n)[1]
    if column.name == "postal_code":
        return strings(n)[2]
    if isinstance(column, models.DateField):
        return dt.date(1931, 1, n + 1)
    if isinstance(column, ArrayField):
        return [mark(n)]
    if isinstance(column, models.EmailField):
        return f"{mark(n).lower()}@example.jp"
    return f"{mark(n)}の{column.verbose_name}"[: column.max_length]


def marked_senior(n: int) -> Senior:
    account = factories.user(Role.SENIOR, email=f"{mark(n).lower()}@example.jp")
    senior = factories.senior(user=account)
    factories.career(senior), factories.speciality(senior), factories.qualification(senior), factories.consent(senior)
    factories.senior_contact(senior), factories.disclosure(senior, factories.institution())
    fill(senior, n)
    senior.careers.all().delete()  # what stood there is known to the log of changes alone
    factories.career(senior, company_name=f"{mark(n)}商事")
    Senior.objects.filter(pk=senior.pk).update(family_name=f"{mark(n)}山", given_name=f"{mark(n)}子")
    senior.refresh_from_db()
    senior.save()
    return senior


def full_event(coordinator, how_many: int) -> Event:
    """Planned, changed by hand, published, changed again, printed for real, held, answered and supported."""
    made = factories.event()
    factories.slots(factories.day(made), 9)
    places = [factories.branch(factories.institution()) for _ in range(2)]
    firms = [factories.participation(made, factories.company(places[n % 2])) for n in range(5)]
    for n in range(how_many):
        person = factories.attendance(made, marked_senior(n))
        for k in range(3):
            factories.entry(firms[(n + k) % 5], person, preference=k + 1, score=100 - 10 * k)
    job = start_job(kind="plan", subject_kind="event", subject_id=made.pk, title="時間割", by=coordinator, now=NOW)
    run_now(job)
    first = Timetable.objects.get(event=made)
    change_by_hand(first, coordinator)
    publish(timetable=first, by=coordinator, now=NOW)
    change_by_hand(begin_revision(event=made, by=coordinator, now=NOW), coordinator)
    for document in request_event_documents(event=made, by=coordinator, now=NOW, kinds=(*FOR_THE_DAY, "event_report")):
        run_now(document)
    for entry in Entry.objects.filter(pk__in=Interview.objects.filter(is_published=True).values("entry")):
        factories.result(entry, coordinator)
        for side in ("company", "senior"):
            factories.answer(entry, coordinator, side=side)
        factories.second_interview(entry, coordinator)
        factories.support(entry, coordinator)
    for n, attendance in enumerate(made.attendances.order_by("number")):
        fill_all_but_the_name(attendance.senior, n)
        client_of(attendance.senior.user).get("/")
        write_about(attendance.senior, n, coordinator)
        hers = {"senior_key": attendance.senior_id, "company_key": None, "institution": None, "branch": None}
        factories.scan(firms[0].company, coordinator, mark(n).encode(), note=mark(n), **hers)
    uploads.keep(mark(1).encode(), coordinator)
    wait_in_a_list([attendance.senior for attendance in made.attendances.order_by("number")], coordinator)
    return made


def wait_in_a_list(seniors: list[Senior], by) -> None:
    """A row of a list about each of them waits to be confirmed, and the list knows her."""
    source = ImportSource.objects.create(name="名簿")
    waiting = RegisterImport.objects.create(source=source, file_name="a.csv", made_by=by, made_at=NOW)
    for n, senior in enumerate(seniors):
        row = {"register_import": waiting, "number": n + 2, "senior": senior, "kind": RowKind.CHANGED}
        ImportRow.objects.create(**row, values={"introduction": mark(n)})
        ImportLink.objects.create(source=source, key=f"k:{mark(n)}", senior=senior)


def write_about(senior: Senior, n: int, by) -> None:
    """A notice to her that has been sent, one that waits, one to somebody else that names her, and a call-in."""
    senior.refresh_from_db()
    mail = f"{mark(n).lower()}@example.jp"
    for kind, to, state in (("a", mail, "sent"), ("b", mail, "draft"), ("c", "bank@example.jp", "draft")):
        letter = draft(
            kind=kind,
            subject_kind="senior",
            subject_id=senior.pk,
            recipient=to,
            title=f"{senior.name}様",
            body=f"{senior.name}様 明日です。",
            by=by,
            now=NOW,
        )
        if state == "sent":
            factories.sent(OutboxMail.objects.filter(pk=letter.pk), by, body=f"{mark(n)}さん")
    Invitation.objects.create(
        email=mail,
        role=Role.SENIOR,
        account=senior.user,
        token_hash=f"{n}",
        invited_by=by,
        created_at=NOW,
        sent_at=NOW,
        expires_at=NOW,
        accepted_at=NOW,
    )


def fill_all_but_the_name(senior: Senior, n: int) -> None:
    name = {"family_name": senior.family_name, "given_name": senior.given_name}
    fill(senior, n)
    Senior.objects.filter(pk=senior.pk).update(**name)
    Senior.objects.get(pk=senior.pk).save()


def change_by_hand(draft: Timetable, by) -> None:
    """Sentences that name people: a lock, moves, an undo."""
    for place, interview in enumerate(Interview.objects.filter(timetable=draft).order_by("pk")[:12]):
        draft.refresh_from_db()
        if place % 3 == 0:
            set_lock(interview=interview, locked=True, revision=draft.revision, by=by, now=NOW)
            continue
        for slot in TimeSlot.objects.filter(event=draft.event).order_by("-number"):
            draft.refresh_from_db()
            try:
                move_interview(interview=interview, slot=slot, revision=draft.revision, by=by, now=NOW)
            except Exception:
                continue
            break
        if place % 3 == 1:
            draft.refresh_from_db()
            undo_change(timetable=draft, revision=draft.revision, by=by, now=NOW)
    draft.refresh_from_db()


def seniors_of(event: Event) -> list[Senior]:
    return [row.senior for row in event.attendances.select_related("senior__user").order_by("number")]


# --- Looking everywhere ----------------------------------------------------------------------------------------------------
def whole_database() -> dict[str, str]:
    """Every row of every table as text; the queues of a broker hold keys alone and are closed to whoever acts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables"
            " WHERE table_type = 'BASE TABLE' AND table_schema = 'public'"
        )
        texts = {}
        for schema, table in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(row::text, chr(10)) FROM "{schema}"."{table}" AS row')
            texts[f"{schema}.{table}"] = cursor.fetchone()[0] or ""
    for session in Session.objects.all():
        texts["sessions"] = texts.get("sessions", "") + str(session.get_decoded())
    return texts


def whole_disk() -> dict[str, str]:
    """Every file below DATA: its name, what pdftotext reads of a PDF and of what is attached to it, outline and title too."""
    texts = {}
    for path in sorted(settings.MEDIA_ROOT.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            texts[str(path)] = f"{path} {_readable(content) if content.startswith(b'%PDF') else content.decode()}"
    return texts


def _readable(content: bytes) -> str:
    plain, attached = io.BytesIO(), papers.attachments_of(content).values()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        outline = str([_titles(item) for item in pdf.open_outline().root])
        told = f"{pdf.docinfo}{pdf.open_metadata()}"
        pdf.save(plain, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    # Fonts hold any four signs by chance: of the bytes only a name is looked for.
    names = [name for n in range(MANY) if (name := f"{mark(n)}山").encode() in plain.getvalue()]
    return papers.text_of(content) + outline + told + "".join(part.decode() for part in attached) + str(names)


def _titles(item) -> list:
    return [item.title, *(_titles(child) for child in item.children)]


def found(n: int, texts: dict[str, str]) -> list[str]:
    """Where a string of that senior stands."""
    return [place for place, text in texts.items() if any(word.lower() in text.lower() for word in strings(n))]
