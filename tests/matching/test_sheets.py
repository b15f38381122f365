"""The papers of an event say exactly what the published timetable says, fit their pages and load nothing foreign."""

import dataclasses
import datetime as dt
import http.server
import re
import threading

import pytest

from companies.models import Issue
from events.models import Entry, Event
from kouryukai.lib.pdf import page_count
from matching.models import Interview
from matching.sheets import booklet, report, rows, senior, timetable
from matching.sheets.makers import file_name
from talent.models import Senior
from tests import factories
from tests.matching import papers

pytestmark = pytest.mark.django_db

HOSTILE = (
    "<script>alert(1)</script><img src={web}/i.png><link rel=attachment href=file:///etc/hostname>"
    "<style>@import url({web}/s.css)</style>\"'><object data=file:///etc/hostname>&amp;{{{{ secret }}}}"
)


@pytest.fixture
def event(coordinator, branch_of_a):
    return papers.published_event(coordinator, companies=3, seniors=4, at=branch_of_a)


@pytest.fixture
def listener():
    asked = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def all_papers(event: Event) -> list[bytes]:
    found = [booklet.render(facts) for facts in rows.booklets(event)]
    found += [senior.render(facts) for facts in rows.seniors(event)]
    return [*found, timetable.render(rows.grid(event)), report.render(report.read(event))]


# --- What they say ------------------------------------------------------------------------------------------------------
def test_a_booklet_has_a_cover_its_contents_and_one_page_for_each_interview(event):
    facts = rows.booklets(event)[0]
    pages = papers.pages_of(booklet.render(facts))
    assert len(pages) == 2 + len(facts.sheets)
    cover, contents, *sheets = pages
    for text in (facts.company.name, event.name, f"{len(facts.sheets)}件", "取扱注意", "千代田会館3階", "2026-09-18"):
        assert papers.squeezed(text) in cover
    assert "面談の予定" in contents
    for number, (sheet, page) in enumerate(zip(facts.sheets, sheets, strict=True), 3):
        assert papers.squeezed(sheet.senior_name) in contents
        for text in (
            f"面談シートNo.{sheet.number}",
            f"第{sheet.slot.number}回{sheet.slot.starts_at:%H:%M}〜{sheet.slot.ends_at:%H:%M}",
            "令和8年9月18日(金)",
            facts.company.name,
            f"{sheet.senior_name}様",
            sheet.body,
            sheet.expected_support,
            sheet.proposal,
            f"1.{sheet.questions[0]}",
            sheet.attendant,
            sheet.headline,
            "20分の使い方",
            "もう一度会いたいですか",
            "まだ決められない",
            "取扱注意面談後に受付へお返しください",
            f"{number}/{len(pages)}",
        ):
            assert papers.squeezed(text) in page


def test_the_clock_strip_follows_the_length_of_the_interview(event):
    slot = rows.booklets(event)[0].sheets[0].slot
    assert [(f"{p.starts_at:%H:%M}", p.minutes, p.word) for p in booklet.phases(slot, 20)] == [
        ("13:30", 5, "聞く"),
        ("13:35", 10, "提案する"),
        ("13:45", 5, "相談する"),
    ]
    assert [p.minutes for p in booklet.phases(slot, 25)] == [6, 13, 6]
    assert [p.minutes for p in booklet.phases(slot, 5)] == [1, 3, 1]


def test_no_age_and_no_address_of_a_senior_lies_on_a_table(coordinator, event):
    private = {
        "birth_date": dt.date(1951, 3, 4),
        "email": "private@example.jp",
        "phone": "090-1111-2222",
        "postal_code": "2310001",
        "address": "橿原市秘密町1-2-3",
    }
    Senior.objects.update(prefecture="奈良県")
    for person in Senior.objects.all():
        factories.senior_contact(person, **private)
    for pdf in all_papers(event):
        text = papers.text_of(pdf)
        for leak in ("1951", "private@", "090-1111", "231-0001", "2310001", "奈良県", "橿原市"):
            assert leak not in text


