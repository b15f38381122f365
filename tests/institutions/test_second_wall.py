"""The second wall: what PostgreSQL gives out when the application forgets to ask whose a row is."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from companies.models import Company, Hearing
from events.models import Entry
from institutions import second_wall
from institutions.actors import Actor, DatabaseRole, acting, actor_of, bank, current_actor, system
from institutions.models import Institution, User
from institutions.owning import owning
from institutions.second_wall import Unwalled, Walled, declared, tables_of_models
from kouryukai.embedded.address import database_url
from kouryukai.embedded.places import CHECKOUT
from matching.models import Timetable
from talent.models import Senior
from tests import factories
from tests.institutions import pgrls

pytestmark = pytest.mark.django_db


@pytest.fixture
def firms(branch_of_a, branch_of_b):
    """Three firms of bank A, two of bank B, a hearing each."""
    made = [factories.company(branch_of_a) for _ in range(3)] + [factories.company(branch_of_b) for _ in range(2)]
    for firm in made:
        factories.hearing(firm)
    return made


# --- Every table ----------------------------------------------------------------------------------------------------------
def test_every_table_is_walled_or_on_the_list_with_its_reason():
    existing = set(connection.introspection.table_names())
    assert sorted(existing) == sorted(declared())
    assert tables_of_models() - {"pghistory_events"} <= existing  # pghistory has a query over all notes as a model
    assert [table for table, said in declared().items() if isinstance(said, Unwalled) and len(said.reason) < 10] == []


def test_the_database_is_what_is_declared():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity, pg_get_userbyid(relowner) FROM pg_class"
            " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
        found = {table: (walled, owner) for table, walled, owner in cursor.fetchall()}
    assert found == {table: (isinstance(said, Walled), "kouryukai_owner") for table, said in declared().items()}


def test_there_are_no_views_that_would_go_around_the_wall():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
        )
        assert cursor.fetchall() == []


def test_no_function_of_ours_acts_as_its_owner():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pg_get_userbyid(proowner) LIKE 'kouryukai%%'"
            " AND pronamespace = 'public'::regnamespace"
        )
        assert cursor.fetchall() == []


def test_pgrls_finds_nothing():
    assert (CHECKOUT / "pgrls.toml").read_text(encoding="utf-8") == pgrls.config(), pgrls.__doc__
    address = database_url(connection.settings_dict)
    program = os.path.join(os.path.dirname(sys.executable), "pgrls")
    command = [program, "lint", "--database-url", address, "--config", str(CHECKOUT / "pgrls.toml")]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKOUT)
    assert result.returncode == 0, result.stdout[:3000] + result.stderr[:500]


@pytest.mark.django_db(transaction=True)
def test_pgrls_would_have_found_a_hole():
    """A table whose wall is taken down, and a policy that lets everybody through, are both found."""
    address = database_url(connection.settings_dict)
    hole = "CREATE TABLE leak (id uuid, institution_id uuid)"
    with owning(connection), connection.cursor() as cursor:
        cursor.execute(hole)
    try:
        program = os.path.join(os.path.dirname(sys.executable), "pgrls")
        result = subprocess.run(
            [program, "lint", "--database-url", address, "--config", str(CHECKOUT / "pgrls.toml")],
            capture_output=True, text=True, check=False, cwd=CHECKOUT,
        )  # fmt: skip
    finally:
        with owning(connection), connection.cursor() as cursor:
            cursor.execute("DROP TABLE leak")
    assert result.returncode == 1
    assert "leak" in result.stdout


# --- Rows -----------------------------------------------------------------------------------------------------------------
def test_a_bank_is_given_its_own_rows_whatever_is_asked(firms, bank_a, bank_b):
    with acting(bank(bank_a.pk, "test")):
        assert {firm.institution_id for firm in Company.objects.all()} == {bank_a.pk}
        assert Company.objects.count() == Hearing.objects.count() == 3
        assert not Company.objects.filter(institution=bank_b).exists()
        assert not Hearing.objects.filter(company__in=[firm.pk for firm in firms[3:]]).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM companies_hearing h JOIN companies_company c ON c.id = h.company_id")
            assert cursor.fetchone() == (3,)
    assert Company.objects.count() == 5


def test_a_bank_changes_and_deletes_nothing_of_another(firms, bank_a):
    with acting(bank(bank_a.pk, "test")):
        assert Company.objects.update(phone="03-1") == 3
        assert Hearing.objects.all().delete()[0] == 3
    assert Company.objects.exclude(phone="03-1").count() == 2
    assert Hearing.objects.count() == 2


def test_a_bank_writes_no_row_for_another_and_gives_none_away(firms, bank_a, branch_of_b):
    for write in (
        lambda: factories.company(branch_of_b),
        lambda: Company.objects.filter(pk=firms[0].pk).update(institution=branch_of_b.institution),
    ):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            with acting(bank(bank_a.pk, "test")):
                write()
    assert Company.objects.filter(institution=bank_a).count() == 3


def test_without_an_actor_a_query_is_refused_and_not_answered_with_nothing(firms):
    for model in (Company, Senior, Entry, Timetable):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            with acting(None):
                list(model.objects.all())
    with acting(None):
        assert Institution.objects.exists()


@pytest.mark.parametrize("role", [DatabaseRole.BANK, DatabaseRole.SENIOR, DatabaseRole.PRESIDENT])
def test_an_actor_without_ids_is_given_nothing(firms, role):
    with acting(Actor(role)):
        assert not (Senior if role == DatabaseRole.SENIOR else Company).objects.exists()


def test_a_senior_is_given_herself(senior_a, senior_b):
    with acting(actor_of(senior_a)):
        assert [senior.user_id for senior in Senior.objects.all()] == [senior_a.pk]
        assert [user.pk for user in User.objects.all()] == [senior_a.pk]


# --- Who acts -------------------------------------------------------------------------------------------------------------
def who() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('kouryukai.institution_id', true)")
        return cursor.fetchone()


def test_the_outer_actor_comes_back(bank_a, bank_b):
    outside = who()
    with acting(bank(bank_a.pk, "outer")):
        with acting(bank(bank_b.pk, "inner")):
            assert who() == ("kouryukai_bank", str(bank_b.pk))
            with acting(system("innermost")):
                assert who()[0] == "kouryukai_system"
        assert who() == ("kouryukai_bank", str(bank_a.pk))
        assert current_actor().why == "outer"
    assert who() == outside


def test_the_outer_actor_comes_back_after_an_exception_and_a_broken_transaction(bank_a, bank_b):
    for harm in (lambda: 1 / 0, lambda: Institution.objects.create(pk=bank_a.pk, name="x", type="shinkin")):
        with acting(bank(bank_a.pk, "outer")):
            with pytest.raises(Exception), acting(system("inner")):  # noqa: B017, PT011 - whatever it is
                harm()
            assert who() == ("kouryukai_bank", str(bank_a.pk))
            transaction.set_rollback(False)


def test_what_was_rolled_back_by_hand_restores_the_actor_too(bank_a):
    outside = who()
    with acting(bank(bank_a.pk, "outer")):
        transaction.set_rollback(True)
    assert who() == outside


@pytest.mark.django_db(transaction=True)
def test_a_kept_connection_hands_nothing_on(bank_a):
    with acting(bank(bank_a.pk, "a visitor")):
        assert who()[0] == "kouryukai_bank"
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")  # what tests have set
        cursor.execute("SELECT current_user = session_user, current_setting('kouryukai.institution_id', true)")
        assert cursor.fetchone() == (True, "")


# --- The start ------------------------------------------------------------------------------------------------------------
def test_a_login_for_which_the_wall_would_not_stand_is_refused():
    assert second_wall.weakness(connection) == ""


class Told:
    """A connection that answers as a database with that role would."""

    settings_dict = {"HOST": "h", "PORT": "1", "USER": "u"}

    def __init__(self, above: bool, roles: dict) -> None:
        self.answers = [[("someone", above)], [(name, *flags) for name, flags in roles.items()]]

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def execute(self, *_):
        self.rows = self.answers.pop(0)

    def fetchone(self):
        return self.rows[0]

    def fetchall(self):
        return self.rows

    def close(self):
        pass


GOOD = {role: (True, role == second_wall.GATE) for role in second_wall.ROLES}


@pytest.mark.parametrize(
    ("above", "roles", "words"),
    [
        (True, GOOD, "superuser"),
        (False, {}, "setup_database"),
        (False, GOOD | {"kouryukai_bank": (True, True)}, "inherits kouryukai_bank"),
        (False, GOOD | {"kouryukai_gate": (True, False)}, "does not inherit"),
        (False, GOOD | {"kouryukai_system": (False, False)}, "missing for someone: kouryukai_system"),
    ],
)
def test_what_the_refusal_says(above, roles, words, monkeypatch):
    monkeypatch.setattr(second_wall, "_judged", set())
    with pytest.raises(ImproperlyConfigured, match=words):
        second_wall.refuse_bypass(Told(above, roles))
    second_wall.refuse_bypass(Told(False, GOOD))


def test_setup_database_finds_all_in_place_or_prints_the_sql(capsys):
    call_command("setup_database")
    assert "整っています" in capsys.readouterr().out
    call_command("setup_database", only_print=True)
    printed = capsys.readouterr().out
    assert "CREATE ROLE" in printed and "kouryukai_president" in printed
    with pytest.raises(CommandError):
        call_command("setup_database", admin_url="nonsense")
