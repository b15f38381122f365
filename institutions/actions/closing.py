"""Closing an account for good: what erasing a person does to the way in."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import CASCADE, ManyToOneRel

from institutions.models import User

_OURS = ("institutions", "office", "companies", "talent", "events", "matching")


@dataclass(frozen=True, slots=True)
class ClosedAccount:
    """What went with an account: its sessions, and rows by packages (addresses, second factors, lists of devices)."""

    sessions: int
    rows: int


@transaction.atomic
def close_account(*, user: User) -> ClosedAccount:
    """Make an account nobody's: no address, no password, no way in. The row stays, because records say who wrote them."""
    sessions = sum(_end(session) for session in Session.objects.iterator() if _belongs_to(session, user))
    rows = sum(
        relation.related_model._base_manager.filter(**{relation.field.name: user}).delete()[0]
        for relation in User._meta.get_fields(include_hidden=True)
        if _is_a_packages_row(relation)
    )
    user.email, user.is_active = f"{user.pk.hex}@erased.invalid", False
    user.set_unusable_password()
    user.save(update_fields=["email", "is_active", "password"])
    return ClosedAccount(sessions, rows)


def _is_a_packages_row(relation: Any) -> bool:
    """Rows that a package keeps for an account and that are worth nothing without it."""
    if not isinstance(relation, ManyToOneRel) or relation.on_delete is not CASCADE:
        return False
    meta = relation.related_model._meta
    return meta.managed and apps.get_app_config(meta.app_label).name not in _OURS


def _belongs_to(session: Session, user: User) -> bool:
    return session.get_decoded().get("_auth_user_id") == str(user.pk)


def _end(session: Session) -> int:
    session.delete()
    return 1
