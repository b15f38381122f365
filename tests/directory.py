"""The institutions of the directory without their branches, quickly: enough to find names and codes."""

from functools import cache

from institutions import directory
from institutions.models import Institution


@cache
def _entries() -> tuple[directory.Listed, ...]:
    return (*directory.listed_banks(), *directory.bodies_by_hand())


def named_institutions(*codes: str) -> None:
    """All of them, or the bodies without a code and the banks of `codes`."""
    Institution.objects.bulk_create(
        Institution(code=e.code, name=e.name, short_name=e.short_name, type=e.type, prefecture=e.prefecture)
        for e in _entries()
        if not codes or e.code is None or e.code in codes
    )
