"""A row of cells -> what it says of one person, and every fault that shows without knowing anybody else."""

import datetime as dt
from dataclasses import dataclass, field

from kouryukai.lib.era import format_date
from kouryukai.lib.sheet_xml import Cell
from kouryukai.lib.table import Fault, column_letter
from office.importing.columns import Column
from talent.importing.cells import read_cell
from talent.importing.reading import Cells, Listing, text_of
from talent.importing.targets import targets

MOST_UNDERSTOOD = 100_000
YOUNGEST, OLDEST = 18, 110
NAMES = ("family_name", "given_name", "family_kana", "given_kana")
GETA = "〓"
LOST = "「〓」は、書き出すときに表せなかった字です。元の字を入れてください。"
NAMELESS = "氏名がありません。姓と名を入れてください。"
UNSPLIT = "姓と名の間に空白がないため、すべて「姓」に入れます。分けるときは、空白を入れてください。"


@dataclass(slots=True)
class Checked:
    """`values`: as in the sheet, with the number, own key and day of registration beside; `empty`: fields of empty cells."""

    number: int
    values: dict[str, object] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return all(fault.is_warning for fault in self.faults)


class RowChecker:
    """Checks the rows of one list, whose columns fill `fields` (in the order of its headings)."""

    def __init__(self, listing: Listing, fields: list[str], today: dt.date) -> None:
        used = zip(listing.headings.items(), fields, strict=True)
        self.columns = {at: (targets()[name], heading) for (at, heading), name in used if name}
        self.places = {column.field: (at, heading) for at, (column, heading) in self.columns.items()}
        self.epoch_1904, self.today = listing.epoch_1904, today
        self.understood: dict[tuple, object] = {}

    def check(self, number: int, cells: Cells) -> Checked | None:
        """None for a row with nothing in the columns that are used."""
        row, flat = Checked(number), {}
        if not any(at in cells for at in self.columns):
            return None
        for at, (column, _) in self.columns.items():
            cell = cells.get(at)
            if cell is None:
                row.empty.add(column.field)
                continue
            try:
                value = self._read(column, cell)
            except ValueError as error:
                row.faults.append(self._fault(number, column.field, text_of(cell), str(error)))
                flat[column.field] = None  # something stands there
                continue
            if value in ("", []):
                row.empty.add(column.field)
            else:
                flat[column.field] = value
        self._take_names(row, flat, cells)
        self._take_lists(row, flat, cells)
        row.values |= {name: value for name, value in flat.items() if value is not None and "." not in name}
        self._check_days(row, cells)
        return row

    def _read(self, column: Column, cell: Cell) -> object:
        """Most cells of a list say what others in their column have said: each is understood once."""
        key = (column.field, cell.kind, cell.value)
        if key not in self.understood:
            if len(self.understood) >= MOST_UNDERSTOOD:
                self.understood.clear()
            if GETA in str(cell.value):
                raise ValueError(LOST)
            self.understood[key] = read_cell(column, cell, epoch_1904=self.epoch_1904)
        return self.understood[key]

    def _fault(self, number: int, name: str, value: str, message: str, *, warning: bool = False) -> Fault:
        at, heading = self.places.get(name, (0, ""))
        return Fault("", number, column_letter(at), heading, value, message, warning)

    def _say(self, row: Checked, cells: Cells, name: str, message: str, *, warning: bool = False) -> None:
        value = text_of(cells.get(self.places[name][0])) if name in self.places else ""
        row.faults.append(self._fault(row.number, name, value, message, warning=warning))

    # --- Names ------------------------------------------------------------------------------------------------------------
    def _take_names(self, row: Checked, flat: dict, cells: Cells) -> None:
        full, reading = flat.pop("full_name", ""), flat.pop("full_kana", "")
        if full and not flat.get("family_name"):
            family, _, given = str(full).partition(" ")
            for name, text in (("family_name", family), ("given_name", given)):
                if len(text) > 30:
                    self._say(row, cells, "full_name", f"姓・名は、それぞれ30文字までです(いまは{len(text)}文字)。")
                    break
                flat[name] = text
            if not given:
                row.values["unsplit"] = True
                self._say(row, cells, "full_name", UNSPLIT, warning=True)
        if reading and not flat.get("family_kana"):
            flat["family_kana"], _, flat["given_kana"] = str(reading).partition(" ")
            if max(len(flat["family_kana"]), len(flat["given_kana"])) > 60:
                self._say(row, cells, "full_kana", "セイ・メイは、それぞれ60文字までです。")
        has_name = any(name in self.places for name in ("full_name", "family_name"))
        if has_name and not flat.get("family_name") and not {"full_name", "family_name"} & self._faulty(row):
            self._say(row, cells, "full_name" if "full_name" in self.places else "family_name", NAMELESS)

    def _faulty(self, row: Checked) -> set[str]:
        wrong = {fault.column for fault in row.faults if not fault.is_warning}
        return {name for name, (at, _) in self.places.items() if column_letter(at) in wrong}

    # --- Lists ------------------------------------------------------------------------------------------------------------
    def _take_lists(self, row: Checked, flat: dict, cells: Cells) -> None:
        groups: dict[tuple[str, int], dict] = {}
        for name in [name for name in flat if "." in name]:
            key, n, part = name.split(".")
            groups.setdefault((key, int(n)), {})[part] = flat[name]
        found: dict[str, list] = {
            key: list(flat[key] or []) for key in ("careers", "specialities", "qualifications") if key in flat
        }
        for (key, n), parts in sorted(groups.items()):
            if self._is_whole(row, cells, key, n, parts):
                found.setdefault(key, []).append({part: value for part, value in parts.items() if value is not None})
        for key, rows in found.items():
            self._check_twice(row, cells, key, rows, groups)
            flat[key] = rows or None

    def _is_whole(self, row: Checked, cells: Cells, key: str, n: int, parts: dict) -> bool:
        """A career needs its firm, a speciality its field, a qualification its name."""
        main = {"careers": "company_name", "specialities": "category", "qualifications": "name"}[key]
        label = {"careers": "勤務先", "specialities": "専門分野", "qualifications": "資格の名前"}[key]
        if main not in parts:
            part = next(iter(parts))
            at = f"{key}.{n}.{main}" if f"{key}.{n}.{main}" in self.places else f"{key}.{n}.{part}"
            self._say(row, cells, at, f"{label}がありません。{label}を入れるか、ほかの欄も空にしてください。")
            return False
        first, last = parts.get("from_year"), parts.get("to_year")
        if first and last and last < first:
            self._say(row, cells, f"{key}.{n}.to_year", f"終了年が開始年({first}年)より前です。")
        year = parts.get("from_year") or parts.get("year")
        if year and year > self.today.year:
            name = "from_year" if "from_year" in parts else "year"
            self._say(row, cells, f"{key}.{n}.{name}", "先の年です。年を確かめてください。")
        return parts[main] is not None

    def _check_twice(self, row: Checked, cells: Cells, key: str, rows: list, groups: dict) -> None:
        main = {"specialities": "category", "qualifications": "name"}.get(key)
        if main is None:
            return
        seen = set()
        for (group, n), parts in sorted(groups.items()):
            value = parts.get(main) if group == key else None
            if value is not None and value in seen:
                self._say(row, cells, f"{key}.{n}.{main}", "同じものが、ほかの列にもあります。")
            seen.add(value)
        once = {one[main]: one for one in reversed(rows)}
        rows[:] = [one for one in rows if once[one[main]] is one]

    # --- Days -------------------------------------------------------------------------------------------------------------
    def _check_days(self, row: Checked, cells: Cells) -> None:
        born = row.values.get("birth_date")
        if born:
            age = (self.today - dt.date.fromisoformat(str(born))).days / 365.25
            if age < 0:
                self._say(row, cells, "birth_date", "先の日付です。生年月日を確かめてください。")
            elif not YOUNGEST <= age <= OLDEST:
                said = format_date(dt.date.fromisoformat(str(born)))
                self._say(row, cells, "birth_date", f"{said} 生まれでは{int(age)}歳です。年を確かめてください。")
        entered = row.values.get("registered_on")
        if entered and dt.date.fromisoformat(str(entered)) > self.today:
            self._say(row, cells, "registered_on", "先の日付です。登録日を確かめてください。")
