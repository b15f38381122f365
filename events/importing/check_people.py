"""Firms, the bank's people and seniors: numbers, places, what is registered already, what occurs twice."""

import datetime as dt
from collections.abc import Iterable

from companies.models import Company
from events.importing.check_event import not_found
from events.importing.known import Known
from events.importing.layout import ONCE_PER_FIRM
from events.importing.plan import FirmPlan, SeniorPlan, StaffPlan
from events.importing.reading import Row
from institutions.models import Branch, Institution, StaffMember
from kouryukai.lib.japanese import company_key, name_key
from kouryukai.lib.table import Fault
from office.importing.cells import category_of
from talent.models import SeniorState

MOST_QUESTIONS, QUESTION_LIMIT = 10, 80


def place_of(row: Row, known: Known, faults: list[Fault]) -> tuple[Institution | None, Branch | None]:
    """The institution and branch that a row names."""
    text = row.get("institution")
    if text is None:
        return None, None
    found = known.lookup.find(text)
    if len(found) != 1:
        faults.append(row.fault("institution", not_found("金融機関", found, known.lookup, text)))
        return None, None
    institution, wanted = found[0], row.get("branch")
    if wanted is None:
        return institution, None
    branches = known.branches(institution, wanted)
    if len(branches) == 1:
        return institution, branches[0]
    near = known.near_branches(institution, wanted)
    reason = (
        "同じ名前の支店が複数あります。店番で入れてください。"
        if branches
        else f"{institution.name}にこの支店はありません。"
    )
    faults.append(row.fault("branch", reason + (f"近い名前: {'、'.join(near)}" if near else "")))
    return institution, None


def check_firms(rows: list[Row], known: Known, faults: list[Fault]) -> dict[int, FirmPlan]:
    firms: dict[int, FirmPlan] = {}
    for row in rows:
        number = row.get("number")
        if number is None:
            continue
        if number in firms:
            _further_issue(firms[number], row, faults)
        else:
            firms[number] = FirmPlan(number, [row])
    for firm in firms.values():
        _check_firm(firm, known, faults)
    _twice(
        firms.values(),
        "name",
        lambda firm: (firm.institution, company_key(firm.row.get("name", str(firm.number)))),
        "同じ企業",
        faults,
    )
    _twice(firms.values(), "corporate_number", lambda firm: firm.row.get("corporate_number"), "同じ法人番号", faults)
    _give_numbers(firms.values(), "booth", "卓番号", faults)
    return firms


def _further_issue(firm: FirmPlan, row: Row, faults: list[Fault]) -> None:
    """A row with a number already seen: one more issue. What it repeats of the firm must be the same."""
    for name, value in row.values.items():
        if name in ONCE_PER_FIRM and name in firm.row.values and firm.row.values[name] != value:
            message = f"{firm.row.number}行目と同じ企業番号ですが、値が違います。別の企業なら番号を変えてください。"
            faults.append(row.fault(name, message))
    title = row.get("issue_title")
    for other in firm.rows:
        if title and name_key(other.get("issue_title", "")) == name_key(title):
            faults.append(
                row.fault("issue_title", f"{other.number}行目と同じ企業・課題です。重複した行を消してください。")
            )
    firm.rows.append(row)


def _check_firm(firm: FirmPlan, known: Known, faults: list[Fault]) -> None:
    row = firm.row
    firm.institution, firm.branch = place_of(row, known, faults)
    if row.get("max_interviews", 99) < row.get("min_interviews", 0):
        faults.append(row.fault("max_interviews", "面談の上限が、下限より小さくなっています。"))
    for issue in firm.rows:
        _check_issue(firm, issue, faults)
    if not firm.institution or not row.get("name"):
        return
    existing = known.companies(firm.institution, row.get("name"))
    if len(existing) > 1:
        existing = [one for one in existing if _same_town(one, row)]
        if len(existing) != 1:
            faults.append(
                row.fault("name", "同じ名前の企業が複数登録されています。市区町村を登録と同じにしてください。")
            )
            return
    firm.existing = existing[0] if existing else None
    if firm.existing is None:
        _check_new_number(firm, known, faults)
    elif firm.branch and firm.existing.branch_id != firm.branch.pk:
        message = "登録済みの企業です。取引店は登録の内容をそのまま使います。"
        faults.append(row.fault("branch", message, is_warning=True))


