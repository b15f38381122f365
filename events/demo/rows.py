"""One text into unsaved rows: a firm with its hearing, issue and brief; a senior with everything he or she told us.

The demo and the national size both build their rows here.
"""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone

from companies.models import BriefState, Company, Hearing, HearingNote, HearingState, Issue, IssueBrief
from events.demo.ids import Ids
from events.demo.places import PUBLIC_REGION
from events.demo.wishes_of_work import fee_of, industries_of, topics_of, weekdays_of
from events.demo.world import DemoFirm, DemoSenior
from institutions.models import User
from kouryukai.lib.japanese import kana
from talent.models import (
    Career,
    Consent,
    ConsentKind,
    Qualification,
    Retirement,
    Senior,
    SeniorContact,
    SeniorState,
    Speciality,
)

SIZE_BANDS = {
    "MICRO": "20人以下",
    "SMALL": "21〜100人",
    "MID": "101〜300人",
    "LARGE": "301〜2,000人",
    "GIANT": "2,001人以上",
}
CONSENT_VERSION = "1"
FIRST_WORKING_AGE = 22


def company_row(pk: UUID, firm: DemoFirm, institution: UUID, branch: UUID, officer: UUID | None) -> Company:
    text = firm.issue
    row = Company(
        id=pk,
        institution_id=institution,
        branch_id=branch,
        officer_id=officer,
        name=text.firm.name,
        short_name=text.firm.short,
        name_kana=kana(text.firm.kana),
        representative_title=firm.president_title,
        representative_name=firm.president.name,
        representative_kana=firm.president.kana,
        industry=text.trade,
        business=text.business,
        prefecture=firm.prefecture,
        city=firm.city,
        address=firm.address,
        phone=firm.phone,
        capital_man_yen=text.capital,
        sales_man_yen=text.sales,
        employees=text.employees,
        established_year=firm.established,
    )
    row.set_name_key()
    return row


def hearing_row(
    pk: UUID,
    firm: DemoFirm,
    company: Company,
    *,
    by: User,
    heard_on: dt.date,
    heard_by: str,
    officer: str,
    event: UUID,
    approved_at: dt.datetime,
) -> Hearing:
    return Hearing(
        id=pk,
        institution_id=company.institution_id,
        company=company,
        event_id=event,
        state=HearingState.APPROVED,
        heard_on=heard_on,
        heard_by=heard_by,
        attendees=f"{firm.president_title} {firm.president.name}、{officer}",
        background=firm.issue.background,
        approved_at=approved_at,
        approved_by=by,
    )


def note_row(firm: DemoFirm, hearing: Hearing) -> HearingNote:
    return HearingNote(hearing=hearing, institution_id=hearing.institution_id, text=firm.issue.confidential_note)


def issue_row(pk: UUID, firm: DemoFirm, hearing: Hearing) -> Issue:
    text = firm.issue
    return Issue(
        id=pk,
        institution_id=hearing.institution_id,
        company_id=hearing.company_id,
        hearing=hearing,
        categories=list(text.categories),
        title=text.title,
        body=text.body,
        expected_support=text.expected_support,
        goal=text.goal,
        wanted_profile=text.wanted_profile,
        questions=list(text.questions),
    )


def brief_row(
    pk: UUID, firm: DemoFirm, issue: Issue, company: Company, event: UUID, opened: dt.datetime, closed: dt.datetime
) -> IssueBrief:
    text = firm.issue
    return IssueBrief(
        id=pk,
        institution_id=issue.institution_id,
        issue=issue,
        event_id=event,
        categories=list(text.categories),
        public_title=text.public_title,
        public_summary=text.public_summary,
        trade=text.trade,
        region=PUBLIC_REGION[text.region],
        size_band=company.size_band,
        state=BriefState.APPROVED,
        open_from=opened,
        open_until=closed,
    )


def senior_row(pk: UUID, one: DemoSenior, user: User | None = None) -> Senior:
    career = one.career
    row = Senior(
        id=pk,
        number=one.number,
        state=SeniorState.ACTIVE,
        family_name=one.name.family,
        given_name=one.name.given,
        family_kana=one.name.family_kana,
        given_kana=one.name.given_kana,
        prefecture=one.prefecture,
        headline=career.headline,
        strengths=career.strengths,
        achievements=career.achievements,
        introduction=career.pr,
        languages="、".join(career.languages),
        overseas=career.overseas,
        regions=list(one.regions),
        online_ok=one.online_ok,
        days_per_week=one.days_per_week,
        weekdays=weekdays_of(one.number, one.days_per_week),
        fee_wish=fee_of(one.number),
        industries=list(industries_of(career)),
        topics=list(topics_of(career)),
        retirement=Retirement.RETIRED,
        user=user,
        registered_on=one.registered_on,
        approved_at=timezone.make_aware(dt.datetime.combine(one.registered_on, dt.time(10))),
    )
    row.set_name_key()
    return row


def rows_of_senior(
    ids: Ids, one: DemoSenior, senior: Senior, accepted_at: dt.datetime, user: User | None = None
) -> Iterator[SeniorContact | Career | Speciality | Qualification | Consent]:
    """The contact, careers one after the other from the age of 22, specialities, qualifications, and the three consents."""
    yield SeniorContact(
        senior=senior,
        birth_date=one.birth_date,
        email=user.email if user else one.email,
        phone=one.phone,
        address=one.address,
    )
    year = one.birth_date.year + FIRST_WORKING_AGE
    for n, job in enumerate(one.career.jobs, start=1):
        yield Career(
            id=ids("career", one.key, n),
            senior=senior,
            position_in_list=n,
            company_name=job.company,
            industry=job.industry,
            size_band=SIZE_BANDS[job.size],
            department=job.department,
            position=job.position,
            from_year=year,
            to_year=year + job.years,
            summary=job.summary,
        )
        year += job.years
    for category, years in one.career.specialities:
        yield Speciality(id=ids("speciality", one.key, category), senior=senior, category=category, years=years)
    for name in one.career.qualifications:
        yield Qualification(id=ids("qualification", one.key, name), senior=senior, name=name)
    for kind in ConsentKind:
        yield Consent(
            id=ids("consent", one.key, kind), senior=senior, kind=kind, version=CONSENT_VERSION, accepted_at=accepted_at
        )
