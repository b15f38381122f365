"""Rows of upper apps that a page of the office names or lets choose: an inquiry knows the event that came of it by its public id.

Each app says in its `subjects.py` what it has to offer; office never imports it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.module_loading import autodiscover_modules

HOME = "subjects"


@dataclass(frozen=True)
class Subject:
    """`choices()`: (id, what it is called), newest first. `name_of(id)`: "" where there is none. `address_of(id)`: its page."""

    choices: Callable[[], list[tuple[UUID, str]]]
    name_of: Callable[[UUID], str]
    address_of: Callable[[UUID], str]


_subjects: dict[str, Subject] = {}


def subject(kind: str, entry: Subject) -> None:
    _subjects[kind] = entry


def find(kind: str) -> Subject | None:
    """None where no app offers that kind."""
    autodiscover_modules(HOME)
    return _subjects.get(kind)
