"""Pages 4 to 6: fields, themes and trades; qualifications and languages; and what she says of herself."""

import re

from django import forms
from django.core.exceptions import ValidationError

from institutions.categories import Category
from institutions.industries import Industry
from institutions.topics import Topic
from kouryukai.lib.era import parse_year_alone
from kouryukai.lib.japanese import tidy
from office.fields import NumberField, narrow
from office.fields_text import LineField, LinesField
from talent.forms_register.base import FIRST_YEAR, StepForm

MOST_YEARS = 70


class FieldsForm(StepForm):
    """A field is chosen with its years: a tick and a number in one line."""

    keys = ("specialities", "topics", "industries")

    topics = forms.MultipleChoiceField(
        label="支援できるテーマ", choices=Topic.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="当てはまるものを、いくつでも",
    )  # fmt: skip
    industries = forms.MultipleChoiceField(
        label="くわしい業種", choices=Industry.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="当てはまるものを、いくつでも",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in Category.choices:
            self.fields[f"has_{code}"] = forms.BooleanField(label=name, required=False)
            self.fields[f"years_{code}"] = NumberField(label=f"{name}の年数", required=False)
        self.order_fields([f"{kind}_{code}" for code in Category.values for kind in ("has", "years")])

    def lines(self):
        """The ten lines of the page: the tick and the years."""
        return [(self[f"has_{code}"], self[f"years_{code}"]) for code in Category.values]

    @classmethod
    def data_of(cls, sheet) -> dict:
        data = {key: sheet[key] for key in ("topics", "industries") if sheet.get(key)}
        for one in sheet.get("specialities") or []:
            data[f"has_{one['category']}"] = True
            if one.get("years") is not None:
                data[f"years_{one['category']}"] = one["years"]
        return data

    def clean(self) -> dict:
        said = super().clean()
        chosen = []
        for code, name in Category.choices:
            years, wrong = said.get(f"years_{code}"), f"years_{code}" in self.errors
            if not (said.get(f"has_{code}") or years is not None or wrong):
                continue
            if years is None and not wrong:
                self.add_error(f"years_{code}", f"{name}の年数を書いてください。")
            elif years is not None and not 1 <= years <= MOST_YEARS:
                self.add_error(f"years_{code}", f"{name}の年数は1〜{MOST_YEARS}年で書いてください。")
            chosen.append({"category": code, "years": said.get(f"years_{code}")})
        if not chosen:
            self.add_error(None, "専門分野を1つ以上選んで、年数を書いてください。")
        elif not any(name.startswith(("has_", "years_")) for name in self.errors):
            said["specialities"] = sorted(chosen, key=lambda one: (-one["years"], one["category"]))
        return said


class QualificationsField(LinesField):
    """One a line, the year behind it: 中小企業診断士 1998年. Clean: [{"name": ..., "year": ...}]."""

    _year = re.compile(r"[\s(]*((?:明治|大正|昭和|平成|令和|[MTSHR])\s*(?:元|\d{1,2})|\d{4})\s*年?\s*(?:取得)?\)?$")
    most, longest = 30, 120

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        return "\n".join(one["name"] + (f" {one['year']}年" if one.get("year") else "") for one in value)

    def to_python(self, value):
        if isinstance(value, list):
            value = self.prepare_value(value)
        lines = [line for line in super().to_python(value).split("\n") if line.strip()]
        if len(lines) > self.most:
            raise ValidationError(f"資格は{self.most}個までです。支援に役立つものを選んで書いてください。")
        found = {one["name"]: one for one in map(self._read, lines)}
        return sorted(found.values(), key=lambda one: one["name"])

    def _read(self, line: str) -> dict:
        name, year = tidy(line), None
        if len(name) > self.longest:
            raise ValidationError(f"「{name[:20]}…」は長すぎます。資格の名前だけを、80字以内で書いてください。")
        found = self._year.search(narrow(line))
        if found and narrow(line)[: found.start()].strip():
            try:
                year = parse_year_alone(found.group(1))
            except ValueError:
                year = None
            if year and year >= FIRST_YEAR:
                name = tidy(narrow(line)[: found.start()])
            else:
                year = None
        if len(name) > 80:
            raise ValidationError(f"「{name[:20]}…」は長すぎます。資格の名前だけを、80字以内で書いてください。")
        return {"name": name, "year": year}

    def run_validators(self, value) -> None:
        """The limits are those of each line."""


class KnowledgeForm(StepForm):
    keys = ("qualifications", "languages", "overseas")

    qualifications = QualificationsField(
        label="資格", rows=4, required=False,
        help_text="1行に1つ。取った年が分かれば、後ろに書いてください。例: 中小企業診断士 平成10年",
    )  # fmt: skip
    languages = LineField(
        label="語学", max_length=120, size=40, required=False, help_text="例: 英語(商談ができる)、中国語(日常会話)"
    )
    overseas = LinesField(
        label="海外でのお仕事", max_length=200, rows=2, required=False,
        help_text="国と年数を書いてください。例: タイ・バンコク 2003年から5年、工場の立ち上げ",
    )  # fmt: skip


class WordsForm(StepForm):
    keys = ("headline", "strengths", "achievements", "introduction")

    headline = LineField(
        label="経歴のひとこと", max_length=60, size=34, help_text="60字まで。例: 元 食品商社 北米支社長"
    )
    strengths = LinesField(
        label="得意な支援", max_length=2000, rows=4,
        help_text="企業のために何ができるか。3〜5行で十分です",
    )  # fmt: skip
    achievements = LinesField(
        label="実績", max_length=2000, rows=4, required=False,
        help_text="いつ、何をして、どう変わったか。数字があると伝わります",
    )  # fmt: skip
    introduction = LinesField(
        label="自己紹介", max_length=2000, rows=3, required=False, help_text="人柄や、支援への思いを2〜3行で"
    )
