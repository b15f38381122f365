"""People, firms and events at the national size: the written texts and names recombined, the same for the same seed. Pure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from events.demo.careers import CAREERS
from events.demo.generate import TOKYO, slots_of
from events.demo.issues import ISSUES
from events.demo.names import ManyNames
from events.demo.places import PREFECTURE, REGIONS, TOWNS, VENUES, address, mobile_phone, office_phone
from events.demo.texts import Firm
from events.demo.wishes import fit_of, wish
from events.demo.world import DemoEntry, DemoFirm, DemoSenior, DemoSlot

_HEADS = (
    ("青", "アオ"),
    ("朝", "アサ"),
    ("霧", "キリ"),
    ("花", "ハナ"),
    ("星", "ホシ"),
    ("雪", "ユキ"),
    ("竹", "タケ"),
    ("梅", "ウメ"),
    ("柳", "ヤナギ"),
    ("鶴", "ツル"),
    ("鷹", "タカ"),
    ("滝", "タキ"),
    ("波", "ナミ"),
    ("雲", "クモ"),
    ("月", "ツキ"),
    ("稲", "イナ"),
    ("麻", "アサ"),
    ("桐", "キリ"),
    ("楠", "クスノキ"),
    ("鈴", "スズ"),
    ("藤", "フジ"),
    ("萩", "ハギ"),
    ("虹", "ニジ"),
    ("泉", "イズミ"),
)
_TAILS = (
    ("見原", "ミハラ"),
    ("ヶ窪", "ガクボ"),
    ("ノ瀬", "ノセ"),
    ("見台", "ミダイ"),
    ("守", "モリ"),
    ("浜", "ハマ"),
    ("影", "カゲ"),
    ("ヶ淵", "ガフチ"),
    ("見沢", "ミザワ"),
    ("ノ森", "ノモリ"),
    ("坂下", "サカシタ"),
    ("野辺", "ノベ"),
    ("平", "ダイラ"),
    ("里", "サト"),
)
_LONGEST_NAME = 8
_KINDS = (("信用金庫", "信金", "シンヨウキンコ", "shinkin"), ("信用組合", "信組", "シンヨウクミアイ", "shinkumi"))
FIRST_DAY = dt.date(2009, 6, 8)


@dataclass(frozen=True, slots=True)
class Scale:
    institutions: int
    seniors: int
    companies: int
    events: int
    attendances: int  # per event
    letter: str  # before the seniors' numbers
    cores: tuple[int, int]  # which of the invented names of institutions it uses

    def firms_of(self, event: int) -> int:
        """Firms of event `event` (from 0): the companies spread as evenly as they go."""
        return self.companies // self.events + (event < self.companies % self.events)


SCALES = {
    "small": Scale(institutions=6, seniors=150, companies=42, events=3, attendances=40, letter="T", cores=(0, 16)),
    "full": Scale(
        institutions=120, seniors=15_000, companies=4_175, events=233, attendances=65, letter="N", cores=(16, 336)
    ),
}
BRANCHES, OFFICERS = 6, 2


@dataclass(frozen=True, slots=True)
class CrowdBank:
    key: int
    name: str
    short: str
    kana: str
    kind: str
    region: str


@dataclass(frozen=True, slots=True)
class CrowdEvent:
    number: int
    name: str
    date: dt.date
    venue: str
    entry_open: dt.datetime
    entry_close: dt.datetime
    slots: tuple[DemoSlot, ...]
    firms: tuple[DemoFirm, ...]
    seniors: tuple[DemoSenior, ...]
    entries: tuple[DemoEntry, ...]


def banks(seed: int, scale: Scale) -> list[CrowdBank]:
    """Invented institutions only: nobody's real clients are invented."""
    rng = Random(f"banks {seed}")
    every = [(head, tail) for head in _HEADS for tail in _TAILS]
    cores = rng.sample(every[slice(*scale.cores)], scale.institutions)
    made = []
    for key, (head, tail) in enumerate(cores):
        full, brief, reading, kind = _KINDS[key % len(_KINDS)]
        core = head[0] + tail[0]
        made.append(
            CrowdBank(key, core + full, core + brief, head[1] + tail[1] + reading, kind, REGIONS[key % len(REGIONS)])
        )
    return made