def _same_town(company: Company, row: Row) -> bool:
    return company.prefecture == row.get("prefecture") and company.city == row.get("city", "")


def _check_new_number(firm: FirmPlan, known: Known, faults: list[Fault]) -> None:
    number = firm.row.get("corporate_number")
    owner = known.numbered(firm.institution, number) if number else None
    if owner:
        faults.append(firm.row.fault("corporate_number", f"この法人番号は「{owner.name}」の登録に使われています。"))


def _check_issue(firm: FirmPlan, row: Row, faults: list[Fault]) -> None:
    questions = row.get("questions", "").splitlines()
    if len(questions) > MOST_QUESTIONS:
        faults.append(row.fault("questions", f"{MOST_QUESTIONS}個までにしてください(いまは{len(questions)}個)。"))
    if any(len(question) > QUESTION_LIMIT for question in questions):
        faults.append(row.fault("questions", f"1つ{QUESTION_LIMIT}文字までにしてください。1行に1つです。"))
    name = company_key(firm.row.get("name", ""))
    for field in ("public_title", "public_summary"):
        if len(name) > 1 and name in name_key(row.get(field, "")):
            faults.append(row.fault(field, "企業名が書かれています。新現役が読む欄なので、企業名を消してください。"))


def _twice(items: Iterable, field: str, key, what: str, faults: list[Fault]) -> None:
    seen: dict[object, Row] = {}
    for item in items:
        value = key(item)
        if value is None or field not in item.row.values:
            continue
        first = seen.setdefault(value, item.row)
        if first is not item.row:
            faults.append(item.row.fault(field, f"{first.number}行目と{what}です。重複した行を消してください。"))


def _give_numbers(items: Iterable, field: str, what: str, faults: list[Fault]) -> None:
    """Numbers that are given stay; the others get the smallest free ones in order."""
    items = list(items)
    _twice(items, field, lambda item: item.row.get(field), f"同じ{what}", faults)
    taken = {item.row.get(field) for item in items}
    free = (n for n in range(1, len(items) + len(taken) + 1) if n not in taken)
    for item in items:
        setattr(item, field, item.row.get(field) or next(free))


def check_staff(rows: list[Row], firms: dict[int, FirmPlan], known: Known, faults: list[Fault]) -> list[StaffPlan]:
    """The sheet's people, then the officers that firms name; each person once."""
    people: dict[tuple[object, str], StaffPlan] = {}
    for row in rows:
        institution, branch = place_of(row, known, faults)
        name = row.get("name")
        person = None
        if institution and name:
            key = (institution.pk, name_key(name))
            if key in people:
                message = f"{people[key].row.number}行目と同じ人です。1行にまとめ、企業番号を「、」で並べてください。"
                faults.append(row.fault("name", message))
                continue
            person = people[key] = StaffPlan(
                institution, branch, name, _known_person(row, "name", branch, institution, known, faults), row
            )
        _join(row, person, institution, firms, faults)
    for firm in firms.values():
        name = firm.row.get("officer")
        if name and firm.institution:
            key = (firm.institution.pk, name_key(name))
            if key not in people:
                existing = _known_person(firm.row, "officer", firm.branch, firm.institution, known, faults)
                people[key] = StaffPlan(firm.institution, firm.branch, name, existing)
            firm.officer = people[key]
    return list(people.values())


def _known_person(
    row: Row, field: str, branch: Branch | None, institution: Institution, known: Known, faults: list[Fault]
) -> StaffMember | None:
    found = known.staff(institution, row.get(field), branch)
    if len(found) > 1:
        faults.append(
            row.fault(field, "同じ氏名の職員が複数登録されています。支店を入れて見分けられるようにしてください。")
        )
    return found[0] if found else None


