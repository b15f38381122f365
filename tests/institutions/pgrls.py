"""Writes pgrls.toml: what `pgrls lint` may pass over, derived from the declarations of the second wall.

KOURYUKAI_ENV=development python -m tests.institutions.pgrls > pgrls.toml
"""

HEAD = """\
# What `pgrls lint` passes over, and why; everything else it says is a fault. Written by `python -m tests.institutions.pgrls`.
schemas = ["public"]

[lint]
# SEC007: a restrictive floor cannot say more than the roles do. Each policy is written for one kind of actor (TO role), and
# the roles exclude each other, because exactly one is taken on at a time.
# SEC013: the triggers are those that note changes. They run as who writes, only add to notes, and no function of ours acts as
# its owner; tests/institutions/test_second_wall.py sees to that.
disable = ["SEC007", "SEC013"]
"""
TRUE = """\
# The policies named `open`: tables whose rows the office, the system and the eraser see all of. A condition that is literally
# `true` is what lets their searches use an index.
"""
UNWALLED = "# Tables that hold nobody's rows; `leave_open` gives the reason of each in the apps' policies.py."
SECOND = "# A second condition beside the institution's or the senior's, whose index is used."


def config() -> str:
    from institutions.second_wall import Unwalled, declared

    said = sorted(declared().items())
    walled = [(table, one) for table, one in said if not isinstance(one, Unwalled)]
    opened = [f"public.{table}.{name}" for table, one in walled for name in _open_policies(one)]
    unwalled = [f"public.{table}" for table, one in said if isinstance(one, Unwalled)]
    parts = [HEAD, TRUE + "\n".join(_rule(rule, opened) for rule in ("SEC005", "SEC008", "SEC028", "SEC038"))]
    parts += [f"{UNWALLED}\n{_rule('SEC001', unwalled)}", f"{SECOND}\n{_rule('PERF003', SECONDS)}"]
    parts += [f"{DIRECTORY}\n{_rule('SEC025', ['public.events_tally.bank_select'])}"]
    parts += [f"{OFFICE}\n{_rule('SEC027', OFFICES)}"]
    return "\n".join(parts)


DIRECTORY = "# The directory of institutions is public and read only."
OFFICE = "# Tables with a column user_id that nobody but the office reads."
OFFICES = [
    "public.events_receptiondeskchange",
    "public.institutions_staffmemberchange",
    "public.office_readalert",
    "public.talent_seniorchange",
]
SECONDS = [
    "public.companies_issuebrief.senior_select",
    "public.events_receptiondesk.reception_select",
    "public.events_receptionname.reception_select",
    "public.events_tally.bank_select",
    "public.matching_answer.bank_select",
    "public.matching_answer.senior_select",
    "public.matching_interview.bank_select",
    "public.matching_interview.president_select",
    "public.matching_interview.senior_select",
]


def _open_policies(said) -> list[str]:
    """The names of the policies of a table whose condition is literally true."""
    from institutions.second_wall import ALL, OPEN, open_to

    roles = open_to(said)
    seen = [f"{role.removeprefix('kouryukai_')}_select" for role, rows in said.rows.items() if rows.see == ALL]
    return [OPEN] * bool(roles) + [name for name in seen if f"kouryukai_{name.removesuffix('_select')}" not in roles]


def _rule(name: str, entries: list[str]) -> str:
    lines = "".join(f'    "{entry}",\n' for entry in entries)
    return f"[lint.rules.{name}]\nallowlist = [\n{lines}]\n"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kouryukai.settings")
    django.setup()
    print(config(), end="")
