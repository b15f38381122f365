"""The rows against each other and against the database: a plan, and every fault that only shows there."""

import datetime as dt

from events.importing.check_event import check_event
from events.importing.check_people import check_firms, check_seniors, check_staff
from events.importing.known import Known
from events.importing.layout import AWAY, EVENT, FIRMS, SENIORS, STAFF, TABLES, WISHES
from events.importing.plan import AwayPlan, EventPlan, FirmPlan, Plan, SeniorPlan, StaffPlan, WishPlan
from events.importing.reading import Content, Row
from events.scoring import score
from kouryukai.lib.japanese import name_key
from kouryukai.lib.table import Fault


def check(content: Content, *, today: dt.date) -> tuple[Plan | None, list[Fault]]:
    """The plan (None where the event's sheet could not be read) and all faults in the order of the workbook."""
    faults = list(content.faults)
    if not content.rows[EVENT]:
        return None, sorted(faults, key=_place)
    known = Known(content)
    event = check_event(content.rows[EVENT][0], known.lookup, today, faults)
    firms = check_firms(content.rows[FIRMS], known, faults)
    staff = check_staff(content.rows[STAFF], firms, known, faults)
    seniors = check_seniors(content.rows[SENIORS], known, today, faults)
    wishes = _check_wishes(content, firms, seniors, faults)
    away = _check_away(content.rows[AWAY], event, firms, seniors, staff, faults)
    plan = Plan(event, firms, staff, seniors, wishes, away)
    _check_whole(content, plan, faults)
    return plan, sorted(faults, key=_place)


def _place(fault: Fault) -> tuple[int, int, int, str]:
    """The order of the workbook: sheets, rows, columns; what concerns the whole file first."""
    sheets = [table.name for table in TABLES]
    sheet = sheets.index(fault.sheet) + 1 if fault.sheet in sheets else len(sheets) + 1 if fault.sheet else 0
    return sheet, fault.row, len(fault.column), fault.column


def _check_wishes(
    content: Content, firms: dict[int, FirmPlan], seniors: dict[str, SeniorPlan], faults: list[Fault]
) -> list[WishPlan]:
    wishes = []
    pairs: dict[tuple[str, int], Row] = {}
    ranks: dict[tuple[str, int], Row] = {}
    for row in content.rows[WISHES]:
        number, firm_number, rank = row.get("senior"), row.get("firm"), row.get("preference")
        if number and number not in seniors:
            faults.append(row.fault("senior", "シート「新現役」にない登録番号です。"))
        if firm_number and firm_number not in firms:
            faults.append(row.fault("firm", "シート「企業と課題」にない企業番号です。"))
        if number and firm_number and (first := pairs.setdefault((number, firm_number), row)) is not row:
            faults.append(row.fault("firm", f"{first.number}行目と同じ人・同じ企業です。重複した行を消してください。"))
        if (
            number
            and rank
            and row.get("state") != "withdrawn"
            and (first := ranks.setdefault((number, rank), row)) is not row
        ):
            faults.append(row.fault("preference", f"{first.number}行目と同じ順位です。1人の中で順位は重ねられません。"))
        if number in seniors and firm_number in firms and rank:
            wish = _wish(row, seniors[number], firms[firm_number], faults)
            if wish:
                wishes.append(wish)
    return wishes


def _wish(row: Row, senior: SeniorPlan, firm: FirmPlan, faults: list[Fault]) -> WishPlan | None:
    title = row.get("issue")
    fitting = [one for one in firm.rows if title is None or name_key(one.get("issue_title", "")) == name_key(title)]
    if len(fitting) != 1:
        titles = "、".join(one.get("issue_title", "") for one in firm.rows)
        reason = "企業の課題が2つ以上あります" if title is None else "この企業の課題にありません"
        faults.append(row.fault("issue", f"{reason}。どれかを入れてください: {titles[:120]}"))
        return None
    points = row.get("score") or score(row.get("preference"), fitting[0].get("categories", []), senior.specialities)
    return WishPlan(row, senior, firm, fitting[0], points)


