"""Who walks, and the few ways in which everybody handles a page."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from companies.models import Company
from events.models import Event
from institutions.roles import Role
from talent.models import Senior
from tests import factories
from tests.e2e.browsing import through
from tests.events.entering import able_senior

DESK, TABLET, TELEPHONE = (1366, 768), (820, 1180), (390, 844)
FIRMS, SENIORS = 12, 30
NAME = "第1回 湾岸合同 新現役交流会"
FIRM = "㈱髙島製作所"


@dataclass
class Cast:
    """Who walks: for each account a browser context of its own, and the accounts themselves."""

    pages: dict[str, Page]
    users: dict[str, object]
    enter: Callable[..., Page]
    event: Event | None = None
    firms: list[Company] = field(default_factory=list)
    seniors: list[Senior] = field(default_factory=list)

    def __getitem__(self, name: str) -> Page:
        return self.pages[name]


@pytest.fixture
def cast(new_page, sign_in, coordinator, bank_a, branch_of_a, head_office_a, branch_a):
    banks = [bank_a] + [
        factories.institution(name=name, short_name=short)
        for name, short in (("汐見信用組合", "汐見"), ("三崎信用組合", "三崎"))
    ]
    branches = [branch_of_a] + [factories.branch(bank, name="本町支店") for bank in banks[1:]]
    users = {"coordinator": coordinator, "head office": head_office_a, "branch A": branch_a}
    users["adviser"] = factories.user(Role.ADVISER)
    for letter, branch in zip("BC", branches[1:], strict=True):
        users[f"branch {letter}"] = factories.user(Role.BRANCH, institution=branch.institution, branch=branch)
    for letter, branch in zip("ABC", branches, strict=True):
        factories.staff_member(
            branch.institution, branch=branch, name=f"{letter}店 担当", user=users[f"branch {letter}"]
        )
    seniors = [able_senior(family_name=f"新田{n}", given_name="誠") for n in range(SENIORS)]
    factories.speciality(seniors[-1])  # one whom a letter may call to an issue of production
    users["senior"], users["other senior"] = seniors[0].user, seniors[1].user
    sizes = {"head office": TABLET, "branch A": TELEPHONE, "senior": TABLET, "other senior": TELEPHONE}

    def enter_page(user, size=DESK) -> Page:
        page = new_page(*size)
        if user is not None:
            sign_in(page, user)
        return page

    pages = {name: enter_page(user, sizes.get(name, DESK)) for name, user in users.items()}
    pages["president"] = enter_page(None, TELEPHONE)
    return Cast(pages, users, enter_page, seniors=seniors)


def fill_day(page: Page, label: str, day: dt.date) -> None:
    group = page.get_by_role("group", name=label)
    for unit, number in (("年", day.year), ("月", day.month), ("日", day.day)):
        group.get_by_label(unit, exact=True).fill(str(number))


def press(page: Page, name: str) -> None:
    through(page.get_by_role("button", name=name, exact=True).first)


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    through(page.get_by_role("link", name=name, exact=exact).first)


def says(page: Page, *words: str) -> None:
    for one in words:
        expect(page.locator("main")).to_contain_text(one)


def next_is(page: Page, event: Event, words: str) -> None:
    """What the event's page asks of whoever looks at it."""
    page.goto(reverse("matching:event_page", args=[event.pk]))
    expect(page.locator(".next-step").first).to_contain_text(words)


def to_stage(page: Page, event: Event, name: str) -> None:
    page.goto(reverse("matching:event_stage", args=[event.pk]))
    press(page, f"「{name}」へ進む")
    says(page, f"段階を「{name}」にしました")
