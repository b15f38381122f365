"""Writing a hearing: begun once, saved by two, moved step by step, checked by the president."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from companies import hearings
from companies.hearings import HearingError
from companies.models import Hearing, HearingNote, HearingState, HearingVersion
from companies.sheet import sheet_of, write_sheet
from institutions.roles import Role
from office import actions_mail
from office.models import OutboxMail
from tests import factories
from tests.companies.test_hearing_sheet import FULL

pytestmark = pytest.mark.django_db
COMPLETE = {key: value for key, value in FULL.items() if not key.startswith("issue2")}


def now():
    return timezone.now()


@pytest.fixture
def firm(branch_of_a):
    return factories.company(branch_of_a, name="株式会社 わが社")


@pytest.fixture
def hearing(firm, branch_a):
    made, _ = hearings.begin(company=firm, event_id=factories.event().pk, key=uuid.uuid4(), by=branch_a, now=now())
    return made


def save(hearing, by, *, base=None, note=None, note_seen="", **values):
    hearing.refresh_from_db()
    base = hearing.revision if base is None else base
    return hearings.save(
        hearing=hearing, values=values, bases=dict.fromkeys(values, base), by=by, now=now(), note=note, note_seen=note_seen
    )  # fmt: skip


def complete(hearing):
    hearing.refresh_from_db()
    write_sheet(hearing, COMPLETE)


def step(hearing, name, by, reason=""):
    return hearings.take_step(hearing=hearing, step=name, by=by, now=now(), reason=reason)


def test_begun_twice_it_is_one(firm, branch_a, head_office_a):
    event, key = factories.event().pk, uuid.uuid4()
    first, new = hearings.begin(company=firm, event_id=event, key=key, by=branch_a, now=now())
    again, second = hearings.begin(company=firm, event_id=event, key=key, by=branch_a, now=now())
    other, third = hearings.begin(company=firm, event_id=event, key=uuid.uuid4(), by=head_office_a, now=now())
    assert (new, second, third) == (True, False, False) and first.pk == again.pk == other.pk == key
    assert Hearing.objects.count() == 1 and list(HearingVersion.objects.values_list("revision", flat=True)) == [1]


def test_last_years_sheet_is_copied_in_parts(firm, branch_a):
    before = factories.hearing(firm, heard_on=dt.date(2025, 6, 1), heard_by="前の人")
    write_sheet(before, FULL)
    made, _ = hearings.begin(
        company=firm, event_id=factories.event().pk, key=uuid.uuid4(), by=branch_a, now=now(),
        copy_from=before, parts=("background", "issues"),
    )  # fmt: skip
    copied = sheet_of(made)
    assert copied["background"] == FULL["background"] and copied["issue2_title"] == FULL["issue2_title"]
    assert "heard_on" not in copied and "answer_PRODUCTION_DEFECT" not in copied and made.copied_from == before
    assert before.issues.count() == 2  # the old sheet keeps its own


def test_each_saving_is_a_version_and_nothing_changed_is_none(hearing, branch_a):
    save(hearing, branch_a, background="一")
    save(hearing, branch_a, background="一")
    save(hearing, branch_a, background="二", issue1_title="題")
    found = HearingVersion.objects.order_by("revision").values_list("revision", "sheet", "kind")
    assert list(found) == [
        (1, {}, "draft"), (2, {"background": "一"}, "draft"), (3, {"background": "二", "issue1_title": "題"}, "draft"),
    ]  # fmt: skip
    hearing.refresh_from_db()
    assert hearing.revision == 3


def test_two_who_write_in_different_fields_both_stay(hearing, branch_a, head_office_a):
    save(hearing, branch_a, base=1, background="支店の文", organisation="")
    saved = save(hearing, head_office_a, base=1, background="", organisation="本部の文")
    assert saved.conflicts == [] and saved.from_others == {"background": "支店の文"} and saved.last.made_by == branch_a
    assert sheet_of(saved.hearing) == {"background": "支店の文", "organisation": "本部の文"}


def test_two_who_write_in_one_field_are_asked_and_nothing_is_lost(hearing, branch_a, head_office_a):
    save(hearing, branch_a, base=1, background="もとの文")
    save(hearing, branch_a, base=2, background="支店の文")
    saved = save(hearing, head_office_a, base=2, background="本部の文", organisation="体制")
    [conflict] = saved.conflicts
    assert (conflict.base, conflict.theirs, conflict.mine) == ("もとの文", "支店の文", "本部の文")
    assert saved.sheet["background"] == "支店の文" and saved.sheet["organisation"] == "体制"
    again = save(hearing, head_office_a, background="支店の文\n本部の文")
    assert again.conflicts == [] and again.sheet["background"] == "支店の文\n本部の文"


def test_what_an_import_brought_is_kept_before_the_first_saving(firm, branch_a):
    hearing = factories.hearing(firm, state="draft", background="取り込んだ文")
    save(hearing, branch_a, background="書き直した文")
    assert [row.sheet["background"] for row in HearingVersion.objects.order_by("revision")] == [
        "取り込んだ文",
        "書き直した文",
    ]
    saved = save(hearing, branch_a, base=77, background="知らない版からの文")
    assert [one.theirs for one in saved.conflicts] == ["書き直した文"]


def test_steps_go_by_the_table_and_say_why_not(hearing, branch_a, coordinator, head_office_a):
    with pytest.raises(HearingError, match="書かれていないところ"):
        step(hearing, "submit", branch_a)
    complete(hearing)
    step(hearing, "submit", branch_a)
    for name, who, word in (
        ("submit", branch_a, "提出済み"), ("approve", branch_a, "ほかの役割"), ("approve", head_office_a, "ほかの役割"),
        ("return", coordinator, "何を直して"), ("resume", branch_a, "提出済み"),
    ):  # fmt: skip
        with pytest.raises(HearingError, match=word):
            step(hearing, name, who)
    with pytest.raises(HearingError, match="取り下げてください"):
        save(hearing, branch_a, background="あとから")
    save(hearing, coordinator, visited_by="佐伯", background="深めた文")
    step(hearing, "return", coordinator, "数字を足してください")
    save(hearing, branch_a, background="直した文", visited_by="支店が書いた")
    step(hearing, "submit", branch_a)
    step(hearing, "take_back", branch_a)
    step(hearing, "submit", head_office_a)
    step(hearing, "bank_check", head_office_a)
    step(hearing, "approve", coordinator)
    with pytest.raises(HearingError, match="承認されている"):
        save(hearing, coordinator, background="承認のあと")
    with pytest.raises(HearingError, match="事務局がします"):
        step(hearing, "withdraw", branch_a, "やめる")
    step(hearing, "reopen", coordinator, "もう一度")
    step(hearing, "withdraw", branch_a, "社長の都合")
    step(hearing, "resume", branch_a)
    kinds = list(HearingVersion.objects.order_by("revision").values_list("kind", flat=True))
    steps = "submitted deepened returned draft submitted reopened submitted approved returned reopened reopened"
    assert kinds[-11:] == steps.split()
    hearing.refresh_from_db()
    assert (hearing.state, hearing.visited_by, hearing.bank_checked_by) == ("draft", "佐伯", head_office_a)


def test_each_return_and_the_approval_write_their_own_letter_to_the_officer(hearing, firm, branch_a, coordinator):
    firm.officer = factories.staff_member(firm.institution, branch=firm.branch, user=branch_a)
    firm.save()
    complete(hearing)
    for reason in ("一度目", "二度目"):
        step(hearing, "submit", branch_a)
        step(hearing, "return", coordinator, reason)
    mails = OutboxMail.objects.filter(kind="hearing_returned").order_by("created_at")
    assert [mail.recipient for mail in mails] == [branch_a.email] * 2 and "二度目" in mails[1].body
    hearing.refresh_from_db()
    assert hearing.state_reason == "二度目"
    step(hearing, "submit", branch_a)
    step(hearing, "approve", coordinator)
    told = OutboxMail.objects.get(kind="hearing_approved")
    assert told.recipient == branch_a.email and firm.name in told.title and "公開文" in told.body


def test_a_returned_sheet_reaches_everybody_of_a_branch_once(hearing, firm, branch_a, head_office_a, coordinator):
    """Handed in by the head office's person who has left since: then it is for all of the branch."""
    other = factories.user(Role.BRANCH, institution=firm.institution, branch=firm.branch)
    complete(hearing)
    step(hearing, "submit", head_office_a)
    head_office_a.is_active = False
    head_office_a.save()
    step(hearing, "return", coordinator, "数字を足してください")
    hearing.refresh_from_db()
    hearings._tell_the_branch(hearing, hearings.NOTICES[HearingState.RETURNED], "数字を足してください", now())
    rows = OutboxMail.objects.filter(kind="hearing_returned").values_list("recipient", "state")
    assert sorted(rows) == sorted([(branch_a.email, "draft"), (other.email, "draft")])
    sent = OutboxMail.objects.get(recipient=branch_a.email)
    actions_mail.approve(mails=[sent], by=coordinator, now=now())
    OutboxMail.objects.exclude(pk=sent.pk).delete()
    hearings._tell_the_branch(hearing, hearings.NOTICES[HearingState.RETURNED], "数字を足してください", now())
    assert sorted(rows.all()) == sorted([(branch_a.email, "approved"), (other.email, "draft")])


