"""A list taken back as a whole: all is as before, but for those with whom somebody has worked since; they stay, and why is said."""

import datetime as dt

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from office.actions import run_now
from office.importing.undoing import UndoError, ask_to_undo, outlook_of, undo
from office.models import ImportBatch, ImportedRow, Job
from talent.actions import erase_senior
from talent.deciding import approve
from talent.importing import actions
from talent.merging import merge_seniors
from talent.models import (
    Application,
    Career,
    ImportLink,
    ImportRow,
    Qualification,
    RegisterImport,
    RowKind,
    SearchWord,
    Senior,
    SeniorContact,
    Speciality,
)
from talent.sheet import sheet_of
from tests import factories
from tests.conftest import client_of
from tests.talent.finding import index
from tests.talent.lists import TAKAHASHI, kinds, lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]

YAMAMOTO = "山本 茂,ヤマモト シゲル,1950-01-01,,生産管理,見本商事,顧問"
SATO = "佐藤 幸子,サトウ サチコ,1952-05-05,03-1111-3333,物流管理(20年),みなと物流,支店長"
# That there were imports and work, what was learned of headings, who waits for the index: all the rest goes back.
LEFT = {"office.ImportBatch", "office.Job", "talent.ImportSource", "talent.RegisterImport", "talent.SearchWaiting"}
WRITTEN_ANEW = (Career, Speciality, Qualification, SearchWord)  # what changes is other rows


