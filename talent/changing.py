"""What a change of the register asks for: what was written differently from what stood there when the writing began.

A change is written over days, and the register goes on meanwhile: lists are imported, registrations merged, caps set. What she has not touched stays
as the register has it by then.
"""

from institutions.actors import acting, system
from talent.models import Application, ApplicationKind, ApplicationState, Senior
from talent.sheet import KEYS, Difference, Sheet, differences, different


def asked(row: Application) -> set[str]:
    """Keys that were written differently; of a row that remembers no beginning all that it has."""
    if row.base is None:
        return {key for key in KEYS if key in row.sheet}
    return different(row.base, row.sheet)


def changed(row: Application, register: Sheet) -> set[str]:
    """What would be another in the register, were it written now."""
    return asked(row) & different(register, row.sheet)


def overtaken(row: Application, register: Sheet) -> list[Difference]:
    """What the register says differently than when the writing began."""
    return [] if row.base is None else differences(row.base, register)


def is_untouched(row: Application) -> bool:
    """Opened to look, and nothing written: it is in nobody's way."""
    is_draft = row.kind == ApplicationKind.CHANGE and row.state == ApplicationState.DRAFT
    return is_draft and row.base is not None and not (asked(row) or row.typed or row.consents)


def drop_untouched(senior: Senior) -> None:
    """Who is writing at this moment has her row locked, and is waited for."""
    with acting(system("開いただけの変更を消す")):
        drafts = Application.objects.filter(senior=senior, kind=ApplicationKind.CHANGE, state=ApplicationState.DRAFT)
        for row in drafts.select_for_update(of=("self",)):
            if is_untouched(row):
                row.delete()
