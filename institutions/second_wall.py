"""The second wall: row-level security in PostgreSQL, so that a forgotten filter leaks nothing.

Each app says in its `policies.py`, per table, which rows each kind of actor sees and writes. `build` brings the database to
what is said there; `manage.py migrate` does so at its end, in one transaction. What a table's declaration leaves out is closed: a role without a
line has no privilege, so that asking is an error and not an empty answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.module_loading import autodiscover_modules
from psycopg import sql

from institutions.actors import DatabaseRole
from institutions.history import change_models

OWNER, GATE = "kouryukai_owner", "kouryukai_gate"  # who makes tables; what the login may do before it is known who asks
ROLES = (OWNER, GATE, *(role.value for role in DatabaseRole))

# Who acts, as PostgreSQL was told for this transaction. In policies always as (SELECT ...): asked once a query, not once a row.
FUNCTIONS = {"acting_user": "user_id", "acting_institution": "institution_id", "acting_company": "company_id"}
USER, INSTITUTION, COMPANY = (f"(SELECT {name}())" for name in FUNCTIONS)
OWN_INSTITUTION = f"institution_id = {INSTITUTION}"
OWN_COMPANY = f"company_id = {COMPANY}"
# The row of the link that is shown before anybody is known (institutions.actors.showing).
SHOWN = "token_hash = (SELECT current_setting('kouryukai.token_hash', true))"
ALL = "true"
OPEN = "open"  # the name of the policy of those who see all rows of a table


@dataclass(frozen=True, slots=True)
class Rows:
    """What one role may do with a table: conditions in SQL on its rows; "" is never.

    `write` covers inserting, changing and deleting, unless `verbs` names fewer.
    """

    see: str = ""
    write: str = ""
    verbs: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")

    @property
    def privileges(self) -> list[str]:
        return [*(["SELECT"] if self.see else []), *(self.verbs if self.write else [])]


EVERYTHING = Rows(ALL, ALL)
READING = Rows(ALL)
APPENDING = Rows("", ALL, ("INSERT",))


@dataclass(frozen=True, slots=True)
class Walled:
    """A table whose rows belong to somebody. The office and the system see all of it unless it says otherwise."""

    rows: dict[str, Rows] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unwalled:
    """A table without row-level security, and the reason why that is right; privileges per role."""

    reason: str
    privileges: dict[str, str] = field(default_factory=dict)


_wall: dict[str, Walled | Unwalled] = {}


def wall(
    table: str,
    *,
    bank: Rows | None = None,
    senior: Rows | None = None,
    reception: Rows | None = None,
    president: Rows | None = None,
    gate: Rows | None = None,
    staff: Rows | None = EVERYTHING,
    system: Rows | None = EVERYTHING,
) -> None:
    """Declare who sees and writes which rows of `table`. An upper app may add roles to a lower app's table by `opens`."""
    given = {
        DatabaseRole.BANK: bank,
        DatabaseRole.SENIOR: senior,
        DatabaseRole.RECEPTION: reception,
        DatabaseRole.PRESIDENT: president,
        GATE: gate,
        DatabaseRole.STAFF: staff,
        DatabaseRole.SYSTEM: system,
        DatabaseRole.ERASER: EVERYTHING,
    }
    _wall[table] = Walled({str(role): rows for role, rows in given.items() if rows is not None})


def opens(table: str, role: DatabaseRole, rows: Rows) -> None:
    """What an upper app knows of a lower one's rows: a senior may read the firm that she will meet.

    A second word about the same role widens the first.
    """
    known = _wall[table].rows.get(str(role))
    if known:
        see = " OR ".join(f"({part})" for part in (known.see, rows.see) if part)
        rows = Rows(see, known.write or rows.write, known.verbs if known.write else rows.verbs)
    _wall[table].rows[str(role)] = rows


def leave_open(table: str, reason: str, **privileges: str) -> None:
    """Declare that `table` needs no wall. `privileges`: a role's short name or `everybody` -> "SELECT, INSERT"."""
    _wall[table] = Unwalled(reason, privileges)


def declared() -> dict[str, Walled | Unwalled]:
    """Every declaration of every app, by table."""
    if not _wall:
        autodiscover_modules("policies")
        _wall_in_notes()
    return _wall


def _wall_in_notes() -> None:
    """The log of changes: who may write a record adds to its notes, the office and the system read them, erasure alone changes them.

    What a key with ON UPDATE CASCADE changes, PostgreSQL changes as the owner of the table: from 18 on its triggers act as the owner too.
    """
    for notes in change_models():
        said = _wall[notes.pgh_tracked_model._meta.db_table]
        writers = [role for role, rows in said.rows.items() if rows.write]
        adding = {role.removeprefix("kouryukai_"): APPENDING for role in writers if role != DatabaseRole.ERASER}
        reading = Rows(ALL, ALL, APPENDING.verbs)
        wall(notes._meta.db_table, **adding | {"staff": reading, "system": reading})
        _wall[notes._meta.db_table].rows[OWNER] = APPENDING


