"""Past events as the foundation lists them, and its totals: figures that were stated, kept apart from figures counted from rows.

An empty cell is "not stated", never zero; a date may be a month; a row without a name is kept and marked.
"""

import datetime as dt
import json
import re
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path

from django.db import transaction

from events.models import DatePrecision, Event, EventHost, Stage
from institutions.directory import Lookup
from institutions.models import Institution, InstitutionType
from kouryukai.lib.era import parse_date, parse_year
from kouryukai.lib.japanese import invisible, parse_number, tidy
from kouryukai.lib.table import Fault, TableError, column_letter, read_csv, shown

DATA = Path(__file__).parent / "data"
SHIPPED = DATA / "past_events.csv"
UNNAMED = "（名称の記載なし）"
COLUMNS = (
    "start_date end_date event_name hosts municipalities companies seniors interviews remarks".split()
)  # each must stand in the header once, in any order
_MONTH = re.compile(r"^(.{2,6}?)[年/.\-](\d{1,2})月?$")


@dataclass(frozen=True, slots=True)
class Totals:
    """The foundation's totals at `as_of`. Counts are running totals: a firm or a senior counts once per event.

    The stated rate does not follow from the stated counts.
    """

    as_of: dt.date
    events: int
    companies: int
    matched_companies: int
    stated_match_rate_percent: int
    senior_participations: int


@cache
def totals() -> Totals:
    facts = json.loads((DATA / "totals.json").read_text(encoding="utf-8"))
    facts["as_of"] = dt.date.fromisoformat(facts["as_of"])
    return Totals(**{name.name: facts[name.name] for name in fields(Totals)})


@dataclass(slots=True)
class PastEvent:
    row: int
    name: str
    is_named: bool
    starts_on: dt.date
    ends_on: dt.date
    date_precision: str
    stated_companies: int | None
    stated_seniors: int | None
    stated_interviews: int | None
    remarks: str
    hosts: list[Institution] = field(default_factory=list)

    def values(self) -> dict[str, object]:
        """The event's columns; everything but name and first day, which say which event it is."""
        names = "is_named ends_on date_precision stated_companies stated_seniors stated_interviews remarks".split()
        return {name: getattr(self, name) for name in names}


