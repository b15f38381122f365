"""Whose papers a page of the office shows: firms and seniors live above, so each app says in its `papers.py` how its own are found."""

from collections.abc import Callable
from uuid import UUID

from django.utils.module_loading import autodiscover_modules

from institutions.models import User
from office.scans import Owner

HOME = "papers"
type Finder = Callable[[User, UUID], Owner | None]

_finders: dict[str, Finder] = {}


def papers_of(kind: str) -> Callable[[Finder], Finder]:
    """`finder`: the owner of that key where this person may see its papers, else None."""

    def register(finder: Finder) -> Finder:
        _finders[kind] = finder
        return finder

    return register


def owner_of(kind: str, key: UUID, user: User) -> Owner | None:
    autodiscover_modules(HOME)
    return _finders[kind](user, key) if kind in _finders else None
