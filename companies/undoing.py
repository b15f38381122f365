"""Undoing an import of firms: a firm that has come into use forbids it; one that somebody has corrected since stays."""

from office.importing.undoable import Pointer, Undoable, undoable

COMPANY_IMPORT = "companies"
POINTERS = (
    Pointer("office.Scan", "company_key", "companies.Company"),
    Pointer("office.BackgroundCheck", "company_key", "companies.Company"),
    Pointer("office.Document", "named_company_id", "companies.Company"),
)

undoable(
    Undoable(
        kind=COMPANY_IMPORT,
        label="企業の取り込み",
        stays_changed=frozenset({"companies.Company"}),
        quiet=frozenset({"office.BackgroundCheck", "events.Avoidance"}),
        pointers=POINTERS,
    )
)