def everything() -> dict[str, list[str]]:
    """All rows of all tables but the log of changes; of those written anew all but their keys and clocks."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label != "pghistory" and not model.__name__.endswith("Change"):
            left_out = {"updated_at", *(["id"] if model in WRITTEN_ANEW else [])}
            columns = [column.attname for column in model._meta.concrete_fields if column.attname not in left_out]
            found[model._meta.label] = sorted(map(str, model._default_manager.values_list(*columns)))
    return {label: rows for label, rows in found.items() if label not in LEFT}


def there() -> Senior:
    """Somebody of the register, of whom the list of `brought` says other things."""
    senior = factories.senior(number="M00077", family_name="田中", given_name="博", family_kana="タナカ", given_kana="")
    factories.senior_contact(senior, birth_date=dt.date(1949, 9, 9), phone="", address="横浜市1-1")
    factories.career(senior, company_name="東洋精機", position="課長", from_year=None, to_year=None)
    factories.speciality(senior), factories.qualification(senior)
    return senior


TANAKA = "田中 博,タナカ ヒロシ,1949-09-09,090-7777-7777,海外展開・国際化(9年),東洋精機,部長"


@pytest.fixture
def brought(bring, confirm):
    """The batch of a list that was taken: of those people, number by number."""

    def taken(*people: str, **how) -> ImportBatch:
        import_ = bring(lines(*people), **how)
        confirm(import_)
        return ImportBatch.objects.get(pk=import_.pk)

    return taken


def named(name: str) -> Senior:
    return Senior.objects.get(family_name=name)


def take_back(batch: ImportBatch, by) -> ImportBatch:
    return undo(batch=batch, by=by, now=timezone.now())


def why(batch: ImportBatch, by) -> dict[str, str]:
    return {line.name.split()[0]: line.why for line in outlook_of(batch=batch, by=by).stays}


# --- All as before --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("enters_as", ["active", "submitted"])
def test_new_and_changed_ones_are_as_before(enters_as, brought, coordinator):
    there()
    index()
    before = everything()
    batch = brought(TAKAHASHI, YAMAMOTO, TANAKA, enters_as=enters_as)
    index()
    assert Senior.objects.count() == 3 and SearchWord.objects.filter(word="ヤマモト").exists()
    assert (batch.kind, batch.institution, batch.made, batch.changed) == ("register", None, 2, 1)
    assert ImportedRow.objects.filter(table="talent.Senior").count() == 3
    told = outlook_of(batch=batch, by=coordinator)
    assert [(one.number, told.stays, told.blocks, told.missing) for one in told.goes] == [(2, [], [], 0)]
    (line,) = told.restored
    assert "電話番号" in line.why and "職歴" in line.why and "専門分野" in line.why
    take_back(batch, coordinator)
    index()
    assert everything() == before
    batch.refresh_from_db()
    assert (batch.undone_by, batch.kept) == (coordinator, 0)


def test_the_same_list_proposes_the_same_again(bring, confirm, coordinator):
    there()
    factories.senior(family_name="佐藤", given_name="幸子", family_kana="", given_kana="")
    data = lines(
        TAKAHASHI,
        TANAKA,
        SATO,
        YAMAMOTO.replace("山本 茂", "髙橋 誠一").replace("ヤマモト シゲル", "タカハシ セイイチ"),
    )
    first = bring(data)
    seen = kinds(first)
    assert set(seen.values()) == {RowKind.NEW, RowKind.CHANGED, RowKind.POSSIBLE}
    choices = {number: "skip" for number, kind in seen.items() if kind == RowKind.POSSIBLE}
    actions.decide(import_=first, choices=choices, by=coordinator, now=timezone.now())
    confirm(first)
    assert ImportLink.objects.filter(senior=None).exists()
    assert RowKind.LEFT in kinds(bring(data)).values()
    drop_what_waits(coordinator)
    take_back(ImportBatch.objects.get(pk=first.pk), coordinator)
    assert not ImportLink.objects.exists() and kinds(bring(data)) == seen


def drop_what_waits(by) -> None:
    for import_ in RegisterImport.objects.filter(stage="preview"):
        actions.drop(import_=import_, by=by, now=timezone.now())


def test_a_key_that_was_given_to_another_leads_back(bring, confirm, coordinator):
    """The agency has given a number of its list to somebody else: the link turns, and turns back."""
    head = "名簿の番号," + lines().strip()
    confirm(bring(f"{head}\nA-1,{TAKAHASHI}\n"))
    other = bring(f"{head}\nA-1,{YAMAMOTO}\n")
    assert kinds(other) == {2: RowKind.POSSIBLE}
    actions.decide(import_=other, choices={2: "new"}, by=coordinator, now=timezone.now())
    confirm(other)
    assert ImportLink.objects.get(key="k:A-1").senior == named("山本")
    take_back(ImportBatch.objects.get(pk=other.pk), coordinator)
    assert ImportLink.objects.get(key="k:A-1").senior == named("髙橋")
    assert not Senior.objects.filter(family_name="山本").exists()


# --- What stays -----------------------------------------------------------------------------------------------------------
def in_an_event(senior, by) -> None:
    factories.attendance(factories.event(), senior)


def with_an_account(senior, by) -> None:
    Senior.objects.filter(pk=senior.pk).update(user=factories.user("senior", email="yamamoto@example.jp"))


def paused(senior, by) -> None:
    Senior.objects.filter(pk=senior.pk).update(state="paused")


def with_a_paper(senior, by) -> None:
    factories.scan(factories.company(factories.branch(factories.institution())), by, senior_key=senior.pk, company_key=None, institution=None, branch=None)  # fmt: skip


def corrected(senior, by) -> None:
    Career.objects.filter(senior=senior).update(department="直した部署")


def reached_otherwise(senior, by) -> None:
    SeniorContact.objects.filter(senior=senior).update(phone="03-9999-9999")


def merged(senior, by) -> None:
    twin = factories.senior(number="M00500", family_name="山元", given_name="茂")
    merge_seniors(keep=senior, gone=twin, take=[], by=by, now=timezone.now())


def merged_away(senior, by) -> None:
    twin = factories.senior(number="M00500", family_name="山元", given_name="茂")
    merge_seniors(keep=twin, gone=senior, take=[], by=by, now=timezone.now())


def erased(senior, by) -> None:
    erase_senior(senior=senior, by=by, now=timezone.now())


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (in_an_event, "新現役の参加"),
        (with_an_account, "利用者(ログイン)"),
        (paused, "「休止中」"),
        (with_a_paper, "書類の写し"),
        (corrected, "内容が変えられて"),
        (reached_otherwise, "内容が変えられて"),
        (merged, "二重の登録"),
        (merged_away, "消去済み"),
        (erased, "消去済み"),
        (lambda senior, by: factories.consent(senior), "同意の記録"),
        (lambda senior, by: factories.avoidance(by, senior=senior), "会わせない組み合わせ"),
        (lambda senior, by: Senior.objects.filter(pk=senior.pk).update(confirmed_on="2026-09-18"), "登録の確認"),
    ],
)
def test_with_whom_somebody_has_worked_since_stays(since, words, brought, coordinator):
    batch = brought(TAKAHASHI, YAMAMOTO)
    one = named("山本")
    since(one, coordinator)
    told = outlook_of(batch=batch, by=coordinator)
    assert [count.number for count in told.goes] == [1] and told.blocks == []
    assert [words in line.why for line in told.stays] == [True]
    take_back(batch, coordinator)
    batch.refresh_from_db()
    assert not Senior.objects.filter(family_name="髙橋").exists()
    assert Senior.objects.filter(pk=one.pk).exists() and batch.kept == 1
    assert ImportLink.objects.filter(senior=one).exists() != (since in (erased, merged_away))


def test_who_was_approved_since_stays(brought, coordinator):
    batch = brought(TAKAHASHI, YAMAMOTO, SATO, enters_as="submitted")
    approve(application=Application.objects.get(senior=named("山本")), by=coordinator, now=timezone.now())
    Application.objects.filter(senior=named("佐藤")).update(submitted_at=timezone.now())
    told = why(batch, coordinator)
    assert told.keys() == {"山本", "佐藤"} and "「登録中」" in told["山本"] and "申込みが動いて" in told["佐藤"]
    take_back(batch, coordinator)
    assert set(Senior.objects.values_list("family_name", flat=True)) == {"山本", "佐藤"}
    assert Application.objects.count() == 2


def test_what_was_changed_since_stays_as_it_is(brought, coordinator):
    senior = there()
    batch = brought(TANAKA)
    SeniorContact.objects.filter(senior=senior).update(phone="03-9999-9999")
    assert why(batch, coordinator)["田中"] == "電話番号は、取り込んだあとに変えられています。いまの内容のままにします。"
    take_back(batch, coordinator)
    sheet = sheet_of(Senior.objects.get())
    assert sheet["phone"] == "03-9999-9999" and [one["position"] for one in sheet["careers"]] == ["課長"]
    assert sheet["given_kana"] == "" and "ヒロシ" not in Senior.objects.get().name_key


def test_whom_another_list_names_too_stays(brought, coordinator):
    batch = brought(TAKAHASHI)
    other = brought(TAKAHASHI.replace("工場長", "取締役"), source="別の名簿")
    assert "ほかの名簿" in why(batch, coordinator)["髙橋"]
    take_back(other, coordinator)
    assert why(batch, coordinator) == {}
    take_back(batch, coordinator)
    assert not Senior.objects.exists()


def test_a_list_in_waiting_is_settled_first(bring, brought, coordinator):
    """Its rows lead to people who would be gone, and would be lost with them."""
    batch = brought(TAKAHASHI)
    waiting = bring(lines(TAKAHASHI))
    (line,) = outlook_of(batch=batch, by=coordinator).blocks
    assert line.name == str(waiting)
    with pytest.raises(UndoError):
        take_back(batch, coordinator)
    assert ImportRow.objects.count() == Senior.objects.count() == 1
    actions.drop(import_=waiting, by=coordinator, now=timezone.now())
    take_back(batch, coordinator)
    assert not Senior.objects.exists()


# --- Who, how, how often --------------------------------------------------------------------------------------------------
def test_it_is_done_in_the_background_and_once(brought, coordinator):
    batch = brought(TAKAHASHI, YAMAMOTO)
    corrected(named("山本"), coordinator)
    client, page = client_of(coordinator), reverse("office:import_undo", args=[batch.pk])
    assert page in client.get(reverse("talent:import_page", args=[batch.pk])).text
    told = client.get(page).text
    assert "新現役の名簿の取り込み" in told and "そのまま残るもの" in told and "数分かかります" in told
    answer = client.post(page)
    job = Job.objects.get(kind="import_undo")
    assert answer.url == client.post(page).url == client.get(page).url == reverse("office:job_page", args=[job.pk])
    assert Senior.objects.count() == 2
    done = run_now(job)
    assert "そのまま残したものが1件" in done.result["message"]
    assert list(Senior.objects.all()) == [named("山本")] and not ImportedRow.objects.exists()
    assert client.post(page).url == reverse("office:import_list")
    assert Job.objects.filter(kind="import_undo").count() == 1 and ask_to_undo(batch=batch, by=coordinator, now=timezone.now()) is None  # fmt: skip
    gone = Senior.pgh_event_model.objects.filter(pgh_label="delete")
    assert {(note.pgh_context["why"], note.pgh_context["user_id"]) for note in gone} == {
        ("action office.import_undo", str(coordinator.pk))
    }
    assert "元に戻しました" in client.get(reverse("talent:import_page", args=[batch.pk])).text
    assert "に元に戻しました" in client.get(reverse("office:import_list")).text


def test_twice_is_once(brought, coordinator):
    there()
    batch = brought(TAKAHASHI, YAMAMOTO, TANAKA)
    corrected(named("山本"), coordinator)
    first = take_back(batch, coordinator)
    Senior.objects.update(headline="そのあとに書いた")
    other = factories.user("adviser", email="adviser@example.jp")
    before = everything()
    again = take_back(batch, other)
    assert everything() == before
    assert (again.undone_at, again.undone_by, again.kept) == (first.undone_at, coordinator, 1)


def test_a_bank_neither_sees_nor_undoes_it(brought, head_office_a, branch_a):
    batch = brought(TAKAHASHI)
    page = reverse("office:import_undo", args=[batch.pk])
    for user in (head_office_a, branch_a):
        client = client_of(user)
        assert batch.title not in client.get(reverse("office:import_list")).text
        assert client.get(page).status_code == client.post(page).status_code == 404
        with pytest.raises(UndoError):
            undo(batch=batch, by=user, now=timezone.now())
    assert Senior.objects.count() == 1


def test_nothing_is_half_undone(brought, coordinator, monkeypatch):
    there()
    batch = brought(TAKAHASHI, TANAKA)
    before = everything()

    def broken(words) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("talent.undoing.indexing.forget", broken)
    with pytest.raises(RuntimeError):
        run_now(ask_to_undo(batch=batch, by=coordinator, now=timezone.now()))
    assert everything() == before


def test_what_stood_there_before_goes_when_she_is_erased(brought, coordinator):
    senior = there()
    batch = brought(TANAKA)
    noted = ImportedRow.objects.get(batch=batch, table="talent.Senior")
    assert noted.after["phone"] == "090-7777-7777"
    erase_senior(senior=senior, by=coordinator, now=timezone.now())
    assert not ImportedRow.objects.filter(table="talent.Senior").exists()
    take_back(batch, coordinator)
    senior.refresh_from_db()
    assert senior.erased_at and senior.given_kana == ""


def test_only_those_who_are_named_were_read(brought, coordinator, monkeypatch):
    from office.models import ReadLog

    monkeypatch.setattr("talent.undoing.NAMED", 1)
    batch = brought(TAKAHASHI, YAMAMOTO, SATO)
    for senior in Senior.objects.exclude(family_name="佐藤"):
        corrected(senior, coordinator)
    told = client_of(coordinator).get(reverse("office:import_undo", args=[batch.pk])).text
    assert "2件" in told and "ほかに1件" in told
    read = ReadLog.objects.filter(page="office:import_undo").latest("at")
    assert len(read.seniors) == 1
