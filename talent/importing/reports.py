"""Faults of a list as a sheet."""

import csv
import io

from kouryukai.lib.table import safe_cell
from talent.models import ImportRow, RegisterImport

HEAD = ("行", "列", "見出し", "入っている値", "内容", "程度")


def faults_csv(import_: RegisterImport) -> bytes:
    """In UTF-8 with a mark, as spreadsheets open it."""
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow(HEAD)
    rows = ImportRow.objects.filter(register_import=import_).exclude(faults=[]).order_by("number")
    for number, faults in rows.values_list("number", "faults"):
        for column, title, value, message, warning in faults:
            line = (number, column, title, value, message, "注意" if warning else "誤り")
            sheet.writerow([safe_cell(cell) for cell in line])
    return out.getvalue().encode("utf-8-sig")
