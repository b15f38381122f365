"""What the rows of a list would do to the register: whom each is about, what would change, and where a person must decide."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from kouryukai.lib.table import Fault
from talent.importing.checking import Checked
from talent.importing.people import Face, Known, Register, alike, face_of, score
from talent.importing.sheets import changes, mark_of, sheets_of
from talent.models import ImportLink, ImportRow, ImportSource, RegisterImport, RowKind
from talent.sheet import KEYS, LISTS

MOST_CANDIDATES = 5


@dataclass(slots=True)
class Verdict:
    row: Checked
    face: Face
    senior: UUID | None = None
    is_left: bool = False
    candidates: list[dict] = field(default_factory=list)  # {"senior": key or "row": number, "facts": [...]}


def link_key(values: dict, face: Face) -> str:
    """What a row is known by in its own list."""
    return f"k:{values['own_key']}" if values.get("own_key") else face.mark()


class Planner:
    """Judges rows against the register as it is now."""

    def __init__(self, source: ImportSource, places: dict[str, tuple[str, str]]) -> None:
        """`places`: for each field in use its column's letter and heading."""
        self.places, self.register = places, Register()
        self.links: dict[str, UUID | None] = dict(
            ImportLink.objects.filter(source=source).values_list("key", "senior_id")
        )

    def judge(self, rows: Iterable[Checked]) -> list[Verdict]:
        verdicts = [self._whom(row) for row in rows]
        self._name_repeated(verdicts)
        self._name_twins(verdicts)
        return verdicts

    def _whom(self, row: Checked) -> Verdict:
        face = face_of(row.values)
        verdict = Verdict(row, face)
        if not row.is_good:
            return verdict
        number = str(row.values.get("number", ""))
        known = self.register.by_number.get(number) if number else None
        if known is not None:
            self._check_known(verdict, known)
        elif (key := link_key(row.values, face)) in self.links:
            self._follow_link(verdict, self.links[key])
        else:
            exact = [] if number else self.register.exactly(face)
            if len(exact) == 1:
                verdict.senior = exact[0]
            else:
                verdict.candidates = [
                    _candidate(one, facts) for one, facts in self.register.like(face)[:MOST_CANDIDATES]
                ]
        if verdict.senior is None and not verdict.is_left and not row.values.get("family_name") and row.is_good:
            at = "number" if number else "own_key"
            self._say(row, at, "登録に見つかりません。新しい方として取り込むには、氏名も要ります。")
        return verdict

    def _check_known(self, verdict: Verdict, known: Known) -> None:
        if known.is_erased:
            self._say(verdict.row, "number", "この登録番号の方の情報は、消去済みです。")
        elif _is_another(verdict.face, known.face):
            message = f"登録番号 {known.number} は「{known.name}」さんの番号です。番号か氏名を確かめてください。"
            self._say(verdict.row, "number", message)
        else:
            verdict.senior = known.pk
            if known.has_left:
                self._say(verdict.row, "number", "退会した方です。内容だけを変え、退会のままにします。", warning=True)

    def _follow_link(self, verdict: Verdict, pk: UUID | None) -> None:
        if pk is None:
            verdict.is_left = True
            return
        known = self.register.people[pk]
        if known.is_erased:
            self._say(verdict.row, "full_name", "この方の情報は、消去済みです。")
        elif _is_another(verdict.face, known.face):
            verdict.candidates = [_candidate(known, ["名簿の番号"])]
        else:
            verdict.senior = pk

    def _name_repeated(self, verdicts: list[Verdict]) -> None:
        """One number, one own key, one person: one row."""
        first: dict[tuple[str, object], int] = {}
        for verdict in verdicts:
            row = verdict.row
            marks = [
                ("number", row.values.get("number"), "登録番号が{n}行目と同じです。"),
                ("own_key", row.values.get("own_key"), "名簿の番号が{n}行目と同じです。"),
                ("full_name", verdict.senior, "{n}行目と同じ方の行です。どちらかを消してください。"),
            ]
            for name, value, message in marks:
                if value and first.setdefault((name, value), row.number) != row.number and row.is_good:
                    self._say(row, name, message.format(n=first[name, value]))

    def _name_twins(self, verdicts: list[Verdict]) -> None:
        """Two rows that seem to tell of one new person."""
        near: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            if verdict.senior is not None or verdict.is_left or not verdict.row.is_good:
                continue
            facts = [(fact, value) for fact, value in verdict.face.facts().items() if value]
            others = {one.row.number: one for fact in facts for one in near[fact]}
            for number, other in sorted(others.items()):
                if same := alike(verdict.face, other.face):
                    verdict.candidates.append({"row": number, "facts": same})
            for fact in facts:
                near[fact].append(verdict)

    def _say(self, row: Checked, name: str, message: str, *, warning: bool = False) -> None:
        if name not in self.places and name == "full_name":
            name = "family_name"
        letter, heading = self.places.get(name, ("", ""))
        value = str(row.values.get(name) or f"{row.values.get('family_name', '')} {row.values.get('given_name', '')}")
        row.faults.append(Fault("", row.number, letter, heading, value.strip(), message, warning))


