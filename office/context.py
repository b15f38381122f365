"""What the frame of every page shows: the menu of a role, cut down to the pages that exist."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from institutions.roles import BANK_ROLES, Role

MENUS = {
    Role.COORDINATOR: (
        ("ホーム", "home"),
        ("交流会", "matching:event_list"),
        ("企業・課題", "companies:company_list"),
        ("新現役", "talent:senior_list"),
        ("書類", "office:document_list"),
        ("統計", "matching:statistics"),
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
HOSTS = (("ホーム", "home"), ("交流会", "matching:event_list"))  # associations and the like: they bring no firms
EVERYBODY = (("ホーム", "home"),)


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    current: str  # the value of aria-current, empty elsewhere


def navigation(request: HttpRequest) -> dict:
    """`navigation`: the menu for this person; `sign_out_url`: where the button posts to."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "sign_out_url": ""}
    items = []
    brings_none = user.is_bank and not user.institution.brings_firms
    for label, name in HOSTS if brings_none else MENUS.get(user.role, EVERYBODY):
        if url := _address(name):
            items.append(MenuItem(label, url, _current(request.path, url)))
    return {"navigation": items, "sign_out_url": _address("institutions:sign_out")}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _current(path: str, url: str) -> str:
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""
