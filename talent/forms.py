"""The filter of a bank's list, and the pledge."""

from django import forms

from institutions.categories import Category


class SeniorFilter(forms.Form):
    q = forms.CharField(label="氏名・フリガナ", max_length=100, required=False)
    category = forms.ChoiceField(label="専門分野", choices=[("", "すべて"), *Category.choices], required=False)

    def value(self, name: str) -> str:
        """The cleaned value, "" where it is missing or wrong."""
        self.is_valid()
        return self.cleaned_data.get(name, "")


class PledgeForm(forms.Form):
    """`version` is the wording that was on the screen."""

    version = forms.CharField(max_length=20, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label="上の文を読みました。約束します。",
        error_messages={"required": "約束していただけるときは、四角を押してチェックを入れてください。"},
    )