# --- Into the database --------------------------------------------------------------------------------------------------
def build(connection: BaseDatabaseWrapper) -> None:
    """Bring functions, policies and privileges to what is declared. Run as the owner, inside a transaction."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in [*_functions(), *_clear(cursor, existing)]:
            cursor.execute(statement)
        for table, said in declared().items():
            if table in existing:
                for statement in _of_table(table, said):
                    cursor.execute(statement)
        for role in ROLES:
            cursor.execute(_("GRANT USAGE ON SCHEMA public TO {}", role))


def _(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*(sql.Identifier(name) for name in names))


def _functions() -> Iterator[sql.Composable]:
    for name, setting in FUNCTIONS.items():
        yield sql.SQL(
            "CREATE OR REPLACE FUNCTION {}() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog"
            " AS $$ SELECT nullif(current_setting({}, true), '')::uuid $$"
        ).format(sql.Identifier(name), sql.Literal(f"kouryukai.{setting}"))


def _clear(cursor, existing: set[str]) -> list[sql.Composed]:
    """Away with every policy and privilege: what is no longer declared must not stay."""
    cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
    policies = [_("DROP POLICY {} ON {}", policy, table) for table, policy in cursor.fetchall()]
    others = [role for role in ROLES if role != OWNER]
    roles = sql.SQL(", ").join(sql.Identifier(role) for role in others)
    revoked = [
        sql.SQL("REVOKE ALL ON {} FROM PUBLIC, {}").format(sql.Identifier(table), roles) for table in sorted(existing)
    ]
    return policies + revoked


def _of_table(table: str, said: Walled | Unwalled) -> Iterator[sql.Composable]:
    if isinstance(said, Unwalled):
        yield _("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", table)
        yield _("ALTER TABLE {} DISABLE ROW LEVEL SECURITY", table)
        for name, privileges in said.privileges.items():
            for role in _named(name):
                yield sql.SQL("GRANT {} ON {} TO {}").format(
                    sql.SQL(privileges), sql.Identifier(table), sql.Identifier(role)
                )
        return
    yield _("ALTER TABLE {} ENABLE ROW LEVEL SECURITY", table)
    yield _("ALTER TABLE {} FORCE ROW LEVEL SECURITY", table)
    if roles := open_to(said):
        yield sql.SQL("CREATE POLICY {} ON {} FOR ALL TO {} USING (true) WITH CHECK (true)").format(
            sql.Identifier(OPEN), sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, roles))
        )
    for role, rows in said.rows.items():
        if role not in roles:
            yield from _policies(table, role, rows)
        yield sql.SQL("GRANT {} ON {} TO {}").format(
            sql.SQL(", ".join(rows.privileges)), sql.Identifier(table), sql.Identifier(role)
        )


def open_to(said: Walled) -> list[str]:
    """The roles for which every row is open: what they may do with them, their privileges say. One policy for all of them.

    Its condition is literally `true`, because only then a search that is not leakproof (words, trigrams) may use its index.
    """
    return [role for role, rows in said.rows.items() if {rows.see, rows.write} <= {ALL, ""}]


def _policies(table: str, role: str, rows: Rows) -> Iterator[sql.Composable]:
    parts = {"SELECT": ("USING ({})", rows.see)} if rows.see else {}
    if rows.write:
        forms = {"INSERT": "WITH CHECK ({})", "UPDATE": "USING ({0}) WITH CHECK ({0})", "DELETE": "USING ({})"}
        parts |= {verb: (forms[verb], rows.write) for verb in rows.verbs}
    for verb, (form, condition) in parts.items():
        text = f"CREATE POLICY {{}} ON {{}} FOR {verb} TO {{}} " + form.format(condition.replace("{", "{{"))
        yield _(text, f"{role.removeprefix('kouryukai_')}_{verb.lower()}", table, role)


def _named(name: str) -> Iterable[str]:
    if name == "everybody":
        return [role.value for role in DatabaseRole]
    return [f"kouryukai_{name}"]


# --- Is it standing? ----------------------------------------------------------------------------------------------------
NO_ROLES = "the database has no roles for the second wall: run `python manage.py setup_database`, which makes them or prints the SQL"
_judged: set[tuple] = set()


def refuse_bypass(connection: BaseDatabaseWrapper) -> None:
    """Refuse to work as a database role for which the wall would not stand. Asked once per process and database role.

    Raises ImproperlyConfigured.
    """
    who = tuple(connection.settings_dict[key] for key in ("HOST", "PORT", "USER"))
    if who in _judged:
        return
    if fault := weakness(connection):
        connection.close()
        raise ImproperlyConfigured(fault)
    _judged.add(who)


def weakness(connection: BaseDatabaseWrapper) -> str:
    """Why the wall would not stand for the role that this connection logs in as; "" where it does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user")
        login, above = cursor.fetchone()
        cursor.execute(
            "SELECT rolname, pg_has_role(session_user, oid, 'SET'), pg_has_role(session_user, oid, 'USAGE')"
            " FROM pg_roles WHERE rolname = ANY(%s)",
            [list(ROLES)],
        )
        found = {name: (may_set, inherits) for name, may_set, inherits in cursor.fetchall()}
    if above:
        return f"the database role {login} is a superuser or bypasses row-level security: use an ordinary role in DATABASE_URL"
    if missing := [role for role in ROLES if role not in found or not found[role][0]]:
        return f"{NO_ROLES} (missing for {login}: {', '.join(missing)})"
    if inherited := [role for role in ROLES if role != GATE and found[role][1]]:
        return f"the database role {login} inherits {', '.join(inherited)}, so the wall would not stand: run `python manage.py setup_database`"
    if not found[GATE][1]:
        return f"the database role {login} does not inherit {GATE}: run `python manage.py setup_database`"
    return ""


def tables_of_models() -> set[str]:
    """Every table of an installed model, also those in between that Django makes by itself."""
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
