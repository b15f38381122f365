"""Room that has come free: who waits for it and in which order, taking her in; a senior who does not come, comes back, or walks in."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Attendance, Entry, EntryState
from events.reserves import ReserveError, promote, rooms_of, withdraw_senior
from office.models import MailState, OutboxMail
from tests import factories
from tests.conftest import client_of
from tests.events.entering import able_senior, brief_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    today = timezone.localdate()
    event = factories.event(
        starts_on=today, ends_on=today, min_per_company=1, max_per_company=2, max_per_senior=1, stage="timetable"
    )
    factories.slots(factories.day(event), 3)
    return event


@pytest.fixture
def firm(event, branch_of_a):
    return factories.participation(event, factories.company(branch_of_a))


def wish(firm, **fields) -> Entry:
    return factories.entry(firm, factories.attendance(firm.event, able_senior()), **fields)


def waiting(event) -> list[Entry]:
    [room] = [one for one in rooms_of(event) if one.free]
    return [one.entry for one in room.candidates]


def refused(entry: Entry) -> str:
    found = {one.entry.pk: one.why_not for room in rooms_of(entry.event) for one in room.candidates}
    return "".join(found[entry.pk])


def test_the_order_of_asking_and_what_keeps_somebody_out(event, firm, coordinator):
    """The reserve before the undecided before the declined, then her own rank; one place of two is taken."""
    chosen = wish(firm, state="selected")
    declined, undecided = wish(firm, state="declined"), wish(firm, preference=1)
    second, first = wish(firm, state="reserved", preference=2), wish(firm, state="reserved", preference=1)
    [room] = rooms_of(event)
    assert (room.most, room.taken, room.free) == (2, 1, 1)
    assert waiting(event) == [first, second, undecided, declined]
    factories.avoidance(coordinator, senior=first.senior, company=firm.company)
    assert "会わせない組み合わせ" in refused(first)
    other = factories.participation(event, factories.company(firm.company.branch))
    factories.entry(other, second.attendance, state="selected", preference=3)
    assert "上限1件" in refused(second)
    for slot in event.slots.all():
        factories.unavailability(event, slot, attendance=undecided.attendance)
    assert "両方が空いている回がありません" in refused(undecided)
    assert refused(declined) == ""
    assert chosen.pk not in {one.entry.pk for room in rooms_of(event) for one in room.candidates}


def test_what_the_published_timetable_holds_takes_a_place(event, firm, coordinator):
    """Without a turn a wish that was never decided waits; with one it takes the firm's place and the hour."""
    placed, left = wish(firm), wish(firm)
    assert len(waiting(event)) == 2
    plan = factories.timetable(event, coordinator, published=True)
    first, *others = event.slots.order_by("number")
    factories.interview(plan, placed, first)
    assert waiting(event) == [left]
    for slot in others:
        factories.unavailability(event, slot, attendance=left.attendance)
    assert "両方が空いている回がありません" in refused(left)


