"""The demo from an empty database: three events in their stages, a plausible funnel, and nothing more when it is loaded again."""

import datetime as dt
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command

from events.demo.accounts import ACCOUNTS
from events.demo.generate import demo_people
from events.demo.load import load_people
from events.models import Event
from institutions.models import User
from institutions.production import no_demo_accounts, refuse_demo_accounts
from matching.models import Answer, Interview, Result, SecondInterview, Support, Timetable
from tests.second_factor import code_now

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 1)


def load(seed: int = 3) -> str:
    out = StringIO()
    call_command("load_demo", seed=seed, no_papers=True, stdout=out)
    return out.getvalue()


def everything() -> dict[str, list]:
    """Every row of ours, as the database holds it."""
    ours = [
        model
        for model in apps.get_models()
        if model._meta.app_label in ("institutions", "companies", "talent", "events", "matching", "office")
    ]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in ours}


def test_three_events_in_their_stages_and_nothing_more_the_second_time():
    told = load()
    assert Event.objects.filter(is_history=True).count() >= 30
    stages = {event.stage for event in Event.objects.filter(is_demo=True)}
    assert stages == {"preparation", "selection", "day", "support"}
    assert set(Timetable.objects.values_list("event__stage", "status", "is_published")) == {
        ("day", "optimal", True),
        ("support", "optimal", True),
    }
    held = Interview.objects.filter(event__stage="support")
    assert 80 <= held.count() <= 110
    assert Result.objects.count() == held.count() and Result.objects.exclude(state="held").count() == 3
    assert 2 * held.count() - 12 <= Answer.objects.count() < 2 * held.count()
    assert 18 <= SecondInterview.objects.count() <= 34 and 10 <= Support.objects.count() <= 14
    assert Support.objects.count() < SecondInterview.objects.filter(state="held").count()
    assert "支援" in told and told.rstrip().endswith("見本の用意ができました。")
    before = everything()
    load()
    assert everything() == before


def test_another_seed_is_refused_in_one_line():
    load_people(demo_people(3, TODAY))
    before = User.objects.count()
    with pytest.raises(CommandError, match="別の --seed"):
        load(seed=4)
    assert User.objects.count() == before


def test_the_table_of_accounts_is_true():
    with pytest.raises(CommandError, match="load_demo"):
        call_command("demo_accounts")
    load_people(demo_people(3, TODAY))
    User.objects.filter(email=ACCOUNTS[0].email).update(password="of another secret key")
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    header, *rows = [line.split("  ") for line in out.getvalue().splitlines()]
    assert header == ["role", "e-mail", "password", "totp_secret"]
    assert [row[0] for row in rows] == [
        "coordinator",
        "head_office",
        "branch",
        "head_office",
        "branch",
        "senior",
        "reception",
    ]
    for role, email, password, secret in rows:
        user = User.objects.get(email=email)
        assert user.role == role and EmailAddress.objects.get(user=user).verified
        if role == "senior":
            assert (password, secret) == ("-", "-") and not user.has_usable_password()
            continue
        assert user.check_password(password)
        app = Authenticator.objects.get(user=user).wrap()
        assert app.validate_code(code_now(secret)) and not app.validate_code("000000")


def test_production_does_not_start_with_demo_accounts(settings):
    settings.PRODUCTION = True
    refuse_demo_accounts()
    assert no_demo_accounts(None) == []
    load_people(demo_people(3, TODAY))
    assert [error.id for error in no_demo_accounts(None)] == ["institutions.E001"]
    with pytest.raises(SystemExit, match="^kouryukai: this database holds demo accounts"):
        refuse_demo_accounts()
    settings.PRODUCTION = False
    refuse_demo_accounts()


def test_no_demo_accounts_in_production(settings, db):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="本番"):
        call_command("load_demo")
    assert not User.objects.exists()
