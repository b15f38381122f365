"""An event with a published timetable is put off or called off: nobody is expected any more, and it can take place on another day."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.actions import make_president_link
from events.forms_planning import EventEditForm
from events.letters.kinds import KINDS
from events.models import Event, ReceptionName, Tally
from matching import actions, stages
from matching.actions import TimetableError
from matching.actions.outcomes import OutcomeError, record_result
from matching.actions.staging import halt, resume
from matching.floor import floor_of
from matching.letters import prepare_results
from matching.models import Interview, Occupancy, Timetable
from office.models import OutboxMail
from talent.models import Disclosure, Standing
from tests import factories
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
TYPHOON = "台風の接近のため"


@pytest.fixture
def event(branch_of_a):
    """Tomorrow, with a typhoon on its way."""
    day = timezone.localdate() + dt.timedelta(days=1)
    made = factories.small_event(2, 2, at=branch_of_a, starts_on=day, ends_on=day, name="秋の交流会")
    factories.event_host(made, branch_of_a.institution, reply_email="host@example.jp")
    for number, attendance in enumerate(made.attendances.order_by("number")):
        factories.senior_contact(attendance.senior, email=f"s{number}@example.jp")
    return made


def publish(event: Event, by) -> Timetable:
    now = timezone.now()
    draft = Timetable.objects.filter(event=event, state="draft").first()
    draft = draft or actions.plan_event(event=event, by=by, now=now, seconds=5)
    published = actions.publish(timetable=draft, by=by, now=now)
    event.refresh_from_db()
    return published


def put_off(event: Event, by, kind: str = "postponed") -> Event:
    return halt(event=event, kind=kind, reason=TYPHOON, by=by, now=timezone.now())


def step(event: Event):
    return stages.next_step(stages.with_progress(Event.objects).get(pk=event.pk))


def places(timetable: Timetable) -> set:
    return set(timetable.interviews.values_list("entry", "slot__number", "booth", "attendant", "is_locked"))


def edited(event: Event, **changes) -> dict:
    """What the page 基本 sends back when only these fields were changed."""
    form = EventEditForm(initial=EventEditForm.initial_of(event))
    data = {field.html_name: field.value() for field in form if field.value() is not None}
    return {name: str(value) for name, value in (data | changes).items()}


def test_put_off_the_day_before_and_held_on_another_day(event, coordinator):
    """Published, put off, everybody told, taken up again, a new day, published again, told again."""
    client = client_of(coordinator)
    first = publish(event, coordinator)
    before, old_day = places(first), event.starts_on
    prepare_results(event=event, by=coordinator, now=timezone.now())
    OutboxMail.objects.update(state="approved", approved_by=coordinator, approved_at=timezone.now())
    stage_page, letters = (reverse(name, args=[event.pk]) for name in ("matching:event_stage", "events:halt_letters"))

    client.post(stage_page, {"what": "halt", "kind": "postponed", "reason": TYPHOON})
    event.refresh_from_db()
    assert (event.halt, event.stage) == ("postponed", "timetable")
    client.post(letters)
    told = OutboxMail.objects.filter(kind__startswith="postponed")
    assert told.filter(state="draft").update(state="approved", approved_by=coordinator, approved_at=timezone.now())

    edit_page = client.post(stage_page, {"what": "resume"}).url
    event.refresh_from_db()
    assert (event.halt, event.stage) == ("", "timetable")
    assert step(event).label == "変更のお知らせを用意する" and step(event).url == letters

    new_day = old_day + dt.timedelta(days=14)
    answer = client.post(edit_page, edited(event, starts_on=new_day, move_milestones="on"))
    assert answer.status_code == 302, answer.context["form"].errors
    event.refresh_from_db()
    assert event.starts_on == new_day
    assert set(event.slots.values_list("during__startswith__date", flat=True)) == {new_day}
    client.post(letters)
    assert OutboxMail.objects.filter(kind=KINDS["date_changed"].stored(event)).exists()
    assert step(event).url == reverse("matching:timetable_board", args=[event.pk])

    second = publish(event, coordinator)
    assert event.stage == "day" and (second.version, places(second)) == (first.version + 1, before)
    assert set(ReceptionName.objects.values_list("date", flat=True)) == {new_day}
    assert step(event).label == "結果のお知らせを用意する"
    done = prepare_results(event=event, by=coordinator, now=timezone.now())
    assert done["selected"].made == 2  # told of the same hour before, on a day that is no more
    assert step(event).label == "書類のページへ進む" and "シートを作れます" in step(event).sentence


@pytest.mark.parametrize("kind", ["postponed", "cancelled"])
def test_nobody_is_expected_any_more(kind, event, coordinator):
    published = publish(event, coordinator)
    before = places(published)
    standings = Standing.objects.filter(interviews_this_year__gt=0)
    assert standings.count() == 2 and Occupancy.objects.exists() and ReceptionName.objects.exists()
    put_off(event, coordinator, kind)
    published.refresh_from_db()
    assert (published.state, published.is_published, published.published_by) == ("superseded", False, coordinator)
    assert not Interview.objects.filter(is_published=True).exists() and places(published) == before
    assert places(Timetable.objects.get(event=event, state="draft")) == before
    assert not (standings.exists() or Occupancy.objects.exists() or ReceptionName.objects.exists())
    assert not Disclosure.objects.filter(branch__isnull=False).exists()
    assert not Tally.objects.filter(figure="interviews", count__gt=0).exists()


def test_a_draft_that_was_under_way_stays_as_it_is(event, coordinator):
    publish(event, coordinator)
    draft = actions.begin_revision(event=event, by=coordinator, now=timezone.now())
    actions.remove_interview(
        interview=draft.interviews.first(), revision=draft.revision, by=coordinator, now=timezone.now()
    )
    kept = places(draft)
    put_off(event, coordinator)
    assert places(Timetable.objects.get(event=event, state="draft")) == kept


def test_what_has_results_stays_published(event, coordinator):
    """Halted in the middle of the day: what was held is found where it was; what was not does not count for anybody."""
    published = publish(event, coordinator)
    held = published.interviews.select_related("entry__senior", "timetable").first()
    record_result(entry=held.entry, state="held", by=coordinator, now=timezone.now())
    put_off(event, coordinator, "cancelled")
    event.refresh_from_db()
    published.refresh_from_db()
    assert (published.state, event.stage) == ("published", "day")
    met = dict(Standing.objects.values_list("senior", "interviews_this_year"))
    assert met[held.senior_id] == 1 and sum(met.values()) == 1
    late = published.interviews.exclude(senior=held.senior_id).select_related("entry").first()
    record_result(entry=late.entry, state="held", by=coordinator, now=timezone.now())
    assert sum(Standing.objects.values_list("interviews_this_year", flat=True)) == 2


def test_every_later_stage_goes_back_to_the_timetable(event, coordinator):
    publish(event, coordinator)
    for stage in ("second_interview", "support"):
        Event.objects.filter(pk=event.pk).update(stage=stage)
    put_off(event, coordinator)
    event.refresh_from_db()
    assert (event.stage, event.halt) == ("timetable", "postponed")


def test_put_off_and_then_called_off(event, coordinator):
    publish(event, coordinator)
    put_off(event, coordinator)
    put_off(event, coordinator, "cancelled")
    event.refresh_from_db()
    assert (event.stage, event.halt) == ("timetable", "cancelled")
    assert Timetable.objects.filter(event=event, state="draft").count() == 1


def test_before_anything_is_published_the_stage_stays(event, coordinator):
    actions.plan_event(event=event, by=coordinator, now=timezone.now(), seconds=5)
    event.refresh_from_db()
    stage = event.stage
    put_off(event, coordinator)
    resume(event=event, by=coordinator, now=timezone.now())
    event.refresh_from_db()
    assert event.stage == stage == "timetable"


def test_an_event_in_its_place_on_the_same_day_may_have_the_same_people(event, coordinator):
    published = publish(event, coordinator)
    theirs = published.interviews.select_related("senior", "slot", "company").first()
    other = factories.event(name="代わりの交流会", starts_on=event.starts_on, ends_on=event.ends_on)
    slot = factories.slots(factories.day(other))[theirs.slot.number]
    firm = factories.participation(other, theirs.company, attendant=theirs.attendant)
    entry = factories.entry(firm, factories.attendance(other, theirs.senior))
    draft = factories.timetable(other, coordinator)
    factories.interview(draft, entry, slot)
    with pytest.raises(TimetableError, match="秋の交流会"):
        actions.publish(timetable=draft, by=coordinator, now=timezone.now())
    put_off(event, coordinator, "cancelled")
    assert floor_of(other).away == {}
    assert actions.publish(timetable=draft, by=coordinator, now=timezone.now()).is_published


def test_no_result_of_what_is_no_longer_published(event, coordinator):
    entry = publish(event, coordinator).interviews.first().entry
    put_off(event, coordinator)
    with pytest.raises(OutcomeError, match="公開中の時間割にありません"):
        record_result(entry=entry, state="held", by=coordinator, now=timezone.now())


# --- What everybody reads of it -----------------------------------------------------------------------------------------
def seen(user, name: str, *args) -> str:
    return client_of(user).get(reverse(name, args=args)).text


@pytest.fixture
def senior(event):
    """A senior of the event who can come in."""
    person = event.attendances.get(number=1).senior
    person.user = factories.user("senior")
    person.save()
    factories.consent(person, kind="confidentiality")
    return person.user


@pytest.mark.parametrize(("kind", "word"), [("postponed", "延期"), ("cancelled", "中止")])
def test_a_senior_is_told_not_to_come(kind, word, event, senior, coordinator):
    publish(event, coordinator)
    assert "時間と場所を見る" in seen(senior, "home")
    put_off(event, coordinator, kind)
    home = seen(senior, "home")
    assert f"「秋の交流会」は{word}になりました" in home and "お越しいただかなくて結構です" in home
    assert "決まった面談はありません" in home
    for page in (seen(senior, "matching:my_events"), seen(senior, "matching:my_timetable", event.pk)):
        assert f"この交流会は{word}になりました" in page and ("新しい日が決まりしだい" in page) == (word == "延期")
    assert "までに受付へ" not in page and "時間割はまだ決まっていません" not in page
    assert ("交流会が中止になりました" in seen(senior, "matching:my_events")) == (kind == "cancelled")


def test_a_senior_of_an_event_that_stops_in_the_middle_keeps_her_times_but_is_not_called(event, senior, coordinator):
    published = publish(event, coordinator)
    record_result(entry=published.interviews.first().entry, state="held", by=coordinator, now=timezone.now())
    put_off(event, coordinator, "cancelled")
    assert "決まった面談はありません" in seen(senior, "home")
    page = seen(senior, "matching:my_timetable", event.pk)
    assert "この交流会は中止になりました" in page and 'class="meetings"' in page
    assert "come-box" not in page and "カレンダーに入れる" not in page


def test_what_does_not_take_place_asks_for_no_wishes(event, senior, coordinator):
    now, hour = timezone.now(), dt.timedelta(hours=1)
    issue = event.entries.first().issue
    factories.issue_brief(issue, event_id=event.pk, open_from=now - hour, open_until=now + hour)
    assert "受付中の課題が1件あります" in seen(senior, "home")
    put_off(event, coordinator)
    assert "受付中の課題" not in seen(senior, "home")


def test_what_was_called_off_leaves_the_homes_once_its_day_is_over(event, senior, coordinator, branch_a):
    put_off(event, coordinator, "cancelled")
    for user in (coordinator, branch_a, senior):
        assert "秋の交流会" in seen(user, "home")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(starts_on=yesterday, ends_on=yesterday)
    for user in (coordinator, branch_a, senior):
        assert "秋の交流会" not in seen(user, "home")


def test_a_branch_reads_it_wherever_it_sees_the_event(event, coordinator, branch_a):
    publish(event, coordinator)
    put_off(event, coordinator)
    assert "この交流会は延期になりました" in seen(branch_a, "home")
    assert "延期" in seen(branch_a, "matching:event_list")
    for name in (
        "matching:event_page",
        "matching:timetable_board",
        "matching:outcome_list",
        "events:participation_list",
    ):
        assert "この交流会は延期になりました" in seen(branch_a, name, event.pk), name


def test_the_office_reads_what_to_do(event, coordinator):
    publish(event, coordinator)
    put_off(event, coordinator)
    stage_page = reverse("matching:event_stage", args=[event.pk])
    for name in ("matching:timetable_board", "events:participation_list"):
        page = seen(coordinator, name, event.pk)
        assert "この交流会は延期になりました" in page and stage_page in page, name


def test_a_president_is_told_not_to_come(event, coordinator, branch_a, branch_of_a):
    firm = event.participations.get(number=1).company
    address = make_president_link(company=firm, by=branch_a, now=timezone.now())[1]
    publish(event, coordinator)
    put_off(event, coordinator)
    page = seen(None, "matching:president_page", address)
    assert "「秋の交流会」は延期になりました" in page and "お越しいただかなくて結構です" in page
    other = make_president_link(company=factories.company(branch_of_a), by=branch_a, now=timezone.now())[1]
    assert "秋の交流会" not in seen(None, "matching:president_page", other)


def test_the_reception_reads_it_and_expects_nobody(event, coordinator):
    today = timezone.localdate()
    Event.objects.filter(pk=event.pk).update(starts_on=today, ends_on=today)
    event.days.update(date=today)
    publish(event, coordinator)
    put_off(event, coordinator)
    page = seen(coordinator, "events:reception", event.pk)
    assert "この交流会は延期になりました" in page and "時間割が公開されると" not in page
