"""Closing an account for good: what erasing a person does to the way in."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction

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
    rows = 0
    for relation in User._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation and not relation.concrete):
            continue
        model = relation.related_model
        if apps.get_app_config(model._meta.app_label).name not in _OURS and not hasattr(model, "pgh_tracked_model"):
            rows += model._base_manager.filter(**{relation.field.name: user}).delete()[0]
    user.email, user.is_active = f"{user.pk.hex}@erased.invalid", False
    user.set_unusable_password()
    user.save(update_fields=["email", "is_active", "password"])
    return ClosedAccount(sessions, rows)


def _belongs_to(session: Session, user: User) -> bool:
    return session.get_decoded().get("_auth_user_id") == str(user.pk)


def _end(session: Session) -> int:
    session.delete()
    return 1
