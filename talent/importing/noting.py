"""What an import of a list has made and changed, noted so that it can be undone as a whole: a line a person, not one a row of hers."""

import datetime as dt
from collections.abc import Iterator

from institutions.models import User
from office.importing import batches
from office.models import ImportBatch, ImportedRow
from talent.importing.writing import Relinked, Written
from talent.models import ImportLink, RegisterImport, Senior

REGISTER_IMPORT = "register"
PERSON, LINK = Senior._meta.label, ImportLink._meta.label
NOBODY = "-"  # the mark of a link that says: this row is left out


def note(import_: RegisterImport, written: Written, *, by: User, now: dt.datetime) -> ImportBatch | None:
    """Called last. Its key is the import's; nothing is noted where nothing was written."""
    rows = list(_rows(written))
    if not rows:
        return None
    batch = ImportBatch(
        pk=import_.pk,
        kind=REGISTER_IMPORT,
        title=f"{import_.source}(新しい方 {len(written.marks):,}人、内容を変えた方 {len(written.changed):,}人)",
        file_name=import_.file_name,
        made=len(written.marks),
        changed=len(written.changed),
    )
    return batches.keep(batch, rows, by=by, now=now)


def _rows(written: Written) -> Iterator[ImportedRow]:
    for pk, mark in written.marks.items():
        yield ImportedRow(table=PERSON, key=pk, mark=mark)
    for pk, change in written.changed.items():
        yield ImportedRow(table=PERSON, key=pk, before=change.before, after=change.after)
    for link in written.relinked:
        yield _link(link)


def _link(link: Relinked) -> ImportedRow:
    if link.is_new:
        return ImportedRow(table=LINK, key=link.pk, mark=link.leads_to.hex if link.leads_to else NOBODY)
    before, after = ({"senior_id": str(pk) if pk else None} for pk in (link.was, link.leads_to))
    return ImportedRow(table=LINK, key=link.pk, before=before, after=after)
