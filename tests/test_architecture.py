"""The house keeps its shape: imports run downward only, pure packages stay pure, nobody opens the usual holes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["institutions", "office", "companies", "talent", "events", "matching"]
# What each room may import of ours. `kouryukai` itself is wiring and stands on top; `kouryukai.lib` is at the bottom.
BELOW = {
    "kouryukai.lib": set(),
    "institutions": {"kouryukai.lib"},
    "office": {"kouryukai.lib", "institutions"},
    "companies": {"kouryukai.lib", "institutions", "office"},
    "talent": {"kouryukai.lib", "institutions", "office"},
    "events": {"kouryukai.lib", "institutions", "office", "companies", "talent"},
    "matching": {"kouryukai.lib", "institutions", "office", "companies", "talent", "events"},
}
PURE = ["matching/solver", "matching/validator.py", "talent/ranking", "companies/anonymity"]
LAYERS = {"models": 0, "rules": 1, "actions": 2, "tasks": 3, "forms": 3, "views": 4, "urls": 5}
FORBIDDEN = re.compile(r"mark_safe|csrf_exempt|\.raw\(|\.extra\(|fields\s*=\s*[\"']__all__")
FORBIDDEN_NAMES = {"common", "core", "utils", "services", "selectors", "managers", "signals", "mixins"}


def sources(*folders: str) -> list[Path]:
    return [
        path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts
    ]


def imports(path: Path) -> Iterator[str]:
    """Dotted names that a file imports, relative ones resolved, also those inside functions."""
    package = list(path.relative_to(ROOT).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: -node.level] if node.level else []
            module = ".".join([*base, node.module] if node.module else base)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def room_of(name: str) -> str | None:
    if name == "kouryukai.lib" or name.startswith("kouryukai.lib."):
        return "kouryukai.lib"
    top = name.split(".")[0]
    return top if top in APPS or top == "kouryukai" else None


@pytest.mark.parametrize("room", BELOW)
def test_imports_run_downward(room: str) -> None:
    upward = []
    for path in sources(room.replace(".", "/")):
        if any(str(path.relative_to(ROOT)).startswith(pure) for pure in PURE):
            continue
        for name in imports(path):
            target = room_of(name)
            if target and target != room and target not in BELOW[room] and not is_pure(name):
                upward.append(f"{path.relative_to(ROOT)} imports {name}")
    assert upward == []


def is_pure(name: str) -> bool:
    return any(name == p or name.startswith(f"{p}.") for p in (f.removesuffix(".py").replace("/", ".") for f in PURE))


@pytest.mark.parametrize("pure", [p for p in PURE if (ROOT / p).exists()])
def test_pure_packages_import_nothing_of_ours(pure: str) -> None:
    files = sources(pure) if (ROOT / pure).is_dir() else [ROOT / pure]
    own = pure.removesuffix(".py").replace("/", ".")
    wrong = []
    for path in files:
        for name in imports(path):
            foreign = room_of(name) is not None and name != own and not name.startswith(f"{own}.")
            if foreign or name.split(".")[0] in {"django", "celery"}:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert files
    assert wrong == []


def test_validator_shares_no_code_with_the_solver() -> None:
    assert not [name for name in imports(ROOT / "matching/validator.py") if "solver" in name]


@pytest.mark.parametrize("app", APPS)
def test_layers_inside_an_app(app: str) -> None:
    """models <- rules <- actions <- tasks, views."""
    wrong = []
    for path in sources(app):
        layer = LAYERS.get(path.relative_to(ROOT / app).parts[0].removesuffix(".py"))
        if layer is None:
            continue
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == app and len(parts) > 1 and LAYERS.get(parts[1], -1) > layer:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_foreign_keys_to_lower_apps_leave_no_reverse_name(app: str) -> None:
    from django.apps import apps

    wrong = []
    for model in apps.get_app_config(app).get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model._meta.app_label in APPS:
                lower = APPS.index(field.related_model._meta.app_label) < APPS.index(app)
                if lower and not field.remote_field.hidden:
                    wrong.append(f"{model.__name__}.{field.name} is seen from {field.related_model.__name__}")
    assert wrong == []


def test_nothing_opens_the_usual_holes() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sources(*APPS, "kouryukai")
        for match in FORBIDDEN.finditer(path.read_text(encoding="utf-8"))
    ]
    found += [
        str(path) for path in (ROOT / "templates").rglob("*.html") if re.search(r"\|\s*safe\b", path.read_text("utf-8"))
    ]
    assert found == []


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|<style|javascript:", re.IGNORECASE)
    folders = [folder for folder in (ROOT / "templates").rglob("*.html") if "print" not in folder.parts]
    found = [
        f"{path.relative_to(ROOT)}: {m.group()}" for path in folders for m in inline.finditer(path.read_text("utf-8"))
    ]
    assert found == []


def test_no_room_for_leftovers() -> None:
    assert [str(p) for p in sources(*APPS, "kouryukai") if p.stem in FORBIDDEN_NAMES] == []


def test_every_form_error_of_a_constraint_is_a_japanese_sentence() -> None:
    from django.apps import apps

    silent = []
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for constraint in model._meta.constraints:
                is_key = constraint.name.split("_")[-2:-1] in (["in"], ["with"], ["of"]) or "_with_" in constraint.name
                if not is_key and constraint.violation_error_message == constraint.default_violation_error_message:
                    silent.append(constraint.name)
    assert silent == []
