"""Writes pgrls.toml: what `pgrls lint` may pass over, derived from the declarations of the second wall.

KOURYUKAI_ENV=development python -m tests.institutions.pgrls > pgrls.toml
"""

HEAD = """\
# What `pgrls lint` passes over, and why; everything else it says is a fault. Written by `python -m tests.institutions.pgrls`.
schemas = ["public"]

[lint]
# SEC007: a restrictive floor cannot say more than the roles do. Each policy is written for one kind of actor (TO role), and
# the roles exclude each other, because exactly one is taken on at a time.
disable = ["SEC007"]
"""
TRUE = """\
# The policies named `open`: tables whose rows the office, the system and the eraser see all of. A condition that is literally
# `true` is what lets their searches use an index.
"""
UNWALLED = "# Tables that hold nobody's rows; `leave_open` gives the reason of each in the apps' policies.py."
SECOND = "# A second condition beside the institution's or the senior's, whose index is used."


def config() -> str:
    from institutions.second_wall import OPEN, Unwalled, declared, open_to

    said = sorted(declared().items())
    opened = [f"public.{table}.{OPEN}" for table, one in said if not isinstance(one, Unwalled) and open_to(one)]
    unwalled = [f"public.{table}" for table, one in said if isinstance(one, Unwalled)]
    parts = [HEAD, TRUE + "\n".join(_rule(rule, opened) for rule in ("SEC005", "SEC008", "SEC028", "SEC038"))]
    parts += [f"{UNWALLED}\n{_rule('SEC001', unwalled)}", f"{SECOND}\n{_rule('PERF003', SECONDS)}"]
    return "\n".join(parts)


SECONDS = [
    "public.companies_issuebrief.senior_select",
    "public.events_receptiondesk.reception_select",
    "public.events_receptionname.reception_select",
    "public.matching_answer.bank_select",
    "public.matching_answer.senior_select",
    "public.matching_interview.bank_select",
    "public.matching_interview.president_select",
    "public.matching_interview.senior_select",
]


def _rule(name: str, entries: list[str]) -> str:
    lines = "".join(f'    "{entry}",\n' for entry in entries)
    return f"[lint.rules.{name}]\nallowlist = [\n{lines}]\n"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kouryukai.settings")
    django.setup()
    print(config(), end="")
