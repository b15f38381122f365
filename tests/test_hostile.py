"""Whatever is sent to whatever form or filter: an answer below 500, and nothing of it unescaped on the page."""

import io
import random
import string

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.http import urlencode

from matching.models import Timetable
from talent.models import Application
from tests import factories
from tests.conftest import client_of
from tests.sides import MISSING, patterns
from tests.test_access import DOORS
from tests.test_pages import fill

pytestmark = pytest.mark.django_db

MARKUP = "\"'><b id=hostile>"
VALUES = [
    "", " ", "0", "-1", "1", "1.5", "NaN", "1e400", "9" * 20, "9" * 5000, "-" + "9" * 30, "2147483648", "１２", "٣", "²",
    "true", "null", "[]", "{}", "x", "\x00", "a\x00b", "\x01", "\x1b[31m", "\x7f", "\r\n\r\nSet-Cookie: a=b", "\t", "\u200b",
    "\u202e", "\ufeff", "\ufffe", "\U0010ffff", "\ue000", "\ufdfa" * 100, "e\u0301" * 50, "か\u3099", "髙﨑𠮷\ufa19", "😀" * 30,
    "%", "%s", "%00", "\\", "_", "%_%", "'; DROP TABLE x;--", "{{ 7|add:7 }}", "{% load %}", "../../etc/passwd", MARKUP,
    "00000000-0000-0000-0000-000000000000", "g0000000-0000-4000-8000-000000000000", "0" * 32, "http://example.jp/", "//example.jp",
    "令和8年2月30日", "令和99年1月1日", "9999-12-31", "0000-00-00", "10000-1-1", "2026/13/1", "R0.1.1", "25:61", "午後13時",
    "あ" * 300, "a" + " " * 50_000 + "b", "(" * 20_000, "1/" * 20_000, "株式会社" * 5000,
]  # fmt: skip
RAW = ["%ED%A0%80", "%FF%FE", "%C0%80", "%E3%81", "%", "%u0000", "+" * 50, "=&=&;"]  # lone surrogates, broken UTF-8
BIG = ["x" * 1_000_000, "あ" * 300_000, "a" + " " * 900_000 + "b"]
FILTERS = "q page year host bank category state kind group interview entry day density version next region x".split()
FORMS = {
    "institutions:sign_in": {"login": "a@example.jp", "password": "x", "next": "/"},
    "events:desk_make": {"date": "2026-09-18"},
    "talent:pledge": {"version": "1", "agreed": "on"},
    "talent:registration_step": {"has_IT": "on", "years_IT": "12", "topics": "DIGITAL", "seen": "", "action": "next"},
    "talent:registration_career": {"company_name": "x", "from_year": "S60", "to_year": "", "action": "next"},
    "talent:registration_careers": {"arrange": "up:1", "careers_mark": ""},
    "matching:timetable_publish": {"revision": "0"},
    "matching:timetable_discard": {"revision": "0"},
    "matching:timetable_undo": {"revision": "0"},
    "matching:interview_move": {"revision": "0", "slot": ""},
    "matching:interview_lock": {"revision": "0", "locked": "1"},
    "matching:interview_remove": {"revision": "0"},
    "matching:entry_place": {"revision": "0", "slot": ""},
    "office:inquiry_new": {
        "name": "堤 一郎",
        "organisation": "潮見信用組合",
        "email": "a@example.jp",
        "phone": "",
        "reply_by": "mail",
        "audience": "board",
        "people": "30",
        "body": "x",
        "step": "check",
        "new_key": "",
        "opened": "",
        "homepage": "",
    },
    "office:inquiry_write": {
        "kind": "host",
        "source": "mail",
        "name": "x",
        "email": "a@example.jp",
        "reply_by": "mail",
        "body": "x",
    },
    "office:inquiry_take": {"owner": "", "was": ""},
    "office:inquiry_note": {"text": "x", "next_step": "y", "next_on": "令和9年1月1日", "new_key": ""},
    "office:inquiry_close": {"state": "done", "result": "x", "event": ""},
    "office:document_retry_failed": {"kind": "", "state": "", "group": ""},
}
PARTS = [
    {"part": "result", "result-state": "held", "result-note": ""},
    {"part": "company", "company-wish": "yes", "company-reason": ""},
    {"part": "senior", "senior-wish": "no", "senior-reason": ""},
    {"part": "second", "second-state": "held", "second-held_on": "2026-10-01", "second-place": "", "second-note": ""},
    {"part": "second", "second-state": "held", "second-held_on_0": "R8", "second-held_on_1": "1", "second-held_on_2": "1"},
    {"part": "support", "support-state": "agreed", "support-agreed_on": "2026-10-01", "support-theme": "x"},
]  # fmt: skip