def seniors(seed: int, scale: Scale, today: dt.date) -> list[DemoSenior]:
    rng = Random(f"seniors {seed}")
    names = ManyNames(rng)
    prefectures = sorted({one.prefecture for one in CAREERS} | set(PREFECTURE.values()))
    made = []
    for n in range(scale.seniors):
        career = CAREERS[n % len(CAREERS)]
        home = rng.choice(prefectures)
        strengths = career.strengths.split("、")
        rng.shuffle(strengths)
        made.append(
            DemoSenior(
                key=f"n{n:05}",
                number=f"{scale.letter}{n + 1:06}",
                career=replace(career, strengths="、".join(strengths)),
                name=names.senior(),
                birth_date=dt.date(rng.randint(*career.born), rng.randint(1, 12), rng.randint(1, 28)),
                email=f"crowd{n + 1:05}@example.jp",
                phone=mobile_phone(rng),
                prefecture=home,
                address=address(rng),
                regions=(home,),
                online_ok=rng.random() < 0.75,
                days_per_week=rng.randint(1, 4),
                registered_on=today - dt.timedelta(days=rng.randint(60, 6000)),
            )
        )
    return made


def firms(seed: int, scale: Scale, bank_list: list[CrowdBank]) -> Iterator[DemoFirm]:
    """Endless: written issues in turn, under new names, at branches of the banks in turn."""
    rng = Random(f"firms {seed}")
    names = ManyNames(rng)
    used: set[tuple[int, str]] = set()
    n = 0
    while True:
        bank = bank_list[n % len(bank_list)]
        issue = ISSUES[n % len(ISSUES)]
        n += 1
        firm = _firm_name(rng, issue.firm)
        while (bank.key, firm.name) in used:
            firm = _firm_name(rng, issue.firm)
        used.add((bank.key, firm.name))
        branch = rng.randrange(BRANCHES)
        yield DemoFirm(
            key=f"f{n:05}",
            issue=replace(
                issue, firm=firm, region=bank.region, employees=max(3, round(issue.employees * rng.uniform(0.7, 1.4)))
            ),
            bank=str(bank.key),
            branch=branch,
            officer=f"{bank.key}-{branch}-{rng.randrange(OFFICERS)}",
            president=names.president(),
            president_title="代表取締役",
            prefecture=PREFECTURE[bank.region],
            city=rng.choice(TOWNS[bank.region]),
            address=f"{address(rng)}-{n}",
            phone=office_phone(rng),
            established=rng.randint(1920, 2010),
        )


def _firm_name(rng: Random, like: Firm) -> Firm:
    """Another core before the same kind; a long kind gets a short core."""
    head, tail = rng.choice(_HEADS), rng.choice(_TAILS)
    if len(head[0] + tail[0] + like.kind) > _LONGEST_NAME:
        tail = ("", "")
    return Firm(like.form, head[0] + tail[0], head[1] + tail[1], like.kind, like.kind_kana)


def _who_find_something(
    rng: Random, brought: tuple[DemoFirm, ...], people: list[DemoSenior], wanted: int
) -> list[DemoSenior]:
    """As many as wanted, where so many find a firm that suits them among a few times as many asked."""
    asked = rng.sample(people, min(4 * wanted, len(people)))
    return [one for one in asked if any(fit_of(firm.issue, one.career) for firm in brought)][:wanted]


def days(seed: int, scale: Scale, today: dt.date) -> list[dt.date]:
    """One weekday for each event, none twice, the first at least 14 days ago, going back at most to 2009."""
    rng = Random(f"days {seed}")
    last = today - dt.timedelta(days=14)
    span = (last - FIRST_DAY).days
    weekdays = [day for day in (last - dt.timedelta(days=n) for n in range(span)) if day.weekday() < 5]
    return sorted(rng.sample(weekdays, scale.events))


def events(
    seed: int, scale: Scale, today: dt.date, bank_list: list[CrowdBank], people: list[DemoSenior]
) -> Iterator[CrowdEvent]:
    rng = Random(f"events {seed}")
    supply = firms(seed, scale, bank_list)
    editions: dict[str, int] = {}
    for number, date in enumerate(days(seed, scale, today)):
        brought = tuple(next(supply) for _ in range(scale.firms_of(number)))
        present = tuple(_who_find_something(rng, brought, people, scale.attendances))
        host = bank_list[number % len(bank_list)].short
        editions[host] = editions.get(host, 0) + 1
        opened = dt.datetime.combine(date - dt.timedelta(days=45), dt.time(9), TOKYO)
        closed = dt.datetime.combine(date - dt.timedelta(days=25), dt.time(17), TOKYO)
        total = round(2.3 * len(present))
        yield CrowdEvent(
            number,
            f"第{editions[host]}回 {host} 新現役交流会",
            date,
            rng.choice(VENUES),
            opened,
            closed,
            slots_of(date),
            brought,
            present,
            wish(rng, list(brought), list(present), total, opened, closed),
        )
