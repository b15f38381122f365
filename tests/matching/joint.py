"""A joint event of two banks whose every text says whose it is."""

import datetime as dt

from django.utils import timezone

from events.disclosing import disclose_entries
from events.models import Event
from events.tallies import tally_people
from matching.actions.publication import tally_outcomes, tell_publication
from office.models import Document
from tests import factories
from tests.factories import NOW

SIDES = ("甲", "乙")


def joint(branches, by, firms: int = 1, *, published: bool = True) -> Event:
    """An event tomorrow, hosted by the banks of these branches; every text of bank A's rows holds 甲の, of bank B's 乙の."""
    day = timezone.localdate() + dt.timedelta(days=1)
    event = factories.event(name="合同 新現役交流会", starts_on=day, ends_on=day, stage="day", venue="千代田会館")
    slots = factories.slots(factories.day(event))
    plan = factories.timetable(event, by, published=published)
    for side, branch in zip(SIDES, branches, strict=True):
        factories.event_host(event, branch.institution)
        for n in range(firms):
            _pair(event, plan, slots[n + firms * SIDES.index(side)], branch, f"{side}の{n}", by)
    disclose_entries([event])
    tally_people([event])
    tell_publication([event])
    tally_outcomes([event])
    return event


def _pair(event, plan, slot, branch, mark: str, by) -> None:
    officer = factories.staff_member(branch.institution, branch=branch, name=f"{mark}担当", phone=f"{mark}電話")
    company = factories.company(
        branch,
        officer=officer,
        name=f"{mark}製作所",
        short_name=f"{mark}製作",
        city=f"{mark}区",
        business=f"{mark}事業",
    )
    hearing = factories.hearing(company, heard_by=f"{mark}聞き手", background=f"{mark}背景")
    factories.hearing_note(hearing, f"{mark}口頭メモ")
    issue = factories.issue(
        company, hearing=hearing, title=f"{mark}課題", body=f"{mark}本文", questions=[f"{mark}質問"]
    )
    factories.issue_brief(issue, public_title=f"{mark}公開題", public_summary=f"{mark}要約")
    senior = factories.senior(
        family_name=f"{mark}姓", given_name=f"{mark}名", family_kana=f"{mark}セイ", headline=f"{mark}経歴"
    )
    factories.senior_contact(senior, address=f"{mark}住所", phone="090-0000-1111", email="private@example.jp")
    factories.career(senior, company_name=f"{mark}勤務先")
    factories.speciality(senior)
    factories.qualification(senior, name=f"{mark}資格")
    factories.consent(senior)
    firm = factories.participation(event, company, attendant=officer)
    entry = factories.entry(
        firm,
        factories.attendance(event, senior),
        issue=issue,
        proposal_text=f"{mark}提案",
        selection_reason=f"{mark}理由",
    )
    factories.interview(plan, entry, slot)
    factories.result(entry, by, note=f"{mark}結果メモ")
    factories.answer(entry, by, reason=f"{mark}企業の理由")
    factories.answer(entry, by, side="senior", reason="封をした新現役の理由")
    factories.second_interview(entry, by, place=f"{mark}場所", note=f"{mark}二次メモ")
    factories.support(entry, by, theme=f"{mark}支援内容")
    Document.objects.create(
        kind="company_booklet",
        subject_kind="participation",
        subject_id=firm.pk,
        title=f"面談シート {mark}",
        institution=branch.institution,
        branch=branch,
        requested_at=NOW,
        group_id=event.pk,
    )
