"""Page 3: the careers, one on a page of its own, and whether she has retired."""

from django import forms

from office.fields import JapaneseDateField
from office.fields_text import LineField, LinesField, YearField
from talent.forms_register.base import StepForm, choices
from talent.models import CAREER_SIZES, Retirement
from talent.sheet import LISTS


class WorkForm(StepForm):
    """The list of careers itself is changed on the pages of its rows."""

    keys = ("retirement", "retired_on")

    retirement = forms.ChoiceField(
        label="いまのお仕事", choices=Retirement.choices, widget=forms.RadioSelect, required=False
    )
    retired_on = JapaneseDateField(
        label="退職した(する)日", required=False, help_text="分からないときは、書かなくて構いません"
    )


class CareerForm(StepForm):
    keys = LISTS["careers"][1]

    company_name = LineField(label="勤務先", max_length=100, size=34, help_text="例: 見本食品株式会社")
    industry = LineField(label="業種", max_length=60, size=24, required=False, help_text="例: 食品の製造")
    size_band = forms.ChoiceField(
        label="会社の規模",
        choices=choices([(one, one) for one in CAREER_SIZES], "分からない・書かない"),
        required=False,
    )
    department = LineField(label="部署", max_length=60, size=24, required=False, help_text="例: 品質保証部")
    position = LineField(label="いちばん上の役職", max_length=60, size=24, required=False, help_text="例: 部長")
    from_year = YearField(label="始めた年", help_text="昭和55 でも 1980 でも構いません")
    to_year = YearField(label="終えた年", required=False, help_text="いまも続けているときは、書かないでください")
    summary = LinesField(
        label="仕事の内容", max_length=2000, rows=4, required=False,
        help_text="1〜3行で十分です。例: 惣菜工場で、不良を減らす活動を10年まとめた",
    )  # fmt: skip

    def clean(self) -> dict:
        said = super().clean()
        if said.get("from_year") and said.get("to_year") and said["to_year"] < said["from_year"]:
            self.add_error("to_year", "終えた年が、始めた年より前になっています。")
        return said
