"""The institutions of the directory without their branches, quickly: enough to find names and codes."""

from functools import cache

from institutions import directory
from institutions.models import Institution


@cache
def _entries() -> tuple[directory.Listed, ...]:
    return (*directory.listed_banks(), *directory.bodies_by_hand())


def named_institutions() -> None:
    Institution.objects.bulk_create(
        Institution(code=e.code, name=e.name, short_name=e.short_name, type=e.type, prefecture=e.prefecture)
        for e in _entries()
    )
