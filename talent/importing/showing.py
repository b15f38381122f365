"""What the pages of an import show: columns with their samples, rows in words, candidates with the facts that agree."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from institutions import reading
from kouryukai.lib.era import format_date
from kouryukai.lib.table import column_letter
from talent.importing.sheets import changes, sheets_of
from talent.importing.targets import choices as target_choices
from talent.importing.targets import number_of, targets
from talent.models import ImportRow, RegisterImport, RowKind, Senior
from talent.sheet import Sheet, differences, label_of, wording

NOT_USED = ""
NEW_SHOWN = ("birth_date", "phone", "prefecture", "headline", "specialities")


# --- Columns --------------------------------------------------------------------------------------------------------------
def columns(import_: RegisterImport, fields: list[str]) -> list[dict]:
    """A line for each column: letter, heading, samples, what may be chosen and what is."""
    options = [(NOT_USED, "使わない"), *target_choices(max([3, *(number_of(field) for field in fields)]))]
    return [
        {
            "number": n,
            "letter": column_letter(n + 1),
            "heading": heading,
            "samples": [row[n] for row in import_.samples if n < len(row) and row[n]],
            "field": fields[n],
            "options": options,
        }
        for n, heading in enumerate(import_.headings)
        if heading
    ]


def chosen_fields(import_: RegisterImport, data: QueryDict) -> list[str]:
    """What was chosen for each column; what is no field is not used."""
    chosen = [data.get(f"column-{n}", "") for n in range(len(import_.headings))]
    return [field if field in targets() else NOT_USED for field in chosen]


# --- Rows -----------------------------------------------------------------------------------------------------------------
ORDER = (RowKind.FAULTY, RowKind.POSSIBLE, RowKind.NEW, RowKind.CHANGED, RowKind.SAME, RowKind.LEFT)


def tabs(import_: RegisterImport) -> list[dict]:
    return [
        {"kind": kind.value, "label": kind.label, "count": import_.counts.get(kind, 0)}
        for kind in ORDER
        if import_.counts.get(kind) or kind in (RowKind.NEW, RowKind.CHANGED)
    ]


def first_kind(import_: RegisterImport) -> str:
    """What a person should look at first."""
    return next((kind for kind in ORDER if import_.counts.get(kind)), RowKind.SAME).value


def rows(import_: RegisterImport, kind: RowKind, found: list[ImportRow]) -> list[dict]:
    """The rows of one page in words; a fixed number of queries."""
    wanted = {row.senior_id for row in found if row.senior_id}
    wanted |= {UUID(one["senior"]) for row in found for one in row.candidates if "senior" in one}
    people = Senior.objects.in_bulk(wanted)
    sheets = sheets_of(wanted) if kind in (RowKind.CHANGED, RowKind.POSSIBLE) else {}
    reading.note(seniors=wanted)
    return [_row(row, people, sheets) for row in found]


def _row(row: ImportRow, people: Mapping[UUID, Senior], sheets: Mapping[UUID, Sheet]) -> dict:
    shown = {"row": row, "senior": people.get(row.senior_id), "faults": [_fault(one) for one in row.faults]}
    if row.kind == RowKind.CHANGED:
        shown["differences"] = _differences(sheets[row.senior_id], row)
    if row.kind in (RowKind.NEW, RowKind.POSSIBLE):
        shown["facts"] = [
            (label_of(key), wording(key, _whole(key, row.values[key]))) for key in NEW_SHOWN if row.values.get(key)
        ]
    if row.kind == RowKind.POSSIBLE:
        shown["candidates"] = [_candidate(row, one, people, sheets) for one in row.candidates]
    return shown


def _whole(key: str, value):
    return [{"years": None} | one for one in value] if key == "specialities" else value


def _fault(fault: list) -> dict:
    column, title, value, message, warning = fault
    return {"column": column, "title": title, "value": value, "message": message, "is_warning": warning}


def _differences(before: Sheet, row: ImportRow) -> list:
    return differences(before, changes(before, row.values, row.values.get("emptied", ())))


def _candidate(row: ImportRow, one: dict, people: Mapping[UUID, Senior], sheets: Mapping[UUID, Sheet]) -> dict:
    facts = "、".join(one["facts"])
    if "row" in one:
        return {"twin": one["row"], "facts": facts}
    pk = UUID(one["senior"])
    senior, sheet = people[pk], sheets[pk]
    born = sheet["birth_date"]
    return {
        "choice": f"same:{pk}",
        "chosen": row.senior_id == pk,
        "senior": senior,
        "born": format_date(dt.date.fromisoformat(born)) if born else "",
        "phone": sheet["phone"],
        "facts": facts,
        "differences": _differences(sheet, row),
    }


# --- Decisions --------------------------------------------------------------------------------------------------------------
def choices(data: QueryDict) -> dict[int, str]:
    """choice-12=same:KEY -> {12: "same:KEY"}."""
    found = {}
    for name, value in data.items():
        number = name.removeprefix("choice-")
        if name.startswith("choice-") and number.isascii() and number.isdigit() and len(number) < 8 and value:
            found[int(number)] = value
    return found


def back_to(import_: RegisterImport, data: QueryDict) -> str:
    page = data.get("page", "")
    query = {"show": RowKind.POSSIBLE.value} | ({"page": page} if page.isascii() and page.isdigit() else {})
    return reverse("talent:import_page", args=[import_.pk], query=query)