def test_a_published_issue_keeps_its_hearing(hearing, branch_a, coordinator):
    complete(hearing)
    factories.issue_brief(hearing.issues.get(), state="approved")
    with pytest.raises(HearingError, match="公開文"):
        step(hearing, "withdraw", branch_a, "やめる")


def test_the_note_is_behind_its_own_wall_and_in_no_version(hearing, branch_a, head_office_a, coordinator):
    save(hearing, branch_a, note="ここだけの話", background="文")
    assert (
        save(hearing, head_office_a, note="本部から").written == [] and HearingNote.objects.get().text == "ここだけの話"
    )
    mark = hearings.note_mark("ここだけの話")
    save(hearing, coordinator, note="事務局が足した", note_seen=mark)
    saved = save(hearing, branch_a, note="支店も直した", note_seen=mark)
    assert [(one.key, one.theirs) for one in saved.conflicts] == [("note", "事務局が足した")]
    assert hearings.note_of(hearing, head_office_a) == "" and hearings.note_of(hearing, branch_a) == "事務局が足した"
    assert "ここだけ" not in str(list(HearingVersion.objects.values("sheet", "reason")))
    save(hearing, branch_a, note="", note_seen=hearings.note_mark("事務局が足した"))
    assert not HearingNote.objects.exists()


def test_the_president_checks_what_she_has_read(hearing, branch_a):
    complete(hearing)
    step(hearing, "submit", branch_a)
    hearing.refresh_from_db()
    seen = hearing.revision
    for _ in range(2):
        hearings.check_by_president(hearing=hearing, seen=seen, how="link", now=now())
    hearing.refresh_from_db()
    assert (hearing.president_checked_how, hearing.president_checked_revision) == ("link", seen + 1)
    assert HearingVersion.objects.filter(kind="checked").count() == 1
    assert hearings.changed_since(hearing, hearing.president_checked_revision) == []
    step(hearing, "take_back", branch_a)
    save(hearing, branch_a, background="あとから変えた文")
    hearing.refresh_from_db()
    assert [one.key for one in hearings.changed_since(hearing, hearing.president_checked_revision)] == ["background"]
    with pytest.raises(HearingError, match="書き直しています"):
        hearings.check_by_president(hearing=hearing, seen=seen, how="link", now=now())
    step(hearing, "submit", branch_a)
    with pytest.raises(HearingError, match="内容が変わりました"):
        hearings.check_by_president(hearing=hearing, seen=seen, how="link", now=now())
