"""What in an anonymised text gives the firm away, before seniors read it: a pure package. It reads no clock and no database.

`check` marks; people decide. Its names are loaded when they are first asked for, because the dictionary of words is large.
"""

from importlib import import_module

HOMES = {
    "records": ("Firm", "Finding", "Kind", "Certainty"),
    "checking": ("check",),
    "crowd": ("Counts", "Level", "Narrowness", "narrowness"),
    "drafting": ("draft",),
}
_home_of = {name: home for home, names in HOMES.items() for name in names}
__all__ = [*_home_of]  # noqa: PLE0604


def __getattr__(name: str):
    if name not in _home_of:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_home_of[name]}"), name)
    globals()[name] = found
    return found
