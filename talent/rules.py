"""What a senior must have done before reading what firms have confided."""

import datetime as dt
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from institutions.models import User
from institutions.roles import Ability, Role
from institutions.rules import View, able
from talent.models import Consent, ConsentKind, Senior, SeniorState
from talent.pledge import current

NOT_YET = "課題を読めるのは、登録の確認が済んで活動中の方です。くわしくは事務局へお電話ください。"


def has_pledged(senior: Senior, today: dt.date) -> bool:
    """Whether the senior has accepted the wording in force: a new one asks again."""
    return (
        Consent.objects.in_force()
        .filter(senior=senior, kind=ConsentKind.CONFIDENTIALITY, version=current(today).version)
        .exists()
    )


def may_read_briefs(senior: Senior, today: dt.date) -> bool:
    return senior.state == SeniorState.ACTIVE and has_pledged(senior, today)


def senior_of(user: User) -> Senior | None:
    """The senior whose account it is."""
    return Senior.objects.visible_to(user).first() if is_senior(user) else None


def is_senior(user: User) -> bool:
    return user.is_active and user.role == Role.SENIOR


def pledge_first(view: View) -> View:
    """Seniors only, and only after the pledge in force: until then the pledge is what they get to see."""

    @wraps(view)
    @able(Ability.ENTER)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        senior = senior_of(request.user)
        if senior is None or senior.state != SeniorState.ACTIVE:
            messages.info(request, NOT_YET)
            return redirect("home")
        if not has_pledged(senior, timezone.localdate()):
            return redirect("talent:pledge")
        return view(request, *args, **kwargs)

    return guarded