def test_a_senior_reads_the_open_title_never_the_confidential_issue(event):
    Issue.objects.update(title="秘密の題", body="秘密の本文", expected_support="秘密の望み")
    issue = Issue.objects.filter(
        company=rows.seniors(event)[0].meetings and papers.interviews(event)[0].company
    ).first()
    factories.issue_brief(issue, public_title="公開の題")
    texts = [papers.text_of(senior.render(facts)) for facts in rows.seniors(event)]
    assert any("公開の題" in text for text in texts)
    assert not any("秘密" in text for text in texts)


def test_a_seniors_timetable_holds_table_time_firm_and_telephone(event):
    for facts in rows.seniors(event):
        text = papers.text_of(senior.render(facts))
        assert f"名札番号{facts.number}" in text
        assert "13時までに受付へ" in text or "13時20分までに受付へ" in text or "までに受付へ" in text
        assert "03-0000-1234" in text
        for meeting in facts.meetings:
            for part in (meeting.company, f"第{meeting.slot.number}回", f"{meeting.slot.starts_at:%H:%M}"):
                assert papers.squeezed(part) in text


def test_breaks_between_own_interviews_are_told(coordinator, event):
    facts = rows.seniors(event)
    slots = {slot.number + 1: slot for slot in event.slots.all()}
    for one in facts:
        for before, after in zip(one.meetings, one.meetings[1:], strict=False):
            crossed = [n for n in range(before.slot.number + 1, after.slot.number + 1) if slots[n].after_break]
            assert len(after.pauses) == len(crossed)


def test_the_grid_holds_every_firm_and_interview_day_by_day(coordinator, branch_of_a):
    event = factories.event(ends_on=dt.date(2026, 9, 19))
    for _ in range(2):
        factories.slots(factories.day(event), 3)
    firms = [factories.participation(event, factories.company(branch_of_a)) for _ in range(32)]
    person = factories.attendance(event, factories.senior(family_name="𠮷田", given_name="実"))
    factories.unavailability(event, event.slots.first(), participation=firms[1])
    factories.unavailability(event, event.slots.first(), attendant=firms[2].attendant)
    plan = factories.timetable(event, coordinator, published=True)
    for firm, slot in zip(firms[:3], event.slots.order_by("-number"), strict=False):
        factories.interview(plan, factories.entry(firm, person), slot)
    pdf = timetable.render(rows.grid(event))
    pages = papers.pages_of(pdf)
    assert len(pages) == 4  # two days, 16 firms each
    assert [("第1回" in page, "第4回" in page) for page in pages] == [(True, False)] * 2 + [(False, True)] * 2
    assert "2026-09-18" in pages[0] and "2026-09-19" in pages[2]
    assert pages[2].count("𠮷田") == 3
    assert pages[0].count("不可") == 2  # the firm itself, and one whose attendant cannot
    assert all(firm.company.short_name in "".join(pages[:2]) for firm in firms)


@pytest.mark.parametrize(("firms", "pages"), [(25, 1), (30, 1), (31, 2)])
def test_the_grid_takes_a_page_for_every_thirty_firms(event, firms, pages):
    facts = rows.grid(event)
    row = facts.rows[0]
    cells = tuple(rows.GridCell(slot.number, row.company.table, "勅使河原", "俊太郎", 120, "③") for slot in facts.slots)
    company = dataclasses.replace(row.company, short_name="武蔵台フーズ株", bank="東川信用組合")
    full = dataclasses.replace(row, company=company, cells=cells)
    pdf = timetable.render(dataclasses.replace(facts, rows=(full,) * firms))
    assert page_count(pdf) == pages
    assert papers.text_of(pdf).count("勅使河原") == firms * len(facts.slots)


# --- Fitting --------------------------------------------------------------------------------------------------------------
LONGEST = {
    Issue: {"body": "困" * 4000, "expected_support": "望みW " * 800, "questions": ["質" * 80] * 10},
    Entry: {"proposal_text": "私に\nできる" * 200},
    Senior: {"family_name": "長" * 30, "given_name": "い" * 30, "headline": "元" * 60, "languages": "語" * 120},
}


