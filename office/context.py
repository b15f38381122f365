"""What the frame of every page shows: the menu of a role, cut down to the pages that exist."""

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
        ("統計", "matching:statistics"),
        ("記録", "matching:trace"),
        ("お問い合わせ", "office:inquiry_list"),
        ("送信箱", "office:outbox"),
        ("利用者", "institutions:account_list"),
        ("保存期間", "office:retention"),
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
MENUS[Role.ADVISER] = tuple(item for item in MENUS[Role.COORDINATOR] if item[1] != "institutions:account_list")
FOR_HOSTS = ("home", "matching:event_list", "institutions:account_list")  # associations and the like bring no firms
EVERYBODY = (("ホーム", "home"),)


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    current: str  # the value of aria-current, empty elsewhere


def navigation(request: HttpRequest) -> dict:
    """`navigation`: the menu for this person; `sign_out_url`: where the button posts to; whom to call."""
    user = getattr(request, "user", None)
    office = {"secretariat_name": settings.SECRETARIAT_NAME, "secretariat_phone": settings.SECRETARIAT_PHONE}
    if user is None or not user.is_authenticated:
        return office | {"navigation": [], "sign_out_url": ""}
    items = []
    if request.session.get(MUST_SECURE):
        return office | {"navigation": [], "sign_out_url": _address("institutions:sign_out")}
    hosts_only = user.is_bank and not user.institution.brings_firms
    for label, name in MENUS.get(user.role, EVERYBODY):
        if hosts_only and name not in FOR_HOSTS:
            continue
        if url := _address(name):
            items.append(MenuItem(label, url, _current(request.path, url)))
    own = {"own_way_url": _address("mfa_index")}
    return office | own | {"navigation": items, "sign_out_url": _address("institutions:sign_out")}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _current(path: str, url: str) -> str:
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""
