"""How long a session lasts, and how sessions end: after a pause, after a day's work, and at once when an account is disabled."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string

from institutions.roles import Role

BEGAN, SEEN = "began_at", "seen_at"
NOTE_AFTER = 60  # seconds: a session is not written at every click
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds without a request, and seconds in all; None where only the pause counts."""

    idle: int
    total: int | None


STAFF = Patience(idle=30 * MINUTE, total=10 * HOUR)
PATIENCE = {
    Role.SENIOR: Patience(idle=2 * HOUR, total=None),
    Role.RECEPTION: Patience(idle=12 * HOUR, total=12 * HOUR),  # a tablet on a table, for one day
}


def begin(request: HttpRequest, **kwargs: Any) -> None:
    """Note when the session began. Called by Django at every sign-in, whatever the way."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def is_over(request: HttpRequest) -> bool:
    """Whether the session has lasted too long; a session of unknown age has."""
    patience = PATIENCE.get(Role(request.user.role), STAFF)
    now = time.time()
    began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
    return now - seen > patience.idle or (patience.total is not None and now - began > patience.total)


def note(request: HttpRequest) -> None:
    """Somebody is still there."""
    now = int(time.time())
    if now - request.session[SEEN] >= NOTE_AFTER:
        request.session[SEEN] = now
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def end(request: HttpRequest) -> None:
    """Forget the session that this request came with."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request, show_message=False)


def end_all_of(user_id: UUID) -> int:
    """End every session of an account; how many there were. Needs an actor who may see them."""
    store = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    rows = UserSession.objects.filter(user_id=user_id)
    keys = list(rows.values_list("session_key", flat=True))
    for key in keys:
        store(key).delete()
    rows.delete()
    return len(keys)