def test_the_longest_texts_stay_on_one_page_with_everything_below_them(event):
    for model, values in LONGEST.items():
        model.objects.update(**values)
    firm = papers.interviews(event)[0].company
    for name, limit in (("name", 100), ("representative_title", 40), ("representative_name", 60), ("industry", 60)):
        setattr(firm, name, "漢" * limit)
    firm.save()
    Event.objects.update(name="会" * 100, venue="場" * 100)
    event.refresh_from_db()
    for facts in rows.booklets(event):
        # At the first try: what was reckoned is what the typesetter needs.
        pages = papers.pages_of(booklet.PAPER.render(booklet.context(facts)))
        assert len(pages) == 2 + len(facts.sheets)
        for page in pages[2:]:
            for text in (
                "困困困",
                "…(長いため、ここまで)",
                "メモ",
                "相談する(5分)",
                "まだ決められない",
                "おたがいにお知らせします",
                "取扱注意",
            ):
                assert text in page
    for facts in rows.seniors(event):
        assert "受付でアンケート" in papers.pages_of(senior.render(facts))[-1]
    assert page_count(timetable.render(rows.grid(event))) == 1


def test_a_sheet_that_was_reckoned_too_short_gets_less_text(event, monkeypatch):
    Issue.objects.update(body="困" * 4000)
    facts = rows.booklets(event)[0]
    monkeypatch.setattr(booklet, "FIXED", booklet.FIXED - 25)
    assert page_count(booklet.PAPER.render(booklet.context(facts))) > 2 + len(facts.sheets)
    assert page_count(booklet.render(facts)) == 2 + len(facts.sheets)


def test_texts_of_one_sign_leave_a_full_sheet(event):
    Issue.objects.update(body="国", expected_support="", questions=[])
    Entry.objects.update(proposal_text="可")
    facts = rows.booklets(event)[0]
    pages = papers.pages_of(booklet.render(facts))
    assert len(pages) == 2 + len(facts.sheets)
    assert "記載なし" in pages[2]
    assert len(booklet.lay_out(facts, facts.sheets[0]).memo_lines) == booklet.MEMO_MOST


def test_the_memo_gives_way_before_the_letters_do(event):
    facts = rows.booklets(event)[0]
    short = booklet.lay_out(facts, facts.sheets[0])
    Issue.objects.update(body="困っていることの説明です。" * 25)
    facts = rows.booklets(event)[0]
    longer = booklet.lay_out(facts, facts.sheets[0])
    assert longer.rows[0].line.points == short.rows[0].line.points == 10.5
    assert booklet.MEMO_LEAST <= len(longer.memo_lines) < len(short.memo_lines)


@pytest.mark.parametrize("names", [papers.HARD_NAMES])
def test_hard_names_come_back_from_the_paper_as_typed(event, names):
    for interview, name in zip(papers.interviews(event), names * 9, strict=False):
        Senior.objects.filter(pk=interview.senior_id).update(family_name=name)
    told = {facts.name.split()[0] for facts in rows.seniors(event)}
    assert len(told) > 2
    text = "".join(papers.text_of(pdf) for pdf in all_papers(event))
    assert all(name in text for name in told)


def test_an_online_table_says_so(event):
    booth = papers.interviews(event)[0].booth
    booth.mode, booth.place = "online", "3番の部屋"
    booth.save()
    facts = next(b for b in rows.booklets(event) if b.company.table == booth.number)
    assert "オンライン3番の部屋" in papers.pages_of(booklet.render(facts))[2]


