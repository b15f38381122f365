"""Who a row is about: found, proposed and never taken, remembered; and a register that changes while somebody decides."""

import pytest
from django.utils import timezone

from benchmarks.importing import named_faults, state_of_register
from office.actions import run_now
from office.importing import uploads
from office.running import UNKNOWN
from talent.actions import erase_senior
from talent.importing import actions
from talent.importing.actions import RegisterImportError
from talent.models import (
    ImportRow,
    ImportStage,
    RowKind,
    Senior,
    SeniorContact,
)
from tests import factories
from tests.talent.lists import TAKAHASHI, kinds, lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]


# --- Who is who -----------------------------------------------------------------------------------------------------------
def test_somebody_alike_is_proposed_and_never_taken(bring, confirm, coordinator):
    senior = factories.senior(family_name="髙橋", given_name="誠一", family_kana="", given_kana="")
    before = state_of_register()
    import_ = bring(lines(TAKAHASHI.replace("髙橋", "高橋")))
    row = ImportRow.objects.get(register_import=import_)
    assert row.kind == RowKind.POSSIBLE and row.senior is None
    assert [(one["senior"], one["facts"]) for one in row.candidates] == [(str(senior.pk), ["氏名"])]
    with pytest.raises(RegisterImportError, match="決めていない行が1行"):
        confirm(import_)
    assert state_of_register() == before


@pytest.mark.parametrize(("choice", "people"), [("same", 1), ("new", 2), ("skip", 1)])
def test_what_was_decided_is_remembered(choice, people, bring, confirm, coordinator):
    senior = factories.senior(family_name="髙橋", given_name="誠一", family_kana="", given_kana="")
    import_ = bring(lines(TAKAHASHI))
    said = f"same:{senior.pk}" if choice == "same" else choice
    actions.decide(import_=import_, choices={2: said}, by=coordinator, now=timezone.now())
    confirm(import_)
    assert Senior.objects.count() == people
    assert SeniorContact.objects.filter(senior=senior).exists() == (choice == "same")
    after = state_of_register()
    again = bring(lines(TAKAHASHI))
    assert kinds(again) == {2: RowKind.LEFT if choice == "skip" else RowKind.SAME}
    assert state_of_register() == after


def test_a_row_can_only_be_one_of_its_candidates(bring, coordinator):
    factories.senior(family_name="髙橋", given_name="誠一")
    stranger = factories.senior(family_name="山本", given_name="茂")
    import_ = bring(lines(TAKAHASHI))
    with pytest.raises(RegisterImportError, match="どなたと同じ方か"):
        actions.decide(import_=import_, choices={2: f"same:{stranger.pk}"}, by=coordinator, now=timezone.now())


def test_all_that_are_open_are_decided_at_once(bring, coordinator):
    factories.senior(family_name="髙橋", given_name="誠一", family_kana="", given_kana="")
    factories.senior(family_name="山本", given_name="茂", family_kana="", given_kana="")
    import_ = bring(lines(TAKAHASHI, "山本 茂,ヤマモト シゲル,1950-01-01,,生産管理,,"))
    assert actions.decide_all(import_=import_, choice="same", by=coordinator, now=timezone.now()) == 2
    assert not ImportRow.objects.filter(decision="").exists()


def test_two_rows_of_one_person_are_named(bring):
    import_ = bring(lines(TAKAHASHI, TAKAHASHI.replace("髙橋", "高橋").replace("東洋精機", "別の会社")))
    row = ImportRow.objects.get(register_import=import_, number=3)
    assert (row.kind, [(one["row"], one["facts"]) for one in row.candidates]) == (
        RowKind.POSSIBLE, [(2, ["氏名", "フリガナ", "生年月日", "電話番号"])],
    )  # fmt: skip


def test_a_number_of_somebody_else_is_a_fault(bring):
    factories.senior(number="M00077", family_name="山本", given_name="茂", family_kana="ヤマモト", given_kana="シゲル")
    import_ = bring("登録番号," + lines("M00077," + TAKAHASHI))
    assert named_faults(import_) == {(2, "登録番号")}
    assert "「山本 茂」さんの番号" in ImportRow.objects.get().faults[0][3]


def test_an_erased_one_does_not_come_back_by_her_number(bring, coordinator):
    senior = factories.senior(number="M00077")
    erase_senior(senior=senior, by=coordinator, now=timezone.now())
    import_ = bring("登録番号," + lines("M00077," + TAKAHASHI))
    assert "消去済み" in ImportRow.objects.get(register_import=import_).faults[0][3]


def test_erasing_takes_her_rows_out_of_lists_in_waiting(bring, confirm, coordinator):
    confirm(bring(lines(TAKAHASHI)))
    senior = Senior.objects.get()
    import_ = bring(lines(TAKAHASHI.replace("工場長", "社長"), "山本 茂,ヤマモト シゲル,1950-01-01,,生産管理,,"))
    erase_senior(senior=senior, by=coordinator, now=timezone.now())
    assert kinds(import_) == {3: RowKind.NEW}
    import_.refresh_from_db()
    assert import_.samples == []


# --- All or nothing -------------------------------------------------------------------------------------------------------
def test_a_register_that_changed_meanwhile_is_looked_at_again(bring, confirm):
    confirm(bring(lines(TAKAHASHI)))
    senior = Senior.objects.get()
    import_ = bring(lines(TAKAHASHI.replace("工場長", "社長"), "山本 茂,ヤマモト シゲル,1950-01-01,,生産管理,,"))
    Senior.objects.filter(pk=senior.pk).update(headline="会う間に変わった")
    job = confirm(import_)
    assert "登録が変わったため" in job.result["message"]
    assert import_.stage == ImportStage.PREVIEW and Senior.objects.count() == 1
    job = confirm(import_)
    assert import_.stage == ImportStage.DONE and Senior.objects.count() == 2


def test_somebody_alike_who_came_meanwhile_is_asked_about(bring, confirm):
    import_ = bring(lines(TAKAHASHI))
    factories.senior(family_name="髙橋", given_name="誠一", family_kana="", given_kana="")
    confirm(import_)
    assert kinds(import_) == {2: RowKind.POSSIBLE} and import_.counts["possible"] == 1
    assert Senior.objects.count() == 1


def test_a_failure_in_the_middle_leaves_nothing(bring, coordinator, monkeypatch):
    import_ = bring(lines(TAKAHASHI, "山本 茂,ヤマモト シゲル,1950-01-01,,生産管理,,"))
    before = state_of_register()
    ImportRow.objects.filter(number=3).update(values={"family_name": "山" * 40})
    job = actions.ask_to_write(import_=import_, leave_faulty=False, by=coordinator, now=timezone.now())
    with pytest.raises(Exception, match="value too long"):
        run_now(job)
    job.refresh_from_db()
    assert job.error == UNKNOWN
    assert state_of_register() == before


def test_what_is_over_is_over(bring, confirm, coordinator):
    import_ = bring(lines(TAKAHASHI))
    confirm(import_)
    for again in (
        lambda: actions.drop(import_=import_, by=coordinator, now=timezone.now()),
        lambda: confirm(import_),
    ):
        with pytest.raises(RegisterImportError, match="もう終わっています"):
            again()


def test_the_file_goes_with_the_import(bring, coordinator, django_capture_on_commit_callbacks):
    import_ = bring(lines(TAKAHASHI))
    assert uploads.load(import_.pk, coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop(import_=import_, by=coordinator, now=timezone.now())
    assert uploads.load(import_.pk, coordinator) is None
    assert not ImportRow.objects.exists()
