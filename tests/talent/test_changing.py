"""A change and the register that goes on beside it: only what was written counts, to look is not to write, and consent alone is handed in."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.entering.standing import obstacles
from talent import availability, deciding, registering
from talent.consents import missing_of
from talent.merging import MergeError, merge_seniors
from talent.models import Application, ApplicationState, Consent, Senior, SeniorContact
from talent.sheet import sheet_of, write_sheet
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW
from tests.talent.walker import PAGES, Walker

pytestmark = pytest.mark.django_db
PAPER = {"personal_data": None, "profile": None}
PAPER |= {f"personal_data_{n}": value for n, value in enumerate(("令和8", "9", "1"))}


@pytest.fixture
def she(registered):
    """Registered and active, with both consents given."""
    return Senior.objects.get(user=registered)


def change_for(senior, coordinator) -> Walker:
    client_of(coordinator).post(reverse("talent:senior_change", args=[senior.pk]))
    return Walker(coordinator, Application.objects.get(senior=senior, state="draft"))


# --- Consent ----------------------------------------------------------------------------------------------------------
def test_consent_alone_is_handed_in_and_needs_nobody(senior_a):
    """Who came by an import has agreed to nothing yet."""
    senior = Senior.objects.get(user=senior_a)
    client = client_of(senior_a)
    assert "同意をお願いします" in client.get("/registration/").text
    opened = client.post("/registration/", {"to": "consent"}).url
    walk = Walker(senior_a, Application.objects.get())
    assert opened == walk.url("step", 8)
    assert walk.submit().status_code == 200  # not agreed yet
    walk.save(8)
    assert "同意を送る" in client.get(walk.url("check")).text
    assert walk.submit().status_code == 302
    assert walk.row.state == ApplicationState.APPROVED and senior.consents.count() == 2
    page = client.get(walk.url("done")).text
    assert "同意を受け付けました" in page and reverse("events:brief_list") in page
    assert "同意をお願いします" not in client.get("/registration/").text


def test_consent_holds_at_once_also_beside_a_change_that_waits(registered, she):
    Consent.objects.filter(senior=she, kind="profile").update(version="0")
    walk = Walker(registered)
    walk.save(6, headline="新しいひとこと")
    walk.save(8)
    walk.submit()
    assert walk.row.state == ApplicationState.SUBMITTED
    assert Consent.objects.filter(senior=she, kind="profile", version="1").exists()


@pytest.mark.parametrize("who", ["herself", "coordinator"])
def test_a_consent_is_revoked_and_given_again(who, registered, she, coordinator):
    """No new wish until then; what she had consented to, and when she took it back, stays on record."""
    user = registered if who == "herself" else coordinator
    client, address = client_of(user), reverse("talent:senior_consent", args=[she.pk])
    today = timezone.localdate()
    assert missing_of(she, today) == []
    assert "チェックを入れて" in client.post(address, {"sure": ""}).text and missing_of(she, today) == []
    for _ in range(2):  # twice is once
        assert client.post(address, {"sure": "on"}).status_code == 302
    assert missing_of(she, today) == ["profile"]
    assert any("プロフィールの提供" in one.text for one in obstacles(she, factories.event(), today))
    assert "いま有効な同意はありません" in client.get(address).text
    assert "取り消し" in client_of(coordinator).get(reverse("talent:senior_detail", args=[she.pk])).text
    client_of(registered).post("/registration/", {"to": "consent"})
    walk = Walker(registered, Application.objects.get(senior=she, state="draft"))
    walk.save(8)
    assert walk.submit().status_code == 302
    assert missing_of(she, today) == []
    profiles = she.consents.filter(kind="profile").order_by("accepted_at", "pk")
    assert sorted(one.revoked_at is None for one in profiles) == [False, True]


def test_another_cannot_revoke_it(she, senior_a, head_office_a):
    for user, status in ((senior_a, 404), (head_office_a, 403)):
        answer = client_of(user).post(reverse("talent:senior_consent", args=[she.pk]), {"sure": "on"})
        assert answer.status_code == status
    assert she.consents.in_force().count() == 2


def test_without_anything_new_a_change_is_still_refused(registered):
    walk = Walker(registered)
    assert "変わったところがありません" in walk.submit().text
    assert walk.row.state == ApplicationState.DRAFT


def test_the_office_notes_consent_on_paper_of_who_is_registered(coordinator):
    senior = factories.senior()
    walk = change_for(senior, coordinator)
    assert walk.client.get(walk.url("step", 8)).status_code == 200
    assert walk.save(8, **PAPER).status_code == 302  # one paper has come, the other has not
    page = walk.client.get(walk.url("check")).text
    assert "に同意(書面)" in page and "には、まだ同意をいただいていません" in page
    assert walk.submit().status_code == 302
    assert [(one.kind, one.on_paper) for one in senior.consents.all()] == [("personal_data", True)]
    assert "書面の同意を記録しました" in walk.client.get(walk.url("done")).text


def test_a_paper_that_has_not_come_keeps_no_correction_waiting(coordinator):
    senior = factories.senior()
    walk = change_for(senior, coordinator)
    walk.save(2)
    assert walk.save(8, personal_data=None, profile=None).status_code == 302
    assert not walk.row.typed
    assert walk.submit().status_code == 302 and walk.row.state == ApplicationState.APPROVED
    assert not senior.consents.exists()


# --- The register goes on ---------------------------------------------------------------------------------------------
def test_what_she_has_not_touched_stays_as_the_register_has_it(registered, she, coordinator):
    walk = Walker(registered)
    walk.save(6, headline="新しいひとこと")
    write_sheet(she, {"phone": "03-9999-0000", "strengths": "取り込んだ文"})
    availability.set_cap(senior=she, interviews_per_year=3, by=coordinator, now=NOW)
    walk.submit()
    held = sheet_of(Senior.objects.get(pk=she.pk))
    assert (held["phone"], held["interviews_per_year"]) == ("03-9999-0000", 3)
    deciding.approve(application=walk.row, by=coordinator, now=NOW)
    held = sheet_of(Senior.objects.get(pk=she.pk))
    assert (held["headline"], held["strengths"]) == ("新しいひとこと", "取り込んだ文")


def test_only_the_register_has_changed_and_nothing_is_handed_in(registered, she):
    walk = Walker(registered)
    write_sheet(she, {"headline": "取り込んだひとこと"})
    assert "変わったところがありません" in walk.submit().text
    assert sheet_of(she)["headline"] == "取り込んだひとこと"


def test_the_office_reads_what_the_register_has_got_meanwhile(registered, she, coordinator):
    walk = Walker(registered)
    walk.save(6, headline="本人のひとこと")
    write_sheet(she, {"headline": "取り込んだひとこと", "strengths": "取り込んだ文"})
    walk.submit()
    page = client_of(coordinator).get(reverse("talent:application_detail", args=[walk.pk])).text
    changed, rest = page.split("申込みのあとに登録が変わったところ", 1)
    assert "本人のひとこと" in changed and "取り込んだ文" not in changed
    rest = rest.split("変わらないところ")[0]
    assert "2か所" in rest and PAGES[6]["headline"] in rest and "取り込んだ文" in rest
    assert rest.count("申込みの内容に変わります") == rest.count("いまの登録のままです") == 1


def test_sent_back_and_handed_in_again_it_writes_no_telephone_twice(registered, she, coordinator):
    walk = Walker(registered)
    walk.save(2, phone="03-1111-2222")
    walk.save(6, headline="新しいひとこと")
    walk.submit()
    deciding.send_back(application=walk.row, reason="もう一言。", by=coordinator, now=NOW)
    write_sheet(she, {"phone": "03-9999-0000"})
    walk.save(6, headline="もっと新しいひとこと")
    walk.submit()
    assert SeniorContact.objects.get(senior=she).phone == "03-9999-0000"


def test_a_change_that_remembers_no_beginning_is_taken_as_it_stands(registered, she, coordinator):
    walk = Walker(registered)
    Application.objects.filter(pk=walk.pk).update(base=None)
    walk.save(6, headline="新しいひとこと")
    walk.submit()
    deciding.approve(application=walk.row, by=coordinator, now=NOW)
    assert sheet_of(Senior.objects.get(pk=she.pk))["headline"] == "新しいひとこと"


# --- To look is not to write ------------------------------------------------------------------------------------------
def test_who_has_only_looked_keeps_nobody_out(registered, she, coordinator):
    hers = Walker(registered)
    assert registering.open_application(registered) is None
    assert "書きかけ" not in hers.client.get("/registration/").text
    walk = change_for(she, coordinator)
    assert walk.pk != hers.pk and not Application.objects.filter(pk=hers.pk).exists()
    walk.client.get(walk.url("check"))
    mine = Walker(registered)  # and the office has only looked, too
    assert not Application.objects.filter(pk=walk.pk).exists()
    mine.save(7, days_per_week="4")
    page = client_of(coordinator).post(reverse("talent:senior_change", args=[she.pk]), follow=True).text
    assert "まだ終わっていない申込みがあります" in page
    assert Application.objects.get(state="draft").pk == mine.pk


def test_looked_at_again_it_shows_what_the_register_holds_by_then(registered, she):
    walk = Walker(registered)
    write_sheet(she, {"headline": "取り込んだひとこと"})
    walk.client.post("/registration/")
    assert "取り込んだひとこと" in walk.client.get(walk.url("check")).text
    walk.save(7, days_per_week="4")
    write_sheet(she, {"headline": "また別のひとこと"})
    walk.client.post("/registration/")
    assert walk.row.sheet["headline"] == "取り込んだひとこと" and walk.row.sheet["days_per_week"] == 4


def test_what_is_half_written_or_agreed_to_is_not_thrown_away(registered, she, senior_a):
    walk = Walker(registered)
    walk.save(7, days_per_week="毎日")
    assert registering.open_application(registered).pk == walk.pk
    other = Walker(senior_a)
    other.save(8)
    assert registering.open_application(senior_a).pk == other.pk


# --- Merging ----------------------------------------------------------------------------------------------------------
def test_an_open_change_of_who_goes_is_decided_first(registered, she, coordinator):
    keep = factories.senior()
    walk = Walker(registered)
    walk.save(6, headline="新しいひとこと")
    with pytest.raises(MergeError, match="終わっていない変更の申込み"):
        merge_seniors(keep=keep, gone=she, take=(), by=coordinator, now=timezone.now())
    assert walk.row.senior == she


def test_changes_that_were_only_opened_go_with_the_merging(registered, she, senior_a, coordinator):
    keep = Senior.objects.get(user=senior_a)
    Walker(registered), Walker(senior_a)
    senior_a.is_active = False
    senior_a.save()
    merge_seniors(keep=keep, gone=she, take=(), by=coordinator, now=timezone.now())
    assert not Application.objects.filter(state="draft").exists()
    assert Application.objects.get().senior == keep