def _candidate(known: Known, facts: list[str]) -> dict:
    return {"senior": str(known.pk), "facts": facts, "score": score(f for f in facts if f != "名簿の番号")}


def _is_another(face: Face, known: Face) -> bool:
    """Neither name nor reading nor day of birth agrees."""
    pairs = [(face.name, known.name), (face.reading, known.reading), (face.birth, known.birth)]
    asked = [(one, other) for one, other in pairs if one and other]
    return bool(asked) and all(one != other for one, other in asked)


# --- Verdicts -> rows that are kept until the import is confirmed -----------------------------------------------------
def emptied_keys(import_: RegisterImport, row: Checked) -> list[str]:
    """What empty cells delete, where the office asked for that; lists are then as the row has them."""
    if not import_.empty_deletes:
        return []
    lists = {name.partition(".")[0] for name in import_.fields if name} & LISTS.keys()
    return sorted((row.empty & set(KEYS)) | lists)


def rows_from(import_: RegisterImport, verdicts: list[Verdict]) -> list[ImportRow]:
    wanted = {one.senior for one in verdicts if one.senior} | {
        UUID(found["senior"]) for one in verdicts for found in one.candidates if "senior" in found
    }
    sheets = sheets_of(wanted)
    marks = {pk: mark_of(sheet) for pk, sheet in sheets.items()}
    return [_row(import_, one, sheets, marks) for one in verdicts]


def _row(import_: RegisterImport, verdict: Verdict, sheets: dict, marks: dict) -> ImportRow:
    checked = verdict.row
    row = ImportRow(
        register_import=import_,
        number=checked.number,
        faults=[[f.column, f.title, f.value, f.message, f.is_warning] for f in checked.faults],
    )
    values = {key: value for key, value in checked.values.items() if key != "emptied"}
    emptied = checked.values.get("emptied", emptied_keys(import_, checked))
    row.values = values | ({"emptied": emptied} if emptied else {})
    if not checked.is_good:
        row.kind = RowKind.FAULTY
        row.values = _names_of(values)
    elif verdict.is_left:
        row.kind, row.values = RowKind.LEFT, _names_of(values)
    elif verdict.senior is not None:
        row.senior_id = verdict.senior
        row.keys = list(changes(sheets[verdict.senior], values, emptied))
        row.kind = RowKind.CHANGED if row.keys else RowKind.SAME
        row.mark = marks[verdict.senior]
        if row.kind == RowKind.SAME:
            row.values, row.faults = _names_of(values), []
    elif verdict.candidates:
        row.kind = RowKind.POSSIBLE
        row.candidates = [
            found | ({"mark": marks[UUID(found["senior"])]} if "senior" in found else {})
            for found in verdict.candidates
        ]
    else:
        row.kind = RowKind.NEW
    return row


def _names_of(values: dict) -> dict:
    """Of rows that will not be written only what tells people which row it is."""
    return {key: values[key] for key in ("family_name", "given_name", "number") if key in values}


def count(rows: Collection[ImportRow]) -> dict[str, int]:
    found = dict.fromkeys(RowKind.values, 0)
    for row in rows:
        found[row.kind] += 1
    return found
