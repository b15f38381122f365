"""Pages 7 and 8: where and when she can support; and what she consents to."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from institutions.directory import PREFECTURES
from office.fields import JapaneseDateField, NumberField
from office.fields_text import LineField
from talent.consents import KINDS, wording_of
from talent.forms_register.base import StepForm, choices
from talent.models import ConsentKind, FeeWish, Weekday

NOWHERE = "地域を1つ以上選ぶか、オンラインでの支援を「できる」にしてください。"


class SupportForm(StepForm):
    keys = (
        "regions", "online_ok", "weekdays", "days_per_week", "transport", "fee_wish", "fee_note", "interviews_per_year",
    )  # fmt: skip

    regions = forms.MultipleChoiceField(
        label="支援に行ける都道府県", choices=[(p, p) for p in PREFECTURES], widget=forms.CheckboxSelectMultiple,
        required=False, help_text="日帰りで行けるところを、いくつでも",
    )  # fmt: skip
    online_ok = forms.TypedChoiceField(
        label="オンライン(パソコンの画面ごし)での支援",
        choices=[("yes", "できる"), ("no", "できない")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    weekdays = forms.MultipleChoiceField(
        label="動ける曜日",
        choices=Weekday.choices,
        widget=forms.CheckboxSelectMultiple({"inline": True}),
        required=False,
    )
    days_per_week = forms.TypedChoiceField(
        label="週に動ける日数", choices=choices([(n, f"週に{n}日") for n in range(1, 8)], "決めていない"),
        coerce=int, empty_value=None, required=False,
    )  # fmt: skip
    transport = LineField(label="交通手段", max_length=60, required=False, help_text="例: 電車とバス。車は運転しない")
    fee_wish = forms.ChoiceField(label="報酬の希望", choices=FeeWish.choices, widget=forms.RadioSelect, required=False)
    fee_note = LineField(
        label="報酬についてのご希望", max_length=120, size=40, required=False, help_text="例: 1回2万円ほどを希望"
    )
    interviews_per_year = NumberField(
        label="1年間の面談の上限", required=False, min_value=1, max_value=99, unit_shown="件",
        help_text="決めていないときは、書かないでください",
        error_messages={"min_value": "1〜99で書いてください。", "max_value": "1〜99で書いてください。"},
    )  # fmt: skip

    @classmethod
    def data_of(cls, sheet) -> dict:
        data = super().data_of(sheet)
        if isinstance(sheet.get("online_ok"), bool):
            data["online_ok"] = "yes" if sheet["online_ok"] else "no"
        return data

    def clean(self) -> dict:
        said = super().clean()
        if "regions" in said and not said["regions"] and said.get("online_ok") is False:
            self.add_error("regions", NOWHERE)
        return said


class ConsentForm(StepForm):
    """Consent by her own hand. `consents` of the application holds, per kind, the wording's version and hash, and when."""

    on_paper = False
    labels = {kind: f"「{ConsentKind(kind).label}」の文を読みました。同意します。" for kind in KINDS}
    refused = (
        "同意していただけるときは、四角を押してチェックを入れてください。同意できないときは、事務局へお電話ください。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.wordings = {kind: wording_of(kind, today) for kind in KINDS}
        for kind in KINDS:
            self.fields[kind] = self.field_for(kind)
            self.fields[f"version_{kind}"] = forms.CharField(max_length=20, widget=forms.HiddenInput, required=False)
            self.initial[f"version_{kind}"] = self.wordings[kind].version

    def field_for(self, kind: str) -> forms.Field:
        return forms.BooleanField(label=self.labels[kind], error_messages={"required": self.refused})

    def parts(self):
        """What the page shows: title, wording, the control and the version that was read."""
        return [
            (ConsentKind(kind).label, wording, self[kind], self[f"version_{kind}"])
            for kind, wording in self.wordings.items()
        ]

    @classmethod
    def data_of(cls, consents) -> dict:
        data = {}
        for kind, one in consents.items():
            data[kind] = one["at"][:10] if one["on_paper"] else True
            data[f"version_{kind}"] = one["version"]
        return data

    def clean(self) -> dict:
        said = super().clean()
        for kind, wording in self.wordings.items():
            if kind in said and said.get(f"version_{kind}") not in ("", wording.version):
                self.add_error(kind, "文面が新しくなりました。上の文をもう一度お読みください。")
        return said

    def to_sheet(self) -> dict:
        self.is_valid()
        return {
            kind: {"version": wording.version, "hash": wording.hash, "on_paper": self.on_paper, "at": self.moment(kind)}
            for kind, wording in self.wordings.items()
            if self.cleaned_data.get(kind)
        }

    def moment(self, kind: str) -> str:
        return timezone.now().isoformat()

    def as_typed(self) -> dict:
        return {name: value for name, value in super().as_typed().items() if not name.startswith("version_")}


class PaperConsentForm(ConsentForm):
    """Who is registered by the office has signed on paper: the day on which it arrived stands for the moment."""

    on_paper = True

    def field_for(self, kind: str) -> forms.Field:
        return JapaneseDateField(
            label=f"「{ConsentKind(kind).label}」の同意書が届いた日",
            help_text="ご本人の署名がある紙が、事務局に届いた日",
        )

    def clean(self) -> dict:
        said = super().clean()
        for kind in KINDS:
            if said.get(kind) and said[kind] > timezone.localdate():
                self.add_error(kind, ValidationError("今日より後の日になっています。"))
        return said

    def moment(self, kind: str) -> str:
        noon = dt.datetime.combine(self.cleaned_data[kind], dt.time(12))
        return timezone.make_aware(noon).isoformat()


class LaterPaperForm(PaperConsentForm):
    """Who is registered already: a paper that has not come yet keeps nothing else waiting."""

    def field_for(self, kind: str) -> forms.Field:
        field = super().field_for(kind)
        field.required = False
        field.help_text += "。まだ届いていないときは、空けてください。"
        return field
