"""Who does what: apps above register their job handlers and document makers here, so that office never imports them.

A handler or maker runs inside ONE database transaction that is committed together with the mark "done": killed at any
moment it leaves nothing behind, and what it wrote exists exactly once. So it must not commit by itself (no
`atomic(durable=True)`), and what leaves the database (mail, further work) goes out with `transaction.on_commit`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.utils.module_loading import autodiscover_modules

from office.models import Document, Job

HOMES = ("tasks", "sheets")  # the modules of an app in which handlers and makers are registered


class WorkError(Exception):
    """A refusal or failure whose text, in Japanese, is meant for the person at the screen."""


class Interrupted(Exception):
    """The work must stop and leave nothing behind."""


class LeaseLost(Interrupted):
    """Somebody else holds this work now, or took it back."""


class Cancelled(Interrupted):
    """A person has called the work off."""


class Progress(Protocol):
    """Say how far the work is: cheap enough for every step. Raises Cancelled or LeaseLost: let them pass."""

    def __call__(self, done: int, total: int, note: str = "") -> None: ...


@dataclass(frozen=True)
class Rendered:
    content: bytes
    file_name: str  # what the person's computer calls the file; the suffix is kept on our disk too
    pages: int


class DocumentMaker(Protocol):
    """`fingerprint`: up to 64 characters that change when, and only when, the data or the layout that it prints change.

    A maker may also offer `fingerprints(documents) -> {document.pk: fingerprint}` with a constant number of queries:
    then the list of documents marks the stale ones.
    """

    def fingerprint(self, document: Document) -> str: ...

    def render(self, document: Document, progress: Progress) -> Rendered: ...


type JobHandler = Callable[[Job, Progress], dict[str, Any]]


@dataclass(frozen=True)
class Registered[T]:
    does: T
    label: str
    errors: tuple[type[Exception], ...]  # besides WorkError: errors whose text may be shown; trying again is useless


_handlers: dict[str, Registered[JobHandler]] = {}
_makers: dict[str, Registered[DocumentMaker]] = {}
_group_names: dict[str, Callable[[set[UUID]], dict[UUID, str]]] = {}


def job_handler(kind: str, *, label: str = "", errors: Iterable[type[Exception]] = ()):
    """Register `handle(job, progress) -> dict`; the dict becomes `job.result` (`next_url`, `next_label`: the link after)."""

    def register[H: JobHandler](handle: H) -> H:
        _put(_handlers, kind, Registered(handle, label, tuple(errors)))
        return handle

    return register


def document_maker(kind: str, *, label: str = "", errors: Iterable[type[Exception]] = ()):
    """Register a class (an instance is made) or an object that is a DocumentMaker; `label` names the kind on screen."""

    def register[M](maker: M) -> M:
        made = maker() if isinstance(maker, type) else maker
        _put(_makers, kind, Registered(made, label, tuple(errors)))
        return maker

    return register


def _put(registry: dict, kind: str, entry: Registered) -> None:
    known = registry.get(kind)
    if known is not None and _origin(known.does) != _origin(entry.does):
        raise ValueError(f"{kind} is registered twice: {_origin(known.does)}, {_origin(entry.does)}")
    registry[kind] = entry


def _origin(thing: Any) -> str:
    named = thing if hasattr(thing, "__qualname__") else type(thing)
    return f"{named.__module__}.{named.__qualname__}"


def handler(kind: str) -> Registered[JobHandler]:
    """Raises KeyError for a kind that nobody does."""
    return _find(_handlers, kind)


def maker(kind: str) -> Registered[DocumentMaker]:
    """Raises KeyError for a kind that nobody makes."""
    return _find(_makers, kind)


def _find[T](registry: dict[str, Registered[T]], kind: str) -> Registered[T]:
    if kind not in registry:
        autodiscover_modules(*HOMES)
    return registry[kind]


def job_labels() -> dict[str, str]:
    """Every kind of work in the background, with its name on screen."""
    autodiscover_modules(*HOMES)
    return {kind: entry.label or kind for kind, entry in _handlers.items()}


def document_labels() -> dict[str, str]:
    """Every kind of document that can be made, with its name on screen."""
    autodiscover_modules(*HOMES)
    return {kind: entry.label or kind for kind, entry in _makers.items()}


def group_namer[N: Callable[[set[UUID]], dict[UUID, str]]](names: N) -> N:
    """Register `names(group_ids) -> {group_id: what it is called on screen}`, one query for all of them."""
    _group_names[_origin(names)] = names
    return names


def group_names(documents: Iterable[Document]) -> dict[UUID, str]:
    """What the groups of these documents are called; a group that nobody knows has no name."""
    return names_of_groups({document.group_id for document in documents if document.group_id})


def names_of_groups(wanted: set[UUID]) -> dict[UUID, str]:
    """The same for the groups themselves: a page of a lower app names an event by it, of which it knows the key alone."""
    autodiscover_modules(*HOMES)
    found: dict[UUID, str] = {}
    for names in _group_names.values() if wanted else ():
        found |= names(wanted)
    return found


def fingerprints(documents: Iterable[Document]) -> dict[UUID, str]:
    """The present fingerprints of those documents whose makers can tell them for many at once."""
    by_kind: dict[str, list[Document]] = {}
    for document in documents:
        by_kind.setdefault(document.kind, []).append(document)
    found: dict[UUID, str] = {}
    for kind, same in by_kind.items():
        try:
            for_many = getattr(maker(kind).does, "fingerprints", None)
        except KeyError:
            continue
        if for_many is not None:
            found |= for_many(same)
    return found
