"""Who registers; and an import as its steps: `bring` checks a list, `confirm` writes it."""

import pytest
from django.utils import timezone

from institutions.roles import Role
from office.actions import run_now
from talent.importing import actions
from talent.models import Application, Senior, SeniorState
from tests import factories
from tests.talent.walker import Walker


@pytest.fixture
def newcomer(db):
    return factories.user(Role.SENIOR, email="shinjin@example.jp")


@pytest.fixture
def registered(newcomer):
    walk = Walker(newcomer).all_pages()
    walk.submit()
    Application.objects.filter(pk=walk.pk).update(state="approved", decided_at=timezone.now())
    Senior.objects.filter(user=newcomer).update(state=SeniorState.ACTIVE)
    return newcomer


@pytest.fixture
def private_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def bring(coordinator, private_files):
    """`bring(data)`: the import with its rows checked."""

    def checked(data: str | bytes, source="人材センター", enters_as="active", empty_deletes=False, fields=None):
        now = timezone.now()
        import_ = actions.begin(
            source_name=source, data=data if isinstance(data, bytes) else data.encode(), file_name="名簿.csv",
            enters_as=enters_as, empty_deletes=empty_deletes, by=coordinator, now=now,
        )  # fmt: skip
        run_now(actions.choose_columns(import_=import_, fields=fields or import_.fields, by=coordinator, now=now))
        import_.refresh_from_db()
        return import_

    return checked


@pytest.fixture
def confirm(coordinator):
    def written(import_, *, leave_faulty=False):
        job = actions.ask_to_write(import_=import_, leave_faulty=leave_faulty, by=coordinator, now=timezone.now())
        job = run_now(job)
        import_.refresh_from_db()
        return job

    return written
