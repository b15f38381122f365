"""Which seniors fit an issue, and which issues a senior: a pure package. What it must know of the past is passed in; it reads no clock.

Its names are loaded when they are first asked for: whoever only starts up needs neither numpy nor the dictionary.
"""

from importlib import import_module

HOMES = {
    "records": ("Issue", "Senior", "Career", "Speciality", "History"),
    "register": ("Register", "Background"),
    "query": ("prepare",),
    "ranking": ("Beside", "Ranked", "rank", "rank_issues"),
    "explaining": ("Explanation", "Reason", "explain"),
}
_home_of = {name: home for home, names in HOMES.items() for name in names}
__all__ = [*_home_of]  # noqa: PLE0604


def __getattr__(name: str):
    if name not in _home_of:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_home_of[name]}"), name)
    globals()[name] = found
    return found