# --- Safety ---------------------------------------------------------------------------------------------------------------
def test_hostile_text_in_every_printed_field_asks_for_nothing_and_attaches_nothing(coordinator, event, listener):
    web, asked = listener
    bad = HOSTILE.format(web=web)

    def fill(model, **limits):
        model.objects.update(**{name: bad[:limit] for name, limit in limits.items()})

    fill(Issue, title=80, body=4000, expected_support=4000)
    Issue.objects.update(questions=[bad[:80]])
    fill(Entry, proposal_text=1200)
    fill(Senior, family_name=30, given_name=30, headline=60, languages=120)
    fill(Event, name=100, venue=100)
    company = event.participations.first().company
    fill(type(company), short_name=8, representative_name=60, industry=60)
    for one in type(company).objects.all():
        type(company).objects.filter(pk=one.pk).update(name=f"<img src={web}/c{one.short_name}>{one.pk}"[:100])
    fill(type(company.branch), name=80)
    for one in type(event.participations.first().attendant).objects.all():
        one.name = bad[:60]
        one.save()
    type(company.institution).objects.filter(pk=company.institution_id).update(name=bad[:80], short_name=bad[:20])
    type(papers.interviews(event)[0].booth).objects.update(place=bad[:60])
    for person in Senior.objects.all():
        factories.qualification(person, name=bad[:80])
    factories.event_host(event, company.institution)
    event.refresh_from_db()

    for pdf in all_papers(event):
        assert set(papers.attachments_of(pdf)) <= {report.CSV_NAME}
        # The text stands there as text.
        assert "<script>alert" in papers.text_of(pdf) or "<imgsrc=" in papers.text_of(pdf)
    assert asked == []


def test_file_names_hold_nothing_that_leads_elsewhere():
    name = file_name("時間割", "../../etc/passwd", 'a"b\x00c<d>' + "長" * 300)
    assert not re.search(r"[/\\\"<>\x00]", name)
    assert len(name) < 140
    assert name.endswith(".pdf")


# --- The mark of a paper ------------------------------------------------------------------------------------------------------
def marks(event: Event) -> dict:
    return {facts.company.table: booklet.fingerprint(facts) for facts in rows.booklets(event)} | {
        f"senior {facts.number}": senior.fingerprint(facts) for facts in rows.seniors(event)
    }


def test_the_same_rows_give_the_same_bytes(event):
    facts = rows.booklets(event)[0]
    assert booklet.fingerprint(facts) == booklet.fingerprint(rows.booklets(event)[0])
    assert booklet.render(facts) == booklet.render(rows.booklets(event)[0])
    one = rows.seniors(event)[0]
    assert senior.render(one) == senior.render(rows.seniors(event)[0])
    assert timetable.render(rows.grid(event)) == timetable.render(rows.grid(event))


def test_a_moved_interview_touches_its_firm_and_its_senior_alone(event):
    before, grid = marks(event), timetable.fingerprint(rows.grid(event))
    moved = papers.interviews(event).first()
    slot = event.slots.get(number=8)
    Interview.objects.filter(pk=moved.pk).update(slot=slot, during=slot.during)
    after = marks(event)
    number = moved.entry.attendance.number
    assert {key for key in before if before[key] != after[key]} == {moved.booth.number, f"senior {number}"}
    assert timetable.fingerprint(rows.grid(event)) != grid


def test_a_new_version_of_the_same_timetable_touches_nothing(coordinator, event):
    before = marks(event)
    old = Interview.objects.filter(event=event)[0].timetable
    kept = [(i.entry, i.slot) for i in papers.interviews(event)]
    old.state, old.is_published = "superseded", False
    old.save()
    plan = factories.timetable(event, coordinator, published=True)
    for entry, slot in kept:
        factories.interview(plan, entry, slot)
    assert marks(event) == before


# --- Reading ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("read", [rows.booklets, rows.seniors, rows.grid, report.read])
def test_reading_costs_the_same_with_one_firm_and_with_three(coordinator, django_assert_num_queries, read):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    one = papers.published_event(coordinator, companies=1, seniors=1)
    three = papers.published_event(coordinator, companies=3, seniors=5)
    with CaptureQueriesContext(connection) as few:
        read(one)
    with CaptureQueriesContext(connection) as many:
        read(three)
    assert len(few) == len(many)


def test_nothing_is_printed_without_a_published_timetable(coordinator):
    event = factories.small_event()
    factories.timetable(event, coordinator)
    for read in (rows.booklets, rows.seniors, rows.grid, report.read):
        with pytest.raises(rows.PrintingError, match="公開"):
            read(event)
