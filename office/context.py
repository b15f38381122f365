"""What the frame of every page shows: the menu of a role, cut down to the pages that exist."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from institutions.adapters import MUST_SECURE
from institutions.roles import BANK_ROLES, Role

MENUS = {
    Role.COORDINATOR: (
        ("ホーム", "home"),
        ("交流会", "matching:event_list"),
        ("企業・課題", "companies:company_list"),
        ("新現役", "talent:senior_list"),
        ("書類", "office:document_list"),
        ("送信箱", "office:outbox"),
        ("お問い合わせ", "office:inquiry_list"),
        ("統計", "matching:statistics"),
    ),
    Role.SENIOR: (
        ("ホーム", "home"),
        ("課題をさがす", "events:brief_list"),
        ("予定と希望", "matching:my_events"),
        ("私の登録", "talent:my_registration"),
    ),
    **dict.fromkeys(
        BANK_ROLES,
        (
            ("ホーム", "home"),
            ("交流会", "matching:event_list"),
            ("企業・課題", "companies:company_list"),
            ("新現役", "talent:senior_list"),
            ("書類", "office:document_list"),
        ),
    ),
}
MENUS[Role.HEAD_OFFICE] += (("利用者", "institutions:account_list"),)
MENUS[Role.ADVISER] = MENUS[Role.COORDINATOR]
# What the office opens now and then, behind one entry at the end of the menu.
SELDOM = {
    Role.COORDINATOR: (
        ("利用者", "institutions:account_list"),
        ("会わせない組み合わせ", "events:avoidance_list"),
        ("閲覧・変更の記録", "matching:trace"),
        ("保存期間", "office:retention"),
        ("消去証明", "office:erasure_list"),
    ),
}
SELDOM[Role.ADVISER] = SELDOM[Role.COORDINATOR][1:]
FOR_HOSTS = ("home", "matching:event_list", "institutions:account_list")  # associations and the like bring no firms
EVERYBODY = (("ホーム", "home"),)


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    current: str  # the value of aria-current, empty elsewhere


def navigation(request: HttpRequest) -> dict:
    """`navigation`: the menu for this person; `seldom`: what stands behind 管理 in it; `sign_out_url`: where the button posts to; whom to call."""
    user = getattr(request, "user", None)
    office = {"secretariat_name": settings.SECRETARIAT_NAME, "secretariat_phone": settings.SECRETARIAT_PHONE}
    if user is None or not user.is_authenticated:
        return office | {"navigation": [], "sign_out_url": ""}
    if request.session.get(MUST_SECURE):
        return office | {"navigation": [], "sign_out_url": _address("institutions:sign_out")}
    hosts_only = user.is_bank and not user.institution.brings_firms
    entries = [entry for entry in MENUS.get(user.role, EVERYBODY) if not hosts_only or entry[1] in FOR_HOSTS]
    return office | {
        "navigation": _items(request.path, entries),
        "seldom": _items(request.path, SELDOM.get(user.role, ())),
        "own_way_url": _address("mfa_index"),
        "sign_out_url": _address("institutions:sign_out"),
    }


def _items(path: str, entries: Iterable[tuple[str, str]]) -> list[MenuItem]:
    return [MenuItem(label, url, _current(path, url)) for label, name in entries if (url := _address(name))]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _current(path: str, url: str) -> str:
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""
