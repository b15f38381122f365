"""A small list and what a test asks of its rows."""

from talent.models import ImportRow

HEADINGS = "氏名,フリガナ,生年月日,TEL,専門分野,職歴1 勤務先,職歴1 役職"
TAKAHASHI = "髙橋 誠一,タカハシ セイイチ,1955-04-01,090-1111-2222,生産管理(31年),東洋精機,工場長"


def kinds(import_) -> dict[int, str]:
    return dict(ImportRow.objects.filter(register_import=import_).values_list("number", "kind"))


def lines(*rows: str) -> str:
    return "\n".join([HEADINGS, *rows]) + "\n"