def _check_away(
    rows: list[Row],
    event: EventPlan,
    firms: dict[int, FirmPlan],
    seniors: dict[str, SeniorPlan],
    staff: list[StaffPlan],
    faults: list[Fault],
) -> list[AwayPlan]:
    away: list[AwayPlan] = []
    seen: dict[tuple[int, int], Row] = {}
    for row in rows:
        party = _party(row, firms, seniors, staff, faults)
        slots = _slots(row, event, faults)
        if party is None:
            continue
        for slot in slots:
            first = seen.setdefault((id(party[1]), slot), row)
            if first is not row:
                faults.append(row.fault("turns", f"{first.number}行目と同じ回が入っています。"))
                break
            away.append(AwayPlan(slot, **{party[0]: party[1]}))
    return away


def _party(row: Row, firms, seniors, staff: list[StaffPlan], faults: list[Fault]) -> tuple[str, object] | None:
    """("firm" | "senior" | "staff", its plan) that a row speaks of."""
    who, key = row.get("who"), row.get("key")
    if not who or not key:
        return None
    if who == "firm":
        plain = name_key(key)
        found = [firms[int(plain)]] if plain.isascii() and plain.isdigit() and int(plain) in firms else []
        message = "シート「企業と課題」にない企業番号です。"
    elif who == "senior":
        found = [plan for number, plan in seniors.items() if name_key(number) == name_key(key)]
        message = "シート「新現役」にない登録番号です。"
    else:
        found = [person for person in staff if person.row and name_key(person.name) == name_key(key)]
        message = "同じ氏名の同席者が複数います。" if found else "シート「同席者」にない氏名です。"
    if len(found) != 1:
        faults.append(row.fault("key", message))
        return None
    return who, found[0]


def _slots(row: Row, event: EventPlan, faults: list[Fault]) -> list[int]:
    if "turns" in row.bad or "turns" not in row.places or not event.slots or row.bad & {"day"}:
        return []
    days = range(len(event.days))
    if "day" in row.values:
        days = [row.get("day") - 1]
        if days[0] >= len(event.days):
            faults.append(row.fault("day", f"開催日は{len(event.days)}日です。"))
            return []
    spans = row.get("turns")
    if spans is None:
        return [n for n, slot in enumerate(event.slots) if slot.day in days]
    slots: dict[int, None] = {}
    for day in days:
        for first, last in spans:
            for number in range(first, last + 1):
                slot = event.turn(day, number)
                if slot is None:
                    turns = sum(one.day == day for one in event.slots)
                    faults.append(row.fault("turns", f"第{number}回はありません(1日{turns}回)。"))
                    return []
                slots[slot] = None
    return list(slots)


def _check_whole(content: Content, plan: Plan, faults: list[Fault]) -> None:
    """What no single row can be blamed for."""
    broken = {fault.sheet for fault in faults if not fault.is_warning}
    for sheet, noun in ((FIRMS, "企業"), (SENIORS, "新現役")):
        if not content.rows[sheet] and sheet not in broken:
            faults.append(Fault(sheet, 0, "", "", "", f"{noun}が1行もありません。"))
    if broken:
        return
    wishing = {wish.senior.number for wish in plan.wishes}
    wished = {wish.firm.number for wish in plan.wishes}
    for noun, sheet, left in (
        ("新現役", SENIORS, [number for number in plan.seniors if number not in wishing]),
        ("企業", FIRMS, [str(number) for number in plan.firms if number not in wished]),
    ):
        if left:
            some = "、".join(left[:10]) + ("…" if len(left) > 10 else "")
            message = f"希望のない{noun}が {len(left)} あります({some})。面談は入りません。"
            faults.append(Fault(sheet, 0, "", "", "", message, is_warning=True))
    registered = [senior for senior in plan.seniors.values() if senior.existing]
    if registered:
        message = f"登録済みの新現役 {len(registered)} 人は、登録の内容をそのまま使います。"
        faults.append(Fault(SENIORS, 0, "", "", "", message, is_warning=True))
    known = [firm for firm in plan.firms.values() if firm.existing]
    if known:
        message = f"登録済みの企業 {len(known)} 社は、登録の内容をそのまま使い、課題を加えます。"
        faults.append(Fault(FIRMS, 0, "", "", "", message, is_warning=True))
    alone = [str(firm.number) for firm in plan.firms.values() if firm.attendant is None]
    if alone:
        some = "、".join(alone[:10]) + ("…" if len(alone) > 10 else "")
        message = f"同席者のいない企業が {len(alone)} 社あります(企業番号 {some})。"
        faults.append(Fault(STAFF, 0, "", "", "", message, is_warning=True))
