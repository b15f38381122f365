"""A real browser for walks through the application: Debian's Chromium, driven by Playwright against Django's live server."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.e2e.browsing import HOLD_STILL, LET_GO, PATIENCE, Visits, through
from tests.second_factor import code_now, give_app

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # containers give /dev/shm 64 MB, which a browser outgrows
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=PATIENCE)
PASSWORD = "ながいあいことば-2026-走る"


@pytest.fixture(autouse=True)
def nobody_has_tried(transactional_db):
    """What sign-in counts is committed here, and must not be left to the next test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="module")
def chromium():
    """One browser for a module. While it runs Playwright keeps an event loop in this thread: Django is told that it is
    fine, and gives this thread connections of their own, which end with the browser.
    """
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "chromium is not installed: run `make setup-test`"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    connections.settings["default"]["CONN_MAX_AGE"] = (
        0  # the server's threads leave no session behind in the test database
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def new_page(chromium, live_server):
    """`new_page(width=1366, height=768, **context options)`: a page at the live server; at the end it must have complained of nothing."""
    contexts, complaints, visits = [], [], Visits()

    def open_page(width: int = 1366, height: int = 768, **options):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _keep(message, complaints))
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            page.goto("about:blank")  # a page that polls asks no more
        context.close()
    visits.wait_for_the_last()
    visits.close()
    assert complaints == []


def _keep(message, complaints: list[str]) -> None:
    """Anything against the Content-Security-Policy is an error or a warning of the console; a 404 asked for on purpose is not."""
    if message.type in {"error", "warning"} and "status of 40" not in message.text:
        complaints.append(message.text)


@pytest.fixture
def sign_in(live_server):
    """`sign_in(page, user)`: signed in without the form, which has a test of its own. Goes nowhere yet."""

    def with_a_cookie(page, user) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return with_a_cookie


@pytest.fixture
def sign_in_by_form():
    """`sign_in_by_form(page, user)`: as a person would."""

    def through_the_form(page, user) -> None:
        user.set_password(PASSWORD)
        user.save()
        secret = give_app(user)
        page.goto("/sign-in/")
        page.get_by_label("メールアドレス").fill(user.email)
        page.get_by_label("パスワード").fill(PASSWORD)
        through(page.get_by_role("button", name="ログイン"))
        page.get_by_label("認証アプリの6けたの番号").fill(code_now(secret))
        through(page.get_by_role("button", name="確かめて入る"))
        page.get_by_role("button", name="ログアウト").wait_for()

    return through_the_form


@pytest.fixture
def violations():
    """`violations(page)`: what axe-core finds against WCAG 2.2 A and AA and its own good practice, one line each."""

    def found(page) -> list[str]:
        page.wait_for_load_state()
        page.evaluate(HOLD_STILL)
        results = Axe().run(page).response["violations"]
        page.evaluate(LET_GO)
        return [f"{rule['id']}: {node['html'][:160]}" for rule in results for node in rule["nodes"]]

    return found
