"""What the tests of the import share: the example's branches, workbooks changed by hand, a picture of all rows."""

import io
import zipfile
from collections.abc import Callable

from django.apps import apps
from openpyxl import Workbook, load_workbook

from events.importing.example import example_rows, example_workbook
from events.importing.template import build
from institutions.models import Branch, Institution
from tests.directory import named_institutions

BRANCHES = {"2248": (("004", "目黒支店"), ("007", "蒲田支店")), "2254": (("001", "神楽坂支店"), ("091", "本店営業部"))}


def places_of_the_example() -> None:
    named_institutions(*BRANCHES)
    for code, branches in BRANCHES.items():
        bank = Institution.objects.get(code=code)
        Branch.objects.bulk_create(Branch(institution=bank, code=number, name=name) for number, name in branches)


def everything() -> dict[str, list[str]]:
    """All rows of all tables but those of the log of changes, whose context no actor reads."""
    models = [model for model in apps.get_models() if model._meta.app_label != "pghistory"]
    return {model._meta.label: sorted(map(str, model._default_manager.values_list())) for model in models}


def changed(sheet: str, row: int, **values: object) -> bytes:
    """The example with other values in one row (from 0) of a sheet; a row behind the last is added."""
    rows = example_rows()
    if row == len(rows[sheet]):
        rows[sheet].append({})
    rows[sheet][row] |= values
    return build(rows)


def edited(edit: Callable[[Workbook], None]) -> bytes:
    """The example after `edit` has had its way with the book."""
    book = load_workbook(io.BytesIO(example_workbook()))
    edit(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(edit: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """The example with its parts passed through `edit` (None leaves one out), and `more` parts."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(example_workbook())) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = edit(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
        for name, content in more.items():
            new.writestr(name, content)
    return target.getvalue()
