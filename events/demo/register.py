"""The register of the demo in motion: two who wish to come in, changes that wait for the office, and when people cannot come."""

import datetime as dt

from events.demo.ids import Ids
from events.demo.world import DemoWorld
from talent.models import (
    Application,
    ApplicationKind,
    ApplicationState,
    Career,
    Consent,
    ConsentKind,
    Senior,
    SeniorContact,
    SeniorState,
    Speciality,
    UnavailablePeriod,
)
from talent.sheet import sheet_of

NEWCOMERS = (
    {
        "days": 9,
        "number": "M90001",
        "name": ("小野寺", "清", "オノデラ", "キヨシ"),
        "headline": "元 印刷会社 生産管理部長",
        "strengths": "小ロットの短納期を、残業をふやさずに回す段取り。外注先とのやりとりの決めごとづくり。",
        "contact": (dt.date(1957, 5, 21), "onodera.kiyoshi@example.jp", "090-0000-7101"),
        "career": ("中堅の印刷会社", "印刷", "生産管理部", "部長", 1980, 2018, "工程表を1枚にまとめ、納期の遅れを半分にした。"),
        "specialities": (("PRODUCTION", 24), ("STRATEGY", 8)),
    },
    {
        "days": 2,
        "number": "M90002",
        "name": ("立花", "実", "タチバナ", "ミノル"),
        "headline": "元 信用調査会社 支店長",
        "strengths": "取引先の見きわめ方、売掛金の回収の仕組みづくり。社長の相談相手として、数字の読み方を一緒に考える。",
        "contact": (dt.date(1954, 11, 3), "", "03-0000-7102"),
        "career": ("大手の信用調査会社", "サービス", "東京西支店", "支店長", 1977, 2015, "2,000社あまりを訪ね、財務の相談に答えた。"),
        "specialities": (("FINANCE", 30),),
    },
)  # fmt: skip
CHANGES = (
    # days, which senior, what is asked for
    (6, 3, {"languages": "英語(商談)、中国語(日常会話)"}),
    (
        1,
        7,
        {"headline": "元 食品会社 品質保証室長", "strengths": "表示と衛生の基準づくり。工場の見学者への説明の用意。"},
    ),
)
RETURNED = (
    12,
    11,
    {"achievements": "改善をした。"},
    "実績の欄に、いつ、どこで、何がどう良くなったかを書き足してください。",
)
AWAY = ((2, 20, 9, "旅行"), (5, 45, 0, "通院"), (9, 60, 30, "家族の介護"))  # which, in how many days, how long, why
CAPS = ((1, 4), (4, 6), (8, 10))


def load_register(world: DemoWorld, ids: Ids) -> None:
    """The same for the same world; nothing of it touches the events."""
    seniors = list(Senior.objects.filter(state=SeniorState.ACTIVE).order_by("number")[:20])
    if len(seniors) < 20:
        return
    for one in NEWCOMERS:
        _newcomer(one, world, ids)
    for days, which, words in CHANGES:
        _change(seniors[which], words, _at(world, days), ids)
    days, which, words, reason = RETURNED
    sent = _change(seniors[which], words, _at(world, days), ids)
    Application.objects.filter(pk=sent.pk).update(
        state=ApplicationState.RETURNED,
        reason=reason,
        decided_at=_at(world, days - 3),
        decided_by=ids("user", "coordinator@example.jp"),
    )
    for which, begins, lasts, note in AWAY:
        first = world.today + dt.timedelta(days=begins)
        UnavailablePeriod.objects.create(
            id=ids("away", which),
            senior=seniors[which],
            from_on=first,
            to_on=first + dt.timedelta(days=lasts),
            note=note,
        )
    for which, cap in CAPS:
        Senior.objects.filter(pk=seniors[which].pk).update(interviews_per_year=cap)


def _at(world: DemoWorld, days: int) -> dt.datetime:
    return dt.datetime.combine(world.today - dt.timedelta(days=days), dt.time(10), world.held.entry_open.tzinfo)


def _change(senior: Senior, words: dict, at: dt.datetime, ids: Ids) -> Application:
    return Application.objects.create(
        id=ids("application", senior.number),
        kind=ApplicationKind.CHANGE,
        state=ApplicationState.SUBMITTED,
        applicant_id=senior.user_id,
        senior=senior,
        sheet=sheet_of(senior) | words,
        base=sheet_of(senior),
        submitted_at=at,
    )


def _newcomer(one: dict, world: DemoWorld, ids: Ids) -> None:
    family, given, family_kana, given_kana = one["name"]
    at = _at(world, one["days"])
    senior = Senior.objects.create(
        id=ids("senior", one["number"]),
        number=one["number"],
        state=SeniorState.SUBMITTED,
        family_name=family,
        given_name=given,
        family_kana=family_kana,
        given_kana=given_kana,
        prefecture="東京都",
        headline=one["headline"],
        strengths=one["strengths"],
        regions=["東京都"],
        days_per_week=2,
    )
    birth_date, email, phone = one["contact"]
    SeniorContact.objects.create(senior=senior, birth_date=birth_date, email=email, phone=phone)
    company, industry, department, position, first, last, summary = one["career"]
    Career.objects.create(
        id=ids("career", one["number"]),
        senior=senior,
        company_name=company,
        industry=industry,
        department=department,
        position=position,
        from_year=first,
        to_year=last,
        summary=summary,
    )
    for category, years in one["specialities"]:
        Speciality.objects.create(
            id=ids("speciality", one["number"], category), senior=senior, category=category, years=years
        )
    for kind in (ConsentKind.PERSONAL_DATA, ConsentKind.PROFILE):
        Consent.objects.create(
            id=ids("consent", one["number"], kind), senior=senior, kind=kind, version="1", accepted_at=at
        )
    Application.objects.create(
        id=ids("application", one["number"]),
        state=ApplicationState.SUBMITTED,
        senior=senior,
        sheet=sheet_of(senior),
        submitted_at=at,
    )