def test_taking_somebody_in(event, firm, coordinator):
    entry = wish(firm, state="reserved")
    stale = OutboxMail.objects.count()
    client, page = client_of(coordinator), reverse("events:entry_promote", args=[entry.pk])
    assert "選んだ理由を入力してください" in client.post(page, {"seen": "reserved", "reason": " "}).text
    assert "変わりました" in client.post(page, {"seen": "declined", "reason": "空いたため"}).text
    assert client.post(page, {"seen": "reserved", "reason": "空いたため"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.selection_reason) == (EntryState.SELECTED, "空いたため")
    [mail] = OutboxMail.objects.filter(subject_id=entry.pk)
    assert mail.state == MailState.DRAFT and entry.receipt_number in mail.body and stale == 0
    assert "変わりました" in client.post(page, {"seen": "reserved", "reason": "もう一度"}).text
    assert OutboxMail.objects.filter(subject_id=entry.pk).count() == 1


def test_before_the_timetable_a_choice_is_no_moving_up(event, firm, coordinator):
    """Who was never a reserve and has heard nothing yet gets no letter of a place that has come free."""
    entry = wish(firm)
    given = {"reason": "経験が合うため", "by": coordinator, "now": timezone.now()}
    assert promote(entry=entry, seen="submitted", **given) is False
    assert not OutboxMail.objects.exists()
    factories.timetable(event, coordinator, published=True)
    assert promote(entry=wish(firm), seen="submitted", **given) is True
    assert OutboxMail.objects.get().kind.startswith("promoted")


def test_a_wish_goes_on_the_reserve_is_declined_and_opened_again(event, firm, coordinator, branch_a):
    entry = wish(firm)
    page, address = (reverse(f"events:{name}", args=[entry.pk]) for name in ("entry_detail", "entry_decide"))
    client = client_of(coordinator)
    assert "控えにする" in client.get(page).text and "希望に戻す" not in client.get(page).text
    for seen, state in (("submitted", "reserved"), ("reserved", "declined"), ("declined", "submitted")):
        assert client.post(address, {"seen": seen, "state": state}).status_code == 302
        entry.refresh_from_db()
        assert entry.state == state
    assert "選び直して" in client.post(address, {"seen": "reserved", "state": "declined"}, follow=True).text
    for wrong in ("selected", "withdrawn", "nonsense"):
        assert "変えられません" in client.post(address, {"seen": "submitted", "state": wrong}, follow=True).text
    log = client.get(reverse("matching:trace_entry_changes", args=[entry.pk])).text
    assert "控え" in log and "見送り" in log
    factories.interview(
        factories.timetable(event, coordinator, published=True), entry, event.slots.order_by("number").first()
    )
    assert "控えにする" not in client.get(page).text
    assert "先に時間割から外して" in client.post(address, {"seen": "submitted", "state": "reserved"}, follow=True).text
    for stage in ("selection", "entry"):
        type(event).objects.filter(pk=event.pk).update(stage=stage)
    other = wish(firm)
    body = {"seen": "submitted", "state": "reserved"}
    address = reverse("events:entry_decide", args=[other.pk])
    assert "選定から当日まで" in client.post(address, body, follow=True).text


def test_the_last_place_goes_once(event, firm, coordinator):
    wish(firm, state="selected")
    one, other = wish(firm, state="reserved"), wish(firm, state="reserved")
    given = {"seen": "reserved", "reason": "空いたため", "by": coordinator, "now": timezone.now()}
    promote(entry=one, **given)
    with pytest.raises(ReserveError, match="もう空きがありません"):
        promote(entry=other, **given)


def test_not_coming_and_coming_back(event, firm, coordinator):
    """What was withdrawn by itself before stays withdrawn; what fell with the place comes back."""
    entry = wish(firm, state="selected")
    second = factories.participation(event, factories.company(firm.company.branch))
    before = factories.entry(
        second, entry.attendance, state="withdrawn", withdrawn_at=timezone.now() - dt.timedelta(days=3)
    )
    plan = factories.timetable(event, coordinator, published=True)
    factories.interview(plan, entry, event.slots.order_by("number").first())
    client = client_of(coordinator)
    page = reverse("events:attendance_withdraw", args=[entry.attendance_id])
    assert "面談が1件あります" in client.get(page).text
    assert client.post(page, {"reason": ""}).status_code == 200
    answer = client.post(page, {"reason": "ご本人から電話"}, follow=True)
    assert "公開し直してください" in answer.text
    for row in (entry, before):
        row.refresh_from_db()
    assert (entry.state, entry.withdrawn_reason, before.state) == ("withdrawn", "ご本人から電話", "withdrawn")
    assert Attendance.objects.get(pk=entry.attendance_id).state == "withdrawn"
    assert OutboxMail.objects.filter(kind__startswith="attendance_withdrawn", state=MailState.DRAFT).count() == 1
    assert rooms_of(event)[0].taken == 0
    back = reverse("events:attendance_return", args=[entry.attendance_id])
    assert "希望1件を" in client.post(back, follow=True).text
    for row in (entry, before):
        row.refresh_from_db()
    assert (entry.state, before.state) == ("submitted", "withdrawn")
    assert Attendance.objects.get(pk=entry.attendance_id).state == "registered"
    assert not OutboxMail.objects.filter(kind__startswith="attendance_withdrawn", state=MailState.DRAFT).exists()


def test_who_does_not_come_is_told_nothing_else_by_mail_or_by_hand(event, firm, coordinator):
    entry = wish(firm, state="selected")
    about = {"group_id": event.pk, "named_senior_id": entry.senior_id}
    at_event = uuid.uuid5(event.pk, f"senior:{entry.senior_id}")
    factories.mail(coordinator, kind="selected_1f3c", subject_kind="event_person", subject_id=at_event, recipient="", state="by_hand", **about)  # fmt: skip
    for kind in ("promoted_20260901", "entry_copy_2609011030"):
        factories.mail(coordinator, kind=kind, subject_kind="entry", subject_id=entry.pk, **about)
    told = factories.mail(coordinator, kind="promoted_20260831", subject_kind="entry", subject_id=entry.pk, state="sent", **about)  # fmt: skip
    other = factories.mail(coordinator, kind="selected", subject_kind="event_person", recipient="", state="by_hand", group_id=event.pk)  # fmt: skip
    withdraw_senior(attendance=entry.attendance, reason="ご本人から電話", by=coordinator, now=timezone.now())
    left = OutboxMail.objects.exclude(kind__startswith="attendance_withdrawn")
    assert set(left) == {told, other} and OutboxMail.objects.count() == 3


def test_walking_in_on_the_day(event, branch_of_a, coordinator):
    brief, senior, client = brief_of(event, branch_of_a), able_senior(), client_of(coordinator)
    page = f"{reverse('events:walk_in', args=[event.pk])}?senior={senior.pk}"
    assert "当日の参加" in client.get(page).text
    given = {
        "new_key": str(uuid.uuid4()), "brief": str(brief.pk), "proposal_text": "検査の記録を一緒に見ます。", "channel": "phone",
        "received_on": timezone.localdate().isoformat(), "reason": "当日の参加",
    }  # fmt: skip
    today = timezone.localdate()
    for _ in range(2):
        answer = client.post(page, given)
        assert answer.status_code == 302, answer.text
    [entry] = Entry.objects.filter(senior=senior)
    assert (entry.channel, entry.typed_by, entry.typed_reason) == ("phone", coordinator, "当日の参加")
    assert entry.attendance.state == "registered"
    type(event).objects.filter(pk=event.pk).update(
        starts_on=today + dt.timedelta(days=9), ends_on=today + dt.timedelta(days=9)
    )
    assert "交流会の当日だけです" in client.post(page, given).text


def test_before_the_selection_nobody_is_chosen(firm, event, coordinator):
    entry = wish(firm)
    type(event).objects.filter(pk=event.pk).update(stage="selection")
    assert "空きのある企業" in client_of(coordinator).get(reverse("events:reserve_list", args=[event.pk])).text
    type(event).objects.filter(pk=event.pk).update(stage="entry")
    page = client_of(coordinator).get(reverse("events:reserve_list", args=[event.pk])).text
    assert "いまは控えから選べません" in page and entry.senior.name not in page
