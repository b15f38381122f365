"""Every broken file is refused with the path of the field."""

import pytest

from institutions.categories import Category
from talent.ranking.forms import BrokenFile, read_issues, read_json, read_seniors
from talent.ranking.records import CATEGORIES, Career, Issue, Senior, Speciality


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({}, "seniors:"),
        (None, "seniors:"),
        (["x"], "seniors[0]:"),
        ([{}], "seniors[0].id:"),
        ([{"id": None}], "seniors[0].id:"),
        ([{"id": 7}], "seniors[0].id:"),
        ([{"id": ""}], "seniors[0].id:"),
        ([{"id": "a"}, {"id": "a"}], "seniors[1].id:"),
        ([{"id": "a", "specialities": {}}], "seniors[0].specialities:"),
        ([{"id": "a", "specialities": ["IT"]}], "seniors[0].specialities[0]:"),
        ([{"id": "a", "specialities": [{}]}], "seniors[0].specialities[0].category:"),
        ([{"id": "a", "specialities": [{"category": "SALE"}]}], "seniors[0].specialities[0].category:"),
        ([{"id": "a", "specialities": [{"category": ["IT"]}]}], "seniors[0].specialities[0].category:"),
        ([{"id": "a", "specialities": [{"category": "IT", "years": "12"}]}], "seniors[0].specialities[0].years:"),
        ([{"id": "a", "specialities": [{"category": "IT", "years": True}]}], "seniors[0].specialities[0].years:"),
        ([{"id": "a", "specialities": [{"category": "IT", "years": -1}]}], "seniors[0].specialities[0].years:"),
        ([{"id": "a", "specialities": [{"category": "IT", "years": 10**400}]}], "seniors[0].specialities[0].years:"),
        ([{"id": "a", "careers": "x"}], "seniors[0].careers:"),
        ([{"id": "a", "careers": [None]}], "seniors[0].careers[0]:"),
        ([{"id": "a"}, {"id": "b", "careers": [{}, {"summary": 3}]}], "seniors[1].careers[1].summary:"),
        ([{"id": "a", "careers": [{"years": []}]}], "seniors[0].careers[0].years:"),
        ([{"id": "a", "strengths": ["x"]}], "seniors[0].strengths:"),
        ([{"id": "a", "qualifications": "x"}], "seniors[0].qualifications:"),
        ([{"id": "a", "industries": [1]}], "seniors[0].industries[0]:"),
        ([{"id": "a", "regions": [None]}], "seniors[0].regions[0]:"),
    ],
)
def test_a_broken_senior_is_named_by_its_path(document, path):
    with pytest.raises(BrokenFile) as error:
        read_seniors(document)
    assert str(error.value).startswith(path)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ("x", "issues:"),
        ([[]], "issues[0]:"),
        ([{"id": "a", "categories": "IT"}], "issues[0].categories:"),
        ([{"id": "a", "categories": ["IT", "生産"]}], "issues[0].categories[1]:"),
        ([{"id": "a", "title": 1}], "issues[0].title:"),
        ([{"id": "a", "body": {}}], "issues[0].body:"),
    ],
)
def test_a_broken_issue_is_named_by_its_path(document, path):
    with pytest.raises(BrokenFile) as error:
        read_issues(document)
    assert str(error.value).startswith(path)


@pytest.mark.parametrize("text", ["", "[", "[NaN]", "[Infinity]", "[" * 200_000])
def test_what_is_not_json_is_refused(text):
    with pytest.raises(BrokenFile, match="^file: "):
        read_json(text)


def test_what_is_missing_is_unknown_and_what_is_not_known_is_ignored():
    assert read_seniors([{"id": "a", "careers": None, "extra": {"x": 1}}]) == [Senior("a")]
    assert read_issues([{"id": "a", "categories": None, "title": None}]) == [Issue("a")]
    full = {
        "id": "a",
        "specialities": [{"category": "IT", "years": 12}],
        "careers": [
            {"industry": "卸売", "department": "情報部", "position": "課長", "years": 7.5, "summary": "作った"}
        ],
        "qualifications": ["診断士"],
        "regions": ["東京都"],
    }
    assert read_seniors([full]) == [
        Senior(
            "a",
            (Speciality("IT", 12.0),),
            (Career("卸売", "情報部", "課長", 7.5, "作った"),),
            ("診断士",),
            regions=("東京都",),
        )
    ]


def test_the_ten_codes_are_those_of_the_register():
    assert sorted(CATEGORIES) == sorted(Category.values)