@pytest.fixture
def rows(coordinator):
    """An event with outcomes and a draft beside its published timetable: what the addresses point at."""
    event = fill(1, coordinator)
    entry, slot = event.entries.get(), event.slots.last()
    draft = factories.timetable(event, coordinator, version=2)
    interview = factories.interview(draft, entry, slot)
    return {
        "event_pk": event.pk,
        "entry_pk": entry.pk,
        "timetable_pk": draft.pk,
        "interview_pk": interview.pk,
        "company_pk": entry.company_id,
        "senior_pk": entry.senior_id,
        "application_pk": Application.objects.create(written_by=coordinator).pk,
        "step": 4,
        "number": 0,
        "slot": str(slot.pk),
        "inquiry_pk": factories.inquiry().pk,
        "inquiry_kind": "lecture",
    }


class Fuzzer:
    def __init__(self, seed: int, rows: dict) -> None:
        self.dice, self.rows = random.Random(f"hostile {seed}"), rows
        self.addresses = [
            (name, arguments)
            for name, arguments in patterns()
            if name not in ("institutions:sign_out", "account_logout")
        ]

    def value(self) -> str:
        dice = self.dice
        if dice.random() < 0.75:
            return dice.choice(VALUES)
        return "".join(
            dice.choices(string.printable + "あ令和年月日ー㈱髙\u3000\x00\x0b\u0301😀", k=dice.randint(1, 60))
        )

    def address(self, name: str, arguments: list[str]) -> str:
        return reverse(name, kwargs={key: self.rows.get(key, MISSING[key]) for key in arguments})

    def query(self) -> str:
        pairs = [(name, self.value()) for name in self.dice.sample(FILTERS, self.dice.randint(1, 3))]
        pairs *= self.dice.choice([1, 1, 1, 40])
        raw = f"&{self.dice.choice(FILTERS)}={self.dice.choice(RAW)}" if self.dice.random() < 0.3 else ""
        return urlencode(pairs) + raw

    def form(self, name: str) -> dict:
        base = self.dice.choice(PARTS) if name == "matching:outcome_edit" else FORMS.get(name, {})
        data: dict = dict(base) | ({"slot": self.rows["slot"]} if "slot" in base else {})
        names = [*data, "part", "page", "csrfmiddlewaretoken", "x"]
        for field in self.dice.sample(names, min(len(names), self.dice.randint(1, 2))):
            data[field] = self.value() if self.dice.random() < 0.9 else [self.value() for _ in range(30)]
        if self.dice.random() < 0.02:
            data[self.dice.choice(names)] = self.dice.choice(BIG)
        if self.dice.random() < 0.05 or name == "events:event_import":
            content = self.dice.choice([b"", b"PK\x03\x04" + self.dice.randbytes(200), self.dice.randbytes(50)])
            data["workbook"] = io.BytesIO(content)
            data["workbook"].name = self.dice.choice(["x.xlsx", "..", "\u202ex.exe", MARKUP])
        return data

    def send(self, client) -> tuple[str, int, bool]:
        """(what was sent, status, whether the markup came back as markup); what was written is taken back."""
        name, arguments = self.dice.choice(self.addresses)
        posts = DOORS[name].post != 405
        address, sent = self.address(name, arguments), {}
        with transaction.atomic():
            if posts and (DOORS[name].get == 405 or self.dice.random() < 0.7):
                sent = self.form(name)
                response = client.post(address, sent)
            else:
                address = f"{address}?{self.query()}"
                headers = {"HX-Request": "true"} if self.dice.random() < 0.3 else {}
                response = client.get(address, headers=headers)
            content = b"".join(response)
            transaction.set_rollback(True)
        return f"{name} {address[:300]} {str(sent)[:500]}", response.status_code, b"<b id=hostile>" in content


def answers(client, fuzzer: Fuzzer, how_many: int) -> tuple[set[int], list]:
    client.raise_request_exception = False
    seen, wrong = set(), []
    for _ in range(how_many):
        sent, status, is_open = fuzzer.send(client)
        seen.add(status)
        if status >= 500 or is_open:
            wrong.append((status, sent))
    return seen, wrong


def test_a_few_hundred_hostile_requests(rows, coordinator):
    seen, wrong = answers(client_of(coordinator), Fuzzer(1, rows), 300)
    assert wrong == []
    assert {200, 302, 400, 404} <= seen
    assert Timetable.objects.get(pk=rows["timetable_pk"]).revision == 0


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(2, 12))
def test_ten_thousand_hostile_requests(rows, coordinator, seed):
    seen, wrong = answers(client_of(coordinator), Fuzzer(seed, rows), 1000)
    assert wrong == []
    assert {200, 302, 400, 404} <= seen
