"""Every state that has a table of steps: model and database refuse whatever does not stand in it."""

import pytest
from django.db import IntegrityError, connection, transaction

from companies.models import Hearing, IssueBrief
from events.models import Entry, Event
from institutions.roles import Role
from kouryukai.lib.moves import GUARDED
from office.models import Inquiry, OutboxMail
from talent.models import Senior
from tests import factories

pytestmark = pytest.mark.django_db
IDS = [f"{model._meta.label}.{field}" for _, model, field in GUARDED]


def event(by, **fields):
    halted = {"halted_at": factories.NOW, "halted_by": by, "halt_reason": "台風のため"} if fields.get("halt") else {}
    return factories.event(**fields | halted)


def hearing(by, **fields):
    approved = {"approved_at": factories.NOW, "approved_by": by} if fields["state"] == "approved" else {}
    return factories.hearing(factories.company(factories.branch(factories.institution())), **fields | approved)


def brief(by, **fields):
    return factories.issue_brief(
        factories.issue(factories.company(factories.branch(factories.institution()))), **fields
    )


def entry(by, **fields):
    happening = factories.event()
    firm = factories.participation(happening, factories.company(factories.branch(factories.institution())))
    person = factories.attendance(happening, factories.senior())
    return factories.entry(firm, person, **fields)


def inquiry(by, **fields):
    owner = {"owner": by} if fields["state"] in ("taken", "done") else {}
    closed = {"closed_at": factories.NOW} if fields["state"] in ("done", "declined") else {}
    return factories.inquiry(**fields | owner | closed)


MAKERS = {Senior: lambda by, **fields: factories.senior(**fields), Event: event, Hearing: hearing}
MAKERS |= {IssueBrief: brief, Entry: entry, OutboxMail: factories.mail, Inquiry: inquiry}


@pytest.mark.parametrize(("moves", "model", "field"), GUARDED, ids=IDS)
def test_every_pair_by_raw_sql(moves, model, field):
    """From each state to each other one, past all code: allowed if and only if it stands in the table.

    A step may still fail by a constraint of the columns beside it; the guard's own word is what counts here.
    """
    by = factories.user(Role.COORDINATOR)
    table, states = model._meta.db_table, list(moves.table)
    for before in states:
        for after in states:
            row = MAKERS[model](by, **{field: before})
            refused = ""
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"UPDATE {table} SET {field} = %s WHERE id = %s", [after, row.pk])
            except IntegrityError as error:
                refused = str(error)
            allowed = before == after or (before, after) in set(moves.steps())
            assert ("does not go from" in refused) != allowed, (before, after, refused)


@pytest.mark.parametrize(("moves", "model", "field"), GUARDED, ids=IDS)
def test_the_table_knows_every_state(moves, model, field):
    assert set(moves.table) == {str(value) for value, _ in model._meta.get_field(field).flatchoices} | (
        {""} if "" in moves.table else set()
    )


def test_what_is_put_off_stays_at_its_stage():
    row = event(factories.user(Role.COORDINATOR), stage="entry", halt="postponed")
    with pytest.raises(IntegrityError, match="does not go from"), transaction.atomic():
        Event.objects.filter(pk=row.pk).update(stage="selection")
