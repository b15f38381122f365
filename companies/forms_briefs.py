"""The anonymised face of an issue, as it is written."""

import re

from django import forms

from companies.models import IssueBrief, SizeBand
from companies.regions import REGIONS
from institutions.categories import Category
from kouryukai.lib.japanese import tidy
from office.fields_text import LineField, LinesField

MOST_WORDS = 30


class BriefForm(forms.Form):
    """`revision` is the one that was on the screen, 0 where nothing is stored yet."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    public_title = LineField(
        label="題名",
        max_length=80,
        size=44,
        help_text="新現役が一覧で読む題名です。例: 検査の記録を整えて、不良を減らしたい",
    )
    public_summary = LinesField(
        label="要約",
        max_length=1200,
        rows=9,
        help_text="困っていること、ほしい支援、どんな経験の方に来てほしいか。企業名、人名、地名、商品名、正確な数字は書きません。",
    )
    trade = LineField(label="業種", max_length=60, size=30, help_text="例: 金属加工")
    region = forms.ChoiceField(label="地域", help_text="市区町村は出しません。広い地域で選びます。")
    size_band = forms.ChoiceField(
        label="規模(従業員)",
        choices=[("", "書かない"), *SizeBand.choices],
        required=False,
        help_text="幅のある数だけを出します。",
    )
    categories = forms.MultipleChoiceField(
        label="分類",
        choices=Category.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="支援してほしい分野を選びます。いくつでも選べます。",
    )
    known_words = LinesField(
        label="ほかに隠す言葉",
        required=False,
        max_length=1500,
        rows=3,
        help_text="商品名、ブランド名、主な取引先など。1行に1つ書くと、文の中から探します。新現役には出ません。例: ヤマフィット",
    )
    stop_open = forms.BooleanField(label="公開を止めて書き直す", required=False)

    def __init__(self, *args, brief: IssueBrief | None = None, **options) -> None:
        super().__init__(*args, **options)
        present = [brief.region] if brief and brief.region not in REGIONS else []
        self.fields["region"].choices = [("", "選んでください"), *((name, name) for name in (*REGIONS, *present))]
        if not (brief and brief.open_from):
            del self.fields["stop_open"]

    def clean_known_words(self) -> list[str]:
        words = [tidy(line) for line in re.split(r"[\n、]", self.cleaned_data["known_words"])]
        words = list(dict.fromkeys(word for word in words if word))
        if len(words) > MOST_WORDS:
            raise forms.ValidationError(f"{MOST_WORDS}個までにしてください。いまは{len(words)}個です。")
        if long := [word for word in words if len(word) > 60]:
            raise forms.ValidationError(f"1つの言葉は60文字までです。「{long[0][:20]}…」を短くしてください。")
        if short := [word for word in words if len(word) < 2]:
            raise forms.ValidationError(f"2文字以上の言葉を書いてください。「{short[0]}」は短すぎて、探せません。")
        return words

    def values(self) -> dict[str, object]:
        names = ("public_title", "public_summary", "trade", "region", "size_band", "categories")
        return {name: self.cleaned_data[name] for name in names}


class StepForm(forms.Form):
    """One button: which step, at which revision, and the reason where it needs one."""

    revision = forms.IntegerField(min_value=0)
    step = forms.CharField(max_length=20)
    reason = forms.CharField(max_length=1000, required=False)


class AcceptForm(forms.Form):
    kind = forms.CharField(max_length=20)
    text = forms.CharField(max_length=1200, strip=False)
    reason = forms.CharField(max_length=200, required=False)
    undo = forms.BooleanField(required=False)
