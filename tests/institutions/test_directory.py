"""The directory of institutions: complete, loaded once, and found by any usual writing of a name."""

from collections import Counter

import pytest
from django.core.management import call_command

from institutions import directory
from institutions.actions import load_directory
from institutions.models import Branch, Institution, InstitutionType
from tests import factories
from tests.directory import named_institutions


@pytest.fixture
def loaded(db):
    return load_directory()


@pytest.fixture
def named(db):
    """The institutions alone: enough to find names."""
    named_institutions()


def test_the_list_has_as_many_banks_of_each_kind_as_their_associations_count():
    kinds = Counter(entry.type for entry in directory.listed_banks())
    # 254 and 143 as their associations publish; the regional banks shrink by mergers, at most a few between two releases of the list.
    assert kinds[InstitutionType.SHINKIN] == pytest.approx(254, abs=4)
    assert kinds[InstitutionType.SHINKUMI] == pytest.approx(143, abs=4)
    assert kinds[InstitutionType.REGIONAL] == pytest.approx(61, abs=2)
    assert kinds[InstitutionType.REGIONAL_SECOND] == pytest.approx(35, abs=3)


@pytest.mark.parametrize(
    "code", ["0001", "0005", "0009", "0034", "0300", "0033", "2004", "2213", "2950", "2963", "9900", "3000"]
)
def test_other_banks_are_left_out(code):
    assert directory.kind_of(code) is None


def test_full_names_follow_from_the_list():
    names = {entry.code: entry.name for entry in directory.listed_banks()}
    assert names["2248"] == "大東京信用組合"
    assert names["2351"] == "新潟縣信用組合"
    assert names["0149"] == "静岡銀行"
    assert names["2684"] == "信用組合広島商銀"
    assert all(name.endswith(("銀行", "信用金庫", "信用組合", "連合会", "中央金庫", "商銀")) for name in names.values())


def test_the_key_of_a_prefecture_is_its_name():
    assert [directory.name_key(one) for one in directory.PREFECTURES] == directory.PREFECTURES


def test_branches_have_the_word_for_their_kind_once():
    assert directory.branch_name("大森") == "大森支店"
    assert directory.branch_name("本店営業部") == "本店営業部"
    assert directory.branch_name("恵み野出張所") == "恵み野出張所"
    assert directory.branch_name("三戸南部") == "三戸南部支店"


def test_prefectures_are_known_or_blank():
    entries = {entry.code: entry for entry in directory.listed_banks()}
    assert entries["2351"].prefecture == "新潟県"
    assert entries["2248"].prefecture == "東京都"
    assert {entry.prefecture for entry in entries.values()} <= {"", *directory.PREFECTURES}
    assert all(e.prefecture for e in entries.values() if e.type in ("regional", "regional_second"))


def test_loading_twice_changes_nothing_more(loaded):
    before = set(Branch.objects.values_list("id", "name")), set(Institution.objects.values_list("id", "name"))
    again = load_directory()
    assert (again.made, again.changed) == (0, 0)
    assert (set(Branch.objects.values_list("id", "name")), set(Institution.objects.values_list("id", "name"))) == before
    assert loaded.made == loaded.institutions + loaded.branches == Branch.objects.count() + Institution.objects.count()


def test_a_changed_name_is_brought_up_to_date_and_own_rows_stay(loaded):
    own = factories.branch(factories.institution(name="手作り信用組合"), name="本店")
    Institution.objects.filter(code="2248").update(name="旧名信用組合")
    Branch.objects.filter(institution__code="2248", code="003").update(name="旧支店")
    again = load_directory()
    assert (again.made, again.changed) == (0, 2)
    assert Institution.objects.get(code="2248").name == "大東京信用組合"
    assert Branch.objects.get(institution__code="2248", code="003").name == "十条支店"
    own.refresh_from_db()
    assert own.institution.name == "手作り信用組合"


def test_loading_needs_few_queries(loaded, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        load_directory()


@pytest.mark.parametrize(
    "typed",
    ["2351", "２３５１", "新潟縣信用組合", "新潟県信用組合", "新潟県信組", "　新潟縣信用組合 ", "2351 "],
)
def test_an_institution_is_found_by_any_writing(named, typed):
    assert [found.code for found in directory.Lookup().find(typed)] == ["2351"]


def test_a_code_whose_zeros_a_spreadsheet_dropped_is_found(named):
    assert [found.name for found in directory.Lookup().find("149")] == ["静岡銀行"]


def test_an_unknown_name_finds_nothing_but_similar_ones(named):
    lookup = directory.Lookup()
    assert lookup.find("大東京信用金庫") == []
    assert lookup.similar("大東京信用金庫") == ["大東京信用組合"]
    assert lookup.find("") == lookup.find("9999") == []
    assert lookup.similar("信用金庫") == []


def test_no_two_institutions_share_a_writing(named):
    shared = {key: [row.name for row in rows] for key, rows in directory.Lookup().by_key.items() if len(rows) > 1}
    assert shared == {}


def test_the_command_tells_what_it_did(db, capsys):
    call_command("load_institutions")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "金融機関の一覧を読んでいます。"
    assert "新しく登録" in lines[-1]