class HistoryRefused(TableError):
    """Nothing was changed; `faults` names every one with row and column."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True, slots=True)
class HistoryCounts:
    events: int
    made: int
    changed: int


def import_history(*, data: bytes) -> HistoryCounts:
    """Take over a CSV of past events, all or nothing. The same file twice changes nothing more. HistoryRefused with every fault."""
    with transaction.atomic():
        past, faults = read_history(data)
        known = {(event.name, event.starts_on): event for event in Event.objects.select_for_update(of=("self",))}
        for one in past:
            event = known.get((one.name, one.starts_on))
            if event and not event.is_history:
                message = "同じ名称・開催日の交流会が、記録としてではなく登録されています。"
                faults.append(Fault("", one.row, "", "event_name", shown(one.name), message))
        if faults:
            raise HistoryRefused(faults)
        made = changed = 0
        for one in past:
            event = known.get((one.name, one.starts_on))
            if event is None:
                made += 1
                event = Event.objects.create(
                    name=one.name, starts_on=one.starts_on, is_history=True, stage=Stage.CLOSED, **one.values()
                )
                _write_hosts(event, one.hosts)
            elif _update(event, one):
                changed += 1
    return HistoryCounts(len(past), made, changed)


def _update(event: Event, one: PastEvent) -> bool:
    values = one.values()
    differs = {name: value for name, value in values.items() if getattr(event, name) != value}
    if differs:
        for name, value in differs.items():
            setattr(event, name, value)
        event.save(update_fields=[*differs, "updated_at"])
    hosts = [host.institution_id for host in event.hosts.all()]
    if hosts == [host.pk for host in one.hosts]:
        return bool(differs)
    event.hosts.all().delete()
    _write_hosts(event, one.hosts)
    return True


def _write_hosts(event: Event, hosts: list[Institution]) -> None:
    EventHost.objects.bulk_create(
        EventHost(event=event, institution=host, order=order) for order, host in enumerate(hosts)
    )


def read_history(data: bytes) -> tuple[list[PastEvent], list[Fault]]:
    """The rows of the file, with hosts looked up, and every fault. HistoryRefused where the header already is wrong."""
    try:
        rows = read_csv(data)
    except TableError as error:
        raise HistoryRefused([Fault("", 0, "", "", "", str(error))]) from None
    if not rows:
        raise HistoryRefused([Fault("", 0, "", "", "", "ファイルが空です。")])
    _check_header(rows[0])
    if not Institution.objects.exclude(code=None).exists():
        message = "機関の一覧がまだありません。先に manage.py load_institutions を実行してください。"
        raise HistoryRefused([Fault("", 0, "", "", "", message)])
    reader = _Reader([name.strip() for name in rows[0]])
    past = [one for number, row in enumerate(rows[1:], start=2) if (one := reader.read(number, row))]
    return past, reader.faults


def _check_header(header: list[str]) -> None:
    names = [name.strip() for name in header]
    faults = [
        Fault("", 1, "", column, "", "見出しがありません(1行目に必要です)。")
        for column in COLUMNS
        if column not in names
    ]
    for number, name in enumerate(names, start=1):
        if name not in COLUMNS or name in names[: number - 1]:
            reason = "同じ見出しが2回あります。" if name in COLUMNS else "この見出しは読み取れません。"
            faults.append(Fault("", 1, column_letter(number), name[:40], "", reason))
    if faults:
        raise HistoryRefused(faults)


class _Reader:
    """Reads row after row and collects the faults."""

    def __init__(self, header: list[str]) -> None:
        self.header = header
        self.faults: list[Fault] = []
        self.lookup = Lookup()
        self.seen: dict[tuple[str, dt.date], int] = {}
        self.number = 0
        self.row: dict[str, str] = {}

    def fault(self, column: str, message: str, value: str = "") -> None:
        letter = column_letter(self.header.index(column) + 1)
        self.faults.append(Fault("", self.number, letter, column, shown(value or self.row.get(column, "")), message))

    def read(self, number: int, cells: list[str]) -> PastEvent | None:
        if not any(cell.strip() for cell in cells):
            return None
        self.number, self.row = number, {}
        if len(cells) != len(self.header):
            message = f"列の数が{len(cells)}です(見出しは{len(self.header)}列)。"
            self.faults.append(Fault("", number, "", "", "", message))
            return None
        for column, cell in zip(self.header, cells, strict=True):
            if found := invisible(cell):
                self.fault(column, f"使えない文字({'、'.join(found)})が入っています。", cell)
            self.row[column] = tidy(cell)
        return self._event()

    def _event(self) -> PastEvent | None:
        first = self._date("start_date", required=True)
        last = self._date("end_date")
        starts_on, precision = first or (dt.date.min, DatePrecision.DAY)
        ends_on = last[0] if last else starts_on
        if first and ends_on < starts_on:
            self.fault("end_date", "最終日が開催日より前です。")
        name = self._text("event_name", 100)
        one = PastEvent(
            row=self.number,
            name=name or UNNAMED,
            is_named=name not in ("", UNNAMED),
            starts_on=starts_on,
            ends_on=ends_on,
            date_precision=precision,
            stated_companies=self._number("companies"),
            stated_seniors=self._number("seniors"),
            stated_interviews=self._number("interviews"),
            remarks=self._text("remarks", 1000),
            hosts=self._hosts(),
        )
        if first is None:
            return None
        first_row = self.seen.setdefault((one.name, one.starts_on), self.number)
        if first_row != self.number:
            self.fault("event_name", f"{first_row}行目と同じ名称・開催日です。")
        return one

    def _date(self, column: str, *, required: bool = False) -> tuple[dt.date, str] | None:
        text = self.row[column]
        if not text:
            if required:
                self.fault(column, "開催日を入れてください。例: 2016-11-24 または 2016-11")
            return None
        month = _MONTH.match(text)
        try:
            if month:
                return dt.date(parse_year(month.group(1)), int(month.group(2)), 1), DatePrecision.MONTH
            return parse_date(text), DatePrecision.DAY
        except ValueError:
            self.fault(column, "日付として読めません。例: 2016-11-24 または 2016-11")
            return None

    def _number(self, column: str) -> int | None:
        if not self.row[column]:
            return None
        try:
            number = parse_number(self.row[column])
        except ValueError:
            self.fault(column, "数として読めません。記載がなければ空欄にしてください。例: 55")
            return None
        if number > 100_000:
            self.fault(column, "数が大きすぎます(上限 100,000)。")
        return number

    def _text(self, column: str, limit: int) -> str:
        text = self.row[column]
        if len(text) > limit:
            self.fault(column, f"長すぎます({len(text)}文字、上限 {limit}文字)。")
        return text

    def _hosts(self) -> list[Institution]:
        hosts: list[Institution] = []
        for column in ("hosts", "municipalities"):
            for name in filter(None, map(tidy, re.split("[;；]", self.row[column]))):
                found = self.lookup.find(name)
                is_city = [one for one in found if (one.type == InstitutionType.MUNICIPALITY) == (column != "hosts")]
                if len(is_city) != 1:
                    near = self.lookup.similar(name)
                    hint = f"近い名称: {'、'.join(near)}" if near else "機関の一覧にありません。"
                    self.fault(column, f"この機関が見つかりません。{hint}", name)
                elif is_city[0] in hosts:
                    self.fault(column, "同じ機関が2回入っています。", name)
                else:
                    hosts.append(is_city[0])
        return hosts
