"""Planning an event in the browser: made, changed, copied; hosts, places and programme; nothing typed is lost, nothing in use is cut off."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from events import copying, planning, programme
from events.advising import Wish, outlook_of
from events.models import Event, HostRole, LetterTemplate, MilestoneKind, TimeSlot
from events.planning import BoothRow, HostRow, PlanningError, VenueRow
from events.programme import DaySettings, ProgrammeError, turns_of
from institutions.models import Institution
from kouryukai.lib.workdays import is_workday, months_before, on_or_after, on_or_before, why_not
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 9, 17)


def sent(**changes) -> dict:
    values = {
        "new_key": str(uuid.uuid4()), "name": "第4回 青葉信用組合 新現役交流会", "edition_no": "４",
        "starts_on": "令和9年9月17日", "second_day": "", "slot_minutes": "20分", "changeover_minutes": "0",
        "min_per_company": "1", "max_per_company": "9", "max_per_senior": "3", "max_second_picks": "2",
        "max_entries_per_senior": "5", "few_entries": "3", "many_entries": "50", "entry_open_on": "2027-08-03",
        "entry_open_time": "9時", "entry_close_on": "2027-08-23", "entry_close_time": "17:00",
        "planned_companies": "20社", "planned_seniors": "６０", "planned_interviews": "", "remarks": "",
    }  # fmt: skip
    return values | changes


@pytest.fixture
def client(coordinator):
    return client_of(coordinator)


def made(client, **changes) -> Event:
    answer = client.post(reverse("events:event_new"), sent(**changes))
    assert answer.status_code == 302, answer.context["form"].errors
    return Event.objects.get(name=changes.get("name", sent()["name"]))


def plan(event) -> list:
    return programme.plan_of(event)


# --- The event ----------------------------------------------------------------------------------------------------------
def test_an_event_is_made_with_its_programme_and_dates_and_twice_is_once(client):
    data = sent()
    first, second = (client.post(reverse("events:event_new"), data) for _ in range(2))
    event = Event.objects.get()
    assert first.url == second.url == reverse("events:event_hosts", args=[event.pk])
    assert (event.edition_no, event.planned_companies, event.planned_seniors) == (4, 20, 60)
    assert timezone.localtime(event.entry_close_at) == dt.datetime(2027, 8, 23, 17, 0, tzinfo=factories.TOKYO)
    times = [f"{slot.starts_at:%H:%M}-{slot.ends_at:%H:%M}" for slot in event.slots.all()]
    assert times == [
        "13:30-13:50", "13:50-14:10", "14:10-14:30", "14:40-15:00", "15:00-15:20", "15:20-15:40",
        "15:50-16:10", "16:10-16:30", "16:30-16:50",
    ]  # fmt: skip
    assert [slot.number for slot in event.slots.filter(after_break=True)] == [3, 6]
    assert event.days.get().opening_at == dt.time(13, 0)
    assert event.milestones.count() == len(MilestoneKind) - 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts_on": "令和9年2月30日"}, "という日付はありません"),
        ({"second_day": "2027-09-01"}, "開催日の後の1か月以内"),
        ({"min_per_company": "10"}, "下限より小さくできません"),
        ({"few_entries": "50"}, "より大きくしてください"),
        ({"entry_close_on": "2027-08-01"}, "開始より後"),
        ({"entry_close_on": "2027-09-17"}, "開催日より前"),
        ({"slot_minutes": "二十"}, "整数として読めません"),
        ({"slot_minutes": "3"}, "5分以上"),
        ({"name": ""}, "名称"),
    ],
)
def test_bad_input_is_told_in_japanese_and_nothing_typed_is_lost(client, changes, words):
    answer = client.post(reverse("events:event_new"), sent(**changes))
    assert answer.status_code == 200 and words in answer.text and not Event.objects.exists()
    assert "６０" in answer.text and "エラー:" in answer.text


def test_the_same_name_on_the_same_day_is_refused_in_words(client):
    made(client)
    answer = client.post(reverse("events:event_new"), sent())
    assert "同じ名称・開催日の交流会が登録済みです" in answer.text and Event.objects.count() == 1


def test_another_day_takes_programme_and_dates_along(client):
    event = made(client)
    client.post(reverse("events:event_edit", args=[event.pk]), sent(starts_on="2027-09-24", second_day="2027-09-25", entry_open_on="", entry_close_on="", move_milestones="on"))  # fmt: skip
    event.refresh_from_db()
    assert (event.starts_on, event.ends_on) == (dt.date(2027, 9, 24), dt.date(2027, 9, 25))
    assert [day.date for day in plan(event)] == [event.starts_on, event.ends_on]
    assert event.slots.count() == 18 and [slot.number for slot in event.slots.all()] == list(range(18))
    packs = event.milestones.get(kind=MilestoneKind.PACKS).due_on
    assert packs == dt.date(2027, 9, 17) and event.milestones.get(kind=MilestoneKind.DAY).due_on == event.starts_on


# --- Hosts --------------------------------------------------------------------------------------------------------------
def host_lines(*rows, **more) -> dict:
    data = {"host-TOTAL_FORMS": str(len(rows)), "host-INITIAL_FORMS": "0"} | more
    for n, row in enumerate(rows):
        data |= {f"host-{n}-{name}": value for name, value in ({"role": "host"} | row).items()}
    return data


def test_hosts_of_the_list_and_a_new_town_in_the_order_that_was_given(client, bank_a, bank_b):
    event = made(client)
    address = reverse("events:event_hosts", args=[event.pk])
    rows = (
        {"name": bank_b.name, "role": "cohost", "order": "2", "phone": "０３（１２３４）５６７８"},
        {"name": bank_a.name, "order": "1", "contact_name": "業務部 山田", "reply_email": "a@example.jp"},
        {"name": "青葉市", "new_type": "municipality", "role": "patron", "order": "3"},
        {},
    )
    assert client.post(address, host_lines(*rows)).status_code == 302
    hosts = list(event.hosts.order_by("order"))
    assert [(host.institution.name, host.role) for host in hosts] == [
        (bank_a.name, "host"), (bank_b.name, "cohost"), ("青葉市", "patron"),
    ]  # fmt: skip
    assert hosts[1].phone == "03-1234-5678" and hosts[0].reply_email == "a@example.jp"
    gone = ({"name": bank_a.name, "remove": "on"}, {"name": bank_b.name})
    assert client.post(address, host_lines(*gone)).status_code == 302
    assert [host.institution for host in event.hosts.all()] == [bank_b]
    assert Institution.objects.filter(name="青葉市").exists()


def test_more_lines_come_by_a_button_without_losing_or_saving_anything(client, bank_a):
    event = made(client)
    rows = ({"name": bank_a.name, "contact_name": "書きかけ", "reply_email": "まだ"},)
    answer = client.post(reverse("events:event_hosts", args=[event.pk]), host_lines(*rows, more="1"))
    assert "書きかけ" in answer.text and "まだ" in answer.text and answer.text.count("番目の機関") == 4
    assert not event.hosts.exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"contact_name": "山田"}, "機関の名称を入力してください"),
        ({"name": "青葉市"}, "候補にありません"),
        ({"name": "a", "phone": "123"}, "電話番号は0から"),
        ({"name": "a", "role": "patron"}, "主催の機関を1つ以上"),
    ],
)
def test_a_wrong_host_is_told_in_japanese(client, bank_a, row, words):
    event = made(client)
    row = row | ({"name": bank_a.name} if row.get("name") == "a" else {})
    answer = client.post(reverse("events:event_hosts", args=[event.pk]), host_lines(row))
    assert answer.status_code == 200 and words in answer.text and not event.hosts.exists()


def host(institution, **fields) -> HostRow:
    values = {
        "name": institution.name,
        "new_type": "",
        "role": HostRole.HOST,
        "order": 1,
        "contact_name": "",
        "phone": "",
    }
    return HostRow(institution=institution.pk, **values | {"reply_email": "", "planned_companies": None} | fields)


def test_a_bank_whose_firms_take_part_stays_and_twice_is_refused(coordinator, bank_a, bank_b, branch_of_a):
    event = factories.event()
    keep = {"event": event, "by": coordinator, "now": NOW}
    planning.set_hosts(rows=[host(bank_a), host(bank_b, order=2)], **keep)
    factories.participation(event, factories.company(branch_of_a))
    with pytest.raises(PlanningError, match="1社、参加の登録"):
        planning.set_hosts(rows=[host(bank_b)], **keep)
    with pytest.raises(PlanningError, match="2回あります"):
        planning.set_hosts(rows=[host(bank_a), host(bank_a)], **keep)
    assert event.hosts.count() == 2


# --- Places -------------------------------------------------------------------------------------------------------------
def test_venues_and_tables_may_change_names_and_numbers_with_each_other(coordinator):
    event = factories.event()
    keep = {"event": event, "by": coordinator, "now": NOW}
    first = [VenueRow(None, "本会場", "101-0041", "", ""), VenueRow(None, "別会場", "", "", "")]
    tables = [BoothRow(None, n, "onsite", "本会場", "", "") for n in (1, 2)]
    tables.append(BoothRow(None, 3, "online", "本会場", "", "https://meet.example/x"))
    planning.set_places(venues=first, booths=tables, **keep)
    venues, booths = list(event.venues.all()), list(event.booths.all())
    assert [row.venue and row.venue.name for row in booths] == ["本会場", "本会場", None]
    swapped = [VenueRow(venues[0].pk, "別会場", "", "", ""), VenueRow(venues[1].pk, "本会場", "", "", "")]
    planning.set_places(
        venues=swapped,
        booths=[BoothRow(booths[0].pk, 2, "onsite", "", "", ""), BoothRow(booths[1].pk, 1, "onsite", "", "", "")],
        **keep,
    )
    assert [row.pk for row in event.booths.all()] == [booths[1].pk, booths[0].pk]
    event.refresh_from_db()
    assert event.venue == "別会場"


def test_a_table_with_a_firm_is_not_taken_away(coordinator, branch_of_a):
    event = factories.event()
    firm = factories.participation(event, factories.company(branch_of_a))
    with pytest.raises(PlanningError, match=firm.company.name):
        planning.set_places(event=event, venues=[], booths=[], by=coordinator, now=NOW)


def test_tables_are_added_in_one_go_and_saved_with_a_new_venue(client):
    event = made(client)
    address = reverse("events:event_places", args=[event.pk])
    data = {"venue-TOTAL_FORMS": "1", "venue-INITIAL_FORMS": "0", "venue-0-name": "千代田会館", "booth-TOTAL_FORMS": "0",
            "booth-INITIAL_FORMS": "0"}  # fmt: skip
    page = client.post(
        address, data | {"more": "1", "add_count": "20", "add_mode": "onsite", "add_venue": "千代田会館"}
    )
    rows = page.context["booths"].forms
    assert len(rows) == 20 and not event.booths.exists()
    data |= {"booth-TOTAL_FORMS": "20", "booth-INITIAL_FORMS": "20"}
    for n, form in enumerate(rows):
        data |= {f"booth-{n}-{name}": form.initial[name] for name in ("number", "mode", "venue")}
    assert client.post(address, data).status_code == 302
    assert event.booths.filter(venue__name="千代田会館").count() == 20


# --- The programme ------------------------------------------------------------------------------------------------------
def test_turns_follow_from_the_settings():
    settings = DaySettings(first_at=dt.time(9, 0), turns=3, breaks=(2,), break_minutes=15)
    turns = turns_of(settings, slot_minutes=25, changeover_minutes=3)
    assert [f"{turn.starts_at:%H:%M}" for turn in turns] == ["09:00", "09:28", "10:08"]
    with pytest.raises(ProgrammeError, match="夜の12時"):
        turns_of(DaySettings(first_at=dt.time(22, 0)), slot_minutes=20, changeover_minutes=0)


def programme_lines(turns, **more) -> dict:
    data = {"turn1-TOTAL_FORMS": str(len(turns)), "turn1-INITIAL_FORMS": "0", "opening1-opening_at": "13:00"} | more
    for n, (start, end) in enumerate(turns):
        data |= {f"turn1-{n}-starts_at": start, f"turn1-{n}-ends_at": end}
    return data


def test_the_page_proposes_before_it_keeps_and_says_what_cannot_be(client):
    event = made(client)
    address = reverse("events:event_programme", args=[event.pk])
    settings = {
        "settings1-first_at": "10時",
        "settings1-turns": "6",
        "settings1-breaks": "２、４",
        "settings1-break_minutes": "10",
    }
    page = client.post(address, settings | {"generate": "1"})
    assert "まだ保存していません" in page.text and "10:00" in page.text and event.slots.count() == 9
    wrong = client.post(address, programme_lines([("10:00", "10:20"), ("10:10", "10:30"), ("11:00", "")]))
    assert "始まりと終わりの両方" in wrong.text
    wrong = client.post(address, programme_lines([("14:00", "14:20"), ("14:10", "14:30")]))
    assert "前の回の終わり" in wrong.text and event.slots.count() == 9
    assert (
        client.post(address, programme_lines([("13:40", "14:00"), ("", ""), ("午後2時", "14:20")])).status_code == 302
    )
    assert [f"{slot.starts_at:%H:%M}" for slot in event.slots.all()] == ["13:40", "14:00"]


def test_a_draft_follows_its_turns_and_a_published_timetable_holds_them(coordinator, branch_of_a):
    event = factories.event()
    slots = factories.slots(factories.day(event))
    firm = factories.participation(event, factories.company(branch_of_a))
    entry = factories.entry(firm, factories.attendance(event, factories.senior()))
    draft = factories.timetable(event, coordinator)
    interview = factories.interview(draft, entry, slots[4])
    later = [day for day in plan(event)]
    turns = tuple(
        programme.Turn((dt.datetime.combine(DAY, t.starts_at) + dt.timedelta(minutes=5)).time(),
                       (dt.datetime.combine(DAY, t.ends_at) + dt.timedelta(minutes=5)).time(), t.after_break)
        for t in later[0].turns
    )  # fmt: skip
    moved = [programme.DayPlan(later[0].date, later[0].opening_at, turns)]
    keep = {"event": event, "by": coordinator, "now": NOW}
    programme.set_programme(plan=moved, **keep)
    interview.refresh_from_db()
    assert interview.during == TimeSlot.objects.get(pk=slots[4].pk).during != slots[4].during
    short = [programme.DayPlan(moved[0].date, moved[0].opening_at, turns[:4])]
    with pytest.raises(ProgrammeError, match="第5回は減らせません。時間割の下書きに面談があります"):
        programme.set_programme(plan=[programme.DayPlan(DAY, None, turns[:4])] and short, **keep)
    draft.delete()
    published = factories.timetable(event, coordinator, published=True)
    factories.interview(published, entry, TimeSlot.objects.get(pk=slots[0].pk))
    with pytest.raises(ProgrammeError, match="時間割が公開されている"):
        programme.set_programme(plan=later, **keep)
    more = (*turns, programme.Turn(dt.time(18, 0), dt.time(18, 20)))
    programme.set_programme(plan=[programme.DayPlan(moved[0].date, moved[0].opening_at, more)], **keep)
    assert event.slots.count() == 10
    with pytest.raises(ProgrammeError):
        values = {"starts_on": event.starts_on + dt.timedelta(7), "ends_on": event.ends_on + dt.timedelta(7)}
        planning.change_event(values=values, move_milestones=True, **keep)
    assert Event.objects.get(pk=event.pk).starts_on == event.starts_on


# --- Copy ---------------------------------------------------------------------------------------------------------------
def test_a_copy_takes_what_was_arranged_and_nobody_who_took_part(client, coordinator, bank_a, branch_of_a):
    source = made(
        client,
        name="第3回 青葉 新現役交流会",
        starts_on="2026-09-18",
        entry_open_on="2026-08-03",
        entry_close_on="2026-08-24",
    )
    planning.set_hosts(
        event=source, rows=[host(bank_a, contact_name="山田", reply_email="a@example.jp")], by=coordinator, now=NOW
    )
    rows = [
        BoothRow(None, 1, "onsite", "本会場", "窓側", ""),
        BoothRow(None, 2, "online", "", "", "https://meet.example/x"),
    ]
    planning.set_places(
        event=source, venues=[VenueRow(None, "本会場", "", "", "")], booths=rows, by=coordinator, now=NOW
    )
    factories.participation(source, factories.company(branch_of_a), booth=None)
    source.milestones.filter(kind=MilestoneKind.KICKOFF).update(due_on=dt.date(2026, 6, 12))  # 98 days before
    for version in (1, 2):
        LetterTemplate.objects.create(
            event=source,
            kind="call",
            version=version,
            title=f"題{version}",
            body="文",
            edited_by=coordinator,
            edited_at=NOW,
        )
    page = client.get(reverse("events:event_copy", args=[source.pk]))
    initial = page.context["form"].initial
    assert initial["name"] == "第4回 青葉 新現役交流会" and initial["edition_no"] == 5
    assert initial["starts_on"].weekday() == source.starts_on.weekday() and initial["starts_on"] > timezone.localdate()
    data = {"new_key": str(uuid.uuid4()), "name": initial["name"], "edition_no": "4", "starts_on": "2027-09-17",
            "hosts": "on", "places": "on", "programme": "on", "milestones": "on", "letters": "on"}  # fmt: skip
    address = reverse("events:event_copy", args=[source.pk])
    assert client.post(address, data).status_code == client.post(address, data).status_code == 302
    copy = Event.objects.get(name="第4回 青葉 新現役交流会")
    assert copy.copied_from == source and copy.hosts.get().contact_name == "山田"
    assert [(b.place, b.meeting_url, b.venue and b.venue.event_id) for b in copy.booths.all()] == [
        ("窓側", "", copy.pk),
        ("", "", None),
    ]
    assert [day.turns for day in plan(copy)] == [day.turns for day in plan(source)]
    assert copy.milestones.get(kind=MilestoneKind.KICKOFF).due_on == dt.date(2027, 6, 11)
    letter = LetterTemplate.objects.get(event=copy)
    assert (letter.kind, letter.version, letter.title) == ("call", 1, "題2")
    assert not copy.participations.exists() and copy.stage == "preparation"
    assert timezone.localdate(copy.entry_close_at) == dt.date(2027, 8, 23)
    assert all(is_workday(row.due_on) for row in copy.milestones.exclude(kind=MilestoneKind.DAY))


def test_the_day_of_a_copy_is_the_same_weekday_off_holidays():
    event = Event(starts_on=dt.date(2025, 9, 24), ends_on=dt.date(2025, 9, 24), name="第１回 会")
    assert copying.proposed_day(event, dt.date(2025, 10, 1)) == dt.date(2026, 9, 30)  # the 23rd is 秋分の日
    assert copying.proposed_name(event) == "第2回 会"


def test_days_without_work():
    assert why_not(dt.date(2027, 3, 22)).startswith("春分の日")
    assert why_not(dt.date(2026, 12, 31)) == "年末年始" and why_not(dt.date(2027, 9, 17)) == ""
    assert on_or_before(dt.date(2027, 5, 5)) == dt.date(2027, 4, 30) and on_or_after(dt.date(2026, 12, 31)) == dt.date(
        2027, 1, 4
    )
    assert months_before(dt.date(2027, 5, 31), 3) == dt.date(2027, 2, 28)
    assert months_before(dt.date(2027, 2, 10), 4) == dt.date(2026, 10, 10)


# --- Advice -------------------------------------------------------------------------------------------------------------
def test_the_officer_who_is_the_bottleneck_is_named_months_ahead(client, branch_of_a):
    event = made(client, planned_companies="3", planned_seniors="40")
    officer = factories.staff_member(branch_of_a.institution, branch=branch_of_a, name="田中 一郎")
    for name in ("青木工業", "石川食品"):
        firm = factories.company(branch_of_a, name=name, short_name=name)
        factories.participation(event, firm, attendant=officer)
    page = client.get(reverse("events:event_advice", args=[event.pk]))
    assert "田中 一郎さんが同席する青木工業、石川食品は合わせて9 + 9 = 18件" in page.text
    assert "多くても18件" in page.text and "同席者をもう1人立てる" in page.text
    tried = client.get(reverse("events:event_advice", args=[event.pk]), {"per_company": "4"})
    assert tried.context["advice"].fits is True
    slot = event.slots.get(number=0)
    factories.unavailability(event, slot, attendant=officer)
    assert outlook_of(event, Wish()).advice.most == 8 + 9