def _join(row: Row, person: StaffPlan | None, institution, firms: dict[int, FirmPlan], faults: list[Fault]) -> None:
    for number in row.get("firms", []):
        firm = firms.get(number)
        if firm is None:
            faults.append(row.fault("firms", f"企業番号 {number} は、シート「企業と課題」にありません。"))
        elif institution and firm.institution and firm.institution != institution:
            faults.append(row.fault("firms", f"企業番号 {number} は{firm.institution.name}の企業です。"))
        elif firm.attendant:
            faults.append(
                row.fault(
                    "firms", f"企業番号 {number} には、{firm.attendant.name} さんが同席します。同席者は1社に1人です。"
                )
            )
        else:
            firm.attendant = person


def check_seniors(rows: list[Row], known: Known, today: dt.date, faults: list[Fault]) -> dict[str, SeniorPlan]:
    seniors: dict[str, SeniorPlan] = {}
    for row in rows:
        number = row.get("number")
        if number is None:
            continue
        if number in seniors:
            first = seniors[number].row.number
            faults.append(row.fault("number", f"{first}行目と同じ登録番号です。重複した行を消してください。"))
            continue
        seniors[number] = senior = SeniorPlan(number, row, known.seniors.get(number))
        _check_senior(senior, faults)
        _check_years(row, today, faults)
    _give_numbers(seniors.values(), "badge", "名札番号", faults)
    return seniors


def _check_senior(senior: SeniorPlan, faults: list[Fault]) -> None:
    row, existing = senior.row, senior.existing
    for text, years in row.get("specialities", []):
        try:
            senior.specialities[category_of(text)] = years
        except ValueError as error:
            faults.append(row.fault("specialities", str(error)))
        if years is not None and years > 80:
            faults.append(row.fault("specialities", f"経験年数が大きすぎます({years}年)。"))
    if any(len(name) > 80 for name, _ in row.get("qualifications", [])):
        faults.append(row.fault("qualifications", "資格は1つ80文字までです。「、」で区切ってください。"))
    for n in (1, 2, 3):
        others = [name for name in row.values if name.endswith(f"_{n}")]
        if others and f"company_name_{n}" not in row.values:
            faults.append(row.fault(f"company_name_{n}", "職歴を書くときは、勤務先を入れてください。"))
    if existing is None:
        return
    if existing.state in (SeniorState.WITHDRAWN, SeniorState.DORMANT):
        faults.append(row.fault("number", f"この人は「{existing.get_state_display()}」です。登録を確かめてください。"))
    typed = f"{row.get('family_name', '')}{row.get('given_name', '')}"
    if not row.bad & {"family_name", "given_name"} and name_key(typed) != name_key(existing.name):
        message = f"登録番号 {senior.number} は {existing.name} さんの登録です。番号か氏名を確かめてください。"
        faults.append(row.fault("family_name", message, value=typed))
    senior.specialities = {one.category: one.years for one in existing.specialities.all()} or senior.specialities


def _check_years(row: Row, today: dt.date, faults: list[Fault]) -> None:
    """What lies behind a senior lies in the past."""
    if row.get("birth_date", dt.date.min) >= today:
        faults.append(row.fault("birth_date", "生年月日が今日より後になっています。"))
    if any(year is not None and not 1900 <= year <= today.year for _, year in row.get("qualifications", [])):
        message = f"資格の取得年は1900から{today.year}までです。例: 中小企業診断士（1998年）"
        faults.append(row.fault("qualifications", message))
    for n in (1, 2, 3):
        first, last = row.get(f"from_year_{n}"), row.get(f"to_year_{n}")
        if first and first > today.year:
            faults.append(row.fault(f"from_year_{n}", "開始年が今年より後です。"))
        if first and last and last < first:
            faults.append(row.fault(f"to_year_{n}", "終了年が開始年より前です。"))
