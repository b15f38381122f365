"""What kinds of mail are called on screen, and how a person without working mail is reached: each app says it of its own in `mail_kinds.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.module_loading import autodiscover_modules

from office.models import OutboxMail

NAMES = {"login_code": "ログインの番号", "invitation": "招待", "changed": "設定の変更のお知らせ"}


@dataclass(frozen=True)
class Reach:
    """How a person is told by hand."""

    phone: str = ""
    address: str = ""
    url: str = ""


_reaches: list[Callable[[set[UUID]], dict[UUID, Reach]]] = []


def mail_kinds(**names: str) -> None:
    """Register what kinds are called; a kind may carry more after an underscore (`reminder_260910`)."""
    NAMES.update(names)


def reaches_seniors[F: Callable[[set[UUID]], dict[UUID, Reach]]](find: F) -> F:
    """Register `find(seniors) -> how each is reached`, with one query for all of them."""
    if find not in _reaches:
        _reaches.append(find)
    return find


def kind_name(kind: str) -> str:
    return NAMES.get(base_of(kind), kind)


def base_of(kind: str) -> str:
    """The registered beginning of a kind: of `application_new_2609101200` it is `application_new`, of `call:…` it is `call`."""
    autodiscover_modules("mail_kinds")
    kind = kind.partition(":")[0]
    while kind not in NAMES and "_" in kind:
        kind = kind.rpartition("_")[0]
    return kind


def kinds_of(stored: Iterable[str]) -> list[tuple[str, str]]:
    """(kind, name) of those that occur, by name."""
    found = {base_of(kind) for kind in stored}
    return sorted(((kind, NAMES.get(kind, kind)) for kind in found), key=lambda item: item[1])


def reach_of(mails: Iterable[OutboxMail]) -> dict[UUID, Reach]:
    """By mail; who is no senior is reached by what the mail itself says."""
    autodiscover_modules("mail_kinds")
    rows = list(mails)
    seniors = {row.named_senior_id for row in rows if row.named_senior_id}
    found: dict[UUID, Reach] = {}
    for find in _reaches if seniors else ():
        found |= find(seniors)
    return {row.pk: found.get(row.named_senior_id, Reach(row.to_phone)) for row in rows}
