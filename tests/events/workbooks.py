"""The branches that the example workbook names, as the directory has them."""

from institutions.models import Branch, Institution

BRANCHES = {"2248": (("004", "目黒支店"), ("007", "蒲田支店")), "2254": (("001", "神楽坂支店"), ("091", "本店営業部"))}


def branches_of_the_example() -> None:
    for code, branches in BRANCHES.items():
        bank = Institution.objects.get(code=code)
        Branch.objects.bulk_create(Branch(institution=bank, code=number, name=name) for number, name in branches)
